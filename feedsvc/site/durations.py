"""How long a sound or film plays, from the head of its file."""

from pathlib import Path

from tinytag import TinyTag, TinyTagException

_SUFFIXES = frozenset(TinyTag.SUPPORTED_FILE_EXTENSIONS)
_BYTES = 125
"""Bytes of a kilobit."""


def duration(file: Path) -> int | None:
    """Return for how many seconds a file plays, at least 1; None where that cannot be read."""
    if file.suffix.lower() not in _SUFFIXES:
        return None
    try:
        head = TinyTag.get(file, tags=False)
    except (OSError, TinyTagException):
        return None
    if not head.duration or _is_too_long(head, head.duration):
        return None
    return max(1, round(head.duration))


def _is_too_long(head: TinyTag, seconds: float) -> bool:
    """Tell whether a file would need more bytes than it has: it was written as a stream.

    Who writes one knows no length, and says the greatest that there is.
    """
    return (head.bitrate or 0) * _BYTES * seconds > 2 * head.filesize
