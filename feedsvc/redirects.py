"""Where what stood at an old path is now: moved elsewhere, or gone for good."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple
from urllib.parse import quote, unquote, urlsplit

from feedsvc.errors import SettingsError

LONGEST = 20
"""Over how many moves a way may lead: browsers follow no more redirects (Fetch, section 4.4)."""

GONE = "gone"
"""What stands for a place where nothing is any more; no address can be this."""

_ANYTHING = "\0"
_LEGAL = "%/:?#[]@!&'()*+,;=~"


class Rule(NamedTuple):
    """What happened to one path, or to all below it.

    `source` is a path as text, of a `prefix` that of its folder with a slash at its end. A
    query follows where it is about that one alone, quoted as it is sent.
    `target` is a path or an address, as it stands in a Location; where it ends in `/*`, the
    rest of the path follows. `GONE` says that there is none.
    """

    source: str
    prefix: bool
    target: str


class Moves:
    """What `[moved]` and `gone` of the settings say, ready to be asked."""

    def __init__(self, moved: Mapping[str, str], gone: Iterable[str], base_url: str) -> None:
        """Read the tables; raises SettingsError where a path cannot be one, or leads in a loop."""
        self._base_url = base_url
        self._mount = quote(urlsplit(base_url).path, safe=_LEGAL)
        self._exact: dict[str, Rule] = {}
        self._queries: dict[str, Rule] = {}
        self._prefixes: dict[str, Rule] = {}
        for source in gone:
            self._add("gone", source, GONE)
        for source, target in moved.items():
            self._add("moved", source, self._target(source, target))
        for rule in (*self.rules(), *self.query_rules()):
            self._refuse_loop(rule)

    def rules(self) -> Iterator[Rule]:
        """Yield those about paths with any query as they are to be tried: the closest fit first."""
        yield from sorted(self._exact.values())
        yield from sorted(self._prefixes.values(), key=lambda rule: (-len(rule.source), rule))

    def query_rules(self) -> list[Rule]:
        """Return those about a path with one query alone."""
        return sorted(self._queries.values())

    def __bool__(self) -> bool:
        return bool(self._exact or self._queries or self._prefixes)

    def hangs_on_query(self, path: str, query: str) -> bool:
        """Tell whether a path with this very query is not what the path is with any other."""
        return f"{path}?{query}" in self._queries

    def find(self, path: str, query: str = "") -> str | None:
        """Return where to go from a path, as a Location; GONE, or None where nothing is said.

        `path` is as text, not quoted, `query` as it was sent: where nothing is said of it, it
        goes along to a place that has none of its own. What moved several times is found in one
        step. A Location of this site is a path, below the path of the site's own address.
        """
        place = self._step(path, query)
        for _ in range(LONGEST):
            further = self._onward(place)
            if further is None:
                break
            place = further
        return self.public(place) if place else None

    def public(self, place: str) -> str:
        """Return a path of this site as browsers ask for it; an address remains as it is."""
        return self._mount + place if place.startswith("/") else place

    def _add(self, table: str, source: str, target: str) -> None:
        written, mark, query = source.partition("?")
        _check(table, source, written)
        path, prefix = unquote(written), source.endswith("/*") and not mark
        rules = self._prefixes if prefix else self._queries if mark else self._exact
        key = path.removesuffix("*") if prefix else path + mark + quote(query, safe=_LEGAL)
        if key in rules:
            raise SettingsError(f"{table}: {source!r} is there twice, here or in moved and gone")
        rules[key] = Rule(key, prefix, target)

    def _target(self, source: str, target: str) -> str:
        """Return a target as it stands in a Location; one of this site as a path."""
        own = target.removeprefix(self._base_url)
        place = own if own.startswith("/") else target
        fault = None
        if not place.startswith(("/", "http://", "https://")) or place.startswith("//"):
            fault = "expected a path such as /new/, or an address such as https://example.org/"
        elif any(character <= " " or character == "\\" for character in place):
            fault = "write spaces and backslashes as %20 and %5C"
        elif "*" in place and not (source.endswith("/*") and place.find("*") == len(place) - 1):
            fault = "a * may stand at the end alone, and only where one ends the old path"
        elif place.endswith("*") and not place.endswith("/*"):
            fault = "a * follows a slash"
        if fault:
            raise SettingsError(f"moved.{source}: {target!r}: {fault}")
        return quote(place, safe=_LEGAL)

    def _step(self, path: str, query: str) -> str | None:
        """Return where one move leads."""
        if self.hangs_on_query(path, query):
            return self._queries[f"{path}?{query}"].target
        place = self._path_step(path)
        return place if place is None or place == GONE else _with_query(place, query)

    def _path_step(self, path: str) -> str | None:
        if path in self._exact:
            return self._exact[path].target
        if not self._prefixes:
            return None
        for folder in _folders(path):
            rule = self._prefixes.get(folder)
            if rule:
                # A rest that began with a slash could make an address of another host.
                rest = quote(path[len(folder) :].lstrip("/"), safe="/~")
                return rule.target[:-1] + rest if rule.target.endswith("*") else rule.target
        return None

    def _onward(self, place: str | None) -> str | None:
        if place is None or not place.startswith("/"):
            return None
        path, _, query = place.partition("#")[0].partition("?")
        return self._step(unquote(path), query)

    def _refuse_loop(self, rule: Rule) -> None:
        """Follow a move to its end.

        Should any path lead in a loop, then one of these does: of the moves in it, take the
        one that leaves the longest part of the path as it is. Whatever that part may be, the
        others never look at it.
        """
        source = rule.source + (_ANYTHING if rule.prefix else "")
        path, _, query = source.partition("?")
        way, place = [source], self._step(path, query)
        while place is not None:
            way.append(unquote(place))
            if way[-1] in way[:-1] or len(way) > LONGEST + 1:
                shown = " -> ".join(each.replace(_ANYTHING, "*") for each in way[:5])
                more = " -> ..." if len(way) > len(way[:5]) else ""
                raise SettingsError(
                    f"moved: a loop, or more than {LONGEST} moves: {shown}{more}; "
                    "let one of them lead to a page that is there"
                )
            place = self._onward(place)


def _check(table: str, source: str, path: str) -> None:
    """Refuse a source whose path cannot be one, or whose query no client sends."""
    fault = None
    if not path.startswith("/"):
        fault = "expected a path such as /old/, from the first slash on"
    elif any(character < " " or character in "?#\\\x7f" for character in unquote(path)):
        fault = "a path has no control characters, and no ?, # or \\"
    elif any(character <= " " or character in "#\\\x7f" for character in source[len(path) :]):
        fault = "in a query, write spaces, # and backslashes as %20, %23 and %5C"
    elif source.endswith("?"):
        fault = "a query follows the ?"
    elif "*" in (path if path != source else source.removesuffix("/*")):
        fault = "a * may stand after the last slash alone, for all that is below"
    if fault:
        raise SettingsError(f"{table}: {source!r}: {fault}")


def _with_query(place: str, query: str) -> str:
    """Return a place with the query that was sent, where it has none of its own."""
    if not query or "?" in place:
        return place
    head, mark, fragment = place.partition("#")
    return f"{head}?{query}{mark}{fragment}"


def _folders(path: str) -> Iterator[str]:
    """Yield the path as a folder, then the folders it is in, the closest first."""
    if not path.endswith("/"):
        yield path + "/"
    end = len(path)
    while (end := path.rfind("/", 0, end)) >= 0:
        yield path[: end + 1]


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
