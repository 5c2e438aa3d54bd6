"""WordPress exports (WXR 1.0 to 1.2): the posts of a site, with their media.

| WXR | field of the entry |
|---|---|
| `guid` | source_id |
| `title`, `link`, `wp:post_name` | title, link, slug |
| `wp:post_date_gmt`, else `wp:post_date` in the site's zone, else `pubDate` | published |
| `wp:post_modified_gmt`, else `wp:post_modified`, if later | updated |
| `content:encoded`, with paragraphs added where it has none | content |
| `excerpt:encoded`, else the text before `<!--more-->` | summary |
| co-authors, else `dc:creator`; their names in `wp:author` | authors, never an e-mail address |
| `category` of the domains `category` and `post_tag` | categories: nicename and label |
| the featured image, the gallery, attachments of the post, `enclosure` | media |
| the channel's `language` | language |
| `geo_latitude` and `geo_longitude`, unless `geo_public` is 0 | location |
| `wp:status`, `wp:post_password` | status, see below |

| `wp:status` | the story is |
|---|---|
| `publish` | usable |
| `future` | usable, under embargo until its date, or indefinitely if that is unreadable |
| `trash` | canceled |
| `draft`, `pending`, `private`, `inherit`, any other, none | withheld |

A post with a password is withheld, and its text is not read. Only posts are stories:
pages, menus and the like are counted in a note, and comments are never read. Block comments
(`<!-- wp:... -->`) are dropped; for shortcodes, see `markup.py`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple
from urllib.parse import unquote

from feedsvc.entry import HOLD, Category, Person, Status
from feedsvc.parsers.draft import Draft, Drafts
from feedsvc.parsers.exports.wordpress.markup import with_paragraphs, without_shortcodes
from feedsvc.parsers.feedfile.elements import Children, leading_text
from feedsvc.parsers.feedfile.fields import add_datetime_text, add_language, omit_unread, unique
from feedsvc.parsers.feedfile.media import Album
from feedsvc.parsers.feedfile.urls import web_url, with_absolute_links
from feedsvc.parsers.reading.html import plain_text, safe_html
from feedsvc.parsers.reading.xml import ARCHIVE_ELEMENTS, Element, line_of, read_xml, root_name
from feedsvc.parsers.source import Parsed, Source
from feedsvc.parsers.values import location_of, text_of

_EXPORT: Final = b"wordpress.org/export/"
_HEAD_BYTES: Final = 64 * 1024

STATUSES: Final[Mapping[str, Status]] = {
    "publish": "usable",
    "future": "usable",
    "trash": "canceled",
    **dict.fromkeys(("draft", "auto-draft", "pending", "private", "inherit"), "withheld"),
}
"""The statuses of WordPress; an unknown one withholds the story and adds a note."""

_NO_DATE: Final = re.compile(r"0000-|.*\s-0001\b")
_MORE: Final = re.compile(r"<!--\s{0,9}more\b[^<>]{0,200}-->")
_MAX_NAMES: Final = 5
_NO_CATEGORY: Final = "uncategorized"
_EMAIL: Final = re.compile(r"[^\s@]+@[^\s@]+")
_WIDTH: Final = re.compile(r's:5:"width";i:(\d{1,6});')
_HEIGHT: Final = re.compile(r's:6:"height";i:(\d{1,6});')
_SIZE: Final = re.compile(r"-(\d{1,5})x(\d{1,5})\.(jpe?g|png|gif|webp|avif)$", re.IGNORECASE)
_SRC: Final = re.compile(r' src="([^"<>]*)"')


class Attachment(NamedTuple):
    """A file in the media library; width and height are pixels as written in the export."""

    id: str
    parent: str
    url: str
    caption: str
    width: str
    height: str
    line: int

    @classmethod
    def of(cls, item: Children) -> "Attachment":
        """Return the attachment that an item describes."""
        meta = _custom_fields(item)
        sizes = meta.get("_wp_attachment_metadata", "")
        width, height = _WIDTH.search(sizes), _HEIGHT.search(sizes)
        alt_text = meta.get("_wp_attachment_image_alt", "")
        return cls(
            id=item.text("wp:post_id"),
            parent=item.text("wp:post_parent"),
            url=item.text("wp:attachment_url") or item.text("guid"),
            caption=plain_text(item.text("excerpt:encoded")) or plain_text(alt_text),
            width=width[1] if width else "",
            height=height[1] if height else "",
            line=line_of(item.element),
        )


class Attachments:
    """All attachments of an export, by their ids and by their posts."""

    def __init__(self, attachments: Iterable[Attachment]) -> None:
        self._by_id: dict[str, Attachment] = {}
        self._by_parent: dict[str, list[Attachment]] = {}
        for each in attachments:
            self._by_id[each.id] = each
            if each.parent.strip("0"):
                self._by_parent.setdefault(each.parent, []).append(each)

    def of(self, ids: Iterable[str], parent: str) -> Iterator[Attachment]:
        """Yield the attachments with some ids, then those of a post, each once."""
        chosen = [self._by_id[each] for each in ids if each in self._by_id]
        yield from dict.fromkeys([*chosen, *self._by_parent.get(parent, ())])


def claims(source: Source) -> bool:
    """Return whether a file is a WordPress export, by its root element and namespace."""
    return _EXPORT in source.data[:_HEAD_BYTES] and root_name(source) == "rss"


def parse(source: Source) -> Parsed:
    """Return the posts of an export; raise StoryError if it is not well-formed."""
    root = read_xml(source, max_elements=ARCHIVE_ELEMENTS)
    channel = next(root.iterchildren("{*}channel"), root)
    items = [Children(each) for each in channel.iterchildren("{*}item")]
    attachments = Attachments(
        Attachment.of(item) for item in items if item.text("wp:post_type") == "attachment"
    )
    head = Children(channel)
    authors = _authors_by_login(head.all("wp:author"))
    drafts = Drafts(source)
    for item in _posts(items, drafts):
        draft = drafts.new()
        _add_post(draft, item, head, authors, attachments)
        drafts.add(draft, line_of(item.element))
    return drafts.finish()


def _posts(items: Iterable[Children], drafts: Drafts) -> Iterable[Children]:
    """Yield the posts; skip other items, except attachments, which are read separately."""
    for item in items:
        kind = item.text("wp:post_type")
        if kind == "post":
            yield item
        elif kind != "attachment":
            drafts.skip(f"of type {kind[:40] or 'none'!r}", line_of(item.element))


def _add_post(
    draft: Draft,
    item: Children,
    head: Children,
    authors: Mapping[str, str],
    attachments: Attachments,
) -> None:
    """Fill a draft from a post, the channel, the site's authors and its media library."""
    for element in item.all("guid"):
        draft.fill("source_id", leading_text(element), line_of(element), "guid")
    for element in item.all("title"):
        draft.fill("title", text_of(leading_text(element)), line_of(element), "title")
    for element in item.all("link"):
        draft.fill("link", web_url(leading_text(element)), line_of(element), "link")
    for element in item.all("wp:post_name"):
        slug = text_of(unquote(leading_text(element)))
        draft.fill("slug", slug, line_of(element), "wp:post_name")
    _add_dates(draft, item)
    _add_status(draft, item)
    _add_authors(draft, item, authors)
    _add_categories(draft, item)
    for element in head.all("language"):
        add_language(draft, leading_text(element), line_of(element), "language")
    if _is_protected(draft, item):
        return
    _add_texts(draft, item, attachments)
    item.all("wp:comment")  # Never read: comments hold e-mail addresses.
    omit_unread(draft, item)


