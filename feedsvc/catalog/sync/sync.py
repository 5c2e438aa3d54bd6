"""A sync: stories that were read become entries that are remembered, in one transaction."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from msgspec import structs
from sqlalchemy import Connection, select, update

from feedsvc.catalog.archive.numbering import number_changed, settle
from feedsvc.catalog.model import Story, SyncOutcome
from feedsvc.catalog.queries.compose import complete, decode_story, encode_story
from feedsvc.catalog.queries.query import neighbours
from feedsvc.catalog.records import Arrival, Remembered, arrival
from feedsvc.catalog.schema import entries, site
from feedsvc.catalog.store import Rival, SyncStore, chunks
from feedsvc.catalog.sync.change import Change
from feedsvc.catalog.sync.identity import Matching, match
from feedsvc.catalog.sync.naming import identifier
from feedsvc.catalog.sync.settle import Mint, left_row, new_row, next_row
from feedsvc.catalog.sync.terms import update_terms

Step = tuple[Remembered | None, Remembered]
"""An entry's row before a sync (None where it is new) and after it."""


def sync(connection: Connection, change: Change, now: int) -> SyncOutcome:
    """Take a change into the catalog and return what it did.

    It costs the change: only the entries of its files, and those that its stories claim or
    equal, are read. `now` is microseconds UTC.
    """
    settle(connection, now)
    store = SyncStore(connection)
    authority, generation = connection.execute(select(site.c.authority, site.c.generation)).one()
    known, matching = _matched(store, change, authority)
    steps = _steps(store, matching, authority, now)
    visible = {after.key for before, after in steps if _shows(before, after)}
    generation += bool(visible)
    steps = [_stamped(step, generation) if step[1].key in visible else step for step in steps]
    _write(store, change, steps)
    store.write_rivals(change.names, known, _rivals(matching, steps))
    changed = [after for _, after in steps if after.key in visible]
    update_terms(connection, changed, generation)
    number_changed(connection, visible, now)
    if visible:
        _mark_old_neighbours(connection, steps, generation, now)
        connection.execute(update(site).values(generation=generation))
    return SyncOutcome(
        added=sum(before is None or not before.present for before, _ in steps),
        changed=sum(
            before is not None and before.present and after.present and after.key in visible
            for before, after in steps
        ),
        removed=len(matching.left),
        moved=sum(_has_moved(before, after, change) for before, after in steps),
        generation=generation,
        notes=(*change.notes, *(_note(rival, winner) for rival, winner in matching.rivals)),
    )


def _matched(
    store: SyncStore, change: Change, authority: str
) -> tuple[dict[int, Remembered], Matching]:
    """Return the remembered entries that the change concerns, by key, and who is who."""
    arrivals = list(_arrivals(change.stories.values()))
    returned = change.stories.keys() - store.known_files(change.stories)
    claims = {story.claim for story in arrivals if story.claim is not None}
    ids = {identifier(claim, authority) for claim in claims}
    found = chain(
        store.entries_of_files(change.names, returned),
        store.entries_of_ids(ids, claims),
        store.gone_entries({story.content for story in arrivals if story.content}),
    )
    known = {row.key: row for row in found}
    arrivals += _standing(store, change, known)
    return known, match(arrivals, known.values(), authority, returned)


def _arrivals(stories: Iterable[Story]) -> Iterator[Arrival]:
    for story in stories:
        alone = len(story.entries) == 1
        mtime = story.state.mtime_ns // 1000
        for position, entry in enumerate(story.entries):
            yield arrival(entry, story.name, position, mtime, alone=alone)


def _standing(
    store: SyncStore, change: Change, known: Mapping[int, Remembered]
) -> Iterator[Arrival]:
    """Yield stories of other files that have, or would have, one of the entries' ids."""
    names = change.names
    holders = (
        Rival(row.file, row.position, row.key, row.mtime, row.story)
        for row in known.values()
        if row.present
    )
    for story in chain(holders, store.rivals_of(known)):
        if story.file not in names:
            row = known[story.entry]
            found = arrival(
                decode_story(story.story), story.file, story.position, story.mtime, alone=True
            )
            yield structs.replace(found, claim=row.claim or row.id)


def _steps(store: SyncStore, matching: Matching, authority: str, now: int) -> list[Step]:
    """Return every entry's row before and after."""
    new = [story for story, row in matching.pairs if row is None]
    mint = Mint(authority, store.next_key(), store.taken_ids, store.taken_slugs)
    minted = mint.mint(new)
    steps: list[Step] = [
        (row, next_row(story, row, now))
        if row is not None
        else (None, new_row(story, minted[story.place], now))
        for story, row in matching.pairs
    ]
    return steps + [(row, left_row(row, now)) for row in matching.left]


def _shows(before: Remembered | None, after: Remembered) -> bool:
    """Return whether any document could show that this entry changed."""
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


def _has_moved(before: Remembered | None, after: Remembered, change: Change) -> bool:
    return (
        before is not None
        and before.present
        and before.file != after.file
        and before.file in change.names
    )


def _write(store: SyncStore, change: Change, steps: Sequence[Step]) -> None:
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


def _mark_old_neighbours(
    connection: Connection, steps: Iterable[Step], generation: int, now: int
) -> None:
    """Mark the entries next to places that others left for a new date: their pages name them."""
    keys = {
        row.key
        for before, after in steps
        if before is not None and before.published != after.published
        for row in neighbours(connection, before.published, before.id, now)
        if row is not None
    }
    for chunk in chunks(keys):
        connection.execute(
            update(entries).where(entries.c.key.in_(chunk)).values(generation=generation)
        )


def _note(rival: Arrival, winner: Arrival) -> str:
    return (
        f"{rival.file}: not published, {winner.file} has the same id {rival.claim}, and the "
        "higher version or later date; give one of them another id"
    )
