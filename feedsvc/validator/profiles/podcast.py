"""The podcast profile: what Apple and PSP-1 ask for; `podcasting2` adds Podcasting 2.0.

An enclosure without url, length or type, a guid that stands twice, and texts of Apple's own
tags that are too long are told by the general rules.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from feedsvc.validator import namespaces as ns
from feedsvc.validator.examples import channel, document, item
from feedsvc.validator.finding import Severity
from feedsvc.validator.profiles.feed import RSS, Feed, attr, wrong_format
from feedsvc.validator.profiles.profile import Profile
from feedsvc.validator.profiles.story import (
    ABOUT,
    GUID,
    HEAD,
    LANGUAGE,
    LINK,
    STORY,
    TITLE,
    Field,
    missing,
    number,
    suffix,
    text,
)
from feedsvc.validator.values import uris

if TYPE_CHECKING:
    from feedsvc.validator.document import Element, Faults

APPLE = "https://podcasters.apple.com/support/823-podcast-requirements"
PSP1 = "https://github.com/Podcast-Standards-Project/PSP-1-Podcast-RSS-Specification"

PODCAST = Profile(
    name="podcast",
    title="PSP-1 (Apple, Podcasting 2.0)",
    source=PSP1,
    date="2026-11-24",
    formats=(RSS,),
    replaces=(("missing-itunes-element", ""), ("invalid-true-false", "itunes:explicit")),
    notes=(
        "The servers have to answer HEAD requests and byte ranges; only a request tells.",
        "A guid never changes: the option --previous compares with an earlier version of the feed.",
        "Pictures are never fetched: their size is checked where the feed states it.",
    ),
)

_ITUNES = f"{{{ns.ITUNES}}}"
_MOST_BYTES, _MOST_CHARACTERS, _SMALLEST, _LARGEST = 4000, 255, 1400, 3000
_PICTURES = frozenset({"jpg", "jpeg", "png"})
_SHORT = ("title", "link", "guid", "language", "author", "category")
_COVER = '<itunes:image href="https://news.example/cover.{}"/>'
_SIZED = (
    _COVER.format("jpg")
    + '<podcast:image href="https://news.example/cover.jpg" width="{}" height="{}"/>'
)


_TYPES = frozenset(
    {
        "audio/x-m4a",
        "audio/mpeg",
        "video/quicktime",
        "video/mp4",
        "video/x-m4v",
        "application/pdf",
    }
)
_ENCLOSURE = '<enclosure url="https://news.example/1.mp3" length="1" type="{}"/>'
SPEC = "https://podcasting2.org/docs/podcast-namespace/1.0"
SEEN = "2026-05"
GUIDS = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""The namespace in which the guids of podcasts are made."""
_PODCAST = f"{{{ns.PODCAST}}}"
_LINKS = (
    *("transcript", "chapters", "funding", "person", "trailer", "image", "contentLink"),
    *("license", "source"),
)
_ADDRESSES = ("url", "uri", "href", "img")
_TRANSCRIPTS = frozenset(
    {
        "text/plain",
        "text/html",
        "text/vtt",
        "application/json",
        "application/x-subrip",
        "application/srt",
    }
)
_SELF = '<atom:link rel="self" href="https://podnews.net/rss" type="application/rss+xml"/>'


@PODCAST.rule(
    "podcast-format",
    Severity.ERROR,
    bad=document('{"version": "https://jsonfeed.org/version/1.1", "title": "News", "items": []}'),
    good=channel(""),
)
def no_rss(feed: Feed) -> Faults:
    """The document is no RSS feed.

    Directories of podcasts read nothing else, and the other rules are not checked.
    """
    yield from wrong_format(feed, PODCAST, "RSS 2.0")


@PODCAST.rule(
    "podcast-self-link",
    Severity.ERROR,
    on=HEAD,
    bad=channel(""),
    good=channel(
        '<atom:link rel="self" href="https://news.example/rss.xml" type="application/rss+xml"/>'
    ),
)
def no_self_link(head: Element, _feed: Feed) -> Faults:
    """The channel has no atom:link to itself.

    Apps that were given a copy of the feed cannot tell where it lives.
    """
    if head.find(f"{{{ns.ATOM}}}link[@rel='self']") is None:
        yield head, "the channel has no atom:link with rel='self'"


@PODCAST.rule(
    "podcast-missing-element",
    Severity.ERROR,
    on=HEAD,
    bad=channel(""),
    good=channel(
        '<language>en</language><itunes:category text="News"/>'
        f"<itunes:explicit>false</itunes:explicit>{_COVER.format('jpg')}"
    ),
)
def missing_element(head: Element, _feed: Feed) -> Faults:
    """The channel lacks what Apple and PSP-1 ask for.

    Directories do not list the show.
    """
    yield from missing(head, (TITLE, ABOUT, LINK, LANGUAGE, itunes("explicit")))
    for name in ("category", "image"):
        if head.find(f"{_ITUNES}{name}") is None:
            yield head, f"the channel has no itunes:{name}"


