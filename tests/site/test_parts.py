"""An invalid story is kept out of the feeds, and every other entry goes on."""

from datetime import timedelta

import msgspec
import pytest
from support.livesite import FILES, NOON, LiveSite, id_of

from feedsvc.publish import publish
from feedsvc.settings import FeedSettings, Settings

INVALID = "https://example.org:99999/"
"""A link that passes the parsers and that no feed document may contain."""


@pytest.fixture
def live(tmp_path):
    settings = Settings(
        stories=str(tmp_path / "stories"),
        output=str(tmp_path / "site"),
        catalog=str(tmp_path / "catalog.db"),
        base_url="https://gazette.example.org",
        id_authority="gazette.example.org,2026",
        feeds=(FeedSettings(name="brief", content="summary"),),
    )
    site = LiveSite(settings)
    for number in range(3):
        site.write(f"s{number}", date=NOON - timedelta(hours=number + 1))
    site.sync()
    yield site
    site.close()


@pytest.mark.parametrize("file", FILES)
def test_an_invalid_story_is_out_of_the_feeds_and_the_others_stay(live, file):
    live.write("bad", link=INVALID)
    live.sync()
    for folder in ("/", "/feeds/brief/"):
        assert len(live.ids(folder + file)) == 3
    [held] = live.site.held_back()
    assert (held.place, held.title, held.replaced) == ("bad.md", "bad", False)
    assert "port" in str(held)


def test_an_invalid_story_still_has_its_page_and_is_in_no_list(live):
    live.write("bad", link=INVALID)
    live.sync()
    assert live.get("/stories/bad/").status_code == 200
    assert b"stories/s1/" in live.read("/stories/")
    assert b"stories/bad/" not in live.read("/stories/")


@pytest.mark.parametrize("file", FILES)
def test_the_last_good_revision_of_a_story_stays_until_it_is_valid_again(live, file):
    live.read("/" + file)
    live.write("s1", date=NOON - timedelta(hours=2), link=INVALID, body="Broken.")
    live.sync(after=timedelta(minutes=1))
    body = live.read("/" + file)
    assert len(live.ids("/" + file)) == 3
    assert b"What there is to say of s1." in body
    assert b"Broken." not in body
    assert [held.replaced for held in live.site.held_back()] == [True]
    live.write("s1", date=NOON - timedelta(hours=2), body="Mended.")
    live.sync(after=timedelta(minutes=1))
    assert b"Mended." in live.read("/" + file)
    assert live.site.held_back() == ()


def test_a_withdrawn_story_is_gone_even_if_an_earlier_revision_was_good(live):
    live.read("/rss.xml")
    live.write("s1", date=NOON - timedelta(hours=2), link=INVALID)
    live.sync(after=timedelta(minutes=1))
    assert id_of("s1") in live.ids("/atom.xml")
    live.remove("s1")
    live.sync(after=timedelta(minutes=1))
    assert b"say of s1" not in live.read("/rss.xml")
    assert live.site.held_back() == ()


def test_a_build_reports_an_invalid_story_each_time_and_writes_all_others(live, tmp_path):
    live.write("bad", link=INVALID)
    live.sync()
    for _ in range(2):
        report = publish(live.site, tmp_path / "site")
        assert [held.place for held in report.held] == ["bad.md"]
        assert b"say of s1" in (tmp_path / "site/rss.xml").read_bytes()
        assert (tmp_path / "site/stories/bad/index.html").exists()


def test_a_story_that_a_feed_no_longer_shows_is_not_held_back_for_ever(live):
    short = FeedSettings(name="brief", content="summary", limit=2)
    live.reopen(msgspec.structs.replace(live.settings, feeds=(short,)))
    live.write("bad", date=NOON - timedelta(minutes=1), link=INVALID)
    live.sync()
    live.read("/feeds/brief/rss.xml")
    live.write("bad", date=NOON - timedelta(minutes=1))
    for name in ("new", "newer"):
        live.write(name, date=NOON)
    live.sync(after=timedelta(minutes=1))
    for path in ("/rss.xml", "/feeds/brief/rss.xml"):
        live.read(path)
    assert live.site.held_back() == ()
