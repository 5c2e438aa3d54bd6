"""Every code and rule: for documents, responses, changes and partners' profiles.

This is for documentation. Checking a document needs only `feedsvc.validator.rules`.
"""

from collections.abc import Iterator
from functools import cache

from feedsvc.validator import rules as _rules  # noqa: F401 - importing them fills RULES
from feedsvc.validator.comparing import rules as _comparing  # noqa: F401 - importing fills RULES
from feedsvc.validator.http import rules as _http  # noqa: F401 - importing them fills RULES
from feedsvc.validator.profiles import PROFILES, profile_codes
from feedsvc.validator.profiles.profile import ProfileRule
from feedsvc.validator.registry import CODES, RULES, Code, Rule, refuse_undocumented

refuse_undocumented()


@cache
def codes() -> dict[str, Code]:
    """Return the documentation of every code, by name."""
    return CODES | profile_codes()


def rules_of_code(name: str) -> list[Rule]:
    """Return the rules that report a code, the one that documents it first."""
    every = [*RULES, *(rule for profile in PROFILES.values() for rule in profile.rules)]
    code = codes()[name]
    reporting = [rule for rule in every if rule.code == name]
    return sorted(reporting, key=lambda rule: not _documents(rule, code))


def remarks(name: str) -> tuple[str, ...]:
    """Return remarks on a partner's rule; none for a rule of a specification.

    They say when the rule was last confirmed, whether it is a draft, which other partners
    contradict it, and what the partner requires that a document cannot show.
    """
    return tuple(remark for rule in rules_of_code(name) for remark in _remarks(rule))


def _remarks(rule: Rule) -> Iterator[str]:
    if not isinstance(rule, ProfileRule):
        return
    yield f"As of {rule.date}" + (", a draft from a secondary source." if rule.draft else ".")
    for other, requirement in rule.against.items():
        yield f"{PROFILES[other].title} contradicts: {requirement.rstrip('.')}."
    partner = next(profile for profile in PROFILES.values() if rule in profile.rules)
    yield from partner.notes


def _documents(rule: Rule, code: Code) -> bool:
    docstring = " ".join((rule.check.__doc__ or "").split())
    return docstring.startswith(code.summary) and code.why in docstring
