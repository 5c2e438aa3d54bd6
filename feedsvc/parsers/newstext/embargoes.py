"""Reads the lines that forbid to publish before a moment: embargoes and advances, by language."""

import re
from datetime import datetime
from typing import Final

import msgspec

from feedsvc.entry import HOLD
from feedsvc.parsers.dates import read_date_line
from feedsvc.parsers.dates.tokens import WORDS, tokenize
from feedsvc.parsers.dates.words import ZONES
from feedsvc.parsers.source import Options

LONGEST: Final = 200


class EmbargoWords(msgspec.Struct, frozen=True, kw_only=True):
    """How one language holds a story back; bars part the words, case does not count.

    `until` leads to the moment of release. `alone` does so before a colon, in a line of
    capitals or before a date; elsewhere it may begin a sentence. `now` releases at once,
    and so do `nothing` behind one of the others. `later` stands behind the moment.
    """

    until: str = ""
    alone: str = ""
    now: str = ""
    nothing: str = ""
    later: str = ""


EMBARGO_WORDS: Final[dict[str, EmbargoWords]] = {
    "en": EmbargoWords(
        until=(
            "embargoed until|embargoed till|embargoed to|embargoed for release|embargoed for|"
            "embargo until|embargo till|embargo date|strictly embargoed until|embargoed copy|"
            "under embargo until|strict embargo|strictly embargoed|embargo lifts|"
            "not for release before|not for release until|not for publication before|"
            "not for publication until|not for publication or broadcast before|"
            "not to be published before|not to be used before|not for use before|"
            "hold for release until|hold for release|hold until|advance for|advance release|"
            "for release on|for release at|for release after|for publication on"
        ),
        alone=(
            "embargo|embargoed|for release|for release date|for use|advance|adv|"
            "not for publication|not for release|do not publish|hold for"
        ),
        now=(
            "for immediate release|immediate release|for immediate use|for immediate publication|"
            "for release immediately|release immediately|for immediate distribution|no embargo|"
            "for release: immediate|embargo lifted|advance information|advanced"
        ),
        nothing="none|no|n/a|lifted|immediate|immediately|now|upon receipt|on receipt|no embargo",
        later="and thereafter|or thereafter|thereafter|and later|or later|and after",
    ),
    "de": EmbargoWords(
        until="sperrfrist|achtung sperrfrist|gesperrt bis|frei ab|frei für|embargo bis",
        alone="nicht zur veröffentlichung|bitte nicht veröffentlichen",
        now="zur sofortigen veröffentlichung|frei zur veröffentlichung|sperrfrist aufgehoben",
        nothing="keine|aufgehoben|sofort",
    ),
    "fr": EmbargoWords(
        until=(
            "sous embargo jusqu'au|sous embargo jusqu'à|sous embargo|embargo jusqu'au|"
            "embargo jusqu'à|ne pas publier avant|ne pas diffuser avant"
        ),
        alone="ne pas publier|ne pas diffuser",
        now="pour diffusion immédiate|pour publication immédiate|embargo levé",
        nothing="aucun|levé|immédiate",
    ),
    "es": EmbargoWords(
        until="embargado hasta|embargada hasta|bajo embargo hasta|embargo hasta|no publicar antes",
        alone="no publicar|no difundir",
        now="para publicación inmediata|para difusión inmediata|para su publicación inmediata",
        nothing="ninguno|levantado",
    ),
    "it": EmbargoWords(
        until="embargo fino|sotto embargo fino|non pubblicare prima",
        alone="non pubblicare",
        now="per la pubblicazione immediata|per diffusione immediata",
        nothing="nessuno",
    ),
    "pt": EmbargoWords(
        until="embargado até|embargada até|embargo até",
        alone="não publicar",
        now="para publicação imediata|para divulgação imediata",
    ),
}


def _all(field: str) -> tuple[str, ...]:
    """Return the words of all languages, the longest first, so that none hides another."""
    lists = (getattr(words, field).split("|") for words in EMBARGO_WORDS.values())
    return tuple(sorted({word for words in lists for word in words if word}, key=len))[::-1]


