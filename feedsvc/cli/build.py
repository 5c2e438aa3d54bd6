"""`feedsvc build`: the same documents that `serve` answers with, as files."""

from contextlib import closing
from datetime import MAXYEAR, MINYEAR, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from feedsvc.cli.console import (
    count,
    examples,
    print_notes,
    print_refused,
    problem,
    quiet_option,
    stories_line,
)
from feedsvc.cli.ping import print_told
from feedsvc.cli.progress import Bar
from feedsvc.errors import SettingsError
from feedsvc.publish import PublishReport, publish
from feedsvc.settings import Settings, load_settings
from feedsvc.site import HeldBack, Site, SyncReport
from feedsvc.websub import Record, tell_patiently

FINDINGS_SHOWN = 5
"""How many errors of a document are printed; they tend to be one error many times."""


@click.command(epilog=examples("feedsvc build", "feedsvc build newsroom --output /srv/www/news"))
@click.argument("stories", required=False, metavar="[STORIES]")
@click.option("-o", "--output", metavar="DIR", help="The folder to write to.")
@click.option("--at", metavar="TIME", help="Show the site as of then, such as 2026-05-01T06:00.")
@click.option("--compress", is_flag=True, help="Write .zst, .br and .gz beside each file.")
@click.option("--no-ping", is_flag=True, help="Leave it to 'feedsvc ping' to tell hubs.")
@quiet_option
@click.pass_context
def command(
    ctx: click.Context,
    stories: str | None,
    output: str | None,
    *,
    at: str | None,
    compress: bool,
    no_ping: bool,
    quiet: bool,
) -> None:
    """Write every document of the site to a folder.

    STORIES is the folder of stories (default: the setting 'stories'), DIR defaults to the
    setting 'output'. Only files that differ are written. Exit code 1 means that a story was
    refused, a document held back or a template of the theme wrong; all others are written. Then
    the hubs of the settings are told what changed; a hub that fails is printed. With --at, what
    opens or ends until TIME is shown as it will be then, and no hub is told; without an offset,
    TIME is in the site's zone.
    """
    settings = load_settings().with_overrides(stories=stories, output=output, compress=compress)
    moment = None if at is None else _moment(at, settings.zone)
    no_ping = no_ping or moment is not None
    with closing(Site.open(settings)) as site:
        with Bar("Reading stories", quiet=quiet) as bar:
            read = site.sync(bar)
        with Bar("Writing documents", quiet=quiet) as bar:
            written = publish(site, Path(settings.output), at=moment, progress=bar)
        told = None if no_ping else tell_patiently(site, Record.beside(settings), settings.hubs)
    print_refused(read.refused)
    print_notes(read.notes)
    for held in written.held:
        _print_held(held)
    if not quiet:
        _print_counts(settings, read, written)
    if told and settings.hubs:
        print_told(told, quiet=quiet)
    if read.refused or written.held or site.publication.theme.problems:
        ctx.exit(1)


def _moment(text: str, zone: ZoneInfo) -> datetime:
    """Return the moment of `--at`; at the ends of the calendar there is no day before or after."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.year in (MINYEAR, MAXYEAR):
        raise SettingsError(
            f"--at: {text!r} is no time; allowed are such as 2026-05-01T06:00 or 2026-05-01"
        )
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _print_held(held: HeldBack) -> None:
    meanwhile = "the last good one stays" if held.replaced else "none is published"
    problem(f"held back: {held.path} ({meanwhile})")
    for finding in held.errors[:FINDINGS_SHOWN]:
        problem(f"  line {finding.line}: {finding.message} ({finding.code})")
    if len(held.errors) > FINDINGS_SHOWN:
        problem(f"  and {count(len(held.errors) - FINDINGS_SHOWN, 'more error')}")


def _print_counts(settings: Settings, read: SyncReport, written: PublishReport) -> None:
    click.echo(stories_line(read, settings.stories))
    click.echo(
        f"{settings.output}: {count(written.written, 'file')} written, "
        f"{written.unchanged:,} unchanged, {written.removed:,} removed"
    )
    if private := settings.private_feeds:
        names = ", ".join(feed.name for feed in private)
        click.echo(f"Private, so not built: {names}. A file can ask nobody for a token; serve can.")
    if written.next_change:
        moment = written.next_change.astimezone(settings.zone)
        click.echo(f"Build again at {moment:%Y-%m-%d %H:%M:%S %Z}: a document changes then.")
    if settings.id_authority is None:
        click.echo(
            f"Ids hang on the host of base_url ({settings.authority}) until id_authority is set."
        )
