"""Pages for people, made from the Jinja templates: the index, one page a story, the stylesheet."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import quote

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from feedsvc.entry import Entry, Media, Precision
from feedsvc.feeds.listing import FeedInfo, Kind
from feedsvc.feeds.media import unshown
from feedsvc.feeds.model import Feed, FeedFormat
from feedsvc.feeds.summary import summary_of
from feedsvc.feeds.values import medium

HTML = "text/html; charset=utf-8"
CSS = "text/css; charset=utf-8"

GROUPS: dict[Kind, str] = {
    "main": "All stories",
    "custom": "Selections",
    "section": "Sections",
    "language": "Languages",
    "author": "Authors",
    "tag": "Tags",
}
"""The kinds of feeds in the order that the index shows them, with their headings."""

# strftime would follow a locale that another library may have set.
MONTHS = "January February March April May June July August September October November December"

RTL_SCRIPTS = {"adlm", "arab", "hebr", "mand", "nkoo", "rohg", "samr", "syrc", "thaa"}
RTL_LANGUAGES = {"ar", "ckb", "dv", "fa", "he", "ps", "sd", "syr", "ug", "ur", "yi"}


class Publication(msgspec.Struct, frozen=True, kw_only=True):
    """What every page says of the site; `base_url` has no slash at its end.

    `formats` are those that each feed is published in; times are shown in `zone`; `icon` is
    an address.
    """

    title: str
    description: str
    base_url: str
    formats: tuple[FeedFormat, ...]
    language: str | None = None
    rights: str | None = None
    zone: tzinfo = UTC
    icon: str | None = None


class Topic(msgspec.Struct, frozen=True, kw_only=True):
    """A section, tag or author that has a feed, so that a story page can link to it."""

    kind: Kind
    term: str
    path: str


def index_page(
    publication: Publication,
    feeds: Sequence[FeedInfo],
    *,
    latest: Sequence[Entry] = (),
) -> bytes:
    """Return the page at `/`: the publication, its latest stories, and every feed."""
    groups = {heading: [f for f in feeds if f.kind == kind] for kind, heading in GROUPS.items()}
    return render(
        "index.html",
        path="/",
        publication=publication,
        groups={heading: group for heading, group in groups.items() if group},
        latest=latest,
        languages=_alternates([feed for feed in feeds if feed.kind == "language"]),
        empty=not any(feed.count for feed in feeds),
    )


def feed_page(publication: Publication, feed: Feed, languages: Sequence[FeedInfo] = ()) -> bytes:
    """Return the page of a feed in its folder: its addresses and its entries, newest first.

    Of the page of a language, `languages` are the feeds of all languages, itself included.
    """
    return render(
        "feed.html",
        path=feed.path,
        publication=publication,
        feed=feed,
        languages=_alternates(languages),
    )


def story_page(
    publication: Publication,
    entry: Entry,
    *,
    older: Entry | None = None,
    newer: Entry | None = None,
    topics: Sequence[Topic] = (),
) -> bytes:
    """Return the page of one entry, which has slug, link, published and updated.

    Its section, tags and authors become links where `topics` has a feed for them.
    """
    return render(
        "story.html",
        path=f"/stories/{entry.slug}/",
        publication=publication,
        entry=entry,
        older=older,
        newer=newer,
        topics={(topic.kind, topic.term.casefold()): topic.path for topic in topics},
    )


def stylesheet() -> bytes:
    """Return the one stylesheet of all pages."""
    return files("feedsvc").joinpath("templates", "style.css").read_bytes()


def render(template: str, *, path: str, publication: Publication, **values: object) -> bytes:
    """Return a template as UTF-8, its links relative to the URL path that it is shown at.

    Relative links hold on any host, below any prefix that a proxy adds, and on disk.
    """
    root = "../" * (path.count("/") - 1) or "./"
    page = _environment().get_template(template)
    return page.render(root=root, publication=publication, **values).encode()


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


def _alternates(languages: Sequence[FeedInfo]) -> Sequence[FeedInfo]:
    """Return the feeds that pages name as each other's versions: none where there is one alone."""
    told = [feed for feed in languages if feed.language]
    return told if len(told) > 1 else ()


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("feedsvc"),
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "bare_type": lambda media_type: media_type.partition(";")[0],
        "headline": _headline,
        "element": _element,
        "opens_with": _opens_with,
        "speech": _speech,
        "summary": summary_of,
        "time": _time,
        "topic": _topic,
        "unshown": _unshown,
    }
    return environment


def _headline(entry: Entry) -> str:
    return entry.title or entry.summary or entry.slug or ""


def _speech(entry: Entry) -> Markup:
    """Return the attributes lang and dir of an entry."""
    turn = direction(entry.language, _headline(entry))
    if entry.language:
        return Markup('lang="{}" dir="{}"').format(entry.language, turn)
    return Markup('dir="{}"').format(turn)


def _unshown(entry: Entry) -> list[Media]:
    """Return the media that the content does not show, and captions that stand alone."""
    hidden = unshown(entry.media, entry.content or "", entry.link or "")
    return [media for media in entry.media if not media.url or media in hidden]


def _element(media: Media) -> str:
    """Return the element that shows a medium: img, audio or video; nothing for others."""
    elements = {"image": "img", "audio": "audio", "video": "video"}
    return elements.get(medium(media), "") if media.url else ""


@pass_context
def _topic(context: Context, term: str, kind: str, label: str | None = None) -> Markup:
    """Return a term as a link to its feed's page, or plain where it has no feed."""
    path = context["topics"].get((kind, term.casefold()))
    if path is None:
        return escape(label or term)
    link = Markup('<a href="{}{}">{}</a>')
    return link.format(context["root"], quote(path[1:]), label or term)


def _opens_with(content: str | None, place: str | None) -> bool:
    """Tell whether a body begins with its dateline, so that it need not be shown twice."""
    text = re.sub(r"<[^>]*>", "", (content or "")[:1000]).lstrip()
    return bool(place) and text.casefold().startswith((place or "").casefold())


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
