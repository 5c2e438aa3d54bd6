"""Last-Modified increases whenever the bytes of a document change."""

import contextlib
from datetime import UTC, datetime, timedelta
from email.utils import formatdate

import msgspec
import pytest

from feedsvc.site import Site
from feedsvc.web.document_response import Freshness, document_response

NOON = datetime(2026, 11, 24, 12, 0, 0, 400_000, tzinfo=UTC)
STORY = "---\ntitle: {title}\ndate: {date}\n---\nA gull sat on the mast.\n"


class Clock:
    now = NOON

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def site(settings, clock):
    site = Site.open(settings, clock=clock)
    site.sync()
    yield site
    site.close()


@pytest.fixture
def add(site, stories, clock):
    """Return a function that saves a story some seconds later, and syncs it."""

    def save(name="gull.md", date="2026-01-01", title="Gull", after=60.0):
        (stories / name).write_text(STORY.format(title=title, date=date))
        clock.now += timedelta(seconds=after)
        site.sync()
        return site.document("/rss.xml").modified

    return save


def test_the_first_date_is_the_newest_change_of_an_entry(site):
    assert site.document("/rss.xml").modified == datetime(2026, 3, 4, tzinfo=UTC)


def test_a_story_dated_before_the_newest_increases_the_date(site, add, clock):
    site.document("/rss.xml")
    assert add() == clock.now


def test_a_withdrawal_increases_the_date(site, add, stories, clock):
    add(date="2026-11-24T11:00:00Z")
    (stories / "gull.md").unlink()
    clock.now += timedelta(minutes=1)
    site.sync()
    assert site.document("/rss.xml").modified == clock.now


def test_two_versions_in_one_second_have_two_dates(site, add):
    site.document("/rss.xml")
    first, second = add(after=0.1), add("tern.md", title="Tern", after=0.1)
    assert second.replace(microsecond=0) == first.replace(microsecond=0) + timedelta(seconds=1)


def test_another_base_url_increases_the_date_and_a_restart_does_not(add, settings, clock):
    modified = add()
    clock.now += timedelta(hours=1)
    for base_url, expected in (
        (settings.base_url, modified),
        ("https://news.example.org", clock.now),
    ):
        moved = Site.open(msgspec.structs.replace(settings, base_url=base_url), clock=clock)
        assert moved.document("/rss.xml").modified == expected
        moved.close()


def test_a_preview_of_a_later_time_does_not_affect_what_is_served_now(site, add, clock):
    site.document("/rss.xml")
    add()
    site.document("/rss.xml", clock.now + timedelta(days=30))
    assert site.document("/rss.xml").modified <= clock.now + timedelta(seconds=1)


def test_a_date_in_the_future_is_omitted_from_the_response(site):
    document = site.document("/rss.xml")
    ahead = msgspec.structs.replace(document, modified=datetime.now(UTC) + timedelta(seconds=30))
    assert "Last-Modified" in dict(document_response(document, "GET", {}, Freshness(300)).headers)
    assert "Last-Modified" not in dict(document_response(ahead, "GET", {}, Freshness(300)).headers)


def test_a_page_whose_neighbor_changed_gets_no_304_for_its_old_date(site, add, settings, clock):
    """After a restart the earlier page is unknown, and its entry's date is the old one."""
    add(title="Gull")
    add("tern.md", date="2026-01-02", title="Tern")
    path, since = "/stories/gull/", formatdate(clock.now.timestamp(), usegmt=True)
    before = site.document(path)
    add("tern.md", date="2026-01-02", title="Roseate tern")
    with contextlib.closing(Site.open(settings, clock=clock)) as restarted:
        after = restarted.document(path)
    assert (after.modified, after.body == before.body) == (before.modified, False)
    found = document_response(after, "GET", {"if-modified-since": since}, Freshness(300))
    assert (found.status, found.body) == ("200 OK", after.body)
    assert "Last-Modified" not in dict(found.headers)
