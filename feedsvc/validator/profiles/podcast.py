"""The podcast profile: the requirements of Apple, PSP-1 and Podcasting 2.0.

The general rules check enclosures for url, length and type, guids for duplicates, the
length of texts in Apple's tags, and the values of Podcasting 2.0 such as podcast:locked.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from feedsvc.validator import namespaces as ns
from feedsvc.validator.examples import channel, document, item
from feedsvc.validator.finding import Severity
from feedsvc.validator.profiles.feed import (
    ABOUT,
    GUID,
    HEAD,
    LANGUAGE,
    LINK,
    RSS,
    STORY,
    TITLE,
    Feed,
    Field,
    attr,
    missing,
    number,
    suffix,
    text,
)
from feedsvc.validator.profiles.profile import Profile
from feedsvc.validator.values import uris

if TYPE_CHECKING:
    from feedsvc.validator.document import Element, Faults

_APPLE = "https://podcasters.apple.com/support/823-podcast-requirements"
_PSP1 = "https://github.com/Podcast-Standards-Project/PSP-1-Podcast-RSS-Specification"

PODCAST = Profile(
    name="podcast",
    title="PSP-1 (Apple, Podcasting 2.0)",
    source=_PSP1,
    date="2026-11-24",
    formats=(RSS,),
    replaces=(("missing-itunes-element", ""), ("invalid-true-false", "itunes:explicit")),
    notes=(
        "The server must support HEAD and byte ranges, which the document cannot show.",
        "A guid must never change: use --previous to compare the feed with an earlier version.",
        "Images are never fetched: their size is checked only if the feed states it.",
    ),
)

_ITUNES = f"{{{ns.ITUNES}}}"
_MOST_BYTES, _MOST_CHARACTERS, _SMALLEST, _LARGEST = 4000, 255, 1400, 3000
_IMAGE_TYPES = frozenset({"jpg", "jpeg", "png"})
_SHORT = ("title", "link", "guid", "language", "author", "category")
_COVER = '<itunes:image href="https://news.example/cover.{}"/>'
_SIZED = (
    _COVER.format("jpg")
    + '<podcast:image href="https://news.example/cover.jpg" width="{}" height="{}"/>'
)
_MEDIA_TYPES = frozenset(
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
_PODCASTING2 = "https://podcasting2.org/docs/podcast-namespace/1.0"
_AS_OF = "2026-05"
_GUID_NAMESPACE = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""The UUID namespace of podcast guids."""
_PODCAST = f"{{{ns.PODCAST}}}"
_LINKS = (
    *("transcript", "chapters", "funding", "person", "trailer", "image", "contentLink"),
    *("license", "source"),
)
_URL_ATTRIBUTES = ("url", "uri", "href", "img")
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
    """The document is not an RSS feed.

    Podcast directories read no other format; the other rules are not checked. Submit an RSS
    feed.
    """
    yield from PODCAST.wrong_format(feed, "RSS 2.0")


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

    Apps that receive a copy of the feed cannot find the original. Add a link with the feed's URL.
    """
    if head.find(f"{{{ns.ATOM}}}link[@rel='self']") is None:
        yield head, "the channel has no atom:link with rel='self'; add one with the feed's URL"


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
    """The channel lacks an element that Apple and PSP-1 require.

    Directories do not list the podcast. Add the element.
    """
    yield from missing(head, (TITLE, ABOUT, LINK, LANGUAGE, _itunes("explicit")))
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

    Apps cut off the rest, even in the middle of a sentence. Shorten the description.
    """
    size = len(text(description).encode())
    if size > _MOST_BYTES:
        yield description, f"the description has {size:,} bytes; apps read only {_MOST_BYTES:,}"


