"""`feedsvc init`: a settings file in which every setting stands with what it means."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

import click
import msgspec

from feedsvc.cli.console import examples, quiet_option
from feedsvc.cli.meanings import MEANINGS
from feedsvc.cli.theming import FOLDER, write_theme
from feedsvc.errors import SettingsError
from feedsvc.settings import (
    FILE_NAME,
    AuthorSettings,
    FeedSettings,
    LimitSettings,
    ReadingSettings,
    Settings,
    WebSettings,
)

HEAD = """\
## The settings of this site.
##
## A setting after "# " is off, and its default holds: the value shown, unless its comment
## names another. Take "# " away to change it. Paths are relative to this file.
## The environment wins over this file: FEEDSVC_TITLE sets title, and
## FEEDSVC_LIMITS_STORY_BYTES sets story_bytes in [limits].
"""

TABLES: dict[str, tuple[str, type[msgspec.Struct]]] = {
    "author": ("[author]", AuthorSettings),
    "limits": ("[limits]", LimitSettings),
    "reading": ("[reading]", ReadingSettings),
    "web": ("[web]", WebSettings),
    "feeds": ("[[feeds]]", FeedSettings),
}


@click.command(
    epilog=examples(
        "feedsvc init --base-url https://news.example.org",
        "feedsvc init newsroom --id-authority example.org,2026",
        "feedsvc init newsroom --theme",
    )
)
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path(path_type=Path))
@click.option("--base-url", metavar="URL", help="The site's address; ids belong to its host.")
@click.option("--id-authority", metavar="NAME,YEAR", help="Whom ids belong to instead.")
@click.option("--theme", is_flag=True, help="Copy the templates of all pages, to be changed.")
@quiet_option
def command(
    folder: Path, base_url: str | None, id_authority: str | None, *, theme: bool, quiet: bool
) -> None:
    """Write a feedsvc.toml that explains every setting.

    DIR is where it is written (default: here). A file that is already there is left alone. With
    --theme, the folder 'theme' is written beside it, to a feedsvc.toml that is there as well.
    """
    chosen = _chosen(base_url, id_authority)
    file = folder / FILE_NAME
    kept = theme and not chosen and file.exists()
    if not kept:
        _write(file, settings_text(chosen | {"theme": FOLDER} if theme else chosen))
    copied = write_theme(folder / FOLDER) if theme else 0
    if quiet:
        return
    if not kept:
        click.echo(f"Wrote {file}.")
        click.echo(_advice(chosen))
    if theme:
        click.echo(f"Wrote {folder / FOLDER}: {copied} files. Delete those that you leave alone.")
    if kept:
        click.echo(f'They count once {file} says: theme = "{FOLDER}"')


def settings_text(chosen: Mapping[str, str]) -> str:
    """Return a settings file in which the chosen values are on and all others are off.

    Keys, their order and their defaults come from `Settings`, so that none can be missing.
    """
    parts = [HEAD, *_lines(Settings, "", chosen)]
    for name, (header, table) in TABLES.items():
        parts += [
            _comment(MEANINGS[name][0]) + f"# {header}\n" + "".join(_lines(table, f"{name}."))
        ]
    return "\n".join(parts)


def _advice(chosen: Mapping[str, str]) -> str:
    """Return what to do next with the settings, of which some may have been chosen."""
    if not chosen:
        return "Set base_url and id_authority in it before anyone subscribes."
    authority = chosen["id_authority"]
    return f"Ids belong to {authority}; leave id_authority as it is from now on."


def _lines(
    table: type[msgspec.Struct], prefix: str, chosen: Mapping[str, str] = MappingProxyType({})
) -> Iterator[str]:
    """Yield each setting of a table with its comment, but for those that are tables."""
    for field in msgspec.structs.fields(table):
        if field.name in TABLES and not prefix:
            continue
        meaning, example = MEANINGS[prefix + field.name]
        value = chosen.get(field.name, example if example is not None else field.default)
        off = "" if field.name in chosen else "# "
        yield _comment(meaning) + f"{off}{field.name} = {_toml(value)}\n"


def _toml(value: object) -> str:
    """Return a value as TOML: like JSON, but for tables."""
    if isinstance(value, dict):
        pairs = (f"{_key(key)} = {_toml(each)}" for key, each in value.items())
        return "{ " + ", ".join(pairs) + " }"
    return json.dumps(value, ensure_ascii=False)


def _key(key: str) -> str:
    return key if re.fullmatch(r"[\w-]+", key, re.ASCII) else json.dumps(key)


def _comment(meaning: str) -> str:
    return "".join(f"## {line}\n" for line in meaning.splitlines())


def _chosen(base_url: str | None, id_authority: str | None) -> dict[str, str]:
    """Return the settings that the options give, with whom ids belong to; {} for none."""
    given = {"base_url": base_url and base_url.rstrip("/"), "id_authority": id_authority}
    chosen = {key: value for key, value in given.items() if value is not None}
    for key, value in chosen.items():
        try:
            msgspec.convert({key: value}, Settings)
        except msgspec.ValidationError as error:
            example = MEANINGS[key][1] or "https://news.example.org"
            option = "--" + key.replace("_", "-")
            raise SettingsError(f"{option}: {value!r} is not such as {example}") from error
    if chosen:
        chosen["id_authority"] = msgspec.convert(chosen, Settings).authority
    return chosen


def _write(file: Path, text: str) -> None:
    """Write a new file; one that is there is never touched."""
    if file.exists():
        raise SettingsError(f"{file}: is already there; edit it, or move it away first")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8") as out:
            out.write(text)
    except OSError as error:
        raise SettingsError(f"{file}: cannot be written: {error.strerror}") from error
