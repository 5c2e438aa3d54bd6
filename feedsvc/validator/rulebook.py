"""Every code and rule there is: of documents, answers, changes and partners' profiles.

It is for those who tell about rules. Checking a document needs `feedsvc.validator.rules` alone.
"""

from functools import cache

from feedsvc.validator import rules as _rules  # noqa: F401 - importing them fills RULES
from feedsvc.validator.comparing import rules as _comparing  # noqa: F401 - importing fills RULES
from feedsvc.validator.http import rules as _http  # noqa: F401 - importing them fills RULES
from feedsvc.validator.profiles import PROFILES, profile_codes
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


def _documents(rule: Rule, code: Code) -> bool:
    told = " ".join((rule.check.__doc__ or "").split())
    return told.startswith(code.summary) and code.why in told
