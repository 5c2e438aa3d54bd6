"""What goes into a parser and what comes out of it: the seam that every format keeps to."""

from collections.abc import Callable, Mapping
from datetime import tzinfo
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from feedsvc.entry import AssumedZone, Entry

MONTH_FIRST_LANGUAGES: Final = frozenset(("en-us", "en-ph"))
OMITTED: Final = "omitted"
"""The role of lines that are in no field of an entry."""

NO_ZONES: Final[Mapping[str, tzinfo]] = MappingProxyType({})


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """What a site's settings tell the parsers.

    `zone` is given to times that name none. `language` is the site's BCP 47 tag. `longest`
    is the largest file, in bytes, that is taken for a story. `day_first` decides whether
    03/04/2026 is in April; with None the language and the zone do. `zones` says which zone
    is meant by letters that several share (`ist`, `cst`; in small letters). `noise` are
    lines, in small letters, that a newsroom's pages carry and no story holds. `repair` mends
    UTF-8 that was read in another encoding and saved again. `markdown` keeps the text of
    stories in Markdown beside their HTML.
    """

    zone: tzinfo = msgspec.field(default_factory=AssumedZone)
    language: str | None = None
    longest: int = 5 * 1024 * 1024
    day_first: bool | None = None
    zones: Mapping[str, tzinfo] = NO_ZONES
    noise: frozenset[str] = frozenset()
    repair: bool = False
    markdown: bool = False

    @property
    def month_first(self) -> bool | None:
        """Whether 03/04/2026 is in March; None where nothing tells, and the date stays unknown."""
        if self.day_first is not None:
            return not self.day_first
        if self.language:
            return self.language.lower() in MONTH_FIRST_LANGUAGES
        zone = self.zone.zone if isinstance(self.zone, AssumedZone) else self.zone
        if isinstance(zone, ZoneInfo) and (zone.key or "").startswith(("US/", "America/New_York")):
            return True
        return None


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """One story file: its path below the stories folder, its bytes, and the site's options."""

    name: str
    data: bytes
    options: Options = msgspec.field(default_factory=Options)


class Note(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Something that a parser mended or passed over; `line` counts from 1."""

    message: str
    line: int | None = None


class Trace(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """How one line of a file was understood.

    `entry` counts the file's entries from 0; `role` is the entry's field that the line
    gave, or `OMITTED`; `why` names the rule in a few words.
    """

    line: int
    role: str
    text: str
    why: str
    entry: int | None = None


class Parsed(msgspec.Struct, frozen=True, kw_only=True):
    """What a file holds: its entries in order, what was mended, how each line was understood."""

    entries: tuple[Entry, ...]
    notes: tuple[Note, ...] = ()
    trace: tuple[Trace, ...] = ()


class Format(msgspec.Struct, frozen=True, kw_only=True):
    """A story format: one function from a file to entries, and how to tell its files.

    `suffixes`, in small letters, are those of files that are read for its sake; `claims` looks
    at name and first bytes and says whether a file is of this format; `parse` raises
    `StoryError` where the file cannot be read, and nothing else.
    """

    name: str
    claims: Callable[[Source], bool]
    parse: Callable[[Source], Parsed]
    suffixes: frozenset[str] = frozenset()
