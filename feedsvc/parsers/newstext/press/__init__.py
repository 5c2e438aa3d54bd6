"""Press releases, as issuers and their distributors send them.

| of the release | field of the entry |
|---|---|
| `MEDIA RELEASE PR67276` | source_id |
| `FOR IMMEDIATE RELEASE`; `EMBARGOED UNTIL ...` | none; embargo, held where its end is unknown |
| the first line that is no mark, its label (`Media release:`) taken off | title |
| the next one; a single bullet above the text | subtitle |
| bullets above the text | highlights |
| `RIGA, Latvia, March 3, 2026 /PRNewswire/ --` | dateline, published, agency |
| a date on a line of its own | published |
| paragraphs, cross-heads, bullets | content |
| `Source: Name`, `SOURCE Name`, `Issued by: Name` | authors |
| `Photo - https://...`, `(Logo: https://...)` | media |
| an address on a line of its own | link |
| `© 2026 Name` | rights |

The text ends at `About ...`, notes, contacts, `SOURCE` or `###`. How to reach the issuer is
never published; a line such as `For more information, visit ...` stays where it is a sentence.
"""

from typing import Final

from feedsvc.errors import StoryError
from feedsvc.parsers.newstext.embargoes import read_embargo
from feedsvc.parsers.newstext.found import Found, held
from feedsvc.parsers.newstext.lines import as_html, traced
from feedsvc.parsers.newstext.press.dateline import read_release_dateline
from feedsvc.parsers.newstext.press.labelling import names_kind
from feedsvc.parsers.newstext.press.reading import Release, read_release_rows
from feedsvc.parsers.newstext.press.rows import read_rows
from feedsvc.parsers.reading.text import decode, with_plain_spaces
from feedsvc.parsers.source import Format, Options, Parsed, Source

_FIRST_BYTES: Final = 3000
_FIRST_LINES: Final = 12


def claims(source: Source) -> bool:
    """Tell a press release by what stands above its text, whatever its name."""
    return is_release(source.data[:_FIRST_BYTES].decode(errors="replace"))


def is_release(text: str) -> bool:
    """Tell whether a text has a release's first lines, or a distributor's dateline."""
    text = with_plain_spaces(text[:_FIRST_BYTES])
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    options = Options()
    for line in lines[:_FIRST_LINES]:
        embargo = read_embargo(line, options)
        if names_kind(line) or (embargo and not embargo.until):
            return True
    for line in lines:
        dateline = read_release_dateline(line) if "/" in line or "(" in line else None
        if dateline and dateline.distributed:
            return True
    return False


def parse(source: Source) -> Parsed:
    """Return the entry of a press release, and how each line was understood.

    Raises StoryError where the file is no text, or holds neither headline nor text.
    """
    text, notes = decode(source)
    found = Found()
    release = read_release(1, with_plain_spaces(text).split("\n"), source.options, found)
    found.content = as_html(release.text) or None
    if found.title is None and found.content is None:
        reason = "the press release has neither a headline nor a text"
        raise StoryError(source.name, reason, cure="write one of them")
    return Parsed(
        entries=(found.entry(source.options),),
        notes=(*notes, *held(release.lines)),
        trace=tuple(traced(line, 0) for line in release.lines),
    )


def read_release(first: int, raw: list[str], options: Options, found: Found) -> Release:
    """Read the lines of a release, the first of which has the number `first` in its file."""
    # Spaces at their ends would make all lines of a file look wrapped at the same width.
    rows = read_rows(first, [line.rstrip() for line in raw], options)
    rows = [row for row in rows if row.line.text.casefold() not in options.noise]
    return read_release_rows(rows, found)


FORMAT = Format(name="press release", claims=claims, parse=parse)
