"""Branding of feeds and their discovery: icons, stylesheets, feed menus, language links."""

import json

import feedparser
import msgspec
import pytest
from lxml import etree, html
from support.samplefeed import BASE, FERRY, MORNING, sample_feed

from feedsvc.feeds import FORMATS, Branding, FeedInfo, feed_menu
from feedsvc.publish import file_of, publish
from feedsvc.validator import validate

BRANDING = Branding(
    icon=f"{BASE}/icon.png",
    logo=f"{BASE}/logo.svg",
    cover=f"{BASE}/cover.jpg",
    accent_color="a8321c",
    stylesheet=f"{BASE}/feeds.css?a=1&b=2",
)
WEBFEEDS = "{http://webfeeds.org/rss/1.0}"
ATOM = "{http://www.w3.org/2005/Atom}"
MENU = "/.well-known/feed-menu.json"


def info(kind, title, path, **more):
    return FeedInfo(
        kind=kind, title=title, path=path, base_url=BASE, count=1, updated=MORNING, **more
    )


def test_a_menu_has_few_feeds_with_short_titles():
    menu = json.loads(
        feed_menu(
            "Harbour News",
            [
                info("main", "Harbour News", "/", description="From the quay. " * 20),
                info("section", "Ships, and all those who wait for them on the old quay", "/s/"),
                info("tag", "ferries", "/tags/ferries/"),
                info("author", "Mara", "/authors/mara/"),
            ],
        )
    )
    assert menu["feed-menu"] == "Harbour News"
    assert [item["rss"] for item in menu["items"]] == [f"{BASE}/rss.xml", f"{BASE}/s/rss.xml"]
    assert menu["items"][0]["atom"] == f"{BASE}/atom.xml"
    assert len(menu["items"][0]["feed-description"]) <= 140
    assert menu["items"][1]["feed-title"] == "Ships, and all those who wait for them on the old…"


def test_a_site_has_a_menu_only_if_enabled(open_site, tmp_path):
    assert open_site().document(MENU) is None
    site = open_site(feed_menu=True)
    publish(site, tmp_path / "out")
    assert file_of(tmp_path / "out", MENU).read_bytes() == site.document(MENU).body
    items = json.loads(site.document(MENU).body)["items"]
    titles = {item["feed-title"] for item in items}
    assert titles == {"The Harbour Gazette", "العربية", "English", "日本語", "Culture", "World"}


def test_the_list_of_feeds_is_also_at_its_well_known_path(site, client):
    listed = client.get("/.well-known/feeds")
    assert listed.data == site.document("/opml.xml").body
    assert listed.headers["Content-Type"] == "text/x-opml; charset=utf-8"


def alternates(site, path):
    page = html.fromstring(site.document(path).body)
    links = page.findall(".//link[@hreflang]")
    return {link.get("hreflang"): link.get("href") for link in links}


@pytest.mark.parametrize("path", ["/", "/languages/ar/", "/languages/ja/"])
def test_language_pages_link_to_each_other(site, path):
    base = site.settings.base_url
    assert alternates(site, path) == {
        "ar": f"{base}/languages/ar/",
        "en": f"{base}/languages/en/",
        "ja": f"{base}/languages/ja/",
        "x-default": f"{base}/",
    }


def test_other_pages_and_sites_with_one_language_have_no_language_links(site, stories):
    assert alternates(site, "/sections/world/") == {}
    for name in ("culture/layali.md", "culture/toudai.md"):
        (stories / name).unlink()
    site.sync()
    assert alternates(site, "/languages/en/") == alternates(site, "/") == {}


def test_an_incremental_build_adds_a_new_language_to_all_language_pages(site, stories, tmp_path):
    publish(site, tmp_path / "out")
    (stories / "port.md").write_text("---\ntitle: Maré\ndate: 2026-03-05\nlanguage: pt\n---\nAlta.")
    site.sync()
    publish(site, tmp_path / "out")
    for language in ("ar", "en", "ja", "pt"):
        path = f"/languages/{language}/"
        assert file_of(tmp_path / "out", path).read_bytes() == site.document(path).body


def test_rss_has_the_branding():
    channel = etree.fromstring(FORMATS["rss"].render(sample_feed(branding=BRANDING)))[0]
    assert channel.findtext("image/url") == BRANDING.icon
    assert channel.findtext("image/title") == "Harbour News"
    assert channel.findtext("image/link") == f"{BASE}/"
    assert_webfeeds(channel)


