"""Output of the commands: results on standard output, problems on standard error."""

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
jobs_option: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "--jobs",
    metavar="N",
    type=click.IntRange(min=1),
    help="Use N processes (default: one for each processor core).",
)

NOTES_SHOWN = 10
_FINDING = re.compile(r"(\S.*?: )(error|warning|info)(: .* \[[a-z0-9-]+\])")
_COLORS = {"error": "red", "warning": "yellow", "info": "cyan"}
NO_STORIES = "There are no stories yet: save the first one in the folder to begin"


def replace_unencodable() -> None:
    """Print a question mark for characters that the encoding of standard output lacks.

    On Windows, redirected output is in an encoding that covers only a few languages.
    """
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")


def print_line(line: str) -> None:
    """Print a line of a report; on a terminal, the severity of a finding is colored."""
    found = _FINDING.fullmatch(line)
    if found:
        line = f"{found[1]}{_styled(found[2], _COLORS[found[2]], bold=True)}{found[3]}"
    click.echo(line)


def examples(*lines: str) -> str:
    """Return the end of a help text: commands that run as they are, one per line."""
    title = "Example:" if len(lines) == 1 else "Examples:"
    return "\n".join(["\b", title, *(f"  {line}" for line in lines)])


def print_problem(text: object) -> None:
    """Print a line on standard error; `--quiet` does not suppress it."""
    click.echo(_styled(str(text), "red"), err=True)


def print_refused(refused: Iterable[StoryError]) -> None:
    """Print each refused story with the place and the reason."""
    for error in refused:
        print_problem(f"refused: {error}")


def print_notes(notes: Iterable[str]) -> None:
    """Print the first few notes of the parsers, and the number of the others."""
    lines = list(notes)
    shown = [f"note: {line}" for line in lines[:NOTES_SHOWN]]
    if len(lines) > NOTES_SHOWN:
        shown.append(f"note: and {len(lines) - NOTES_SHOWN} more")
    for line in shown:
        click.echo(_styled(line, "yellow"), err=True)


def count(number: int, singular: str, plural: str | None = None) -> str:
    """Return a number with its noun: `1 story`, `1,200 stories`."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def stories_summary(report: "SyncReport", folder: str) -> str:
    """Return the numbers of files and entries; in an empty folder, also what to do first."""
    files = report.read + report.unchanged
    line = f"{count(files, 'story file')} in {folder}, {count(report.total, 'entry', 'entries')}"
    if report.refused:
        return f"{line}, {len(report.refused)} refused"
    return line if files else f"{line}\n{NO_STORIES}"


def line_width() -> int | None:
    """Return the columns of the terminal, or None if the output goes elsewhere."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def columns(text: str) -> int:
    """Return how many columns of a terminal a text takes; a Japanese character takes two."""
    from rich.cells import cell_len  # noqa: PLC0415 -- most commands do not need it

    return cell_len(text)


def cut(text: str, width: int) -> str:
    """Return a text, cut with an ellipsis if it takes more than `width` columns."""
    if columns(text) <= width:
        return text
    return _resized(text, max(0, width - 1)).rstrip() + "…"


def cell(text: str, width: int) -> str:
    """Return a text in exactly `width` columns, cut with an ellipsis if it is too long."""
    return _resized(cut(text, width), width)


def _resized(text: str, width: int) -> str:
    from rich.cells import set_cell_size  # noqa: PLC0415 -- most commands do not need it

    return set_cell_size(text, width)


def _styled(text: str, color: str, *, bold: bool = False) -> str:
    """Return a text with color, unless NO_COLOR is set (https://no-color.org)."""
    return text if os.environ.get("NO_COLOR") else click.style(text, fg=color, bold=bold or None)
