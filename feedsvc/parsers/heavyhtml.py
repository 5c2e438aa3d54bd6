"""HTML that would take minutes to clean: what it looks like, so that it is not cleaned.

The time of nh3 grows with the square of three things, none of which a story needs: how deep
elements nest, the attributes of a tag, the character references in one piece of text. It
also grows with the number of tags, of which a few bytes of Markdown can make many.
"""

import re
from collections import Counter

DEEPEST = 200
"""How deep elements may nest."""

MOST_REFERENCES = 5_000
"""How many `&` there may be between two tags."""

MOST_TAGS = 150_000
"""How many tags there may be: cleaning each takes some microseconds."""

_FEW_TAGS = 1_000
_SHORT = 20_000
_THOUSAND_ATTRIBUTES = re.compile(r"<[A-Za-z](?:[^<>\s]*+\s++){1000}")
_NESTS = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
# Void elements, and those that the next of their kind ends.
_NEVER_NESTS = frozenset(
    (
        *("area", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta"),
        *("option", "p", "param", "source", "tbody", "td", "tfoot", "th", "thead", "tr"),
        *("track", "wbr"),
    )
)


def is_heavy(markup: str) -> bool:
    """Tell whether HTML would take too long to clean; what is short never does."""
    tags = markup.count("<")
    if tags > MOST_TAGS or (tags > _FEW_TAGS and _is_deep(markup)):
        return True
    if len(markup) < _SHORT:
        return False
    return bool(_THOUSAND_ATTRIBUTES.search(markup)) or (
        markup.count("&") > MOST_REFERENCES
        and any(text.count("&") > MOST_REFERENCES for text in markup.split("<"))
    )


def _is_deep(markup: str) -> bool:
    """Tell whether more than `DEEPEST` elements are open at once, by a count of tags."""
    opened: Counter[str] = Counter()
    depth = 0
    for match in _NESTS.finditer(markup):
        name = match[2].lower()
        if name in _NEVER_NESTS:
            continue
        if not match[1]:
            opened[name] += 1
            depth += 1
            if depth > DEEPEST:
                return True
        elif opened[name]:
            opened[name] -= 1
            depth -= 1
    return False
