"""The profile for Google's news sitemaps, which list the stories of the last two days.

Google News has not accepted RSS feeds since March 2025.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from feedsvc.validator import namespaces as ns
from feedsvc.validator.examples import Example, channel, dated_w3c, document
from feedsvc.validator.finding import Severity
from feedsvc.validator.profiles.feed import SITEMAP, Feed, text, wrong_namespace
from feedsvc.validator.profiles.profile import Profile
from feedsvc.validator.values import dates, uris
from feedsvc.validator.values import text as values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedsvc.validator.document import Element, Faults

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
    notes=("An empty sitemap is allowed, for days without news.",),
)

_MOST = 1000
_URL, _LOC = f"{{{SITEMAPS}}}url", f"{{{SITEMAPS}}}loc"
_STORY = f"{{{NEWS}}}news"
"""The element that describes a story."""
_PUBLICATION, _NAME = f"{{{NEWS}}}publication", f"{{{NEWS}}}name"
_LANGUAGE, _DATE, _TITLE = f"{{{NEWS}}}language", f"{{{NEWS}}}publication_date", f"{{{NEWS}}}title"
_RETIRED = tuple(
    f"{{{NEWS}}}{name}"
    for name in ("access", "genres", "keywords", "stock_tickers", "geo_locations")
)
_OLDEST = timedelta(days=2)
_PARENTHESIS = re.compile(r"\)$")
_SHORT_LANGUAGE = re.compile(r"[a-z]{2,3}|zh-(?:cn|tw)", re.IGNORECASE | re.ASCII)


def _sitemap(inside: str) -> Example:
    whole = f'<urlset xmlns="{SITEMAPS}" xmlns:news="{NEWS}">{inside}</urlset>'
    return Example(lambda: (inside, whole.encode()))


def _url(inside: str) -> Example:
    return _sitemap(f"<url><loc>https://news.example/crane</loc>{inside}</url>")


def _story(inside: str) -> Example:
    """Return an example of a sitemap with one story."""
    return _url(f"<news:news>{inside}</news:news>")


def _from(inside: str) -> Example:
    return _story(f"<news:publication>{inside}</news:publication>")


_GOOD_STORY = _story(
    "<news:publication><news:name>Harbour News</news:name><news:language>en</news:language>"
    "</news:publication><news:publication_date>2024-11-16</news:publication_date>"
    "<news:title>The crane stays</news:title>"
)


@NEWS_SITEMAP.rule(
    "news-sitemap-format",
    Severity.ERROR,
    bad=channel(""),
    good=_GOOD_STORY,
    date="2025-03",
    against=dict.fromkeys(
        ("feedly", "flipboard", "msn", "newsbreak", "podcast", "smartnews"),
        "a feed is required; check the feed and the sitemap separately",
    ),
)
def no_sitemap(feed: Feed) -> Faults:
    """The document is not a sitemap.

    Google News has not accepted feeds since March 2025. Publish a news sitemap in addition to
    the feeds.
    """
    yield from NEWS_SITEMAP.wrong_format(feed, "a sitemap (<urlset>), not a feed")


@NEWS_SITEMAP.rule(
    "news-sitemap-namespace",
    Severity.ERROR,
    bad=document(f'<urlset xmlns="{SITEMAPS}" xmlns:news="{NEWS}/"/>'),
    good=document(f'<urlset xmlns="{SITEMAPS}" xmlns:news="{NEWS}"/>'),
)
def wrong_sitemap_namespace(feed: Feed) -> Faults:
    """A namespace of the sitemap is missing or misspelled.

    Google reads only elements in its own namespaces. Correct the declaration.
    """
    yield from wrong_namespace(feed, SITEMAPS, NEWS)
    root = feed.root
    if feed.family == SITEMAP and root is not None and ns.split(root.tag)[0] != SITEMAPS:
        yield root, f"<urlset> should be in the namespace {SITEMAPS}"


@NEWS_SITEMAP.rule(
    "news-sitemap-too-many",
    Severity.ERROR,
    on=(f"{{{SITEMAPS}}}urlset",),
    bad=Example(
        lambda: ("(a sitemap of 1,001 stories)", _sitemap("<url><news:news/></url>" * 1001).data)
    ),
    good=_GOOD_STORY,
)
def too_many(root: Element, _feed: Feed) -> Faults:
    """A sitemap has more than 1,000 stories.

    Google requires that you split it into several sitemaps and list them in a sitemap index.
    """
    count = len(root.findall(f"{_URL}/{_STORY}"))
    if count > _MOST:
        yield root, f"the sitemap has {count:,} stories; Google accepts up to {_MOST:,}"


@NEWS_SITEMAP.rule(
    "news-sitemap-location",
    Severity.ERROR,
    on=(_URL,),
    bad=_sitemap("<url><loc>/crane</loc></url>"),
    good=_url(""),
)
def wrong_location(url: Element, _feed: Feed) -> Faults:
    """A url has no loc, or one that is not an absolute http or https URL.

    Google cannot find the story. Add the full URL of its page.
    """
    loc = url.find(_LOC)
    location = text(loc)
    if uris.scheme(location) not in {"http", "https"} or uris.absolute_fault(location):
        yield (
            url if loc is None else loc,
            f"the loc {location!r} should be an absolute http or https URL"
            if location
            else "the url has no loc",
        )


@NEWS_SITEMAP.rule(
    "news-sitemap-duplicate-location",
    Severity.WARNING,
    on=(f"{{{SITEMAPS}}}urlset",),
    bad=_sitemap("<url><loc>https://news.example/crane</loc></url>" * 2),
    good=_url(""),
)
def location_twice(root: Element, _feed: Feed) -> Faults:
    """A sitemap lists a URL more than once.

    If the titles or dates differ, Google cannot know which are right. Keep only one url element.
    """
    seen: set[str] = set()
    for loc in root.iterfind(f"{_URL}/{_LOC}"):
        if text(loc) in seen:
            yield loc, f"an earlier url has the same loc {text(loc)!r}; remove one"
        seen.add(text(loc))


@NEWS_SITEMAP.rule(
    "news-sitemap-one-news",
    Severity.ERROR,
    on=(_URL,),
    bad=_url(""),
    good=_GOOD_STORY,
)
def not_one_news(url: Element, _feed: Feed) -> Faults:
    """A url has no news:news, or several.

    Google requires exactly one, because each url is one story. List pages that are not news in
    a general sitemap.
    """
    stories = url.findall(_STORY)
    if not stories:
        yield url, "the url has no news:news"
    for extra in stories[1:]:
        yield extra, "a url can have only one news:news"


@NEWS_SITEMAP.rule(
    "news-sitemap-missing-element",
    Severity.ERROR,
    on=(_STORY,),
    bad=_story("<news:title>The crane stays</news:title>"),
    good=_GOOD_STORY,
)
def missing_element(news: Element, _feed: Feed) -> Faults:
    """A story lacks publication, name, language, date or title.

    Google requires all five of them. Add those that are missing.
    """
    publication = news.find(_PUBLICATION)
    if publication is None:
        yield news, "the news:news has no news:publication"
    else:
        yield from _lacks(publication, _NAME, _LANGUAGE)
    yield from _lacks(news, _DATE, _TITLE)


@NEWS_SITEMAP.rule(
    "news-sitemap-name",
    Severity.WARNING,
    on=(_NAME,),
    bad=_from("<news:name>Harbour News (subscription)</news:name>"),
    good=_from("<news:name>Harbour News</news:name>"),
)
def name_with_parenthesis(name: Element, _feed: Feed) -> Faults:
    """A publication's name ends with a parenthesis.

    Google requires the name as Google News shows it, without any parentheses.
    """
    if _PARENTHESIS.search(text(name)):
        yield name, f"the name {text(name)!r} should not end with a parenthesis"


@NEWS_SITEMAP.rule(
    "news-sitemap-language",
    Severity.ERROR,
    on=(_LANGUAGE,),
    bad=_from("<news:language>en-US</news:language>"),
    good=_from("<news:language>en</news:language>"),
)
def wrong_language(language: Element, _feed: Feed) -> Faults:
    """A language is neither a code of two or three letters, nor zh-cn or zh-tw.

    Google cannot tell which language the story is in. Write a code such as en.
    """
    code = text(language)
    if code and not (_SHORT_LANGUAGE.fullmatch(code) and not values.language_fault(code)):
        yield language, f"the language {code!r} should be an ISO 639 code such as en, or zh-cn"


@NEWS_SITEMAP.rule(
    "news-sitemap-date",
    Severity.ERROR,
    on=(_DATE,),
    bad=_story("<news:publication_date>16 Nov 2024</news:publication_date>"),
    good=_story("<news:publication_date>2024-11-16</news:publication_date>"),
)
def wrong_date(date: Element, _feed: Feed) -> Faults:
    """A publication date is not in W3C-DTF.

    Google cannot tell whether the story is recent. Write a date such as 2024-11-16, with or
    without a time.
    """
    fault = dates.w3cdtf(text(date)).fault if text(date) else ""
    if fault:
        yield date, f"invalid date {text(date)!r}: {fault}"


@NEWS_SITEMAP.rule(
    "news-sitemap-old-story",
    Severity.ERROR,
    on=(_DATE,),
    bad=_story("<news:publication_date>2024-11-16T09:30:00Z</news:publication_date>"),
    good=dated_w3c(_story, "<news:publication_date>{}</news:publication_date>", timedelta(hours=6)),
)
def old_story(date: Element, feed: Feed) -> Faults:
    """A story is older than two days.

    Google requires that you remove it from the news sitemap; its page stays in search results.
    """
    published = dates.w3cdtf(text(date)).time
    # a date without a time is old only after that day has ended in every time zone
    day = timedelta(days=2) if "T" not in text(date) else timedelta()
    if published and feed.now - published > _OLDEST + day:
        yield date, f"the story was published on {text(date)}, more than two days ago"


@NEWS_SITEMAP.rule(
    "news-sitemap-future",
    Severity.WARNING,
    on=(_DATE,),
    bad=_story("<news:publication_date>2397-11-16T09:30:00Z</news:publication_date>"),
    good=_story("<news:publication_date>2024-11-16T09:30:00Z</news:publication_date>"),
)
def future_story(date: Element, feed: Feed) -> Faults:
    """A story is dated in the future.

    Google requires the time when the story was first published. Correct the date.
    """
    published = dates.w3cdtf(text(date)).time
    if published and published > feed.now + timedelta(days=1):
        yield date, f"the story is dated in the future: {text(date)}"


@NEWS_SITEMAP.rule(
    "news-sitemap-title",
    Severity.WARNING,
    on=(_TITLE,),
    bad=_story("<news:title>The &lt;b&gt;crane&lt;/b&gt; stays</news:title>"),
    good=_story("<news:title>The crane stays</news:title>"),
)
def title_with_html(title: Element, _feed: Feed) -> Faults:
    """A title contains HTML.

    Google requires the title as readers see it on the page. Remove the tags.
    """
    found = values.markup(text(title))
    if found:
        yield title, f"the title contains {found}; write plain text"


@NEWS_SITEMAP.rule(
    "news-sitemap-retired-element",
    Severity.INFO,
    on=_RETIRED,
    bad=_story("<news:keywords>crane, quay</news:keywords>"),
    good=_story("<news:title>The crane stays</news:title>"),
    draft=True,
)
def retired_element(element: Element, _feed: Feed) -> Faults:
    """The sitemap has an element that Google no longer supports.

    The element has no effect. You can remove it.
    """
    yield element, f"Google no longer supports news:{ns.split(element.tag)[1]}"


def _lacks(parent: Element, *tags: str) -> Iterator[tuple[Element, str]]:
    for tag in tags:
        if not text(parent.find(tag)):
            inside = ns.split(parent.tag)[1]
            yield parent, f"the news:{inside} has no news:{ns.split(tag)[1]}"
