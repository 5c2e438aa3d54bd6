"""Redirects from old paths, and paths that are gone for good (`moved` and `gone`)."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple
from urllib.parse import quote, unquote, urlsplit

from feedsvc.errors import SettingsError

LONGEST = 20
"""The longest chain of redirects; browsers follow no more than that (Fetch, section 4.4)."""

GONE = "gone"
"""The target of a path that is gone for good; no URL or path equals it."""

MARK = "# Written by 'feedsvc build' from moved and gone in the settings: change them there."
"""The first line of each generated file."""

_ANYTHING = "\0"
_LEGAL = "%/:?#[]@!&'()*+,;=~"
_QUERY_IGNORED = "# Omitted, since hosts that read this file ignore queries: "


class Rule(NamedTuple):
    """What happened to one path, or to everything below it.

    `source` is an unquoted path; for a `prefix`, that of a folder with its trailing slash. If
    the rule applies to one query only, the query follows, quoted as clients send it.
    `target` is a path or URL as written in a Location header, or `GONE`; if it ends in `/*`,
    the rest of the path is appended.
    """

    source: str
    prefix: bool
    target: str


class Redirects:
    """The redirects of a site, ready for lookups."""

    def __init__(self, moved: Mapping[str, str], gone: Iterable[str], base_url: str) -> None:
        """Read both tables; raises SettingsError for an invalid path or a redirect loop."""
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
        """Yield the rules that ignore the query, most specific first."""
        yield from sorted(self._exact.values())
        yield from sorted(self._prefixes.values(), key=lambda rule: (-len(rule.source), rule))

    def query_rules(self) -> list[Rule]:
        """Return the rules for a path with one particular query."""
        return sorted(self._queries.values())

    def __bool__(self) -> bool:
        return bool(self._exact or self._queries or self._prefixes)

    def depends_on_query(self, path: str, query: str) -> bool:
        """Return whether a rule applies to the path with this query only."""
        return f"{path}?{query}" in self._queries

    def find(self, path: str, query: str = "") -> str | None:
        """Return the Location that a path redirects to, `GONE`, or None if no rule applies.

        `path` is unquoted, `query` as the client sent it; it is passed on to a target without
        a query of its own. Chains of redirects are resolved in one step. A Location on this
        site is a path, including the path of the site's own URL.
        """
        place = self._step(path, query)
        for _ in range(LONGEST):
            further = self._next(place)
            if further is None:
                break
            place = further
        return self.public(place) if place else None

    def public(self, place: str) -> str:
        """Return a path of this site as browsers request it; a URL is returned unchanged."""
        return self._mount + place if place.startswith("/") else place

    def _add(self, table: str, source: str, target: str) -> None:
        written, mark, query = source.partition("?")
        _check(table, source, written)
        path, prefix = unquote(written), source.endswith("/*") and not mark
        rules = self._prefixes if prefix else self._queries if mark else self._exact
        key = path.removesuffix("*") if prefix else path + mark + quote(query, safe=_LEGAL)
        if key in rules:
            raise SettingsError(
                f"{table}: {source!r} is listed twice in moved and gone; remove one of them"
            )
        rules[key] = Rule(key, prefix, target)

    def _target(self, source: str, target: str) -> str:
        """Return a target as written in a Location header; a URL of this site as a path."""
        local = target.removeprefix(self._base_url)
        place = local if local.startswith("/") else target
        fault = None
        if not place.startswith(("/", "http://", "https://")) or place.startswith("//"):
            fault = "expected a path such as /new/ or a URL such as https://example.org/"
        elif any(character <= " " or character == "\\" for character in place):
            fault = "write spaces and backslashes as %20 and %5C"
        elif "*" in place and not (source.endswith("/*") and place.find("*") == len(place) - 1):
            fault = "a * is only allowed at the end, and only if the old path ends with one"
        elif place.endswith("*") and not place.endswith("/*"):
            fault = "a * must follow a slash"
        if fault:
            raise SettingsError(f"moved.{source}: {target!r}: {fault}")
        return quote(place, safe=_LEGAL)

    def _step(self, path: str, query: str) -> str | None:
        """Return the target of a single redirect."""
        if self.depends_on_query(path, query):
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
                # A rest that starts with a slash could form the URL of another host.
                rest = quote(path[len(folder) :].lstrip("/"), safe="/~")
                return rule.target[:-1] + rest if rule.target.endswith("*") else rule.target
        return None

    def _next(self, place: str | None) -> str | None:
        if place is None or not place.startswith("/"):
            return None
        path, _, query = place.partition("#")[0].partition("?")
        return self._step(unquote(path), query)

    def _refuse_loop(self, rule: Rule) -> None:
        """Follow a redirect to its end; raise SettingsError if it has none.

        Following each rule's own source is enough: in any loop, the rule that keeps the
        longest rest of the path leads into the loop by itself, since the other rules never
        look at that rest.
        """
        source = rule.source + (_ANYTHING if rule.prefix else "")
        path, _, query = source.partition("?")
        chain, place = [source], self._step(path, query)
        while place is not None:
            chain.append(unquote(place))
            if chain[-1] in chain[:-1] or len(chain) > LONGEST + 1:
                shown = " -> ".join(each.replace(_ANYTHING, "*") for each in chain[:5])
                more = " -> ..." if len(chain) > len(chain[:5]) else ""
                raise SettingsError(
                    f"moved: a loop or more than {LONGEST} redirects: {shown}{more}; "
                    "make one of them lead to an existing page"
                )
            place = self._next(place)


def redirects_file(redirects: Redirects) -> bytes:
    """Return the redirects as `_redirects`, the format of Netlify, Cloudflare Pages and others.

    A path that is gone shows the front page with the status 410; hosts that do not support
    this ignore the rule. These files match paths only, so rules for queries are omitted.
    """
    omitted = [f"{_QUERY_IGNORED}{rule.source}" for rule in redirects.query_rules()]
    return _file([*omitted, *(_redirect(redirects, rule) for rule in redirects.rules())])


def nginx_map(redirects: Redirects) -> bytes:
    """Return the redirects as lines of a `map $uri ...` block of nginx.

    The value is a Location or `gone`. nginx unquotes `$uri`, so the captured rest is limited
    to printable ASCII before it gets into a header.
    """
    return _file(_mapped(redirects, rule) for rule in redirects.rules())


def nginx_query_map(redirects: Redirects) -> bytes:
    """Return the rules for queries as lines of a `map $uri?$args ...` block of nginx."""
    return _file(_mapped(redirects, rule) for rule in redirects.query_rules())


FILES: dict[str, Callable[[Redirects], bytes]] = {
    "_redirects": redirects_file,
    "nginx-moved.map": nginx_map,
    "nginx-moved-queries.map": nginx_query_map,
}
"""The generated files by their names in the output folder."""


def is_ours(body: bytes) -> bool:
    """Return whether feedsvc wrote a file that has one of these names."""
    return body.startswith(MARK.encode())


def _check(table: str, source: str, path: str) -> None:
    """Raise SettingsError for an invalid path, or a query that no client sends."""
    fault = None
    if not path.startswith("/"):
        fault = "expected a path such as /old/, starting with a slash"
    elif any(character < " " or character in "?#\\\x7f" for character in unquote(path)):
        fault = "a path cannot contain control characters, ?, # or \\"
    elif any(character <= " " or character in "#\\\x7f" for character in source[len(path) :]):
        fault = "in a query, write spaces, # and backslashes as %20, %23 and %5C"
    elif source.endswith("?"):
        fault = "expected a query after the ?"
    elif "*" in (path if path != source else source.removesuffix("/*")):
        fault = "a * is only allowed after the last slash, where it matches everything below"
    if fault:
        raise SettingsError(f"{table}: {source!r}: {fault}")


def _with_query(place: str, query: str) -> str:
    """Append the query that the client sent, unless the target has one of its own."""
    if not query or "?" in place:
        return place
    head, mark, fragment = place.partition("#")
    return f"{head}?{query}{mark}{fragment}"


def _folders(path: str) -> Iterator[str]:
    """Yield the path as a folder, then its parent folders, innermost first."""
    if not path.endswith("/"):
        yield path + "/"
    end = len(path)
    while (end := path.rfind("/", 0, end)) >= 0:
        yield path[: end + 1]


def _file(lines: Iterable[str]) -> bytes:
    return "".join(f"{line}\n" for line in (MARK, *lines)).encode()


def _redirect(redirects: Redirects, rule: Rule) -> str:
    source = quote(redirects.public(rule.source), safe="/~!@$&'()+,;=:")
    place = _place(redirects, rule, ":splat")
    target = f"{redirects.public('/')} 410" if place == GONE else f"{place} 301"
    return f"{source}{'*' if rule.prefix else ''} {target}"


def _mapped(redirects: Redirects, rule: Rule) -> str:
    source = redirects.public(rule.source)
    if rule.prefix:
        source = rf"~^{re.escape(source[:-1])}(?:/++(?<feedsvc_rest>[!-~]*))?$"
    quoted = source.replace('"', '\\"')
    return f'"{quoted}" "{_place(redirects, rule, "$feedsvc_rest")}";'


def _place(redirects: Redirects, rule: Rule, rest: str) -> str:
    """Return where a rule leads; chains are resolved for rules without a prefix only."""
    if not rule.prefix:
        path, _, query = rule.source.partition("?")
        return redirects.find(path, query) or GONE
    place = redirects.public(rule.target)
    return place[:-1] + rest if place.endswith("*") else place
