"""When RSS readers may rest: skipHours and skipDays."""

from feedsvc.validator.document import Document, Element, Spots
from feedsvc.validator.examples import channel
from feedsvc.validator.finding import Severity
from feedsvc.validator.plan import Children
from feedsvc.validator.registry import Form, rule
from feedsvc.validator.rules.specs import PROFILE

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@rule(
    "invalid-hour",
    Severity.ERROR,
    form=Form.VALUE,
    spec=f"{PROFILE}#element-channel-skiphours-hour",
    bad=channel("<skipHours><hour>25</hour></skipHours>"),
    good=channel("<skipHours><hour>23</hour></skipHours>"),
)
def hour(value: str) -> str | None:
    """An hour is no whole number from 0 to 23.

    Readers that obey skipHours cannot tell when to rest.
    """
    stripped = value.strip()
    if stripped.isascii() and stripped.isdigit() and int(stripped[:9]) <= 24:
        return None
    return f"{value!r} is no hour from 0 to 23"


@rule(
    "use-zero-for-midnight",
    Severity.WARNING,
    form=Form.VALUE,
    spec=f"{PROFILE}#element-channel-skiphours-hour",
    bad=channel("<skipHours><hour>24</hour></skipHours>"),
    good=channel("<skipHours><hour>0</hour></skipHours>"),
)
def midnight(value: str) -> str | None:
    """Midnight is written as 24.

    Early versions counted from 1 to 24; readers now know 0 to 23.
    """
    return "24 is an old form of 0" if value.strip() == "24" else None


@rule(
    "invalid-day",
    Severity.ERROR,
    form=Form.VALUE,
    spec=f"{PROFILE}#element-channel-skipdays-day",
    bad=channel("<skipDays><day>Sun</day></skipDays>"),
    good=channel("<skipDays><day>Sunday</day></skipDays>"),
)
def day(value: str) -> str | None:
    """A day is not one of Monday to Sunday, written in full.

    Readers that obey skipDays cannot tell when to rest.
    """
    return None if value.strip() in _DAYS else f"{value!r} is no day such as Monday"


@rule(
    "duplicate-value",
    Severity.ERROR,
    on=("channel > skipHours", "channel > skipDays"),
    spec=f"{PROFILE}#element-channel-skiphours",
    bad=channel("<skipDays><day>Sunday</day><day>Sunday</day></skipDays>"),
    good=channel("<skipDays><day>Sunday</day><day>Monday</day></skipDays>"),
)
def repeated_value(element: Element, doc: Document) -> Spots:
    """A value that may stand once in a list, or once in a feed, stands twice.

    Of two items with one guid readers show only one.
    """
    seen: set[str] = set()
    for child in element.iterchildren("*"):
        value = doc.text(child).strip()
        if value in seen:
            yield child, f"{value!r} was told before"
        seen.add(value)


@rule(
    "not-enough-hours-in-the-day",
    Severity.ERROR,
    form=Form.CHILDREN,
    on=("channel > skipHours",),
    spec=f"{PROFILE}#element-channel-skiphours",
    bad=channel("<skipHours>" + "<hour>1</hour>" * 25 + "</skipHours>"),
    good=channel("<skipHours><hour>1</hour></skipHours>"),
)
def too_many_hours(_model: object, names: tuple[str, ...]) -> Children:
    """More than 24 hours are to be skipped.

    Some of them must be repeated, and readers may ignore the whole list.
    """
    if names.count("hour") > 24:
        yield None, f"{names.count('hour')} hours are told"


@rule(
    "eight-days-a-week",
    Severity.ERROR,
    form=Form.CHILDREN,
    on=("channel > skipDays",),
    spec=f"{PROFILE}#element-channel-skipdays",
    bad=channel("<skipDays>" + "<day>Sunday</day>" * 8 + "</skipDays>"),
    good=channel("<skipDays><day>Sunday</day></skipDays>"),
)
def too_many_days(_model: object, names: tuple[str, ...]) -> Children:
    """More than seven days are to be skipped.

    Some of them must be repeated, and readers may ignore the whole list.
    """
    if names.count("day") > 7:
        yield None, f"{names.count('day')} days are told"
