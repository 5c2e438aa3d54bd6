"""`feedsvc build`: write the documents that `serve` responds with as files."""

from contextlib import closing
from datetime import MAXYEAR, MINYEAR, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from feedsvc.cli.console import (
    count,
    examples,
    jobs_option,
    print_notes,
    print_problem,
    print_refused,
    quiet_option,
    stories_summary,
)
from feedsvc.cli.ping import print_outcome
from feedsvc.cli.progress import Bar
from feedsvc.errors import SettingsError
from feedsvc.publish import PublishReport, publish
from feedsvc.settings import Settings, load_settings
from feedsvc.site import HeldBack, Site, SyncReport
from feedsvc.site.workers import Workers
from feedsvc.websub import NotificationLog, notify_with_retries

FINDINGS_SHOWN = 5
"""How many errors of a document are printed; they are often the same error many times."""


@click.command(epilog=examples("feedsvc build", "feedsvc build newsroom --output /srv/www/news"))
@click.argument("stories", required=False, metavar="[STORIES]")
@click.option("-o", "--output", metavar="DIR", help="The folder to write to.")
@click.option("--at", metavar="TIME", help="Write the site as of a time, such as 2026-05-01T06:00.")
@click.option("--compress", is_flag=True, help="Also write .zst, .br and .gz files.")
@jobs_option
@click.option("--no-ping", is_flag=True, help="Do not notify hubs; 'feedsvc ping' does it later.")
@quiet_option
@click.pass_context
def command(
    ctx: click.Context,
    stories: str | None,
    output: str | None,
    *,
    at: str | None,
    compress: bool,
    jobs: int | None,
    no_ping: bool,
    quiet: bool,
) -> None:
    """Write every document of the site to a folder.

    STORIES is the folder of stories (default: the setting 'stories'). DIR defaults to the
    setting 'output'. Only files whose content changed are written. Then the hubs in the
    settings are notified of the changes.

    With --at, embargoed, expired and withdrawn stories are treated as they will be at TIME,
    and no hub is notified. A TIME without an offset is in the site's time zone.

    Exit code 1 means that a story was refused, a story or a document was held back because it is
    invalid, or a template of the theme failed. Everything else is written.
    """
    settings = load_settings().with_overrides(stories=stories, output=output, compress=compress)
    time = None if at is None else _time(at, settings.zone)
    no_ping = no_ping or time is not None
    workers = Workers(jobs)
    # The processes end before the site is closed: the last to leave the catalog tidies it up.
    with closing(Site.open(settings, workers=workers)) as site, workers:
        with Bar("Reading stories", quiet=quiet) as bar:
            read = site.sync(bar)
        with Bar("Writing documents", quiet=quiet) as bar:
            written = publish(site, Path(settings.output), at=time, progress=bar)
        pinged = (
            None
            if no_ping
            else notify_with_retries(site, NotificationLog.for_site(settings), settings.hubs)
        )
    print_refused(read.refused)
    print_notes(read.notes)
    for held in written.held:
        _print_held_back(held)
    if not quiet:
        _print_counts(settings, read, written)
    if pinged and settings.hubs:
        print_outcome(pinged, quiet=quiet)
    if read.refused or written.held or site.publication.theme.problems:
        ctx.exit(1)


def _time(text: str, zone: ZoneInfo) -> datetime:
    """Return the time of `--at`; the first and last year lack a day before or after them."""
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        time = None
    if time is None or time.year in (MINYEAR, MAXYEAR):
        raise SettingsError(
            f"invalid --at: {text!r}; expected a time such as 2026-05-01T06:00 or 2026-05-01"
        )
    return time if time.tzinfo else time.replace(tzinfo=zone)


def _print_held_back(held: HeldBack) -> None:
    instead = "the last valid version stays" if held.replaced else "not published"
    title = f" {held.title!r}" if held.title else ""
    print_problem(f"held back: {held.place}{title} ({instead})")
    for fault in held.faults[:FINDINGS_SHOWN]:
        print_problem(f"  {fault.message} ({fault.code})")
    if len(held.faults) > FINDINGS_SHOWN:
        print_problem(f"  and {count(len(held.faults) - FINDINGS_SHOWN, 'more error')}")


def _print_counts(settings: Settings, read: SyncReport, written: PublishReport) -> None:
    click.echo(stories_summary(read, settings.stories))
    click.echo(
        f"{settings.output}: {count(written.written, 'file')} written, "
        f"{written.unchanged:,} unchanged, {written.removed:,} removed"
    )
    if private := settings.private_feeds:
        names = ", ".join(feed.name for feed in private)
        click.echo(f"Private feeds are not built: {names}; static files cannot check tokens")
    if written.next_change:
        time = written.next_change.astimezone(settings.zone)
        click.echo(f"Build again at {time:%Y-%m-%d %H:%M:%S %Z}: a document changes then")
    if settings.id_authority is None:
        click.echo(
            f"Entry ids are derived from the host in base_url ({settings.authority}) until you "
            "set id_authority"
        )
