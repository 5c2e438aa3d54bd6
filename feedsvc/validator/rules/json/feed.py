"""JSON Feed 1.0 and 1.1: the feed, its items, authors and attachments."""

from feedsvc.validator.examples import document, json_feed, json_item
from feedsvc.validator.finding import Severity
from feedsvc.validator.json_document import JsonFaults, JsonValue, declare_keys, of_type, text
from feedsvc.validator.registry import Form, rule
from feedsvc.validator.rules.common import JSON_FEED, RFC8259
from feedsvc.validator.rules.values.dates import RFC3339_PUBLISHED
from feedsvc.validator.rules.values.markup import HTML_WITHOUT_BASE
from feedsvc.validator.rules.values.texts import PLAIN, language, mime_attribute, not_blank
from feedsvc.validator.rules.values.uris import FULL_IRI
from feedsvc.validator.values import uris

ITEM = "/items/*"
ATTACHMENT = f"{ITEM}/attachments/*"
PERSONS = ("/author", "/authors/*", f"{ITEM}/author", f"{ITEM}/authors/*")
_VERSIONS = ("https://jsonfeed.org/version/1", "https://jsonfeed.org/version/1.1")
_ITEM = '"id": "tag:news.example,2024:1", "content_text": "The crane stays."'
_GOOD_ITEM = json_item(_ITEM)


@rule(
    "invalid-json",
    Severity.ERROR,
    form=Form.JSON,
    on=("",),
    spec=f"{RFC8259}#section-2",
    bad=document('{"version": "https://jsonfeed.org/version/1.1", "items": [}'),
    good=_GOOD_ITEM,
)
def not_an_object(node: JsonValue) -> JsonFaults:
    """The document is not valid JSON, or not a JSON object.

    A JSON parser rejects the whole text at the first error, so feed readers show nothing. Generate
    the feed with a JSON library.
    """
    if not isinstance(node.value, dict):
        yield "", "a JSON Feed must be an object, between { and }"


@rule(
    "invalid-json-feed-version",
    Severity.ERROR,
    form=Form.JSON,
    on=("",),
    spec=f"{JSON_FEED}#top-level",
    bad=document('{"version": "1.1", "title": "Harbour News", "items": []}'),
    good=_GOOD_ITEM,
)
def unknown_version(node: JsonValue) -> JsonFaults:
    """The version is not the URL of a JSON Feed version.

    Feed readers use it to recognize the document as a feed. Write https://jsonfeed.org/version/1.1.
    """
    value = node.keys.get("version")
    if isinstance(value, str) and value not in _VERSIONS:
        yield "/version", f"version must be {_VERSIONS[1]}, not {value!r}"


@rule(
    "deprecated",
    Severity.WARNING,
    form=Form.JSON,
    on=("", ITEM),
    spec=f"{JSON_FEED}#top-level-authors",
    bad=json_feed('"author": {"name": "Ida Holm"}'),
    good=json_feed('"authors": [{"name": "Ida Holm"}]'),
)
def single_author(node: JsonValue) -> JsonFaults:
    """A deprecated key is used.

    Newer feed readers may no longer look for it. Use the key that replaced it.
    """
    if node.feed.version == "1.1" and "author" in node.keys and "authors" not in node.keys:
        yield "/author", "author is deprecated in version 1.1; write authors, an array"


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
def missing_recommended_key(node: JsonValue) -> JsonFaults:
    """A feed has no home_page_url or no feed_url.

    Feed readers link to the home page and identify the feed by its URL. Add both keys to a public
    feed.
    """
    for name in ("home_page_url", "feed_url"):
        if name not in node.keys:
            yield "", f"feed has no {name}; add it if the feed is public"


@rule(
    "self-doesnt-match-location",
    form=Form.JSON,
    on=("",),
    spec=f"{JSON_FEED}#top-level-feed_url",
    bad=json_feed('"feed_url": "https://news.example/old.json"'),
    good=json_feed('"feed_url": "https://news.example/feed.json"'),
)
def feed_url_mismatch(node: JsonValue) -> JsonFaults:
    """The feed_url does not match the URL that the feed was fetched from."""
    value = node.keys.get("feed_url")
    where = node.feed.location
    if isinstance(value, str) and where and not uris.same_place(value, where):
        yield "/feed_url", f"feed_url is {value}, but the feed was fetched from {where}"


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
def endless_paging(node: JsonValue) -> JsonFaults:
    """The URL of the next page is the URL of the page itself.

    Feed readers that follow next_url may never stop. Omit next_url on the last page.
    """
    value = node.keys.get("next_url")
    if value and value == node.keys.get("feed_url"):
        yield "/next_url", "next_url is the same as feed_url; omit it on the last page"


