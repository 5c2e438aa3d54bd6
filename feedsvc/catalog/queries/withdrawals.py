"""Withdrawn entries: those that a published feed has shown and that are no longer public."""

from collections.abc import Iterable
from functools import lru_cache

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, or_, select

from feedsvc.catalog.model import Selection, Withdrawn
from feedsvc.catalog.queries.entries import term_keys, term_values
from feedsvc.catalog.rows import decode_story
from feedsvc.catalog.schema import (
    AT,
    EXPIRES,
    entries,
    entry_terms,
    former_terms,
    from_micros,
    shown,
)

_SINCE: ColumnElement[int] = bindparam("since")
_WAS_SHOWN = shown.c.entry == entries.c.key
_NOT_REOPENED = or_(entries.c.opens.is_(None), entries.c.opens > AT)

_WITHDRAWN = and_(entries.c.gone > _SINCE, entries.c.gone <= AT, entries.c.first_public <= AT)
"""The condition that a sync withdrew an entry that was public between two times."""

_EXPIRED = and_(entries.c.closes > _SINCE, entries.c.closes <= AT, EXPIRES)
"""The condition that an entry expired between two times."""


def withdrawn(
    connection: Connection, selection: Selection, since: int, at: int, most: int
) -> list[Withdrawn]:
    """Return the entries withdrawn from a feed since a time, latest first.

    Entries that no published feed has shown are not included: they might be under embargo.
    """
    keys = term_keys(connection, selection)
    if keys is None:
        return []
    values = {**term_values(keys), "since": since, "at": at, "most": most}
    withdrawals = [
        (row.when, row.id)
        for query in _withdrawals(len(keys))
        for row in connection.execute(query, values)
    ]
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
    """Yield the keys of entries that readers saw, withdrawn or expired between two times."""
    values = {"since": since, "at": at}
    for condition in (_WITHDRAWN, _EXPIRED):
        query = select(entries.c.key).join(shown, _WAS_SHOWN).where(condition)
        yield from connection.scalars(query, values)


@lru_cache
def _withdrawals(terms: int) -> tuple[Select[int | None, str], Select[int | None, str]]:
    """Return the statements for the entries withdrawn and expired in feeds by several terms.

    A withdrawn entry has left all feeds, an expired one some of them.
    """
    return (
        _in_feed(terms, entries.c.gone, and_(_WITHDRAWN, _NOT_REOPENED), has_expired=False),
        _in_feed(terms, entries.c.closes, _EXPIRED, has_expired=True),
    )


def _in_feed(
    terms: int,
    when: ColumnElement[int | None],
    condition: ColumnElement[bool],
    *,
    has_expired: bool,
) -> Select[int | None, str]:
    query = select(when.label("when"), entries.c.id).join(shown, _WAS_SHOWN).where(condition)
    for place in range(terms):
        key: ColumnElement[int] = bindparam(f"term_{place}")
        links = (former_terms, entry_terms) if has_expired else (former_terms,)
        had = [
            select(link.c.entry).where(link.c.entry == entries.c.key, link.c.term == key).exists()
            for link in links
        ]
        query = query.where(or_(*had))
    return query.order_by(when.desc(), entries.c.id).limit(bindparam("most"))


def _first(when: ColumnElement[int | None], condition: ColumnElement[bool]) -> Select[int | None]:
    return select(when).join(shown, _WAS_SHOWN).where(condition).order_by(when).limit(1)


_FORMERLY_PUBLIC = select(entries.c.present, entries.c.story).where(
    entries.c.slug == bindparam("slug"),
    entries.c.first_public <= AT,
    entries.c.gone <= AT,
    entries.c.opens.is_(None),
)
_FIRST_WITHDRAWN = _first(entries.c.gone, and_(_WITHDRAWN, _NOT_REOPENED))
_FIRST_EXPIRED = _first(entries.c.closes, _EXPIRED)
