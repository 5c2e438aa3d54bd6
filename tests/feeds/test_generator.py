"""feedgen's faults: each is fixed here, and feedgen still has it.

If a test named `test_feedgen_still_...` fails, feedgen has fixed the fault itself, and the fix
in `feedsvc/feeds/generator.py` can be removed.
"""

import locale
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator
from lxml import etree
from support.samplefeed import BASE, BRIDGE, FERRY, MORNING, sample_feed

from feedsvc.entry import Media
from feedsvc.feeds import FORMATS
from feedsvc.feeds.extensions.syndication import AtomChannel
from feedsvc.feeds.generator import rss_generator

NS = {
    "a": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "media": "http://search.yahoo.com/mrss/",
}
XML = ("rss", "atom")


def tree(name, *entries, **changes):
    return etree.fromstring(FORMATS[name].render(sample_feed(*entries, **changes)))


def found(root, path):
    return root.xpath(path, namespaces=NS)


def bare():
    """A feed and an entry made as in feedgen's documentation."""
    feed = FeedGenerator()
    feed.id("urn:x:feed")
    feed.title("Harbour News")
    feed.subtitle("From the quay.")
    feed.link(href=f"{BASE}/", rel="alternate")
    entry = feed.add_entry()
    entry.id("urn:x:1")
    entry.title("Ferry sails again")
    entry.link(href=f"{BASE}/1", rel="alternate")
    return feed, entry


# 1. Entry links in Atom lose rel, type and length.


def test_atom_entry_links_keep_relation_type_and_length():
    enclosure, audio = found(tree("atom"), "//a:entry/a:link[@rel='enclosure']")
    assert dict(enclosure.attrib) == {
        "href": f"{BASE}/ferry.jpg",
        "rel": "enclosure",
        "type": "image/jpeg",
        "length": "84000",
        "title": "The ferry at the quay.",
    }
    assert audio.get("type") == "audio/mpeg"
    pages = found(tree("atom"), "//a:entry/a:link[@rel='alternate']")
    assert [page.get("type") for page in pages] == ["text/html", "text/html"]


def test_feedgen_still_strips_the_links_of_atom_entries():
    feed, entry = bare()
    entry.link(href=f"{BASE}/1.mp3", rel="enclosure", type="audio/mpeg", length="7")
    links = found(etree.fromstring(feed.atom_str()), "//a:entry/a:link")
    assert [dict(link.attrib) for link in links] == [
        {"href": f"{BASE}/1"},
        {"href": f"{BASE}/1.mp3"},
    ]


# 2. The channel's link is the last one set; of the others only the first `self` is written.


def test_the_channel_links_to_its_page_and_has_every_other_link():
    links = [
        {"href": f"{BASE}/rss.xml", "rel": "self"},
        {"href": "https://hub.example.net/", "rel": "hub"},
    ]
    generator = rss_generator([AtomChannel(links=links)], MORNING)
    generator.title("Harbour News")
    generator.link(href=f"{BASE}/")
    generator.description("From the quay.")
    root = etree.fromstring(generator.rss_str())
    assert root.findtext("channel/link") == f"{BASE}/"
    assert [link.get("rel") for link in found(root, "channel/a:link")] == ["self", "hub"]


def test_feedgen_still_uses_the_last_link_as_the_channels_and_drops_the_hub():
    feed, _ = bare()
    feed.link(href=f"{BASE}/rss.xml", rel="self")
    feed.link(href="https://hub.example.net/", rel="hub")
    root = etree.fromstring(feed.rss_str())
    assert root.findtext("channel/link") == "https://hub.example.net/"
    assert [link.get("rel") for link in found(root, "channel/a:link")] == ["self"]


# 3. Dates default to the current time, and entries are added at the front.


def test_the_feed_has_its_own_dates():
    assert tree("rss").findtext("channel/lastBuildDate") == "Mon, 02 Mar 2026 08:30:00 +0000"
    assert found(tree("atom"), "/a:feed/a:updated/text()") == ["2026-03-02T08:30:00+00:00"]


def test_entries_keep_their_order():
    assert found(tree("rss"), "//item/title/text()") == [FERRY.title, BRIDGE.title]
    assert found(tree("atom"), "//a:entry/a:title/text()") == [FERRY.title, BRIDGE.title]


def test_feedgen_still_dates_a_feed_with_the_current_time():
    assert datetime.now(UTC) - FeedGenerator().updated() < timedelta(minutes=1)
    assert datetime.now(UTC) - FeedEntry().updated() < timedelta(minutes=1)


def test_feedgen_still_adds_entries_at_the_front():
    feed, first = bare()
    assert feed.entry() == [feed.add_entry(), first]


# 4. `content(type="CDATA")` and `description()` break Atom's content.


def test_content_is_html_in_atom_and_separate_from_the_description_in_rss():
    (content,) = found(tree("atom", BRIDGE), "//a:content")
    assert content.get("type") == "html"
    assert content.text == BRIDGE.content
    (item,) = found(tree("rss", BRIDGE), "//item")
    assert item.findtext("description") == "Die alte Brücke ist seit Sonntag zu."
    assert found(item, "content:encoded/text()") == [BRIDGE.content]


