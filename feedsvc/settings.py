"""The settings of a site: `feedsvc.toml`, then `FEEDSVC_*`, read once and frozen."""

import hashlib
import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec
from msgspec import Meta

from feedsvc.errors import SettingsError
from feedsvc.moves import Moves

FILE_NAME = "feedsvc.toml"
MIB = 1024 * 1024

Count = Annotated[int, Meta(ge=1)]
Name = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9-]*$")]
WebAddress = Annotated[str, Meta(pattern=r"^https?://[^/\s?#]+[^\s?#]*$")]
Authority = Annotated[str, Meta(pattern=r"^[^\s,:/]+,\d{4}(-\d\d){0,2}$")]
LanguageTag = Annotated[str, Meta(pattern=r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$")]
Place = Annotated[str, Meta(pattern=r"^(https?://[^/\s?#]+[^\s]*|/?[^\s:/][^\s:]*)$")]
Colour = Annotated[str, Meta(pattern=r"^#?[0-9A-Fa-f]{6}$")]


class AuthorSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who writes where a story names nobody."""

    name: str
    email: str | None = None
    uri: str | None = None


class LimitSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is too large: a story file and a document to check, in bytes."""

    story_bytes: Count = 5 * MIB
    document_bytes: Count = 10 * MIB


class ReadingSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What stories leave open, and what in them is no story.

    `day_first` says whether 03/04/2026 is in April; unset, the language and the zone do.
    `zones` names the zone that letters mean which several share (`ist = "Asia/Kolkata"`).
    `noise` are lines that the newsroom's pages carry and no story holds. `repair` mends
    UTF-8 that was read in another encoding and saved again.
    """

    day_first: bool | None = None
    zones: dict[str, str] = {}
    noise: tuple[str, ...] = ()
    repair: bool = False


class WebSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the web app allows: checks of feeds for one client in a minute, 0 for any number."""

    checks_per_minute: Annotated[int, Meta(ge=0)] = 30


class FeedSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A feed that the site adds to those it makes itself; filters that are given all hold.

    `limit` is a number of entries, `max_age` days, `max_bytes` bytes of each document. With
    `podcast`, it has the entries that bring sound or film, and what directories ask of a show:
    `category` is Apple's (`News > Daily News`), `image` its cover; `locked` keeps other
    platforms from taking the show over.
    """

    name: Name
    title: str | None = None
    description: str | None = None
    section: str | None = None
    tag: str | None = None
    author: str | None = None
    language: LanguageTag | None = None
    limit: Count | None = None
    max_age: Count | None = None
    max_bytes: Annotated[int, Meta(ge=10_000)] | None = None
    content: Literal["full", "summary"] | None = None
    podcast: bool = False
    category: str = "News"
    explicit: bool = False
    image: Place | None = None
    locked: bool = True


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All settings of a site, each with a default that works.

    `limit`, `max_age` (days), `max_bytes` and `content` are those of every feed that sets
    none of its own. `archive_size` is how many entries a page of an archive has, `tombstone_days`
    for how long feeds tell of an entry that went; 0 is never. `cache_seconds` is how long a cache
    may keep a document. `compress` puts compressed files beside those that are built. `icon`,
    `logo`, `cover` and `stylesheet` are addresses, or paths below `base_url`; `accent_color` is
    six hexadecimal digits. `gone` are paths where nothing is any more, `moved` says of
    others where they lead; both may end in `/*`. `hubs` are told of feeds that changed (WebSub).
    """

    title: str = "News"
    description: str = "The latest stories."
    base_url: WebAddress = "http://127.0.0.1:8000"
    id_authority: Authority | None = None
    author: AuthorSettings | None = None
    language: LanguageTag | None = None
    timezone: str = "UTC"
    rights: str | None = None
    stories: str = "stories"
    output: str = "site"
    catalog: str = ".feedsvc/catalog.db"
    limit: Count = 50
    max_age: Count | None = None
    max_bytes: Annotated[int, Meta(ge=10_000)] | None = None
    content: Literal["full", "summary"] = "full"
    archive_size: Annotated[int, Meta(ge=0)] = 100
    tombstone_days: Annotated[int, Meta(ge=0, le=3650)] = 30
    compress: bool = False
    cache_seconds: Annotated[int, Meta(ge=0, le=86_400)] = 300
    icon: Place | None = None
    logo: Place | None = None
    cover: Place | None = None
    accent_color: Colour | None = None
    stylesheet: Place | None = None
    feed_menu: bool = False
    hubs: tuple[WebAddress, ...] = ()
    gone: tuple[str, ...] = ()
    moved: dict[str, str] = {}
    limits: LimitSettings = LimitSettings()
    reading: ReadingSettings = ReadingSettings()
    web: WebSettings = WebSettings()
    feeds: tuple[FeedSettings, ...] = ()

    @property
    def zone(self) -> ZoneInfo:
        """The site's time zone."""
        return ZoneInfo(self.timezone)

    @property
    def authority(self) -> str:
        """Whom ids belong to: `id_authority`, else the host of `base_url` (RFC 4151)."""
        return self.id_authority or f"{urlsplit(self.base_url).hostname},2026"

    @property
    def moves(self) -> Moves:
        """What old paths lead to; raises SettingsError where one cannot be, or goes in a loop."""
        return Moves(self.moved, self.gone, self.base_url)

    def with_overrides(
        self,
        *,
        stories: str | None = None,
        output: str | None = None,
        base_url: str | None = None,
        repair: bool = False,
        compress: bool = False,
    ) -> "Settings":
        """Return the settings as a command's arguments change them.

        Another folder of stories gets a catalog of its own, so that the files of one never
        pass for those of the other.
        """
        changed: dict[str, Any] = {}
        if stories is not None and os.path.realpath(stories) != os.path.realpath(self.stories):
            mark = hashlib.sha256(os.path.realpath(stories).encode()).hexdigest()[:8]
            catalog = Path(self.catalog)
            changed["stories"] = stories
            if "://" not in self.catalog:
                changed["catalog"] = str(catalog.with_stem(f"{catalog.stem}-{mark}"))
        if output is not None:
            changed["output"] = output
        if base_url is not None:
            changed["base_url"] = base_url.rstrip("/")
        if compress:
            changed["compress"] = True
        if repair:
            changed["reading"] = msgspec.structs.replace(self.reading, repair=True)
        return msgspec.structs.replace(self, **changed)


TABLES: dict[str, type[msgspec.Struct]] = {
    "author": AuthorSettings,
    "limits": LimitSettings,
    "reading": ReadingSettings,
    "web": WebSettings,
}
"""The tables of the file by their keys, but for `[[feeds]]`."""


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
            for key in ("stories", "output", "catalog")
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
