"""Archives (RFC 5005 section 4): pages whose entries never move, and that lead to every entry."""

import re
from collections import Counter
from datetime import timedelta
from itertools import chain

import msgspec
import pytest
from support.livesite import FEEDS, FILES, NOON, LiveSite, id_of, ids_in, links_in

from feedsvc.publish import file_of, publish
from feedsvc.settings import FeedSettings, Settings
from feedsvc.site.paths import FILE_FORMATS
from feedsvc.validator import Severity, validate

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
BASE = "https://gazette.example.org"


KINDS = ("main", "section", "tag", "author", "language")


@pytest.fixture
def open_live(open_livesite):
    """Return a function that opens a site of numbered stories, with ten on an archive page."""

    def open_(number=25, **changes):
        sizes = {"archive_size": 10, "limit": 12, "archive_formats": ("rss", "atom", "json")}
        live = open_livesite(**sizes | {"language": None, "archives": KINDS} | changes)
        fill(live, number)
        live.sync()
        return live

    return open_


@pytest.fixture
def live(open_live):
    return open_live()


def name(number):
    return f"s{number:04}"


def fill(live, number, first=0, **header):
    for each in range(first, first + number):
        live.write(name(each), date=NOON - 2000 * MINUTE + each * MINUTE, **header)


def numbered(*spans):
    """Return the ids of stories by their numbers, in order."""
    return [id_of(name(number)) for number in chain(*spans)]


def page_path(path, number):
    folder, _, file = path.rpartition("/")
    return f"{folder}/archive/{number}/{file}"


def pages_of(live, path, numbers):
    return {number: live.read(page_path(path, number)) for number in numbers}


def without_next(page):
    return re.sub(rb'\s*<(atom:)?link [^>]*rel="next-archive"[^>]*/>', b"", page)


def walk(live, path, meanwhile=lambda: None):
    """Return the ids in each document that a client fetches as it walks back from a feed."""
    documents, url = [], BASE + path
    while url:
        body = live.read(url.removeprefix(BASE))
        assert links_in(body).get("self", url) == url
        documents.append(ids_in(body))
        meanwhile()
        url = links_in(body).get("prev-archive")
    return documents


# Walking back


@pytest.mark.parametrize("path", FEEDS.values())
def test_a_client_that_walks_back_gets_each_of_1000_entries_once(open_live, path):
    current, *pages = walk(open_live(1000, archive_size=50, limit=50), path)
    assert [len(page) for page in pages] == [50] * 20
    assert list(chain(*pages)) == numbered(range(999, -1, -1))
    assert current == pages[0]


@pytest.mark.parametrize("path", FEEDS.values())
def test_walking_back_works_while_stories_are_added_between_requests(open_live, path):
    live = open_live(1000, archive_size=50, limit=50)
    for minute in range(30):
        live.write(f"embargoed-{minute}", date=NOON + minute * MINUTE)
    live.write("withheld", draft="true")
    live.sync()
    live.sync(after=MINUTE)
    expected = {*numbered(range(1000)), id_of("embargoed-0"), id_of("embargoed-1")}
    steps = []

    def add():
        """Let a minute pass, in which an embargo opens; save old and new stories each second."""
        steps.append(live.now)
        live.now += MINUTE
        if len(steps) % 2:
            live.write(f"late-{len(steps)}", date=NOON - 5000 * DAY)
            for each in range(7):
                live.write(f"new-{len(steps)}-{each}", date=live.now)
            live.sync()

    current, *pages = walk(live, path, meanwhile=add)
    got = Counter(chain(*pages)) + Counter(set(current) - set(chain(*pages)))
    assert expected - got.keys() == set()
    assert {got[id_] for id_ in expected} == {1}
    whole = set(chain(*walk(live, path)))
    assert whole >= expected | {id_of("late-1"), id_of("new-21-6"), id_of("embargoed-20")}
    assert Counter(chain(*walk(live, path)[1:])).most_common(1)[0][1] == 1
    assert id_of("withheld") not in whole


def test_the_current_feed_has_all_entries_that_are_not_on_a_full_page(live):
    for number in range(4):
        live.write(f"late-{number}", date=NOON - 5000 * DAY)
    live.sync(after=MINUTE)
    current, *pages = walk(live, "/atom.xml")
    assert [len(page) for page in pages] == [10, 10]
    newest, late = numbered(range(24, 12, -1)), [id_of(f"late-{each}") for each in range(4)]
    assert current == [*newest, *late]
    live.write("fills-the-page", date=NOON)
    live.sync(after=MINUTE)
    current, *pages = walk(live, "/atom.xml")
    assert current == [id_of("fills-the-page"), *newest[:-1]]
    assert pages[0] == [id_of("fills-the-page"), *reversed(late), *numbered(range(24, 19, -1))]


