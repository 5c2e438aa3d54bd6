"""The tokens for private feeds, stored only as hashes."""

import hashlib
import hmac
import secrets
from datetime import datetime

from sqlalchemy import delete, insert, select

from feedsvc.catalog.database import Database
from feedsvc.catalog.model import Token
from feedsvc.catalog.schema import from_micros, micros, tokens
from feedsvc.errors import TokenError

TOKEN_BYTES = 32
"""How many random bytes a token has."""

_NO_DIGEST = bytes(hashlib.sha256().digest_size)


class Tokens:
    """The tokens of a catalog. All processes see an added or revoked token at once.

    Every method raises CatalogError if the database cannot be read or written.
    """

    def __init__(self, database: Database) -> None:
        """Work on an open database."""
        self._database = database

    def add(self, name: str, feed: str | None, at: datetime) -> str:
        """Create and return a token for a name; it cannot be retrieved later.

        It opens one private feed, or all of them if `feed` is None. Raises TokenError if the
        name has a token already.
        """
        token = secrets.token_urlsafe(TOKEN_BYTES)
        with self._database.writing() as connection:
            if connection.scalar(select(tokens.c.name).where(tokens.c.name == name)):
                raise TokenError(
                    f"{name!r} has a token already; revoke that one, or use another name"
                )
            connection.execute(
                insert(tokens).values(name=name, digest=_digest(token), feed=feed, added=micros(at))
            )
        return token

    def revoke(self, name: str) -> bool:
        """Revoke the token of a name; return whether there was one."""
        with self._database.writing() as connection:
            return connection.execute(delete(tokens).where(tokens.c.name == name)).rowcount > 0

    def all(self) -> list[Token]:
        """Return the holders of tokens, by name."""
        with self._database.reading() as connection:
            return [
                Token(name=row.name, feed=row.feed, added=from_micros(row.added))
                for row in connection.execute(select(tokens).order_by(tokens.c.name))
            ]

    def opens(self, token: str, feed: str) -> bool:
        """Return whether a token opens a private feed, with one lookup in an index.

        Timing reveals nothing about tokens: the lookup is by hash, whose first bytes an
        attacker cannot choose, and the hashes are compared in constant time.
        """
        digest = _digest(token)
        with self._database.reading() as connection:
            query = select(tokens.c.digest, tokens.c.feed).where(tokens.c.digest == digest)
            row = connection.execute(query).first()
        known = hmac.compare_digest(row.digest if row else _NO_DIGEST, digest)
        return known and row is not None and row.feed in (None, feed)


def _digest(token: str) -> bytes:
    """Return the hash of a token; 32 random bytes need no salt and no slow hash."""
    return hashlib.sha256(token.encode()).digest()
