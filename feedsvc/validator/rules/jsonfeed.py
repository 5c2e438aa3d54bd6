"""JSON Feed 1.0 and 1.1: keys, types, ids, and what readers expect beside."""

from collections.abc import Iterator
from urllib.parse import urldefrag

from feedsvc.validator.examples import document, json_feed, json_item
from feedsvc.validator.finding import Severity
from feedsvc.validator.json_document import OBJECT, JsonValue
from feedsvc.validator.json_vocabulary import KEYS, TYPES, declare_keys, of_type, text
from feedsvc.validator.registry import Form, rule
from feedsvc.validator.rules.addresses import FULL_IRI
from feedsvc.validator.rules.dates import RFC3339_PUBLISHED
from feedsvc.validator.rules.markup import HTML_WITHOUT_BASE
from feedsvc.validator.rules.texts import language, mime_attribute, not_blank, plain_text

JSON_FEED = "https://www.jsonfeed.org/version/1.1/"
RFC8259 = "https://www.rfc-editor.org/rfc/rfc8259"
ITEM = "/items/*"
ATTACHMENT = f"{ITEM}/attachments/*"
PERSONS = ("/author", "/authors/*", f"{ITEM}/author", f"{ITEM}/authors/*")
_VERSIONS = ("https://jsonfeed.org/version/1", "https://jsonfeed.org/version/1.1")
_ITEM = '"id": "tag:news.example,2024:1", "content_text": "The crane stays."'
_GOOD_ITEM = json_item(_ITEM)

Pointers = Iterator[tuple[str, str]]


@rule(
    "invalid-json",
    Severity.ERROR,
    form=Form.JSON,
    on=("",),
    spec=f"{RFC8259}#section-2",
    bad=document('{"version": "https://jsonfeed.org/version/1.1", "items": [}'),
    good=_GOOD_ITEM,
)
def not_an_object(node: JsonValue) -> Pointers:
    """The document is no JSON, or no object.

    Readers show nothing of it: a JSON text with one fault has no meaning at all.
    """
    if not isinstance(node.value, dict):
        yield "", "a JSON Feed is an object, in { and }"


@rule(
    "duplicate-key",
    Severity.ERROR,
    form=Form.JSON,
    on=("",),
    spec=f"{RFC8259}#section-4",
    bad=json_feed('"description": "News", "description": "Old news"'),
    good=json_feed('"description": "News"'),
)
def duplicate_key(node: JsonValue) -> Pointers:
    """A key stands twice in one object.

    Some readers keep the first value, most the last.
    """
    for pointer in node.feed.keys_twice:
        yield pointer, f"the key {pointer.rpartition('/')[2]!r} was told before"


@rule(
    "invalid-json-feed-version",
    Severity.ERROR,
    form=Form.JSON,
    on=("",),
    spec=f"{JSON_FEED}#top-level",
    bad=document('{"version": "1.1", "title": "Harbour News", "items": []}'),
    good=_GOOD_ITEM,
)
def unknown_version(node: JsonValue) -> Pointers:
    """The version is not the address of a version of JSON Feed.

    Readers know by it that this is a feed, and how to read it.
    """
    told = node.value.get("version") if isinstance(node.value, dict) else None
    if isinstance(told, str) and told not in _VERSIONS:
        yield "/version", f"version is {_VERSIONS[1]}, not {told!r}"


@rule(
    "missing-key",
    Severity.ERROR,
    form=Form.JSON,
    on=(OBJECT,),
    spec=f"{JSON_FEED}#top-level",
    bad=json_item('"content_text": "The crane stays."'),
    good=_GOOD_ITEM,
)
def missing_key(node: JsonValue) -> Pointers:
    """A key that has to be there is missing.

    Readers drop an item without an id, an attachment without an address, a feed without items.
    """
    if isinstance(node.value, dict):
        for name, key in KEYS[node.place].items():
            if key.required and node.value.get(name) is None:
                yield "", f"the key {name!r} is missing"


