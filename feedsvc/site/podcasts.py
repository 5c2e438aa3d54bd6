"""Podcasts: the feeds of the settings that have the entries with sound or film."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

import msgspec

from feedsvc.catalog import Catalog, Selection
from feedsvc.entry import Entry
from feedsvc.feeds import COMPANION_TYPES, Companion, Podcast, is_episode, podcast_guid
from feedsvc.feeds.rss import FILE_NAME
from feedsvc.settings import FeedSettings, Settings
from feedsvc.site.companions import Companions
from feedsvc.site.composed import Composed, address, document, newest
from feedsvc.site.naming import CompanionTarget, companion_path

LOOK_AGAIN = timedelta(minutes=1)
"""How long to believe that no transcript has come: the catalog knows of stories alone."""


class Shows:
    """Makes what podcasts have and other feeds have not."""

    def __init__(self, settings: Settings, catalog: Catalog) -> None:
        self._settings, self._catalog = settings, catalog
        self.companions = Companions(settings)

    def episodes(self, selection: Selection, at: datetime) -> Sequence[Entry]:
        """Return the entries of a selection that bring sound or film, as many as it may have."""
        wanted = most = selection.limit or self._settings.limit
        while True:
            more = msgspec.structs.replace(selection, limit=most)
            entries = self._catalog.entries(more, at)
            episodes = [entry for entry in entries if is_episode(entry)]
            if len(episodes) >= wanted or len(entries) < most:
                return episodes[:wanted]
            most *= 4

    def podcast(self, rule: FeedSettings, path: str, entries: Sequence[Entry]) -> Podcast:
        """Return the show of a feed whose documents are in a folder.

        Its guid hangs on the host that the site's ids first belonged to, so that it stays
        when the site moves.
        """
        settings, author = self._settings, self._settings.author
        host = self._catalog.first_authority.partition(",")[0]
        return Podcast(
            guid=podcast_guid(f"{host}{path}{FILE_NAME}"),
            author=author.name if author else settings.title,
            category=rule.category,
            explicit=rule.explicit,
            image=address(settings, rule.image),
            email=author.email if author else None,
            locked=rule.locked,
            companions=self._companions_of(entries),
        )

    def paths(self, slugs: Collection[str], at: datetime) -> list[str]:
        """Return the paths of all transcripts and chapters that public stories have."""
        public = set(slugs)
        found = (each for each in self.companions.all().values() if each.slug in public)
        return [each.path for each in found if self._is_episode(each.slug, at)]

    def companion(self, path: str, target: CompanionTarget, at: datetime) -> Composed | None:
        """Compose a transcript or chapters: the file as it is, while its story is public."""
        placed = self._catalog.story(target.slug, at)
        if placed is None or not is_episode(placed.entry):
            return None
        body = self.companions.read(path)
        if body is None:
            return None
        media_type = f"{COMPANION_TYPES[target.suffix]}; charset=utf-8"
        shown = [placed.entry]
        made = document(path, media_type, body, shown, newest(self._catalog, shown))
        return Composed(made, at + LOOK_AGAIN)

    def _is_episode(self, slug: str, at: datetime) -> bool:
        placed = self._catalog.story(slug, at)
        return placed is not None and is_episode(placed.entry)

    def _companions_of(self, entries: Sequence[Entry]) -> tuple[Companion, ...]:
        found = self.companions.all()
        return tuple(
            Companion(entry_id=entry.id or "", url=self._settings.base_url + path, type=kind)
            for entry in (entries if found else ())
            for suffix, kind in COMPANION_TYPES.items()
            if (path := companion_path(entry.slug or "", suffix)) in found
        )
