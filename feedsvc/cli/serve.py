"""`feedsvc serve`: read the stories, say what there is, serve it and follow changes."""

import time
from collections.abc import Iterable
from contextlib import closing
from ipaddress import ip_address
from pathlib import Path

import click

from feedsvc.audience import Audience
from feedsvc.cli.console import count, examples, print_notes, print_refused, problem, quiet_option
from feedsvc.cli.listening import free_port, listen
from feedsvc.cli.overview import print_overview
from feedsvc.cli.progress import Bar
from feedsvc.errors import StoryError
from feedsvc.settings import Settings, load_settings
from feedsvc.site import Site, SyncReport
from feedsvc.watching import start_watching
from feedsvc.web import create_app
from feedsvc.web.newsroom import Newsroom, is_open_here
from feedsvc.websub import Teller

EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 -- compared with, not bound


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
    help="The port to listen on; 0 takes any that is free.",
)
@quiet_option
def command(stories: str | None, host: str, port: int, *, quiet: bool) -> None:
    """Publish a folder of stories from this machine.

    STORIES is the folder (default: the setting 'stories'). It is watched: a story that is
    saved is in the feeds within a second. Ctrl-C ends it.
    """
    ip, port = free_port(host, port)
    settings = load_settings().with_overrides(stories=stories)
    if settings.base_url == Settings().base_url:
        settings = settings.with_overrides(base_url=_address(host, port))
    with closing(Site.open(settings)) as site:
        with Bar("Reading stories", quiet=quiet) as bar:
            report = site.sync(bar)
        follow = _Follower(Path(settings.stories), report, quiet=quiet)
        teller = Teller(site)
        audience = Audience(site.audience, settings, site.now)
        local = ip_address(ip).is_loopback

        def synced(report: SyncReport) -> None:
            teller.wake()
            follow(report)

        def ready() -> None:
            teller.start()
            audience.start()
            _greet(site, report, local=local, quiet=quiet)

        newsroom = Newsroom(audience=audience, teller=teller, on_sync=synced, local=local)
        stop_watching = start_watching(site, synced)
        try:
            listen(create_app(site, newsroom), ip, port, ready=ready)
        finally:
            stop_watching()
            teller.stop()
            audience.stop()
    if not quiet:
        click.echo()  # the terminal has shown ^C, and its next prompt wants a line of its own


def _greet(site: Site, report: SyncReport, *, local: bool, quiet: bool) -> None:
    if quiet:
        print_refused(report.refused)
    else:
        password = site.settings.web.desk_password is not None
        print_overview(site, report, desk=password or is_open_here(site.settings, local=local))


def _address(host: str, port: int) -> str:
    """Return the site's address as a browser on this machine reaches it."""
    name = "127.0.0.1" if host in EVERYWHERE else host
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"


class _Follower:
    """Prints what each sync found, and each refused story once for each time it was saved."""

    def __init__(self, folder: Path, first: SyncReport, *, quiet: bool) -> None:
        self._folder, self._quiet = folder, quiet
        self._told: dict[str, int] = {}
        self._new(first.refused)

    def __call__(self, report: SyncReport) -> None:
        """Print a line of what changed, if anything did, and what is refused anew."""
        for error in self._new(report.refused):
            problem(f"{_clock()}  refused: {error}")
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

    def _new(self, refused: Iterable[StoryError]) -> list[StoryError]:
        """Return those that were saved since they were last told of, and remember them."""
        saved = {error: self._saved(error.name) for error in refused}
        new = [error for error, when in saved.items() if self._told.get(error.name) != when]
        self._told = {error.name: when for error, when in saved.items()}
        return new

    def _saved(self, name: str) -> int:
        try:
            return (self._folder / name).stat().st_mtime_ns
        except OSError:
            return 0


def _clock() -> str:
    return time.strftime("%H:%M:%S")
