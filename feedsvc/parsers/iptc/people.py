"""Bylines, agencies and datelines in the fields of IPTC formats."""

import re
from collections.abc import Iterable
from typing import Final

from feedsvc.entry import Dateline, Person
from feedsvc.parsers.dates import read_date_line
from feedsvc.parsers.newstext.bylines import is_name, read_byline
from feedsvc.parsers.newstext.datelines import is_agency, is_state
from feedsvc.parsers.newstext.editorial import without_contacts
from feedsvc.parsers.reading.html import xml_text

MAX_LENGTH: Final = 120
_CODES: Final = re.compile(r"[A-Z]{2,6}(?:\s?[-/+&]\s?[A-Z]{2,6})*")
_ORGANIZATION: Final = re.compile(
    r"\b(?:agency|associated press|association|bureau|centre|center|college|correspondent|desk|"
    r"editor|group|inc|institute|llc|ltd|magazine|media|network|news|newspaper|press|reporter|"
    r"school|service|staff|times|university|writer|agentur|universität|université|universidad)\b",
    re.IGNORECASE,
)
_BRACKETED: Final = re.compile(r"\(([^()]{1,40})\)|/([^/]{1,40})/")
_SIGNS: Final = " \t\u00a0-\u2013\u2014:=,"
_BETWEEN: Final = re.compile(r"\s+[-\u2013\u2014]+\s+")


def persons(names: Iterable[str]) -> tuple[Person, ...]:
    """Return each name once as a person, without e-mail addresses and phone numbers."""
    bare = filter(None, map(without_contacts, names))
    return tuple(Person(name=name) for name in dict.fromkeys(bare))


def authors_of(byline: str, agency: str | None = None) -> tuple[Person, ...]:
    """Return the people in a byline, without agencies, institutes, job titles and addresses.

    A byline that names only agencies (`NTB-AFP-DPA`) has no authors. An unusual name is returned as
    it is.
    """
    text = " ".join(xml_text(without_contacts(byline)).split())
    if not text or len(text) > MAX_LENGTH or is_agency_name(text, agency):
        return ()
    found = read_byline(text) or read_byline(f"By {text}")
    if found:
        names = [name for name in found.names if not _is_affiliation(name, agency)]
        return persons(names)
    first = text.partition(",")[0].strip()
    name = first if is_name(first) else text
    return () if _is_affiliation(name, agency) else persons([name])


def is_agency_name(name: str, agency: str | None = None) -> bool:
    """Return whether a name is that of an agency, or the code of one."""
    return (
        name.casefold() == (agency or "").casefold()
        or is_agency(name)
        or bool(_CODES.fullmatch(name))
    )


def dateline_of(text: str, country: str | None = None) -> Dateline | None:
    """Return the dateline in a field of its own: `FORT WASHINGTON, Pa. (AP) -`.

    A state stays with the city, a country is a field of its own, and dates are dropped.
    """
    text = " ".join(xml_text(text[:MAX_LENGTH]).split())
    bracketed = _BRACKETED.search(text)
    agency = (bracketed[1] or bracketed[2]).strip() if bracketed else None
    text = _BETWEEN.split(_BRACKETED.sub(" ", text).strip(_SIGNS))[-1]
    parts = [part.strip(_SIGNS) for part in text.split(",")]
    parts = [part for part in parts if part and not _is_date(part)]
    if not parts:
        return None
    place, second = parts[0], parts[1] if len(parts) > 1 else None
    if second and is_state(second):
        place, second = f"{place}, {second}", None
    known = agency if agency and is_agency_name(agency) else None
    return Dateline(place=place, country=second or country, agency=known)


def _is_affiliation(name: str, agency: str | None) -> bool:
    return is_agency_name(name, agency) or bool(_ORGANIZATION.search(name))


def _is_date(part: str) -> bool:
    return any(sign.isdigit() for sign in part) or read_date_line(part) is not None
