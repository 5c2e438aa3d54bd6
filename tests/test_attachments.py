"""Pictures, sounds and films that lie beside stories."""

import struct
import zlib
from pathlib import Path

import pytest

from feedsvc.entry import Entry, Media
from feedsvc.site.attachments import attachments, measured


def png(width: int, height: int) -> bytes:
    """Return a picture in one colour."""

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
    """A stories folder with pictures, and a secret outside of it."""
    for name in ("city/ferry.png", "city/pictures/pier at dawn.png", "city/.hidden.png"):
        file = tmp_path / "stories" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(png(64, 48))
    (tmp_path / "secret.png").write_bytes(png(1, 1))
    (tmp_path / "stories" / "city" / "link.png").symlink_to(tmp_path / "secret.png")
    (tmp_path / "stories" / "city" / "notes.md").write_text("no picture")
    return tmp_path / "stories"


def names(folder: Path, *urls: str, content: str = "") -> list[str]:
    entry = Entry(media=tuple(Media(url=url) for url in urls), content=content)
    return [each.name for each in attachments(folder, "city/a.md", entry)]


@pytest.mark.parametrize(
    "url",
    ["ferry.png", "./ferry.png", "pictures/pier%20at%20dawn.png", "pictures/pier at dawn.png"],
)
def test_a_file_beside_the_story_or_below_is_its_attachment(folder, url):
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
def test_what_is_elsewhere_hidden_or_no_medium_is_none(folder, url):
    assert names(folder, url) == []


def test_what_the_text_shows_or_links_to_counts_once(folder):
    content = (
        '<p><img src="ferry.png" srcset="ferry.png 1x, pictures/pier%20at%20dawn.png 2x">'
        '<a href="ferry.png">large</a> <a href="notes.md">notes</a></p>'
    )
    assert names(folder, "ferry.png", content=content) == [
        "ferry.png",
        "pictures/pier at dawn.png",
    ]


def test_a_file_tells_its_own_size(folder):
    said = Media(url="ferry.png", width=1, height=2, length=3, caption="The ferry.")
    elsewhere = Media(url="https://example.org/x.png", width=7)
    found = measured(folder, "city/a.md", Entry(media=(said, elsewhere)))
    length = (folder / "city" / "ferry.png").stat().st_size
    measures = Media(url="ferry.png", width=64, height=48, length=length, caption="The ferry.")
    assert found.media == (measures, elsewhere)


@pytest.mark.parametrize("data", [b"", b"no picture", png(64, 48)[:20]])
def test_of_a_picture_that_is_broken_the_source_is_believed(folder, data):
    (folder / "city" / "ferry.png").write_bytes(data)
    said = Media(url="ferry.png", width=1, height=2)
    [media] = measured(folder, "city/a.md", Entry(media=(said,))).media
    assert (media.width, media.height, media.length) == (1, 2, len(data))
