"""The markers of wire copy: versions, cancellations, notes to editors, ends and sign-offs."""

import re
from functools import cache
from typing import Final

from feedsvc.parsers.newstext.lexicon import Phrases, all_languages, any_of, common

CATEGORIES_FOR_EDITORS: Final = frozenset("vy")
"""The category codes of ANPA 1312 for advisories and internal routing."""

_ADD = re.compile(
    r"\b(?:(\d{1,2})(?:st|nd|rd|th)?[\s-]?add|add[\s-]?(\d{1,2})|take[\s-]?(\d{1,2}))\b",
    re.IGNORECASE,
)
_ADVANCE = re.compile(r"\badv(?:ance)?(?:\d{1,2}(?:-\d{1,2})?)?\b", re.IGNORECASE)
_FOLLOW = re.compile(r"^follow .{2,80} (?:on|at) (?:twitter|x|facebook|instagram)\b", re.IGNORECASE)
_HELPED = re.compile(
    r"\b(?:contributed (?:to|reporting)|helped with|reported from|hat mitgewirkt|ont contribué)\b",
    re.IGNORECASE,
)
_LONGEST_HELPED, _LONGEST_MARKER = 300, 60


def is_version(text: str) -> bool:
    """Return whether a line above the headline is only a version: `1ST LEAD`, `REFILE`."""
    return len(text) <= _LONGEST_MARKER and bool(
        _words().version.match(text) or _ADVANCE.fullmatch(text)
    )


def bare_slug(text: str) -> str:
    """Return a slug line without version and word count."""
    head = text[: _LONGEST_MARKER * 2].partition(",")[0]
    return _words().in_slug.sub("", head).strip(" /^<=")


def take_number(slug: str) -> int:
    """Return the number of the part that a slug announces, from 1; `1st Add` is part 2."""
    add = _ADD.search(slug)
    if not add:
        return 1
    return int(add[3]) if add[3] else int(add[1] or add[2]) + 1


def is_advance(slug: str) -> bool:
    """Return whether a slug announces an advance: `BC-Garden-Adv17`."""
    return _ADVANCE.search(slug) is not None


def is_kill(text: str) -> bool:
    """Return whether a line above the text only cancels the story: `MANDATORY KILL`."""
    return len(text) <= _LONGEST_MARKER and _words().kill.match(text) is not None


def is_killed(slug: str) -> bool:
    """Return whether a slug cancels its story: `BC-Goat, KILL` does, `BC-Goat-Kill` does not."""
    return _words().kill_in_slug.search(slug) is not None


def is_advisory(text: str) -> bool:
    """Return whether a slug announces a message for editors only."""
    return _words().advisory.search(text) is not None


def is_cut(text: str) -> bool:
    """Return whether a line, such as the heading of a notebook, begins what must stay private."""
    return _words().cut.match(text) is not None or text.startswith(("# ", "## "))


def is_end(text: str) -> bool:
    """Return whether a line ends the text."""
    if len(text) > _LONGEST_MARKER:
        return False
    folded = text.casefold().strip()
    ends = _words().ends
    return folded in ends or folded.strip("^<=-*. ") in ends


def is_head_note(text: str) -> bool:
    """Return whether a line above the text is for editors."""
    bracketed = text.startswith("(") and text.endswith(")")
    return (
        bracketed or text.endswith("///") or _words().head_notes.start(text.casefold()) is not None
    )


def is_note(text: str) -> bool:
    """Return whether a line of the text is for editors, or credits other reporters."""
    if _words().notes.start(text.casefold()) or _FOLLOW.match(text):
        return True
    return len(text) <= _LONGEST_HELPED and _HELPED.search(text) is not None


def is_sign_off(text: str) -> bool:
    """Return whether a line consists of the editors' initials: `dpa bwh bag`, `bur-ab/cd`."""
    return len(text) <= _LONGEST_MARKER and _words().sign_off.match(text) is not None


class _Words:
    """The words of wire copy in all languages."""

    def __init__(self) -> None:
        words, page = all_languages().wire, all_languages().page
        versions, kills = any_of(words.versions), any_of(words.kills)
        self.ends = frozenset(words.ends)
        self.notes = Phrases((*words.notes, *page.notes))
        self.head_notes = Phrases((*words.head_notes, *words.notes, *page.notes))
        self.version = re.compile(
            rf"^\W*(?:\d{{1,2}}(?:st|nd|rd|th|\.|eme)?[\s-]*)?(?:{versions})\b"
            rf"(?:[\s/+,-]*(?:\d{{1,2}}(?:st|nd|rd|th|\.)?\s*)?(?:{versions})\b)*[\s.:=*)\d]*$",
            re.IGNORECASE,
        )
        self.in_slug = re.compile(
            rf"[\s,-]+(?:\d{{1,2}}(?:st|nd|rd|th)[\s-]?(?:{versions}|add|take)|take|add|adv|advance|"
            rf"{versions}|{kills})(?:\b|\d).*$",
            re.IGNORECASE,
        )
        self.kill = re.compile(rf"^\W*(?:{kills})[\W\d]*$", re.IGNORECASE)
        self.kill_in_slug = re.compile(
            rf"[-\s](?:{kills.upper()})(?=[,\s-]|$)|,\s*(?i:{kills})(?=[,\s]|$)"
        )
        self.advisory = re.compile(rf"(?:^|[\s,-])(?:{any_of(words.advisories)})\b", re.IGNORECASE)
        self.cut = re.compile(
            rf"^[\s#*(=-]*(?:(?:{any_of(words.cuts)})|(?:{any_of(words.cut_headings)})[\s:*=-]*$)",
            re.IGNORECASE,
        )
        agencies = any_of(tuple(sorted(common().agencies, key=len, reverse=True)))
        self.sign_off = re.compile(
            rf"^(?:[-=(]{{0,2}}\s?(?:{agencies})\)?(?:[ /][A-Za-z0-9]{{1,4}})*"
            r"|[a-z]{2,5}(?:[-/][a-z0-9]{1,4})+|[A-Z]{2,4}(?:/[A-Z]{2,4})+)[.=]?$"
        )


_words = cache(_Words)
