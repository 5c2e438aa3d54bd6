"""The news sitemap: the stories of the last two days, for Google News."""

import contextlib
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from lxml import etree
from support.samplefeed import BASE, BRIDGE, FERRY, entries

from feedsvc.feeds.sitemap import news_language, news_sitemap
from feedsvc.publish import publish
from feedsvc.site import Site
from feedsvc.site.paths import NEWS_SITEMAP_PATH
from feedsvc.validator import validate

NOW = datetime.now(UTC).replace(microsecond=0)
SITEMAP = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "n": "http://www.google.com/schemas/sitemap-news/0.9",
}


def written(*stories, name="Harbour News", language=None):
    document = news_sitemap(name, stories, BASE, language)
    report = validate(document, profiles=["news-sitemap"])
    assert [finding for finding in report.findings if finding.severity != "info"] == []
    return etree.fromstring(document)


def recent(entry, hours=3, **changes):
    at = NOW - timedelta(hours=hours)
    return msgspec.structs.replace(entry, published=at, updated=NOW, **changes)


def locations(root):
    return [loc.text for loc in root.iterfind("s:url/s:loc", SITEMAP)]


def test_a_story_has_publication_language_date_and_title():
    root = written(recent(FERRY), name="Harbour News (subscription)")
    (url,) = root.iterfind("s:url", SITEMAP)
    assert url.findtext("s:loc", None, SITEMAP) == FERRY.link
    assert [
        url.findtext(f"n:news/{path}", None, SITEMAP)
        for path in (
            "n:publication/n:name",
            "n:publication/n:language",
            "n:publication_date",
            "n:title",
        )
    ] == ["Harbour News", "en", (NOW - timedelta(hours=3)).isoformat(), "Ferry sails again"]


def test_the_sitemap_is_empty_without_news():
    assert len(written()) == 0


def test_a_story_without_a_language_uses_the_sites_or_is_omitted():
    unknown = recent(BRIDGE, language=None)
    assert written(unknown, language="de-AT").findtext(".//n:language", None, SITEMAP) == "de"
    assert locations(written(unknown)) == []


def test_stories_on_other_hosts_and_duplicate_urls_are_omitted():
    there = recent(FERRY, link="https://elsewhere.example.net/ferry")
    broken = recent(FERRY, link="http://[ferry")
    twice = recent(BRIDGE, hours=4)
    assert locations(written(there, recent(BRIDGE), twice, broken)) == [BRIDGE.link]


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("en", "en"),
        ("en-US", "en"),
        ("pt_BR", "pt"),
        ("zh", "zh-cn"),
        ("zh-Hant", "zh-tw"),
        ("zh-HK", "zh-tw"),
        ("yue", "yue"),
        ("und", None),
        ("x-klingon", None),
        ("", None),
        (None, None),
    ],
)
def test_languages_have_the_codes_that_google_requires(tag, language):
    assert news_language(tag) == language


@given(entries())
def test_any_entry_makes_a_valid_sitemap(entry):
    document = news_sitemap("Harbour News", [recent(entry)], BASE, "en")
    assert validate(document, profiles=["news-sitemap"]).valid


@pytest.fixture
def clock():
    return [datetime(2026, 3, 4, 12, tzinfo=UTC)]


@pytest.fixture
def site(settings, clock):
    with contextlib.closing(Site.open(settings, clock=lambda: clock[0])) as site:
        site.sync()
        yield site


def titles(site):
    root = etree.fromstring(site.document(NEWS_SITEMAP_PATH).body)
    return [title.text for title in root.iterfind(".//n:title", SITEMAP)]


FERRY_AGED = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)


def test_a_story_leaves_the_sitemap_exactly_two_days_after_publication(site, clock):
    clock[0] = FERRY_AGED - timedelta(seconds=1)
    assert "Night ferry returns to the northern islands" in titles(site)
    clock[0] = FERRY_AGED
    assert titles(site)[-1] == "فرقة الميناء تعزف على الرصيف القديم"
    clock[0] += timedelta(days=9)
    assert titles(site) == []


def test_a_build_updates_the_sitemap_when_a_story_is_too_old(site, clock, tmp_path):
    clock[0] = FERRY_AGED - timedelta(minutes=1)
    publish(site, tmp_path / "out")
    clock[0] += timedelta(seconds=30)
    assert publish(site, tmp_path / "out").unchanged == 0
    clock[0] = FERRY_AGED
    assert publish(site, tmp_path / "out").written == 1
    built = (tmp_path / "out" / "news-sitemap.xml").read_bytes()
    assert built == site.document(NEWS_SITEMAP_PATH).body


def test_a_sitemap_has_at_most_a_thousand_stories(settings, stories, clock):
    for number in range(1002):
        date = f"2026-03-04T{number // 60 % 12:02}:{number % 60:02}:00Z"
        (stories / f"{number}.md").write_text(f"---\ntitle: Tide {number}\ndate: {date}\n---\nWet.")
    with contextlib.closing(Site.open(settings, clock=lambda: clock[0])) as site:
        site.sync()
        assert len(titles(site)) == 1000
