"""What was published: documents by path, versions that clients may have, builds into folders."""

from collections.abc import Collection

from feedsvc.catalog import documents, outputs, versions
from feedsvc.catalog.database import Database
from feedsvc.catalog.model import Built, KeptDocument, Output, Version


class Published:
    """What a catalog remembers of documents. Methods raise CatalogError, as those of Catalog."""

    def __init__(self, database: Database) -> None:
        """Work on an open database."""
        self._database = database

    def keep_document(self, document: KeptDocument, version: Version | None = None) -> None:
        """Keep a valid document as the last good one of its path.

        `version` is what it shows, should clients be told later what is new since then.
        """
        with self._database.reading() as connection:
            if documents.is_kept(connection, document):
                return
        with self._database.writing() as connection:
            documents.keep(connection, document)
            if version is not None:
                versions.keep(connection, document.path, version)

    def version(self, path: str, etags: Collection[str]) -> Version | None:
        """Return what the latest version of a path with one of the ETags showed, if known."""
        with self._database.reading() as connection:
            return versions.newest(connection, path, etags)

    def last_good(self, path: str) -> KeptDocument | None:
        """Return the document that is kept for a path."""
        with self._database.reading() as connection:
            return documents.last_good(connection, path)

    def output(self, folder: str) -> Output | None:
        """Return the last build into a folder."""
        with self._database.reading() as connection:
            return outputs.output(connection, folder)

    def output_paths(self, folder: str, below: str = "/") -> frozenset[str]:
        """Return the paths of the documents that builds wrote into a folder, below a path."""
        with self._database.reading() as connection:
            return outputs.paths_in(connection, folder, below)

    def held_output_paths(self, folder: str) -> frozenset[str]:
        """Return the paths of the documents that the gate held back from a folder."""
        with self._database.reading() as connection:
            return outputs.held_in(connection, folder)

    def keep_output(self, build: Output, built: Built) -> None:
        """Remember a build and what it did."""
        with self._database.writing() as connection:
            outputs.keep(connection, build, built)