def _add_dates(draft: Draft, item: Children) -> None:
    """Fill the dates: in GMT, else in the site's time, else from `pubDate`."""
    for field, names in (
        ("published", ("wp:post_date_gmt", "wp:post_date", "pubDate")),
        ("updated", ("wp:post_modified_gmt", "wp:post_modified")),
    ):
        for name in names:
            text = item.text(name)
            if text and not _NO_DATE.match(text):
                line = line_of(item.all(name)[0])
                add_datetime_text(draft, field, text + " +0000" * name.endswith("_gmt"), line, name)
    published, updated = (draft.values.get(field) for field in ("published", "updated"))
    if updated and published and updated <= published:
        del draft.values["updated"]


def _add_status(draft: Draft, item: Children) -> None:
    """Fill the status; an unknown one withholds the story, and a future date is an embargo."""
    written = item.text("wp:status").lower()
    elements = item.all("wp:status")
    line = line_of(elements[0] if elements else item.element)
    if written not in STATUSES:
        draft.note(f"unknown status: {written[:40]!r}; the story is withheld", line)
    draft.fill("status", STATUSES.get(written, "withheld"), line, f"wp:status {written[:40]}")
    if written == "future":
        date = draft.values.get("published", HOLD)
        draft.hold_until(date, line, "wp:status future")
        if date == HOLD:
            draft.note("a scheduled story without a readable date; the story is held", line)


def _is_protected(draft: Draft, item: Children) -> bool:
    """Withhold a post that needs a password, and return whether it does."""
    elements = [each for each in item.all("wp:post_password") if leading_text(each)]
    if not elements:
        return False
    line = line_of(elements[0])
    if draft.values["status"] == "usable":
        draft.values["status"] = "withheld"
    draft.record(line, "status", "", "wp:post_password: withheld")
    draft.omit("the text of the story", line, "protected by a password")
    return True


def _add_categories(draft: Draft, item: Children) -> None:
    found: dict[str, Category] = {}
    line = 1
    for element in item.all("category"):
        label = text_of(leading_text(element))
        if element.get("domain", "category") not in ("category", "post_tag") or not label:
            continue
        term = text_of(unquote(element.get("nicename") or "")) or label
        if term != _NO_CATEGORY:
            line = line if found else line_of(element)
            found.setdefault(term, Category(term=term, label=label if label != term else None))
    draft.fill("categories", tuple(found.values()), line, "category")


