"""What each hub was last told of each feed, in a small file beside the catalog."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from feedsvc.errors import CatalogError
from feedsvc.settings import Settings

FILE_NAME = "websub.db"
PATIENCE = 30.0
"""How many seconds to wait for another process that is telling a hub."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS told (
    hub TEXT, topic TEXT, etag TEXT NOT NULL, PRIMARY KEY (hub, topic)
) WITHOUT ROWID
"""


class Record:
    """Remembers the ETag of each topic that a hub was told of, for all processes of a machine.

    Where the catalog is no file, the record is in the folder `.feedsvc` beside the stories.
    Every method raises CatalogError where the file cannot be read or written.
    """

    def __init__(self, file: Path) -> None:
        """Take the file that there is, or will be once a hub was told of something."""
        self._file = file

    @classmethod
    def beside(cls, settings: Settings) -> "Record":
        """Return the record of a site."""
        if "://" in settings.catalog:
            return cls(Path(settings.stories).absolute().parent / ".feedsvc" / FILE_NAME)
        catalog = Path(settings.catalog)
        return cls(catalog.with_name(f"{catalog.stem}-{FILE_NAME}"))

    def told(self, hub: str) -> dict[str, str]:
        """Return the ETag that a hub was last told of each topic, with the ETag's quotes."""
        with self._connection() as connection:
            rows = connection.execute("SELECT topic, etag FROM told WHERE hub = ?", (hub,))
            return dict(rows.fetchall())

    def tell_once(self, hub: str, topic: str, etag: str, send: Callable[[], None]) -> bool:
        """Call `send` and remember it, unless the hub knows; return whether it was called.

        The file is locked meanwhile, so that of several processes one tells the hub. What
        `send` raises is passed on, and nothing is remembered then.
        """
        with self._connection() as connection:
            connection.execute("BEGIN IMMEDIATE")
            known = "SELECT 1 FROM told WHERE (hub, topic, etag) = (?, ?, ?)"
            if connection.execute(known, (hub, topic, etag)).fetchone():
                return False
            send()
            connection.execute("REPLACE INTO told VALUES (?, ?, ?)", (hub, topic, etag))
            connection.execute("COMMIT")
            return True

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with closing(
                sqlite3.connect(self._file, timeout=PATIENCE, isolation_level=None)
            ) as connection:
                connection.execute(_SCHEMA)
                yield connection
        except (sqlite3.Error, OSError) as error:
            raise CatalogError(f"{self._file}: cannot be used: {error}") from error
