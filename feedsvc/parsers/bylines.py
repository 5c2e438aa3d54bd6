"""Reads bylines: persons, desks and agencies from `By Ann Lee and Bo Ek, AP Sports Writer`."""

import re
from typing import Final

import msgspec

from feedsvc.parsers.datelines import is_agency
from feedsvc.parsers.words import PAGE_WORDS

LONGEST: Final = 120
_LONGEST_NAME, _MOST_WORDS, _LONGEST_CASELESS = 40, 5, 20

_BETWEEN = re.compile(r"\s*[,;/&]\s*|\s+(?:and|und|et|y|e|en|och|og|with|con|mit)\s+")
_COMMENTS = re.compile(r" \d+ comments?$", re.IGNORECASE)
_HANDLE = re.compile(r"^([^@]{3,40}?)\s?@\w{2,30}$")
_FROM_PLACE = re.compile(r"\s(?:in|for|at|à|en|aus)\s.*$")
_INITIAL = re.compile(r"^[^\W\d_]\.$")
_SIGNED = re.compile("[(\uff08]([^()\uff08\uff09]{2,40})[)\uff09]$")
_PARTICLES = frozenset(
    (
        *("al", "al-", "bin", "bint", "ben", "ibn", "de", "del", "della", "da", "di", "dos"),
        *("du", "el", "la", "le", "van", "von", "der", "den", "ter", "ten", "zu", "af", "av"),
    )
)


def _all(field: str) -> tuple[str, ...]:
    lists = (getattr(words, field).split("|") for words in PAGE_WORDS.values())
    return tuple(dict.fromkeys(word for words in lists for word in words if word))


_BY = tuple(
    sorted((f"{word}{sign}" for word in _all("by") for sign in (" ", ":", "\uff1a", "/")), key=len)[
        ::-1
    ]
)
_BY_LETTERS = {
    letters: tuple(word for word in _BY if word.startswith(letters))
    for letters in {word[:2] for word in _BY}
}
"""The words by their first two letters, for every short line is compared with them."""

_DESKS, _JOBS = frozenset(_all("desks")), frozenset(_all("jobs"))


class Byline(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Who wrote a story: names of persons and desks, and the agency that is named with them."""

    names: tuple[str, ...] = ()
    agency: str | None = None


def read_byline(text: str) -> Byline | None:
    """Return whom a byline names; None where the line is none.

    A byline has a word such as `By` or a job before or behind a name, or a handle.
    """
    if len(text) > LONGEST:
        return None
    handle = _HANDLE.match(text) if "@" in text else None
    if handle and is_name(handle[1]):
        return Byline(names=(_display(handle[1]),))
    folded = text.casefold()
    for word in _BY_LETTERS.get(folded[:2], ()):
        if folded.startswith(word):
            return _people(text[len(word) :].strip())
    if folded in _DESKS:
        return Byline(names=(text,))
    first, comma, behind = text.partition(",")
    if comma and _has_job(behind) and is_name(first):
        return _people(text)
    return None


def read_names(text: str) -> Byline | None:
    """Return whom a line names that has no word but names; None where it has others."""
    if is_agency(text):
        return Byline(agency=text)
    return _people(text) if is_name(text) or _INITIAL.match(text.split(" ", 1)[0]) else None


def read_signature(text: str) -> tuple[str, ...]:
    """Return the names in brackets at the end of a paragraph: `(记者 名 名)`."""
    signed = _SIGNED.search(text[-LONGEST:])
    if not signed:
        return ()
    word, _, names = signed[1].strip().partition(" ")
    return tuple(names.split()) if word in _all("by") and names else ()


def is_name(text: str) -> bool:
    """Tell whether a text looks like the name of a person or a desk."""
    if (
        len(text) > _LONGEST_NAME
        or text[-1:] in ".!?…。\uff01\uff1f:;"
        or any(c.isdecimal() for c in text)
    ):
        return False
    words = re.split(r"[\s/]+", text.strip())
    if text == text.lower() == text.upper():
        return 1 < len(text) <= _LONGEST_CASELESS and not set(text) & set("、。,()[]「」“”\uff0c")
    return 1 < len(words) <= _MOST_WORDS and all(
        word[:1].isupper() or word.casefold() in _PARTICLES or _INITIAL.match(word)
        for word in words
    )


def _people(text: str) -> Byline | None:
    """Part a byline in persons and agency; None where a part is neither."""
    text = _trimmed(text)
    names: list[str] = []
    agency = None
    for part in _BETWEEN.split(_FROM_PLACE.sub("", text)):
        if is_agency(part):
            agency = part
        elif part.casefold() in _DESKS or not _has_job(part):
            if not part or len(part) > _LONGEST_NAME or not _named(part):
                return None
            names.append(_display(part))
        elif is_agency(part.split()[0]):
            agency = part.split()[0].upper()
    return Byline(names=tuple(names), agency=agency) if names or agency else None


def _trimmed(text: str) -> str:
    """Drop what sites put behind a name: a dash, a count of comments, an address."""
    if "@" in text:
        text = " ".join(word for word in text.split() if "@" not in word)
    return _COMMENTS.sub("", text).strip(" -\u2013—|")


def _named(part: str) -> bool:
    words = part.split()
    if len(words) == 1:
        return words[0][:1].isupper() or words[0] == words[0].upper()
    return is_name(part) or part.casefold() in _DESKS or bool(_INITIAL.match(words[0]))


def _has_job(text: str) -> bool:
    return not _JOBS.isdisjoint(text.casefold().split())


def _display(name: str) -> str:
    """Return a name as it is written in a sentence: capitals are the page's style."""
    return name.title() if " " in name and name == name.upper() else name
