"""`feedsvc validate`: what is wrong with a feed, where, and which specification says so."""

import sys
from pathlib import Path
from urllib.parse import quote, urljoin

import click

from feedsvc.cli.console import examples, quiet_option
from feedsvc.cli.progress import Bar
from feedsvc.errors import TargetError
from feedsvc.settings import load_settings
from feedsvc.validator import validate
from feedsvc.validator.reporters import REPORTERS, Checked

STDIN = "-"


@click.command(
    epilog=examples(
        "feedsvc validate site/rss.xml site/atom.xml",
        "curl -s https://news.example.org/rss.xml | feedsvc validate -",
    )
)
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE...",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True),
)
@click.option(
    "--format",
    "style",
    type=click.Choice(list(REPORTERS)),
    default="text",
    show_default=True,
    help="For people or for programs.",
)
@click.option(
    "--base-url",
    metavar="URL",
    help="The folder on the web where the files are: self links are compared with it.",
)
@quiet_option
@click.pass_context
def command(
    ctx: click.Context, files: tuple[str, ...], style: str, base_url: str | None, *, quiet: bool
) -> None:
    """Check RSS, Atom and JSON feeds.

    FILE "-" is standard input. Nothing is fetched from the network.

    Exit code 1 means that a document has an error; warnings alone do not change it.
    """
    limit = load_settings().limits.document_bytes
    checked: list[Checked] = []
    with Bar("Checking", quiet=quiet) as bar:
        for done, name in enumerate(files):
            bar(done, len(files))
            data = _read(name, limit)
            report = validate(data, location=_location(base_url, name), limit=limit)
            checked.append(Checked(name, data, report))
    invalid = [document for document in checked if not document.report.valid]
    if invalid or not quiet:
        for line in REPORTERS[style](invalid if quiet else checked):
            click.echo(line)
    if invalid:
        ctx.exit(1)


def _read(name: str, limit: int) -> bytes:
    """Return a document, or a byte more than the limit of one that is too large.

    Raises TargetError where it cannot be read.
    """
    try:
        if name == STDIN:
            return sys.stdin.buffer.read(limit + 1)
        with Path(name).open("rb") as file:
            return file.read(limit + 1)
    except OSError as error:
        raise TargetError(f"{name}: cannot be read: {error.strerror}") from error


def _location(base_url: str | None, name: str) -> str | None:
    """Return where a file is on the web; standard input is at the address itself."""
    if base_url is None or name == STDIN:
        return base_url
    return urljoin(base_url.rstrip("/") + "/", quote(name))
