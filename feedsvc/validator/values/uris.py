"""URIs and IRIs: RFC 3986, RFC 3987, and the tag:, urn: and UUID forms."""

import ipaddress
import re
from datetime import date
from urllib.parse import SplitResult, quote, urlsplit

from feedsvc.validator.values import cached
from feedsvc.validator.values.names import SCHEMES

_LONGEST = 2000
_BAD = re.compile(r"[\x00-\x20\x7f\"<>\\^`{|}]|%(?![0-9A-Fa-f]{2})")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_ORIGIN = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*")
_AUTHORITY_SCHEMES = frozenset({"http", "https", "ftp", "ws", "wss"})
_HOST_LABEL = re.compile(r"(?:\w|[^\x00-\xa0])([\w-]*\w)?")
_TAG = re.compile(
    r"""(?i:tag):
    (?P<authority>(?:[A-Za-z0-9._~+-]+@)?[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?
      (?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*),
    (?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?:
    (?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*
    (?:\#(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*)?""",
    re.VERBOSE | re.ASCII,
)
_URN = re.compile(
    r"urn:(?!urn:)[A-Za-z0-9][A-Za-z0-9-]{1,31}:"
    r"(?:[A-Za-z0-9()+,.:=@;$_!*'/&~?#-]|%[0-9A-Fa-f]{2})+",
    re.IGNORECASE,
)
_UUID = re.compile(r"(?:urn:uuid:)?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_PERCENT = re.compile(r"%([0-9A-Fa-f]{2})")
_PUNYCODE = re.compile(r"\bxn--([a-z0-9-]{1,63})")
_ASCII = "".join(map(chr, range(0x80)))
_UNRESERVED = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")
_DEFAULT_PORTS = {"http": "80", "https": "443", "ftp": "21"}


@cached(4096)
def bad_character(value: str) -> str:
    """Return the first character that is not allowed in a URI or IRI; empty if all are.

    Strip white space around the value first, as the rules of its place permit.
    """
    found = _BAD.search(value)
    if found:
        return _shown(found.group(0))
    if "[" in value or "]" in value:
        # brackets are allowed only around an IP address as the host
        rest = re.sub(r"(//(?:[^/?#@]*@)?)\[[0-9A-Fa-f:.]+\]", r"\1", value, count=1)
        if "[" in rest or "]" in rest:
            return "'[' or ']'"
    if value.count("#") > 1:
        return "a second '#'"
    return ""


@cached(4096)
def scheme(value: str) -> str:
    """Return the scheme in lower case; empty for a relative reference."""
    found = _SCHEME.match(value)
    return found.group(1).lower() if found else ""


def registered(name: str) -> bool:
    """Whether IANA has registered a scheme."""
    return name in SCHEMES


@cached(4096)
def absolute_fault(value: str) -> str:
    """Return why a value is not an absolute URI; empty if it is."""
    name = scheme(value)
    if not name:
        return "it has no scheme such as https:"
    if len(value) == len(name) + 1:
        return "there is nothing after the scheme"
    if name in _AUTHORITY_SCHEMES:
        if not value[len(name) + 1 :].startswith("//"):
            return f"{name}: must be followed by //"
        return host_fault(value)
    return ""


def host_fault(value: str) -> str:
    """Return what is wrong with the host or port of a URI; empty if nothing is."""
    found = _ORIGIN.match(value)
    return _origin_fault(found.group() if found else value)


@cached(1024)
def _origin_fault(value: str) -> str:
    parts = split(value)
    if parts is None:
        return "it cannot be split into host and path"
    host = parts.hostname or ""
    if not host:
        return "it has no host"
    try:
        _ = parts.port
    except ValueError:
        return "its port is not a number"
    if parts.netloc.rpartition("@")[2].startswith("["):
        return _ipv6_fault(host)
    for label in host.removesuffix(".").split("."):
        if not _HOST_LABEL.fullmatch(label) and "%" not in label:
            return f"{host!r} is not a host name"
    return ""


def _ipv6_fault(host: str) -> str:
    try:
        ipaddress.IPv6Address(host)
    except ValueError:
        # IPvFuture (RFC 3986 section 3.2.2)
        return "" if re.fullmatch(r"v[0-9a-f]+\..+", host) else f"{host!r} is not an IPv6 address"
    return ""


@cached(4096)
def split(value: str) -> SplitResult | None:
    """Split a URI into its parts; None if urllib cannot."""
    try:
        return urlsplit(value)
    except ValueError:
        return None


@cached(1024)
def tag_fault(value: str) -> str:
    """Return why a tag: URI does not conform to RFC 4151; empty if it does."""
    found = _TAG.fullmatch(value) if len(value) < _LONGEST else None
    if not found:
        return "write tag:authority,2024-11-16:specific"
    try:
        date(int(found["year"]), int(found["month"] or 1), int(found["day"] or 1))
    except ValueError as error:
        return f"its date does not exist: {error}"
    return ""


def urn_fault(value: str) -> str:
    """Return why a urn: does not conform to RFC 8141; empty if it does."""
    return "" if _URN.fullmatch(value) else "write urn:namespace:specific"


def is_uuid(value: str) -> bool:
    """Whether a value is a UUID of RFC 9562, with or without `urn:uuid:`."""
    return bool(_UUID.fullmatch(value))


@cached(1024)
def canonical(value: str) -> str:
    """Return a URI in the form that RFC 4287 section 4.2.6.1 recommends for ids."""
    name = scheme(value)
    parts = split(value) if not name or name in _DEFAULT_PORTS else None
    if parts is None or parts.scheme not in _DEFAULT_PORTS or not parts.netloc:
        return value
    user, at, host = parts.netloc.rpartition("@")
    host = host.lower().removesuffix(f":{_DEFAULT_PORTS[parts.scheme]}").removesuffix(":")
    netloc = f"{user}{at}{host}" if user.strip(":") else host
    path = _PERCENT.sub(_escape, _without_dots(parts.path)) or "/"
    rest = value[len(value.partition(parts.netloc)[0]) + len(parts.netloc) :]
    tail = _PERCENT.sub(_escape, rest[len(parts.path) :])
    return f"{parts.scheme}://{netloc}{path}{tail}"


def same_place(one: str, other: str) -> bool:
    """Whether two URIs or IRIs identify the same document (RFC 3987 section 3.1)."""
    return one == other or _as_uri(one) == _as_uri(other)


def _as_uri(value: str) -> str:
    """Return an IRI in ASCII without its fragment, with Punycode in the host decoded first."""
    before, slashes, rest = canonical(value.partition("#")[0]).partition("//")
    host, slash, path = rest.partition("/")
    iri = f"{before}{slashes}{_PUNYCODE.sub(_decoded, host)}{slash}{path}"
    return quote(iri, safe=_ASCII, errors="replace")


def _decoded(found: re.Match[str]) -> str:
    try:
        return found[1].encode("ascii").decode("punycode")
    except (UnicodeError, ValueError, OverflowError):
        return found[0]


def _escape(found: re.Match[str]) -> str:
    code = int(found.group(1), 16)
    return chr(code) if code in _UNRESERVED else f"%{code:02X}"


def _without_dots(path: str) -> str:
    segments: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            segments = segments[:-1] if len(segments) > 1 else segments
        elif segment != ".":
            segments.append(segment)
    return "/".join(segments)


def _shown(character: str) -> str:
    if character == "%":
        return "'%' without two hexadecimal digits after it"
    return "a space" if character == " " else repr(character)
