"""Places and blocks: entries without their stories, in the order in which feeds show them."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.catalogfolder import AUTHORITY, NOON, SERVERS, Folder, fresh_folder, story

from feedsvc.catalog import Catalog, EntryInContext, Selection
from feedsvc.entry import Category

HOUR = timedelta(hours=1)


@pytest.fixture(params=SERVERS)
def folder(request, tmp_path):
    with fresh_folder(request.param, tmp_path) as fresh:
        for number in range(7):
            tags = (Category(term=("sea", "city")[number % 2]),)
            date = NOON - number * HOUR
            fresh.write(f"{number}.txt", story(f"Story {number}", categories=tags, published=date))
        fresh.write("later.txt", story("Later", published=NOON + HOUR))
        fresh.sync()
        yield fresh


def entries_of(folder, places):
    entry_by_key = folder.catalog.read([place.key for place in places])
    return [entry_by_key[place.key] for place in places]


@pytest.mark.parametrize("selection", [{}, {"limit": 3}, {"tag": "city"}, {"tag": "none"}])
def test_places_are_those_of_the_selected_entries_in_order(folder, selection):
    places = folder.catalog.places(Selection(**selection), NOON)
    entries = folder.entries(**selection)
    assert entries_of(folder, places) == entries
    assert [(place.id, place.slug, place.published) for place in places] == [
        (entry.id, entry.slug, entry.published) for entry in entries
    ]


def test_a_place_is_modified_when_its_entry_is_updated_or_opens(folder):
    by_slug = {place.slug: place for place in folder.catalog.places(Selection(), NOON + HOUR)}
    assert by_slug["later"].modified == NOON + HOUR
    assert by_slug["3"].modified == NOON - 3 * HOUR
    changed = story("New headline", published=NOON - 3 * HOUR)
    folder.write("3.txt", changed, mtime=NOON + 2 * HOUR)
    folder.sync(after=2 * HOUR)
    [place] = [each for each in folder.catalog.places(Selection(), folder.now) if each.slug == "3"]
    assert place.modified == folder.entry("New headline").updated == NOON + 2 * HOUR
    assert place.generation == 2


def test_entries_can_be_read_when_they_are_not_public(folder):
    later, *_ = folder.catalog.places(Selection(), NOON + HOUR)
    assert folder.catalog.count(NOON) == 7
    assert folder.catalog.read([later.key, 999])[later.key].title == "Later"


@given(
    hours=st.lists(st.integers(-3, 3), max_size=12), size=st.integers(1, 5), at=st.integers(-2, 3)
)
def test_blocks_together_are_all_stories_in_context(hours, size, at):
    with Catalog.open(":memory:", AUTHORITY) as catalog:
        folder = Folder(catalog)
        for number, hour in enumerate(hours):
            folder.write(f"{number}.txt", story(f"Story {number}", published=NOON + hour * HOUR))
        folder.sync()
        at = NOON + at * HOUR
        blocks = [catalog.stories_in(block, at) for block in catalog.blocks(at, size)]
        assert all(len(block) == size for block in blocks[:-1])
        found = [story for block in blocks for story in block]
        entries = catalog.entries(Selection(), at)
        assert [each.place for each in found] == catalog.places(Selection(), at)
        assert [(each.entry, each.newer, each.older) for each in found] == list(
            zip(entries, [None, *entries], [*entries[1:], None], strict=False)
        )
        assert all(catalog.story(each.place.slug, at) == each for each in found)
        assert all(isinstance(each, EntryInContext) for each in found)
