"""SmartNews's profile: SmartFormat, which is RSS or Atom with the full text of each story."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from feedsvc.validator import namespaces as ns
from feedsvc.validator.examples import Example, channel, document, item
from feedsvc.validator.finding import Severity
from feedsvc.validator.profiles.feed import (
    ABOUT,
    ATOM,
    DATE,
    FULL_TEXT,
    HEAD,
    HEAD_DATE,
    LANGUAGE,
    LINK,
    RSS,
    STORY,
    TITLE,
    Feed,
    attr,
    find,
    missing,
    number,
    suffix,
    text,
    time_of,
    wrong_namespace,
)
from feedsvc.validator.profiles.profile import Profile

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
            "The Content-Type must be application/rss+xml, application/atom+xml, application/xml "
            "or text/xml, which the document cannot show."
        ),
        "Images are never fetched: a draft requires a logo of 700 x 100 pixels.",
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

    SmartNews reads no other format; its other rules are not checked. Submit RSS or Atom.
    """
    yield from SMARTNEWS.wrong_format(feed, "RSS 2.0 or Atom 1.0")


@SMARTNEWS.rule(
    "smartnews-namespace",
    Severity.ERROR,
    bad=channel(_GOOD_LOGO.replace(SNF, f"{SNF}/")),
    good=channel(_GOOD_LOGO),
)
def misspelled_namespace(feed: Feed) -> Faults:
    """SmartNews's namespace is misspelled.

    SmartNews finds no logo, and considers the feed incomplete. Correct the declaration.
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

    SmartNews accepts no other encoding. Save the feed as UTF-8, and declare that.
    """
    codec = feed.document.source.codec if feed.document else ""
    if codec not in {"utf-8", "ascii"}:
        yield head, f"the feed is in {codec}; SmartNews requires UTF-8"


@SMARTNEWS.rule(
    "smartnews-size",
    Severity.ERROR,
    on=HEAD,
    bad=Example(
        lambda: ("(a feed of more than 1,000,000 bytes)", channel("").data + b" " * _LARGEST)
    ),
    good=channel(""),
    against={"flipboard": "at least 20 items are required; shorten old items, do not remove any"},
)
def too_large(head: Element, feed: Feed) -> Faults:
    """The feed is larger than 1 MB.

    SmartNews may read only a part of it, or nothing. Publish fewer or shorter stories.
    """
    size = len(feed.document.source.data) if feed.document else 0
    if size > _LARGEST:
        yield head, f"the feed has {size:,} bytes; SmartNews accepts up to {_LARGEST:,}"


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
    """The channel lacks an element that SmartNews requires.

    SmartNews needs the logo and the language to show a channel, and the date to update it. Add
    the element.
    """
    yield from missing(head, (TITLE, LINK, ABOUT, HEAD_DATE, LANGUAGE))
    if head.find(f"{{{SNF}}}logo") is None:
        yield head, f"the {ns.label(head.tag)} has no snf:logo; add one with the URL of a PNG"


@SMARTNEWS.rule(
    "smartnews-logo-url",
    Severity.ERROR,
    on=(f"{{{SNF}}}logo",),
    bad=channel(_LOGO.format("https://news.example/logo.png")),
    good=channel(_GOOD_LOGO),
)
def logo_without_url(logo: Element, _feed: Feed) -> Faults:
    """The logo's URL is not in a <url> element.

    SmartNews finds no logo. Wrap its URL in a <url> element.
    """
    if not text(logo.find("url")):
        yield logo, "snf:logo has no <url> element with the URL of the image"


@SMARTNEWS.rule(
    "smartnews-logo-type",
    Severity.WARNING,
    on=(f"{{{SNF}}}logo",),
    bad=channel(_LOGO.format("<url>https://news.example/logo.jpg</url>")),
    good=channel(_GOOD_LOGO),
    draft=True,
)
def logo_not_png(logo: Element, _feed: Feed) -> Faults:
    """The logo is not a PNG.

    SmartNews requires a PNG of 700 x 100 pixels, and may not show other images. Convert the logo.
    """
    kind = suffix(text(logo.find("url")))
    if kind and kind != "png":
        yield logo, f"the logo should be a PNG, not a {kind} file"


