"""Ids and slugs: minted once, unique, and unchanged by anything that happens to a story."""

import re
from datetime import timedelta

import pytest
from support.catalogfolder import NOON, SERVERS, Folder, fresh_folder, story

from feedsvc.catalog import Catalog
from feedsvc.entry import Entry

HOUR = timedelta(hours=1)
TAG_URI = re.compile(  # RFC 4151 section 2.1
    r"tag:[A-Za-z0-9._@-]+,\d{4}(-\d\d){0,2}:([A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-F]{2})*"
    r"(#([A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-F]{2})*)?"
)


@pytest.fixture(params=SERVERS)
def folder(request, tmp_path):
    with fresh_folder(request.param, tmp_path) as fresh:
        yield fresh


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (
            {"id": "urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a"},
            "urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a",
        ),
        ({"id": "urn:newsml:x:1", "source_id": "other"}, "urn:newsml:x:1"),
        ({"source_id": "https://example.org/?p=12"}, "https://example.org/?p=12"),
        ({"id": "https://a.example/a b"}, "tag:example.org,2026:https%3A//a.example/a%20b"),
        ({"source_id": "https://example.org/größe"}, "https://example.org/gr%C3%B6%C3%9Fe"),
        ({"source_id": "urn:sale:100%"}, "urn:sale:100%25"),
        ({"source_id": "http:story"}, "tag:example.org,2026:http%3Astory"),
        ({"source_id": "http://[half"}, "tag:example.org,2026:http%3A//%5Bhalf"),
        ({"source_id": "Nr. 12/7"}, "tag:example.org,2026:Nr.%2012/7"),
        ({"source_id": "  "}, "tag:example.org,2026:world/ferry"),
        ({}, "tag:example.org,2026:world/ferry"),
    ],
)
def test_an_id_comes_from_the_source_or_from_authority_and_place(folder, given, expected):
    folder.write("world/ferry.txt", story(**given))
    folder.sync()
    assert folder.entry("Ferry runs again").id.startswith(expected)


@pytest.mark.parametrize(
    "name",
    ["ferry.txt", "Über uns/größte Fähre.md", "a b/c#d?.txt", "日本/船.txt", ".draft", "100%.md"],
)
def test_minted_ids_are_tag_uris(folder, name):
    folder.write(name, story("One"), story("Two"))
    folder.sync()
    assert all(TAG_URI.fullmatch(entry.id) for entry in folder.entries())


def test_further_stories_of_a_file_get_a_number(folder):
    folder.write("bulletin.txt", story("One"), story("Two"), story("Three"))
    folder.write("bulletin.md", story("Same place"))
    folder.sync()
    place = "tag:example.org,2026:bulletin"
    assert folder.ids() == {
        "Same place": place,
        "One": f"{place}#2",
        "Two": f"{place}#3",
        "Three": f"{place}#4",
    }


def test_file_names_in_nfc_and_nfd_have_the_same_id(tmp_path):
    ids = []
    for number, name in enumerate(["f\u00e4hre.txt", "fa\u0308hre.txt"]):
        with Catalog.open(str(tmp_path / f"{number}.db"), "example.org,2026") as catalog:
            folder = Folder(catalog)
            folder.write(name, story())
            folder.sync()
            ids.append(folder.entries()[0].id)
    assert ids == ["tag:example.org,2026:f%C3%A4hre"] * 2


def test_two_new_catalogs_have_the_same_entries(tmp_path):
    found = []
    for number in range(2):
        with Catalog.open(str(tmp_path / f"{number}.db"), "example.org,2026") as catalog:
            folder = Folder(catalog)
            for name in ["b.txt", "a.txt"] if number else ["a.txt", "b.txt"]:
                folder.write(name, story("Storm"), story("Calm"))
            folder.sync()
            found.append(folder.entries())
    assert found[0] == found[1]


def test_the_first_authority_stays_until_one_is_set(tmp_path):
    location = str(tmp_path / "catalog.db")
    for authority, explicit, expected in [
        ("127.0.0.1,2026", False, "127.0.0.1,2026"),
        ("example.org,2026", False, "127.0.0.1,2026"),
        ("news.example.org,2025", True, "news.example.org,2025"),
        ("other.example.org,2026", False, "news.example.org,2025"),
    ]:
        with Catalog.open(location, authority, explicit=explicit) as catalog:
            assert catalog.authority == expected


