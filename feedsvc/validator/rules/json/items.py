"""Items of JSON Feed: their ids, content, authors and attachments."""

from feedsvc.validator.examples import document, json_feed, json_item
from feedsvc.validator.finding import Severity
from feedsvc.validator.json_document import JsonValue, Pointers
from feedsvc.validator.registry import Form, rule
from feedsvc.validator.rules.specs import JSON_FEED

ITEM = "/items/*"


ATTACHMENT = f"{ITEM}/attachments/*"


PERSONS = ("/author", "/authors/*", f"{ITEM}/author", f"{ITEM}/authors/*")


_ITEM = '"id": "tag:news.example,2024:1", "content_text": "The crane stays."'


_GOOD_ITEM = json_item(_ITEM)


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
    told = node.keys.get("id")
    if isinstance(told, int | float) and not isinstance(told, bool):
        yield "/id", f'write the id in quotes: "{told}"'


@rule(
    "empty-id",
    Severity.ERROR,
    form=Form.JSON,
    on=(ITEM,),
    spec=f"{JSON_FEED}#items-id",
    bad=json_item('"id": "", "content_text": "The crane stays."'),
    good=_GOOD_ITEM,
)
def empty_id(node: JsonValue) -> Pointers:
    """An id is empty.

    Readers have to drop an item without an id.
    """
    told = node.keys.get("id")
    if isinstance(told, str) and not told.strip():
        yield "/id", "the id is empty"


@rule(
    "invalid-json-type",
    form=Form.JSON,
    on=(f"{ITEM}/tags/*",),
    spec=f"{JSON_FEED}#items-tags",
    bad=json_item(f'{_ITEM}, "tags": ["port", 2024]'),
    good=json_item(f'{_ITEM}, "tags": ["port", "2024"]'),
)
def tag_no_string(node: JsonValue) -> Pointers:
    """A tag is no string."""
    if not isinstance(node.value, str):
        yield "", f"a tag is of type string, not {node.value!r:.40}"


@rule(
    "not-blank",
    form=Form.JSON,
    on=(f"{ITEM}/tags/*",),
    spec=f"{JSON_FEED}#items-tags",
    bad=json_item(f'{_ITEM}, "tags": [""]'),
    good=json_item(f'{_ITEM}, "tags": ["port"]'),
)
def empty_tag(node: JsonValue) -> Pointers:
    """A tag is empty."""
    if isinstance(node.value, str) and not node.value.strip():
        yield "", "a tag is empty"


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
    if node.keys.get("content_html") is None and node.keys.get("content_text") is None:
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
    if not any(node.keys.get(name) for name in ("name", "url", "avatar")):
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
    for name in ("size_in_bytes", "duration_in_seconds"):
        told = node.keys.get(name)
        if isinstance(told, int | float) and told < 0:
            yield f"/{name}", f"{name} {told} is below zero"
