"""Rules for the raw document: whether it is well-formed XML, entities, size and compression."""

import html.entities
import re

from feedsvc.validator.examples import document, item, repeating
from feedsvc.validator.finding import Severity
from feedsvc.validator.registry import Form, rule
from feedsvc.validator.rules.common import XML, XMLNS
from feedsvc.validator.source import Source, SourceFaults

_GOOD = document('<rss version="2.0"><channel><title>News</title></channel></rss>')
_UNDECLARED, _BLANK_LINE, _UNBOUND_PREFIX = 26, 64, 201
"""Error codes of libxml2."""

_SYSTEM = re.compile(r"\s+(?:%\s+)?\S+\s+SYSTEM\s")
_LONGEST_NAME = 200
_ENTITY = re.compile(r"Entity '([^']+)'")
_CHARACTER = r"(?:PCDATA invalid Char value (?P<number>\d+)|Invalid character: Char 0x(?P<hex>\w+))"
_EXPLANATIONS = (
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
    (r"attributes construct error", "whitespace is missing before an attribute"),
    (r"error parsing attribute name", "an attribute's name is expected here"),
    (r"Sequence '\]\]>' not allowed", "unescaped ]]> in text; write ]]&gt;"),
    (r"Unregistered error message", "a CDATA section is not closed by ]]>"),
    (
        r"Namespace prefix (\S+) (?:for \S+ )?on (\S+) is not defined",
        r"the prefix \1 on \2 is not declared",
    ),
    (r"Comment not terminated", "a comment is not closed by -->"),
    (r"Double hyphen within comment", "a comment contains --, which XML does not allow"),
    (r"XML declaration allowed only", "<?xml is not at the very beginning of the document"),
    (r"Extra content at the end", "content follows the end of the root element"),
    (r"Excessive depth in document: (\d+)", r"elements are nested more than \1 levels deep"),
    (r"Name too long", "a name is longer than feed readers accept"),
    (r"Resource limit exceeded", "a piece of text is longer than feed readers accept"),
    (
        r"Maximum entity amplification",
        "the entities in the DOCTYPE expand to many times the document's size",
    ),
)


@rule(
    "document-too-large",
    Severity.ERROR,
    form=Form.SOURCE,
    spec="https://www.rssboard.org/rss-profile",
    bad=repeating("<rss>", " ", 10_485_760, "</rss>"),
    good=_GOOD,
)
def too_large(source: Source) -> SourceFaults:
    """The document is larger than the limit.

    Feed readers give up on feeds of many megabytes, and every poll downloads all of it. Publish
    fewer entries, and move older ones to an archive.
    """
    if source.too_large:
        yield None, f"the document has {len(source.data):,} bytes; the limit is {source.limit:,}"


@rule(
    "document-too-dense",
    Severity.ERROR,
    form=Form.SOURCE,
    spec="https://www.rssboard.org/rss-profile",
    bad=repeating("<rss version='2.0'><channel>", "<item/>", 400_000, "</channel></rss>"),
    good=_GOOD,
)
def too_dense(source: Source) -> SourceFaults:
    """The document has so many elements that parsing it takes too much memory.

    Even an element as short as <a/> takes a few hundred bytes of memory. The validator uses at most
    six times the size of the document, or 40 MB if that is more. Beyond that, it ignores the rest
    of an XML document; a JSON document or an endless DOCTYPE is not checked at all. Publish fewer
    entries.
    """
    if not source.too_dense:
        return
    if source.cut is None:
        yield None, "the document takes too much memory to parse; nothing was checked"
    else:
        message = "the document takes too much memory to parse; nothing after this was checked"
        yield source.position(source.cut.offset), message


@rule(
    "compressed-body",
    Severity.ERROR,
    form=Form.SOURCE,
    spec="https://www.rfc-editor.org/rfc/rfc9110#section-8.4",
    bad=document(b"\x1f\x8b\x08\x00\x00\x00\x00\x00"),
    good=_GOOD,
)
def compressed(source: Source) -> SourceFaults:
    """The document is a gzip file.

    A compressed response needs the header Content-Encoding: gzip; without it, feed readers see
    binary data. Send the header, or send the document uncompressed.
    """
    if source.compressed:
        yield (1, 1), "the document is gzip data; decompress it, or send Content-Encoding: gzip"


@rule(
    "undefined-named-entity",
    Severity.ERROR,
    form=Form.SOURCE,
    spec=f"{XML}#sec-references",
    bad=item("<title>Fish&nbsp;market</title>"),
    good=item("<title>Fish&#160;market</title>"),
)
def named_entity(source: Source) -> SourceFaults:
    """An HTML entity is used in XML.

    XML defines only amp, lt, gt, quot and apos. A parser must stop at an entity that is not
    defined, so feed readers show nothing. Write the character itself or its number.
    """
    if source.error is None or source.error_code != _UNDECLARED:
        return
    found = _ENTITY.search(source.error.msg or "")
    name = found.group(1) if found else ""
    if name in html.entities.name2codepoint:
        number = html.entities.name2codepoint[name]
        yield _error_place(source), f"&{name}; is not defined in XML; write &#{number};"


