"""People, media and datelines from the text, lists and mappings of front matter."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final

from feedsvc.entry import Dateline, Media, Person
from feedsvc.parsers.values import text_of, url_of

# Keys of a mapping, best first.
NAME_KEYS: Final = ("name", "displayname", "display_name", "title", "label")
EMAIL_KEYS: Final = ("email", "mail", "e-mail")
URI_KEYS: Final = ("uri", "url", "link", "website", "homepage", "web")
SOURCE_KEYS: Final = (
    *("src", "url", "path", "href", "image", "file", "feature", "teaser"),
    *("overlay_image", "thumbnail", "og_image"),
)
ALT_KEYS: Final = ("alt", "alt_text", "alttext")
CAPTION_KEYS: Final = ("caption", "description", *ALT_KEYS, "title")
CREDIT_KEYS: Final = ("credit", "credits", "photographer", "copyright", "attribution", "author")
TYPE_KEYS: Final = ("type", "mime", "mimetype", "mime_type")
SIZE_KEYS: Final = ("width", "height", "length", "duration")

_MAILBOX: Final = re.compile(r"(?P<name>[^<>]*?)\s*<(?P<email>[^<>\s@]+@[^<>\s@]+)>")
_EMAIL: Final = re.compile(r"[^\s<>@]+@[^\s<>@]+\.[^\s<>@]+")
_BY: Final = re.compile(r"^by\s+", re.IGNORECASE)
_AND: Final = re.compile(r"(?:^|\s+)(?:and|&)\s+")
# These follow a comma within one name: `Sam Example, Jr.`
_NAME_SUFFIXES: Final = frozenset(("jr", "sr", "ii", "iii", "iv", "md", "phd", "esq"))
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_SIZE: Final = re.compile(r"[1-9][0-9]{0,14}")
_MIME: Final = re.compile(r"[a-z]+/[a-z0-9.+-]+")


def people_of(value: object) -> tuple[Person, ...]:
    """Return the people of a text (`Ann Example, Bo Muster`), a list, or a mapping.

    Semicolons separate names that contain commas, as in Pelican. A mapping has name, email and
    uri, or such mappings as its values. Raises ValueError for anything else.
    """
    if isinstance(value, dict):
        found = _person_from_mapping(value)
        inner = [item for item in value.values() if isinstance(item, dict)]
        return (found,) if found else _unique(filter(None, map(_person_from_mapping, inner)))
    if isinstance(value, list):
        people = [
            _person_from_mapping(i) if isinstance(i, dict) else _person_from_text(text_of(i))
            for i in value
        ]
        return _unique(filter(None, people))
    return _people_from_text(text_of(value) or "")


def media_of(value: object) -> tuple[Media, ...]:
    """Return the media of a URL, a mapping with src, caption and credit, or a list of these.

    Relative URLs stay as they are; those with a scheme other than HTTP and HTTPS are ignored.
    Text of three lines is an enclosure of WordPress: URL, length, type.
    """
    values = value if isinstance(value, list) else [value]
    media = (
        _media_from_mapping(item) if isinstance(item, dict) else _media_from_text(item)
        for item in values
    )
    return tuple(medium for medium in media if medium.url or medium.caption)


def dateline_of(value: object) -> Dateline | None:
    """Return the dateline of a place, or of a mapping with place, country and agency."""
    if isinstance(value, dict):
        parts = {key: text_of(value.get(key)) for key in ("place", "country", "agency")}
        return Dateline(**parts) if any(parts.values()) else None
    place = text_of(value)
    return Dateline(place=place) if place else None


def _person_from_mapping(values: dict[Any, Any]) -> Person | None:
    name, email = _first(values, NAME_KEYS), _first(values, EMAIL_KEYS)
    if not name and not email:
        return None
    email = email if email and _EMAIL.fullmatch(email) else None
    uri = url_of(_first(values, URI_KEYS))
    return Person(name=name or email or "", email=email, uri=uri)


@lru_cache(maxsize=1024)
def _people_from_text(text: str) -> tuple[Person, ...]:
    """Return the people of a text; cached, since most authors write more than one story."""
    return _unique(filter(None, map(_person_from_text, _names(text))))


def _person_from_text(name: str | None) -> Person | None:
    """Return the person of `Ann Example`, `By Ann Example` or `Ann Example <ann@example.org>`."""
    name = _BY.sub("", (name or "").strip(), count=1)
    match = _MAILBOX.fullmatch(name)
    if match:
        return Person(name=match["name"] or match["email"], email=match["email"])
    return Person(name=name) if name else None


def _names(text: str) -> list[str]:
    """Split a text at its semicolons, else at its commas; `A, B and C` are three names."""
    if ";" in text:
        return text.split(";")
    names: list[str] = []
    for part in re.split(r"[,،、]", text):
        name = part.strip()
        if names and name.rstrip(".").replace(".", "").lower() in _NAME_SUFFIXES:
            names[-1] += f", {name}"
        else:
            names.extend(_AND.split(name) if names else [name])
    return names


def _media_from_text(value: object) -> Media:
    lines = value.strip().split("\n") if isinstance(value, str) else []
    url, length, kind, *_ = [*lines, "", "", ""]
    return Media(url=_source(url), length=_number(length), type=_mime(kind.strip()))


def _media_from_mapping(values: dict[Any, Any]) -> Media:
    """Return the medium of a mapping; without a caption, `alt` is the caption."""
    numbers = {key: _number(values.get(key)) for key in SIZE_KEYS}
    caption, alt = _first(values, CAPTION_KEYS), _first(values, ALT_KEYS)
    return Media(
        url=next((url for key in SOURCE_KEYS if (url := _source(values.get(key)))), None),
        type=_mime(_first(values, TYPE_KEYS)),
        caption=caption,
        alt=None if alt == caption else alt,
        credit=_first(values, CREDIT_KEYS),
        **numbers,
    )


def _source(value: object) -> str | None:
    """Return the URL of a medium; None if it has a scheme other than HTTP and HTTPS."""
    if not isinstance(value, str):
        return None
    url = value.strip()
    scheme = _SCHEME.match(url)
    return url if url and (not scheme or scheme[0].lower() in ("http:", "https:")) else None


def _first(values: dict[Any, Any], keys: tuple[str, ...]) -> str | None:
    """Return the text of the first key that has one."""
    for key in keys:
        value = values.get(key)
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            text = text_of(value)
            if text:
                return text
    return None


def _number(value: object) -> int | None:
    """Return a positive number of pixels, bytes or seconds; None for anything else."""
    match = isinstance(value, str | int) and _SIZE.fullmatch(str(value).strip())
    return int(match[0]) if match else None


def _mime(value: str | None) -> str | None:
    return value if value and _MIME.fullmatch(value) else None


def _unique(people: Iterable[Person]) -> tuple[Person, ...]:
    return tuple(dict.fromkeys(people))
