"""Settings read from `feedsvc.toml` and `FEEDSVC_*`; errors are one line and name the cure."""

import os
import re
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from feedsvc.errors import SettingsError
from feedsvc.settings.model import Settings
from feedsvc.settings.reference import Setting, Table, reference, toml

FILE_NAME = "feedsvc.toml"
LONGEST_VALUE = 60
"""How many characters of an invalid value an error shows."""

_NOT_SETTINGS = ("FEEDSVC_CONFIG", "FEEDSVC_DEBUG")
_Place = tuple[str | int, ...]
"""The keys and array indexes that lead to a setting: ("feeds", 0, "name")."""


class _InvalidError(Exception):
    """A setting is invalid; `place` says which, and the text says why."""

    def __init__(self, place: _Place, text: str) -> None:
        super().__init__(text)
        self.place = place


def load_settings(
    file: Path | None = None, environment: Mapping[str, str] = os.environ
) -> Settings:
    """Read the settings of a site.

    `file` is the settings file (default: `FEEDSVC_CONFIG`, else `feedsvc.toml` in the working
    folder if it exists); paths in it are relative to its folder. `FEEDSVC_BASE_URL` sets
    `base_url`, `FEEDSVC_LIMITS_STORY_BYTES` sets `story_bytes` in `[limits]`, and so on. Raises
    SettingsError.
    """
    if file is None and "FEEDSVC_CONFIG" in environment:
        file = Path(environment["FEEDSVC_CONFIG"])
    path = file or Path(FILE_NAME)
    settings = _load_file(path) if file or path.exists() else Settings()
    return _with_environment(settings, environment)


def _load_file(path: Path) -> Settings:
    try:
        text = path.read_text(encoding="utf-8")
        values = tomllib.loads(text)
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path}: not UTF-8 at byte {error.start}; save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(_invalid_toml(path, str(error))) from error
    try:
        settings = _convert(values)
    except _InvalidError as error:
        line = _line_of(error.place, text)
        raise SettingsError(f"{path}:{line}: {error}" if line else f"{path}: {error}") from error
    return _with_paths_below(path.parent, settings)


def _with_environment(settings: Settings, environment: Mapping[str, str]) -> Settings:
    """Return the settings as environment variables override them."""
    given = sorted(name for name in environment if name.startswith("FEEDSVC_"))
    variables = [name for name in given if name.upper() not in _NOT_SETTINGS]
    if not variables:
        return settings
    known = {each.variable: each for table in reference() for each in table.settings}
    for variable in variables:
        setting = known.get(variable.upper())
        if setting is None:
            raise SettingsError(_unknown_variable(variable))
        values = msgspec.to_builtins(settings)
        if setting.table == "author":
            values["author"] = {}
        table = values[setting.table] if setting.table else values
        table[setting.key] = environment[variable]
        try:
            settings = _convert(values, strict=False)
        except _InvalidError as error:
            raise SettingsError(f"{variable}: {error}") from error
    return settings


def _convert(values: Mapping[str, Any], *, strict: bool = True) -> Settings:
    try:
        settings = msgspec.convert(values, Settings, strict=strict)
    except msgspec.ValidationError as error:
        raise _translated(str(error), values) from error
    _check_zone(settings.timezone, ("timezone",))
    for abbreviation, zone in settings.reading.zones.items():
        _check_zone(zone, ("reading", "zones", abbreviation))
    names = [feed.name for feed in settings.feeds]
    for number, name in enumerate(names):
        if name in names[:number]:
            reason = f"two feeds are named {toml(name)}; give each feed its own name"
            raise _InvalidError(("feeds", number, "name"), reason)
    settings = msgspec.structs.replace(settings, base_url=settings.base_url.rstrip("/"))
    try:
        _ = settings.redirects
    except SettingsError as error:
        raise _InvalidError((), str(error)) from error
    return settings


def _check_zone(name: str, place: _Place) -> None:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        reason = f"{toml(name)}; expected an IANA time zone such as Europe/Berlin"
        raise _InvalidError(place, f"invalid {_path(place)}: {reason}") from error


def _invalid_toml(path: Path, message: str) -> str:
    """Return the error for a message of tomllib: "Invalid value (at line 1, column 9)"."""
    reason, place = message, str(path)
    if found := re.fullmatch(r"(.*) \(at line (\d+), column (\d+)\)", message, re.DOTALL):
        reason, place = found[1], f"{path}:{found[2]}:{found[3]}"
    return f"{place}: invalid TOML: {reason[:1].lower()}{reason[1:]}"


