"""Rules for whole and decimal numbers."""

from feedsvc.validator.examples import channel, item
from feedsvc.validator.finding import Severity
from feedsvc.validator.registry import Form, rule
from feedsvc.validator.rules.common import PROFILE, RSS
from feedsvc.validator.values import text


@rule(
    "invalid-integer",
    Severity.ERROR,
    form=Form.VALUE,
    spec=f"{RSS}#optionalChannelElements",
    bad=channel("<opensearch:startIndex>first</opensearch:startIndex>"),
    good=channel("<opensearch:startIndex>1</opensearch:startIndex>"),
)
def integer(value: str) -> str | None:
    """A value is not a whole number.

    Programs ignore it or assume zero. Write digits only, with a minus sign for a negative number.
    """
    return None if text.is_integer(value.strip()) else f"{value!r} is not a whole number"


@rule(
    "invalid-non-negative-integer",
    Severity.ERROR,
    form=Form.VALUE,
    spec="https://www.rfc-editor.org/rfc/rfc4685#section-5",
    bad=item("<slash:comments>-1</slash:comments>"),
    good=item("<slash:comments>0</slash:comments>"),
)
def non_negative_integer(value: str) -> str | None:
    """A value is not zero or a positive whole number.

    Programs ignore it or assume zero. Write digits only.
    """
    if text.sign(value.strip()) in {0, 1}:
        return None
    return f"{value!r} is not zero or a positive whole number"


@rule(
    "invalid-positive-integer",
    Severity.ERROR,
    form=Form.VALUE,
    spec=f"{RSS}#ltttlgtSubelementOfLtchannelgt",
    bad=channel("<ttl>0</ttl>"),
    good=channel("<ttl>60</ttl>"),
)
def positive_integer(value: str) -> str | None:
    """A value is not a positive whole number.

    Programs ignore it and use a default. Write digits only, such as 60.
    """
    if text.sign(value.strip()) == 1:
        return None
    return f"{value!r} is not a positive whole number"


@rule(
    "invalid-integer-attribute",
    Severity.ERROR,
    form=Form.VALUE,
    spec=f"{RSS}#ltenclosuregtSubelementOfLtitemgt",
    bad=item('<enclosure url="https://news.example/1.mp3" length="4 MB" type="audio/mpeg"/>'),
    good=item('<enclosure url="https://news.example/1.mp3" length="4000000" type="audio/mpeg"/>'),
)
def integer_attribute(value: str) -> str | None:
    """An attribute is not a whole number.

    Podcast apps use it to show the size of a file and to plan the download. Write digits only,
    without a unit.
    """
    return None if text.is_integer(value) else f"{value!r} is not a whole number"


@rule(
    "use-zero-for-unknown",
    Severity.ERROR,
    form=Form.VALUE,
    spec=f"{PROFILE}#element-channel-item-enclosure",
    bad=item('<enclosure url="https://news.example/1.mp3" length="-1" type="audio/mpeg"/>'),
    good=item('<enclosure url="https://news.example/1.mp3" length="0" type="audio/mpeg"/>'),
)
def length_not_negative(value: str) -> str | None:
    """A length is negative.

    A negative length confuses apps that show the progress of a download. Write the size in bytes,
    or 0 if it is unknown.
    """
    if text.sign(value) == -1:
        return f"{value!r} is negative; write 0 if the length is unknown"
    return None


@rule(
    "invalid-float",
    Severity.ERROR,
    form=Form.VALUE,
    spec="https://www.rssboard.org/media-rss#media-content",
    bad=item('<media:content url="https://news.example/1.mp3" bitrate="fast"/>'),
    good=item('<media:content url="https://news.example/1.mp3" bitrate="128.5"/>'),
)
def decimal(value: str) -> str | None:
    """A value is not a number.

    Players use such numbers to choose among several files. Write digits, with a decimal point if
    needed, but without a unit.
    """
    return None if text.is_number(value.strip()) else f"{value!r} is not a number"


LENGTH = (integer_attribute, length_not_negative)
