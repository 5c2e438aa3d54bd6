"""The words that parsers look for: one TOML file per language, and `common.toml`.

To support another phrase, add it to the list of its language; to support another language, add
a file named after its BCP 47 tag. Write words casefolded, because text is compared without case.
The files are read on first use, once per process.
"""

import re
from collections.abc import Iterable
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, TypeVar

import msgspec
from msgspec import field

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

_COMMON: Final = "common.toml"
_LETTERS: Final = 2

T = TypeVar("T", bound="Language")


class Words(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A section of a language file: lists of words by key."""

    def __post_init__(self) -> None:
        """Raise ValueError for an empty string, a duplicate, or a word that is not casefolded."""
        for key in self.__struct_fields__:
            _check(key, getattr(self, key))


class DateWords(Words, frozen=True, kw_only=True):
    """The words of dates.

    `months` and `weekdays` list the spellings of each month and each day, from January and from
    Monday. `published` and `updated` label a date; `relative` and `units` form a relative time
    (`5 minutes ago`); `filler` is skipped. `counters` are the signs after a number (`年`), by unit.
    `day_first` is true if the day always precedes the month in a numeric date.
    """

    months: tuple[tuple[str, ...], ...] = ()
    weekdays: tuple[tuple[str, ...], ...] = ()
    published: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    relative: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    am: tuple[str, ...] = ()
    pm: tuple[str, ...] = ()
    filler: tuple[str, ...] = ()
    counters: dict[str, tuple[str, ...]] = {}
    day_first: bool | None = None


class BylineWords(Words, frozen=True, kw_only=True):
    """The words of bylines.

    `by` precedes the author; `desks` are authors too; `jobs` and academic `titles` follow a
    name; `conjunctions` and `prepositions` connect two names.
    """

    by: tuple[str, ...] = ()
    desks: tuple[str, ...] = ()
    jobs: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    conjunctions: tuple[str, ...] = ()
    prepositions: tuple[str, ...] = ()


class CreditWords(Words, frozen=True, kw_only=True):
    """The words of image credits; `photo_ends` end a caption (`Bo Ek submitted photo`)."""

    photo: tuple[str, ...] = ()
    photo_ends: tuple[str, ...] = ()


class DatelineWords(Words, frozen=True, kw_only=True):
    """The words that can be in capitals before a colon but are not a dateline."""

    not_places: tuple[str, ...] = ()


class PageWords(Words, frozen=True, kw_only=True):
    """The words around a story on a news page.

    Whole lines: `boilerplate`; `highlights`, `related` and `topics`, which are headings of lists;
    and `end_headings`, below which nothing is part of the story. Beginnings of lines:
    `boilerplate_starts`, `related_starts`, `end_starts`, editors' `notes`, `corrections` and
    `sources`. `reading_time` appears in lines such as `4 min read`.
    """

    boilerplate: tuple[str, ...] = ()
    boilerplate_starts: tuple[str, ...] = ()
    highlights: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    related_starts: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    end_headings: tuple[str, ...] = ()
    end_starts: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    corrections: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    reading_time: tuple[str, ...] = ()


class EmbargoWords(Words, frozen=True, kw_only=True):
    """The words of embargoes.

    `until` precedes the time of release. So does `alone`, but only before a colon, before a date
    or in capitals; otherwise it begins a sentence. `now` allows immediate release, and so does
    `nothing` after one of the other phrases. `later` follows the time, `small_words` precede it.
    """

    until: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()
    now: tuple[str, ...] = ()
    nothing: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
    small_words: tuple[str, ...] = ()


class EditorialWords(Words, frozen=True, kw_only=True):
    """The beginnings of paragraphs for editors, in any story format."""

    note_starts: tuple[str, ...] = ()


class PressWords(Words, frozen=True, kw_only=True):
    """The words of press releases.

    `kinds` announce a release above the headline. `sources` (before a colon or in capitals) and
    `issuers` (before a colon) precede the issuer; `above_issuer` is the line above it.
    `contacts` precede contact details. `about`, with a name that one of `articles` can precede,
    begins the description of the issuer; `statements` begin legal notices, `notes` notes to
    editors, `more` references to further information, and `images` lines with the URL of an
    image. `ends` are whole lines that close a release.
    """

    kinds: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    above_issuer: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()


class WireWords(Words, frozen=True, kw_only=True):
    """The words of wire copy.

    `versions` name the version of a story (`1st Lead`), `kills` cancel it, `advisories` are for
    editors only. `head_notes` begin lines for editors above the text, `notes` inside it. `cuts`
    begin the part that is not for publication, `cut_headings` are its headings. `ends` are whole
    lines that close the text.
    """

    versions: tuple[str, ...] = ()
    kills: tuple[str, ...] = ()
    advisories: tuple[str, ...] = ()
    head_notes: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    cuts: tuple[str, ...] = ()
    cut_headings: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()


class Zones(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Abbreviations of time zones: by offset (`+05:30`), by IANA name, and ambiguous ones."""

    ambiguous: tuple[str, ...]
    offsets: dict[str, tuple[str, ...]]
    names: dict[str, tuple[str, ...]]

    @property
    def letters(self) -> tuple[str, ...]:
        """All abbreviations."""
        known = chain.from_iterable((*self.offsets.values(), *self.names.values()))
        return (*self.ambiguous, *known)


class Language(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The words of one language."""

    dates: DateWords = field(default_factory=DateWords)
    bylines: BylineWords = field(default_factory=BylineWords)
    credits: CreditWords = field(default_factory=CreditWords)
    datelines: DatelineWords = field(default_factory=DatelineWords)
    page: PageWords = field(default_factory=PageWords)
    embargoes: EmbargoWords = field(default_factory=EmbargoWords)
    editorial: EditorialWords = field(default_factory=EditorialWords)
    press: PressWords = field(default_factory=PressWords)
    wire: WireWords = field(default_factory=WireWords)


class Common(Language, frozen=True, kw_only=True):
    """Names and signs that belong to no language; agencies are in their own spelling."""

    agencies: tuple[str, ...]
    distributors: tuple[str, ...]
    states: tuple[str, ...]
    particles: tuple[str, ...]
    zones: Zones

    def __post_init__(self) -> None:
        """Raise ValueError for an empty string, a duplicate, or a word that is not casefolded."""
        _check("agencies", [name.casefold() for name in self.agencies])
        for key in ("distributors", "states", "particles"):
            _check(key, getattr(self, key))
        _check("zones", self.zones.letters)


class Phrases:
    """Phrases that a text can begin with; the first two characters reject most texts."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_letters: dict[str, list[str]] = {}
        for phrase in sorted(phrases, key=len, reverse=True):
            self._by_letters.setdefault(phrase[:_LETTERS], []).append(phrase)

    def start(self, folded: str) -> str | None:
        """Return the longest phrase that a casefolded text begins with."""
        for phrase in self._by_letters.get(folded[:_LETTERS], ()):
            if folded.startswith(phrase):
                return phrase
        return None


def any_of(words: Iterable[str]) -> str:
    """Return a regular expression that matches any of the words; earlier words are preferred."""
    return "|".join(map(re.escape, words))


@cache
def languages() -> dict[str, Language]:
    """Return the words of every language by its BCP 47 tag, sorted by tag."""
    return {
        file.name.removesuffix(".toml"): decode(file.name, file.read_bytes(), Language)
        for file in sorted(_folder().iterdir(), key=lambda file: file.name)
        if file.name.endswith(".toml") and file.name != _COMMON
    }


@cache
def common() -> Common:
    """Return the names and signs that belong to no language."""
    return decode(_COMMON, (_folder() / _COMMON).read_bytes(), Common)


@cache
def all_languages() -> Language:
    """Return the words of all languages together; in each list, the longest come first.

    `dates` is empty, because its lists have a meaning only within one language.
    """
    files = (common(), *languages().values())
    sections: dict[str, Any] = {
        section: _union([getattr(file, section) for file in files])
        for section in Language.__struct_fields__
        if section != "dates"
    }
    return Language(**sections)


def decode(name: str, data: bytes, kind: type[T]) -> T:
    """Return the words of a file.

    Raises ValueError for an unknown key, an empty string, a duplicate, or a word that is not
    casefolded; the message names file and key.
    """
    try:
        return msgspec.toml.decode(data, type=kind)
    except msgspec.DecodeError as error:
        raise ValueError(f"{name}: {error}") from error


def _folder() -> "Traversable":
    from importlib.resources import files  # noqa: PLC0415 - slow to import, used only here

    return files(__package__)


def _check(key: str, value: object) -> None:
    if isinstance(value, dict):
        value = tuple(value.values())
    if not isinstance(value, (tuple, list)):
        return
    words = list(chain.from_iterable((item,) if isinstance(item, str) else item for item in value))
    seen: set[str] = set()
    for word in words:
        if not word.strip():
            raise ValueError(f"{key} has an empty string; remove it")
        if word in seen:
            raise ValueError(f'{key} lists "{word}" twice; remove one')
        if word != word.casefold():
            raise ValueError(f'{key} has "{word}", which never matches; write "{word.casefold()}"')
        seen.add(word)


def _union(sections: list[Words]) -> Words:
    union = {
        key: dict.fromkeys(chain.from_iterable(getattr(section, key) for section in sections))
        for key in sections[0].__struct_fields__
    }
    longest_first = {key: sorted(words, key=len, reverse=True) for key, words in union.items()}
    return msgspec.convert(longest_first, type(sections[0]))
