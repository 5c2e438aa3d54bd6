"""Header to entry: each field from its best key, and a word on every key for the trace."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, tzinfo
from functools import lru_cache
from posixpath import basename, dirname
from typing import Any, Final

import msgspec

from feedsvc.entry import HOLD, Category, Media, Precision, Status
from feedsvc.errors import StoryError
from feedsvc.parsers.frontmatter.header import FrontMatter, Item
from feedsvc.parsers.frontmatter.structures import dateline_of, media_of, people_of
from feedsvc.parsers.reading.html import xml_text
from feedsvc.parsers.source import OMITTED, Note, Source, Trace
from feedsvc.parsers.values import (
    datetime_of,
    flag_of,
    language_of,
    lines_of,
    location_of,
    slug_of,
    terms_of,
    text_of,
    url_of,
)

_SHOWN: Final = 80
_KEY: Final = "header key"
_NO_VALUE: Final = "no value that can be read"
_MOMENTS: Final = frozenset(("published", "updated", "expires"))
_CURES: Final = {"title": 'put it in quotes, as in title: "[Live] One: two"'}
_READERS: Final[dict[str, Callable[[Any], Any]]] = {
    **dict.fromkeys(("title", "subtitle", "section", "source_id", "version", "rights"), text_of),
    **dict.fromkeys(("summary", "agency", "correction", "caption", "alt", "credit"), text_of),
    "authors": people_of,
    "slug": slug_of,
    "link": url_of,
    "language": language_of,
    "dateline": dateline_of,
    "location": location_of,
    "highlights": lines_of,
}


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


Tell = Callable[[Item, str], None]
"""Called with a key that cannot be read and what is wrong with it."""

STRICTNESS: Final[tuple[Status, ...]] = ("usable", "withheld", "canceled")
_DATED: Final = re.compile(r"(?P<day>\d{4}-\d\d?-\d\d?)-(?P<slug>.+)", re.ASCII)
_BUNDLE_PAGE: Final = re.compile(r"index(?:\.(?P<language>[a-z]{2,3}(?:-[A-Za-z]{2,4})?))?")


class Fields(msgspec.Struct, frozen=True, kw_only=True):
    """What a header says: values by the names of `Entry`, and how they were found."""

    values: dict[str, Any]
    notes: list[Note]
    trace: list[Trace]


def header_fields(source: Source, header: FrontMatter) -> Fields:
    """Return the fields of the entry that a header gives.

    Raises StoryError, with line and cure, for a value of `MUST_BE_READ` that cannot be read.
    """
    reading = _Reading(source, header)
    for item in _items(header):
        reading.sort_in(item)
    for field, found in reading.found.items():
        found.sort(key=lambda place: place[0])
        reading.read(field, [item for _, item in found])
    reading.finish()
    return Fields(values=reading.values, notes=reading.notes, trace=reading.trace)


def _items(header: FrontMatter) -> Iterator[Item]:
    """Yield the keys of a header, and those that Hugo keeps in a table `params`."""
    for item in header.items:
        if item.key == "params" and isinstance(item.value, dict):
            yield from (Item(str(key), value, item.line) for key, value in item.value.items())
        else:
            yield item


class _Reading:
    """The keys of one header, sorted by the field that they give, and what was read so far."""

    def __init__(self, source: Source, header: FrontMatter) -> None:
        self.source = source
        # Text without a comma: Jekyll parts it at spaces, Hugo and Pelican do not.
        self.by_space = header.kind == "yaml"
        self.found: dict[str, list[tuple[int, Item]]] = {}
        self.values: dict[str, Any] = {}
        self.precisions: dict[str, Precision] = {}
        # Hugo's publishDate is the date of a story that has no other.
        self.opening: tuple[datetime, Precision] | None = None
        self.notes: list[Note] = []
        self.trace: list[Trace] = []

    def sort_in(self, item: Item) -> None:
        """File a key under the field that it gives; `published` and `permalink` may be flags."""
        key = normal(item.key)
        if key in ("published", "permalink") and is_flag(item.value):
            key = "ispublished"
        field, rank = PLACES.get(key, ("", 0))
        if field:
            self.found.setdefault(field, []).append((rank, item))
        else:
            self.tell(item, OMITTED, "no field has this key")

    def read(self, field: str, items: list[Item]) -> None:
        """Read the keys of one field, best first; the first that has a value counts."""
        if field in _TOGETHER:
            _TOGETHER[field](self, items)
            return
        taken = ""
        for item in items:
            value = None if taken else self.value(field, item)
            if value is None or value == ():
                self.tell(item, OMITTED, f"{taken!r} gives it" if taken else _NO_VALUE)
                continue
            taken, self.values[field] = item.key, value
            self.tell(item, field, _KEY)

    def value(self, field: str, item: Item) -> Any:  # noqa: ANN401 - as many types as an entry has
        """Return the value of a key; None, with a note, where it cannot be read."""
        try:
            if field in _MOMENTS:
                return self.moment(field, item)
            return _READERS[field](item.value)
        except ValueError as error:
            if field in MUST_BE_READ:
                reason = f"{item.key!r} {error}"
                raise StoryError(
                    self.source.name, reason, line=item.line, cure=_CURES.get(field, "")
                ) from error
            self.note(item, f"{item.key!r} {error}: left out")
            return None

    def moment(self, field: str, item: Item) -> datetime | None:
        """Return a moment, in the site's zone where it names none; keep how exact it is."""
        found = datetime_of(item.value, self.source.options.zone)
        if found is None:
            return None
        moment, self.precisions[field] = found
        return moment

    def categories(self, items: list[Item]) -> None:
        """Take the terms of all keys, each once."""
        terms: dict[str, Category] = {}
        for item in items:
            plural = normal(item.key) in ("tags", "categories")
            try:
                found = terms_of(item.value, by_space=self.by_space and plural)
            except ValueError as error:
                self.note(item, f"{item.key!r} {error}: left out")
                found = ()
            for term in found:
                terms.setdefault(term.casefold(), Category(term=term))
            self.tell(item, "categories" if found else OMITTED, _KEY if found else _NO_VALUE)
        self.values["categories"] = tuple(terms.values())

    def media(self, items: list[Item]) -> None:
        """Take the picture of the best key, and whatever else is enclosed."""
        media: dict[str | None, Media] = {}
        picture = ""
        for item in items:
            added = normal(item.key) in ADDITIONS
            found = () if picture and not added else media_of(item.value)
            if found and not added:
                picture = item.key
            for medium in found:
                media.setdefault(medium.url, medium)
            why = _KEY if found else "no usable address"
            self.tell(item, "media" if found else OMITTED, why)
        self.values["media"] = tuple(media.values())

    def status(self, items: list[Item]) -> None:
        """Take the strictest of all that the header says."""
        states = [status_of(item, self.note) for item in items]
        self.values["status"] = max(states, key=STRICTNESS.index)
        for item, state in zip(items, states, strict=True):
            self.tell(item, "status", f"{_KEY}: {state}")

    def embargo(self, items: list[Item]) -> None:
        """Take the latest embargo."""
        ends = [embargo_of(item, self.source.options.zone, self.note) for item in items]
        if any(ends):
            self.values["embargo"] = max(end[0] for end in ends if end)
        for item, end in zip(items, ends, strict=True):
            if end and end[0] != HOLD and normal(item.key) not in WRITTEN_EMBARGOES:
                self.opening = end
            self.tell(item, "embargo" if end else OMITTED, _KEY if end else _NO_VALUE)

    def finish(self) -> None:
        """Set what follows from several keys: day or second, and the first picture's caption."""
        values = self.values
        if self.opening:
            values.setdefault("published", self.opening[0])
            self.precisions.setdefault("published", self.opening[1])
        dated = next((name for name in ("published", "updated") if name in values), None)
        if dated:
            values["date_precision"] = self.precisions[dated]
        legend = {key: values.pop(key) for key in ("caption", "alt", "credit") if key in values}
        if values.get("media") and legend:
            first, *rest = values["media"]
            if not (first.caption or legend.get("caption")):
                legend["caption"] = legend.pop("alt", None)
            own = {key: text for key, text in legend.items() if not getattr(first, key)}
            values["media"] = (msgspec.structs.replace(first, **own), *rest)

    def note(self, item: Item, message: str) -> None:
        """Tell the user of something that was mended."""
        self.notes.append(Note(message=message, line=item.line))

    def tell(self, item: Item, role: str, why: str) -> None:
        """Record how the line of a key was understood."""
        entry = None if role == OMITTED else 0
        text = f"{_shown(item.key)}: {_shown(item.value)}"
        self.trace.append(Trace(line=item.line, role=role, text=text, why=why, entry=entry))


