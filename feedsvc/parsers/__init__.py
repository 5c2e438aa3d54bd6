"""Story files to entries: the registry of formats, and the one way in."""

from pathlib import PurePosixPath

from feedsvc.entry import HOLD
from feedsvc.errors import BrokenParserError, StoryError
from feedsvc.parsers import feedfile, foreign, markdown, webpage
from feedsvc.parsers.exports import wordpress
from feedsvc.parsers.iptc import newsml1, newsml_g2, ninjs, nitf
from feedsvc.parsers.lightmarkup import asciidoc, restructured
from feedsvc.parsers.newstext import pagetext, press, wire
from feedsvc.parsers.source import Format, Note, Options, Parsed, Source, Trace

__all__ = [
    "FORMATS",
    "SUFFIXES",
    "Format",
    "Note",
    "Options",
    "Parsed",
    "Source",
    "Trace",
    "is_story",
    "parse",
]

FORMATS: tuple[Format, ...] = (
    nitf.FORMAT,
    newsml_g2.FORMAT,
    newsml1.FORMAT,
    ninjs.FORMAT,
    restructured.FORMAT,
    asciidoc.FORMAT,
    markdown.FORMAT,
    wordpress.FORMAT,
    feedfile.FORMAT,
    webpage.FORMAT,
    foreign.FORMAT,
    wire.FORMAT,
    press.FORMAT,
    pagetext.FORMAT,
)
"""Every story format; the first that claims a file reads it."""

SUFFIXES: frozenset[str] = frozenset().union(*(each.suffixes for each in FORMATS))
"""What the names of story files end in, in small letters."""

SITE_FOLDERS = frozenset(("_includes", "_layouts", "_site", "node_modules"))
"""Folders in which Jekyll and Eleventy keep what is no story: templates, packages, output."""

SITE_FILES = frozenset(("package.json", "package-lock.json", "tsconfig.json", "manifest.json"))
"""Files of site builders that are no stories."""


def parse(source: Source) -> Parsed:
    """Return the entries of a story file, in the first format that claims it.

    A file may rightly hold no entry; then a note says why. Raises StoryError where no
    format claims the file, where it cannot be read, and where there is no story in it.
    """
    try:
        return _with_something_to_say(source, _parsed(source))
    except StoryError:
        raise
    except Exception as error:
        # A fault of ours costs its one file, never the site.
        raise BrokenParserError(
            source.name,
            f"feedsvc fails on this file: {type(error).__name__}: {error}",
            cure="please report it; nothing of the file is published",
        ) from error


def is_story(name: str) -> bool:
    """Tell by its name whether a file below the stories folder is to be read at all.

    Hidden files, those of folders in which site builders keep templates, and what Eleventy
    and others keep as JSON beside stories, are not.
    """
    path = PurePosixPath(name)
    if path.suffix.lower() not in SUFFIXES or _is_site_data(path):
        return False
    return not any(part.startswith(".") or part in SITE_FOLDERS for part in path.parts)


def _parsed(source: Source) -> Parsed:
    for story_format in FORMATS:
        if story_format.claims(source):
            return story_format.parse(source)
    reason = "this is no text that can be read" if source.data.strip() else "the file is empty"
    raise StoryError(source.name, reason, cure="save a story in it as .txt or .md, in UTF-8")


def _is_site_data(path: PurePosixPath) -> bool:
    """Tell Eleventy's data files (`posts/posts.json`), chapters of a podcast, and packages'."""
    if path.suffix.lower() != ".json":
        return False
    return (
        path.name.endswith((".11tydata.json", ".chapters.json"))
        or path.name in SITE_FILES
        or path.stem == path.parent.name
    )


def _with_something_to_say(source: Source, parsed: Parsed) -> Parsed:
    """Refuse a file that gives a reader nothing, and no reason for it."""
    if not parsed.entries and not parsed.notes:
        raise StoryError(source.name, "there is no story in the file", cure="write or remove it")
    for entry in parsed.entries:
        if entry.status != "usable" or entry.embargo == HOLD:
            continue  # It is never shown, and may withdraw what was.
        if not (entry.title or entry.content or entry.summary or entry.highlights or entry.media):
            reason = "a story in it has neither title nor text"
            raise StoryError(source.name, reason, cure="write one of them, or remove the story")
    return parsed
