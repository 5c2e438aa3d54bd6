"""What a story file's name says, as builders of sites read it: day, slug, language, draft."""

import re
from posixpath import basename, dirname
from typing import Any, Final

from feedsvc.parsers.source import Source, Trace
from feedsvc.parsers.values import datetime_of

_DATED: Final = re.compile(r"(?P<day>\d{4}-\d\d?-\d\d?)-(?P<slug>.+)", re.ASCII)
_BUNDLE_PAGE: Final = re.compile(r"index(?:\.(?P<language>[a-z]{2,3}(?:-[A-Za-z]{2,4})?))?")


def take_from_name(source: Source, path: str, values: dict[str, Any], trace: list[Trace]) -> None:
    """Fill from a file's path, without its suffix, what a header leaves open.

    `2024-05-01-slug` is a day and a slug, `slug/index` a slug, `_drafts/` holds drafts.
    """
    found: dict[str, Any] = {}
    folder, name = dirname(path), basename(path)
    bundle = _BUNDLE_PAGE.fullmatch(name)
    if bundle and folder:
        name = basename(folder)
        found = {"slug": name, "language": bundle["language"]}
    dated = _DATED.fullmatch(name)
    if dated:
        found["slug"] = dated["slug"]
    if dated and "published" not in values:
        values.pop("date_precision", None)
        found |= _day(dated["day"], source)
    if "_drafts" in folder.split("/") and values.get("status") != "canceled":
        values.pop("status", None)
        found["status"] = "withheld"
    for field, value in found.items():
        if value and field not in values:
            values[field] = value
            trace.append(
                Trace(line=1, role=field, text=source.name, why="the file's name", entry=0)
            )


def _day(text: str, source: Source) -> dict[str, Any]:
    """Return the day in a file's name, where it is one."""
    try:
        found = datetime_of(text, source.options.zone)
    except ValueError:
        return {}
    return dict(zip(("published", "date_precision"), found or (), strict=False))
