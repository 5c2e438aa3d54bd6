"""Which pictures, sounds and films of an entry its content does not show by itself."""

import html
import re
from collections.abc import Iterator, Sequence
from urllib.parse import quote, unquote, urljoin, urlsplit

from feedsvc.entry import Media
from feedsvc.feeds.values import TYPE_OF_SUFFIX, medium

_ADDRESS = re.compile(
    r"""\s(?P<name>src|srcset|poster|href)\s*=\s*(?P<quote>["']?)(?P<value>(?(quote)[^"'<>]*|[^\s>]+))""",
    re.IGNORECASE,
)
# What the name of a picture's file says of its size alone, as WordPress and retina sets do.
_SIZE = re.compile(r"(?:-\d{2,5}x\d{2,5}|-scaled|@[23]x)$")
_PLAIN = re.compile(r"[A-Za-z0-9_-]*")


def unshown(media: Sequence[Media], content: str, base: str) -> list[Media]:
    """Return the media with a URL that safe HTML neither embeds nor, but for pictures, links to.

    The same picture in another size, in a srcset or on another host is the same picture.
    `base` is the address that relative links in the content start from.
    """
    return [item for item in media if item.url and not _is_shown(item, content, base)]


def embedded(content: str) -> Iterator[str]:
    """Yield the addresses that HTML embeds or links to, as they are written."""
    return _addresses(content, linked=True)


def _is_shown(media: Media, content: str, base: str) -> bool:
    url = media.url or ""
    # Nearly all content names none of its media: it is not looked through for them.
    stem = _stem(url)
    if stem not in content and (
        _PLAIN.fullmatch(stem) or (quote(stem) not in content and html.escape(stem) not in content)
    ):
        return False
    key, linked = _key(url), medium(media) != "image"
    return any(_key(_joined(base, each)) == key for each in _addresses(content, linked=linked))


def _addresses(content: str, *, linked: bool) -> Iterator[str]:
    for match in _ADDRESS.finditer(content):
        name, value = match["name"].lower(), html.unescape(match["value"])
        if name == "srcset":
            yield from (part.split()[0] for part in value.split(",") if part.strip())
        elif name != "href" or linked:
            yield value.strip()


def _stem(url: str) -> str:
    """Return the beginning of a file's name, which all addresses of one medium have."""
    name = url.partition("?")[0].rpartition("/")[2]
    return _SIZE.sub("", unquote(name).partition(".")[0])


def _key(url: str) -> str:
    """Return what is the same in all addresses of one medium: its path without sizes.

    What follows the path counts only where the path does not name a file.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    stem, dot, suffix = unquote(parts.path).rpartition(".")
    if dot and suffix.lower() in TYPE_OF_SUFFIX:
        return f"{_SIZE.sub('', stem)}.{suffix.lower()}"
    return f"{unquote(parts.path)}?{parts.query}"


def _joined(base: str, url: str) -> str:
    try:
        return urljoin(base, url)
    except ValueError:
        return url