def _shown(value: object) -> str:
    """Return a value in a few words: text and lists of text, what they begin with."""
    if isinstance(value, str) and len(value) < _SHOWN and value.isprintable():
        return value
    if isinstance(value, list):
        value = ", ".join(part for part in value[:10] if isinstance(part, str))
    if value is None or isinstance(value, dict):
        return "{...}" if value else ""
    return " ".join(xml_text(str(value)[:_SHOWN]).split())


_TOGETHER: Final[dict[str, Callable[[_Reading, list[Item]], None]]] = {
    "categories": _Reading.categories,
    "media": _Reading.media,
    "status": _Reading.status,
    "embargo": _Reading.embargo,
}


@lru_cache(maxsize=1024)
def normal(key: str) -> str:
    """Return a key as `PLACES` has it."""
    return key.lower().replace("_", "").replace("-", "").replace(" ", "")


def is_flag(value: object) -> bool:
    """Tell whether a value is a yes or a no; empty is neither."""
    try:
        return value != "" and flag_of(value) is not None
    except ValueError:
        return False


def status_of(item: Item, tell: Tell) -> Status:
    """Return what one key says of the story's status.

    A word that is not known withholds the story, and so does a flag that cannot be read.
    """
    key = normal(item.key)
    try:
        if key == "build":
            return "withheld" if _is_never_built(item.value) else "usable"
        if key in STATE_WORDS:
            return STATES.get((text_of(item.value) or "published").lower(), "withheld")
        flag = flag_of(item.value)
    except ValueError as error:
        tell(item, f"{item.key!r} {error}: the story is withheld")
        return "withheld"
    return "usable" if flag is None or flag is (key in SHOWING) else "withheld"


