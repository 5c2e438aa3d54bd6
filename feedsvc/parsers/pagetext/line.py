"""A line of a page's text: what it is, and which field of the entry it gave."""

from typing import Literal

import msgspec

from feedsvc.parsers.bylines import Byline
from feedsvc.parsers.credits import Caption
from feedsvc.parsers.datelines import Opening
from feedsvc.parsers.dates import DateLine

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
    opening: Opening | None = None
    caption: Caption | None = None
    byline: Byline | None = None

    @property
    def key(self) -> str:
        """The text as repetitions of it are found."""
        return self.text.casefold().strip(" .…")