@SMARTNEWS.rule(
    "smartnews-ttl",
    Severity.WARNING,
    on=("channel > ttl",),
    bad=channel("<ttl>60</ttl>"),
    good=channel("<ttl>5</ttl>"),
    against=dict.fromkeys(
        ("feedly", "flipboard", "msn", "newsbreak", "podcast"),
        "there is no such limit, and feed readers that respect ttl will poll every few minutes",
    ),
)
def long_ttl(ttl: Element, _feed: Feed) -> Faults:
    """The ttl is not between 1 and 5 minutes.

    SmartNews polls that often in order to show news immediately. Set it to 5 only in a
    feed for SmartNews: other feed readers that respect ttl would poll as often.
    """
    if text(ttl) not in _MINUTES:
        yield ttl, f"the ttl is {text(ttl)!r}; it should be 1 to 5"


@SMARTNEWS.rule(
    "smartnews-https",
    Severity.ERROR,
    on=STORY,
    bad=item("<link>http://news.example/crane</link>"),
    good=_GOOD_LINK,
    against={"newsbreak": "a guid that is a permalink must not change; change only the link"},
)
def link_without_https(story: Element, _feed: Feed) -> Faults:
    """A story's link does not begin with https.

    SmartNews requires canonical https URLs. Publish the pages over https.
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

    SmartNews takes a story with a different link for a different story. Remove the parameters.
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

    SmartNews requires four digits, because two leave the century open. Write the full year.
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

    SmartNews does not allow that; the story would stay above all others. Correct the date, or
    publish the story when it is due.
    """
    date = find(story, DATE)
    published = time_of(date)
    if date is not None and published and published > feed.now:
        yield date, f"the story is dated in the future: {text(date)}"


@SMARTNEWS.rule(
    "smartnews-full-content",
    Severity.ERROR,
    on=STORY,
    bad=item("<description>It was to go.</description>"),
    good=item("<content:encoded>&lt;p&gt;It was to go.&lt;/p&gt;</content:encoded>"),
)
def no_full_content(story: Element, _feed: Feed) -> Faults:
    """A story has no full text.

    SmartNews shows the full text from the feed. Add it, as HTML.
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
    """According to the feed, a thumbnail is less than 200 pixels wide or high.

    SmartNews requires 200 x 200 pixels, and may not show smaller images. Provide a larger one.
    """
    width, height = number(thumbnail, "width"), number(thumbnail, "height")
    if 0 < min(width, height) < _SMALLEST_SIDE:
        yield (
            thumbnail,
            f"the thumbnail is {width} x {height} pixels; each side needs at least 200",
        )


@SMARTNEWS.rule(
    "smartnews-deleted",
    Severity.INFO,
    on=STORY,
    bad=item('<media:status state="deleted"/>'),
    good=item('<media:status state="active"/>'),
    draft=True,
)
def deleted_story(story: Element, _feed: Feed) -> Faults:
    """A story is marked as deleted.

    SmartNews removes it, but feed readers continue to show it. Mark stories only in a feed for
    SmartNews.
    """
    status = story.find(_STATUS)
    if status is not None and status.get("state") == "deleted":
        yield (
            attr(status, "state"),
            "SmartNews removes this story, but feed readers continue to show it",
        )


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

    SmartNews reads only one, so visits may be counted incorrectly or not at all. Keep only one.
    """
    for extra in story.findall(f"{{{SNF}}}analytics")[1:]:
        yield extra, "a story can have only one snf:analytics; remove this one"


def _text_tag(story: Element) -> str:
    return (FULL_TEXT.rss if story.tag == "item" else FULL_TEXT.atom)[0]
