"""What templates say of entries and their media: the filters of all pages."""

import re
import unicodedata
from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import quote

import msgspec
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from feedsvc.entry import Entry, Media, Precision
from feedsvc.feeds.media import media_not_in_content, medium
from feedsvc.feeds.model import FeedInfo, page_path
from feedsvc.feeds.summary import summary_of

# strftime would follow a locale that another library may have set.
MONTHS = "January February March April May June July August September October November December"

RTL_SCRIPTS = {"adlm", "arab", "hebr", "mand", "nkoo", "rohg", "samr", "syrc", "thaa"}
RTL_LANGUAGES = {"ar", "ckb", "dv", "fa", "he", "ps", "sd", "syr", "ug", "ur", "yi"}

_NOT_IN_SCRIPT = {sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
"""What could end a `script` element, or a line of JavaScript, written so that it does not."""


def direction(language: str | None, text: str = "") -> str:
    """Return `rtl` or `ltr`: by the language's script, else by the text's first letter."""
    if language:
        script = re.search(r"-([a-z]{4})(?:-|$)", language.lower())
        first = language.lower().partition("-")[0]
        right = script[1] in RTL_SCRIPTS if script else first in RTL_LANGUAGES
        return "rtl" if right else "ltr"
    for letter in text:
        if (kind := unicodedata.bidirectional(letter)) in ("L", "R", "AL"):
            return "ltr" if kind == "L" else "rtl"
    return "ltr"


def headline(entry: Entry) -> str:
    """Return what an entry is called on pages: its title, else its summary, else its slug."""
    return entry.title or entry.summary or entry.slug or ""


def speech(entry: Entry) -> Markup:
    """Return the attributes lang and dir of an entry."""
    turn = direction(entry.language, headline(entry))
    if entry.language:
        return Markup('lang="{}" dir="{}"').format(entry.language, turn)
    return Markup('dir="{}"').format(turn)


def data_block(value: object) -> Markup:
    """Return a value as JSON that may stand in a `script` element: HTML 4.12.1.3."""
    text = msgspec.json.encode(value).decode()
    for sign, written in _NOT_IN_SCRIPT.items():
        text = text.replace(sign, written)
    return Markup(text)  # noqa: S704 -- no markup is left in it


def _bare_type(media_type: str) -> str:
    return media_type.partition(";")[0]


def _element(media: Media) -> str:
    """Return the element that shows a medium: img, audio or video; nothing for others."""
    elements = {"image": "img", "audio": "audio", "video": "video"}
    return elements.get(medium(media), "") if media.url else ""


def _opens_with(content: str | None, place: str | None) -> bool:
    """Tell whether a body begins with its dateline, so that it need not be shown twice."""
    text = re.sub(r"<[^>]*>", "", (content or "")[:1000]).lstrip()
    return bool(place) and text.casefold().startswith((place or "").casefold())


def _home(feed: FeedInfo) -> str:
    """Return the path of a feed's page for people, without its first slash."""
    return quote(page_path(feed.path)[1:])


@pass_context
def _time(context: Context, moment: datetime, precision: Precision | None = None) -> Markup:
    """Return a moment as a time element, in the site's zone; of a day, the date alone."""
    publication: Any = context["publication"]
    local = moment.astimezone(publication.zone)
    words = f"{local.day} {MONTHS.split()[local.month - 1]} {local.year}"
    stamp = local.date().isoformat()
    if precision != "day":
        words += f", {local:%H:%M} {local.tzname()}"
        stamp = local.isoformat(timespec="seconds")
    return Markup('<time datetime="{}" lang="en" dir="ltr">{}</time>').format(stamp, words)


@pass_context
def _topic(context: Context, term: str, kind: str, label: str | None = None) -> Markup:
    """Return a term as a link to its feed's page, or plain where it has no feed."""
    path = context["topics"].get((kind, term.casefold()))
    if path is None:
        return escape(label or term)
    link = Markup('<a href="{}{}">{}</a>')
    return link.format(context["root"], quote(path[1:]), label or term)


def _unshown(entry: Entry) -> list[Media]:
    """Return the media that the content does not show, and captions that stand alone."""
    hidden = media_not_in_content(entry.media, entry.content or "", entry.link or "")
    return [media for media in entry.media if not media.url or media in hidden]


FILTERS: dict[str, Callable[..., Any]] = {
    "bare_type": _bare_type,
    "data_block": data_block,
    "element": _element,
    "headline": headline,
    "home": _home,
    "opens_with": _opens_with,
    "speech": speech,
    "summary": summary_of,
    "time": _time,
    "topic": _topic,
    "unshown": _unshown,
}
"""The filters by the names that templates call them."""