def test_two_entries_that_open_at_once_have_the_same_order_before_and_after_a_sync(live):
    for each in "dacb":
        live.write(each, date=NOON + 5 * MINUTE)
    live.write("e", date=NOON + 4 * MINUTE)
    live.sync()
    live.now += 6 * MINUTE
    by_clock = pages_of(live, "/atom.xml", [3])[3]
    assert ids_in(by_clock)[:5] == [id_of(each) for each in "dcbae"]
    live.sync()
    assert pages_of(live, "/atom.xml", [3])[3] == by_clock
    fresh = LiveSite(msgspec.structs.replace(live.settings, catalog=live.settings.catalog + ".2"))
    fresh.now = live.now
    fresh.sync()
    assert set(ids_in(pages_of(fresh, "/atom.xml", [3])[3])) == set(ids_in(by_clock))
    fresh.site.close()


# Pages


@pytest.mark.parametrize("path", FEEDS.values())
def test_a_full_page_does_not_change_while_others_are_added(live, path):
    before = pages_of(live, path, [1, 2])
    fill(live, 30, first=100)
    live.write("late", date=NOON - 5000 * DAY)
    live.write("embargoed", date=NOON + MINUTE)
    live.sync()
    live.sync(after=DAY)
    after = pages_of(live, path, [1, 2, 3, 4, 5])
    assert after[1] == before[1]
    assert without_next(after[2]) == before[2]
    assert ids_in(after[1]) == numbered(range(9, -1, -1))
    assert live.get(page_path(path, 6)).status_code == 404


@pytest.mark.parametrize("path", FEEDS.values())
def test_a_page_changes_when_one_of_its_stories_does(live, path):
    before = pages_of(live, path, [1, 2])
    live.write(name(3), title="A new headline", date=NOON - 1997 * MINUTE)
    live.sync(after=MINUTE)
    corrected = pages_of(live, path, [1, 2])
    assert ids_in(corrected[1]) == ids_in(before[1])
    assert b"A new headline" in corrected[1]
    live.remove(name(3))
    live.sync(after=MINUTE)
    withdrawn = pages_of(live, path, [1, 2])
    assert ids_in(withdrawn[1]) == numbered(range(9, 3, -1), range(2, -1, -1))
    live.write(name(3), title="A new headline", date=NOON - 1997 * MINUTE)
    live.sync(after=MINUTE)
    back = pages_of(live, path, [1, 2])
    assert ids_in(back[1]) == ids_in(before[1])
    assert {corrected[2], withdrawn[2], back[2]} == {before[2]}


def test_a_story_that_expires_leaves_its_page_by_the_clock_alone(live):
    live.write(name(3), date=NOON - 1997 * MINUTE, expiryDate=NOON + 30 * MINUTE)
    live.sync()
    before = pages_of(live, "/rss.xml", [1, 2])
    live.now += 30 * MINUTE
    after = pages_of(live, "/rss.xml", [1, 2])
    assert ids_in(after[1]) == [each for each in ids_in(before[1]) if each != id_of(name(3))]
    assert after[2] == before[2]


def test_a_hidden_story_with_a_shortened_embargo_returns_when_the_new_one_ends(live):
    date = NOON - 1997 * MINUTE
    live.write(name(3), date=date, publishDate=NOON + 9 * MINUTE)
    live.sync()
    assert id_of(name(3)) not in live.ids("/archive/1/rss.xml")
    live.write(name(3), date=date, publishDate=NOON + 4 * MINUTE)
    live.sync(after=MINUTE)
    assert id_of(name(3)) not in live.ids("/archive/1/rss.xml")
    live.now = NOON + 4 * MINUTE
    assert id_of(name(3)) in live.ids("/archive/1/rss.xml")