@rule(
    "invalid-json-type",
    Severity.ERROR,
    form=Form.JSON,
    on=(OBJECT,),
    spec=f"{JSON_FEED}#items",
    bad=json_item(f'{_ITEM}, "tags": "port"'),
    good=json_item(f'{_ITEM}, "tags": ["port"]'),
)
def wrong_type(node: JsonValue) -> Pointers:
    """A value is of another type than its key asks for.

    Readers in typed languages refuse the whole feed.
    """
    if not isinstance(node.value, dict):
        yield "", f"this is an object, in {{ and }}, not {_shown(node.value)}"
        return
    for name, value in node.value.items():
        key = KEYS[node.place].get(name)
        if key is None or (value is None and not key.required):
            continue
        known = isinstance(value, TYPES[key.type])
        if not known or (isinstance(value, bool) and key.type != "boolean"):
            wanted = "string" if key.type == "id" else key.type
            yield f"/{name}", f"{name} is of type {wanted}, not {_shown(value)}"


def _shown(value: object) -> str:
    return repr(value)[:40]


@rule(
    "numeric-id",
    Severity.WARNING,
    form=Form.JSON,
    on=(ITEM,),
    spec=f"{JSON_FEED}#items-id",
    bad=json_item('"id": 42, "content_text": "The crane stays."'),
    good=_GOOD_ITEM,
)
def numeric_id(node: JsonValue) -> Pointers:
    """An id is a number.

    It should be a string; readers write the number in different ways, 42 or 42.0.
    """
    told = node.value.get("id") if isinstance(node.value, dict) else None
    if isinstance(told, int | float) and not isinstance(told, bool):
        yield "/id", f'write the id in quotes: "{told}"'


@rule(
    "null-value",
    Severity.WARNING,
    form=Form.JSON,
    on=(OBJECT,),
    spec=f"{JSON_FEED}#top-level",
    bad=json_item(f'{_ITEM}, "title": null'),
    good=_GOOD_ITEM,
)
def null_value(node: JsonValue) -> Pointers:
    """A key has the value null.

    What is not known is left out; some readers show the word null.
    """
    if isinstance(node.value, dict):
        for name, key in KEYS[node.place].items():
            if name in node.value and node.value[name] is None and not key.required:
                yield f"/{name}", f"leave {name} out where there is none"


@rule(
    "undefined-key",
    Severity.WARNING,
    form=Form.JSON,
    on=(OBJECT,),
    spec=f"{JSON_FEED}#extensions",
    bad=json_item(f'{_ITEM}, "published": "2024-11-16T09:30:00Z"'),
    good=json_item(f'{_ITEM}, "_harbour": {{"tide": "low"}}'),
)
def undefined_key(node: JsonValue) -> Pointers:
    """A key is none of JSON Feed's, and no extension either.

    Readers ignore it; names of your own begin with an underscore.
    """
    if isinstance(node.value, dict):
        for name in node.value:
            if name not in KEYS[node.place] and not name.startswith("_"):
                yield f"/{name}", f"{name!r} is no key of JSON Feed"


@rule(
    "newer-key",
    Severity.WARNING,
    form=Form.JSON,
    on=(OBJECT,),
    spec=f"{JSON_FEED}#changes-a-name-changes-a",
    bad=document(
        '{"version": "https://jsonfeed.org/version/1", "title": "Harbour News", "items": [],'
        ' "language": "en"}'
    ),
    good=json_feed('"language": "en"'),
)
def newer_key(node: JsonValue) -> Pointers:
    """A feed of version 1 uses a key of version 1.1.

    Readers made for version 1 do not look for it; tell the version you write.
    """
    if node.feed.version == "1.0" and isinstance(node.value, dict):
        for name in node.value:
            key = KEYS[node.place].get(name)
            if key is not None and key.since == "1.1":
                yield f"/{name}", f"{name} came with version 1.1"


