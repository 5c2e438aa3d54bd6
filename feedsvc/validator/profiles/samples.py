"""Examples whose dates are always of late, for rules that ask for news."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from feedsvc.validator.examples import Example

_SHOWN = "Sat, 16 Nov 2024 09:30:00 GMT"
_SHOWN_W3C = "2024-11-16T09:30:00Z"


def recent(template: Callable[[str], Example], fragment: str, age: timedelta) -> Example:
    """Show a fragment with a date of RSS at `{}` that is as old as told, whenever it is read.

    The fragment shown has a date that does not move, so that pages made of it stay the same.
    """
    moment = (datetime.now(UTC) - age).strftime("%d %b %Y %H:%M:%S GMT")
    return Example(fragment.format(_SHOWN), template(fragment.format(moment)).data)


def recent_w3c(template: Callable[[str], Example], fragment: str, age: timedelta) -> Example:
    """Show a fragment with a date of W3C-DTF, as `recent` does."""
    moment = (datetime.now(UTC) - age).strftime("%Y-%m-%dT%H:%M:%SZ")
    return Example(fragment.format(_SHOWN_W3C), template(fragment.format(moment)).data)
