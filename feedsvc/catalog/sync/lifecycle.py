"""The life of an entry: the row of a new, changed or deleted story, with its id and dates."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from msgspec import structs

from feedsvc.catalog.prepared import PreparedStory
from feedsvc.catalog.rows import EntryRow
from feedsvc.catalog.schema import FOREVER
from feedsvc.catalog.sync.naming import Names, identifier


class Step(NamedTuple):
    """An entry's row before a sync (None if it is new) and after it, and its story if any."""

    before: EntryRow | None
    after: EntryRow
    story: PreparedStory | None


FindTaken = Callable[[Collection[str]], Iterable[str]]


class Mint:
    """Mints keys, ids and slugs for new stories."""

    def __init__(
        self, authority: str, first_key: int, taken_ids: FindTaken, taken_slugs: FindTaken
    ) -> None:
        """Use the site's authority, the first free key, and lookups of names in use."""
        self._authority, self._key = authority, first_key
        self._ids, self._slugs = Names("#", taken_ids), Names("-", taken_slugs)

    def mint(self, stories: Sequence[PreparedStory]) -> Iterator[tuple[int, str, str]]:
        """Yield key, id and slug of new stories, in their order.

        Ids from sources are assigned first, so that a minted one never blocks them.
        """
        ids = [self._preferred_id(story) for story in stories]
        self._ids.expect(ids)
        self._slugs.expect(story.slug for story in stories)
        claimed_first = sorted(range(len(stories)), key=lambda index: stories[index].claim is None)
        for index in claimed_first:
            ids[index] = self._ids.mint(ids[index])
        for key, (story, id_) in enumerate(zip(stories, ids, strict=True), start=self._key):
            yield key, id_, self._slugs.mint(story.slug)

    def _preferred_id(self, story: PreparedStory) -> str:
        if story.claim is not None:
            return identifier(story.claim, self._authority)
        return f"tag:{self._authority}:{story.path}"


def new_row(
    story: PreparedStory, minted: tuple[int, str, str], now: int, generation: int
) -> EntryRow:
    """Return the row of a new story."""
    key, id_, slug = minted
    published = _published(story, None, now)
    stated = _stated_update(story, now)
    opens, closes = _public_window(story, published)
    return EntryRow(
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
        gone=None if story.status == "usable" else now,
        generation=generation,
    )


def changed_row(story: PreparedStory, row: EntryRow, now: int, generation: int) -> EntryRow:
    """Return the row of a known story as it is now."""
    fresh = new_row(story, (row.key, row.id, row.slug), now, generation)
    published = _published(story, row.published, now)
    # A story planned for later and then moved up did not change later than now.
    before = min(row.updated, max(published, now))
    stated = fresh.stated if fresh.stated != row.stated else None
    changed = None if story.content == row.content else _changed(story.mtime, before, now)
    is_applied = stated is not None and (changed is not None or stated < before)
    opens, closes = _public_window(story, published)
    return structs.replace(
        fresh,
        claim=story.claim or row.claim,
        published=published,
        updated=_updated(before, published, changed, stated),
        stated=stated if is_applied else row.stated,
        opens=opens,
        closes=closes,
        first_public=(
            row.first_public if was_public(row, now) else _first_public(opens, closes, now)
        ),
        gone=None if is_public(opens, closes, now) else _withdrawn(row, now) or fresh.gone,
    )


def deleted_row(row: EntryRow, now: int, generation: int) -> EntryRow:
    """Return the row of an entry whose story was deleted."""
    return structs.replace(
        row,
        present=False,
        opens=None,
        closes=None,
        first_public=row.first_public if was_public(row, now) else None,
        gone=_withdrawn(row, now) or now,
        generation=generation,
    )


def is_public(opens: int | None, closes: int | None, now: int) -> bool:
    """Return whether an entry with these times is public."""
    return opens is not None and closes is not None and opens <= now < closes


def was_public(row: EntryRow, now: int) -> bool:
    """Return whether an entry has been public."""
    return row.first_public is not None and row.first_public <= now


def _published(story: PreparedStory, known: int | None, now: int) -> int:
    """Return when the entry was published.

    That is the time in the text. Without one, it is the file's time when the story was first
    seen, or the update time in the text if that is earlier, and stays the same. A kill notice
    never changes the date of its story.
    """
    if known is not None and (story.published is None or story.status == "canceled"):
        return known
    if story.published is not None:
        return story.published
    seen = min(story.mtime, now)
    return seen if story.updated is None else min(seen, story.updated)


def _stated_update(story: PreparedStory, now: int) -> int | None:
    """Return the update time in the text, unless it is in the future."""
    return story.updated if story.updated is not None and story.updated <= now else None


def _changed(mtime: int, before: int, now: int) -> int:
    """Return when the content changed: at the file's time if that is plausible, else now."""
    return mtime if before < mtime <= now else now


def _updated(before: int, published: int, changed: int | None, stated: int | None) -> int:
    """Return when a known entry was last updated, never before it was published.

    `before` is the value so far, `changed` when its content changed (None if it did not),
    `stated` a new update time in the text. The latter counts if the content changed, and
    otherwise only if it corrects `before` to an earlier time.
    """
    if stated is not None and (changed is not None or stated < before):
        return max(stated, published)
    return max(before, published, before if changed is None else changed)


def _public_window(story: PreparedStory, published: int) -> tuple[int, int] | tuple[None, None]:
    """Return when the entry opens and closes, or (None, None) if it must not become public.

    A usable entry is public from `published` or the end of its embargo, whichever is later,
    until it expires. A date without a time means midnight in its own zone, so
    that a story dated today is public at once, wherever the server is.
    """
    if story.status != "usable" or story.held:
        return None, None
    opens = published if story.embargo is None else max(published, story.embargo)
    closes = FOREVER if story.expires is None else story.expires
    return (opens, closes) if opens < closes else (None, None)


def _first_public(opens: int | None, closes: int | None, now: int) -> int | None:
    """Return when an entry is first public here; None if it has expired already."""
    if opens is None or closes is None or closes <= now:
        return None
    return max(opens, now)


def _withdrawn(row: EntryRow, now: int) -> int | None:
    """Return when an entry was last withdrawn, if this sync hides it."""
    if is_public(row.opens, row.closes, now):
        return now
    expired = row.closes is not None and row.closes <= now
    return row.closes if expired else row.gone
