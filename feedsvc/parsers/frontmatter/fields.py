"""Fields of an entry from front matter and from the name of a file.

To read another key of Jekyll, Hugo, Pelican, Eleventy or Ghost, add it to `KEYS`.
"""

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import lru_cache
from posixpath import basename, split, splitext
from typing import Any, Final

import msgspec

from feedsvc.entry import HOLD, Category, Media, Precision, Status
from feedsvc.errors import StoryError
from feedsvc.parsers.draft import Draft
from feedsvc.parsers.frontmatter import FrontMatter, Item
from feedsvc.parsers.frontmatter.structures import dateline_of, media_of, people_of
from feedsvc.parsers.reading.html import xml_text
from feedsvc.parsers.source import OMITTED, Source, Trace
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
"""The keys of each field, best first, as `normalize_key` returns them."""

FIELD_BY_KEY: Final[dict[str, tuple[str, int]]] = {
    key: (field, rank) for field, keys in KEYS.items() for rank, key in enumerate(keys.split())
}
"""The field of each key, and the rank of the key among the keys of that field."""

ADDITIONAL_MEDIA: Final = frozenset(("enclosure", "enclosures", "audio", "video", "videos"))
"""Media in addition to the image; the other keys of `media` are variants of the same image."""

EXPLICIT_EMBARGOES: Final = frozenset(("embargo", "embargoed", "embargoeduntil", "embargountil"))
"""Keys that mean an embargo even without a value; templates often leave `publishDate:` empty."""

STATES: Final[dict[str, Status]] = {
    **dict.fromkeys(("published", "publish", "public", "usable", "live", "final"), "usable"),
    **dict.fromkeys(("canceled", "cancelled", "killed", "withdrawn", "deleted"), "canceled"),
}
"""The status that a word means; any other word withholds the story."""

BY_STRICTNESS: Final[tuple[Status, ...]] = ("usable", "withheld", "canceled")
STATE_KEYS: Final = frozenset(("status", "visibility"))
"""Keys whose value is a word in `STATES`; the other keys of `status` are flags."""

PUBLISHING_FLAGS: Final = frozenset(("ispublished", "public", "published", "permalink"))
"""Flags that withhold a story if they are false; the others withhold it if they are true."""

REQUIRED: Final = frozenset(("title", "published", "updated", "expires", "source_id"))
"""Fields whose unreadable value rejects the file; for other fields, the value is ignored."""

_KEY: Final = "header key"
_NO_VALUE: Final = "no readable value"
_DATES: Final = frozenset(("published", "updated", "expires"))
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
_TRACE_LENGTH: Final = 80
_DATED: Final = re.compile(r"(?P<day>\d{4}-\d\d?-\d\d?)-(?P<slug>.+)", re.ASCII)
_BUNDLE_PAGE: Final = re.compile(r"index(?:\.(?P<language>[a-z]{2,3}(?:-[A-Za-z]{2,4})?))?")


def read_fields(source: Source, header: FrontMatter) -> Draft:
    """Return a draft with the fields of a header.

    Raises StoryError, with line and cure, for an unreadable value of a field in `REQUIRED`.
    """
    reader = _HeaderReader(source, header)
    by_field: dict[str, list[tuple[int, Item]]] = {}
    for item in _items(header):
        key = normalize_key(item.key)
        if key in ("published", "permalink") and _is_flag(item.value):
            key = "ispublished"
        field, rank = FIELD_BY_KEY.get(key, ("", 0))
        if field:
            by_field.setdefault(field, []).append((rank, item))
        else:
            reader.record(item, OMITTED, "no field for this key")
    for field, ranked in by_field.items():
        if len(ranked) > 1:
            ranked.sort(key=lambda pair: pair[0])
        reader.read(field, [item for _, item in ranked])
    reader.finish()
    return reader.draft


