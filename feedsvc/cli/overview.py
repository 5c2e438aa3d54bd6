"""What `serve` prints first: the stories, those refused, and the feeds with their addresses."""

from rich.console import Console
from rich.table import Table
from rich.text import Text

from feedsvc.cli.console import count, line_width, print_notes, print_refused, stories_line
from feedsvc.feeds import FORMATS, FeedInfo
from feedsvc.site import Site, SyncReport

FEEDS_SHOWN = 12
TITLE_WIDTH = 26
WIDE = 200
"""Columns where the output is no terminal, so that no address is cut."""


def print_overview(site: Site, report: SyncReport, *, desk: bool) -> None:
    """Print how the stories were read and where the feeds are; `desk`, whether there is one."""
    base_url = site.settings.base_url
    feeds = site.feeds()
    shown = [feed for feed in feeds if feed.kind not in ("tag", "author")][:FEEDS_SHOWN]
    file_name, *others = (format_.file_name for format_ in FORMATS.values())
    console = Console(width=line_width() or WIDE, highlight=False)
    print_refused(report.refused)
    print_notes(report.notes)
    console.print(Text(stories_line(report, site.settings.stories)))
    console.print()
    console.print(_table(shown, file_name))
    if len(feeds) > len(shown):
        rest = count(len(feeds) - len(shown), "more feed")
        console.print(Text(f"{rest}: {base_url}/opml.xml"))
    console.print(Text(f"Each feed is also there as {' and '.join(others)}."))
    if private := site.settings.private_feeds:
        names = ", ".join(feed.name for feed in private)
        console.print(Text(f"Private, at the addresses of 'feedsvc token add NAME': {names}"))
    console.print()
    places = {"Read": "/", "Check": "/validate"} | ({"Desk": "/desk"} if desk else {})
    for label, path in places.items():
        console.print(Text.assemble(f"{label:<7}", (base_url + path, "bold")))
    console.print(Text(f"{'Stop':<7}Ctrl-C"))


def _table(feeds: list[FeedInfo], file_name: str) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("Feed", max_width=TITLE_WIDTH, no_wrap=True, overflow="ellipsis")
    table.add_column("Entries", justify="right", no_wrap=True)
    table.add_column("Address", overflow="fold")
    for feed in feeds:
        table.add_row(Text(feed.title), str(feed.count), Text(feed.url(file_name)))
    return table
