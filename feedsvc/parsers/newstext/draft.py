"""Drafts of entries that are filled from lines of text."""

from datetime import datetime

from feedsvc.entry import HOLD, Dateline, Entry, Media, Person
from feedsvc.parsers.dates import Timestamp
from feedsvc.parsers.draft import Draft
from feedsvc.parsers.newstext.bylines import Byline
from feedsvc.parsers.newstext.credits import Caption
from feedsvc.parsers.newstext.datelines import ParsedDateline
from feedsvc.parsers.newstext.lines import Line
from feedsvc.parsers.source import Note


class TextDraft(Draft):
    """A draft filled from lines; methods that take a line also set its role.

    `dateline` is the dateline as printed. `signed` is true once a line has been read that is
    certainly a byline.
    """

    dateline: ParsedDateline | None = None
    signed: bool = False

    @property
    def dated(self) -> bool:
        """Whether the draft has a date."""
        return "published" in self.values or "updated" in self.values

    def entry(self) -> Entry:
        """Return the entry; its agency is the dateline's unless another line names one."""
        if self.dateline:
            place = Dateline(
                place=self.dateline.place,
                country=self.dateline.country,
                agency=self.dateline.agency,
            )
            self.fill("dateline", place)
            self.fill("agency", self.dateline.agency)
        return super().entry()

    def add_author(self, name: str) -> None:
        """Add an author; duplicates are ignored."""
        self.extend("authors", (Person(name=name),))

    def add_byline(self, byline: Byline, line: Line) -> None:
        """Add the authors and the agency of a byline."""
        for name in byline.names:
            self.add_author(name)
        self.fill("agency", byline.agency)
        line.role = "authors" if byline.names else "agency"

    def add_caption(self, line: Line) -> None:
        """Add the caption of a line."""
        line.role = "media"
        if line.caption:
            self.extend("media", (_media(line.caption),))

    def has_caption(self, caption: Caption) -> bool:
        """Return whether a caption has been added."""
        return _media(caption) in self.values.get("media", ())

    def add_dates(self, line: Line) -> None:
        """Set `published` and `updated` from a line, unless they have a value already."""
        stamps = line.dates.stamps if line.dates else ()
        for stamp in stamps:
            self.fill(stamp.field, self._in_zone(stamp), precision=stamp.precision)
        line.role = " ".join(dict.fromkeys(stamp.field for stamp in stamps))
        if not stamps and not line.why:
            line.why = "a relative, incomplete or ambiguous date"

    def set_published(self, stamp: Timestamp) -> None:
        """Set or replace the date of publication."""
        self.values["published"] = self._in_zone(stamp)
        self.precisions["published"] = stamp.precision

    def add_embargo(self, line: Line) -> None:
        """Hold the entry until the time on an embargo line."""
        if line.embargo and line.embargo.until:
            line.role = "embargo"
            self.hold_until(line.embargo.until)

    def _in_zone(self, stamp: Timestamp) -> datetime:
        return stamp.time if stamp.time.tzinfo else stamp.time.replace(tzinfo=self.options.zone)


def embargo_notes(lines: list[Line]) -> list[Note]:
    """Return a note for each embargo whose end is unreadable, so that the story is held."""
    return [
        Note(
            message=f"the story is held: {line.text!r} has no clear end; "
            "write day, month, year, time and an unambiguous time zone",
            line=line.number,
        )
        for line in lines
        if line.embargo and line.embargo.until == HOLD
    ]


def _media(caption: Caption) -> Media:
    return Media(caption=caption.text, credit=caption.credit)
