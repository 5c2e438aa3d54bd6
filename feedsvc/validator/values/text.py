"""Short values: e-mail addresses, media types, languages, numbers, plain text."""

import re
from html.entities import html5

from feedsvc.validator.values import cached
from feedsvc.validator.values.names import ELEMENTS

_ADDRESS = (
    r"[\w.!#$%&'*+/=?^`{|}~-]+@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z0-9-]{2,}"
)
_ADDR_SPEC = re.compile(
    rf"{_ADDRESS}|\"[^\"\r\n]+\"@[\w.-]+|[\w.!#$%&'*+/=?^`{{|}}~-]+@\[[0-9A-Fa-f.:]+\]"
)
_ADDRESS_AND_NAME = re.compile(rf"(?:mailto:)?{_ADDRESS}\s*\([^()]*(?:\([^()]*\)[^()]*)*\)")
_FINDS_ADDRESS = re.compile(_ADDRESS)
_WORD = r"[A-Za-z0-9!#$&^_.+%'*`|~-]+"
_MIME = re.compile(rf"{_WORD}/{_WORD}(?:\s*;\s*{_WORD}=(?:{_WORD}|\"(?:[^\"\\]|\\.)*\"))*\s*;?")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*", re.ASCII)
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_MARKUP = re.compile(r"<(?:!--|!\[CDATA|/?([A-Za-z][A-Za-z0-9]*)(?:\s[^<>]*|/)?>)")
_PLACEHOLDERS = frozenset(
    "data main map param plaintext s select source time title u var xmp".split()
)
"""HTML elements whose names, in angle brackets, are as likely to be placeholders."""
_ENTITY = re.compile(r"&(?:#\d|#[xX]|([A-Za-z][A-Za-z0-9]*);?)")
_REFERENCE = re.compile(r"&(?:#\d+|#[xX][0-9A-Fa-f]+|([A-Za-z][A-Za-z0-9]*));")
BLANK = " \t\r\n\ufeff"
LONGEST = 1000
"""Longer values are not searched for e-mail addresses: none is this long."""


def is_address(value: str) -> bool:
    """Whether a value is an e-mail address alone, the addr-spec of RFC 2822."""
    return len(value) < LONGEST and bool(_ADDR_SPEC.fullmatch(value))


def is_address_with_name(value: str) -> bool:
    """Whether a value is `address (Real Name)`, the form that feed readers recognize."""
    return len(value) < LONGEST and bool(_ADDRESS_AND_NAME.fullmatch(value.strip()))


def has_address(value: str) -> bool:
    """Whether a value contains an e-mail address."""
    return "@" in value and len(value) < LONGEST and bool(_FINDS_ADDRESS.search(value))


@cached(1024)
def is_media_type(value: str) -> bool:
    """Whether a value is `type/subtype`, with or without parameters (RFC 2045)."""
    return len(value) < LONGEST and bool(_MIME.fullmatch(value))


@cached(1024)
def declared_type(value: str) -> str:
    """Return a type of Atom's text in lowercase, without parameters; `text` for an empty one."""
    return value.partition(";")[0].strip().lower() or "text"


@cached(1024)
def language_fault(value: str) -> str:
    """Return why a value is not a registered BCP 47 language tag; empty if it is."""
    if not value:
        return "it is empty"
    if "_" in value:
        return f"its parts must be joined by '-': write {value.replace('_', '-')}"
    if len(value) > LONGEST or not _LANGUAGE.fullmatch(value):
        return "write a tag such as en or pt-BR"
    import langcodes  # noqa: PLC0415 - its tables take 30 ms to load

    if not langcodes.tag_is_valid(value):
        return "it is not in the IANA language registry"
    return ""


def is_number(value: str) -> bool:
    """Whether a value is a decimal number."""
    return bool(_NUMBER.fullmatch(value))


def is_integer(value: str) -> bool:
    """Whether a value is a whole number, with or without a sign."""
    digits = value[1:] if value[:1] in {"+", "-"} else value
    return digits.isascii() and digits.isdigit()


def sign(value: str) -> int | None:
    """Return -1, 0 or 1 for a whole number of any length, None for anything else."""
    if not is_integer(value):
        return None
    return 0 if not value.strip("+-0") else -1 if value[0] == "-" else 1


def markup(value: str) -> str:
    """Return the first HTML tag or comment in a plain text; empty if none."""
    if "<" not in value:
        return ""
    for found in _MARKUP.finditer(value):
        name = (found.group(1) or "b").lower()
        if name in ELEMENTS and name not in _PLACEHOLDERS:
            return found.group(0)[:60]
    return ""


def entity(value: str) -> str:
    """Return the first HTML character reference in a plain text, with or without `;`."""
    for found in _ENTITY.finditer(value) if "&" in value else ():
        name = found.group(1)
        if name is None or f"{name};" in html5:
            return found.group(0)
    return ""


def named_entity(value: str) -> str:
    """Return the first complete HTML character reference in a plain text; empty if none."""
    for found in _REFERENCE.finditer(value) if "&" in value else ():
        if found.group(1) is None or f"{found.group(1)};" in html5:
            return found.group(0)
    return ""
