"""Reads the dateline of a press release: `RIGA, Latvia, March 3, 2026 /PRNewswire/ -- `."""

import re
from typing import Final

import msgspec

from feedsvc.parsers.dates import Timestamp, read_date_line
from feedsvc.parsers.newstext.datelines import ParsedDateline, is_agency, read_places
from feedsvc.parsers.newstext.press.words import DISTRIBUTORS

_LONGEST: Final = 160
_DATE = (
    r"(?:[A-Z][^\W\d_]{2,9}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}"
    r"|\d{1,2}(?:st|nd|rd|th|\.)? [^\W\d_]{3,10}\.?,? \d{4}|\d{1,2}\.\d{1,2}\.\d{4})"
)
_FINDS_DATE = re.compile(_DATE)
_NAMED = re.compile(r"/\s?([^/()\n]{2,40}?)\s?/|\(([^()\n]{2,70})\)")
_AFTER = re.compile(rf"\s*(?P<date>{_DATE})?\s*/?\s*(?:--+|[-\u2013\u2014])?\s*")
_PLAIN = re.compile(
    r"(?P<place>[^\W\d_][^\d()/:;!?]{1,50}?)[\s,]+(?:(?:le|am|den|il|el|a|on) )?"
    rf"(?:[-\u2013\u2014(]\s?)?(?P<date>{_DATE})\)?"
    r"(?:,? \d{1,2}[:.]\d\d(?: ?[ap]\.?m\.?)?(?: [A-Z]{2,4})?)?\s*(?:--+|[-\u2013\u2014:]|$)\s*"
)
_SIGNS = " ,-\u2013\u2014"
_SENDERS = frozenset(DISTRIBUTORS.split("|"))


class ReleaseDateline(msgspec.Struct, frozen=True, kw_only=True):
    """Where, when and by whom a release was sent; `alone` where no text follows on its line.

    `distributed` holds where a distributor of press releases sent it, not an agency.
    """

    opening: ParsedDateline
    stamp: Timestamp | None = None
    alone: bool = False
    distributed: bool = False


def read_release_dateline(text: str) -> ReleaseDateline | None:
    """Return the dateline at the head of a paragraph; None where it has no date and no sender."""
    head = text[:_LONGEST]
    for named in _NAMED.finditer(head):
        sender, _, date = (named[1] or named[2]).partition(" - ")
        distributed = _is_distributor(sender)
        if not distributed and not is_agency(sender):
            continue
        after = _AFTER.match(head, named.end())
        before = head[: named.start()]
        dates = _FINDS_DATE.search(before)
        day = dates[0] if dates else date or (after["date"] if after else None)
        place = _FINDS_DATE.sub("", before).strip(_SIGNS)
        opening = read_places(place, sender.strip(), known=True) if place else None
        if not opening:
            return None
        end = after.end() if after else named.end()
        return ReleaseDateline(
            opening=opening,
            stamp=_stamp(day),
            alone=not text[end:].strip(),
            distributed=distributed,
        )
    return _read_plain(text)


def _read_plain(text: str) -> ReleaseDateline | None:
    """Read `Riga, 3 March 2026 - `, where the date tells that this is a dateline."""
    plain = _PLAIN.match(text[:_LONGEST])
    stamp = _stamp(plain["date"]) if plain else None
    if not plain or not stamp:
        return None
    opening = read_places(plain["place"].strip(_SIGNS), None, known=True)
    if not opening:
        return None
    return ReleaseDateline(opening=opening, stamp=stamp, alone=not text[plain.end() :].strip())


def _stamp(day: str | None) -> Timestamp | None:
    line = read_date_line(day) if day else None
    return line.stamps[0] if line and line.stamps else None


def _is_distributor(sender: str) -> bool:
    """Tell a distributor, alone or with its partner: `PRNewswire-AsiaNet`."""
    folded = sender.casefold().strip()
    first = re.split(r"[-/\u2013]", folded)[0].strip()
    return folded in _SENDERS or first in _SENDERS or folded.endswith(("-asianet", "newswire"))
