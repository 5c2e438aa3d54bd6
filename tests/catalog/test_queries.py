"""Queries of the catalog: selections, neighbors, terms, and what a build must render again."""

import sqlite3
from contextlib import closing, contextmanager
from datetime import timedelta

import msgspec
import pytest
from sqlalchemy import Engine, event
from support.catalogfolder import NOON, SERVERS, batch, fresh_folder, story

from feedsvc.catalog import Build, BuildChanges, BuildResult, Selection, TermKey
from feedsvc.catalog.schema import MAIN
from feedsvc.entry import HOLD, Category, Person

HOUR = timedelta(hours=1)


@pytest.fixture(params=SERVERS)
def folder(request, tmp_path):
    with fresh_folder(request.param, tmp_path) as fresh:
        yield fresh


@pytest.fixture
def harbour(folder):
    """Five stories, an hour apart, the first one the newest."""
    texts = {
        "world/a.txt": ("Ada Hale", ["Ferries", "Sea"], "en"),
        "world/b.txt": ("Bo Lind", ["ferries"], "en"),
        "sport/c.txt": ("ada  hale", ["FERRIES"], "sv"),
        "sport/d.txt": ("Bo Lind", ["C#"], "sv"),
        "e.txt": ("Bo Lind", ["C++"], None),
    }
    for number, (name, (author, tags, language)) in enumerate(texts.items()):
        folder.write(
            name,
            story(
                name.removesuffix(".txt")[-1].upper(),
                published=NOON - number * HOUR,
                authors=(Person(name=author),),
                categories=tuple(Category(term=tag) for tag in tags),
                language=language,
            ),
        )
    folder.sync()
    return folder


def titles(entries):
    return "".join(entry.title for entry in entries)


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        ({}, "ABCDE"),
        ({"limit": 2}, "AB"),
        ({"section": "World"}, "AB"),
        ({"section": "wORLD"}, "AB"),
        ({"section": "Elsewhere"}, ""),
        ({"tag": "ferries"}, "ABC"),
        ({"tag": "  \uff26erries "}, "ABC"),
        ({"tag": "c"}, "E"),
        ({"tag": "c-2"}, "D"),
        ({"tag": "c#"}, "D"),
        ({"author": "ADA HALE"}, "AC"),
        ({"author": "ada-hale", "limit": 1}, "A"),
        ({"language": "SV"}, "CD"),
        ({"section": "Sport", "tag": "Ferries"}, "C"),
        ({"section": "Sport", "tag": "Ferries", "author": "Bo Lind"}, ""),
        ({"section": "Sport", "author": "Bo Lind", "language": "sv", "tag": "C#"}, "D"),
        ({"newer_than": NOON - 2 * HOUR}, "AB"),
        ({"tag": "ferries", "newer_than": NOON - 2 * HOUR, "limit": 1}, "A"),
    ],
)
def test_an_entry_of_a_selection_meets_all_its_conditions(harbour, selection, expected):
    assert titles(harbour.entries(**selection)) == expected


def test_entries_with_equal_dates_are_in_order_of_their_ids(folder):
    for name in ("b", "C", "a", "é", "B"):
        folder.write(f"x/{name}.txt", story(name, published=NOON))
    folder.sync()
    for selection in ({}, {"section": "X"}):
        found = folder.entries(**selection)
        assert [entry.id for entry in found] == sorted(entry.id for entry in found)


def test_hidden_entries_do_not_count_towards_the_limit(folder):
    for number in range(6):
        folder.write(
            f"x/{number}.txt",
            story(
                str(number), published=NOON - number * HOUR, embargo=HOLD if number < 3 else None
            ),
        )
    folder.sync()
    assert titles(folder.entries(limit=2)) == titles(folder.entries(limit=2, section="X")) == "34"


