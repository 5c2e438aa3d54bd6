"""`feedsvc validate`: what is wrong with a feed, where, and which specification says so."""

import re
from typing import TYPE_CHECKING, Any

import click
import msgspec

from feedsvc.cli.console import examples, print_line, problem, quiet_option
from feedsvc.cli.progress import Bar
from feedsvc.cli.targets import Target, is_passed_over, read, targets
from feedsvc.errors import TargetError
from feedsvc.settings import load_settings
from feedsvc.validator import Report, Severity, validate
from feedsvc.validator.finding import Selection, patterns, unknown
from feedsvc.validator.reporters import REPORTERS, Checked, safe

if TYPE_CHECKING:
    from collections.abc import Collection

INVALID, UNREAD = 1, 2
_OF_LINES = frozenset({"text", "github"})
"""Formats of which nothing may be left; of the others a program needs the frame, in UTF-8."""
_CODES: dict[str, Any] = {"multiple": True, "metavar": "CODE,..."}


def _web_address(_ctx: click.Context, _parameter: click.Parameter, url: str | None) -> str | None:
    """Return an option's address; one without a scheme would equal no link of any feed."""
    if url is not None and not re.match(r"https?://[^/\s?#]", url, re.IGNORECASE):
        raise click.BadParameter(f"{url!r} does not begin with https:// or http:// and a host.")
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
    help="For people or for programs.",
)
@click.option(
    "--base-url",
    metavar="URL",
    callback=_web_address,
    help="The folder on the web where the files are: self links are compared with it.",
)
@click.option("--select", **_CODES, help="Only these; 'itunes-*' stands for all that begin so.")
@click.option("--ignore", **_CODES, help="All but these.")
@click.option(
    "--severity",
    type=click.Choice([severity.value for severity in Severity]),
    default=Severity.INFO.value,
    show_default=True,
    help="The lowest that is shown.",
)
@click.option(
    "--profile",
    "profiles",
    multiple=True,
    metavar="NAME",
    help="The rules of a partner too, such as podcast or msn.",
)
@click.option(
    "--previous",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False),
    help="An earlier version of the feed, to compare with.",
)
@click.option("--explain", metavar="CODE", help="Tell about a rule, and check nothing.")
@click.option("--list-rules", is_flag=True, help="List all rules, and check nothing.")
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

    TARGET is a file, a folder, an http address, or "-" for standard input. Below a folder,
    every feed is checked. For an address, what its server answers is checked as well.

    Exit code 1 means that a document has an error, 2 that one cannot be read. Findings that
    are not selected count for nothing.
    """
    selection = _selection(select, ignore, severity)
    _refuse_unknown(profiles)
    if explain is not None or list_rules:
        _tell(explain, selection, profiles, style)
        return
    found = targets(names)
    if not found:
        raise click.UsageError("Missing argument 'TARGET...'.")
    if previous is not None and len(found) > 1:
        raise click.UsageError(f"--previous compares one document, and here are {len(found)}.")
    checker = _Checker(selection, base_url, profiles, previous)
    checked: list[Checked] = []
    with Bar("Checking", quiet=quiet) as bar:
        for done, target in enumerate(found):
            bar(done, len(found))
            document = checker.check(target)
            checked += [document] if document else []
    if not checked:
        raise TargetError(f"{', '.join(names)}: no feed is below this folder")
    _report(checked, style, quiet=quiet)
    if any(document.error for document in checked):
        ctx.exit(UNREAD)
    if not all(document.valid for document in checked):
        ctx.exit(INVALID)


class _Checker:
    """Checks one target after the other, all with the same options."""

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
        self._earlier = b"" if previous is None else read(Target(previous), self._limit)

    def check(self, target: Target) -> Checked | None:
        """Return the document with its report, or with the reason why it cannot be read.

        None for a file that is passed over.
        """
        unread = Checked(target.shown, b"", Report(format="unknown"))
        if target.error:
            return unread._replace(error=target.error)
        try:
            found = self._visited(target) if target.is_address else self._opened(target)
            if found is None:
                return None
            report = self._selection.apply(self._compared(*found))
        except TargetError as error:
            return unread._replace(error=str(error))
        return Checked(target.shown, found[0] if report.findings else b"", report)

    def _opened(self, target: Target) -> tuple[bytes, Report] | None:
        data = read(target, self._limit)
        if is_passed_over(target, data):
            return None
        location = target.location(self._base_url)
        return data, validate(data, location=location, limit=self._limit, profiles=self._profiles)

    def _visited(self, target: Target) -> tuple[bytes, Report]:
        from feedsvc.validator.http.checking import validate_url  # noqa: PLC0415 -- for addresses only

        return validate_url(target.name, limit=self._limit, profiles=self._profiles)

    def _compared(self, data: bytes, report: Report) -> Report:
        """Add what changed since the earlier version."""
        if self._previous is None:
            return report
        from feedsvc.validator.comparing import compare  # noqa: PLC0415 -- loads lxml

        changes = compare(data, self._earlier, name=self._previous, limit=self._limit)
        findings = sorted((*report.findings, *changes), key=lambda one: (one.line, one.column))
        return msgspec.structs.replace(report, findings=tuple(findings))


def _report(checked: list[Checked], style: str, *, quiet: bool) -> None:
    for document in checked:
        if document.error:
            problem(safe(f"Error: {document.error}"))
    shown = [one for one in checked if not (quiet and one.valid)]
    if shown or not quiet or style not in _OF_LINES:
        for line in REPORTERS[style](shown):
            # JSON may hold half a surrogate pair, and the name of a file any bytes
            data = line.encode(errors="replace")
            if style == "text":
                print_line(data.decode())
            else:
                click.echo(data.decode() if style in _OF_LINES else data)


def _selection(select: tuple[str, ...], ignore: tuple[str, ...], severity: str) -> Selection:
    known: Collection[str] = ()
    if select or ignore:
        from feedsvc.validator.rulebook import codes  # noqa: PLC0415 -- loads lxml

        known = codes()
    return Selection(
        select=patterns(select, known),
        ignore=patterns(ignore, known),
        severity=Severity(severity),
    )


def _refuse_unknown(profiles: tuple[str, ...]) -> None:
    if profiles:
        from feedsvc.validator.profiles import PROFILES  # noqa: PLC0415 -- seldom asked for

        for name in profiles:
            if name not in PROFILES:
                raise unknown("profile", name, PROFILES)


def _tell(explain: str | None, selection: Selection, profiles: tuple[str, ...], style: str) -> None:
    from feedsvc.cli import rulebook  # noqa: PLC0415 -- loads lxml

    if style not in {"text", "json"}:
        raise click.UsageError(f"Rules are told as text or json, not as {style}.")
    if explain is not None:
        rulebook.explain(explain, style)
    else:
        rulebook.list_rules(selection, profiles, style)
