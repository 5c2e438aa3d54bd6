"""Page text, as a person copies it from a news page: one or several stories per file.

| line on the page | field of the entry |
|---|---|
| the headline, once or repeated | title |
| one line below the headline, above date or text | subtitle |
| a short line above the headline | section |
| `Updated 16 November 2024`; a date without a label | updated; published |
| `By Ann Lee`, a name next to the date | authors |
| an agency next to the date, in the dateline or after `SOURCE:` | agency |
| bullets, or the lines below `Key points`, above the text | highlights |
| `Caption. (AFP)`, `Foto: Name`, `Image caption ...` | media: caption and credit |
| `KYIV:`, `HANOI, Vietnam (AP) —` | dateline, content |
| a URL on a line of its own | link |
| sentences, cross-heads, lists | content |
| `Topics: a, b` | categories |
| `Correction: ...`, `© 2026 ...` | correction, rights |
| `EMBARGOED UNTIL ...`, `Sperrfrist: ...` | embargo; held if its end is unreadable |

Boilerplate (sharing, related stories, advertising) and editors' notes are omitted. A date that is
relative (`8 sec ago`) or ambiguous (03/04/05) sets no field.
"""

from pathlib import PurePosixPath

from feedsvc.entry import Entry
from feedsvc.errors import StoryError
from feedsvc.parsers.newstext.draft import TextDraft, embargo_notes
from feedsvc.parsers.newstext.lines import Line
from feedsvc.parsers.newstext.pagetext.classify import read_lines
from feedsvc.parsers.newstext.pagetext.fields import fill_draft
from feedsvc.parsers.newstext.pagetext.neighbors import mark_neighbors
from feedsvc.parsers.newstext.pagetext.splitting import split_stories
from feedsvc.parsers.reading.text import decode, is_truncated, looks_like_text, with_plain_spaces
from feedsvc.parsers.source import Note, Options, Parsed, Source, Trace

SUFFIXES = frozenset((".txt", ".text", ".tst"))


def parse(source: Source) -> Parsed:
    """Return the stories of a file, and how each line was parsed.

    Raises StoryError if the file is not text or has no story.
    """
    text, notes = decode(source)
    lines = read_lines(with_plain_spaces(text), source.options)
    mark_neighbors(lines, source.options)
    entries: list[Entry] = []
    trace: list[Trace] = []
    stories = split_stories(lines)
    if len(stories) > 1 and is_truncated(source.data):
        line = stories.pop()[0]
        message = "the file is truncated: its last story is incomplete and therefore omitted"
        notes += (Note(message=message, line=line.number),)
    for story in stories:
        entry = _read_story(story, source.options)
        is_story = entry.title is not None or entry.content is not None
        number = len(entries) if is_story else None
        if source.options.trace:
            trace.extend([line.trace(number) for line in story])
        if is_story:
            entries.append(entry)
            notes += (*embargo_notes(story), *_date_notes(story, entry))
    if not entries:
        reason = "no story found: every line is boilerplate"
        raise StoryError(source.name, reason, cure="write a headline and a paragraph")
    return Parsed(entries=tuple(entries), notes=notes, trace=tuple(trace))


def claims(source: Source) -> bool:
    """Return whether a file is page text: any file with its suffixes, or any readable text."""
    return PurePosixPath(source.name).suffix.lower() in SUFFIXES or looks_like_text(source)


def _read_story(lines: list[Line], options: Options) -> Entry:
    _promote_text(lines)
    draft = TextDraft(options)
    fill_draft(lines, draft)
    return draft.entry()


def _promote_text(lines: list[Line]) -> None:
    """In a story without sentences, treat headings below the headline, or a caption, as text."""
    if any(line.kind == "prose" for line in lines):
        return
    captions = [line for line in lines if line.kind == "caption"]
    headings = [line for line in lines if line.kind == "heading"][1:]
    for line in headings or captions[-1:]:
        line.kind, line.why = "prose", "the only text of the story"


def _date_notes(lines: list[Line], entry: Entry) -> list[Note]:
    """Return a note for the first unclear date of a story without any other date."""
    if entry.published or entry.updated:
        return []
    return [
        Note(message=f"unclear date: {line.text!r}; write day, month and year", line=line.number)
        for line in lines
        if line.dates and line.dates.unknown
    ][:1]
