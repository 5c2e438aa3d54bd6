"""Rules of structure in JSON Feed: they read the tables of `json_vocabulary`."""

import reprlib

from feedsvc.validator.examples import document, json_feed, json_item
from feedsvc.validator.finding import Severity
from feedsvc.validator.json_document import OBJECT, JsonValue, Pointers
from feedsvc.validator.json_vocabulary import KEYS, TYPES
from feedsvc.validator.registry import Form, rule
from feedsvc.validator.rules.common import JSON_FEED, RFC8259

_ITEM = '"id": "tag:news.example,2024:1", "content_text": "The crane stays."'


_GOOD_ITEM = json_item(_ITEM)


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
    keys = node.keys
    for name, key in KEYS[node.place].items():
        if key.required and keys.get(name) is None:
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
    for name, value in node.keys.items():
        key = KEYS[node.place].get(name)
        if key is None or (value is None and not key.required):
            continue
        known = isinstance(value, TYPES[key.type])
        if not known or (isinstance(value, bool) and key.type != "boolean"):
            wanted = "string" if key.type == "id" else key.type
            yield f"/{name}", f"{name} is of type {wanted}, not {_shown(value)}"


def _shown(value: object) -> str:
    return reprlib.repr(value)[:40]


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
    for name, value in node.keys.items():
        key = KEYS[node.place].get(name) if value is None else None
        if key is not None and not key.required:
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
    for name in node.keys:
        if name not in KEYS[node.place] and not name.startswith("_"):
            yield f"/{name}", f"{name!r} is no key of JSON Feed"


@rule(
    "invalid-extension",
    Severity.WARNING,
    form=Form.JSON,
    on=(OBJECT,),
    spec=f"{JSON_FEED}#extensions",
    bad=json_item(f'{_ITEM}, "_harbour.tide": {{"level": 3}}'),
    good=json_item(f'{_ITEM}, "_harbour": {{"tide": "low"}}'),
)
def invalid_extension(node: JsonValue) -> Pointers:
    """An extension is not an object with a name as the specification asks for.

    A name is an underscore and a letter, and holds no full stop, nor do the keys in it:
    many programs reach values by names with full stops between them.
    """
    for name, value in node.keys.items():
        if name[:1] != "_":
            continue
        if not name[1:2].isalpha() or "." in name:
            yield f"/{name}", f"{name!r} should be an underscore, a letter and no full stop"
        elif not isinstance(value, dict):
            yield f"/{name}", f"{name} should be an object, not {_shown(value)}"
        elif any("." in key for key in value):
            yield f"/{name}", f"keys of {name} should hold no full stop"


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
