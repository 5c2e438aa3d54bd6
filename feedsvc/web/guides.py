"""What is told about rules: all codes by format, found by words or by a name nearly right."""

import re
import sys
from difflib import get_close_matches
from functools import cache
from typing import NamedTuple

from feedsvc.validator.profiles import PROFILES
from feedsvc.validator.profiles.profile import ProfileCode
from feedsvc.validator.registry import Code, Form, Rule
from feedsvc.validator.rulebook import codes, remarks, rules_of_code

LONGEST_QUERY = 100

TOPICS: dict[str, tuple[str, ...]] = {
    "Any document": (
        "encoding",
        "wellformed",
        "roots",
        "prefixes",
        "structure",
        "attributes",
        "strays",
    ),
    "Values": ("addresses", "contacts", "dates", "ids", "markup", "numbers", "texts", "lists"),
    "RSS": ("rss",),
    "RSS 1.0": ("rss1",),
    "Atom": ("atom", "threads", "publishing"),
    "JSON Feed": ("jsonfeed", "json"),
    "OPML": ("opml",),
    "Podcasts": ("itunes", "podcast", "googleplay"),
    "Media RSS": ("media", "players"),
    "Geography": ("georss",),
    "Other extensions": ("dublin", "modules", "services", "rdf", "opensearch", "feedsync"),
}
"""Headings, each with the modules of `validator.rules` whose codes stand below it.

A module is named by what stands before the first _ in its name. After these headings come
those of FORMS, then the titles of modules that are not named here, then the partners.
"""
FORMS = {Form.ANSWER: "Answers of a server", Form.CHANGE: "Changes of a feed"}
"""Headings of the codes that are about no document alone."""

_HEADINGS = {module: heading for heading, modules in TOPICS.items() for module in modules}


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
    known = [*TOPICS, *FORMS.values()]
    partners = [_partner(name) for name in PROFILES]
    others = sorted({guide.heading for guide in made} - {*known, *partners})
    order = [*known, *others, *partners]
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


def _guide(code: Code, rules: tuple[Rule, ...]) -> Guide:
    first = rules[0]
    if isinstance(code, ProfileCode):
        return Guide(code, _partner(code.profile), rules, remarks(code.name))
    module = first.check.__module__
    family = module.rpartition(".")[2].partition("_")[0]
    heading = FORMS.get(first.form) or _HEADINGS.get(family) or _title(module)
    return Guide(code, heading, rules)


def _partner(name: str) -> str:
    """Return the heading of a profile's rules."""
    return f"For {PROFILES[name].title}"


def _title(module: str) -> str:
    """Return what a module says that it is: its docstring up to the first colon or full stop."""
    docstring = sys.modules[module].__doc__ or module.rpartition(".")[2]
    return re.split(r"[:.](?:\s|$)", docstring.strip(), maxsplit=1)[0]


def _text(guide: Guide) -> str:
    code = guide.code
    name = f"{code.name} {code.name.replace('-', '')}"
    summaries = " ".join(map(summary_of, guide.rules))
    return f"{name} {guide.heading} {summaries} {code.why}".casefold()