@PODCAST.rule(
    "podcast-value-length",
    Severity.WARNING,
    on=[f"{parent} > {name}" for parent in ("channel", "item") for name in _SHORT],
    bad=item(f"<title>{'The crane stays. ' * 16}</title>"),
    good=item("<title>The crane stays.</title>"),
)
def long_value(element: Element, _feed: Feed) -> Faults:
    """A title, link, guid, language, author or category has more than 255 characters.

    Apps cut off the rest. Shorten it, but never change the guid of a published episode.
    """
    length = len(text(element))
    if length > _MOST_CHARACTERS:
        yield (
            element,
            f"the {element.tag} has {length} characters; apps read only {_MOST_CHARACTERS}",
        )


@PODCAST.rule(
    "podcast-explicit",
    Severity.ERROR,
    on=(f"{_ITUNES}explicit",),
    bad=channel("<itunes:explicit>clean</itunes:explicit>"),
    good=channel("<itunes:explicit>false</itunes:explicit>"),
    source=_APPLE,
)
def wrong_explicit(explicit: Element, _feed: Feed) -> Faults:
    """itunes:explicit is neither true nor false.

    Apple no longer documents the older values yes, no and clean. Write true or false.
    """
    if text(explicit) not in {"true", "false"}:
        yield explicit, f"itunes:explicit {text(explicit)!r} should be true or false"


@PODCAST.rule(
    "podcast-image-type",
    Severity.ERROR,
    on=(f"{_ITUNES}image",),
    bad=channel(_COVER.format("webp")),
    good=channel(_COVER.format("png")),
    source=_APPLE,
)
def wrong_image_type(image: Element, _feed: Feed) -> Faults:
    """The URL of an image does not end in .jpg, .jpeg or .png.

    Apple accepts only JPEG and PNG images whose URLs have the matching suffix. Convert the image,
    or rename the file.
    """
    kind = suffix(image.get("href", ""))
    if image.get("href") and kind not in _IMAGE_TYPES:
        ends = f"ends in .{kind}" if kind else "has no suffix"
        yield attr(image, "href"), f"the image's URL {ends}; it should end in .jpg or .png"


