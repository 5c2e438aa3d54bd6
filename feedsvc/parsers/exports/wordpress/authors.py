"""The authors of a WordPress site: the names that readers see, by login."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from feedsvc.entry import Person
from feedsvc.parsers.draft import Draft
from feedsvc.parsers.feedfile.common import unique
from feedsvc.parsers.feedfile.elements import Children, text_alone
from feedsvc.parsers.reading.xml import Element, line_of
from feedsvc.parsers.values import text_of

_EMAIL: Final = re.compile(r"[^\s@]+@[^\s@]+")


def authors_by_login(elements: Iterable[Element]) -> dict[str, str]:
    """Return the display names of `wp:author` elements, else first and last names, by login."""
    names: dict[str, str] = {}
    for element in elements:
        author = Children(element)
        full = " ".join(author.text(f"author_{part}_name") for part in ("first", "last"))
        shown = (name_of(author.text("author_display_name")), name_of(full))
        name = next(filter(None, shown), None)
        if name:
            names[author.text("author_login")] = name
    return names


def take_authors(draft: Draft, item: Children, names: Mapping[str, str]) -> None:
    """Take the co-authors of a post where a plug-in keeps them, else its creator.

    A login without a name is shown as it is, unless it is an e-mail address.
    """
    together = [each for each in item.all("category") if each.get("domain") == "author"]
    found = ((together, "category of domain author"), (item.all("dc:creator"), "dc:creator"))
    for elements, why in found:
        logins = (text_alone(each) for each in elements)
        people = unique(map(_person, (names.get(login) or name_of(login) for login in logins)))
        if people:
            draft.fill("authors", people, line_of(elements[0]), why)


def name_of(text: str) -> str | None:
    """Return a name in one line; None for an e-mail address, which is not for readers."""
    name = text_of(text)
    return None if not name or _EMAIL.fullmatch(name) else name


def _person(name: str | None) -> Person | None:
    return Person(name=name) if name else None
