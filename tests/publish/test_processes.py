"""Builds by several processes, and builds that end early, write what one complete build writes."""

import contextlib
import gzip
import os
import random
import shutil
import signal
import struct
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from support.servers import BIN

from feedsvc.catalog import Catalog, Selection
from feedsvc.publish import PublishReport, file_of, publish
from feedsvc.settings import Settings, load_settings
from feedsvc.site import Site, SyncReport, Workers, builds, scan
from feedsvc.web import create_app

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
STORIES = 90
INVALID_LINK = "https://example.org:99999/"
"""A link that passes the parsers and that no feed document may contain."""

SETTINGS = """\
title = "The Tidewater Post"
base_url = "https://post.example.org"
id_authority = "post.example.org,2026"
stories = "stories"
output = "site"
catalog = "catalog.db"
limit = 10
archive_size = 10
archives = ["main", "section", "language"]
archive_formats = ["rss", "atom", "json"]

[[feeds]]
name = "brief"
content = "summary"

[[feeds]]
name = "german-ports"
language = "de"
section = "ports"

[[feeds]]
name = "show"
podcast = true
archive = false
"""


def png() -> bytes:
    """Return an image of one gray pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    body = zlib.compress(b"\0\x80")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def write_story(folder: Path, number: int, text: str = "The tide came in.", **header: str) -> None:
    """Write a story whose section, tags, author, language and attachment follow its number."""
    name = f"{('ports', 'weather', 'people')[number % 3]}/story-{number}"
    fields = {
        "title": f"Story {number} of the harbour",
        "date": f"{NOW - timedelta(hours=number + 1):%Y-%m-%dT%H:%M:%SZ}",
        "author": f"Reporter {number % 4}",
        "tags": f"[tag {number % 7}, tide]",
        "language": ("en", "de", "ar")[number % 5 % 3],
    }
    if number % 10 == 3:
        del fields["date"]
    if number % 10 == 4:
        fields["image"] = f"story-{number}.png"
        (folder / f"{name}.png").write_bytes(png())
    if number % 20 == 6:
        fields["audio"] = f"story-{number}.mp3"
        (folder / f"{name}.mp3").write_bytes(b"\xff\xfb\x90\xc0" + b"\0" * 413)
    head = "".join(f"{key}: {value}\n" for key, value in (fields | header).items())
    (folder / f"{name}.md").write_text(f"---\n{head}---\n{text}\n\nIt went out again.\n")


def write_newsroom(folder: Path) -> Settings:
    """Write settings and stories, with one that is invalid and one under embargo; return them."""
    folder.mkdir(exist_ok=True)
    (folder / "feedsvc.toml").write_text(SETTINGS)
    stories = folder / "stories"
    for section in ("ports", "weather", "people"):
        (stories / section).mkdir(parents=True)
    for number in range(STORIES):
        write_story(stories, number)
    write_story(stories, 12, link=INVALID_LINK)
    write_story(stories, 13, embargo="2027-01-01T00:00:00Z")
    return settings_in(folder)


def settings_in(folder: Path) -> Settings:
    """Return the settings in a folder, with absolute paths."""
    found = load_settings(folder / "feedsvc.toml")
    paths = {name: str(folder / getattr(found, name)) for name in ("stories", "output", "catalog")}
    return msgspec.structs.replace(found, **paths)


def edit(stories: Path) -> None:
    """Edit, delete and add stories, and let one become invalid."""
    write_story(stories, 1, "The tide was late.")
    write_story(stories, 40, "The tide was early.", title="Another headline", tags="[new tag]")
    write_story(stories, 44, link=INVALID_LINK)
    (stories / "people/story-5.md").unlink()
    (stories / "weather/story-88.md").unlink()
    for number in range(STORIES, STORIES + 5):
        write_story(stories, number)


def build(settings: Settings, workers: Workers | None = None) -> tuple[SyncReport, PublishReport]:
    """Sync and build as of a fixed time."""
    with workers or Workers(1) as running:
        site = Site.open(settings, clock=lambda: NOW, workers=running)
        with contextlib.closing(site):
            return site.sync(), publish(site, Path(settings.output))


def files(folder: Path | str) -> dict[str, bytes]:
    """Return the files in a folder by name, also temporary ones."""
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in Path(folder).rglob("*")
        if file.is_file()
    }


def feed_times(settings: Settings) -> dict[str, float]:
    """Return the modification times of the files of feeds."""
    return {
        str(file.relative_to(settings.output)): file.stat().st_mtime
        for name in ("rss.xml", "atom.xml", "feed.json")
        for file in Path(settings.output).rglob(name)
    }


def recorded(settings: Settings) -> tuple[dict[str, tuple[object, ...]], dict[str, object]]:
    """Return what the catalog records: ids, slugs and dates by title, and documents by path."""
    with Catalog.open(settings.catalog, settings.authority) as catalog:
        everything = catalog.entries(Selection(), NOW + timedelta(days=1000))
        entries = {
            each.title: (each.id, each.slug, each.published, each.updated) for each in everything
        }
        paths = catalog.published.build_paths(settings.output)
        states = catalog.published.states(paths)
        return entries, {path: states.get(path) for path in paths}


# One process and several


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a small site have enough batches for several processes."""
    monkeypatch.setattr(scan, "BATCH", 10)
    monkeypatch.setattr(builds, "BLOCK", 10)


