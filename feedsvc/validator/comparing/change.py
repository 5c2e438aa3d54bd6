"""Two versions of a feed, read from bytes, and which entries of one match which of the other."""

import json
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple, cast

from feedsvc.validator import formats, json_engine
from feedsvc.validator import namespaces as ns
from feedsvc.validator.document import Document, Element
from feedsvc.validator.positions import JsonPositions
from feedsvc.validator.source import Source
from feedsvc.validator.values import dates

Place = tuple[int, int, str]
"""Line, column and path."""

_ENTRY = ("item", f"{{{ns.RSS1}}}item", f"{{{ns.ATOM}}}entry")
_ID = (f"{{{ns.ATOM}}}id", "guid")
_LINK = ("link", f"{{{ns.RSS1}}}link")
_TITLE = ("title", f"{{{ns.RSS1}}}title", f"{{{ns.ATOM}}}title")
_PUBLISHED = (f"{{{ns.ATOM}}}published", "pubDate", f"{{{ns.DC}}}date", f"{{{ns.DCTERMS}}}issued")
_CHANGED = (f"{{{ns.ATOM}}}updated", f"{{{ns.DCTERMS}}}modified")
_DATES = {*_PUBLISHED, *_CHANGED, "lastBuildDate"}
_COUNTS = (ns.SLASH, ns.THR)
_JSON_DATES = ("date_published", "date_modified")


class EntryVersion(NamedTuple):
    """An entry of any format.

    `id` is the link if the entry has no id. `dates` are all its dates, by the names of their
    elements; `changed` is the name of the modification date, if there is one. `content` is
    everything but dates and comment counts, in a comparable form.
    """

    id: str
    link: str
    title: str
    dates: Mapping[str, datetime | str]
    published: datetime | None
    updated: datetime | None
    changed: str | None
    content: object

    def is_titled_like(self, other: "EntryVersion") -> bool:
        """Whether the headlines share at least a third of their words."""
        words = set(self.title.casefold().split()), set(other.title.casefold().split())
        return len(words[0] & words[1]) * 3 >= min(map(len, words)) > 0


class FeedVersion(NamedTuple):
    """A feed: its entries in order, its dates, and its other metadata.

    `deleted` are the ids of entries that it declares deleted (RFC 6721). `places` returns the
    places of entries by their indexes, and that of the feed itself for None.
    """

    format: str
    entries: tuple[EntryVersion, ...]
    dates: Mapping[str, datetime | str]
    header: object
    deleted: frozenset[str]
    places: Callable[[Sequence[int | None]], list[Place]]


class Pair(NamedTuple):
    """An entry before with its index, and the same entry now with its index."""

    before: EntryVersion
    index_before: int
    now: EntryVersion
    index_now: int

    @property
    def dates_changed(self) -> bool:
        """Whether a date of the entry changed."""
        return dict(self.before.dates) != dict(self.now.dates)

    @property
    def content_changed(self) -> bool:
        """Whether anything but dates changed."""
        return self.before.content != self.now.content


