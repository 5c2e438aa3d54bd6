"""Tells what each line of a press release is, from the line alone and the tables of words."""

import re
from collections.abc import Iterator
from typing import Final, Literal

import msgspec

from feedsvc.parsers.dates import DateLine, read_date_line
from feedsvc.parsers.embargoes import read_embargo
from feedsvc.parsers.line import Line, ends_sentence
from feedsvc.parsers.press.words import RELEASE_WORDS
from feedsvc.parsers.source import Options
from feedsvc.parsers.wrapping import goes_on, width_of

Mark = Literal[
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

_SHORT, _LONGEST_HEADING, _MOST_CODE = 120, 250, 30
_AFTER_KIND = ":-|*\u2013\u2014"
_ADDRESS = re.compile(r"https?://[^\s()<>\[\]\"]+")
_MAIL = re.compile(r"[^\s@]+@[^\s@]+\.[a-z]{2,}", re.IGNORECASE)
_PHONE = re.compile(
    r"^\W*(?:\(?[A-Za-z]{1,12}\)?[.:]?\s*){0,3}\+?[\d(][\d\s().\-/]{6,20}(?:\s*(?:ext|x)\.?\s*\d+)?\W*$"
)
_RIGHTS = re.compile(r"^(?:©|\(c\) ?\d{4}|copyright (?:©|\(c\)|\d{4}))", re.IGNORECASE)
_BULLET = re.compile(r"^(?:[•▪■●◦‣∙·*+]|--?(?=\s)|\u2013(?=\s)|\u2014(?=\s))\s*")


def _all(field: str) -> tuple[str, ...]:
    lists = (getattr(words, field).split("|") for words in RELEASE_WORDS.values())
    return tuple(sorted({word for words in lists for word in words if word}, key=len))[::-1]


def _any(field: str) -> str:
    return "|".join(map(re.escape, _all(field)))


KINDS: Final = _all("kinds")
_KIND = re.compile(rf"^\W*(?:{_any('kinds')})\b\s*(?P<rest>.*)$", re.IGNORECASE)
_LABELLED_ISSUER = re.compile(rf"^(?:{_any('issuers')})\s*[:\uff1a]\s*(?P<name>.+)$", re.IGNORECASE)
_CAPITAL_ISSUER = re.compile(
    rf"^(?:{'|'.join(re.escape(word.upper()) for word in _all('issuers'))})\s+(?P<name>\S.*)$"
)
_CONTACT = re.compile(
    rf"^\W*(?:{_any('contacts')})(?P<rest>[\s(/\w]{{0,30}}[:\uff1a].*|\s*\W*)$", re.IGNORECASE
)
_PICTURE = re.compile(
    rf"^\W*(?:{_any('pictures')})(?:\s*\d{{1,2}})?\s*(?:[-:\u2013\u2014]|available|$).*",
    re.IGNORECASE,
)
_ABOUT, _NOTES, _MORE = _all("about"), _all("notes"), _all("more")
_ENDS = frozenset(_all("ends"))
_ABOVE_ISSUER = frozenset(_all("above_issuer"))


class Row(msgspec.Struct, kw_only=True):
    """A line of a release: the line, the blank ones above it, its mark and what it is worth.

    `value` is the issuer, the code of the release, the address or the headline behind a label.
    """

    line: Line
    mark: Mark = ""
    value: str = ""

    @property
    def text(self) -> str:
        """The line's text."""
        return self.line.text


def read_rows(first: int, raw: list[str], options: Options) -> list[Row]:
    """Return the lines that hold text, each with its mark; wrapped ones are joined.

    A marked line is never joined with the one below it: a headline often follows at once.
    """
    rows: list[Row] = []
    width, gap, above = width_of(raw), 0, ""
    for number, text in enumerate(raw, first):
        bare = text.strip()
        if not bare:
            gap, above = gap + 1, ""
            continue
        if rows and width and not gap and not rows[-1].mark and goes_on(above, text, width):
            rows[-1].line.text += f" {bare}"
        elif rows and not gap and rows[-1].mark == "picture" and not rows[-1].value:
            _take_address(rows[-1], bare)
        else:
            rows.append(Row(line=Line(text=bare, number=number, gap=gap)))
            _mark(rows[-1], options)
        gap, above = 0, text
    return list(_split_bars(rows, options))


def weigh(row: Row) -> None:
    """Tell a sentence, a bullet and a heading apart, for a line without a mark."""
    line = row.line
    bullet = _BULLET.match(line.text)
    if bullet and bullet.end() < len(line.text):
        line.kind, line.text = "bullet", line.text[bullet.end() :]
    elif len(line.text) <= _LONGEST_HEADING and not ends_sentence(line.text):
        line.kind = "heading"


def names_kind(text: str) -> bool:
    """Tell a line that says that what follows is a press release."""
    kind = _KIND.match(text)
    if not kind:
        return False
    rest = kind["rest"].strip()
    return not rest or rest[0] in _AFTER_KIND or any(char.isdecimal() for char in rest)


def is_detail(text: str) -> bool:
    """Tell a line that has nothing but how to reach somebody."""
    return len(text) <= _SHORT and bool(_PHONE.match(text) or _MAIL.search(text))


def _mark(row: Row, options: Options) -> None:
    text = row.text
    folded = text.casefold()
    row.line.embargo = read_embargo(text, options)
    kind = _KIND.match(text)
    issuer = _LABELLED_ISSUER.match(text) or _CAPITAL_ISSUER.match(text)
    if folded in _ENDS:
        row.mark, row.line.why = "end", "closes the release"
    elif row.line.embargo:
        row.mark, row.line.kind = "embargo", "embargo"
    elif kind and _is_kind(row, kind["rest"].strip(" \t" + _AFTER_KIND)):
        return
    elif folded.strip(" :") in _ABOVE_ISSUER:
        row.mark, row.line.why = "issuer below", "stands above the issuer"
    elif issuer and len(text) <= _SHORT:
        row.mark, row.value = "issuer", issuer["name"].strip()
    else:
        _mark_by_sign(row, folded)


def _mark_by_sign(row: Row, folded: str) -> None:
    text = row.text
    if _RIGHTS.match(text):
        row.mark = "rights"
    elif _ADDRESS.fullmatch(text):
        row.mark = "link"
    elif _PICTURE.match(text) and (_ADDRESS.search(text) or len(text) < _MOST_CODE):
        row.mark, row.line.why = "picture", "leads to a picture"
        _take_address(row, "")
    elif len(text) <= _SHORT and (_CONTACT.match(text) or is_detail(text)):
        row.mark, row.line.why = "contact", "how to reach the issuer"
    elif folded.startswith(_ABOUT) and len(text) <= _SHORT and not text.endswith((".", "?")):
        row.mark, row.line.why = "about", "heads what the issuer says of itself"
    elif folded.startswith(_NOTES) and (row.line.gap or not text.endswith(".")):
        row.mark, row.line.why = "note", "a note to editors"
    elif folded.startswith(_MORE) and (not text.endswith(".") or is_detail(text)):
        row.mark, row.line.why = "more", "leads elsewhere"


def _is_kind(row: Row, rest: str) -> bool:
    """Read what follows `MEDIA RELEASE`: nothing, a code, a date, or the headline."""
    date = read_date_line(rest) if rest else None
    if date and date.stamps:
        row.mark, row.line.dates = "kind", date
    elif not rest or (len(rest) <= _MOST_CODE and (" " not in rest or rest == rest.upper())):
        row.mark, row.value = "kind", rest if any(char.isdecimal() for char in rest) else ""
    elif ":" in row.text[: len(row.text) - len(rest)]:
        row.line.text = rest
        return True
    else:
        return False
    row.line.why = "names the kind of text"
    return True


def _take_address(row: Row, below: str) -> None:
    """Find a picture's address on its line, or on the one below it."""
    if below:
        row.line.text = f"{row.text} {below}"
    address = _ADDRESS.search(row.text)
    row.value = address[0].rstrip(".,;)") if address else row.value


def _split_bars(rows: list[Row], options: Options) -> Iterator[Row]:
    """Mark dates, and part `March 3, 2026 08:00 ET | Source: Acme`."""
    for row in rows:
        parts = [part.strip() for part in row.text.split("|")] if len(row.text) <= _SHORT else []
        if not row.mark and len(parts) > 1 and _date(parts[0], options):
            for part in filter(None, parts):
                piece = Row(line=Line(text=part, number=row.line.number, gap=row.line.gap))
                _mark(piece, options)
                yield _dated(piece, options)
        else:
            yield _dated(row, options)


def _dated(row: Row, options: Options) -> Row:
    if not row.mark:
        row.line.dates = _date(row.text, options)
        if row.line.dates:
            row.mark, row.line.kind = "date", "date"
    return row


def _date(text: str, options: Options) -> DateLine | None:
    label, _, rest = text.partition(":")
    text = rest.strip() if label.casefold() in ("date", "release date", "datum") else text
    return read_date_line(text, month_first=options.month_first, zones=options.zones)
