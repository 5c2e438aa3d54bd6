"""What is told about rules: all codes by format, found by words or by a name nearly right."""

import re
from difflib import get_close_matches
from functools import cache
from typing import NamedTuple

from feedsvc.validator import rules
from feedsvc.validator.profiles import PROFILES
from feedsvc.validator.profiles.profile import ProfileCode
from feedsvc.validator.registry import Code, Form, Rule
from feedsvc.validator.rulebook import codes, remarks, rules_of_code

LONGEST_QUERY = 100

FORMS = {Form.ANSWER: "Answers of a server", Form.CHANGE: "Changes of a feed"}
"""Headings of the codes that are about no document alone."""

_HEADINGS = {
    f"{rules.__name__}.{name}": heading
    for heading, names in rules.FAMILIES.items()
    for name in names
}


class Guide(NamedTuple):
    """A code with the heading that it stands below, and the rules that give it.

    `remarks` tell of a partner's demand when it was known, who contradicts, and what else it asks.
    """

    code: Code
    heading: str
    rules: tuple[Rule, ...]
    remarks: tuple[str, ...] = ()


@cache
def guides() -> dict[str, Guide]:
    """Return what is told about every code, in the order of the headings, then of names."""
    made = [_guide(code, tuple(rules_of_code(code.name))) for code in codes().values()]
    known = [*rules.FAMILIES, *FORMS.values()]
    partners = [_partner(name) for name in PROFILES]
    order = [*known, *partners]
    made.sort(key=lambda guide: (order.index(guide.heading), guide.code.name))
    return {guide.code.name: guide for guide in made}


def search(query: str) -> list[Guide]:
    """Return the codes with every word of the query in their name, heading or documentation.

    A name may be given as the W3C feed validator writes it: `DuplicateIds`.
    """
    words = query[:LONGEST_QUERY].casefold().split()
    return [guide for guide in guides().values() if all(word in _text(guide) for word in words)]


def close_to(name: str) -> list[Guide]:
    """Return the codes whose names are most like one that is not known, the closest first."""
    kebab = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[\s_]+", "-", name[:LONGEST_QUERY]).lower()
    known = guides()
    return [known[match] for match in get_close_matches(kebab, known, n=5)]


def summary_of(rule: Rule) -> str:
    """Return the first sentence of a rule's documentation."""
    return " ".join((rule.check.__doc__ or "").partition("\n\n")[0].split())


def _guide(code: Code, given_by: tuple[Rule, ...]) -> Guide:
    first = given_by[0]
    if isinstance(code, ProfileCode):
        return Guide(code, _partner(code.profile), given_by, remarks(code.name))
    heading = FORMS.get(first.form) or _HEADINGS[first.check.__module__]
    return Guide(code, heading, given_by)


def _partner(name: str) -> str:
    """Return the heading of a profile's rules."""
    return f"For {PROFILES[name].title}"


def _text(guide: Guide) -> str:
    code = guide.code
    name = f"{code.name} {code.name.replace('-', '')}"
    summaries = " ".join(map(summary_of, guide.rules))
    return f"{name} {guide.heading} {summaries} {code.why}".casefold()