@rule(
    "deprecated",
    Severity.WARNING,
    form=Form.JSON,
    on=("", ITEM),
    spec=f"{JSON_FEED}#top-level-authors",
    bad=json_feed('"author": {"name": "Ida Holm"}'),
    good=json_feed('"authors": [{"name": "Ida Holm"}]'),
)
def single_author(node: JsonValue) -> Pointers:
    """What is used was replaced by something else.

    Newer readers may no longer look for it.
    """
    if node.feed.version == "1.1" and isinstance(node.value, dict) and "author" in node.value:
        if "authors" not in node.value:
            yield "/author", "author became authors, a list, in version 1.1"


@rule(
    "missing-content",
    Severity.ERROR,
    form=Form.JSON,
    on=(ITEM,),
    spec=f"{JSON_FEED}#items-content_html",
    bad=json_item('"id": "tag:news.example,2024:1", "title": "Crane stays"'),
    good=_GOOD_ITEM,
)
def missing_content(node: JsonValue) -> Pointers:
    """An item has neither content_html nor content_text.

    One of the two is needed; readers show a bare headline at best.
    """
    if isinstance(node.value, dict):
        if node.value.get("content_html") is None and node.value.get("content_text") is None:
            yield "", "the item needs content_html or content_text"


@rule(
    "duplicate-ids",
    form=Form.JSON,
    on=("",),
    spec=f"{JSON_FEED}#items-id",
    bad=document(
        '{"version": "https://jsonfeed.org/version/1.1", "title": "Harbour News", "items": ['
        f"{{{_ITEM}}}, {{{_ITEM}}}]}}"
    ),
    good=_GOOD_ITEM,
)
def repeated_id(node: JsonValue) -> Pointers:
    """Two items carry the same id: readers show only one of them."""
    seen: set[str] = set()
    for number, item in enumerate(node.feed.items):
        told = item.get("id") if isinstance(item, dict) else None
        if isinstance(told, str | int | float) and str(told):
            if str(told) in seen:
                yield f"/items/{number}/id", f"the id {str(told)!r} is an earlier item's"
            seen.add(str(told))


@rule(
    "empty-person",
    Severity.WARNING,
    form=Form.JSON,
    on=PERSONS,
    spec=f"{JSON_FEED}#top-level-authors",
    bad=json_feed('"authors": [{}]'),
    good=json_feed('"authors": [{"name": "Ida Holm"}]'),
)
def empty_person(node: JsonValue) -> Pointers:
    """An author has neither name, url nor avatar.

    There is nothing to show.
    """
    if isinstance(node.value, dict):
        if not any(node.value.get(name) for name in ("name", "url", "avatar")):
            yield "", "an author needs a name, a url or an avatar"


@rule(
    "negative-size",
    Severity.ERROR,
    form=Form.JSON,
    on=(ATTACHMENT,),
    spec=f"{JSON_FEED}#attachments",
    bad=json_item(
        f'{_ITEM}, "attachments": [{{"url": "https://news.example/1.mp3",'
        ' "mime_type": "audio/mpeg", "size_in_bytes": -1}]'
    ),
    good=_GOOD_ITEM,
)
def negative_size(node: JsonValue) -> Pointers:
    """A size or duration is below zero.

    Players plan the download by it; leave it out where it is unknown.
    """
    if isinstance(node.value, dict):
        for name in ("size_in_bytes", "duration_in_seconds"):
            told = node.value.get(name)
            if isinstance(told, int | float) and told < 0:
                yield f"/{name}", f"{name} {told} is below zero"


