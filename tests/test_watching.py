"""The watcher of the stories folder: files saved, renamed and deleted, a folder moved away."""

import threading
import time
from contextlib import closing, contextmanager

import pytest

from feedsvc.errors import CatalogError
from feedsvc.settings import Settings
from feedsvc.site import Site, Workers
from feedsvc.watching import MAX_PATHS, start_watching, watch

STORY = "---\ntitle: {title}\ndate: 2026-11-01\n---\nThe mayor opened the bridge on Sunday.\n"
GENEROUS = 20.0
"""How many seconds a busy machine gets for what usually takes less than one."""


@pytest.fixture
def stories(tmp_path):
    folder = tmp_path / "stories"
    folder.mkdir()
    (folder / "first.md").write_text(STORY.format(title="First"))
    return folder


@contextmanager
def watched(tmp_path, stories):
    """Yield an open site that is watched, and the list of its sync reports."""
    settings = Settings(stories=str(stories), catalog=str(tmp_path / "catalog.db"))
    reports = []
    with closing(Site.open(settings)) as site:
        stop = start_watching(site, reports.append)
        try:
            wait_for(lambda: reports)
            yield site, reports
        finally:
            stop()


def wait_for(condition):
    end = time.monotonic() + GENEROUS
    while not condition():
        assert time.monotonic() < end, "the condition never became true"
        time.sleep(0.01)


def titles(site):
    document = site.document("/rss.xml")
    return document.body.count(b"<item>"), document.body


def test_stories_saved_before_the_watch_began_are_read(tmp_path, stories):
    with watched(tmp_path, stories) as (site, reports):
        assert reports[0].added == 1
        assert titles(site)[0] == 1


def test_a_saved_story_is_soon_in_the_feed(tmp_path, stories):
    with watched(tmp_path, stories) as (site, _):
        (stories / "second.md").write_text(STORY.format(title="Second"))
        wait_for(lambda: titles(site)[0] == 2)


def test_each_report_counts_all_files(tmp_path, stories):
    with watched(tmp_path, stories) as (site, reports):
        (stories / "second.md").write_text(STORY.format(title="Second"))
        wait_for(lambda: titles(site)[0] == 2)
        assert [(report.read, report.unchanged) for report in reports] == [(1, 0), (1, 1)]


def test_a_renamed_story_is_never_withdrawn(tmp_path, stories):
    with watched(tmp_path, stories) as (_, reports):
        (stories / "first.md").rename(stories / "renamed.md")
        wait_for(lambda: len(reports) > 1)
        assert [(report.moved, report.removed) for report in reports[1:]] == [(1, 0)]


def test_a_folder_moved_into_the_stories_is_read(tmp_path, stories):
    (tmp_path / "river" / "north").mkdir(parents=True)
    (tmp_path / "river" / "north" / "second.md").write_text(STORY.format(title="Second"))
    with watched(tmp_path, stories) as (site, _):
        (tmp_path / "river").rename(stories / "river")
        wait_for(lambda: titles(site)[0] == 2)
        (stories / "river").rename(tmp_path / "river")
        wait_for(lambda: titles(site)[0] == 1)


def test_more_changes_than_paths_are_looked_at_are_all_read(tmp_path, stories):
    with watched(tmp_path, stories) as (site, _):
        for number in range(MAX_PATHS + 100):
            (stories / f"{number}.md").write_text(STORY.format(title=f"Storm {number}"))
        wait_for(lambda: site.count() == MAX_PATHS + 101)


def test_many_saves_cause_few_syncs_and_all_are_read(tmp_path, stories):
    with watched(tmp_path, stories) as (site, reports):
        for number in range(60):
            (stories / f"storm-{number}.md").write_text(STORY.format(title=f"Storm {number}"))
            time.sleep(0.005)
        wait_for(lambda: site.feeds()[0].count == 61)
        assert len(reports) < 30


def test_hidden_and_backup_files_cause_no_sync(tmp_path, stories):
    with watched(tmp_path, stories) as (site, reports):
        before = len(reports)
        (stories / ".second.md.swp").write_text("swap")
        (stories / "second.md~").write_text("backup")
        time.sleep(0.5)
        assert len(reports) == before
        (stories / "second.md").write_text(STORY.format(title="Second"))
        wait_for(lambda: titles(site)[0] == 2)


def test_a_deleted_story_leaves_the_feed(tmp_path, stories):
    with watched(tmp_path, stories) as (site, _):
        (stories / "first.md").unlink()
        wait_for(lambda: titles(site)[0] == 0)


def test_nothing_is_withdrawn_while_the_folder_is_moved_away(tmp_path, stories):
    with watched(tmp_path, stories) as (site, reports):
        stories.rename(tmp_path / "away")
        time.sleep(1.5)
        assert titles(site)[0] == 1
        stories.mkdir()
        (stories / "first.md").write_text(STORY.format(title="First, restored"))
        wait_for(lambda: b"First, restored" in titles(site)[1])
        (stories / "second.md").write_text(STORY.format(title="Second"))
        wait_for(lambda: titles(site)[0] == 2)
        assert reports[-1].total == 2


class FailingSite:
    """A site whose first syncs raise errors."""

    def __init__(self, folder, *errors):
        self.settings = Settings(stories=str(folder))
        self.workers = Workers(1)
        self.errors = list(errors)

    def sync(self, *_, **__):
        if self.errors:
            raise self.errors.pop(0)
        return "synced"


def test_a_failed_sync_is_logged_in_one_line_and_retried_without_a_change(stories, caplog):
    locked = CatalogError("catalog.db: is locked")
    site, reports = FailingSite(stories, locked, locked), []
    stop = start_watching(site, reports.append)
    wait_for(lambda: reports)
    stop()
    assert [record.getMessage() for record in caplog.records] == ["catalog.db: is locked"]
    assert not caplog.records[0].exc_info


def test_an_invalid_story_is_logged_once(tmp_path, stories, caplog):
    with watched(tmp_path, stories) as (site, reports):
        bad = STORY.format(title="Bad").replace("date:", "link: https://example.org:99999/\ndate:")
        (stories / "bad.md").write_text(bad)
        wait_for(lambda: "bad.md: held back (Bad)" in caplog.text)
        (stories / "good.md").write_text(STORY.format(title="Good"))
        wait_for(lambda: titles(site)[0] == 2)
        wait_for(lambda: len(reports) == 3)
    assert caplog.text.count("bad.md: held back") == 1


def test_an_unexpected_exception_is_logged_and_does_not_end_the_watch(stories, caplog):
    error = ZeroDivisionError("unexpected")
    site, reports = FailingSite(stories, error), []
    stop = start_watching(site, reports.append)
    wait_for(lambda: reports)
    stop()
    assert [record.exc_info[1] for record in caplog.records] == [error]


def test_watch_ends_when_stop_is_set(tmp_path, stories):
    settings = Settings(stories=str(stories), catalog=str(tmp_path / "catalog.db"))
    stop = threading.Event()
    with closing(Site.open(settings)) as site:
        thread = threading.Thread(target=watch, args=(site, lambda _: None, stop))
        thread.start()
        stop.set()
        thread.join(timeout=GENEROUS)
        assert not thread.is_alive()
