"""`feedsvc.toml`, then `FEEDSVC_*`: read once, and what is wrong told in one line."""

import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from feedsvc.errors import SettingsError
from feedsvc.settings.model import TABLES, FeedSettings, Settings

FILE_NAME = "feedsvc.toml"


def load_settings(
    file: Path | None = None, environment: Mapping[str, str] = os.environ
) -> Settings:
    """Read the settings of a site.

    `file` is the settings file (default: `FEEDSVC_CONFIG`, else `feedsvc.toml` in the
    working folder, which may be absent); paths in it are relative to its folder.
    `FEEDSVC_BASE_URL` sets `base_url`, `FEEDSVC_LIMITS_STORY_BYTES` sets
    `limits.story_bytes`, and so on. Raises SettingsError with file, key and what is allowed.
    """
    asked = file or (
        Path(environment["FEEDSVC_CONFIG"]) if "FEEDSVC_CONFIG" in environment else None
    )
    path = asked or Path(FILE_NAME)
    settings = Settings()
    if asked or path.exists():
        settings = _convert(_read(path), str(path))
        settings = _beside(settings, path.parent)
    return _with_environment(settings, environment)


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path}: not UTF-8 at byte {error.start}; save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path}: not TOML: {error}") from error


def _convert(values: Mapping[str, Any], origin: str, *, strict: bool = True) -> Settings:
    try:
        settings = msgspec.convert(values, Settings, strict=strict)
    except msgspec.ValidationError as error:
        raise SettingsError(f"{origin}: {_explain(str(error))}") from error
    _check_zone(settings.timezone, f"{origin}: timezone")
    for letters, zone in settings.reading.zones.items():
        _check_zone(zone, f"{origin}: reading.zones.{letters}")
    names = [feed.name for feed in settings.feeds]
    for name in names:
        if names.count(name) > 1:
            raise SettingsError(f"{origin}: feeds: the name {name!r} is used twice; names differ")
    settings = msgspec.structs.replace(settings, base_url=settings.base_url.rstrip("/"))
    try:
        _ = settings.moves
    except SettingsError as error:
        raise SettingsError(f"{origin}: {error}") from error
    return settings


def _check_zone(name: str, place: str) -> None:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise SettingsError(
            f"{place}: {name!r} is no time zone; allowed are IANA names such as Europe/Berlin"
        ) from error


def _explain(message: str) -> str:
    """Turn msgspec's message round: the key first, then what is wrong and what is allowed."""
    text, _, place = message.partition(" - at `$")
    key = place.rstrip("`").lstrip(".").replace("[...]", "")
    unknown = re.match(r"Object contains unknown field `(.*)`", text)
    if unknown is None:
        return f"{key}: {_in_words(text)}"
    table = FeedSettings if key.startswith("feeds") else TABLES.get(key, Settings)
    place = f"{key}.{unknown[1]}" if key else unknown[1]
    return f"{place}: no such key; allowed are {', '.join(table.__struct_fields__)}"


_SHAPES = {
    "6553": "an address such as http://rpc.example.net:5337/pleaseNotify",
    "|/?": "an address such as https://news.example.org/icon.png, or a path such as /icon.png",
    "{6}": "a colour of six hexadecimal digits such as a8321c",
    "https?": "an address such as https://news.example.org",
    "{4}": "an authority such as example.org,2026",
    "{2,8}": "a language such as en or pt-BR",
    "a-z0-9-": "a name of small letters, digits and hyphens",
    "enum value": "'full' or 'summary'",
}


def _in_words(text: str) -> str:
    """Say what is allowed where msgspec shows a pattern, else what msgspec says."""
    for mark, shape in _SHAPES.items():
        if mark in text:
            return f"expected {shape}"
    return text[0].lower() + text[1:].replace("`", "")


def _beside(settings: Settings, folder: Path) -> Settings:
    """Make the paths relative to the folder of the settings file."""
    return msgspec.structs.replace(
        settings,
        **{
            key: value if "://" in value else str(folder / value)
            for key in ("stories", "output", "catalog", "theme")
            if (value := getattr(settings, key))
        },
    )


def _with_environment(settings: Settings, environment: Mapping[str, str]) -> Settings:
    """Let FEEDSVC_* win over the file, each variable named in the error it causes."""
    for variable in sorted(environment):
        key = variable.removeprefix("FEEDSVC_").lower()
        if key == variable.lower() or key in ("config", "debug"):
            continue
        values = msgspec.to_builtins(settings)
        table, _, inner = key.partition("_")
        if key not in TABLES and _is_scalar(Settings, key):
            values[key] = environment[variable]
        elif key == "author":
            values[key] = {"name": environment[variable]}
        elif table in TABLES and table != "author" and _is_scalar(TABLES[table], inner):
            values[table][inner] = environment[variable]
        else:
            raise SettingsError(f"{variable}: no such setting; see 'feedsvc init' for all of them")
        settings = _convert(values, variable, strict=False)
    return settings


def _is_scalar(table: type[msgspec.Struct], key: str) -> bool:
    default = next(
        (f.default for f in msgspec.structs.fields(table) if f.name == key), msgspec.NODEFAULT
    )
    return default is None or isinstance(default, (str, int))
