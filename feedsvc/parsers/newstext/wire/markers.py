"""The marks of wire copy: versions, notes to editors, ends and sign-offs; add an agency's here.

Bars part the words, case does not count.
"""

import re
from typing import Final

from feedsvc.parsers.newstext.names import AGENCIES
from feedsvc.parsers.newstext.words import PAGE_WORDS

VERSIONS: Final = (
    "lead|ld|net|refile|writethru|write-thru|wrap|roundup|update|updates|updated|urgent|bulletin|"
    "flash|alert|snap|newsalert|corrected|correction|corrective|recast|recasts|repeat|resend|sub|"
    "subs|insert|preview|feature|analysis|background|extra|summary|zusammenfassung|eilmeldung|"
    "eil|korrektur|berichtigung|wiederholung|neu|ausblick|porträt|hintergrund|alerte|"
    "urgence|avance|urgente|rifacimento|bollettino"
)
"""What a line above the headline calls this version of a story."""

KILLS: Final = (
    "kill|mandatory kill|bulletin kill|elimination|withdrawn|story withdrawn|retraction|"
    "annulation|annulée|storno|zurückgezogen|meldung zurückgezogen|anulada|annullata"
)
"""What takes a story back that was sent before: it is canceled."""

ADVISORIES: Final = "advisory|advisories|budget|digest advisory|newsguide|dienstmeldung|planung"
"""What tells editors of the day's service, and nobody else: it is withheld."""

HEAD_NOTES: Final = (
    "eds:|eds.|editors:|editor:|attention -|attention editors|with photo|with ap photo|with video|"
    "with graphic|ap photo|ap video|ap graphic|afp photo|afp video|photo:|photos:|pictures:|"
    "graphic:|video:|trims |restores |corrects |adds |recasts |updates |apnewsnow|budgeted|hfr|"
    "with:|mit foto|avec photo|(picture|(photo|(with |(mit |(avec |(adds|(updates|(recasts|"
    "(corrects|(note|(eds|info:|cons:|for use by|achtung"
)
"""How lines for editors begin above the text."""

NOTES: Final = (
    "eds:|editors:|editors note|editors' note|editor's note|note to editors|note to editor|"
    "attention editors|achtung redaktionen|online:|on the net:|this story has been corrected|"
    "this story corrects|please note that this"
)
"""How lines for editors begin inside the text and below it."""

CUTS: Final = (
    "the following information is not|the following is not for publication|"
    "not for publication|not intended for publication|for internal use only|"
    "end of advance|end adv|die folgenden informationen sind nicht|nicht zur veröffentlichung|"
    "informations non destinées à la publication|no destinado a la publicación"
)
"""How the part of a message begins that is for newsrooms only."""

CUT_HEADS: Final = (
    "notizblock|dpa-notizblock|notebook|dpa notebook|dpa-notebook|service-block|"
    "editorial contacts|redaktionelle hinweise|ansprechpartner|notes to editors|editors' notes|"
    "contacts|kontakt|contatti|contactos"
)
"""What stands alone above such a part."""

ENDS: Final = (
    "nnnn|end|ends|fin|ende|schluss|(schluss)|(ende)|(fin)|enditem|item|more|(more)|(mehr)|(suite)|"
    "mtf|moremore|reuter|-0-|--0--|-30-|- 30 -|###|# # #|(end)|end of story|nnnn."
)
"""What closes the text of a message."""

CATEGORIES_FOR_EDITORS: Final = frozenset("vy")
"""ANPA 1312's category codes for advisories and for internal routing."""


def _any(words: str) -> str:
    return "|".join(re.escape(word) for word in sorted(words.split("|"), key=len, reverse=True))


