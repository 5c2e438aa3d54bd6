"""Moves as files that web servers read, beside the documents of a built site."""

import re
from collections.abc import Callable, Iterable
from urllib.parse import quote

from feedsvc.moves.table import GONE, Moves, Rule

MARK = "# Written by 'feedsvc build' from moved and gone in the settings: change them there."

_NO_QUERIES = "# Left out, for hosts that read this go by paths alone: "


def redirects(moves: Moves) -> bytes:
    """Return the moves as `_redirects`, which Netlify, Cloudflare Pages and others read.

    What is gone shows the front page with the status 410; a host that knows no such rule
    passes over it. Rules there go by paths alone: what hangs on a query is left out.
    """
    left = [f"{_NO_QUERIES}{rule.source}" for rule in moves.query_rules()]
    return _file([*left, *(_redirect(moves, rule) for rule in moves.rules())])


def nginx_map(moves: Moves) -> bytes:
    """Return the moves as lines of a `map $uri ...` of nginx.

    Its value is where to go, `gone`, or nothing. nginx has taken the quoting off `$uri`, so
    that only a rest of printable ASCII may get into a header.
    """
    return _file(_mapped(moves, rule) for rule in moves.rules())


def nginx_query_map(moves: Moves) -> bytes:
    """Return the moves that hang on a query as lines of a `map $uri?$args ...` of nginx."""
    return _file(_mapped(moves, rule) for rule in moves.query_rules())


FILES: dict[str, Callable[[Moves], bytes]] = {
    "_redirects": redirects,
    "nginx-moved.map": nginx_map,
    "nginx-moved-queries.map": nginx_query_map,
}
"""The files by their names in the output folder."""


def is_ours(body: bytes) -> bool:
    """Tell whether feedsvc wrote a file of one of those names."""
    return body.startswith(MARK.encode())


def _file(lines: Iterable[str]) -> bytes:
    return "".join(f"{line}\n" for line in (MARK, *lines)).encode()


def _redirect(moves: Moves, rule: Rule) -> str:
    source = quote(moves.public(rule.source), safe="/~!@$&'()+,;=:")
    place = _place(moves, rule, ":splat")
    end = f"{moves.public('/')} 410" if place == GONE else f"{place} 301"
    return f"{source}{'*' if rule.prefix else ''} {end}"


def _mapped(moves: Moves, rule: Rule) -> str:
    source = moves.public(rule.source)
    if rule.prefix:
        source = rf"~^{re.escape(source[:-1])}(?:/++(?<feedsvc_rest>[!-~]*))?$"
    quoted = source.replace('"', '\\"')
    return f'"{quoted}" "{_place(moves, rule, "$feedsvc_rest")}";'


def _place(moves: Moves, rule: Rule, rest: str) -> str:
    """Return where a rule leads; what moved several times does so in one step, of a path."""
    if not rule.prefix:
        path, _, query = rule.source.partition("?")
        return moves.find(path, query) or GONE
    place = moves.public(rule.target)
    return place[:-1] + rest if place.endswith("*") else place
