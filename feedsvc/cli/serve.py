"""`feedsvc serve`: serve the site from this machine and follow changes of the stories."""

import time
from collections.abc import Iterable
from contextlib import closing
from ipaddress import ip_address
from pathlib import Path

import click

from feedsvc.cli.console import (
    cell,
    columns,
    count,
    cut,
    examples,
    jobs_option,
    print_notes,
    print_problem,
    print_refused,
    quiet_option,
    stories_summary,
)
from feedsvc.cli.listening import free_port, listen
from feedsvc.cli.progress import Bar
from feedsvc.errors import StoryError
from feedsvc.feeds import FORMATS
from feedsvc.service import Service
from feedsvc.settings import Settings, load_settings
from feedsvc.site import Site, SyncReport
from feedsvc.web.desk_access import is_open_here

ALL_ADDRESSES = ("0.0.0.0", "::")  # noqa: S104 -- compared with, not bound

FEEDS_SHOWN = 12
TITLE_WIDTH = 26
"""The most columns of a feed's title."""


@click.command(
    epilog=examples("feedsvc serve", "feedsvc serve newsroom --host 0.0.0.0 --port 9000")
)
@click.argument("stories", required=False, metavar="[STORIES]")
@click.option(
    "--host",
    metavar="ADDRESS",
    default="127.0.0.1",
    show_default=True,
    help="The address to listen on.",
)
@click.option(
    "--port",
    metavar="PORT",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="The port to listen on; 0 picks a free one.",
)
@jobs_option
@quiet_option
def command(stories: str | None, host: str, port: int, *, jobs: int | None, quiet: bool) -> None:
    """Serve a folder of stories from this machine.

    STORIES is the folder (default: the setting 'stories'). It is watched: a saved story
    is in the feeds within a second. Stop the server with Ctrl-C.
    """
    ip, port = free_port(host, port)
    local = ip_address(ip).is_loopback
    settings = load_settings().with_overrides(stories=stories)
    if settings.base_url == Settings().base_url:
        settings = settings.with_overrides(base_url=_url(host, port))
    follower = _Follower(settings, quiet=quiet)
    with Bar("Reading stories", quiet=quiet) as bar:

        def synced(report: SyncReport) -> None:
            bar.close()
            follower.print_report(service.site, report)

        def ready() -> None:
            if not quiet:
                _print_places(settings, local=local)
            service.start()

        service = Service.open(settings, synced, progress=bar, jobs=jobs)
        with closing(service):
            listen(service.app(local=local), ip, port, ready=ready)
    if not quiet:
        click.echo()  # The terminal shows ^C; its prompt belongs on a line of its own.


def _print_places(settings: Settings, *, local: bool) -> None:
    """Print the URLs of the site's pages, and how to stop it."""
    places = {"Site": "/", "Validate": "/validate"}
    if settings.web.desk_password is not None or is_open_here(settings, local=local):
        places["Desk"] = "/desk"
    for label, path in places.items():
        click.echo(f"{label:<10}{click.style(settings.base_url + path, bold=True)}")
    click.echo(f"{'Stop':<10}Ctrl-C\n")


def _print_feeds(site: Site) -> None:
    """Print the most important feeds, and where the others are listed."""
    feeds = site.feeds()
    shown = [feed for feed in feeds if feed.kind not in ("tag", "author")][:FEEDS_SHOWN]
    file_name, *others = (format_.file_name for format_ in FORMATS.values())
    rows = [("Feed", "Entries", "URL")]
    rows += [(cut(feed.title, TITLE_WIDTH), str(feed.count), feed.url(file_name)) for feed in shown]
    width = max(columns(title) for title, _, _ in rows)
    for number, (title, entries, url) in enumerate(rows):
        # A URL is never wrapped here, so that a terminal recognizes it.
        click.secho(f"{cell(title, width)}  {entries:>7}  {url}", bold=not number or None)
    if len(feeds) > len(shown):
        rest = count(len(feeds) - len(shown), "more feed")
        click.echo(f"{rest}: {site.settings.base_url}/opml.xml")
    click.echo(f"Each feed is also available as {' and '.join(others)}")
    if private := site.settings.private_feeds:
        names = ", ".join(feed.name for feed in private)
        click.echo(f"Private feeds: {names}; 'feedsvc token add NAME' prints their URLs")


def _url(host: str, port: int) -> str:
    """Return the site's URL for a browser on this machine."""
    name = "127.0.0.1" if host in ALL_ADDRESSES else host
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"


class _Follower:
    """Prints what each sync found, and a refused story once each time it is saved."""

    def __init__(self, settings: Settings, *, quiet: bool) -> None:
        self._folder, self._quiet = Path(settings.stories), quiet
        self._is_first = True
        self._printed: dict[str, int] = {}
        """When each refused story that was printed had been saved, in nanoseconds."""

    def print_report(self, site: Site, report: SyncReport) -> None:
        """Print the newly refused stories, and the site's feeds or what changed in them."""
        refused = self._remember(report.refused)
        if self._is_first:
            self._is_first = False
            self._print_first(site, report)
        else:
            self._print_changes(refused, report)

    def _print_first(self, site: Site, report: SyncReport) -> None:
        print_refused(report.refused)
        if self._quiet:
            return
        print_notes(report.notes)
        click.echo(f"{stories_summary(report, site.settings.stories)}\n")
        _print_feeds(site)

    def _print_changes(self, refused: Iterable[StoryError], report: SyncReport) -> None:
        for error in refused:
            print_problem(f"{_clock()}  refused: {error}")
        print_notes(report.notes)
        changes = [
            f"{number} {word}"
            for word in ("added", "changed", "moved", "removed")
            if (number := getattr(report, word))
        ]
        if changes and not self._quiet:
            click.echo(
                f"{_clock()}  {', '.join(changes)}; now {count(report.total, 'entry', 'entries')}"
            )

    def _remember(self, refused: Iterable[StoryError]) -> list[StoryError]:
        """Return the refused stories saved since they were last printed; count all as printed."""
        saved = {error: self._saved(error.name) for error in refused}
        new = [error for error, when in saved.items() if self._printed.get(error.name) != when]
        self._printed = {error.name: when for error, when in saved.items()}
        return new

    def _saved(self, name: str) -> int:
        try:
            return (self._folder / name).stat().st_mtime_ns
        except OSError:
            return 0


def _clock() -> str:
    return time.strftime("%H:%M:%S")
