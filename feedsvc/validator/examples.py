"""Examples for rules: a fragment of a document, or responses of a server."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import msgspec

from feedsvc.validator import namespaces as ns

LONGEST_SHOWN = 1_500
"""How many characters of an example are shown: some rules are about length."""

_SHOWN = "Sat, 16 Nov 2024 09:30:00 GMT"
_SHOWN_W3C = "2024-11-16T09:30:00Z"

RSS_FEED = """\
<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Harbour News</title><link>https://news.example/</link>
<description>News of the quay</description><language>en</language></channel></rss>
"""
LONG_RSS_FEED = RSS_FEED.replace("News of the quay", "News of the quay. " * 400)
_RESPONSE_HEADERS = {
    "Content-Type": "application/rss+xml; charset=utf-8",
    "ETag": '"quay-7"',
    "Last-Modified": "Tue, 03 Mar 2026 09:30:00 GMT",
    "Cache-Control": "max-age=300",
}


class Example(msgspec.Struct, frozen=True):
    """A fragment that shows a fault or its fix, and the whole document around it.

    `build` returns both each time they are used: some have many megabytes.
    """

    build: Callable[[], tuple[str, bytes]]

    @property
    def fragment(self) -> str:
        """The fragment."""
        return self.build()[0]

    @property
    def data(self) -> bytes:
        """The whole document."""
        return self.build()[1]

    @property
    def shown(self) -> str:
        """The fragment, cut if it is long."""
        fragment = self.fragment
        hidden = len(fragment) - LONGEST_SHOWN
        more = f"\n… {hidden:,} more characters …" if hidden > 0 else ""
        return fragment[:LONGEST_SHOWN] + more


def document(text: str | bytes) -> Example:
    """Return a whole document as an example."""
    if isinstance(text, str):
        return Example(lambda: (text, text.encode()))
    return Example(lambda: (text.decode("utf-8", "replace"), text))


def repeating(head: str, repeated: str, times: int, tail: str) -> Example:
    """Return a whole document, maybe a large one, that repeats something."""
    return Example(lambda: document(head + repeated * times + tail).build())


_PREFIXES = " ".join(
    f'xmlns:{prefix}="{uri}"' for uri, prefix in ns.PREFIXES.items() if prefix not in {"xml", ""}
)


def _inside(template: str) -> Callable[[str], Example]:
    """Return a function that puts fragments into a template; an empty one shows the template."""
    around = template.replace(f" {_PREFIXES}", "").replace("…", "")

    def example(fragment: str) -> Example:
        return Example(lambda: (fragment or around, template.replace("…", fragment).encode()))

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
    return _dated(template, fragment, age, "%d %b %Y %H:%M:%S GMT", _SHOWN)


def dated_w3c(template: Callable[[str], Example], fragment: str, age: timedelta) -> Example:
    """Return an example like `dated`, but with a W3C-DTF date."""
    return _dated(template, fragment, age, "%Y-%m-%dT%H:%M:%SZ", _SHOWN_W3C)


def _dated(
    template: Callable[[str], Example], fragment: str, age: timedelta, form: str, shown: str
) -> Example:
    def build() -> tuple[str, bytes]:
        date = (datetime.now(UTC) - age).strftime(form)
        return fragment.format(shown), template(fragment.format(date)).data

    return Example(build)


def response_head(status: str = "200 OK", **headers: str | None) -> str:
    """Return the head of a response: correct headers, some of them replaced or removed (None)."""
    changed = {name.replace("_", "-"): value for name, value in headers.items()}
    sent = {**(_RESPONSE_HEADERS if status.startswith("200") else {}), **changed}
    lines = [f"{name}: {value}" for name, value in sent.items() if value is not None]
    return "\n".join([f"HTTP/1.1 {status}", *lines])


def first_get(*heads: str, body: str = RSS_FEED) -> Example:
    """Return an example of the responses to the first GET, redirects included."""
    return Example(lambda: ("\n\n".join(heads), _conversation(heads, body=body)))


def conditional_get(head: str) -> Example:
    """Return an example of the response to the conditional GET."""
    return Example(lambda: (head, _conversation((response_head(),), conditional=head)))


def head_request(head: str) -> Example:
    """Return an example of the response to HEAD."""
    return Example(lambda: (head, _conversation((response_head(),), head=head)))


def _conversation(
    heads: tuple[str, ...], *, conditional: str = "", head: str = "", body: str = RSS_FEED
) -> bytes:
    """Return all responses in sequence, each with its body, for a server to send."""
    conditional = conditional or response_head("304 Not Modified", ETag=_RESPONSE_HEADERS["ETag"])
    responses = [*heads, conditional, head or heads[-1]]
    bodies = [f"\n\n{body}" if "HTTP/1.1 3" not in one else "\n\n" for one in responses]
    return "\n".join(one + text for one, text in zip(responses, bodies, strict=True)).encode()
