"""What NITF, NewsML and ninjs share: a draft of an entry, filled field by field.

Whatever the format, a status that is not known withholds, an embargo wins over `usable`, and
one that cannot be read holds for ever. A date comes as `20131020T192751+1100`, with a space
for the T, with `+0000`, or without a zone, which is then the site's.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from feedsvc.entry import HOLD, Entry, Precision
from feedsvc.errors import StoryError
from feedsvc.parsers.iptc.codes import status_of
from feedsvc.parsers.newstext.editorial import is_for_editors, mentions_embargo
from feedsvc.parsers.source import Note, Parsed, Source, Trace
from feedsvc.parsers.values import moment_of, text_of

MOST: Final = 100
"""How many values a field takes that comes in several elements."""

MOST_ITEMS: Final = 2_000
"""How many items a file may have."""

_SHOWN: Final = 80


class Draft:
    """An entry while it is read: its values, where each stood, and what was left out.

    The first value of a field that is not empty counts; a later one changes nothing.
    """

    def __init__(self, source: Source, number: int = 0) -> None:
        self.source = source
        self.number = number
        self.values: dict[str, Any] = {}
        self.trace: list[Trace] = []
        self.notes: list[Note] = []

    def entry(self) -> Entry:
        """Return the entry of all that was taken."""
        moment = self.values.get("published") or self.values.get("updated")
        precision = moment[1] if moment else None
        values = {
            field: value[0] if field in _MOMENTS else value for field, value in self.values.items()
        }
        return Entry(**values, date_precision=precision)

    def take(self, field: str, value: object, line: int, why: str) -> None:
        """Give a field a value that is not empty, if it has none yet."""
        if value not in (None, "", ()) and field not in self.values:
            self.values[field] = value
            self.tell(line, field, _shown(value), why)

    def add(self, field: str, values: tuple[object, ...], line: int, why: str) -> None:
        """Give a field of several values some more, each once."""
        before = self.values.get(field, ())
        more = tuple(value for value in values if value not in before)
        if more and len(before) < MOST:
            self.values[field] = (*before, *more)
            self.tell(line, field, _shown(more), why)

    def take_text(self, field: str, text: object, line: int, why: str) -> None:
        """Give a field of plain text its value; what is meant for editors is left out."""
        plain = text_of(text if isinstance(text, str) else None)
        if plain and is_for_editors(plain):
            self.leave_out(plain, line, "for editors")
        else:
            self.take(field, plain, line, why)

    def take_moment(self, field: str, text: object, line: int, why: str) -> None:
        """Give `published`, `updated` or `expires` its moment; a note tells an unreadable one."""
        try:
            found = moment_of(text if isinstance(text, str) else None, self.source.options.zone)
        except ValueError as error:
            self.note(f"{why} {error}", line)
            return
        self.take(field, found, line, why)

    def take_status(self, text: str, line: int, why: str) -> None:
        """Take the publishing status; an unknown word withholds the story, and a note says so."""
        if not text.strip():
            return
        status = status_of(text)
        if status is None:
            self.note(f"the status {text.strip()[:40]!r} is not known: the story is withheld", line)
        self.take("status", status or "withheld", line, why)

    def take_embargo(self, text: object, line: int, why: str) -> None:
        """Take an embargo that was asked for: `HOLD` where its end is empty or cannot be read.

        Of two, the later counts.
        """
        found: tuple[datetime, Precision] | None = None
        try:
            found = moment_of(text if isinstance(text, str) else None, self.source.options.zone)
        except ValueError as error:
            self.note(f"{why} {error}: the story is held", line)
        if found is None:
            found = HOLD, "second"
        if "embargo" in self.values and found > self.values["embargo"]:
            del self.values["embargo"]
        self.take("embargo", found, line, why)

    def take_editors_note(self, text: str, line: int, why: str) -> None:
        """Leave a note to editors out; one that speaks of an embargo holds the story."""
        if text.strip():
            self.leave_out(text, line, "for editors")
        if "embargo" not in self.values and mentions_embargo(text):
            self.note(f"{why} speaks of an embargo: the story is held", line)
            self.take("embargo", (HOLD, "second"), line, why)

    def leave_out(self, text: str, line: int, why: str) -> None:
        """Tell of a text that no field gets."""
        self.tell(line, "left out", " ".join(text.split())[:_SHOWN], why)

    def note(self, message: str, line: int | None = None) -> None:
        """Tell the user what was mended or passed over."""
        self.notes.append(Note(message=message, line=line))

    def tell(self, line: int, role: str, text: str, why: str) -> None:
        """Add to the trace how a line was understood."""
        self.trace.append(Trace(line=line, role=role, text=text, why=why, entry=self.number))


def check_count(source: Source, count: int) -> None:
    """Raise StoryError for a file with more items than one may have."""
    if count > MOST_ITEMS:
        reason = f"it has {count:,} items, more than the {MOST_ITEMS:,} of a file"
        raise StoryError(source.name, reason, cure="split it in smaller files")


def parsed(drafts: Iterable[Draft], notes: Iterable[Note] = ()) -> Parsed:
    """Return the entries of a file's drafts, in order, with all notes and the trace by lines."""
    drafts = list(drafts)
    trace = [line for draft in drafts for line in draft.trace]
    return Parsed(
        entries=tuple(draft.entry() for draft in drafts),
        notes=(*notes, *(note for draft in drafts for note in draft.notes)),
        trace=tuple(sorted(trace, key=lambda line: line.line)),
    )


_MOMENTS: Final = frozenset(("published", "updated", "expires", "embargo"))


def _shown(value: object) -> str:
    """Return the beginning of a value for the trace, as text."""
    if isinstance(value, tuple):
        value = value[0] if isinstance(value[0], datetime) else ", ".join(map(_named, value))
    if isinstance(value, datetime):
        value = "until it is lifted" if value == HOLD else value.isoformat()
    return _named(value)[:_SHOWN]


def _named(value: object) -> str:
    names = (getattr(value, name, None) for name in ("label", "name", "place", "url", "term"))
    return str(next(filter(None, names), value))
