"""Finds captions and their credits: `(AFP)`, `Foto: Archivo`, `© Reuters`, `[File: AP]`."""

import re
from typing import Final

import msgspec

from feedsvc.parsers.newstext.datelines import is_agency
from feedsvc.parsers.newstext.names import AGENCIES
from feedsvc.parsers.newstext.words import PAGE_WORDS

LONGEST: Final = 120
_MOST_AFTER, _SHORT_TAIL = 8, 60
_SENTENCE_ENDS = frozenset(".!?…)\"'\u201d\u2019")
_UNMARKED = (" submitted photo", " courtesy photo", " file photo", " 摄", " 攝")
_UNMARKED_ENDS = frozenset("oO摄攝")

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_COUNTED = re.compile(r"^(?:image |photo )?\d{1,3} of \d{1,3}\. ?(?=\S)", re.IGNORECASE)
_LABELLED = re.compile(r"^(?:image )?caption:? (?=\S)", re.IGNORECASE)
_IN_THIS = re.compile(
    r"^(?:in this|this|an?) .{0,80}?\b(?:photo|image|picture|frame|still)\b", re.IGNORECASE
)
_MARKED_STARTS = frozenset("iIpPcCtTaA0123456789")
_SLASHED = re.compile(r"[^\W\d_][^.!?/\n]{2,40} ?/ ?([^\W\d_]{2,12})$")
_NAMED_AGENCY = re.compile(
    r"(?:^|(?<=[.!?)\"\u201d]) )([A-Z]{2,8})(?: photo| image)? ?/ ?[^\W\d_][^.!?/:\n]{2,40}\.?$",
    re.IGNORECASE,
)

_AGENCY_WORDS = frozenset(name for name in AGENCIES.split("|") if " " not in name)
_AGENCY_CAPITALS = frozenset(name.upper() for name in _AGENCY_WORDS)
_PHOTO_WORDS = frozenset(
    word for words in PAGE_WORDS.values() for word in words.photo.split("|") if word
)
_PHOTO_STARTS = tuple(
    sorted(
        f"{word}{sign}" for word in _PHOTO_WORDS for sign in (":", "\uff1a", " by ", " copyright ")
    )
)
_PHOTO_LETTERS = frozenset(start[:2] for start in _PHOTO_STARTS)


class Caption(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A caption without its credit, and the credit; `sure` where it cannot be the body's."""

    text: str | None
    credit: str | None
    sure: bool = False


def read_caption(text: str) -> Caption | None:
    """Return the caption that a line is, by a credit at its end or a mark at its head."""
    marked = text[0] in _MARKED_STARTS
    labelled = _LABELLED.match(text) if marked else None
    if labelled:
        return Caption(text=text[labelled.end() :], credit=None, sure=True)
    tail = text[-_MOST_AFTER - 1 :]
    found = _bracketed(text) if ")" in tail or "]" in tail or "\uff09" in tail else None
    found = found or _labelled_credit(text) or _signed(text)
    if found:
        return found
    counted = marked and _COUNTED.match(text) is not None
    if counted or (marked and _IN_THIS.match(text[:LONGEST])):
        return Caption(text=text, credit=None, sure=counted)
    return None


def read_credit(text: str) -> str | None:
    """Return the credit where a line is a credit and nothing else."""
    if len(text) > LONGEST:
        return None
    folded = text.casefold()
    if folded[:2] in _PHOTO_LETTERS and folded.startswith(_PHOTO_STARTS):
        start = next(start for start in _PHOTO_STARTS if folded.startswith(start))
        return text if start.endswith(" by ") else text[len(start) :].strip(" .")
    by_name = " by " in folded and folded.split(maxsplit=1)[0] in _PHOTO_WORDS
    if by_name or (" | " in text and is_credit(text)):
        return text
    return None


def is_credit(text: str) -> bool:
    """Tell whether a text names an agency or speaks of a photograph."""
    return (
        is_agency(text)
        or text.startswith("@")
        or any(
            word in _AGENCY_WORDS or word in _AGENCY_CAPITALS or word.casefold() in _PHOTO_WORDS
            for word in _WORD.findall(text)
        )
    )


def _bracketed(text: str) -> Caption | None:
    """Part `Text (Name/AFP)`, `Text [File: Reuters]` and the same in wide brackets."""
    tail = text[-LONGEST - _MOST_AFTER :]
    for opening, closing in ("()", "[]", "\uff08\uff09"):
        last = tail.rfind(closing)
        first = tail.rfind(opening, 0, last)
        if first < 0 or len(tail) - last - 1 > _MOST_AFTER or " " in tail[last:]:
            continue
        inner = tail[first + 1 : last].strip()
        caption = text[: len(text) - len(tail) + first].strip()
        if caption and is_credit(inner):
            return Caption(text=caption, credit=inner, sure=_speaks_of_photo(inner))
    return None


def _labelled_credit(text: str) -> Caption | None:
    """Part `Text. Foto: Name` and `Text © Name`."""
    tail = text[-LONGEST:]
    sign = tail.rfind("©")
    if sign > 0 and len(text) > len(tail) - sign and not any(c.isdecimal() for c in tail[sign:]):
        caption = text[: len(text) - len(tail) + sign].strip()
        return Caption(text=caption, credit=tail[sign + 1 :].strip(" ."), sure=True)
    colon = tail.rfind(": ")
    if colon <= 0:
        return None
    before = tail[:colon].rstrip()
    label = before.rpartition(" ")[2]
    if label.casefold() not in _PHOTO_WORDS:
        return None
    caption = text[: len(text) - len(tail) + len(before) - len(label)].strip()
    if not caption or caption[-1] not in _SENTENCE_ENDS:
        return None
    return Caption(text=caption, credit=tail[colon + 2 :].strip(" ."), sure=True)


def _signed(text: str) -> Caption | None:
    """Find `Text. Name SURNAME / AFP` and `Text Submitted photo`, which no sign parts."""
    tail = text[-_SHORT_TAIL:]
    slashed = _SLASHED.search(tail) if "/" in tail[-_SHORT_TAIL // 4 :] else None
    if slashed and (slashed[1] in _AGENCY_WORDS or slashed[1] in _AGENCY_CAPITALS):
        return Caption(text=text, credit=slashed[0].strip(), sure=True)
    named = _NAMED_AGENCY.search(tail) if "/" in tail else None
    if named and named[1].upper() in _AGENCY_CAPITALS:
        caption = text[: len(text) - len(named[0])].strip()
        return Caption(text=caption or None, credit=named[0].strip(" ."), sure=True)
    if tail[-1] in _UNMARKED_ENDS and tail.casefold().endswith(_UNMARKED):
        return Caption(text=text, credit=None, sure=True)
    return None


def _speaks_of_photo(text: str) -> bool:
    return any(word.casefold() in _PHOTO_WORDS for word in _WORD.findall(text))
