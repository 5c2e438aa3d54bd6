"""Rules of values: dates."""

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
    """A date is not in the form of RFC 822.

    Readers that cannot read it put the story at the wrong place, or show the hour they fetched it.
    """
    fault = dates.rfc822(value).fault
    return f"{value.strip()!r} is no date of RFC 822: {fault}" if fault else None


@rule(
    "incorrect-dow",
    Severity.ERROR,
    form=Form.VALUE,
    spec=RFC822,
    bad=item("<pubDate>Fri, 16 Nov 2024 09:30:00 GMT</pubDate>"),
    good=_GOOD,
)
def weekday(value: str) -> str | None:
    """The day of the week is not that of the date.

    One of the two is wrong, and strict readers refuse both.
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
    """A date is legal, but written in a way that not every reader knows.

    Two-digit years, comments and military zones are the parts of RFC 822 that parsers leave out.
    """
    if dates.rfc822(value).fault:
        return None
    risk = dates.rfc822_risk(value)
    return f"{value.strip()!r} is read differently by readers: {risk}" if risk else None


@rule(
    "implausible-date",
    Severity.WARNING,
    form=Form.VALUE,
    spec=f"{PROFILE}#data-types-datetime",
    bad=item("<pubDate>Thu, 01 Jan 1970 00:00:00 GMT</pubDate>"),
    good=_GOOD,
)
def plausible_rfc822_date(value: str) -> str | None:
    """A date of publication lies in the future, or before there were feeds.

    Readers show such a story on top for ever, or never; mostly a program filled in a default.
    """
    moment = dates.rfc822(value).moment
    why = dates.implausible(moment) if moment else ""
    return f"{value.strip()!r} is hard to believe: {why}" if why else None


@rule(
    "invalid-rfc3339-date",
    Severity.ERROR,
    form=Form.VALUE,
    spec=f"{RFC4287}#section-3.3",
    bad=entry("<updated>2024-11-16</updated>"),
    good=entry("<updated>2024-11-16T09:30:00Z</updated>"),
)
def rfc3339_date(value: str) -> str | None:
    """A date is not in the form of RFC 3339.

    Readers need day, time and zone to order entries; where one is missing they guess.
    """
    fault = dates.rfc3339(value.strip()).fault
    return f"{value.strip()!r} is no date of RFC 3339: {fault}" if fault else None


@rule(
    "implausible-date",
    form=Form.VALUE,
    spec=f"{RFC4287}#section-3.3",
    bad=entry("<updated>2224-11-16T09:30:00Z</updated>"),
    good=entry("<updated>2024-11-16T09:30:00Z</updated>"),
)
def plausible_rfc3339_date(value: str) -> str | None:
    """A date of publication lies in the future, or before there were feeds."""
    moment = dates.rfc3339(value.strip()).moment
    why = dates.implausible(moment) if moment else ""
    return f"{value.strip()!r} is hard to believe: {why}" if why else None


@rule(
    "invalid-w3cdtf-date",
    Severity.ERROR,
    form=Form.VALUE,
    spec=W3CDTF,
    bad=item("<dc:date>16 November 2024</dc:date>"),
    good=item("<dc:date>2024-11-16T09:30Z</dc:date>"),
)
def w3cdtf_date(value: str) -> str | None:
    """A date is not in the form of W3C-DTF.

    Dublin Core dates are written from the year down; readers do not understand another order.
    """
    fault = dates.w3cdtf(value.strip()).fault
    return f"{value.strip()!r} is no date of W3C-DTF: {fault}" if fault else None


@rule(
    "invalid-w3cdtf-date",
    form=Form.VALUE,
    spec="http://web.resource.org/rss/1.0/modules/event/",
    bad=item("<ev:startdate>next Friday</ev:startdate>"),
    good=item("<ev:startdate>2024-11-16T09:30</ev:startdate>"),
)
def event_date(value: str) -> str | None:
    """A date is not in the form of W3C-DTF; that of an event may be local, without a zone."""
    fault = dates.w3cdtf(value.strip(), zone_needed=False).fault
    return f"{value.strip()!r} is no date of W3C-DTF: {fault}" if fault else None


@rule(
    "invalid-iso8601-date",
    Severity.ERROR,
    form=Form.VALUE,
    spec=W3CDTF,
    bad=item("<ag:timestamp>next Friday</ag:timestamp>"),
    good=item("<ag:timestamp>2024-11-16T09:30</ag:timestamp>"),
)
def iso8601_date(value: str) -> str | None:
    """A date is not in the form of ISO 8601.

    Whoever gathers feeds cannot tell when the story was fetched.
    """
    fault = dates.w3cdtf(value.strip(), zone_needed=False).fault
    return f"{value.strip()!r} is no date of ISO 8601: {fault}" if fault else None


@rule(
    "implausible-date",
    form=Form.VALUE,
    spec=W3CDTF,
    bad=channel("<dc:date>2224-11-16</dc:date>"),
    good=channel("<dc:date>2024-11-16</dc:date>"),
)
def plausible_w3cdtf_date(value: str) -> str | None:
    """A date of publication lies in the future, or before there were feeds."""
    moment = dates.w3cdtf(value.strip()).moment
    why = dates.implausible(moment) if moment else ""
    return f"{value.strip()!r} is hard to believe: {why}" if why else None


RFC822_DATE = (rfc822_date, weekday, risky_rfc822_date)
"""Any date of RFC 822."""

RFC822_PUBLISHED = (*RFC822_DATE, plausible_rfc822_date)
"""A date of RFC 822 at which something was published or changed."""

RFC3339_PUBLISHED = (rfc3339_date, plausible_rfc3339_date)
W3CDTF_PUBLISHED = (w3cdtf_date, plausible_w3cdtf_date)
