"""Markdown, and HTML with front matter, as Jekyll, Hugo, Pelican and Eleventy read them.

`feedsvc.parsers.frontmatter.fields` lists the keys of the front matter, and what the name of a
file can say: a day, a slug, a language. feedsvc runs no templates: tags of Liquid, Hugo, Nunjucks
and kramdown are removed, but the text between an opening and a closing tag stays, except in
comments.
"""

import re
from posixpath import basename, splitext
from typing import Final

import pyromark

from feedsvc.parsers.draft import Draft, finish
from feedsvc.parsers.frontmatter import FrontMatter, has_front_matter, read_front_matter
from feedsvc.parsers.frontmatter.fields import fill_from_name, normalize_key, read_fields
from feedsvc.parsers.reading.html import plain_text, safe_html
from feedsvc.parsers.reading.text import decode
from feedsvc.parsers.source import OMITTED, Note, Parsed, Source

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
_FOR_FEEDS: Final = {
    ' disabled=""': (
        ('<input disabled="" type="checkbox" checked=""/>', "☑ "),
        ('<input disabled="" type="checkbox"/>', "☐ "),
    ),
    '"footnote-': (
        ('<div class="footnote-definition" id="', '<div id="note-'),
        ('<sup class="footnote-reference"><a href="#', '<sup><a href="#note-'),
    ),
    '"text-align': (
        (' style="text-align: left"', ' align="left"'),
        (' style="text-align: center"', ' align="center"'),
        (' style="text-align: right"', ' align="right"'),
    ),
}
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

_OPENER: Final = re.compile(r"\{%|\{\{[<%]?|\{#(?=\s)|\{:")
_CLOSERS: Final = {"{%": "%}", "{{<": ">}}", "{{%": "%}}", "{{": "}}", "{#": "#}", "{:": "}"}
_NAME: Final = re.compile(r"[\s~:-]*(/?\s*[\w.-]+)")
# What Liquid prints for a literal: `{{ "/a.jpg" | relative_url }}` is /a.jpg.
_LITERAL: Final = re.compile(r"""-?\s*(["'])(?P<text>[^"']*)\1\s*(?:\||-?$)""")
_VARIABLE: Final = re.compile(r"-?\s*(?:site|page|post|layout|include|jekyll)\.")
_ATTRIBUTE_LIST: Final = re.compile(r"[^{}\n]*")
_EMPTY_LINK: Final = re.compile(r"(?<!!)\[([^\[\]\n]*)\]\(\s*\)")
_HIDDEN: Final = {
    "{%": re.compile(r"\{%-?\s*endcomment\s*-?%\}"),
    "{{<": re.compile(r"\{\{<\s*/\s*comment\s*>\}\}"),
    "{{%": re.compile(r"\{\{%\s*/\s*comment\s*%\}\}"),
    "{:": re.compile(r"\{:/(?:comment)?\}"),
}
_RAW_END: Final = re.compile(r"\{%-?\s*endraw\s*-?%\}")
_MAX_NAMED: Final = 3

MAX_TAG: Final = 2000
"""The longest tag in characters; an opening brace that is closed farther on is text."""


def claims(source: Source) -> bool:
    """Return whether a file has a Markdown suffix or begins with front matter."""
    return splitext(source.name)[1].lower() in SUFFIXES or has_front_matter(source.data)


def parse(source: Source) -> Parsed:
    """Return the entry of a Markdown file, or of an HTML file with front matter.

    Hugo's list pages (`_index.md`) yield a note but no entry. Raises StoryError if the file
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


def portable_markdown(body: str, *, has_headline: bool) -> str | None:
    """Return a body as Markdown that is safe to publish; None if it is not safe as written.

    An entry's HTML is sanitized and its links are absolute. Markdown is not changed, so it
    must not contain raw HTML, comments or relative links. With `has_headline`, the first
    heading is omitted.
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


