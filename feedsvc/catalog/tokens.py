"""The tokens of those who may read private feeds, of which only hashes are kept."""

import hashlib
import hmac
import secrets
from datetime import datetime

from sqlalchemy import delete, insert, select

from feedsvc.catalog.database import Database
from feedsvc.catalog.model import Token
from feedsvc.catalog.schema import tokens
from feedsvc.catalog.times import micros, moment
from feedsvc.errors import TokenError

TOKEN_BYTES = 32
"""How many bytes of chance a token has."""

_NO_DIGEST = bytes(hashlib.sha256().digest_size)


class Tokens:
    """The tokens of a catalog; what one process gives or takes back, all others see at once.

    Every method raises CatalogError where the database cannot be read or written.
    """

    def __init__(self, database: Database) -> None:
        """Work on an open database."""
        self._database = database

    def add(self, name: str, feed: str | None, at: datetime) -> str:
        """Return a new token for somebody: the only time that it is told.

        It opens the private feed of a name, or all of them. Raises TokenError where there is
        a token for that name already.
        """
        token = secrets.token_urlsafe(TOKEN_BYTES)
        with self._database.writing() as connection:
            if connection.scalar(select(tokens.c.name).where(tokens.c.name == name)):
                raise TokenError(
                    f"there is a token for {name!r} already; revoke that one, or give this one "
                    "another name"
                )
            connection.execute(
                insert(tokens).values(name=name, digest=_digest(token), feed=feed, added=micros(at))
            )
        return token

    def revoke(self, name: str) -> bool:
        """Let a token open nothing from now on; return whether there was one of that name."""
        with self._database.writing() as connection:
            return connection.execute(delete(tokens).where(tokens.c.name == name)).rowcount > 0

    def all(self) -> list[Token]:
        """Return whom there are tokens for, by name."""
        with self._database.reading() as connection:
            return [
                Token(name=row.name, feed=row.feed, added=moment(row.added))
                for row in connection.execute(select(tokens).order_by(tokens.c.name))
            ]

    def opens(self, token: str, feed: str) -> bool:
        """Tell whether a token opens a private feed: one look into an index, however many.

        The index is asked for the hash, of which nobody can choose the first bytes, and what
        it finds is compared in constant time: how long that takes tells nothing of a token.
        """
        digest = _digest(token)
        with self._database.reading() as connection:
            query = select(tokens.c.digest, tokens.c.feed).where(tokens.c.digest == digest)
            row = connection.execute(query).first()
        known = hmac.compare_digest(row.digest if row else _NO_DIGEST, digest)
        return known and row is not None and row.feed in (None, feed)


def _digest(token: str) -> bytes:
    """Return the hash of a token: a plain one is enough, for nobody guesses 32 random bytes."""
    return hashlib.sha256(token.encode()).digest()
