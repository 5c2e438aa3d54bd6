"""Podcasts as podcast directories require them."""

import contextlib
import uuid
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from support.samplefeed import BASE, BRIDGE, FERRY, entries, sample_feed

from feedsvc.entry import Media, Person
from feedsvc.feeds import FORMATS, Companion, Podcast, podcast_guid
from feedsvc.feeds.podcast import episode_image, episode_media, episode_type
from feedsvc.feeds.summary import cut_bytes
from feedsvc.publish import file_of, publish
from feedsvc.settings import AuthorSettings, FeedSettings
from feedsvc.site import Site
from feedsvc.validator import validate

ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
PODCAST = "{https://podcastindex.org/namespace/1.0}"
SHOW = Podcast(
    guid=podcast_guid("news.example.org/rss.xml"),
    author="Harbour News",
    category="News > Daily News",
    image=f"{BASE}/show.jpg",
    email="desk@news.example.org",
    companions=(
        Companion(entry_id=FERRY.id, url=f"{BASE}/ferry.vtt", type="text/vtt"),
        Companion(entry_id=FERRY.id, url=f"{BASE}/ferry.json", type="application/json+chapters"),
        Companion(entry_id="another", url=f"{BASE}/b.srt", type="application/x-subrip"),
    ),
)


def channel_of(*stories, show=SHOW):
    return etree.fromstring(FORMATS["rss"].render(sample_feed(*stories, podcast=show)))[0]


@pytest.mark.parametrize(
    ("url", "guid"),
    [
        ("podnews.net/rss", "9b024349-ccf0-5f69-a609-6b82873eab3c"),
        ("podnews.net/rss/", "9b024349-ccf0-5f69-a609-6b82873eab3c"),
        ("mp3s.nashownotes.com/pc20rss.xml", "917393e3-1b1e-5cef-ace4-edaa54e1f810"),
    ],
)
def test_the_guid_is_derived_from_the_url_as_in_podcasting_2(url, guid):
    assert podcast_guid(url) == guid
    assert uuid.UUID(guid).version == 5


def test_the_channel_describes_the_podcast():
    channel = channel_of(FERRY)
    assert channel.findtext(f"{ITUNES}author") == "Harbour News"
    assert channel.find(f"{ITUNES}image").get("href") == f"{BASE}/show.jpg"
    category = channel.find(f"{ITUNES}category")
    assert category.get("text") == "News"
    assert category.find(f"{ITUNES}category").get("text") == "Daily News"
    assert channel.findtext(f"{ITUNES}explicit") == "false"
    assert channel.findtext(f"{ITUNES}type") == "episodic"
    assert channel.findtext(f"{ITUNES}owner/{ITUNES}name") == "Harbour News"
    assert channel.findtext(f"{ITUNES}owner/{ITUNES}email") == "desk@news.example.org"
    assert channel.findtext(f"{PODCAST}guid") == SHOW.guid
    assert channel.findtext(f"{PODCAST}locked") == "yes"
    assert channel.find(f"{PODCAST}locked").get("owner") == "desk@news.example.org"
    assert channel.findtext(f"{PODCAST}medium") == "podcast"


def test_a_minimal_podcast_has_no_empty_elements():
    channel = channel_of(FERRY, show=Podcast(guid=SHOW.guid, author="News", locked=False))
    assert channel.find(f"{ITUNES}owner") is channel.find(f"{ITUNES}image") is None
    assert channel.findtext(f"{PODCAST}locked") == "no"
    assert dict(channel.find(f"{PODCAST}locked").attrib) == {}


def test_an_item_describes_its_episode():
    item = channel_of(FERRY).find("item")
    assert item.find("enclosure").get("url") == f"{BASE}/ferry.mp3"
    assert item.findtext(f"{ITUNES}author") == "Mara Lindqvist, Teo Okafor"
    assert item.find(f"{ITUNES}image") is None  # the ferry's image is not square
    assert item.findtext(f"{ITUNES}explicit") == "false"
    assert dict(item.find(f"{PODCAST}transcript").attrib) == {
        "url": f"{BASE}/ferry.vtt",
        "type": "text/vtt",
        "language": "en",
    }
    assert dict(item.find(f"{PODCAST}chapters").attrib) == {
        "url": f"{BASE}/ferry.json",
        "type": "application/json+chapters",
    }


@pytest.mark.parametrize("name", ["atom", "json"])
def test_other_formats_and_feeds_have_no_podcast_elements(name):
    assert FORMATS[name].render(sample_feed(podcast=SHOW)) == FORMATS[name].render(sample_feed())
    rss = FORMATS["rss"].render(sample_feed())
    assert b"itunes" not in rss
    assert b"podcast" not in rss


