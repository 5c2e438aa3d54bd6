"""The interface of story formats: what a parser receives and returns."""

from collections.abc import Mapping
from datetime import tzinfo
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from feedsvc.entry import AssumedZone, Entry

MONTH_FIRST_LANGUAGES: Final = frozenset(("en-us", "en-ph"))
OMITTED: Final = "omitted"
"""The trace role of a line that is in no field of an entry."""

NO_ZONES: Final[Mapping[str, tzinfo]] = MappingProxyType({})


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """The settings of a site that parsers need.

    `zone` is the time zone of times without one. `language` is the site's BCP 47 tag.
    `max_bytes` is the size of the largest file that is read. `day_first` decides whether
    03/04/2026 is in April; if it is None, `language` and `zone` decide. `zones` maps ambiguous zone
    abbreviations (`ist`, `cst`; in lower case) to the zones they mean. `noise` holds boilerplate
    lines, in lower case, that are never part of a story. `repair` fixes UTF-8 that was decoded
    wrongly and saved again. `markdown` keeps the source of Markdown stories along with their HTML.
    Without `trace`, the trace is empty, which saves time.
    """

    zone: tzinfo = msgspec.field(default_factory=AssumedZone)
    language: str | None = None
    max_bytes: int = 5 * 1024 * 1024
    day_first: bool | None = None
    zones: Mapping[str, tzinfo] = NO_ZONES
    noise: frozenset[str] = frozenset()
    repair: bool = False
    markdown: bool = False
    trace: bool = True

    @property
    def month_first(self) -> bool | None:
        """Whether 03/04/2026 is in March; None if unknown, so that the date is unknown too."""
        if self.day_first is not None:
            return not self.day_first
        if self.language:
            return self.language.lower() in MONTH_FIRST_LANGUAGES
        zone = self.zone.zone if isinstance(self.zone, AssumedZone) else self.zone
        if isinstance(zone, ZoneInfo) and (zone.key or "").startswith(("US/", "America/New_York")):
            return True
        return None


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """A story file: its path in the stories folder, its bytes, and the options of the site."""

    name: str
    data: bytes
    options: Options = msgspec.field(default_factory=Options)


class Note(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A remark for the user: what was fixed or ignored in a file, and on which line (from 1)."""

    message: str
    line: int | None = None


class Trace(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """How one line of a file was understood.

    `entry` is the index of the entry in the file, `role` the field that the line is in, or
    `OMITTED`, and `why` a short reason.
    """

    line: int
    role: str
    text: str
    why: str
    entry: int | None = None


class Parsed(msgspec.Struct, frozen=True, kw_only=True):
    """The result of parsing a file: its entries in order, notes, and the trace of its lines."""

    entries: tuple[Entry, ...]
    notes: tuple[Note, ...] = ()
    trace: tuple[Trace, ...] = ()