def test_feedgen_still_writes_cdata_as_a_type():
    feed, entry = bare()
    entry.content("<p>x</p>", type="CDATA")
    assert found(etree.fromstring(feed.atom_str()), "//a:content/@type") == ["CDATA"]


def test_feedgen_still_replaces_the_content_with_the_description():
    feed, entry = bare()
    entry.content("<p>All of it.</p>", type="html")
    entry.description("A part.")
    assert found(etree.fromstring(feed.atom_str()), "//a:content/text()") == ["A part."]


# 5. Dates are formatted with `locale.setlocale`.


@pytest.fixture
def no_setlocale(monkeypatch):
    def refuse(*_):
        raise AssertionError("setlocale was called")

    monkeypatch.setattr(locale, "setlocale", refuse)


@pytest.mark.usefixtures("no_setlocale")
@pytest.mark.parametrize("name", XML)
def test_rendering_does_not_change_the_locale(name):
    assert FORMATS[name].render(sample_feed())


@pytest.mark.usefixtures("no_setlocale")
def test_feedgen_still_changes_the_locale():
    feed, _ = bare()
    with pytest.raises(AssertionError, match="setlocale"):
        feed.rss_str()


# 6. One control character makes the whole feed fail.


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("character", ["\x00", "\x08", "\x1f", "\ufffe", "\uffff", "\ud800"])
def test_a_character_illegal_in_xml_is_dropped(name, character):
    entry = msgspec.structs.replace(BRIDGE, title=f"Bridge{character} closed")
    body = FORMATS[name].render(sample_feed(entry, title=f"News{character}"))
    assert b"Bridge closed" in body
    assert b"News" in body


@pytest.mark.parametrize("character", ["\x00", "\x08", "\ud800"])
def test_feedgen_still_fails_on_one_control_character(character):
    feed, entry = bare()
    entry.title(f"Ferry{character} sails")
    with pytest.raises(ValueError):  # noqa: PT011 - lxml's words are its own
        feed.rss_str()


# 7. Authors without an e-mail address are dropped from RSS, and media are grouped. Two of
#    feedgen's own extensions write elements that no reader knows, so none is loaded.


def test_rss_names_every_author():
    assert found(tree("rss"), "//dc:creator/text()") == ["Mara Lindqvist", "Teo Okafor"]


def test_rss_media_are_children_of_the_item():
    assert found(tree("rss"), "//item/media:content/@url") == [
        f"{BASE}/ferry.jpg",
        f"{BASE}/ferry.mp3",
    ]


def test_feedgen_still_drops_authors_without_an_e_mail_address():
    feed, entry = bare()
    entry.author(name="Teo Okafor")
    assert b"Okafor" not in feed.rss_str()


def test_feedgen_still_groups_media():
    feed, entry = bare()
    feed.load_extension("media")
    entry.media.content({"url": f"{BASE}/1.jpg"})
    assert found(etree.fromstring(feed.rss_str()), "//item/media:group/media:content")


def test_feedgen_still_misspells_syndication():
    feed, _ = bare()
    feed.load_extension("syndication")
    feed.syndication.update_period("hourly")
    elements = etree.fromstring(feed.rss_str()).iter("{*}updatePeriod", "{*}UpdatePeriod")
    names = {etree.QName(element).localname for element in elements}
    assert names != {"updatePeriod"}


def test_feedgen_still_refuses_true_for_explicit():
    feed, _ = bare()
    feed.load_extension("podcast")
    with pytest.raises(ValueError, match="explicit"):
        feed.podcast.itunes_explicit("true")


# 8. feedgen's Atom tree has no namespace in memory.


def test_documents_declare_their_namespace():
    assert tree("atom").tag == f"{{{NS['a']}}}feed"


def test_feedgen_still_builds_atom_without_a_namespace():
    _, entry = bare()
    assert entry.atom_entry().tag == "entry"


# 9. A second RSS enclosure replaces the first.


def test_the_rss_enclosure_is_the_first_recording_rather_than_an_image():
    entry = msgspec.structs.replace(
        BRIDGE,
        media=tuple(Media(url=f"{BASE}/{name}") for name in ("a.jpg", "b.mp3", "c.mp3")),
    )
    assert found(tree("rss", entry), "//enclosure/@url") == [f"{BASE}/b.mp3"]
    assert len(found(tree("rss", entry), "//media:content")) == 3


def test_feedgen_still_lets_the_last_enclosure_win():
    feed, entry = bare()
    entry.enclosure(f"{BASE}/a.mp3", 1, "audio/mpeg")
    entry.enclosure(f"{BASE}/b.mp3", 1, "audio/mpeg")
    urls = etree.fromstring(feed.rss_str()).xpath("//enclosure/@url")
    assert urls == [f"{BASE}/b.mp3"]


# 10. feedgen does not support the language of an entry.


def test_an_entry_in_another_language_declares_it():
    xml_lang = "{http://www.w3.org/XML/1998/namespace}lang"
    feed = tree("atom")
    assert feed.get(xml_lang) == "en"
    assert [entry.get(xml_lang) for entry in found(feed, "a:entry")] == [None, "de"]
    assert found(tree("rss"), "//dc:language/text()") == ["de"]


@pytest.mark.parametrize("name", XML)
def test_the_generator_is_named_without_a_version(name):
    assert b"<generator>feedsvc</generator>" in FORMATS[name].render(sample_feed())
