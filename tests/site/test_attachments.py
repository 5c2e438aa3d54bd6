"""Attachments: images, audio and video next to story files."""

import struct
import threading
import zlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

from feedsvc.entry import Entry, Media
from feedsvc.publish import publish
from feedsvc.publish.files import copy
from feedsvc.settings import Settings
from feedsvc.site import Site
from feedsvc.site.attachments import attachment_states, measured
from feedsvc.web import create_app


def png(width: int, height: int) -> bytes:
    """Return an image in one color."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x80" * width) * height)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A stories folder with images, and a secret file outside."""
    for name in ("city/ferry.png", "city/pictures/pier at dawn.png", "city/.hidden.png"):
        file = tmp_path / "stories" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(png(64, 48))
    (tmp_path / "secret.png").write_bytes(png(1, 1))
    (tmp_path / "stories" / "city" / "link.png").symlink_to(tmp_path / "secret.png")
    (tmp_path / "stories" / "city" / "notes.md").write_text("no image")
    return tmp_path / "stories"


def names(folder: Path, *urls: str, content: str = "") -> list[str]:
    entry = Entry(media=tuple(Media(url=url) for url in urls), content=content)
    found = attachment_states(folder, "city/a.md", [entry])
    return [each.name for each in found if each.size is not None]


@pytest.mark.parametrize(
    "url",
    ["ferry.png", "./ferry.png", "pictures/pier%20at%20dawn.png", "pictures/pier at dawn.png"],
)
def test_a_file_next_to_the_story_or_below_is_its_attachment(folder, url):
    [name] = names(folder, url)
    assert (folder / "city" / name).is_file()


@pytest.mark.parametrize(
    "url",
    [
        "missing.png",
        ".hidden.png",
        "link.png",
        "../../secret.png",
        "%2e%2e/%2e%2e/secret.png",
        "..\\..\\secret.png",
        "notes.md",
        "/ferry.png",
        "//example.org/ferry.png",
        "https://example.org/ferry.png",
        "file:ferry.png",
        "http://[broken/ferry.png",
        "ferry.png\0.png",
        "x" * 5000 + ".png",
        "#ferry.png",
        "",
    ],
)
def test_hidden_files_files_elsewhere_and_other_types_are_ignored(folder, url):
    assert names(folder, url) == []


def test_a_file_that_is_shown_and_linked_counts_once(folder):
    content = (
        '<p><img src="ferry.png" srcset="ferry.png 1x, pictures/pier%20at%20dawn.png 2x">'
        '<a href="ferry.png">large</a> <a href="notes.md">notes</a></p>'
    )
    assert names(folder, "ferry.png", content=content) == [
        "ferry.png",
        "pictures/pier at dawn.png",
    ]


def test_the_size_is_read_from_the_file(folder):
    stated = Media(url="ferry.png", width=1, height=2, length=3, caption="The ferry.")
    elsewhere = Media(url="https://example.org/x.png", width=7)
    found = measured(folder, "city/a.md", Entry(media=(stated, elsewhere)))
    length = (folder / "city" / "ferry.png").stat().st_size
    measures = Media(url="ferry.png", width=64, height=48, length=length, caption="The ferry.")
    assert found.media == (measures, elsewhere)


@pytest.mark.parametrize("data", [b"", b"no image", png(64, 48)[:20]])
def test_the_size_in_the_source_is_used_if_an_image_is_broken(folder, data):
    (folder / "city" / "ferry.png").write_bytes(data)
    stated = Media(url="ferry.png", width=1, height=2)
    [media] = measured(folder, "city/a.md", Entry(media=(stated,))).media
    assert (media.width, media.height, media.length) == (1, 2, len(data))


STORY = """\
---
title: The ferry in the fog
date: 2026-11-01
image: ferry.png
---
It sails, ![seen from the pier](pictures/pier%20at%20dawn.png) and [hums](hum.mp3).
"""


@pytest.fixture
def newsroom(folder: Path, tmp_path: Path) -> Iterator[Site]:
    """A site of one story with images and audio."""
    (folder / "city" / "a.md").write_text(STORY)
    (folder / "city" / "hum.mp3").write_bytes(bytes(range(256)) * 40)
    settings = Settings(stories=str(folder), catalog=str(tmp_path / "catalog.db"))
    site = Site.open(settings)
    site.sync()
    yield site
    site.close()


PAGE = "/stories/a/"
PICTURE = PAGE + "ferry.png"


def test_attachments_are_served_below_the_page_that_shows_them(newsroom, folder):
    client = create_app(newsroom).test_client()
    html = client.get(PAGE).text
    for name in ("ferry.png", "pictures/pier%20at%20dawn.png", "hum.mp3"):
        assert f'"{name}"' in html or f"/stories/a/{name}" in html
        response = client.get(PAGE + name, buffered=True)
        assert response.status_code == 200
        assert response.data == (folder / "city" / unquote(name)).read_bytes()
    assert client.get(PICTURE, buffered=True).headers["Content-Type"] == "image/png"
    assert client.get(PAGE + "hum.mp3", buffered=True).headers["Content-Type"] == "audio/mpeg"


