"""The list of a site's feeds in OPML 2.0."""

import msgspec
from hypothesis import given
from lxml import etree
from support.samplefeed import BASE, MORNING, texts

from feedsvc.feeds import FeedInfo, opml

HARBOUR = FeedInfo(
    kind="section",
    title="Harbour & Quay",
    path="/sections/harbour/",
    base_url=BASE,
    count=2,
    updated=MORNING,
    language="en",
    description="Ships and those who wait for them.",
)


def outlines(*feeds):
    root = etree.fromstring(opml("Feeds of Harbour News", feeds, MORNING))
    return [dict(outline.attrib) for outline in root.iterfind("body/outline")]


def test_the_root_has_no_namespace_and_a_dated_head():
    root = etree.fromstring(opml("Feeds of Harbour News", [HARBOUR], MORNING))
    assert root.tag == "opml"
    assert root.get("version") == "2.0"
    assert root.nsmap == {}
    assert root.findtext("head/title") == "Feeds of Harbour News"
    assert root.findtext("head/dateModified") == "Mon, 02 Mar 2026 06:30:00 +0000"


def test_an_outline_has_everything_that_readers_import():
    assert outlines(HARBOUR) == [
        {
            "type": "rss",
            "text": "Harbour & Quay",
            "title": "Harbour & Quay",
            "xmlUrl": f"{BASE}/sections/harbour/rss.xml",
            "htmlUrl": f"{BASE}/sections/harbour/",
            "description": "Ships and those who wait for them.",
            "language": "en",
        }
    ]


def test_feeds_keep_their_order():
    other = msgspec.structs.replace(HARBOUR, title="All", path="/")
    assert [outline["text"] for outline in outlines(other, HARBOUR)] == ["All", "Harbour & Quay"]


@given(texts())
def test_any_title_can_be_written(title):
    (outline,) = outlines(msgspec.structs.replace(HARBOUR, title=title))
    assert outline["text"]
