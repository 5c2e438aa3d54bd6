"""`feedsvc validate`: check feeds, and explain the rules they are checked by."""

import re
from typing import TYPE_CHECKING, Any

import click
import msgspec

from feedsvc.cli.console import examples, print_line, print_problem, quiet_option
from feedsvc.cli.progress import Bar
from feedsvc.cli.targets import Target, find_targets, is_not_a_feed, read_target
from feedsvc.errors import TargetError
from feedsvc.settings import load_settings
from feedsvc.validator import Report, Severity, validate
from feedsvc.validator.finding import Selection, patterns, unknown
from feedsvc.validator.reporters import REPORTERS, Checked, safe

if TYPE_CHECKING:
    from collections.abc import Collection

INVALID, UNREADABLE = 1, 2
_LINE_FORMATS = frozenset({"text", "github"})
"""Formats that can be empty; the others always have a frame for programs, and are UTF-8."""
_CODES: dict[str, Any] = {"multiple": True, "metavar": "CODE,..."}


def _check_url(_ctx: click.Context, _parameter: click.Parameter, url: str | None) -> str | None:
    """Return an option's URL; without a scheme, it would not match the links of any feed."""
    if url is not None and not re.match(r"https?://[^/\s?#]", url, re.IGNORECASE):
        raise click.BadParameter(f"{url!r}; expected a URL such as https://news.example.org")
    return url


@click.command(
    epilog=examples(
        "feedsvc validate site",
        "feedsvc validate https://news.example.org/rss.xml",
        "feedsvc validate rss.xml --previous rss-yesterday.xml",
        "feedsvc validate podcast.xml --profile podcast --ignore 'itunes-*'",
        "feedsvc validate --explain duplicate-ids",
    )
)
@click.argument("names", nargs=-1, metavar="TARGET...")
@click.option(
    "--format",
    "style",
    type=click.Choice(list(REPORTERS)),
    default="text",
    show_default=True,
    help="The format of the report: text for people, the others for programs.",
)
@click.option(
    "--base-url",
    metavar="URL",
    callback=_check_url,
    help="The URL at which the files are published, to check self links.",
)
@click.option("--select", **_CODES, help="Report only these rules; 'itunes-*' matches several.")
@click.option("--ignore", **_CODES, help="Do not report these rules.")
@click.option(
    "--severity",
    type=click.Choice([severity.value for severity in Severity]),
    default=Severity.INFO.value,
    show_default=True,
    help="The lowest severity to report.",
)
@click.option(
    "--profile",
    "profiles",
    multiple=True,
    metavar="NAME",
    help="Also check partner rules, such as podcast or msn; can be repeated.",
)
@click.option(
    "--previous",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False),
    help="An earlier version of the feed, to compare with.",
)
@click.option("--explain", metavar="CODE", help="Explain a rule instead of checking.")
@click.option("--list-rules", is_flag=True, help="List all rules instead of checking.")
@quiet_option
@click.pass_context
def command(
    ctx: click.Context,
    *,
    names: tuple[str, ...],
    style: str,
    base_url: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    severity: str,
    profiles: tuple[str, ...],
    previous: str | None,
    explain: str | None,
    list_rules: bool,
    quiet: bool,
) -> None:
    """Check RSS, Atom and JSON feeds.

    TARGET is a file, a folder, a URL, or "-" for standard input. In a folder, every feed is
    checked. For a URL, the server's response is checked as well.

    Exit code 1 means that a document has an error, 2 that one cannot be read. Findings that
    are not selected do not count.
    """
    selection = _selection(select, ignore, severity)
    _check_profiles(profiles)
    if explain is not None or list_rules:
        _show_rules(explain, selection, profiles, style)
        return
    targets = find_targets(names)
    if not targets:
        raise click.UsageError("Missing argument 'TARGET...'")
    if previous is not None and len(targets) > 1:
        raise click.UsageError(f"--previous compares a single document; found {len(targets)}")
    checker = _Checker(selection, base_url, profiles, previous)
    checked: list[Checked] = []
    with Bar("Checking", quiet=quiet) as bar:
        for done, target in enumerate(targets):
            bar(done, len(targets))
            document = checker.check(target)
            checked += [document] if document else []
    if not checked:
        raise TargetError(f"{', '.join(names)}: no feeds in this folder")
    _print_report(checked, style, quiet=quiet)
    if any(document.error for document in checked):
        ctx.exit(UNREADABLE)
    if not all(document.valid for document in checked):
        ctx.exit(INVALID)