@pytest.mark.parametrize("file", FILES)
def test_pages_link_to_their_neighbors_and_the_current_feed(live, file):
    fill(live, 10, first=100)
    live.sync()
    first, second, third = pages_of(live, f"/{file}", [1, 2, 3]).values()
    current = live.read(f"/{file}")
    page, feed = f"{BASE}/archive/{{}}/{file}".format, f"{BASE}/{file}"
    if file == "feed.json":
        assert links_in(current) == {"prev-archive": page(3)}
        assert [links_in(each) for each in (second, first)] == [{"prev-archive": page(1)}, {}]
        return
    around = {
        rel: href for rel, href in links_in(second).items() if rel not in ("alternate", "hub")
    }
    assert around == {
        "self": page(2),
        "prev-archive": page(1),
        "next-archive": page(3),
        "current": feed,
    }
    assert "prev-archive" not in links_in(first)
    assert "next-archive" not in links_in(third)
    assert links_in(current)["prev-archive"] == page(3)
    assert "current" not in links_in(current)
    assert [b"<fh:archive" in each for each in (first, second, third, current)] == [
        *(True, True, True),
        False,
    ]


def test_the_validator_finds_nothing_in_any_page(live):
    fill(live, 10, first=100, tags="[harbour]")
    live.sync()
    live.remove(name(3))
    live.sync()
    paths = [path for path in live.site.paths() if "/archive/" in path]
    assert "/tags/harbour/archive/1/atom.xml" in paths
    for path in paths:
        report = validate(live.read(path), location=BASE + path)
        # In JSON Feed a page has the feed's URL, because that identifies the feed.
        known = {"self-doesnt-match-location"} if path.endswith("feed.json") else set()
        found = {each.code for each in report.findings if each.severity > Severity.INFO}
        assert found <= known, path


@pytest.mark.parametrize(
    "page", ["0", "01", "-1", "3", "999999999", "9999999999", "x", "1.0", "", "%31"]
)
def test_there_are_no_other_pages(live, page):
    for file in FILES:
        status = live.get(f"/archive/{page}/{file}").status_code
        assert status == (200 if page == "%31" else 404)
    assert live.get("/archive/1/other.xml").status_code == 404
    assert live.get(f"/archive/{page}/").status_code == (200 if page == "%31" else 404)
    assert live.get("/tags/none/archive/1/rss.xml").status_code == 404
    assert live.get("/feeds/none/archive/1/rss.xml").status_code == 404


@pytest.mark.parametrize(
    "changes",
    [
        {"archive_size": 0},
        {"max_age": 9999},
        {"max_bytes": 9999},
    ],
)
def test_a_site_can_have_no_archive(open_live, changes):
    live = open_live(**changes)
    assert not [path for path in live.site.paths() if "/archive/" in path]
    for path in FEEDS.values():
        assert live.get(page_path(path, 1)).status_code == 404
        assert "prev-archive" not in links_in(live.read(path))


def test_a_single_feed_can_have_no_archive(open_live):
    feeds = (
        FeedSettings(name="aged", max_age=9999),
        FeedSettings(name="sized", max_bytes=99_999),
        FeedSettings(name="show", podcast=True),
        FeedSettings(name="short", limit=5),
    )
    live = open_live(feeds=feeds)
    archives = {path.partition("archive/")[0] for path in live.site.paths() if "archive/" in path}
    assert archives == {"/", "/feeds/short/"}
    assert [len(page) for page in walk(live, "/feeds/short/atom.xml")] == [5] * 6


# Archives of feeds other than the main one


def test_settings_decide_which_feeds_have_archives(open_live):
    by_tag = FeedSettings(name="by-tag", tag="quays")
    feeds = (by_tag, FeedSettings(name="short", archive=False, limit=5))
    live = open_live(0, archives=("main", "section"), feeds=feeds)
    fill(live, 25, tags="[quays]", section="north")
    live.sync()
    archives = {path.partition("archive/")[0] for path in live.site.paths() if "/archive/" in path}
    assert archives == {"/", "/sections/north/", "/feeds/by-tag/"}
    live.reopen(msgspec.structs.replace(live.settings, archives=("tag",)))
    live.sync()
    archives = {path.partition("archive/")[0] for path in live.site.paths() if "/archive/" in path}
    assert archives == {"/tags/quays/", "/feeds/by-tag/"}


def test_the_feeds_of_terms_have_archives(open_live):
    live = open_live(0)
    for number in range(25):
        tag, section = ("ferry", "quays")[number % 2], ("north", "south")[number % 3 == 0]
        date = NOON - 2000 * MINUTE + number * MINUTE
        live.write(name(number), date=date, tags=f"[{tag}]", section=section)
    live.sync()
    _, *pages = walk(live, "/tags/ferry/atom.xml")
    assert pages == [numbered(range(18, -1, -2))]
    _, *pages = walk(live, "/sections/north/rss.xml")
    wanted = [number for number in range(25) if number % 3]
    assert pages == [numbered(reversed(wanted[:10]))]


