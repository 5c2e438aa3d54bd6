"""Messages of wire copy, split into header, text and trailer.

IPTC 7901, section 3, prescribes: SOH, header, STX, text, ETX, trailer, EOT. In ANPA 1312, SYN
precedes the message, and `^` the lines above the text. Teletypes put either between ZCZC and NNNN.
Copies sent by e-mail lack the control bytes; they are recognized by the form of their header.
"""

import re
from datetime import datetime, tzinfo
from itertools import pairwise
from typing import Final, Literal

import msgspec

from feedsvc.parsers.dates import Timestamp
from feedsvc.parsers.dates.tokens import vocabulary, zone_named
from feedsvc.parsers.source import Options

Standard = Literal["IPTC 7901", "ANPA 1312", "ZCZC"]

SOH: Final = "\x01"
STX: Final = "\x02"
ETX: Final = "\x03"
EOT: Final = "\x04"

_LINE_END = re.compile(r"\r*\n|\r+|[\x85\u2028\u2029]")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")
_BLANK = "\x00\x08\x0c\x0f\x16\x7f \t\r\n\ufeff"
_IPTC_HEADER = re.compile(r"[A-Za-z]{2,4}\s?\d{2,5}\s+[1-9]\s+[A-Za-z]{1,4}\s+\d{1,5}(?:\s|$)")
_NUMBERED = re.compile(r"[A-Za-z]{1,5}[\s-]?\d{1,5}\b")
_ANPA_NUMBER = re.compile(r"[A-Za-z]\d{3,4}(?:[^A-Za-z0-9\s]?\S{0,12})$")
_ANPA_HEADER = re.compile(
    r"[a-z] (?P<category>[a-z])[\s\x0f-\x14]{1,6}(?:[A-Z]{2}-|\S.{0,60}?\s\d\d-\d\d\s)"
)
_ZCZC = re.compile(r"ZCZC\b")
_NNNN = re.compile(r"N{4}\b")
_BEGINNING = 400

# `131137 GMT Nov 13`: day, time, zone, month in the agency's language, year.
_IPTC_TRAILER = re.compile(
    r"(?P<day>\d\d)(?P<hour>\d\d)(?P<minute>\d\d)[ .:]?\s*(?P<zone>[A-Za-z]{1,5})?\s+"
    r"(?P<month>[^\W\d_]{3,10})\.?,?\s+(?P<year>\d{4}|\d\d)\b"
)
# `AP-WF-11-13-13 1509GMT`: agency, circuit, month, day, year, time and zone.
_ANPA_TRAILER = re.compile(
    r"(?P<agency>[A-Za-z]{2,6})-(?P<circuit>[A-Z0-9]{2,4})-(?P<month>\d\d)-(?P<day>\d\d)-"
    r"(?P<year>\d{4}|\d\d)\s+(?P<hour>\d\d):?(?P<minute>\d\d)\s?(?P<zone>[A-Za-z]{1,5})"
)
_TRAILER_ROWS: Final = 12
_CENTURY_TURN: Final = 70


class Row(msgspec.Struct, frozen=True, gc=False):
    """A line of a message without control bytes; `number` is its line number in the file."""

    number: int
    text: str


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """The rows of a message's header, text and trailer, and its category code in ANPA 1312."""

    standard: Standard
    header: tuple[Row, ...]
    text: tuple[Row, ...]
    trailer: tuple[Row, ...]
    category: str = ""


def begins_message(text: str) -> bool:
    """Return whether a text begins with a message, by control bytes or the form of the header."""
    lines = [line for line in _LINE_END.split(text[:_BEGINNING]) if _bare(line)]
    if not lines:
        return False
    return _form(lines, 0) is not None or (
        SOH in text[:_BEGINNING].partition(STX)[0] and _NUMBERED.match(_bare(lines[0])) is not None
    )


def split_messages(text: str) -> list[Message]:
    """Return the messages of a file in order; lines between messages are ignored."""
    raw = _LINE_END.split(text)
    starts: list[int] = []
    expected = True
    for at, line in enumerate(raw):
        if SOH in line or _ZCZC.match(line.strip(_BLANK)) or (expected and _form(raw, at)):
            framed = starts and not any(_bare(other) for other in raw[starts[-1] + 1 : at])
            if framed and _ZCZC.match(raw[starts[-1]].strip(_BLANK)):
                starts.pop()  # The header inside a ZCZC frame does not begin another message.
            starts.append(at)
            expected = False
        elif EOT in line or _NNNN.match(line.strip(_BLANK)):
            expected = True
        elif _bare(line):
            expected = False
    return [_message(raw, start, end) for start, end in pairwise([*starts, len(raw)])]


