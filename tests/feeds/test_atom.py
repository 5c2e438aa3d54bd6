"""Atom 1.0: valid by RFC 4287, and read back by feedparser."""

import re
from datetime import UTC, datetime

import feedparser
import msgspec
from hypothesis import given
from lxml import etree
from support.samplefeed import BASE, BRIDGE, FERRY, entries, sample_feed

from feedsvc.entry import Person
from feedsvc.feeds import FORMATS, full_content, summary_of
from feedsvc.feeds.formatting import whole_second
from feedsvc.feeds.sanitize import sanitize
from feedsvc.feeds.summary import title_of

ATOM = FORMATS["atom"]


def read(*stories, **changes):
    return feedparser.parse(ATOM.render(sample_feed(*stories, **changes)))


def tree(*stories, **changes):
    return etree.fromstring(ATOM.render(sample_feed(*stories, **changes)))


def seconds(parsed):
    return datetime(*parsed[:6], tzinfo=UTC)


def test_feedparser_reads_the_feed():
    result = read(author=Person(name="Harbour Desk", email="desk@news.example.org"))
    assert not result.bozo
    assert result.version == "atom10"
    assert result.feed.id == "tag:news.example.org,2026:feed/"
    assert result.feed.title == "Harbour News"
    assert result.feed.subtitle == "From the quay."
    assert result.feed.rights == "© Harbour News"
    assert result.feed.language == "en"
    assert result.feed.author_detail == {"name": "Harbour Desk", "email": "desk@news.example.org"}
    assert result.feed.links == [
        {"href": f"{BASE}/atom.xml", "rel": "self", "type": "application/atom+xml"},
        {"href": f"{BASE}/", "rel": "alternate", "type": "text/html"},
    ]


def test_feedparser_reads_an_entry_back():
    entry = read().entries[0]
    assert entry.id == FERRY.id
    assert entry.title == FERRY.title
    assert entry.title_detail.type == "text/plain"
    assert entry.link == FERRY.link
    assert seconds(entry.published_parsed) == FERRY.published
    assert seconds(entry.updated_parsed) == FERRY.updated
    assert [author.name for author in entry.authors] == ["Mara Lindqvist", "Teo Okafor"]
    assert entry.authors[0].email == "mara@news.example.org"
    assert entry.authors[1].href == "https://okafor.example.net/"
    assert entry.summary == "The ferry is back. Tickets cost as before"
    assert entry.content[0].type == "text/html"
    assert 'href="https://news.example.org/timetable">six</a> &amp; was full.' in (
        entry.content[0].value
    )
    assert [(tag.term, tag.scheme, tag.label) for tag in entry.tags] == [
        ("harbour", None, None),
        ("04015001", "http://cv.example.net/subject/", "Shipping"),
    ]
    assert [enclosure.href for enclosure in entry.enclosures] == [
        f"{BASE}/ferry.jpg",
        f"{BASE}/ferry.mp3",
    ]
    assert entry.rights == FERRY.rights


def test_entries_without_an_author_inherit_the_feeds():
    assert tree(BRIDGE).findtext("{*}author/{*}name") == "Harbour News"


def test_a_feed_without_entries_is_valid():
    result = feedparser.parse(ATOM.render(msgspec.structs.replace(sample_feed(), entries=())))
    assert not result.bozo
    assert result.feed.id
    assert result.entries == []


def test_a_summary_feed_has_no_content():
    result = read(full=False)
    assert result.entries[0].summary == "The ferry is back. Tickets cost as before"
    assert not any("content" in entry for entry in result.entries)


def test_an_entry_without_any_text_has_no_empty_summary():
    entry = msgspec.structs.replace(BRIDGE, content=None)
    assert tree(entry).find("{*}entry/{*}summary") is None


@given(entries())
def test_any_entry_can_be_rendered_and_parsed(entry):
    feed = tree(entry)
    clean = sanitize(sample_feed(entry)).entries[0]
    (element,) = feed.iterfind("{*}entry")
    assert element.findtext("{*}title") == title_of(clean)
    assert (element.findtext("{*}summary") or "") == summary_of(clean)
    assert (element.findtext("{*}content") or "") == full_content(clean)
    assert [name.text for name in element.iterfind("{*}author/{*}name")] == [
        author.name for author in clean.authors
    ]
    assert [category.get("term") for category in element.iterfind("{*}category")] == [
        category.term for category in clean.categories
    ]
    assert datetime.fromisoformat(element.findtext("{*}updated")) == whole_second(entry.updated)


@given(entries())
def test_feedparser_reads_any_entry(entry):
    result = read(entry)
    (item,) = result.entries
    clean = sanitize(sample_feed(entry)).entries[0]
    assert not result.bozo
    assert item.id == entry.id
    assert item.link == clean.link
    assert seconds(item.published_parsed) == whole_second(entry.published)
    assert seconds(item.updated_parsed) == whole_second(entry.updated)
    # feedparser treats the characters in this range as another encoding and converts them.
    if not re.search("[\x80-\xff]", title_of(clean)):
        assert item.title == title_of(clean)