def test_ids_stay_when_another_authority_is_set(tmp_path):
    location = str(tmp_path / "catalog.db")
    with Catalog.open(location, "example.org,2026") as catalog:
        folder = Folder(catalog)
        folder.write("a.txt", story("Old", source_id="Nr 1"))
        folder.write("b.txt", story("Older"))
        folder.sync()
        before = folder.ids()
    with Catalog.open(location, "example.net,2026", explicit=True) as catalog:
        folder.catalog = catalog
        folder.write("a.txt", story("Old", "Edited.", source_id="Nr 1"))
        folder.write("b.txt", story("Older", "Edited as well."))
        folder.write("c.txt", story("New"))
        folder.sync(HOUR)
        assert folder.ids() == before | {"New": "tag:example.net,2026:c"}


@pytest.mark.parametrize(
    ("authority", "expected"),
    [("bücher.example,2026", "xn--bcher-kva.example,2026"), ("::1,2026", "--1,2026")],
)
def test_an_authority_is_written_in_ascii(tmp_path, authority, expected):
    with Catalog.open(str(tmp_path / "c.db"), authority) as catalog:
        assert catalog.authority == expected


def test_a_host_that_is_not_a_valid_name_is_percent_encoded(tmp_path):
    with Catalog.open(str(tmp_path / "c.db"), "a..ü,2026") as catalog:
        assert catalog.authority == "a..%C3%BC,2026"


def edit_headline(folder):
    folder.write("ferry.txt", story("Ferry sails once more", "It runs."))


def edit_body(folder):
    folder.write("ferry.txt", story("Ferry runs", "It runs, and on Sundays too."))


def edit_both(folder):
    folder.write("ferry.txt", story("Ferry stops", "It does not run."))


def move(folder):
    folder.move("ferry.txt", "archive/2026/boat.md")


def move_and_edit_headline(folder):
    folder.remove("ferry.txt")
    folder.write("boat.txt", story("Boat runs", "It runs."))


def move_and_edit_body(folder):
    folder.remove("ferry.txt")
    folder.write("boat.txt", story("Ferry runs", "It runs twice."))


def remove_and_return(folder):
    file = folder.remove("ferry.txt")
    folder.sync(HOUR)
    folder.files["ferry.txt"] = file


def remove_and_return_edited(folder):
    folder.remove("ferry.txt")
    folder.sync(HOUR)
    folder.write("ferry.txt", story("Ferry runs", "It runs in winter."))


def remove_and_return_elsewhere(folder):
    folder.move("ferry.txt", "elsewhere.md")
    file = folder.remove("elsewhere.md")
    folder.sync(HOUR)
    folder.files["elsewhere.md"] = file


def insert_before(folder):
    folder.write("ferry.txt", story("Tram is late"), story("Ferry runs", "It runs."))


def insert_before_and_edit(folder):
    folder.write("ferry.txt", story("Tram is late"), story("Ferry runs", "It runs in fog."))


def join_another_file(folder):
    folder.remove("ferry.txt")
    folder.write("all.txt", story("Tram is late"), story("Ferry runs", "It runs."))


@pytest.mark.parametrize(
    "happening",
    [
        edit_headline,
        edit_body,
        edit_both,
        move,
        move_and_edit_headline,
        move_and_edit_body,
        remove_and_return,
        remove_and_return_edited,
        remove_and_return_elsewhere,
        insert_before,
        insert_before_and_edit,
        join_another_file,
    ],
)
def test_id_slug_and_published_never_change(folder, happening):
    folder.write("other.txt", story("Museum opens", "Doors open at ten."))
    folder.write("ferry.txt", story("Ferry runs", "It runs."))
    folder.sync()
    before = folder.entry("Ferry runs")
    happening(folder)
    folder.sync(HOUR)
    [after] = [entry for entry in folder.entries() if entry.id == before.id]
    assert (after.slug, after.published) == (before.slug, before.published)
    assert "Tram" not in after.title


def test_two_files_that_swap_their_names_keep_their_ids(folder):
    folder.write("a.txt", story("Ferry"))
    folder.write("b.txt", story("Tram"))
    folder.sync()
    before = folder.ids()
    folder.write("a.txt", story("Tram"))
    folder.write("b.txt", story("Ferry"))
    outcome = folder.sync(HOUR)
    assert folder.ids() == before
    assert (outcome.moved, outcome.added, outcome.removed) == (2, 0, 0)


def test_a_story_added_on_top_while_the_last_one_is_removed_is_new(folder):
    folder.write("latest.txt", story("Second"), story("First"))
    folder.sync()
    before = folder.ids()
    folder.write("latest.txt", story("Third"), story("Second"))
    folder.sync(HOUR)
    after = folder.ids()
    assert after["Second"] == before["Second"]
    assert after["Third"] not in before.values()


