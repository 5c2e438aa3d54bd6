"""A sync: stories that were parsed become entries of the catalog, in one transaction."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

import msgspec
from msgspec import structs
from sqlalchemy import ColumnElement, Connection, bindparam, delete, func, insert, select, update

from feedsvc.catalog.archives import number_changed, number_opened
from feedsvc.catalog.database import chunks
from feedsvc.catalog.model import FileState, Story, SyncOutcome
from feedsvc.catalog.queries.entries import neighbors
from feedsvc.catalog.rows import (
    EntryRow,
    ParsedStory,
    complete,
    decode_story,
    encode_story,
    file_values,
    parsed_story,
)
from feedsvc.catalog.schema import entries, files, rivals, site
from feedsvc.catalog.sync.lifecycle import Mint, changed_row, deleted_row, new_row
from feedsvc.catalog.sync.matching import Matching, match
from feedsvc.catalog.sync.naming import identifier
from feedsvc.catalog.sync.terms import update_terms

Step = tuple[EntryRow | None, EntryRow]
"""An entry's row before a sync (None if it is new) and after it."""


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What a scan found changed: stories to sync, names of deleted files, and touched files.

    Files whose names a database cannot store are omitted, and reported in `notes`.
    """

    stories: Mapping[str, Story]
    removed: Collection[str]
    touched: Mapping[str, FileState]
    notes: tuple[str, ...] = ()

    @property
    def names(self) -> set[str]:
        """The files whose stories changed."""
        return {*self.stories, *self.removed}


class Rival(msgspec.Struct, frozen=True):
    """A row of the rivals table: a story with the id of an entry in another file."""

    file: str
    position: int
    entry: int
    mtime: int
    story: bytes


def change_of(
    stories: Iterable[Story], removed: Collection[str], touched: Mapping[str, FileState]
) -> Change:
    """Return the change, without files whose names are not UTF-8."""
    by_name = {story.name: story for story in stories}
    invalid = sorted(name for name in by_name if not _is_utf8(name))
    return Change(
        stories={name: story for name, story in by_name.items() if name not in invalid},
        removed=[name for name in removed if _is_utf8(name)],
        touched={name: state for name, state in touched.items() if _is_utf8(name)},
        notes=tuple(
            f"{name.encode(errors='replace').decode()}: ignored: its name is not UTF-8; rename it"
            for name in invalid
        ),
    )


def sync(connection: Connection, change: Change, now: int) -> SyncOutcome:
    """Apply a change to the catalog and return what it did.

    Only the entries of changed files are read, and those with the id or content of one of
    their stories. `now` is microseconds UTC.
    """
    number_opened(connection, now)
    store = _Store(connection)
    authority, generation = connection.execute(select(site.c.authority, site.c.generation)).one()
    known, matching = _matched(store, change, authority)
    steps = _steps(store, matching, authority, now)
    visible = {after.key for before, after in steps if _is_visible(before, after)}
    generation += bool(visible)
    steps = [_stamped(step, generation) if step[1].key in visible else step for step in steps]
    _write(store, change, steps)
    store.write_rivals(change.names, known, _rivals(matching, steps))
    changed = [after for _, after in steps if after.key in visible]
    update_terms(connection, changed, generation)
    number_changed(connection, visible, now)
    if visible:
        _mark_old_neighbors(connection, steps, generation, now)
        connection.execute(update(site).values(generation=generation))
    return SyncOutcome(
        added=sum(before is None or not before.present for before, _ in steps),
        changed=sum(
            before is not None and before.present and after.present and after.key in visible
            for before, after in steps
        ),
        removed=len(matching.deleted),
        moved=sum(_has_moved(before, after, change) for before, after in steps),
        generation=generation,
        notes=(*change.notes, *(_note(rival, winner) for rival, winner in matching.rivals)),
    )


def _is_utf8(name: str) -> bool:
    """Return whether a file name has no lone surrogates, which represent undecodable bytes."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _matched(
    store: "_Store", change: Change, authority: str
) -> tuple[dict[int, EntryRow], Matching]:
    """Return the entries that a change can affect, by key, and match its stories to them."""
    stories = list(_parsed_stories(change.stories.values()))
    returned = change.stories.keys() - store.known_files(change.stories)
    claims = {story.claim for story in stories if story.claim is not None}
    ids = {identifier(claim, authority) for claim in claims}
    rows = chain(
        store.entries_of_files(change.names, returned),
        store.entries_of_ids(ids, claims),
        store.deleted_entries({story.content for story in stories if story.content}),
    )
    known = {row.key: row for row in rows}
    stories += _elsewhere(store, change, known)
    return known, match(stories, known.values(), authority, returned)