@pytest.mark.usefixtures("small_batches")
def test_one_process_and_three_build_the_same(tmp_path: Path) -> None:
    one, three = write_newsroom(tmp_path / "one"), write_newsroom(tmp_path / "three")
    for change in (None, edit):
        if change:
            change(Path(one.stories))
            change(Path(three.stories))
        with Workers(3, patience=0) as workers:
            reports = build(three, workers), build(one)
        assert reports[0] == reports[1]
        assert len(reports[0][1].held) == (2 if change else 1)
        assert files(three.output) == files(one.output)
        assert feed_times(three) == feed_times(one)
        assert recorded(three) == recorded(one)


@pytest.mark.usefixtures("small_batches")
def test_what_several_processes_build_is_what_one_serves(tmp_path: Path) -> None:
    settings = write_newsroom(tmp_path / "newsroom")
    with Workers(2, patience=0) as workers:
        build(settings, workers)
    built = files(settings.output)
    with contextlib.closing(Site.open(settings, clock=lambda: NOW)) as site:
        client = create_app(site).test_client()
        paths = site.paths()
        names = {str(file_of(Path(settings.output), path)): path for path in paths}
        kinds = ("/archive/2/atom.xml", "/feeds/brief/rss.xml", "/languages/ar/", "/feeds/show/")
        assert all(any(path.endswith(kind) for path in paths) for kind in kinds)
        for name, body in built.items():
            path = names.pop(f"{settings.output}/{name}", f"/{name}")
            with client.get(path) as response:
                assert response.data == body, path
        assert names == {}


# Builds that end early


class EndedError(Exception):
    """Raised in the middle of a build."""


def build_some(settings: Settings, share: float) -> None:
    """Build until a share of the documents is written, and end there."""

    def stop(done: int, total: int) -> None:
        if done >= share * total:
            raise EndedError

    with contextlib.closing(Site.open(settings, clock=lambda: NOW)) as site:
        site.sync()
        with contextlib.suppress(EndedError):
            publish(site, Path(settings.output), progress=stop)


@pytest.mark.parametrize("share", [0.1, 0.5, 1])
@pytest.mark.usefixtures("small_batches")
def test_nothing_stays_of_stories_that_are_deleted_after_a_build_that_ended_early(
    tmp_path: Path, share: float
) -> None:
    ended, reference = write_newsroom(tmp_path / "ended"), write_newsroom(tmp_path / "reference")
    build_some(ended, share)
    build(reference)
    for change in (edit, edit_back):
        for settings in (ended, reference):
            change(Path(settings.stories))
        build_some(ended, share)
        build(reference)
    write_leftovers(Path(ended.output))
    for settings in (ended, reference):
        edit_back(Path(settings.stories))
        build(settings)
    built, expected = files(ended.output), files(reference.output)
    assert built.keys() == expected.keys()
    pages = [name for name in expected if name.startswith("stories/")]
    assert [built[name] for name in pages] == [expected[name] for name in pages]


def edit_back(stories: Path) -> None:
    """Undo edits, and delete a section, tags and languages."""
    shutil.rmtree(stories)
    for section in ("ports", "weather", "people"):
        (stories / section).mkdir(parents=True)
    for number in range(0, STORIES, 3):
        write_story(stories, number)


def write_leftovers(output: Path) -> None:
    """Write a temporary file next to each file, as a build that is killed leaves some."""
    for name in files(output):
        file = output / name
        (file.parent / f".{file.name}.new").write_bytes(b"half a fi")


@pytest.mark.parametrize("share", [0.1, 0.6, 1])
def test_a_build_with_other_settings_that_ended_early_leaves_no_trace(
    tmp_path: Path, share: float
) -> None:
    settings = write_newsroom(tmp_path / "newsroom")
    build(settings)
    before = files(settings.output)
    build_some(msgspec.structs.replace(settings, title="Another name", archives=("tag",)), share)
    assert files(settings.output) != before
    build(settings)
    assert files(settings.output) == before