def fill_from_name(draft: Draft, name: str) -> None:
    """Fill fields that the header lacks from the name of a file.

    `2024-05-01-slug.md` has a day and a slug, `slug/index.md` a slug and `index.de.md` a
    language. Files in `_drafts` are withheld.
    """
    folder, stem = split(splitext(name)[0])
    found: dict[str, Any] = {}
    bundle = _BUNDLE_PAGE.fullmatch(stem)
    if bundle and folder:
        stem = basename(folder)
        found = {"slug": stem, "language": bundle["language"]}
    dated = _DATED.fullmatch(stem)
    if dated:
        found["slug"] = dated["slug"]
    day = _day(dated["day"], draft) if dated and "published" not in draft.values else None
    if day:
        found["published"] = day[0]
        draft.precisions["published"] = day[1]
    if "_drafts" in folder.split("/") and draft.values.get("status") != "canceled":
        draft.values.pop("status", None)
        found["status"] = "withheld"
    for field, value in found.items():
        if value and field not in draft.values:
            draft.fill(field, value)
            draft.record(1, field, name, "file name")


def _day(text: str, draft: Draft) -> tuple[datetime, Precision] | None:
    try:
        return datetime_of(text, draft.options.zone)
    except ValueError:
        return None


@lru_cache(maxsize=1024)
def normalize_key(key: str) -> str:
    """Return a key in lower case, without hyphens, underscores and spaces."""
    return key.lower().replace("_", "").replace("-", "").replace(" ", "")


def _items(header: FrontMatter) -> Iterator[Item]:
    """Yield the keys of a header, including those in Hugo's table `params`."""
    for item in header.items:
        if item.key == "params" and isinstance(item.value, dict):
            yield from (Item(str(key), value, item.line) for key, value in item.value.items())
        else:
            yield item


