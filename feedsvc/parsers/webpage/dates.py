"""The dates of a page as its readers see them: `time` elements, date lines, labels."""

from typing import Final

from feedsvc.parsers.dates import DateLine, read_date_line
from feedsvc.parsers.dates.tokens import WORDS, tokenize
from feedsvc.parsers.draft import Draft
from feedsvc.parsers.reading.xml import line_of
from feedsvc.parsers.source import Options
from feedsvc.parsers.webpage.tree import Element, roles, text_start

_LONGEST: Final = 120
_UPDATED: Final = 1


def take_date_line(draft: Draft, line: DateLine | None, number: int) -> None:
    """Give a draft the moments of a line of dates."""
    for stamp in line.stamps if line else ():
        moment = stamp.moment
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=draft.options.zone)
        draft.fill(stamp.field, moment, number, "a date line", precision=stamp.precision)


def take_time(draft: Draft, element: Element) -> None:
    """Give a draft the moment of a `time` element, or of one whose class says that it is a date.

    The words around it (`Updated`) or its class say which moment it is.
    """
    options = draft.options
    line = line_of(element)
    written = (element.get("datetime") or element.get("content") or "").strip()
    shown = _read(text_start(element), options)
    if not written:
        take_date_line(draft, shown, line)
        return
    draft.fill_datetime(_field(element, shown), written, line, "<time>")


def _field(element: Element, shown: DateLine | None) -> str:
    parent = element.getparent()
    found = roles(element) | (roles(parent) if parent is not None else frozenset())
    if "updated" in found:
        return "updated"
    if "date" in found:
        return "published"
    if shown and len(shown.stamps) == 1 and _speaks_of_update(text_start(element)):
        return "updated"
    previous = element.getprevious()
    before = previous.tail if previous is not None else getattr(parent, "text", None)
    if not (before or "").strip() and previous is not None:
        before = text_start(previous)
    return "updated" if _speaks_of_update(before or "") else "published"


def _speaks_of_update(text: str) -> bool:
    labels = [WORDS[token] for token in tokenize(text[-_LONGEST:]) if token in WORDS]
    return bool(labels) and ("label", _UPDATED) in labels[-2:]


def _read(text: str, options: Options) -> DateLine | None:
    if not text or len(text) > _LONGEST:
        return None
    return read_date_line(text, month_first=options.month_first, zones=options.zones)
