"""Examples for rules: a fragment, and the document that contains it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import msgspec

from feedsvc.validator import namespaces as ns

LONGEST_SHOWN = 1_500
"""How many characters of an example are shown: some rules are about length."""

_SHOWN = "Sat, 16 Nov 2024 09:30:00 GMT"
_SHOWN_W3C = "2024-11-16T09:30:00Z"


class Example(msgspec.Struct, frozen=True):
    """A fragment that shows a fault or its fix, and the whole document around it."""

    fragment: str
    data: bytes

    @property
    def shown(self) -> str:
        """The fragment, cut if it is long."""
        left = len(self.fragment) - LONGEST_SHOWN
        more = f"\n… {left:,} more characters …" if left > 0 else ""
        return self.fragment[:LONGEST_SHOWN] + more


def document(text: str | bytes) -> Example:
    """Return a whole document as an example."""
    data = text.encode() if isinstance(text, str) else text
    return Example(data.decode("utf-8", "replace"), data)


_PREFIXES = " ".join(
    f'xmlns:{prefix}="{uri}"' for uri, prefix in ns.PREFIXES.items() if prefix not in {"xml", ""}
)


def _inside(template: str) -> Callable[[str], Example]:
    """Return a function that puts fragments into a template; an empty one shows the template."""
    around = template.replace(f" {_PREFIXES}", "").replace("…", "")

    def example(fragment: str) -> Example:
        return Example(fragment or around, template.replace("…", fragment).encode())

    return example


_CHANNEL = "<title>Harbour News</title><link>https://news.example/</link>"

rss = _inside(f'<rss version="2.0" {_PREFIXES}>…</rss>')
channel = _inside(
    f'<rss version="2.0" {_PREFIXES}><channel>{_CHANNEL}'
    "<description>News of the quay</description>…</channel></rss>"
)
item = _inside(
    f'<rss version="2.0" {_PREFIXES}><channel>{_CHANNEL}'
    "<description>News of the quay</description><item>…</item></channel></rss>"
)
feed = _inside(f'<feed xmlns="{ns.ATOM}" {_PREFIXES}>…</feed>')
entry = _inside(f'<feed xmlns="{ns.ATOM}" {_PREFIXES}><entry>…</entry></feed>')
rdf = _inside(f'<rdf:RDF xmlns="{ns.RSS1}" {_PREFIXES}>…</rdf:RDF>')
opml = _inside(f'<opml version="2.0" {_PREFIXES}>…</opml>')
json_feed = _inside(
    '{"version": "https://jsonfeed.org/version/1.1", "title": "Harbour News", "items": [], …}'
)
json_item = _inside(
    '{"version": "https://jsonfeed.org/version/1.1", "title": "Harbour News", "items": [{…}]}'
)


def dated(template: Callable[[str], Example], fragment: str, age: timedelta) -> Example:
    """Return an example with an RSS date at `{}` that is always as old as `age`.

    The fragment on display has a fixed date, so that pages with it stay the same.
    """
    date = (datetime.now(UTC) - age).strftime("%d %b %Y %H:%M:%S GMT")
    return Example(fragment.format(_SHOWN), template(fragment.format(date)).data)


def dated_w3c(template: Callable[[str], Example], fragment: str, age: timedelta) -> Example:
    """Return an example like `dated`, but with a W3C-DTF date."""
    date = (datetime.now(UTC) - age).strftime("%Y-%m-%dT%H:%M:%SZ")
    return Example(fragment.format(_SHOWN_W3C), template(fragment.format(date)).data)
