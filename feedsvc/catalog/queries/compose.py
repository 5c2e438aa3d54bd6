"""A remembered entry made whole: the story as parsed, and what the catalog added."""

from datetime import datetime

import msgspec

from feedsvc.catalog.model import TermKind
from feedsvc.catalog.records import Remembered
from feedsvc.catalog.sync.naming import section_of, title_of
from feedsvc.catalog.times import micros, moment
from feedsvc.entry import Entry

encode_story = msgspec.json.Encoder().encode
decode_story = msgspec.json.Decoder(Entry).decode


def complete(row: Remembered) -> Entry:
    """Return the entry with its id, slug, title, section and both dates."""
    parsed = decode_story(row.story)
    return msgspec.structs.replace(
        parsed,
        id=row.id,
        slug=row.slug,
        title=title_of(parsed, row.file),
        section=parsed.section or section_of(row.file),
        published=_as_written(row.published, parsed.published, parsed.updated),
        updated=_as_written(row.updated, parsed.updated, parsed.published),
    )


def terms_of(entry: Entry) -> list[tuple[TermKind, str]]:
    """Return the terms by which a complete entry is found, as written."""
    terms: list[tuple[TermKind, str | None]] = [
        ("section", entry.section),
        *(("tag", category.term) for category in entry.categories if category.scheme is None),
        *(("author", person.name) for person in entry.authors),
        ("language", entry.language),
    ]
    return [(kind, " ".join(term.split())) for kind, term in terms if term and term.strip()]


def _as_written(value: int, *written: datetime | None) -> datetime:
    """Return the moment with the offset that the text gave it, if it did, else in UTC."""
    same = (text for text in written if text is not None and micros(text) == value)
    return next(same, moment(value))
