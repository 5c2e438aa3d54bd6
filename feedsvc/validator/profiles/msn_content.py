"""MSN's profile, the rules of what a story holds: addresses, pictures, markup."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from feedsvc.validator import namespaces as ns
from feedsvc.validator.examples import item
from feedsvc.validator.finding import Severity
from feedsvc.validator.profiles.content import depth, images, markup
from feedsvc.validator.profiles.msn import MI, MSN
from feedsvc.validator.profiles.parts import BODY, LINK, STORY, find, text
from feedsvc.validator.values import uris

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedsvc.validator.document import Element, Spots
    from feedsvc.validator.profiles.feed import Feed

_LARGEST_IMAGE, _NARROWEST, _WIDEST = 15_000_000, 0.5, 1.89
_DEEPEST = 10
_LOADED = (
    "enclosure",
    f"{{{ns.ATOM}}}link[@rel='enclosure']",
    *(f"{{{ns.MEDIA}}}{name}" for name in ("content", "thumbnail", "group/*", "content/*")),
)
_REFUSED = re.compile(r"<(script|style|object|embed)\b", re.IGNORECASE)
_SOURCES = re.compile(r"""\ssrc\s*=\s*["']?([^\s"'<>]+)""", re.IGNORECASE)
_IMAGE = '<media:content url="https://news.example/1.jpg" medium="image" {}/>'
_ENCODED = "<content:encoded><![CDATA[{}]]></content:encoded>"


@MSN.rule(
    "msn-https",
    Severity.ERROR,
    on=STORY,
    bad=item("<link>http://news.example/crane</link>"),
    good=item("<link>https://news.example/crane</link>"),
    against={
        "newsbreak": "a guid that is the old address keeps it, only links and pictures change"
    },
)
def address_without_https(story: Element, _feed: Feed) -> Spots:
    """An address in a story is not https.

    MSN refuses the story.
    """
    for element, address in _addresses(story):
        if uris.scheme(address) == "http":
            yield element, f"{address!r} should be https"


@MSN.rule(
    "msn-credentials",
    Severity.ERROR,
    on=STORY,
    bad=item("<link>https://ida:secret@news.example/crane</link>"),
    good=item("<link>https://news.example/crane</link>"),
)
def address_with_credentials(story: Element, _feed: Feed) -> Spots:
    """An address in a story holds a user's name or password.

    MSN refuses the story, and everybody who reads the feed knows the password.
    """
    for element, address in _addresses(story):
        parts = uris.split(address)
        if parts and "@" in parts.netloc:
            yield element, f"the address on {parts.hostname} should hold no name and no password"


@MSN.rule(
    "msn-image-bytes",
    Severity.ERROR,
    on=STORY,
    bad=item(_IMAGE.format('fileSize="16000000"')),
    good=item(_IMAGE.format('fileSize="240000"')),
    against={"flipboard": "pictures in full size are asked for, 500 pixels and more"},
)
def heavy_image(story: Element, _feed: Feed) -> Spots:
    """A picture is said to have more than 15 MB.

    MSN sets that limit; the story may appear without its picture.
    """
    for image in images(story):
        if image.length > _LARGEST_IMAGE:
            yield image.element, f"the picture has {image.length:,} bytes, MSN takes 15 MB"


@MSN.rule(
    "msn-image-ratio",
    Severity.ERROR,
    on=STORY,
    bad=item(_IMAGE.format('width="1200" height="400"')),
    good=item(_IMAGE.format('width="1200" height="800"')),
)
def image_ratio(story: Element, _feed: Feed) -> Spots:
    """A picture is said to be too wide or too narrow.

    MSN takes pictures whose width is 0.5 to 1.89 times their height.
    """
    for image in images(story):
        ratio = image.width / image.height if image.width and image.height else 1.0
        if not _NARROWEST <= ratio <= _WIDEST:
            yield (
                image.element,
                (
                    f"the picture is {image.width} x {image.height}, a ratio of {ratio:.2f}; "
                    f"MSN takes {_NARROWEST} to {_WIDEST}"
                ),
            )


@MSN.rule(
    "msn-markup",
    Severity.ERROR,
    on=STORY,
    bad=item(_ENCODED.format("<p>It stays.</p><script>count()</script>")),
    good=item(_ENCODED.format("<p>It stays.</p>")),
)
def refused_markup(story: Element, _feed: Feed) -> Spots:
    """A text holds script, style, object or embed.

    MSN refuses the story.
    """
    body = find(story, BODY)
    found = _REFUSED.search(markup(body))
    if body is not None and found:
        yield body, f"the text holds <{found.group(1).lower()}>"


@MSN.rule(
    "msn-nesting",
    Severity.ERROR,
    on=STORY,
    bad=item(_ENCODED.format("<div>" * 10 + "It stays." + "</div>" * 10)),
    good=item(_ENCODED.format("<div>" * 9 + "It stays." + "</div>" * 9)),
)
def deep_markup(story: Element, _feed: Feed) -> Spots:
    """A text's markup is nested ten deep or deeper.

    MSN refuses the story.
    """
    body = find(story, BODY)
    if body is not None and depth(markup(body), _DEEPEST) >= _DEEPEST:
        yield body, f"the markup is nested {_DEEPEST} deep or deeper"


@MSN.rule(
    "msn-syndication-rights",
    Severity.INFO,
    on=(f"{{{ns.MEDIA}}}content",),
    bad=item(_IMAGE.format("")),
    good=item(
        _IMAGE.format("").replace("/>", ">")
        + f'<mi:hasSyndicationRights xmlns:mi="{MI}">1</mi:hasSyndicationRights></media:content>'
    ),
    draft=True,
)
def no_rights(content: Element, _feed: Feed) -> Spots:
    """A picture does not say by mi:hasSyndicationRights that it may be passed on.

    MSN asks publishers to say so for each picture that it may show.
    """
    is_image = content.get("medium") == "image" or content.get("type", "").startswith("image/")
    if is_image and not text(content.find(f"{{{MI}}}hasSyndicationRights")):
        yield content, "the picture has no mi:hasSyndicationRights"


def _addresses(story: Element) -> Iterator[tuple[Element, str]]:
    """Give what a story links to and what is loaded with it; its id is no address."""
    link, body = find(story, LINK), find(story, BODY)
    if link is not None:
        yield link, text(link)
    for path in _LOADED:
        for element in story.iterfind(path):
            yield element, (element.get("url") or element.get("href") or "").strip()
    if body is not None:
        for address in _SOURCES.findall(markup(body)):
            yield body, address
