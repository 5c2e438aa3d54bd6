"""`feedsvc ping`: hubs are told of feeds that changed, by hand."""

from contextlib import closing

import click

from feedsvc.cli.console import count, examples, problem, quiet_option
from feedsvc.errors import SettingsError
from feedsvc.settings import load_settings
from feedsvc.site import Site
from feedsvc.websub import Outcome, Record, tell_patiently


@click.command(epilog=examples("feedsvc ping", "feedsvc ping --hub https://hub.example.net/"))
@click.argument("stories", required=False, metavar="[STORIES]")
@click.option(
    "--hub", "hubs", metavar="URL", multiple=True, help="A hub to tell instead; give any number."
)
@quiet_option
@click.pass_context
def command(ctx: click.Context, stories: str | None, hubs: tuple[str, ...], *, quiet: bool) -> None:
    """Tell hubs of the feeds that changed.

    STORIES is the folder of stories (default: the setting 'stories'), whose feeds are taken as
    the last sync or build left them. Each hub is told of a change once, by 'serve', 'build' or
    this. Exit code 1 means that a hub could not be told.
    """
    settings = load_settings().with_overrides(stories=stories)
    for hub in hubs:
        if not hub.startswith(("http://", "https://")):
            raise SettingsError(f"--hub: {hub!r} is not such as https://hub.example.net/")
    asked = hubs or settings.hubs
    if not asked:
        raise SettingsError("there is no hub: name some in 'hubs' of the settings, or by --hub")
    with closing(Site.open(settings)) as site:
        outcome = tell_patiently(site, Record.beside(settings), asked, everything=True)
    print_told(outcome, quiet=quiet)
    if outcome.failures:
        ctx.exit(1)


def print_told(outcome: Outcome, *, quiet: bool) -> None:
    """Print what failed, and unless `quiet` of how many changes hubs were told."""
    for failure in outcome.failures:
        problem(failure)
    if not quiet:
        click.echo(f"Hubs were told of {count(outcome.told, 'change')}.")
