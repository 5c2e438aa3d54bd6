"""Items of JSON Feed 1 and 1.1 (https://www.jsonfeed.org/version/1.1/)."""

import json
import re
from typing import Any, Final

from feedsvc.entry import Category, Person
from feedsvc.errors import StoryError
from feedsvc.parsers.draft import Draft, Drafts
from feedsvc.parsers.feedfile.fields import (
    Text,
    add_datetime_text,
    add_language,
    add_texts,
    person_of,
    unique,
)
from feedsvc.parsers.feedfile.media import Album
from feedsvc.parsers.feedfile.urls import web_url
from feedsvc.parsers.reading.html import paragraphs_html, xml_text
from feedsvc.parsers.reading.text import decode_raw
from feedsvc.parsers.source import Source
from feedsvc.parsers.values import text_of, url_of

_VERSION: Final = re.compile(
    rb'"version"\s*:\s*"https?:\\?/\\?/(?:www\.)?jsonfeed\.org\\?/version', re.IGNORECASE
)
_EMPTY_LINE: Final = re.compile(r"\n\s*\n")
_CURE: Final = "export the feed again; nothing in it is published"
_TOKEN: Final = re.compile(r'"(?P<text>(?:[^"\\]|\\.)*+)"(?P<key>\s*:)?|[{}\[\]]', re.DOTALL)
_ITEM_DEPTH: Final = 3


def is_json_feed(data: bytes) -> bool:
    """Return whether a file is a JSON Feed, by its `version`."""
    opened = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"
    return opened and bool(_VERSION.search(data))


def read_json_feed(drafts: Drafts, source: Source) -> None:
    """Add a draft for each item of a JSON Feed, in order.

    Raises StoryError, with line and column, if the file is not JSON or `items` is not a list of
    objects.
    """
    text, _ = decode_raw(source)
    feed = _decoded(source, text)
    items = feed.get("items", [])
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise StoryError(source.name, "'items' is not a list of objects", line=1, cure=_CURE)
    for item, lines in zip(items, lines_of_items(text), strict=False):
        draft = drafts.new()
        _Item(draft, item, lines).fill(feed)
        drafts.add(draft, lines[""])


def _decoded(source: Source, text: str) -> dict[str, Any]:
    try:
        feed: dict[str, Any] = json.loads(text)
    except json.JSONDecodeError as error:
        reason = f"invalid JSON: {error.msg[0].lower()}{error.msg[1:]}"
        raise StoryError(
            source.name, reason, cure=_CURE, line=error.lineno, column=error.colno
        ) from error
    except (ValueError, RecursionError) as error:
        reason = "invalid JSON: a number is too long, or values are nested too deep"
        raise StoryError(source.name, reason, cure=_CURE, line=1) from error
    return feed


class _Item:
    """An item: its values, the lines of its keys, and the draft to fill."""

    def __init__(self, draft: Draft, values: dict[str, Any], lines: dict[str, int]) -> None:
        self.draft, self.values, self.lines = draft, values, lines
        self.read: set[str] = set()

    def fill(self, feed: dict[str, Any]) -> None:
        """Fill the draft from the item, then from values that the feed has for all its items."""
        for field, key in (("source_id", "id"), ("title", "title")):
            self.draft.fill(field, self.text(key), self.line(key), key)
        for key in ("url", "external_url"):
            self.draft.fill("link", web_url(self.text(key)), self.line(key), key)
        site = web_url(_text(feed.get("home_page_url"))) or ""
        base = str(self.draft.values.get("link") or site)
        self._add_texts(base)
        for field, key in (("published", "date_published"), ("updated", "date_modified")):
            add_datetime_text(self.draft, field, self.text(key), self.line(key), key)
        self._add_authors(feed)
        tags = [Category(term=term) for each in self.list("tags") if (term := _text(each))]
        self.draft.fill("categories", unique(tags), self.line("tags"), "tags")
        self._add_media(base)
        add_language(self.draft, self.text("language"), self.line("language"), "language")
        add_language(self.draft, _text(feed.get("language")), 1, "the feed's language")
        for key in self.values.keys() - self.read:
            self.draft.omit(f"{key[:80]}: ...", self.line(key), "no field for this key")

    def text(self, key: str) -> str:
        """Return the text of a key; a number as its digits, any other value as an empty string."""
        self.read.add(key)
        return _text(self.values.get(key))

    def list(self, key: str) -> list[Any]:
        """Return the list of a key, or an empty list."""
        self.read.add(key)
        value = self.values.get(key)
        return value if isinstance(value, list) else []

    def line(self, key: str) -> int:
        """Return the line of a key, or that of the item."""
        return self.lines.get(key, self.lines[""])

    def _add_texts(self, base: str) -> None:
        plain = filter(str.strip, _EMPTY_LINE.split(self.text("content_text")))
        full = [
            Text(self.text("content_html"), self.line("content_html"), "content_html"),
            Text(paragraphs_html(plain), self.line("content_text"), "content_text"),
        ]
        summary = text_of(self.text("summary"))
        if summary:
            self.draft.fill("summary", summary, self.line("summary"), "summary")
        add_texts(self.draft, full, (), base)

    def _add_authors(self, feed: dict[str, Any]) -> None:
        """Fill the authors of the item, in version 1 a single `author`, or else of the feed."""
        authors = [*self.list("authors"), self.values.get("author")]
        feed_authors = feed.get("authors")
        self.read.add("author")
        line = self.line("authors" if "authors" in self.values else "author")
        self.draft.fill("authors", unique(map(_person, authors)), line, "authors")
        shared = [*(feed_authors if isinstance(feed_authors, list) else []), feed.get("author")]
        self.draft.fill("authors", unique(map(_person, shared)), 1, "the feed's authors")

    def _add_media(self, base: str) -> None:
        album = Album(base)
        attached = [each for each in self.list("attachments") if isinstance(each, dict)]
        image, banner = self.text("image"), self.text("banner_image")
        if image not in [each.get("url") for each in attached]:
            album.add(image, self.line("image"), is_image=True)
        for each in attached:
            album.add(
                _text(each.get("url")),
                self.line("attachments"),
                type=each.get("mime_type"),
                length=_text(each.get("size_in_bytes")),
                caption=each.get("title"),
            )
        album.add_poster(image, self.line("image"))
        album.add_poster(banner, self.line("banner_image"))
        self.draft.fill("media", album.media(), album.line or self.line(""), "attachments, image")


def _text(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return xml_text(str(value)).strip()


def _person(value: object) -> Person | None:
    if not isinstance(value, dict):
        return None
    url = _text(value.get("url"))
    mail = url[len("mailto:") :] if url.lower().startswith("mailto:") else ""
    return person_of(_text(value.get("name")) or mail, url_of(url) or "", mail)


def lines_of_items(text: str) -> list[dict[str, int]]:
    """Return the line of each key of each item; under an empty key, the line of the item.

    `text` must be valid JSON.
    """
    items: list[dict[str, int]] = []
    depth, line, seen, member = 0, 1, 0, ""
    for token in _TOKEN.finditer(text):
        line += text.count("\n", seen, token.start())
        seen = token.start()
        sign = token[0]
        if sign in ("{", "["):
            depth += 1
            if depth == _ITEM_DEPTH and member == "items" and sign == "{":
                items.append({"": line})
        elif sign in ("}", "]"):
            depth -= 1
        elif token["key"] and depth == 1:
            member = token["text"]
        elif token["key"] and depth == _ITEM_DEPTH and member == "items" and items:
            items[-1].setdefault(token["text"], line)
    return items