@PODCAST.rule(
    "podcast-description-length",
    Severity.ERROR,
    on=("channel > description", "item > description"),
    bad=item(f"<description>{'It stays. ' * 401}</description>"),
    good=item("<description>It stays.</description>"),
)
def long_description(description: Element, _feed: Feed) -> Faults:
    """A description has more than 4,000 bytes.

    The rest is cut off, wherever that is.
    """
    size = len(text(description).encode())
    if size > _MOST_BYTES:
        yield description, f"the description has {size:,} bytes, {_MOST_BYTES:,} are read"


@PODCAST.rule(
    "podcast-value-length",
    Severity.WARNING,
    on=[f"{parent} > {name}" for parent in ("channel", "item") for name in _SHORT],
    bad=item(f"<title>{'The crane stays. ' * 16}</title>"),
    good=item("<title>The crane stays.</title>"),
)
def long_value(element: Element, _feed: Feed) -> Faults:
    """A value has more than 255 characters.

    Apps keep no more of it.
    """
    length = len(text(element))
    if length > _MOST_CHARACTERS:
        yield element, f"the {element.tag} has {length} characters, {_MOST_CHARACTERS} are read"


@PODCAST.rule(
    "podcast-explicit",
    Severity.ERROR,
    on=(f"{_ITUNES}explicit",),
    bad=channel("<itunes:explicit>clean</itunes:explicit>"),
    good=channel("<itunes:explicit>false</itunes:explicit>"),
    source=APPLE,
)
def wrong_explicit(explicit: Element, _feed: Feed) -> Faults:
    """itunes:explicit is neither true nor false.

    yes, no and clean are older forms, which Apple no longer documents.
    """
    if text(explicit) not in {"true", "false"}:
        yield explicit, f"itunes:explicit {text(explicit)!r} should be true or false"


@PODCAST.rule(
    "podcast-image-type",
    Severity.ERROR,
    on=(f"{_ITUNES}image",),
    bad=channel(_COVER.format("webp")),
    good=channel(_COVER.format("png")),
    source=APPLE,
)
def wrong_picture(image: Element, _feed: Feed) -> Faults:
    """A picture is neither JPEG nor PNG by its suffix.

    Apple takes these two, and asks that the suffix tells which.
    """
    kind = suffix(image.get("href", ""))
    if image.get("href") and kind not in _PICTURES:
        ends = f"ends in .{kind}" if kind else "has no suffix"
        yield attr(image, "href"), f"the picture {ends}, it should end in .jpg or .png"


@PODCAST.rule(
    "podcast-image-size",
    Severity.ERROR,
    on=(f"{_ITUNES}image",),
    bad=channel(_SIZED.format(600, 600)),
    good=channel(_SIZED.format(3000, 3000)),
    source=APPLE,
)
def wrong_picture_size(image: Element, feed: Feed) -> Faults:
    """A picture is said not to be a square of 1400 to 3000 pixels.

    Apple does not show it, and does not list a show whose cover it is.
    """
    other = feed.sized.get(image.get("href", "").strip())
    width, height = (
        (number(other, "width"), number(other, "height")) if other is not None else (0, 0)
    )
    if width and height and not _SMALLEST <= width == height <= _LARGEST:
        yield (
            other,
            f"the picture is {width} x {height} pixels, Apple takes squares of 1400 to 3000",
        )


@PODCAST.rule(
    "podcast-advised-element",
    Severity.INFO,
    on=HEAD,
    bad=channel(""),
    good=channel(
        "<itunes:author>Ida Holm</itunes:author><podcast:locked>no</podcast:locked>"
        "<podcast:guid>9b024349-ccf0-5f69-a609-6b82873eab3c</podcast:guid>"
    ),
)
def advised_element(head: Element, _feed: Feed) -> Faults:
    """The channel lacks what PSP-1 advises.

    Apps show the author, and directories know by guid and locked whose show it is.
    """
    yield from missing(head, (itunes("author"), _podcast("locked"), _podcast("guid")))


def itunes(name: str) -> Field:
    """Give an element of Apple's as a part; podcasts are RSS alone."""
    return Field((f"{_ITUNES}{name}",), ())


def _podcast(name: str) -> Field:
    return Field((f"{{{ns.PODCAST}}}{name}",), ())


@PODCAST.rule(
    "podcast-missing-item-element",
    Severity.ERROR,
    on=STORY,
    bad=item("<title>The crane</title>"),
    good=item(f"<title>The crane</title><guid>1</guid>{_ENCLOSURE.format('audio/mpeg')}"),
)
def missing_item_element(story: Element, _feed: Feed) -> Faults:
    """An episode lacks title, enclosure or guid.

    Without an enclosure there is nothing to play, without a guid episodes come twice.
    """
    yield from missing(story, (TITLE, GUID))
    if story.find("enclosure") is None:
        yield story, "the item has no enclosure"