@pytest.mark.parametrize(
    ("names", "url", "kind"),
    [
        (("a.jpg", "b.ogg", "c.mp3"), "c.mp3", "audio/mpeg"),
        (("b.ogg", "a.png"), "b.ogg", "audio/ogg"),
        (("a.m4a",), "a.m4a", "audio/x-m4a"),
        (("a.mov", "a.mp3"), "a.mov", "video/quicktime"),
        (("a.m4v",), "a.m4v", "video/mp4"),
    ],
)
def test_an_episode_uses_a_format_that_every_app_plays(names, url, kind):
    media = tuple(Media(url=f"{BASE}/{name}") for name in names)
    chosen = episode_media(msgspec.structs.replace(BRIDGE, media=media))
    assert (chosen.url, episode_type(chosen)) == (f"{BASE}/{url}", kind)


def test_an_episode_image_is_one_that_apps_accept():
    media = (
        Media(url=f"{BASE}/wide.jpg", width=1600, height=900),
        Media(url=f"{BASE}/small.png", width=600, height=600),
        Media(url=f"{BASE}/square.png", width=1400, height=1400),
    )
    assert episode_image(msgspec.structs.replace(BRIDGE, media=media)) == f"{BASE}/square.png"
    assert episode_image(msgspec.structs.replace(BRIDGE, media=media[:2])) is None


def test_an_episode_has_its_duration():
    talk = Media(url=f"{BASE}/talk.mp3", length=9, duration=3730)
    item = channel_of(msgspec.structs.replace(BRIDGE, media=(talk,))).find("item")
    assert item.findtext(f"{ITUNES}duration") == "3730"


def test_the_episode_image_is_the_first_jpeg_or_png():
    media = tuple(Media(url=f"{BASE}/{name}") for name in ("a.webp", "b.mp3", "photo", "c.PNG"))
    assert episode_image(msgspec.structs.replace(BRIDGE, media=media)) == f"{BASE}/c.PNG"
    assert episode_image(BRIDGE) is None


@given(st.text(), st.integers(3, 40))
def test_text_is_cut_to_bytes_without_splitting_characters(text, longest):
    cut = cut_bytes(text, longest)
    assert len(cut.encode()) <= longest
    assert cut == text or cut.endswith("…")


def test_text_is_cut_between_words():
    assert cut_bytes("the ferry left", 14) == "the ferry left"
    assert cut_bytes("the ferry left", 13) == "the ferry…"


@given(entries(), st.text(), st.none() | st.text())
def test_any_entry_makes_a_valid_podcast(entry, author, email):
    show = msgspec.structs.replace(SHOW, author=author or "-", email=email)
    feed = sample_feed(entry, podcast=show)
    assert validate(FORMATS["rss"].render(feed), location=feed.url("rss.xml")).valid


EPISODE = """\
---
title: Episode {number}, in which the tide turns
date: 2026-03-{number:02}T06:00:00Z
author: Mara Quill
language: en
summary: We asked the pilots.
image: https://gazette.example.org/pictures/{number}.jpg
enclosure: https://gazette.example.org/sound/{number}.mp3
---
We asked the pilots when the tide turns, and they told us to wait.
"""
RSS = "/feeds/tides/rss.xml"


@pytest.fixture
def podcast_settings(settings, stories):
    for number in (5, 6):
        (stories / f"talk-{number}.md").write_text(EPISODE.format(number=number))
    show = FeedSettings(
        name="tides",
        title="Turning Tides",
        description="What the water brings.",
        podcast=True,
        category="News > News Commentary",
        image="/tides.jpg",
    )
    author = AuthorSettings(name="The Gazette", email="desk@gazette.example.org")
    return msgspec.structs.replace(settings, feeds=(show,), author=author)


@pytest.fixture
def clock():
    return [datetime(2026, 4, 1, tzinfo=UTC)]


@pytest.fixture
def site(podcast_settings, clock):
    with contextlib.closing(Site.open(podcast_settings, clock=lambda: clock[0])) as site:
        site.sync()
        yield site


def transcripts(site):
    root = etree.fromstring(site.document(RSS).body)
    return [element.get("url") for element in root.iter(f"{PODCAST}transcript")]


def test_a_complete_podcast_follows_the_rules_of_directories(site, stories):
    (stories / "talk-5.vtt").write_text("WEBVTT\n")
    (stories / "talk-5.chapters.json").write_text('{"version": "1.2.0", "chapters": []}')
    rss = site.document(RSS).body
    assert rss.count(b"chapters") > 0
    location = site.settings.base_url + RSS
    report = validate(rss, location=location, profiles=["podcast"])
    assert {finding.message for finding in report.findings} <= {
        "the item has no itunes:duration",  # no story says how long it is
    }


def test_a_podcast_has_only_stories_with_audio(site):
    root = etree.fromstring(site.document(RSS).body)
    assert [item.findtext("title")[:9] for item in root.iter("item")] == ["Episode 6", "Episode 5"]
    listed = next(feed for feed in site.feeds() if feed.path == "/feeds/tides/")
    assert listed.count == 2