def without_template_tags(text: str, first_line: int) -> tuple[str, tuple[Note, ...]]:
    """Return a body without template tags, and a note that names the removed tags.

    `first_line` is the line of the body in its file. Escaped shortcodes of Hugo and Liquid's
    `raw` blocks become plain text.
    """
    if "{" not in text:
        return text, ()
    scan = _Scan(text)
    plain = scan.run()
    if not scan.removed:
        return plain, ()
    names = list(dict.fromkeys(name for name, _ in scan.removed))
    more = f" and {len(names) - _MAX_NAMED} more kinds" if len(names) > _MAX_NAMED else ""
    line = first_line + text.count("\n", 0, scan.removed[0][1])
    message = f"template tags removed: {', '.join(names[:_MAX_NAMED])}{more}"
    return _EMPTY_LINK.sub(r"\1", plain), (Note(message=message, line=line),)


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
    for sign, replacements in _FOR_FEEDS.items():
        if sign in markup:
            for old, new in replacements:
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
    body = header.body.lstrip("\n")
    line = header.body_line + len(header.body) - len(body)
    if "summary" not in draft.values:
        excerpt = _excerpt(markup, draft.values.get("title"))
        draft.fill("summary", excerpt, line, "text before <!--more-->")
    if content:
        draft.values["content"] = content
        draft.record(line, "content", body.partition("\n")[0], "from this line on")
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


class _Scan:
    """A pass over a text that removes the tags and records their positions."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.removed: list[tuple[str, int]] = []
        self.raw_ends = True
        self.closers: dict[str, int] = {}

    def run(self) -> str:
        """Return the text without tags."""
        parts, position = [], 0
        while match := _OPENER.search(self.text, position):
            parts.append(self.text[position : match.start()])
            replacement, position = self.tag(match[0], match.start())
            parts.append(replacement)
        return "".join([*parts, self.text[position:]])

    def tag(self, opener: str, start: int) -> tuple[str, int]:
        """Return the replacement of a tag, and the position after it."""
        begin, closer = start + len(opener), _CLOSERS[opener]
        end = self.next(closer, begin)
        if end > begin + MAX_TAG:
            return opener, begin
        inner, after = self.text[begin:end], end + len(closer)
        if opener == "{:" and not self.is_attribute_list(start, inner, after):
            return opener, begin
        if opener == "{{":
            return self.printed(start, inner, after)
        if opener.startswith("{{") and inner.startswith("/*") and inner.endswith("*/"):
            return f"{opener}{inner[2:-2]}{closer}", after
        name = _NAME.match(inner)
        word = name[1] if name and opener != "{#" else "..."
        self.removed.append((f"{opener} {word} {closer}", start))
        return self.paired(opener, word, after)

    def next(self, closer: str, begin: int) -> int:
        """Return the position of the next closer; cached for the openers before it."""
        if self.closers.get(closer, -1) < begin:
            found = self.text.find(closer, begin)
            self.closers[closer] = found if found >= 0 else len(self.text) + MAX_TAG
        return self.closers[closer]

    def paired(self, opener: str, word: str, after: int) -> tuple[str, int]:
        """Return the replacement of an opening tag: the text of a raw block, else nothing.

        The position returned is after the raw block or the comment.
        """
        if word == "comment" and opener in _HIDDEN:
            # A comment without an end hides everything after it, as in the site builders.
            hidden = _HIDDEN[opener].search(self.text, after)
            return "", hidden.end() if hidden else len(self.text)
        raw = _RAW_END.search(self.text, after) if word == "raw" and self.raw_ends else None
        self.raw_ends = self.raw_ends and (word != "raw" or raw is not None)
        return (self.text[after : raw.start()], raw.end()) if raw else ("", after)

    def printed(self, start: int, inner: str, after: int) -> tuple[str, int]:
        """Return the replacement of `{{ ... }}`: a literal, nothing for a variable, else itself."""
        literal = _LITERAL.match(inner)
        if not literal and not _VARIABLE.match(inner):
            return "{{", start + 2
        self.removed.append((f"{{{{ {inner.strip(' -')[:30]} }}}}", start))
        return literal["text"] if literal else "", after

    def is_attribute_list(self, start: int, inner: str, after: int) -> bool:
        """Return whether this is kramdown's `{: .note}`, rather than code such as `{:a => 1}`.

        An attribute list has a line of its own or follows a span.
        """
        if not _ATTRIBUTE_LIST.fullmatch(inner):
            return False
        if inner.startswith((":", "/")):  # {::comment} and {:/comment}
            return True
        line = self.text[max(0, start - 100) : start].rpartition("\n")[2]
        alone = not line.strip() and self.text[after : after + 1] in ("", "\n")
        return alone or line.endswith((")", "]", "*", "_", ">"))
