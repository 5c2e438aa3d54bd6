"""Names of entries: ids as URIs, slugs for URL paths, titles and sections."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from ipaddress import IPv6Address
from urllib.parse import SplitResult, quote, urlsplit

from feedsvc.catalog.text import first_sentence
from feedsvc.entry import Entry

MAX_ID_LENGTH = 1900
"""The maximum length of an id in characters; some feed readers store no more than 2,000."""

_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:.+")
_CHARACTER = r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_TAG = re.compile(
    rf"tag:(?:[A-Za-z0-9._~+-]+@)?{_LABEL}(?:\.{_LABEL})*,"
    rf"(?P<year>\d{{4}})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?:{_CHARACTER}*(?:\#{_CHARACTER}*)?",
    re.IGNORECASE,
)
_URN = re.compile(rf"urn:(?!urn:)[a-z0-9][a-z0-9-]{{1,31}}:(?:{_CHARACTER}|\#)+", re.IGNORECASE)
_UUID = re.compile(r"urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_HOST_CHARACTER = r"(?:\w|%[89A-F][0-9A-F])"
_HOST_LABEL = rf"{_HOST_CHARACTER}(?:(?:{_HOST_CHARACTER}|-)*{_HOST_CHARACTER})?"
_HOST = re.compile(rf"{_HOST_LABEL}(?:\.{_HOST_LABEL})*\.?", re.ASCII | re.IGNORECASE)
_HOST_SCHEMES = ("http", "https", "ftp", "ws", "wss")

_SLUG_LENGTH = 80
_NEVER_IN_URIS = re.compile(r'[\s<>"{}|\\^`]')
_URI_SAFE = ":/?#@!$&'()*+,;=%"
_IPV6_PREFIX = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://([^/?#@]*@)?\[[^]/?#]*]")
"""The start of a URI with an IPv6 host; brackets are not valid anywhere else in a URI."""
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_POST_DATE = re.compile(r"\d{4}-\d{2}-\d{2}-(?=.)")
_INDEX_STEMS = ("index", "_index")


class Names:
    """Mints unused names: the base itself, or else the base with the next free number."""

    def __init__(
        self, separator: str, find_taken: Callable[[Collection[str]], Iterable[str]]
    ) -> None:
        self._separator, self._find_taken = separator, find_taken
        self._checked: set[str] = set()
        self._taken: set[str] = set()
        self._last_number: dict[str, int] = {}

    def expect(self, names: Iterable[str]) -> None:
        """Look up many names at once before they are minted one by one."""
        new = {name for name in names if name not in self._checked}
        self._taken.update(self._find_taken(new))
        self._checked |= new

    def mint(self, base: str) -> str:
        """Return the base or, if it is taken, the base with a separator and number."""
        name = base
        if self._is_taken(base):
            number = self._last_number.get(base) or self._first_free_number(base)
            while self._is_taken(name := self._numbered(base, number)):
                number += 1
            self._last_number[base] = number
        self._checked.add(name)
        self._taken.add(name)
        return name

    def _first_free_number(self, base: str) -> int:
        """Find a free number in few lookups: by doubling, then by halving."""
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
    """Return an id from a source as a URI.

    An absolute URI is used, with other characters percent-encoded (RFC 3987 section 3.1). Any
    other text becomes a tag URI of the site's authority (RFC 4151), or the digest of the text
    if it is too long.
    """
    prefix = _IPV6_PREFIX.match(given)
    start = prefix.end() if prefix else 0
    uri = given[:start] + quote(_STRAY_PERCENT.sub("%25", given[start:]), safe=_URI_SAFE)
    if _is_uri(uri) and not _NEVER_IN_URIS.search(given):
        return uri
    tag = f"tag:{authority}:{quote(given, safe='/')}"
    if len(tag) <= MAX_ID_LENGTH:
        return tag
    return f"tag:{authority}:{blake2b(given.encode(), digest_size=16).hexdigest()}"


def id_path(file: str) -> str:
    """Return the path of a story's file without suffix, as in the ids that the catalog mints.

    The path is normalized to NFC first, so that ids are the same on all file systems.
    """
    folder, slash, name = unicodedata.normalize("NFC", file).rpartition("/")
    return quote(folder + slash + _stem(name), safe="/", errors="replace")


def tag_authority(text: str) -> str:
    """Return `host,date` with an internationalized host in ASCII, as RFC 4151 requires."""
    host, comma, date = text.partition(",")
    try:
        host = host.encode("idna").decode()
    except UnicodeError:
        host = quote(host, safe="")
    return f"{host.replace(':', '-')}{comma}{date}"


def section_of(file: str) -> str | None:
    """Return the section named by a story's first folder, in readable form.

    Folders such as Jekyll's `_posts`, folders of years, months and days, and an index file's own
    folder are not sections.
    """
    folder, _, name = file.rpartition("/")
    return _section(folder, is_index=_stem(name) in _INDEX_STEMS)


@lru_cache(maxsize=1024)
def _section(folder: str, *, is_index: bool) -> str | None:
    folders = folder.split("/") if folder else []
    if is_index:
        folders = folders[:-1]
    named = (folder for folder in folders if folder[0] != "_" and not folder.isdecimal())
    words = re.sub(r"[-_\s]+", " ", next(named, "")).strip()
    if words == words.lower():
        words = " ".join(word[:1].upper() + word[1:] for word in words.split(" "))
    return words or None


def title_of(entry: Entry, file: str) -> str:
    """Return the headline, or else the first sentence of the body, or else the file's name."""
    title = entry.title or first_sentence(entry.content or "") or entry.summary
    return title or re.sub(r"[-_\s]+", " ", story_name(file)).strip() or "Untitled"


