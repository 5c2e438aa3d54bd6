"""One picture, sound or film in all places that a feed has for it, and in none twice."""

import json

import msgspec
import pytest
from lxml import etree
from support.samplefeed import BASE, BRIDGE, FERRY, MORNING, sample_feed

from feedsvc.entry import Media
from feedsvc.feeds import FORMATS, full_content
from feedsvc.feeds.media import media_not_in_content
from feedsvc.feeds.pages.rendering import Publication
from feedsvc.feeds.pages.site_pages import story_page
from feedsvc.validator import validate

MEDIA = "{http://search.yahoo.com/mrss/}"
ATOM = "{http://www.w3.org/2005/Atom}"
PAGE = f"{BASE}/stories/bruecke/"

QUAY = Media(
    url=f"{BASE}/quay.jpg",
    width=1200,
    height=800,
    length=84_000,
    caption="The quay at dawn.",
    credit="Teo Okafor",
)
BELL = Media(url=f"{BASE}/bell.mp3", length=1_200_000)
FILM = Media(url=f"{BASE}/launch.mp4", width=1920, height=1080)
BARE = Media(url=f"{BASE}/photo/81")


def bridge_with(*media, **changes):
    return msgspec.structs.replace(BRIDGE, media=media, **changes)


def item_of(*media):
    rss = FORMATS["rss"].render(sample_feed(bridge_with(*media)))
    return etree.fromstring(rss).find("channel/item")


@pytest.mark.parametrize(
    ("media", "enclosure"),
    [
        ((QUAY,), {"url": QUAY.url, "length": "84000", "type": "image/jpeg"}),
        ((QUAY, BELL), {"url": BELL.url, "length": "1200000", "type": "audio/mpeg"}),
        ((QUAY, FILM), {"url": FILM.url, "length": "0", "type": "video/mp4"}),
        ((Media(caption="No picture"), QUAY), {"url": QUAY.url}),
    ],
)
def test_rss_encloses_the_first_sound_or_film_else_the_first_picture(media, enclosure):
    (found,) = item_of(*media).iterfind("enclosure")
    assert enclosure.items() <= dict(found.attrib).items()
    assert set(found.attrib) == {"url", "length", "type"}


def test_media_rss_says_all_that_is_known_of_a_picture():
    (content,) = item_of(QUAY).iterfind(f"{MEDIA}content")
    assert dict(content.attrib) == {
        "url": QUAY.url,
        "fileSize": "84000",
        "type": "image/jpeg",
        "medium": "image",
        "width": "1200",
        "height": "800",
    }
    thumbnail = content.find(f"{MEDIA}thumbnail")
    assert dict(thumbnail.attrib) == {"url": QUAY.url, "width": "1200", "height": "800"}
    assert content.findtext(f"{MEDIA}description") == "The quay at dawn."
    assert content.findtext(f"{MEDIA}credit") == "Teo Okafor"
    assert content.find(f"{MEDIA}title") is None


@pytest.mark.parametrize("media", [BELL, FILM])
def test_sound_and_film_have_the_title_of_their_story(media):
    (content,) = item_of(media).iterfind(f"{MEDIA}content")
    assert content.findtext(f"{MEDIA}title") == BRIDGE.title
    assert content.find(f"{MEDIA}thumbnail") is None


def test_atom_links_to_each_medium_with_its_type_and_length():
    atom = FORMATS["atom"].render(sample_feed(bridge_with(QUAY, BELL, BARE)))
    links = etree.fromstring(atom).findall(f"{ATOM}entry/{ATOM}link[@rel='enclosure']")
    assert [dict(link.attrib) for link in links] == [
        {
            "href": QUAY.url,
            "rel": "enclosure",
            "type": "image/jpeg",
            "length": "84000",
            "title": "The quay at dawn.",
        },
        {"href": BELL.url, "rel": "enclosure", "type": "audio/mpeg", "length": "1200000"},
    ]


