"""RSS 2.0: valid by its specification, and read back by feedparser."""

import html
import re
from datetime import UTC, datetime

import feedparser
import msgspec
import pytest
from hypothesis import given
from lxml import etree
from support.samplefeed import BASE, BRIDGE, FERRY, entries, sample_feed

from feedsvc.entry import Category, Media, Person
from feedsvc.feeds import FORMATS, full_content, summary_of
from feedsvc.feeds.formatting import whole_second
from feedsvc.feeds.sanitize import sanitize
from feedsvc.feeds.summary import title_of
from feedsvc.validator import validate

RSS = FORMATS["rss"]


def read(*stories, **changes):
    return feedparser.parse(RSS.render(sample_feed(*stories, **changes)))


def channel(*stories, **changes):
    (element,) = etree.fromstring(RSS.render(sample_feed(*stories, **changes)))
    return element


def seconds(parsed):
    return datetime(*parsed[:6], tzinfo=UTC)


def test_feedparser_reads_the_channel():
    result = read()
    assert not result.bozo
    assert result.version == "rss20"
    assert result.feed.title == "Harbour News"
    assert result.feed.link == f"{BASE}/"
    assert result.feed.subtitle == "From the quay."
    assert result.feed.language == "en"
    assert result.feed.rights == "© Harbour News"
    assert result.feed.ttl == "5"
    assert result.feed.generator == "feedsvc"
    assert {"rel": "self", "type": "application/rss+xml", "href": f"{BASE}/rss.xml"} in (
        result.feed.links
    )


def test_feedparser_reads_an_entry_back():
    entry = read().entries[0]
    assert entry.id == FERRY.id
    assert entry.guidislink is False
    assert entry.title == FERRY.title
    assert entry.link == FERRY.link
    assert seconds(entry.published_parsed) == FERRY.published
    assert seconds(entry.updated_parsed) == FERRY.updated
    assert [author.name for author in entry.authors] == ["Mara Lindqvist", "Teo Okafor"]
    assert entry.summary == "The ferry is back. Tickets cost as before"
    assert 'href="https://news.example.org/timetable">six</a> &amp; was full.' in (
        entry.content[0].value
    )
    assert [(tag.term, tag.scheme) for tag in entry.tags] == [
        ("harbour", None),
        ("Shipping", "http://cv.example.net/subject/"),
    ]
    assert entry.enclosures == [{"href": f"{BASE}/ferry.mp3", "type": "audio/mpeg", "length": "0"}]
    assert entry.media_content[0]["url"] == f"{BASE}/ferry.jpg"
    assert entry.media_thumbnail[0] == {
        "url": f"{BASE}/ferry.jpg",
        "width": "1200",
        "height": "800",
    }
    assert entry.credit == "Okafor"
    assert entry.rights == FERRY.rights


def test_elements_of_an_item_are_in_a_fixed_order():
    item = channel(FERRY).find("item")
    assert [etree.QName(child).localname for child in item] == [
        *("title", "link", "description", "guid", "category", "category", "enclosure", "pubDate"),
        *("encoded", "creator", "creator", "rights", "content", "content", "updated"),
    ]


def test_the_channel_comes_before_its_items():
    names = [etree.QName(child).localname for child in channel()]
    assert names == [
        *("title", "link", "description", "copyright", "docs", "generator", "language", "ttl"),
        *("pubDate", "lastBuildDate", "link", "item", "item"),
    ]


def test_a_feed_without_entries_is_valid():
    feed = msgspec.structs.replace(sample_feed(), entries=())
    result = feedparser.parse(RSS.render(feed))
    assert not result.bozo
    assert result.feed.title == "Harbour News"
    assert result.entries == []


def test_a_summary_feed_has_no_content():
    result = read(full=False)
    assert [entry.summary for entry in result.entries] == [
        "The ferry is back. Tickets cost as before",
        "Die alte Brücke ist seit Sonntag zu.",
    ]
    assert not any("content" in entry for entry in result.entries)
    assert b"left at" not in RSS.render(sample_feed(FERRY, full=False))


