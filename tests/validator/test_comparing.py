"""A feed compared with its earlier version, in every format."""

import json
import time

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.cli import main
from feedsvc.errors import TargetError
from feedsvc.validator.comparing import compare
from feedsvc.validator.comparing.rules import split_versions
from feedsvc.validator.registry import Form
from feedsvc.validator.rulebook import RULES

LIMIT = 1_000_000
CHANGES = [tested for tested in RULES if tested.form is Form.CHANGE]


def found(before, now):
    return compare(now, before, name="before.xml", limit=LIMIT)


def codes(before, now):
    return {finding.code for finding in found(before, now)}


def story(name, hour=9, **changed):
    """Return a story of 3 March 2026, for the three writers below."""
    return {
        "id": f"tag:gull.example,2026:{name}",
        "link": f"https://gull.example/{name}",
        "title": f"The {name} sails",
        "published": f"2026-03-03T{hour:02}:00:00Z",
        "updated": f"2026-03-03T{hour:02}:00:00Z",
        "text": f"All about the {name}.",
    } | changed


def atom(*stories):
    entries = "\n".join(
        f'<entry><id>{one["id"]}</id><link href="{one["link"]}"/><title>{one["title"]}</title>'
        f"<published>{one['published']}</published><updated>{one['updated']}</updated>"
        f"<summary>{one['text']}</summary></entry>"
        for one in stories
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom">\n{entries}\n</feed>'.encode()


def rss(*stories):
    items = "\n".join(
        f"<item><guid>{one['id']}</guid><link>{one['link']}</link><title>{one['title']}</title>"
        f"<pubDate>{one['published']}</pubDate><dc:modified>{one['updated']}</dc:modified>"
        f"<description>{one['text']}</description></item>"
        for one in stories
    )
    start = '<rss version="2.0" xmlns:dc="http://purl.org/dc/terms/"><channel>'
    return f"{start}\n{items}\n</channel></rss>".encode()


def json_feed(*stories):
    items = ",\n".join(
        json.dumps(
            {
                "id": one["id"],
                "url": one["link"],
                "title": one["title"],
                "date_published": one["published"],
                "date_modified": one["updated"],
                "content_text": one["text"],
            }
        )
        for one in stories
    )
    version = '"version": "https://jsonfeed.org/version/1.1"'
    return f'{{{version}, "items": [\n{items}\n]}}'.encode()


FORMATS = pytest.mark.parametrize("written", [atom, rss, json_feed])


# --- the rules ------------------------------------------------------------------------------


@pytest.mark.parametrize("tested", CHANGES, ids=lambda tested: tested.code)
def test_the_bad_example_has_the_code(tested):
    assert tested.code in codes(*split_versions(tested.bad))


@pytest.mark.parametrize("tested", CHANGES, ids=lambda tested: tested.code)
def test_the_good_example_does_not_have_the_code(tested):
    assert tested.code not in codes(*split_versions(tested.good))


FERRY, CRANE, QUAY = story("ferry", 11), story("crane", 10), story("quay", 9)


@FORMATS
@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ([FERRY, CRANE], [FERRY, CRANE], set()),
        ([CRANE, QUAY], [FERRY, CRANE], set()),  # the oldest entry dropped off the end
        ([CRANE], [CRANE | {"id": "urn:x:1"}], {"id-changed"}),
        ([CRANE], [CRANE | {"id": "urn:x:1", "link": "https://gull.example/x"}], {"id-changed"}),
        ([CRANE], [story("whale", id=CRANE["id"], text="Whales.")], {"id-reused"}),
        ([CRANE], [CRANE | {"updated": "2026-03-03T12:00:00Z"}], {"updated-without-change"}),
        ([CRANE], [CRANE | {"published": "2026-03-03T12:00:00Z"}], {"updated-without-change"}),
        ([CRANE], [CRANE | {"updated": "2026-03-03T11:00:00+01:00"}], set()),
        ([CRANE], [CRANE | {"text": "More."}], {"changed-without-updated"}),
        ([CRANE], [CRANE | {"text": "More.", "updated": "2026-03-03T12:00:00Z"}], set()),
        ([FERRY, CRANE, QUAY], [FERRY, QUAY], {"entry-vanished"}),
        ([FERRY, CRANE, QUAY], [], {"entry-vanished"}),
        ([], [FERRY], set()),
        ([FERRY, CRANE], [CRANE, FERRY], {"order-changed"}),
    ],
)
def test_changes_are_reported(written, before, now, expected):
    assert codes(written(*before), written(*now)) == expected


