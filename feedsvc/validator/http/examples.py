"""Examples of a server's answers: the one that matters, and all that a check would get."""

from feedsvc.validator.examples import Example

FEED = """\
<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Harbour News</title><link>https://news.example/</link>
<description>News of the quay</description><language>en</language></channel></rss>
"""
LONG_FEED = FEED.replace("News of the quay", "News of the quay. " * 400)
_SOUND = {
    "Content-Type": "application/rss+xml; charset=utf-8",
    "ETag": '"quay-7"',
    "Last-Modified": "Tue, 03 Mar 2026 09:30:00 GMT",
    "Cache-Control": "max-age=300",
}


def response_head(status: str = "200 OK", **headers: str | None) -> str:
    """Write the head of an response: the sound headers, changed or taken away by those given."""
    changed = {name.replace("_", "-"): value for name, value in headers.items()}
    written = {**(_SOUND if status.startswith("200") else {}), **changed}
    lines = [f"{name}: {value}" for name, value in written.items() if value is not None]
    return "\n".join([f"HTTP/1.1 {status}", *lines])


def first_get(*heads: str, again: str = "", head: str = "", body: str = FEED) -> Example:
    """Show the answers to the first_get GET, hops before it included."""
    return Example("\n\n".join(heads), _conversation(heads, again, head, body))


def conditional_get(again: str, *, get: str = "", body: str = FEED) -> Example:
    """Show the response to the conditional GET."""
    return Example(again, _conversation((get or response_head(),), again, "", body))


def head_request(head: str, *, get: str = "") -> Example:
    """Show the response to HEAD."""
    return Example(head, _conversation((get or response_head(),), "", head, FEED))


def _conversation(heads: tuple[str, ...], again: str, head: str, body: str) -> bytes:
    """Write all answers one after the other, each with its body, as a server may give them."""
    again = again or response_head("304 Not Modified", ETag=_SOUND["ETag"])
    answers = [*heads, again, head or heads[-1]]
    bodies = [f"\n\n{body}" if "HTTP/1.1 3" not in one else "\n\n" for one in answers]
    return "\n".join(one + text for one, text in zip(answers, bodies, strict=True)).encode()
