"""How long sound and film play, from files made here byte by byte."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.site.durations import duration

FRAME_1 = b"\xff\xfb\x90\xc0"  # MPEG-1 layer III, 128 kbit/s, 44.1 kHz, mono: 417 bytes
FRAME_2 = b"\xff\xf3\x44\xc0"  # MPEG-2 layer III, 32 kbit/s, 24 kHz, mono


def id3(size):
    return b"ID3\x04\0\0" + bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0)) + b"\0" * size


def tagged(head, side, tag, frames):
    """Return a first frame in which an encoder tells how many follow."""
    return head + b"\0" * side + tag + struct.pack(">II", 1, frames)


def box(name, *content):
    data = b"".join(content)
    return struct.pack(">I4s", len(data) + 8, name) + data


def movie(scale, length, *, is_long=False):
    form, behind = (">IQ", 20) if is_long else (">II", 12)
    head = (b"\1" if is_long else b"\0") + b"\0" * (behind - 1)
    return box(b"mvhd", head, struct.pack(form, scale, length))


def wav(in_a_second, samples, *, said=None):
    form = struct.pack("<HHIIHH", 1, 1, 8000, in_a_second, 2, 16)
    chunks = (
        b"fmt " + struct.pack("<I", len(form)) + form + b"LIST" + struct.pack("<I", 3) + b"abc\0"
    )
    data = b"data" + struct.pack("<I", said or len(samples)) + samples
    return b"RIFF\0\0\0\0WAVE" + chunks + data


@pytest.mark.parametrize(
    ("name", "data", "seconds"),
    [
        ("rate.mp3", FRAME_1 + b"\0" * 160_000, 10),
        ("tag.mp3", id3(5000) + FRAME_1 + b"\0" * 160_000, 10),
        ("noise.mp3", b"\xff\xff\0\0\xff\xfb\xf0\0\xff\xfb\x9c\0" + FRAME_1 + b"\0" * 160_000, 10),
        ("xing.mp3", tagged(FRAME_1, 17, b"Xing", 3828), 100),
        ("info.MP3", id3(10) + tagged(FRAME_2, 9, b"Info", 4167), 100),
        ("vbri.mp3", FRAME_1 + b"\0" * 32 + b"VBRI" + b"\0" * 10 + struct.pack(">I", 1149), 30),
        ("short.mp3", FRAME_1 + b"\0" * 800, 1),
        ("movie.mp4", box(b"ftyp", b"isom") + box(b"moov", movie(600, 54_000)), 90),
        ("long.m4a", box(b"moov", box(b"udta"), movie(1000, 7_200_000, is_long=True)), 7200),
        ("late.mov", struct.pack(">I4sQ", 1, b"mdat", 20) + b"abcd" + box(b"moov", movie(1, 5)), 5),
        ("open.m4v", struct.pack(">I4s", 0, b"moov") + movie(2, 9), 4),
        ("talk.wav", wav(16_000, b"\0" * 80_000), 5),
        ("cut.wav", wav(16_000, b"\0" * 80_000, said=2**32 - 1), 5),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_tells_how_long_it_plays(tmp_path, name, data, seconds):
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
        ("rateless.wav", wav(0, b"\0" * 100)),
        ("sound.ogg", b"OggS" + b"\0" * 100),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_of_a_file_that_does_not_tell_nothing_is_known(tmp_path, name, data):
    (tmp_path / name).write_bytes(data)
    assert duration(tmp_path / name) is None


def test_of_a_file_that_went_nothing_is_known(tmp_path):
    assert duration(tmp_path / "went.mp3") is None


@given(st.sampled_from((".mp3", ".mp4", ".wav")), st.binary(max_size=400))
def test_no_bytes_are_too_odd(tmp_path_factory, suffix, data):
    starts = {".mp3": FRAME_1, ".mp4": box(b"ftyp"), ".wav": b"RIFF\0\0\0\0WAVE"}
    file = tmp_path_factory.getbasetemp() / f"odd{suffix}"
    file.write_bytes(starts[suffix] + data)
    seconds = duration(file)
    assert seconds is None or seconds >= 1
