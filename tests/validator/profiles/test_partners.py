"""The sample site has no findings with the profiles of partners."""

import contextlib
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from support.commands import run

from feedsvc.settings import load_settings
from feedsvc.site import Site
from feedsvc.site.paths import NEWS_SITEMAP_PATH
from feedsvc.validator import validate
from feedsvc.validator.profiles import PROFILES

STORIES = Path(__file__).parents[3] / "stories"
FEEDS = ("rss.xml", "atom.xml", "feed.json", "opml.xml", "feeds", "news-sitemap.xml")

SAMPLE_PATHS = {
    "flipboard": "/rss.xml",
    "smartnews": "/rss.xml",
    "feedly": "/rss.xml",
    "msn": "/feeds/msn/rss.xml",
    "news-sitemap": NEWS_SITEMAP_PATH,
    "podcast": "/feeds/heard/rss.xml",
}
"""The document of the sample site for each partner."""


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory):
    """Return a folder with the sample stories."""
    folder = tmp_path_factory.mktemp("newsroom")
    shutil.copytree(STORIES, folder / "stories")
    return folder


@pytest.fixture(scope="module")
def site(newsroom):
    """Yield the sample site, with the settings in its folder."""
    settings = load_settings(newsroom / "stories" / "feedsvc.toml", {})
    with contextlib.closing(Site.open(settings)) as site:
        site.sync()
        yield site


def findings(site, path, *partners):
    """Return the findings in a document of the site, of any severity."""
    location = site.settings.base_url + path
    return validate(site.document(path).body, location=location, profiles=partners).findings


@pytest.mark.parametrize("name", FEEDS)
def test_no_document_of_the_sample_has_findings(site, name):
    paths = [path for path in site.paths() if path.rpartition("/")[2] == name]
    assert paths
    for path in paths:
        assert findings(site, path) == (), path


@pytest.mark.parametrize(("partner", "path"), SAMPLE_PATHS.items())
def test_the_document_of_the_sample_for_a_partner_has_no_findings(site, partner, path):
    assert findings(site, path, partner) == ()


def test_atom_has_no_findings_for_feedly(site):
    assert findings(site, "/atom.xml", "feedly") == ()


def test_the_commands_in_the_guide_report_no_findings(newsroom, monkeypatch):
    monkeypatch.chdir(newsroom)
    monkeypatch.setenv("FEEDSVC_CONFIG", "stories/feedsvc.toml")
    assert run("build", "--output", "public").exit_code == 0
    for partner, path in SAMPLE_PATHS.items():
        result = run("validate", "--profile", partner, f"public{path}")
        assert (result.exit_code, result.output) == (0, "1 document: 0 errors, 0 warnings\n")


def test_images_in_the_settings_of_the_sample_are_published(site):
    settings, podcast = site.settings, site.settings.feeds[0]
    for path in (settings.icon, settings.logo, settings.banner, settings.cover, podcast.image):
        assert site.attachment(path), path


def test_the_episodes_of_the_sample_have_transcripts_and_chapters(site):
    rss = site.document("/feeds/heard/rss.xml").body
    for name in ("foghorn/foghorn.vtt", "foghorn/foghorn.chapters.json", "singing-ice/singing-ice"):
        assert f"https://gazette.example.org/stories/{name}".encode() in rss
    assert b"<itunes:duration>11</itunes:duration>" in rss


RECENT_PATHS = {
    "flipboard": "/sections/harbour/rss.xml",
    "feedly": "/sections/harbour/atom.xml",
    "msn": "/feeds/msn/rss.xml",
    "news-sitemap": NEWS_SITEMAP_PATH,
}
"""A document for each partner whose rules depend on the date or the format."""


@pytest.fixture(scope="module")
def recent(site, tmp_path_factory):
    """Yield a site with stories of today: those of the sample become too old for some partners."""
    folder = tmp_path_factory.mktemp("recent")
    (folder / "stories/harbour").mkdir(parents=True)
    text = "The harbour was quiet, and the crane stood where it always stood. " * 6
    latest = datetime.now(UTC) - timedelta(hours=3)
    for number in range(20):
        written = latest - timedelta(minutes=number)
        head = f"date: {written:%Y-%m-%dT%H:%M:%SZ}\nauthor: Mara Quill\nlanguage: en"
        (folder / f"stories/harbour/{number}.md").write_text(
            f"---\ntitle: Another quiet day at the quay {number}\n{head}\n"
            f"image: /pictures/{number}.jpg\n---\n{text}\n"
        )
    settings = msgspec.structs.replace(
        site.settings, stories=str(folder / "stories"), catalog=str(folder / "catalog.db")
    )
    with contextlib.closing(Site.open(settings)) as recent:
        recent.sync()
        yield recent


@pytest.mark.parametrize(("partner", "path"), RECENT_PATHS.items())
def test_stories_of_today_have_no_findings(recent, partner, path):
    assert recent.document(path).entry_ids
    assert findings(recent, path, partner) == ()


def test_every_profile_is_checked_on_the_sample():
    """All but NewsBreak, which requires permalinks as ids: those change with the URL."""
    assert SAMPLE_PATHS.keys() == PROFILES.keys() - {"newsbreak"}