class _HeaderReader:
    """Fills a draft from the keys of one header, field by field."""

    def __init__(self, source: Source, header: FrontMatter) -> None:
        self.source = source
        self.draft = Draft(source.options)
        # Jekyll splits text without a comma at its spaces; Hugo and Pelican do not.
        self.by_space = header.kind == "yaml"
        # Hugo's publishDate is the date of a story that has no other date.
        self.publish_date: tuple[datetime, Precision] | None = None

    def read(self, field: str, items: list[Item]) -> None:
        """Fill a field from its keys, the best first."""
        if field in _COMBINED:
            _COMBINED[field](self, items)
            return
        used = ""
        for item in items:
            value = None if used else self.value(field, item)
            if value is None or value == ():
                self.record(item, OMITTED, f"{used!r} has precedence" if used else _NO_VALUE)
                continue
            used, self.draft.values[field] = item.key, value
            self.record(item, field, _KEY)

    def value(self, field: str, item: Item) -> Any:  # noqa: ANN401 - each field has its own type
        """Return the value of a key; None, with a note, if it is unreadable."""
        try:
            if field in _DATES:
                return self.date(field, item)
            return _READERS[field](item.value)
        except ValueError as error:
            if field in REQUIRED:
                reason, cure = f"{item.key!r} {error}", _CURES.get(field, "")
                raise StoryError(self.source.name, reason, line=item.line, cure=cure) from error
            self.note(item, f"ignored: {item.key!r} {error}")
            return None

    def date(self, field: str, item: Item) -> datetime | None:
        found = datetime_of(item.value, self.source.options.zone)
        if found is None:
            return None
        time, self.draft.precisions[field] = found
        return time

    def categories(self, items: list[Item]) -> None:
        """Fill the categories from all keys together."""
        terms: dict[str, Category] = {}
        for item in items:
            plural = normalize_key(item.key) in ("tags", "categories")
            try:
                found = terms_of(item.value, by_space=self.by_space and plural)
            except ValueError as error:
                self.note(item, f"ignored: {item.key!r} {error}")
                found = ()
            for term in found:
                terms.setdefault(term.casefold(), Category(term=term))
            self.record(item, "categories" if found else OMITTED, _KEY if found else _NO_VALUE)
        self.draft.values["categories"] = tuple(terms.values())

    def media(self, items: list[Item]) -> None:
        """Fill the media from the image of the best key and from all enclosures."""
        media: dict[str | None, Media] = {}
        has_image = False
        for item in items:
            additional = normalize_key(item.key) in ADDITIONAL_MEDIA
            found = () if has_image and not additional else media_of(item.value)
            has_image = has_image or bool(found and not additional)
            for medium in found:
                media.setdefault(medium.url, medium)
            self.record(item, "media" if found else OMITTED, _KEY if found else "no usable URL")
        self.draft.values["media"] = tuple(media.values())

    def status(self, items: list[Item]) -> None:
        """Fill the strictest status of all keys."""
        states = [self.status_of(item) for item in items]
        self.draft.values["status"] = max(states, key=BY_STRICTNESS.index)
        for item, state in zip(items, states, strict=True):
            self.record(item, "status", f"{_KEY}: {state}")

    def status_of(self, item: Item) -> Status:
        """Return the status that a key means; unknown words and unreadable flags withhold."""
        key = normalize_key(item.key)
        try:
            if key == "build":
                return "withheld" if _is_never_built(item.value) else "usable"
            if key in STATE_KEYS:
                return STATES.get((text_of(item.value) or "published").lower(), "withheld")
            flag = flag_of(item.value)
        except ValueError as error:
            self.note(item, f"the story is withheld: {item.key!r} {error}")
            return "withheld"
        return "usable" if flag is None or flag is (key in PUBLISHING_FLAGS) else "withheld"

    def embargo(self, items: list[Item]) -> None:
        """Fill the latest embargo of all keys."""
        for item in items:
            end = self.embargo_of(item)
            if end:
                self.draft.hold_until(end[0])
                if end[0] != HOLD and normalize_key(item.key) not in EXPLICIT_EMBARGOES:
                    self.publish_date = end
            self.record(item, "embargo" if end else OMITTED, _KEY if end else _NO_VALUE)

    def embargo_of(self, item: Item) -> tuple[datetime, Precision] | None:
        """Return the end of an embargo; `HOLD` if it is unreadable or an explicit one is empty."""
        explicit = normalize_key(item.key) in EXPLICIT_EMBARGOES
        held: tuple[datetime, Precision] = (HOLD, "second")
        try:
            if explicit and _is_flag(item.value):
                return held if flag_of(item.value) else None
            return datetime_of(item.value, self.source.options.zone) or (held if explicit else None)
        except ValueError as error:
            self.note(item, f"the story is held: {item.key!r} {error}")
            return held

    def finish(self) -> None:
        """Fill what follows from several keys: the date, and the first image's caption."""
        if self.publish_date:
            time, precision = self.publish_date
            self.draft.fill("published", time, precision=precision)
        values = self.draft.values
        texts = {key: values.pop(key) for key in ("caption", "alt", "credit") if key in values}
        if values.get("media") and texts:
            first, *rest = values["media"]
            if not (first.caption or texts.get("caption")):
                texts["caption"] = texts.pop("alt", None)
            missing = {key: text for key, text in texts.items() if not getattr(first, key)}
            values["media"] = (msgspec.structs.replace(first, **missing), *rest)

    def note(self, item: Item, message: str) -> None:
        self.draft.note(message, item.line)

    def record(self, item: Item, role: str, why: str) -> None:
        if not self.source.options.trace:
            return
        text = f"{_trace_text(item.key)}: {_trace_text(item.value)}"
        entry = None if role == OMITTED else 0
        trace = Trace(line=item.line, role=role, text=text, why=why, entry=entry)
        self.draft.trace.append(trace)


_COMBINED: Final[dict[str, Callable[[_HeaderReader, list[Item]], None]]] = {
    "categories": _HeaderReader.categories,
    "media": _HeaderReader.media,
    "status": _HeaderReader.status,
    "embargo": _HeaderReader.embargo,
}
"""Fields for which several keys count together."""


def _is_flag(value: object) -> bool:
    """Return whether a value is true or false, and not empty."""
    try:
        return value != "" and flag_of(value) is not None
    except ValueError:
        return False


def _is_never_built(value: object) -> bool:
    """Return whether a value is Hugo's `build: {render: never}` or `{list: never}`."""
    if not isinstance(value, dict):
        return False
    return any(str(value.get(key)).lower() in ("never", "false") for key in ("render", "list"))


def _trace_text(value: object) -> str:
    """Return the beginning of a value as text for the trace."""
    if isinstance(value, str) and len(value) < _TRACE_LENGTH and value.isprintable():
        return value
    if isinstance(value, list):
        value = ", ".join(part for part in value[:10] if isinstance(part, str))
    if value is None or isinstance(value, dict):
        return "{...}" if value else ""
    return " ".join(xml_text(str(value)[:_TRACE_LENGTH]).split())
