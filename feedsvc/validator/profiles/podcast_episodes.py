"""The podcast profile, Apple's and PSP-1's rules of episodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedsvc.validator.examples import item
from feedsvc.validator.finding import Severity
from feedsvc.validator.profiles.feed import Feed, at
from feedsvc.validator.profiles.parts import GUID, STORY, TITLE, Part, missing
from feedsvc.validator.profiles.podcast import APPLE, PODCAST, itunes

if TYPE_CHECKING:
    from feedsvc.validator.document import Element, Spots

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


@PODCAST.rule(
    "podcast-missing-item-element",
    Severity.ERROR,
    on=STORY,
    bad=item("<title>The crane</title>"),
    good=item(f"<title>The crane</title><guid>1</guid>{_ENCLOSURE.format('audio/mpeg')}"),
)
def missing_item_element(story: Element, _feed: Feed) -> Spots:
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
def wrong_type(enclosure: Element, _feed: Feed) -> Spots:
    """An enclosure is of a type that Apple does not play.

    The episode does not appear.
    """
    kind = enclosure.get("type", "").partition(";")[0].strip().lower()
    if kind and kind not in _TYPES:
        yield at(enclosure, "type"), f"Apple takes {', '.join(sorted(_TYPES))}, not {kind}"


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
def advised_item_element(story: Element, _feed: Feed) -> Spots:
    """An episode lacks what PSP-1 advises.

    Apps order episodes by date, and show length and text before they are played.
    """
    date, about = Part(("pubDate",), ()), Part(("description",), ())
    yield from missing(story, (date, about, itunes("duration"), itunes("explicit")))
