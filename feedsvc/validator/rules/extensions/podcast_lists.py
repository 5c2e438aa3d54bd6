"""Rules of words that Podcasting 2.0 lists, and of values with a form of their own."""

import re

from feedsvc.validator.examples import channel, item
from feedsvc.validator.finding import Severity
from feedsvc.validator.registry import Form, rule
from feedsvc.validator.values.podcast import CHATS, ROLES, SERVICES

SPEC = "https://podcasting2.org/docs/podcast-namespace/1.0"
_OSM = re.compile(r"[NWR]\d+(?:#\d+)?", re.ASCII)
_RATIO = re.compile(r"\d+(?:\.\d+)?(?:\s*/\s*\d+(?:\.\d+)?)?", re.ASCII)


@rule(
    "unlisted-podcast-word",
    Severity.WARNING,
    form=Form.VALUE,
    spec=f"{SPEC}#person",
    bad=item('<podcast:person role="hostess">Ida Holm</podcast:person>'),
    good=item('<podcast:person role="Co-Host">Ida Holm</podcast:person>'),
)
def role(value: str) -> str | None:
    """A word is none of those that the podcast namespace lists.

    Apps know what to do with the listed ones, and mostly leave out the others.
    """
    known = any(value.strip().lower() in names for names in ROLES.values())
    return None if known else f"{value!r} is no role of the podcast taxonomy, such as guest"


@rule(
    "unlisted-podcast-word",
    form=Form.VALUE,
    spec=f"{SPEC}#person",
    bad=item('<podcast:person group="crew">Ida Holm</podcast:person>'),
    good=item('<podcast:person group="writing">Ida Holm</podcast:person>'),
)
def group(value: str) -> str | None:
    """A person's group is none of the podcast taxonomy."""
    known = value.strip().lower() in ROLES
    return None if known else f"{value!r} is no group of the podcast taxonomy, such as cast"


@rule(
    "unlisted-podcast-word",
    form=Form.VALUE,
    spec=f"{SPEC}#block",
    bad=channel('<podcast:block id="harbour">yes</podcast:block>'),
    good=channel('<podcast:block id="spotify">yes</podcast:block>'),
)
def service(value: str) -> str | None:
    """A service that is to be blocked is none of the list, so nobody feels meant."""
    return None if value in SERVICES else f"{value!r} is no service of the list, such as spotify"


@rule(
    "unlisted-podcast-word",
    form=Form.VALUE,
    spec=f"{SPEC}#chat",
    bad=channel('<podcast:chat server="irc.news.example" protocol="telegraph"/>'),
    good=channel('<podcast:chat server="irc.news.example" protocol="irc"/>'),
)
def chat_protocol(value: str) -> str | None:
    """The protocol of a chat is none of the list, so apps cannot open it."""
    known = value.lower() in CHATS
    return None if known else f"{value!r} is none of {', '.join(sorted(CHATS))}"


@rule(
    "invalid-value",
    form=Form.VALUE,
    spec=f"{SPEC}#location",
    bad=channel('<podcast:location osm="113314">Oslo</podcast:location>'),
    good=channel('<podcast:location osm="R113314">Oslo</podcast:location>'),
)
def osm(value: str) -> str | None:
    """A place is no object of OpenStreetMap."""
    good = _OSM.fullmatch(value)
    return None if good else f"{value!r} is no N, W or R with a number, such as R113314"


@rule(
    "invalid-value",
    form=Form.VALUE,
    spec=f"{SPEC}#image",
    bad=channel('<podcast:image href="https://news.example/q.jpg" aspect-ratio="wide"/>'),
    good=channel('<podcast:image href="https://news.example/q.jpg" aspect-ratio="16/9"/>'),
)
def ratio(value: str) -> str | None:
    """An aspect ratio is no number and no pair of numbers."""
    return None if _RATIO.fullmatch(value.strip()) else f"{value!r} is no ratio such as 16/9"