def test_atom_has_the_branding():
    feed = etree.fromstring(FORMATS["atom"].render(sample_feed(branding=BRANDING)))
    assert feed.findtext(f"{ATOM}icon") == BRANDING.icon
    assert feed.findtext(f"{ATOM}logo") == BRANDING.logo
    assert_webfeeds(feed)


def assert_webfeeds(element):
    assert element.find(f"{WEBFEEDS}cover").get("image") == BRANDING.cover
    assert element.findtext(f"{WEBFEEDS}icon") == BRANDING.icon
    assert element.findtext(f"{WEBFEEDS}logo") == BRANDING.logo
    assert element.findtext(f"{WEBFEEDS}accentColor") == "a8321c"


def test_json_feed_has_icon_and_favicon():
    document = json.loads(FORMATS["json"].render(sample_feed(branding=BRANDING)))
    assert document["icon"] == document["favicon"] == BRANDING.icon


def test_a_logo_that_is_not_svg_is_only_the_image_of_rss():
    branding = Branding(icon=f"{BASE}/icon.svg", logo=f"{BASE}/logo.png")
    channel = etree.fromstring(FORMATS["rss"].render(sample_feed(branding=branding)))[0]
    assert channel.find(f"{WEBFEEDS}logo") is None
    assert channel.findtext("image/url") == branding.logo


def test_an_icon_that_rss_does_not_allow_is_omitted():
    branding = Branding(icon="https://[icon.png")
    channel = etree.fromstring(FORMATS["rss"].render(sample_feed(branding=branding)))[0]
    assert channel.find("image") is None


@pytest.mark.parametrize("name", FORMATS)
def test_feeds_with_branding_and_places_are_valid_for_feedly(name):
    entry = msgspec.structs.replace(FERRY, location=(58.9809, -2.9605))
    feed = sample_feed(entry, branding=BRANDING)
    form = FORMATS[name]
    partners = [] if name == "json" else ["feedly"]
    location = feed.url(form.file_name)
    report = validate(form.render(feed), location=location, profiles=partners)
    assert report.findings == ()


@pytest.mark.parametrize("name", ["rss", "atom"])
def test_the_stylesheet_instruction_comes_before_the_feed(name):
    lines = FORMATS[name].render(sample_feed(branding=BRANDING)).decode().splitlines()
    assert lines[0].startswith("<?xml version=")
    assert lines[1] == f'<?xml-stylesheet type="text/css" href="{BASE}/feeds.css?a=1&amp;b=2"?>'
    assert lines[2].startswith(("<rss", "<feed"))


@pytest.mark.parametrize("name", ["rss", "atom"])
def test_a_plain_feed_declares_no_unused_namespaces(name):
    document = FORMATS[name].render(sample_feed())
    for word in (b"webfeeds", b"georss", b"stylesheet"):
        assert word not in document


@pytest.mark.parametrize(
    ("location", "point"),
    [
        ((58.9809, -2.9605), "58.9809 -2.9605"),
        ((0.0, -0.00000001), "0 0"),
        ((-90, 180), "-90 180"),
        ((91.0, 0.0), None),
        ((float("nan"), 0.0), None),
    ],
)
@pytest.mark.parametrize("name", ["rss", "atom"])
def test_places_are_written_in_degrees(name, location, point):
    entry = msgspec.structs.replace(FERRY, location=location)
    root = etree.fromstring(FORMATS[name].render(sample_feed(entry)))
    found = root.find(".//{http://www.georss.org/georss}point")
    assert (None if found is None else found.text) == point


def test_settings_accept_paths_of_the_site_and_full_urls(open_site):
    site = open_site(icon="/icon.png", logo="https://cdn.example.net/l.svg", accent_color="#A8321C")
    parsed = feedparser.parse(site.document("/rss.xml").body).feed
    assert parsed.image.href == "https://gazette.example.org/icon.png"
    assert parsed.webfeeds_accentcolor == "A8321C"
    page = html.fromstring(site.document("/").body)
    assert page.find(".//link[@rel='icon']").get("href") == "https://gazette.example.org/icon.png"


def test_story_pages_allow_large_image_previews(site):
    page = html.fromstring(site.document("/stories/night-ferry/").body)
    assert page.find(".//meta[@name='robots']").get("content") == "max-image-preview:large"
