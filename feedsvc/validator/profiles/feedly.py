"""Feedly's profile: webfeeds, how a feed looks there; all of it known from secondary sources.

That webfeeds:cover has an image and webfeeds:accentColor is a colour is told by the general
rules.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from feedsvc.validator import namespaces as ns
from feedsvc.validator.examples import channel, document
from feedsvc.validator.finding import Severity
from feedsvc.validator.profiles.feed import ATOM, RSS, Feed, attr, wrong_format
from feedsvc.validator.profiles.profile import Profile
from feedsvc.validator.profiles.story import HEAD, suffix, text
from feedsvc.validator.values import uris

if TYPE_CHECKING:
    from feedsvc.validator.document import Element, Faults

FEEDLY = Profile(
    name="feedly",
    title="Feedly",
    source="https://blog.feedly.com/10-ways-to-optimize-your-feed-for-feedly/",
    date="2026-11-24",
    formats=(RSS, ATOM),
    notes=("All rules are drafts: Feedly's own page was not seen.",),
)

_WEBFEEDS = f"{{{ns.WEBFEEDS}}}"
_LOOK = ("cover", "icon", "logo", "accentColor")
_COLOUR = re.compile(r"[0-9A-Fa-f]{6}", re.ASCII)
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

    What Feedly takes from webfeeds can only stand in those.
    """
    yield from wrong_format(feed, FEEDLY, "RSS 2.0 or Atom 1.0")


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
    """The feed lacks a part of its look.

    Feedly shows feeds with their cover, icon, logo and colour, where they tell them.
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
    """The cover is no full address of a picture.

    Feedly shows the feed without it.
    """
    image = cover.get("image", "").strip()
    if image and not _is_web(image):
        yield attr(cover, "image"), f"the cover {image!r} is no address of the Web"


@FEEDLY.rule(
    "feedly-icon",
    Severity.WARNING,
    on=(f"{_WEBFEEDS}icon", f"{_WEBFEEDS}logo"),
    bad=channel("<webfeeds:icon>icon.png</webfeeds:icon>"),
    good=channel("<webfeeds:icon>https://news.example/icon.png</webfeeds:icon>"),
    draft=True,
)
def relative_icon(icon: Element, _feed: Feed) -> Faults:
    """The icon or logo is no full address of a picture.

    Feedly shows the feed without it.
    """
    if not _is_web(text(icon)):
        yield icon, f"the {ns.split(icon.tag)[1]} {text(icon)!r} is no address of the Web"


@FEEDLY.rule(
    "feedly-logo-type",
    Severity.WARNING,
    on=(f"{_WEBFEEDS}logo",),
    bad=channel("<webfeeds:logo>https://news.example/logo.png</webfeeds:logo>"),
    good=channel(_GOOD_LOGO),
    draft=True,
)
def logo_not_svg(logo: Element, _feed: Feed) -> Faults:
    """The logo is no SVG.

    Feedly asks for one that it can show in any size.
    """
    kind = suffix(text(logo))
    if kind and kind != "svg":
        yield logo, f"the logo should be an SVG, not {kind}"


@FEEDLY.rule(
    "feedly-accent-color",
    Severity.WARNING,
    on=(f"{_WEBFEEDS}accentColor",),
    bad=channel("<webfeeds:accentColor>#0A64C8</webfeeds:accentColor>"),
    good=channel("<webfeeds:accentColor>0A64C8</webfeeds:accentColor>"),
    draft=True,
)
def accent_color(color: Element, _feed: Feed) -> Faults:
    """The colour is not six hexadecimal digits and nothing else.

    Feedly shows the feed in a colour of its own.
    """
    if not _COLOUR.fullmatch(text(color)):
        yield color, f"the colour {text(color)!r} should be six hexadecimal digits, as in 0A64C8"


@FEEDLY.rule(
    "feedly-related",
    Severity.WARNING,
    on=(f"{_WEBFEEDS}related",),
    bad=channel('<webfeeds:related layout="card"/>'),
    good=channel('<webfeeds:related layout="card" target="browser"/>'),
    draft=True,
)
def incomplete_related(related: Element, _feed: Feed) -> Faults:
    """Related stories have no layout or no target.

    Feedly cannot tell how to show them and where to open them.
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
    """Analytics have no id or no engine.

    Visits are not counted.
    """
    yield from _without(analytics, "id", "engine")


def _without(element: Element, *attributes: str) -> Faults:
    for name in attributes:
        if not element.get(name, "").strip():
            yield element, f"{ns.label(element.tag)} has no {name}"


def _is_web(address: str) -> bool:
    return uris.scheme(address) in {"http", "https"} and not uris.absolute_fault(address)
