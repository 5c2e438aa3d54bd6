"""Stored parts of entries, and what is remembered of documents."""

from datetime import timedelta

import pytest
from support.catalogfolder import NOON, SERVERS, fresh_folder, story

from feedsvc.catalog import DocumentState, Selection, StoredParts, Version

HOUR = timedelta(hours=1)


@pytest.fixture(params=SERVERS)
def folder(request, tmp_path):
    with fresh_folder(request.param, tmp_path) as fresh:
        for name in "abc":
            fresh.write(f"{name}.txt", story(name.upper(), published=NOON))
        fresh.sync()
        yield fresh


def keys(folder):
    return {each.slug: each.key for each in folder.catalog.places(Selection(), NOON)}


def parts(key, traits="full", **fields):
    good = {"body": b"<item/>", "published": NOON, "modified": NOON + HOUR}
    return StoredParts(**{"traits": traits, "entry": key, "revision": "1", **good, **fields})


def test_parts_are_stored_by_entry_and_traits(folder):
    key = keys(folder)
    rows = [parts(key["a"]), parts(key["b"]), parts(key["a"], "summary", body=b"<short/>")]
    folder.catalog.parts.store(rows)
    assert folder.catalog.parts.load("full", [*key.values(), 99]) == {
        key["a"]: rows[0],
        key["b"]: rows[1],
    }
    assert folder.catalog.parts.load("summary", [key["a"]]) == {key["a"]: rows[2]}
    assert folder.catalog.parts.load("none", key.values()) == {}


def test_new_parts_replace_earlier_ones(folder):
    key = keys(folder)["a"]
    folder.catalog.parts.store([parts(key)])
    never_good = {"body": None, "published": None, "modified": None}
    newer = parts(key, revision="2", errors=b"[]", **never_good)
    folder.catalog.parts.store([newer])
    assert folder.catalog.parts.load("full", [key]) == {key: newer}


def test_entries_whose_parts_have_errors_are_listed_while_their_stories_are_present(folder):
    key = keys(folder)
    assert folder.catalog.parts.held() == []
    never_good = parts(key["b"], errors=b"two", body=None, published=None, modified=None)
    rows = [parts(key["c"], errors=b"one"), never_good, parts(key["a"])]
    folder.catalog.parts.store(rows)
    held = folder.catalog.parts.held()
    assert [(each.file, each.position, each.errors, each.replaced) for each in held] == [
        ("b.txt", 0, b"two", False),
        ("c.txt", 0, b"one", True),
    ]
    assert (held[0].key, held[0].traits, held[0].entry.title) == (key["b"], "full", "B")
    folder.remove("b.txt")
    folder.sync()
    assert [each.file for each in folder.catalog.parts.held()] == ["c.txt"]
    folder.catalog.parts.store([parts(key["c"])])
    assert folder.catalog.parts.held() == []


def test_states_of_documents_are_recorded_with_versions_and_entries_shown(folder):
    published, key = folder.catalog.published, keys(folder)
    first = DocumentState(path="/rss.xml", etag='"1"', modified=NOON, head=b"<rss>", tail=b"</rss>")
    second = DocumentState(path="/atom.xml", etag='"2"', modified=NOON)
    version = Version(etag='"1"', rendered=NOON, digests=frozenset([b"12345678"]))
    published.record_documents([first, second], [key["a"]], {"/rss.xml": version})
    newer = DocumentState(path="/rss.xml", etag='"3"', modified=NOON + HOUR)
    published.record_documents([newer], [key["a"], key["b"]])
    assert published.states(["/rss.xml", "/atom.xml", "/other.xml"]) == {
        "/rss.xml": newer,
        "/atom.xml": second,
    }
    assert published.version("/rss.xml", ['"1"']) == version
    for name in "abc":
        folder.remove(f"{name}.txt")
    folder.sync(HOUR)
    withdrawn = folder.catalog.withdrawn(Selection(), NOON, folder.now, most=9)
    assert [each.id[-2:] for each in withdrawn] == [":a", ":b"]
