"""Reads the dateline that opens a paragraph: `KYIV:`, `HANOI, Vietnam (AP) —`, `横浜:`."""

import re
from typing import Final

import msgspec

from feedsvc.parsers.dates.words import DATE_WORDS
from feedsvc.parsers.newstext.names import AGENCIES, STATES
from feedsvc.parsers.newstext.words import PAGE_WORDS

LONGEST: Final = 90

NOT_PLACES: Final = (
    "breaking|breaking news|exclusive|update|updated|analysis|opinion|video|photos|watch|live|"
    "note|notice|warning|correction|faq|new|just in|alert|fact check|explainer|review|interview|"
    "podcast|read|related|source|sources|important|attention|more|contact|media contact|"
    "question|answer|editorial|comment|background|context|key points|highlights|summary|"
    "urgent|flash|obituary|profile|timeline|factbox|developing|advertisement|tags|topics"
)
"""Words in capitals before a colon that are no dateline."""

_FEW_WORDS, _MOST_WORDS, _SHORT_NAME = 2, 5, 6

# The sign between dateline and text; a hyphen inside a name (AIX-EN-PROVENCE) is none.
# One of these stands in every dateline; to search for them alone is faster than for _END.
_SIGN = re.compile("[-:—\u2013\uff1a电।/(]")
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

_KNOWN_AGENCIES = frozenset(name.casefold() for name in AGENCIES.split("|"))
_STATES = frozenset(STATES.split("|"))
_NOT_PLACES = frozenset(NOT_PLACES.split("|"))
_REPORTERS = tuple(job for words in PAGE_WORDS.values() for job in words.jobs.split("|") if job)
_MONTHS = frozenset(
    name for words in DATE_WORDS.values() for name in "|".join(words.months.split()).split("|")
)


class ParsedDateline(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A dateline as printed; `sure` where its form alone tells that a story begins here.

    A state or province stays with the town (`ST. JOSEPH, Mich.`), a country has its own
    field. `reporter` is who signs in the dateline, as in Hindi papers.
    """

    place: str | None
    country: str | None = None
    agency: str | None = None
    reporter: str | None = None
    sure: bool = False


def read_dateline(text: str) -> ParsedDateline | None:
    """Return the dateline at the head of a paragraph, or None."""
    head = text[:LONGEST]
    if head[:1] in _BRACKETS:
        return _read_other_form(head)
    if not _SIGN.search(head):
        return None
    end = _END.search(head)
    if not end or not end.start():
        return _read_unsigned(head) or (None if head.isascii() else _read_other_form(head))
    colon = head[end.end() - 1] in ":\uff1a"
    found = read_places(head[: end.start()].rstrip(" ."), None, colon=colon)
    return found or _read_unsigned(head)


def read_lone_dateline(text: str) -> ParsedDateline | None:
    """Return the dateline that is a line of its own: `BAAR, SWITZERLAND`, `جدة - واس:`."""
    signed = _AGENCY_ALONE.match(text[:LONGEST]) if text[-1] == ":" else None
    if signed and signed[2].strip().casefold() in _KNOWN_AGENCIES:
        return ParsedDateline(place=signed[1], agency=signed[2].strip())
    if len(text) > LONGEST or "," not in text or text != text.upper() or text == text.lower():
        return None
    return read_places(text, None)


def _read_other_form(head: str) -> ParsedDateline | None:
    """Read datelines in brackets and those that no dash or colon ends."""
    joined = _PLACE_AND_AGENCY.match(head)
    if joined:
        return ParsedDateline(place=joined[1].strip(), agency=joined[2].strip(), sure=True)
    before = _AGENCY_BEFORE.match(head)
    if before and before[1].casefold() in _KNOWN_AGENCIES:
        end = _END.search(head, before.end())
        inner = read_places(head[before.end() : end.start()].strip(), before[1]) if end else None
        return inner or ParsedDateline(place=None, agency=before[1], sure=True)
    cable = _CABLE.match(head)
    if cable:
        return ParsedDateline(place=cable[2], agency=cable[1], sure=True)
    reporter = _REPORTER.match(head)
    if reporter and reporter[1].endswith(_REPORTERS):
        return ParsedDateline(place=reporter[2], reporter=reporter[1], sure=True)
    return None


def _read_unsigned(head: str) -> ParsedDateline | None:
    """Read `NEW DELHI, Mar 3 (PTI) ` and `MOSCOW, March 3. /TASS/. `, which no dash ends."""
    inside = _AGENCY_INSIDE.match(head) if head[:2].isupper() else None
    if not inside or not _capitals(inside[1].partition(",")[0]):
        return None
    agency = inside[2] or inside[3]
    return read_places(inside[1], agency) if is_agency(agency) else None


def is_agency(text: str) -> bool:
    """Tell whether a text is the name of a news agency and nothing else."""
    return text.strip().casefold() in _KNOWN_AGENCIES


def read_places(
    text: str, agency: str | None, *, colon: bool = False, known: bool = False
) -> ParsedDateline | None:
    """Read place, country and agency from what stands before the dateline's last sign.

    `known` holds where agency or date leave no doubt that this is a dateline.
    """
    behind = _AGENCY_BEHIND.search(text)
    if behind:
        agency = behind[1] or behind[2]
        text = text[: behind.start()]
        agency = _service(agency)
    named = _AGENCY_AFTER_DATE.search(text) if agency is None else None
    if named and is_agency(named[1]):
        agency = named[1]
    segments = [part.strip() for part in re.split("[,،]", text)]
    segments = [part for part in segments if part and not _is_date(part)]
    if not segments or segments[0].casefold() in _NOT_PLACES:
        return None
    known = known or (agency is not None and all(map(is_agency, agency.split("/"))))
    town, second = segments[0], segments[1].split("/")[0] if len(segments) > 1 else None
    state = second is not None and second.casefold().rstrip(".") in _STATES
    if not _is_place(town, known=known, state=state, colon=colon):
        return None
    return ParsedDateline(
        place=f"{town}, {second}" if state else town,
        country=None if state else second,
        agency=agency,
        sure=_capitals(town) or known,
    )


def _service(agency: str) -> str:
    """Return the agency of one of its services: dpa of `dpa/lnw`; two agencies stay two."""
    known = [part for part in agency.split("/") if is_agency(part)]
    return known[0] if len(known) == 1 else agency


def _is_place(town: str, *, known: bool, state: bool, colon: bool) -> bool:
    """Tell a town from other beginnings, by its letters and by what stands with it."""
    words = town.split()
    letters = sum(char.isalpha() for char in town)
    if len(words) > _MOST_WORDS or letters != len(re.sub(r"[\s.'\u2019/-]", "", town)):
        return False
    if _capitals(town):
        return letters > _FEW_WORDS
    if town == town.lower() and town == town.upper():
        few = len(words) == 1 and _FEW_WORDS <= len(town) <= _SHORT_NAME
        return known or (colon and (few or (len(words) <= _FEW_WORDS and not _is_han(town))))
    return (known or (state and not colon)) and all(word[0].isupper() for word in words[::2])


def _capitals(text: str) -> bool:
    text = text.replace("Mc", "MC")
    return text == text.upper() and text != text.lower()


def _is_han(text: str) -> bool:
    return any("\u3040" <= char <= "\u9fff" or "\uac00" <= char <= "\ud7a3" for char in text)


def _is_date(part: str) -> bool:
    return any(char.isdecimal() for char in part) or part.casefold().rstrip(".") in _MONTHS