@FORMATS
def test_a_finding_is_at_its_entry_in_the_new_version(written):
    now = written(FERRY, CRANE | {"id": "urn:x:1"})
    (finding,) = found(written(CRANE), now)
    assert finding.line == 3
    assert finding.path.endswith(("entry[2]", "item[2]", "/items/1"))
    assert finding.message.startswith(f"the id of this story was {CRANE['id']!r}")
    assert finding.spec.startswith("https://")


@FORMATS
def test_a_vanished_entry_is_reported_at_the_feed(written):
    (finding,) = found(written(FERRY, CRANE, QUAY), written(FERRY, QUAY))
    assert finding.line == 1
    assert "'The crane sails'" in finding.message


def test_without_dates_an_entry_has_vanished_if_an_entry_after_it_remains():
    def plain(*names):
        items = "".join(f"<item><guid>{name}</guid></item>" for name in names)
        return f'<rss version="2.0"><channel>{items}</channel></rss>'.encode()

    assert codes(plain("a", "b", "c"), plain("a", "c")) == {"entry-vanished"}
    assert codes(plain("a", "b", "c"), plain("a", "b")) == set()


def test_an_entry_declared_deleted_has_not_vanished():
    tombstone = (
        f'<at:deleted-entry xmlns:at="http://purl.org/atompub/tombstones/1.0" ref="{CRANE["id"]}" '
        'when="2026-03-04T09:00:00Z"/></feed>'
    ).encode()
    now = atom(FERRY, QUAY).replace(b"</feed>", tombstone)
    assert codes(atom(FERRY, CRANE, QUAY), now) == set()


def test_an_old_entry_that_remains_because_it_was_updated_does_not_count():
    late = QUAY | {"updated": "2026-03-03T12:00:00Z", "text": "More."}
    assert codes(atom(FERRY, CRANE, QUAY), atom(late, FERRY)) == set()


def test_a_feed_date_that_is_the_only_change_is_reported_at_the_feed():
    def dated(hour):
        head = f"<updated>2026-03-03T{hour}:00:00Z</updated>".encode()
        return atom(CRANE).replace(b"\n<entry>", head + b"\n<entry>")

    (finding,) = found(dated(10), dated(11))
    assert (finding.code, finding.line) == ("updated-without-change", 1)


def test_a_removed_date_changed_to_nothing():
    published = f"<published>{CRANE['published']}</published>".encode()
    (finding,) = found(atom(CRANE), atom(CRANE).replace(published, b""))
    assert finding.message.startswith("published changed from 2026-03-03T10:00:00+00:00 to nothing")


def test_a_link_that_all_entries_share_identifies_none_of_them():
    home = {"link": "https://gull.example/"}
    assert codes(rss(CRANE | home, QUAY | home), rss(FERRY | home, CRANE | home)) == set()


def test_comment_counts_are_not_a_change():
    def counted(number):
        count = f'<s:comments xmlns:s="http://purl.org/rss/1.0/modules/slash/">{number}'
        return rss(CRANE).replace(b"</item>", f"{count}</s:comments></item>".encode())

    assert codes(counted(1), counted(2)) == set()


def test_versions_in_different_formats_are_compared_only_by_ids_and_links():
    assert codes(rss(CRANE, QUAY), atom(CRANE, QUAY)) == set()
    assert codes(rss(CRANE), json_feed(CRANE | {"id": "urn:x:1"})) == {"id-changed"}


def test_rss_1_is_compared():
    def rdf(name, title):
        return (
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
            'xmlns="http://purl.org/rss/1.0/"><channel/>'
            f'<item rdf:about="https://gull.example/{name}"><title>{title}</title>'
            "<link>https://gull.example/crane</link></item></rdf:RDF>"
        ).encode()

    assert codes(rdf("crane", "Crane"), rdf("crane-2", "Crane")) == {"id-changed"}


@FORMATS
@pytest.mark.parametrize(
    ("clock", "was", "now", "expected"),
    [
        ("09:30:07", "Crane lifts ferry", "Whales off the pier", {"id-changed"}),
        ("09:30:00", "Crane lifts ferry", "A crane lifted the ferry", {"id-changed"}),
        ("09:30:00", "Crane lifts ferry", "Whales off the pier", {"entry-vanished"}),
        ("09:30:00", "", "", {"entry-vanished"}),
    ],
)
def test_a_story_with_a_new_headline_slug_and_id_is_recognized_by_its_publication_time(
    written, clock, was, now, expected
):
    dates = {"published": f"2026-03-03T{clock}Z", "updated": f"2026-03-03T{clock}Z"}
    before = written(story("a", **dates, title=was), QUAY)
    assert codes(before, written(story("b", **dates, title=now), QUAY)) == expected


