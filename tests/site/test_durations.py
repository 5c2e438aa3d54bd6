"""The duration of audio and video, from files built byte by byte."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.site.attachments import duration

FRAME = b"\xff\xfb\x90\xc0" + b"\0" * 413
"""MPEG-1 layer III, 128 kbit/s, 44.1 kHz, mono: 1152 samples in 417 bytes."""
TEN_SECONDS = FRAME * 383


def id3(size):
    return b"ID3\x04\0\0" + bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0)) + b"\0" * size


def counted(frames):
    """Return frames; the first one, written by an encoder, states their number."""
    tag = b"Xing" + struct.pack(">III", 3, frames, frames * 417)
    return FRAME[:21] + tag + b"\0" * (417 - 21 - len(tag)) + FRAME * frames


def box(name, *content):
    data = b"".join(content)
    return struct.pack(">I4s", len(data) + 8, name) + data


def movie(scale, length, *, is_long=False):
    form, behind = (">IQ", 20) if is_long else (">II", 12)
    head = (b"\1" if is_long else b"\0") + b"\0" * (behind - 1)
    return box(b"mvhd", head, struct.pack(form, scale, length))


def wav(in_a_second, samples, *, stated=None):
    form = struct.pack("<HHIIHH", 1, 1, 8000, in_a_second, 2, 16)
    chunks = (
        b"fmt " + struct.pack("<I", len(form)) + form + b"LIST" + struct.pack("<I", 3) + b"abc\0"
    )
    data = b"data" + struct.pack("<I", stated or len(samples)) + samples
    return b"RIFF\0\0\0\0WAVE" + chunks + data


@pytest.mark.parametrize(
    ("name", "data", "seconds"),
    [
        ("rate.mp3", TEN_SECONDS, 10),
        ("tag.MP3", id3(5000) + TEN_SECONDS, 10),
        ("xing.mp3", counted(3828), 100),
        ("short.mp3", FRAME * 4, 1),
        ("movie.mp4", box(b"ftyp", b"isom") + box(b"moov", movie(600, 54_000)), 90),
        ("long.m4a", box(b"moov", box(b"udta"), movie(1000, 7_200_000, is_long=True)), 7200),
        ("talk.wav", wav(16_000, b"\0" * 80_000), 5),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_duration_is_read_from_the_file(tmp_path, name, data, seconds):
    (tmp_path / name).write_bytes(data)
    assert duration(tmp_path / name) == seconds


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.mp3", b""),
        ("text.mp3", b"not a sound " * 1000),
        ("empty.mp4", b""),
        ("nothing.mp4", box(b"moov", movie(0, 0))),
        ("loop.mp4", struct.pack(">I4s", 4, b"free") * 100),
        ("other.mp4", box(b"ftyp") + box(b"mdat", b"\0" * 100)),
        ("headless.mp4", box(b"moov", box(b"trak"))),
        ("other.wav", b"RIFF\0\0\0\0AVI LIST"),
        ("empty.wav", b"RIFF\0\0\0\0WAVE"),
        ("stream.wav", wav(16_000, b"\0" * 80_000, stated=2**32 - 1)),
        ("sound.ogg", b"OggS" + b"\0" * 100),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_without_a_duration_has_none(tmp_path, name, data):
    (tmp_path / name).write_bytes(data)
    assert duration(tmp_path / name) is None


def test_a_deleted_file_has_no_duration(tmp_path):
    assert duration(tmp_path / "deleted.mp3") is None


@given(st.sampled_from((".mp3", ".mp4", ".wav", ".ogg", ".flac")), st.binary(max_size=400))
def test_any_bytes_are_accepted(tmp_path_factory, suffix, data):
    starts = {".mp3": FRAME, ".mp4": box(b"ftyp"), ".wav": b"RIFF\0\0\0\0WAVE", ".flac": b"fLaC"}
    file = tmp_path_factory.getbasetemp() / f"odd{suffix}"
    file.write_bytes(starts.get(suffix, b"OggS") + data)
    seconds = duration(file)
    assert seconds is None or seconds >= 1
