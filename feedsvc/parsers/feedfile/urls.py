"""URLs made absolute, alone or in sanitized HTML."""

import html
import re
from typing import Final
from urllib.parse import urljoin, urlsplit

_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_WEB: Final = re.compile(r"https?://[^\s/?#<>\"]+[^\s<>\"]*", re.IGNORECASE)
# nh3 escapes every `<` in text and attributes, and quotes all values.
_TAG: Final = re.compile(r"<[a-z][^<>]*>")
_LINK: Final = re.compile(r' (href|src|poster|cite|srcset)="([^"]*)"')
_CANDIDATE: Final = re.compile(r"(?P<url>[^\s,](?:\S*[^\s,])?)(?P<size>\s+[^,]+)?")
_RELATIVE: Final = re.compile(r'(?:href|src|poster|cite)="(?![A-Za-z][A-Za-z0-9+.-]*:)|srcset="')
_MAX_LENGTH: Final = 8192


def absolute_url(url: str, base: str) -> str | None:
    """Return a URL resolved against `base`; None if it is empty, too long or invalid."""
    url = " ".join(url.split())
    if not url or len(url) > _MAX_LENGTH:
        return None
    if _SCHEME.match(url) or not base:
        return url
    try:
        return urljoin(base, url)
    except ValueError:
        return None


def web_url(url: str, base: str = "") -> str | None:
    """Return an absolute http or https URL; None for any other."""
    found = absolute_url(url, base)
    if found is None:
        return None
    found = found.replace(" ", "%20")
    return found if _WEB.fullmatch(found) and _has_host(found) else None


def with_absolute_links(markup: str, base: str) -> str:
    """Return sanitized HTML with absolute links; without a base, return it unchanged."""
    if not _WEB.fullmatch(base) or not _RELATIVE.search(markup):
        return markup
    return _TAG.sub(lambda tag: _LINK.sub(lambda link: _resolved(link, base), tag[0]), markup)


def _has_host(url: str) -> bool:
    """Return whether a URL has a valid host; an unclosed bracket is invalid."""
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
    elif not value.startswith("#"):  # A fragment is in the story itself, whatever its page.
        value = absolute_url(value, base) or ""
    return f' {link[1]}="{html.escape(value)}"'
