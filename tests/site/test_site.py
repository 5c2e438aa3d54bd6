import contextlib
import os
import shutil
import threading
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import feedparser
import msgspec
import pytest
from support.brokenformats import with_broken_frame

from feedsvc.errors import SettingsError
from feedsvc.feeds import FORMATS
from feedsvc.settings import FeedSettings, LimitSettings
from feedsvc.site import Site
from feedsvc.site.paths import FILE_FORMATS
from feedsvc.site.scan import parser_options, read, scan
from feedsvc.site.workers import Workers

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


class Clock:
    def __init__(self, time=NOON):
        self.time = time

    def __call__(self):
        return self.time


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def open_site(open_site, clock):
    return partial(open_site, clock=clock, synced=False)


def write(stories, name, text, age=0):
    file = stories / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    if age:
        os.utime(file, (NOON.timestamp() - age, NOON.timestamp() - age))
    return file


def titles(site, path="/rss.xml", at=None):
    document = site.document(path, at)
    return [entry.title for entry in feedparser.parse(document.body).entries] if document else None


def ids(site):
    feed = feedparser.parse(site.document("/atom.xml").body)
    return {entry.title: entry.id for entry in feed.entries}


def test_every_listed_path_has_a_document(site):
    paths = site.paths()
    assert len(paths) == len(set(paths))
    for path in paths:
        document = site.document(path)
        assert document, path
        assert document.path == path
    assert {"/", "/rss.xml", "/sections/world/atom.xml", "/opml.xml", "/style.css"} <= set(paths)


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/stories/none/",
        "/sections/none/rss.xml",
        "/tags//rss.xml",
        "/feeds/x/rss.xml",
        "/world/rss.xml",
        "/rss.xml/",
        "",
        "//",
        "/sections/none/",
        "/feeds/x/",
        "/stories/../rss.xml",
    ],
)
def test_no_other_path_has_one(site, path):
    assert site.document(path) is None


def test_a_second_sync_reads_nothing(site):
    report = site.sync()
    assert (report.read, report.unchanged, report.total) == (0, 4, 4)


def test_a_touched_file_changes_nothing(site, stories):
    before = site.document("/atom.xml").body
    os.utime(stories / "world/night-ferry.md", (1, 1))
    report = site.sync()
    assert (report.read, report.changed) == (1, 0)
    assert site.document("/atom.xml").body == before


def test_ids_stay_when_a_file_moves_and_headline_and_base_url_change(open_site, stories):
    with_old = open_site()
    with_old.sync()
    before = ids(with_old)
    (stories / "sport").mkdir()
    (stories / "world/night-ferry.md").rename(stories / "sport/renamed.md")
    bridge = stories / "world/bridge.txt"
    bridge.write_text(bridge.read_text().replace("opens to cyclists", "is open"))
    with_old.sync()
    with_new = open_site(base_url="https://elsewhere.example", id_authority=None)
    with_new.sync()
    after = ids(with_new)
    assert sorted(after.values()) == sorted(before.values())
    assert (
        after["Bridge at Tallow Sound is open"]
        == before["Bridge at Tallow Sound opens to cyclists"]
    )
    assert b"https://elsewhere.example/" in with_new.document("/rss.xml").body


def test_feed_ids_stay_when_an_authority_is_set_later(open_site):
    before = feedparser.parse(open_site(id_authority=None).document("/atom.xml").body).feed.id
    after = feedparser.parse(
        open_site(id_authority="other.example,2030").document("/atom.xml").body
    ).feed.id
    assert before == after


def test_a_story_that_becomes_unreadable_stays_as_it_was(site, stories):
    before = site.document("/rss.xml").body
    (stories / "world/night-ferry.md").write_text("---\ntitle: [broken\n---\nText.")
    report = site.sync()
    assert [error.name for error in report.refused] == ["world/night-ferry.md"]
    assert site.document("/rss.xml").body == before


def test_a_deleted_file_leaves_the_feeds_and_its_page(site, stories):
    assert site.document("/stories/night-ferry/")
    (stories / "world/night-ferry.md").unlink()
    site.sync()
    assert "Night ferry returns to the northern islands" not in titles(site)
    assert site.document("/stories/night-ferry/") is None
    assert site.document("/tags/ferries/rss.xml") is None


