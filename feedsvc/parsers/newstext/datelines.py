"""Datelines: `KYIV:`, `HANOI, Vietnam (AP) —`, `横浜:`, `RIGA, March 3, 2026 /PRNewswire/ --`."""

import re
from functools import cache
from typing import Final

import msgspec

from feedsvc.parsers.dates import Timestamp, read_date_line
from feedsvc.parsers.newstext.lexicon import all_languages, common, languages

_LONGEST: Final = 90
_FEW_WORDS, _MOST_WORDS, _SHORT_NAME = 2, 5, 6

# Every dateline has one of these signs; looking for them first is faster than matching _END.
_SIGN = re.compile("[-:—\u2013\uff1a电।/(]")
# What ends a dateline, unlike the hyphens inside a name (AIX-EN-PROVENCE).
_END = re.compile(r"--+|—|\.-|[-\u2013](?<=\s.)\s|[:\uff1a]")
_BRACKETS = frozenset("【[(\uff08")
_AGENCY_BEHIND = re.compile(r"\s*(?:\(([^()]{2,30})\)|/([^/]{2,20})/)\.?$")
_AGENCY_AFTER_DATE = re.compile(r"(?<=\d) ([A-Z]{2,8})$")
_AGENCY_INSIDE = re.compile(r"^([^()/:]{2,60}?)\.?\s*(?:\(([^()]{2,30})\)|/([^/]{2,20})/)[.:]?\s")
_AGENCY_BEFORE = re.compile(r"^\(([^()]{2,30})\)\s*[-\u2013—]+\s*")
_PLACE_AND_AGENCY = re.compile(
    "^[【\\[(\uff08]([^=\uff1d\\])\uff09】]{1,20})[=\uff1d]([^\\])\uff09】]{1,20})[】\\])\uff09]"
)
_CABLE = re.compile("^(新华社|中新社|新华网)([\u4e00-\u9fff]{2,8}?)(?:\\d{1,2}月)?\\d{1,2}日电")
_AGENCY_ALONE = re.compile(r"^(\S+(?: \S+){0,2}) [-\u2013] ([^:]{2,20}):$")
_REPORTER = re.compile(r"^([^,।]{2,30}), ([^,।]{2,20})।")

_LONGEST_OF_RELEASE: Final = 160
_DATE = (
    r"(?:[A-Z][^\W\d_]{2,9}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}"
    r"|\d{1,2}(?:st|nd|rd|th|\.)? [^\W\d_]{3,10}\.?,? \d{4}|\d{1,2}\.\d{1,2}\.\d{4})"
)
_FINDS_DATE = re.compile(_DATE)
_SENDER = re.compile(r"/\s?([^/()\n]{2,40}?)\s?/|\(([^()\n]{2,70})\)")
_AFTER_SENDER = re.compile(rf"\s*(?P<date>{_DATE})?\s*/?\s*(?:--+|[-\u2013\u2014])?\s*")
_WITHOUT_SENDER = re.compile(
    r"(?P<place>[^\W\d_][^\d()/:;!?]{1,50}?)[\s,]+(?:(?:le|am|den|il|el|a|on) )?"
    rf"(?:[-\u2013\u2014(]\s?)?(?P<date>{_DATE})\)?"
    r"(?:,? \d{1,2}[:.]\d\d(?: ?[ap]\.?m\.?)?(?: [A-Z]{2,4})?)?\s*(?:--+|[-\u2013\u2014:]|$)\s*"
)
_AROUND_PLACE = " ,-\u2013\u2014"


