"""Wire copy: what agencies send, in IPTC 7901, in ANPA 1312, and in the teletype's frame.

| of the message | field of the entry |
|---|---|
| keyword line (IPTC 7901), first `^` line (ANPA 1312), `:` line (ZCZC) | section |
| first line above the text that is no mark; `^` line (ZCZC) | title |
| the next one | subtitle |
| `By Ann Lee, dpa =`, `^AP Sports Writer=` | authors, agency |
| `131137 GMT Nov 13`, `AP-WF-11-13-13 1509GMT` in the trailer | published |
| `BERLIN (dpa) -`, `ATLANTA (AP) _` | dateline, and left in the text |
| paragraphs, `^` cross-heads | content |
| `ADVANCE FOR ...`, `Sperrfrist ...`, a slug with `Adv` | embargo; held where its end is unknown |
| a slug or headline with `KILL`, `Elimination` | status canceled |
| category `v`, a slug with `Advisory` | status withheld |

Left out: priority, category and count of words; versions (`1ST LEAD`, `REFILE`); lines for
editors (`Eds:`, `AP Photo`); what stands below `not for publication`, a notebook's heading or
an end mark (`NNNN`); sign-offs and who else reported. An add (`1st Add`, `Take 2`) goes on with
the message before it that has the same slug. Dashes and quotes stay as they are typed.
"""

import codecs

import msgspec

from feedsvc.entry import HOLD, Status
from feedsvc.errors import StoryError
from feedsvc.parsers.newstext import press
from feedsvc.parsers.newstext.found import Found, held
from feedsvc.parsers.newstext.lines import Line, as_html, traced
from feedsvc.parsers.newstext.wire import markers
from feedsvc.parsers.newstext.wire.copytext import paragraphs, read_text
from feedsvc.parsers.newstext.wire.heads import anpa_head, iptc_head, read_head
from feedsvc.parsers.newstext.wire.messages import Message, Row, begins_message, split_messages
from feedsvc.parsers.newstext.wire.trailers import sent_at
from feedsvc.parsers.newstext.wire.zczc import read_zczc_header, zczc_head
from feedsvc.parsers.reading.text import decode_raw
from feedsvc.parsers.source import Format, Note, Options, Parsed, Source, Trace

_FIRST_BYTES = 600


def claims(source: Source) -> bool:
    """Tell wire copy by its control bytes or the form of its first line, whatever its name."""
    first = source.data[:_FIRST_BYTES].removeprefix(codecs.BOM_UTF8)
    return begins_message(first.decode("latin-1"))


def parse(source: Source) -> Parsed:
    """Return the stories of a file of wire copy, and how each line was understood.

    Raises StoryError where the file is no text, or where no message in it has a story.
    """
    text, notes = decode_raw(source)
    stories: list[_Story] = []
    for message in split_messages(text):
        story = _read_message(message, source.options)
        if not (story.continues and stories and stories[-1].goes_on_with(story)):
            stories.append(story)
    told = [story for story in stories if story.found.title or story.text]
    if not told:
        reason = "no message of the file has a text"
        raise StoryError(source.name, reason, cure="save the messages as they were sent")
    trace: list[Trace] = []
    found_notes = list(notes)
    for number, story in enumerate(told):
        trace.extend(traced(line, number) for line in story.lines)
        found_notes.extend(story.notes())
    entries = tuple(story.finished().entry(source.options) for story in told)
    return Parsed(entries=entries, notes=tuple(found_notes), trace=tuple(trace))


FORMAT = Format(name="wire copy", claims=claims, parse=parse)


class _Story(msgspec.Struct, kw_only=True):
    """One story as its messages told it: all its lines, and those of its text."""

    found: Found
    lines: list[Line]
    text: list[Line]
    slug: str = ""
    continues: bool = False

    def goes_on_with(self, add: "_Story") -> bool:
        """Take in the text of an add that has the same slug; false where it has another."""
        if not self.slug or markers.slug_alone(self.slug) != markers.slug_alone(add.slug):
            return False
        for line in add.lines:
            if line.role and line.role != "content":
                line.role, line.why = "", "above the text of an add"
        self.lines.extend(add.lines)
        self.text.extend(add.text)
        return True

    def notes(self) -> list[Note]:
        """Say what is held back."""
        notes = held(self.lines)
        if self.found.embargo == HOLD and not notes:
            message = f"{self.slug!r} asks to wait and names no moment: the story is held"
            notes.append(Note(message=message, line=self.lines[0].number))
        return notes

    def finished(self) -> Found:
        """Return what was found, with the text as HTML."""
        self.found.content = as_html(self.text) or None
        return self.found


def _read_message(message: Message, options: Options) -> _Story:
    found = Found()
    stamp, agency, number = sent_at((*message.text, *message.trailer), options)
    if stamp:
        found.stamps["published"] = stamp
    rows = tuple(row for row in message.text if row.number != number)
    message = msgspec.structs.replace(message, text=rows)
    lines: list[Line] = []
    if message.standard == "ZCZC":
        lines, rest = read_zczc_header(message, found, options)
        if rest and press.is_release("\n".join(row.text for row in rest)):
            return _as_release(found, lines, rest, options)
        slug, head, text = zczc_head(rest, titled=found.title is not None)
    else:
        slug, head, text = (anpa_head if message.standard == "ANPA 1312" else iptc_head)(message)
    lines.extend(read_head(slug, head, found, options))
    body = paragraphs(tuple(text))
    chosen = read_text(body, found, options)
    lines.extend(body)
    keywords = slug[0].text if slug else found.section or ""
    _judge(found, keywords, message.category, [row.text for row in head])
    if not found.agency and not (found.opening and found.opening.agency):
        found.agency = agency
    continues = markers.take_of(keywords) > 1
    return _Story(found=found, lines=lines, text=chosen, slug=keywords, continues=continues)


def _judge(found: Found, slug: str, category: str, head: list[str]) -> None:
    """Set the status of a message that takes a story back or speaks to editors alone."""
    status: Status = "usable"
    if markers.is_killed(slug) or any(markers.is_kill(text) for text in head):
        status = "canceled"
    elif category in markers.CATEGORIES_FOR_EDITORS or markers.is_advisory(slug):
        status = "withheld"
    found.status = status
    if markers.is_advance(slug) and found.embargo is None:
        found.embargo = HOLD


def _as_release(found: Found, lines: list[Line], rest: list[Row], options: Options) -> _Story:
    """Read a press release that came over the wire; its keyword line is its issuer."""
    issuer, found.section = found.section, None
    read = press.read_release(rest[0].number, [row.text for row in rest], options, found)
    if issuer and not found.authors:
        found.authors[issuer] = None
    return _Story(found=found, lines=[*lines, *read.lines], text=read.text)
