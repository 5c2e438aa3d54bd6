"""Withdrawn stories: tombstones in Atom (RFC 6721), and 410 at their pages."""

from datetime import timedelta

import pytest
from lxml import etree
from support.livesite import NOON, SECOND, id_of, tombstones_in

from feedsvc.publish import publish
from feedsvc.settings import FeedSettings
from feedsvc.site import feeds
from feedsvc.validator import Severity, validate

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
BEFORE = NOON - DAY


@pytest.fixture
def open_live(open_livesite):
    """Return a function that opens a site of three stories that readers have seen."""

    def open_(**changes):
        live = open_livesite(**changes)
        for name in ("crane", "heron", "stork"):
            live.write(name, tags="[birds]")
        live.sync()
        live.read("/atom.xml")
        return live

    return open_


@pytest.fixture
def live(open_live):
    return open_live()


def tombstones(live, path="/atom.xml"):
    return tombstones_in(live.read(path))


def withdraw(live, name):
    live.remove(name)


def cancel(live, name):
    live.write(name, status="canceled")


def draft(live, name):
    live.write(name, draft="true")


def embargo(live, name):
    live.write(name, publishDate=NOON + 90 * DAY)


@pytest.mark.parametrize("take_out", [withdraw, cancel, draft, embargo])
def test_a_deleted_story_has_a_tombstone_for_thirty_days(live, take_out):
    take_out(live, "heron")
    live.sync(after=MINUTE)
    deleted_at = live.now
    live.sync(after=DAY)
    assert tombstones(live) == {id_of("heron"): "2026-06-01T12:01:00+00:00"}
    assert id_of("heron") not in live.ids("/atom.xml")
    live.now = deleted_at + 30 * DAY - SECOND
    assert id_of("heron") in tombstones(live)
    live.now = deleted_at + 30 * DAY
    assert tombstones(live) == {}


def test_an_expired_story_has_a_tombstone_from_that_time_on(live):
    live.write("heron", expiryDate=NOON + 5 * MINUTE)
    live.sync()
    live.read("/atom.xml")
    live.now = NOON + 5 * MINUTE - SECOND
    assert tombstones(live) == {}
    live.now += SECOND
    assert tombstones(live) == {id_of("heron"): "2026-06-01T12:05:00+00:00"}
    live.remove("heron")
    live.sync(after=MINUTE)
    assert tombstones(live) == {id_of("heron"): "2026-06-01T12:05:00+00:00"}
    live.now = NOON + 5 * MINUTE + 30 * DAY
    assert tombstones(live) == {}


def test_a_story_that_opened_and_expired_by_the_clock_has_a_tombstone_if_shown(live):
    owl, wren = (
        {"publishDate": NOON + start * MINUTE, "expiryDate": NOON + end * MINUTE}
        for start, end in ((5, 9), (11, 12))
    )
    live.write("owl", tags="[owls]", **owl)
    live.write("wren", **wren)
    live.sync()
    live.now = NOON + 5 * MINUTE
    assert id_of("owl") in live.ids("/atom.xml")
    etags = {path: live.get(path).headers["ETag"] for path in ("/atom.xml", "/rss.xml")}
    live.now = NOON + 20 * MINUTE
    expected = {id_of("owl"): "2026-06-01T12:09:00+00:00"}
    assert tombstones(live) == expected
    for path, status in (("/atom.xml", 226), ("/rss.xml", 200)):
        news = live.get(path, A_IM="feed", If_None_Match=etags[path])
        assert news.status_code == status
    live.sync()
    assert tombstones(live) == expected


def test_a_story_that_returns_loses_its_tombstone(live):
    for name in ("crane", "heron", "stork"):
        live.remove(name)
    live.sync(after=MINUTE)
    assert len(tombstones(live)) == 3
    live.write("crane")
    live.write("heron", publishDate=NOON + 5 * MINUTE)
    live.write("stork", expiryDate=NOON + 9 * MINUTE)
    live.sync(after=MINUTE)
    assert tombstones(live) == {id_of("heron"): "2026-06-01T12:01:00+00:00"}
    live.now = NOON + 5 * MINUTE
    assert tombstones(live) == {}
    assert set(live.ids("/atom.xml")) == {id_of("crane"), id_of("heron"), id_of("stork")}
    live.now = NOON + 9 * MINUTE
    assert tombstones(live) == {id_of("stork"): "2026-06-01T12:09:00+00:00"}


NEVER_PUBLIC = [
    {"draft": "true"},
    {"publishDate": NOON + 5 * DAY},
    {"date": NOON + 5 * DAY},
    {"status": "withheld"},
    {"status": "canceled"},
    {"expiryDate": NOON - 2 * MINUTE},
]


@pytest.mark.parametrize("header", NEVER_PUBLIC)
def test_a_story_that_was_never_public_never_has_one(live, header):
    live.write("secret", **header)
    live.sync(after=MINUTE)
    live.read("/atom.xml")
    live.remove("secret")
    live.sync(after=MINUTE)
    live.now += DAY
    for path in live.site.paths():
        assert b"secret" not in live.read(path), path


def test_a_story_that_no_document_has_shown_has_no_tombstone(live):
    live.write("owl")
    live.sync(after=MINUTE)
    live.remove("owl")
    live.sync(after=MINUTE)
    assert tombstones(live) == {}


def test_what_a_build_has_shown_counts_as_shown(live, tmp_path):
    live.write("owl")
    live.sync(after=MINUTE)
    publish(live.site, tmp_path / "site")
    live.remove("owl")
    live.sync(after=MINUTE)
    publish(live.site, tmp_path / "site")
    assert tombstones_in((tmp_path / "site/atom.xml").read_bytes()).keys() == {id_of("owl")}