class Change:
    """Two versions of a feed, as rules see them.

    `same` pairs entries with the same id, `renamed` those of one story with different ids:
    with the same link, the same title and date, or the same publication time. Since many
    stories are published on the full minute, their titles must then be similar as well.
    `lost` are the indexes of earlier entries in neither list. Only ids and links can be compared
    unless the versions have the `same_format`.
    """

    def __init__(self, before: FeedVersion, now: FeedVersion) -> None:
        self.before, self.now = before, now
        self.same_format = before.format == now.format
        self.same = self._pairs(_id)
        self._ids_before = {entry.id for entry in before.entries}
        self._ids_now = {entry.id for entry in now.entries}
        self.renamed = self._renamed()
        paired = {pair.index_before for pair in (*self.same, *self.renamed)}
        accounted_for = self._ids_now | now.deleted
        self.lost = [
            index
            for index, entry in enumerate(before.entries)
            if index not in paired and entry.id not in accounted_for
        ]

    def _pairs(self, key: Callable[[EntryVersion], Hashable]) -> list[Pair]:
        """Pair entries by a key that is not empty and unique in each version."""
        before, now = _unique(self.before.entries, key), _unique(self.now.entries, key)
        return [
            Pair(self.before.entries[before[value]], before[value], self.now.entries[index], index)
            for value, index in now.items()
            if value in before
        ]

    def _renamed(self) -> list[Pair]:
        by_time = [pair for pair in self._pairs(_published) if _is_exact(pair)]
        renamed: list[Pair] = []
        for pairs in (self._pairs(_link), self._pairs(_headline), by_time):
            before = {pair.index_before for pair in renamed}
            now = {pair.index_now for pair in renamed}
            renamed += [
                pair
                for pair in pairs
                if self._is_renamed(pair)
                and pair.index_before not in before
                and pair.index_now not in now
            ]
        return renamed

    def _is_renamed(self, pair: Pair) -> bool:
        return (
            bool(pair.before.id and pair.now.id)
            and pair.before.id not in self._ids_now
            and pair.now.id not in self._ids_before
        )


def _id(entry: EntryVersion) -> Hashable:
    return entry.id


def _link(entry: EntryVersion) -> Hashable:
    return entry.link


def _headline(entry: EntryVersion) -> Hashable:
    return (entry.title, entry.published) if entry.title and entry.published else ""


def _published(entry: EntryVersion) -> Hashable:
    return entry.published


def _is_exact(pair: Pair) -> bool:
    """Whether the publication time that two entries share is no coincidence."""
    published = pair.now.published
    return bool(published and published.second) or pair.before.is_titled_like(pair.now)


def _unique(
    entries: Sequence[EntryVersion], key: Callable[[EntryVersion], Hashable]
) -> dict[Hashable, int]:
    values = [key(entry) for entry in entries]
    counts = Counter(values)
    return {value: index for index, value in enumerate(values) if value and counts[value] == 1}


def read(data: bytes, limit: int) -> FeedVersion | None:
    """Return a version of a feed; None if the bytes are not a readable feed."""
    source = Source(data, limit)
    if not source.readable:
        return None
    if json_engine.claims(source.text):
        return _json_feed(source)
    source.parse()
    if source.root is None or source.too_dense:
        return None
    document = Document(source, source.root, None)
    if document.format.family in {formats.RSS, formats.RSS1, formats.ATOM}:
        return _xml_feed(document)
    return None


def _xml_feed(document: Document) -> FeedVersion:
    entries = list(document.root.iter(*_ENTRY))
    head = document.root.find("channel")
    if head is None:
        head = document.root
    parts = [child for child in head.iterchildren("*") if child.tag not in _ENTRY]

    def places(wanted: Sequence[int | None]) -> list[Place]:
        elements = [head if index is None else entries[index] for index in wanted]
        if elements:
            document.count(elements)
        return [(*document.position(element), document.path(element)) for element in elements]

    return FeedVersion(
        format=document.format.name,
        entries=tuple(_xml_entry(entry) for entry in entries),
        dates=_dates(parts),
        header=_content(parts),
        deleted=frozenset(
            deleted.get("ref", "") for deleted in document.root.iter(f"{{{ns.AT}}}deleted-entry")
        ),
        places=places,
    )


def _xml_entry(entry: Element) -> EntryVersion:
    children = list(entry.iterchildren("*"))
    texts: dict[str, str] = {}
    for child in children:
        texts.setdefault(child.tag, " ".join("".join(map(str, child.itertext())).split()))
    link = _first(texts, _LINK) or _alternate(children)
    own_dates = _dates(children)
    changed = next((name for name in _CHANGED if name in own_dates), None)
    published = _first_time(own_dates, _PUBLISHED)
    return EntryVersion(
        id=_first(texts, _ID) or entry.get(f"{{{ns.RDF}}}about", "") or link,
        link=link,
        title=_first(texts, _TITLE),
        dates=own_dates,
        published=published,
        updated=_first_time(own_dates, _CHANGED) or published,
        changed=changed,
        content=_content(children),
    )


