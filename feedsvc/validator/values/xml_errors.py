"""What libxml2 says of a document that is not well-formed, in words that tell the cure."""

import re

_CHARACTER = r"(?:PCDATA invalid Char value (?P<number>\d+)|Invalid character: Char 0x(?P<hex>\w+))"
_WORDS = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (r"xmlParseEntityRef: no name", "a bare & stands here; write &amp;"),
        (r"EntityRef: expecting ';'", "no ; ends what begins with &; a bare & is written &amp;"),
        (r"xmlParseCharRef: invalid xmlChar value 0", "what begins with &# names no character"),
        (r"xmlParseCharRef: invalid xmlChar value (\d+)", r"XML cannot hold the character &#\1;"),
        (
            r"invalid character in attribute value",
            "this attribute holds a character that XML cannot hold",
        ),
        (r"StartTag: invalid element name", "this < begins no element; write &lt; for the sign"),
        (
            r"Opening and ending tag mismatch: (\S+) line (\d+) and (\S+)",
            r"</\3> stands where </\1> is due, which ends the <\1> of line \2",
        ),
        (
            r"Premature end of data in tag (\S+) line (\d+)",
            r"the document ends before the <\1> of line \2 does",
        ),
        (r"Couldn't find end of Start Tag (\S+)", r"no > ends the tag <\1"),
        (r"expected '>'", "no > ends the tag"),
        (r"AttValue: ' expected", "no quote ends the value of an attribute"),
        (r"AttValue: \" or ' expected", "the value of an attribute stands in no quotes"),
        (r"Specification mandates value for attribute (\S+)", r"the attribute \1 has no value"),
        (r"Attribute (\S+) redefined", r"the attribute \1 stands twice in one tag"),
        (r"Unescaped '<' not allowed", "a bare < stands in an attribute; write &lt;"),
        (r"attributes construct error", "no white space stands before this attribute"),
        (r"error parsing attribute name", "what stands here is no name of an attribute"),
        (r"Sequence '\]\]>' not allowed", "a bare ]]> stands in text; write ]]&gt;"),
        (r"Unregistered error message", "no ]]> ends a CDATA section"),
        (r"Comment not terminated", "no --> ends a comment"),
        (r"Double hyphen within comment", "-- stands within a comment, where it may not"),
        (r"XML declaration allowed only", "<?xml stands elsewhere than at the very beginning"),
        (r"Extra content at the end", "something stands behind the end of the document's element"),
        (r"Excessive depth in document: (\d+)", r"elements are nested more than \1 deep"),
        (r"Name too long", "a name is longer than any that readers take"),
        (r"Resource limit exceeded", "a text is longer than any that readers take"),
        (
            r"Maximum entity amplification",
            "the entities of its DOCTYPE stand for many times the document's size",
        ),
    )
)


def explain(message: str) -> str:
    """Give one line for a message of libxml2; one that is not known stays as it is."""
    message = re.sub(r", line \d+, column \d+$", "", message).strip()
    if found := re.match(_CHARACTER, message):
        code = int(found["number"]) if found["number"] else int(found["hex"], 16)
        return f"the character U+{code:04X} stands here, which XML cannot hold"
    for pattern, words in _WORDS:
        if found := pattern.match(message):
            return found.expand(words)
    return message or "not well-formed"
