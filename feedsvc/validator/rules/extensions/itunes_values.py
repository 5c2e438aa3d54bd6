"""Rules of values that Apple's podcast tags have."""

from feedsvc.validator.examples import channel, item
from feedsvc.validator.finding import Severity
from feedsvc.validator.registry import Form, rule
from feedsvc.validator.rules.specs import APPLE
from feedsvc.validator.values.itunes import is_duration

_WORDS_OF_A_KEYWORD = 2


@rule(
    "invalid-itunes-channel-type",
    Severity.ERROR,
    form=Form.VALUE,
    spec=APPLE,
    bad=channel("<itunes:type>random</itunes:type>"),
    good=channel("<itunes:type>serial</itunes:type>"),
)
def show_type(value: str) -> str | None:
    """The type of a show is neither episodic nor serial.

    Apple orders the episodes by it.
    """
    known = {"episodic", "serial"}
    return None if value.strip() in known else f"{value!r} is neither episodic nor serial"


@rule(
    "invalid-itunes-episode-type",
    Severity.ERROR,
    form=Form.VALUE,
    spec=APPLE,
    bad=item("<itunes:episodeType>extra</itunes:episodeType>"),
    good=item("<itunes:episodeType>bonus</itunes:episodeType>"),
)
def episode_type(value: str) -> str | None:
    """The type of an episode is none of full, trailer and bonus.

    Apple shows trailers and bonus episodes in places of their own.
    """
    known = {"full", "trailer", "bonus"}
    return None if value.strip() in known else f"{value!r} is none of full, trailer, bonus"


@rule(
    "invalid-yes-no-clean",
    Severity.ERROR,
    form=Form.VALUE,
    spec=APPLE,
    bad=item("<itunes:block/>"),
    good=item("<itunes:block>Yes</itunes:block>"),
)
def yes_no(value: str) -> str | None:
    """A value is neither Yes nor No.

    Apple heeds Yes alone; anything else does nothing, however it was meant.
    """
    known = {"yes", "no", "clean"}
    return None if value.strip().lower() in known else f"{value!r} is neither Yes nor No"


@rule(
    "invalid-duration",
    Severity.ERROR,
    form=Form.VALUE,
    spec=APPLE,
    bad=item("<itunes:duration>00:62:10</itunes:duration>"),
    good=item("<itunes:duration>3730</itunes:duration>"),
)
def duration(value: str) -> str | None:
    """A duration is neither seconds nor hours, minutes and seconds.

    Players show a wrong length, or none.
    """
    return (
        None if is_duration(value.strip()) else f"{value!r} is no duration such as 3730 or 1:02:10"
    )


@rule(
    "invalid-keywords",
    Severity.WARNING,
    form=Form.VALUE,
    spec=APPLE,
    bad=item("<itunes:keywords>harbour crane ferry island</itunes:keywords>"),
    good=item("<itunes:keywords>harbour, crane, ferry</itunes:keywords>"),
)
def keywords(value: str) -> str | None:
    """Keywords are not parted by commas.

    Directories take the whole as one word that nobody looks for.
    """
    if "," in value or len(value.split()) <= _WORDS_OF_A_KEYWORD:
        return None
    return f"{value.strip()[:40]!r} is no keyword: part them by commas"


def _no_longer_than(most: int, value: str) -> str | None:
    return f"has {len(value):,} characters, {most:,} are read" if len(value) > most else None


@rule(
    "too-long",
    Severity.ERROR,
    form=Form.VALUE,
    spec=APPLE,
    bad=item("<itunes:subtitle>" + "The crane stays. " * 20 + "</itunes:subtitle>"),
    good=item("<itunes:subtitle>The crane stays.</itunes:subtitle>"),
)
def short_text(value: str) -> str | None:
    """A text is longer than what is read of it.

    The rest is cut off, wherever that is.
    """
    return _no_longer_than(255, value)


@rule(
    "too-long",
    form=Form.VALUE,
    spec=APPLE,
    bad=item("<itunes:summary>" + "The crane stays. " * 250 + "</itunes:summary>"),
    good=item("<itunes:summary>The crane stays.</itunes:summary>"),
)
def long_text(value: str) -> str | None:
    """A summary is longer than the 4,000 characters that are read of it."""
    return _no_longer_than(4000, value)
