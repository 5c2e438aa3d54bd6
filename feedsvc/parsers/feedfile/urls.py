"""Addresses made absolute_url: one, or all in HTML that was made safe."""

import html
import re
from typing import Final
from urllib.parse import urljoin, urlsplit

_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_WEB: Final = re.compile(r"https?://[^\s/?#<>\"]+[^\s<>\"]*", re.IGNORECASE)
# nh3 writes every `<` in text and attributes as a reference, and quotes all values.
_TAG: Final = re.compile(r"<[a-z][^<>]*>")
_LINK: Final = re.compile(r' (href|src|poster|cite|srcset)="([^"]*)"')
_CANDIDATE: Final = re.compile(r"(?P<url>[^\s,](?:\S*[^\s,])?)(?P<size>\s+[^,]+)?")
_FIRST_RELATIVE: Final = re.compile(
    r'(?:href|src|poster|cite)="(?![A-Za-z][A-Za-z0-9+.-]*:)|srcset="'
)
_LONGEST: Final = 8192


def absolute_url(url: str, base: str) -> str | None:
    """Return an address with its scheme, that of `base` where it has none; None for no address."""
    url = " ".join(url.split())
    if not url or len(url) > _LONGEST:
        return None
    if _SCHEME.match(url) or not base:
        return url
    try:
        return urljoin(base, url)
    except ValueError:
        return None


def web_url(url: str, base: str = "") -> str | None:
    """Return an absolute_url address of http or https; None for any other."""
    found = absolute_url(url, base)
    if found is None:
        return None
    found = found.replace(" ", "%20")
    return found if _WEB.fullmatch(found) and _has_host(found) else None


def with_absolute_links(markup: str, base: str) -> str:
    """Return safe HTML whose links are absolute_url; without a base it comes back as it was."""
    if not _WEB.fullmatch(base) or not _FIRST_RELATIVE.search(markup):
        return markup
    return _TAG.sub(lambda tag: _LINK.sub(lambda link: _resolved(link, base), tag[0]), markup)


def _has_host(url: str) -> bool:
    """Tell whether the host of an address can be one; a bracket that stays open cannot."""
    try:
        return bool(urlsplit(url).hostname)
    except ValueError:
        return False


def _resolved(link: re.Match[str], base: str) -> str:
    value = html.unescape(link[2])
    if link[1] == "srcset":
        found = (
            f"{absolute_url(each['url'], base) or ''}{each['size'] or ''}"
            for each in _CANDIDATE.finditer(value)
        )
        value = ", ".join(found)
    elif not value.startswith("#"):  # A note within the story is on whichever page it is read.
        value = absolute_url(value, base) or ""
    return f' {link[1]}="{html.escape(value)}"'
