"""Parts a line that holds a date and who wrote, or where: `By Ann Lee | Oct 3, 2025`."""

import re
from collections.abc import Callable
from itertools import islice
from typing import Final

from feedsvc.parsers.dates import read_date_line
from feedsvc.parsers.newstext.bylines import is_name
from feedsvc.parsers.newstext.datelines import is_agency
from feedsvc.parsers.newstext.lines import CLOSERS, LOUD, STOPS, Kind, Line

_MOST_CUTS: Final = 8
_HALF_OF_DAY: Final = (".m.", "Uhr.")
_BESIDE_DATE: Final[frozenset[Kind]] = frozenset(("byline", "source", "furniture"))

_LAST: Final = frozenset(CLOSERS) | STOPS | LOUD
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SOURCE_INSIDE = re.compile("^(.*\\d.*?)\\s*((?:来源|來源|稿源)\\s*[:\uff1a]\\s*.{1,30})$")
_SIGN = re.compile(r"\s*[|•·]\s*|\s+[-\u2013\u2014/]\s+")
_CUT = re.compile(
    rf"{_SIGN.pattern}|,\s+|\s+on\s+|\s+(?=(?:first |last )?(?:published|updated|posted|by)\b)",
    re.IGNORECASE,
)


def read_parts(text: str, read: Callable[[str], Line]) -> tuple[str, ...]:
    """Return the date of a line and what stands before or behind it, in their order.

    `read` classifies a part. Empty where the line has no whole date, where nothing stands
    beside it, or where that is no byline, source, name, agency, single word or furniture.
    """
    inside = _SOURCE_INSIDE.match(text) if not text.isascii() else None
    if inside:
        return inside[1], inside[2]
    if not _may_hold_date(text):
        return ()
    for cut in islice(_CUT.finditer(text), _MOST_CUTS):
        parts = text[: cut.start()].strip(), text[cut.end() :].strip()
        for date, rest in (parts, parts[::-1]):
            if rest and date and _is_whole_date(date) and not _YEAR.search(rest):
                signed = _SIGN.fullmatch(cut[0]) is not None
                if _stands_beside_date(rest, read, signed=signed):
                    return parts
    return ()


def _may_hold_date(text: str) -> bool:
    """Tell a line with a year that is no sentence; most lines are told by their letters."""
    if "20" not in text and "19" not in text:
        return False
    sentence = text[-1] in _LAST and not text.endswith(_HALF_OF_DAY)
    return not sentence and _YEAR.search(text) is not None


def _is_whole_date(text: str) -> bool:
    dates = read_date_line(text)
    return dates is not None and bool(dates.stamps)


def _stands_beside_date(text: str, read: Callable[[str], Line], *, signed: bool) -> bool:
    """Tell what pages put beside a date; names and places only where a sign parts them."""
    if signed and (is_agency(text) or is_name(text) or (text.isalpha() and text[0].isupper())):
        return True
    return read(text).kind in _BESIDE_DATE