@rule(
    "numeric-id",
    Severity.WARNING,
    form=Form.JSON,
    on=(ITEM,),
    spec=f"{JSON_FEED}#items-id",
    bad=json_item('"id": 42, "content_text": "The crane stays."'),
    good=_GOOD_ITEM,
)
def numeric_id(node: JsonValue) -> JsonFaults:
    """An id is a number instead of a string.

    Feed readers may convert it to 42 or to 42.0, so that the same item appears twice. Write the id
    in quotation marks.
    """
    value = node.keys.get("id")
    if isinstance(value, int | float) and not isinstance(value, bool):
        yield "/id", f'id is a number; write it as a string: "{value}"'


@rule(
    "empty-id",
    Severity.ERROR,
    form=Form.JSON,
    on=(ITEM,),
    spec=f"{JSON_FEED}#items-id",
    bad=json_item('"id": "", "content_text": "The crane stays."'),
    good=_GOOD_ITEM,
)
def empty_id(node: JsonValue) -> JsonFaults:
    """An id is empty.

    Feed readers discard an item without an id. Add an id that never changes.
    """
    value = node.keys.get("id")
    if isinstance(value, str) and not value.strip():
        yield "/id", "id is empty; add one that never changes"


@rule(
    "invalid-json-type",
    form=Form.JSON,
    on=(f"{ITEM}/tags/*",),
    spec=f"{JSON_FEED}#items-tags",
    bad=json_item(f'{_ITEM}, "tags": ["port", 2024]'),
    good=json_item(f'{_ITEM}, "tags": ["port", "2024"]'),
)
def non_string_tag(node: JsonValue) -> JsonFaults:
    """A tag is not a string."""
    if not isinstance(node.value, str):
        yield "", f"a tag must be a string, not {node.value!r:.40}"


@rule(
    "not-blank",
    form=Form.JSON,
    on=(f"{ITEM}/tags/*",),
    spec=f"{JSON_FEED}#items-tags",
    bad=json_item(f'{_ITEM}, "tags": [""]'),
    good=json_item(f'{_ITEM}, "tags": ["port"]'),
)
def empty_tag(node: JsonValue) -> JsonFaults:
    """A tag is empty."""
    if isinstance(node.value, str) and not node.value.strip():
        yield "", "tag is empty; remove it"


@rule(
    "missing-content",
    Severity.ERROR,
    form=Form.JSON,
    on=(ITEM,),
    spec=f"{JSON_FEED}#items-content_html",
    bad=json_item('"id": "tag:news.example,2024:1", "title": "Crane stays"'),
    good=_GOOD_ITEM,
)
def missing_content(node: JsonValue) -> JsonFaults:
    """An item has neither content_html nor content_text.

    JSON Feed requires one of them; without it, feed readers show only a headline. Add one, even for
    a short item.
    """
    if node.keys.get("content_html") is None and node.keys.get("content_text") is None:
        yield "", "item has neither content_html nor content_text; add one of them"


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
def repeated_id(node: JsonValue) -> JsonFaults:
    """Two items have the same id, so feed readers show only one of them."""
    seen: set[str] = set()
    for number, item in enumerate(node.feed.items):
        value = item.get("id") if isinstance(item, dict) else None
        if isinstance(value, str | int | float) and str(value):
            if str(value) in seen:
                yield f"/items/{number}/id", f"an earlier item has the same id {str(value)!r}"
            seen.add(str(value))


@rule(
    "empty-person",
    Severity.WARNING,
    form=Form.JSON,
    on=PERSONS,
    spec=f"{JSON_FEED}#top-level-authors",
    bad=json_feed('"authors": [{}]'),
    good=json_feed('"authors": [{"name": "Ida Holm"}]'),
)
def empty_person(node: JsonValue) -> JsonFaults:
    """An author has neither a name nor a URL nor an avatar.

    Feed readers have nothing to show. Add at least a name, or remove the author.
    """
    if not any(node.keys.get(name) for name in ("name", "url", "avatar")):
        yield "", "author is empty; add a name, url or avatar"


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
def negative_size(node: JsonValue) -> JsonFaults:
    """A size or duration is negative.

    Podcast apps use it to plan the download. Omit the key if the number is unknown.
    """
    for name in ("size_in_bytes", "duration_in_seconds"):
        value = node.keys.get(name)
        if isinstance(value, int | float) and value < 0:
            yield f"/{name}", f"{name} {value} is negative; omit it if unknown"


_TEXT = (not_blank, *PLAIN)
_PERSON = {"name": text(*_TEXT), "url": text(*FULL_IRI), "avatar": text(*FULL_IRI)}

declare_keys(
    ("",),
    {
        "version": text(required=True),
        "title": text(*_TEXT, required=True),
        "home_page_url": text(*FULL_IRI),
        "feed_url": text(*FULL_IRI),
        "description": text(*PLAIN),
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
        "title": text(*PLAIN),
        "content_html": text(not_blank, *HTML_WITHOUT_BASE),
        "content_text": text(not_blank),
        "summary": text(*PLAIN),
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
        "title": text(*PLAIN),
        "size_in_bytes": of_type("number"),
        "duration_in_seconds": of_type("number"),
    },
)
