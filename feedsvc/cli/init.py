"""`feedsvc init`: write a settings file that explains every setting, and optionally a theme."""

from pathlib import Path

import click
import msgspec

from feedsvc.cli.console import examples, quiet_option
from feedsvc.errors import SettingsError
from feedsvc.feeds.pages.rendering import bundled_files
from feedsvc.settings import FILE_NAME, Settings
from feedsvc.settings.reference import settings_file

THEME_FOLDER = "theme"
"""The folder that `feedsvc init --theme` creates, and so the value of the setting `theme`."""

_EXAMPLES = {"base_url": "https://news.example.org", "id_authority": "news.example.org,2026"}


@click.command(
    epilog=examples(
        "feedsvc init --base-url https://news.example.org",
        "feedsvc init newsroom --id-authority example.org,2026",
        "feedsvc init newsroom --theme",
    )
)
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path(path_type=Path))
@click.option(
    "--base-url", metavar="URL", help="The site's URL; entry ids are derived from its host."
)
@click.option(
    "--id-authority",
    metavar="NAME,YEAR",
    help="Derive entry ids from this domain and year instead.",
)
@click.option(
    "--theme", is_flag=True, help="Also copy the page templates, so that you can change them."
)
@quiet_option
def command(
    folder: Path, base_url: str | None, id_authority: str | None, *, theme: bool, quiet: bool
) -> None:
    """Write a feedsvc.toml that explains every setting.

    DIR is the folder to write to (default: the working folder). An existing feedsvc.toml is
    never changed. --theme writes the folder 'theme' next to it, even if feedsvc.toml exists.
    """
    chosen = _chosen(base_url, id_authority)
    file = folder / FILE_NAME
    only_theme = theme and not chosen and file.exists()
    if not only_theme:
        _write(file, settings_file(chosen | {"theme": THEME_FOLDER} if theme else chosen))
    copied = write_theme(folder / THEME_FOLDER) if theme else 0
    if quiet:
        return
    if not only_theme:
        click.echo(f"Wrote {file}")
        click.echo(_advice(chosen))
    if theme:
        click.echo(
            f"Wrote {copied} files to {folder / THEME_FOLDER}: delete those you do not change"
        )
    if only_theme:
        click.echo(f'To use the theme, set theme = "{THEME_FOLDER}" in {file}')


def write_theme(folder: Path) -> int:
    """Copy all templates, the stylesheet and the script to a new folder; return their number.

    Raises SettingsError if the folder exists or cannot be written.
    """
    if folder.exists():
        raise SettingsError(_exists(folder))
    files = bundled_files()
    try:
        folder.mkdir(parents=True)
        for name, body in files.items():
            (folder / name).write_bytes(body)
    except OSError as error:
        raise SettingsError(f"{folder}: cannot be written: {error.strerror}") from error
    return len(files)


def _chosen(base_url: str | None, id_authority: str | None) -> dict[str, str]:
    """Return the settings that the options give, always with an id authority if there are any."""
    given = {"base_url": base_url and base_url.rstrip("/"), "id_authority": id_authority}
    chosen = {key: value for key, value in given.items() if value is not None}
    for key, value in chosen.items():
        try:
            msgspec.convert({key: value}, Settings)
        except msgspec.ValidationError as error:
            option, example = "--" + key.replace("_", "-"), _EXAMPLES[key]
            reason = f"invalid {option}: {value!r}; expected a value such as {example}"
            raise SettingsError(reason) from error
    if chosen:
        chosen["id_authority"] = msgspec.convert(chosen, Settings).authority
    return chosen


def _advice(chosen: dict[str, str]) -> str:
    if not chosen:
        return "Set base_url and id_authority in it before anyone subscribes"
    return f"Entry ids belong to {chosen['id_authority']}: never change id_authority"


def _write(file: Path, text: str) -> None:
    if file.exists():
        raise SettingsError(_exists(file))
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8") as out:
            out.write(text)
    except OSError as error:
        raise SettingsError(f"{file}: cannot be written: {error.strerror}") from error


def _exists(path: Path) -> str:
    return f"{path}: already exists; edit it, or move it away first"
