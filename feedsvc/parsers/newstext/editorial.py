"""Text for editors only: notes, contact lines, routing codes and mentions of embargoes.

It must not appear in any field of an entry.
"""

import re
from functools import cache
from typing import Final

from feedsvc.parsers.newstext.lexicon import Phrases, all_languages

EDITORIAL_CLASSES: Final = re.compile(
    r"(?:^|[\s_-])(?:ed(?:itor(?:s|ial)?)?[-_]?notes?|notepad|notizblock|internal|contacts?"
    r"|no-?print|not-?for-?publication)(?:$|[\s_-])",
    re.IGNORECASE,
)
"""The HTML classes of elements for editors, as agencies name them."""

_DECORATION: Final = " \t\u00a0([{*#-\u2013\u2014/\"'\u201e\u201c<>=+."
_BEGINNING: Final = 120
_LONGEST_CONTACT: Final = 300
_FEW_WORDS, _SENTENCE_WORDS = 8, 4
_EMAIL: Final = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_PHONE: Final = re.compile(
    r"(?:\+|\(0|\b(?:tel|telephone|telefon|tlf|tfn|puh|phone|ph|mob|mobile|mobil|cell|fax)\b[.:]*"
    r"\s*\(?\+?)\s?\d[\d\s()./\u2013-]{5,30}\d",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"[^\W\d_]+")
_CODE: Final = re.compile(r"[A-Z0-9]{2,12}")
_FEW_CODES, _NUMBERED = 4, 2
_EMBARGO: Final = re.compile(
    r"""\bembargoed\b|\bunder\s(?:strict\s)?embargo\b|\bembargo\s?[:!]|\bstrict\sembargo\b
    |\bembargo\b[^.]{0,30}?\b(?:until|till|to|lifts|jusqu\w*|bis|hasta|fino|tot|til)\b
    |\bnot\sfor\s(?:publication|release|use|broadcast)\s(?:before|until|prior)\b|\bsperrfrist\b""",
    re.IGNORECASE | re.VERBOSE,
)
_EMBARGO_OVER: Final = re.compile(
    r"\bembargo\w*\s+(?:has\s+been\s+|is\s+|was\s+|now\s+)*(?:lifted|over|off|expired|removed)\b"
    r"|\b(?:no|not|no longer)\s+(?:under\s+)?embargo",
    re.IGNORECASE,
)


def is_for_editors(text: str) -> bool:
    """Return whether a paragraph is a note to editors or consists of contact details."""
    return _after_start(text) is not None or _is_contact(text)


def is_notes_heading(text: str) -> bool:
    """Return whether a line is the heading of a section for editors: `Notes to editors`."""
    after = _after_start(text)
    return after is not None and not _WORD.search(after)


def is_routing_line(text: str) -> bool:
    """Return whether a line consists of an agency's routing codes: `51 03 CRO01 1113 QBXB`."""
    codes = text[:_LONGEST_CONTACT].split()
    numbered = sum(any(map(str.isdigit, code)) for code in codes)
    return (
        len(codes) >= _FEW_CODES
        and numbered >= _NUMBERED
        and any(code.isalnum() and not code.isdigit() for code in codes)
        and all(map(_CODE.fullmatch, codes))
    )


def without_contacts(text: str) -> str:
    """Return a byline or a credit without e-mail addresses and telephone numbers."""
    if len(text) > _LONGEST_CONTACT:
        return text
    bare = _PHONE.sub("", _EMAIL.sub("", text) if "@" in text else text)
    return bare.strip(" ,;:/|<>()-\u2013\u2014") if bare != text else text.strip()


def mentions_embargo(text: str) -> bool:
    """Return whether a note to editors says that its story is under an embargo."""
    beginning = text[:2000]
    return bool(_EMBARGO.search(beginning)) and not _EMBARGO_OVER.search(beginning)


@cache
def _note_starts() -> Phrases:
    return Phrases(all_languages().editorial.note_starts)


def _after_start(text: str) -> str | None:
    """Return what follows words such as `Note to editors` at the beginning of a text, or None."""
    bare = text[:_BEGINNING].lstrip(_DECORATION).replace("\u2019", "'")
    folded = bare.casefold()
    start = _note_starts().start(folded)
    if start is None or folded[len(start) : len(start) + 1].isalnum():
        return None
    return bare[len(start) :]


def _is_contact(text: str) -> bool:
    """Return whether a line consists of e-mail addresses, telephone numbers and a few words."""
    if len(text) > _LONGEST_CONTACT or not ("@" in text or any(map(str.isdigit, text))):
        return False
    rest, emails = _EMAIL.subn(" ", text) if "@" in text else (text, 0)
    rest, numbers = _PHONE.subn(" ", rest)
    if not emails + numbers:
        return False
    words = len(_WORD.findall(rest))
    sentence = words >= _SENTENCE_WORDS and text.rstrip()[-1:] in ".!?\u2026"
    return words <= _FEW_WORDS and not sentence
