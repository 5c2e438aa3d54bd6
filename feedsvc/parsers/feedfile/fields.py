"""Fields that feed formats share: dates, languages, locations, texts and people."""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Final, NamedTuple, TypeVar

from feedsvc.entry import Person, Precision
from feedsvc.parsers.dates.tokens import zone_named
from feedsvc.parsers.draft import Draft
from feedsvc.parsers.feedfile.elements import Children, leading_text
from feedsvc.parsers.feedfile.urls import with_absolute_links
from feedsvc.parsers.reading.html import paragraphs_html, plain_text, safe_html
from feedsvc.parsers.reading.xml import descendants, line_of, local_name, text_in
from feedsvc.parsers.source import Options
from feedsvc.parsers.values import datetime_of, language_of, location_of, text_of, url_of

T = TypeVar("T")

_SYNOPSIS: Final = 500
_BLOCK: Final = re.compile(
    r"<(?:p|div|br|ul|ol|dl|h[1-6]|blockquote|table|figure|img|article|section|pre|audio|video)\b"
)
_MEDIUM: Final = re.compile(r"<(?:img|audio|video)\b")
_EMPTY_LINE: Final = re.compile(r"\n[ \t]*\n")
_EMAIL: Final = r"(?:mailto:)?(?P<email>[^\s<>@()]{1,64}@[^\s<>@()]{1,255})"
_PERSON_FORMS: Final = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{_EMAIL}\s*\((?P<name>[^()]*)\)",
        rf"(?P<name>[^<>()]*?)\s*[<(]{_EMAIL}[>)]",
        rf"(?P<name>){_EMAIL}",
    )
)
_BY: Final = re.compile(r"by\s+(?=\S)", re.IGNORECASE)
_NO_REPLY: Final = re.compile(r"(?:do)?[-_.]?not?[-_.]?reply@", re.IGNORECASE)
_MAX_AUTHOR_LENGTH: Final = 400
_RFC822: Final = re.compile(
    r"""(?:[^\W\d_]{2,9}\.?,?\s*)?
        (?P<day>\d{1,2})[\s-]+(?P<month>[A-Za-z]{3,9})\.?,?[\s-]+(?P<year>\d{2,4})
        (?:,?\s+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?
           \s*(?:(?P<letters>[A-Za-z]{1,5})?\s*(?P<offset>[+-]\d{1,2}:?\d{2})?)?)?
        (?:\s*\([^()]*\))?""",
    re.VERBOSE,
)
_MONTHS: Final = "jan feb mar apr may jun jul aug sep oct nov dec".split()  # noqa: SIM905 - reads best as text
_US_ZONES: Final = {
    "est": -5,
    "edt": -4,
    "cst": -6,
    "cdt": -5,
    "mst": -7,
    "mdt": -6,
    "pst": -8,
    "pdt": -7,
}
_UTC: Final = frozenset(("ut", "utc", "gmt", "z"))
_MAX_DATE_LENGTH: Final = 120
_SHORT_YEAR, _MIDDLE_YEAR = 2, 3
_CENTURY_TURN: Final = 50


class Text(NamedTuple):
    """A text of an item as HTML, its line, and the name of its element."""

    markup: str
    line: int
    name: str


def add_datetime(draft: Draft, item: Children, field: str, *names: str) -> None:
    """Fill a date field from the first element with a readable date."""
    for element in item.all(*names):
        add_datetime_text(
            draft, field, leading_text(element), line_of(element), local_name(element)
        )


def add_datetime_text(draft: Draft, field: str, text: str, line: int, name: str) -> None:
    """Fill a date field from its text, or note that it is unreadable."""
    try:
        found = feed_datetime(text, draft.options)
    except ValueError as error:
        draft.note(f"ignored: {name} {error}", line)
        return
    if found:
        draft.fill(field, found[0], line, name, precision=found[1])


def add_language(draft: Draft, tag: str, line: int, name: str) -> None:
    """Fill the language from a tag, or note that the tag is invalid."""
    try:
        draft.fill("language", language_of(tag), line, name)
    except ValueError as error:
        draft.note(f"ignored: {name} {error}", line)


def add_location(draft: Draft, item: Children) -> None:
    """Fill the location from `georss:point`, `georss:where`, or `geo:lat` and `geo:long`."""
    for element in item.all("georss:point"):
        draft.fill("location", location_of(leading_text(element)), line_of(element), "georss:point")
    for element in item.all("georss:where"):
        for position in descendants(element, "pos"):
            where = location_of(text_in(position))
            draft.fill("location", where, line_of(position), "georss:where")
    for point in (item, *map(Children, item.all("geo:Point"))):
        latitude, longitude = (point.text(f"geo:{name}") for name in ("lat", "long"))
        if point is not item:
            latitude, longitude = (point.text(name) for name in ("lat", "long"))
        where = location_of([latitude, longitude])
        draft.fill("location", where, line_of(point.element), "geo:lat, geo:long")


