"""Authors and agencies, from names as metadata and bylines of pages write them."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from feedsvc.entry import Person
from feedsvc.parsers.draft import Draft
from feedsvc.parsers.newstext.bylines import is_name, read_byline
from feedsvc.parsers.newstext.datelines import is_agency
from feedsvc.parsers.newstext.editorial import without_contacts
from feedsvc.parsers.values import url_of

PLACEHOLDERS: Final = frozenset(
    (
        *("admin", "administrator", "root", "webmaster", "wpadmin", "superuser", "guest", "user"),
        *("anonymous", "unknown", "null", "none", "undefined", "n/a", "author", "authors"),
        *("see all articles", "view all posts", "view profile", "read full bio", "contributor"),
    )
)
"""Placeholders for an author that content management systems write."""


_MAX_LENGTH: Final = 100
_SEPARATOR: Final = re.compile(
    r"\s*[;|]\s*|\s*,\s+(?:and\s+)?|\s+(?:and|und|et|y|e|en|och|og|&)\s+", re.IGNORECASE
)
_INVERTED: Final = re.compile(r"([^\W\d_]+(?:-[^\W\d_]+)?), ([^\W\d_]+(?: [^\W\d_]\.?)?)")
"""A name such as `Lee, Ann`, as in Dublin Core and library catalogs."""

_BY: Final = re.compile(
    r"(?:(?:written|posted|published|reported|words)\s+by|by|von|par|por|door|af|av|di)\b[:\s]+",
    re.IGNORECASE,
)
_SUFFIX: Final = re.compile(r"\s*(?:\||\u2022|·|\s[-\u2013\u2014]\s|\bfor\b|\bin\b).*$")


def fill_authors(
    draft: Draft, people: Iterable[tuple[str, str | None]], line: int, why: str
) -> None:
    """Fill authors and agency from names, each with the URL of the author's page or None."""
    persons: dict[str, Person] = {}
    agency: str | None = None
    for text, url in people:
        names = list(split_names(text))
        for name in names:
            if is_agency(name):
                agency = agency or name
            else:
                uri = url if len(names) == 1 else None
                persons.setdefault(name.casefold(), Person(name=name, uri=uri))
    draft.fill("authors", tuple(persons.values()), line, why)
    draft.fill("agency", agency, line, why)


def split_names(text: str) -> Iterator[str]:
    """Yield the names in a text, which may be separated by commas or `and`."""
    text = without_contacts(" ".join(text.split()))
    text = _BY.sub("", text, count=1) if _BY.match(text) else text
    if not text or len(text) > _MAX_LENGTH or url_of(text) or "://" in text:
        return
    inverted = _INVERTED.fullmatch(text)
    if inverted:
        yield f"{inverted[2]} {inverted[1]}"
        return
    signed = read_byline(f"By {text}")
    if signed and (len(signed.names) > 1 or signed.agency):
        yield from signed.names
        if signed.agency:
            yield signed.agency
        return
    parts = [part for part in _SEPARATOR.split(text) if part]
    if len(parts) > 1 and all(is_name(part) or is_agency(part) for part in parts):
        yield from parts
        return
    name = text if is_agency(text) else _SUFFIX.sub("", text)
    if name.casefold() not in PLACEHOLDERS:
        yield name