@pytest.mark.parametrize("known", ["from the start", "only later"])
def test_a_feed_of_several_terms_has_an_archive(open_live, known):
    both = FeedSettings(name="both", section="North", tag="ferry")
    live = open_live(0, feeds=(both,) if known == "from the start" else ())
    for number in range(60):
        tag, section = ("ferry", "quays")[number % 2], ("north", "south")[number % 3 == 0]
        date = NOON - 2000 * MINUTE + number * MINUTE
        live.write(name(number), date=date, tags=f"[{tag}]", section=section)
    live.sync()
    live.reopen(msgspec.structs.replace(live.settings, feeds=(both,)))
    live.sync(after=MINUTE)
    wanted = [number for number in range(60) if number % 3 and not number % 2]
    current, *pages = walk(live, "/feeds/both/atom.xml")
    assert pages == [
        numbered(reversed(wanted[10:20])),
        numbered(reversed(wanted[:10])),
    ]
    live.write("joins", date=NOON - 5000 * DAY, tags="[ferry]", section="north")
    live.sync(after=MINUTE)
    assert live.ids("/feeds/both/atom.xml") == [*current, id_of("joins")]


def test_an_entry_tagged_later_is_last_in_the_tags_archive_and_leaves_it_without_the_tag(
    open_live,
):
    live = open_live(0)
    fill(live, 10, tags="[ferry]")
    fill(live, 15, first=10)
    live.sync()
    before = pages_of(live, "/tags/ferry/atom.xml", [1])[1]
    live.write(name(12), date=NOON - 1988 * MINUTE, tags="[ferry]")
    live.write(name(4), date=NOON - 1996 * MINUTE)
    live.sync(after=MINUTE)
    assert live.ids("/tags/ferry/atom.xml")[0] == id_of(name(12))
    after = pages_of(live, "/tags/ferry/atom.xml", [1])[1]
    assert ids_in(after) == [each for each in ids_in(before) if each != id_of(name(4))]


def test_an_archive_disappears_with_its_feed(open_live):
    live = open_live(25)
    fill(live, 10, first=100, tags="[ferry]", expiryDate=NOON + MINUTE)
    fill(live, 10, first=110, tags="[ferry]", expiryDate=NOON + 2 * MINUTE)
    live.sync()
    assert len(live.ids("/tags/ferry/archive/1/rss.xml")) == 10
    live.now = NOON + MINUTE
    assert live.ids("/tags/ferry/archive/1/rss.xml") == []
    live.now = NOON + 2 * MINUTE
    assert live.get("/tags/ferry/archive/1/rss.xml").status_code == 404
    assert live.get("/tags/ferry/rss.xml").status_code == 404


# Caching


def test_a_settled_page_is_fresh_for_a_day_and_the_last_one_as_long_as_a_feed(live):
    caching = [
        live.get(path).headers["Cache-Control"]
        for path in ("/archive/1/rss.xml", "/archive/2/rss.xml", "/rss.xml")
    ]
    feed = "public, max-age=300, stale-while-revalidate=300"
    assert caching == ["public, max-age=86400, stale-while-revalidate=86400", feed, feed]


def test_a_settled_page_is_not_fresh_past_the_expiry_of_one_of_its_entries(live):
    live.write(name(3), date=NOON - 1997 * MINUTE, expiryDate=NOON + 30 * MINUTE)
    live.sync()
    cache_control = live.get("/archive/1/rss.xml").headers["Cache-Control"]
    assert cache_control == "public, max-age=1800, stale-while-revalidate=0"


def test_a_cache_time_of_zero_applies_to_pages_too(open_live):
    live = open_live(cache_seconds=0)
    cache_control = live.get("/archive/1/rss.xml").headers["Cache-Control"]
    assert cache_control == "public, max-age=0, stale-while-revalidate=0"


@pytest.mark.parametrize("file", FILES)
def test_a_page_is_revalidated_at_almost_no_cost(live, file):
    path = f"/archive/1/{file}"
    first = live.get(path)
    fill(live, 30, first=100)
    live.sync(after=DAY)
    again = live.get(path, If_None_Match=first.headers["ETag"])
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["Cache-Control"] == first.headers["Cache-Control"]
    assert live.get(path, "HEAD").headers["ETag"] == first.headers["ETag"]