@pytest.mark.parametrize(
    ("was", "now", "expected"),
    [
        ("Crane lifts ferry", "Ferry lifted by crane at last", set()),
        ("Crane lifts ferry", "Whales seen off the pier", {"id-reused"}),
        ("Crane lifts ferry", "Crane lifts ferry", set()),
    ],
)
def test_without_dates_stories_are_distinguished_by_their_headlines(was, now, expected):
    def plain(title, link):
        return (
            f'<rss version="2.0"><channel><item><guid>1</guid><title>{title}</title>'
            f"<link>https://gull.example/{link}</link></item></channel></rss>"
        ).encode()

    assert codes(plain(was, "a"), plain(now, "b")) == expected


def test_comparing_takes_linear_time():
    """Comparing 10,000 entries that all changed their ids takes about as long as reading them."""
    stories = [story(f"s{number}") for number in range(10_000)]
    renamed = [one | {"id": f"urn:x:{number}"} for number, one in enumerate(stories)]
    before, now, none = json_feed(*stories), json_feed(*renamed), json_feed(FERRY)
    for old, new, code in ((before, now, "id-changed"), (before, none, "entry-vanished")):
        started = time.process_time()
        findings = compare(new, old, name="before", limit=len(before) * 2)
        assert time.process_time() - started < 10
        assert len(findings) <= 100
        assert code == "entry-vanished" or {one.code for one in findings} == {code}


# --- what cannot be compared ----------------------------------------------------------------

NO_FEEDS = [b"", b"<rss", b"<html/>", b"[1]", b'{"items": 1}', b"{", b"\x1f\x8b\x00"]


@pytest.mark.parametrize("data", NO_FEEDS)
def test_an_earlier_version_that_is_not_a_feed_is_a_one_line_error(data):
    with pytest.raises(TargetError, match=r"^before\.xml: not a readable feed"):
        found(data, atom(CRANE))


@pytest.mark.parametrize("data", NO_FEEDS)
def test_a_new_version_that_is_not_a_feed_is_not_compared(data):
    assert found(atom(CRANE), data) == ()


@given(st.data())
def test_comparing_broken_documents_raises_nothing(data):
    def broken(written):
        whole = bytearray(written(FERRY, CRANE, FERRY, QUAY))
        for _ in range(data.draw(st.integers(0, 4))):
            at = data.draw(st.integers(0, len(whole) - 1))
            end = data.draw(st.integers(at, min(at + 30, len(whole))))
            whole[at:end] = data.draw(st.binary(max_size=6))
        return bytes(whole)

    written = data.draw(st.sampled_from([atom, rss, json_feed]))
    try:
        for finding in found(broken(written), broken(written)):
            assert finding.line >= 1
    except TargetError:
        pass


# --- the command ----------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "old.xml").write_bytes(atom(CRANE))
    (tmp_path / "new.xml").write_bytes(atom(CRANE | {"id": "urn:isbn:0451450523"}))
    (tmp_path / "page.xml").write_bytes(b"<html/>")
    return tmp_path


def run(*arguments):
    return CliRunner().invoke(main, ["validate", *arguments], prog_name="feedsvc")


@pytest.mark.usefixtures("folder")
def test_the_command_compares_with_the_previous_file():
    result = run("new.xml", "--previous", "old.xml", "--select", "id-*")
    assert result.exit_code == 1
    assert result.stdout.startswith("new.xml:2:1: error: the id of this story was ")
    assert result.stdout.endswith("1 document: 1 error, 0 warnings\n")


@pytest.mark.usefixtures("folder")
def test_the_command_cannot_compare_with_a_page():
    result = run("new.xml", "--previous", "page.xml")
    assert result.exit_code == 2
    assert result.stderr.startswith("Error: page.xml: not a readable feed")


@pytest.mark.usefixtures("folder")
def test_the_command_compares_one_document_only():
    result = run("new.xml", "old.xml", "--previous", "old.xml")
    assert result.exit_code == 2
    assert "--previous compares a single document; found 2" in result.stderr
