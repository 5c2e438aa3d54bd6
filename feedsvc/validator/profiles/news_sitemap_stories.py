"""The news sitemap's profile, the rules of what is told about each story."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from feedsvc.validator import namespaces as ns
from feedsvc.validator.finding import Severity
from feedsvc.validator.profiles.news_sitemap import (
    GOOD_STORY,
    NEWS,
    NEWS_SITEMAP,
    STORY,
    story_with,
)
from feedsvc.validator.profiles.parts import text
from feedsvc.validator.profiles.samples import recent_w3c
from feedsvc.validator.values import dates
from feedsvc.validator.values import text as values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedsvc.validator.document import Element, Spots
    from feedsvc.validator.examples import Example
    from feedsvc.validator.profiles.feed import Feed

_PUBLICATION, _NAME = f"{{{NEWS}}}publication", f"{{{NEWS}}}name"
_LANGUAGE, _DATE, _TITLE = f"{{{NEWS}}}language", f"{{{NEWS}}}publication_date", f"{{{NEWS}}}title"
_RETIRED = tuple(
    f"{{{NEWS}}}{name}"
    for name in ("access", "genres", "keywords", "stock_tickers", "geo_locations")
)
_OLDEST = timedelta(days=2)
_PARENTHESIS = re.compile(r"\)$")
_SHORT_LANGUAGE = re.compile(r"[a-z]{2,3}|zh-(?:cn|tw)", re.IGNORECASE | re.ASCII)


def _from(inside: str) -> Example:
    return story_with(f"<news:publication>{inside}</news:publication>")


@NEWS_SITEMAP.rule(
    "news-sitemap-missing-element",
    Severity.ERROR,
    on=(STORY,),
    bad=story_with("<news:title>The crane stays</news:title>"),
    good=GOOD_STORY,
)
def missing_element(news: Element, _feed: Feed) -> Spots:
    """A story lacks publication, name, language, date or title.

    Google asks for all five of them.
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
def name_with_parenthesis(name: Element, _feed: Feed) -> Spots:
    """A publication's name ends in a parenthesis.

    Google asks for the name as Google News shows it, without what stands in parentheses.
    """
    if _PARENTHESIS.search(text(name)):
        yield name, f"the name {text(name)!r} should not end in a parenthesis"


@NEWS_SITEMAP.rule(
    "news-sitemap-language",
    Severity.ERROR,
    on=(_LANGUAGE,),
    bad=_from("<news:language>en-US</news:language>"),
    good=_from("<news:language>en</news:language>"),
)
def wrong_language(language: Element, _feed: Feed) -> Spots:
    """A language is no code of two or three letters, nor zh-cn or zh-tw.

    Google files the story under no language.
    """
    code = text(language)
    if code and not (_SHORT_LANGUAGE.fullmatch(code) and not values.language_fault(code)):
        yield language, f"the language {code!r} should be a code of ISO 639 such as en, or zh-cn"


@NEWS_SITEMAP.rule(
    "news-sitemap-date",
    Severity.ERROR,
    on=(_DATE,),
    bad=story_with("<news:publication_date>16 Nov 2024</news:publication_date>"),
    good=story_with("<news:publication_date>2024-11-16</news:publication_date>"),
)
def wrong_date(date: Element, _feed: Feed) -> Spots:
    """A publication date is no date of W3C-DTF.

    Google cannot tell whether the story is news.
    """
    fault = dates.w3cdtf(text(date)).fault if text(date) else ""
    if fault:
        yield date, f"the date {text(date)!r} is wrong: {fault}"


@NEWS_SITEMAP.rule(
    "news-sitemap-old-story",
    Severity.ERROR,
    on=(_DATE,),
    bad=story_with("<news:publication_date>2024-11-16T09:30:00Z</news:publication_date>"),
    good=recent_w3c(
        story_with, "<news:publication_date>{}</news:publication_date>", timedelta(hours=6)
    ),
)
def old_story(date: Element, feed: Feed) -> Spots:
    """A story is older than two days.

    Google asks to take it out of the news sitemap; its page stays in search all the same.
    """
    published = dates.w3cdtf(text(date)).moment
    # a date without a time lasts until the day's end, whatever the zone
    day = timedelta(days=2) if "T" not in text(date) else timedelta()
    if published and feed.now - published > _OLDEST + day:
        yield date, f"the story is of {text(date)}, more than two days ago"


@NEWS_SITEMAP.rule(
    "news-sitemap-future",
    Severity.WARNING,
    on=(_DATE,),
    bad=story_with("<news:publication_date>2397-11-16T09:30:00Z</news:publication_date>"),
    good=story_with("<news:publication_date>2024-11-16T09:30:00Z</news:publication_date>"),
)
def future_story(date: Element, feed: Feed) -> Spots:
    """A story is dated in the future.

    Google asks for the moment of the first publication, which has been by then.
    """
    published = dates.w3cdtf(text(date)).moment
    if published and published > feed.now + timedelta(days=1):
        yield date, f"the story is of the future: {text(date)}"


@NEWS_SITEMAP.rule(
    "news-sitemap-title",
    Severity.WARNING,
    on=(_TITLE,),
    bad=story_with("<news:title>The &lt;b&gt;crane&lt;/b&gt; stays</news:title>"),
    good=story_with("<news:title>The crane stays</news:title>"),
)
def title_with_html(title: Element, _feed: Feed) -> Spots:
    """A title holds HTML.

    Google asks for the title as it stands on the page, where no tags are seen.
    """
    found = values.markup(text(title))
    if found:
        yield title, f"the title holds {found}"


@NEWS_SITEMAP.rule(
    "news-sitemap-retired-element",
    Severity.INFO,
    on=_RETIRED,
    bad=story_with("<news:keywords>crane, quay</news:keywords>"),
    good=story_with("<news:title>The crane stays</news:title>"),
    draft=True,
)
def retired_element(element: Element, _feed: Feed) -> Spots:
    """An element is one that Google has given up.

    It does no harm, and nothing else.
    """
    yield element, f"Google no longer reads news:{ns.split(element.tag)[1]}"


def _lacks(parent: Element, *tags: str) -> Iterator[tuple[Element, str]]:
    for tag in tags:
        if not text(parent.find(tag)):
            inside = ns.split(parent.tag)[1]
            yield parent, f"the news:{inside} has no news:{ns.split(tag)[1]}"
