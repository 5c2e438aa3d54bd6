"""The database under the catalog: opened, checked, and its errors put into one clear line."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, func, insert, inspect, select
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from feedsvc.catalog import schema
from feedsvc.catalog.upgrade import upgrade
from feedsvc.errors import CatalogError

_BUSY_SECONDS = 60
"""How long a process waits for others to finish their syncs."""

_RETRY_SECONDS = 0.01

_OPENING_LOCK = 0x6665656473
"""The key of the advisory lock under which one process alone makes the tables."""

_CURES = (
    ("locked", "another process is writing to it; try again when that has ended"),
    ("not a database", "move the file away, and the next run makes a new catalog"),
    ("malformed", "put back a copy, or move the file away, and the next run makes a new catalog"),
    ("unable to open", "check that this is a file in a folder that can be written to"),
    ("readonly", "check that the file and its folder can be written to"),
    ("disk is full", "make room on the disk"),
    ("authentication failed", "check user and password in the address"),
    ("password", "check user and password in the address"),
    ("does not exist", "make the database first, or check its name in the address"),
    ("connection", "check that the server runs and that host and port are right"),
)
"""What to do about an error, by words of the driver's own message."""


class Database:
    """An engine whose connections read one state, or write alone."""

    def __init__(self, address: str) -> None:
        """Connect to a file or a SQLAlchemy URL; the tables are not looked at yet."""
        url = _url(address)
        self.address = url.render_as_string(hide_password=True) if "://" in address else address
        with self._errors():
            self._engine = _engine(url, self.address)
        self._writer = self._engine.execution_options(writes=True)

    def open(self, authority: str, *, explicit: bool) -> tuple[str, str]:
        """Make the tables where there are none; return the authorities of entries and of feeds.

        Raises CatalogError where the database is not a catalog, or of a later version.
        """
        with self._errors(), self._writer.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(select(func.pg_advisory_xact_lock(_OPENING_LOCK)))
            tables = set(inspect(connection).get_table_names())
            if schema.site.name not in tables:
                self._make(connection, authority, tables & set(schema.metadata.tables))
            version = connection.scalar(select(schema.site.c.version))
            if version == 1:
                upgrade(connection)
                version = schema.VERSION
            if version != schema.VERSION:
                raise CatalogError(
                    f"{self.address}: a catalog of version {version}, and this feedsvc knows "
                    f"version {schema.VERSION}; install the feedsvc that made it"
                )
            if not tables.issuperset(schema.metadata.tables):
                schema.metadata.create_all(connection)  # those that came without a new version
            if explicit:
                connection.execute(schema.site.update().values(authority=authority))
            authorities = select(schema.site.c.authority, schema.site.c.first_authority)
            authority, first_authority = connection.execute(authorities).one()
            return authority, first_authority

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one state of the catalog throughout."""
        with self._errors(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection that alone writes, in one transaction; others queue behind it."""
        with self._errors(), self._writer.begin() as connection:
            connection.execute(select(schema.site.c.version).with_for_update())
            yield connection

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    def _make(self, connection: Connection, authority: str, foreign: set[str]) -> None:
        if foreign:
            raise CatalogError(
                f"{self.address}: has tables of something else ({', '.join(sorted(foreign))}); "
                "give the catalog a database of its own"
            )
        schema.metadata.create_all(connection)
        connection.execute(
            insert(schema.site).values(
                version=schema.VERSION,
                authority=authority,
                first_authority=authority,
                generation=0,
            )
        )

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            raise CatalogError(f"{self.address}: {_explain(error)}") from error


def _url(address: str) -> URL:
    if "://" not in address:
        return URL.create("sqlite", database=address)
    try:
        return make_url(address)
    except ArgumentError as error:
        raise CatalogError(
            "catalog: not a database address; allowed are a file's path and an address such as "
            "postgresql://user:password@host/name"
        ) from error


def _engine(url: URL, address: str) -> Engine:
    if url.get_backend_name() == "sqlite":
        return _sqlite_engine(url, address)
    try:
        return create_engine(url, pool_pre_ping=True)
    except NoSuchModuleError as error:
        raise CatalogError(
            f"{address}: no such kind of database; allowed are sqlite and postgresql"
        ) from error
    except ModuleNotFoundError as error:
        raise CatalogError(
            f"{address}: needs the driver {error.name}; pip install 'feedsvc[postgresql]'"
        ) from error


def _sqlite_engine(url: URL, address: str) -> Engine:
    if url.database and url.database != ":memory:" and not url.database.startswith("file:"):
        try:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CatalogError(
                f"{address}: its folder cannot be made: {error.strerror}; choose another place"
            ) from error
    engine = create_engine(url, connect_args={"timeout": _BUSY_SECONDS})
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _set_up(connection: DBAPIConnection, _record: object) -> None:
    """Let readers and one writer work side by side, and begin transactions ourselves."""
    connection.isolation_level = None
    cursor = connection.cursor()
    _use_wal(cursor)
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _use_wal(cursor: DBAPICursor) -> None:
    """Change the journal, for which SQLite does not wait while another process does the same."""
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
    # A writer takes its lock at once: one that reads first could be refused it halfway.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _explain(error: SQLAlchemyError) -> str:
    reason = str(getattr(error, "orig", None) or error).strip()
    cure = next((cure for words, cure in _CURES if words in reason.lower()), "")
    line = " ".join(reason.split())
    return f"{line}; {cure}" if cure else line