@rule(
    "missing-recommended-key",
    Severity.INFO,
    form=Form.JSON,
    on=("",),
    spec=f"{JSON_FEED}#top-level",
    bad=json_feed('"description": "News"'),
    good=json_feed(
        '"home_page_url": "https://news.example/", "feed_url": "https://news.example/feed.json"'
    ),
)
def recommended_key(node: JsonValue) -> Pointers:
    """A public feed does not tell its home page or its own address.

    Readers lead to the page, and know the feed by its address.
    """
    if isinstance(node.value, dict):
        for name in ("home_page_url", "feed_url"):
            if name not in node.value:
                yield "", f"a public feed should have {name}"


@rule(
    "self-doesnt-match-location",
    form=Form.JSON,
    on=("",),
    spec=f"{JSON_FEED}#top-level-feed_url",
    bad=json_feed('"feed_url": "https://news.example/old.json"'),
    good=json_feed('"feed_url": "https://news.example/feed.json"'),
)
def feed_elsewhere(node: JsonValue) -> Pointers:
    """The feed_url is not where the feed is, and readers know the feed by it."""
    told = node.value.get("feed_url") if isinstance(node.value, dict) else None
    where = node.feed.location
    if isinstance(told, str) and where and urldefrag(told).url != urldefrag(where).url:
        yield "/feed_url", f"the feed says it is at {told}, but is at {where}"


@rule(
    "endless-paging",
    Severity.ERROR,
    form=Form.JSON,
    on=("",),
    spec=f"{JSON_FEED}#top-level-next_url",
    bad=json_feed(
        '"feed_url": "https://news.example/feed.json", "next_url": "https://news.example/feed.json"'
    ),
    good=json_feed(
        '"feed_url": "https://news.example/feed.json", "next_url": "https://news.example/2.json"'
    ),
)
def endless_paging(node: JsonValue) -> Pointers:
    """The next page is this page.

    Readers that follow it never come to an end.
    """
    if isinstance(node.value, dict) and node.value.get("next_url"):
        if node.value["next_url"] == node.value.get("feed_url"):
            yield "/next_url", "next_url has to differ from feed_url"


_TEXT = (not_blank, plain_text)
_PERSON = {"name": text(*_TEXT), "url": text(*FULL_IRI), "avatar": text(*FULL_IRI)}

declare_keys(
    ("",),
    {
        "version": text(required=True),
        "title": text(*_TEXT, required=True),
        "home_page_url": text(*FULL_IRI),
        "feed_url": text(*FULL_IRI),
        "description": text(plain_text),
        "user_comment": text(),
        "next_url": text(*FULL_IRI),
        "icon": text(*FULL_IRI),
        "favicon": text(*FULL_IRI),
        "author": of_type("object"),
        "authors": of_type("array", since="1.1"),
        "language": text(language, since="1.1"),
        "expired": of_type("boolean"),
        "hubs": of_type("array"),
        "items": of_type("array", required=True),
    },
)
declare_keys(PERSONS, _PERSON)
declare_keys(
    ("/hubs/*",), {"type": text(*_TEXT, required=True), "url": text(*FULL_IRI, required=True)}
)
declare_keys(
    (ITEM,),
    {
        "id": of_type("id", required=True),
        "url": text(*FULL_IRI),
        "external_url": text(*FULL_IRI),
        "title": text(plain_text),
        "content_html": text(not_blank, *HTML_WITHOUT_BASE),
        "content_text": text(not_blank),
        "summary": text(plain_text),
        "image": text(*FULL_IRI),
        "banner_image": text(*FULL_IRI),
        "date_published": text(*RFC3339_PUBLISHED),
        "date_modified": text(*RFC3339_PUBLISHED),
        "author": of_type("object"),
        "authors": of_type("array", since="1.1"),
        "tags": of_type("array"),
        "language": text(language, since="1.1"),
        "attachments": of_type("array"),
    },
)
declare_keys(
    (ATTACHMENT,),
    {
        "url": text(*FULL_IRI, required=True),
        "mime_type": text(mime_attribute, required=True),
        "title": text(plain_text),
        "size_in_bytes": of_type("number"),
        "duration_in_seconds": of_type("number"),
    },
)
