"""Captions and their credits: `(AFP)`, `Foto: Archivo`, `© Reuters`, `[File: AP]`."""

import re
from functools import cache
from typing import Final

import msgspec

from feedsvc.parsers.newstext.datelines import is_agency
from feedsvc.parsers.newstext.lexicon import Phrases, all_languages, common

_LONGEST: Final = 120
_MOST_AFTER, _SHORT_TAIL = 8, 60
_SENTENCE_ENDS = frozenset(".!?…)\"'\u201d\u2019")

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_COUNTED = re.compile(r"^(?:image |photo )?\d{1,3} of \d{1,3}\. ?(?=\S)", re.IGNORECASE)
_LABELED = re.compile(r"^(?:image )?caption:? (?=\S)", re.IGNORECASE)
_IN_THIS = re.compile(
    r"^(?:in this|this|an?) .{0,80}?\b(?:photo|image|picture|frame|still)\b", re.IGNORECASE
)
_MARKED_STARTS = frozenset("iIpPcCtTaA0123456789")
_SLASHED = re.compile(r"[^\W\d_][^.!?/\n]{2,40} ?/ ?([^\W\d_]{2,12})$")
_NAMED_AGENCY = re.compile(
    r"(?:^|(?<=[.!?)\"\u201d]) )([A-Z]{2,8})(?: photo| image)? ?/ ?[^\W\d_][^.!?/:\n]{2,40}\.?$",
    re.IGNORECASE,
)


class Caption(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A caption and its credit; `sure` if the line cannot be part of the text."""

    text: str | None
    credit: str | None
    sure: bool = False


def read_caption(text: str) -> Caption | None:
    """Return the caption on a line that ends in a credit or begins like a caption, or None."""
    marked = text[0] in _MARKED_STARTS
    labeled = _LABELED.match(text) if marked else None
    if labeled:
        return Caption(text=text[labeled.end() :], credit=None, sure=True)
    tail = text[-_MOST_AFTER - 1 :]
    bracketed = _read_bracketed(text) if ")" in tail or "]" in tail or "\uff09" in tail else None
    caption = bracketed or _read_labeled(text) or _read_unmarked(text)
    if caption:
        return caption
    counted = marked and _COUNTED.match(text) is not None
    if counted or (marked and _IN_THIS.match(text[:_LONGEST])):
        return Caption(text=text, credit=None, sure=counted)
    return None


def read_credit(text: str) -> str | None:
    """Return the credit if the whole line is one, without a label such as `Photo:`, or None."""
    if len(text) > _LONGEST:
        return None
    folded = text.casefold()
    start = _words().photo_starts.start(folded)
    if start:
        return text if start.endswith(" by ") else text[len(start) :].strip(" .")
    by_name = " by " in folded and folded.split(maxsplit=1)[0] in _words().photo
    if by_name or (" | " in text and _is_credit(text)):
        return text
    return None


class _Words:
    """The words of credits in all languages."""

    def __init__(self) -> None:
        words = all_languages().credits
        self.photo = frozenset(words.photo)
        self.photo_starts = Phrases(
            f"{word}{sign}"
            for word in words.photo
            for sign in (":", "\uff1a", " by ", " copyright ")
        )
        self.photo_ends = words.photo_ends
        self.last_letters = frozenset(
            letter for end in words.photo_ends for letter in (end[-1], end[-1].upper())
        )
        agencies = [name for name in common().agencies if " " not in name]
        self.agencies = frozenset((*agencies, *map(str.upper, agencies)))


_words = cache(_Words)


def _is_credit(text: str) -> bool:
    """Return whether a text names an agency, an account, or a word such as `Photo`."""
    return (
        is_agency(text)
        or text.startswith("@")
        or any(
            word in _words().agencies or word.casefold() in _words().photo
            for word in _WORD.findall(text)
        )
    )


def _read_bracketed(text: str) -> Caption | None:
    """Split `Text (Name/AFP)` and `Text [File: Reuters]`, also with fullwidth brackets."""
    tail = text[-_LONGEST - _MOST_AFTER :]
    for opening, closing in ("()", "[]", "\uff08\uff09"):
        last = tail.rfind(closing)
        first = tail.rfind(opening, 0, last)
        if first < 0 or len(tail) - last - 1 > _MOST_AFTER or " " in tail[last:]:
            continue
        inner = tail[first + 1 : last].strip()
        caption = text[: len(text) - len(tail) + first].strip()
        if caption and _is_credit(inner):
            sure = any(word.casefold() in _words().photo for word in _WORD.findall(inner))
            return Caption(text=caption, credit=inner, sure=sure)
    return None


def _read_labeled(text: str) -> Caption | None:
    """Split `Text. Foto: Name` and `Text © Name`."""
    tail = text[-_LONGEST:]
    sign = tail.rfind("©")
    if sign > 0 and len(text) > len(tail) - sign and not any(map(str.isdecimal, tail[sign:])):
        caption = text[: len(text) - len(tail) + sign].strip()
        return Caption(text=caption, credit=tail[sign + 1 :].strip(" ."), sure=True)
    colon = tail.rfind(": ")
    if colon <= 0:
        return None
    before = tail[:colon].rstrip()
    label = before.rpartition(" ")[2]
    if label.casefold() not in _words().photo:
        return None
    caption = text[: len(text) - len(tail) + len(before) - len(label)].strip()
    if not caption or caption[-1] not in _SENTENCE_ENDS:
        return None
    return Caption(text=caption, credit=tail[colon + 2 :].strip(" ."), sure=True)


def _read_unmarked(text: str) -> Caption | None:
    """Read `Text. Name SURNAME / AFP` and `Text Submitted photo`."""
    tail = text[-_SHORT_TAIL:]
    words = _words()
    if "/" in tail:
        slashed = _SLASHED.search(tail) if "/" in tail[-_SHORT_TAIL // 4 :] else None
        if slashed and slashed[1] in words.agencies:
            return Caption(text=text, credit=slashed[0].strip(), sure=True)
        named = _NAMED_AGENCY.search(tail)
        if named and named[1].upper() in words.agencies:
            caption = text[: len(text) - len(named[0])].strip()
            return Caption(text=caption or None, credit=named[0].strip(" ."), sure=True)
    if tail[-1] in words.last_letters and tail.casefold().endswith(words.photo_ends):
        return Caption(text=text, credit=None, sure=True)
    return None
