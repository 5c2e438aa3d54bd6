"""Withdrawn entries: those that a published feed has shown and that are no longer public."""

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, or_, select

from feedsvc.catalog.archives import numbering_of
from feedsvc.catalog.database import chunks
from feedsvc.catalog.model import Selection, Withdrawn
from feedsvc.catalog.rows import decode_story
from feedsvc.catalog.schema import AT, entries, from_micros, numbers, shown

_SINCE: ColumnElement[int] = bindparam("since")
_WAS_SHOWN = shown.c.entry == entries.c.key
_NOT_REOPENED = or_(entries.c.opens.is_(None), entries.c.opens > AT)

_WITHDRAWN = and_(entries.c.gone > _SINCE, entries.c.gone <= AT)
"""The condition that a sync withdrew an entry between two times."""

_EXPIRED = and_(entries.c.closes > _SINCE, entries.c.closes <= AT)
"""The condition that an entry expired between two times."""


def withdrawn(
    connection: Connection, selection: Selection, since: int, at: int, most: int
) -> list[Withdrawn]:
    """Return the entries withdrawn from a feed since a time, latest first.

    Entries that no published feed has shown are not included: they might be under embargo.
    """
    numbering = numbering_of(connection, selection, at)
    if numbering is None:
        return []
    values = {"feed": numbering.feed, "since": since, "at": at, "most": most}
    withdrawals = [
        (row.when, row.id)
        for query in (_WITHDRAWN_FROM_FEED, _EXPIRED_IN_FEED)
        for row in connection.execute(query, values)
    ]
    withdrawals += _unnumbered(connection, numbering.opened, values)
    latest = sorted(withdrawals, key=lambda each: (-each[0], each[1]))[:most]
    return [Withdrawn(id=id_, when=from_micros(when)) for when, id_ in latest]


def was_withdrawn(connection: Connection, slug: str, at: int) -> bool:
    """Return whether the entry with a slug was public and was then canceled or deleted.

    False if it is withheld or under embargo again, because it can return.
    """
    row = connection.execute(_FORMERLY_PUBLIC, {"slug": slug, "at": at}).first()
    return row is not None and (not row.present or decode_story(row.story).status == "canceled")


def first_withdrawn(connection: Connection, since: int, at: int) -> int | None:
    """Return when, after a time, an entry that readers have seen was first withdrawn."""
    values = {"since": since, "at": at}
    times = (connection.scalar(query, values) for query in (_FIRST_WITHDRAWN, _FIRST_EXPIRED))
    return min((value for value in times if value is not None), default=None)


def withdrawn_keys(connection: Connection, since: int, at: int) -> Iterable[int]:
    """Yield the keys of entries that were withdrawn or expired between two times."""
    values = {"since": since, "at": at}
    for condition in (_WITHDRAWN, _EXPIRED):
        yield from connection.scalars(select(entries.c.key).where(condition), values)


def _unnumbered(
    connection: Connection, opened: Sequence[int], values: dict[str, int]
) -> Iterator[tuple[int, str]]:
    """Yield the expiry and id of entries that opened, and then expired, since the last sync."""
    for chunk in chunks(opened):
        query = select(entries.c.closes, entries.c.id).join(shown, _WAS_SHOWN)
        rows = connection.execute(query.where(entries.c.key.in_(chunk), _EXPIRED), values)
        yield from ((row.closes, row.id) for row in rows)


def _in_feed(
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


_FORMERLY_PUBLIC = select(entries.c.present, entries.c.story).where(
    entries.c.slug == bindparam("slug"),
    entries.c.first_public <= AT,
    entries.c.gone <= AT,
    entries.c.opens.is_(None),
)
_WITHDRAWN_FROM_FEED = _in_feed(entries.c.gone, and_(_WITHDRAWN, _NOT_REOPENED))
_EXPIRED_IN_FEED = _in_feed(entries.c.closes, _EXPIRED)
_FIRST_WITHDRAWN = _first(entries.c.gone, and_(_WITHDRAWN, _NOT_REOPENED))
_FIRST_EXPIRED = _first(entries.c.closes, _EXPIRED)