def _parsed_stories(stories: Iterable[Story]) -> Iterator[ParsedStory]:
    for story in stories:
        alone = len(story.entries) == 1
        mtime = story.state.mtime_ns // 1000
        for position, entry in enumerate(story.entries):
            yield parsed_story(entry, story.name, position, mtime, alone=alone)


def _elsewhere(
    store: "_Store", change: Change, known: Mapping[int, EntryRow]
) -> Iterator[ParsedStory]:
    """Yield the stories in other files that have the id of one of the entries."""
    names = change.names
    holders = (
        Rival(row.file, row.position, row.key, row.mtime, row.story)
        for row in known.values()
        if row.present
    )
    for story in chain(holders, store.rivals_of(known)):
        if story.file not in names:
            row = known[story.entry]
            parsed = parsed_story(
                decode_story(story.story), story.file, story.position, story.mtime, alone=True
            )
            yield structs.replace(parsed, claim=row.claim or row.id)


def _steps(store: "_Store", matching: Matching, authority: str, now: int) -> list[Step]:
    """Return every entry's row before and after the sync."""
    new = [story for story, row in matching.pairs if row is None]
    mint = Mint(authority, store.next_key(), store.taken_ids, store.taken_slugs)
    minted = mint.mint(new)
    steps: list[Step] = [
        (row, changed_row(story, row, now))
        if row is not None
        else (None, new_row(story, minted[story.place], now))
        for story, row in matching.pairs
    ]
    return steps + [(row, deleted_row(row, now)) for row in matching.deleted]


def _is_visible(before: EntryRow | None, after: EntryRow) -> bool:
    """Return whether a document could show that this entry changed."""
    if before is None:
        return True
    if (before.opens, before.closes) != (after.opens, after.closes):
        return True
    return (before.story, before.file, before.published, before.updated) != (
        after.story,
        after.file,
        after.published,
        after.updated,
    ) and complete(before) != complete(after)


def _stamped(step: Step, generation: int) -> Step:
    before, after = step
    return before, structs.replace(after, generation=generation)


def _has_moved(before: EntryRow | None, after: EntryRow, change: Change) -> bool:
    return (
        before is not None
        and before.present
        and before.file != after.file
        and before.file in change.names
    )


def _write(store: "_Store", change: Change, steps: Sequence[Step]) -> None:
    store.write_entries(
        [after for before, after in steps if before is None],
        [after for before, after in steps if before is not None and before != after],
    )
    states = {name: story.state for name, story in change.stories.items()}
    store.write_files(states, change.names, change.touched)


def _rivals(matching: Matching, steps: Sequence[Step]) -> list[Rival]:
    keys = {(after.file, after.position): after.key for _, after in steps if after.present}
    return [
        Rival(
            rival.file,
            rival.position,
            keys[winner.place],
            rival.mtime,
            encode_story(rival.entry),
        )
        for rival, winner in matching.rivals
    ]


def _mark_old_neighbors(
    connection: Connection, steps: Iterable[Step], generation: int, now: int
) -> None:
    """Mark the former neighbors of entries whose date changed: their pages link to them."""
    keys = {
        row.key
        for before, after in steps
        if before is not None and before.published != after.published
        for row in neighbors(connection, before.published, before.id, now)
        if row is not None
    }
    for chunk in chunks(keys):
        connection.execute(
            update(entries).where(entries.c.key.in_(chunk)).values(generation=generation)
        )


def _note(rival: ParsedStory, winner: ParsedStory) -> str:
    return (
        f"{rival.file}: not published: {winner.file} has the same id {rival.claim}, and a "
        "higher version or later date; if they are different stories, give one another id"
    )