def test_episodes_are_found_among_many_stories_without_audio(podcast_settings, stories):
    (stories / "talk-1.md").write_text(EPISODE.format(number=1))
    show = msgspec.structs.replace(podcast_settings.feeds[0], limit=3)
    changed = msgspec.structs.replace(podcast_settings, feeds=(show,))
    with contextlib.closing(Site.open(changed)) as site:
        site.sync()
        assert site.document(RSS).body.count(b"<enclosure") == 3


def test_the_guid_stays_the_same_when_the_site_moves(podcast_settings, site):
    guid = etree.fromstring(site.document(RSS).body).findtext(f".//{PODCAST}guid")
    assert guid == podcast_guid("gazette.example.org/feeds/tides/rss.xml")
    moved = msgspec.structs.replace(
        podcast_settings, base_url="https://tides.example.net", id_authority="example.net,2026"
    )
    with contextlib.closing(Site.open(moved)) as there:
        assert etree.fromstring(there.document(RSS).body).findtext(f".//{PODCAST}guid") == guid


def test_files_next_to_a_story_are_published_with_it(site, stories, tmp_path):
    (stories / "talk-5.vtt").write_text("WEBVTT\n")
    (stories / "world/2026-03-06-talk-6.srt").write_text("1\n")
    base = site.settings.base_url
    assert transcripts(site) == [
        f"{base}/stories/talk-6/talk-6.srt",
        f"{base}/stories/talk-5/talk-5.vtt",
    ]
    publish(site, tmp_path / "out")
    document = site.document("/stories/talk-5/talk-5.vtt")
    assert document.media_type == "text/vtt; charset=utf-8"
    assert document.body == b"WEBVTT\n" == file_of(tmp_path / "out", document.path).read_bytes()


def test_files_without_a_public_episode_are_not_published(site, stories, tmp_path):
    for name in ("night-ferry.vtt", "nobody.vtt", ".talk-5.vtt", "other/.hidden/talk-5.vtt"):
        (stories / name).parent.mkdir(parents=True, exist_ok=True)
        (stories / name).write_text("WEBVTT\n")
    publish(site, tmp_path / "out")
    assert transcripts(site) == []
    assert list((tmp_path / "out").rglob("*.vtt")) == []
    for path in ("night-ferry/night-ferry.vtt", "nobody/nobody.vtt", "talk-5/talk-5.vtt"):
        assert site.document(f"/stories/{path}") is None
    assert site.document("/stories/talk-5/other.vtt") is None


def test_an_added_or_deleted_file_is_noticed_within_a_minute_and_by_the_next_build(
    site, stories, clock, tmp_path
):
    out = tmp_path / "out"
    publish(site, out)
    assert transcripts(site) == []
    (stories / "talk-6.vtt").write_text("WEBVTT\n")
    clock[0] += timedelta(minutes=1)
    assert len(transcripts(site)) == 1
    publish(site, out)
    built = out / "stories/talk-6/talk-6.vtt"
    assert built.exists()
    assert file_of(out, RSS).read_bytes() == site.document(RSS).body
    (stories / "talk-6.vtt").unlink()
    clock[0] += timedelta(minutes=1)
    publish(site, out)
    assert not built.exists()
    assert file_of(out, RSS).read_bytes() == site.document(RSS).body


def test_files_of_a_withdrawn_story_are_removed(site, stories, tmp_path):
    (stories / "talk-6.vtt").write_text("WEBVTT\n")
    publish(site, tmp_path / "out")
    (stories / "talk-6.md").unlink()
    site.sync()
    publish(site, tmp_path / "out")
    assert site.document("/stories/talk-6/talk-6.vtt") is None
    assert not (tmp_path / "out/stories/talk-6").exists()


def test_a_file_that_is_too_large_is_omitted(podcast_settings, stories):
    (stories / "talk-6.vtt").write_text("WEBVTT\n" + "x" * 2000)
    limits = msgspec.structs.replace(podcast_settings.limits, story_bytes=1000)
    changed = msgspec.structs.replace(podcast_settings, limits=limits)
    with contextlib.closing(Site.open(changed)) as site:
        site.sync()
        assert transcripts(site) == []


def test_the_default_author_of_a_podcast_is_the_site(podcast_settings):
    changed = msgspec.structs.replace(podcast_settings, author=None)
    with contextlib.closing(Site.open(changed)) as site:
        site.sync()
        channel = etree.fromstring(site.document(RSS).body)[0]
        assert channel.findtext(f"{ITUNES}author") == "The Harbour Gazette"
        assert channel.find(f"{ITUNES}owner") is None


def test_an_invalid_image_url_or_owner_is_omitted():
    show = msgspec.structs.replace(SHOW, image="show.jpg", email="desk")
    entry = msgspec.structs.replace(FERRY, authors=(Person(name=" "),))
    channel = channel_of(entry, show=show)
    assert channel.find(f"{ITUNES}owner") is channel.find(f"{ITUNES}image") is None
    assert channel.find(f"item/{ITUNES}author") is None
