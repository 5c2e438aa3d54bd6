"""What becomes of a story in the catalog: the row that is kept for it from now on."""

from collections.abc import Callable, Collection, Iterable, Sequence

from msgspec import structs

from feedsvc.catalog.queries.compose import encode_story
from feedsvc.catalog.records import Arrival, Remembered
from feedsvc.catalog.sync.naming import Names, identifier, minted_id, slug_base
from feedsvc.catalog.times import changed_at, published_at, stated_update, updated_at, window

Taken = Callable[[Collection[str]], Iterable[str]]


class Mint:
    """Gives keys, ids and slugs to stories that are new."""

    def __init__(self, authority: str, first_key: int, ids: Taken, slugs: Taken) -> None:
        """Take the site's authority, the first free key, and the look-ups of what is taken."""
        self._authority, self._key = authority, first_key
        self._ids, self._slugs = Names("#", ids), Names("-", slugs)

    def mint(self, stories: Sequence[Arrival]) -> dict[tuple[str, int], tuple[int, str, str]]:
        """Return key, id and slug of new stories, by file and position.

        Ids that the sources give go first, so that none of ours can be in their way.
        """
        ids = {story.place: self._wished_id(story) for story in stories}
        slugs = {story.place: _wished_slug(story) for story in stories}
        self._ids.expect(ids.values())
        self._slugs.expect(slugs.values())
        for story in sorted(stories, key=lambda story: story.claim is None):
            ids[story.place] = self._ids.mint(ids[story.place])
        return {
            story.place: (key, ids[story.place], self._slugs.mint(slugs[story.place]))
            for key, story in enumerate(stories, start=self._key)
        }

    def _wished_id(self, story: Arrival) -> str:
        if story.claim is not None:
            return identifier(story.claim, self._authority)
        return minted_id(story.file, self._authority)


def new_row(story: Arrival, minted: tuple[int, str, str], now: int) -> Remembered:
    """Return the row of a story that was never seen before."""
    key, id_, slug = minted
    published = published_at(story.entry, None, story.mtime, now)
    stated = stated_update(story.entry, now)
    opens, closes = window(story.entry, published)
    return Remembered(
        key=key,
        id=id_,
        slug=slug,
        claim=story.claim,
        file=story.file,
        position=story.position,
        present=True,
        mtime=story.mtime,
        content=story.content,
        body=story.body,
        title=story.title,
        published=published,
        updated=published if stated is None else max(stated, published),
        stated=stated,
        opens=opens,
        closes=closes,
        first_public=_first_public(opens, closes, now),
        gone=None if story.entry.status == "usable" else now,
        generation=0,
        story=encode_story(story.entry),
    )


def next_row(story: Arrival, row: Remembered, now: int) -> Remembered:
    """Return the row of a story that is known, as it stands now."""
    fresh = new_row(story, (row.key, row.id, row.slug), now)
    published = published_at(story.entry, row.published, story.mtime, now)
    # A story that was planned for later, and is moved up, changed no later than now.
    kept = min(row.updated, max(published, now))
    newly = fresh.stated if fresh.stated != row.stated else None
    changed = None if story.content == row.content else changed_at(story.mtime, kept, now)
    taken = newly is not None and (changed is not None or newly < kept)
    opens, closes = window(story.entry, published)
    return structs.replace(
        fresh,
        claim=story.claim or row.claim,
        published=published,
        updated=updated_at(kept, published, changed, newly),
        stated=newly if taken else row.stated,
        opens=opens,
        closes=closes,
        first_public=(
            row.first_public if _was_public(row, now) else _first_public(opens, closes, now)
        ),
        gone=None if _is_open(opens, closes, now) else _gone(row, now) or fresh.gone,
        generation=row.generation,
    )


def left_row(row: Remembered, now: int) -> Remembered:
    """Return the row of an entry whose story is in no file any more."""
    return structs.replace(
        row,
        present=False,
        opens=None,
        closes=None,
        first_public=row.first_public if _was_public(row, now) else None,
        gone=_gone(row, now) or now,
    )


def _first_public(opens: int | None, closes: int | None, now: int) -> int | None:
    """Return when a window first shows an entry here; None where it is over before that."""
    if opens is None or closes is None or closes <= now:
        return None
    return max(opens, now)


def _gone(row: Remembered, now: int) -> int | None:
    """Return when an entry was last taken from the public, should a sync leave it hidden now."""
    if _is_open(row.opens, row.closes, now):
        return now
    expired = row.closes is not None and row.closes <= now
    return row.closes if expired else row.gone


def _is_open(opens: int | None, closes: int | None, now: int) -> bool:
    return opens is not None and closes is not None and opens <= now < closes


def _was_public(row: Remembered, now: int) -> bool:
    return row.first_public is not None and row.first_public <= now


def _wished_slug(story: Arrival) -> str:
    return slug_base(story.entry, story.file, alone=story.alone)