def test_a_story_rewritten_between_two_unchanged_ones_keeps_its_id(folder):
    folder.write("all.txt", story("One"), story("Two"), story("Three"))
    folder.sync()
    before = folder.ids()
    folder.write("all.txt", story("Zero"), story("One"), story("Zwei"), story("Three"))
    folder.sync(HOUR)
    after = folder.ids()
    assert after["Zwei"] == before["Two"]
    assert after["Zero"] not in before.values()


def test_another_story_in_the_place_of_a_deleted_one_is_a_new_entry(folder):
    folder.write("latest.txt", story("Monday"))
    folder.sync()
    before = folder.ids()["Monday"]
    folder.remove("latest.txt")
    folder.sync(HOUR)
    folder.write("latest.txt", story("Tuesday"))
    folder.sync(HOUR)
    assert folder.ids() == {"Tuesday": f"{before}#2"}


def test_a_copy_is_an_entry_of_its_own(folder):
    folder.write("a.txt", story())
    folder.sync()
    folder.files["b.txt"] = folder.files["a.txt"]
    folder.write("b.txt", *folder.files["a.txt"].entries)
    assert folder.sync(HOUR).added == 1
    assert len({entry.id for entry in folder.entries()}) == 2


def test_repeated_headlines_do_not_identify_a_moved_story(folder):
    folder.write("monday.txt", story("Weather", "Rain."))
    folder.write("tuesday.txt", story("Weather", "Sun."))
    folder.sync()
    before = {entry.id for entry in folder.entries()}
    folder.remove("monday.txt")
    folder.remove("tuesday.txt")
    folder.write("wednesday.txt", story("Weather", "Fog."))
    folder.sync(HOUR)
    assert folder.ids()["Weather"] not in before


def test_an_id_added_later_does_not_replace_the_minted_one(folder):
    folder.write("a.txt", story("Ferry"))
    folder.sync()
    id_ = folder.ids()["Ferry"]
    folder.write("moved/b.txt", story("Boat", "All new.", id=id_))
    folder.remove("a.txt")
    folder.sync(HOUR)
    assert folder.ids() == {"Boat": id_}


def test_an_id_that_is_removed_from_the_text_stays(folder):
    folder.write("a.txt", story("Ferry", id="urn:boats:ferry"))
    folder.sync()
    folder.write("a.txt", story("Ferry"))
    folder.sync(HOUR)
    assert folder.ids() == {"Ferry": "urn:boats:ferry"}


def test_a_minted_id_never_takes_one_that_a_source_states(folder):
    folder.write("a.txt", story("Minted"))
    folder.write("b.txt", story("Given", id="tag:example.org,2026:a"))
    folder.sync()
    assert folder.ids() == {
        "Given": "tag:example.org,2026:a",
        "Minted": "tag:example.org,2026:a#2",
    }


@pytest.mark.parametrize(
    ("first", "second", "winner"),
    [
        ({"version": "9"}, {"version": "10"}, "b.xml"),
        ({"version": "1.10"}, {"version": "1.9"}, "a.xml"),
        ({"version": "2"}, {}, "a.xml"),
        ({"updated": NOON - HOUR}, {"updated": NOON}, "b.xml"),
        ({"published": NOON}, {"updated": NOON - HOUR}, "a.xml"),
        ({}, {}, "a.xml"),
    ],
)
@pytest.mark.parametrize("order", ["together", "a first", "b first"])
def test_the_later_version_of_two_files_with_one_id_is_published(
    folder, first, second, winner, order
):
    texts = {
        "a.xml": story("a.xml", source_id="urn:news:x", **first),
        "b.xml": story("b.xml", source_id="urn:news:x", **second),
    }
    if order != "together":
        name = f"{order[0]}.xml"
        folder.write(name, texts[name])
        folder.sync()
    for name, entry in texts.items():
        folder.write(name, entry)
    outcome = folder.sync(HOUR)
    loser = "b.xml" if winner == "a.xml" else "a.xml"
    assert folder.ids() == {winner: "urn:news:x"}
    assert len(outcome.notes) == 1
    assert outcome.notes[0].startswith(
        f"{loser}: not published: {winner} has the same id urn:news:x"
    )


