"""`feedsvc parse`: show how story files are parsed, field by field and line by line."""

from pathlib import Path
from typing import Any

import click
import msgspec
from rich.console import Console
from rich.text import Text

from feedsvc.cli.console import (
    cell,
    columns,
    cut,
    examples,
    line_width,
    print_problem,
    quiet_option,
)
from feedsvc.cli.progress import Bar
from feedsvc.entry import Entry, as_json
from feedsvc.errors import StoryError
from feedsvc.parsers import Note, Parsed
from feedsvc.settings import Settings, load_settings
from feedsvc.site.newsdesk import describe, explain, sorted_trace

LABEL_WIDTH = 16
"""Columns of a field's name."""
FIELD_WIDTH, REASON_WIDTH = 11, 24
"""Columns of the trace: the field that a line belongs to, and the rule that decided so."""
CONTENT_LINES = 3
NO_TERMINAL_WIDTH = 80
"""Columns if the output is not a terminal."""


@click.command(
    epilog=examples(
        "feedsvc parse stories/world/night-ferries.txt --why",
        "feedsvc parse --format json stories/*/*.md",
    )
)
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE...",
    type=click.Path(exists=True, dir_okay=False),
)
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Text for people, or JSON for programs.",
)
@click.option("--why", is_flag=True, help="Also show how each line was parsed (text only).")
@click.option(
    "--repair",
    is_flag=True,
    help="Fix text that was saved in the wrong encoding, like 'repair' in [reading].",
)
@quiet_option
@click.pass_context
def command(
    ctx: click.Context, files: tuple[str, ...], style: str, *, why: bool, repair: bool, quiet: bool
) -> None:
    """Show how story files are parsed.

    Nothing is published or stored. Exit code 1 means that a file was refused.
    """
    settings = load_settings()
    if repair:
        settings = settings.with_overrides(repair=True)
    results: list[tuple[str, Parsed | StoryError]] = []
    with Bar("Reading stories", quiet=quiet) as bar:
        for done, name in enumerate(files):
            bar(done, len(files))
            results.append((name, _parsed(name, settings)))
    if style == "json":
        documents = [_as_document(name, result) for name, result in results]
        click.echo(msgspec.json.format(msgspec.json.encode({"documents": documents}), indent=1))
    else:
        _print_texts(results, why=why, quiet=quiet)
    if any(isinstance(result, StoryError) for _, result in results):
        ctx.exit(1)


def _parsed(name: str, settings: Settings) -> Parsed | StoryError:
    try:
        return explain(Path(name), name, settings)
    except StoryError as error:
        return error


def _as_document(name: str, result: Parsed | StoryError) -> dict[str, Any]:
    if isinstance(result, StoryError):
        return {"document": name, "error": str(result), "entries": []}
    entries = [as_json(entry) for entry in result.entries]
    return {"document": name, "error": None, "entries": entries}


def _print_texts(results: list[tuple[str, Parsed | StoryError]], *, why: bool, quiet: bool) -> None:
    for name, result in results:
        if isinstance(result, StoryError):
            print_problem(f"refused: {result}")
        elif not quiet:
            click.secho(name, bold=True)
            blocks = [_entry_lines(entry) for entry in result.entries]
            notes = [f"note: {_note_line(note)}" for note in result.notes]
            blocks += [block for block in (_trace_lines(result) if why else [], notes) if block]
            for block in blocks:
                click.echo("\n".join(["", *block]))
            click.echo()


def _entry_lines(entry: Entry) -> list[str]:
    """Return the title, each field of the story, and the beginning of the content."""
    fields = describe(entry)
    lines = [fields.pop("title", "(no title)")]
    content = fields.pop("content", "")
    for field, text in fields.items():
        lines += _field_lines(field, text)
    if content:
        lines += _shortened(_field_lines("content", " ".join(content.split())), len(content))
    return lines


def _field_lines(name: str, text: str) -> list[str]:
    width = (line_width() or NO_TERMINAL_WIDTH) - LABEL_WIDTH - 2
    # Unlike textwrap, rich counts columns: a Japanese character takes two.
    wrapped = [
        part.plain.rstrip()
        for line in text.splitlines()
        for part in Text(line).wrap(Console(), width)
    ] or [""]
    labels = [name, *([""] * (len(wrapped) - 1))]
    return [f"  {label:<{LABEL_WIDTH}}{part}" for label, part in zip(labels, wrapped, strict=True)]


def _shortened(lines: list[str], characters: int) -> list[str]:
    if len(lines) <= CONTENT_LINES:
        return lines
    return [*lines[:CONTENT_LINES], f"  {'':<{LABEL_WIDTH}}... ({characters:,} characters)"]


def _trace_lines(parsed: Parsed) -> list[str]:
    """Return a row for each line of the file: its number, field, reason and text.

    If the file has several stories, the number of the story follows that of the line.
    """
    width = line_width()
    several = len(parsed.entries) > 1
    rows = []
    for line in sorted_trace(parsed):
        story = "" if line.entry is None else str(line.entry + 1)
        head = f"{line.line:>5}  " + (f"{story:>2}  " if several else "")
        head += f"{cell(line.role, FIELD_WIDTH)}  {cell(line.why, REASON_WIDTH)}  "
        text = " ".join(line.text.split())
        rows.append((head + (cut(text, width - columns(head)) if width else text)).rstrip())
    return rows


def _note_line(note: Note) -> str:
    return f"line {note.line}: {note.message}" if note.line else note.message
