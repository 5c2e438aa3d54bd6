"""Story files to entries: the registry of formats, and `parse`.

To add a format, write a module with `claims` and `parse`, and list it in `FORMATS`.
"""

from functools import cache
from importlib import import_module
from pathlib import PurePosixPath
from posixpath import splitext
from typing import Any, Final

import msgspec

from feedsvc.entry import HOLD
from feedsvc.errors import BrokenParserError, StoryError
from feedsvc.parsers.source import Note, Options, Parsed, Source, Trace

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


class Format(msgspec.Struct, frozen=True):
    """A story format: its name, its module, and which files may have it.

    The module has two functions: `claims` returns whether a file has the format, judging by its
    name and its bytes; `parse` raises StoryError for a file that cannot be read, and no other
    error. It is imported only for a file that begins, after white space, with one of the bytes
    in `begins` (None means any), or has one of the suffixes, which are in lower case.
    """

    name: str
    module: str
    begins: bytes | None
    suffixes: tuple[str, ...] = ()

    def may_claim(self, suffix: str, first: bytes) -> bool:
        """Return whether a file with this suffix and this first byte may have the format."""
        return self.begins is None or suffix in self.suffixes or first in self.begins

    def claims(self, source: Source) -> bool:
        """Return whether a file has this format."""
        return bool(_module(self.module).claims(source))

    def parse(self, source: Source) -> Parsed:
        """Return the entries of a file of this format."""
        parsed: Parsed = _module(self.module).parse(source)
        return parsed


_XML: Final = b"<"
_JSON: Final = b"[{"

FORMATS: tuple[Format, ...] = (
    Format("NITF", "iptc.nitf", _XML, (".nitf", ".xml")),
    Format("NewsML-G2", "iptc.newsml_g2", _XML, (".newsml", ".xml")),
    Format("NewsML 1", "iptc.newsml1", _XML, (".newsml", ".xml")),
    Format("ninjs", "iptc.ninjs", _JSON, (".ninjs", ".json")),
    Format("reStructuredText", "lightmarkup.restructured", b"", (".rst", ".rest")),
    Format("AsciiDoc", "lightmarkup.asciidoc", b"", (".adoc", ".asciidoc", ".asc")),
    Format("Markdown", "markdown", b"+-", (".md", ".markdown", ".mdown", ".mkd", ".mkdn")),
    Format("WordPress export", "exports.wordpress", _XML),
    Format(
        "feed", "feedfile", _XML + _JSON, (".xml", ".rss", ".atom", ".rdf", ".json", ".jsonfeed")
    ),
    Format("web page", "webpage", _XML, (".html", ".htm", ".xhtml")),
    Format("not a story", "unsupported", _XML + _JSON),
    Format("wire copy", "newstext.wire", None),
    Format("press release", "newstext.press", None),
    Format("page text", "newstext.pagetext", None, (".txt", ".text", ".tst")),
)
"""All story formats; the first one that claims a file reads it."""

SUFFIXES: Final = frozenset(suffix for each in FORMATS for suffix in each.suffixes)
"""The suffixes of story files, in lower case."""


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
    suffix = splitext(source.name)[1].lower()
    first = source.data.lstrip()[:1]
    # Any other first byte may belong to white space or a byte order mark, or be invalid.
    is_plain = b"!" <= first <= b"~"
    for each in FORMATS:
        if (not is_plain or each.may_claim(suffix, first)) and each.claims(source):
            return each.parse(source)
    reason = "the file is not readable text" if source.data.strip() else "the file is empty"
    raise StoryError(source.name, reason, cure="save a story as .txt or .md, in UTF-8")


@cache
def _module(name: str) -> Any:  # noqa: ANN401 - a module
    return import_module(f"{__name__}.{name}")


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
