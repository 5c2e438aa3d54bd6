"""Page text: what a person copies from a news page, one story or several in a file.

| line of the page | field of the entry |
|---|---|
| the headline, once or repeated | title |
| one line below the headline, above date or text | subtitle |
| a short line above the headline | section |
| `Updated 16 November 2024`; a date without a label | updated; published |
| `By Ann Lee`, a name beside the date | authors |
| an agency beside the date, in the dateline or as `SOURCE:` | agency |
| bullets, or the lines below `Key points`, above the text | highlights |
| `Caption. (AFP)`, `Foto: Name`, `Image caption ...` | media: caption and credit |
| `KYIV:`, `HANOI, Vietnam (AP) —` | dateline, and left in the text |
| an address on a line of its own | link |
| sentences, cross-heads, lists | content |
| `Topics: a, b` | categories |
| `Correction: ...`, `© 2026 ...` | correction, rights |
| `EMBARGOED UNTIL ...`, `Sperrfrist: ...` | embargo; held where its end cannot be read |

Lines of the page itself (sharing, related stories, advertising) are left out, and so are
editors' notes. A date that is relative (`8 sec ago`) or not certain (03/04/05) gives nothing.
"""

from pathlib import PurePosixPath

from feedsvc.entry import Entry
from feedsvc.errors import StoryError
from feedsvc.parsers.newstext.found import Found, held
from feedsvc.parsers.newstext.lines import Line, traced
from feedsvc.parsers.newstext.pagetext.body import read_body
from feedsvc.parsers.newstext.pagetext.classify import read_lines
from feedsvc.parsers.newstext.pagetext.head import read_head, text_start
from feedsvc.parsers.newstext.pagetext.lists import mark_neighbours
from feedsvc.parsers.newstext.pagetext.splitting import split_stories
from feedsvc.parsers.reading.text import decode, is_truncated, looks_like_text, with_plain_spaces
from feedsvc.parsers.source import Format, Note, Options, Parsed, Source, Trace

SUFFIXES = frozenset((".txt", ".text", ".tst"))


def parse(source: Source) -> Parsed:
    """Return the stories of a page's text, and how each line was understood.

    Raises StoryError where the file is no text, or holds no story.
    """
    text, notes = decode(source)
    lines = read_lines(with_plain_spaces(text), source.options)
    mark_neighbours(lines, source.options)
    entries: list[Entry] = []
    trace: list[Trace] = []
    found_notes = list(notes)
    stories = split_stories(lines)
    if len(stories) > 1 and is_truncated(source.data):
        # Half a story is no story; those before it are whole.
        line = stories.pop()[0]
        message = "the file is cut off in the middle of its last story, left out"
        found_notes.append(Note(message=message, line=line.number))
    for story in stories:
        entry = _read_story(story, source.options)
        kept = entry.title is not None or entry.content is not None
        trace.extend(traced(line, len(entries) if kept else None) for line in story)
        if kept:
            entries.append(entry)
            found_notes.extend((*held(story), *_notes(story, entry)))
    if not entries:
        reason = "no story was found: every line belongs to the page around it"
        raise StoryError(source.name, reason, cure="write a headline and a paragraph")
    return Parsed(entries=tuple(entries), notes=tuple(found_notes), trace=tuple(trace))


def claims(source: Source) -> bool:
    """Tell whether a file is page text: by its suffix, else because it is text at all."""
    return PurePosixPath(source.name).suffix.lower() in SUFFIXES or looks_like_text(source)


FORMAT = Format(name="page text", claims=claims, parse=parse, suffixes=SUFFIXES)


def _read_story(lines: list[Line], options: Options) -> Entry:
    found = Found()
    _promote_text(lines)
    start = text_start(lines)
    read_head(lines[:start], found)
    found.content = read_body(lines[start:], found)
    found.opening = found.opening or (lines[start].opening if start < len(lines) else None)
    if found.opening and found.opening.reporter and not found.authors:
        found.authors[found.opening.reporter] = None
    return found.entry(options)


def _promote_text(lines: list[Line]) -> None:
    """Where no line ends as a sentence does, take what follows the headline for the text."""
    if any(line.kind == "prose" for line in lines):
        return
    signed = [line for line in lines if line.kind == "caption"]
    plain = [line for line in lines if line.kind == "heading"][1:]
    for line in plain or signed[-1:]:
        line.kind, line.why = "prose", "the only text of the story"


def _notes(lines: list[Line], entry: Entry) -> list[Note]:
    """Say which date was passed over where the story got none."""
    if entry.published or entry.updated:
        return []
    return [
        Note(message=f"{line.text!r} tells no certain date", line=line.number)
        for line in lines
        if line.dates and line.dates.unknown
    ][:1]