def test_a_page_is_rendered_when_requested_and_then_cached(live, monkeypatch):
    rendered = []

    def document(feed, needs):
        rendered.append(feed.page)
        return form.document(feed, needs)

    form = FILE_FORMATS["atom.xml"]
    counted = msgspec.structs.replace(form, document=document)
    monkeypatch.setitem(FILE_FORMATS, "atom.xml", counted)
    for _ in range(3):
        live.read("/archive/1/atom.xml")
        live.write(f"new-{len(rendered)}-{live.now:%M}", date=live.now)
        live.sync(after=MINUTE)
    assert rendered == [1]
    live.write(name(3), title="Another headline", date=NOON - 1997 * MINUTE)
    live.sync(after=MINUTE)
    assert b"Another headline" in live.read("/archive/1/atom.xml")
    assert rendered == [1, 1]


def test_by_default_archives_are_in_atom_and_html_only(open_live, tmp_path):
    live = open_live(archive_formats=Settings().archive_formats)
    assert live.get("/archive/2/atom.xml").status_code == 200
    assert live.get("/archive/2/").status_code == 200
    assert live.get("/archive/2/rss.xml").status_code == 404
    publish(live.site, tmp_path / "built")
    assert {file.name for file in (tmp_path / "built/archive/2").iterdir()} == {
        "index.html",
        "atom.xml",
    }
    for path in ("/rss.xml", "/atom.xml"):
        assert links_in(live.read(path))["prev-archive"] == f"{BASE}/archive/2/atom.xml"
    assert b"next_url" not in live.read("/feed.json")


def test_feeds_link_to_hubs_and_their_archive_pages_do_not(open_live):
    live = open_live(hubs=("https://hub.example.net/",))
    assert 'rel="hub"' in live.get("/rss.xml").headers["Link"]
    page = live.get("/archive/1/rss.xml")
    assert "Link" not in page.headers
    assert b"hub.example.net" not in page.data


# Built pages


def changed_times(folder):
    return {
        str(file.relative_to(folder)): file.stat().st_ctime_ns
        for file in folder.rglob("*")
        if file.is_file() and "archive" in file.parts
    }


def test_pages_are_built_as_they_are_served(live, tmp_path):
    fill(live, 10, first=100, tags="[ferry]")
    live.sync()
    publish(live.site, tmp_path / "site")
    paths = [path for path in live.site.paths() if "/archive/" in path]
    assert len(paths) == 16
    for path in paths:
        assert file_of(tmp_path / "site", path).read_bytes() == live.read(path), path


def test_a_build_writes_only_the_pages_that_changed(live, tmp_path):
    folder = tmp_path / "site"

    def written():
        before = changed_times(folder)
        publish(live.site, folder)
        after = changed_times(folder)
        assert set(before) <= set(after)
        return {each.partition("archive/")[2] for each in after if after[each] != before.get(each)}

    def every(page):
        return {f"{page}/{file}" for file in (*FILES, "index.html")}

    assert written() == every(1) | every(2)
    assert written() == set()
    live.write("new", date=NOON)
    live.sync(after=MINUTE)
    assert written() == set()
    live.write(name(3), title="Another headline", date=NOON - 1997 * MINUTE)
    live.sync(after=MINUTE)
    assert written() == every(1)
    fill(live, 4, first=100)
    live.sync(after=MINUTE)
    linked = every(2) - {"2/feed.json"}
    assert written() == every(3) | linked
    live.write("embargoed", date=live.now + MINUTE)
    fill(live, 9, first=110)
    live.sync()
    assert written() == set()
    live.now += MINUTE
    assert written() == every(4) | {"3/rss.xml", "3/atom.xml", "3/index.html"}


def test_built_pages_are_removed_with_their_feed(open_live, tmp_path):
    live = open_live(25)
    fill(live, 10, first=100, tags="[ferry]")
    live.sync()
    publish(live.site, tmp_path / "site")
    assert (tmp_path / "site/tags/ferry/archive/1/rss.xml").exists()
    for number in range(100, 110):
        live.remove(name(number))
    live.sync(after=MINUTE)
    publish(live.site, tmp_path / "site")
    assert not (tmp_path / "site/tags").exists()


def test_another_page_size_leaves_no_old_page(live, tmp_path):
    publish(live.site, tmp_path / "site")
    live.reopen(msgspec.structs.replace(live.settings, archive_size=11))
    publish(live.site, tmp_path / "site")
    assert len(live.ids("/archive/2/rss.xml")) == 11
    for path in live.site.paths():
        assert file_of(tmp_path / "site", path).read_bytes() == live.read(path), path
    live.reopen(msgspec.structs.replace(live.settings, archive_size=0))
    publish(live.site, tmp_path / "site")
    assert not (tmp_path / "site/archive").exists()
