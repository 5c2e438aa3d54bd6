"""Rules for values in Media RSS: types, times, restrictions, prices and rights."""

import re

from feedsvc.validator.examples import item
from feedsvc.validator.finding import Severity
from feedsvc.validator.registry import Form, rule
from feedsvc.validator.rules.common import MEDIA
from feedsvc.validator.rules.values.lists import unlisted
from feedsvc.validator.values.media import is_npt
from feedsvc.validator.values.names import CURRENCIES

_MINUTES = re.compile(r"\d+:[0-5]\d(?:\.\d+)?", re.ASCII)
"""Not normal play time, but used in the examples of specifications."""
_CONTENT = '<media:content url="https://news.example/1.mp4" {}/>'
_THUMB = '<media:thumbnail url="https://news.example/1.jpg" {}/>'


@rule(
    "invalid-media-text-type",
    Severity.ERROR,
    form=Form.VALUE,
    spec=f"{MEDIA}#media-title",
    bad=item('<media:title type="text/html">The crane</media:title>'),
    good=item('<media:title type="html">The crane</media:title>'),
)
def text_type(value: str) -> str | None:
    """The type of a text is neither plain nor html.

    Players show the text as plain text, including the tags. Write plain or html.
    """
    return unlisted(value, ("plain", "html"))


@rule(
    "invalid-media-medium",
    Severity.ERROR,
    form=Form.VALUE,
    spec=f"{MEDIA}#media-content",
    bad=item(_CONTENT.format('medium="film"')),
    good=item(_CONTENT.format('medium="video"')),
)
def medium(value: str) -> str | None:
    """The medium is not image, audio, video, document or executable.

    Feed readers use it to decide how to show the file. Write one of the five.
    """
    return unlisted(value, ("image", "audio", "video", "document", "executable"))


@rule(
    "invalid-media-expression",
    Severity.ERROR,
    form=Form.VALUE,
    spec=f"{MEDIA}#media-content",
    bad=item(_CONTENT.format('expression="part"')),
    good=item(_CONTENT.format('expression="sample"')),
)
def expression(value: str) -> str | None:
    """The expression is not sample, full or nonstop.

    Players cannot distinguish a trailer from the whole work. Write one of the three.
    """
    return unlisted(value, ("sample", "full", "nonstop"))


@rule(
    "invalid-npt-time",
    Severity.ERROR,
    form=Form.VALUE,
    spec="https://www.rfc-editor.org/rfc/rfc2326#section-3.6",
    bad=item(_THUMB.format('time="1m20s"')),
    good=item(_THUMB.format('time="0:01:20.5"')),
)
def play_time(value: str) -> str | None:
    """A position in a recording is not in normal play time.

    Players cannot jump to it. Write seconds, or hours, minutes and seconds.
    """
    return None if is_npt(value) else f"{value!r} is not a play time such as 80.5 or 0:01:20"


@rule(
    "invalid-npt-time",
    form=Form.VALUE,
    spec=f"{MEDIA}#media-scenes",
    bad=item('<media:location start="noon"/>'),
    good=item('<media:location start="00:01" end="01:00"/>'),
)
def loose_play_time(value: str) -> str | None:
    """A position in a recording is neither in normal play time nor in minutes and seconds."""
    good = is_npt(value.strip()) or _MINUTES.fullmatch(value.strip())
    return None if good else f"{value!r} is not a play time such as 80.5 or 0:01:20"


@rule(
    "invalid-media-restriction-rel",
    Severity.ERROR,
    form=Form.VALUE,
    spec=f"{MEDIA}#media-restriction",
    bad=item('<media:restriction relationship="maybe" type="country">SE</media:restriction>'),
    good=item('<media:restriction relationship="allow" type="country">SE</media:restriction>'),
)
def restriction_relation(value: str) -> str | None:
    """The relationship of a restriction is neither allow nor deny.

    Players may show content where it must not be shown, or hide it everywhere. Write allow or deny.
    """
    return unlisted(value, ("allow", "deny"))


@rule(
    "invalid-media-restriction-type",
    Severity.ERROR,
    form=Form.VALUE,
    spec=f"{MEDIA}#media-restriction",
    bad=item('<media:restriction relationship="deny" type="region">SE</media:restriction>'),
    good=item('<media:restriction relationship="deny" type="country">SE</media:restriction>'),
)
def restriction_type(value: str) -> str | None:
    """The type of a restriction is unknown.

    Players cannot apply the restriction. Write country, uri or sharing.
    """
    return unlisted(value, ("country", "uri", "sharing"))


@rule(
    "invalid-price-type",
    Severity.ERROR,
    form=Form.VALUE,
    spec=f"{MEDIA}#media-price",
    bad=item('<media:price type="gift" price="3" currency="EUR"/>'),
    good=item('<media:price type="rent" price="3" currency="EUR"/>'),
)
def price_type(value: str) -> str | None:
    """The type of a price is unknown.

    Shops cannot know what the price is for. Write rent, purchase, package or subscription.
    """
    return unlisted(value, ("rent", "purchase", "package", "subscription"))


@rule(
    "invalid-currency-unit",
    Severity.ERROR,
    form=Form.VALUE,
    spec="https://www.iso.org/iso-4217-currency-codes.html",
    bad=item('<media:price type="rent" price="3" currency="Euro"/>'),
    good=item('<media:price type="rent" price="3" currency="EUR"/>'),
)
def currency(value: str) -> str | None:
    """A currency code is not part of ISO 4217.

    Shops cannot show the price. Write a three-letter code such as EUR.
    """
    return None if value in CURRENCIES else f"{value!r} is not a currency code such as EUR"


@rule(
    "invalid-media-status",
    Severity.ERROR,
    form=Form.VALUE,
    spec=f"{MEDIA}#media-status",
    bad=item('<media:status state="gone"/>'),
    good=item('<media:status state="deleted"/>'),
)
def status(value: str) -> str | None:
    """The status is not active, blocked or deleted.

    Sites that republish the content use it to remove what was withdrawn. Write one of the three.
    """
    return unlisted(value, ("active", "blocked", "deleted"))


@rule(
    "invalid-media-rights",
    Severity.ERROR,
    form=Form.VALUE,
    spec=f"{MEDIA}#media-rights",
    bad=item('<media:rights status="mine"/>'),
    good=item('<media:rights status="official"/>'),
)
def rights(value: str) -> str | None:
    """The rights are neither userCreated nor official.

    Sites that republish the content cannot know who owns it. Write one of the two.
    """
    return unlisted(value, ("userCreated", "official"))