def test_an_entry_is_found_by_its_slug(harbour):
    catalog = harbour.catalog
    assert catalog.story("c", NOON).entry == harbour.entries()[2]
    assert catalog.story("z", NOON) is None
    assert catalog.slugs(NOON) == ["a", "b", "c", "d", "e"]
    assert catalog.count(NOON) == 5


def test_neighbors_are_the_public_entries_before_and_after(harbour):
    harbour.write("b2.txt", story("X", published=NOON - HOUR))
    harbour.write("b3.txt", story("Y", published=NOON - HOUR, status="withheld"))
    harbour.sync()
    listed = harbour.entries()
    assert titles(listed) == "AXBCDE"
    placed = [harbour.catalog.story(entry.slug, NOON) for entry in listed]
    for each, newer, older in zip(placed, [None, *listed], [*listed[1:], None], strict=False):
        assert (each.older, each.newer) == (older, newer)
    blocks = harbour.catalog.blocks(NOON, 2)
    assert [each for block in blocks for each in harbour.catalog.stories_in(block, NOON)] == placed


def test_terms_have_their_first_spelling_their_count_and_newest_change(harbour):
    def term(kind, text, slug, count, hours):
        return TermKey(kind=kind, term=text, slug=slug, count=count, updated=NOON - hours * HOUR)

    assert harbour.catalog.terms(NOON) == [
        term("section", "Sport", "sport", 2, 2),
        term("section", "World", "world", 2, 0),
        term("tag", "C++", "c", 1, 4),
        term("tag", "C#", "c-2", 1, 3),
        term("tag", "FERRIES", "ferries", 3, 0),
        term("tag", "Sea", "sea", 1, 0),
        term("author", "ada hale", "ada-hale", 2, 0),
        term("author", "Bo Lind", "bo-lind", 3, 1),
        term("language", "en", "en", 2, 0),
        term("language", "sv", "sv", 2, 2),
    ]
    assert harbour.catalog.term("tag", "c-2", NOON) == "C#"
    assert harbour.catalog.term("tag", "sport", NOON) is None
    [newest, *_] = harbour.entries()
    assert [found.slug for found in harbour.catalog.story(newest.slug, NOON).terms] == [
        "world",
        "ferries",
        "sea",
        "ada-hale",
        "en",
    ]


def test_each_term_has_its_newest_public_entry_as_of_a_time(harbour):
    def newest(hours):
        found = harbour.catalog.newest_by_term(NOON - hours * HOUR)
        return {f"{kind} {slug}": entry.title for (kind, slug), entry in found.items()}

    assert newest(0) == {
        "section sport": "C",
        "section world": "A",
        "tag c": "E",
        "tag c-2": "D",
        "tag ferries": "A",
        "tag sea": "A",
        "author ada-hale": "A",
        "author bo-lind": "B",
        "language en": "A",
        "language sv": "C",
    }
    assert newest(3) == {
        "section sport": "D",
        "tag c": "E",
        "tag c-2": "D",
        "author bo-lind": "D",
        "language sv": "D",
    }
    assert newest(5) == {}


def test_terms_as_of_another_time_count_what_is_public_then(harbour):
    counts = [
        {term.slug: term.count for term in harbour.catalog.terms(NOON - hours * HOUR)}
        for hours in (5, 4, 2)
    ]
    assert counts[0] == {}
    assert counts[1] == {"c": 1, "bo-lind": 1}
    assert counts[2]["ferries"] == 1


def test_a_term_without_entries_keeps_its_slug(harbour):
    harbour.remove("e.txt")
    harbour.sync(HOUR)
    assert harbour.catalog.term("tag", "c", harbour.now) is None
    harbour.write("f.txt", story("F", categories=(Category(term="C"), Category(term="c++"))))
    harbour.sync(HOUR)
    slugs = {term.term: term.slug for term in harbour.catalog.terms(harbour.now)}
    assert (slugs["C++"], slugs["C#"], slugs["C"]) == ("c", "c-2", "c-3")