def test_compressed_copies_of_a_build_that_ended_early_are_replaced(tmp_path: Path) -> None:
    settings = msgspec.structs.replace(write_newsroom(tmp_path / "newsroom"), compress=True)
    build(settings)
    write_story(Path(settings.stories), 1, "A correction.")
    build_some(settings, 0)
    copy = Path(settings.output, "rss.xml.gz")
    copy.write_bytes(gzip.compress(b"of a later version"))
    os.utime(copy, (NOW.timestamp(), NOW.timestamp()))
    build(settings)
    built = files(settings.output)
    copies = [name for name in built if name.endswith(".gz")]
    assert "rss.xml.gz" in copies
    for name in copies:
        assert gzip.decompress(built[name]) == built[name.removesuffix(".gz")], name


# Builds that are killed


BUILDER = """
import sys
from datetime import datetime
from pathlib import Path
from feedsvc.publish import publish
from feedsvc.settings import Settings
from feedsvc.site import Site, Workers, builds, scan
import msgspec
scan.BATCH, builds.BLOCK = 10, 10
settings = msgspec.json.decode(sys.argv[1], type=Settings)
now = datetime.fromisoformat(sys.argv[2])
print("ready", flush=True)
with Workers(2, patience=float(sys.argv[3])) as workers:
    site = Site.open(settings, clock=lambda: now, workers=workers)
    site.sync()
    publish(site, Path(settings.output))
"""


@contextlib.contextmanager
def building(settings: Settings, patience: float = 0) -> Iterator[subprocess.Popen[str]]:
    """Build in a session of processes of its own."""
    arguments = msgspec.json.encode(settings).decode(), NOW.isoformat(), str(patience)
    with subprocess.Popen(
        [sys.executable, "-c", BUILDER, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stdout.readline() == "ready\n"
        yield process


def test_a_build_killed_at_random_points_and_run_again_equals_one_that_was_not(
    tmp_path: Path,
) -> None:
    killed, reference = write_newsroom(tmp_path / "killed"), write_newsroom(tmp_path / "reference")
    chance = random.Random(11)
    for change in (None, edit):
        if change:
            change(Path(killed.stories))
            change(Path(reference.stories))
        start = time.monotonic()
        with building(reference) as process:
            assert process.wait() == 0
        longest = time.monotonic() - start
        for patience in (60, 0, 0, 0):
            with building(killed, patience) as process:
                time.sleep(chance.uniform(0, longest))
                os.killpg(process.pid, signal.SIGKILL)
        with building(killed) as process:
            assert process.wait() == 0
        assert files(killed.output) == files(reference.output)
        assert recorded(killed) == recorded(reference)


# Processes that end


def processes_of(session: int) -> list[int]:
    """Return the processes of a session that have not ended."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            state, _, _, of = (folder / "stat").read_text().rpartition(")")[2].split()[:4]
            if int(of) == session and state != "Z":
                found.append(int(folder.name))
    return found


def wait_until(condition: Callable[[], bool]) -> None:
    """Wait until a condition is true."""
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


has_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")


@has_proc
@pytest.mark.parametrize("processes", [2, 4])
def test_no_process_outlives_a_build_that_is_killed_alone(tmp_path: Path, processes: int) -> None:
    settings = write_newsroom(tmp_path / "newsroom")
    with building(settings) as process:
        wait_until(lambda: len(processes_of(process.pid)) >= processes)
        process.kill()
        wait_until(lambda: not processes_of(process.pid))


@has_proc
@pytest.mark.parametrize("processes", [2, 3, 4])
@pytest.mark.parametrize("signalled", [os.kill, os.killpg])
def test_ctrl_c_ends_a_build_and_its_processes_without_a_stack_trace(
    tmp_path: Path, processes: int, signalled: Callable[[int, int], None]
) -> None:
    newsroom = tmp_path / "newsroom"
    write_newsroom(newsroom)
    for number in range(STORIES, 1200):
        write_story(newsroom / "stories", number)
    with subprocess.Popen(
        [BIN / "feedsvc", "build", "--jobs", "2"],
        cwd=newsroom,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        wait_until(lambda: len(processes_of(process.pid)) >= processes)
        signalled(process.pid, signal.SIGINT)
        assert process.communicate() == (b"", b"")
        assert process.returncode == 130
        wait_until(lambda: not processes_of(process.pid))
