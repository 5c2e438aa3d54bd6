"""The stories of a file that holds many: drafts that are kept, and notes of what is not."""

from collections import Counter
from typing import Final

from feedsvc.parsers.draft import Draft, finish
from feedsvc.parsers.source import Note, Parsed, Source

_ONE_OF: Final = ("title", "content", "summary", "media")


class Drafts:
    """The drafts of a file's stories in order, each with the number that its entry will have."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self._kept: list[Draft] = []
        self._notes: list[Note] = []
        self._passed: dict[str, int] = {}
        self._counts: Counter[str] = Counter()

    def new(self) -> Draft:
        """Return an empty draft for the next story."""
        return Draft(self.source.options, len(self._kept))

    def keep(self, draft: Draft, line: int) -> None:
        """Keep a draft that says something, or withdraws a story."""
        withdraws = draft.values.get("status") == "canceled" and "source_id" in draft.values
        if withdraws or any(field in draft.values for field in _ONE_OF):
            self._kept.append(draft)
        else:
            self.pass_over("without title and text", line)

    def pass_over(self, what: str, line: int) -> None:
        """Count an item that is no story; one note tells of all of the same kind."""
        self._counts[what] += 1
        self._passed.setdefault(what, line)

    def parsed(self) -> Parsed:
        """Return all entries, notes and the trace; a file without any entry has a note."""
        passed = [
            Note(message=f"left out: {_items(self._counts[what])} {what}", line=line)
            for what, line in self._passed.items()
        ]
        if not self._kept and not passed:
            passed = [Note(message="there is no entry in this feed")]
        return finish(self._kept, (*self._notes, *passed))


def _items(count: int) -> str:
    return "1 item" if count == 1 else f"{count:,} items"
