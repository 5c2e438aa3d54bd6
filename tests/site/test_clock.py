"""Time: openings, expiries, aging and withdrawals take effect to the second in every document."""

import json
import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from support.commands import run
from support.livesite import NOON, SECOND, LiveSite, id_of, tombstones_in

from feedsvc.publish import file_of, publish
from feedsvc.settings import FeedSettings
from feedsvc.site import Site

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
START = datetime(2099, 6, 1, 12, tzinfo=UTC)
OPENS = {
    "quokka": START + 1 * HOUR,  # an embargo
    "zephyr": START + 2 * HOUR,  # a publishDate
    "narwhal": START + 3 * HOUR,  # a date
}
ENDS = {
    "fulmar": START + 4 * HOUR,  # an expiryDate
    "osprey": START + 6 * HOUR,  # a deleted file
}
AGES = START + 5 * HOUR
"""When the petrel is too old for a feed with a max_age of one day."""
TOMBSTONE_ENDS = START + 4 * HOUR + DAY
"""When the fulmar's tombstone ends; the osprey's ends two hours later."""
NO_NEWS = AGES + DAY
"""When the petrel, two days old, leaves the news sitemap."""
CHANGES = sorted({*OPENS.values(), *ENDS.values(), AGES, TOMBSTONE_ENDS, NO_NEWS})
BY_CLOCK = [change for change in CHANGES if change != ENDS["osprey"]]
TIMES = [change + step for change in CHANGES for step in (-SECOND, SECOND)]

SETTINGS = {
    "archive_size": 2,
    "limit": 6,
    "feed_menu": True,
    "tombstone_days": 1,
    "feeds": (
        FeedSettings(name="recent", max_age=1),
        FeedSettings(name="birds", tag="birds", language="en"),
    ),
}


@pytest.fixture
def settings(settings, tmp_path):
    return msgspec.structs.replace(settings, **SETTINGS, stories=str(tmp_path / "newsroom"))


@pytest.fixture
def live(settings):
    """Yield the site at noon, before any of the changes."""
    live = LiveSite(settings, START)
    fill(live)
    live.sync()
    yield live
    live.site.close()


def fill(live):
    for number in range(4):
        date = START - 3 * DAY + number * HOUR
        live.write(f"steady-{number}", date=date, tags="[harbour]", language="en")
    item = {
        "uri": id_of("quokka"),
        "headline": "Quokka sighted",
        "body_text": "The quokka was seen by all.",
        "firstcreated": f"{START - DAY:%Y-%m-%dT%H:%M:%SZ}",
        "embargoed": f"{OPENS['quokka']:%Y-%m-%dT%H:%M:%SZ}",
        "language": "en",
        "subject": [{"name": "quokka"}],
    }
    (live.folder / "quokka.ninjs").write_text(json.dumps(item))
    birds = {"language": "en"}
    live.write("zephyr", date=START - HOUR, publishDate=OPENS["zephyr"], tags="[zephyr]", **birds)
    live.write("narwhal", date=OPENS["narwhal"], tags="[narwhal]", **birds)
    live.write(
        "fulmar", date=START - 2 * DAY, expiryDate=ENDS["fulmar"], tags="[birds, fulmar]", **birds
    )
    live.write("osprey", date=START - 2 * DAY, tags="[birds, osprey]", **birds)
    live.write("petrel", date=AGES - DAY, tags="[birds]", **birds)


def paths_of(live):
    """Return the paths of all documents that exist at any of the times."""
    return list(dict.fromkeys(path for at in TIMES for path in live.site.paths(at)))


def set_clock(live, at):
    """Set the clock to a time; the osprey is withdrawn then, and not earlier."""
    live.now = at
    if at >= ENDS["osprey"] and (live.folder / "osprey.md").exists():
        live.remove("osprey")
        live.now = ENDS["osprey"]
        live.sync()
        live.now = at


def contains(body, word):
    """Return whether a document has a word in a title, slug, id, tag or text."""
    return word.encode() in re.sub(rb"<at:deleted-entry [^>]*/>", b"", body).lower()


def documents_at(live, at, paths):
    """Return every document that exists at a time."""
    set_clock(live, at)
    responses = {path: live.get(path) for path in paths}
    assert {each.status_code for each in responses.values()} <= {200, 404, 410}
    gone = {path for path, each in responses.items() if each.status_code == 410}
    assert gone == ({"/stories/osprey/"} if at > ENDS["osprey"] else set())
    return {path: each for path, each in responses.items() if each.status_code == 200}


EVERYWHERE = ("/", "/stories/", "/rss.xml", "/atom.xml", "/feed.json")


