"""What the last versions of each path showed, so that a client can be sent what is new."""

from collections.abc import Collection

from sqlalchemy import Connection, delete, insert, select

from feedsvc.catalog.model import Version
from feedsvc.catalog.schema import versions
from feedsvc.catalog.times import micros, moment

MARK_BYTES = 8
"""The length of a mark: a digest of something that a version showed."""

KEPT = 20
"""How many versions of a path are remembered; a client that has an older one gets all."""


def keep(connection: Connection, path: str, version: Version) -> None:
    """Remember a version, and forget the oldest of its path where there are too many."""
    of_path = versions.c.path == path
    connection.execute(delete(versions).where(of_path, versions.c.etag == version.etag))
    connection.execute(
        insert(versions).values(
            path=path,
            etag=version.etag,
            kept=micros(version.made),
            marks=b"".join(sorted(version.marks)),
        )
    )
    newest_first = select(versions.c.etag).where(of_path).order_by(versions.c.kept.desc())
    for old in connection.scalars(newest_first).all()[KEPT:]:
        connection.execute(delete(versions).where(of_path, versions.c.etag == old))


def newest(connection: Connection, path: str, etags: Collection[str]) -> Version | None:
    """Return the latest of the versions of a path with one of the ETags."""
    query = (
        select(versions.c.etag, versions.c.kept, versions.c.marks)
        .where(versions.c.path == path, versions.c.etag.in_(etags))
        .order_by(versions.c.kept.desc())
    )
    row = connection.execute(query).first()
    if row is None:
        return None
    starts = range(0, len(row.marks), MARK_BYTES)
    marks = frozenset(row.marks[start : start + MARK_BYTES] for start in starts)
    return Version(etag=row.etag, made=moment(row.kept), marks=marks)
