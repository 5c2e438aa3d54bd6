"""How long a sound or film lasts, from the head of its file: MP3, MP4 and WAV."""

import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

_ID3_HEAD, _LOOKED_AT = 10, 4096
_RATES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
"""Samples in a second, by the number of a version: 3 is MPEG-1, 2 MPEG-2, 0 MPEG-2.5."""
_KILOBITS_1 = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_KILOBITS_2 = (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_MPEG_1, _MONO = 3, 3
_MOST_BOXES = 1000


def duration(file: Path) -> int | None:
    """Return for how many seconds a file plays, at least 1; None where that cannot be read."""
    read = _READERS.get(file.suffix.lower())
    if read is None:
        return None
    try:
        with file.open("rb") as opened:
            seconds = read(opened, file.stat().st_size)
    except (OSError, struct.error, ZeroDivisionError):
        return None
    return max(1, round(seconds)) if seconds else None


def _mp3(file: BinaryIO, size: int) -> float | None:
    """Read MPEG audio, layer III: its number of frames where it is told, else its bit rate.

    Source: ISO/IEC 11172-3 section 2.4.1, and the Xing and VBRI tags of encoders.
    """
    start = _after_id3(file.read(_ID3_HEAD))
    file.seek(start)
    head = file.read(_LOOKED_AT)
    for place in range(len(head) - 4):
        frame = _frame(head[place:])
        if frame:
            kilobits, rate, samples, frames = frame
            if frames:
                return frames * samples / rate
            return (size - start - place) / (kilobits * 125)
    return None


def _after_id3(head: bytes) -> int:
    """Return where sound begins, behind a tag of seven bits in each byte of its size."""
    if head[:3] != b"ID3":
        return 0
    size = sum(byte << shift for byte, shift in zip(head[6:10], (21, 14, 7, 0), strict=True))
    return _ID3_HEAD + size


def _frame(data: bytes) -> tuple[int, int, int, int] | None:
    """Return kilobits and samples in a second, samples in a frame, and the number of frames.

    None where no frame begins. The number is 0 where no tag tells it.
    """
    version, layer = data[1] >> 3 & 3, data[1] >> 1 & 3
    bits, rate = data[2] >> 4, data[2] >> 2 & 3
    if data[0] != 0xFF or data[1] >> 5 != 7 or version not in _RATES or layer != 1:  # noqa: PLR2004 - the marks of the standard
        return None
    if bits not in range(1, 15) or rate not in range(3):
        return None
    first, mono = version == _MPEG_1, data[3] >> 6 == _MONO
    kilobits = (_KILOBITS_1 if first else _KILOBITS_2)[bits - 1]
    side = (17 if mono else 32) if first else (9 if mono else 17)
    return kilobits, _RATES[version][rate], 1152 if first else 576, _frames(data, 4 + side)


def _frames(data: bytes, place: int) -> int:
    tag, flags = data[place : place + 4], data[place + 7 : place + 8]
    if tag in (b"Xing", b"Info") and flags and flags[0] & 1:
        return int.from_bytes(data[place + 8 : place + 12], "big")
    if data[36:40] == b"VBRI":
        return int.from_bytes(data[50:54], "big")
    return 0


def _mp4(file: BinaryIO, size: int) -> float | None:
    """Read the head of a movie: ISO/IEC 14496-12 section 8.2.2, `mvhd` in `moov`."""
    for name, start, end in _boxes(file, 0, size):
        if name != b"moov":
            continue
        for inner, place, _ in _boxes(file, start, end):
            if inner == b"mvhd":
                file.seek(place)
                is_long = file.read(1) == b"\1"
                form, behind = (">IQ", 20) if is_long else (">II", 12)
                file.seek(place + behind)
                scale, length = struct.unpack(form, file.read(struct.calcsize(form)))
                return float(length) / float(scale)
    return None


def _boxes(file: BinaryIO, place: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Yield the name of each box between two places, and where its content starts and ends."""
    for _ in range(_MOST_BOXES):
        if place + 8 > end:
            return
        file.seek(place)
        size, name = struct.unpack(">I4s", file.read(8))
        start = place + 8
        if size == 1:
            (size,) = struct.unpack(">Q", file.read(8))
            start += 8
        following = place + size if size else end
        if following < start:
            return
        yield name, start, min(following, end)
        place = following


def _wav(file: BinaryIO, size: int) -> float | None:
    """Read RIFF WAVE: bytes of samples by bytes in a second, from `data` and `fmt `."""
    if file.read(12)[8:] != b"WAVE":
        return None
    place, in_a_second = 12, 0
    for _ in range(_MOST_BOXES):
        file.seek(place)
        name, length = struct.unpack("<4sI", file.read(8))
        if name == b"fmt ":
            in_a_second = int.from_bytes(file.read(12)[8:], "little")
        elif name == b"data":
            return float(min(length, size - place - 8)) / in_a_second
        place += 8 + length + length % 2
    return None


_READERS: dict[str, Callable[[BinaryIO, int], float | None]] = {
    ".mp3": _mp3,
    **dict.fromkeys((".mp4", ".m4a", ".m4b", ".m4v", ".mov"), _mp4),
    ".wav": _wav,
}
"""What reads a file, by its suffix."""
