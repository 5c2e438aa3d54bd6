"""Private feeds: who may read them, and what their addresses are for each reader."""

from datetime import datetime

from feedsvc.catalog import Catalog, Token
from feedsvc.errors import TokenError
from feedsvc.feeds import FORMATS
from feedsvc.settings import Settings
from feedsvc.site.naming import FeedTarget, private_path, private_target_of


class PrivateFeeds:
    """The feeds of the settings that only a token opens; methods may raise CatalogError."""

    def __init__(self, settings: Settings, catalog: Catalog) -> None:
        """Keep the tokens of a site in its catalog."""
        self._settings, self._tokens = settings, catalog.tokens
        self._names = [feed.name for feed in settings.private_feeds]

    def add_token(self, name: str, feed: str | None, at: datetime) -> list[str]:
        """Give somebody a token; return the addresses that it opens, which hold it.

        It is for one private feed or, where `feed` is None, for all there are and will be.
        Nobody can be told these addresses again. Raises TokenError for a name that has a token
        already or is no line of text, and where there is no such private feed.
        """
        if not name.strip() or not name.isprintable():
            raise TokenError(f"{name!r} is no name; give one such as anna@example.org")
        if not self._names:
            raise TokenError("no feed is private; set private = true in one of [[feeds]] first")
        if feed is not None and feed not in self._names:
            raise TokenError(
                f"no private feed is called {feed!r}; those that are: {', '.join(self._names)}"
            )
        token = self._tokens.add(name, feed, at)
        file_name = next(iter(FORMATS.values())).file_name
        return [
            self._settings.base_url + private_path(token, each, file_name)
            for each in ([feed] if feed else self._names)
        ]

    def revoke_token(self, name: str) -> None:
        """Let somebody's token open nothing any more; raises TokenError where there is none."""
        if not self._tokens.revoke(name):
            raise TokenError(f"there is no token for {name!r}; 'feedsvc token list' shows all")

    def tokens(self) -> list[Token]:
        """Return whom there are tokens for, by name; what the tokens are is known to nobody."""
        return self._tokens.all()

    def opened(self, path: str) -> FeedTarget | None:
        """Return what the path of a private feed's document names, where its token opens it.

        The catalog is asked each time, so that a token that is revoked opens nothing at once.
        """
        asked = private_target_of(path)
        if asked is None:
            return None
        token, target = asked
        return target if self._tokens.opens(token, target.key.name) else None
