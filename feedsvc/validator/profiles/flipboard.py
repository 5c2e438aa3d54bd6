"""Flipboard's profile: RSS with pictures, texts of some length and enough stories.

A date without zone, and an element that stands twice, are told by the general rules.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from feedsvc.validator.examples import Example, channel, document, item
from feedsvc.validator.finding import Severity
from feedsvc.validator.profiles.feed import RSS, Feed, wrong_format
from feedsvc.validator.profiles.profile import Profile
from feedsvc.validator.profiles.story import (
    ABOUT,
    BODY,
    CREATOR,
    DATE,
    FULL_TEXT,
    GUID,
    HEAD,
    LANGUAGE,
    LINK,
    STORY,
    SUMMARY,
    TITLE,
    find,
    host,
    images,
    markup,
    missing,
    plain,
    text,
)

if TYPE_CHECKING:
    from feedsvc.validator.document import Element, Faults

FLIPBOARD = Profile(
    name="flipboard",
    title="Flipboard",
    source="https://about.flipboard.com/rss-spec/",
    date="2026-11-24",
    formats=(RSS,),
    notes=("An older page of Flipboard asks for 30 items, and for pictures of 400 pixels.",),
)

_SHORTEST_TEXT, _FEWEST_ITEMS, _SMALLEST_SIDE = 300, 20, 500
_OWNED = re.compile(r"\.[^.]{3,}$|[^.]{4,}\.[^.]+$|\..*\.")
"""Finds names that somebody owns, such as news.example; co.uk is nobody's own."""
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
    """The document is no RSS feed.

    Flipboard describes RSS alone, and its other rules are not checked.
    """
    yield from wrong_format(feed, FLIPBOARD, "RSS 2.0")


@FLIPBOARD.rule(
    "flipboard-missing-element",
    Severity.ERROR,
    on=HEAD,
    bad=channel(""),
    good=channel("<language>en</language>"),
)
def missing_element(head: Element, _feed: Feed) -> Faults:
    """The channel lacks what Flipboard asks for.

    Flipboard asks for title, link, description and language of every feed it takes in.
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
    """An item lacks what Flipboard asks for.

    Flipboard asks for them; a story may be left out, or shown without its author or date.
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
    """A story's link leads to another domain than the feed's.

    Flipboard asks for one domain, by which it knows the publisher.
    """
    link = find(story, LINK)
    here, there = host(feed.address or feed.home), host(text(link))
    if link is not None and here and there and not _same_domain(here, there):
        yield link, f"the link is on {there}, the feed on {here}"


@FLIPBOARD.rule(
    "flipboard-short-description",
    Severity.ERROR,
    on=STORY,
    bad=item("<description>It was to go.</description>"),
    good=item(f"<description>{'The crane was to go, and it stays. ' * 10}</description>"),
)
def short_description(story: Element, _feed: Feed) -> Faults:
    """A story's text has fewer than 300 characters.

    Flipboard asks for so many, to show a piece of each story.
    """
    body = find(story, BODY)
    length = len(plain(markup(body)))
    if body is not None and length < _SHORTEST_TEXT:
        yield (
            body,
            f"the text has {length} of the {_SHORTEST_TEXT} characters Flipboard asks for",
        )


@FLIPBOARD.rule(
    "flipboard-image",
    Severity.ERROR,
    on=STORY,
    bad=item("<title>The crane stays</title>"),
    good=item(_IMAGE),
    against={"podcast": "the enclosure is the episode, so give the picture as media:content"},
)
def no_image(story: Element, _feed: Feed) -> Faults:
    """A story has no picture beside its text.

    Flipboard asks for one with each story: its pages are made of pictures.
    """
    if next(images(story), None) is None:
        yield story, "the item has no enclosure that is an image"


@FLIPBOARD.rule(
    "flipboard-image-size",
    Severity.ERROR,
    on=STORY,
    bad=item(_SIZED.format(640, 480)),
    good=item(_SIZED.format(1200, 800)),
    against={
        "msn": "pictures of more than 15 MB are refused, so scale full-size ones down",
        "smartnews": "200 pixels are enough for media:thumbnail, so give it a smaller one there",
    },
)
def small_image(story: Element, _feed: Feed) -> Faults:
    """A picture is said to be smaller than 500 pixels on one side.

    Flipboard asks for that size, because it shows pictures over a whole page.
    """
    for image in images(story):
        side = min(image.width, image.height)
        if 0 < side < _SMALLEST_SIDE:
            yield (
                image.element,
                f"the picture is {image.width} x {image.height} pixels, each side should have 500",
            )


@FLIPBOARD.rule(
    "flipboard-few-items",
    Severity.WARNING,
    on=HEAD,
    bad=channel("<item><title>The crane stays</title></item>"),
    good=Example("(a channel of 20 items)", channel("<item><title>A</title></item>" * 20).data),
    against={"smartnews": "the document may have 1 MB at most"},
)
def few_items(head: Element, feed: Feed) -> Faults:
    """The feed has fewer than 20 items.

    Flipboard asks for so many before it takes a feed in.
    """
    if len(feed.stories) < _FEWEST_ITEMS:
        yield (
            head,
            f"the feed has {len(feed.stories)} of the {_FEWEST_ITEMS} items Flipboard asks for",
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

    An older page of Flipboard asks for the full text there.
    """
    if find(story, FULL_TEXT) is None:
        yield story, "the item has no content:encoded, which an older page of Flipboard asks for"


def _same_domain(one: str, other: str) -> bool:
    """Whether two hosts are one, one below the other, or neighbours below one name."""
    if one == other or one.endswith(f".{other}") or other.endswith(f".{one}"):
        return True
    above = one.partition(".")[2]
    return above == other.partition(".")[2] and bool(_OWNED.search(above))
