"""Entries under construction, which all story formats fill field by field."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from feedsvc.entry import HOLD, Entry, Precision
from feedsvc.errors import StoryError
from feedsvc.parsers.newstext.editorial import is_for_editors, mentions_embargo
from feedsvc.parsers.source import OMITTED, Note, Options, Parsed, Source, Trace
from feedsvc.parsers.values import datetime_of, text_of

MAX_ITEMS: Final = 2_000
"""The most items that a file of several stories may have."""

_TRACE_LENGTH: Final = 80
_CONTENT_FIELDS: Final = ("title", "content", "summary", "media")


class Draft:
    """The values of an entry so far, notes for the user, and the trace of the lines read.

    `values` has the names and types of `Entry`; a field with several values may also be a dict with
    the values as keys. `number` is the index of the entry in its file. Methods called without a
    line add nothing to the trace.
    """

    def __init__(self, options: Options, number: int = 0) -> None:
        self.options = options
        self.number = number
        self.values: dict[str, Any] = {}
        self.precisions: dict[str, Precision] = {}
        self.trace: list[Trace] = []
        self.notes: list[Note] = []

    def entry(self) -> Entry:
        """Return the entry as filled so far."""
        values: dict[str, Any] = {
            field: tuple(value) if isinstance(value, dict) else value
            for field, value in self.values.items()
        }
        dated = "published" if "published" in values else "updated"
        return Entry(**values, date_precision=self.precisions.get(dated))

    def fill(
        self,
        field: str,
        value: object,
        line: int | None = None,
        why: str = "",
        *,
        precision: Precision | None = None,
    ) -> None:
        """Set a field that has no value yet; an empty value changes nothing."""
        if value in (None, "", ()) or field in self.values:
            return
        self.values[field] = value
        if precision:
            self.precisions[field] = precision
        if line is not None:
            self.record(line, field, value, why)

    def extend(
        self, field: str, values: Iterable[object], line: int | None = None, why: str = ""
    ) -> None:
        """Add to the values of a field that holds several; duplicates are ignored."""
        existing = self.values.get(field, {})
        if not isinstance(existing, dict):
            existing = dict.fromkeys(existing)
        before = len(existing)
        existing.update(dict.fromkeys(values))
        if len(existing) > before:
            self.values[field] = existing
            if line is not None:
                self.record(line, field, tuple(existing)[before:], why)

    def fill_text(self, field: str, text: object, line: int, why: str) -> None:
        """Set a field of plain text; text meant for editors is omitted."""
        plain = text_of(text if isinstance(text, str) else None)
        if plain and is_for_editors(plain):
            self.omit(plain, line, "for editors")
        else:
            self.fill(field, plain, line, why)

    def fill_datetime(self, field: str, text: object, line: int, why: str) -> None:
        """Set `published`, `updated` or `expires` from its text, or note that it is unreadable."""
        try:
            found = datetime_of(text if isinstance(text, str) else None, self.options.zone)
        except ValueError as error:
            self.note(f"ignored: {why} {error}", line)
            return
        if found:
            self.fill(field, found[0], line, why, precision=found[1])

    def set_embargo(self, text: object, line: int, why: str) -> None:
        """Hold the entry until the time in a text, or indefinitely if that is unreadable."""
        found = None
        try:
            found = datetime_of(text if isinstance(text, str) else None, self.options.zone)
        except ValueError as error:
            self.note(f"the story is held: {why} {error}", line)
        self.hold_until(found[0] if found else HOLD, line, why)

    def hold_until(self, end: datetime, line: int | None = None, why: str = "") -> None:
        """Set the embargo, unless there is a later one already."""
        if "embargo" not in self.values or end > self.values["embargo"]:
            self.values["embargo"] = end
            self.record(line, "embargo", end, why)

    def omit_editors_note(self, text: str, line: int, why: str) -> None:
        """Omit a note to editors; hold the entry if the note mentions an embargo."""
        if text.strip():
            self.omit(text, line, "for editors")
        if "embargo" not in self.values and mentions_embargo(text):
            self.note(f"{why} mentions an embargo; the story is held", line)
            self.hold_until(HOLD, line, why)

    def omit(self, text: str, line: int, why: str) -> None:
        """Record in the trace that a text is in no field of the entry."""
        self.record(line, OMITTED, " ".join(text.split())[:_TRACE_LENGTH], why)

    def note(self, message: str, line: int | None = None) -> None:
        """Add a note for the user."""
        self.notes.append(Note(message=message, line=line))

    def record(self, line: int | None, role: str, value: object, why: str) -> None:
        """Record in the trace what a line contributes, and why."""
        if line is not None and self.options.trace:
            text = _shown(value)
            self.trace.append(Trace(line=line, role=role, text=text, why=why, entry=self.number))


class Drafts:
    """The drafts of a file with many stories, and one note for each kind of skipped item."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self._drafts: list[Draft] = []
        self._skipped: Counter[str] = Counter()
        self._first_lines: dict[str, int] = {}

    def new(self) -> Draft:
        """Return an empty draft for the next story."""
        return Draft(self.source.options, len(self._drafts))

    def add(self, draft: Draft, line: int) -> None:
        """Add a draft; skip it if it has no title, text or media and withdraws no story."""
        withdraws = draft.values.get("status") == "canceled" and "source_id" in draft.values
        if withdraws or any(field in draft.values for field in _CONTENT_FIELDS):
            self._drafts.append(draft)
        else:
            self.skip("without title, text or media", line)

    def skip(self, kind: str, line: int) -> None:
        """Count an item that is not a story, by its kind: `of type 'page'`."""
        self._skipped[kind] += 1
        self._first_lines.setdefault(kind, line)

    def finish(self) -> Parsed:
        """Return all entries, notes and the trace; a file without entries has a note."""
        notes = [
            Note(
                message=f"ignored: {count:,} {'item' if count == 1 else 'items'} {kind}",
                line=self._first_lines[kind],
            )
            for kind, count in self._skipped.items()
        ]
        if not self._drafts and not notes:
            notes = [Note(message="no stories in the file")]
        return finish(self._drafts, notes)


def check_item_count(source: Source, count: int) -> None:
    """Raise StoryError for a file with more than `MAX_ITEMS` items."""
    if count > MAX_ITEMS:
        reason = f"too many items: {count:,}, but at most {MAX_ITEMS:,} are allowed"
        raise StoryError(source.name, reason, cure="split the file into smaller ones")


def finish(drafts: Iterable[Draft], notes: Iterable[Note] = ()) -> Parsed:
    """Return the entries of a file's drafts, in order, with their notes and the sorted trace."""
    drafts = list(drafts)
    trace = [line for draft in drafts for line in draft.trace]
    return Parsed(
        entries=tuple(draft.entry() for draft in drafts),
        notes=(*notes, *(note for draft in drafts for note in draft.notes)),
        trace=tuple(sorted(trace, key=lambda line: line.line)),
    )


def _shown(value: object) -> str:
    """Return the beginning of a value for the trace, as text."""
    if isinstance(value, tuple):
        value = ", ".join(map(_label, value))
    if isinstance(value, datetime):
        value = "until it is lifted" if value == HOLD else value.isoformat()
    return _label(value)[:_TRACE_LENGTH]


def _label(value: object) -> str:
    labels = (getattr(value, name, None) for name in ("label", "name", "place", "url", "term"))
    return str(next(filter(None, labels), value))
