"""The profile of Google's news sitemap, a document of its own kind: stories of two days.

Google has taken no RSS feeds for Google News since March 2025; the sitemap remains.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedsvc.validator import namespaces as ns
from feedsvc.validator.examples import Example, channel, document
from feedsvc.validator.finding import Severity
from feedsvc.validator.profiles.feed import SITEMAP, Feed, wrong_format, wrong_namespace
from feedsvc.validator.profiles.parts import text
from feedsvc.validator.profiles.profile import Profile
from feedsvc.validator.values import uris

if TYPE_CHECKING:
    from feedsvc.validator.document import Element, Spots

SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"

NEWS_SITEMAP = Profile(
    name="news-sitemap",
    title="Google News",
    source="https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap",
    date="2026-11-24",
    formats=(SITEMAP,),
    namespaces=(SITEMAPS, NEWS),
    replaces=(
        ("undefined-element", "<urlset>"),
        ("unknown-namespace", SITEMAPS),
        ("unknown-namespace", NEWS),
    ),
    notes=("An empty sitemap is allowed: there are days without news.",),
)

_MOST = 1000
_URL, _LOC = f"{{{SITEMAPS}}}url", f"{{{SITEMAPS}}}loc"

STORY = f"{{{NEWS}}}news"
"""The element that tells about a story."""


def _sitemap(inside: str) -> Example:
    return Example(
        inside,
        f'<urlset xmlns="{SITEMAPS}" xmlns:news="{NEWS}">{inside}</urlset>'.encode(),
    )


def _url(inside: str) -> Example:
    return _sitemap(f"<url><loc>https://news.example/crane</loc>{inside}</url>")


def story_with(inside: str) -> Example:
    """Show a sitemap of one story that tells no more than is given."""
    return _url(f"<news:news>{inside}</news:news>")


GOOD_STORY = story_with(
    "<news:publication><news:name>Harbour News</news:name><news:language>en</news:language>"
    "</news:publication><news:publication_date>2024-11-16</news:publication_date>"
    "<news:title>The crane stays</news:title>"
)


@NEWS_SITEMAP.rule(
    "news-sitemap-format",
    Severity.ERROR,
    bad=channel(""),
    good=GOOD_STORY,
    date="2025-03",
    against=dict.fromkeys(
        ("feedly", "flipboard", "msn", "newsbreak", "podcast", "smartnews"),
        "a feed is asked for, so check feed and sitemap apart",
    ),
)
def no_sitemap(feed: Feed) -> Spots:
    """The document is no sitemap.

    Google has taken no feeds for Google News since March 2025; a news sitemap is what is left,
    and it is a document beside the feeds.
    """
    yield from wrong_format(feed, NEWS_SITEMAP, "a sitemap (<urlset>), no feed")


@NEWS_SITEMAP.rule(
    "news-sitemap-namespace",
    Severity.ERROR,
    bad=document(f'<urlset xmlns="{SITEMAPS}" xmlns:news="{NEWS}/"/>'),
    good=document(f'<urlset xmlns="{SITEMAPS}" xmlns:news="{NEWS}"/>'),
)
def wrong_sitemap_namespace(feed: Feed) -> Spots:
    """A namespace of the sitemap is missing or misspelt.

    Google reads elements of these namespaces only.
    """
    yield from wrong_namespace(feed, SITEMAPS, NEWS)
    root = feed.root
    if feed.family == SITEMAP and root is not None and ns.split(root.tag)[0] != SITEMAPS:
        yield root, f"<urlset> should be in the namespace {SITEMAPS}"


@NEWS_SITEMAP.rule(
    "news-sitemap-too-many",
    Severity.ERROR,
    on=(f"{{{SITEMAPS}}}urlset",),
    bad=Example("(a sitemap of 1,001 stories)", _sitemap("<url><news:news/></url>" * 1001).data),
    good=GOOD_STORY,
)
def too_many(root: Element, _feed: Feed) -> Spots:
    """A sitemap has more than 1,000 stories.

    Google asks for several sitemaps then, and an index of them.
    """
    count = len(root.findall(f"{_URL}/{STORY}"))
    if count > _MOST:
        yield root, f"there are {count:,} stories, {_MOST:,} may stand in one sitemap"


@NEWS_SITEMAP.rule(
    "news-sitemap-location",
    Severity.ERROR,
    on=(_URL,),
    bad=_sitemap("<url><loc>/crane</loc></url>"),
    good=_url(""),
)
def wrong_location(url: Element, _feed: Feed) -> Spots:
    """A url has no loc, or one that is no full address of the Web.

    Google does not find the story.
    """
    loc = url.find(_LOC)
    address = text(loc)
    if uris.scheme(address) not in {"http", "https"} or uris.absolute_fault(address):
        yield (
            url if loc is None else loc,
            f"the loc {address!r} is no address of the Web" if address else "the url has no loc",
        )


@NEWS_SITEMAP.rule(
    "news-sitemap-duplicate-location",
    Severity.WARNING,
    on=(f"{{{SITEMAPS}}}urlset",),
    bad=_sitemap("<url><loc>https://news.example/crane</loc></url>" * 2),
    good=_url(""),
)
def location_twice(root: Element, _feed: Feed) -> Spots:
    """An address stands twice in a sitemap.

    Where titles or dates differ, nobody can tell which of them hold.
    """
    seen: set[str] = set()
    for loc in root.iterfind(f"{_URL}/{_LOC}"):
        if text(loc) in seen:
            yield loc, f"the loc {text(loc)!r} is an earlier url's"
        seen.add(text(loc))


@NEWS_SITEMAP.rule(
    "news-sitemap-one-news",
    Severity.ERROR,
    on=(_URL,),
    bad=_url(""),
    good=GOOD_STORY,
)
def not_one_news(url: Element, _feed: Feed) -> Spots:
    """A url has no news:news, or several.

    The address is no news to Google without it, and one address is one story.
    """
    told = url.findall(STORY)
    if not told:
        yield url, "the url has no news:news"
    for second in told[1:]:
        yield second, "one news:news is allowed in a url"
