"""What a look at the stories folder found changed, as a sync takes it."""

from collections.abc import Collection, Iterable, Mapping

import msgspec

from feedsvc.catalog.model import FileState, Story


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """Stories new or changed, names of files gone, files touched only; notes of what is left out.

    Nothing in it has a name that a database cannot hold.
    """

    stories: Mapping[str, Story]
    removed: Collection[str]
    touched: Mapping[str, FileState]
    notes: tuple[str, ...] = ()

    @property
    def names(self) -> set[str]:
        """The files whose stories are no longer what they were."""
        return {*self.stories, *self.removed}


def change_of(
    stories: Iterable[Story], removed: Collection[str], touched: Mapping[str, FileState]
) -> Change:
    """Return the change without files whose names are not UTF-8, with a note of each."""
    by_name = {story.name: story for story in stories}
    unnamable = sorted(name for name in by_name if not _is_utf8(name))
    return Change(
        stories={name: story for name, story in by_name.items() if name not in unnamable},
        removed=[name for name in removed if _is_utf8(name)],
        touched={name: state for name, state in touched.items() if _is_utf8(name)},
        notes=tuple(
            f"{name.encode(errors='replace').decode()}: left out, its name is not UTF-8; rename it"
            for name in unnamable
        ),
    )


def _is_utf8(name: str) -> bool:
    """Return whether no byte of a file's name had to be smuggled in as a lone surrogate."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
