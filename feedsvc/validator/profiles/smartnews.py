"""SmartNews's profile: SmartFormat, RSS or Atom with the full text of each story."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from feedsvc.validator import namespaces as ns
from feedsvc.validator.examples import Example, channel, document, item
from feedsvc.validator.finding import Severity
from feedsvc.validator.profiles.feed import (
    ATOM,
    RSS,
    Feed,
    attr,
    wrong_format,
    wrong_namespace,
)
from feedsvc.validator.profiles.profile import Profile
from feedsvc.validator.profiles.story import (
    ABOUT,
    DATE,
    FULL_TEXT,
    HEAD,
    HEAD_DATE,
    LANGUAGE,
    LINK,
    STORY,
    TITLE,
    find,
    missing,
    number,
    suffix,
    text,
    time_of,
)

if TYPE_CHECKING:
    from feedsvc.validator.document import Element, Faults

SNF = ns.SNF

SMARTNEWS = Profile(
    name="smartnews",
    title="SmartNews",
    source="https://publishers.smartnews.com/hc/en-us",
    date="2026-11-24",
    formats=(RSS, ATOM),
    namespaces=(SNF,),
    replaces=(("unknown-namespace", SNF),),
    notes=(
        (
            "The Content-Type has to be application/rss+xml, application/atom+xml, "
            "application/xml or text/xml; only a request tells."
        ),
        "Pictures are never fetched: a draft asks for a logo of 700 x 100 pixels.",
    ),
)

_LARGEST, _MINUTES = 1_000_000, ("1", "2", "3", "4", "5")
_LOGO = f'<snf:logo xmlns:snf="{SNF}">{{}}</snf:logo>'
_GOOD_LOGO = _LOGO.format("<url>https://news.example/logo.png</url>")


_SMALLEST_SIDE = 200
_STATUS = f"{{{ns.MEDIA}}}status"
_SHORT_YEAR = re.compile(r"\d{1,2}\s+[A-Za-z]{3}\s+\d\d\s")
_TRACKING = re.compile(r"[?&]utm_\w+=")
_GOOD_LINK = item("<link>https://news.example/crane</link>")
_ANALYTICS = f'<snf:analytics xmlns:snf="{SNF}">1</snf:analytics>'


@SMARTNEWS.rule(
    "smartnews-format",
    Severity.ERROR,
    bad=document('{"version": "https://jsonfeed.org/version/1.1", "title": "News", "items": []}'),
    good=channel(""),
)
def no_smartformat(feed: Feed) -> Faults:
    """The document is neither RSS nor Atom.

    SmartNews reads nothing else, and its other rules are not checked.
    """
    yield from wrong_format(feed, SMARTNEWS, "RSS 2.0 or Atom 1.0")


@SMARTNEWS.rule(
    "smartnews-namespace",
    Severity.ERROR,
    bad=channel(_GOOD_LOGO.replace(SNF, f"{SNF}/")),
    good=channel(_GOOD_LOGO),
)
def misspelt_namespace(feed: Feed) -> Faults:
    """The namespace of SmartNews is misspelt.

    SmartNews then finds no logo and takes the feed for incomplete.
    """
    yield from wrong_namespace(feed, SNF)


@SMARTNEWS.rule(
    "smartnews-encoding",
    Severity.ERROR,
    on=HEAD,
    bad=document('<?xml version="1.0" encoding="iso-8859-1"?><rss version="2.0"><channel/></rss>'),
    good=document('<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel/></rss>'),
)
def not_utf8(head: Element, feed: Feed) -> Faults:
    """The feed is not in UTF-8.

    SmartNews takes no other encoding.
    """
    codec = feed.document.source.codec if feed.document else ""
    if codec not in {"utf-8", "ascii"}:
        yield head, f"the feed is in {codec}, SmartNews takes UTF-8"


@SMARTNEWS.rule(
    "smartnews-size",
    Severity.ERROR,
    on=HEAD,
    bad=Example("(a feed of more than 1,000,000 bytes)", channel("").data + b" " * _LARGEST),
    good=channel(""),
    against={"flipboard": "20 items or more are asked for, so shorten the texts of old ones"},
)
def too_large(head: Element, feed: Feed) -> Faults:
    """The feed has more than 1 MB.

    SmartNews sets that limit; a feed beyond it may be read in part or not at all.
    """
    size = len(feed.document.source.data) if feed.document else 0
    if size > _LARGEST:
        yield head, f"the feed has {size:,} bytes, SmartNews takes {_LARGEST:,}"


@SMARTNEWS.rule(
    "smartnews-missing-element",
    Severity.ERROR,
    on=HEAD,
    bad=channel("<language>en</language>"),
    good=channel(
        f"<language>en</language><pubDate>Sat, 16 Nov 2024 09:30:00 GMT</pubDate>{_GOOD_LOGO}"
    ),
)
def missing_element(head: Element, _feed: Feed) -> Faults:
    """The channel lacks what SmartNews asks for.

    SmartNews shows a channel with its logo and in its language, and reads it by its date.
    """
    yield from missing(head, (TITLE, LINK, ABOUT, HEAD_DATE, LANGUAGE))
    if head.find(f"{{{SNF}}}logo") is None:
        yield head, f"the {ns.label(head.tag)} has no snf:logo"


@SMARTNEWS.rule(
    "smartnews-logo-url",
    Severity.ERROR,
    on=(f"{{{SNF}}}logo",),
    bad=channel(_LOGO.format("https://news.example/logo.png")),
    good=channel(_GOOD_LOGO),
)
def logo_without_url(logo: Element, _feed: Feed) -> Faults:
    """The logo's address does not stand in a <url> of its own.

    SmartNews finds no logo.
    """
    if not text(logo.find("url")):
        yield logo, "snf:logo needs a <url> with the address of the picture"


@SMARTNEWS.rule(
    "smartnews-logo-type",
    Severity.WARNING,
    on=(f"{{{SNF}}}logo",),
    bad=channel(_LOGO.format("<url>https://news.example/logo.jpg</url>")),
    good=channel(_GOOD_LOGO),
    draft=True,
)
def logo_not_png(logo: Element, _feed: Feed) -> Faults:
    """The logo is no PNG.

    SmartNews asks for a PNG of 700 x 100 pixels; another picture may not be shown.
    """
    kind = suffix(text(logo.find("url")))
    if kind and kind != "png":
        yield logo, f"the logo should be a PNG, not {kind}"


@SMARTNEWS.rule(
    "smartnews-ttl",
    Severity.WARNING,
    on=("channel > ttl",),
    bad=channel("<ttl>60</ttl>"),
    good=channel("<ttl>5</ttl>"),
    against=dict.fromkeys(
        ("feedly", "flipboard", "msn", "newsbreak", "podcast"),
        "no such limit, and readers that heed ttl then ask every few minutes",
    ),
)
def long_ttl(ttl: Element, _feed: Feed) -> Faults:
    """The ttl is not between 1 and 5 minutes.

    SmartNews asks for feeds as often as that, to show news as they come.
    """
    if text(ttl) not in _MINUTES:
        yield ttl, f"the ttl {text(ttl)!r} should be 1 to 5"


@SMARTNEWS.rule(
    "smartnews-https",
    Severity.ERROR,
    on=STORY,
    bad=item("<link>http://news.example/crane</link>"),
    good=_GOOD_LINK,
    against={"newsbreak": "a guid that is the old address keeps it, only the link changes"},
)
def link_without_https(story: Element, _feed: Feed) -> Faults:
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
def tracked_link(story: Element, _feed: Feed) -> Faults:
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
def short_year(date: Element, _feed: Feed) -> Faults:
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
def future_story(story: Element, feed: Feed) -> Faults:
    """A story is dated in the future.

    SmartNews asks for no such stories; one would stand above all others.
    """
    date = find(story, DATE)
    published = time_of(date)
    if date is not None and published and published > feed.now:
        yield date, f"the story is of the future: {text(date)}"


@SMARTNEWS.rule(
    "smartnews-full-content",
    Severity.ERROR,
    on=STORY,
    bad=item("<description>It was to go.</description>"),
    good=item("<content:encoded>&lt;p&gt;It was to go.&lt;/p&gt;</content:encoded>"),
)
def no_full_content(story: Element, _feed: Feed) -> Faults:
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
def small_thumbnail(thumbnail: Element, _feed: Feed) -> Faults:
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
def deleted_story(story: Element, _feed: Feed) -> Faults:
    """A story has the state deleted.

    SmartNews takes it down, while other readers go on to show it.
    """
    status = story.find(_STATUS)
    if status is not None and status.get("state") == "deleted":
        yield attr(status, "state"), "SmartNews takes this story down"


@SMARTNEWS.rule(
    "smartnews-analytics",
    Severity.ERROR,
    on=STORY,
    bad=item(_ANALYTICS * 2),
    good=item(_ANALYTICS),
    draft=True,
)
def many_analytics(story: Element, _feed: Feed) -> Faults:
    """A story has more than one snf:analytics.

    SmartNews reads one, so visits may be counted wrongly or not at all.
    """
    for second in story.findall(f"{{{SNF}}}analytics")[1:]:
        yield second, "one snf:analytics is allowed in a story"


def _text_tag(story: Element) -> str:
    return (FULL_TEXT.rss if story.tag == "item" else FULL_TEXT.atom)[0]