def test_a_missing_folder_is_an_error_and_withdraws_nothing(site, stories):
    stories.rename(stories.with_name("unmounted"))
    with pytest.raises(SettingsError, match="no such folder"):
        site.sync()
    assert len(titles(site)) == 4


def test_a_subfolder_that_cannot_be_read_is_an_error_and_withdraws_nothing(
    site, stories, monkeypatch
):
    # The path is longer than Linux allows: one of few errors that root gets as well.
    monkeypatch.chdir(stories)
    for _ in range(25):
        Path("x" * 200).mkdir()
        os.chdir("x" * 200)
    (stories / "world/night-ferry.md").unlink()
    with pytest.raises(SettingsError, match="cannot be read: File name too long; give"):
        site.sync()
    assert len(titles(site)) == 4


def test_files_and_folders_can_disappear_during_a_scan(site, stories):
    write(stories, "brief/steady.md", "Steady as she goes\n\nAll is well.")
    done = threading.Event()

    def come_and_go():
        while not done.is_set():
            for number in range(40):
                write(stories, f"brief/below/{number}.md", f"Brief {number}\n\nOf no length.")
            shutil.rmtree(stories / "brief/below")

    storm = threading.Thread(target=come_and_go)
    storm.start()
    try:
        for _ in range(150):
            found = scan(stories, {}, output=stories / "site")
            list(read(stories, found.fresh, parser_options(site.settings), Workers(1)))
    finally:
        done.set()
        storm.join()
    site.sync()
    assert "Steady as she goes" in titles(site)
    assert not any("Brief" in title for title in titles(site))


def test_a_file_over_the_limit_is_refused_by_name(open_site, stories):
    write(stories, "huge.md", "x" * 2000)
    report = open_site(limits=LimitSettings(story_bytes=1000)).sync()
    assert "huge.md: the file is too large: 2,000 bytes, and the limit is 1,000" in str(
        report.refused[0]
    )


def test_a_file_that_cannot_be_read_is_refused_by_name(site, stories):
    # Not even root can read the first page of memory on Linux.
    (stories / "memory.md").symlink_to("/proc/self/mem")
    assert "memory.md: cannot be read: Input/output error" in str(site.sync().refused[0])


def test_a_broken_link_is_not_a_story(site, stories):
    (stories / "dangling.md").symlink_to(stories / "nowhere.md")
    assert site.sync().refused == ()


def test_hidden_files_and_linked_folders_are_not_read(site, stories):
    write(stories, ".draft.md", "Hidden.")
    write(stories, ".git/note.md", "Hidden.")
    (stories / "loop").symlink_to(stories)
    assert site.sync().total == 4


def test_an_output_folder_inside_is_not_read(open_site, stories):
    write(stories, "public/stories/x/index.md", "---\ntitle: BuildResult\n---\nText.")
    assert open_site(output=str(stories / "public")).sync().total == 4


def test_progress_counts_the_files_to_read(open_site):
    seen = []
    open_site().sync(lambda done, total: seen.append((done, total)))
    assert seen == [(0, 4), (4, 4)]


EMBARGOED = "---\ntitle: Under embargo\ndate: 2026-06-01T13:00:00Z\ntags: [secret]\n---\nLater.\n"
EXPIRING = (
    "---\ntitle: For an hour\ndate: 2026-05-31\nexpiryDate: 2026-06-01T13:00:00Z\n---\nNow.\n"
)


def test_an_embargo_opens_and_an_entry_expires_to_the_second(open_site, stories, clock):
    write(stories, "embargo.md", EMBARGOED)
    write(stories, "expiring.md", EXPIRING)
    site = open_site()
    site.sync()
    time = datetime(2026, 6, 1, 13, tzinfo=UTC)
    clock.time = time - timedelta(seconds=1)
    assert site.freshness() == (1, 0)
    before = {path: site.document(path).body for path in site.paths()}
    assert not any(b"Under embargo" in body for body in before.values())
    assert b"For an hour" in before["/rss.xml"]
    assert site.document("/stories/embargo/") is None
    clock.time = time
    after = {path: site.document(path).body for path in site.paths()}
    assert not any(b"For an hour" in body for body in after.values())
    assert b"Under embargo" in after["/stories/embargo/"]
    assert b"Under embargo" in after["/tags/secret/rss.xml"]
    assert site.document("/stories/expiring/") is None
    assert site.freshness() == (300, 300)


