"""JSON Feed 1.1: keys, their order, and values."""

import json
from datetime import datetime

import msgspec
from hypothesis import given
from support.samplefeed import BASE, BRIDGE, FERRY, entries, sample_feed

from feedsvc.entry import Person
from feedsvc.feeds import FORMATS, full_content, summary_of
from feedsvc.feeds.formatting import whole_second
from feedsvc.feeds.sanitize import sanitize
from feedsvc.feeds.summary import title_of

JSON = FORMATS["json"]


def read(*stories, **changes):
    return json.loads(JSON.render(sample_feed(*stories, **changes)))


def test_keys_are_in_the_order_of_the_specification():
    document = read(author=Person(name="Harbour Desk", uri=f"{BASE}/desk"))
    assert list(document) == [
        *("version", "title", "home_page_url", "feed_url", "description", "authors", "language"),
        "items",
    ]
    assert list(document["items"][0]) == [
        *("id", "url", "title", "content_html", "summary", "image", "date_published"),
        *("date_modified", "authors", "tags", "attachments"),
    ]


def test_the_feed_has_its_top_level_keys():
    document = read(author=Person(name="Harbour Desk", uri=f"{BASE}/desk"))
    del document["items"]
    assert document == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Harbour News",
        "home_page_url": f"{BASE}/",
        "feed_url": f"{BASE}/feed.json",
        "description": "From the quay.",
        "authors": [{"name": "Harbour Desk", "url": f"{BASE}/desk"}],
        "language": "en",
    }


def test_an_item_has_the_values_of_its_entry():
    item = read()["items"][0]
    assert item.pop("content_html") == full_content(FERRY)
    assert item == {
        "id": FERRY.id,
        "url": FERRY.link,
        "title": FERRY.title,
        "summary": "The ferry is back. Tickets cost as before",
        "image": f"{BASE}/ferry.jpg",
        "date_published": "2026-03-02T06:30:00Z",
        "date_modified": "2026-03-02T08:30:00Z",
        "authors": [
            {"name": "Mara Lindqvist", "url": "mailto:mara@news.example.org"},
            {"name": "Teo Okafor", "url": "https://okafor.example.net/"},
        ],
        "tags": ["harbour", "Shipping"],
        "attachments": [
            {"url": f"{BASE}/ferry.jpg", "mime_type": "image/jpeg", "size_in_bytes": 84_000},
            {"url": f"{BASE}/ferry.mp3", "mime_type": "audio/mpeg"},
        ],
    }


def test_an_item_in_another_language_declares_it():
    assert [item.get("language") for item in read()["items"]] == [None, "de"]


def test_a_summary_feed_has_summaries_as_text():
    item = read(FERRY, full=False)["items"][0]
    assert "content_html" not in item
    assert item["content_text"] == item["summary"] == "The ferry is back. Tickets cost as before"


def test_an_item_without_text_uses_its_title():
    item = read(msgspec.structs.replace(BRIDGE, content=None))["items"][0]
    assert item["content_text"] == "Brücke gesperrt"
    assert "summary" not in item


def test_hubs_are_listed_with_their_protocol():
    url = "http://rpc.example.net:5337/pleaseNotify"
    feed = sample_feed(hubs=("https://hub.example.net/",), cloud=url)
    assert json.loads(JSON.render(feed))["hubs"] == [
        {"type": "WebSub", "url": "https://hub.example.net/"},
        {"type": "rssCloud", "url": url},
    ]


def test_a_feed_without_entries_has_an_empty_list():
    feed = msgspec.structs.replace(sample_feed(), entries=())
    assert json.loads(JSON.render(feed))["items"] == []


@given(entries())
def test_any_entry_can_be_rendered_and_parsed(entry):
    (item,) = read(entry)["items"]
    clean = sanitize(sample_feed(entry)).entries[0]
    assert item["title"] == title_of(clean)
    assert item.get("summary", "") == summary_of(clean)
    assert item.get("content_html", "") == full_content(clean)
    assert ("content_text" in item) is not ("content_html" in item)
    assert datetime.fromisoformat(item["date_published"]) == whole_second(entry.published)
    assert all(author["name"] for author in item.get("authors", []))
