"""Feedly's profile: the webfeeds elements, which control how a feed looks there.

All rules come from secondary sources. The general rules check that webfeeds:cover has an
image and that webfeeds:accentColor is a color.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from feedsvc.validator import namespaces as ns
from feedsvc.validator.examples import channel, document
from feedsvc.validator.finding import Severity
from feedsvc.validator.profiles.feed import ATOM, HEAD, RSS, Feed, attr, suffix, text
from feedsvc.validator.profiles.profile import Profile
from feedsvc.validator.values import uris

if TYPE_CHECKING:
    from feedsvc.validator.document import Element, Faults

FEEDLY = Profile(
    name="feedly",
    title="Feedly",
    source="https://blog.feedly.com/10-ways-to-optimize-your-feed-for-feedly/",
    date="2026-11-24",
    formats=(RSS, ATOM),
    notes=("All rules are drafts: they could not be confirmed on Feedly's own page.",),
)

_WEBFEEDS = f"{{{ns.WEBFEEDS}}}"
_LOOK = ("cover", "icon", "logo", "accentColor")
_COLOR = re.compile(r"[0-9A-Fa-f]{6}", re.ASCII)
_GOOD_LOGO = "<webfeeds:logo>https://news.example/logo.svg</webfeeds:logo>"


@FEEDLY.rule(
    "feedly-format",
    Severity.WARNING,
    bad=document('{"version": "https://jsonfeed.org/version/1.1", "title": "News", "items": []}'),
    good=channel(""),
    draft=True,
)
def no_webfeeds(feed: Feed) -> Faults:
    """The document is neither RSS nor Atom.

    Feedly reads its webfeeds elements only there. Publish an RSS or Atom feed as well.
    """
    yield from FEEDLY.wrong_format(feed, "RSS 2.0 or Atom 1.0")


@FEEDLY.rule(
    "feedly-missing-element",
    Severity.INFO,
    on=HEAD,
    bad=channel(_GOOD_LOGO),
    good=channel(
        f'<webfeeds:cover image="https://news.example/cover.jpg"/>{_GOOD_LOGO}'
        "<webfeeds:icon>https://news.example/icon.png</webfeeds:icon>"
        "<webfeeds:accentColor>0A64C8</webfeeds:accentColor>"
    ),
    draft=True,
)
def missing_look(head: Element, _feed: Feed) -> Faults:
    """The feed lacks a cover, an icon, a logo or an accent color.

    Feedly presents the feed without it. Add the element.
    """
    for name in _LOOK:
        if head.find(f"{_WEBFEEDS}{name}") is None:
            yield head, f"the {ns.label(head.tag)} has no webfeeds:{name}"


@FEEDLY.rule(
    "feedly-cover",
    Severity.WARNING,
    on=(f"{_WEBFEEDS}cover",),
    bad=channel('<webfeeds:cover image="/cover.jpg"/>'),
    good=channel('<webfeeds:cover image="https://news.example/cover.jpg"/>'),
    draft=True,
)
def relative_cover(cover: Element, _feed: Feed) -> Faults:
    """The cover is not an absolute http or https URL.

    Feedly shows the feed without a cover. Write the full URL of the image.
    """
    image = cover.get("image", "").strip()
    if image and not _is_web(image):
        yield attr(cover, "image"), f"the cover {image!r} should be an absolute http or https URL"


@FEEDLY.rule(
    "feedly-icon",
    Severity.WARNING,
    on=(f"{_WEBFEEDS}icon", f"{_WEBFEEDS}logo"),
    bad=channel("<webfeeds:icon>icon.png</webfeeds:icon>"),
    good=channel("<webfeeds:icon>https://news.example/icon.png</webfeeds:icon>"),
    draft=True,
)
def relative_icon(icon: Element, _feed: Feed) -> Faults:
    """The icon or logo is not an absolute http or https URL.

    Feedly shows the feed without the image. Write its full URL.
    """
    if not _is_web(text(icon)):
        name, url = ns.split(icon.tag)[1], text(icon)
        yield icon, f"the {name} {url!r} should be an absolute http or https URL"


@FEEDLY.rule(
    "feedly-logo-type",
    Severity.WARNING,
    on=(f"{_WEBFEEDS}logo",),
    bad=channel("<webfeeds:logo>https://news.example/logo.png</webfeeds:logo>"),
    good=channel(_GOOD_LOGO),
    draft=True,
)
def logo_not_svg(logo: Element, _feed: Feed) -> Faults:
    """The logo is not an SVG.

    Feedly requires an SVG, because it shows the logo in several sizes. Convert the logo.
    """
    kind = suffix(text(logo))
    if kind and kind != "svg":
        yield logo, f"the logo should be an SVG, not a {kind} file"


@FEEDLY.rule(
    "feedly-accent-color",
    Severity.WARNING,
    on=(f"{_WEBFEEDS}accentColor",),
    bad=channel("<webfeeds:accentColor>#0A64C8</webfeeds:accentColor>"),
    good=channel("<webfeeds:accentColor>0A64C8</webfeeds:accentColor>"),
    draft=True,
)
def accent_color(color: Element, _feed: Feed) -> Faults:
    """The accent color is not exactly six hexadecimal digits.

    Feedly shows the feed in its default color. Write the digits without #.
    """
    if not _COLOR.fullmatch(text(color)):
        yield color, f"the color {text(color)!r} should be six hexadecimal digits, as in 0A64C8"


@FEEDLY.rule(
    "feedly-related",
    Severity.WARNING,
    on=(f"{_WEBFEEDS}related",),
    bad=channel('<webfeeds:related layout="card"/>'),
    good=channel('<webfeeds:related layout="card" target="browser"/>'),
    draft=True,
)
def incomplete_related(related: Element, _feed: Feed) -> Faults:
    """webfeeds:related has no layout or no target.

    Feedly does not know how to show related stories, or where to open them. Add the attribute.
    """
    yield from _without(related, "layout", "target")


@FEEDLY.rule(
    "feedly-analytics",
    Severity.WARNING,
    on=(f"{_WEBFEEDS}analytics",),
    bad=channel('<webfeeds:analytics engine="GoogleAnalytics"/>'),
    good=channel('<webfeeds:analytics id="UA-1" engine="GoogleAnalytics"/>'),
    draft=True,
)
def incomplete_analytics(analytics: Element, _feed: Feed) -> Faults:
    """webfeeds:analytics has no id or no engine.

    Feedly cannot report visits to the analytics service. Add the attribute.
    """
    yield from _without(analytics, "id", "engine")


def _without(element: Element, *attributes: str) -> Faults:
    for name in attributes:
        if not element.get(name, "").strip():
            yield element, f"{ns.label(element.tag)} has no {name}"


def _is_web(url: str) -> bool:
    return uris.scheme(url) in {"http", "https"} and not uris.absolute_fault(url)