def paths_showing(word):
    """Return the paths that must show a story; others can show it as well."""
    folder = f"/tags/{word}/"
    feeds = [folder + file for file in ("", "rss.xml", "atom.xml", "feed.json")]
    lists = ["/opml.xml", "/.well-known/feeds"]
    return {*EVERYWHERE, *feeds, *lists, f"/stories/{word}/"}


def test_no_document_shows_a_story_before_its_time_and_all_do_after(live):
    paths = paths_of(live)
    known = {path: live.get(path).headers["ETag"] for path in ("/rss.xml", "/atom.xml")}
    for at in TIMES:
        found = documents_at(live, at, paths)
        deltas = {
            path: live.get(path, A_IM="feed", If_None_Match=tag) for path, tag in known.items()
        }
        for word, opens in OPENS.items():
            showing = {path for path, each in found.items() if contains(each.data, word)}
            assert (paths_showing(word) - showing if at >= opens else showing) == set(), (word, at)
            for path, delta in deltas.items():
                if delta.status_code == 226 or at < opens:
                    assert contains(delta.data, word) == (at >= opens), (word, at, path)
        for word, ends in ENDS.items():
            showing = {path for path, each in found.items() if contains(each.data, word)}
            assert showing >= {f"/stories/{word}/"} if at < ends else showing == set(), (word, at)
            if at >= ends:
                assert not any(contains(delta.data, word) for delta in deltas.values())


def test_archives_and_the_news_sitemap_show_a_story_once_it_opens(live):
    paths = paths_of(live)
    for word, opens in OPENS.items():
        after = documents_at(live, opens + SECOND, paths)
        showing = {path for path, each in after.items() if contains(each.data, word)}
        assert any("/archive/" in path for path in showing) or contains(
            after["/atom.xml"].data, word
        )
        assert "/news-sitemap.xml" in showing
    last = documents_at(live, NO_NEWS + SECOND, paths)
    for word in OPENS:
        assert [path for path in last if "/archive/" in path and contains(last[path].data, word)]


def test_tombstones_appear_and_disappear_by_the_clock(live):
    for at in TIMES:
        set_clock(live, at)
        listed = tombstones_in(live.read("/atom.xml")).keys()
        gone = {word for word, ends in ENDS.items() if ends <= at < ends + DAY}
        assert listed == {id_of(word) for word in gone}, at


def test_a_story_becomes_too_old_for_a_feed_from_one_second_to_the_next(live):
    for at in TIMES:
        set_clock(live, at)
        assert (id_of("petrel") in live.ids("/feeds/recent/atom.xml")) == (at < AGES)
        assert (b"petrel" in live.read("/news-sitemap.xml")) == (at < NO_NEWS)


def test_served_documents_are_those_built_for_that_time(live, settings, tmp_path):
    paths = paths_of(live)
    building = LiveSite(settings, START)
    before = [at for at in TIMES if at < ENDS["osprey"]]
    for at in before:
        found = documents_at(live, at, paths)
        publish(building.site, tmp_path / "site", at=at)
        for path in paths:
            file = file_of(tmp_path / "site", path)
            built = file.read_bytes() if file.exists() else None
            served = found[path].data if path in found else None
            assert built == served, (path, at)
    building.site.close()


def test_a_sync_does_not_repeat_changes_by_the_clock(live):
    paths = paths_of(live)
    for change in BY_CLOCK:
        before = documents_at(live, change + SECOND, paths)
        live.sync()
        after = documents_at(live, change + SECOND, paths)
        assert {path: each.data for path, each in before.items()} == {
            path: each.data for path, each in after.items()
        }


def test_no_cache_may_serve_a_document_past_its_next_change(live, settings):
    """Neither `max-age` nor `stale-while-revalidate` reaches past the next change by the clock."""
    paths = paths_of(live)
    other = Site.open(settings, clock=lambda: live.now)
    for at in TIMES:
        for path, response in documents_at(live, at, paths).items():
            fresh, stale = re.findall(r"=(\d+)", response.headers["Cache-Control"])
            until = at + int(fresh) * SECOND + int(stale) * SECOND
            if until > at:
                last = other.document(path, until - timedelta(microseconds=1), preview=True)
                assert last is not None, (path, at)
                assert last.body == response.data, (path, at)
    other.close()


def test_max_age_reaches_to_the_second_of_the_next_change(live):
    set_clock(live, OPENS["quokka"] - 7 * SECOND)
    cache_control = live.get("/rss.xml").headers["Cache-Control"]
    assert cache_control == "public, max-age=7, stale-while-revalidate=0"
    set_clock(live, OPENS["quokka"] - 400 * SECOND)
    cache_control = live.get("/rss.xml").headers["Cache-Control"]
    assert cache_control == "public, max-age=300, stale-while-revalidate=100"


