"""Story files to entries: the registry of formats, and `parse`.

To add a format, write a module with a `Format` and list it in `FORMATS`.
"""

import re
from pathlib import PurePosixPath
from typing import Final, NoReturn

from feedsvc.entry import HOLD
from feedsvc.errors import BrokenParserError, StoryError
from feedsvc.parsers import feedfile, markdown, webpage
from feedsvc.parsers.exports import wordpress
from feedsvc.parsers.iptc import newsml1, newsml_g2, ninjs, nitf
from feedsvc.parsers.lightmarkup import asciidoc, restructured
from feedsvc.parsers.newstext import pagetext, press, wire
from feedsvc.parsers.source import Format, Note, Options, Parsed, Source, Trace

__all__ = [
    "FORMATS",
    "SITE_FOLDERS",
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

SITE_FOLDERS = frozenset(("_includes", "_layouts", "_site", "node_modules"))
"""Folders in which Jekyll and Eleventy keep templates, packages and output: not stories."""

SITE_FILES = frozenset(("package.json", "package-lock.json", "tsconfig.json", "manifest.json"))
"""Files of site builders that are not stories."""

_XML: Final = re.compile(rb"<(?:\?xml|!doctype|[A-Za-z][\w:.-]*[\s>])", re.IGNORECASE)
_JSON: Final = re.compile(rb'\{\s*"[^"\n]*"\s*:|\[\s*[\[{"]')


def parse(source: Source) -> Parsed:
    """Return the entries of a story file, read by the first format that claims it.

    A file without entries is valid if a note says why. Raises StoryError if no format claims
    the file, if the file cannot be read, or if it holds no story.
    """
    try:
        return _not_empty(source, _parsed(source))
    except StoryError:
        raise
    except Exception as error:
        # A bug in a parser must affect its one file, not the site.
        raise BrokenParserError(
            source.name,
            f"feedsvc failed to parse this file: {type(error).__name__}: {error}",
            cure="please report this bug; nothing in this file is published",
        ) from error


def is_story(name: str) -> bool:
    """Return whether a file in the stories folder is a story, judging by its path.

    Hidden files, template folders of site builders, and JSON data files are not stories.
    """
    suffix = name[name.rfind(".") :].lower()
    if suffix not in SUFFIXES or (suffix == ".json" and _is_site_data(PurePosixPath(name))):
        return False
    return "/." not in f"/{name}" and SITE_FOLDERS.isdisjoint(name.split("/"))


def _parsed(source: Source) -> Parsed:
    for story_format in FORMATS:
        if story_format.claims(source):
            return story_format.parse(source)
    reason = "the file is not readable text" if source.data.strip() else "the file is empty"
    raise StoryError(source.name, reason, cure="save a story as .txt or .md, in UTF-8")


def _is_site_data(path: PurePosixPath) -> bool:
    """Detect JSON of Eleventy (`posts/posts.json`), podcast chapters and package files."""
    return (
        path.name.endswith((".11tydata.json", ".chapters.json"))
        or path.name in SITE_FILES
        or path.stem == path.parent.name
    )


def _not_empty(source: Source, parsed: Parsed) -> Parsed:
    """Return a result unchanged; raise StoryError if it has no entry and no note, or no text."""
    if not parsed.entries and not parsed.notes:
        raise StoryError(source.name, "no story in the file", cure="write one, or remove the file")
    for entry in parsed.entries:
        if entry.status != "usable" or entry.embargo == HOLD:
            continue  # An entry that is never shown needs no text: it withdraws an earlier one.
        if not (entry.title or entry.content or entry.summary or entry.highlights or entry.media):
            reason = "a story in the file has neither title nor text"
            raise StoryError(source.name, reason, cure="write one, or remove the story")
    return parsed


def _is_data(source: Source) -> bool:
    return _data_kind(source) is not None


def _refuse_data(source: Source) -> NoReturn:
    reason = f"unsupported format: {_data_kind(source)}"
    raise StoryError(source.name, reason, cure="save its text as .txt or .md")


def _data_kind(source: Source) -> str | None:
    beginning = source.data[:1024].removeprefix(b"\xef\xbb\xbf").lstrip()
    return "XML" if _XML.match(beginning) else "JSON" if _JSON.match(beginning) else None


UNSUPPORTED: Final = Format(name="not a story", claims=_is_data, parse=_refuse_data)
"""XML and JSON that no other format claims: refused here so that it is not read as page text."""

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
    UNSUPPORTED,
    wire.FORMAT,
    press.FORMAT,
    pagetext.FORMAT,
)
"""All story formats; the first one that claims a file reads it."""

SUFFIXES: frozenset[str] = frozenset().union(*(each.suffixes for each in FORMATS))
"""The suffixes of story files, in lower case."""
