"""What the commands print with: results to standard output, problems to standard error."""

import os
import re
import shutil
import sys
from collections.abc import Callable, Iterable
from io import TextIOWrapper
from typing import TYPE_CHECKING, Any

import click

from feedsvc.errors import StoryError

if TYPE_CHECKING:
    from feedsvc.site import SyncReport

quiet_option: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "-q", "--quiet", is_flag=True, help="Print problems only."
)

NOTES_SHOWN = 10
_FINDING = re.compile(r"(\S.*?: )(error|warning|info)(: .* \[[a-z0-9-]+\])")
_COLOURS = {"error": "red", "warning": "yellow", "info": "cyan"}
WELCOME = "There are no stories yet. Save the first one in the folder to begin."


def print_anything() -> None:
    """Let standard output take any text: what its encoding lacks becomes a question mark.

    On Windows, output that goes to a file is in an encoding of a few languages.
    """
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")


def print_line(line: str) -> None:
    """Print a line of a report, on a terminal with the severity of a finding in its colour."""
    found = _FINDING.fullmatch(line)
    if found:
        line = f"{found[1]}{_painted(found[2], _COLOURS[found[2]], bold=True)}{found[3]}"
    click.echo(line)


def examples(*lines: str) -> str:
    """Return the end of a help text: calls that work as they stand, one a line."""
    return "\b\nExample:\n" + "\n".join(f"  {line}" for line in lines)


def problem(text: object) -> None:
    """Print a line on standard error, also where quiet was asked for."""
    click.echo(_painted(str(text), "red"), err=True)


def print_refused(refused: Iterable[StoryError]) -> None:
    """Print each story that is left out, with the place and the reason."""
    for error in refused:
        problem(f"refused: {error}")


def print_notes(notes: Iterable[str]) -> None:
    """Print what the parsers mended, but no more than the first few."""
    lines = list(notes)
    for line in lines[:NOTES_SHOWN]:
        click.echo(_painted(f"note: {line}", "yellow"), err=True)
    if len(lines) > NOTES_SHOWN:
        click.echo(_painted(f"note: and {len(lines) - NOTES_SHOWN} more", "yellow"), err=True)


def count(number: int, one: str, many: str | None = None) -> str:
    """Return a number with its noun: `1 story`, `1,200 stories`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def stories_line(report: "SyncReport", folder: str) -> str:
    """Return how many files and entries there are, or a kind word where there is no file."""
    files = report.read + report.unchanged
    line = f"{count(files, 'story file')} in {folder}, {count(report.total, 'entry', 'entries')}"
    if report.refused:
        return f"{line}, {len(report.refused)} refused"
    return line if files else f"{line}\n{WELCOME}"


def line_width() -> int | None:
    """Return the columns of the terminal; None where the output goes elsewhere, uncut."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def _painted(text: str, colour: str, *, bold: bool = False) -> str:
    """Give a text its colour, unless NO_COLOR is set (https://no-color.org)."""
    return text if os.environ.get("NO_COLOR") else click.style(text, fg=colour, bold=bold or None)
