"""Private feeds: who has a token, and the URLs that it opens."""

from datetime import datetime

from feedsvc.catalog import Catalog, Token
from feedsvc.errors import TokenError
from feedsvc.feeds import FORMATS
from feedsvc.settings import Settings
from feedsvc.site.paths import FeedTarget, private_path, private_target_of


class PrivateFeeds:
    """The feeds of the settings that need a token. Methods can raise CatalogError."""

    def __init__(self, settings: Settings, catalog: Catalog) -> None:
        """Store the tokens of a site in its catalog."""
        self._settings, self._tokens = settings, catalog.tokens
        self._names = [feed.name for feed in settings.private_feeds]

    def add_token(self, name: str, feed: str | None, at: datetime) -> list[str]:
        """Create a token for a person and return the URLs that contain it.

        It opens one private feed, or all present and future ones if `feed` is None. The URLs
        cannot be shown again. Raises TokenError if the name is not one line of text or has a
        token already, or if there is no such private feed.
        """
        if not name.strip() or not name.isprintable():
            raise TokenError(f"invalid name: {name!r}; use one such as anna@example.org")
        if not self._names:
            raise TokenError("no feed is private; first set private = true in a [[feeds]] table")
        if feed is not None and feed not in self._names:
            raise TokenError(f"no private feed {feed!r}; use one of: {', '.join(self._names)}")
        token = self._tokens.add(name, feed, at)
        file_name = next(iter(FORMATS.values())).file_name
        return [
            self._settings.base_url + private_path(token, each, file_name)
            for each in ([feed] if feed else self._names)
        ]

    def revoke_token(self, name: str) -> None:
        """Revoke a person's token; raises TokenError if there is none."""
        if not self._tokens.revoke(name):
            raise TokenError(f"no token for {name!r}; list all tokens with 'feedsvc token list'")

    def tokens(self) -> list[Token]:
        """Return the tokens' holders, by name; the tokens themselves are not stored."""
        return self._tokens.all()

    def target_for(self, path: str) -> FeedTarget | None:
        """Return the target of a private feed document's path, if the token in it is valid.

        The catalog is queried each time, so that a revoked token is refused at once.
        """
        token_and_target = private_target_of(path)
        if token_and_target is None:
            return None
        token, target = token_and_target
        return target if self._tokens.opens(token, target.key.name) else None