def test_feeds_of_the_settings_filter_and_limit(open_site):
    site = open_site(
        feeds=(
            FeedSettings(name="ferries", title="Ferries", tag="Ferries"),
            FeedSettings(name="short", limit=1, content="summary"),
            FeedSettings(name="none", author="Nobody"),
        )
    )
    site.sync()
    assert titles(site, "/feeds/ferries/rss.xml") == ["Night ferry returns to the northern islands"]
    assert len(titles(site, "/feeds/short/atom.xml")) == 1
    assert b"<content" not in site.document("/feeds/short/atom.xml").body
    assert titles(site, "/feeds/none/rss.xml") == []
    assert [(i.title, i.count) for i in site.feeds() if i.kind == "custom"] == [
        ("Ferries", 1),
        ("short", 1),
        ("none", 0),
    ]


def test_a_feed_drops_what_is_too_old_by_the_clock(open_site, clock):
    site = open_site(max_age=91)
    site.sync()
    assert len(titles(site)) == 2
    clock.time = datetime(2026, 6, 2, 10, tzinfo=UTC)
    assert len(titles(site)) == 1
    assert len(site.document("/").body) > 0


def test_a_feed_stays_within_its_maximum_size(open_site, stories):
    for number in range(20):
        write(
            stories, f"long-{number}.md", f"---\ndate: 2026-01-{number + 1:02}\n---\n" + "x " * 2000
        )
    site = open_site(max_bytes=30_000)
    site.sync()
    for form in FORMATS.values():
        assert len(site.document("/" + form.file_name).body) <= 30_000


def test_the_date_of_a_feed_ignores_entries_dropped_for_its_size(open_site, stories):
    write(stories, "old.md", "---\ndate: 2020-01-01\nupdated: 2026-06-01\n---\nChanged today.")

    def updated(site):
        site.sync()
        return feedparser.parse(site.document("/atom.xml").body).feed.updated[:10]

    assert updated(open_site()) == "2026-06-01"
    assert updated(open_site(max_bytes=10)) < "2026-06-01"


def test_a_sync_by_another_process_is_noticed(open_site, monkeypatch):
    reading, syncing = open_site(), open_site()
    assert titles(reading) == []
    monkeypatch.setattr("feedsvc.site.documents.RECHECK_SECONDS", 0)
    syncing.sync()
    assert len(titles(reading)) == 4


def test_entries_are_counted_as_of_a_time_and_of_the_last_sync(open_site, stories, clock):
    write(stories, "embargo.md", EMBARGOED)
    write(stories, "embargo-too.md", EMBARGOED.replace("T13", "T14"))
    site = open_site()
    site.sync()
    hour = timedelta(hours=1)
    assert [site.count(NOON + step * hour) for step in (0, 1, 2, 0, 1)] == [4, 5, 6, 4, 5]
    clock.time += hour
    assert site.count() == 5
    (stories / "embargo.md").unlink()
    site.sync()
    assert site.count() == 4


def test_the_cache_of_documents_is_bounded(site):
    site._documents._cache.most = 2  # noqa: SLF001 -- nothing else bounds the cache
    for path in site.paths():
        site.document(path)
    assert len(site._documents._cache) == 2  # noqa: SLF001 -- nothing else shows the size of the cache


@pytest.fixture
def breakable(monkeypatch):
    """Return a function that breaks all RSS documents rendered after it is called."""

    def switch():
        broken = with_broken_frame(FILE_FORMATS["rss.xml"])
        monkeypatch.setitem(FILE_FORMATS, "rss.xml", broken)

    return switch


