"""Which feeds have numbers for their archives, and tombstones of feeds that have none."""

from datetime import timedelta

import pytest
from support.catalogfolder import NOON, SERVERS, fresh_folder, story

from feedsvc.catalog import Archived, Selection
from feedsvc.entry import HOLD, Category

HOUR = timedelta(hours=1)
SEA, CITY, ALL = Selection(tag="sea"), Selection(tag="city"), Selection()
TAGS = Archived(kinds=frozenset({"tag"}))


@pytest.fixture(params=SERVERS)
def folder(request, tmp_path):
    with fresh_folder(request.param, tmp_path) as fresh:
        yield fresh


def write(folder, name, *tags, **fields):
    categories = tuple(Category(term=tag) for tag in tags)
    folder.write(
        name, story(name, categories=categories, **{"published": NOON - 5 * HOUR} | fields)
    )


def show_all(folder):
    places = folder.catalog.places(ALL, folder.now)
    folder.catalog.published.record_documents([], [place.key for place in places])


def tombstones(folder, selection=SEA, at=None):
    at = at or folder.now
    withdrawn = folder.catalog.withdrawn(selection, NOON - HOUR, at, most=9)
    return [(each.id.rpartition(":")[2], (each.when - NOON) // HOUR) for each in withdrawn]


def pages(folder, selection):
    return folder.catalog.archives.current(selection, 2, folder.now).pages


def archived(folder, selection):
    page = folder.catalog.archives.page(selection, 1, 2, folder.now)
    return page and [place.slug for place in page.places]


def test_feeds_of_other_kinds_have_no_archive(folder):
    for name in "abc":
        write(folder, f"x/{name}", "sea")
    folder.sync()
    assert (pages(folder, ALL), pages(folder, Selection(section="X"))) == (1, 1)
    assert (pages(folder, SEA), archived(folder, SEA)) == (0, None)
    assert folder.catalog.archives.extent(SEA, 2, folder.now) is None
    assert folder.catalog.archives.page_fingerprint(SEA, 1, 2, folder.now) is None


def test_a_kind_added_later_is_numbered_by_the_next_sync_and_one_removed_is_forgotten(folder):
    for name in "abc":
        write(folder, f"x/{name}", "sea")
    folder.sync()
    folder.sync(archived=TAGS)
    assert archived(folder, SEA) == ["b", "a"]
    assert (archived(folder, ALL), archived(folder, Selection(section="X"))) == (None, None)
    folder.sync()
    assert (archived(folder, SEA), archived(folder, ALL)) == (None, ["b", "a"])


def test_a_feed_of_the_settings_keeps_the_archive_that_its_tag_had(folder):
    for name in "abcd":
        write(folder, f"x/{name}", "sea")
    folder.sync(archived=TAGS)
    folder.remove("x/a")
    folder.sync(archived=TAGS)
    before = archived(folder, SEA)
    folder.sync(archived=Archived(selections=[SEA]))
    assert archived(folder, SEA) == before == ["b"]
    write(folder, "x/e", "sea")
    folder.sync(archived=Archived(selections=[SEA]))
    assert pages(folder, SEA) == 2
    assert archived(folder, CITY) is None


@pytest.mark.parametrize("archives", [Archived(), TAGS])
def test_a_withdrawn_entry_gets_a_tombstone_in_the_feeds_that_had_it(folder, archives):
    write(folder, "a", "sea")
    write(folder, "b", "sea", "city")
    write(folder, "c", "city")
    write(folder, "later", "sea", published=NOON + 9 * HOUR)
    folder.sync(archived=archives)
    show_all(folder)
    folder.remove("a")
    write(folder, "b", "sea", "city", status="canceled")
    folder.remove("later")
    folder.sync(HOUR, archived=archives)
    assert tombstones(folder) == [("a", 1), ("b", 1)]
    assert tombstones(folder, CITY) == [("b", 1)]
    assert [(term.slug, term.count) for term in folder.catalog.terms(folder.now)] == [("city", 1)]
    write(folder, "b", "sea", "city")
    folder.sync(HOUR, archived=archives)
    assert (tombstones(folder), tombstones(folder, CITY)) == ([("a", 1)], [])


@pytest.mark.parametrize("archives", [Archived(), TAGS])
def test_an_entry_that_left_a_feed_gets_its_tombstone_there_once_it_is_withdrawn(folder, archives):
    for name in ("deleted", "expired", "held"):
        write(folder, name, "sea", "city")
    folder.sync(archived=archives)
    show_all(folder)
    for name, fields in (("deleted", {}), ("expired", {"expires": NOON + 3 * HOUR}), ("held", {})):
        write(folder, name, "city", **fields)
    folder.sync(HOUR, archived=archives)
    assert tombstones(folder) == []
    folder.remove("deleted")
    write(folder, "held", "city", embargo=HOLD)
    folder.sync(HOUR, archived=archives)
    assert tombstones(folder) == [("deleted", 2), ("held", 2)]
    expected = [("expired", 3), ("deleted", 2), ("held", 2)]
    assert tombstones(folder, SEA, NOON + 4 * HOUR) == expected
    assert tombstones(folder, CITY, NOON + 4 * HOUR) == expected
    assert tombstones(folder, Selection(tag="sea", section="none"), NOON + 4 * HOUR) == []


def test_changes_name_the_feeds_of_tags_that_an_entry_left(folder):
    write(folder, "a", "sea")
    write(folder, "b", "city")
    folder.sync()
    show_all(folder)
    folder.remove("a")
    folder.sync(HOUR)
    changes = folder.catalog.changes_since(1, NOON, folder.now)
    assert ("tag", "sea") in changes.terms
    later = folder.now + HOUR
    ended = folder.catalog.changes_since(2, folder.now, later, tombstone_age=HOUR)
    assert (ended.terms, ended.tombstones_expired) == ((("tag", "sea"),), True)
