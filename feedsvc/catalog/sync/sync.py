"""A sync: stories that were parsed become entries of the catalog."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice

from msgspec import structs
from sqlalchemy import Connection, func, select, update

from feedsvc.catalog import archives
from feedsvc.catalog.database import Database, chunks
from feedsvc.catalog.model import Archived, SyncOutcome
from feedsvc.catalog.prepared import Batch, PreparedStory, prepare_entry
from feedsvc.catalog.queries.entries import neighbors
from feedsvc.catalog.rows import EntryRow, completed, decode_story
from feedsvc.catalog.schema import entries, files, site, terms
from feedsvc.catalog.sync.change import Change, Piece, Spool, change_of, pieces
from feedsvc.catalog.sync.lifecycle import Mint, Step, changed_row, deleted_row, new_row
from feedsvc.catalog.sync.matching import Matching, match
from feedsvc.catalog.sync.naming import Names, identifier
from feedsvc.catalog.sync.store import Rival, Store
from feedsvc.catalog.sync.terms import update_terms


def sync(
    database: Database,
    batches: Iterable[Batch],
    removed: Collection[str],
    now: int,
    archived: Archived,
) -> SyncOutcome:
    """Apply what changed in the folder, and return what that did.

    A first import of many stories is written in pieces, others in one transaction. `now` is
    microseconds UTC.
    """
    with database.reading() as connection:
        is_import = _is_new(connection) or _importing(connection) is not None
        is_begun = _importing(connection) is not None
    if not is_import:
        return _update(database, batches, removed, now, archived)
    rest = pieces(batches)
    first = list(islice(rest, 2))
    if len(first) < 2 and not is_begun:  # noqa: PLR2004  # a single piece is a whole import
        return _update(database, first, removed, now, archived)
    return _import(database, chain(first, rest), removed, now, archived)


def _update(
    database: Database,
    batches: Iterable[Batch],
    removed: Collection[str],
    now: int,
    archived: Archived,
) -> SyncOutcome:
    """Apply a change in one transaction, which begins when all batches have been read."""
    with Spool() as spool:
        change = change_of(spool.store(batches), removed)
        if not (change.names or change.touched):
            with database.reading() as connection:
                if not archives.is_due(connection, archived, now):
                    return SyncOutcome(generation=_generation(connection), notes=change.notes)
        with database.writing() as connection:
            outcome = _Sync(connection, spool, now).apply(change)
            archives.register(connection, archived, now)
            return outcome


def _import(
    database: Database,
    batches: Iterable[Piece],
    removed: Collection[str],
    now: int,
    archived: Archived,
) -> SyncOutcome:
    """Apply each piece of a first import in its own transaction, and number entries at the end.

    An import that was interrupted goes on as of the time when it began.
    """
    total = SyncOutcome()
    with Spool() as spool:
        for piece in batches:
            with database.writing() as connection:
                began = _begin(connection, now)
                run = _Sync(connection, spool, began or now, is_import=began is not None)
                total = _sum(total, run.apply(change_of([piece])))
        with database.writing() as connection:
            began = _importing(connection) or now
            run = _Sync(connection, spool, began, is_import=True)
            total = _sum(total, run.apply(change_of((), removed)))
            archives.register(connection, archived, began)
            return structs.replace(total, generation=_finish(connection, began))


def _begin(connection: Connection, now: int) -> int | None:
    """Return when the first import began, which is now if there is nothing yet.

    None if another process has completed it.
    """
    if _is_new(connection):
        connection.execute(update(site).values(importing=now))
    return _importing(connection)


def _finish(connection: Connection, began: int) -> int:
    """Assign all numbers, so that feeds have their archives; return the new generation."""
    archives.number_all(connection, began)
    generation = _generation(connection) + 1
    connection.execute(update(site).values(importing=None, generation=generation))
    connection.execute(update(terms).values(generation=generation))
    return generation


def _is_new(connection: Connection) -> bool:
    firsts = (select(func.min(files.c.name)), select(func.min(entries.c.key)))
    return all(connection.scalar(first) is None for first in firsts)


def _importing(connection: Connection) -> int | None:
    return connection.execute(select(site.c.importing)).scalar_one()


def _generation(connection: Connection) -> int:
    return connection.execute(select(site.c.generation)).scalar_one()


def _sum(total: SyncOutcome, outcome: SyncOutcome) -> SyncOutcome:
    return SyncOutcome(
        added=total.added + outcome.added,
        changed=total.changed + outcome.changed,
        removed=total.removed + outcome.removed,
        moved=total.moved + outcome.moved,
        generation=outcome.generation,
        notes=total.notes + outcome.notes,
    )


class _Sync:
    """Applies changes within one transaction."""

    def __init__(
        self, connection: Connection, spool: Spool, now: int, *, is_import: bool = False
    ) -> None:
        self._connection, self._spool, self._now = connection, spool, now
        self._is_import, self._store = is_import, Store(connection)
        row = connection.execute(select(site.c.authority, site.c.generation)).one()
        self._authority, self._generation = row.authority, row.generation

    def apply(self, change: Change) -> SyncOutcome:
        """Apply a change and return what it did.

        Only the entries of changed files are read, and those with the id or content of one of
        their stories.
        """
        connection, now = self._connection, self._now
        if not self._is_import:
            archives.number_opened(connection, now)
        known, matching = self._matched(change)
        steps = self._steps(matching)
        hidden = self._hidden(steps)
        steps = [_as_before(step) if step.after.key in hidden else step for step in steps]
        visible = [step for step in steps if step.after.key not in hidden]
        self._write(change, steps)
        self._store.replace_rivals(change.names, known, _rivals(matching, steps, self._spool))
        update_terms(connection, visible, self._generation + 1, now)
        if visible:
            self._generation += 1
            self._publish(visible)
        return SyncOutcome(
            added=sum(step.before is None or not step.before.present for step in steps),
            changed=sum(
                step.before is not None and step.before.present and step.after.present
                for step in visible
            ),
            removed=len(matching.deleted),
            moved=sum(_has_moved(step, change) for step in steps),
            generation=self._generation,
            notes=(*change.notes, *(_note(rival, winner) for rival, winner in matching.rivals)),
        )

    def _matched(self, change: Change) -> tuple[dict[int, EntryRow], Matching]:
        """Return the entries that a change can affect, by key, and match its stories to them."""
        store, stories = self._store, list(change.stories)
        known_files = store.known_files(change.files)
        returned = change.files.keys() - known_files
        claims = {story.claim for story in stories if story.claim is not None}
        ids = {identifier(claim, self._authority) for claim in claims}
        contents: set[str] = set()
        if self._is_import:  # nothing was deleted before
            self._free_ids(ids, change)
        else:
            contents = {story.content for story in stories if story.content}
        rows = chain(
            store.entries_of_files({*known_files, *change.removed}, returned),
            store.entries_of_ids(ids, claims),
            store.deleted_entries(contents),
        )
        known = {row.key: row for row in rows}
        stories += self._elsewhere(change, known)
        return known, match(stories, known.values(), self._authority, returned)

    def _free_ids(self, ids: Collection[str], change: Change) -> None:
        """Take ids that sources give from entries for which an earlier piece minted them."""
        names = Names("#", self._store.taken_ids)
        for row in list(self._store.entries_of_ids(ids, ())):
            if row.claim is None and row.file not in change.names:
                self._store.rename(row.key, names.mint(row.id))

    def _elsewhere(self, change: Change, known: Mapping[int, EntryRow]) -> Iterator[PreparedStory]:
        """Yield the stories in other files that have the id of one of the entries."""
        others = [row for row in known.values() if row.present and row.file not in change.names]
        stories = dict(self._store.stories(row.key for row in others))
        holders = (
            Rival(row.file, row.position, row.key, row.mtime, stories[row.key]) for row in others
        )
        for rival in chain(holders, self._store.rivals_of(known)):
            if rival.file not in change.names:
                entry, row = decode_story(rival.story), known[rival.entry]
                story = prepare_entry(entry, rival.file, rival.position, rival.mtime, alone=True)
                yield structs.replace(story, claim=row.claim or row.id, story=rival.story)

    def _steps(self, matching: Matching) -> list[Step]:
        """Return every entry's row before and after the sync."""
        store, now, generation = self._store, self._now, self._generation + 1
        new = [story for story, row in matching.pairs if row is None]
        mint = Mint(self._authority, store.next_key(), store.taken_ids, store.taken_slugs)
        minted = mint.mint(new)
        steps: list[Step] = []
        for story, row in matching.pairs:
            if row is None:
                after = new_row(story, next(minted), now, generation)
            elif self._is_import:  # as if the import had seen only this version
                after = new_row(story, (row.key, row.id, row.slug), now, generation)
            else:
                after = changed_row(story, row, now, generation)
            steps.append(Step(row, after, story))
        deleted = (Step(row, deleted_row(row, now, generation), None) for row in matching.deleted)
        return [*steps, *deleted]

    def _hidden(self, steps: Iterable[Step]) -> set[int]:
        """Return the keys of entries whose change no document could show."""
        same: dict[int, tuple[EntryRow, EntryRow, PreparedStory]] = {}
        hidden: set[int] = set()
        for before, after, story in steps:
            if before is None or _dates(before) != _dates(after):
                continue
            if story is None:
                hidden.add(after.key)
            else:
                same[after.key] = before, after, story
        for key, encoded in self._store.stories(same):
            before, after, story = same[key]
            new = self._spool.story(story)
            if (before.file == after.file and encoded == new) or (
                completed(decode_story(encoded), before) == completed(decode_story(new), after)
            ):
                hidden.add(key)
        return hidden

    def _write(self, change: Change, steps: Iterable[Step]) -> None:
        spool = self._spool
        self._store.insert_entries(
            (step.after, spool.story(step.story))
            for step in steps
            if step.before is None and step.story is not None
        )
        changed = [step for step in steps if step.before is not None and step.before != step.after]
        self._store.update_entries(
            (step.after, {"story": spool.story(step.story)}) for step in changed if step.story
        )
        self._store.update_entries((step.after, {}) for step in changed if step.story is None)
        states = {name: file.state for name, file in change.files.items()}
        self._store.write_files(states, change.removed, change.touched)

    def _publish(self, visible: Sequence[Step]) -> None:
        """Assign numbers to the changed entries, and record the new generation."""
        if not self._is_import:
            archives.number_changed(self._connection, self._generation, self._now)
        self._mark_old_neighbors(visible)
        listed = sum(
            (step.after.opens is not None)
            - (step.before is not None and step.before.opens is not None)
            for step in visible
        )
        self._connection.execute(
            update(site).values(generation=self._generation, listed=site.c.listed + listed)
        )

    def _mark_old_neighbors(self, steps: Iterable[Step]) -> None:
        """Mark the former neighbors of entries whose date changed: their pages link to them."""
        keys = {
            row.key
            for before, after, _ in steps
            if before is not None and before.published != after.published
            for row in neighbors(self._connection, before.published, before.id, self._now)
            if row is not None
        }
        for chunk in chunks(keys):
            marked = update(entries).where(entries.c.key.in_(chunk))
            self._connection.execute(marked.values(generation=self._generation))


def _dates(row: EntryRow) -> tuple[int | None, ...]:
    """Return the times that documents depend on."""
    return row.opens, row.closes, row.published, row.updated


def _as_before(step: Step) -> Step:
    """Return a step without its new generation."""
    before, after, story = step
    if before is None:
        return step
    return Step(before, structs.replace(after, generation=before.generation), story)


def _has_moved(step: Step, change: Change) -> bool:
    before = step.before
    return (
        before is not None
        and before.present
        and before.file != step.after.file
        and before.file in change.names
    )


def _rivals(matching: Matching, steps: Iterable[Step], spool: Spool) -> list[Rival]:
    if not matching.rivals:
        return []
    keys = {(after.file, after.position): after.key for _, after, _ in steps if after.present}
    return [
        Rival(rival.file, rival.position, keys[winner.place], rival.mtime, spool.story(rival))
        for rival, winner in matching.rivals
    ]


def _note(rival: PreparedStory, winner: PreparedStory) -> str:
    return (
        f"{rival.file}: not published: {winner.file} has the same id {rival.claim}, and a "
        "higher version or later date; if they are different stories, give one another id"
    )
