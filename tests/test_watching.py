"""A stories folder that is followed: saved, renamed, removed, moved away and put back."""

import threading
import time
from contextlib import closing, contextmanager

import pytest

from feedsvc.errors import CatalogError
from feedsvc.settings import Settings
from feedsvc.site import Site
from feedsvc.watching import start_watching, watch

STORY = "---\ntitle: {title}\ndate: 2026-11-01\n---\nThe mayor opened the bridge on Sunday.\n"


@pytest.fixture
def stories(tmp_path):
    folder = tmp_path / "stories"
    folder.mkdir()
    (folder / "first.md").write_text(STORY.format(title="First"))
    return folder


@contextmanager
def followed(tmp_path, stories):
    """Give an open site that is watched, and the list of reports that comes of it."""
    settings = Settings(stories=str(stories), catalog=str(tmp_path / "catalog.db"))
    reports = []
    with closing(Site.open(settings)) as site:
        stop = start_watching(site, reports.append)
        try:
            wait_for(lambda: reports)
            yield site, reports
        finally:
            stop()


def wait_for(condition, seconds=5.0):
    """Return how many seconds it took until the condition held."""
    start = time.monotonic()
    while not condition():
        assert time.monotonic() - start < seconds, "it never came"
        time.sleep(0.01)
    return time.monotonic() - start


def titles(site):
    document = site.document("/rss.xml")
    return document.body.count(b"<item>"), document.body


def test_what_was_saved_before_the_watch_began_is_read(tmp_path, stories):
    with followed(tmp_path, stories) as (site, reports):
        assert reports[0].added == 1
        assert titles(site)[0] == 1


def test_a_saved_story_is_in_the_feed_within_a_second(tmp_path, stories):
    with followed(tmp_path, stories) as (site, _):
        (stories / "second.md").write_text(STORY.format(title="Second"))
        assert wait_for(lambda: titles(site)[0] == 2) < 1.0


def test_a_storm_of_saves_makes_few_syncs_and_all_are_read(tmp_path, stories):
    with followed(tmp_path, stories) as (site, reports):
        for number in range(60):
            (stories / f"storm-{number}.md").write_text(STORY.format(title=f"Storm {number}"))
            time.sleep(0.005)
        wait_for(lambda: site.feeds()[0].count == 61)
        assert len(reports) < 10


def test_hidden_and_backup_files_cause_no_sync(tmp_path, stories):
    with followed(tmp_path, stories) as (_, reports):
        before = len(reports)
        (stories / ".second.md.swp").write_text("swap")
        (stories / "second.md~").write_text("backup")
        time.sleep(0.5)
        assert len(reports) == before


def test_a_removed_story_leaves_the_feed(tmp_path, stories):
    with followed(tmp_path, stories) as (site, _):
        (stories / "first.md").unlink()
        wait_for(lambda: titles(site)[0] == 0)


def test_a_folder_that_is_moved_away_takes_nothing_with_it(tmp_path, stories):
    with followed(tmp_path, stories) as (site, reports):
        stories.rename(tmp_path / "away")
        time.sleep(1.5)
        assert titles(site)[0] == 1
        stories.mkdir()
        (stories / "first.md").write_text(STORY.format(title="First, put back"))
        wait_for(lambda: b"First, put back" in titles(site)[1])
        (stories / "second.md").write_text(STORY.format(title="Second"))
        wait_for(lambda: titles(site)[0] == 2)
        assert reports[-1].total == 2


class BusySite:
    """A site whose first syncs fail, as with a catalog that another program has locked."""

    def __init__(self, folder, *errors):
        self.settings = Settings(stories=str(folder))
        self.errors = list(errors)

    def sync(self):
        if self.errors:
            raise self.errors.pop(0)
        return "synced"


def test_a_sync_that_fails_is_one_line_in_the_log_and_tried_again_without_a_change(stories, caplog):
    locked = CatalogError("catalog.db: is locked")
    site, reports = BusySite(stories, locked, locked), []
    stop = start_watching(site, reports.append)
    wait_for(lambda: reports, seconds=20)
    stop()
    assert [record.getMessage() for record in caplog.records] == ["catalog.db: is locked"]
    assert not caplog.records[0].exc_info


def test_a_fault_is_logged_and_ends_no_watch(stories, caplog):
    fault = ZeroDivisionError("never thought of")
    site, reports = BusySite(stories, fault), []
    stop = start_watching(site, reports.append)
    wait_for(lambda: reports, seconds=20)
    stop()
    assert [record.exc_info[1] for record in caplog.records] == [fault]


def test_watch_ends_when_it_is_told_to(tmp_path, stories):
    settings = Settings(stories=str(stories), catalog=str(tmp_path / "catalog.db"))
    stop = threading.Event()
    with closing(Site.open(settings)) as site:
        thread = threading.Thread(target=watch, args=(site, lambda _: None, stop))
        thread.start()
        stop.set()
        thread.join(timeout=3)
        assert not thread.is_alive()
