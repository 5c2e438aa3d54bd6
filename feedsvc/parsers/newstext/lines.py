"""A line of a story's text: what it is, which field of the entry it gave, and its HTML."""

import re
from collections.abc import Iterator
from html import escape
from itertools import pairwise
from typing import Final, Literal

import msgspec

from feedsvc.parsers.dates import DateLine
from feedsvc.parsers.newstext.bylines import Byline
from feedsvc.parsers.newstext.credits import Caption
from feedsvc.parsers.newstext.datelines import ParsedDateline
from feedsvc.parsers.newstext.embargoes import Embargo
from feedsvc.parsers.source import OMITTED, Trace

Kind = Literal[
    "prose",
    "heading",
    "bullet",
    "date",
    "byline",
    "caption",
    "credit",
    "link",
    "highlight",
    "topic",
    "source",
    "rights",
    "correction",
    "dateline",
    "label",
    "end",
    "furniture",
    "related",
    "note",
    "embargo",
]
"""What a line is by itself; what it is in its story, `head` and `body` say."""

KIND_IN_WORDS: dict[Kind, str] = {
    "prose": "a sentence",
    "heading": "no full stop",
    "bullet": "a bullet",
    "date": "nothing but a date",
    "byline": "a byline",
    "caption": "a caption by its credit",
    "credit": "a credit",
    "link": "an address",
    "highlight": "a key point",
    "topic": "topics",
    "source": "a source",
    "rights": "a line of rights",
    "correction": "a correction",
    "dateline": "a dateline of its own",
    "label": "a label",
    "end": "heads what is not the story",
    "furniture": "a line of the page",
    "related": "leads to another story",
    "note": "an editor's note",
    "embargo": "says when the story may be published",
}


class Line(msgspec.Struct, kw_only=True, gc=False):
    """A line with text: its number from 1, the blank lines before it, and what it is.

    `value` is what a label leaves over: the topics, the source, the credit. `loud` is a
    heading that ends in ! or ?. `role` is the field of the entry that the line gives.
    """

    text: str
    number: int = 0
    gap: int = 0
    kind: Kind = "prose"
    why: str = ""
    loud: bool = False
    role: str = ""
    value: str = ""
    label: str = ""
    dates: DateLine | None = None
    opening: ParsedDateline | None = None
    caption: Caption | None = None
    byline: Byline | None = None
    embargo: Embargo | None = None

    @property
    def key(self) -> str:
        """The text as repetitions of it are found."""
        return self.text.casefold().strip(" .…")


ELEMENTS: Final = {"prose": "p", "heading": "h2", "bullet": "li"}
"""The kinds that make a story's text, and what they are in HTML."""

CLOSERS: Final = "\"'\u201d\u2019»)]」』\uff09 ■"
STOPS: Final = frozenset(".…。।\u06d4:;\uff1a\uff1b")
LOUD: Final = frozenset("!?؟\uff01\uff1f")
"""What closes a quotation, a sentence, and a loud one."""

_LONGEST_CROSS_HEAD: Final = 100
_BRACKET_AT_END = re.compile("\\s*[(\uff08][^()\uff08\uff09]{1,80}[)\uff09]$")


def as_html(lines: list[Line]) -> str:
    """Return lines of text as HTML: sentences are paragraphs, bullets in a row one list."""
    parts: list[str] = []
    listed = False
    for line in lines:
        element = ELEMENTS[line.kind]
        if element == "h2" and (len(line.text) > _LONGEST_CROSS_HEAD or line is lines[-1]):
            element = "p"
        if listed != (element == "li"):
            listed = not listed
            parts.append("<ul>" if listed else "</ul>")
        parts.append(f"<{element}>{escape(line.text, quote=False)}</{element}>")
    if listed:
        parts.append("</ul>")
    return "\n".join(parts)


def traced(line: Line, entry: int | None) -> Trace:
    """Return how a line was understood; `entry` counts the file's entries from 0."""
    return Trace(
        line=line.number,
        role=line.role or OMITTED,
        text=line.text,
        why=line.why or KIND_IN_WORDS[line.kind],
        entry=entry,
    )


def ends_sentence(text: str) -> bool:
    """Tell a sentence by its last letter but quotes, or by that before a bracket at the end."""
    last = text.rstrip(CLOSERS)[-1:]
    if last in STOPS or last in LOUD or not last:
        return True
    if text[-1] not in ")\uff09":
        return False
    before = _BRACKET_AT_END.sub("", text).rstrip(CLOSERS)
    return before != text and before[-1:] in STOPS | LOUD


_WIDEST: Final = 100
_FULL, _ENOUGH, _SHARE, _ROOM, _FEW_WORDS = 50, 3, 0.5, 0.9, 3
_STOPS = ".!?:;…\"'\u201d)"
_STARTS_ANEW = re.compile(r"\s{2,}\S|\s*(?:[•▪■*·-]|\d{1,2}[.)])\s")


def unwrap(text: str, *, wrapped: bool = False) -> Iterator[tuple[int, str]]:
    """Yield each line with its number, stripped; a paragraph of wrapped lines as its first.

    A file is wrapped where no line is longer than a page is wide and long lines mostly go
    on with a small letter on the next one, or where its format says so: `wrapped`.
    """
    lines = text.split("\n")
    width = width_of(lines, wrapped=wrapped)
    if not width:
        yield from ((number, line.strip()) for number, line in enumerate(lines, 1))
        return
    number, parts = 1, [lines[0].strip()]
    for below, (above, line) in enumerate(pairwise(lines), 2):
        if not goes_on(above, line, width):
            yield number, " ".join(parts)
            number, parts = below, []
        parts.append(line.strip())
    yield number, " ".join(parts)


def width_of(lines: list[str], *, wrapped: bool = False) -> int:
    """Return the width at which a file is wrapped; 0 where it is not.

    An address cannot be broken: a line of few words tells nothing of the width.
    """
    width = 0
    for line in lines:
        if len(line) > width and len(line.split(None, _FEW_WORDS)) > _FEW_WORDS:
            width = len(line.rstrip())
            if width > _WIDEST:
                return 0
    if wrapped:
        return width
    full = [(above, line) for above, line in pairwise(lines) if len(above) >= _FULL and line]
    broken = sum(
        above.rstrip()[-1:] not in _STOPS and line.lstrip()[:1].islower() for above, line in full
    )
    return width if broken >= _ENOUGH and broken >= _SHARE * len(full) else 0


def goes_on(above: str, line: str, width: int) -> bool:
    """Tell whether a line was broken off: the next goes on small, or had no room on it."""
    if not above.strip() or not line.strip() or _STARTS_ANEW.match(line):
        return False
    word = line.split(maxsplit=1)[0]
    if line[0].islower() and above.rstrip()[-1] not in _STOPS:
        # A mail address below a short line is a line of its own.
        return "@" not in word or 2 * len(above) > width
    return len(above.rstrip()) + 1 + len(word) > _ROOM * width
