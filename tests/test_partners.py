"""What partners say of the sample site: all that they ask for, but for what is named here."""

import contextlib
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from feedsvc.settings import AuthorSettings, FeedSettings, Settings
from feedsvc.site import Site
from feedsvc.site.naming import NEWS_SITEMAP_PATH
from feedsvc.validator import validate
from feedsvc.validator.profiles import PROFILES

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


FULFILLED = {
    "flipboard": ("/sections/harbour/rss.xml", set()),
    "feedly": ("/sections/harbour/atom.xml", set()),
    "msn": ("/sections/harbour/rss.xml", {"msn-modified", "msn-syndication-rights"}),
    "news-sitemap": (NEWS_SITEMAP_PATH, set()),
    "podcast": ("/feeds/listen/rss.xml", {"podcast-advised-item-element"}),
}
"""A document for each partner, and what is advised and not there.

MSN, as a draft has it: dcterms:modified, where feeds have atom:updated, and leave for each
picture in its own namespace. Podcasts: itunes:duration, for no story says how long it is.
"""


@pytest.fixture(scope="module")
def illustrated(site, tmp_path_factory):
    """A site whose stories have all that partners ask for."""
    folder = tmp_path_factory.mktemp("illustrated")
    (folder / "stories/harbour").mkdir(parents=True)
    (folder / "stories/radio").mkdir()
    text = "The harbour was quiet, and the crane stood where it always stood. " * 6
    head = f"date: {datetime.now(UTC) - timedelta(hours=3):%Y-%m-%dT%H:%M:%SZ}\nauthor: Mara Quill"
    for number in range(20):
        (folder / f"stories/harbour/{number}.md").write_text(
            f"---\ntitle: Another quiet day at the quay {number}\n{head}\n"
            f"image: /pictures/{number}.jpg\n---\n{text}\n"
        )
    (folder / "stories/radio/horn.md").write_text(
        f"---\ntitle: The foghorn of the old pier\n{head}\nimage: /pictures/horn.jpg\n"
        f"audio: https://gazette.example.org/sound/horn.mp3\n---\n{text}\n"
    )
    settings = msgspec.structs.replace(
        site.settings,
        stories=str(folder / "stories"),
        catalog=str(folder / "catalog.db"),
        author=AuthorSettings(name="The Gazette", email="desk@gazette.example.org"),
        feeds=(FeedSettings(name="listen", title="Heard", podcast=True, image="/show.jpg"),),
    )
    with contextlib.closing(Site.open(settings)) as illustrated:
        illustrated.sync()
        yield illustrated


@pytest.mark.parametrize("partner", FULFILLED)
def test_a_partner_finds_nothing_in_a_document_that_is_for_it(illustrated, partner):
    path, advised = FULFILLED[partner]
    location = illustrated.settings.base_url + path
    report = validate(illustrated.document(path).body, location=location, profiles=[partner])
    assert {finding.code for finding in report.findings} == advised
    assert all(finding.severity == "info" for finding in report.findings)


def test_every_profile_is_held_against_the_site():
    """NewsBreak's is not: it wants permalinks as ids, which change with an address."""
    assert {*UNMET, *FULFILLED} == PROFILES.keys() - {"newsbreak"}
