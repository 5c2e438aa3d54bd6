"""`feedsvc ping`: notify hubs of changed feeds by hand."""

from contextlib import closing

import click

from feedsvc.cli.console import count, examples, print_problem, quiet_option
from feedsvc.errors import SettingsError
from feedsvc.settings import load_settings
from feedsvc.site import Site
from feedsvc.websub import NotificationLog, Outcome, notify_with_retries


@click.command(epilog=examples("feedsvc ping", "feedsvc ping --hub https://hub.example.net/"))
@click.argument("stories", required=False, metavar="[STORIES]")
@click.option(
    "--hub",
    "hubs",
    metavar="URL",
    multiple=True,
    help="A hub to notify instead of those in the settings; can be repeated.",
)
@quiet_option
@click.pass_context
def command(ctx: click.Context, stories: str | None, hubs: tuple[str, ...], *, quiet: bool) -> None:
    """Notify hubs of feeds that changed.

    STORIES is the folder of stories (default: the setting 'stories'). The stories are not read
    again: hubs are notified of the feeds as the last 'serve' or 'build' left them. Each hub is
    notified of a change once, by 'serve', 'build' or 'ping'.

    Exit code 1 means that a hub could not be notified.
    """
    settings = load_settings().with_overrides(stories=stories)
    for hub in hubs:
        if not hub.startswith(("http://", "https://")):
            raise SettingsError(
                f"invalid --hub: {hub!r}; expected a URL such as https://hub.example.net/"
            )
    chosen = hubs or settings.hubs
    if not chosen:
        raise SettingsError("no hub to notify; add one to 'hubs' in the settings, or use --hub")
    with closing(Site.open(settings)) as site:
        outcome = notify_with_retries(
            site, NotificationLog.for_site(settings), chosen, everything=True
        )
    print_outcome(outcome, quiet=quiet)
    if outcome.failures:
        ctx.exit(1)


def print_outcome(outcome: Outcome, *, quiet: bool) -> None:
    """Print the failures and, unless `quiet`, the number of changes that hubs were notified of."""
    for failure in outcome.failures:
        print_problem(failure)
    if not quiet:
        click.echo(f"Notified hubs of {count(outcome.notified, 'change')}")
