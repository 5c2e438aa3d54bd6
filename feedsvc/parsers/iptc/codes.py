"""IPTC subject codes, language tags and publishing statuses.

Codes in IPTC's schemes become the bare code and the URI of the scheme. Other codes stay as they
are written (`products:0010`), since the meaning of their prefix is unknown.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from feedsvc.entry import Category, Status
from feedsvc.parsers.draft import Draft

NEWSCODES: Final = "http://cv.iptc.org/newscodes/"
SUBJECT_CODES: Final = f"{NEWSCODES}subjectcode/"
MEDIA_TOPICS: Final = f"{NEWSCODES}mediatopic/"

ALIASES: Final[Mapping[str, str]] = {
    "subj": SUBJECT_CODES,
    "subject": SUBJECT_CODES,
    "subjectcode": SUBJECT_CODES,
    "iptc": SUBJECT_CODES,
    "medtop": MEDIA_TOPICS,
    "mediatopic": MEDIA_TOPICS,
    "genre": f"{NEWSCODES}genre/",
    "scene": f"{NEWSCODES}scene/",
}
"""Prefixes of IPTC's own schemes; those that a file defines take precedence."""

STATUSES: Final[Mapping[str, Status]] = {
    "usable": "usable",
    "embargoed": "usable",  # its embargo is a field of its own
    "withheld": "withheld",
    "canceled": "canceled",
    "cancelled": "canceled",
    "killed": "canceled",
    "deleted": "canceled",
}
"""The publishing statuses of all IPTC formats; any other withholds the story."""

_NEWSCODE: Final = re.compile(r"https?://cv\.iptc\.org/newscodes/([\w-]+)/([\w.:-]+)", re.ASCII)
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_NO_LANGUAGE: Final = frozenset(("und", "zxx", "mul", "mis"))
_REGION, _SCRIPT = 2, 4


def category(
    code: str, label: str | None = None, catalog: Mapping[str, str] | None = None
) -> Category | None:
    """Return the subject for a code: a URI, `prefix:code`, or a plain term.

    `catalog` maps prefixes that the file defines to URIs. A label without a code is a term; None if
    both are empty.
    """
    code = code.strip()
    label = (label or "").strip() or None
    if not code:
        return Category(term=label, label=label) if label else None
    known = _NEWSCODE.fullmatch(_expanded(code, catalog or {}))
    if known:
        return Category(term=known[2], scheme=f"{NEWSCODES}{known[1]}/", label=label)
    return Category(term=code, label=label)


def iptc_category(code: str, label: str | None = None) -> Category | None:
    """Return the subject for an IPTC code without a prefix.

    A code that begins with 2 is a Media Topic, any other is an older Subject Code.
    """
    scheme = MEDIA_TOPICS if code.strip().startswith("2") else SUBJECT_CODES
    return category(f"{scheme}{code.strip()}", label) if code.strip() else category("", label)


def unique(categories: Iterable[Category | None]) -> tuple[Category, ...]:
    """Return each subject once, with its first label."""
    found: dict[tuple[str, str | None], Category] = {}
    for each in categories:
        if each is not None:
            key = (each.term, each.scheme)
            if key not in found or (each.label and not found[key].label):
                found[key] = each
    return tuple(found.values())


def language_tag(text: str | None) -> str | None:
    """Return a BCP 47 tag in its usual case (`nb-NO`); None for `und`, `x-default` and the like."""
    tag = (text or "").strip().replace("_", "-")
    if not _LANGUAGE.fullmatch(tag) or tag.lower() in _NO_LANGUAGE:
        return None
    first, *rest = tag.split("-")
    parts = [first.lower()]
    for part in rest:
        if len(part) == _REGION and part.isalpha():
            parts.append(part.upper())
        else:
            parts.append(part.title() if len(part) == _SCRIPT and part.isalpha() else part.lower())
    return "-".join(parts)


def primary_language(tag: str | None) -> str:
    """Return the primary subtag of a language tag (`nb` for `nb-NO`), empty for no language."""
    return (language_tag(tag) or "").partition("-")[0]


def set_status(draft: Draft, text: str, line: int, why: str) -> None:
    """Set the publishing status; an unknown one withholds the story and adds a note."""
    if not text.strip():
        return
    status = status_of(text)
    if status is None:
        draft.note(f"unknown status: {text.strip()[:40]!r}; the story is withheld", line)
    draft.fill("status", status or "withheld", line, why)


def status_of(text: str) -> Status | None:
    """Return the status for `usable`, `stat:usable` or its URI; None if it is unknown."""
    word = text.strip().rstrip("/").rpartition("/")[2].rpartition(":")[2]
    return STATUSES.get(word.lower())


def _expanded(code: str, catalog: Mapping[str, str]) -> str:
    prefix, colon, local = code.partition(":")
    scheme = (catalog.get(prefix) or ALIASES.get(prefix.lower())) if colon else None
    return f"{scheme}{local}" if scheme else code