def test_a_feed_lists_only_its_own_stories(open_live):
    both = FeedSettings(name="both", tag="birds", section="Marsh")
    live = open_live(feeds=(both,))
    live.write("boat", tags="[boats]")
    live.write("barge", tags="[boats]")
    live.write("bittern", tags="[birds]", section="marsh")
    live.write("rail", tags="[birds]", section="marsh")
    live.sync()
    live.read("/atom.xml")
    for name in ("boat", "heron", "bittern"):
        live.remove(name)
    live.sync(after=MINUTE)
    expected = {
        path: tombstones(live, f"{path}atom.xml").keys()
        for path in ("/tags/birds/", "/tags/boats/")
    }
    assert expected == {
        "/tags/birds/": {id_of("heron"), id_of("bittern")},
        "/tags/boats/": {id_of("boat")},
    }
    assert tombstones(live, "/feeds/both/atom.xml").keys() == {id_of("bittern")}
    assert tombstones(live).keys() == {id_of("boat"), id_of("heron"), id_of("bittern")}


def test_rss_and_json_feed_have_no_tombstones(live):
    before = {path: live.read(path) for path in ("/rss.xml", "/feed.json")}
    live.write("owl", date=NOON)
    live.sync(after=MINUTE)
    live.read("/atom.xml")
    live.remove("owl")
    live.sync(after=MINUTE)
    assert tombstones(live).keys() == {id_of("owl")}
    assert {path: live.read(path) for path in before} == before


def test_the_setting_is_the_number_of_days(open_live):
    live = open_live(tombstone_days=2)
    live.remove("heron")
    live.sync(after=MINUTE)
    live.now += 2 * DAY - SECOND
    assert tombstones(live).keys() == {id_of("heron")}
    live.now += SECOND
    assert tombstones(live) == {}


def test_zero_days_means_no_tombstones(open_live):
    live = open_live(tombstone_days=0)
    live.remove("heron")
    live.sync(after=MINUTE)
    assert tombstones(live) == {}
    assert b"tombstones" not in live.read("/atom.xml")


def test_a_tombstone_changes_the_feeds_date_and_is_valid(live):
    live.write(
        "owl", date=BEFORE - DAY
    )  # If all stories had the same second, the validator would report it.
    live.remove("heron")
    live.sync(after=MINUTE)
    body = live.read("/atom.xml")
    updated = etree.fromstring(body).findtext("{*}updated")
    assert updated == "2026-06-01T12:01:00+00:00"
    report = validate(body, location=live.settings.base_url + "/atom.xml")
    assert [each for each in report.findings if each.severity > Severity.INFO] == []


def test_a_feed_lists_the_last_thousand_at_most(live, monkeypatch):
    monkeypatch.setattr(feeds, "MAX_TOMBSTONES", 2)
    for name in ("stork", "crane", "heron"):
        live.remove(name)
        live.sync(after=MINUTE)
    assert tombstones(live).keys() == {id_of("crane"), id_of("heron")}


def test_a_feed_is_fresh_until_a_tombstone_ends(live):
    live.remove("heron")
    live.sync(after=MINUTE)
    live.now += 30 * DAY - 100 * SECOND
    cache_control = live.get("/atom.xml").headers["Cache-Control"]
    assert cache_control == "public, max-age=100, stale-while-revalidate=0"


def test_a_build_removes_a_tombstone_when_it_ends(live, tmp_path):
    def built(path):
        publish(live.site, tmp_path / "site")
        return tombstones_in((tmp_path / f"site{path}").read_bytes()).keys()

    paths = ("/atom.xml", "/tags/birds/atom.xml")
    live.remove("heron")
    live.sync(after=MINUTE)
    assert [built(path) for path in paths] == [{id_of("heron")}] * 2
    live.now += 30 * DAY
    assert [built(path) for path in paths] == [set(), set()]
    for path in paths:
        assert (tmp_path / f"site{path}").read_bytes() == live.read(path)


# Pages


@pytest.mark.parametrize("take_out", [withdraw, cancel])
def test_the_page_of_a_public_story_that_was_withdrawn_is_gone(live, take_out):
    take_out(live, "heron")
    live.sync(after=MINUTE)
    live.now += 400 * DAY
    for path in ("/stories/heron/", "/stories/heron"):
        response = live.get(path)
        assert (response.status_code, response.content_type) == (410, "text/html; charset=utf-8")
        assert "heron" not in response.text.replace(path, "")
    assert live.get("/stories/heron/", "HEAD").status_code == 410
    assert live.get("/stories/heron/heron.jpg").status_code == 404
    assert live.get("/stories/crane/").status_code == 200


@pytest.mark.parametrize("hide", [draft, embargo])
def test_the_page_of_a_story_that_can_return_is_not_found(live, hide):
    hide(live, "heron")
    live.sync(after=MINUTE)
    assert live.get("/stories/heron/").status_code == 404


def test_the_page_of_a_story_that_returned_is_served_again(live):
    cancel(live, "heron")
    live.sync(after=MINUTE)
    live.write("heron")
    live.sync(after=MINUTE)
    assert live.get("/stories/heron/").status_code == 200


@pytest.mark.parametrize("header", NEVER_PUBLIC)
def test_the_page_of_a_story_that_was_never_public_is_not_found(live, header):
    live.write("secret", **header)
    live.sync(after=MINUTE)
    assert live.get("/stories/secret/").status_code == 404
    live.remove("secret")
    live.sync(after=MINUTE)
    assert live.get("/stories/secret/").status_code == 404
    assert live.get("/stories/nothing/").status_code == 404
