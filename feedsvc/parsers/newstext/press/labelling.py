"""Tells what each line of a press release is, from the line alone and the tables of words."""

import re
from typing import Final, Literal

import msgspec

from feedsvc.parsers.dates import DateLine, read_date_line
from feedsvc.parsers.newstext.embargoes import Embargo, read_embargo
from feedsvc.parsers.newstext.press.words import RELEASE_WORDS
from feedsvc.parsers.source import Options

Kind = Literal[
    "",
    "kind",
    "issuer",
    "issuer below",
    "contact",
    "about",
    "note",
    "more",
    "picture",
    "end",
    "date",
    "embargo",
    "link",
    "rights",
]
"""What a table or a sign says that a line is; empty for a line of the story."""

IN_WORDS: Final[dict[Kind, str]] = {
    "kind": "names the kind of text",
    "issuer": "names the issuer",
    "issuer below": "stands above the issuer",
    "contact": "how to reach the issuer",
    "about": "heads what the issuer says of itself",
    "note": "a note to editors",
    "more": "leads elsewhere",
    "picture": "leads to a picture",
    "end": "closes the release",
    "date": "nothing but a date",
    "embargo": "says when the story may be published",
    "link": "an address",
    "rights": "a line of rights",
}

_SHORT, _MOST_CODE = 120, 30
_AFTER_KIND = ":-|*\u2013\u2014"
_SIGNS = " \t*([{<-\u2013\u2014•#_"


def _all(field: str) -> tuple[str, ...]:
    """Return a field's words of all languages, the longest first, so that none hides another."""
    lists = (getattr(words, field).split("|") for words in RELEASE_WORDS.values())
    return tuple(sorted({word for words in lists for word in words if word}, key=len))[::-1]


def _any(field: str) -> str:
    return "|".join(map(re.escape, _all(field)))


_KINDS, _SOURCES, _ISSUERS = _all("kinds"), _all("sources"), _all("issuers")
_CONTACTS, _PICTURES, _NOTES = _all("contacts"), _all("pictures"), _all("notes")
_ABOUT, _STATEMENTS, _MORE = _all("about"), _all("statements"), _all("more")
_ENDS, _ABOVE_ISSUER = frozenset(_all("ends")), frozenset(_all("above_issuer"))
# Most lines are told apart by two letters, long before a table is searched.
_LETTERS = frozenset(
    word[:2] for field in RELEASE_WORDS["en"].__struct_fields__ for word in _all(field)
)

