"""`feedsvc token`: manage who can read the private feeds of a site."""

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
    """Manage access to private feeds.

    A feed with private = true in its [[feeds]] table is only served at URLs that contain a
    token. Give each reader their own token, so that you can revoke one without the others.
    """


@command.command(epilog=examples("feedsvc token add anna@example.org --feed members"))
@_name_argument
@_stories_argument
@click.option("--feed", metavar="FEED", help="Give access to this feed only, by its name.")
def add(name: str, stories: str | None, feed: str | None) -> None:
    """Create a token for NAME: a person, a partner or a program.

    The token gives access to all private feeds, or only to the one of --feed. Their URLs are
    printed, one per line. They cannot be shown again, because only a hash of the token is
    stored. STORIES is the folder of stories (default: the setting 'stories').
    """
    with _opened(stories) as site:
        urls = site.private.add_token(name, feed, site.now())
    for url in urls:
        click.echo(url)
    click.echo(
        f"These URLs are for {name} only and are not shown again; atom.xml and feed.json work too"
    )


@command.command("list", epilog=examples("feedsvc token list"))
@_stories_argument
def list_(stories: str | None) -> None:
    """List who has a token.

    The list also has the feed and the date of each token. The tokens themselves are not stored.
    """
    with _opened(stories) as site:
        tokens, zone = site.private.tokens(), site.settings.zone
    if not tokens:
        click.echo("There are no tokens; create one with 'feedsvc token add NAME'")
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
    """Revoke the token of NAME; its URLs stop working at once."""
    with _opened(stories) as site:
        site.private.revoke_token(name)
    if not quiet:
        click.echo(f"Revoked the token of {name}")


@contextmanager
def _opened(stories: str | None) -> Iterator[Site]:
    with closing(Site.open(load_settings().with_overrides(stories=stories))) as site:
        yield site
