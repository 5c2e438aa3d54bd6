"""A first import in pieces: readers see what there is, and an interruption changes nothing."""

from datetime import timedelta
from itertools import islice

import msgspec
import pytest
from sqlalchemy import create_engine, select
from support.catalogfolder import AUTHORITY, NOON, SERVERS, batch, fresh_folder, story

from feedsvc.catalog import Catalog, Selection
from feedsvc.catalog.schema import metadata
from feedsvc.catalog.sync import change
from feedsvc.entry import Category

HOUR = timedelta(hours=1)
ALL = Selection()


class Killed(BaseException):
    """Stands for the end of the process."""


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch):
    monkeypatch.setattr(change, "PIECE", 5)


@pytest.fixture(params=SERVERS)
def folder(request, tmp_path):
    """A folder of forty stories in twenty files, not imported yet."""
    with fresh_folder(request.param, tmp_path) as fresh:
        for number in range(20):
            date = NOON + (3 - number) * HOUR if number % 7 else None
            tags = (Category(term=("sea", "Sea", "city")[number % 3]),)
            given = f"urn:x:{number % 10}" if number % 5 == 0 else None
            fresh.write(
                f"{'xy'[number % 2]}/{number:02}.txt",
                story(f"Story {number}", published=date, categories=tags, id=given),
                story("The same title", published=date),
                mtime=NOON - number * HOUR,
            )
        yield fresh


def batches(folder, killed_after=None):
    known = folder.catalog.files()
    names = [name for name in sorted(folder.files) if name not in known]
    for number, name in enumerate(names):
        if number == killed_after:
            raise Killed
        yield batch([folder.files[name]])


def run(folder, now=NOON, killed_after=None):
    return folder.catalog.sync(batches(folder, killed_after), (), now)


def content(folder):
    """Return all rows but for generations, which number the transactions."""
    found, engine = {}, create_engine(folder.url)
    with engine.begin() as connection:
        for table in metadata.sorted_tables:
            columns = [column for column in table.c if column.name != "generation"]
            found[table.name] = sorted(map(tuple, connection.execute(select(*columns))), key=repr)
    engine.dispose()
    return found


def test_readers_see_each_piece_and_archives_at_the_end(folder):
    seen = []

    def watched():
        for each in batches(folder):
            seen.append(
                (
                    folder.catalog.count(NOON),
                    folder.catalog.generation(),
                    folder.catalog.importing() is not None,
                    folder.catalog.archives.current(ALL, 5, NOON).pages,
                )
            )
            yield each

    outcome = folder.catalog.sync(watched(), (), NOON)
    counts, generations, importing, pages = zip(*seen, strict=True)
    assert len(set(counts)) > 4
    assert sorted(counts) == list(counts)
    assert len(set(generations)) == len(set(counts))
    assert (importing[0], importing[-1], set(pages)) == (False, True, {0})
    assert folder.catalog.importing() is None
    assert outcome.generation == folder.catalog.generation() > generations[-1]
    assert folder.catalog.archives.current(ALL, 5, NOON).pages == folder.catalog.count(NOON) // 5
    assert outcome.added == len(folder.catalog.places(ALL, NOON + 9 * HOUR))


@pytest.mark.parametrize("killed_after", [1, 6, 13, 19])
def test_an_interrupted_import_ends_like_one_that_was_not(folder, tmp_path, killed_after):
    with fresh_folder("sqlite", tmp_path / "other") as other:
        other.files = folder.files
        run(other)
        with pytest.raises(Killed):
            run(folder, killed_after=killed_after)
        is_begun = killed_after > 5
        assert (folder.catalog.importing() == NOON) is is_begun
        run(folder, now=NOON + HOUR if is_begun else NOON)
        assert content(folder) == content(other)


def test_an_import_that_was_interrupted_at_its_end_is_completed(folder):
    with pytest.raises(Killed):
        run(folder, killed_after=19)
    [last] = [name for name in folder.files if name not in folder.catalog.files()][-1:]
    folder.remove(last)
    run(folder)
    assert folder.catalog.importing() is None
    assert run(folder).added == 0


def test_an_id_from_a_source_wins_over_one_minted_for_an_earlier_piece(tmp_path):
    with fresh_folder("sqlite", tmp_path) as folder:
        for number in range(20):
            folder.write(f"{number:02}.txt", story(f"Story {number}"))
        claimed = f"tag:{AUTHORITY}:03"
        folder.write("zz.txt", story("Claims it", id=claimed))
        run(folder)
        ids = folder.ids()
        assert ids["Claims it"] == claimed
        assert ids["Story 3"] == f"{claimed}#2"


def test_many_changed_stories_are_stored_outside_memory(folder, monkeypatch):
    run(folder)
    monkeypatch.setattr(change, "_IN_MEMORY", 100)
    for name, file in folder.files.items():
        texts = [msgspec.structs.replace(each, summary=name) for each in file.entries]
        folder.write(name, *texts)
    assert folder.sync(HOUR).changed == 38
    assert {entry.summary for entry in folder.entries(NOON + 9 * HOUR)} >= {"x/02.txt", "y/01.txt"}


def test_several_processes_can_import_the_same_folder(folder):
    with Catalog.open(folder.url, AUTHORITY) as second:
        mine, theirs = batches(folder), list(batches(folder))
        pieces = iter(theirs)

        def interleaved():
            yield from islice(mine, 10)
            second.sync(pieces, (), NOON)
            yield from mine

        folder.catalog.sync(interleaved(), (), NOON)
    assert len(folder.catalog.files()) == 20
    assert len(folder.entries(NOON + 9 * HOUR)) == 38
