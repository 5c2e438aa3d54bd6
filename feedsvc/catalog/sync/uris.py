"""Which texts are URIs that an entry may be known by: one that is none spoils a whole feed."""

import re
from datetime import date
from ipaddress import IPv6Address
from urllib.parse import SplitResult, urlsplit

LONGEST = 1900
"""How many characters an id has at most; some readers keep no more than 2,000."""

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
_LETTER = r"(?:\w|%[89A-F][0-9A-F])"
_HOST_LABEL = rf"{_LETTER}(?:(?:{_LETTER}|-)*{_LETTER})?"
_HOST = re.compile(rf"{_HOST_LABEL}(?:\.{_HOST_LABEL})*\.?", re.ASCII | re.IGNORECASE)
_WITH_HOST = ("http", "https", "ftp", "ws", "wss")


def is_uri(text: str) -> bool:
    """Tell whether a text, whose odd characters are percent-encoded, is an absolute URI.

    Sources: RFC 3986; RFC 4151 for `tag:`, RFC 8141 for `urn:`, RFC 9562 for `urn:uuid:`.
    """
    if not _URI.fullmatch(text) or len(text) > LONGEST:
        return False
    scheme = text.partition(":")[0].lower()
    if scheme == "tag":
        return _is_tag(text)
    if scheme == "urn":
        form = _UUID if text[:9].lower() == "urn:uuid:" else _URN
        return form.fullmatch(text) is not None
    return scheme not in _WITH_HOST or _has_host(text)


def _is_tag(text: str) -> bool:
    found = _TAG.fullmatch(text)
    if found is None:
        return False
    try:
        date(int(found["year"]), int(found["month"] or 1), int(found["day"] or 1))
    except ValueError:
        return False
    return True


def _has_host(text: str) -> bool:
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return False
    return _is_address(parts) or _HOST.fullmatch(parts.hostname or "") is not None


def _is_address(parts: SplitResult) -> bool:
    if not parts.netloc.rpartition("@")[2].startswith("["):
        return False
    try:
        IPv6Address(parts.hostname or "")
    except ValueError:
        return False
    return True