def test_subjects_of_a_scheme_are_not_tags_and_terms_of_symbols_get_a_slug(folder):
    subjects = (
        Category(term="04000000", scheme="http://cv.iptc.org/newscodes/mediatopic/"),
        Category(term="🚢"),
        Category(term="  "),
    )
    folder.write("a.txt", story(categories=subjects))
    folder.sync()
    assert [(term.term, term.slug) for term in folder.catalog.terms(NOON)] == [("🚢", "tag")]


def test_changes_list_what_changed_with_its_terms_and_neighbors(harbour):
    generation = harbour.catalog.generation()
    harbour.write("world/b.txt", story("B", published=NOON - HOUR, language="de"))
    outcome = harbour.sync(HOUR)
    assert outcome.generation == generation + 1
    changes = harbour.catalog.changes_since(generation, NOON, harbour.now)
    assert changes.numbers[MAIN] == (4,)
    assert msgspec.structs.replace(changes, numbers={}) == BuildChanges(
        slugs=("b",),
        neighbors=("a", "c"),
        terms=(
            ("author", "bo-lind"),
            ("language", "de"),
            ("language", "en"),
            ("section", "world"),
            ("tag", "ferries"),
        ),
    )
    assert (
        harbour.catalog.changes_since(outcome.generation, harbour.now, harbour.now)
        == BuildChanges()
    )


def test_changes_list_a_deleted_entry_and_the_pages_that_linked_to_it(harbour):
    generation = harbour.catalog.generation()
    harbour.remove("sport/c.txt")
    harbour.remove("sport/d.txt")
    harbour.sync(HOUR)
    changes = harbour.catalog.changes_since(generation, NOON, harbour.now)
    assert (changes.slugs, changes.neighbors) == (("c", "d"), ("b", "e"))
    assert ("section", "sport") in changes.terms


def test_changes_list_the_old_neighbors_of_an_entry_with_a_new_date(harbour):
    generation = harbour.catalog.generation()
    harbour.write("world/a.txt", story("A", published=NOON - 9 * HOUR))
    harbour.sync(HOUR)
    changes = harbour.catalog.changes_since(generation, NOON, harbour.now)
    assert {"a", "b", "e"} <= {*changes.slugs, *changes.neighbors}


def test_changes_list_what_opened_or_expired_between_two_times(folder):
    folder.write("x/a.txt", story("A", published=NOON + HOUR))
    folder.write("y/b.txt", story("B", published=NOON, expires=NOON + 2 * HOUR))
    folder.write("z/c.txt", story("C", published=NOON))
    generation = folder.sync().generation
    expected = [
        (NOON, NOON + HOUR, ("a",), (("section", "x"),)),
        (NOON + HOUR, NOON + 2 * HOUR, ("b",), (("section", "y"),)),
        (NOON + 2 * HOUR, NOON, ("a", "b"), (("section", "x"), ("section", "y"))),
        (NOON + 2 * HOUR, NOON + 9 * HOUR, (), ()),
    ]
    for since, at, slugs, terms in expected:
        changes = folder.catalog.changes_since(generation, since, at)
        assert (changes.slugs, changes.terms) == (slugs, terms)


def test_a_sync_without_changes_keeps_the_generation(folder):
    folder.write("a.txt", story())
    assert folder.sync().generation == 1
    assert folder.sync().generation == folder.catalog.generation() == 1


def test_the_outcome_counts_entries(folder):
    folder.write("a.txt", story("A"), story("B"))
    folder.write("c.txt", story("C"))
    folder.write("d.txt", story("D"))
    outcomes = [folder.sync()]
    folder.write("a.txt", story("A"), story("B", "Edited."))
    folder.move("c.txt", "moved/c.txt")
    folder.remove("d.txt")
    folder.write("e.txt", story("E"))
    outcomes.append(folder.sync(HOUR))
    counts = [(found.added, found.changed, found.removed, found.moved) for found in outcomes]
    # A move into a folder gives the entry a section, which its documents show.
    assert counts == [(4, 0, 0, 0), (1, 2, 1, 1)]