def test_a_broken_frame_is_replaced_by_the_last_good_one(site, stories, breakable):
    good = site.document("/rss.xml")
    breakable()
    write(stories, "new.md", "---\ntitle: New\n---\nText.")
    site.sync()
    held = site.document("/rss.xml")
    assert held.body.partition(b"<item>")[0] == good.body.partition(b"<item>")[0]
    assert "New" in titles(site)
    assert "New" in titles(site, "/atom.xml")
    [report] = site.held_back()
    assert (report.place, report.replaced) == ("/rss.xml", True)
    assert str(report).startswith("/rss.xml: held back, the last good version stays: ")


def test_the_gate_returns_nothing_if_there_was_no_good_document(site, breakable):
    breakable()
    assert site.document("/rss.xml") is None
    assert site.held_back()[0].replaced is False
    assert "there is no good version yet" in str(site.held_back()[0])


def test_a_last_good_frame_never_shows_a_withdrawn_story(site, stories, breakable):
    before = titles(site)
    breakable()
    (stories / "world/night-ferry.md").unlink()
    site.sync()
    assert len(titles(site)) == len(before) - 1
    assert b"night-ferry" not in site.document("/rss.xml").body


def test_a_document_that_is_valid_again_is_no_longer_held(site, stories, breakable, monkeypatch):
    site.document("/rss.xml")
    with monkeypatch.context():
        breakable()
        write(stories, "new.md", "---\ntitle: New\n---\nText.")
        site.sync()
        site.document("/rss.xml")
    monkeypatch.undo()
    write(stories, "newer.md", "---\ntitle: Newer\n---\nText.")
    site.sync()
    assert {"New", "Newer"} <= set(titles(site))
    assert site.held_back() == ()


def test_an_invalid_url_does_not_break_a_feed(site, stories):
    write(
        stories,
        "odd.md",
        "---\ntitle: Odd\nlink: 'http://[x'\nimage: 'http://[y/a.jpg'\n---\nText.",
    )
    site.sync()
    assert "Odd" in titles(site)
    assert site.document("/stories/odd/")


MOVED_HERE = """<?xml version="1.0"?><rss version="2.0"><channel><title>Old</title>
<link>https://old.example/</link><description>It moves.</description>
<item><title>Quay 17</title><guid isPermaLink="false">quay 17/a</guid>
<pubDate>Mon, 02 Mar 2026 09:30:00 GMT</pubDate><description>Text.</description></item>
</channel></rss>"""


def test_an_imported_feed_keeps_its_ids_even_if_they_are_not_uris(site, stories):
    write(stories, "old.xml", MOVED_HERE)
    site.sync()
    for path, expected in {
        "/rss.xml": "quay 17/a",
        "/atom.xml": "tag:gazette.example.org,2026:quay%2017/a",
    }.items():
        feed = feedparser.parse(site.document(path).body)
        assert {entry.title: entry.id for entry in feed.entries}["Quay 17"] == expected
    items = msgspec.json.decode(site.document("/feed.json").body)["items"]
    assert "quay 17/a" in {item["id"] for item in items}


def test_current_feeds_have_the_cloud_element_and_archive_pages_do_not(settings):
    cloud = "http://rpc.example.net:5337/pleaseNotify"
    changed = msgspec.structs.replace(
        settings, cloud=cloud, archive_size=1, archive_formats=("rss",)
    )
    with contextlib.closing(Site.open(changed)) as site:
        site.sync()
        assert b"<cloud " in site.document("/rss.xml").body
        assert b"<cloud " not in site.document("/archive/1/rss.xml").body


@pytest.mark.parametrize(
    ("base_url", "root"),
    [("https://gazette.example.org", "/"), ("https://example.org/news", "/news/")],
)
def test_the_404_page_has_links_that_work_at_any_path(settings, base_url, root):
    changed = msgspec.structs.replace(settings, base_url=base_url)
    with contextlib.closing(Site.open(changed)) as site:
        page = site.document("/404.html").body.decode()
    assert f'<link rel="stylesheet" href="{root}style.css">' in page
    assert f'<a href="{root}">Stories and feeds</a>' in page
    assert '<meta name="robots" content="noindex">' in page
