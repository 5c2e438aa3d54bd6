"""Podcasts: what podcast directories require of a feed and of each episode.

Sources: https://podcasters.apple.com/support/823-podcast-requirements, PSP-1 and
https://podcasting2.org/docs/podcast-namespace/1.0.
"""

import uuid

import msgspec

from feedsvc.entry import Entry, Media
from feedsvc.feeds.media import attachments, media_type, medium, url_suffix

GUIDS = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""The UUID namespace of podcast guids."""

PLAYED = ("audio/mpeg", "audio/mp4", "video/mp4", "video/quicktime")
"""The types that every app plays, preferred where an entry has several audio or video files."""

IMAGE_SUFFIXES = ("jpg", "jpeg", "png")
"""The file types of images that apps show."""

COVER_PIXELS = range(1400, 3001)
"""The width and height that Apple accepts for cover images, in pixels."""

CHAPTERS_TYPE = "application/json+chapters"

COMPANION_TYPES = {
    ".vtt": "text/vtt",
    ".srt": "application/x-subrip",
    ".chapters.json": CHAPTERS_TYPE,
}
"""The media types of transcripts and chapters next to a story file, by the ends of their names."""

_APPLES_TYPE = {"audio/mp4": "audio/x-m4a"}


class Companion(msgspec.Struct, frozen=True, kw_only=True):
    """A transcript or chapters file of an episode."""

    entry_id: str
    url: str
    type: str


class Podcast(msgspec.Struct, frozen=True, kw_only=True):
    """What a podcast's channel says about it.

    `category` is one of Apple's, with a subcategory after `>`. `guid` never changes. `locked`
    tells other platforms not to import the feed; `email` is the owner's, who can allow it.
    """

    guid: str
    author: str
    category: str = "News"
    explicit: bool = False
    image: str | None = None
    email: str | None = None
    locked: bool = True
    companions: tuple[Companion, ...] = ()


def podcast_guid(url: str) -> str:
    """Return the guid of a podcast from the first URL of its feed, without the scheme."""
    return str(uuid.uuid5(GUIDS, url.rstrip("/")))


def is_episode(entry: Entry) -> bool:
    """Return whether an entry has audio or video."""
    return episode_media(entry) is not None


def episode_media(entry: Entry) -> Media | None:
    """Return an episode's audio or video: the first that every app plays, else the first."""
    playable = [media for media in attachments(entry) if medium(media) in ("audio", "video")]
    preferred = [media for media in playable if media_type(media) in PLAYED]
    return next(iter(preferred + playable), None)


def episode_type(media: Media) -> str | None:
    """Return the MIME type of an episode under the name that Apple uses."""
    kind = media_type(media)
    return _APPLES_TYPE.get(kind or "", kind)


def episode_image(entry: Entry) -> str | None:
    """Return the URL of the first image that apps accept as an episode's cover.

    It is a JPEG or PNG and, if its size is known, a square of 1400 to 3000 pixels.
    """
    covers = (media for media in entry.media if medium(media) == "image" and _is_cover(media))
    return next((media.url for media in covers), None)


def _is_cover(media: Media) -> bool:
    if url_suffix(media.url or "") not in IMAGE_SUFFIXES:
        return False
    width, height = media.width, media.height
    return not width or not height or (width == height and width in COVER_PIXELS)