_VERSION = re.compile(
    rf"^\W*(?:\d{{1,2}}(?:st|nd|rd|th|\.|eme)?[\s-]*)?(?:{_any(VERSIONS)})\b"
    rf"(?:[\s/+,-]*(?:\d{{1,2}}(?:st|nd|rd|th|\.)?\s*)?(?:{_any(VERSIONS)})\b)*[\s.:=*)\d]*$",
    re.IGNORECASE,
)
_IN_SLUG = re.compile(
    rf"[\s,-]+(?:\d{{1,2}}(?:st|nd|rd|th)[\s-]?(?:{_any(VERSIONS)}|add|take)|take|add|adv|advance|"
    rf"{_any(VERSIONS)}|{_any(KILLS)})(?:\b|\d).*$",
    re.IGNORECASE,
)
_ADD = re.compile(
    r"\b(?:(\d{1,2})(?:st|nd|rd|th)?[\s-]?add|add[\s-]?(\d{1,2})|take[\s-]?(\d{1,2}))\b",
    re.IGNORECASE,
)
_ADVANCE = re.compile(r"\badv(?:ance)?(?:\d{1,2}(?:-\d{1,2})?)?\b", re.IGNORECASE)
_KILL = re.compile(rf"^\W*(?:{_any(KILLS)})[\W\d]*$", re.IGNORECASE)
_KILL_IN_SLUG = re.compile(
    rf"[-\s](?:{_any(KILLS.upper())})(?=[,\s-]|$)|,\s*(?i:{_any(KILLS)})(?=[,\s]|$)"
)
_ADVISORY = re.compile(rf"(?:^|[\s,-])(?:{_any(ADVISORIES)})\b", re.IGNORECASE)
_CUT = re.compile(
    rf"^[\s#*(=-]*(?:(?:{_any(CUTS)})|(?:{_any(CUT_HEADS)})[\s:*=-]*$)", re.IGNORECASE
)
_ENDS = frozenset(ENDS.split("|"))
_NOTE = tuple(
    dict.fromkeys((*NOTES.split("|"), *"|".join(w.notes for w in PAGE_WORDS.values()).split("|")))
)
_NOTE_STARTS = tuple(word for word in _NOTE if word)
_HEAD_NOTE_STARTS = (*_NOTE_STARTS, *HEAD_NOTES.split("|"))
_FOLLOW = re.compile(r"^follow .{2,80} (?:on|at) (?:twitter|x|facebook|instagram)\b", re.IGNORECASE)
_HELPED = re.compile(
    r"\b(?:contributed (?:to|reporting)|helped with|reported from|hat mitgewirkt|ont contribué)\b",
    re.IGNORECASE,
)
_SIGN_OFF = re.compile(
    rf"^(?:[-=(]{{0,2}}\s?(?:{_any(AGENCIES)})\)?(?:[ /][A-Za-z0-9]{{1,4}})*"
    r"|[a-z]{2,5}(?:[-/][a-z0-9]{1,4})+|[A-Z]{2,4}(?:/[A-Z]{2,4})+)[.=]?$"
)
_LONGEST_HELPED, _LONGEST_MARK = 300, 60


def is_version(text: str) -> bool:
    """Tell whether a line above the headline only names the version: `1ST LEAD`, `REFILE`."""
    return len(text) <= _LONGEST_MARK and bool(_VERSION.match(text) or _ADVANCE.fullmatch(text))


def slug_alone(text: str) -> str:
    """Return a slug line without its versions and its count of words."""
    head = text[: _LONGEST_MARK * 2].partition(",")[0]
    return _IN_SLUG.sub("", head).strip(" /^<=")


def take_of(slug: str) -> int:
    """Return which part of a story a slug names, from 1: `1st Add` is the second."""
    found = _ADD.search(slug)
    if not found:
        return 1
    return int(found[3]) if found[3] else int(found[1] or found[2]) + 1


def is_advance(slug: str) -> bool:
    """Tell a slug that asks to wait: `BC-Garden-Adv17`."""
    return _ADVANCE.search(slug) is not None


def is_kill(text: str) -> bool:
    """Tell a line above the text that takes a story back, and says nothing else."""
    return len(text) <= _LONGEST_MARK and _KILL.match(text) is not None


def is_killed(slug: str) -> bool:
    """Tell a slug that takes a story back: in capitals or behind a comma, unlike a keyword."""
    return _KILL_IN_SLUG.search(slug) is not None


def is_advisory(text: str) -> bool:
    """Tell a slug that speaks to editors alone."""
    return _ADVISORY.search(text) is not None


def is_cut(text: str) -> bool:
    """Tell a line below which nothing is for publication; a heading of dpa's notebook is one."""
    return _CUT.match(text) is not None or text.startswith(("# ", "## "))


def is_end(text: str) -> bool:
    """Tell a line that closes the text."""
    if len(text) > _LONGEST_MARK:
        return False
    folded = text.casefold().strip()
    return folded in _ENDS or folded.strip("^<=-*. ") in _ENDS


def is_head_note(text: str) -> bool:
    """Tell a line above the text that speaks to editors."""
    bracketed = text.startswith("(") and text.endswith(")")
    return bracketed or text.endswith("///") or text.casefold().startswith(_HEAD_NOTE_STARTS)


def is_note(text: str) -> bool:
    """Tell a line of the text that speaks to editors, or names who else worked on the story."""
    if text.casefold().startswith(_NOTE_STARTS) or _FOLLOW.match(text):
        return True
    return len(text) <= _LONGEST_HELPED and _HELPED.search(text) is not None


def is_sign_off(text: str) -> bool:
    """Tell the initials below a text: `dpa bwh bag`, `bur-ab/cd`."""
    return len(text) <= _LONGEST_MARK and _SIGN_OFF.match(text) is not None
