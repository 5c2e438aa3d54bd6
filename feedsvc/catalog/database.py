"""The catalog's database: opening, upgrades, transactions, and errors that name a fix."""

import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    Table,
    create_engine,
    event,
    func,
    insert,
    inspect,
    or_,
    select,
    update,
)
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from feedsvc.catalog import schema
from feedsvc.catalog.model import TERM_KINDS, Archived
from feedsvc.catalog.schema import (
    MAIN,
    entries,
    entry_terms,
    files,
    former_terms,
    kinds_column,
    micros,
    numbers,
    shown,
    site,
)
from feedsvc.errors import CatalogError

_BUSY_SECONDS = 60
"""How long a process waits for another one's sync."""

_RETRY_SECONDS = 0.01

_OPENING_LOCK = 0x6665656473
"""The key of the PostgreSQL advisory lock that lets only one process create the tables."""

_CHUNK = 500
"""The most values in one statement; some builds of SQLite allow only 999."""

_CACHE_KIB = 32_000
"""How much of a SQLite file each connection keeps in memory at most: the indexes that syncs use."""

_PAGE_SIZE = 32_768
"""The size in bytes of a new SQLite file's pages: several stories fit on one, with little waste."""

_CURES = (
    ("locked", "another process is writing to it; try again when it has finished"),
    ("not a database", "move the file away so that the next run creates a new catalog"),
    (
        "malformed",
        "restore a backup, or move the file away so that the next run creates a new one",
    ),
    ("unable to open", "check that this is a file in a writable folder"),
    ("readonly", "check that the file and its folder are writable"),
    ("disk is full", "free space on the disk"),
    ("authentication failed", "check the user and password in the URL"),
    ("password", "check the user and password in the URL"),
    ("does not exist", "create the database first, or check its name in the URL"),
    ("connection", "check that the server is running, and check the host and port in the URL"),
)
"""The cures for errors, by words in the driver's message."""


class Database:
    """A database engine; each connection sees one state of the data, or writes exclusively."""

    def __init__(self, location: str) -> None:
        """Connect to a file or a SQLAlchemy URL, without reading the tables."""
        url = _url(location)
        self.location = url.render_as_string(hide_password=True) if "://" in location else location
        with self._errors():
            self._engine = _engine(url, self.location)
        self._writer = self._engine.execution_options(writes=True)

    def open(self, authority: str, *, explicit: bool) -> tuple[str, str]:
        """Create the tables if there are none; return the authorities of entries and of feeds.

        Raises CatalogError if the database is not a catalog, or one of a later version.
        """
        with self._errors(), self._writer.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(select(func.pg_advisory_xact_lock(_OPENING_LOCK)))
            tables = set(inspect(connection).get_table_names())
            if site.name not in tables:
                self._create(connection, authority, tables & set(schema.metadata.tables))
            version = connection.scalar(select(site.c.version))
            if version in _UPGRADES:
                for step in _UPGRADES[version]:
                    step(connection)
                _complete_tables(connection)
                version = schema.VERSION
            if version != schema.VERSION:
                raise CatalogError(
                    f"{self.location}: unsupported catalog version {version}: this feedsvc reads "
                    f"version {schema.VERSION}; install the feedsvc that created it"
                )
            if not tables.issuperset(schema.metadata.tables):
                schema.metadata.create_all(connection)  # tables added without a new version
            if explicit:
                connection.execute(site.update().values(authority=authority))
            authorities = select(site.c.authority, site.c.first_authority)
            authority, first_authority = connection.execute(authorities).one()
            return authority, first_authority

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Yield a connection that sees one state of the catalog throughout."""
        with self._errors(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Yield a connection that writes exclusively, in one transaction; other writers wait."""
        with self._errors(), self._writer.begin() as connection:
            connection.execute(select(site.c.version).with_for_update())
            yield connection

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    def _create(self, connection: Connection, authority: str, foreign: set[str]) -> None:
        if foreign:
            raise CatalogError(
                f"{self.location}: contains tables of another program: "
                f"{', '.join(sorted(foreign))}; give the catalog a database of its own"
            )
        schema.metadata.create_all(connection)
        connection.execute(
            insert(site).values(
                version=schema.VERSION,
                authority=authority,
                first_authority=authority,
                generation=0,
                archives=kinds_column(Archived().kinds),
                listed=0,
            )
        )

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            raise CatalogError(f"{self.location}: {_explain(error)}") from error


def chunks(values: Iterable[Any]) -> Iterator[list[Any]]:
    """Yield the values in lists that fit into one statement."""
    ordered = list(values)
    for start in range(0, len(ordered), _CHUNK):
        yield ordered[start : start + _CHUNK]


def insert_rows(
    connection: Connection, table: Table, rows: Sequence[Sequence[Any]], conflict: str = ""
) -> None:
    """Insert rows, with their values in the order of the columns, at the speed of the driver.

    `conflict` is what to do with a row whose key exists: `ignore` it or `replace` the old row.
    """
    if rows:
        connection.exec_driver_sql(_insertion(table, connection.dialect.name, conflict), list(rows))


