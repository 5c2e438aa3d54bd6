"""What was found of a story in its text, line by line, and the entry that it makes."""

from datetime import datetime

import msgspec

from feedsvc.entry import HOLD, Category, Dateline, Entry, Media, Person, Status
from feedsvc.parsers.dates import Timestamp
from feedsvc.parsers.newstext.bylines import Byline
from feedsvc.parsers.newstext.credits import Caption
from feedsvc.parsers.newstext.datelines import ParsedDateline
from feedsvc.parsers.newstext.lines import Line
from feedsvc.parsers.source import Note, Options


class Found(msgspec.Struct, kw_only=True):
    """What was found of a story so far, as an entry's fields.

    Of what there may be several, the keys count, in the page's order and each once.
    `signed` holds once a byline was read that is one without doubt.
    """

    title: str | None = None
    subtitle: str | None = None
    section: str | None = None
    link: str | None = None
    agency: str | None = None
    rights: str | None = None
    correction: str | None = None
    opening: ParsedDateline | None = None
    signed: bool = False
    source_id: str | None = None
    content: str | None = None
    embargo: datetime | None = None
    status: Status = "usable"
    stamps: dict[str, Timestamp] = msgspec.field(default_factory=dict)
    highlights: dict[str, None] = msgspec.field(default_factory=dict)
    authors: dict[str, None] = msgspec.field(default_factory=dict)
    captions: dict[Caption, None] = msgspec.field(default_factory=dict)
    pictures: dict[str, None] = msgspec.field(default_factory=dict)
    topics: dict[str, None] = msgspec.field(default_factory=dict)

    def take_byline(self, byline: Byline, line: Line) -> None:
        """Add authors and agency that were not named before."""
        self.authors.update(dict.fromkeys(byline.names))
        self.agency = self.agency or byline.agency
        line.role = "authors" if byline.names else "agency"

    def take_caption(self, line: Line) -> None:
        """Add a caption that was not there before."""
        line.role = "media"
        if line.caption:
            self.captions.setdefault(line.caption)

    def take_dates(self, line: Line) -> None:
        """Keep the first date of each field; a date that is not certain gives nothing."""
        stamps = line.dates.stamps if line.dates else ()
        for stamp in stamps:
            self.stamps.setdefault(stamp.field, stamp)
        line.role = " ".join(dict.fromkeys(stamp.field for stamp in stamps))
        if not stamps and not line.why:
            line.why = "a date that the text alone does not tell"

    def take_embargo(self, until: datetime, line: Line) -> None:
        """Keep the latest release that a line asks for."""
        line.role = "embargo"
        self.embargo = max(self.embargo or until, until)

    def entry(self, options: Options) -> Entry:
        """Return what was found as an entry; a time without a zone is in the site's."""
        opening = self.opening
        first = self.stamps.get("published") or self.stamps.get("updated")
        return Entry(
            source_id=self.source_id,
            title=self.title,
            subtitle=self.subtitle,
            section=self.section,
            link=self.link,
            published=_moment(self.stamps.get("published"), options),
            updated=_moment(self.stamps.get("updated"), options),
            date_precision=first.precision if first else None,
            highlights=tuple(self.highlights),
            content=self.content,
            dateline=_dateline(opening),
            authors=tuple(Person(name=name) for name in self.authors),
            agency=self.agency or (opening.agency if opening else None),
            media=self._media(),
            categories=tuple(Category(term=term) for term in self.topics),
            rights=self.rights,
            correction=self.correction,
            status=self.status,
            embargo=self.embargo,
        )

    def _media(self) -> tuple[Media, ...]:
        captions = (Media(caption=each.text, credit=each.credit) for each in self.captions)
        return (*captions, *(Media(url=url) for url in self.pictures))


def held(lines: list[Line]) -> list[Note]:
    """Say which embargo cannot be read, so that its story is never published."""
    return [
        Note(
            message=f"{line.text!r} names no certain moment: the story is held; "
            "write day, month, year and time, and a zone that only one place has",
            line=line.number,
        )
        for line in lines
        if line.embargo and line.embargo.until == HOLD
    ]


def _dateline(opening: ParsedDateline | None) -> Dateline | None:
    if opening is None:
        return None
    return Dateline(place=opening.place, country=opening.country, agency=opening.agency)


def _moment(stamp: Timestamp | None, options: Options) -> datetime | None:
    if stamp is None or stamp.moment.tzinfo:
        return stamp.moment if stamp else None
    return stamp.moment.replace(tzinfo=options.zone)
