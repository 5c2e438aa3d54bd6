"""Images, audio and video in every place that a feed has for them, without repetition."""

import json

import msgspec
import pytest
from lxml import etree
from support.samplefeed import BASE, BRIDGE, FERRY, MORNING, sample_feed

from feedsvc.entry import Entry, Media
from feedsvc.feeds import FORMATS, full_content
from feedsvc.feeds.media import (
    attachments,
    enclosure,
    media_not_in_content,
    media_type,
    medium,
)
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
LAUNCH = Media(url=f"{BASE}/launch.mp4", width=1920, height=1080)
BARE = Media(url=f"{BASE}/photo/81")


def bridge_with(*media, **changes):
    return msgspec.structs.replace(BRIDGE, media=media, **changes)


def item_of(*media):
    rss = FORMATS["rss"].render(sample_feed(bridge_with(*media)))
    return etree.fromstring(rss).find("channel/item")


@pytest.mark.parametrize(
    ("media", "type_", "kind"),
    [
        (Media(url="https://x.org/a.JPG?w=1#top"), "image/jpeg", "image"),
        (Media(url="https://x.org/a.jpg", type="image/webp"), "image/webp", "image"),
        (Media(url="https://x.org/a", type="IMAGE/JPG; q=1"), "image/jpeg", "image"),
        (Media(url="https://x.org/a.mp3", type="sound"), "audio/mpeg", "audio"),
        (Media(url="https://x.org/a.mp4"), "video/mp4", "video"),
        (Media(url="https://x.org/a.pdf"), "application/pdf", "document"),
        (Media(url="https://x.org/a"), None, "image"),
        (Media(url="https://[x.org/a.jpg"), None, "image"),
        (Media(caption="No URL"), None, "image"),
    ],
)
def test_media_types_are_given_corrected_or_derived_from_the_suffix(media, type_, kind):
    assert media_type(media) == type_
    assert medium(media) == kind


def test_the_enclosure_is_audio_or_video_rather_than_an_image():
    image, video, document = (
        Media(url=f"https://x.org/a.{suffix}") for suffix in ("png", "mp4", "pdf")
    )
    nameless = Media(url="https://x.org/a")
    entry = Entry(media=(nameless, document, image, video))
    assert attachments(entry) == [document, image, video]
    assert enclosure(entry) == video
    assert enclosure(Entry(media=(document, image))) == image
    assert enclosure(Entry(media=(document, nameless))) is None


@pytest.mark.parametrize(
    ("media", "attributes"),
    [
        ((QUAY,), {"url": QUAY.url, "length": "84000", "type": "image/jpeg"}),
        ((QUAY, BELL), {"url": BELL.url, "length": "1200000", "type": "audio/mpeg"}),
        ((QUAY, LAUNCH), {"url": LAUNCH.url, "length": "0", "type": "video/mp4"}),
        ((Media(caption="No image"), QUAY), {"url": QUAY.url}),
    ],
)
def test_the_rss_enclosure_is_the_first_audio_or_video_else_the_first_image(media, attributes):
    (found,) = item_of(*media).iterfind("enclosure")
    assert attributes.items() <= dict(found.attrib).items()
    assert set(found.attrib) == {"url", "length", "type"}


def test_media_rss_has_everything_known_about_an_image():
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


@pytest.mark.parametrize("media", [BELL, LAUNCH])
def test_audio_and_video_have_the_title_of_their_story(media):
    (content,) = item_of(media).iterfind(f"{MEDIA}content")
    assert content.findtext(f"{MEDIA}title") == BRIDGE.title
    assert content.find(f"{MEDIA}thumbnail") is None


def test_atom_links_to_all_media_with_type_and_length():
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
def test_documents_with_all_kinds_of_media_have_no_errors_or_warnings(name):
    everything = (QUAY, BELL, LAUNCH, BARE, Media(url=f"{BASE}/plan.pdf"), Media(caption="Alone"))
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
def test_an_image_in_the_content_is_not_repeated(content):
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
def test_an_image_that_the_content_only_links_to_is_shown(content):
    assert media_not_in_content([QUAY], content, PAGE) == [QUAY]
    assert '<figure><img src="https://news.example.org/quay.jpg"' in full_content(
        bridge_with(QUAY, content=content)
    )


def test_the_query_counts_if_the_path_does_not_name_a_file():
    media = [Media(url=f"{BASE}/photo?id={number}") for number in (1, 2)]
    assert media_not_in_content(media, '<img src="/photo?id=1">', PAGE) == media[1:]


def test_audio_that_the_content_links_to_is_not_repeated():
    assert media_not_in_content([BELL, LAUNCH], '<a href="/bell.mp3">Listen</a>', PAGE) == [LAUNCH]


def test_file_names_in_other_scripts_match_quoted_and_escaped():
    media = Media(url=f"{BASE}/br%C3%BCcke.jpg")
    assert media_not_in_content([media], '<img src="/brücke.jpg">', PAGE) == []
    assert media_not_in_content([media], '<img src="/br%C3%BCcke.jpg">', PAGE) == []


def test_an_invalid_url_is_compared_literally():
    media = Media(url="http://[quay.jpg")
    assert media_not_in_content([media], '<img src="/quay.jpg">', PAGE) == [media]


def test_a_story_page_shows_no_image_twice():
    publication = Publication(
        title="News", description="", base_url=BASE, formats=tuple(FORMATS.values())
    )
    entry = bridge_with(
        QUAY, Media(caption="Alone"), content='<img src="/quay.jpg">', updated=MORNING
    )
    page = story_page(publication, entry).decode()
    assert page.count("<img") == 1
    assert "<figcaption>Alone</figcaption>" in page
