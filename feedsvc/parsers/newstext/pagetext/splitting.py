"""Splitting a file into stories: which headings are headlines."""

import re
from itertools import pairwise
from typing import Final

import msgspec

from feedsvc.parsers.newstext.bylines import is_name
from feedsvc.parsers.newstext.lines import Line

_LOOKAHEAD: Final = 12
_CROSS_HEAD_WORDS, _HEADLINE_WORDS, _SHARED_NAMES = 2, 5, 2
_WIDE_HEADLINE, _STORY_GAP, _TIGHT_SHARE = 8, 2, 0.8
_NAME = re.compile(r"(?<![.!?\"“] )\b[A-Z][\w'-]{2,}")

# The kinds of lines that can be between a headline and the first sentence.
_HEAD_KINDS = frozenset(
    (
        *("heading", "date", "byline", "caption", "credit", "boilerplate"),
        *("link", "bullet", "highlight", "label", "dateline"),
    )
)


class _Story(msgspec.Struct):
    """What is known so far about a story."""

    start: int = 0
    title: str = ""
    sentences: int = 0
    anchored: bool = False
    dated_before_text: bool = False
    datelined: bool = False
    names: set[str] = msgspec.field(default_factory=set)

    def add(self, line: Line) -> None:
        """Add a line of the story."""
        if line.kind == "heading" and not self.title:
            self.title = line.key
        elif line.kind == "prose":
            self.sentences += 1
            self.datelined |= bool(line.dateline and line.dateline.sure)
        elif line.kind in ("date", "byline"):
            self.anchored = True
            self.dated_before_text |= line.kind == "date" and not self.sentences

    @property
    def established(self) -> bool:
        """Whether the story has a sentence that cannot be its subtitle."""
        certain = self.anchored or self.datelined
        return self.sentences > 1 or (certain and self.sentences > 0)


def split_stories(lines: list[Line]) -> list[list[Line]]:
    """Return the lines of each story, in order.

    A new story begins at a heading that is repeated before the next sentence, that precedes a
    date, that precedes a dateline if the first story has one too, or that follows more blank
    lines than usual. If blank lines only separate blocks with a heading each, every block begins
    a story unless its heading is a cross-head.
    """
    story, starts = _Story(), [0]
    tight, usual = _is_tight(lines), _usual_gap(lines)
    for at, line in enumerate(lines):
        if line.kind == "heading" and line.key != story.title and story.sentences:
            begins = _begins_block(lines, at, story) if tight else _begins(lines, at, story, usual)
            if begins:
                start = _with_lines_above(lines, at, story)
                starts.append(start)
                story = _Story(start=start)
                for above in lines[start:at]:
                    if above.kind != "heading":
                        story.add(above)
        story.add(line)
        if tight:
            story.names.update(_NAME.findall(line.text))
    return [lines[start:end] for start, end in pairwise([*starts, len(lines)])]


def _begins(lines: list[Line], at: int, story: _Story, usual: int) -> bool:
    """Return whether a heading begins the next story."""
    line = lines[at]
    head, text = _head_below(lines, at)
    if text is None:
        return False
    if any(other.key == line.key for other in head if other.kind == "heading"):
        return story.established
    if is_name(line.text):
        return False
    if any(other.kind == "date" for other in head):
        return story.established
    if text.dateline and text.dateline.sure and story.datelined:
        return True
    return line.gap >= _STORY_GAP and line.gap > usual and not _is_short(line.text)


def _head_below(lines: list[Line], at: int) -> tuple[list[Line], Line | None]:
    """Return the lines between a heading and its first sentence, and that sentence.

    If more head lines and another sentence follow, the first sentence is the subtitle, and those
    head lines are returned too.
    """
    head: list[Line] = []
    text, above, reached = None, 0, False
    for line in lines[at + 1 : at + 1 + _LOOKAHEAD]:
        if line.kind == "prose":
            reached = text is not None
            if text or line.dateline:
                text = text or line
                break
            text, above = line, len(head)
        elif line.kind not in _HEAD_KINDS or (text and _is_headline(line)):
            break
        else:
            head.append(line)
    return head if reached or not text or text.dateline else head[:above], text


def _is_headline(line: Line) -> bool:
    return line.kind == "heading" and not is_name(line.text)


def _with_lines_above(lines: list[Line], at: int, story: _Story) -> int:
    """Return where the story of a headline begins: at a date or byline above it, if it has one."""
    start = at
    if not story.dated_before_text:
        return start
    while start - 1 > story.start and _is_above_headline(lines, start - 1):
        start -= 1
    return start


def _is_above_headline(lines: list[Line], at: int) -> bool:
    kind = lines[at].kind
    signed = kind == "heading" and is_name(lines[at].text) and lines[at - 1].kind == "date"
    return signed or kind in ("date", "byline")


def _is_tight(lines: list[Line]) -> bool:
    """Return whether blank lines only separate blocks of a heading and its sentences."""
    blocks = [at for at, line in enumerate(lines) if line.gap or not at]
    headed = sum(_heads_block(lines, at) for at in blocks)
    return len(blocks) > 1 and headed >= _TIGHT_SHARE * len(blocks)


def _heads_block(lines: list[Line], at: int) -> bool:
    return (
        lines[at].kind == "heading"
        and at + 1 < len(lines)
        and lines[at + 1].kind == "prose"
        and not lines[at + 1].gap
    )


def _begins_block(lines: list[Line], at: int, story: _Story) -> bool:
    """Distinguish a headline from a cross-head, by its length and by names its block repeats."""
    if not lines[at].gap or not _heads_block(lines, at) or _is_short(lines[at].text):
        return False
    if len(lines[at].text.split()) >= _HEADLINE_WORDS:
        return True
    return len(story.names & set(_NAME.findall(lines[at + 1].text))) < _SHARED_NAMES


def _is_short(text: str) -> bool:
    wide = not any(char.isascii() and char.isalpha() for char in text) and " " not in text
    return len(text) < _WIDE_HEADLINE if wide else len(text.split()) <= _CROSS_HEAD_WORDS


def _usual_gap(lines: list[Line]) -> int:
    """Return the most frequent number of blank lines between two sentences."""
    gaps = [
        line.gap
        for above, line in pairwise(lines)
        if line.kind == "prose" and above.kind == "prose"
    ]
    return max(set(gaps), key=gaps.count) if gaps else 1
