"""Template tags in a body: Liquid's, Hugo's, Nunjucks's and kramdown's, taken out of the text.

feedsvc runs no templates. The tag goes and the text between an opening and a closing tag
stays, but for comments, which were never meant to be read.
"""

import re
from typing import Final

from feedsvc.parsers.source import Note

_OPENER: Final = re.compile(r"\{%|\{\{[<%]?|\{#(?=\s)|\{:")
_CLOSERS: Final = {"{%": "%}", "{{<": ">}}", "{{%": "%}}", "{{": "}}", "{#": "#}", "{:": "}"}
_NAME: Final = re.compile(r"[\s~:-]*(/?\s*[\w.-]+)")
# What Liquid prints that the text alone tells: `{{ "/a.jpg" | relative_url }}` is /a.jpg.
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
_NAMED: Final = 3

LONGEST_TAG: Final = 2000
"""The longest tag, in characters; a brace that is closed no sooner is text."""


def without_template_tags(text: str, first_line: int) -> tuple[str, tuple[Note, ...]]:
    """Return a body without template tags, and a note that names those that went.

    `first_line` is the body's line in its file. Escaped shortcodes of Hugo and Liquid's
    `raw` blocks come out as the text that they stand for.
    """
    if "{" not in text:
        return text, ()
    scan = _Scan(text)
    kept = scan.run()
    if not scan.dropped:
        return kept, ()
    names = list(dict.fromkeys(name for name, _ in scan.dropped))
    more = f" and {len(names) - _NAMED} more kinds" if len(names) > _NAMED else ""
    line = first_line + text.count("\n", 0, scan.dropped[0][1])
    message = f"template tags are left out: {', '.join(names[:_NAMED])}{more}"
    return _EMPTY_LINK.sub(r"\1", kept), (Note(message=message, line=line),)


class _Scan:
    """One pass over a text from the left, and the tags that it dropped with their places."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.dropped: list[tuple[str, int]] = []
        self.raw_ends = True
        self.closers: dict[str, int] = {}

    def run(self) -> str:
        """Return the text that stays."""
        parts, position = [], 0
        while match := _OPENER.search(self.text, position):
            parts.append(self.text[position : match.start()])
            stays, position = self.tag(match[0], match.start())
            parts.append(stays)
        return "".join([*parts, self.text[position:]])

    def tag(self, opener: str, start: int) -> tuple[str, int]:
        """Return what stays of a tag, and the place where it ends."""
        begin, closer = start + len(opener), _CLOSERS[opener]
        end = self.next(closer, begin)
        if end > begin + LONGEST_TAG:
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
        self.dropped.append((f"{opener} {word} {closer}", start))
        return self.paired(opener, word, after)

    def next(self, closer: str, begin: int) -> int:
        """Return where a closer stands next; found once, it serves all openers before it."""
        if self.closers.get(closer, -1) < begin:
            found = self.text.find(closer, begin)
            self.closers[closer] = found if found >= 0 else len(self.text) + LONGEST_TAG
        return self.closers[closer]

    def paired(self, opener: str, word: str, after: int) -> tuple[str, int]:
        """Return what stays behind an opening tag: a raw block as it is, nothing of a comment."""
        if word == "comment" and opener in _HIDDEN:
            # A comment that is never closed hides all that follows, as it does when built.
            hidden = _HIDDEN[opener].search(self.text, after)
            return "", hidden.end() if hidden else len(self.text)
        raw = _RAW_END.search(self.text, after) if word == "raw" and self.raw_ends else None
        self.raw_ends = self.raw_ends and (word != "raw" or raw is not None)
        return (self.text[after : raw.start()], raw.end()) if raw else ("", after)

    def printed(self, start: int, inner: str, after: int) -> tuple[str, int]:
        """Return what `{{ ... }}` prints, as far as the text tells; else it is plain text."""
        literal = _LITERAL.match(inner)
        if not literal and not _VARIABLE.match(inner):
            return "{{", start + 2
        self.dropped.append((f"{{{{ {inner.strip(' -')[:30]} }}}}", start))
        return literal["text"] if literal else "", after

    def is_attribute_list(self, start: int, inner: str, after: int) -> bool:
        """Tell kramdown's `{: .note}` from Ruby's `{:a => 1}`: it has a line, or follows a span."""
        if not _ATTRIBUTE_LIST.fullmatch(inner):
            return False
        if inner.startswith((":", "/")):  # {::comment} and {:/comment}
            return True
        line = self.text[max(0, start - 100) : start].rpartition("\n")[2]
        alone = not line.strip() and self.text[after : after + 1] in ("", "\n")
        return alone or line.endswith((")", "]", "*", "_", ">"))
