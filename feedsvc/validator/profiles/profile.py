"""What a profile is: a partner's rules, each with its date and its source."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from feedsvc.validator.examples import Example
from feedsvc.validator.finding import Severity
from feedsvc.validator.registry import Code, Form, Rule

SECONDARY = "secondary source, a draft"
"""The source of what no page of the partner's own was seen to say."""


class ProfileRule(Rule, frozen=True, kw_only=True, eq=False):
    """One check of one partner.

    `date` is the day, or the month, of which the partner's demand is known (ISO 8601);
    `draft` marks what is known from a secondary source only. `against` tells, by the names
    of other profiles, what these ask instead.
    """

    severity: Severity
    date: str
    draft: bool = False
    against: Mapping[str, str] = {}

    @property
    def source(self) -> str:
        """The page that says so, or that there is only a secondary source."""
        return SECONDARY if self.draft else self.spec


class ProfileCode(Code, frozen=True, kw_only=True):
    """What is told about a code that only a profile gives."""

    profile: str
    date: str
    source: str


@dataclass(frozen=True, eq=False, kw_only=True)
class Profile:
    """A partner, and what it asks of a document beyond the specifications.

    `formats` are the families of documents it takes, `namespaces` its own ones. `replaces`
    are general findings, as codes and what stands in their path or message, that the
    partner's rules tell better, or that tell against what the partner asks for. `notes` are
    sentences on what the document alone cannot tell.
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

    def rule(  # noqa: PLR0913 - a declaration names its parts, all but two by keyword
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

        It is called with each element it is `on` and the feed, or with the feed alone where it
        is on nothing, and yields places and messages. Source and date are the profile's where
        none are given. Raises ValueError where a declaration is incomplete or repeated.
        """

        def register(check: Callable[..., Any]) -> ProfileRule:
            places = tuple(on)
            made = ProfileRule(
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
            self._refuse_faults(made)
            self.rules.append(made)
            return made

        return register

    def codes(self) -> dict[str, ProfileCode]:
        """Give what is told about each code, by code."""
        return {made.code: self._documented(made) for made in self.rules}

    def _refuse_faults(self, made: ProfileRule) -> None:
        if not made.code.startswith(f"{self.name}-"):
            raise ValueError(f"{made.code} does not begin with the profile's name, {self.name}")
        if made.code in {other.code for other in self.rules}:
            raise ValueError(f"{made.code} is given twice")
        if "\n\n" not in (made.check.__doc__ or ""):
            raise ValueError(f"the docstring of {made.name} does not say why {made.code} matters")

    def _documented(self, made: ProfileRule) -> ProfileCode:
        summary, _, why = (made.check.__doc__ or "").strip().partition("\n\n")
        return ProfileCode(
            name=made.code,
            severity=made.severity,
            summary=" ".join(summary.split()),
            why=" ".join(why.split()),
            spec=made.spec,
            profile=self.name,
            date=made.date,
            source=made.source,
        )
