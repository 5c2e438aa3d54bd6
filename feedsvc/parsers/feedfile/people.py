"""Authors as feeds write them: `ann@example.org (Ann Example)`, `Ann Example <ann@example.org>`."""

import re
from typing import Final

from feedsvc.entry import Person
from feedsvc.parsers.values import text_of, url_of

_EMAIL: Final = r"(?:mailto:)?(?P<email>[^\s<>@()]{1,64}@[^\s<>@()]{1,255})"
_FORMS: Final = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{_EMAIL}\s*\((?P<name>[^()]*)\)",
        rf"(?P<name>[^<>()]*?)\s*[<(]{_EMAIL}[>)]",
        rf"(?P<name>){_EMAIL}",
    )
)
_BY: Final = re.compile(r"by\s+(?=\S)", re.IGNORECASE)
_NOBODY: Final = re.compile(r"(?:do)?[-_.]?not?[-_.]?reply@", re.IGNORECASE)
_LONGEST: Final = 400


def person_of(text: str, uri: str = "", email: str = "") -> Person | None:
    """Return the person of an author's text; None where there is neither name nor address.

    An address that nobody reads (`noreply@...`) is left out.
    """
    written = text_of(text[:_LONGEST]) or ""
    match = next((found for form in _FORMS if (found := form.fullmatch(written))), None)
    name = match["name"].strip(" \"'") if match else _BY.sub("", written, count=1)
    given = email.strip() or (match["email"] if match else "")
    given = "" if _NOBODY.match(given) or "@" not in given else given
    name = name or given
    return Person(name=name, email=given or None, uri=url_of(uri)) if name else None
