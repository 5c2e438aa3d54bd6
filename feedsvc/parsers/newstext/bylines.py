"""Bylines: people, desks and agencies from `By Ann Lee and Bo Ek, AP Sports Writer`."""

import re
from functools import cache
from typing import Final

import msgspec

from feedsvc.parsers.newstext.datelines import is_agency
from feedsvc.parsers.newstext.lexicon import Phrases, all_languages, common

_LONGEST: Final = 120
_LONGEST_NAME, _MOST_WORDS, _LONGEST_CASELESS, _NAME_AND_HOUSE = 40, 5, 20, 2

_COMMENTS = re.compile(r" \d+ comments?$", re.IGNORECASE)
_HANDLE = re.compile(r"^([^@]{3,40}?)\s?@\w{2,30}$")
_FROM_PLACE = re.compile(r"\s(?:in|for|at|à|aus)\s.*$|\s?\bspecial to\s.*$", re.IGNORECASE)
_HOUSE = re.compile(r"[A-Z]{3,5}")
_SIGNED_WITH = re.compile(r"\s*[|/•·,]\s*|\s+[-\u2013—]\s+")
_SIGNS = frozenset("|/•·,-\u2013—")
_INITIAL = re.compile(r"^[^\W\d_]\.$")
_SIGNATURE = re.compile("[(\uff08]([^()\uff08\uff09]{2,40})[)\uff09]$")