def _alternate(children: Sequence[Element]) -> str:
    """Return the URL of an Atom entry's page."""
    links = (child for child in children if child.tag == f"{{{ns.ATOM}}}link")
    return next(
        (link.get("href", "") for link in links if link.get("rel", "alternate") == "alternate"), ""
    )


def _dates(children: Sequence[Element]) -> dict[str, datetime | str]:
    return {
        child.tag: _date(child.text or "")
        for child in children
        if child.tag in _DATES and (child.text or "").strip()
    }


def _content(children: Sequence[Element]) -> object:
    return tuple(
        (
            str(node.tag),
            tuple(sorted(_attributes(node))),
            _collapsed(node.text),
            _collapsed(node.tail),
        )
        for child in children
        if child.tag not in _DATES and ns.split(child.tag)[0] not in _COUNTS
        for node in child.iter()
    )


def _attributes(node: Element) -> Iterator[tuple[str, str]]:
    for name, value in cast("list[tuple[str, str]]", node.items()):
        if ns.split(name)[0] not in _COUNTS:
            yield name, value


def _collapsed(text: str | None) -> str:
    return " ".join((text or "").split())


def _first(texts: Mapping[str, str], names: Sequence[str]) -> str:
    return next((texts[name] for name in names if texts.get(name)), "")


def _json_feed(source: Source) -> FeedVersion | None:
    try:
        root = json.loads(source.text)
    except (ValueError, RecursionError):
        return None
    items = root.get("items") if isinstance(root, dict) else None
    if not isinstance(items, list):
        return None
    known = [(index, item) for index, item in enumerate(items) if isinstance(item, dict)]
    pointers = [f"/items/{index}" for index, _ in known]

    def places(wanted: Sequence[int | None]) -> list[Place]:
        paths = ["" if index is None else pointers[index] for index in wanted]
        found = JsonPositions(source.text, paths)
        return [(*found.position(path), path or "/") for path in paths]

    return FeedVersion(
        format="json feed",
        entries=tuple(_json_entry(item) for _, item in known),
        dates={},
        header=_json({key: value for key, value in root.items() if key != "items"}),
        deleted=frozenset(),
        places=places,
    )


def _json_entry(item: Mapping[str, Any]) -> EntryVersion:
    link = _text(item.get("url"))
    own_dates = {name: _date(_text(item[name])) for name in _JSON_DATES if _text(item.get(name))}
    published = _first_time(own_dates, _JSON_DATES[:1])
    return EntryVersion(
        id=_text(item.get("id")) or link,
        link=link,
        title=_text(item.get("title")),
        dates=own_dates,
        published=published,
        updated=_first_time(own_dates, _JSON_DATES[1:]) or published,
        changed="date_modified" if "date_modified" in own_dates else None,
        content=_json({key: value for key, value in item.items() if key not in _JSON_DATES}),
    )


def _text(value: object) -> str:
    return str(value).strip() if isinstance(value, str | int | float) else ""


def _json(value: object) -> str:
    try:
        return json.dumps(value, sort_keys=True)
    except RecursionError:  # values can be nested as deep as the interpreter allows
        return ""


def _date(value: str) -> datetime | str:
    """Return a date as a time, so that two notations of it are equal; as text if it is invalid."""
    text = value.strip()
    for parse in (dates.rfc3339, dates.rfc822, dates.w3cdtf):
        time = parse(text).time
        if time is not None:
            return time if time.tzinfo is not None else time.replace(tzinfo=UTC)
    return text


def _first_time(known: Mapping[str, datetime | str], names: Sequence[str]) -> datetime | None:
    values = (known.get(name) for name in names)
    return next((value for value in values if isinstance(value, datetime)), None)