# Building


NEXT = "Build again at "


@pytest.fixture
def newsroom(live, tmp_path, monkeypatch):
    """Return the folder of the same site, for commands, which use the machine's clock."""
    live.site.close()
    monkeypatch.chdir(tmp_path)
    (tmp_path / "feedsvc.toml").write_text(
        'base_url = "https://gazette.example.org"\nid_authority = "gazette.example.org,2026"\n'
        'stories = "newsroom"\noutput = "site"\ncatalog = "commands.db"\n'
        "archive_size = 2\nlimit = 6\nfeed_menu = true\n"
        '[[feeds]]\nname = "recent"\nmax_age = 1\n'
    )
    for number in range(3):
        date = f"{NOON - 90 * DAY + number * DAY:%Y-%m-%d}"
        text = f"---\ntitle: Long ago\ndate: {date}\n---\nOf {number}.\n"
        (tmp_path / "newsroom" / f"old-{number}.md").write_text(text)
    return tmp_path


def tree(folder):
    files = (file for file in folder.rglob("*") if file.is_file())
    return {str(file.relative_to(folder)): file.read_bytes() for file in files}


def build(*arguments):
    result = run("build", "--no-ping", *arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.mark.parametrize(
    ("word", "change", "is_opening"),
    [
        *((word, change, True) for word, change in OPENS.items()),
        ("fulmar", ENDS["fulmar"], False),
    ],
)
def test_build_shows_the_site_as_of_a_time(newsroom, word, change, is_opening):
    printed = build("--at", f"{change - SECOND:%Y-%m-%dT%H:%M:%SZ}")
    assert f"{NEXT}{change:%Y-%m-%d %H:%M:%S} UTC" in printed
    before = tree(newsroom / "site")
    build("--at", f"{change + SECOND:%Y-%m-%dT%H:%M:%S+00:00}")
    after = tree(newsroom / "site")
    showing = [{name for name in files if contains(files[name], word)} for files in (before, after)]
    assert (showing[0] == set()) == is_opening
    assert (showing[1] == set()) != is_opening
    shown = showing[1] if is_opening else showing[0]
    assert f"stories/{word}/index.html" in shown
    assert {"rss.xml", "atom.xml", "feed.json"} <= shown or word == "fulmar"
    fresh = newsroom / "fresh"
    build("--at", f"{change + SECOND:%Y-%m-%dT%H:%M:%SZ}", "--output", fresh)
    assert tree(fresh) == after


def test_a_build_as_of_another_time_is_not_stored(newsroom):
    def remembered():
        """Return the catalog without the builds, and without entries' parts, which show no time."""
        with closing(sqlite3.connect(newsroom / "commands.db")) as connection:
            lines = list(connection.iterdump())
        return [line for line in lines if '"output' not in line and '"parts"' not in line]

    build()
    catalog, files = remembered(), tree(newsroom / "site")
    for at in ("2099-06-01T13:00:01Z", "2026-03-04", "2099-06-10", "2099-06-01T16:00:01"):
        build("--at", at)
        assert remembered() == catalog, at
        assert tree(newsroom / "site") != files
    build()
    assert remembered() == catalog
    assert tree(newsroom / "site") == files


def test_build_always_prints_when_it_has_to_run_again(newsroom):
    (newsroom / "newsroom" / "osprey.md").unlink()
    at, printed = START, []
    while len(printed) < 20:
        line = [each for each in build("--at", at.isoformat()).splitlines() if NEXT in each]
        if not line:
            break
        at = datetime.fromisoformat(line[0].removeprefix(NEXT)[:19]).replace(tzinfo=UTC)
        printed.append(at)
    assert set(BY_CLOCK) - {TOMBSTONE_ENDS} <= set(printed)
    assert printed == sorted(set(printed))
    assert len(printed) < 20


@pytest.mark.parametrize("time", ["tomorrow", "2026-13-01", "", "0001-01-01", "9999-12-31T23:59"])
@pytest.mark.usefixtures("newsroom")
def test_build_names_an_invalid_time(time):
    result = run("build", "--at", time)
    assert result.exit_code == 2
    assert f"invalid --at: {time!r}; expected a time such as 2026-05-01T06:00" in result.stderr


def test_a_term_without_stories_leaves_the_folder_even_if_feeds_have_a_max_age(live, tmp_path):
    publish(live.site, tmp_path / "site")
    assert (tmp_path / "site/tags/osprey/rss.xml").exists()
    set_clock(live, ENDS["osprey"])
    publish(live.site, tmp_path / "site")
    assert not (tmp_path / "site/tags/osprey").exists()
    assert not any(contains(body, "osprey") for body in tree(tmp_path / "site").values())
