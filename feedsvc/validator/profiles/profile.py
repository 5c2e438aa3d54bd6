"""Profiles: the rules of one partner, each with its date and source, and how they run."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

from feedsvc.validator.collector import MOST_PER_CODE, RawFinding, in_document_order
from feedsvc.validator.examples import Example
from feedsvc.validator.finding import Finding, Report, Severity
from feedsvc.validator.profiles.feed import SITEMAP, Feed
from feedsvc.validator.registry import Code, Form, Rule

if TYPE_CHECKING:
    from feedsvc.validator.document import Document, Faults

SECONDARY = "secondary source, a draft"
"""The source of a rule that no page of the partner itself confirms."""


class ProfileRule(Rule, frozen=True, kw_only=True, eq=False):
    """One check of one partner.

    `date` is the day or month when the partner's requirement was last confirmed (ISO 8601).
    `draft` marks a requirement known only from a secondary source. `against` maps the names
    of other profiles to what they require instead.
    """

    severity: Severity
    date: str
    draft: bool = False
    against: Mapping[str, str] = {}

    @property
    def source(self) -> str:
        """The page that states the requirement, or a note that only a secondary source does."""
        return SECONDARY if self.draft else self.spec


class ProfileCode(Code, frozen=True, kw_only=True):
    """The documentation of a code that only a profile reports."""

    profile: str
    date: str
    source: str


@dataclass(frozen=True, eq=False, kw_only=True)
class Profile:
    """A partner, and what it requires of a document beyond the specifications.

    `formats` are the families of documents it accepts, `namespaces` its own ones. `replaces`
    are general findings, as a code and a part of their path or message, that are dropped:
    the partner's rules report the same more precisely, or require the opposite. `notes` are
    sentences about requirements that cannot be checked in the document alone.
    """

    name: str
    title: str
    source: str
    date: str
    formats: tuple[str, ...]
    namespaces: tuple[str, ...] = ()
    replaces: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    rules: list[ProfileRule] = field(default_factory=list)

    def rule(  # noqa: PLR0913 - a declaration names its fields, all but two by keyword
        self,
        code: str,
        severity: Severity,
        *,
        on: Iterable[str] = (),
        bad: Example,
        good: Example,
        source: str = "",
        date: str = "",
        draft: bool = False,
        against: Mapping[str, str] | None = None,
    ) -> Callable[[Callable[..., Any]], ProfileRule]:
        """Add the decorated check to the profile.

        The check is called with each element it is `on` and the feed, or with the feed alone
        if `on` is empty, and yields places and messages. `source` and `date` default to the
        profile's. Raises ValueError for an incomplete or repeated declaration.
        """

        def register(check: Callable[..., Any]) -> ProfileRule:
            places = tuple(on)
            added = ProfileRule(
                code=code,
                severity=severity,
                form=Form.ELEMENT if places else Form.DOCUMENT,
                check=check,
                on=places,
                spec=source or self.source,
                date=date or self.date,
                draft=draft,
                against=against or {},
                bad=bad,
                good=good,
            )
            self._check_declaration(added)
            self.rules.append(added)
            return added

        return register

    def codes(self) -> dict[str, ProfileCode]:
        """Return the documentation of each code of the profile, by code."""
        return {rule.code: self._documentation(rule) for rule in self.rules}

    def wrong_format(self, feed: Feed, accepted: str) -> "Faults":
        """Report a document in a format that the partner does not accept."""
        if feed.family not in self.formats:
            yield feed.root, f"this is {feed.name}; {self.title} requires {accepted}"

    def _check_declaration(self, rule: ProfileRule) -> None:
        if not rule.code.startswith(f"{self.name}-"):
            raise ValueError(f"{rule.code} does not begin with the profile's name, {self.name}")
        if rule.code in {other.code for other in self.rules}:
            raise ValueError(f"{rule.code} is declared twice")
        if "\n\n" not in (rule.check.__doc__ or ""):
            raise ValueError(f"the docstring of {rule.name} does not say why {rule.code} matters")

    def _documentation(self, rule: ProfileRule) -> ProfileCode:
        summary, _, why = (rule.check.__doc__ or "").strip().partition("\n\n")
        return ProfileCode(
            name=rule.code,
            severity=rule.severity,
            summary=" ".join(summary.split()),
            why=" ".join(why.split()),
            spec=rule.spec,
            profile=self.name,
            date=rule.date,
            source=rule.source,
        )


def extend(report: Report, document: "Document | None", profiles: Sequence[Profile]) -> Report:
    """Add the findings of profiles to a report; `document` is None for a JSON Feed.

    General findings that one of the profiles replaces are dropped.
    """
    feed = Feed(document, [uri for profile in profiles for uri in profile.namespaces])
    general = [finding for finding in report.findings if not _is_replaced(finding, feed, profiles)]
    added = _findings(_run(feed, profiles), profiles, document)
    is_sitemap = feed.family == SITEMAP and any(SITEMAP in one.formats for one in profiles)
    return Report(
        format="news sitemap" if is_sitemap else report.format,
        findings=in_document_order([*general, *added]),
    )


def _run(feed: Feed, profiles: Sequence[Profile]) -> list[RawFinding]:
    found: list[RawFinding] = []
    rules: dict[str, list[ProfileRule]] = {}
    for profile in profiles:
        for rule in profile.rules:
            if rule.form is Form.DOCUMENT:
                found += (RawFinding(rule, place, message) for place, message in rule.check(feed))
            elif feed.family in profile.formats:
                for name in rule.on:
                    rules.setdefault(name, []).append(rule)
    counts: Counter[str] = Counter()
    for element in feed.elements() if rules else ():
        parent = element.getparent()
        path = f"{parent.tag} > {element.tag}" if parent is not None else ""
        for rule in (*rules.get(element.tag, ()), *rules.get(path, ())):
            room = MOST_PER_CODE - counts[rule.code]
            for place, message in islice(rule.check(element, feed), room) if room else ():
                found.append(RawFinding(rule, place, message))
                counts[rule.code] += 1
    return found


def _is_replaced(finding: Finding, feed: Feed, profiles: Sequence[Profile]) -> bool:
    return any(
        finding.code == code and (finding.path.endswith(part) or part in finding.message)
        for profile in profiles
        if feed.family in profile.formats
        for code, part in profile.replaces
    )


def _findings(
    found: Sequence[RawFinding], profiles: Sequence[Profile], document: "Document | None"
) -> Iterator[Finding]:
    from feedsvc.validator.document import element_of  # noqa: PLC0415 - loads lxml

    if document is not None and found:
        document.count([element_of(raw.place) for raw in found if raw.place is not None])
    for raw in found:
        rule: ProfileRule = raw.rule  # type: ignore[assignment] # profiles have no other rules
        line, column, path = 0, 0, ""
        if document is not None and raw.place is not None:
            (line, column), path = document.position(raw.place), document.path(raw.place)
        yield Finding(
            code=rule.code,
            severity=rule.severity,
            message=raw.message + _remarks(rule, profiles),
            line=line,
            column=column,
            path=path,
            spec=rule.spec,
        )


def _remarks(rule: ProfileRule, profiles: Sequence[Profile]) -> str:
    draft = " (a draft, from a secondary source)" if rule.draft else ""
    contradictions = (
        f"; {profile.title} contradicts: {rule.against[profile.name]}"
        for profile in profiles
        if profile.name in rule.against
    )
    return draft + "".join(contradictions)
