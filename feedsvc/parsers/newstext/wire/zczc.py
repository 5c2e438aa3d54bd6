"""Reads the header in the teletype's frame, as the Australian Associated Press sends it."""

from typing import Final

from feedsvc.parsers.newstext.embargoes import read_embargo
from feedsvc.parsers.newstext.found import Found
from feedsvc.parsers.newstext.lines import Line
from feedsvc.parsers.newstext.wire.messages import Message, Row
from feedsvc.parsers.source import Options

SIGNS: Final = {
    "%": "where the message goes",
    "$": "category",
    ":": "keywords",
    "=": "take",
    "^": "headline",
    "&": "priority",
    "+": "subject codes",
    "@": "place",
    "~": "genre",
    "*": "format",
}
"""What the first sign of each line of the header says that the line is."""


def read_zczc_header(
    message: Message, found: Found, options: Options
) -> tuple[list[Line], list[Row]]:
    """Read the lines that begin with a sign; return them, and the rows below them."""
    rows = [*message.header[1:], *message.text]
    while rows and not rows[0].text.strip():
        rows.pop(0)
    lines: list[Line] = []
    while rows and rows[0].text[:1] in SIGNS and not rows[0].text.startswith("* "):
        row = rows.pop(0)
        line = Line(text=row.text[1:].strip(" \t=<"), number=row.number, why=SIGNS[row.text[0]])
        line.embargo = read_embargo(line.text, options)
        if line.embargo and line.embargo.until:
            found.take_embargo(line.embargo.until, line)
        elif row.text[0] == "^" and line.text:
            line.role, found.title = "title", found.title or line.text
        elif row.text[0] == ":" and line.text:
            line.role, found.section = "section", found.section or line.text
        lines.append(line)
        if row.text[0] == "*":
            break
    return lines, rows


def zczc_head(rows: list[Row], *, titled: bool) -> tuple[list[Row], list[Row], list[Row]]:
    """Part the rows below the header in slug (none), headline and text.

    Without a headline in the header, the first row is it.
    """
    first = next((at for at, row in enumerate(rows) if row.text.strip()), len(rows))
    end = first if titled else first + 1
    return [], rows[:end], rows[end:]
