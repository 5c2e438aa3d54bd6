"""A theme to begin with: copies of the templates, the stylesheet and the script of all pages."""

from pathlib import Path

from feedsvc.errors import SettingsError
from feedsvc.feeds.pages.theme import own_files

FOLDER = "theme"
"""The folder that `feedsvc init --theme` makes, and what the setting then says."""


def write_theme(folder: Path) -> int:
    """Write all files that pages are made of to a new folder; return how many.

    Raises SettingsError where the folder is there already, or cannot be written.
    """
    if folder.exists():
        raise SettingsError(f"{folder}: is already there; edit it, or move it away first")
    files = own_files()
    try:
        folder.mkdir(parents=True)
        for name, body in files.items():
            (folder / name).write_bytes(body)
    except OSError as error:
        raise SettingsError(f"{folder}: cannot be written: {error.strerror}") from error
    return len(files)
