"""Lines of text: unwrapping, kinds, and conversion to HTML."""

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
    "boilerplate",
    "related",
    "note",
    "embargo",
]
"""The kind of a line. Its position in the story decides which field it fills."""

_REASONS: dict[Kind, str] = {
    "prose": "a sentence",
    "heading": "a line without a full stop",
    "bullet": "a bullet",
    "date": "only a date",
    "byline": "a byline",
    "caption": "a caption",
    "credit": "a credit",
    "link": "a URL",
    "highlight": "a key point",
    "topic": "topics",
    "source": "a source",
    "rights": "a copyright line",
    "correction": "a correction",
    "dateline": "a dateline on its own line",
    "label": "a label",
    "end": "ends the story",
    "boilerplate": "boilerplate",
    "related": "refers to another story",
    "note": "an editor's note",
    "embargo": "sets the time of release",
}

ELEMENTS: Final = {"prose": "p", "heading": "h2", "bullet": "li"}
"""The kinds of lines in the text of a story, and their HTML elements."""

# The signs after the end of a sentence; the ends of sentences, exclamations and questions.
CLOSERS: Final = "\"'\u201d\u2019»)]」』\uff09 ■"
STOPS: Final = frozenset(".…。।\u06d4:;\uff1a\uff1b")
LOUD: Final = frozenset("!?؟\uff01\uff1f")

_LONGEST_CROSS_HEAD: Final = 100
_BRACKET_AT_END = re.compile("\\s*[(\uff08][^()\uff08\uff09]{1,80}[)\uff09]$")

_WIDEST: Final = 100
_FULL, _ENOUGH, _SHARE, _ROOM, _FEW_WORDS = 50, 3, 0.5, 0.9, 3
_WRAP_STOPS = ".!?:;…\"'\u201d)"
_BEGINS_PARAGRAPH = re.compile(r"\s{2,}\S|\s*(?:[•▪■*·-]|\d{1,2}[.)])\s")


class Line(msgspec.Struct, kw_only=True, gc=False):
    """A line of text, and what is known about it.

    `number` counts the lines of the file from 1; `gap` is the number of blank lines above.
    `value` is the text after a label: the topics, the source, the credit. `loud` is true for a
    heading that ends in ! or ?. `role` is the field of the entry that the line fills, `why` the
    reason.
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
    dateline: ParsedDateline | None = None
    caption: Caption | None = None
    byline: Byline | None = None
    embargo: Embargo | None = None

    @property
    def key(self) -> str:
        """The text in the form in which lines are compared."""
        return self.text.casefold().strip(" .…")

    def trace(self, entry: int | None) -> Trace:
        """Return how the line was parsed; `entry` is the index of its entry in the file."""
        return Trace(
            line=self.number,
            role=self.role or OMITTED,
            text=self.text,
            why=self.why or _REASONS[self.kind],
            entry=entry,
        )


def as_html(lines: list[Line]) -> str:
    """Return lines as HTML: sentences as paragraphs, consecutive bullets as one list.

    A heading that is long or on the last line becomes a paragraph.
    """
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


def ends_sentence(text: str) -> bool:
    """Return whether a text ends like a sentence; quotes and brackets can follow its end."""
    last = text.rstrip(CLOSERS)[-1:]
    if last in STOPS or last in LOUD or not last:
        return True
    if text[-1] not in ")\uff09":
        return False
    before = _BRACKET_AT_END.sub("", text).rstrip(CLOSERS)
    return before != text and before[-1:] in STOPS | LOUD


def unwrap(text: str, *, wrapped: bool = False) -> Iterator[tuple[int, str]]:
    """Yield each line, stripped, with its number; wrapped lines are joined into paragraphs.

    `wrapped` is true if the format wraps lines. Any other text is wrapped if no line is wider
    than 100 characters and long lines mostly continue in lower case on the next line.
    """
    lines = text.split("\n")
    width = wrap_width(lines, wrapped=wrapped)
    if not width:
        for number, line in enumerate(lines, 1):
            yield number, line.strip()
        return
    number, parts = 1, [lines[0].strip()]
    for below, (above, line) in enumerate(pairwise(lines), 2):
        if not is_continued(above, line, width):
            yield number, " ".join(parts)
            number, parts = below, []
        parts.append(line.strip())
    yield number, " ".join(parts)


def wrap_width(lines: list[str], *, wrapped: bool = False) -> int:
    """Return the width at which lines are wrapped, in characters; 0 if they are not."""
    width = 0
    for line in lines:
        # A URL cannot be broken, so lines of few words do not count.
        if len(line) > width and len(line.split(None, _FEW_WORDS)) > _FEW_WORDS:
            width = len(line.rstrip())
            if width > _WIDEST:
                return 0
    if wrapped:
        return width
    full = [(above, line) for above, line in pairwise(lines) if len(above) >= _FULL and line]
    broken = sum(
        above.rstrip()[-1:] not in _WRAP_STOPS and line.lstrip()[:1].islower()
        for above, line in full
    )
    return width if broken >= _ENOUGH and broken >= _SHARE * len(full) else 0


def is_continued(above: str, line: str, width: int) -> bool:
    """Return whether a line continues the one above, which is full or ends inside a sentence."""
    if not above.strip() or not line.strip() or _BEGINS_PARAGRAPH.match(line):
        return False
    word = line.split(maxsplit=1)[0]
    if line[0].islower() and above.rstrip()[-1] not in _WRAP_STOPS:
        # An e-mail address below a short line does not continue it.
        return "@" not in word or 2 * len(above) > width
    return len(above.rstrip()) + 1 + len(word) > _ROOM * width
