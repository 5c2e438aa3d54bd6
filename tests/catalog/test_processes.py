"""Several processes and threads on one catalog: they take turns, and nothing is done twice."""

import multiprocessing
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import timedelta

import pytest
from support.catalogfolder import (
    AUTHORITY,
    NOON,
    POSTGRES,
    SERVERS,
    Folder,
    drop_tables,
    story,
    sync_all,
    sync_own,
)

from feedsvc.catalog import Catalog, Selection

PROCESSES = 4


@pytest.fixture(params=SERVERS)
def location(request, tmp_path):
    if request.param == "postgresql":
        drop_tables()
        return POSTGRES
    return str(tmp_path / "catalog.db")


@pytest.fixture(scope="module")
def pool():
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(PROCESSES, mp_context=spawn) as processes:
        yield processes


def test_processes_that_sync_the_same_new_folder_add_each_story_once(location, pool):
    added = list(pool.map(sync_all, [location] * PROCESSES))
    assert sorted(added) == [0] * (PROCESSES - 1) + [40]
    with Catalog.open(location, AUTHORITY) as catalog:
        assert catalog.count(NOON) == 40
        assert catalog.generation() == 1


def test_processes_with_different_stories_lose_nothing_and_share_no_name(location, pool):
    list(pool.map(sync_own, [location] * PROCESSES, range(PROCESSES)))
    with Catalog.open(location, AUTHORITY) as catalog:
        entries = catalog.entries(Selection(), NOON)
        assert len({entry.id for entry in entries}) == PROCESSES * 10
        assert len({entry.slug for entry in entries}) == PROCESSES * 10
        assert catalog.generation() == PROCESSES * 10
        assert len(catalog.files()) == PROCESSES * 10


def test_threads_can_read_while_another_writes(location):
    with Catalog.open(location, AUTHORITY) as catalog, ThreadPoolExecutor(4) as threads:
        folder = Folder(catalog)

        def read(_):
            entries = catalog.entries(Selection(section="World"), NOON + timedelta(hours=1))
            return {entry.summary for entry in entries}

        for number in range(10):
            for name in ("world/a.txt", "world/b.txt"):
                folder.write(name, story(name, summary=str(number), published=NOON))
            reads = threads.map(read, range(8))
            folder.sync()
            # A sync is one transaction, so no reader sees half of it.
            assert all(len(summaries) <= 1 for summaries in reads)


@pytest.mark.skipif(
    POSTGRES is None,
    reason="needs a PostgreSQL database: TEST_POSTGRES=postgresql://user@host/name",
)
def test_postgresql_has_the_same_entries_as_sqlite(tmp_path):
    drop_tables()
    found = []
    for location in (str(tmp_path / "catalog.db"), POSTGRES):
        with Catalog.open(location, AUTHORITY) as catalog:
            folder = Folder(catalog)
            for name in ("b", "a", "B", "ä", "z/1", "Z/1"):
                folder.write(f"{name}.txt", story(name, published=NOON), story("Two"))
            folder.sync()
            folder.move("b.txt", "moved.txt")
            folder.remove("a.txt")
            folder.sync(timedelta(hours=1))
            terms = catalog.terms(folder.now)
            found.append((folder.entries(), terms, catalog.files(), catalog.generation()))
    assert found[0] == found[1]
