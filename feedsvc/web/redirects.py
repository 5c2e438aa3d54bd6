"""The answer for an old path: where what stood there is now, or that it is gone for good."""

from werkzeug.exceptions import Gone

from feedsvc.redirects import GONE, Moves
from feedsvc.web.answer import NO_SNIFFING, Answer


def moved(moves: Moves, path: str, query: str, method: str, *, max_age: int) -> Answer | None:
    """Return the redirect from a path that settings say is another now; None for all others.

    `path` is as text, `query` as it was sent: it goes along where the new place has none of
    its own. Raises Gone where settings say that nothing is there any more.
    """
    place = moves.find(path, query)
    if place is None:
        return None
    if place == GONE:
        raise Gone
    if method not in ("GET", "HEAD"):
        return None
    # A cache that looks at no queries would send all who ask for the path there.
    alone = moves.hangs_on_query(path, query)
    headers = [
        ("Location", place),
        ("Content-Length", "0"),
        ("Cache-Control", "no-store" if alone else f"public, max-age={max_age}"),
        NO_SNIFFING,
    ]
    return Answer("301 Moved Permanently", headers, b"")
