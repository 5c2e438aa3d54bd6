"""Markdown and HTML with front matter, as Jekyll, Hugo, Pelican and Eleventy read them.

The header's keys are those of `headerkeys.KEYS`. The file's name gives what such sites take
from it: `2024-05-01-slug.md` a day and a slug, `slug/index.md` a slug, `_drafts/` a draft.
"""

import re
from posixpath import basename, splitext
from typing import Any, Final

import pyromark

from feedsvc.entry import Entry
from feedsvc.parsers.frontmatter.fields import header_fields, normal, take_from_name
from feedsvc.parsers.frontmatter.header import FrontMatter, has_front_matter, read_front_matter
from feedsvc.parsers.markdown.templatetags import without_template_tags
from feedsvc.parsers.reading.html import plain_text, safe_html
from feedsvc.parsers.reading.text import decode
from feedsvc.parsers.source import OMITTED, Format, Note, Parsed, Source, Trace

SUFFIXES: Final = frozenset((".md", ".markdown", ".mdown", ".mkd", ".mkdn"))
HTML_SUFFIXES: Final = frozenset((".html", ".htm"))
_OPTIONS: Final = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_TASKLISTS
    | pyromark.Options.ENABLE_HEADING_ATTRIBUTES
    | pyromark.Options.ENABLE_DEFINITION_LIST
)
# Feeds have no form fields and no style; a footnote's number alone is a poor address.
_FOR_FEEDS: Final = (
    ('<input disabled="" type="checkbox" checked=""/>', "☑ "),
    ('<input disabled="" type="checkbox"/>', "☐ "),
    ('<div class="footnote-definition" id="', '<div id="note-'),
    ('<sup class="footnote-reference"><a href="#', '<sup><a href="#note-'),
    (' style="text-align: left"', ' align="left"'),
    (' style="text-align: center"', ' align="center"'),
    (' style="text-align: right"', ' align="right"'),
)
_MORE: Final = re.compile(r"<!--[ \t]*more[ \t]*-->", re.IGNORECASE)
_HEADING: Final = re.compile(r"<h([1-6])(?: [^<>]*)?>")
_FIRST_LEVEL: Final = re.compile(r"<h(1)(?: [^<>]*)?>")
_MARKS: Final = re.compile(r"\*\*|__|`|\]\(")
_SHOWN: Final = 80
_LIST_PAGE: Final = re.compile(r"_index(?:\.[a-z]{2,3}(?:-[A-Za-z]{2,4})?)?")
# Raw HTML and comments, but not addresses in angle brackets; references, which may be comments
# too; links that are relative, or of a scheme that runs something.
_NOT_FOR_OTHERS: Final = re.compile(
    r"<(?!https?://|mailto:)[A-Za-z!/?]|^ {0,3}\[[^\]\n]+\]:|\]\(\s*<?(?!https?://|mailto:)",
    re.MULTILINE | re.IGNORECASE,
)
_MORE_LINE: Final = re.compile(r"(?<![ \t])[ \t]*<!--[ \t]*more[ \t]*-->[ \t]*\n?", re.IGNORECASE)
_FIRST_HEADING: Final = re.compile(r"\s*#{1,6}[ \t][^\n]*\n*")


def claims(source: Source) -> bool:
    """Tell a Markdown file by its suffix, any other text file by a header between fences."""
    return splitext(source.name)[1].lower() in SUFFIXES or has_front_matter(source.data)


def parse(source: Source) -> Parsed:
    """Return the entry of a Markdown file, or of an HTML file with a header.

    A list page of Hugo (`_index.md`) gives none, and a note says so. Raises StoryError for
    what is no text and for a broken header.
    """
    text, notes = decode(source)
    path, suffix = splitext(source.name)
    if _LIST_PAGE.fullmatch(basename(path)):
        note = Note(message="left out: _index is the page of a list, not a story")
        return Parsed(entries=(), notes=(*notes, note))
    header = read_front_matter(source.name, text)
    fields = header_fields(source, header)
    values, trace = fields.values, fields.trace
    take_from_name(source, path, values, trace)
    body, tag_notes = without_template_tags(header.body, header.body_line)
    is_html = suffix.lower() in HTML_SUFFIXES
    markup = _markup(body, header, is_html=is_html)
    with_headline = _take_from_body(markup, header, values, trace)
    if source.options.markdown and not is_html:
        values["markdown"] = markdown_for_others(body, with_headline=with_headline)
    if _MARKS.search(values.get("summary") or ""):
        values["summary"] = plain_text(pyromark.html(values["summary"]))
    return Parsed(
        entries=(Entry(**values),),
        notes=(*notes, *fields.notes, *tag_notes),
        trace=tuple(sorted(trace, key=lambda line: line.line)),
    )