def read_trailer(
    rows: tuple[Row, ...], options: Options
) -> tuple[Timestamp | None, str | None, int]:
    """Return the time and the agency in the trailer, and its line number.

    Without a trailer in the last rows, time and agency are None and the number is 0.
    """
    for row in rows[: -_TRAILER_ROWS - 1 : -1]:
        text = row.text.strip(" \t<^=")
        trailer = _ANPA_TRAILER.fullmatch(text) or _IPTC_TRAILER.fullmatch(text)
        stamp = _stamp(trailer, options) if trailer else None
        if trailer and stamp:
            return stamp, trailer.groupdict().get("agency"), row.number
    return None, None, 0


def _form(raw: list[str], at: int) -> Standard | None:
    """Return the standard of a header line, by its form; None for any other line."""
    bare = _bare(raw[at])
    if _ZCZC.match(bare):
        return "ZCZC"
    if (
        _ANPA_NUMBER.match(bare)
        and at + 1 < len(raw)
        and _ANPA_HEADER.match(raw[at + 1].strip(_BLANK))
    ):
        return "ANPA 1312"
    return "IPTC 7901" if _IPTC_HEADER.match(bare) else None


def _message(raw: list[str], start: int, end: int) -> Message:
    """Split the lines of a message at STX and ETX; it ends at EOT or NNNN."""
    parts: tuple[list[Row], list[Row], list[Row]] = ([], [], [])
    has_text = any(STX in line for line in raw[start:end])
    place = 0 if has_text else 1
    for number, line in enumerate(raw[start:end], start + 1):
        if number > start + 1 and _NNNN.match(line.strip(_BLANK)):
            break
        rest, closed = line.partition(EOT)[0], EOT in line
        for sign, following in ((STX, 1), (ETX, 2)):
            if sign in rest and place < following:
                before, _, rest = rest.partition(sign)
                _add(parts[place], number, before)
                place = following
        _add(parts[0 if number == start + 1 and not has_text else place], number, rest)
        if closed:
            break
    return _of_standard(raw, start, parts)


def _of_standard(
    raw: list[str], start: int, parts: tuple[list[Row], list[Row], list[Row]]
) -> Message:
    header, text, trailer = parts
    codes = next(
        (_ANPA_HEADER.match(line.strip(_BLANK)) for line in raw[start + 1 : start + 2]), None
    )
    marked = next((row.text for row in text if row.text), "").startswith("^")
    standard: Standard = "IPTC 7901"
    if codes or marked:
        standard = "ANPA 1312"
        if not any(STX in line for line in raw[start : start + 4]):
            header.extend(text[:1])
            del text[:1]
    elif _ZCZC.match(_bare(raw[start])):
        standard = "ZCZC"
    return Message(
        standard=standard,
        header=tuple(header),
        text=tuple(text),
        trailer=tuple(trailer),
        category=codes["category"] if codes else "",
    )


def _add(rows: list[Row], number: int, line: str) -> None:
    rows.append(Row(number, _CONTROLS.sub("", line).rstrip()))


def _bare(line: str) -> str:
    return _CONTROLS.sub("", line).strip(_BLANK)


def _stamp(trailer: re.Match[str], options: Options) -> Timestamp | None:
    name = trailer["month"]
    month = int(name) if name.isdecimal() else vocabulary().months.get(name.casefold(), 0)
    year = int(trailer["year"])
    if len(trailer["year"]) == len("26"):
        year += 1900 if year >= _CENTURY_TURN else 2000
    try:
        time = datetime(  # noqa: DTZ001 - the zone is set below, if the trailer names one
            year, month, int(trailer["day"]), int(trailer["hour"]), int(trailer["minute"])
        )
    except ValueError:
        return None
    return Timestamp(time=time.replace(tzinfo=_zone(trailer["zone"], options)), precision="minute")


def _zone(letters: str | None, options: Options) -> tzinfo | None:
    """Return a time zone; None, which means the site's, if it is missing or unknown."""
    name = (letters or "").casefold()
    return options.zones.get(name) or zone_named(name)
