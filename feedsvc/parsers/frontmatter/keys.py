"""The keys of headers, as Jekyll, Hugo, Pelican, Eleventy and Ghost name them; add to them here."""

from functools import lru_cache
from typing import Final

from feedsvc.entry import Status

KEYS: Final[dict[str, str]] = {
    "title": "title headline",
    "subtitle": "subtitle subheading subheadline deck dek standfirst",
    "published": "date datepublished publisheddate pubdate published publishedat",
    "updated": "lastmod updated modified lastmodifiedat lastmodified datemodified modifieddate "
    "updatedat dateupdated lastupdated",
    "authors": "authors author byline",
    "categories": "tags tag categories category keywords",
    "section": "section",
    "summary": "summary description customexcerpt excerpt abstract",
    "slug": "slug",
    "link": "link url canonicalurl canonical permalink externalurl",
    "source_id": "id guid uuid",
    "version": "version",
    "embargo": "embargo embargoed embargoeduntil embargountil publishdate publishon publishat",
    "expires": "expirydate expires expiry expirationdate unpublishdate unpublishon",
    "language": "language lang locale",
    "media": "image images featuredimage featureimage coverimage cover hero heroimage thumbnail "
    "ogimage header enclosure enclosures audio video videos",
    "caption": "imagecaption covercaption featuredimagecaption featureimagecaption",
    "alt": "imagealt coveralt featuredimagealt featureimagealt",
    "credit": "imagecredit covercredit featuredimagecredit photocredit",
    "rights": "rights license licence copyright",
    "agency": "agency",
    "dateline": "dateline",
    "location": "location geo coordinates",
    "highlights": "highlights keypoints bullets",
    "correction": "correction",
    "status": "status visibility draft ispublished public hidden private unlisted withheld "
    "headless eleventyexcludefromcollections build",
}
"""The keys that give each field, best first; case, hyphens and underscores do not count."""

PLACES: Final[dict[str, tuple[str, int]]] = {
    key: (field, rank) for field, keys in KEYS.items() for rank, key in enumerate(keys.split())
}

ADDITIONS: Final = frozenset(("enclosure", "enclosures", "audio", "video", "videos"))
"""Media that add to the picture; all other keys of `media` name the same picture."""

WRITTEN_EMBARGOES: Final = frozenset(("embargo", "embargoed", "embargoeduntil", "embargountil"))
"""Keys that mean an embargo even without a value; `publishDate:` is left empty by templates."""

STATES: Final[dict[str, Status]] = {
    **dict.fromkeys(("published", "publish", "public", "usable", "live", "final"), "usable"),
    **dict.fromkeys(("canceled", "cancelled", "killed", "withdrawn", "deleted"), "canceled"),
}
"""What a word says of a story; any other withholds it."""

STATE_WORDS: Final = frozenset(("status", "visibility"))
SHOWING: Final = frozenset(("ispublished", "public", "published", "permalink"))
"""Flags that withhold a story when they are off; the other flags do when they are on."""

MUST_BE_READ: Final = frozenset(("title", "published", "updated", "expires", "source_id"))
"""Fields whose value, where it cannot be read, refuses the file; others are left out."""


@lru_cache(maxsize=1024)
def normal(key: str) -> str:
    """Return a key as `PLACES` has it."""
    return key.lower().replace("_", "").replace("-", "").replace(" ", "")
