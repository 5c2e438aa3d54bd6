"""Whether a header lets its story be shown, and from when; what is in doubt is held back."""

from collections.abc import Callable
from datetime import datetime, tzinfo
from typing import Final

from feedsvc.entry import HOLD, Precision, Status
from feedsvc.parsers.frontmatter.header import Item
from feedsvc.parsers.frontmatter.keys import SHOWING, STATE_WORDS, STATES, WRITTEN_EMBARGOES, normal
from feedsvc.parsers.values import datetime_of, flag_of, text_of

Tell = Callable[[Item, str], None]
"""Called with a key that cannot be read and what is wrong with it."""

STRICTNESS: Final[tuple[Status, ...]] = ("usable", "withheld", "canceled")


def is_flag(value: object) -> bool:
    """Tell whether a value is a yes or a no; empty is neither."""
    try:
        return value != "" and flag_of(value) is not None
    except ValueError:
        return False


def status_of(item: Item, tell: Tell) -> Status:
    """Return what one key says of the story's status.

    A word that is not known withholds the story, and so does a flag that cannot be read.
    """
    key = normal(item.key)
    try:
        if key == "build":
            return "withheld" if _is_never_built(item.value) else "usable"
        if key in STATE_WORDS:
            return STATES.get((text_of(item.value) or "published").lower(), "withheld")
        flag = flag_of(item.value)
    except ValueError as error:
        tell(item, f"{item.key!r} {error}: the story is withheld")
        return "withheld"
    return "usable" if flag is None or flag is (key in SHOWING) else "withheld"


def embargo_of(item: Item, zone: tzinfo, tell: Tell) -> tuple[datetime, Precision] | None:
    """Return the moment from which the story may be shown; `HOLD` where it cannot be read.

    An embargo that is written and has no value holds, too; `publishDate:` is often empty.
    """
    written = normal(item.key) in WRITTEN_EMBARGOES
    held: tuple[datetime, Precision] = (HOLD, "second")
    try:
        if written and is_flag(item.value):
            return held if flag_of(item.value) else None
        return datetime_of(item.value, zone) or (held if written else None)
    except ValueError as error:
        tell(item, f"{item.key!r} {error}: the story is held")
        return held


def _is_never_built(value: object) -> bool:
    """Tell Hugo's `build: {render: never}` and `{list: never}`."""
    if not isinstance(value, dict):
        return False
    return any(str(value.get(key)).lower() in ("never", "false") for key in ("render", "list"))
