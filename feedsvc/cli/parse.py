"""`feedsvc parse`: how story files are understood, field by field and line by line."""

from pathlib import Path
from typing import Any

import click
import msgspec

from feedsvc.cli.console import examples, problem, quiet_option
from feedsvc.cli.progress import Bar
from feedsvc.cli.storytext import entry_lines, note_line, trace_lines
from feedsvc.entry import as_json
from feedsvc.errors import StoryError
from feedsvc.parsers import Parsed
from feedsvc.settings import Settings, load_settings
from feedsvc.site.understanding import understand


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
    help="For people or for programs.",
)
@click.option("--why", is_flag=True, help="Say of each line how it was understood (text only).")
@click.option(
    "--repair",
    is_flag=True,
    help="Mend text that was saved in a wrong encoding, as 'reading.repair'.",
)
@quiet_option
@click.pass_context
def command(
    ctx: click.Context,
    files: tuple[str, ...],
    style: str,
    *,
    why: bool,
    repair: bool,
    quiet: bool,
) -> None:
    """Show how story files are understood.

    Nothing is published or kept. Exit code 1 means that a file was refused.
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
    """Return what a file holds, or why it is refused."""
    try:
        return understand(Path(name), name, settings)
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
            problem(f"refused: {result}")
        elif not quiet:
            click.secho(name, bold=True)
            parts = [entry_lines(entry) for entry in result.entries]
            notes = [f"note: {note_line(note)}" for note in result.notes]
            parts += [part for part in (trace_lines(result) if why else [], notes) if part]
            for part in parts:
                click.echo("\n".join(["", *part]))
            click.echo()
