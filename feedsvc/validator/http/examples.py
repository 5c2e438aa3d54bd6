"""Examples of a server's responses: the relevant one, and all that a check would receive."""

from feedsvc.validator.examples import Example

FEED = """\
<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Harbour News</title><link>https://news.example/</link>
<description>News of the quay</description><language>en</language></channel></rss>
"""
LONG_FEED = FEED.replace("News of the quay", "News of the quay. " * 400)
_HEADERS = {
    "Content-Type": "application/rss+xml; charset=utf-8",
    "ETag": '"quay-7"',
    "Last-Modified": "Tue, 03 Mar 2026 09:30:00 GMT",
    "Cache-Control": "max-age=300",
}


def response_head(status: str = "200 OK", **headers: str | None) -> str:
    """Return the head of a response: correct headers, some of them replaced or removed (None)."""
    changed = {name.replace("_", "-"): value for name, value in headers.items()}
    sent = {**(_HEADERS if status.startswith("200") else {}), **changed}
    lines = [f"{name}: {value}" for name, value in sent.items() if value is not None]
    return "\n".join([f"HTTP/1.1 {status}", *lines])


def first_get(*heads: str, body: str = FEED) -> Example:
    """Return an example of the responses to the first GET, redirects included."""
    return Example("\n\n".join(heads), _conversation(heads, body=body))


def conditional_get(head: str) -> Example:
    """Return an example of the response to the conditional GET."""
    return Example(head, _conversation((response_head(),), conditional=head))


def head_request(head: str) -> Example:
    """Return an example of the response to HEAD."""
    return Example(head, _conversation((response_head(),), head=head))


def _conversation(
    heads: tuple[str, ...], *, conditional: str = "", head: str = "", body: str = FEED
) -> bytes:
    """Return all responses in sequence, each with its body, for a server to send."""
    conditional = conditional or response_head("304 Not Modified", ETag=_HEADERS["ETag"])
    responses = [*heads, conditional, head or heads[-1]]
    bodies = [f"\n\n{body}" if "HTTP/1.1 3" not in one else "\n\n" for one in responses]
    return "\n".join(one + text for one, text in zip(responses, bodies, strict=True)).encode()
