"""SmartNews's profile: SmartFormat, RSS or Atom with the full text of each story."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedsvc.validator import namespaces as ns
from feedsvc.validator.examples import Example, channel, document
from feedsvc.validator.finding import Severity
from feedsvc.validator.profiles.content import suffix
from feedsvc.validator.profiles.feed import ATOM, RSS, Feed, wrong_format, wrong_namespace
from feedsvc.validator.profiles.parts import (
    ABOUT,
    HEAD,
    HEAD_DATE,
    LANGUAGE,
    LINK,
    TITLE,
    missing,
    text,
)
from feedsvc.validator.profiles.profile import Profile

if TYPE_CHECKING:
    from feedsvc.validator.document import Element, Spots

SNF = ns.SNF

SMARTNEWS = Profile(
    name="smartnews",
    title="SmartNews",
    source="https://publishers.smartnews.com/hc/en-us",
    date="2026-11-24",
    formats=(RSS, ATOM),
    namespaces=(SNF,),
    replaces=(("unknown-namespace", SNF),),
    notes=(
        (
            "The Content-Type has to be application/rss+xml, application/atom+xml, "
            "application/xml or text/xml; only a request tells."
        ),
        "Pictures are never fetched: a draft asks for a logo of 700 x 100 pixels.",
    ),
)

_LARGEST, _MINUTES = 1_000_000, ("1", "2", "3", "4", "5")
_LOGO = f'<snf:logo xmlns:snf="{SNF}">{{}}</snf:logo>'
_GOOD_LOGO = _LOGO.format("<url>https://news.example/logo.png</url>")


@SMARTNEWS.rule(
    "smartnews-format",
    Severity.ERROR,
    bad=document('{"version": "https://jsonfeed.org/version/1.1", "title": "News", "items": []}'),
    good=channel(""),
)
def no_smartformat(feed: Feed) -> Spots:
    """The document is neither RSS nor Atom.

    SmartNews reads nothing else, and its other rules are not checked.
    """
    yield from wrong_format(feed, SMARTNEWS, "RSS 2.0 or Atom 1.0")


@SMARTNEWS.rule(
    "smartnews-namespace",
    Severity.ERROR,
    bad=channel(_GOOD_LOGO.replace(SNF, f"{SNF}/")),
    good=channel(_GOOD_LOGO),
)
def misspelt_namespace(feed: Feed) -> Spots:
    """The namespace of SmartNews is misspelt.

    SmartNews then finds no logo and takes the feed for incomplete.
    """
    yield from wrong_namespace(feed, SNF)


@SMARTNEWS.rule(
    "smartnews-encoding",
    Severity.ERROR,
    on=HEAD,
    bad=document('<?xml version="1.0" encoding="iso-8859-1"?><rss version="2.0"><channel/></rss>'),
    good=document('<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel/></rss>'),
)
def not_utf8(head: Element, feed: Feed) -> Spots:
    """The feed is not in UTF-8.

    SmartNews takes no other encoding.
    """
    codec = feed.document.source.codec if feed.document else ""
    if codec not in {"utf-8", "ascii"}:
        yield head, f"the feed is in {codec}, SmartNews takes UTF-8"


@SMARTNEWS.rule(
    "smartnews-size",
    Severity.ERROR,
    on=HEAD,
    bad=Example("(a feed of more than 1,000,000 bytes)", channel("").data + b" " * _LARGEST),
    good=channel(""),
    against={"flipboard": "20 items or more are asked for, so shorten the texts of old ones"},
)
def too_large(head: Element, feed: Feed) -> Spots:
    """The feed has more than 1 MB.

    SmartNews sets that limit; a feed beyond it may be read in part or not at all.
    """
    size = len(feed.document.source.data) if feed.document else 0
    if size > _LARGEST:
        yield head, f"the feed has {size:,} bytes, SmartNews takes {_LARGEST:,}"


@SMARTNEWS.rule(
    "smartnews-missing-element",
    Severity.ERROR,
    on=HEAD,
    bad=channel("<language>en</language>"),
    good=channel(
        f"<language>en</language><pubDate>Sat, 16 Nov 2024 09:30:00 GMT</pubDate>{_GOOD_LOGO}"
    ),
)
def missing_element(head: Element, _feed: Feed) -> Spots:
    """The channel lacks what SmartNews asks for.

    SmartNews shows a channel with its logo and in its language, and reads it by its date.
    """
    yield from missing(head, (TITLE, LINK, ABOUT, HEAD_DATE, LANGUAGE))
    if head.find(f"{{{SNF}}}logo") is None:
        yield head, f"the {ns.label(head.tag)} has no snf:logo"


@SMARTNEWS.rule(
    "smartnews-logo-url",
    Severity.ERROR,
    on=(f"{{{SNF}}}logo",),
    bad=channel(_LOGO.format("https://news.example/logo.png")),
    good=channel(_GOOD_LOGO),
)
def logo_without_url(logo: Element, _feed: Feed) -> Spots:
    """The logo's address does not stand in a <url> of its own.

    SmartNews finds no logo.
    """
    if not text(logo.find("url")):
        yield logo, "snf:logo needs a <url> with the address of the picture"


@SMARTNEWS.rule(
    "smartnews-logo-type",
    Severity.WARNING,
    on=(f"{{{SNF}}}logo",),
    bad=channel(_LOGO.format("<url>https://news.example/logo.jpg</url>")),
    good=channel(_GOOD_LOGO),
    draft=True,
)
def logo_not_png(logo: Element, _feed: Feed) -> Spots:
    """The logo is no PNG.

    SmartNews asks for a PNG of 700 x 100 pixels; another picture may not be shown.
    """
    kind = suffix(text(logo.find("url")))
    if kind and kind != "png":
        yield logo, f"the logo should be a PNG, not {kind}"


@SMARTNEWS.rule(
    "smartnews-ttl",
    Severity.WARNING,
    on=("channel > ttl",),
    bad=channel("<ttl>60</ttl>"),
    good=channel("<ttl>5</ttl>"),
    against=dict.fromkeys(
        ("feedly", "flipboard", "msn", "newsbreak", "podcast"),
        "no such limit, and readers that heed ttl then ask every few minutes",
    ),
)
def long_ttl(ttl: Element, _feed: Feed) -> Spots:
    """The ttl is not between 1 and 5 minutes.

    SmartNews asks for feeds as often as that, to show news as they come.
    """
    if text(ttl) not in _MINUTES:
        yield ttl, f"the ttl {text(ttl)!r} should be 1 to 5"