@pytest.mark.usefixtures("newsroom")
def test_a_relative_stories_folder_works_as_well(folder, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    site = Site.open(Settings(stories=folder.name, catalog="other.db"))
    site.sync()
    client = create_app(site).test_client()
    for name in ("ferry.png", "pictures/pier%20at%20dawn.png", "hum.mp3"):
        response = client.get(PAGE + name, buffered=True)
        assert response.data == (folder / "city" / unquote(name)).read_bytes()
    site.close()


def test_responses_have_validators_ranges_and_a_policy_against_scripts(newsroom):
    client = create_app(newsroom).test_client()
    first = client.get(PICTURE, buffered=True)
    assert first.headers.getlist("Cache-Control") == [
        "public, max-age=300, stale-while-revalidate=300"
    ]
    assert "sandbox" in first.headers["Content-Security-Policy"]
    assert first.headers["X-Content-Type-Options"] == "nosniff"
    again = client.get(PICTURE, headers={"If-None-Match": first.headers["ETag"]}, buffered=True)
    assert again.status_code == 304
    part = client.get(PAGE + "hum.mp3", headers={"Range": "bytes=256-511"}, buffered=True)
    assert (part.status_code, part.data) == (206, bytes(range(256)))
    beyond = client.get(PAGE + "hum.mp3", headers={"Range": "bytes=99999-"}, buffered=True)
    assert (beyond.status_code, beyond.headers["Content-Range"]) == (416, "bytes */10240")


@pytest.mark.parametrize(
    "path",
    [
        "/stories/a/link.png",
        "/stories/a/.hidden.png",
        "/stories/a/../../secret.png",
        "/stories/a/%2e%2e/%2e%2e/secret.png",
        "/stories/a/a.md",
        "/stories/a/pictures/",
        "/stories/other/ferry.png",
        "/stories/a/notes.md",
    ],
)
def test_no_other_file_of_the_folder_is_served(newsroom, path):
    assert create_app(newsroom).test_client().get(path).status_code == 404


def test_files_that_no_public_story_links_to_are_not_served(newsroom, folder):
    (folder / "city" / "unnamed.png").write_bytes(png(1, 1))
    client = create_app(newsroom).test_client()
    assert client.get(PAGE + "unnamed.png", buffered=True).status_code == 404
    (folder / "city" / "a.md").write_text(STORY.replace("date:", "publishDate: 2099-01-01\ndate:"))
    newsroom.sync()
    assert client.get(PICTURE, buffered=True).status_code == 404


def test_a_feed_has_the_size_of_an_image_added_after_its_story(newsroom, folder):
    (folder / "city" / "ferry.png").unlink()
    newsroom.sync()
    assert b'ferry.png" length="0"' in newsroom.document("/rss.xml").body
    (folder / "city" / "ferry.png").write_bytes(png(30, 20))
    length = (folder / "city" / "ferry.png").stat().st_size
    newsroom.sync()
    body = newsroom.document("/rss.xml").body
    assert f'ferry.png" length="{length}"'.encode() in body
    assert b'width="30"' in body


def test_a_build_copies_attachments_once_and_removes_deleted_ones(newsroom, folder, tmp_path):
    out = tmp_path / "out"
    names = ("ferry.png", "pictures/pier at dawn.png", "hum.mp3")
    publish(newsroom, out)
    for name in names:
        copy, original = out / "stories" / "a" / name, folder / "city" / name
        assert copy.read_bytes() == original.read_bytes()
        assert copy.stat().st_mtime_ns == original.stat().st_mtime_ns
    assert publish(newsroom, out).written == 0
    (folder / "city" / "hum.mp3").write_bytes(b"louder")
    assert publish(newsroom, out).written == 1
    (folder / "city" / "pictures" / "pier at dawn.png").unlink()
    assert publish(newsroom, out).removed == 1
    (folder / "city" / "a.md").unlink()
    newsroom.sync()
    publish(newsroom, out)
    assert not (out / "stories" / "a").exists()


def test_a_file_deleted_while_it_is_copied_does_not_stop_a_build(tmp_path):
    source, done = tmp_path / "hum.mp3", threading.Event()

    def come_and_go() -> None:
        while not done.is_set():
            source.write_bytes(b"hum")
            source.unlink()

    storm = threading.Thread(target=come_and_go)
    storm.start()
    try:
        copied = [copy(source, tmp_path / "site" / f"{number}.mp3") for number in range(5000)]
    finally:
        done.set()
        storm.join()
    assert sum(copied) == len(list((tmp_path / "site").glob("*.mp3")))


def test_a_story_is_read_again_only_when_an_attachment_changed(newsroom, folder):
    assert newsroom.sync().unchanged == 2
    (folder / "city" / "link.png").unlink()
    assert newsroom.sync().unchanged == 2
    (folder / "city" / "pictures" / "pier at dawn.png").write_bytes(png(9, 9))
    assert newsroom.sync().unchanged == 1
    assert newsroom.sync().unchanged == 2
