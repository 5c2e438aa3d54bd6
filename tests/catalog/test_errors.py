"""Errors of the catalog are one line: which catalog, what is wrong, and how to fix it."""

import os
import sqlite3
from contextlib import closing

import pytest
from support.catalogfolder import AUTHORITY, NOON, Folder, batch, story

from feedsvc.catalog import Catalog, FileState
from feedsvc.errors import CatalogError


def refused(location):
    with pytest.raises(CatalogError) as caught:
        Catalog.open(str(location), AUTHORITY)
    [line] = str(caught.value).splitlines()
    return line


def test_a_missing_folder_is_created(tmp_path):
    with Catalog.open(str(tmp_path / "a/b/catalog.db"), AUTHORITY) as catalog:
        assert (catalog.files(), catalog.generation()) == ({}, 0)


def test_a_url_opens_the_same_file_as_its_path(tmp_path):
    location = tmp_path / "catalog.db"
    with Catalog.open(str(location), AUTHORITY) as catalog:
        folder = Folder(catalog)
        folder.write("a.txt", story())
        folder.sync()
    with Catalog.open(f"sqlite:///{location}", AUTHORITY) as catalog:
        assert catalog.count(NOON) == 1


def test_a_file_that_is_not_a_database_is_refused(tmp_path):
    location = tmp_path / "catalog.db"
    location.write_bytes(b"# Shopping list\n\n" * 100)
    assert refused(location) == (
        f"{location}: file is not a database; move the file away so that the next run creates "
        "a new catalog"
    )
    assert location.read_bytes().startswith(b"# Shopping")


def test_a_damaged_catalog_is_refused(tmp_path):
    location = tmp_path / "catalog.db"
    with Catalog.open(str(location), AUTHORITY) as catalog:
        folder = Folder(catalog)
        for number in range(200):
            folder.write(f"{number}.txt", story(str(number)))
        folder.sync()
    with location.open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom(location.stat().st_size - 4096))
    line = refused(location)
    assert line.startswith(f"{location}: ")
    assert "restore a backup" in line


def test_a_catalog_of_a_later_version_is_not_changed(tmp_path):
    location = tmp_path / "catalog.db"
    Catalog.open(str(location), AUTHORITY).close()
    with closing(sqlite3.connect(location)) as connection:
        connection.execute("UPDATE site SET version = 99")
        connection.execute("ALTER TABLE site ADD COLUMN later TEXT")
        connection.commit()
    assert refused(location) == (
        f"{location}: unsupported catalog version 99: this feedsvc reads version 3; install the "
        "feedsvc that created it"
    )


def test_the_database_of_another_program_is_not_changed(tmp_path):
    location = tmp_path / "blog.db"
    with closing(sqlite3.connect(location)) as connection:
        connection.execute("CREATE TABLE entries (post TEXT)")
    assert "contains tables of another program: entries" in refused(location)


def test_a_folder_instead_of_the_file_is_refused(tmp_path):
    assert "check that this is a file" in refused(tmp_path)


def test_a_file_instead_of_the_folder_is_refused(tmp_path):
    (tmp_path / "taken").write_text("a note")
    assert "its folder cannot be created: " in refused(tmp_path / "taken/catalog.db")


def test_the_error_for_a_read_only_catalog_names_the_cure(tmp_path):
    location = tmp_path / "catalog.db"
    Catalog.open(str(location), AUTHORITY).close()
    with pytest.raises(CatalogError, match="check that the file and its folder are writable"):
        Catalog.open(f"sqlite:///file:{location}?mode=ro&uri=true", AUTHORITY, explicit=True)


@pytest.mark.parametrize(
    ("location", "words"),
    [
        ("postgresql://ada:secret@127.0.0.1:1/news", "check that the server is running"),
        ("mongodb://127.0.0.1/news", "unsupported kind of database; use sqlite or postgresql"),
        ("oracle+cx_oracle://127.0.0.1/news", "pip install"),
        ("postgresql://[half", "[half"),
        ("://", "not a database URL"),
    ],
)
def test_an_unreachable_url_is_refused_without_showing_its_password(location, words):
    line = refused(location)
    assert words in line
    assert "secret" not in line


def test_errors_of_later_queries_are_wrapped_too(tmp_path):
    location = tmp_path / "catalog.db"
    with Catalog.open(str(location), AUTHORITY) as catalog:
        with closing(sqlite3.connect(location)) as connection:
            connection.execute("DROP TABLE files")
        with pytest.raises(CatalogError, match="no such table: files") as caught:
            catalog.files()
    assert "\n" not in str(caught.value)


def test_a_failed_sync_changes_nothing(tmp_path):
    with Catalog.open(str(tmp_path / "catalog.db"), AUTHORITY) as catalog:
        folder = Folder(catalog)
        folder.write("a.txt", story())
        folder.sync()
        before = folder.entries(), catalog.files(), catalog.generation()
        too_large = FileState(size=2**70, mtime_ns=0, digest="")
        with pytest.raises((CatalogError, OverflowError)):
            catalog.sync([batch([folder.files["a.txt"]], {"a.txt": too_large})], (), NOON)
        assert (folder.entries(), catalog.files(), catalog.generation()) == before


def test_only_a_file_whose_name_is_not_utf_8_is_ignored(tmp_path):
    with Catalog.open(str(tmp_path / "catalog.db"), AUTHORITY) as catalog:
        folder = Folder(catalog)
        folder.write("\udcff.txt", story("Odd"))
        assert folder.sync().notes == ("?.txt: ignored: its name is not UTF-8; rename it",)
        folder.write("a.txt", story("Even"))
        assert len(folder.sync().notes) == 1
        assert [entry.title for entry in folder.entries()] == ["Even"]
