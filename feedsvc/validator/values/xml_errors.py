"""Explanations of libxml2's messages about documents that are not well-formed."""

import re

_CHARACTER = r"(?:PCDATA invalid Char value (?P<number>\d+)|Invalid character: Char 0x(?P<hex>\w+))"
_EXPLANATIONS = tuple(
    (re.compile(pattern), explanation)
    for pattern, explanation in (
        (r"xmlParseEntityRef: no name", "unescaped &; write &amp;"),
        (
            r"EntityRef: expecting ';'",
            "a reference has no closing semicolon; write &amp; for a plain &",
        ),
        (r"xmlParseCharRef: invalid xmlChar value 0", "&# is not followed by a character's number"),
        (
            r"xmlParseCharRef: invalid xmlChar value (\d+)",
            r"XML does not allow the character &#\1;",
        ),
        (
            r"invalid character in attribute value",
            "this attribute contains a character that XML does not allow",
        ),
        (
            r"StartTag: invalid element name",
            "no element name follows <; write &lt; for a plain <",
        ),
        (
            r"Opening and ending tag mismatch: (\S+) line (\d+) and (\S+)",
            r"</\3> comes before </\1>, the end tag of <\1> in line \2",
        ),
        (
            r"Premature end of data in tag (\S+) line (\d+)",
            r"the document ends before <\1> in line \2 is closed",
        ),
        (r"Couldn't find end of Start Tag (\S+)", r"the tag <\1 is not closed by >"),
        (r"expected '>'", "a tag is not closed by >"),
        (r"AttValue: ' expected", "an attribute's value has no closing quote"),
        (r"AttValue: \" or ' expected", "an attribute's value is not in quotes"),
        (r"Specification mandates value for attribute (\S+)", r"the attribute \1 has no value"),
        (r"Attribute (\S+) redefined", r"the tag has the attribute \1 twice"),
        (r"Unescaped '<' not allowed", "unescaped < in an attribute; write &lt;"),
        (r"attributes construct error", "white space is missing before an attribute"),
        (r"error parsing attribute name", "an attribute's name is expected here"),
        (r"Sequence '\]\]>' not allowed", "unescaped ]]> in text; write ]]&gt;"),
        (r"Unregistered error message", "a CDATA section is not closed by ]]>"),
        (r"Comment not terminated", "a comment is not closed by -->"),
        (r"Double hyphen within comment", "a comment contains --, which XML does not allow"),
        (r"XML declaration allowed only", "<?xml is not at the very beginning of the document"),
        (r"Extra content at the end", "content follows the end of the root element"),
        (r"Excessive depth in document: (\d+)", r"elements are nested more than \1 levels deep"),
        (r"Name too long", "a name is longer than feed readers accept"),
        (r"Resource limit exceeded", "a text is longer than feed readers accept"),
        (
            r"Maximum entity amplification",
            "the entities in its DOCTYPE expand to many times the document's size",
        ),
    )
)


def explain(message: str) -> str:
    """Return a one-line explanation of a message; an unknown message is returned as it is."""
    message = re.sub(r", line \d+, column \d+$", "", message).strip()
    if found := re.match(_CHARACTER, message):
        code = int(found["number"]) if found["number"] else int(found["hex"], 16)
        return f"XML does not allow the character U+{code:04X}"
    for pattern, explanation in _EXPLANATIONS:
        if found := pattern.match(message):
            return found.expand(explanation)
    return message or "not well-formed"