@PODCAST.rule(
    "podcast-image-size",
    Severity.ERROR,
    on=(f"{_ITUNES}image",),
    bad=channel(_SIZED.format(600, 600)),
    good=channel(_SIZED.format(3000, 3000)),
    source=_APPLE,
)
def wrong_image_size(image: Element, feed: Feed) -> Faults:
    """According to the feed, an image is not a square of 1400 to 3000 pixels.

    Apple does not show the image, and does not list a podcast with such a cover. Provide a
    square image of 3000 pixels.
    """
    other = feed.sized.get(image.get("href", "").strip())
    width, height = (
        (number(other, "width"), number(other, "height")) if other is not None else (0, 0)
    )
    if width and height and not _SMALLEST <= width == height <= _LARGEST:
        yield (
            other,
            f"the image is {width} x {height} pixels; Apple accepts squares of 1400 to 3000",
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
    """The channel lacks an element that PSP-1 recommends.

    Apps show the author, directories recognize the podcast by its guid, and locked asks hosting
    services not to import it without the owner's consent.
    """
    yield from missing(head, (_itunes("author"), _podcast("locked"), _podcast("guid")))


@PODCAST.rule(
    "podcast-missing-item-element",
    Severity.ERROR,
    on=STORY,
    bad=item("<title>The crane</title>"),
    good=item(f"<title>The crane</title><guid>1</guid>{_ENCLOSURE.format('audio/mpeg')}"),
)
def missing_item_element(story: Element, _feed: Feed) -> Faults:
    """An episode lacks title, enclosure or guid.

    Without an enclosure there is nothing to play; without a guid, apps may show episodes twice.
    """
    yield from missing(story, (TITLE, GUID))
    if story.find("enclosure") is None:
        yield story, "the item has no enclosure; add one with the URL of the episode"


@PODCAST.rule(
    "podcast-enclosure-type",
    Severity.ERROR,
    on=("item > enclosure",),
    bad=item(_ENCLOSURE.format("audio/ogg")),
    good=item(_ENCLOSURE.format("audio/mpeg")),
    source=_APPLE,
    against={"flipboard": "an image is required there; provide it as media:content"},
)
def wrong_type(enclosure: Element, _feed: Feed) -> Faults:
    """An enclosure has a type that Apple does not play.

    Apple does not list the episode. Publish it in another format, such as MP3.
    """
    kind = _kind(enclosure)
    if kind and kind not in _MEDIA_TYPES:
        yield (
            attr(enclosure, "type"),
            f"Apple does not play {kind}; use {', '.join(sorted(_MEDIA_TYPES))}",
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
    """An episode lacks an element that PSP-1 recommends.

    Apps sort episodes by date, and show their duration and description.
    """
    date, about = Field(("pubDate",), ()), Field(("description",), ())
    yield from missing(story, (date, about, _itunes("duration"), _itunes("explicit")))


@PODCAST.rule(
    "podcast-guid-of-feed",
    Severity.INFO,
    on=(f"{_PODCAST}guid",),
    bad=channel(f"{_SELF}<podcast:guid>917393e3-1b1e-5cef-ace4-edaa54e1f810</podcast:guid>"),
    good=channel(f"{_SELF}<podcast:guid>9b024349-ccf0-5f69-a609-6b82873eab3c</podcast:guid>"),
    source=f"{_PODCASTING2}#guid",
    date=_AS_OF,
)
def guid_of_another(guid: Element, feed: Feed) -> Faults:
    """podcast:guid is not the one derived from the feed's URL.

    That is correct if the feed has moved, because the guid must not change. In a new feed, the
    guid was probably copied from another one, and apps take the two for the same podcast.
    Write the derived guid.
    """
    url = feed.url.partition("://")[2].rstrip("/")
    derived = str(uuid.uuid5(_GUID_NAMESPACE, url))
    if url and text(guid).lower() != derived:
        yield guid, f"the guid of {url} is {derived}; keep {text(guid)} only if the feed has moved"


@PODCAST.rule(
    "podcast-transcript-type",
    Severity.WARNING,
    on=(f"{_PODCAST}transcript",),
    bad=item('<podcast:transcript url="https://news.example/1.doc" type="application/msword"/>'),
    good=item('<podcast:transcript url="https://news.example/1.vtt" type="text/vtt"/>'),
    source=f"{_PODCASTING2}#transcript",
    date=_AS_OF,
)
def wrong_transcript(transcript: Element, _feed: Feed) -> Faults:
    """A transcript has a type that apps do not support.

    Listeners do not see the transcript. Publish it in another format, such as WebVTT.
    """
    kind = _kind(transcript)
    if kind and kind not in _TRANSCRIPTS:
        yield (
            attr(transcript, "type"),
            f"apps do not support {kind}; use {', '.join(sorted(_TRANSCRIPTS))}",
        )


@PODCAST.rule(
    "podcast-chapters-type",
    Severity.ERROR,
    on=(f"{_PODCAST}chapters",),
    bad=item('<podcast:chapters url="https://news.example/1.json" type="application/json"/>'),
    good=item(
        '<podcast:chapters url="https://news.example/1.json" type="application/json+chapters"/>'
    ),
    source=f"{_PODCASTING2}#chapters",
    date=_AS_OF,
)
def wrong_chapters(chapters: Element, _feed: Feed) -> Faults:
    """The type of podcast:chapters is not application/json+chapters.

    Apps do not show the chapters. Correct the type if the file has chapters in JSON.
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
    source=_PODCASTING2,
    date=_AS_OF,
)
def url_without_https(element: Element, _feed: Feed) -> Faults:
    """A URL in an element of Podcasting 2.0 begins with http.

    The specification requires https, and apps warn before they open other URLs. Publish the
    file over https.
    """
    for name in _URL_ATTRIBUTES:
        if uris.scheme(element.get(name, "").strip()) == "http":
            yield attr(element, name), f"{element.get(name)!r} should be https"


def _kind(element: Element) -> str:
    return element.get("type", "").partition(";")[0].strip().lower()


def _itunes(name: str) -> Field:
    return Field((f"{_ITUNES}{name}",), ())


def _podcast(name: str) -> Field:
    return Field((f"{_PODCAST}{name}",), ())
