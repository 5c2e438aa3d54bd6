"""SmartNews's profile, the rules of stories."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from feedsvc.validator import namespaces as ns
from feedsvc.validator.examples import item
from feedsvc.validator.finding import Severity
from feedsvc.validator.profiles.content import number
from feedsvc.validator.profiles.feed import Feed, at
from feedsvc.validator.profiles.parts import DATE, FULL_TEXT, LINK, STORY, find, moment, text
from feedsvc.validator.profiles.smartnews import SMARTNEWS, SNF

if TYPE_CHECKING:
    from feedsvc.validator.document import Element, Spots

_SMALLEST_SIDE = 200
_STATUS = f"{{{ns.MEDIA}}}status"
_SHORT_YEAR = re.compile(r"\d{1,2}\s+[A-Za-z]{3}\s+\d\d\s")
_TRACKING = re.compile(r"[?&]utm_\w+=")
_GOOD_LINK = item("<link>https://news.example/crane</link>")
_ANALYTICS = f'<snf:analytics xmlns:snf="{SNF}">1</snf:analytics>'


@SMARTNEWS.rule(
    "smartnews-https",
    Severity.ERROR,
    on=STORY,
    bad=item("<link>http://news.example/crane</link>"),
    good=_GOOD_LINK,
    against={"newsbreak": "a guid that is the old address keeps it, only the link changes"},
)
def link_without_https(story: Element, _feed: Feed) -> Spots:
    """A story's link is not https.

    SmartNews asks for canonical https addresses; apps do not open others without a warning.
    """
    link = find(story, LINK)
    if link is not None and not text(link).lower().startswith("https://"):
        yield link, f"the link {text(link)!r} should be https"


@SMARTNEWS.rule(
    "smartnews-utm",
    Severity.ERROR,
    on=STORY,
    bad=item("<link>https://news.example/crane?utm_source=feed</link>"),
    good=_GOOD_LINK,
)
def tracked_link(story: Element, _feed: Feed) -> Spots:
    """A story's link has utm parameters.

    SmartNews asks for canonical links: the same story with another link is another story.
    """
    link = find(story, LINK)
    if link is not None and _TRACKING.search(text(link)):
        yield link, f"the link {text(link)!r} should be the canonical one, without utm parameters"


@SMARTNEWS.rule(
    "smartnews-year",
    Severity.ERROR,
    on=("channel > pubDate", "item > pubDate"),
    bad=item("<pubDate>Sat, 16 Nov 24 09:30:00 GMT</pubDate>"),
    good=item("<pubDate>Sat, 16 Nov 2024 09:30:00 GMT</pubDate>"),
)
def short_year(date: Element, _feed: Feed) -> Spots:
    """A year has two digits.

    SmartNews asks for four, because two are read as one century or the other.
    """
    if _SHORT_YEAR.search(text(date)):
        yield date, f"the year of {text(date)!r} should have four digits"


@SMARTNEWS.rule(
    "smartnews-future",
    Severity.ERROR,
    on=STORY,
    bad=item("<pubDate>Sat, 01 Jan 2397 09:30:00 GMT</pubDate>"),
    good=item("<pubDate>Sat, 16 Nov 2024 09:30:00 GMT</pubDate>"),
)
def future_story(story: Element, feed: Feed) -> Spots:
    """A story is dated in the future.

    SmartNews asks for no such stories; one would stand above all others.
    """
    date = find(story, DATE)
    published = moment(date)
    if date is not None and published and published > feed.now:
        yield date, f"the story is of the future: {text(date)}"


@SMARTNEWS.rule(
    "smartnews-full-content",
    Severity.ERROR,
    on=STORY,
    bad=item("<description>It was to go.</description>"),
    good=item("<content:encoded>&lt;p&gt;It was to go.&lt;/p&gt;</content:encoded>"),
)
def no_full_content(story: Element, _feed: Feed) -> Spots:
    """A story has no content:encoded.

    SmartNews shows the full text from the feed.
    """
    status = story.find(_STATUS)
    is_deleted = status is not None and status.get("state") == "deleted"
    if find(story, FULL_TEXT) is None and not is_deleted:
        yield story, f"the {ns.label(story.tag)} has no full text in {ns.label(_text_tag(story))}"


@SMARTNEWS.rule(
    "smartnews-thumbnail-size",
    Severity.WARNING,
    on=(f"{{{ns.MEDIA}}}thumbnail",),
    bad=item('<media:thumbnail url="https://news.example/1.jpg" width="120" height="90"/>'),
    good=item('<media:thumbnail url="https://news.example/1.jpg" width="640" height="480"/>'),
    draft=True,
)
def small_thumbnail(thumbnail: Element, _feed: Feed) -> Spots:
    """A thumbnail is said to be smaller than 200 x 200 pixels.

    SmartNews asks for that size; a smaller picture may not be shown.
    """
    width, height = number(thumbnail, "width"), number(thumbnail, "height")
    if 0 < min(width, height) < _SMALLEST_SIDE:
        yield thumbnail, f"the thumbnail is {width} x {height} pixels, {_SMALLEST_SIDE} are needed"


@SMARTNEWS.rule(
    "smartnews-deleted",
    Severity.INFO,
    on=STORY,
    bad=item('<media:status state="deleted"/>'),
    good=item('<media:status state="active"/>'),
    draft=True,
)
def deleted_story(story: Element, _feed: Feed) -> Spots:
    """A story has the state deleted.

    SmartNews takes it down, while other readers go on to show it.
    """
    status = story.find(_STATUS)
    if status is not None and status.get("state") == "deleted":
        yield at(status, "state"), "SmartNews takes this story down"


@SMARTNEWS.rule(
    "smartnews-analytics",
    Severity.ERROR,
    on=STORY,
    bad=item(_ANALYTICS * 2),
    good=item(_ANALYTICS),
    draft=True,
)
def many_analytics(story: Element, _feed: Feed) -> Spots:
    """A story has more than one snf:analytics.

    SmartNews reads one, so visits may be counted wrongly or not at all.
    """
    for second in story.findall(f"{{{SNF}}}analytics")[1:]:
        yield second, "one snf:analytics is allowed in a story"


def _text_tag(story: Element) -> str:
    return (FULL_TEXT.rss if story.tag == "item" else FULL_TEXT.atom)[0]
