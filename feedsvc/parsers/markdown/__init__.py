"""Markdown, and HTML with front matter, as Jekyll, Hugo, Pelican and Eleventy read them.

`feedsvc.parsers.frontmatter.fields` lists the keys of the front matter, and what the name of a
file can say: a day, a slug, a language.
"""

import re
from posixpath import basename, splitext
from typing import Final

import pyromark

from feedsvc.parsers.draft import Draft, finish
from feedsvc.parsers.frontmatter.fields import fill_from_name, normalize_key, read_fields
from feedsvc.parsers.frontmatter.header import FrontMatter, has_front_matter, read_front_matter
from feedsvc.parsers.markdown.templatetags import without_template_tags
from feedsvc.parsers.reading.html import plain_text, safe_html
from feedsvc.parsers.reading.text import decode
from feedsvc.parsers.source import OMITTED, Format, Note, Parsed, Source

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
# Feeds have no form fields and no styles, and a bare number is a poor id for a footnote.
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
_MORE_LINE: Final = re.compile(r"(?<![ \t])[ \t]*<!--[ \t]*more[ \t]*-->[ \t]*\n?", re.IGNORECASE)
_HEADING: Final = re.compile(r"<h([1-6])(?: [^<>]*)?>")
_TOP_HEADING: Final = re.compile(r"<h(1)(?: [^<>]*)?>")
_HEADING_LINE: Final = re.compile(r"\s*#{1,6}[ \t][^\n]*\n*")
_INLINE_MARKUP: Final = re.compile(r"\*\*|__|`|\]\(")
# Raw HTML and comments, but not URLs in angle brackets; link definitions, which may be
# comments too; links that are relative or whose scheme is not HTTP, HTTPS or mailto.
_NOT_PORTABLE: Final = re.compile(
    r"<(?!https?://|mailto:)[A-Za-z!/?]|^ {0,3}\[[^\]\n]+\]:|\]\(\s*<?(?!https?://|mailto:)",
    re.MULTILINE | re.IGNORECASE,
)
_LIST_PAGE: Final = re.compile(r"_index(?:\.[a-z]{2,3}(?:-[A-Za-z]{2,4})?)?")
_TRACE_LENGTH: Final = 80


def claims(source: Source) -> bool:
    """Return whether a file has a Markdown suffix or begins with front matter."""
    return splitext(source.name)[1].lower() in SUFFIXES or has_front_matter(source.data)


def parse(source: Source) -> Parsed:
    """Return the entry of a Markdown file, or of an HTML file with front matter.

    Hugo's list pages (`_index.md`) have no entry, only a note. Raises StoryError if the file
    is not text or its front matter is invalid.
    """
    text, notes = decode(source)
    path, suffix = splitext(source.name)
    if _LIST_PAGE.fullmatch(basename(path)):
        note = Note(message="file omitted: _index is a list page, not a story")
        return Parsed(entries=(), notes=(*notes, note))
    header = read_front_matter(source.name, text)
    draft = read_fields(source, header)
    fill_from_name(draft, source.name)
    body, tag_notes = without_template_tags(header.body, header.body_line)
    draft.notes += tag_notes
    is_html = suffix.lower() in HTML_SUFFIXES
    has_headline = _fill_from_body(draft, header, _markup(body, header, is_html=is_html))
    if source.options.markdown and not is_html:
        draft.values["markdown"] = portable_markdown(body, has_headline=has_headline)
    summary = draft.values.get("summary") or ""
    if _INLINE_MARKUP.search(summary):
        draft.values["summary"] = plain_text(pyromark.html(summary))
    return finish([draft], notes)


FORMAT: Final = Format(name="Markdown", claims=claims, parse=parse, suffixes=SUFFIXES)


def portable_markdown(body: str, *, has_headline: bool) -> str | None:
    """Return a body as Markdown that is safe to publish; None if only its HTML is.

    HTML is sanitized and its links are made absolute; Markdown may contain comments, scripts
    and relative links. With `has_headline`, the first heading is omitted.
    """
    text = _MORE_LINE.sub("", body)
    if has_headline:
        heading = _HEADING_LINE.match(text)
        if heading is None:
            return None
        text = text[heading.end() :]
    if _NOT_PORTABLE.search(text):
        return None
    return text.strip() or None


def _markup(body: str, header: FrontMatter, *, is_html: bool) -> str:
    """Return a body as unsanitized HTML, with `<!--more-->` at the end of its excerpt."""
    separator = next(
        (item.value for item in header.items if normalize_key(item.key) == "excerptseparator"), None
    )
    if isinstance(separator, str) and separator.strip():
        body = body.replace(separator, "\n\n<!--more-->\n\n", 1)
    if is_html:
        return body
    markup = pyromark.html(body, options=_OPTIONS)
    for old, new in _FOR_FEEDS:
        markup = markup.replace(old, new)
    return markup


def _fill_from_body(draft: Draft, header: FrontMatter, markup: str) -> bool:
    """Fill the content, and the title and summary if the header has none.

    Return whether the body contains the headline.
    """
    content = safe_html(markup).strip()
    heading = _headline(content, draft.values.get("title"))
    if heading:
        start, end, title = heading
        content = f"{content[:start]}{content[end:]}".strip()
        repeated = "title" in draft.values
        draft.fill("title", title)
        role, why = (OMITTED, "repeats the title") if repeated else ("title", "first heading")
        draft.record(_line_of(header, title), role, title, why)
    line = header.body_line + len(header.body) - len(header.body.lstrip("\n"))
    if "summary" not in draft.values:
        excerpt = _excerpt(markup, draft.values.get("title"))
        draft.fill("summary", excerpt, line, "text before <!--more-->")
    if content:
        draft.values["content"] = content
        text = header.body.lstrip("\n").partition("\n")[0][:_TRACE_LENGTH]
        draft.record(line, "content", text, "from this line on")
    return heading is not None


def _excerpt(markup: str, title: str | None) -> str | None:
    """Return the text before `<!--more-->` without the headline; None if there is no marker."""
    end = _MORE.search(markup) if "<!--" in markup else None
    if not end:
        return None
    excerpt = safe_html(markup[: end.start()])
    heading = _headline(excerpt, title)
    if heading:
        excerpt = excerpt[: heading[0]] + excerpt[heading[1] :]
    return plain_text(excerpt) or None


def _headline(content: str, title: str | None) -> tuple[int, int, str] | None:
    """Return start, end and text of the heading that is the headline.

    With a title, that is a heading at the top with the same text. Without one, it is the
    heading that the text begins with, or the first of level 1.
    """
    match = _HEADING.match(content) or (None if title else _TOP_HEADING.search(content))
    end = content.find(f"</h{match[1]}>", match.end()) if match else -1
    if not match or end < 0:
        return None
    text = plain_text(content[match.end() : end])
    if not text or (title and text.casefold() != title.casefold()):
        return None
    return match.start(), end + len("</h1>"), text


def _line_of(header: FrontMatter, title: str) -> int:
    """Return the line of a heading; the body's first line if the text is not found in one."""
    for number, line in enumerate(header.body.split("\n", 200), header.body_line):
        if title in line:
            return number
    return header.body_line
