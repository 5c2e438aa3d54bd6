"""Wire copy from news agencies: IPTC 7901, ANPA 1312, and ZCZC frames of teletypes.

| part of the message | field of the entry |
|---|---|
| slug: keyword line (IPTC 7901), first `^` line (ANPA 1312), `:` line (ZCZC) | section |
| first unmarked line above the text; `^` line (ZCZC) | title |
| the next line | subtitle |
| `By Ann Lee, dpa =`, `^AP Sports Writer=` | authors, agency |
| `131137 GMT Nov 13`, `AP-WF-11-13-13 1509GMT` in the trailer | published |
| `BERLIN (dpa) -`, `ATLANTA (AP) _` | dateline, content |
| paragraphs, `^` cross-heads | content |
| `ADVANCE FOR ...`, `Sperrfrist ...`, a slug with `Adv` | embargo; held if its end is unreadable |
| a slug or headline with `KILL`, `Elimination` | status canceled |
| category `v`, a slug with `Advisory` | status withheld |

These lines are omitted: priority, category and word count; versions (`1ST LEAD`, `REFILE`); notes
to editors (`Eds:`, `AP Photo`); everything below `not for publication`, a notebook's heading or an
end mark (`NNNN`); sign-offs, and credits of other reporters. An add (`1st Add`, `Take 2`) continues
the previous message if both have the same slug. Dashes and quotes are not changed.
"""

import codecs

import msgspec

from feedsvc.entry import HOLD, Status
from feedsvc.errors import StoryError
from feedsvc.parsers.newstext import press
from feedsvc.parsers.newstext.draft import TextDraft, embargo_notes
from feedsvc.parsers.newstext.lines import Line, as_html
from feedsvc.parsers.newstext.wire import markers
from feedsvc.parsers.newstext.wire.fields import (
    paragraphs,
    read_head,
    read_text,
    read_zczc_header,
    split_anpa,
    split_iptc,
    split_zczc,
)
from feedsvc.parsers.newstext.wire.messages import (
    Message,
    Row,
    begins_message,
    read_trailer,
    split_messages,
)
from feedsvc.parsers.reading.text import decode_raw
from feedsvc.parsers.source import Note, Options, Parsed, Source, Trace

_FIRST_BYTES = 600


def claims(source: Source) -> bool:
    """Return whether a file is wire copy, by control bytes or the form of its first line."""
    first = source.data[:_FIRST_BYTES].removeprefix(codecs.BOM_UTF8)
    return begins_message(first.decode("latin-1"))


def parse(source: Source) -> Parsed:
    """Return the stories of a file, and how each line was parsed.

    Raises StoryError if the file is not text, or if no message has a story.
    """
    text, notes = decode_raw(source)
    stories: list[_Story] = []
    for message in split_messages(text):
        story = _read_message(message, source.options)
        if not (story.is_add and stories and stories[-1].extend(story)):
            stories.append(story)
    stories = [story for story in stories if story.draft.values.get("title") or story.text]
    if not stories:
        reason = "no message in the file has text"
        raise StoryError(source.name, reason, cure="save the messages as they were sent")
    trace: list[Trace] = []
    for number, story in enumerate(stories):
        if source.options.trace:
            trace.extend(line.trace(number) for line in story.lines)
        story.draft.fill("content", as_html(story.text))
        notes += tuple(story.notes())
    entries = tuple(story.draft.entry() for story in stories)
    return Parsed(entries=entries, notes=notes, trace=tuple(trace))


class _Story(msgspec.Struct, frozen=True, kw_only=True):
    """A story from one or several messages: all lines, and the lines of its text."""

    draft: TextDraft
    lines: list[Line]
    text: list[Line]
    slug: str = ""
    is_add: bool = False

    def extend(self, add: "_Story") -> bool:
        """Append an add; return False if it has a different slug."""
        if not self.slug or markers.bare_slug(self.slug) != markers.bare_slug(add.slug):
            return False
        for line in add.lines:
            if line.role and line.role != "content":
                line.role, line.why = "", "above the text of an add"
        self.lines.extend(add.lines)
        self.text.extend(add.text)
        return True

    def notes(self) -> list[Note]:
        """Return a note for each reason to hold the story."""
        notes = embargo_notes(self.lines)
        if self.draft.values.get("embargo") == HOLD and not notes:
            message = (
                f"the story is held: the slug {self.slug!r} is an advance without a time; "
                "write the time of release above the text"
            )
            notes.append(Note(message=message, line=self.lines[0].number))
        return notes


def _read_message(message: Message, options: Options) -> _Story:
    draft = TextDraft(options)
    stamp, agency, number = read_trailer((*message.text, *message.trailer), options)
    if stamp:
        draft.set_published(stamp)
    rows = tuple(row for row in message.text if row.number != number)
    message = msgspec.structs.replace(message, text=rows)
    lines: list[Line] = []
    if message.standard == "ZCZC":
        lines, rest = read_zczc_header(message, draft)
        if rest and press.is_release("\n".join(row.text for row in rest)):
            return _read_release(draft, lines, rest)
        slug, head, text = split_zczc(rest, titled="title" in draft.values)
    else:
        slug, head, text = (split_anpa if message.standard == "ANPA 1312" else split_iptc)(message)
    lines.extend(read_head(slug, head, draft))
    body = paragraphs(tuple(text))
    chosen = read_text(body, draft)
    lines.extend(body)
    keywords = slug[0].text if slug else draft.values.get("section") or ""
    _set_status(draft, keywords, message.category, [row.text for row in head])
    if not (draft.dateline and draft.dateline.agency):
        draft.fill("agency", agency)
    is_add = markers.take_number(keywords) > 1
    return _Story(draft=draft, lines=lines, text=chosen, slug=keywords, is_add=is_add)


def _set_status(draft: TextDraft, slug: str, category: str, head: list[str]) -> None:
    """Set the status; hold an advance without a time of release."""
    status: Status = "usable"
    if markers.is_killed(slug) or any(markers.is_kill(text) for text in head):
        status = "canceled"
    elif category in markers.CATEGORIES_FOR_EDITORS or markers.is_advisory(slug):
        status = "withheld"
    draft.values["status"] = status
    if markers.is_advance(slug) and "embargo" not in draft.values:
        draft.hold_until(HOLD)


def _read_release(draft: TextDraft, lines: list[Line], rest: list[Row]) -> _Story:
    """Read a press release inside a ZCZC frame; its keyword line names the issuer."""
    issuer = draft.values.pop("section", None)
    release = press.read_release(rest[0].number, [row.text for row in rest], draft)
    if issuer and "authors" not in draft.values:
        draft.add_author(issuer)
    return _Story(draft=draft, lines=[*lines, *release.lines], text=release.text)
