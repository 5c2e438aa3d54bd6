"""Entries that went: those that a published feed has shown, and that may be seen no more."""

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, or_, select

from feedsvc.catalog.archive.pages import numbering
from feedsvc.catalog.model import Selection, Withdrawn
from feedsvc.catalog.queries.compose import decode_story
from feedsvc.catalog.schema import entries, numbers, shown
from feedsvc.catalog.store import chunks
from feedsvc.catalog.times import moment

_SINCE: ColumnElement[int] = bindparam("since")
_AT: ColumnElement[int] = bindparam("at")
_WAS_SHOWN = shown.c.entry == entries.c.key
_HIDDEN = or_(entries.c.opens.is_(None), entries.c.opens > _AT)

_TAKEN_OUT = and_(entries.c.gone > _SINCE, entries.c.gone <= _AT)
"""The condition that a sync took an entry out between two moments."""

_EXPIRED = and_(entries.c.closes > _SINCE, entries.c.closes <= _AT)
"""The condition that an entry expired between two moments."""


def withdrawn(
    connection: Connection, selection: Selection, since: int, at: int, most: int
) -> list[Withdrawn]:
    """Return the entries that went from a feed since a moment, the last first.

    Of an entry that no published feed has shown nothing is told: it may be under embargo.
    """
    has = numbering(connection, selection, at)
    if has is None:
        return []
    values = {"feed": has.feed, "since": since, "at": at, "most": most}
    found = [
        (row.when, row.id)
        for query in (_WERE_TAKEN_OUT, _HAVE_EXPIRED)
        for row in connection.execute(query, values)
    ]
    found += _unnumbered(connection, has.opened, values)
    latest = sorted(found, key=lambda each: (-each[0], each[1]))[:most]
    return [Withdrawn(id=id_, when=moment(when)) for when, id_ in latest]


def first_ended(connection: Connection, since: int, at: int) -> int | None:
    """Return when the first entry went since a moment that readers may have seen."""
    values = {"since": since, "at": at}
    moments = (connection.scalar(query, values) for query in (_FIRST_TAKEN_OUT, _FIRST_EXPIRED))
    return min((value for value in moments if value is not None), default=None)


def ended(connection: Connection, since: int, at: int) -> Iterable[int]:
    """Return the keys of entries that went between two moments."""
    values = {"since": since, "at": at}
    for condition in (_TAKEN_OUT, _EXPIRED):
        yield from connection.scalars(select(entries.c.key).where(condition), values)


def _unnumbered(
    connection: Connection, opened: Sequence[int], values: dict[str, int]
) -> Iterator[tuple[int, str]]:
    """Yield when entries expired, and their ids, that opened since the last sync: by the clock."""
    for chunk in chunks(opened):
        query = select(entries.c.closes, entries.c.id).join(shown, _WAS_SHOWN)
        rows = connection.execute(query.where(entries.c.key.in_(chunk), _EXPIRED), values)
        yield from ((row.closes, row.id) for row in rows)


def was_withdrawn(connection: Connection, slug: str, at: int) -> bool:
    """Tell whether the entry with a slug was public, and then canceled or deleted.

    One that is withheld or back under embargo is not: it may come again.
    """
    row = connection.execute(_ENDED, {"slug": slug, "at": at}).first()
    return row is not None and (not row.present or decode_story(row.story).status == "canceled")


def _went(
    when: ColumnElement[int | None], condition: ColumnElement[bool]
) -> Select[int | None, str]:
    in_feed = and_(numbers.c.entry == entries.c.key, numbers.c.feed == bindparam("feed"))
    return (
        select(when.label("when"), entries.c.id)
        .join(numbers, in_feed)
        .join(shown, _WAS_SHOWN)
        .where(condition)
        .order_by(when.desc(), entries.c.id)
        .limit(bindparam("most"))
    )


def _first(when: ColumnElement[int | None], condition: ColumnElement[bool]) -> Select[int | None]:
    return select(when).join(shown, _WAS_SHOWN).where(condition).order_by(when).limit(1)


_ENDED = select(entries.c.present, entries.c.story).where(
    entries.c.slug == bindparam("slug"),
    entries.c.first_public <= _AT,
    entries.c.gone <= _AT,
    entries.c.opens.is_(None),
)
_WERE_TAKEN_OUT = _went(entries.c.gone, and_(_TAKEN_OUT, _HIDDEN))
_HAVE_EXPIRED = _went(entries.c.closes, _EXPIRED)
_FIRST_TAKEN_OUT = _first(entries.c.gone, and_(_TAKEN_OUT, _HIDDEN))
_FIRST_EXPIRED = _first(entries.c.closes, _EXPIRED)
