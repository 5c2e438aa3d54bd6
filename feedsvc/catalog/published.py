"""What was published: documents by path, their versions, and builds into folders."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Connection, delete, insert, select

from feedsvc.catalog.database import Database, chunks, insert_rows
from feedsvc.catalog.model import Build, BuildResult, DocumentState, Version
from feedsvc.catalog.schema import (
    LAST_CHARACTER,
    document_states,
    from_micros,
    micros,
    output_paths,
    outputs,
    shown,
    versions,
)

DIGEST_BYTES = 8
"""The length of an item's digest in a version."""

MAX_VERSIONS = 20
"""How many versions of a path are stored; clients with an older one get the whole feed."""


class Published:
    """The published documents. Every method raises CatalogError, like those of Catalog."""

    def __init__(self, database: Database) -> None:
        """Work on an open database."""
        self._database = database

    def states(self, paths: Collection[str]) -> dict[str, DocumentState]:
        """Return what is remembered of documents, by path."""
        with self._database.reading() as connection:
            return {
                row.path: DocumentState(
                    path=row.path,
                    etag=row.etag,
                    modified=from_micros(row.modified),
                    head=row.head,
                    tail=row.tail,
                )
                for chunk in chunks(paths)
                for row in connection.execute(
                    select(document_states).where(document_states.c.path.in_(chunk))
                )
            }

    def record_documents(
        self,
        states: Sequence[DocumentState],
        entries_shown: Collection[int],
        versions: Mapping[str, Version] | None = None,
    ) -> None:
        """Record published documents, and the keys of the entries in them, in one transaction.

        Clients that have one of the `versions`, by path, can later request only what is new.
        """
        rows = [
            (each.path, each.etag, micros(each.modified), each.head, each.tail) for each in states
        ]
        with self._database.writing() as connection:
            insert_rows(connection, document_states, rows, "replace")
            insert_rows(connection, shown, [(key,) for key in entries_shown], "ignore")
            for path, version in (versions or {}).items():
                _store_version(connection, path, version)

    def version(self, path: str, etags: Collection[str]) -> Version | None:
        """Return the latest stored version of a path that has one of the ETags."""
        query = (
            select(versions.c.etag, versions.c.kept, versions.c.marks)
            .where(versions.c.path == path, versions.c.etag.in_(etags))
            .order_by(versions.c.kept.desc())
        )
        with self._database.reading() as connection:
            row = connection.execute(query).first()
        if row is None:
            return None
        starts = range(0, len(row.marks), DIGEST_BYTES)
        digests = frozenset(row.marks[start : start + DIGEST_BYTES] for start in starts)
        return Version(etag=row.etag, rendered=from_micros(row.kept), digests=digests)

    def last_build(self, folder: str) -> Build | None:
        """Return the last build into a folder."""
        with self._database.reading() as connection:
            row = connection.execute(select(outputs).where(outputs.c.folder == folder)).first()
        if row is None:
            return None
        return Build(
            folder=row.folder,
            settings=row.settings,
            generation=row.generation,
            at=from_micros(row.at),
        )

    def build_paths(self, folder: str, prefix: str = "/") -> frozenset[str]:
        """Return the paths with a prefix that builds wrote into a folder."""
        path = output_paths.c.path
        query = select(path).where(
            output_paths.c.folder == folder, path >= prefix, path < prefix + LAST_CHARACTER
        )
        with self._database.reading() as connection:
            return frozenset(connection.scalars(query))

    def held_paths(self, folder: str) -> frozenset[str]:
        """Return the paths that the next build into a folder has to render again."""
        query = select(output_paths.c.path).where(
            output_paths.c.folder == folder, output_paths.c.held
        )
        with self._database.reading() as connection:
            return frozenset(connection.scalars(query))

    def begin_build(self, folder: str, paths: Collection[str]) -> None:
        """Record what a build is going to write: if it is killed, the next one knows."""
        rows = [(folder, path, True) for path in paths]
        with self._database.writing() as connection:
            insert_rows(connection, output_paths, rows, "replace")

    def record_build(self, build: Build, result: BuildResult) -> None:
        """Record a build and what it did."""
        present = {*result.written, *result.held}
        rows = [(build.folder, path, path in result.held) for path in present]
        removed = (path for path in result.removed if path not in present)
        with self._database.writing() as connection:
            for chunk in chunks(removed):
                connection.execute(
                    delete(output_paths).where(
                        output_paths.c.folder == build.folder, output_paths.c.path.in_(chunk)
                    )
                )
            insert_rows(connection, output_paths, rows, "replace")
            connection.execute(delete(outputs).where(outputs.c.folder == build.folder))
            connection.execute(
                insert(outputs).values(
                    folder=build.folder,
                    settings=build.settings,
                    generation=build.generation,
                    at=micros(build.at),
                )
            )


def _store_version(connection: Connection, path: str, version: Version) -> None:
    """Store a version, and delete the oldest of its path if there are too many."""
    of_path = versions.c.path == path
    connection.execute(delete(versions).where(of_path, versions.c.etag == version.etag))
    connection.execute(
        insert(versions).values(
            path=path,
            etag=version.etag,
            kept=micros(version.rendered),
            marks=b"".join(sorted(version.digests)),
        )
    )
    newest_first = select(versions.c.etag).where(of_path).order_by(versions.c.kept.desc())
    for old in connection.scalars(newest_first).all()[MAX_VERSIONS:]:
        connection.execute(delete(versions).where(of_path, versions.c.etag == old))
