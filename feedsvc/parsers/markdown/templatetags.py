"""Removal of template tags of Liquid, Hugo, Nunjucks and kramdown from a body.

feedsvc runs no templates. Tags are removed, but the text between an opening and a closing tag
stays, except in comments.
"""

import re
from typing import Final

from feedsvc.parsers.source import Note

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
"""The longest tag in characters; a brace that is closed later is text."""


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


class _Scan:
    """A pass over a text, which collects the removed tags with their positions."""

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
        """Return the position of the next closer, cached for all openers before it."""
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
