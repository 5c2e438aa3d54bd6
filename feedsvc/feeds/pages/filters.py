"""The template filters for entries, media, feeds and times."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any
from urllib.parse import quote

import msgspec
from jinja2 import pass_context
from jinja2.filters import do_filesizeformat
from jinja2.runtime import Context
from markupsafe import Markup, escape

from feedsvc.entry import Entry, Media, Person, Precision
from feedsvc.feeds.formatting import Tag, iso_time
from feedsvc.feeds.media import media_not_in_content, medium
from feedsvc.feeds.model import FeedInfo, page_path
from feedsvc.feeds.summary import summary_of

# strftime depends on the locale, which another library may have set.
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)

RTL_SCRIPTS = {"adlm", "arab", "hebr", "mand", "nkoo", "rohg", "samr", "syrc", "thaa"}
RTL_LANGUAGES = {"ar", "ckb", "dv", "fa", "he", "ps", "sd", "syr", "ug", "ur", "yi"}

_SCRIPT_ESCAPES = {char: f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}
"""Escapes for what could end a `script` element or a line of JavaScript."""


def direction(language: str | None, text: str = "") -> str:
    """Return `rtl` or `ltr`, by the language's script, else by the first letter of the text."""
    if language:
        script = re.search(r"-([a-z]{4})(?:-|$)", language.lower())
        first = language.lower().partition("-")[0]
        is_rtl = script[1] in RTL_SCRIPTS if script else first in RTL_LANGUAGES
        return "rtl" if is_rtl else "ltr"
    for letter in text:
        if (kind := unicodedata.bidirectional(letter)) in ("L", "R", "AL"):
            return "ltr" if kind == "L" else "rtl"
    return "ltr"


def headline(entry: Entry) -> str:
    """Return an entry's headline: its title, else its summary, else its slug."""
    return entry.title or entry.summary or entry.slug or ""


def lang_and_dir(entry: Entry) -> Markup:
    """Return the lang and dir attributes for an entry."""
    dir_ = direction(entry.language, headline(entry))
    lang = f'lang="{escape(entry.language)}" ' if entry.language else ""
    return Markup(f'{lang}dir="{dir_}"')  # noqa: S704 -- the language is escaped


def data_block(value: object) -> Markup:
    """Return a value as JSON that is safe in a `script` element (HTML, section 4.12.1.3)."""
    text = msgspec.json.encode(value).decode()
    for char, escaped in _SCRIPT_ESCAPES.items():
        if char in text:
            text = text.replace(char, escaped)
    return Markup(text)  # noqa: S704 -- all markup is escaped


def _meta_elements(tags: Iterable[Tag]) -> Markup:
    """Return tags as `meta` elements, one a line."""
    elements = [
        f'<meta {tag.attribute}="{tag.name}" content="{escape(tag.content)}">' for tag in tags
    ]
    return Markup("\n".join(elements))  # noqa: S704 -- contents are escaped, names are constants


def _bare_type(media_type: str) -> str:
    return media_type.partition(";")[0]


def _size(number: int) -> str:
    return do_filesizeformat(number).replace("Byte", "byte")


def _element(media: Media) -> str:
    """Return the HTML element for a medium: img, audio, video or an empty string."""
    elements = {"image": "img", "audio": "audio", "video": "video"}
    return elements.get(medium(media), "") if media.url else ""


def _opens_with(content: str | None, place: str | None) -> bool:
    """Return whether the content starts with the dateline's place, which is then not repeated."""
    text = re.sub(r"<[^>]*>", "", (content or "")[:1000]).lstrip()
    return bool(place) and text.casefold().startswith((place or "").casefold())


def _home(feed: FeedInfo) -> str:
    """Return the path of a feed's page, without its first slash."""
    return quote(page_path(feed.path)[1:])


@pass_context
def _time(context: Context, at: datetime, precision: Precision | None = None) -> Markup:
    """Return a time element in the site's zone; with the precision `day`, the date only."""
    publication: Any = context["publication"]
    local = at.astimezone(publication.zone)
    stamp = iso_time(local, precision)
    text = f"{local.day} {MONTHS[local.month - 1]} {local.year}"
    if precision != "day":
        text += f", {local.hour:02}:{local.minute:02} {escape(local.tzname())}"
    element = f'<time datetime="{stamp}" lang="en" dir="ltr">{text}</time>'
    return Markup(element)  # noqa: S704 -- the name of the zone is escaped, all else is numbers


@lru_cache(maxsize=10_000, typed=True)  # markup is not escaped again
def _link(root: str, path: str, text: str) -> Markup:
    """Return a link to a page; many stories have the same author, section and tags."""
    link = f'<a href="{escape(root)}{quote(path[1:])}">{escape(text)}</a>'
    return Markup(link)  # noqa: S704 -- the text is escaped, the path is quoted


@pass_context
def _topic(context: Context, term: str, kind: str, label: str | None = None) -> Markup:
    """Return a term as a link to its feed's page, or as text if it has no feed."""
    path = context["topics"].get((kind, term.casefold()))
    if path is None:
        return escape(label or term)
    return _link(context["root"], path, label or term)


@pass_context
def _author_links(context: Context, authors: Iterable[Person]) -> Markup:
    """Return the names of authors as links to their feeds, separated by commas."""
    return Markup(", ").join(_topic(context, person.name, "author") for person in authors)


def _unshown(entry: Entry) -> list[Media]:
    """Return the media that the content does not show, and those with a caption but no URL."""
    missing = media_not_in_content(entry.media, entry.content or "", entry.link or "")
    return [media for media in entry.media if not media.url or media in missing]


FILTERS: dict[str, Callable[..., Any]] = {
    "author_links": _author_links,
    "bare_type": _bare_type,
    "data_block": data_block,
    "element": _element,
    "headline": headline,
    "home": _home,
    "opens_with": _opens_with,
    "lang_and_dir": lang_and_dir,
    "meta_elements": _meta_elements,
    "size": _size,
    "summary": summary_of,
    "time": _time,
    "topic": _topic,
    "unshown": _unshown,
}
"""The filters by their names in templates."""
