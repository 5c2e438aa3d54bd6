"""What a sync applies: changed files in batches, deleted files, and touched ones."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from tempfile import SpooledTemporaryFile
from types import TracebackType
from typing import Self

import msgspec
from msgspec import structs

from feedsvc.catalog.model import FileState
from feedsvc.catalog.prepared import Batch, PreparedFile, PreparedStory

PIECE = 1_000
"""How many stories of a first import are written in one transaction, which readers then see."""

_IN_MEMORY = 40_000_000
"""How many bytes of encoded stories stay in memory: those of about 20,000 stories."""


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """Changed files by name, names of deleted files, and the states of touched files.

    Files whose names a database cannot store are omitted, and reported in `notes`.
    """

    files: Mapping[str, PreparedFile]
    touched: Mapping[str, FileState]
    removed: Collection[str]
    notes: tuple[str, ...] = ()

    @property
    def names(self) -> set[str]:
        """The files whose stories changed."""
        return {*self.files, *self.removed}

    @property
    def stories(self) -> Iterator[PreparedStory]:
        """The stories of the changed files."""
        return (story for file in self.files.values() for story in file.stories)


class Piece(msgspec.Struct, frozen=True):
    """Some batches in one; it is a batch itself."""

    stories: list[PreparedFile]
    touched: dict[str, FileState]


def pieces(batches: Iterable[Batch]) -> Iterator[Piece]:
    """Yield batches joined to ones of at least PIECE stories, but for the last."""
    piece, number = Piece([], {}), 0
    for batch in batches:
        piece.stories.extend(batch.stories)
        piece.touched.update(batch.touched)
        number += sum(len(file.stories) for file in batch.stories)
        if number >= PIECE:
            yield piece
            piece, number = Piece([], {}), 0
    if piece.stories or piece.touched:
        yield piece


def change_of(batches: Iterable[Batch], removed: Collection[str] = ()) -> Change:
    """Return the change, without files whose names are not UTF-8."""
    files: dict[str, PreparedFile] = {}
    touched: dict[str, FileState] = {}
    for batch in batches:
        files.update((file.name, file) for file in batch.stories)
        touched.update(batch.touched)
    invalid = sorted(name for name in files if not _is_utf8(name))
    return Change(
        files={name: file for name, file in files.items() if name not in invalid},
        touched={name: state for name, state in touched.items() if _is_utf8(name)},
        removed=[name for name in removed if _is_utf8(name)],
        notes=tuple(
            f"{name.encode(errors='replace').decode()}: ignored: its name is not UTF-8; rename it"
            for name in invalid
        ),
    )


class Spool:
    """The encoded stories of a change, in a temporary file if they are many."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115  # closed in __exit__
        self._spans: dict[tuple[str, int], tuple[int, int]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def store(self, batches: Iterable[Batch]) -> Iterator[Piece]:
        """Yield batches without their encoded stories, which are stored."""
        for batch in batches:
            files = [
                structs.replace(file, stories=tuple(map(self._store, file.stories)))
                for file in batch.stories
            ]
            yield Piece(files, dict(batch.touched))

    def story(self, story: PreparedStory) -> bytes:
        """Return the encoded story, whether it was stored or not."""
        if story.story:
            return story.story
        start, length = self._spans[story.place]
        self._file.seek(start)
        return self._file.read(length)

    def _store(self, story: PreparedStory) -> PreparedStory:
        self._spans[story.place] = self._file.tell(), len(story.story)
        self._file.write(story.story)
        return structs.replace(story, story=b"")


def _is_utf8(name: str) -> bool:
    """Return whether a file name has no lone surrogates, which represent undecodable bytes."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
