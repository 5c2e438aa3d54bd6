"""What partners say of the sample site: all that they ask for, but for what is named here."""

import contextlib
import shutil
from pathlib import Path

import msgspec
import pytest

from feedsvc.settings import FeedSettings, Settings
from feedsvc.site import Site
from feedsvc.site.naming import NEWS_SITEMAP_PATH
from feedsvc.validator import validate

STORIES = Path(__file__).parents[1] / "stories"

UNMET = {
    "flipboard": {
        "flipboard-image",  # the sample stories bring no pictures
        "flipboard-missing-item-element",  # some of them name no author
        "flipboard-short-description",  # some are shorter than 300 characters
        "flipboard-few-items",  # sixteen stories are all there are
    },
    "smartnews": {"smartnews-missing-element"},  # snf:logo, SmartNews's own element
    "feedly": set(),
}
"""The rules that do not hold for the sample, each with what is missing."""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The sample stories, published by somebody who has set what partners ask for."""
    folder = tmp_path_factory.mktemp("newsroom")
    shutil.copytree(STORIES, folder / "stories")
    settings = Settings(
        title="The Harbour Gazette",
        base_url="https://gazette.example.org",
        language="en",
        stories=str(folder / "stories"),
        output=str(folder / "site"),
        catalog=str(folder / "catalog.db"),
        icon="/icon.png",
        logo="/logo.svg",
        cover="/cover.jpg",
        accent_color="a8321c",
        stylesheet="/feeds.css",
        feeds=(FeedSettings(name="long-reads", section="science"),),
    )
    with contextlib.closing(Site.open(settings)) as site:
        site.sync()
        yield site


def findings(site, path, *partners):
    location = site.settings.base_url + path
    report = validate(site.document(path).body, location=location, profiles=partners)
    return [finding for finding in report.findings if finding.severity != "info"]


def feeds_of(site, *names):
    return [path for path in site.paths() if path.rpartition("/")[2] in names]


def test_documents_with_all_settings_have_neither_errors_nor_warnings(site):
    for path in feeds_of(site, "rss.xml", "atom.xml", "feed.json", "opml.xml", "feeds"):
        assert findings(site, path) == [], path


@pytest.mark.parametrize("partner", UNMET)
def test_feeds_keep_to_a_partner_s_rules_but_for_what_is_named(site, partner):
    unmet = set()
    for path in feeds_of(site, "rss.xml"):
        unmet |= {finding.code for finding in findings(site, path, partner)}
    assert unmet == UNMET[partner]


def test_smartnews_misses_its_logo_alone(site):
    messages = {finding.message for finding in findings(site, "/rss.xml", "smartnews")}
    assert messages == {"the channel has no snf:logo"}


def test_the_news_sitemap_keeps_to_google_s_rules(site):
    assert findings(site, NEWS_SITEMAP_PATH, "news-sitemap") == []


def test_an_illustrated_story_with_an_author_is_all_that_flipboard_asks_of_a_story(site, tmp_path):
    folder = tmp_path / "stories"
    folder.mkdir()
    text = "The harbour was quiet, and the crane stood where it always stood. " * 6
    for number in range(20):
        (folder / f"{number}.md").write_text(
            f"---\ntitle: Quiet day {number}\ndate: 2026-03-02\nauthor: Mara Quill\n"
            f"image: /pictures/{number}.jpg\n---\n{text}\n"
        )
    settings = msgspec.structs.replace(
        site.settings, stories=str(folder), catalog=str(tmp_path / "catalog.db"), feeds=()
    )
    with contextlib.closing(Site.open(settings)) as illustrated:
        illustrated.sync()
        assert findings(illustrated, "/rss.xml", "flipboard", "feedly") == []
