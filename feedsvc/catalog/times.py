"""When an entry was published, when it changed, and when it may be seen, in microseconds UTC."""

from datetime import UTC, datetime, timedelta

from feedsvc.entry import HOLD, Entry

FOREVER = 2**63 - 1
"""The end of an entry that does not expire."""

MICROSECOND = timedelta(microseconds=1)
"""What moments are counted in."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def micros(moment: datetime) -> int:
    """Return an aware moment as microseconds since 1970, so that zones play no part."""
    return (moment - _EPOCH) // MICROSECOND


def moment(value: int) -> datetime:
    """Return microseconds since 1970 as a moment in UTC."""
    return _EPOCH + value * MICROSECOND


def optional_micros(value: datetime | None) -> int | None:
    """Return `micros` of a moment that may be missing."""
    return None if value is None else micros(value)


def published_at(entry: Entry, kept: int | None, mtime: int, now: int) -> int:
    """Return when the entry was published.

    That is what the text says. Where it says nothing it is the file's time when the story
    was first seen, but no later than the change that the text states, and then frozen. A
    kill notice carries a date of its own and never moves the story's.
    """
    if kept is not None and (entry.published is None or entry.status == "canceled"):
        return kept
    if entry.published is not None:
        return micros(entry.published)
    seen = min(mtime, now)
    return seen if entry.updated is None else min(seen, micros(entry.updated))


def stated_update(entry: Entry, now: int) -> int | None:
    """Return the change that the text states; one in the future is not believed."""
    stated = optional_micros(entry.updated)
    return stated if stated is not None and stated <= now else None


def changed_at(mtime: int, kept: int, now: int) -> int:
    """Return when the content changed: at the file's time if that can be, else now."""
    return mtime if kept < mtime <= now else now


def updated_at(kept: int, published: int, changed: int | None, stated: int | None) -> int:
    """Return when a known entry last changed, never before it was published.

    `kept` is the moment until now, `changed` when its content changed (None where it did
    not), `stated` what the text newly says (None where it says nothing new). A statement
    counts with a change of content; without one only where it corrects `kept` to earlier.
    """
    if stated is not None and (changed is not None or stated < kept):
        return max(stated, published)
    return max(kept, published, kept if changed is None else changed)


def window(entry: Entry, published: int) -> tuple[int, int] | tuple[None, None]:
    """Return when the entry opens and closes, or two None where it never may be seen.

    It is public from `published` or the end of its embargo, whichever is later, until it
    expires, and only while its status is usable. A day is its midnight in its own zone, so
    that a story dated today is public at once, wherever the server stands. Of an hour that
    clocks show twice, when summer time ends, an embargo waits for the second, and an expiry
    for the first.
    """
    if entry.status != "usable" or entry.embargo == HOLD:
        return None, None
    opens = max((published, *_readings(entry.embargo)))
    closes = min((FOREVER, *_readings(entry.expires)))
    return (opens, closes) if opens < closes else (None, None)


def _readings(wall: datetime | None) -> tuple[int, ...]:
    """Return the moments that a time in its zone may mean: one, or two where clocks go back."""
    if wall is None:
        return ()
    return tuple(micros(wall.replace(fold=fold)) for fold in (0, 1))