def _markup(body: str, header: FrontMatter, *, is_html: bool) -> str:
    """Return a body as HTML that is not safe yet, the end of its excerpt marked."""
    marker = next((i.value for i in header.items if normal(i.key) == "excerptseparator"), None)
    if isinstance(marker, str) and marker.strip():
        body = body.replace(marker, "\n\n<!--more-->\n\n", 1)
    if is_html:
        return body
    markup = pyromark.html(body, options=_OPTIONS)
    for written, wanted in _FOR_FEEDS:
        markup = markup.replace(written, wanted)
    return markup


def _take_from_body(
    markup: str, header: FrontMatter, values: dict[str, Any], trace: list[Trace]
) -> bool:
    """Take content, excerpt and, where the header has no title, the headline from a body.

    Return whether the body has the headline.
    """
    content = safe_html(markup).strip()
    heading = _headline(content, values.get("title"))
    if heading:
        begin, end, title = heading
        content = f"{content[:begin]}{content[end:]}".strip()
        role = OMITTED if "title" in values else "title"
        values.setdefault("title", title)
        why = "the headline again" if role == OMITTED else "first heading"
        trace.append(Trace(line=_line_of(header, title), role=role, text=title, why=why, entry=0))
    line = header.body_line + len(header.body) - len(header.body.lstrip("\n"))
    excerpt = None if "summary" in values else _excerpt(markup, values.get("title"))
    if excerpt:
        values["summary"] = excerpt
        why = "until <!--more-->"
        trace.append(Trace(line=line, role="summary", text=excerpt, why=why, entry=0))
    if content:
        values["content"] = content
        text = header.body.lstrip("\n").partition("\n")[0][:_SHOWN]
        trace.append(Trace(line=line, role="content", text=text, why="from here on", entry=0))
    return heading is not None


def _excerpt(markup: str, title: str | None) -> str | None:
    """Return the text before `<!--more-->`, without the headline; None where there is none."""
    end = _MORE.search(markup) if "<!--" in markup else None
    if not end:
        return None
    shown = safe_html(markup[: end.start()])
    heading = _headline(shown, title)
    return plain_text(shown[: heading[0]] + shown[heading[1] :] if heading else shown) or None


def _headline(content: str, title: str | None) -> tuple[int, int, str] | None:
    """Find the heading that is the headline: where it begins and ends, and its text.

    Where there is a title, only one that says the same at the top. Else the first heading
    when the text begins with it, or the first of level 1.
    """
    match = _HEADING.match(content) or (None if title else _FIRST_LEVEL.search(content))
    end = content.find(f"</h{match[1]}>", match.end()) if match else -1
    if not match or end < 0:
        return None
    text = plain_text(content[match.end() : end])
    if not text or (title and text.casefold() != title.casefold()):
        return None
    return match.start(), end + len("</h1>"), text


def _line_of(header: FrontMatter, title: str) -> int:
    """Return the line of a heading; the body's first where its text is spread or marked up."""
    for number, line in enumerate(header.body.split("\n", 200), header.body_line):
        if title in line:
            return number
    return header.body_line


FORMAT: Final = Format(name="Markdown", claims=claims, parse=parse, suffixes=SUFFIXES)


def markdown_for_others(body: str, *, with_headline: bool) -> str | None:
    """Return a Markdown body as text that says what its safe HTML does; None where it cannot.

    HTML is made safe, and its links absolute; Markdown as it was written may hold comments,
    scripts and relative links. `with_headline` says that the body begins with the headline,
    which goes.
    """
    text = _MORE_LINE.sub("", body)
    if with_headline:
        heading = _FIRST_HEADING.match(text)
        if heading is None:
            return None
        text = text[heading.end() :]
    if _NOT_FOR_OTHERS.search(text):
        return None
    return text.strip() or None