def test_a_rival_is_published_when_the_winner_is_deleted(folder):
    for version in "321":
        folder.write(f"{version}.xml", story(f"v{version}", id="urn:news:x", version=version))
    folder.sync()
    for deleted, left in [("3.xml", "v2"), ("2.xml", "v1")]:
        folder.remove(deleted)
        outcome = folder.sync(HOUR)
        assert folder.ids() == {left: "urn:news:x"}
        assert (outcome.added, outcome.removed) == (0, 0)


def test_a_deleted_rival_is_forgotten(folder):
    folder.write("1.xml", story("v1", id="urn:news:x", version="1"))
    folder.write("2.xml", story("v2", id="urn:news:x", version="2"))
    folder.sync()
    folder.remove("1.xml")
    folder.sync(HOUR)
    folder.remove("2.xml")
    folder.sync(HOUR)
    assert folder.entries() == []


def test_one_id_for_all_stories_of_a_file_publishes_one_and_notes_the_others(folder):
    folder.write("all.html", *(story(title, source_id="urn:news:page") for title in ("One", "Two")))
    assert len(folder.sync().notes) == 1
    assert folder.ids() == {"One": "urn:news:page"}


@pytest.mark.parametrize(
    ("name", "fields", "slug"),
    [
        ("2026-05-01-ferry-runs.md", {}, "ferry-runs"),
        ("posts/ferry/index.md", {}, "ferry"),
        ("index.md", {}, "index"),
        ("Die Fähre & der Fluß.txt", {}, "die-fahre-der-fluss"),
        ("новости.txt", {}, "novosti"),
        ("a.txt", {"slug": "My Own / Slug"}, "my-own-slug"),
        ("🚢.txt", {"title": "Ship ahoy"}, "ship-ahoy"),
        ("🚢.txt", {"title": "🚢"}, "story"),
        (f"{'long-word-' * 12}.txt", {}, "-".join(["long-word"] * 8)),
    ],
)
def test_a_slug_comes_from_the_author_or_the_file_name(folder, name, fields, slug):
    folder.write(name, story(**fields))
    folder.sync()
    assert [entry.slug for entry in folder.entries()] == [slug]


def test_slugs_of_several_stories_in_a_file_come_from_their_headlines(folder):
    folder.write("all.txt", story("Storm!"), story("Storm?"), story(None, "Quiet at last. So."))
    folder.sync()
    assert {entry.slug for entry in folder.entries()} == {"storm", "storm-2", "quiet-at-last"}


def test_a_slug_is_never_reused(folder):
    for number in range(40):
        folder.write(f"{number}/storm.txt", story(f"Storm {number}"))
    folder.sync()
    folder.remove("7/storm.txt")
    folder.write("more/storm.txt", story("One more"))
    folder.sync(HOUR)
    assert folder.entry("One more").slug == "storm-41"
    assert len({entry.slug for entry in folder.entries()}) == 40


@pytest.mark.parametrize(
    ("name", "section", "expected"),
    [
        ("world/ferry.txt", None, "World"),
        ("middle-east/gulf/ferry.txt", None, "Middle East"),
        ("UK_News/ferry.txt", None, "UK News"),
        ("world/ferry.txt", "Harbour news", "Harbour news"),
        ("ferry.txt", None, None),
        ("_posts/ferry.md", None, None),
        ("sport/_posts/ferry.md", None, "Sport"),
        ("2026/05/ferry.md", None, None),
        ("ferry/index.md", None, None),
        ("posts/ferry/index.md", None, "Posts"),
        ("-/ferry.md", None, None),
    ],
)
def test_a_section_comes_from_the_text_or_the_first_folder(folder, name, section, expected):
    folder.write(name, story(section=section))
    folder.sync()
    assert folder.entries()[0].section == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("<p>Mr. Hale won the vote. He is 40.</p>", "Mr. Hale won the vote."),
        ("<h2>Short</h2><p>Long text follows.</p>", "Short"),
        ("<p><b>Fog</b>gy &amp; cold\nagain! Really.</p>", "Foggy & cold again!"),
        ("<p>" + "word " * 40 + "</p>", "word " * 19 + "word…"),
        ("<p>" + "x" * 150 + "</p>", "x" * 99 + "…"),
        ("<p>船が出る。明日も。</p>", "船が出る。"),
        ('<p><a href="/a" title="x > y">Link</a> text goes on.</p>', "Link text goes on."),
        ("", "the great ferry"),
    ],
)
def test_an_entry_without_a_headline_is_titled_by_its_first_sentence(folder, content, expected):
    folder.write("the-great_ferry.txt", Entry(content=content))
    folder.sync()
    assert folder.entries()[0].title == expected