def story_name(file: str) -> str:
    """Return the stem of a file's name without its date; for an index file, the folder's name."""
    folder, _, name = file.rpartition("/")
    stem = _stem(name)
    if stem in _INDEX_STEMS and folder:
        stem = folder.rpartition("/")[2]
    return _POST_DATE.sub("", stem, count=1)


def slug_base(entry: Entry, file: str, *, alone: bool) -> str:
    """Return the preferred slug of an entry: its own, or else its file's name.

    If the file has several stories, the title is used instead of the file's name.
    """
    preferred = entry.slug or (story_name(file) if alone else title_of(entry, file))
    return latin_slug(preferred) or latin_slug(title_of(entry, file)) or "story"


def latin_slug(text: str) -> str:
    """Return text of any script as at most 80 lowercase Latin letters, digits and hyphens."""
    from slugify import slugify  # noqa: PLC0415 - slow to import, and only new names need it

    return slugify(text, max_length=_SLUG_LENGTH, word_boundary=True, save_order=True)


def _stem(name: str) -> str:
    stem, _, _ = name.rpartition(".")
    return stem or name


def _is_uri(text: str) -> bool:
    """Return whether a percent-encoded text is an absolute URI that is valid as an id.

    Sources: RFC 3986; RFC 4151 for `tag:`, RFC 8141 for `urn:`, RFC 9562 for `urn:uuid:`.
    """
    if not _URI.fullmatch(text) or len(text) > MAX_ID_LENGTH:
        return False
    scheme = text.partition(":")[0].lower()
    if scheme == "tag":
        return _is_tag(text)
    if scheme == "urn":
        form = _UUID if text[:9].lower() == "urn:uuid:" else _URN
        return form.fullmatch(text) is not None
    return scheme not in _HOST_SCHEMES or _has_host(text)


def _is_tag(text: str) -> bool:
    match = _TAG.fullmatch(text)
    if match is None:
        return False
    try:
        date(int(match["year"]), int(match["month"] or 1), int(match["day"] or 1))
    except ValueError:
        return False
    return True


def _has_host(text: str) -> bool:
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return False
    return _has_ipv6_host(parts) or _HOST.fullmatch(parts.hostname or "") is not None


def _has_ipv6_host(parts: SplitResult) -> bool:
    if not parts.netloc.rpartition("@")[2].startswith("["):
        return False
    try:
        IPv6Address(parts.hostname or "")
    except ValueError:
        return False
    return True