def _translated(message: str, values: Mapping[str, Any]) -> _InvalidError:
    """Return the error for a message of msgspec: "Expected `int`, got `str` - at `$.limit`"."""
    problem, _, path = message.partition(" - at `$")
    parts = re.findall(r"([\w-]+)|\[(\d+)\]", path.replace("[...]", ""))
    place = tuple(int(index) if index else key for key, index in parts)
    table = _table(place)
    if unknown := re.match(r"Object contains unknown field `(.*)`", problem):
        return _InvalidError((*place, unknown[1]), _unknown_setting(unknown[1], table))
    if missing := re.match(r"Object missing required field `(.*)`", problem):
        key, example = missing[1], _setting(missing[1], table).example
        reason = f"missing setting {toml(key)} in {table.header}; add {key} = {toml(example)}"
        return _InvalidError(place, reason)
    return _InvalidError(place, _invalid_value(place, table, values))


def _unknown_setting(key: str, table: Table) -> str:
    where = f" in {table.header}" if table.name else ""
    known = [setting.key for setting in table.settings]
    known += [] if table.name else [each.name for each in reference() if each.name]
    close = get_close_matches(key, known, n=1)
    cure = f'did you mean "{close[0]}"?' if close else f"expected one of {', '.join(known)}"
    return f'unknown setting "{key}"{where}; {cure}'


def _unknown_variable(variable: str) -> str:
    name = variable.removeprefix("FEEDSVC_").upper()
    settings = [setting for table in reference() for setting in table.settings]
    in_file = {f"{each.table}_{each.key}".strip("_") for each in settings if not each.variable}
    if name.lower() in in_file | {table.name for table in reference()}:
        return f"{variable}: this can only be set in {FILE_NAME}"
    known = [each.variable.removeprefix("FEEDSVC_") for each in settings if each.variable]
    close = get_close_matches(name, known, n=1)
    cure = f"did you mean FEEDSVC_{close[0]}?" if close else "'feedsvc init' lists all settings"
    return f"{variable}: unknown setting; {cure}"


def _invalid_value(place: _Place, table: Table, values: Mapping[str, Any]) -> str:
    keys = [part for part in place if isinstance(part, str) and part != table.name]
    if not keys:
        return f"invalid {_path(place)}: expected the table {table.header}"
    setting, in_array = _setting(keys[0], table), isinstance(place[-1], int)
    expected = setting.item_type if in_array else setting.type
    if not expected.startswith('"'):
        expected = f"{'an' if expected[0] in 'aeio' else 'a'} {expected}"
    if setting.key == "desk_password":
        return f"invalid {_path(place)}: expected {expected}"
    example = setting.example[0] if in_array else setting.example
    if isinstance(example, str) and not expected.startswith('"'):
        expected += f" such as {example}"
    found: Any = values
    for part in place:
        found = found[part]
    shown = toml(found)
    if len(shown) > LONGEST_VALUE:
        shown = shown[: LONGEST_VALUE - 1] + "…"
    return f"invalid {_path(place)}: {shown}; expected {expected}"


def _table(place: _Place) -> Table:
    """Return the table that a place is in."""
    first, *tables = reference()
    return next((table for table in tables if place and table.name == place[0]), first)


def _setting(key: str, table: Table) -> Setting:
    return next(setting for setting in table.settings if setting.key == key)


def _path(place: _Place) -> str:
    """Return a place in the usual notation: `feeds[0].name`."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in place)[1:]


def _line_of(place: _Place, text: str) -> int | None:
    """Return the line of the settings file that sets a key, if a simple search finds it."""
    keys = [part for part in place if isinstance(part, str)]
    index = place[1] if place[:1] == ("feeds",) and len(place) > 1 else 0
    table: list[str] = []
    passed = -1
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*\[\[?\s*([\w.-]+)\s*\]", line):
            table = header[1].split(".")
            passed += table == ["feeds"]
            if table == keys and (table != ["feeds"] or passed == index):
                return number
        elif key := re.match(r"\s*([\w.-]+)\s*=", line):
            found = [*table, *key[1].split(".")]
            if found == keys[: len(found)] and (table != ["feeds"] or passed == index):
                return number
    return None


def _with_paths_below(folder: Path, settings: Settings) -> Settings:
    """Return the settings with paths relative to the folder of the settings file."""
    return msgspec.structs.replace(
        settings,
        **{
            key: value if "://" in value else str(folder / value)
            for key in ("stories", "output", "catalog", "theme")
            if (value := getattr(settings, key))
        },
    )
