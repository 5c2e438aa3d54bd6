"""All feeds of a site in a list, each with what lists show of it."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from feedsvc.catalog import Catalog, Selection, TermKey
from feedsvc.entry import Entry
from feedsvc.feeds import FeedInfo
from feedsvc.settings import Settings
from feedsvc.site.composed import newest
from feedsvc.site.feedmaking import FeedMaker
from feedsvc.site.languages import language_name
from feedsvc.site.naming import MAIN, FeedKey
from feedsvc.site.rules import Rules


class Listing:
    """Lists the feeds of one site."""

    def __init__(
        self, settings: Settings, catalog: Catalog, rules: Rules, maker: FeedMaker
    ) -> None:
        self._settings, self._catalog = settings, catalog
        self._rules, self._maker = rules, maker

    def all(self, at: datetime) -> list[FeedInfo]:
        """Return all public feeds: the main one, those of the settings, then those of terms."""
        latest = self._catalog.entries(Selection(limit=1), at)
        title, count = self._settings.title, self._catalog.count(at)
        infos = [self._info(MAIN, title, count, newest(self._catalog, latest), latest)]
        for name, rule in self._rules.custom.items():
            key = FeedKey("custom", name)
            entries = self._maker.entries(rule, at)
            updated = newest(self._catalog, entries)
            infos.append(self._info(key, rule.title or name, len(entries), updated, entries))
        infos += [self._term_info(term) for term in self._catalog.terms(at)]
        return infos

    def languages(self, at: datetime) -> list[FeedInfo]:
        """Return the feeds of languages."""
        terms = self._catalog.terms(at)
        return [self._term_info(term) for term in terms if term.kind == "language"]

    def _term_info(self, term: TermKey) -> FeedInfo:
        info = self._info(FeedKey(term.kind, term.slug), term.term, term.count, term.updated)
        if term.kind != "language":
            return info
        language, title = term.term.replace("_", "-"), language_name(term.term)
        return msgspec.structs.replace(info, language=language, title=title)

    def _info(
        self,
        key: FeedKey,
        title: str,
        count: int,
        updated: datetime,
        entries: Sequence[Entry] = (),
    ) -> FeedInfo:
        return FeedInfo(
            kind=key.kind,
            title=title,
            path=key.path,
            base_url=self._settings.base_url,
            count=count,
            updated=updated,
            newest=entries[0] if entries else None,
        )