_KIND = re.compile(rf"(?:{_any('kinds')})\b\s*(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
_ISSUER = re.compile(
    rf"(?:{_any('sources')}|{_any('issuers')})\s*[:\uff1a]\s*(?P<name>.+)", re.IGNORECASE
)
_CAPITAL_ISSUER = re.compile(
    rf"(?:{'|'.join(re.escape(word.upper()) for word in _SOURCES)})\s+(?P<name>\S.*)"
)
_CODE = re.compile(r"(?:no\.?|nr\.?|n°|#)?\s*[A-Z]{0,5}[-/ ]?\d[\w./-]{0,15}", re.IGNORECASE)
_CONTACT = re.compile(
    rf"(?:{_any('contacts')})(?:[\s(/\w]{{0,30}}[:\uff1a]|\s*\W*$)", re.IGNORECASE
)
_PICTURE = re.compile(
    rf"(?:{_any('pictures')})(?:\s*\d{{1,2}})?\s*(?:[-:\u2013\u2014]|available|$)", re.IGNORECASE
)
_NOTE = re.compile(rf"(?:{_any('notes')})\s*(?:$|[:(*\d])", re.IGNORECASE)
_ARTICLES = frozenset(
    ("the", "us", "our", "this", "la", "le", "les", "die", "der", "das", "den", "el", "los", "il")
)
_AND_TEXT = re.compile(r"[^.:;]{2,80}(?::| [-\u2013\u2014]) \S")
_REACHES = re.compile(r"@|(?:\d[\s().-]*){7}|\b(?:contact|call|e-?mail)\b", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^\s()<>\[\]\"]+")
_MAIL = re.compile(r"[^\s@]@[^\s@]+\.[a-z]{2,}", re.IGNORECASE)
_PHONE = re.compile(
    r"\W{0,9}(?:\(?[A-Za-z]{1,12}\)?[.:]?\s{0,3}){0,3}\+?[\d(][\d\s().\-/]{6,20}"
    r"(?:\s?(?:ext|x)\.?\s?\d{1,6})?\W{0,9}$"
)
_RIGHTS = re.compile(r"©|\(c\) ?\d{4}|copyright (?:©|\(c\)|\d{4})", re.IGNORECASE)


class Mark(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What a line is marked as, and what it is worth.

    `value` is the issuer, the code of the release or the address of a picture; `text` is the
    line without its label.
    """

    kind: Kind = ""
    value: str = ""
    text: str = ""
    embargo: Embargo | None = None
    dates: DateLine | None = None


def read_mark(text: str, options: Options) -> Mark:
    """Return the mark of a line; its kind is empty where it has none."""
    bare = text.lstrip(_SIGNS)
    folded = bare.casefold()
    embargo = read_embargo(text, options)
    if text.casefold() in _ENDS:
        return Mark(kind="end", text=text)
    if embargo:
        return Mark(kind="embargo", text=text, embargo=embargo)
    found = _by_words(text, bare, folded) if folded[:2] in _LETTERS else None
    found = found or _by_signs(text, options)
    return found or Mark(text=text)


def names_kind(text: str) -> bool:
    """Tell a line that says that what follows is a press release."""
    bare = text.lstrip(_SIGNS)
    if not bare.casefold().startswith(_KINDS):
        return False
    mark = _of_kind(text, bare)
    return mark is not None


def is_address(text: str) -> bool:
    """Tell a line that begins with an address."""
    return _ADDRESS.match(text) is not None


def is_detail(text: str) -> bool:
    """Tell a line that has nothing but how to reach somebody."""
    return len(text) <= _SHORT and bool(_PHONE.match(text) or ("@" in text and _MAIL.search(text)))


def _by_words(text: str, bare: str, folded: str) -> Mark | None:
    """Mark a line by the words that it begins with."""
    if folded.startswith(_KINDS) and (mark := _of_kind(text, bare)):
        return mark
    if folded.startswith(_PICTURES) and (mark := _of_picture(text, bare)):
        return mark
    if len(text) <= _SHORT and (mark := _of_people(text, bare, folded)):
        return mark
    kind: Kind = ""
    if _is_about(bare, folded):
        kind = "about"
    elif folded.startswith(_NOTES) and _NOTE.match(bare):
        kind = "note"
    elif folded.startswith(_MORE) and (not text.endswith(".") or _REACHES.search(text)):
        kind = "more"
    return Mark(kind=kind, text=text) if kind else None


def _of_picture(text: str, bare: str) -> Mark | None:
    """Read a picture's address; it may stand on the next line."""
    address = _ADDRESS.search(text)
    if not _PICTURE.match(bare) or not (address or len(text) < _MOST_CODE):
        return None
    return Mark(kind="picture", text=text, value=address[0].rstrip(".,;)") if address else "")


def _of_people(text: str, bare: str, folded: str) -> Mark | None:
    """Read the issuer, or how to reach it."""
    if folded.strip(" :") in _ABOVE_ISSUER:
        return Mark(kind="issuer below", text=text)
    if folded.startswith((*_SOURCES, *_ISSUERS)):
        issuer = _ISSUER.match(bare) or _CAPITAL_ISSUER.match(bare)
        if issuer:
            return Mark(kind="issuer", text=text, value=issuer["name"].strip())
    if folded.startswith(_CONTACTS) and _CONTACT.match(bare):
        return Mark(kind="contact", text=text)
    return None


def _by_signs(text: str, options: Options) -> Mark | None:
    """Mark a line by what it is made of."""
    if _RIGHTS.match(text):
        return Mark(kind="rights", text=text)
    if text.startswith("http") and _ADDRESS.fullmatch(text):
        return Mark(kind="link", text=text)
    dates = _date(text, options)
    if dates:
        return Mark(kind="date", text=text, dates=dates)
    return Mark(kind="contact", text=text) if is_detail(text) else None


def _of_kind(text: str, bare: str) -> Mark | None:
    """Read what follows `MEDIA RELEASE`: nothing, a code, a date, or the headline."""
    kind = _KIND.match(bare)
    if not kind:
        return None
    rest = kind["rest"].strip(" \t" + _AFTER_KIND)
    date = read_date_line(rest) if rest else None
    if date and date.stamps:
        return Mark(kind="kind", text=text, dates=date)
    if not rest or _CODE.fullmatch(rest):
        return Mark(kind="kind", text=text, value=rest)
    labelled = kind["rest"].lstrip().startswith(":")
    return Mark(text=rest) if labelled else None


def _is_about(bare: str, folded: str) -> bool:
    """Tell what heads a boilerplate, alone or before its text.

    `About half of the crew` does not, `About Half Full Ltd` does.
    """
    heading = len(bare) <= _SHORT and not bare.endswith((".", "?"))
    if folded.startswith(_STATEMENTS):
        return heading
    if not folded.startswith(_ABOUT):
        return False
    name = bare[len(next(word for word in _ABOUT if folded.startswith(word))) :].strip()
    named = bool(name) and (not name[0].islower() or name.casefold().split()[0] in _ARTICLES)
    return named and (heading or _AND_TEXT.match(name) is not None)


def _date(text: str, options: Options) -> DateLine | None:
    label, _, rest = text.partition(":")
    text = rest.strip() if label.casefold() in ("date", "release date", "datum") else text
    return read_date_line(text, month_first=options.month_first, zones=options.zones)
