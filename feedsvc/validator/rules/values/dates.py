"""Rules for dates and times."""

from feedsvc.validator.examples import channel, entry, item
from feedsvc.validator.finding import Severity
from feedsvc.validator.registry import Form, rule
from feedsvc.validator.rules.common import PROFILE, RFC4287
from feedsvc.validator.values import dates

RFC822 = "https://www.rfc-editor.org/rfc/rfc822#section-5"
W3CDTF = "https://www.w3.org/TR/NOTE-datetime"
_GOOD = item("<pubDate>Sat, 16 Nov 2024 09:30:00 GMT</pubDate>")


@rule(
    "invalid-rfc2822-date",
    Severity.ERROR,
    form=Form.VALUE,
    spec=RFC822,
    bad=item("<pubDate>2024-11-16T09:30:00Z</pubDate>"),
    good=_GOOD,
)
def rfc822_date(value: str) -> str | None:
    """A date is not in RFC 822 format.

    Feed readers that cannot parse the date sort the item wrongly, or show the time at which they
    fetched it. Write dates as in Sat, 16 Nov 2024 09:30:00 GMT.
    """
    fault = dates.rfc822(value).fault
    return f"{value.strip()!r} is not an RFC 822 date: {fault}" if fault else None


@rule(
    "incorrect-dow",
    Severity.ERROR,
    form=Form.VALUE,
    spec=RFC822,
    bad=item("<pubDate>Fri, 16 Nov 2024 09:30:00 GMT</pubDate>"),
    good=_GOOD,
)
def weekday(value: str) -> str | None:
    """The day of the week does not match the date.

    One of the two is wrong, and strict feed readers reject the date. Correct the day or omit it.
    """
    wrong = dates.rfc822(value).wrong_weekday
    return f"{value.strip()!r} has the wrong day of the week: {wrong}" if wrong else None


@rule(
    "problematical-rfc822-date",
    Severity.WARNING,
    form=Form.VALUE,
    spec=f"{PROFILE}#data-types-datetime",
    bad=item("<pubDate>Sat, 16 Nov 24 09:30:00 GMT</pubDate>"),
    good=_GOOD,
)
def risky_rfc822_date(value: str) -> str | None:
    """A date is valid but in a form that some feed readers misread.

    Two-digit years, comments and military time zones are part of RFC 822, but many date parsers do
    not support them. Write a four-digit year and GMT or a numeric offset such as +0100.
    """
    if dates.rfc822(value).fault:
        return None
    risk = dates.rfc822_risk(value)
    return f"{value.strip()!r} may be misread: {risk}" if risk else None


@rule(
    "implausible-date",
    Severity.WARNING,
    form=Form.VALUE,
    spec=f"{PROFILE}#data-types-datetime",
    bad=item("<pubDate>Thu, 01 Jan 1970 00:00:00 GMT</pubDate>"),
    good=_GOOD,
)
def plausible_rfc822_date(value: str) -> str | None:
    """A publication date is in the future, or earlier than the first feeds.

    Feed readers keep an item from the future at the top of the list, and may never show a very old
    one. Often a program filled in a default date. Write the real date of publication.
    """
    parsed = dates.rfc822(value).time
    why = dates.implausible(parsed) if parsed else ""
    return f"{value.strip()!r} is not plausible: {why}" if why else None


@rule(
    "invalid-rfc3339-date",
    Severity.ERROR,
    form=Form.VALUE,
    spec=f"{RFC4287}#section-3.3",
    bad=entry("<updated>2024-11-16</updated>"),
    good=entry("<updated>2024-11-16T09:30:00Z</updated>"),
)
def rfc3339_date(value: str) -> str | None:
    """A date is not in RFC 3339 format.

    Feed readers need the day, the time and the time zone to sort entries; if one is missing, they
    guess. Write dates as in 2024-11-16T09:30:00Z.
    """
    fault = dates.rfc3339(value.strip()).fault
    return f"{value.strip()!r} is not an RFC 3339 date: {fault}" if fault else None


@rule(
    "implausible-date",
    form=Form.VALUE,
    spec=f"{RFC4287}#section-3.3",
    bad=entry("<updated>2224-11-16T09:30:00Z</updated>"),
    good=entry("<updated>2024-11-16T09:30:00Z</updated>"),
)
def plausible_rfc3339_date(value: str) -> str | None:
    """A publication date is in the future, or earlier than the first feeds."""
    parsed = dates.rfc3339(value.strip()).time
    why = dates.implausible(parsed) if parsed else ""
    return f"{value.strip()!r} is not plausible: {why}" if why else None


@rule(
    "invalid-w3cdtf-date",
    Severity.ERROR,
    form=Form.VALUE,
    spec=W3CDTF,
    bad=item("<dc:date>16 November 2024</dc:date>"),
    good=item("<dc:date>2024-11-16T09:30Z</dc:date>"),
)
def w3cdtf_date(value: str) -> str | None:
    """A date is not in W3C-DTF format.

    Dublin Core dates begin with the year; feed readers do not understand any other order. Write
    dates as in 2024-11-16 or 2024-11-16T09:30Z.
    """
    fault = dates.w3cdtf(value.strip()).fault
    return f"{value.strip()!r} is not a W3C-DTF date: {fault}" if fault else None


@rule(
    "invalid-w3cdtf-date",
    form=Form.VALUE,
    spec="http://web.resource.org/rss/1.0/modules/event/",
    bad=item("<ev:startdate>next Friday</ev:startdate>"),
    good=item("<ev:startdate>2024-11-16T09:30</ev:startdate>"),
)
def event_date(value: str) -> str | None:
    """A date is not in W3C-DTF format; the local time of an event may omit the time zone."""
    fault = dates.w3cdtf(value.strip(), zone_needed=False).fault
    return f"{value.strip()!r} is not a W3C-DTF date: {fault}" if fault else None


@rule(
    "invalid-iso8601-date",
    Severity.ERROR,
    form=Form.VALUE,
    spec=W3CDTF,
    bad=item("<ag:timestamp>next Friday</ag:timestamp>"),
    good=item("<ag:timestamp>2024-11-16T09:30</ag:timestamp>"),
)
def iso8601_date(value: str) -> str | None:
    """A date is not in ISO 8601 format.

    Programs that use the feed cannot parse the date and ignore it. Write dates as in
    2024-11-16T09:30:00Z.
    """
    fault = dates.w3cdtf(value.strip(), zone_needed=False).fault
    return f"{value.strip()!r} is not an ISO 8601 date: {fault}" if fault else None


@rule(
    "implausible-date",
    form=Form.VALUE,
    spec=W3CDTF,
    bad=channel("<dc:date>2224-11-16</dc:date>"),
    good=channel("<dc:date>2024-11-16</dc:date>"),
)
def plausible_w3cdtf_date(value: str) -> str | None:
    """A publication date is in the future, or earlier than the first feeds."""
    parsed = dates.w3cdtf(value.strip()).time
    why = dates.implausible(parsed) if parsed else ""
    return f"{value.strip()!r} is not plausible: {why}" if why else None


RFC822_DATE = (rfc822_date, weekday, risky_rfc822_date)
"""Any RFC 822 date."""

RFC822_PUBLISHED = (*RFC822_DATE, plausible_rfc822_date)
"""The RFC 822 date of a publication or change."""

RFC3339_PUBLISHED = (rfc3339_date, plausible_rfc3339_date)
W3CDTF_PUBLISHED = (w3cdtf_date, plausible_w3cdtf_date)