@lru_cache
def _insertion(table: Table, dialect: str, conflict: str) -> str:
    names = table.columns.keys()
    marker = "?" if dialect == "sqlite" else "%s"
    statement = (
        f"INSERT INTO {table.name} ({', '.join(names)}) "  # noqa: S608  # names of our own schema
        f"VALUES ({', '.join(marker for _ in names)})"
    )
    key = ", ".join(column.name for column in table.primary_key)
    updates = ", ".join(f"{name} = excluded.{name}" for name in names)
    endings = {
        "": "",
        "ignore": " ON CONFLICT DO NOTHING",
        "replace": f" ON CONFLICT ({key}) DO UPDATE SET {updates}",
    }
    return statement + endings[conflict]


def _url(location: str) -> URL:
    if "://" not in location:
        return URL.create("sqlite", database=location)
    try:
        return make_url(location)
    except ArgumentError as error:
        raise CatalogError(
            "catalog: not a database URL; use the path of a file, or a URL such as "
            "postgresql://user:password@host/name"
        ) from error


def _engine(url: URL, location: str) -> Engine:
    if url.get_backend_name() == "sqlite":
        return _sqlite_engine(url, location)
    try:
        return create_engine(url, pool_pre_ping=True)
    except NoSuchModuleError as error:
        raise CatalogError(
            f"{location}: unsupported kind of database; use sqlite or postgresql"
        ) from error
    except ModuleNotFoundError as error:
        raise CatalogError(
            f"{location}: needs the driver {error.name}; pip install 'feedsvc[postgresql]'"
        ) from error


def _sqlite_engine(url: URL, location: str) -> Engine:
    if url.database and url.database != ":memory:" and not url.database.startswith("file:"):
        try:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CatalogError(
                f"{location}: its folder cannot be created: {error.strerror}; use another path"
            ) from error
    engine = create_engine(url, connect_args={"timeout": _BUSY_SECONDS})
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _set_up(connection: DBAPIConnection, _record: object) -> None:
    """Let readers work alongside one writer, and leave starting transactions to `_begin`."""
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA page_size = {_PAGE_SIZE}")
    _use_wal(cursor)
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    cursor.close()


def _use_wal(cursor: DBAPICursor) -> None:
    """Switch to WAL, waiting while another process does the same; SQLite itself does not wait."""
    last_try = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > last_try:
                raise
            time.sleep(_RETRY_SECONDS)
        else:
            return


def _begin(connection: Connection) -> None:
    # A writer takes its lock at once: if it read first, the lock could be refused later.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _upgrade_1(connection: Connection) -> None:
    """Upgrade the tables from version 1 to 2, which adds archives, versions and shown entries.

    No id, date or slug changes. The next sync numbers all entries. Version 1 did not record
    what feeds showed, so entries that are public count as shown.
    """
    connection.exec_driver_sql("ALTER TABLE site ADD COLUMN settled BIGINT")
    connection.exec_driver_sql("ALTER TABLE files ADD COLUMN beside TEXT")
    schema.metadata.create_all(connection)
    now = micros(datetime.now(UTC))
    seen = select(entries.c.key).where(entries.c.first_public <= now, entries.c.opens <= now)
    connection.execute(insert(shown).from_select(["entry"], seen))


def _upgrade_2(connection: Connection) -> None:
    """Upgrade the tables from version 2 to 3, which numbers only the feeds that have archives.

    All kinds of feeds had numbers; the next sync deletes those that are not needed. They tell
    which feeds had an entry that left them. Of documents, only the dates stay.
    """
    schema.metadata.create_all(connection)
    for column in ("archives TEXT", "listed BIGINT", "importing BIGINT"):
        connection.exec_driver_sql(f"ALTER TABLE site ADD COLUMN {column}")
    listed = select(func.count()).select_from(entries).where(entries.c.opens.is_not(None))
    all_kinds = kinds_column(("main", *TERM_KINDS))
    connection.execute(update(site).values(archives=all_kinds, listed=listed.scalar_subquery()))
    former = (
        select(numbers.c.entry, numbers.c.feed)
        .join(entries)
        .where(
            numbers.c.feed > MAIN,
            or_(
                entries.c.gone.is_not(None),
                ~select(entry_terms.c.term)
                .where(entry_terms.c.entry == numbers.c.entry, entry_terms.c.term == numbers.c.feed)
                .exists(),
            ),
        )
    )
    connection.execute(insert(former_terms).from_select(["entry", "term"], former))
    connection.exec_driver_sql(
        "INSERT INTO document_states (path, etag, modified) "
        "SELECT path, etag, modified FROM documents"
    )
    connection.exec_driver_sql("DROP TABLE documents")


def _complete_tables(connection: Connection) -> None:
    """Replace the indexes of earlier versions by today's, and record the version."""
    for name in ("entries_by_leaving", "ix_entries_closes"):
        connection.exec_driver_sql(f"DROP INDEX IF EXISTS {name}")
    for index in (*entries.indexes, *files.indexes):
        index.create(connection, checkfirst=True)
    connection.execute(update(site).values(version=schema.VERSION))


_UPGRADES = {1: (_upgrade_1, _upgrade_2), 2: (_upgrade_2,)}
"""The upgrades from each earlier version to this one."""


def _explain(error: SQLAlchemyError) -> str:
    reason = str(getattr(error, "orig", None) or error).strip()
    cure = next((cure for words, cure in _CURES if words in reason.lower()), "")
    message = " ".join(reason.split())
    return f"{message}; {cure}" if cure else message