def test_json_feed_has_an_image_and_attachments():
    (item,) = json.loads(FORMATS["json"].render(sample_feed(bridge_with(BELL, QUAY))))["items"]
    assert item["image"] == QUAY.url
    assert item["attachments"] == [
        {"url": BELL.url, "mime_type": "audio/mpeg", "size_in_bytes": 1_200_000},
        {"url": QUAY.url, "mime_type": "image/jpeg", "size_in_bytes": 84_000},
    ]


@pytest.mark.parametrize("name", FORMATS)
def test_documents_with_all_kinds_of_media_are_valid_without_a_warning(name):
    everything = (QUAY, BELL, FILM, BARE, Media(url=f"{BASE}/plan.pdf"), Media(caption="Alone"))
    feed = sample_feed(FERRY, bridge_with(*everything))
    report = validate(FORMATS[name].render(feed), location=feed.url(FORMATS[name].file_name))
    assert [finding for finding in report.findings if finding.severity != "info"] == []


@pytest.mark.parametrize(
    "content",
    [
        f'<p><img src="{QUAY.url}"></p>',
        "<img src='/quay.jpg' alt=''>",
        "<img src=../../quay.jpg>",
        '<img alt="The quay" src="/quay-300x200.jpg">',
        '<img src="/quay.jpg?w=640&amp;h=480">',
        '<img src="https://cdn.example.net/quay.jpg">',
        '<img src="/none.png" srcset="/quay-640x480.jpg 640w, /quay@2x.jpg 2x">',
        '<video poster="/quay.jpg" src="/launch.mp4"></video>',
        '<a href="/large.jpg"><img class="x" src = "/quay-scaled.jpg"></a>',
    ],
)
def test_a_picture_that_the_content_shows_is_not_shown_twice(content):
    assert media_not_in_content([QUAY], content, PAGE) == []
    assert full_content(bridge_with(QUAY, content=content)).count("<figure") == 0


@pytest.mark.parametrize(
    "content",
    [
        "<p>The quay at dawn.</p>",
        '<a href="/quay.jpg">the quay</a>',
        '<img src="/other/quay.jpg">',
        '<img src="/quay.png">',
        "<p>The file is called quay.jpg.</p>",
        '<img src="//[quay.jpg">',
        '<img srcset=" , ">quay',
    ],
)
def test_a_picture_that_the_content_only_names_is_shown(content):
    assert media_not_in_content([QUAY], content, PAGE) == [QUAY]
    assert '<figure><img src="https://news.example.org/quay.jpg"' in full_content(
        bridge_with(QUAY, content=content)
    )


def test_what_follows_a_path_counts_where_the_path_names_no_file():
    media = [Media(url=f"{BASE}/photo?id={number}") for number in (1, 2)]
    assert media_not_in_content(media, '<img src="/photo?id=1">', PAGE) == media[1:]


def test_a_sound_that_the_content_links_to_is_not_shown_again():
    assert media_not_in_content([BELL, FILM], '<a href="/bell.mp3">Listen</a>', PAGE) == [FILM]


def test_names_in_other_scripts_are_known_however_they_are_written():
    media = Media(url=f"{BASE}/br%C3%BCcke.jpg")
    assert media_not_in_content([media], '<img src="/brücke.jpg">', PAGE) == []
    assert media_not_in_content([media], '<img src="/br%C3%BCcke.jpg">', PAGE) == []


def test_an_address_that_is_none_is_compared_as_it_is():
    media = Media(url="http://[quay.jpg")
    assert media_not_in_content([media], '<img src="/quay.jpg">', PAGE) == [media]


def test_the_page_of_a_story_shows_no_picture_twice():
    publication = Publication(
        title="News", description="", base_url=BASE, formats=tuple(FORMATS.values())
    )
    entry = bridge_with(
        QUAY, Media(caption="Alone"), content='<img src="/quay.jpg">', updated=MORNING
    )
    page = story_page(publication, entry).decode()
    assert page.count("<img") == 1
    assert "<figcaption>Alone</figcaption>" in page