class Byline(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Who wrote a story: the names of people and desks, and the agency named with them."""

    names: tuple[str, ...] = ()
    agency: str | None = None


def read_byline(text: str) -> Byline | None:
    """Return the authors and the agency of a byline; None if the line is not a byline.

    A byline has a word such as `By`, a desk, a job after a name, or a social media handle.
    """
    if len(text) > _LONGEST:
        return None
    handle = _HANDLE.match(text) if "@" in text else None
    if handle and is_name(handle[1]):
        return Byline(names=(_capitalized(handle[1]),))
    folded, words = text.casefold(), _words()
    by = words.by_starts.start(folded)
    if by:
        return _read_people(text[len(by) :].strip())
    desk, _, house = folded.partition(" ")
    signed = folded in words.desks
    if signed or (desk in words.desks and is_agency(house)):
        return Byline(names=(text,)) if signed else Byline(agency=text[len(desk) :].strip())
    if not _SIGNS.isdisjoint(text) and _has_job(text):
        name, *behind = _SIGNED_WITH.split(text, maxsplit=1)
        if behind and _has_job(behind[0]) and is_name(name):
            return _read_people(text)
    return None


def read_house_byline(text: str) -> Byline | None:
    """Return the author and the agency of `Ann Lee | AFP` or `Redacción / EFE`, or None.

    Image credits look the same: callers decide by the position of the line.
    """
    if len(text) > 2 * _LONGEST_NAME or ":" in text or _SIGNS.isdisjoint(text):
        return None
    parts = [part.strip() for part in _SIGNED_WITH.split(text)]
    if len(parts) != _NAME_AND_HOUSE or is_agency(parts[0]) or not is_agency(parts[1]):
        return None
    named = " " in parts[0] and is_name(parts[0])
    return _read_people(text) if named or parts[0].casefold() in _words().desks else None


def read_names(text: str) -> Byline | None:
    """Return the authors and the agency of a line that consists only of names, or None."""
    if is_agency(text):
        return Byline(agency=text)
    parts = [] if _SIGNS.isdisjoint(text) else _SIGNED_WITH.split(text)
    if len(parts) == _NAME_AND_HOUSE and " " not in parts[0] and is_agency(parts[1]):
        # A single word before an agency is a place: `لشبونة - رويترز`.
        return Byline(agency=parts[1])
    return _read_people(text) if is_name(text) or _INITIAL.match(text.split(" ", 1)[0]) else None


def read_signature(text: str) -> tuple[str, ...]:
    """Return the authors in brackets at the end of a paragraph: `(评论员 王明 李华)`."""
    signature = _SIGNATURE.search(text[-_LONGEST:])
    if not signature:
        return ()
    word, _, names = signature[1].strip().partition(" ")
    return tuple(names.split()) if word in _words().by and names else ()


def is_by_word(text: str) -> bool:
    """Return whether a line is only the word that introduces a byline: `By`."""
    return text in _words().by


def is_job(text: str) -> bool:
    """Return whether a line is the job of the author on the line above: `Staff Reporter`."""
    if len(text.split()) > _MOST_WORDS or any(sign in text for sign in ",.:?!"):
        return False
    return _has_job(text) or text.casefold().startswith("special to ")


def is_name(text: str) -> bool:
    """Return whether a text looks like the name of a person or a desk."""
    if (
        len(text) > _LONGEST_NAME
        or text[-1:] in ".!?…。\uff01\uff1f:;"
        or any(map(str.isdecimal, text))
    ):
        return False
    words = re.split(r"[\s/]+", text.strip())
    if text == text.lower() == text.upper():
        return 1 < len(text) <= _LONGEST_CASELESS and not set(text) & set("、。,()[]「」“”\uff0c")
    return 1 < len(words) <= _MOST_WORDS and all(
        word[:1].isupper() or word.casefold() in _words().particles or _INITIAL.match(word)
        for word in words
    )


class _Words:
    """The words of bylines in all languages."""

    def __init__(self) -> None:
        words = all_languages().bylines
        self.by = frozenset(words.by)
        self.by_starts = Phrases(
            f"{word}{sign}" for word in words.by for sign in (" ", ":", "\uff1a", "/")
        )
        self.desks, self.jobs = frozenset(words.desks), frozenset(words.jobs)
        self.titles, self.particles = frozenset(words.titles), frozenset(common().particles)
        self.photo = frozenset(all_languages().credits.photo)
        prepositions = "|".join(words.prepositions)
        self.between = re.compile(
            rf"\s*[,;/&|•·]\s*|\s+[-\u2013—]\s+|\s+(?:{'|'.join(words.conjunctions)}|{prepositions})\s+"
        )
        self.in_brackets = re.compile(
            rf"\s*[(\uff08](?:(?:{prepositions}) )?([^()\uff08\uff09]{{2,40}})[)\uff09]$"
        )


_words = cache(_Words)


def _read_people(text: str) -> Byline | None:
    """Split a byline into authors and agency; return None if a part is neither."""
    text = _words().in_brackets.sub(r" | \1", _trimmed(text))
    names: list[str] = []
    agency, placed = None, False
    for whole in _words().between.split(text):
        part = _FROM_PLACE.sub("", whole)
        if names and _names_photographer(part):
            break
        if not part and names:
            continue
        if placed and part == whole:
            # In `By Ann Lee in Split, Croatia`, the country is not an author.
            agency = part if is_agency(part) else agency
            continue
        placed = part != whole
        part, house = _without_house(part, behind=bool(names))
        agency = house or agency
        if part and names and _has_job(part):
            agency = part.split()[0].upper() if is_agency(part.split()[0]) else agency
        elif part and (part.casefold() in _words().desks or not _has_job(part)):
            if len(part) > _LONGEST_NAME or not _is_named(part):
                return None
            names.append(_capitalized(part))
        elif part and is_agency(part.split()[0]):
            agency = part.split()[0].upper()
    return Byline(names=tuple(names), agency=agency) if names or agency else None


def _names_photographer(part: str) -> bool:
    """Recognize the photographer after the author: `Photo: Bo Ek`, `photos by Bo Ek`."""
    first = part.casefold().split(maxsplit=1)[:1]
    return " " in part and first[0].rstrip(":") in _words().photo


def _without_house(part: str, *, behind: bool) -> tuple[str, str | None]:
    """Split `ANN LEE Associated Press`; drop an academic title or an unknown acronym."""
    if is_agency(part):
        return "", part
    if behind and (part.casefold() in _words().titles or _HOUSE.fullmatch(part)):
        return "", None
    words = part.split()
    for count in range(2, len(words) - 1):
        house = " ".join(words[count:])
        if is_agency(house):
            return " ".join(words[:count]), house
    return part, None


def _trimmed(text: str) -> str:
    """Drop what sites append to a name: a dash, the comment count, an e-mail address."""
    if "@" in text:
        text = " ".join(word for word in text.split() if "@" not in word)
    return _COMMENTS.sub("", text).strip(" -\u2013—|")


def _is_named(part: str) -> bool:
    words = part.split()
    if len(words) == 1:
        return words[0][:1].isupper() or words[0] == words[0].upper()
    return is_name(part) or part.casefold() in _words().desks or bool(_INITIAL.match(words[0]))


def _has_job(text: str) -> bool:
    return not _words().jobs.isdisjoint(text.casefold().split())


def _capitalized(name: str) -> str:
    """Convert a name in capitals, which are only the style of the page, to title case."""
    return name.title() if " " in name and name == name.upper() else name