UNTIL: Final = _all("until")
ALONE: Final = _all("alone")
NOW: Final = _all("now")
_LETTERS = frozenset(label[:2] for label in (*UNTIL, *ALONE, *NOW))
_NOTHING = frozenset(_all("nothing"))
_LATER = _all("later")
_FRAME = " \t*^[](){}<=_-\u2013\u2014:.!"
_SMALL = re.compile(
    r"^(?:until|till|to|on|at|from|after|before|bis|ab|um|jusqu'au|au|a|le|del|"
    r"el|hasta|as|às|alle|the|use|release)\b[\s:]*"
)
_CLOCK = re.compile(
    r"\b([01]\d|2[0-3])([0-5]\d)(?=\s?(?:hrs?\b|hours\b|uhr\b|(?:" + "|".join(ZONES) + r")\b))"
)
_HOURS = re.compile(r"(?<=\d)\s?(?:hrs?|hours)\b")
_SAME_MOMENT = re.compile(r"\([^()]*(?:\)|$)|/\s?\d{1,2}[:.]?\d\d\s?\w{2,4}\b")
_NOON = re.compile(r"\b(?:12 )?noon\b")


class Embargo(msgspec.Struct, frozen=True, kw_only=True):
    """What a line says of the release: `until` is None where it releases at once.

    `open_end` holds where the label stands alone, so that the next line may hold the moment.
    """

    until: datetime | None = None
    open_end: bool = False


def read_embargo(text: str, options: Options) -> Embargo | None:
    """Return what a line says of the release; None where it says nothing of it.

    An embargo whose end is no certain moment never opens: `HOLD`. A time without a zone is
    in the site's; letters that stand for several zones tell none, so they hold, too.
    """
    if len(text) > LONGEST or text.lstrip(_FRAME)[:2].casefold() not in _LETTERS:
        return None
    folded = " ".join(text.casefold().replace("\u2019", "'").strip(_FRAME).split())
    if folded.startswith(NOW):
        return Embargo()
    rest = _after(folded, UNTIL)
    if rest is None:
        rest = _after(folded, ALONE)
        if rest is None or not (_stands_alone(text, folded, rest) or _is_when(rest, options)):
            return None
    if rest.strip(_FRAME) in _NOTHING:
        return Embargo()
    return Embargo(until=_moment(rest, options) or HOLD, open_end=not rest.strip(_FRAME))


def read_release_moment(text: str, options: Options) -> datetime:
    """Return the moment that the line below an embargo's label names; `HOLD` for any other."""
    return _moment(" ".join(text.casefold().split()), options) or HOLD


def _after(folded: str, labels: tuple[str, ...]) -> str | None:
    """Return what follows the label that a line begins with."""
    if not folded.startswith(labels):
        return None
    label = next(label for label in labels if folded.startswith(label))
    rest = folded[len(label) :]
    return None if rest[:1].isalpha() else rest


def _stands_alone(text: str, folded: str, rest: str) -> bool:
    """Tell a label from the first word of a sentence: a colon, nothing behind it, capitals."""
    capitals = text == text.upper() and folded != text
    return rest[:1] == ":" or capitals or (not rest and " " in folded)


def _is_when(rest: str, options: Options) -> bool:
    """Tell a date, a certain one or not, or a weekday from the words of a sentence."""
    rest = _without_small_words(rest)
    if all(WORDS.get(token, ("",))[0] == "weekday" for token in rest.split() or [""]):
        return True
    return read_date_line(rest, month_first=options.month_first) is not None


def _moment(rest: str, options: Options) -> datetime | None:
    """Return the one moment that the words behind a label name; None where that is not sure."""
    twice = _SAME_MOMENT.search(rest)
    rest = _without_small_words(rest)
    line = read_date_line(rest, month_first=options.month_first, zones=options.zones)
    if line is None or line.unknown or len(line.stamps) != 1 or _zone_in_doubt(rest, options):
        return None
    moment = line.stamps[0].moment
    if twice and moment.tzinfo is None:
        return None  # The brackets name the zone, so the site's need not be meant.
    return moment if moment.tzinfo else moment.replace(tzinfo=options.zone)


def _without_small_words(rest: str) -> str:
    """Leave the date of what stands behind a label, its clock written with a colon."""
    rest = _SAME_MOMENT.sub(" ", rest).strip(_FRAME)
    for later in _LATER:
        rest = rest.removesuffix(later).strip(_FRAME + ",")
    while small := _SMALL.match(rest):
        rest = rest[small.end() :]
    return _HOURS.sub("", _CLOCK.sub(r"\1:\2", _NOON.sub("12:00", rest)))


def _zone_in_doubt(rest: str, options: Options) -> bool:
    return any(
        ZONES.get(token, "") is None and token not in options.zones for token in tokenize(rest)
    )
