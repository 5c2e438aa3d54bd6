"""Reads bylines: persons, desks and agencies from `By Ann Lee and Bo Ek, AP Sports Writer`."""

import re
from typing import Final

import msgspec

from feedsvc.parsers.newstext.datelines import is_agency
from feedsvc.parsers.newstext.words import PAGE_WORDS

LONGEST: Final = 120
_LONGEST_NAME, _MOST_WORDS, _LONGEST_CASELESS, _NAME_AND_HOUSE = 40, 5, 20, 2

_BETWEEN = re.compile(
    r"\s*[,;/&|•·]\s*|\s+[-\u2013—]\s+|\s+(?:and|und|et|y|e|en|och|og|with|con|mit|avec|met)\s+"
)
_COMMENTS = re.compile(r" \d+ comments?$", re.IGNORECASE)
_HANDLE = re.compile(r"^([^@]{3,40}?)\s?@\w{2,30}$")
_FROM_PLACE = re.compile(r"\s(?:in|for|at|à|aus)\s.*$|\s?\bspecial to\s.*$", re.IGNORECASE)
_IN_BRACKETS = re.compile(
    "\\s*[(\uff08](?:with |avec |mit |con )?([^()\uff08\uff09]{2,40})[)\uff09]$"
)
_HOUSE = re.compile(r"[A-Z]{3,5}")
_SIGNED_WITH = re.compile(r"\s*[|/•·,]\s*|\s+[-\u2013—]\s+")
_SIGNS = frozenset("|/•·,-\u2013—")
_TITLES = frozenset(("phd", "ph.d.", "md", "m.d.", "mba", "mp", "jd", "jr", "jr.", "sr", "sr."))
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
_PHOTO = frozenset(_all("photo"))


BY_WORDS: Final = frozenset(_all("by"))
"""The words that lead a byline; some pages have them on a line of their own."""


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
    desk, _, house = folded.partition(" ")
    if folded in _DESKS or (desk in _DESKS and is_agency(house)):
        return (
            Byline(names=(text,)) if folded in _DESKS else Byline(agency=text[len(desk) :].strip())
        )
    if not _SIGNS.isdisjoint(text) and _has_job(text):
        name, *behind = _SIGNED_WITH.split(text, maxsplit=1)
        if behind and _has_job(behind[0]) and is_name(name):
            return _people(text)
    return None


def read_house_byline(text: str) -> Byline | None:
    """Return whom `Ann Lee | AFP` or `Redacción / EFE` names; None where it is of other form.

    Credits of pictures have this form too: only the place of the line tells them apart.
    """
    if len(text) > 2 * _LONGEST_NAME or _SIGNS.isdisjoint(text):
        return None
    parts = [part.strip() for part in _SIGNED_WITH.split(text)]
    if (
        ":" in text
        or len(parts) != _NAME_AND_HOUSE
        or is_agency(parts[0])
        or not is_agency(parts[1])
    ):
        return None
    named = " " in parts[0] and is_name(parts[0])
    return _people(text) if named or parts[0].casefold() in _DESKS else None


def is_job(text: str) -> bool:
    """Tell a line that says what the one named above it does: `Staff Reporter`."""
    if len(text.split()) > _MOST_WORDS or any(sign in text for sign in ",.:?!"):
        return False
    return _has_job(text) or text.casefold().startswith("special to ")


def read_names(text: str) -> Byline | None:
    """Return whom a line names that has no word but names; None where it has others."""
    if is_agency(text):
        return Byline(agency=text)
    signed = [] if _SIGNS.isdisjoint(text) else _SIGNED_WITH.split(text)
    if len(signed) == _NAME_AND_HOUSE and " " not in signed[0] and is_agency(signed[1]):
        # A lone word before an agency is a place: `لشبونة - رويترز`.
        return Byline(agency=signed[1])
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
    text = _IN_BRACKETS.sub(r" | \1", _trimmed(text))
    names: list[str] = []
    agency, placed = None, False
    for whole in _BETWEEN.split(text):
        part = _FROM_PLACE.sub("", whole)
        if names and _of_picture(part):
            break
        if not part and names:
            continue
        if placed and part == whole:
            # `By Ann Lee in Split, Croatia`: what follows a place goes on with it.
            agency = part if is_agency(part) else agency
            continue
        placed = part != whole
        part, house = _without_house(part, behind=bool(names))
        agency = house or agency
        if part and names and _has_job(part):
            agency = part.split()[0].upper() if is_agency(part.split()[0]) else agency
        elif part and (part.casefold() in _DESKS or not _has_job(part)):
            if len(part) > _LONGEST_NAME or not _named(part):
                return None
            names.append(_display(part))
        elif part and is_agency(part.split()[0]):
            agency = part.split()[0].upper()
    return Byline(names=tuple(names), agency=agency) if names or agency else None


def _of_picture(part: str) -> bool:
    """Tell who took the picture, named behind who wrote: `Photo: Bo Ek`, `photos by Bo Ek`."""
    first = part.casefold().split(maxsplit=1)[:1]
    return " " in part and first[0].rstrip(":") in _PHOTO


def _without_house(part: str, *, behind: bool) -> tuple[str, str | None]:
    """Part `ANN LEE Associated Press`; short capitals behind a name are no person."""
    if is_agency(part):
        return "", part
    if behind and (part.casefold() in _TITLES or _HOUSE.fullmatch(part)):
        return "", None
    words = part.split()
    for count in range(2, len(words) - 1):
        house = " ".join(words[count:])
        if is_agency(house):
            return " ".join(words[:count]), house
    return part, None


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
