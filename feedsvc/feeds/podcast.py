"""What makes a feed a podcast: what directories ask of a show and of each episode.

Sources: https://podcasters.apple.com/support/823-podcast-requirements, PSP-1 and
https://podcasting2.org/docs/podcast-namespace/1.0.
"""

import uuid

import msgspec

from feedsvc.entry import Entry, Media
from feedsvc.feeds.look import suffix
from feedsvc.feeds.values import attachments, media_type, medium

GUIDS = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""The namespace in which the guids of podcasts are made."""

LONGEST_TEXT = 4000
"""How many bytes of a description directories read."""

PLAYED = ("audio/mpeg", "audio/mp4", "video/mp4", "video/quicktime")
"""The types that every app plays: what a podcast offers where an entry has several media."""

PICTURES = ("jpg", "jpeg", "png")
"""The suffixes of pictures that apps show."""

COVER_PIXELS = range(1400, 3001)
"""How wide and high Apple wants the pictures of shows and episodes to be."""

CHAPTERS_TYPE = "application/json+chapters"

COMPANION_TYPES = {
    ".vtt": "text/vtt",
    ".srt": "application/x-subrip",
    ".chapters.json": CHAPTERS_TYPE,
}
"""The types of the files that may lie beside a story, by how their names end."""

_APPLES_TYPE = {"audio/mp4": "audio/x-m4a"}


class Companion(msgspec.Struct, frozen=True, kw_only=True):
    """A document that belongs to the episode of an entry: its transcript, or its chapters."""

    entry_id: str
    url: str
    type: str


class Podcast(msgspec.Struct, frozen=True, kw_only=True):
    """A show: `category` is Apple's, with one below it after `>`; `image` is an address.

    `guid` names the show for ever; `locked` keeps other platforms from taking it over, and
    `email` is who may allow it.
    """

    guid: str
    author: str
    category: str = "News"
    explicit: bool = False
    image: str | None = None
    email: str | None = None
    locked: bool = True
    companions: tuple[Companion, ...] = ()


def podcast_guid(address: str) -> str:
    """Return the guid of the show whose feed was first at an address without its scheme."""
    return str(uuid.uuid5(GUIDS, address.rstrip("/")))


def is_episode(entry: Entry) -> bool:
    """Tell whether an entry brings sound or film."""
    return episode_media(entry) is not None


def episode_media(entry: Entry) -> Media | None:
    """Return the sound or film of an episode: the first that every app plays, else the first."""
    heard = [media for media in attachments(entry) if medium(media) in ("audio", "video")]
    played = [media for media in heard if media_type(media) in PLAYED]
    return next(iter(played + heard), None)


def episode_type(media: Media) -> str | None:
    """Return the MIME type of an episode as Apple names it."""
    kind = media_type(media)
    return _APPLES_TYPE.get(kind or "", kind)


def episode_image(entry: Entry) -> str | None:
    """Return the first picture of an entry that apps take for an episode's.

    That is a JPEG or PNG, and where its size is known, a square of 1400 to 3000 pixels.
    """
    pictures = (media for media in entry.media if medium(media) == "image" and _is_cover(media))
    return next((media.url for media in pictures), None)


def _is_cover(media: Media) -> bool:
    if suffix(media.url or "") not in PICTURES:
        return False
    width, height = media.width, media.height
    return not width or not height or (width == height and width in COVER_PIXELS)


def within(text: str, longest: int = LONGEST_TEXT) -> str:
    """Return a text of at most so many bytes of UTF-8, cut between words."""
    data = text.encode()
    if len(data) <= longest:
        return text
    mark = "…"
    kept = data[: longest - len(mark.encode())].decode(errors="ignore")
    return f"{kept.rpartition(' ')[0] or kept}{mark}"
