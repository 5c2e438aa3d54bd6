import contextlib
import gzip
import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from email.utils import formatdate
from pathlib import Path

import brotli
import msgspec
import pytest
from support.brokenformats import with_broken_frame

from feedsvc.errors import PublishError
from feedsvc.feeds.codings import SMALLEST
from feedsvc.publish import file_of, publish
from feedsvc.site import Site
from feedsvc.site.paths import FILE_FORMATS, NEWS_SITEMAP_PATH
from feedsvc.validator import validate

ENDS = ("", ".zst", ".br", ".gz")


def tree(folder):
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }


@pytest.fixture
def output(tmp_path):
    return tmp_path / "site"


def test_built_files_and_served_documents_are_the_same_bytes(site, client, output):
    publish(site, output)
    paths = site.paths()
    for path in paths:
        assert client.get(path).data == file_of(output, path).read_bytes(), path
    assert len(tree(output)) == len(paths)


def test_a_feed_file_has_the_time_of_its_last_modified_and_other_files_that_of_the_build(
    site, client, output
):
    before = int(site.now().timestamp())
    publish(site, output)
    for path in site.paths():
        written = file_of(output, path).stat().st_mtime
        last_modified = client.get(path).headers.get("Last-Modified")
        if site.document(path).is_dated:
            assert last_modified == formatdate(written, usegmt=True), path
        else:
            assert last_modified is None, path
            assert before <= written <= site.now().timestamp(), path


def test_a_page_built_into_an_empty_folder_is_not_older_than_its_content(site, stories, output):
    """Clients have copies with its entry's date, but with another neighbor."""
    publish(site, output)
    before = (output / "stories/layali/index.html").stat()
    shutil.rmtree(output)
    bridge = stories / "world/bridge.txt"
    bridge.write_text(bridge.read_text().replace("opens to cyclists", "opens to baronets"))
    site.sync()
    publish(site, output)
    after = (output / "stories/layali/index.html").stat()
    assert after.st_mtime >= before.st_mtime
    assert after.st_mtime > site.document("/stories/layali/").modified.timestamp()


def test_a_file_whose_bytes_change_gets_a_later_time_whatever_its_entries_say(
    settings, stories, output
):
    def build():
        with contextlib.closing(Site.open(settings)) as site:
            site.sync()
            publish(site, output)
        return layali.stat().st_mtime

    layali = output / "stories/layali/index.html"
    before = build()
    bridge = stories / "world/bridge.txt"
    bridge.write_text(bridge.read_text().replace("opens to cyclists", "opens to baronets"))
    after = build()
    assert after > before
    assert "opens to baronets" in layali.read_text()
    assert build() == after


def test_two_builds_are_identical_even_with_a_new_catalog(site, settings, tmp_path):
    publish(site, tmp_path / "one")
    publish(site, tmp_path / "two")
    fresh = Site.open(msgspec.structs.replace(settings, catalog=str(tmp_path / "fresh.db")))
    fresh.sync()
    publish(fresh, tmp_path / "three")
    fresh.close()
    assert tree(tmp_path / "one") == tree(tmp_path / "two") == tree(tmp_path / "three")


def test_every_built_feed_is_valid_without_a_warning(site, output):
    publish(site, output)
    for path in site.paths():
        file = file_of(output, path)
        if file.suffix in (".xml", ".json"):
            partners = ["news-sitemap"] if path == NEWS_SITEMAP_PATH else []
            location = site.settings.base_url + path
            report = validate(file.read_bytes(), location=location, profiles=partners)
            serious = [finding for finding in report.findings if finding.severity != "info"]
            assert serious == [], path


def test_only_what_changed_is_written(site, stories, output):
    first = publish(site, output)
    assert first.written == len(site.paths())
    assert publish(site, output).written == 0
    before = {name: (output / name).stat().st_mtime_ns for name in tree(output)}
    story = stories / "culture/toudai.md"
    story.write_text(story.read_text() + "\n灯台は残る。\n")
    site.sync()
    report = publish(site, output)
    changed = {name for name, when in before.items() if (output / name).stat().st_mtime_ns != when}
    assert report.written == len(changed)
    assert "stories/toudai/index.html" in changed
    assert "sections/culture/rss.xml" in changed
    assert "tags/deng-tai/feed.json" in changed
    assert not any("world" in name or "night-ferry" in name for name in changed)


def test_an_incremental_build_equals_a_whole_one(site, stories, output, tmp_path):
    publish(site, output)
    (stories / "world/night-ferry.md").unlink()
    (stories / "sport.md").write_text("---\ntitle: Late goal\ndate: 2026-03-05\n---\nGoal.")
    bridge = stories / "world/bridge.txt"
    bridge.write_text(bridge.read_text().replace("forty", "fifty"))
    site.sync()
    report = publish(site, output)
    publish(site, tmp_path / "whole")
    assert tree(output) == tree(tmp_path / "whole")
    assert report.removed > 0
    assert not (output / "tags/ferries").exists()


def test_files_of_other_programs_are_not_touched(site, stories, output):
    output.mkdir()
    (output / "CNAME").write_text("gazette.example.org")
    publish(site, output)
    (output / "tags/ferries/own.txt").write_text("kept")
    (stories / "world/night-ferry.md").unlink()
    site.sync()
    publish(site, output)
    assert (output / "CNAME").exists()
    assert [file.name for file in (output / "tags/ferries").iterdir()] == ["own.txt"]


def test_an_emptied_folder_is_built_completely(site, output):
    publish(site, output)
    whole = tree(output)
    for name in whole:
        (output / name).unlink()
    publish(site, output)
    assert tree(output) == whole