def test_a_build_is_recorded_by_its_folder(folder):
    published = folder.catalog.published
    assert (published.last_build("/out"), published.build_paths("/out")) == (
        None,
        frozenset(),
    )
    first = Build(folder="/out", settings="s1", generation=1, at=NOON)
    published.record_build(first, BuildResult(written={"/", "/old/"}, held={"/rss.xml"}))
    assert published.held_paths("/out") == {"/rss.xml"}
    second = Build(folder="/out", settings="s2", generation=2, at=NOON + HOUR)
    published.record_build(second, BuildResult(written={"/rss.xml", "/new/"}, removed={"/old/"}))
    published.record_build(Build(folder="/b", settings="s", generation=2, at=NOON), BuildResult())
    assert published.held_paths("/out") == frozenset()
    assert published.last_build("/out") == second
    assert published.build_paths("/out") == {"/", "/rss.xml", "/new/"}


def test_no_query_and_no_small_sync_reads_a_whole_table(tmp_path):
    with fresh_folder("sqlite", tmp_path) as folder, recorded_queries() as seen:
        for number in range(20):
            tags = tuple(Category(term=f"tag {number % 3}") for _ in range(2))
            folder.write(f"x/{number}.txt", story(str(number), categories=tags))
        folder.sync()
        seen.clear()
        catalog = folder.catalog
        few = {"SCAN terms", "SCAN selections", "SCAN site"}
        folder.entries(section="X", tag="tag 1", limit=5)
        folder.entries(limit=5)
        catalog.story("3", NOON)
        catalog.terms(NOON)
        catalog.newest_by_term(NOON)
        catalog.term("tag", "tag-1", NOON)
        catalog.next_change(NOON)
        catalog.changes_since(1, NOON, NOON + HOUR)
        keys = [place.key for place in catalog.places(Selection(limit=5), NOON)]
        catalog.read(keys)
        catalog.parts.load("full", keys)
        catalog.parts.held()
        catalog.published.states(["/rss.xml"])
        catalog.files_at(["x/7.txt"], folders=["x"])
        catalog.count(NOON)
        for selection in (Selection(limit=5), Selection(section="X", limit=5)):
            catalog.archives.current(selection, 8, NOON)
            catalog.archives.page(selection, 2, 8, NOON)
            catalog.archives.page_fingerprint(selection, 2, 8, NOON)
            catalog.withdrawn(selection, NOON - HOUR, NOON, most=5)
        catalog.oldest(NOON - HOUR, NOON)
        catalog.first_withdrawn(NOON - HOUR, NOON)
        catalog.published.version("/rss.xml", ['"1"'])
        folder.write("x/7.txt", story("7", "Edited."))
        changes = {"x/9.txt": folder.files["x/7.txt"].state}
        catalog.sync([batch([folder.files["x/7.txt"]], changes)], ["x/8.txt"], NOON)
        with closing(sqlite3.connect(tmp_path / "catalog.db")) as connection:
            plans = {
                row[3]
                for query, values in seen
                for row in connection.execute(f"EXPLAIN QUERY PLAN {query}", values)
            }
    # A scan of `entries_in_order` ends at the limit, `parts_held` has only what is held back, and
    # the other tables scanned are small.
    walks = {"SCAN entries USING INDEX entries_in_order", "SCAN parts USING INDEX parts_held", *few}
    assert {plan for plan in plans if plan.startswith("SCAN")} <= walks


@contextmanager
def recorded_queries():
    """Yield a list to which every SELECT run meanwhile is added."""
    seen = []

    def note(*arguments):
        query, values = arguments[2:4]
        if query.startswith("SELECT"):
            seen.append((query, values))

    event.listen(Engine, "before_cursor_execute", note)
    yield seen
    event.remove(Engine, "before_cursor_execute", note)


def test_a_selection_without_a_limit_has_all_entries(harbour):
    assert len(harbour.catalog.entries(Selection(), NOON)) == 5