class _Checker:
    """Checks targets, all with the same options."""

    def __init__(
        self,
        selection: Selection,
        base_url: str | None,
        profiles: tuple[str, ...],
        previous: str | None,
    ) -> None:
        self._selection, self._base_url, self._profiles = selection, base_url, profiles
        self._limit = load_settings().limits.document_bytes
        self._previous = previous
        self._earlier = b"" if previous is None else read_target(Target(previous), self._limit)

    def check(self, target: Target) -> Checked | None:
        """Return the document with its report, or with the reason why it cannot be read.

        Return None for a file in a folder that is not a feed.
        """
        unreadable = Checked(target.display_name, b"", Report(format="unknown"))
        if target.error:
            return unreadable._replace(error=target.error)
        try:
            validated = self._validate_url(target) if target.is_url else self._validate(target)
            if validated is None:
                return None
            data, report = validated
            report = self._selection.apply(self._with_changes(data, report))
        except TargetError as error:
            return unreadable._replace(error=str(error))
        return Checked(target.display_name, data if report.findings else b"", report)

    def _validate(self, target: Target) -> tuple[bytes, Report] | None:
        data = read_target(target, self._limit)
        if is_not_a_feed(target, data):
            return None
        location = target.location(self._base_url)
        return data, validate(data, location=location, limit=self._limit, profiles=self._profiles)

    def _validate_url(self, target: Target) -> tuple[bytes, Report]:
        from feedsvc.validator.http.fetching import validate_url  # noqa: PLC0415 -- loads httpx

        return validate_url(target.name, limit=self._limit, profiles=self._profiles)

    def _with_changes(self, data: bytes, report: Report) -> Report:
        """Return the report with the findings of a comparison with the earlier version."""
        if self._previous is None:
            return report
        from feedsvc.validator.comparing import compare  # noqa: PLC0415 -- loads lxml

        changes = compare(data, self._earlier, name=self._previous, limit=self._limit)
        findings = sorted((*report.findings, *changes), key=lambda one: (one.line, one.column))
        return msgspec.structs.replace(report, findings=tuple(findings))


def _print_report(checked: list[Checked], style: str, *, quiet: bool) -> None:
    for document in checked:
        if document.error:
            print_problem(safe(f"Error: {document.error}"))
    shown = [one for one in checked if not (quiet and one.valid)]
    if shown or not quiet or style not in _LINE_FORMATS:
        for line in REPORTERS[style](shown):
            # JSON can contain half a surrogate pair, and a file name any bytes.
            data = line.encode(errors="replace")
            if style == "text":
                print_line(data.decode())
            else:
                click.echo(data.decode() if style in _LINE_FORMATS else data)


def _selection(select: tuple[str, ...], ignore: tuple[str, ...], severity: str) -> Selection:
    known: Collection[str] = ()
    if select or ignore:
        from feedsvc.validator.rulebook import codes  # noqa: PLC0415 -- loads lxml

        known = codes()
    return Selection(
        select=patterns(select, known), ignore=patterns(ignore, known), severity=Severity(severity)
    )


def _check_profiles(profiles: tuple[str, ...]) -> None:
    if profiles:
        from feedsvc.validator.profiles import PROFILES  # noqa: PLC0415 -- rarely needed

        for name in profiles:
            if name not in PROFILES:
                raise unknown("profile", name, PROFILES)


def _show_rules(
    explain: str | None, selection: Selection, profiles: tuple[str, ...], style: str
) -> None:
    from feedsvc.cli import rulebook  # noqa: PLC0415 -- loads lxml

    if style not in {"text", "json"}:
        raise click.UsageError(f"rules can be shown as text or json, not as {style}")
    if explain is not None:
        rulebook.explain(explain, style)
    else:
        rulebook.list_rules(selection, profiles, style)
