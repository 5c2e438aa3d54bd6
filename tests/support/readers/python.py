"""Feed parsers and readers in Python: feedparser and `reader`."""

import importlib.util
from calendar import timegm
from datetime import UTC, datetime

from support.readers.reader import Fetched, Item, Library, Reader


class Feedparser(Library):
    """The parser that most Python feed readers use."""

    name = "feedparser"
    install = "pip install feedparser"

    @classmethod
    def is_installed(cls) -> bool:
        return importlib.util.find_spec("feedparser") is not None

    def get(self, etag: str | None, modified: str | None) -> Fetched:
        import feedparser  # noqa: PLC0415 -- not always installed

        parsed = feedparser.parse(self.url, etag=etag, modified=modified)
        assert not parsed.bozo, parsed.get("bozo_exception")
        # After a redirect, feedparser returns the status of the first response.
        status = 304 if parsed.status == 304 else 200
        items = [self._item(entry) for entry in parsed.entries]
        return Fetched(status, parsed.get("etag"), parsed.get("modified"), items)

    def _item(self, entry) -> Item:
        return Item(
            id=entry.id,
            title=entry.title,
            published=datetime.fromtimestamp(timegm(entry.published_parsed), UTC),
            author=", ".join(author.name for author in entry.authors),
            link=entry.link,
            content=entry.content[0].value,
        )


class ReaderLibrary(Reader):
    """lemon24's `reader`, which stores feeds, entries and read marks in SQLite."""

    name = "reader"
    install = "pip install reader"
    formats = ("rss.xml", "atom.xml", "feed.json")

    @classmethod
    def is_installed(cls) -> bool:
        return importlib.util.find_spec("reader") is not None

    def subscribe(self) -> None:
        from reader import make_reader  # noqa: PLC0415 -- not always installed

        self._reader = make_reader(str(self.folder / "reader.sqlite"))
        self._reader.add_feed(self.url)

    def fetch(self) -> list[Item]:
        self._reader.update_feed(self.url)
        new = list(self._reader.get_entries(read=False))
        for entry in new:
            self._reader.mark_entry_as_read(entry)
        return [self._item(entry) for entry in new]

    def items(self) -> list[Item]:
        return [self._item(entry) for entry in self._reader.get_entries()]

    def close(self) -> None:
        self._reader.close()

    def _item(self, entry) -> Item:
        return Item(
            id=entry.id,
            title=entry.title,
            published=entry.published,
            author=", ".join(author.name for author in entry.authors),
            link=entry.link,
            content=entry.get_content(prefer_summary=False).value,
        )
