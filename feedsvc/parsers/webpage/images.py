"""The pictures of a page: each once, with its largest form and what is said of it."""

import re
from typing import Final
from urllib.parse import urlsplit

import msgspec

from feedsvc.entry import Media
from feedsvc.parsers.iptc.media import mime_type, whole_number
from feedsvc.parsers.newstext.editorial import is_for_editors, without_contacts
from feedsvc.parsers.values import text_of
from feedsvc.parsers.webpage.document import Page
from feedsvc.parsers.webpage.metatags import Head
from feedsvc.parsers.webpage.schema_org import Thing

_SIZE_IN_NAME: Final = re.compile(r"[-_](?:\d{2,5}x\d{2,5}|scaled|\d{3,4}w|[1-9]{1,2}x[1-9]{1,2})$")
_SIZE_SEGMENT: Final = re.compile(
    r"\d{1,5}[x:]\d{1,5}|[wh][_=-]?\d{2,5}|\d{3,4}|crop|thumbs?|styles"
)
_PICTURE_FILE: Final = re.compile(r"(.+)\.(?:jpe?g|png|gif|webp|avif|tiff?|bmp)")


class Pictures:
    """The media of a page in order; two forms of one picture are one."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.line: int | None = None
        self._found: dict[str, Media] = {}

    def add(self, url: str | None, line: int, **facts: object) -> None:
        """Add a picture, or what was not known of one; a caption may stand alone."""
        address = self.page.web(url)
        new = _facts(facts)
        if address is None:
            if new.get("caption"):
                self._found.setdefault(str(new["caption"]), Media(**new))  # type: ignore[arg-type]  # _facts gives each its type
                self.line = self.line or line
            return
        key = _stem(address)
        known = self._found.get(key, Media(url=address))
        if (
            new.get("width")
            and known.url != address
            and (known.width or 0) < int(str(new["width"]))
        ):
            known = msgspec.structs.replace(known, url=address, width=None, height=None, type=None)
        more = {name: value for name, value in new.items() if getattr(known, name) is None}
        if known.url != address:
            more = {name: more[name] for name in ("caption", "credit") if name in more}
        self._found[key] = msgspec.structs.replace(known, **more)
        self.line = self.line or line

    def found(self) -> tuple[Media, ...]:
        """Return all media."""
        return tuple(self._found.values())


def add_of_thing(pictures: Pictures, thing: Thing) -> None:
    """Add the pictures that an object of schema.org has."""
    for name in ("image", "thumbnailUrl", "primaryImageOfPage"):
        if name != "image" and pictures.found():
            return
        for value in thing.values(name):
            if isinstance(value, str):
                pictures.add(value, thing.line(name))
            elif isinstance(value, dict):
                image = thing.inner(value)
                address = next(image.addresses("contentUrl", "url", "@id"), None)
                pictures.add(
                    image.text("contentUrl", "url") or address,
                    thing.line(name),
                    width=_size(image, "width"),
                    height=_size(image, "height"),
                    type=image.text("encodingFormat"),
                    caption=image.text("caption"),
                    credit=image.text("creditText", "creator", "author", "copyrightHolder"),
                )


def add_of_head(pictures: Pictures, head: Head) -> None:
    """Add the picture of OpenGraph with its size, and others where there is none."""
    sizes: dict[str, object] = {}
    url, line = None, 1
    for tag in head.tags:
        name = tag.name.removeprefix("og:image")
        if name == tag.name:
            continue
        if name in ("", ":url") and url is None:
            url, line = tag.content, tag.line
        elif name in ("", ":url") and tag.content != url:
            break  # The sizes that follow are those of a second one.
        elif name in (":width", ":height", ":type"):
            sizes.setdefault(name[1:], tag.content)
    if url:
        pictures.add(url, line, **sizes)
    for tag in head.first_of("image") if not pictures.found() else ():
        pictures.add(tag.content, tag.line)


def _stem(address: str) -> str:
    """Return what the forms of one picture have in common: the path, without sizes in it."""
    try:
        path = urlsplit(address).path.lower()
    except ValueError:
        return address
    *folders, name = path.split("/")
    file = _PICTURE_FILE.fullmatch(name)
    if not file:
        return address
    kept = [folder for folder in folders if not _SIZE_SEGMENT.fullmatch(folder)]
    return "/".join((*kept, _SIZE_IN_NAME.sub("", file[1])))


def _facts(facts: dict[str, object]) -> dict[str, object]:
    found: dict[str, object] = {}
    for name in ("width", "height"):
        found[name] = whole_number(facts.get(name))
    kind = facts.get("type")
    found["type"] = mime_type(kind) if isinstance(kind, str) else None
    for name in ("caption", "credit"):
        text = text_of(facts.get(name) if isinstance(facts.get(name), str) else None)
        found[name] = None if text and is_for_editors(text) else text
    if isinstance(found["credit"], str):
        found["credit"] = without_contacts(found["credit"]) or None
    return {name: value for name, value in found.items() if value is not None}


def _size(image: Thing, name: str) -> object:
    """Return a size in pixels, which may be a number, its text or a QuantitativeValue."""
    value = next(iter(image.values(name)), None)
    return (
        next(iter(image.inner(value).values("value")), None) if isinstance(value, dict) else value
    )
