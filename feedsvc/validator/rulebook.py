"""Every code and rule there is: of documents, answers, changes and partners' profiles.

It is for those who tell about rules. Checking a document needs `feedsvc.validator.rules` alone.
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
    """Return what is told about every code, by its name."""
    return CODES | profile_codes()


def rules_of_code(name: str) -> list[Rule]:
    """Return the rules that give a code, the one that documents it first."""
    every = [*RULES, *(rule for profile in PROFILES.values() for rule in profile.rules)]
    code = codes()[name]
    given = [rule for rule in every if rule.code == name]
    return sorted(given, key=lambda rule: not _documents(rule, code))


def remarks(name: str) -> tuple[str, ...]:
    """Return what is to know about a partner's rule; nothing about one of a specification.

    That is the day of which it is known and whether it is a draft, which other partners ask
    otherwise, and what the partner asks for that no document tells.
    """
    return tuple(remark for rule in rules_of_code(name) for remark in _remarks(rule))


def _remarks(rule: Rule) -> Iterator[str]:
    if not isinstance(rule, ProfileRule):
        return
    yield f"As of {rule.date}" + (", from a secondary source: a draft." if rule.draft else ".")
    for other, demand in rule.against.items():
        yield f"{PROFILES[other].title} contradicts: {demand.rstrip('.')}."
    partner = next(profile for profile in PROFILES.values() if rule in profile.rules)
    yield from partner.notes


def _documents(rule: Rule, code: Code) -> bool:
    told = " ".join((rule.check.__doc__ or "").split())
    return told.startswith(code.summary) and code.why in told
