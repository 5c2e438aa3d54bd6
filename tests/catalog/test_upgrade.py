"""A catalog of an earlier version: it opens, and subscribers notice nothing."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from sqlalchemy import create_engine, inspect, text
from support.catalogfolder import AUTHORITY, SERVERS, Folder, fresh_folder, story

from feedsvc.catalog import Archived, Build, BuildResult, Catalog, DocumentState, Selection
from feedsvc.catalog.model import TERM_KINDS
from feedsvc.catalog.rows import decode_story
from feedsvc.entry import Category

HOUR = timedelta(hours=1)
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
OF_VERSION_1 = {
    *("site", "files", "entries", "rivals", "terms", "entry_terms"),
    *("documents", "outputs", "output_paths"),
}
OF_VERSION = {1: OF_VERSION_1, 2: OF_VERSION_1 | {"numbers", "selections", "shown", "versions"}}
NEW_INDEXES = (
    *("entries_by_withdrawal", "entries_by_expiry", "entries_by_claim"),
    "files_with_attachments",
)
EVERY_KIND = Archived(kinds=frozenset({"main", *TERM_KINDS}))
ALL = Selection()
QUAYS = Selection(tag="quays")


def back_to_version(version, url):
    """Undo what later versions changed in a catalog's tables."""
    engine = create_engine(url)
    with engine.begin() as connection:
        blob = "BYTEA" if connection.dialect.name == "postgresql" else "BLOB"
        columns = (
            f"path TEXT PRIMARY KEY, etag TEXT, body {blob}, entry_ids {blob}, modified BIGINT"
        )
        connection.execute(text(f"CREATE TABLE documents ({columns})"))
        connection.execute(
            text(
                "INSERT INTO documents SELECT path, etag, head, head, modified FROM document_states"
            )
        )
        for table in set(inspect(connection).get_table_names()) - OF_VERSION[version]:
            connection.execute(text(f"DROP TABLE {table}"))
        for index in NEW_INDEXES:
            connection.execute(text(f"DROP INDEX {index}"))
        new = {"site": ["archives", "listed", "importing"]}
        if version == 1:
            new = {"site": [*new["site"], "settled"], "files": ["beside"]}
        for table, names in new.items():
            for name in names:
                connection.execute(text(f"ALTER TABLE {table} DROP COLUMN {name}"))
        for key, encoded in connection.execute(text("SELECT key, story FROM entries")).all():
            values = {"key": key, "story": msgspec.json.encode(decode_story(encoded))}
            connection.execute(text("UPDATE entries SET story = :story WHERE key = :key"), values)
        connection.execute(text(f"UPDATE site SET version = {version}"))
    engine.dispose()


@pytest.fixture(params=[(server, version) for server in SERVERS for version in OF_VERSION], ids=str)
def folder(request, tmp_path):
    """A folder of seven stories and its catalog as an earlier version created it."""
    server, version = request.param
    with fresh_folder(server, tmp_path) as folder:
        folder.version, folder.now = version, NOON
        for number in range(5):
            tags = (Category(term=("quays", "boats")[number % 2]),)
            date = NOON - (9 - number) * HOUR
            folder.write(f"{number}.txt", story(f"Story {number}", categories=tags, published=date))
        folder.write("later.txt", story("Later", published=NOON + HOUR))
        folder.write("gone.txt", story("Gone", published=NOON - HOUR))
        folder.sync(archived=EVERY_KIND)
        folder.remove("gone.txt")
        folder.sync(archived=EVERY_KIND)
        places = folder.catalog.places(ALL, NOON)
        state = DocumentState(path="/rss.xml", etag='"1"', modified=NOON, head=b"<rss>")
        folder.catalog.published.record_documents([state], [place.key for place in places])
        build = Build(folder="/out", settings="s", generation=1, at=NOON)
        folder.catalog.published.record_build(build, BuildResult(written={"/"}))
        back_to_version(version, folder.url)
        yield folder


def opened(folder):
    """Open the catalog again, as today's feedsvc does."""
    files, before = folder.files, folder.catalog
    before.close()
    again = Folder(Catalog.open(folder.url, AUTHORITY), folder.url)
    again.version = folder.version
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
    assert again.catalog.count(NOON) == 5
    state = DocumentState(path="/rss.xml", etag='"1"', modified=NOON)
    assert again.catalog.published.states(["/rss.xml"]) == {"/rss.xml": state}
    assert again.catalog.published.build_paths("/out") == {"/"}
    assert (again.sync().added, again.entries()) == (0, before)
    again.catalog.close()


def test_a_catalog_is_upgraded_once(upgraded):
    upgraded.sync()
    page = upgraded.catalog.archives.page(ALL, 1, 2, NOON)
    again = opened(upgraded)
    assert again.catalog.archives.page(ALL, 1, 2, NOON) == page
    again.catalog.close()


def test_the_next_sync_numbers_the_archives_in_the_order_of_publication(upgraded):
    upgraded.sync(archived=Archived(selections=[QUAYS]))

    def slugs(selection, number, size):
        page = upgraded.catalog.archives.page(selection, number, size, NOON)
        return page and [place.slug for place in page.places]

    assert [slugs(ALL, number, 2) for number in (1, 2)] == [["1", "0"], ["3", "2"]]
    assert slugs(QUAYS, 1, 3) == ["4", "2", "0"]
    assert slugs(Selection(tag="boats"), 1, 1) is None
    pages_now = (upgraded.version == 2 and 3) or 2
    assert upgraded.catalog.archives.current(ALL, 2, NOON).pages == pages_now
    assert upgraded.catalog.archives.current(ALL, 2, NOON + HOUR).pages == 3


def test_what_a_feed_of_a_tag_has_shown_gets_a_tombstone_there(upgraded):
    upgraded.sync()
    seen = upgraded.entry("Story 2").id
    upgraded.remove("2.txt")
    upgraded.sync(after=HOUR / 2)
    withdrawn = upgraded.catalog.withdrawn(QUAYS, NOON - HOUR, NOON + HOUR, most=9)
    assert [each.id for each in withdrawn] == [seen]


def test_only_what_was_public_counts_as_shown(upgraded):
    upgraded.sync()
    seen = upgraded.entry("Story 2").id
    upgraded.remove("2.txt")
    upgraded.remove("later.txt")
    upgraded.sync(after=HOUR / 2)
    withdrawn = upgraded.catalog.withdrawn(ALL, NOON - HOUR, NOON + 2 * HOUR, most=9)
    assert [each.id for each in withdrawn] == [seen]
