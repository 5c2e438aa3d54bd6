"""The podcast profile: what Apple and PSP-1 ask for; `podcasting2` adds Podcasting 2.0.

An enclosure without url, length or type, a guid that stands twice, and texts of Apple's own
tags that are too long are told by the general rules.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedsvc.validator import namespaces as ns
from feedsvc.validator.examples import channel, document, item
from feedsvc.validator.finding import Severity
from feedsvc.validator.profiles.content import number, suffix
from feedsvc.validator.profiles.feed import RSS, Feed, at, wrong_format
from feedsvc.validator.profiles.parts import ABOUT, HEAD, LANGUAGE, LINK, TITLE, Part, missing, text
from feedsvc.validator.profiles.profile import Profile

if TYPE_CHECKING:
    from feedsvc.validator.document import Element, Spots

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


@PODCAST.rule(
    "podcast-format",
    Severity.ERROR,
    bad=document('{"version": "https://jsonfeed.org/version/1.1", "title": "News", "items": []}'),
    good=channel(""),
)
def no_rss(feed: Feed) -> Spots:
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
def no_self_link(head: Element, _feed: Feed) -> Spots:
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
def missing_element(head: Element, _feed: Feed) -> Spots:
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
def long_description(description: Element, _feed: Feed) -> Spots:
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
def long_value(element: Element, _feed: Feed) -> Spots:
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
def wrong_explicit(explicit: Element, _feed: Feed) -> Spots:
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
def wrong_picture(image: Element, _feed: Feed) -> Spots:
    """A picture is neither JPEG nor PNG by its suffix.

    Apple takes these two, and asks that the suffix tells which.
    """
    kind = suffix(image.get("href", ""))
    if image.get("href") and kind not in _PICTURES:
        ends = f"ends in .{kind}" if kind else "has no suffix"
        yield at(image, "href"), f"the picture {ends}, it should end in .jpg or .png"


@PODCAST.rule(
    "podcast-image-size",
    Severity.ERROR,
    on=(f"{_ITUNES}image",),
    bad=channel(_SIZED.format(600, 600)),
    good=channel(_SIZED.format(3000, 3000)),
    source=APPLE,
)
def wrong_picture_size(image: Element, feed: Feed) -> Spots:
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
def advised_element(head: Element, _feed: Feed) -> Spots:
    """The channel lacks what PSP-1 advises.

    Apps show the author, and directories know by guid and locked whose show it is.
    """
    yield from missing(head, (itunes("author"), _podcast("locked"), _podcast("guid")))


def itunes(name: str) -> Part:
    """Give an element of Apple's as a part; podcasts are RSS alone."""
    return Part((f"{_ITUNES}{name}",), ())


def _podcast(name: str) -> Part:
    return Part((f"{{{ns.PODCAST}}}{name}",), ())
