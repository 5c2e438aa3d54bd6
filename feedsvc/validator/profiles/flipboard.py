"""Flipboard's profile: RSS with images, sufficiently long texts and enough stories.

The general rules report dates without a zone and duplicate elements.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from feedsvc.validator.examples import Example, channel, document, item
from feedsvc.validator.finding import Severity
from feedsvc.validator.profiles.feed import (
    ABOUT,
    BODY,
    CREATOR,
    DATE,
    FULL_TEXT,
    GUID,
    HEAD,
    LANGUAGE,
    LINK,
    RSS,
    STORY,
    SUMMARY,
    TITLE,
    Feed,
    find,
    host,
    images,
    markup,
    missing,
    plain,
    text,
)
from feedsvc.validator.profiles.profile import Profile

if TYPE_CHECKING:
    from feedsvc.validator.document import Element, Faults

FLIPBOARD = Profile(
    name="flipboard",
    title="Flipboard",
    source="https://about.flipboard.com/rss-spec/",
    date="2026-11-24",
    formats=(RSS,),
    notes=(
        "An older page of Flipboard's documentation requires 30 items and images of 400 pixels.",
    ),
)

_SHORTEST_TEXT, _FEWEST_ITEMS, _SMALLEST_SIDE = 300, 20, 500
_OWNED = re.compile(r"\.[^.]{3,}$|[^.]{4,}\.[^.]+$|\..*\.")
"""Matches domains that a publisher can own, such as news.example, but not co.uk."""
_IMAGE = '<enclosure url="https://news.example/crane.jpg" length="120000" type="image/jpeg"/>'
_SIZED = (
    '<media:content url="https://news.example/crane.jpg" medium="image" width="{}" height="{}"/>'
)


@FLIPBOARD.rule(
    "flipboard-format",
    Severity.ERROR,
    bad=document('{"version": "https://jsonfeed.org/version/1.1", "title": "News", "items": []}'),
    good=channel(""),
)
def no_rss(feed: Feed) -> Faults:
    """The document is not an RSS feed.

    Flipboard imports only RSS; its other rules are not checked. Submit an RSS feed.
    """
    yield from FLIPBOARD.wrong_format(feed, "RSS 2.0")


@FLIPBOARD.rule(
    "flipboard-missing-element",
    Severity.ERROR,
    on=HEAD,
    bad=channel(""),
    good=channel("<language>en</language>"),
)
def missing_element(head: Element, _feed: Feed) -> Faults:
    """The channel lacks an element that Flipboard requires.

    Flipboard requires a title, link, description and language for every feed it imports. Add
    those that are missing.
    """
    yield from missing(head, (TITLE, LINK, ABOUT, LANGUAGE))


@FLIPBOARD.rule(
    "flipboard-missing-item-element",
    Severity.ERROR,
    on=STORY,
    bad=item("<title>The crane stays</title>"),
    good=item(
        "<title>The crane stays</title><link>https://news.example/crane</link>"
        "<description>It was to go.</description><guid>https://news.example/crane</guid>"
        "<pubDate>Sat, 16 Nov 2024 09:30:00 GMT</pubDate><dc:creator>Ida Holm</dc:creator>"
    ),
)
def missing_item_element(story: Element, _feed: Feed) -> Faults:
    """An item lacks an element that Flipboard requires.

    Flipboard may skip the story, or show it without its author or date. Add the element.
    """
    yield from missing(story, (TITLE, LINK, SUMMARY, DATE, GUID, CREATOR))


@FLIPBOARD.rule(
    "flipboard-link-domain",
    Severity.ERROR,
    on=STORY,
    bad=item("<link>https://elsewhere.example/crane</link>"),
    good=item("<link>https://www.news.example/crane</link>"),
)
def link_elsewhere(story: Element, feed: Feed) -> Faults:
    """A story links to a different domain than the feed's.

    Flipboard identifies a publisher by a single domain. Publish the feed and its stories on the
    same domain.
    """
    link = find(story, LINK)
    here, there = host(feed.url or feed.home), host(text(link))
    if link is not None and here and there and not _same_domain(here, there):
        yield link, f"the link is on {there}, but the feed is on {here}"


@FLIPBOARD.rule(
    "flipboard-short-description",
    Severity.ERROR,
    on=STORY,
    bad=item("<description>It was to go.</description>"),
    good=item(f"<description>{'The crane was to go, and it stays. ' * 10}</description>"),
)
def short_description(story: Element, _feed: Feed) -> Faults:
    """A story's text is shorter than 300 characters.

    Flipboard requires that length to show an excerpt of each story. Publish the full text in
    content:encoded, or write a longer description.
    """
    body = find(story, BODY)
    length = len(plain(markup(body)))
    if body is not None and length < _SHORTEST_TEXT:
        yield (
            body,
            f"the text has {length} characters; Flipboard requires at least {_SHORTEST_TEXT}",
        )


@FLIPBOARD.rule(
    "flipboard-image",
    Severity.ERROR,
    on=STORY,
    bad=item("<title>The crane stays</title>"),
    good=item(_IMAGE),
    against={"podcast": "the enclosure is the episode; provide the image as media:content"},
)
def no_image(story: Element, _feed: Feed) -> Faults:
    """A story has no image attached.

    Flipboard requires one for each story, because its pages are built around images. Add one
    as an enclosure or as media:content.
    """
    if next(images(story), None) is None:
        yield story, "the item has no image; add one as an enclosure or media:content"


@FLIPBOARD.rule(
    "flipboard-image-size",
    Severity.ERROR,
    on=STORY,
    bad=item(_SIZED.format(640, 480)),
    good=item(_SIZED.format(1200, 800)),
    against={
        "msn": "images of more than 15 MB are rejected; scale them down",
        "smartnews": "200 pixels are enough for media:thumbnail; use a smaller image there",
    },
)
def small_image(story: Element, _feed: Feed) -> Faults:
    """According to the feed, an image is less than 500 pixels wide or high.

    Flipboard requires 500 pixels, because it shows images across a whole page. Provide a larger
    version of the image.
    """
    for image in images(story):
        side = min(image.width, image.height)
        if 0 < side < _SMALLEST_SIDE:
            yield (
                image.element,
                f"the image is {image.width} x {image.height} pixels; each side needs at least 500",
            )


@FLIPBOARD.rule(
    "flipboard-few-items",
    Severity.WARNING,
    on=HEAD,
    bad=channel("<item><title>The crane stays</title></item>"),
    good=Example(
        lambda: ("(a channel of 20 items)", channel("<item><title>A</title></item>" * 20).data)
    ),
    against={"smartnews": "the document must not exceed 1 MB"},
)
def few_items(head: Element, feed: Feed) -> Faults:
    """The feed has fewer than 20 items.

    Flipboard requires that number before it imports a feed. Keep older stories in the feed.
    """
    if len(feed.stories) < _FEWEST_ITEMS:
        yield (
            head,
            f"the feed has {len(feed.stories)} items; Flipboard requires at least {_FEWEST_ITEMS}",
        )


@FLIPBOARD.rule(
    "flipboard-full-content",
    Severity.INFO,
    on=STORY,
    bad=item("<description>It was to go.</description>"),
    good=item("<content:encoded>&lt;p&gt;It was to go.&lt;/p&gt;</content:encoded>"),
)
def no_full_content(story: Element, _feed: Feed) -> Faults:
    """A story has no content:encoded.

    An older page of Flipboard's documentation requires the full text there. Add it as HTML.
    """
    if find(story, FULL_TEXT) is None:
        yield story, "the item has no content:encoded; add the full text there"


def _same_domain(one: str, other: str) -> bool:
    """Whether two hosts are the same, one is a subdomain of the other, or both are siblings."""
    if one == other or one.endswith(f".{other}") or other.endswith(f".{one}"):
        return True
    above = one.partition(".")[2]
    return above == other.partition(".")[2] and bool(_OWNED.search(above))
