"""Podcasting 2.0's part of the podcast profile.

That podcast:guid is a UUID of version 5, that podcast:locked is yes or no, that transcripts
and chapters have url and type, and how long podcast:updateFrequency may be is told by the
general rules.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from feedsvc.validator import namespaces as ns
from feedsvc.validator.examples import channel, item
from feedsvc.validator.finding import Severity
from feedsvc.validator.profiles.feed import Feed, at
from feedsvc.validator.profiles.parts import text
from feedsvc.validator.profiles.podcast import PODCAST
from feedsvc.validator.values import uris

if TYPE_CHECKING:
    from feedsvc.validator.document import Element, Spots

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
    "podcast-guid-of-feed",
    Severity.INFO,
    on=(f"{_PODCAST}guid",),
    bad=channel(f"{_SELF}<podcast:guid>917393e3-1b1e-5cef-ace4-edaa54e1f810</podcast:guid>"),
    good=channel(f"{_SELF}<podcast:guid>9b024349-ccf0-5f69-a609-6b82873eab3c</podcast:guid>"),
    source=f"{SPEC}#guid",
    date=SEEN,
)
def guid_of_another(guid: Element, feed: Feed) -> Spots:
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
def wrong_transcript(transcript: Element, _feed: Feed) -> Spots:
    """A transcript is of a type that apps do not read.

    Listeners see no text.
    """
    kind = _kind(transcript)
    if kind and kind not in _TRANSCRIPTS:
        yield at(transcript, "type"), f"apps read {', '.join(sorted(_TRANSCRIPTS))}, not {kind}"


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
def wrong_chapters(chapters: Element, _feed: Feed) -> Spots:
    """Chapters are not of the type application/json+chapters.

    Apps show none.
    """
    kind = _kind(chapters)
    if kind and kind != "application/json+chapters":
        yield at(chapters, "type"), f"the type should be application/json+chapters, not {kind}"


@PODCAST.rule(
    "podcast-https",
    Severity.WARNING,
    on=[f"{_PODCAST}{name}" for name in _LINKS],
    bad=item('<podcast:transcript url="http://news.example/1.vtt" type="text/vtt"/>'),
    good=item('<podcast:transcript url="https://news.example/1.vtt" type="text/vtt"/>'),
    source=SPEC,
    date=SEEN,
)
def address_without_https(element: Element, _feed: Feed) -> Spots:
    """An address in an element of Podcasting 2.0 is not https.

    The specification asks for https, and apps do not open others without a warning.
    """
    for name in _ADDRESSES:
        if uris.scheme(element.get(name, "").strip()) == "http":
            yield at(element, name), f"{element.get(name)!r} should be https"


def _kind(element: Element) -> str:
    return element.get("type", "").partition(";")[0].strip().lower()