class _Store:
    """The rows that a sync reads and writes, a few hundred at a time."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def known_files(self, names: Iterable[str]) -> set[str]:
        """Return the given files that the catalog has."""
        known: set[str] = set()
        for chunk in chunks(names):
            query = select(files.c.name).where(files.c.name.in_(chunk))
            known.update(self._connection.scalars(query))
        return known

    def entries_of_files(self, names: Iterable[str], returned: Iterable[str]) -> Iterator[EntryRow]:
        """Yield the present entries of files, and all past entries of files that returned."""
        yield from self._entries(names, lambda chunk: entries.c.file.in_(chunk) & entries.c.present)
        yield from self._entries(returned, entries.c.file.in_)

    def entries_of_ids(self, ids: Iterable[str], claims: Iterable[str]) -> Iterator[EntryRow]:
        """Yield the entries that have one of the ids, or one of the ids given by sources."""
        yield from self._entries(ids, entries.c.id.in_)
        yield from self._entries(claims, entries.c.claim.in_)

    def deleted_entries(self, contents: Iterable[str]) -> Iterator[EntryRow]:
        """Yield the deleted entries with one of the content digests."""
        yield from self._entries(
            contents, lambda chunk: entries.c.content.in_(chunk) & ~entries.c.present
        )

    def rivals_of(self, keys: Iterable[int]) -> Iterator[Rival]:
        """Yield the rivals of entries."""
        for chunk in chunks(keys):
            for row in self._connection.execute(select(rivals).where(rivals.c.entry.in_(chunk))):
                yield Rival(*row)

    def taken_ids(self, ids: Collection[str]) -> Iterator[str]:
        """Yield the given ids that an entry has or had."""
        for chunk in chunks(ids):
            yield from self._connection.scalars(select(entries.c.id).where(entries.c.id.in_(chunk)))

    def taken_slugs(self, slugs: Collection[str]) -> Iterator[str]:
        """Yield the given slugs that an entry has or had."""
        for chunk in chunks(slugs):
            query = select(entries.c.slug).where(entries.c.slug.in_(chunk))
            yield from self._connection.scalars(query)

    def next_key(self) -> int:
        """Return the first unused key of entries."""
        return (self._connection.scalar(select(func.max(entries.c.key))) or 0) + 1

    def write_entries(self, new: Sequence[EntryRow], changed: Sequence[EntryRow]) -> None:
        """Insert the new rows and update the changed ones."""
        if new:
            self._connection.execute(insert(entries), [structs.asdict(row) for row in new])
        if changed:
            self._connection.execute(
                update(entries).where(entries.c.key == bindparam("row_key")),
                [{"row_key": row.key, **structs.asdict(row)} for row in changed],
            )

    def write_rivals(self, names: Iterable[str], keys: Iterable[int], new: Sequence[Rival]) -> None:
        """Replace the rivals in files, and those of entries, with new ones."""
        for chunk in chunks(names):
            self._connection.execute(delete(rivals).where(rivals.c.file.in_(chunk)))
        for chunk in chunks(keys):
            self._connection.execute(delete(rivals).where(rivals.c.entry.in_(chunk)))
        if new:
            self._connection.execute(insert(rivals), [structs.asdict(row) for row in new])

    def write_files(
        self,
        read: Mapping[str, FileState],
        changed: Iterable[str],
        touched: Mapping[str, FileState],
    ) -> None:
        """Replace the states of changed files, and update those of touched files."""
        for chunk in chunks(changed):
            self._connection.execute(delete(files).where(files.c.name.in_(chunk)))
        if read:
            self._connection.execute(
                insert(files),
                [{"name": name, **file_values(state)} for name, state in read.items()],
            )
        if touched:
            self._connection.execute(
                update(files).where(files.c.name == bindparam("file")),
                [{"file": name, **file_values(state)} for name, state in touched.items()],
            )

    def _entries(
        self, values: Iterable[Any], condition: Callable[[list[Any]], ColumnElement[bool]]
    ) -> Iterator[EntryRow]:
        for chunk in chunks(values):
            for row in self._connection.execute(select(entries).where(condition(chunk))):
                yield EntryRow(*row)
