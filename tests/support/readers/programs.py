"""Feed readers that are programs, each with its own home folder: newsboat and rss2email."""

import email.policy
import mailbox
import os
import re
import shutil
import sqlite3
import subprocess
from contextlib import closing
from datetime import UTC, datetime
from email.message import EmailMessage
from email.parser import BytesParser

from support.readers.reader import Item, Reader


class Program(Reader):
    """A command-line program."""

    command: str

    @classmethod
    def is_installed(cls) -> bool:
        return shutil.which(cls.command) is not None

    def run(self, *arguments: object) -> str:
        """Run the program with the folder as its home and working folder."""
        return subprocess.run(
            [self.command, *map(str, arguments)],
            cwd=self.folder,
            env={"PATH": os.environ["PATH"], "HOME": str(self.folder), "LANG": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=True,
            timeout=60,
        ).stdout


class Newsboat(Program):
    """A feed reader for the terminal; its items are read from its cache."""

    name = "newsboat"
    command = "newsboat"
    install = "apt-get install newsboat"
    # At the first fetch, the cache has no row of the feed in which to store the ETag.
    fetches_before_304 = 2

    def subscribe(self) -> None:
        (self.folder / "urls").write_text(f"{self.url}\n")

    def fetch(self) -> list[Item]:
        self._run("reload")
        new = self._items("WHERE unread")
        with closing(sqlite3.connect(self.folder / "cache.db")) as cache, cache:
            cache.execute("UPDATE rss_item SET unread = 0")
        assert self._run("print-unread") == "0 unread articles\n"
        return new

    def items(self) -> list[Item]:
        return self._items("WHERE NOT deleted")

    def _run(self, action: str) -> str:
        return self.run("-C", "/dev/null", "-u", "urls", "-c", "cache.db", "-x", action)

    def _items(self, condition: str) -> list[Item]:
        columns = "guid, title, pubDate, author, url, content"
        with closing(sqlite3.connect(self.folder / "cache.db")) as cache:
            rows = cache.execute(f"SELECT {columns} FROM rss_item {condition}").fetchall()
        return [
            Item(guid, title, datetime.fromtimestamp(date, UTC), author, url, content)
            for guid, title, date, author, url, content in rows
        ]


class Rss2email(Program):
    """A program that sends each new item as an e-mail, here to a Maildir."""

    name = "rss2email"
    command = "r2e"
    install = "apt-get install rss2email"
    shows_edits = False

    def subscribe(self) -> None:
        (self.folder / "mail").mkdir()
        self._mails = mailbox.Maildir(self.folder / "mail" / "inbox", self._message)
        (self.folder / "rss2email.cfg").write_text(
            "[DEFAULT]\n"
            "from = feeds@example.org\n"
            "to = reader@example.org\n"
            "email-protocol = maildir\n"
            f"maildir-path = {self.folder / 'mail'}\n"
            "maildir-mailbox = inbox\n"
            "date-header = True\n"
            "date-header-order = issued, modified\n"
            "name-format = {author}\n"
        )
        self._run("add", "gazette", self.url)

    def fetch(self) -> list[Item]:
        before = set(self._mails.keys())
        output = self._run("run")
        assert not re.search("WARNING|ERROR|Traceback", output), output
        return [self._item(self._mails[key]) for key in set(self._mails.keys()) - before]

    def items(self) -> list[Item]:
        return [self._item(mail) for mail in self._mails]

    def close(self) -> None:
        self._mails.close()

    def _run(self, *arguments: str) -> str:
        return self.run("-c", "rss2email.cfg", "-d", "rss2email.json", *arguments)

    @staticmethod
    def _message(file) -> EmailMessage:
        return BytesParser(policy=email.policy.default).parse(file)

    def _item(self, mail: EmailMessage) -> Item:
        return Item(
            id=mail["X-RSS-ID"],
            title=mail["Subject"],
            published=mail["Date"].datetime.replace(tzinfo=UTC),
            author=mail["From"].addresses[0].display_name,
            link=mail["X-RSS-URL"],
            content=mail.get_content(),
        )
