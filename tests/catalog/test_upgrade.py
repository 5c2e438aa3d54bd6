"""A catalog of an earlier version: it opens, and subscribers notice nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import create_engine, inspect, text
from support.catalogfolder import AUTHORITY, SERVERS, Folder, fresh_folder, story

from feedsvc.catalog import Archived, Build, BuildResult, Catalog, Selection, StoredDocument
from feedsvc.entry import Category

HOUR = timedelta(hours=1)
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
OF_VERSION_1 = {
    *("site", "files", "entries", "rivals", "terms", "entry_terms"),
    *("documents", "outputs", "output_paths"),
}
ALL = Selection()
QUAYS = Selection(tag="quays")


def back_to_version_1(url):
    """Remove what version 2 added to a catalog's tables."""
    engine = create_engine(url)
    with engine.begin() as connection:
        for table in set(inspect(connection).get_table_names()) - OF_VERSION_1:
            connection.execute(text(f"DROP TABLE {table}"))
        connection.execute(text("DROP INDEX entries_by_withdrawal"))
        for column in ("settled", "archives", "listed", "importing"):
            connection.execute(text(f"ALTER TABLE site DROP COLUMN {column}"))
        connection.execute(text("DROP INDEX files_with_attachments"))
        connection.execute(text("ALTER TABLE files DROP COLUMN beside"))
        connection.execute(text("UPDATE site SET version = 1"))
    engine.dispose()


@pytest.fixture(params=SERVERS)
def folder(request, tmp_path):
    """A folder of seven stories and its catalog as version 1 created it."""
    with fresh_folder(request.param, tmp_path) as folder:
        folder.now = NOON
        for number in range(5):
            tags = (Category(term=("quays", "boats")[number % 2]),)
            date = NOON - (9 - number) * HOUR
            folder.write(f"{number}.txt", story(f"Story {number}", categories=tags, published=date))
        folder.write("later.txt", story("Later", published=NOON + HOUR))
        folder.write("gone.txt", story("Gone", published=NOON - HOUR))
        folder.sync()
        folder.remove("gone.txt")
        folder.sync()
        folder.catalog.published.store_document(
            StoredDocument(path="/rss.xml", etag='"1"', body=b"<rss/>", entry_ids=(), modified=NOON)
        )
        build = Build(folder="/out", settings="s", generation=1, at=NOON)
        folder.catalog.published.record_build(build, BuildResult(written={"/"}))
        back_to_version_1(folder.url)
        yield folder


def opened(folder):
    """Open the catalog again, as today's feedsvc does."""
    files, before = folder.files, folder.catalog
    before.close()
    again = Folder(Catalog.open(folder.url, AUTHORITY), folder.url)
    again.files, again.now = files, folder.now
    return again


@pytest.fixture
def upgraded(folder):
    again = opened(folder)
    yield again
    again.catalog.close()


def test_every_entry_keeps_its_id_its_slug_and_its_dates(folder):
    before = folder.entries()
    again = opened(folder)
    assert again.entries() == before
    assert len(before) == 5
    assert again.catalog.generation() == 2
    assert again.catalog.published.last_good("/rss.xml").body == b"<rss/>"
    assert again.catalog.published.build_paths("/out") == {"/"}
    assert (again.sync().added, again.entries()) == (0, before)
    again.catalog.close()


def test_a_catalog_is_upgraded_once(upgraded):
    upgraded.sync()
    page = upgraded.catalog.archives.page(ALL, 1, 2, NOON)
    again = opened(upgraded)
    assert again.catalog.archives.page(ALL, 1, 2, NOON) == page
    again.catalog.close()


def test_the_next_sync_numbers_all_entries_in_the_order_of_their_publication(upgraded):
    assert upgraded.catalog.archives.current(ALL, 2, NOON).pages == 0
    assert upgraded.catalog.archives.page(ALL, 1, 2, NOON) is None
    upgraded.sync(archived=Archived(selections=[QUAYS]))
    titles = [
        [entry.title for entry in upgraded.catalog.archives.page(ALL, number, 2, NOON).entries]
        for number in (1, 2)
    ]
    assert titles == [["Story 1", "Story 0"], ["Story 3", "Story 2"]]
    page = upgraded.catalog.archives.page(QUAYS, 1, 3, NOON)
    assert [entry.title for entry in page.entries] == ["Story 4", "Story 2", "Story 0"]
    assert upgraded.catalog.archives.current(ALL, 2, NOON).pages == 2
    assert upgraded.catalog.archives.current(ALL, 2, NOON + HOUR).pages == 3


def test_only_what_was_public_counts_as_shown(upgraded):
    upgraded.sync()
    seen = upgraded.entry("Story 2").id
    upgraded.remove("2.txt")
    upgraded.remove("later.txt")
    upgraded.sync(after=HOUR / 2)
    withdrawn = upgraded.catalog.withdrawn(ALL, NOON - HOUR, NOON + 2 * HOUR, most=9)
    assert [each.id for each in withdrawn] == [seen]
