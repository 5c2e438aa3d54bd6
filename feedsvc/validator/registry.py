"""The registry: every code that the validator can report, and every rule that reports one.

`CODES` documents each code, `RULES` holds the checks in the order of their declaration.
Both are filled by the `rule` decorator when the modules of rules are imported.
"""

from collections.abc import Callable, Iterable
from enum import Enum
from typing import Any

import msgspec

from feedsvc.validator.examples import Example
from feedsvc.validator.finding import Severity


class Form(Enum):
    """What a rule checks, and therefore how its check is called."""

    SOURCE = "the bytes: check(source) yields (position, message)"
    DOCUMENT = "the whole tree: check(document) yields (place, message)"
    ELEMENT = "an element: check(element, document) yields (place, message)"
    CHILDREN = "names of children: check(model, names) yields (index or None, message)"
    ATTRIBUTES = "names of attributes: check(model, names) yields (name or None, message)"
    VALUE = "a text or an attribute's value: check(value) returns a message or None"
    JSON = "a JSON value: check(value) yields (pointer below it, message)"
    RESPONSE = "a server's responses: check(visit) yields a message"
    CHANGE = "a feed and its earlier version: check(change) yields (entry or None, message)"


class Code(msgspec.Struct, frozen=True, kw_only=True):
    """The documentation of a code: `why` says who is affected and how to fix it."""

    name: str
    severity: Severity
    summary: str
    why: str
    spec: str


class Rule(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """One check that reports one code.

    `on` names what it runs on: tags, `parent > tag` pairs or JSON places. For Atom's text, a
    type can follow: `tag[@type='xhtml']` or `tag[@type!='text']`. `on` is empty for a rule of
    values, which the vocabulary assigns to elements and attributes. `once` drops
    findings with the same message; `unless` exempts documents by their format's name or
    `document.HEX_AMPERSANDS`.
    """

    code: str
    form: Form
    check: Callable[..., Any]
    on: tuple[str, ...]
    spec: str
    bad: Example
    good: Example
    once: bool = False
    unless: str = ""

    @property
    def name(self) -> str:
        """The function's name."""
        return self.check.__name__


CODES: dict[str, Code] = {}
RULES: list[Rule] = []


def rule(  # noqa: PLR0913 - a declaration names its fields, all but the code by keyword
    code: str,
    severity: Severity | None = None,
    *,
    form: Form = Form.ELEMENT,
    on: Iterable[str] = (),
    spec: str,
    bad: Example,
    good: Example,
    once: bool = False,
    unless: str = "",
) -> Callable[[Callable[..., Any]], Rule]:
    """Register the decorated check as a rule that reports `code`.

    Exactly one rule of each code declares its severity, and that rule's docstring documents
    the code: the first sentence says what is wrong; the second paragraph, who is affected and how
    to fix it.
    Raises ValueError for an incomplete or repeated declaration.
    """

    def register(check: Callable[..., Any]) -> Rule:
        added = Rule(
            code=code,
            form=form,
            check=check,
            on=tuple(on),
            spec=spec,
            bad=bad,
            good=good,
            once=once,
            unless=unless,
        )
        _check_declaration(added)
        if severity is not None:
            if code in CODES:
                raise ValueError(f"two rules declare the severity of {code}; only one may")
            CODES[code] = _documentation(added, severity)
        RULES.append(added)
        return added

    return register


def refuse_undocumented() -> None:
    """Raise ValueError if a rule reports a code that no rule documents."""
    for one in RULES:
        if one.code not in CODES:
            raise ValueError(f"no rule declares the severity of {one.code}, see {one.name}")


def _check_declaration(added: Rule) -> None:
    if not added.spec.startswith("http"):
        raise ValueError(f"rule {added.name} ({added.code}) has no link to a specification")
    if added.form in {Form.ELEMENT, Form.JSON} and not added.on:
        raise ValueError(f"rule {added.name} ({added.code}) has nothing to run on; set on")
    if not (added.check.__doc__ or "").strip():
        raise ValueError(f"rule {added.name} ({added.code}) has no docstring")
    for other in RULES:
        if other.code == added.code and (other.name == added.name or set(other.on) & set(added.on)):
            raise ValueError(f"{other.name} already reports {added.code} on {other.on}")


def _documentation(documented: Rule, severity: Severity) -> Code:
    summary, _, why = (documented.check.__doc__ or "").strip().partition("\n\n")
    if not why:
        name, code = documented.name, documented.code
        raise ValueError(f"the docstring of {name} does not say why {code} matters")
    return Code(
        name=documented.code,
        severity=severity,
        summary=" ".join(summary.split()),
        why=" ".join(why.split()),
        spec=documented.spec,
    )
