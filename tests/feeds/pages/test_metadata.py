"""Metadata of story pages, and that our own web page parser reads the same values from it."""

import json
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import lxml.html
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.entry import Category, Dateline, Entry, Media, Person
from feedsvc.feeds import FORMATS
from feedsvc.feeds.pages.rendering import Publication
from feedsvc.feeds.pages.site_pages import Topic, story_page
from feedsvc.parsers import Options, Source, parse

MORNING = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
PUBLICATION = Publication(
    title="The Harbour Gazette",
    description="News from the quays.",
    base_url="https://gazette.example.org",
    formats=tuple(FORMATS.values()),
    language="en",
    rights="© The Harbour Gazette",
    zone=ZoneInfo("Asia/Tokyo"),
    logo="https://gazette.example.org/logo.png",
)
ENTRY = Entry(
    id="tag:gazette.example.org,2026:1",
    slug="night-ferry",
    title="Night ferry returns to the northern islands",
    subtitle="A piano was on board",
    section="World",
    link="https://gazette.example.org/stories/night-ferry/",
    published=MORNING,
    updated=MORNING + timedelta(hours=1),
    date_precision="second",
    highlights=("Three sailings a week", "A piano travels free"),
    summary="It left early, with a piano.",
    content=(
        "<p>The night ferry left the old pier four minutes early, to a brass band.</p>\n"
        "<p>It sails <strong>three times</strong> a week until April.</p>"
    ),
    dateline=Dateline(place="KIRKWALL", country="Scotland"),
    authors=(
        Person(name="Mara Quill", uri="https://gazette.example.org/mara"),
        Person(name="Tom Oyelaran"),
    ),
    agency="Gazette Wire",
    media=(
        Media(
            url="https://img.example/ferry.jpg",
            type="image/jpeg",
            width=800,
            height=600,
            caption="The ferry at the old pier",
            credit="Ines Falk",
        ),
    ),
    categories=(Category(term="ferries"), Category(term="islands")),
    language="en-GB",
    rights="© Wire",
    location=(58.98, -2.96),
    correction="There were nine dogs.",
)
BARE = Entry(
    id="tag:gazette.example.org,2026:2",
    slug="bare",
    title="Bare",
    link="https://gazette.example.org/stories/bare/",
    published=MORNING,
    updated=MORNING,
)
GIVEN_HERE = ("id", "slug", "source_id", "content")
"""Fields that pages have no metadata for, and the content, which pages show with its images."""


def page_of(entry, topics=()):
    return story_page(PUBLICATION, entry, topics=topics)


def tree_of(entry, topics=()):
    return lxml.html.document_fromstring(page_of(entry, topics).decode())


def article_of(entry, topics=()):
    (block,) = tree_of(entry, topics).xpath("//script[@type='application/ld+json']/text()")
    return json.loads(block)


def cards_of(entry):
    metas = tree_of(entry).xpath("//meta[@property or starts-with(@name, 'twitter')]")
    return [(meta.get("property") or meta.get("name"), meta.get("content")) for meta in metas]


def read_back(entry):
    parsed = parse(Source(name="saved.html", data=page_of(entry), options=Options()))
    assert parsed.notes == ()
    (found,) = parsed.entries
    return found


def test_our_own_parser_reads_the_entry_back_from_its_page():
    found = read_back(ENTRY)
    for field in Entry.__struct_fields__:
        if field not in GIVEN_HERE:
            assert getattr(found, field) == getattr(ENTRY, field), field
    assert found.source_id == ENTRY.link
    assert found.content.endswith(ENTRY.content)


@pytest.mark.parametrize("block", ["//script[@type='application/ld+json']", "//meta[@property]"])
def test_either_json_ld_or_open_graph_is_enough_to_read_the_entry(block):
    tree = tree_of(ENTRY)
    for element in tree.xpath(block):
        element.drop_tree()
    parsed = parse(Source(name="saved.html", data=lxml.html.tostring(tree), options=Options()))
    (found,) = parsed.entries
    readable = (
        "title",
        "summary",
        "section",
        "published",
        "updated",
        "link",
        "categories",
        "language",
    )
    for field in readable:
        assert getattr(found, field) == getattr(ENTRY, field), field
    assert [person.name for person in found.authors] == ["Mara Quill", "Tom Oyelaran"]
    assert found.media[0].url == ENTRY.media[0].url


def test_a_date_without_a_time_stays_without_a_time():
    day = datetime(2026, 3, 1, 15, tzinfo=UTC)
    entry = msgspec.structs.replace(ENTRY, published=day, updated=day, date_precision="day")
    assert article_of(entry)["datePublished"] == "2026-03-02"
    assert read_back(entry).date_precision == "day"


