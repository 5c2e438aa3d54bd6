"""ninjs 1, 2 and 3, News in JSON of the IPTC: a file with one item or a list of items.

Keys are compared without case and underscores, in which versions differ: `versioncreated` and
`versionCreated`, `body_html` and `bodyHtml`.

| ninjs | field of the entry |
|---|---|
| `uri`, else `guid` | source_id |
| `version` | version |
| `headlines[]` by role, else `headline`, `title` | title, subtitle |
| `descriptions[]` by role, else `description_text`, `description_html` | summary |
| `bodies[]` by role and type, else `body_xhtml`, `body_html`, `body_text` | content |
| `firstcreated`; `versioncreated` | published; updated |
| `embargoed`, `embargoedUntil`; indefinite if unreadable | embargo |
| `pubstatus`, `expires` | status, expires |
| `authors[]` by role, else `byline`, `by`, the writers among `people[]` | authors |
| `source`, `infosources[]`, else an agency in `by`, `copyrightholder` | agency |
| `located`, else a dateline in the text | dateline |
| `place[]`, `places[]` with `geometry_geojson`: longitude, then latitude | location |
| `subject[]`, `subjects[]`, `keywords[]`, `section` | categories, section |
| `copyrightnotice`, else `copyrightholder`, `usageterms` | rights |
| `renditions` and `associations`, as objects or lists | media |
| `language` | language |

`ednote` and other keys are ignored. The description of an image is its caption. Associated
items that are canceled, withheld or embargoed add no media.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from feedsvc.entry import Category, Dateline, Media
from feedsvc.errors import StoryError
from feedsvc.parsers.draft import Draft, check_item_count, finish
from feedsvc.parsers.iptc.blocks import blocks_of
from feedsvc.parsers.iptc.codes import (
    ALIASES,
    NEWSCODES,
    category,
    language_tag,
    set_status,
    status_of,
    unique,
)
from feedsvc.parsers.iptc.content import add_content
from feedsvc.parsers.iptc.media import MEDIA_TYPES, Rendition, media_of
from feedsvc.parsers.iptc.people import authors_of, is_agency_name, persons
from feedsvc.parsers.reading.html import plain_text
from feedsvc.parsers.reading.json import lines_of_keys, read_json
from feedsvc.parsers.source import Parsed, Source
from feedsvc.parsers.values import location_of, text_of, url_of

DATES: Final = (
    ("published", "firstcreated"),
    ("published", "contentcreated"),
    ("updated", "versioncreated"),
    ("updated", "contentmodified"),
    ("expires", "expires"),
)
_HEAD: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,500}(?:\[\s{0,100})?\{")
_IDS: Final = re.compile(rb'"(?:uri|guid)"\s*:')
_KEYS: Final = re.compile(
    rb'"(?:version_?created|first_?created|pub_?status|embargoed(?:until)?|bodies|headlines|'
    rb"body_?(?:text|html|xhtml)|description_?(?:text|html)|descriptions|by_?line|"
    rb'copyright_?(?:holder|notice)|representation_?type|renditions|associations)"\s*:',
    re.IGNORECASE,
)

WRITERS: Final = frozenset(("author", "writer", "reporter", "creator", "byline", "by", "columnist"))
"""Roles of people who wrote the story."""

GEOMETRIES: Final = ("geometrygeojson", "geojson", "geometry", "geometrypoint", "position")

TITLE_ROLES: Final = ("main", "headline", "title", "")

SUBTITLE_ROLES: Final = ("sub", "subheadline", "subtitle", "subhead", "deck", "secondary")

SUMMARY_ROLES: Final = ("summary", "abstract", "main", "text", "description", "", "html", "caption")

BODY_ROLES: Final = ("main", "body", "article", "xhtml", "html", "text", "")
"""Roles for each field, the preferred one first; other roles come last."""

NOT_FOR_READERS: Final = (
    *("writer", "author", "credit", "byline", "contact", "note", "ednote", "edit", "internal"),
    *("instruction", "source", "usage", "rights", "kicker", "slug", "alttext", "script"),
)
"""Prefixes of roles that are neither title, summary nor text."""

BODY_KEYS: Final = ("bodyxhtml", "bodyhtml", "bodyhtml5", "body", "bodytext")
_DESCRIPTIONS: Final = (
    "descriptions",
    "descriptiontext",
    "descriptionsummary",
    "descriptioncaption",
    "descriptionhtml",
    "description",
    "summary",
    "abstract",
)

FEATURED: Final = ("featuremedia", "featured", "featureimage", "main", "mainimage", "lead", "hero")
"""Names of the associated item that comes first."""

_MAX_DEPTH: Final = 3


class Item:
    """An item or a nested object: its values, and the lines of its keys.

    Names are passed in lower case without underscores. If keys differ only in case or underscores,
    the first one with a value other than null counts.
    """

    def __init__(
        self, values: Mapping[str, Any], lines: Mapping[str, int] | None = None, line: int = 1
    ) -> None:
        self.values: dict[str, Any] = {}
        for key, value in values.items():
            if value is not None:
                self.values.setdefault(_normalized(key), value)
        self._lines = {_normalized(key): at for key, at in (lines or {}).items()}
        self._line = line

    def has(self, name: str) -> bool:
        """Return whether a key has a value other than null."""
        return name in self.values

    def get(self, *names: str) -> Any:  # noqa: ANN401 - any value of JSON
        """Return the first value of some keys, or None."""
        return next((self.values[name] for name in names if name in self.values), None)

    def text(self, *names: str) -> str:
        """Return the first text of some keys as one line without markup, or an empty string."""
        return next((text for name in names if (text := _one_line(self.values.get(name)))), "")

    def line(self, *names: str) -> int:
        """Return the line of the first key that exists, or that of the object."""
        return next((self._lines[name] for name in names if name in self._lines), self._line)

    def objects(self, *names: str) -> list["Item"]:
        """Return the objects in a list or in an object by name, or a single object.

        In an object by name, each name is added under `key`. A string becomes an object with that
        name.
        """
        found: list[Item] = []
        for name in names:
            value, line = self.values.get(name), self.line(name)
            if isinstance(value, dict) and value and all(map(_is_object, value.values())):
                keyed = ((key, each) for key, each in value.items())
                found += [Item({**each, "key": key}, line=line) for key, each in keyed]
            else:
                found += [Item(each, line=line) for each in _objects(value)]
        return found

    @property
    def role(self) -> str:
        """The role of a text or a person, in lower case and without a prefix."""
        return self.text("role", "rel").rpartition(":")[2].rpartition("/")[2].lower()


def claims(source: Source) -> bool:
    """Return whether a file is JSON with an id and a key of ninjs, or JSON named `.ninjs`."""
    if not _HEAD.match(source.data[:1000]):
        return False
    if source.name.lower().endswith(".ninjs"):
        return True
    return bool(_IDS.search(source.data) and _KEYS.search(source.data))


def parse(source: Source) -> Parsed:
    """Return the entry of each item of a file; raise StoryError if it is not ninjs."""
    value, text = read_json(source)
    values = value if isinstance(value, list) else [value]
    if not values or not all(isinstance(each, dict) for each in values):
        reason = "not ninjs: the file is neither an object nor a list of objects"
        raise StoryError(source.name, reason, cure="save each story as one JSON object")
    check_item_count(source, len(values))
    lines = lines_of_keys(text)
    return finish(_draft(source, n, Item(each, lines[n])) for n, each in enumerate(values))


def _draft(source: Source, number: int, item: Item) -> Draft:
    draft = Draft(source.options, number)
    for name in ("uri", "guid"):
        draft.fill_text("source_id", item.text(name), item.line(name), name)
    draft.fill_text("version", item.text("version"), item.line("version"), "version")
    _add_release(draft, item)
    _add_metadata(draft, item)
    _add_titles(draft, item)
    _add_text(draft, item)
    _add_media(draft, item)
    return draft


def _add_release(draft: Draft, item: Item) -> None:
    """Fill dates, status and embargo."""
    for field, name in DATES:
        draft.fill_datetime(field, item.get(name), item.line(name), name)
    set_status(draft, item.text("pubstatus"), item.line("pubstatus"), "pubstatus")
    for name in ("embargoed", "embargoeduntil", "embargo"):
        if item.has(name) and item.get(name) is not False:
            draft.set_embargo(item.get(name), item.line(name), name)
    for name in ("embargoedtext", "embargoedreason"):
        if item.text(name) and "embargo" not in draft.values:
            draft.note(f"{name} mentions an embargo without an end; the story is held")
            draft.set_embargo("", item.line(name), name)
    for name in ("ednote", "ednotes"):
        notes = [each.text("value", "name") for each in item.objects(name)]
        draft.omit_editors_note(" ".join(notes), item.line(name), name)


def _add_metadata(draft: Draft, item: Item) -> None:
    """Fill language, credits, places, rights, section, link and categories."""
    draft.fill("language", language_tag(item.text("language")), item.line("language"), "language")
    _add_credits(draft, item)
    located = item.text("located")
    if located:
        draft.fill("dateline", Dateline(place=located), item.line("located"), "located")
    for place in item.objects("place", "places"):
        draft.fill("location", _point(place), item.line("place", "places"), "geojson")
    for name in ("copyrightnotice", "copyrightholder", "usageterms"):
        draft.fill_text("rights", item.text(name), item.line(name), name)
    for section in item.objects("section", "service"):
        draft.fill_text("section", section.text("name"), item.line("section", "service"), "section")
    for name in ("link", "url"):
        draft.fill("link", url_of(item.text(name)), item.line(name), name)
    _add_subjects(draft, item)


def _add_credits(draft: Draft, item: Item) -> None:
    """Fill the agency, then the people in the byline other than the agency."""
    for name in ("source", "infosource", "infosources", "provider"):
        for each in item.objects(name):
            draft.fill_text("agency", each.text("name", "literal"), item.line(name), name)
    byline = item.text("byline", "by")
    if is_agency_name(byline):
        draft.fill_text("agency", byline, item.line("byline", "by"), "byline")
    draft.fill_text(
        "agency", item.text("copyrightholder"), item.line("copyrightholder"), "copyrightholder"
    )
    agency = draft.values.get("agency")
    listed = item.objects("authors", "author")
    writers = [each for each in listed if each.role in WRITERS or not each.role]
    names = [each.text("name", "literal") for each in writers]
    draft.fill("authors", persons(names), item.line("authors", "author"), "authors")
    for name in ("byline", "by"):
        draft.fill("authors", authors_of(item.text(name), agency), item.line(name), name)
    people = [each for each in item.objects("people", "persons") if each.role in WRITERS]
    names = [each.text("name") for each in people]
    draft.fill("authors", persons(names), item.line("people", "persons"), "people")


def _point(place: Item) -> tuple[float, float] | None:
    """Return latitude and longitude of a place; in GeoJSON, longitude is first (RFC 7946)."""
    for name in GEOMETRIES:
        value: Any = place.get(name)
        if isinstance(value, dict) and isinstance(value.get("geometry"), dict):
            value = value["geometry"]
        if not isinstance(value, dict):
            continue
        pair = value.get("coordinates")
        if str(value.get("type")).lower() == "point" and isinstance(pair, list):
            found = location_of(pair[1::-1])
        else:
            found = location_of({key: number for key, number in value.items() if key != "type"})
        if found:
            return found
    return None


def _add_subjects(draft: Draft, item: Item) -> None:
    subjects = [_subject(each) for each in item.objects("subject", "subjects")]
    listed = item.get("keywords")
    if isinstance(listed, str):
        listed = listed.split(",")
    keywords = [
        category(Item(each).text("name", "value") if isinstance(each, dict) else _one_line(each))
        for each in (listed if isinstance(listed, list) else [])
    ]
    line = item.line("subject", "subjects", "keywords")
    draft.fill("categories", unique([*subjects, *keywords]), line, "subject")


def _subject(subject: Item) -> Category | None:
    """Return a subject from its IPTC URI, its code and scheme, or its name."""
    label = subject.text("name")
    uri, code = subject.text("uri"), subject.text("code", "qcode", "literal")
    if NEWSCODES.partition("://")[2] in uri:
        return category(uri, label)
    scheme = subject.text("scheme")
    if code and scheme.lower() in ALIASES:
        return category(f"{ALIASES[scheme.lower()]}{code}", label)
    if code and "://" in scheme:
        found = category(f"{scheme.rstrip('/')}/{code}", label)
        return found if found and found.scheme else Category(term=code, scheme=scheme, label=label)
    return category(code or uri, label)


def _add_titles(draft: Draft, item: Item) -> None:
    """Fill title, subtitle and summary."""
    for each in _by_role(item.objects("headlines"), TITLE_ROLES):
        if each.role not in SUBTITLE_ROLES:
            draft.fill_text(
                "title", each.text("value", "name"), item.line("headlines"), "headlines"
            )
    for name in ("headline", "headlinemain", "title", "name"):
        draft.fill_text("title", item.text(name), item.line(name), name)
    for each in item.objects("headlines"):
        text = each.text("value")
        if each.role in SUBTITLE_ROLES and text.casefold() != _title(draft):
            draft.fill_text("subtitle", text, item.line("headlines"), "headlines")
    for name in ("subheadline", "headlinesub", "subtitle"):
        draft.fill_text("subtitle", item.text(name), item.line(name), name)
    draft.fill_text("summary", _description(item), item.line(*_DESCRIPTIONS), "description")


def _add_text(draft: Draft, item: Item) -> None:
    """Fill the content, and fields that only the text states.

    Bodies are alternative forms of one text. An image whose body is its caption has no content.
    """
    bodies = [(each.text("contenttype", "mimetype", "role"), each) for each in _bodies(item)]
    values = [(kind, each.get("value")) for kind, each in bodies]
    values += [(name, item.get(name)) for name in BODY_KEYS]
    texts = [(kind, value) for kind, value in values if isinstance(value, str) and value.strip()]
    caption = _description(item)
    if _is_media(item) and any(plain_text(value) == caption for _, value in texts):
        return
    for kind, value in texts:
        is_html = True if "html" in kind else False if "plain" in kind else None
        line = item.line("bodies", *BODY_KEYS)
        # A JSON string is on one line of the file.
        blocks = [each._replace(line=line) for each in blocks_of(value, line, is_html=is_html)]
        add_content(draft, blocks)
        if "content" in draft.values:
            return


def _description(item: Item) -> str:
    """Return the description of an item as one line; for an image, this is the caption."""
    described = _by_role(item.objects("descriptions"), SUMMARY_ROLES)
    texts = (each.text("value") for each in described)
    return next(filter(None, texts), "") or item.text(*_DESCRIPTIONS[1:])


def _is_media(item: Item) -> bool:
    """Return whether the content of an item is an image, audio or video."""
    return item.text("type").lower() in MEDIA_TYPES


def _title(draft: Draft) -> str:
    return str(draft.values.get("title")).casefold()


def _by_role(items: list[Item], roles: tuple[str, ...]) -> list[Item]:
    """Return the texts for readers, the preferred role first."""

    def order(item: Item) -> int:
        return roles.index(item.role) if item.role in roles else len(roles)

    return sorted((each for each in items if not each.role.startswith(NOT_FOR_READERS)), key=order)


def _bodies(item: Item) -> list[Item]:
    """Return the bodies, the main one first, and HTML before plain text."""

    def order(body: Item) -> tuple[int, int]:
        unknown = 0 if body.role in BODY_ROLES else 1
        kind = body.text("contenttype", "mimetype") or body.role
        return unknown, 0 if "html" in kind else 1

    return sorted(_by_role(item.objects("bodies"), BODY_ROLES), key=order)


def _add_media(draft: Draft, item: Item) -> None:
    """Fill the media of an item, the main one first."""
    media = _renditions(item) + _associated_media(draft, item, 0)
    unique = {(each.url, each.caption): each for each in reversed(media)}
    found = tuple(unique.values())[::-1]
    draft.fill("media", found, item.line("renditions", "associations"), "renditions")


def _renditions(item: Item) -> list[Media]:
    """Return the renditions of an item, with caption and credit if the item is media."""
    is_media = _is_media(item)
    return media_of(
        [
            Rendition(
                reference=each.text("href", "url"),
                name=each.text("name", "key", "role"),
                type=each.text("contenttype", "mimetype"),
                width=each.get("width"),
                height=each.get("height"),
                length=each.get("sizeinbytes", "size", "length"),
            )
            for each in item.objects("renditions")
        ],
        _description(item) or item.text("headline") if is_media else None,
        item.text("byline", "by", "creditline", "copyrightnotice") if is_media else None,
    )


def _associated_media(draft: Draft, item: Item, depth: int) -> list[Media]:
    """Return the media of associated items that are public."""
    if depth == _MAX_DEPTH:
        return []
    media: list[Media] = []
    associated = item.objects("associations")
    for each in sorted(associated, key=lambda one: not _is_featured(one)):
        if not (_is_media(each) or each.has("renditions") or each.has("associations")):
            continue
        if not _is_public(each):
            draft.note("ignored: associated item withheld or under an embargo", each.line())
            continue
        media += (_renditions(each) if _is_media(each) or not each.text("type") else []) + (
            _associated_media(draft, each, depth + 1)
        )
    return media


def _is_public(item: Item) -> bool:
    """Return whether an associated item is neither withdrawn nor under an embargo."""
    status = item.text("pubstatus")
    embargoed = any(item.get(name) for name in ("embargoed", "embargoeduntil"))
    return not embargoed and (not status or status_of(status) == "usable")


def _is_featured(item: Item) -> bool:
    names = (item.text("key"), item.text("name"), item.role)
    return any(name.lower().replace("_", "").replace("-", "") in FEATURED for name in names)


def _normalized(key: str) -> str:
    """Return a key as spelled in all versions of ninjs."""
    return key.lower().replace("_", "")


def _one_line(value: object) -> str:
    """Return a text or a number as one line without markup; empty for other values."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return text_of(value) or ""


def _is_object(value: object) -> bool:
    return isinstance(value, dict)


def _objects(value: object) -> Iterable[dict[str, Any]]:
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, dict):
            yield each
        elif isinstance(each, str) and each.strip():
            yield {"name": each}