@rule(
    "wp-blank-line",
    Severity.ERROR,
    form=Form.SOURCE,
    spec=f"{XML}#sec-prolog-dtd",
    bad=document('\n<?xml version="1.0"?><rss version="2.0"/>'),
    good=document('<?xml version="1.0"?><rss version="2.0"/>'),
)
def blank_line(source: Source) -> SourceFaults:
    """Whitespace precedes the XML declaration.

    The declaration is allowed only at the very start, so the whole feed is unreadable. Often a
    plug-in or template outputs a blank line first; remove that line.
    """
    if source.readable and source.text[:1].isspace() and source.text.lstrip()[:5] == "<?xml":
        yield (1, 1), "whitespace before <?xml; the document must begin with the XML declaration"


@rule(
    "missing-namespace",
    Severity.ERROR,
    form=Form.SOURCE,
    spec=f"{XMLNS}#ns-qualnames",
    bad=document('<rss version="2.0"><channel><dc:date>2024-11-16</dc:date></channel></rss>'),
    good=item("<dc:date>2024-11-16</dc:date>"),
)
def unbound_prefix(source: Source) -> SourceFaults:
    """A namespace prefix is not declared.

    XML parsers must stop here, so feed readers show nothing. Declare the prefix with xmlns on the
    root element.
    """
    if source.error is not None and source.error_code == _UNBOUND_PREFIX:
        message = _explained(source.error.msg or "")
        yield _error_place(source), f"{message}; declare it with xmlns"


@rule(
    "not-well-formed",
    Severity.ERROR,
    form=Form.SOURCE,
    spec=f"{XML}#sec-well-formed",
    bad=document("<rss version='2.0'><channel><title>Fish & chips</title></channel></rss>"),
    good=document("<rss version='2.0'><channel><title>Fish &amp; chips</title></channel></rss>"),
)
def not_well_formed(source: Source) -> SourceFaults:
    """The document is not well-formed XML.

    XML parsers must stop at the first such error, and most feed readers then show nothing. Generate
    feeds with an XML library, which escapes text and closes elements.
    """
    if source.blank:
        yield None, "the document is empty"
        return
    error = source.error
    if error is None or any(True for _ in named_entity.check(source)):
        return
    if source.error_code == _UNBOUND_PREFIX:
        return
    if source.error_code == _BLANK_LINE and any(True for _ in blank_line.check(source)):
        return
    if source.text.lstrip()[:1] != "<":
        message = (
            f"the document is neither XML nor JSON; it begins with {source.text.lstrip()[:20]!r}"
        )
        yield (1, 1), message
        return
    yield _error_place(source), _explained(error.msg or "")


def _error_place(source: Source) -> tuple[int, int]:
    line, column = source.error.position if source.error is not None else (0, 0)
    return line or 1, column or 1


@rule(
    "bad-xml-version",
    Severity.ERROR,
    form=Form.SOURCE,
    spec=f"{XML}#sec-prolog-dtd",
    bad=document('<?xml version="1.1"?><rss version="2.0"/>'),
    good=document('<?xml version="1.0"?><rss version="2.0"/>'),
)
def xml_version(source: Source) -> SourceFaults:
    """The XML version is not 1.0.

    Many feed readers support only XML 1.0 and reject other versions. Declare version 1.0.
    """
    if source.version not in {"", "1.0"}:
        yield (1, 1), f"the XML version is {source.version!r}; write 1.0"


@rule(
    "contains-system-entity",
    Severity.INFO,
    form=Form.SOURCE,
    spec=f"{XML}#sec-external-ent",
    bad=document(
        '<!DOCTYPE rss [<!ENTITY note SYSTEM "note.txt">]><rss version="2.0"><channel/></rss>'
    ),
    good=_GOOD,
)
def system_entity(source: Source) -> SourceFaults:
    """The DOCTYPE declares an external entity.

    Feed readers do not load external entities, because these could expose files on the computer
    they run on. Write the text in the document instead.
    """
    declarations = source.doctype.split("<!ENTITY")[1:] if source.readable else []
    if any(_SYSTEM.match(text[:_LONGEST_NAME]) for text in declarations):
        place = source.position(source.text.index("<!DOCTYPE"))
        yield place, "feed readers do not load external entities; write the text in the document"


def _explained(message: str) -> str:
    """Explain an error message of libxml2 in plain words; return an unknown one unchanged."""
    message = re.sub(r", line \d+, column \d+$", "", message).strip()
    if found := re.match(_CHARACTER, message):
        code = int(found["number"]) if found["number"] else int(found["hex"], 16)
        return f"XML does not allow the character U+{code:04X}"
    for pattern, explanation in _EXPLANATIONS:
        if found := re.match(pattern, message):
            return found.expand(explanation)
    return message or "not well-formed"