def _add_texts(draft: Draft, item: Children, attachments: Attachments) -> None:
    """Fill content, summary and media."""
    meta = _custom_fields(item)
    elements = item.all("content:encoded")
    line = line_of(elements[0] if elements else item.element)
    body = without_shortcodes(item.text("content:encoded"))
    if body.removed:
        names = ", ".join(f"[{name}]" for name in body.removed[:_MAX_NAMES])
        others = len(body.removed) - _MAX_NAMES
        more = f" and {others} more kinds" if others > 0 else ""
        draft.note(f"shortcodes removed: {names}{more}", line)
    base = str(draft.values.get("link") or "")
    content = with_absolute_links(safe_html(with_paragraphs(body.markup)).strip(), base)
    excerpt = plain_text(item.text("excerpt:encoded")) or plain_text(item.text("description"))
    for element in item.all("excerpt:encoded")[:1]:
        draft.fill("summary", excerpt, line_of(element), "excerpt:encoded")
    cut = _MORE.search(body.markup)
    if cut:
        before = plain_text(with_paragraphs(body.markup[: cut.start()]))
        draft.fill("summary", before, line, "text before <!--more-->")
    draft.fill("content", content, line, "content:encoded")
    _add_media(draft, item, meta, attachments, body.gallery)


def _add_media(
    draft: Draft,
    item: Children,
    meta: Mapping[str, str],
    attachments: Attachments,
    gallery: tuple[str, ...],
) -> None:
    """Fill featured image, gallery, attachments and enclosure, and the location."""
    line = line_of(item.element)
    content = str(draft.values.get("content") or "")
    album = Album(str(draft.values.get("link") or ""))
    ids = (meta.get("_thumbnail_id", ""), *gallery)
    found = attachments.of(ids, item.text("wp:post_id"))
    _add_attachments(album, found, content)
    album.add(item.text("wp:attachment_url"), line)
    url, length, kind, *_ = [*meta.get("enclosure", "").split("\n"), "", "", ""]
    album.add(url, line, length=length, type=kind)
    draft.fill("media", album.media(), album.line or line, "attachments, enclosure")
    if meta.get("geo_public") != "0":
        place = location_of([meta.get("geo_latitude"), meta.get("geo_longitude")])
        draft.fill("location", place, line, "geo_latitude, geo_longitude")


def _authors_by_login(elements: Iterable[Element]) -> dict[str, str]:
    """Return the display names of `wp:author` elements, or else first and last names."""
    names: dict[str, str] = {}
    for element in elements:
        author = Children(element)
        full = " ".join(author.text(f"author_{part}_name") for part in ("first", "last"))
        shown = (_public_name(author.text("author_display_name")), _public_name(full))
        name = next(filter(None, shown), None)
        if name:
            names[author.text("author_login")] = name
    return names


def _add_authors(draft: Draft, item: Children, names: Mapping[str, str]) -> None:
    """Fill the co-authors that a plug-in stores, or else the creator.

    A login without a name is used as it is, unless it is an e-mail address.
    """
    together = [each for each in item.all("category") if each.get("domain") == "author"]
    found = ((together, "category of domain author"), (item.all("dc:creator"), "dc:creator"))
    for elements, why in found:
        logins = (leading_text(each) for each in elements)
        people = unique(map(_person, (names.get(login) or _public_name(login) for login in logins)))
        if people:
            draft.fill("authors", people, line_of(elements[0]), why)


def _public_name(text: str) -> str | None:
    """Return a name as one line; None for an e-mail address, which must not be published."""
    name = text_of(text)
    return None if not name or _EMAIL.fullmatch(name) else name


def _person(name: str | None) -> Person | None:
    return Person(name=name) if name else None


def _add_attachments(album: Album, attachments: Iterable[Attachment], content: str) -> None:
    """Add attachments to the media of a post, each at the size that its content uses.

    In the text, WordPress uses `harbour-300x200.jpg` for the image `harbour.jpg`.
    """
    shown = _sizes_in(content)
    for each in attachments:
        url, width, height = shown.get(each.url, (each.url, each.width, each.height))
        album.add(url, each.line, caption=each.caption or None, width=width, height=height)


def _custom_fields(item: Children) -> dict[str, str]:
    """Return the custom fields of an item, the first of each name."""
    found: dict[str, str] = {}
    for element in item.all("wp:postmeta"):
        meta = Children(element)
        found.setdefault(meta.text("meta_key"), meta.text("meta_value"))
    return found


def _sizes_in(content: str) -> dict[str, tuple[str, str, str]]:
    """Return URL, width and height of images that the content uses at another size.

    The keys are the URLs of the original images, unless those are used, too.
    """
    shown = {match[1] for match in _SRC.finditer(content)}
    sizes: dict[str, tuple[str, str, str]] = {}
    for url in sorted(shown):
        size = _SIZE.search(url)
        if size and (whole := f"{url[: size.start()]}.{size[3]}") not in shown:
            sizes.setdefault(whole, (url, size[1], size[2]))
    return sizes
