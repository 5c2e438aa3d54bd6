"""Entries of Atom 1.0 (RFC 4287) and 0.3, and tombstones (RFC 6721)."""

from html import escape
from typing import Final

from feedsvc.entry import Category, Person
from feedsvc.parsers.draft import Draft, Drafts
from feedsvc.parsers.feedfile.elements import (
    Children,
    base_of,
    inherited_language,
    leading_text,
    markup_in,
)
from feedsvc.parsers.feedfile.fields import (
    Text,
    add_datetime,
    add_datetime_text,
    add_language,
    add_location,
    add_texts,
    omit_unread,
    person_of,
    unique,
)
from feedsvc.parsers.feedfile.media import Album, add_enclosure, add_media_rss
from feedsvc.parsers.feedfile.urls import web_url
from feedsvc.parsers.reading.html import plain_text
from feedsvc.parsers.reading.xml import Element, child, line_of, local_name

_KIND: Final = "http://schemas.google.com/g/2005#kind"
_PLAIN: Final = frozenset(("", "text", "text/plain"))
_HTML: Final = frozenset(("html", "text/html"))
_XHTML: Final = frozenset(("xhtml", "application/xhtml+xml"))


def read_atom(drafts: Drafts, root: Element) -> None:
    """Add a draft for each entry of an Atom feed, or for a root `entry`, and for each tombstone."""
    head = Children(root)
    site = _page(head) or _page(head, "self") or ""
    for element in head.all("entry") if local_name(root) == "feed" else [root]:
        entry = Children(element)
        if not _is_post(entry):
            drafts.skip("of a kind other than post", line_of(element))
            continue
        draft = drafts.new()
        _add_entry(draft, entry, site)
        _add_shared(draft, entry, head)
        omit_unread(draft, entry)
        drafts.add(draft, line_of(element))
    for element in head.all("at:deleted-entry"):
        draft = drafts.new()
        _add_tombstone(draft, element)
        drafts.add(draft, line_of(element))


def _is_post(entry: Children) -> bool:
    """Return whether an entry is a post, not a comment, setting or template in Blogger's export."""
    kinds = [each.get("term", "") for each in entry.all("category") if each.get("scheme") == _KIND]
    return all(kind.endswith("#post") for kind in kinds)


def _add_tombstone(draft: Draft, element: Element) -> None:
    """Withdraw the entry that a tombstone names (RFC 6721 section 3)."""
    line = line_of(element)
    draft.fill("source_id", (element.get("ref") or "").strip(), line, "deleted-entry/@ref")
    draft.fill("status", "canceled", line, "deleted-entry")
    add_datetime_text(draft, "updated", element.get("when") or "", line, "deleted-entry/@when")


def _add_entry(draft: Draft, entry: Children, site: str) -> None:
    for element in entry.all("id"):
        draft.fill("source_id", leading_text(element), line_of(element), "id")
    for element in entry.all("title"):
        draft.fill("title", plain_text(html_in(element)) or None, line_of(element), "title")
    base = base_of(entry.element)
    draft.fill("link", _page(entry, base=base or site), line_of(entry.element), "link")
    base = base or draft.values.get("link") or site
    _add_texts(draft, entry, base)
    add_datetime(draft, entry, "published", "published", "issued", "created")
    add_datetime(draft, entry, "updated", "updated", "modified")
    _add_categories(draft, entry)
    add_location(draft, entry)
    _add_media(draft, entry, base)
    for control in entry.all("app:control"):
        if Children(control).text("draft").lower() == "yes":  # RFC 5023 section 13.1.1
            draft.fill("status", "withheld", line_of(control), "app:draft")


def _add_texts(draft: Draft, entry: Children, base: str) -> None:
    texts = [
        [Text(html_in(each), line_of(each), name) for each in entry.all(name)]
        for name in ("content", "summary")
    ]
    inner = next((base_of(each, base) for each in entry.all("content", "summary")), base)
    add_texts(draft, texts[0], texts[1], inner)


def html_in(element: Element) -> str:
    """Return a text construct or a content element as HTML (RFC 4287 sections 3.1 and 4.1.3).

    Returns an empty string for content that is out of line, or neither text nor HTML.
    """
    kind = (element.get("type") or "").strip().lower()
    mode = element.get("mode", "")  # Atom 0.3: how the text is encoded
    if element.get("src") is not None:
        return ""
    if kind in _XHTML or mode == "xml" or (len(element) and kind in _PLAIN):
        div = child(element, "div")
        return markup_in(element if div is None else div)
    if kind in _HTML:
        return markup_in(element)
    if kind in _PLAIN or kind.startswith("text/"):
        return escape(leading_text(element), quote=False)
    return ""


def _page(item: Children, rel: str = "alternate", base: str = "") -> str | None:
    """Return the URL of the page of an entry or a feed, preferring HTML."""
    links = [each for each in item.all("link") if each.get("rel", "alternate") == rel]
    links.sort(key=lambda each: "html" not in each.get("type", "text/html"))
    found = (web_url(each.get("href", ""), base_of(each, base)) for each in links)
    return next(filter(None, found), None)


def _add_media(draft: Draft, entry: Children, base: str) -> None:
    album = Album(base)
    add_media_rss(album, entry)
    for link in entry.all("link"):
        if link.get("rel") == "enclosure":
            add_enclosure(album, link, "href")
    for content in entry.all("content"):
        if content.get("src") and content.get("type", "").startswith(
            ("image/", "audio/", "video/")
        ):
            add_enclosure(album, content, "src")
    draft.fill("media", album.media(), album.line or 1, "enclosure, Media RSS")


def _add_categories(draft: Draft, entry: Children) -> None:
    found = [
        (element, Category(term=term, scheme=element.get("scheme"), label=element.get("label")))
        for element in entry.all("category")
        if element.get("scheme") != _KIND and (term := (element.get("term") or "").strip())
    ]
    if found:
        terms = unique(category for _, category in found)
        draft.fill("categories", terms, line_of(found[0][0]), "category")


def _add_shared(draft: Draft, entry: Children, head: Children) -> None:
    """Fill authors, rights and language from the entry, or else from its source or the feed.

    RFC 4287 sections 4.1.2, 4.2.1 and 4.2.10.
    """
    sources = [Children(each) for each in entry.all("source")]
    for holder in (entry, *sources, *([] if head.element is entry.element else [head])):
        authors = holder.all("author") or holder.all("dc:creator")
        people = unique(map(_person, authors))
        if people:
            draft.fill("authors", people, line_of(authors[0]), "author")
        for element in holder.all("rights", "copyright", "dc:rights"):
            text = plain_text(html_in(element))
            draft.fill("rights", text, line_of(element), local_name(element))
    tag = inherited_language(entry.element)
    add_language(draft, tag, line_of(entry.element), "xml:lang")


def _person(element: Element) -> Person | None:
    parts = Children(element)
    email = parts.text("email")
    name = parts.text("name") or email or leading_text(element)
    return person_of(name, parts.text("uri", "url"), email)
