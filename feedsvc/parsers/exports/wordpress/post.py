"""One post of a WordPress export: its item to an entry's fields."""

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import unquote

from feedsvc.entry import HOLD, Category, Status
from feedsvc.parsers.draft import Draft
from feedsvc.parsers.exports.wordpress.attachments import Attachments, add_attachments, meta_of
from feedsvc.parsers.exports.wordpress.authors import take_authors
from feedsvc.parsers.exports.wordpress.paragraphs import with_paragraphs
from feedsvc.parsers.exports.wordpress.shortcodes import without_shortcodes
from feedsvc.parsers.feedfile.common import leave_unread, take_date, take_language
from feedsvc.parsers.feedfile.elements import Children, text_alone
from feedsvc.parsers.feedfile.links import web_address, with_absolute_links
from feedsvc.parsers.feedfile.media import Album
from feedsvc.parsers.reading.html import plain_text, safe_html
from feedsvc.parsers.reading.xml import line_of
from feedsvc.parsers.values import location_of, text_of

STATUSES: Final[Mapping[str, Status]] = {
    "publish": "usable",
    "future": "usable",
    "trash": "canceled",
    **dict.fromkeys(("draft", "auto-draft", "pending", "private", "inherit"), "withheld"),
}
"""What a status of WordPress means; any other withholds, and a note says so."""

_NO_DATE: Final = re.compile(r"0000-|.*\s-0001\b")
_MORE: Final = re.compile(r"<!--\s{0,9}more\b[^<>]{0,200}-->")
_NAMED: Final = 5
_NO_CATEGORY: Final = "uncategorized"


def take_post(
    draft: Draft,
    item: Children,
    head: Children,
    authors: Mapping[str, str],
    attachments: Attachments,
) -> None:
    """Fill a draft from a post, its channel, the site's authors and its media library."""
    for element in item.all("guid"):
        draft.fill("source_id", text_alone(element), line_of(element), "guid")
    for element in item.all("title"):
        draft.fill("title", text_of(text_alone(element)), line_of(element), "title")
    for element in item.all("link"):
        draft.fill("link", web_address(text_alone(element)), line_of(element), "link")
    for element in item.all("wp:post_name"):
        slug = text_of(unquote(text_alone(element)))
        draft.fill("slug", slug, line_of(element), "wp:post_name")
    _take_dates(draft, item)
    _take_status(draft, item)
    take_authors(draft, item, authors)
    _take_categories(draft, item)
    for element in head.all("language"):
        take_language(draft, text_alone(element), line_of(element), "language")
    if _is_protected(draft, item):
        return
    _take_texts(draft, item, attachments)
    item.all("wp:comment")  # They are other people's words, with their addresses.
    leave_unread(draft, item)


def _take_dates(draft: Draft, item: Children) -> None:
    """Take the dates in GMT, else those of the site's clock, else that of the feed."""
    for field, names in (
        ("published", ("wp:post_date_gmt", "wp:post_date", "pubDate")),
        ("updated", ("wp:post_modified_gmt", "wp:post_modified")),
    ):
        for name in names:
            text = item.text(name)
            if text and not _NO_DATE.match(text):
                line = line_of(item.all(name)[0])
                take_date(draft, field, text + " +0000" * name.endswith("_gmt"), line, name)
    published, updated = (draft.values.get(field) for field in ("published", "updated"))
    if updated and published and updated <= published:
        del draft.values["updated"]


def _take_status(draft: Draft, item: Children) -> None:
    """Take the status; what is in doubt is withheld, what is to come is under embargo."""
    written = item.text("wp:status").lower()
    elements = item.all("wp:status")
    line = line_of(elements[0] if elements else item.element)
    if written not in STATUSES:
        draft.note(f"unknown status {written[:40]!r}: the story is withheld", line)
    draft.fill("status", STATUSES.get(written, "withheld"), line, f"wp:status {written[:40]}")
    if written == "future":
        date = draft.values.get("published", HOLD)
        draft.hold_until(date, line, "wp:status future")
        if date == HOLD:
            draft.note("a planned story without a readable date: it is held", line)


def _is_protected(draft: Draft, item: Children) -> bool:
    """Withhold what only those with a password may read, and say so."""
    elements = [each for each in item.all("wp:post_password") if text_alone(each)]
    if not elements:
        return False
    line = line_of(elements[0])
    if draft.values["status"] == "usable":
        draft.values["status"] = "withheld"
    draft.record(line, "status", "", "wp:post_password: withheld")
    draft.omit("the text of the story", line, "it is protected by a password")
    return True


def _take_categories(draft: Draft, item: Children) -> None:
    found: dict[str, Category] = {}
    line = 1
    for element in item.all("category"):
        label = text_of(text_alone(element))
        if element.get("domain", "category") not in ("category", "post_tag") or not label:
            continue
        term = text_of(unquote(element.get("nicename") or "")) or label
        if term != _NO_CATEGORY:
            line = line if found else line_of(element)
            found.setdefault(term, Category(term=term, label=label if label != term else None))
    draft.fill("categories", tuple(found.values()), line, "category")


def _take_texts(draft: Draft, item: Children, attachments: Attachments) -> None:
    """Take content, summary and media."""
    meta = meta_of(item)
    elements = item.all("content:encoded")
    line = line_of(elements[0] if elements else item.element)
    body = without_shortcodes(item.text("content:encoded"))
    if body.dropped:
        names = ", ".join(f"[{name}]" for name in body.dropped[:_NAMED])
        more = f" and {len(body.dropped) - _NAMED} more kinds" if body.dropped[_NAMED:] else ""
        draft.note(f"shortcodes are left out: {names}{more}", line)
    base = str(draft.values.get("link") or "")
    content = with_absolute_links(safe_html(with_paragraphs(body.markup)).strip(), base)
    excerpt = plain_text(item.text("excerpt:encoded")) or plain_text(item.text("description"))
    for element in item.all("excerpt:encoded")[:1]:
        draft.fill("summary", excerpt, line_of(element), "excerpt:encoded")
    cut = _MORE.search(body.markup)
    if cut:
        before = plain_text(with_paragraphs(body.markup[: cut.start()]))
        draft.fill("summary", before, line, "until <!--more-->")
    draft.fill("content", content, line, "content:encoded")
    _take_media(draft, item, meta, attachments, body.gallery)


def _take_media(
    draft: Draft,
    item: Children,
    meta: Mapping[str, str],
    attachments: Attachments,
    gallery: tuple[str, ...],
) -> None:
    """Take the featured picture, the gallery's, what is attached, and what is enclosed."""
    line = line_of(item.element)
    content = str(draft.values.get("content") or "")
    album = Album(str(draft.values.get("link") or ""))
    numbers = (meta.get("_thumbnail_id", ""), *gallery)
    found = attachments.of(numbers, item.text("wp:post_id"))
    add_attachments(album, found, content)
    album.add(item.text("wp:attachment_url"), line)
    url, length, kind, *_ = [*meta.get("enclosure", "").split("\n"), "", "", ""]
    album.add(url, line, length=length, type=kind)
    draft.fill("media", album.found(), album.line or line, "attachments, enclosure")
    if meta.get("geo_public") != "0":
        place = location_of([meta.get("geo_latitude"), meta.get("geo_longitude")])
        draft.fill("location", place, line, "geo_latitude, geo_longitude")