def embargo_of(item: Item, zone: tzinfo, tell: Tell) -> tuple[datetime, Precision] | None:
    """Return the moment from which the story may be shown; `HOLD` where it cannot be read.

    An embargo that is written and has no value holds, too; `publishDate:` is often empty.
    """
    written = normal(item.key) in WRITTEN_EMBARGOES
    held: tuple[datetime, Precision] = (HOLD, "second")
    try:
        if written and is_flag(item.value):
            return held if flag_of(item.value) else None
        return datetime_of(item.value, zone) or (held if written else None)
    except ValueError as error:
        tell(item, f"{item.key!r} {error}: the story is held")
        return held


def _is_never_built(value: object) -> bool:
    """Tell Hugo's `build: {render: never}` and `{list: never}`."""
    if not isinstance(value, dict):
        return False
    return any(str(value.get(key)).lower() in ("never", "false") for key in ("render", "list"))


def take_from_name(source: Source, path: str, values: dict[str, Any], trace: list[Trace]) -> None:
    """Fill from a file's path, without its suffix, what a header leaves open.

    `2024-05-01-slug` is a day and a slug, `slug/index` a slug, `_drafts/` holds drafts.
    """
    found: dict[str, Any] = {}
    folder, name = dirname(path), basename(path)
    bundle = _BUNDLE_PAGE.fullmatch(name)
    if bundle and folder:
        name = basename(folder)
        found = {"slug": name, "language": bundle["language"]}
    dated = _DATED.fullmatch(name)
    if dated:
        found["slug"] = dated["slug"]
    if dated and "published" not in values:
        values.pop("date_precision", None)
        found |= _day(dated["day"], source)
    if "_drafts" in folder.split("/") and values.get("status") != "canceled":
        values.pop("status", None)
        found["status"] = "withheld"
    for field, value in found.items():
        if value and field not in values:
            values[field] = value
            trace.append(
                Trace(line=1, role=field, text=source.name, why="the file's name", entry=0)
            )


def _day(text: str, source: Source) -> dict[str, Any]:
    """Return the day in a file's name, where it is one."""
    try:
        found = datetime_of(text, source.options.zone)
    except ValueError:
        return {}
    return dict(zip(("published", "date_precision"), found or (), strict=False))