@PODCAST.rule(
    "podcast-enclosure-type",
    Severity.ERROR,
    on=("item > enclosure",),
    bad=item(_ENCLOSURE.format("audio/ogg")),
    good=item(_ENCLOSURE.format("audio/mpeg")),
    source=APPLE,
    against={"flipboard": "a picture is asked for there: give it as media:content"},
)
def wrong_type(enclosure: Element, _feed: Feed) -> Faults:
    """An enclosure is of a type that Apple does not play.

    The episode does not appear.
    """
    kind = enclosure.get("type", "").partition(";")[0].strip().lower()
    if kind and kind not in _TYPES:
        yield (
            attr(enclosure, "type"),
            f"Apple takes {', '.join(sorted(_TYPES))}, not {kind}",
        )


@PODCAST.rule(
    "podcast-advised-item-element",
    Severity.INFO,
    on=STORY,
    bad=item("<title>The crane</title>"),
    good=item(
        "<pubDate>Sat, 16 Nov 2024 09:30:00 GMT</pubDate><description>It stays.</description>"
        "<itunes:duration>3730</itunes:duration><itunes:explicit>false</itunes:explicit>"
    ),
)
def advised_item_element(story: Element, _feed: Feed) -> Faults:
    """An episode lacks what PSP-1 advises.

    Apps order episodes by date, and show length and text before they are played.
    """
    date, about = Field(("pubDate",), ()), Field(("description",), ())
    yield from missing(story, (date, about, itunes("duration"), itunes("explicit")))


@PODCAST.rule(
    "podcast-guid-of-feed",
    Severity.INFO,
    on=(f"{_PODCAST}guid",),
    bad=channel(f"{_SELF}<podcast:guid>917393e3-1b1e-5cef-ace4-edaa54e1f810</podcast:guid>"),
    good=channel(f"{_SELF}<podcast:guid>9b024349-ccf0-5f69-a609-6b82873eab3c</podcast:guid>"),
    source=f"{SPEC}#guid",
    date=SEEN,
)
def guid_of_another(guid: Element, feed: Feed) -> Faults:
    """podcast:guid is not the one made from the feed's address.

    That is right where the feed has moved since, because the guid stays; in a new feed it
    was copied from another, and apps take the two for one show.
    """
    address = feed.address.partition("://")[2].rstrip("/")
    made = str(uuid.uuid5(GUIDS, address))
    if address and text(guid).lower() != made:
        yield guid, f"of {address} the guid {made} is made; keep {text(guid)} if the feed has moved"


@PODCAST.rule(
    "podcast-transcript-type",
    Severity.WARNING,
    on=(f"{_PODCAST}transcript",),
    bad=item('<podcast:transcript url="https://news.example/1.doc" type="application/msword"/>'),
    good=item('<podcast:transcript url="https://news.example/1.vtt" type="text/vtt"/>'),
    source=f"{SPEC}#transcript",
    date=SEEN,
)
def wrong_transcript(transcript: Element, _feed: Feed) -> Faults:
    """A transcript is of a type that apps do not read.

    Listeners see no text.
    """
    kind = _kind(transcript)
    if kind and kind not in _TRANSCRIPTS:
        yield (
            attr(transcript, "type"),
            f"apps read {', '.join(sorted(_TRANSCRIPTS))}, not {kind}",
        )


@PODCAST.rule(
    "podcast-chapters-type",
    Severity.ERROR,
    on=(f"{_PODCAST}chapters",),
    bad=item('<podcast:chapters url="https://news.example/1.json" type="application/json"/>'),
    good=item(
        '<podcast:chapters url="https://news.example/1.json" type="application/json+chapters"/>'
    ),
    source=f"{SPEC}#chapters",
    date=SEEN,
)
def wrong_chapters(chapters: Element, _feed: Feed) -> Faults:
    """Chapters are not of the type application/json+chapters.

    Apps show none.
    """
    kind = _kind(chapters)
    if kind and kind != "application/json+chapters":
        yield (
            attr(chapters, "type"),
            f"the type should be application/json+chapters, not {kind}",
        )


@PODCAST.rule(
    "podcast-https",
    Severity.WARNING,
    on=[f"{_PODCAST}{name}" for name in _LINKS],
    bad=item('<podcast:transcript url="http://news.example/1.vtt" type="text/vtt"/>'),
    good=item('<podcast:transcript url="https://news.example/1.vtt" type="text/vtt"/>'),
    source=SPEC,
    date=SEEN,
)
def address_without_https(element: Element, _feed: Feed) -> Faults:
    """An address in an element of Podcasting 2.0 is not https.

    The specification asks for https, and apps do not open others without a warning.
    """
    for name in _ADDRESSES:
        if uris.scheme(element.get(name, "").strip()) == "http":
            yield attr(element, name), f"{element.get(name)!r} should be https"


def _kind(element: Element) -> str:
    return element.get("type", "").partition(";")[0].strip().lower()