def test_an_unchanged_entry_has_one_date():
    assert channel(BRIDGE).find("item/{*}updated") is None


def test_a_channel_without_a_description_uses_its_title():
    assert channel(subtitle="").findtext("description") == "Harbour News"


@pytest.mark.parametrize(
    ("summary", "as_html"),
    [
        ("AT&T buys 5 < 6", "AT&T buys 5 < 6"),
        ("use <b> & &copy;", "use &lt;b> & &amp;copy;"),
        ("]]> and &amp;amp;", "]]> and &amp;amp;amp;"),
    ],
)
def test_summaries_are_escaped_only_where_html_would_misread_them(summary, as_html):
    entry = msgspec.structs.replace(BRIDGE, summary=summary)
    assert channel(entry).findtext("item/description") == as_html
    assert html.unescape(read(entry).entries[0].summary) == summary


def test_values_that_rss_cannot_contain_are_omitted_and_the_entry_is_kept():
    entry = msgspec.structs.replace(
        BRIDGE,
        link=f"{BASE}/über uns?a=1&b=%",
        authors=(Person(name=" "), Person(name="Ana", email="ana at home")),
        categories=(Category(term=""), Category(term="bridges", scheme="subject")),
        media=(Media(url="bridge.jpg"), Media(url=f"{BASE}/b ridge.jpg", length=-1)),
        language="pt_BR",
    )
    item = read(entry).entries[0]
    assert item.link == f"{BASE}/%C3%BCber%20uns?a=1&b=%25"
    assert [author.name for author in item.authors] == ["Ana"]
    assert [(tag.term, tag.scheme) for tag in item.tags] == [("bridges", None)]
    assert item.enclosures[0].href == f"{BASE}/b%20ridge.jpg"
    assert channel(entry).findtext("item/{*}language") == "pt-BR"


@pytest.mark.parametrize(
    ("url", "domain", "port", "path"),
    [
        ("http://rpc.example.net:5337/pleaseNotify", "rpc.example.net", "5337", "/pleaseNotify"),
        ("http://rpc.example.net/", "rpc.example.net", "80", "/"),
        ("https://rpc.example.net/notify", "rpc.example.net", "443", "/notify"),
    ],
)
def test_the_cloud_element_has_the_parts_of_its_url(url, domain, port, path):
    document = RSS.render(sample_feed(cloud=url))
    cloud = etree.fromstring(document).find("channel/cloud")
    assert dict(cloud.attrib) == {
        "domain": domain,
        "port": port,
        "path": path,
        "registerProcedure": "",
        "protocol": "http-post",
    }
    assert not validate(document, location=f"{BASE}/rss.xml").findings
    assert channel().find("cloud") is None


@given(entries())
def test_any_entry_can_be_rendered_and_parsed(entry):
    (item,) = etree.fromstring(RSS.render(sample_feed(entry))).iter("item")
    clean = sanitize(sample_feed(entry)).entries[0]
    assert item.findtext("title") == title_of(clean)
    described = summary_of(clean) or (title_of(clean) if full_content(clean) else "")
    assert html.unescape(item.findtext("description") or "") == described
    assert (item.findtext("{*}encoded") or "") == full_content(clean)
    assert [name.text for name in item.iterfind("{*}creator")] == [
        author.name for author in clean.authors
    ]
    assert len(item.findall("category")) == len(clean.categories)
    assert len(item.findall("enclosure")) <= 1


@given(entries())
def test_feedparser_reads_any_entry(entry):
    result = read(entry)
    (item,) = result.entries
    clean = sanitize(sample_feed(entry)).entries[0]
    assert not result.bozo
    assert item.id == entry.id
    assert item.link == clean.link
    assert seconds(item.published_parsed) == whole_second(entry.published)
    # feedparser treats these as HTML or as another encoding and changes them.
    if not re.search("[&<\x80-\xff]", title_of(clean)):
        assert item.title == title_of(clean)
