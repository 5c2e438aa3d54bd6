"""`feedsvc token`: who may read the private feeds of a site."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

import click

from feedsvc.cli.console import examples, quiet_option
from feedsvc.settings import load_settings
from feedsvc.site import Site

_name_argument: Callable[[Callable[..., Any]], Callable[..., Any]] = click.argument("name")
_stories_argument: Callable[[Callable[..., Any]], Callable[..., Any]] = click.argument(
    "stories", required=False, metavar="[STORIES]"
)


@click.group(
    epilog=examples(
        "feedsvc token add anna@example.org",
        "feedsvc token list",
        "feedsvc token revoke anna@example.org",
    )
)
def command() -> None:
    """Say who may read private feeds.

    A feed with private = true in its [[feeds]] is served at addresses that hold a token, and
    nowhere else. Each reader gets a token of their own, so that one can be taken back.
    """


@command.command(epilog=examples("feedsvc token add anna@example.org --feed members"))
@_name_argument
@_stories_argument
@click.option("--feed", metavar="FEED", help="The one feed to open, by its name in the settings.")
def add(name: str, stories: str | None, feed: str | None) -> None:
    """Give a token to NAME, who may be a person, a partner or a program.

    It opens all private feeds, or the one of --feed. Their addresses are printed, one a line,
    and are not to be had again: only a hash of the token is kept. STORIES is the folder of
    stories (default: the setting 'stories').
    """
    with _opened(stories) as site:
        addresses = site.private.add_token(name, feed, site.now())
    for address in addresses:
        click.echo(address)
    click.echo("For this reader alone, also as atom.xml and feed.json. It is not shown again.")


@command.command("list", epilog=examples("feedsvc token list"))
@_stories_argument
def list_(stories: str | None) -> None:
    """List who has a token, for which feed and since when; the tokens themselves are not kept."""
    with _opened(stories) as site:
        tokens, zone = site.private.tokens(), site.settings.zone
    if not tokens:
        click.echo("Nobody has a token.")
        return
    rows = [("Name", "Feed", "Added")]
    rows += [
        (each.name, each.feed or "all private", f"{each.added.astimezone(zone):%Y-%m-%d}")
        for each in tokens
    ]
    names, feeds = (max(len(row[column]) for row in rows) for column in (0, 1))
    for name, feed, added in rows:
        click.echo(f"{name:<{names}}  {feed:<{feeds}}  {added}")


@command.command(epilog=examples("feedsvc token revoke anna@example.org"))
@_name_argument
@_stories_argument
@quiet_option
def revoke(name: str, stories: str | None, *, quiet: bool) -> None:
    """Take back the token of NAME: from now on it opens nothing, on no machine."""
    with _opened(stories) as site:
        site.private.revoke_token(name)
    if not quiet:
        click.echo(f"The token of {name} opens nothing any more.")


@contextmanager
def _opened(stories: str | None) -> Iterator[Site]:
    with closing(Site.open(load_settings().with_overrides(stories=stories))) as site:
        yield site