def omit_unread(draft: Draft, item: Children) -> None:
    """Record as omitted the elements that were not read."""
    for name, element in item.unread():
        draft.omit(f"{name}: {text_in(element)}", line_of(element), "no field for this element")


def unique(values: Iterable[T | None]) -> tuple[T, ...]:
    """Return each value that is not None once, in order."""
    return tuple(dict.fromkeys(value for value in values if value is not None))


def add_texts(draft: Draft, full: Sequence[Text], short: Sequence[Text], base: str) -> None:
    """Fill the content and the summary.

    `full` are the texts of elements for full texts, `short` those of elements for summaries. If
    there is no full text, the first short one is the content if it contains block elements or is
    longer than a synopsis of 500 characters.
    """
    content = next((text for text in full if _has_content(text.markup)), None)
    texts = [text for text in short if _has_content(text.markup)]
    if content is None and texts and _is_full_text(texts[0].markup):
        content = texts.pop(0)
    if content is not None:
        markup = content_of(content.markup, base)
        draft.fill("content", markup, content.line, content.name)
    for text in texts:
        draft.fill("summary", plain_text(text.markup), text.line, text.name)


def content_of(markup: str, base: str) -> str:
    """Return HTML sanitized and with absolute links; plain text is split into paragraphs."""
    safe = safe_html(markup).strip()
    if "<" not in safe:
        return paragraphs_html(map(plain_text, filter(str.strip, _EMPTY_LINE.split(safe))))
    return with_absolute_links(safe, base)


def _is_full_text(markup: str) -> bool:
    return bool(_BLOCK.search(safe_html(markup))) or len(plain_text(markup)) > _SYNOPSIS


def _has_content(markup: str) -> bool:
    return bool(markup) and bool(plain_text(markup) or _MEDIUM.search(markup))


def person_of(text: str, uri: str = "", email: str = "") -> Person | None:
    """Return the person in the text of an author element; None if it names none.

    A person without a name has their e-mail address as the name. No-reply addresses are ignored.
    """
    written = text_of(text[:_MAX_AUTHOR_LENGTH]) or ""
    match = next((found for form in _PERSON_FORMS if (found := form.fullmatch(written))), None)
    name = match["name"].strip(" \"'") if match else _BY.sub("", written, count=1)
    address = email.strip() or (match["email"] if match else "")
    address = "" if _NO_REPLY.match(address) or "@" not in address else address
    name = name or address
    return Person(name=name, email=address or None, uri=url_of(uri)) if name else None


def feed_datetime(text: str, options: Options) -> tuple[datetime, Precision] | None:
    """Return the time and precision of a date in a feed; None for an empty text.

    Reads RFC 822 section 5 with the years of RFC 2822 section 4.3, RFC 3339, and dates in words.
    A wrong weekday is ignored, and so is an ambiguous zone abbreviation. Raises ValueError if the
    text is not a date.
    """
    text = " ".join(text.split())
    match = _RFC822.fullmatch(text) if len(text) <= _MAX_DATE_LENGTH else None
    month = _MONTHS.index(match["month"][:3].lower()) + 1 if match and _is_month(match) else 0
    if not match or not month:
        return datetime_of(text, options.zone)
    seconds = min(int(match["second"] or 0), 59)  # RFC 822 has no leap seconds, but some feeds do.
    precision: Precision = "second" if match["second"] else "minute" if match["hour"] else "day"
    try:
        zone = _zone(match["letters"], match["offset"], options) if match["hour"] else None
        when = datetime(
            _year(match["year"]),
            month,
            int(match["day"]),
            int(match["hour"] or 0),
            int(match["minute"] or 0),
            seconds,
            tzinfo=zone or options.zone,
        )
        when.astimezone(UTC)  # Raises OverflowError for a time that does not exist in UTC.
    except (ValueError, OverflowError) as error:
        raise ValueError(f"is not a date in the calendar: {text[:40]!r}; correct it") from error
    return when, precision


def _is_month(match: re.Match[str]) -> bool:
    return match["month"][:3].lower() in _MONTHS


def _year(digits: str) -> int:
    year = int(digits)
    if len(digits) == _SHORT_YEAR:
        return year + (2000 if year < _CENTURY_TURN else 1900)
    return year + 1900 if len(digits) == _MIDDLE_YEAR else year


def _zone(letters: str | None, offset: str | None, options: Options) -> tzinfo | None:
    """Return the zone of `EST`, `+0200` or `GMT+2:00`; None if it is missing or ambiguous."""
    if offset:
        hours, minutes = int(offset[1:].replace(":", "")[:-2]), int(offset[-2:])
        span = timedelta(hours=hours, minutes=minutes)
        return timezone(-span if offset[0] == "-" else span)
    name = (letters or "").lower()
    if name in _UTC:
        return UTC
    if name in _US_ZONES:
        return timezone(timedelta(hours=_US_ZONES[name]))
    return options.zones.get(name) or zone_named(name)