def test_other_settings_cause_a_whole_build(site, settings, output):
    publish(site, output)
    renamed = Site.open(msgspec.structs.replace(settings, title="The Evening Gazette"))
    publish(renamed, output)
    renamed.close()
    assert b"The Evening Gazette" in (output / "tags/ferries/rss.xml").read_bytes()


def test_a_build_reports_when_the_clock_next_changes_the_site(site, stories, output):
    (stories / "later.md").write_text("---\ntitle: Later\ndate: 2999-01-01T08:00:00Z\n---\nText.")
    site.sync()
    opening = datetime(2999, 1, 1, 8, tzinfo=UTC)
    assert publish(site, output).next_change == opening
    assert b"Later" not in (output / "rss.xml").read_bytes()
    publish(site, output, at=opening)
    assert b"Later" in (output / "rss.xml").read_bytes()
    assert (output / "stories/later/index.html").exists()


def test_progress_is_reported(site, output):
    seen = []
    publish(site, output, progress=lambda done, total: seen.append((done, total)))
    assert seen[-1][0] == seen[-1][1] == len(site.paths())


def test_the_error_for_a_folder_that_cannot_be_written_is_one_line(site, tmp_path):
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(PublishError, match=r"file.*: cannot be written: Not a directory"):
        publish(site, tmp_path / "file")


def test_a_held_document_keeps_its_frame_and_is_reported_by_each_build(
    settings, stories, output, monkeypatch
):
    def build():
        again = Site.open(settings)
        again.sync()
        with contextlib.closing(again):
            return publish(again, output)

    build()
    good = (output / "rss.xml").read_bytes().partition(b"<item>")[0]
    broken = with_broken_frame(FILE_FORMATS["rss.xml"])
    monkeypatch.setitem(FILE_FORMATS, "rss.xml", broken)
    (stories / "new.md").write_text("---\ntitle: New\ndate: 2026-03-09\n---\nText.")
    for _ in range(2):
        assert "/rss.xml" in {held.place for held in build().held}
        assert (output / "rss.xml").read_bytes().partition(b"<item>")[0] == good
        assert b"New" in (output / "rss.xml").read_bytes()
        assert b"New" in (output / "atom.xml").read_bytes()
    monkeypatch.undo()
    assert build().held == ()
    assert b"New" in (output / "rss.xml").read_bytes()


def test_each_file_can_have_compressed_copies(settings, stories, output):
    with_codings = Site.open(msgspec.structs.replace(settings, compress=True))
    with contextlib.closing(with_codings) as site:
        site.sync()
        publish(site, output)
        for path in site.paths():
            file = file_of(output, path)
            if file.stat().st_size < SMALLEST:
                continue
            assert gzip.decompress(Path(f"{file}.gz").read_bytes()) == file.read_bytes()
            assert brotli.decompress(Path(f"{file}.br").read_bytes()) == file.read_bytes()
            assert Path(f"{file}.zst").stat().st_size < file.stat().st_size
            assert len({Path(f"{file}{end}").stat().st_mtime for end in ENDS}) == 1
        whole = tree(output)
        (output / "rss.xml.br").unlink()
        (stories / "world/night-ferry.md").unlink()
        site.sync()
        publish(site, output)
        assert not (output / "tags/ferries").exists()
        assert tree(output).keys() < whole.keys()
        assert (output / "rss.xml.br").stat().st_mtime == (output / "rss.xml").stat().st_mtime


def test_no_compressed_copy_of_an_older_version_stays(settings, stories, output):
    with_codings = Site.open(msgspec.structs.replace(settings, compress=True))
    with contextlib.closing(with_codings) as site:
        site.sync()
        publish(site, output)
    (stories / "world/night-ferry.md").unlink()
    with contextlib.closing(Site.open(settings)) as site:
        site.sync()
        publish(site, output)
    assert not (output / "rss.xml.br").exists()
    assert (output / "style.css.br").exists()


PUBLISHER = """
import sys
from pathlib import Path
from feedsvc.publish import publish
from feedsvc.settings import load_settings
from feedsvc.site import Site
site = Site.open(load_settings(Path(sys.argv[1])))
site.sync()
print("ready", flush=True)
publish(site, Path(sys.argv[2]))
"""


def test_a_killed_build_leaves_whole_files_and_the_next_one_completes_it(tmp_path):
    stories, output = tmp_path / "stories", tmp_path / "site"
    stories.mkdir()
    for number in range(300):
        (stories / f"{number}.md").write_text(
            f"---\ntitle: Story {number}\ndate: 2026-01-01\n---\n"
        )
    (tmp_path / "feedsvc.toml").write_text('id_authority = "example.org,2026"')
    command = [sys.executable, "-c", PUBLISHER, str(tmp_path / "feedsvc.toml"), str(output)]
    for pause in (0.05, 0.15, 0.3):
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout.readline() == "ready\n"
            time.sleep(pause)
            os.kill(process.pid, signal.SIGKILL)
        for file in output.rglob("*.html"):
            assert file.read_bytes().rstrip().endswith(b"</html>"), file
    subprocess.run(command, check=True, capture_output=True)
    assert len(list((output / "stories").glob("*/index.html"))) == 300
    assert list(output.rglob("*.new")) == []


def test_the_file_of_a_page_is_index_html():
    assert file_of(Path("out"), "/") == Path("out/index.html")
    assert file_of(Path("out"), "/stories/a/") == Path("out/stories/a/index.html")
    assert file_of(Path("out"), "/tags/b/rss.xml") == Path("out/tags/b/rss.xml")
