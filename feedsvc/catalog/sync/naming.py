"""Names that are minted once: ids as tag URIs (RFC 4151), slugs for addresses, sections."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable
from hashlib import blake2b
from pathlib import PurePosixPath
from urllib.parse import quote

from slugify import slugify

from feedsvc.catalog.sync.uris import LONGEST, is_uri
from feedsvc.catalog.text import first_sentence
from feedsvc.entry import Entry

_SLUG_LENGTH = 80
_NEVER_IN_URIS = re.compile(r'[\s<>"{}|\\^`]')
_URI_MARKS = ":/?#@!$&'()*+,;=%"
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://([^/?#@]*@)?\[[^]/?#]*]")
"""The beginning of a URI whose host is an IPv6 address: brackets are nowhere else in one."""
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_POST_DATE = re.compile(r"\d{4}-\d{2}-\d{2}-(?=.)")
_INDEX_STEMS = ("index", "_index")


class Names:
    """Mints names that nothing had before: the base itself, else with the next free number."""

    def __init__(
        self, separator: str, find_taken: Callable[[Collection[str]], Iterable[str]]
    ) -> None:
        self._separator, self._find_taken = separator, find_taken
        self._checked: set[str] = set()
        self._taken: set[str] = set()
        self._last_number: dict[str, int] = {}

    def expect(self, names: Iterable[str]) -> None:
        """Look up many names at once, before they are minted one by one."""
        new = {name for name in names if name not in self._checked}
        self._taken.update(self._find_taken(new))
        self._checked |= new

    def mint(self, base: str) -> str:
        """Return the base, or base, separator and number, and never return it again."""
        name = base
        if self._is_taken(base):
            number = self._last_number.get(base) or self._some_taken_number(base)
            while self._is_taken(name := self._numbered(base, number)):
                number += 1
            self._last_number[base] = number
        self._checked.add(name)
        self._taken.add(name)
        return name

    def _some_taken_number(self, base: str) -> int:
        """Find the end of the numbers in few look-ups: by doubling, then by halving."""
        low, high = 1, 2
        while self._is_taken(self._numbered(base, high)):
            low, high = high, high * 2
        while high - low > 1:
            middle = (low + high) // 2
            if self._is_taken(self._numbered(base, middle)):
                low = middle
            else:
                high = middle
        return high

    def _numbered(self, base: str, number: int) -> str:
        return f"{base}{self._separator}{number}"

    def _is_taken(self, name: str) -> bool:
        if name not in self._checked:
            self.expect([name])
        return name in self._taken


def identifier(given: str, authority: str) -> str:
    """Return the id for one that the source gives, as a URI.

    An absolute URI stays, its other characters percent-encoded (RFC 3987 section 3.1); any
    other text becomes a tag URI of the site's authority, what is too long by its digest.
    """
    address = _ADDRESS.match(given)
    start = address.end() if address else 0
    uri = given[:start] + quote(_STRAY_PERCENT.sub("%25", given[start:]), safe=_URI_MARKS)
    if is_uri(uri) and not _NEVER_IN_URIS.search(given):
        return uri
    tag = f"tag:{authority}:{quote(given, safe='/')}"
    if len(tag) <= LONGEST:
        return tag
    return f"tag:{authority}:{blake2b(given.encode(), digest_size=16).hexdigest()}"


def minted_id(file: str, authority: str) -> str:
    """Return the tag URI of a story's first known place: its file's path without suffix.

    The path is composed (NFC) first, so that ids do not differ between file systems.
    """
    folder, slash, name = unicodedata.normalize("NFC", file).rpartition("/")
    return f"tag:{authority}:{quote(folder + slash + _stem(name), safe='/')}"


def tag_authority(text: str) -> str:
    """Return `host,date` with a host of another script as RFC 4151 wants it: in ASCII."""
    host, comma, date = text.partition(",")
    try:
        host = host.encode("idna").decode()
    except UnicodeError:
        host = quote(host, safe="")
    return f"{host.replace(':', '-')}{comma}{date}"


def section_of(file: str) -> str | None:
    """Return the section that a story's first folder stands for, written for people.

    Folders of Jekyll's machinery (`_posts`), of years, months and days, and the folder that
    an index file makes its own story's, are no sections.
    """
    *folders, name = file.split("/")
    if _stem(name) in _INDEX_STEMS:
        folders = folders[:-1]
    named = (folder for folder in folders if folder[0] != "_" and not folder.isdecimal())
    words = re.sub(r"[-_\s]+", " ", next(named, "")).strip()
    if words == words.lower():
        words = " ".join(word[:1].upper() + word[1:] for word in words.split(" "))
    return words or None


def title_of(entry: Entry, file: str) -> str:
    """Return the headline, else the first sentence of the body, else the file's name."""
    title = entry.title or first_sentence(entry.content or "") or entry.summary
    return title or re.sub(r"[-_\s]+", " ", story_name(file)).strip() or "Untitled"


def story_name(file: str) -> str:
    """Return what a file's name says of its story: no suffix, no date, a folder's for index."""
    path = PurePosixPath(file)
    stem = _stem(path.name)
    if stem in _INDEX_STEMS and path.parent.name:
        stem = path.parent.name
    return _POST_DATE.sub("", stem, count=1)


def slug_base(entry: Entry, file: str, *, alone: bool) -> str:
    """Return the slug that an entry would like: its own, else its file's name.

    Where the file holds several stories, each one's title stands in for the name.
    """
    wished = entry.slug or (story_name(file) if alone else title_of(entry, file))
    return latin_slug(wished) or latin_slug(title_of(entry, file)) or "story"


def latin_slug(text: str) -> str:
    """Return text of any script in small Latin letters, digits and hyphens, at most 80."""
    return slugify(text, max_length=_SLUG_LENGTH, word_boundary=True, save_order=True)


def _stem(name: str) -> str:
    stem, _, _ = name.rpartition(".")
    return stem or name
