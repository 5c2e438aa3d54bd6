"""Missing, unknown and repeated keys, and values of the wrong type, in JSON Feed.

The rules read the tables of keys in `json_document.py`, so a new key needs only a declaration.
"""

import reprlib

from feedsvc.validator.examples import document, json_feed, json_item
from feedsvc.validator.finding import Severity
from feedsvc.validator.json_document import KEYS, OBJECT, TYPES, JsonFaults, JsonValue
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
def duplicate_key(node: JsonValue) -> JsonFaults:
    """An object has the same key twice.

    Some feed readers use the first value, most the last. Keep one.
    """
    for pointer in node.feed.duplicate_keys:
        message = f"the key {pointer.rpartition('/')[2]!r} appears twice in one object; keep one"
        yield pointer, message


@rule(
    "missing-key",
    Severity.ERROR,
    form=Form.JSON,
    on=(OBJECT,),
    spec=f"{JSON_FEED}#top-level",
    bad=json_item('"content_text": "The crane stays."'),
    good=_GOOD_ITEM,
)
def missing_key(node: JsonValue) -> JsonFaults:
    """A required key is missing.

    Feed readers discard an item without an id, an attachment without a URL, or a feed without
    items. Add the key.
    """
    keys = node.keys
    for name, key in KEYS[node.place].items():
        if key.required and keys.get(name) is None:
            yield "", f"the required key {name!r} is missing; add it"


@rule(
    "invalid-json-type",
    Severity.ERROR,
    form=Form.JSON,
    on=(OBJECT,),
    spec=f"{JSON_FEED}#items",
    bad=json_item(f'{_ITEM}, "tags": "port"'),
    good=json_item(f'{_ITEM}, "tags": ["port"]'),
)
def wrong_type(node: JsonValue) -> JsonFaults:
    """A value has the wrong type.

    Feed readers written in typed languages reject the whole feed. Write a value of the type that
    the specification requires.
    """
    if not isinstance(node.value, dict):
        yield "", f"expected an object, between {{ and }}, not {_shown(node.value)}"
        return
    for name, value in node.keys.items():
        key = KEYS[node.place].get(name)
        if key is None or (value is None and not key.required):
            continue
        known = isinstance(value, TYPES[key.type])
        if not known or (isinstance(value, bool) and key.type != "boolean"):
            wanted = "string" if key.type == "id" else key.type
            yield f"/{name}", f"{name} must be of type {wanted}, not {_shown(value)}"


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
def null_value(node: JsonValue) -> JsonFaults:
    """A key has the value null.

    JSON Feed expects unknown values to be omitted; some feed readers show the word null. Remove the
    key.
    """
    for name, value in node.keys.items():
        key = KEYS[node.place].get(name) if value is None else None
        if key is not None and not key.required:
            yield f"/{name}", f"{name} is null; omit it"


@rule(
    "undefined-key",
    Severity.WARNING,
    form=Form.JSON,
    on=(OBJECT,),
    spec=f"{JSON_FEED}#extensions",
    bad=json_item(f'{_ITEM}, "published": "2024-11-16T09:30:00Z"'),
    good=json_item(f'{_ITEM}, "_harbour": {{"tide": "low"}}'),
)
def undefined_key(node: JsonValue) -> JsonFaults:
    """A key is neither part of JSON Feed nor an extension.

    Feed readers ignore it. Check the spelling; a key of your own begins with an underscore.
    """
    for name in node.keys:
        if name not in KEYS[node.place] and not name.startswith("_"):
            yield f"/{name}", f"unknown key {name!r}; a key of your own begins with an underscore"


@rule(
    "invalid-extension",
    Severity.WARNING,
    form=Form.JSON,
    on=(OBJECT,),
    spec=f"{JSON_FEED}#extensions",
    bad=json_item(f'{_ITEM}, "_harbour.tide": {{"level": 3}}'),
    good=json_item(f'{_ITEM}, "_harbour": {{"tide": "low"}}'),
)
def invalid_extension(node: JsonValue) -> JsonFaults:
    """An extension is not an object with a valid name.

    Programs that use dotted names such as item._harbour.tide cannot read it. Begin its name with an
    underscore and a letter, use no periods in names, and make its value an object.
    """
    for name, value in node.keys.items():
        if name[:1] != "_":
            continue
        if not name[1:2].isalpha() or "." in name:
            message = f"{name!r} must begin with an underscore and a letter, and contain no period"
            yield f"/{name}", message
        elif not isinstance(value, dict):
            yield f"/{name}", f"{name} must be an object, not {_shown(value)}"
        elif any("." in key for key in value):
            yield f"/{name}", f"keys in {name} must not contain a period"


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
def newer_key(node: JsonValue) -> JsonFaults:
    """A feed of version 1.0 uses a key of version 1.1.

    Feed readers made for version 1.0 do not look for it. Declare version 1.1.
    """
    if node.feed.version == "1.0" and isinstance(node.value, dict):
        for name in node.value:
            key = KEYS[node.place].get(name)
            if key is not None and key.since == "1.1":
                yield f"/{name}", f"{name} was added in version 1.1; declare that version"
