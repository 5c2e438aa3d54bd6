"""What a story file holds for editors alone: notes, contact lines, routing codes, embargo talk.

None of it may be published, in no field. The words are data by language; add to them here.
"""

import re
from typing import Final

NOTE_STARTS: Final[dict[str, str]] = {
    "en": (
        "eds|editors:|editor's note|editors' note|editors note|editor note|editorial note|"
        "note to editor|note to editors|notes to editors|note to the editor|notes to editor|"
        "notes for editors|note for editors|attention editors|attn editors|attention: editors|"
        "for editors only|for internal use|internal note|desk note|picture desk|photo desk|"
        "news desk|newsdesk|advisory to|not for publication|media contact|media contacts|"
        "press contact|press contacts|media enquiries|media inquiries|press enquiries|"
        "press inquiries|press office|contact:|contacts:|contact information|contact details|"
        "for further information, contact|for further information contact|"
        "for more information, contact|for more information contact|"
        "for more information please contact|for more information, please contact|"
        "for further information please contact|for further information, please contact"
    ),
    "de": (
        "redaktionelle hinweise|redaktioneller hinweis|hinweis an die redaktion|"
        "hinweis an die redaktionen|hinweise an die redaktion|achtung redaktion|"
        "achtung redaktionen|achtung, redaktionen|an die redaktionen|dpa-notizblock|"
        "notizblock|dpa-kontakte|kontakt:|kontakte:|pressekontakt|ansprechpartner|"
        "rückfragen|rückfragehinweis|redaktion:|nicht zur veröffentlichung|interner hinweis"
    ),
    "fr": (
        "note aux rédactions|note à la rédaction|note aux rédacteurs|attention rédactions|"
        "à l'attention des rédactions|contact presse|contacts presse|contact :|contacts :|"
        "ne pas publier|pas pour publication"
    ),
    "es": (
        "nota a los editores|nota a redactores|nota para editores|nota a la redacción|"
        "nota interna|contacto de prensa|contacto:|contactos:|no publicar"
    ),
    "it": "nota per le redazioni|nota alle redazioni|nota interna|contatti:|contatti stampa",
    "pt": "nota aos editores|nota à redação|nota interna|contacto:|contato:|contatos:",
    "nl": "noot voor de redactie|noot voor redactie|niet voor publicatie|perscontact|contact :",
    "da": "til redaktionen|til redaktionerne|note til redaktionen|ikke til publicering",
    "no": "til red|til redaksjonen|til redaksjonene|pressekontakt|ikke for publisering",
    "sv": "till redaktionen|till redaktionerna|presskontakt|ej för publicering",
    "fi": "toimituksille|huom. toimitus|huom! toimitus|ei julkaistavaksi",
}
"""How a line for editors begins, in small letters; no letter may follow."""

EDITORIAL_CLASSES: Final = re.compile(
    r"(?:^|[\s_-])(?:ed(?:itor(?:s|ial)?)?[-_]?notes?|notepad|notizblock|internal|contacts?"
    r"|no-?print|not-?for-?publication)(?:$|[\s_-])",
    re.IGNORECASE,
)
"""Classes of elements that agencies give to what is not for readers."""

_ALL_STARTS: Final = {start for starts in NOTE_STARTS.values() for start in starts.split("|")}
_LONGEST_START: Final = max(map(len, _ALL_STARTS)) + 1
_STARTS: Final[dict[str, tuple[str, ...]]] = {
    letters: tuple(start for start in _ALL_STARTS if start[:3] == letters)
    for letters in {start[:3] for start in _ALL_STARTS}
}
"""The starts by their first three letters, for every paragraph of every story is compared."""

_DECORATION: Final = " \t\u00a0([{*#-\u2013\u2014/\"'\u201e\u201c<>=+."
_LONGEST_CONTACT: Final = 300
_FEW_WORDS, _SENTENCE_WORDS = 8, 4
_EMAIL: Final = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_PHONE: Final = re.compile(
    r"(?:\+|\(0|\b(?:tel|telephone|telefon|tlf|tfn|puh|phone|ph|mob|mobile|mobil|cell|fax)\b[.:]*"
    r"\s*\(?\+?)\s?\d[\d\s()./\u2013-]{5,30}\d",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"[^\W\d_]+")
_CODE: Final = re.compile(r"[A-Z0-9]{2,12}")
_FEW_CODES, _NUMBERED = 4, 2
_EMBARGO: Final = re.compile(
    r"""\bembargoed\b|\bunder\s(?:strict\s)?embargo\b|\bembargo\s?[:!]|\bstrict\sembargo\b
    |\bembargo\b[^.]{0,30}?\b(?:until|till|to|lifts|jusqu\w*|bis|hasta|fino|tot|til)\b
    |\bnot\sfor\s(?:publication|release|use|broadcast)\s(?:before|until|prior)\b|\bsperrfrist\b""",
    re.IGNORECASE | re.VERBOSE,
)
_EMBARGO_OVER: Final = re.compile(
    r"\bembargo\w*\s+(?:has\s+been\s+|is\s+|was\s+|now\s+)*(?:lifted|over|off|expired|removed)\b"
    r"|\b(?:no|not|no longer)\s+(?:under\s+)?embargo",
    re.IGNORECASE,
)


def is_for_editors(text: str) -> bool:
    """Tell whether a paragraph is a note to editors or says whom they may call."""
    return _after_start(text) is not None or _is_contact(text)


def is_notes_heading(text: str) -> bool:
    """Tell whether a line is but the heading of a part for editors: `Notes to editors`."""
    after = _after_start(text)
    return after is not None and not _WORD.search(after)


def is_routing_line(text: str) -> bool:
    """Tell whether a line holds nothing but the codes by which an agency routes its stories."""
    codes = text[:_LONGEST_CONTACT].split()
    numbered = sum(any(sign.isdigit() for sign in code) for code in codes)
    return (
        len(codes) >= _FEW_CODES
        and numbered >= _NUMBERED
        and any(code.isalnum() and not code.isdigit() for code in codes)
        and all(map(_CODE.fullmatch, codes))
    )


def without_contacts(text: str) -> str:
    """Return a short text, such as a byline or a credit, without addresses and numbers."""
    if len(text) > _LONGEST_CONTACT:
        return text
    bare = _PHONE.sub("", _EMAIL.sub("", text))
    return bare.strip(" ,;:/|<>()-\u2013\u2014") if bare != text else text.strip()


def mentions_embargo(text: str) -> bool:
    """Tell whether a note to editors says that its story is under an embargo."""
    shown = text[:2000]
    return bool(_EMBARGO.search(shown)) and not _EMBARGO_OVER.search(shown)


def _after_start(text: str) -> str | None:
    """Return what follows the words by which a text is known as one for editors."""
    bare = text[: _LONGEST_START + _FEW_WORDS * 10].lstrip(_DECORATION).replace("\u2019", "'")
    folded = bare.casefold()
    for start in _STARTS.get(folded[:3], ()):
        if folded.startswith(start) and not folded[len(start) : len(start) + 1].isalnum():
            return bare[len(start) :]
    return None


def _is_contact(text: str) -> bool:
    """Tell a line that is little else than an e-mail address or a telephone number."""
    if len(text) > _LONGEST_CONTACT or not ("@" in text or any(map(str.isdigit, text))):
        return False
    rest, found = _EMAIL.subn(" ", text)
    rest, numbers = _PHONE.subn(" ", rest)
    words = len(_WORD.findall(rest))
    sentence = words >= _SENTENCE_WORDS and text.rstrip()[-1:] in ".!?\u2026"
    return bool(found + numbers) and words <= _FEW_WORDS and not sentence
