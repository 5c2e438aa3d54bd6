"""What partners say of the sample site with the settings that lie beside it: nothing."""

import contextlib
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from support.commands import run

from feedsvc.settings import load_settings
from feedsvc.site import Site
from feedsvc.site.naming import NEWS_SITEMAP_PATH
from feedsvc.validator import validate
from feedsvc.validator.profiles import PROFILES

STORIES = Path(__file__).parents[3] / "stories"
FEEDS = ("rss.xml", "atom.xml", "feed.json", "opml.xml", "feeds", "news-sitemap.xml")

IS_FOR = {
    "flipboard": "/rss.xml",
    "smartnews": "/rss.xml",
    "feedly": "/rss.xml",
    "msn": "/feeds/msn/rss.xml",
    "news-sitemap": NEWS_SITEMAP_PATH,
    "podcast": "/feeds/heard/rss.xml",
}
"""The document of the sample that is for each partner."""


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory):
    """A folder with the sample stories."""
    folder = tmp_path_factory.mktemp("newsroom")
    shutil.copytree(STORIES, folder / "stories")
    return folder


@pytest.fixture(scope="module")
def site(newsroom):
    """The sample, published with the settings that lie beside it."""
    settings = load_settings(newsroom / "stories" / "feedsvc.toml", {})
    with contextlib.closing(Site.open(settings)) as site:
        site.sync()
        yield site


def findings(site, path, *partners):
    """Return what is found in a document, whatever its severity."""
    location = site.settings.base_url + path
    return validate(site.document(path).body, location=location, profiles=partners).findings


@pytest.mark.parametrize("name", FEEDS)
def test_nothing_is_found_in_any_document_of_the_sample(site, name):
    paths = [path for path in site.paths() if path.rpartition("/")[2] == name]
    assert paths
    for path in paths:
        assert findings(site, path) == (), path


@pytest.mark.parametrize(("partner", "path"), IS_FOR.items())
def test_a_partner_finds_nothing_in_the_document_of_the_sample_that_is_for_it(site, partner, path):
    assert findings(site, path, partner) == ()


def test_feedly_finds_nothing_in_atom_either(site):
    assert findings(site, "/atom.xml", "feedly") == ()


def test_the_commands_of_the_readme_find_nothing(newsroom, monkeypatch):
    monkeypatch.chdir(newsroom)
    monkeypatch.setenv("FEEDSVC_CONFIG", "stories/feedsvc.toml")
    assert run("build", "--output", "public").exit_code == 0
    for partner, path in IS_FOR.items():
        result = run("validate", "--profile", partner, f"public{path}")
        assert (result.exit_code, result.output) == (0, "1 document: 0 errors, 0 warnings\n")


def test_what_the_settings_of_the_sample_name_is_published(site):
    look, show = site.settings, site.settings.feeds[0]
    for path in (look.icon, look.logo, look.banner, look.cover, show.image):
        assert site.attachment(path), path


def test_the_episodes_of_the_sample_can_be_read_along(site):
    rss = site.document("/feeds/heard/rss.xml").body
    for name in ("foghorn/foghorn.vtt", "foghorn/foghorn.chapters.json", "singing-ice/singing-ice"):
        assert f"https://gazette.example.org/stories/{name}".encode() in rss
    assert b"<itunes:duration>11</itunes:duration>" in rss


FULFILLED = {
    "flipboard": "/sections/harbour/rss.xml",
    "feedly": "/sections/harbour/atom.xml",
    "msn": "/feeds/msn/rss.xml",
    "news-sitemap": NEWS_SITEMAP_PATH,
}
"""A document for each partner whose rules depend on the day, or on the format."""


@pytest.fixture(scope="module")
def recent(site, tmp_path_factory):
    """A site with stories of today: those of the sample grow too old for some partners."""
    folder = tmp_path_factory.mktemp("recent")
    (folder / "stories/harbour").mkdir(parents=True)
    text = "The harbour was quiet, and the crane stood where it always stood. " * 6
    moment = datetime.now(UTC) - timedelta(hours=3)
    for number in range(20):
        written = moment - timedelta(minutes=number)
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


@pytest.mark.parametrize(("partner", "path"), FULFILLED.items())
def test_a_partner_finds_nothing_in_stories_of_today(recent, partner, path):
    assert recent.document(path).entry_ids
    assert findings(recent, path, partner) == ()


def test_every_profile_is_held_against_the_sample():
    """NewsBreak's is not: it wants permalinks as ids, which change with an address."""
    assert IS_FOR.keys() == PROFILES.keys() - {"newsbreak"}
