"""The registry: every code the validator can give, and every rule that gives one.

`CODES` holds what is told about a code, once; `RULES` the checks, in the order in which
they were declared. Both are filled by the decorators below when `rules` is imported.
"""

from collections.abc import Callable, Iterable
from enum import Enum
from typing import Any

import msgspec

from feedsvc.validator.examples import Example
from feedsvc.validator.finding import Severity


class Form(Enum):
    """What a rule looks at, and so how its check is called."""

    SOURCE = "the bytes: check(source) yields (position, message)"
    DOCUMENT = "the whole tree: check(document) yields (place, message)"
    ELEMENT = "an element: check(element, document) yields (place, message)"
    CHILDREN = "names of children: check(model, names) yields (index or None, message)"
    ATTRIBUTES = "names of attributes: check(model, names) yields (name or None, message)"
    VALUE = "a text or an attribute's value: check(value) gives a message or None"
    JSON = "a JSON value: check(value) yields (pointer below it, message)"
    RESPONSE = "what a server answered: check(visit) yields a message"
    CHANGE = "a feed and its earlier version: check(change) yields (entry or None, message)"


class Code(msgspec.Struct, frozen=True, kw_only=True):
    """What is told about a code: `summary` is one sentence, `why` says whom it hurts."""

    name: str
    severity: Severity
    summary: str
    why: str
    spec: str


class Rule(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """One check that gives one code.

    `on` names what it runs on: tags, `parent > tag` pairs or JSON places; it is empty for
    a rule of values, which the vocabulary puts where such a value is due. `once` keeps
    one finding of several that say the same; `unless` tells documents that it does not hold
    for, by format name or `document.HEX_AMPERSANDS`.
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


def rule(  # noqa: PLR0913 - a declaration names its parts, all but the code by keyword
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
    """Register the decorated check as a rule that gives `code`.

    One rule of each code tells its severity, and its docstring is the code's documentation:
    the first sentence says what is wrong, the second paragraph why that matters. Raises
    ValueError where a declaration is incomplete or repeated.
    """

    def register(check: Callable[..., Any]) -> Rule:
        made = Rule(
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
        _refuse_faults(made)
        if severity is not None:
            if code in CODES:
                raise ValueError(f"{code} has two rules that tell its severity; one has to")
            CODES[code] = _documented(made, severity)
        RULES.append(made)
        return made

    return register


def refuse_undocumented() -> None:
    """Raise ValueError where a rule gives a code that no rule documents."""
    for made in RULES:
        if made.code not in CODES:
            raise ValueError(f"no rule of {made.code} tells its severity, see {made.name}")


def _refuse_faults(made: Rule) -> None:
    if not made.spec.startswith("http"):
        raise ValueError(f"rule {made.name} ({made.code}) has no link to a specification")
    if made.form in {Form.ELEMENT, Form.JSON} and not made.on:
        raise ValueError(f"rule {made.name} ({made.code}) runs on nothing")
    if not (made.check.__doc__ or "").strip():
        raise ValueError(f"rule {made.name} ({made.code}) has no docstring")
    for other in RULES:
        if (other.code, other.name) == (made.code, made.name) or (
            other.code == made.code and set(other.on) & set(made.on)
        ):
            raise ValueError(f"{made.code} is already given by {other.name} on {other.on}")


def _documented(made: Rule, severity: Severity) -> Code:
    summary, _, why = (made.check.__doc__ or "").strip().partition("\n\n")
    if not why:
        raise ValueError(f"the docstring of {made.name} does not say why {made.code} matters")
    return Code(
        name=made.code,
        severity=severity,
        summary=" ".join(summary.split()),
        why=" ".join(why.split()),
        spec=made.spec,
    )