class ParsedDateline(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A dateline as printed; `sure` if its form alone shows that a story begins here.

    A state or province is part of `place` (`ST. JOSEPH, Mich.`), a country is not. `reporter` is
    the author, whom Hindi newspapers name in the dateline.
    """

    place: str | None
    country: str | None = None
    agency: str | None = None
    reporter: str | None = None
    sure: bool = False


class ReleaseDateline(msgspec.Struct, frozen=True, kw_only=True):
    """The dateline of a press release, and its date.

    `alone` is true if no text follows on the line, `distributed` if the dateline names a
    distributor of press releases (`PRNewswire`).
    """

    dateline: ParsedDateline
    stamp: Timestamp | None = None
    alone: bool = False
    distributed: bool = False


def read_dateline(text: str) -> ParsedDateline | None:
    """Return the dateline at the beginning of a paragraph, or None."""
    head = text[:_LONGEST]
    if head[:1] in _BRACKETS:
        return _read_other_form(head)
    if not _SIGN.search(head):
        return None
    end = _END.search(head)
    if not end or not end.start():
        return _read_without_dash(head) or (None if head.isascii() else _read_other_form(head))
    colon = head[end.end() - 1] in ":\uff1a"
    return _read_places(head[: end.start()].rstrip(" ."), None, colon=colon) or _read_without_dash(
        head
    )


def read_lone_dateline(text: str) -> ParsedDateline | None:
    """Return the dateline on a line of its own: `BAAR, SWITZERLAND`, `جدة - واس:`."""
    signed = _AGENCY_ALONE.match(text[:_LONGEST]) if text[-1] == ":" else None
    if signed and is_agency(signed[2]):
        return ParsedDateline(place=signed[1], agency=signed[2].strip())
    if len(text) > _LONGEST or "," not in text or text != text.upper() or text == text.lower():
        return None
    return _read_places(text, None)


def read_release_dateline(text: str) -> ReleaseDateline | None:
    """Return the dateline at the beginning of a paragraph of a press release.

    None if it has neither a date nor a sender.
    """
    head = text[:_LONGEST_OF_RELEASE]
    for named in _SENDER.finditer(head):
        sender, _, date = (named[1] or named[2]).partition(" - ")
        distributed = _is_distributor(sender)
        if not distributed and not is_agency(sender):
            continue
        after = _AFTER_SENDER.match(head, named.end())
        before = head[: named.start()]
        dates = _FINDS_DATE.search(before)
        day = dates[0] if dates else date or (after["date"] if after else None)
        place = _FINDS_DATE.sub("", before).strip(_AROUND_PLACE)
        dateline = _read_places(place, sender.strip(), known=True) if place else None
        if not dateline:
            return None
        end = after.end() if after else named.end()
        return ReleaseDateline(
            dateline=dateline,
            stamp=_stamp(day),
            alone=not text[end:].strip(),
            distributed=distributed,
        )
    return _read_without_sender(text)


def is_agency(text: str) -> bool:
    """Return whether a text is the name of a news agency, and only that."""
    return text.strip().casefold() in _words().agencies


def is_state(text: str) -> bool:
    """Return whether a text is a US state or a Canadian province, in full or abbreviated."""
    return text.casefold().rstrip(".") in _words().states


class _Words:
    """The words of datelines in all languages."""

    def __init__(self) -> None:
        words = all_languages()
        self.agencies = frozenset(name.casefold() for name in common().agencies)
        self.distributors = frozenset(common().distributors)
        self.states = frozenset(common().states)
        self.not_places = frozenset(words.datelines.not_places)
        self.reporters = words.bylines.jobs
        self.months = frozenset(
            name for each in languages().values() for names in each.dates.months for name in names
        )


_words = cache(_Words)


def _read_other_form(head: str) -> ParsedDateline | None:
    """Read datelines in brackets, and datelines that end without a dash or colon."""
    joined = _PLACE_AND_AGENCY.match(head)
    if joined:
        return ParsedDateline(place=joined[1].strip(), agency=joined[2].strip(), sure=True)
    before = _AGENCY_BEFORE.match(head)
    if before and before[1].casefold() in _words().agencies:
        end = _END.search(head, before.end())
        inner = _read_places(head[before.end() : end.start()].strip(), before[1]) if end else None
        return inner or ParsedDateline(place=None, agency=before[1], sure=True)
    cable = _CABLE.match(head)
    if cable:
        return ParsedDateline(place=cable[2], agency=cable[1], sure=True)
    reporter = _REPORTER.match(head)
    if reporter and reporter[1].endswith(_words().reporters):
        return ParsedDateline(place=reporter[2], reporter=reporter[1], sure=True)
    return None


def _read_without_dash(head: str) -> ParsedDateline | None:
    """Read `NEW DELHI, Mar 3 (PTI) ` and `MOSCOW, March 3. /TASS/. `."""
    inside = _AGENCY_INSIDE.match(head) if head[:2].isupper() else None
    if not inside or not _is_capitals(inside[1].partition(",")[0]):
        return None
    agency = inside[2] or inside[3]
    return _read_places(inside[1], agency) if is_agency(agency) else None


def _read_without_sender(text: str) -> ReleaseDateline | None:
    """Read `Riga, 3 March 2026 - `, where the date shows that this is a dateline."""
    plain = _WITHOUT_SENDER.match(text[:_LONGEST_OF_RELEASE])
    stamp = _stamp(plain["date"]) if plain else None
    if not plain or not stamp:
        return None
    dateline = _read_places(plain["place"].strip(_AROUND_PLACE), None, known=True)
    if not dateline:
        return None
    alone = not text[plain.end() :].strip()
    return ReleaseDateline(dateline=dateline, stamp=stamp, alone=alone)


def _read_places(
    text: str, agency: str | None, *, colon: bool = False, known: bool = False
) -> ParsedDateline | None:
    """Read place, country and agency from a dateline without the sign at its end.

    `colon` is true if that sign was a colon, `known` if an agency or a date outside the text
    proves that it is a dateline.
    """
    behind = _AGENCY_BEHIND.search(text)
    if behind:
        text, agency = text[: behind.start()], _without_service(behind[1] or behind[2])
    named = _AGENCY_AFTER_DATE.search(text) if agency is None else None
    if named and is_agency(named[1]):
        agency = named[1]
    segments = [part.strip() for part in re.split("[,،]", text)]
    segments = [part for part in segments if part and not _is_date(part)]
    if not segments or segments[0].casefold() in _words().not_places:
        return None
    known = known or (agency is not None and all(map(is_agency, agency.split("/"))))
    town, second = segments[0], segments[1].split("/")[0] if len(segments) > 1 else None
    state = second is not None and is_state(second)
    if not _is_place(town, known=known, state=state, colon=colon):
        return None
    return ParsedDateline(
        place=f"{town}, {second}" if state else town,
        country=None if state else second,
        agency=agency,
        sure=_is_capitals(town) or known,
    )


def _without_service(agency: str) -> str:
    """Reduce a service (`dpa/lnw`) to its agency; two agencies (`AFP/dpa`) stay as they are."""
    known = [part for part in agency.split("/") if is_agency(part)]
    return known[0] if len(known) == 1 else agency


def _is_place(town: str, *, known: bool, state: bool, colon: bool) -> bool:
    """Distinguish a town from other words, by its characters and what follows it."""
    words = town.split()
    letters = sum(char.isalpha() for char in town)
    if len(words) > _MOST_WORDS or letters != len(re.sub(r"[\s.'\u2019/-]", "", town)):
        return False
    if _is_capitals(town):
        return letters > _FEW_WORDS
    if town == town.lower() and town == town.upper():
        few = len(words) == 1 and _FEW_WORDS <= len(town) <= _SHORT_NAME
        return known or (colon and (few or (len(words) <= _FEW_WORDS and not _is_cjk(town))))
    return (known or (state and not colon)) and all(word[0].isupper() for word in words[::2])


def _is_capitals(text: str) -> bool:
    text = text.replace("Mc", "MC")
    return text == text.upper() and text != text.lower()


def _is_cjk(text: str) -> bool:
    return any("\u3040" <= char <= "\u9fff" or "\uac00" <= char <= "\ud7a3" for char in text)


def _is_date(part: str) -> bool:
    return any(map(str.isdecimal, part)) or part.casefold().rstrip(".") in _words().months


def _is_distributor(sender: str) -> bool:
    """Recognize a distributor, with or without a partner: `PRNewswire-AsiaNet`."""
    folded = sender.casefold().strip()
    first = re.split(r"[-/\u2013]", folded)[0].strip()
    known = _words().distributors
    return folded in known or first in known or folded.endswith(("-asianet", "newswire"))


def _stamp(day: str | None) -> Timestamp | None:
    line = read_date_line(day) if day else None
    return line.stamps[0] if line and line.stamps else None