def test_an_article_names_its_publisher_and_copyright_holder():
    article = article_of(BARE)
    assert article["publisher"] == {
        "@type": "Organization",
        "name": "The Harbour Gazette",
        "url": "https://gazette.example.org/",
        "logo": {"@type": "ImageObject", "url": "https://gazette.example.org/logo.png"},
    }
    assert article["copyrightNotice"] == "© The Harbour Gazette"
    assert article["copyrightHolder"] == article["publisher"]
    assert article["isAccessibleForFree"] is True


def test_a_story_with_its_own_rights_has_no_copyright_holder():
    article = article_of(ENTRY)
    assert article["copyrightNotice"] == "© Wire"
    assert "copyrightHolder" not in article


def test_missing_values_are_omitted():
    article = article_of(BARE)
    assert not article.keys() & {"author", "image", "keywords", "dateline", "correction"}
    assert None not in article.values()
    assert [name for name, _ in cards_of(BARE)] == [
        "og:type",
        "og:title",
        "og:url",
        "og:site_name",
        "article:published_time",
        "article:modified_time",
        "twitter:card",
    ]


def test_times_are_in_the_sites_zone():
    article = article_of(ENTRY)
    assert article["datePublished"] == "2026-03-02T18:30:00+09:00"
    assert article["dateModified"] == "2026-03-02T19:30:00+09:00"
    assert ("article:published_time", "2026-03-02T18:30:00+09:00") in cards_of(ENTRY)


def test_authors_are_persons_with_pages_and_an_agency_is_an_organization():
    topics = [Topic(kind="author", term="tom oyelaran", path="/authors/tom-oyelaran/")]
    assert article_of(ENTRY, topics)["author"] == [
        {"@type": "Person", "name": "Mara Quill", "url": "https://gazette.example.org/mara"},
        {
            "@type": "Person",
            "name": "Tom Oyelaran",
            "url": "https://gazette.example.org/authors/tom-oyelaran/",
        },
        {"@type": "Organization", "name": "Gazette Wire"},
    ]


def test_an_agency_in_the_byline_is_not_repeated():
    entry = msgspec.structs.replace(BARE, agency="Wire", authors=(Person(name="Wire"),))
    assert [author["name"] for author in article_of(entry)["author"]] == ["Wire"]


def test_only_http_urls_are_pages_of_authors():
    entry = msgspec.structs.replace(
        BARE, authors=(Person(name="A. Bee", uri="mailto:a@b.example"),)
    )
    assert article_of(entry)["author"] == [{"@type": "Person", "name": "A. Bee"}]
    assert "article:author" not in dict(cards_of(entry))


def test_a_card_has_a_large_image_with_alt_text():
    cards = dict(cards_of(ENTRY))
    assert cards["twitter:card"] == "summary_large_image"
    assert cards["og:image"] == "https://img.example/ferry.jpg"
    assert cards["og:image:alt"] == "The ferry at the old pier"
    assert (cards["og:image:width"], cards["og:image:height"]) == ("800", "600")
    assert cards["og:locale"] == "en_GB"
    described = msgspec.structs.replace(ENTRY.media[0], alt="A white ship")
    cards = dict(cards_of(msgspec.structs.replace(ENTRY, media=(described,))))
    assert cards["og:image:alt"] == "A white ship"
    assert dict(cards_of(BARE))["twitter:card"] == "summary"


def test_audio_and_captions_without_a_url_are_not_images():
    media = Media(url="https://x.example/a.mp3", type="audio/mpeg"), Media(caption="The ferry")
    assert "image" not in article_of(msgspec.structs.replace(BARE, media=media))


def test_an_entry_has_a_content_location_only_if_its_location_is_known():
    geo = article_of(ENTRY)["contentLocation"]["geo"]
    assert (geo["latitude"], geo["longitude"]) == (58.98, -2.96)
    assert "contentLocation" not in article_of(BARE)


def test_headlines_are_never_cut():
    entry = msgspec.structs.replace(BARE, title="A very long headline " * 20)
    assert article_of(entry)["headline"] == entry.title.strip()


@pytest.mark.parametrize(
    ("dateline", "expected"),
    [
        (Dateline(place="KYIV", country="Ukraine", agency="AP"), "KYIV, Ukraine (AP)"),
        (Dateline(place="KYIV"), "KYIV"),
        (Dateline(), None),
    ],
)
def test_datelines_are_written_as_in_newspapers(dateline, expected):
    entry = msgspec.structs.replace(BARE, dateline=dateline)
    assert article_of(entry).get("dateline") == expected


@given(st.text(min_size=1).filter(str.strip))
def test_no_text_can_end_the_script_element(text):
    text += "</script><script>alert(1)</script><!--\u2028"
    entry = msgspec.structs.replace(BARE, correction=text)
    block = page_of(entry).decode().partition('ld+json">')[2].partition("</script>")[0]
    assert json.loads(block)["correction"]["text"] == text
    assert not set("<>&\u2028\u2029") & set(block)
