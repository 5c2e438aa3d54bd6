"""Rules for the encoding of a document, and for text that was decoded wrongly earlier."""

import re

from feedsvc.validator.examples import Example, document, item
from feedsvc.validator.finding import Severity
from feedsvc.validator.registry import Form, rule
from feedsvc.validator.rules.common import RFC8259, XML
from feedsvc.validator.source import Source, SourceFaults

_GOOD = document('<rss version="2.0"><channel><title>News</title></channel></rss>')
_JSON = '{"version": "https://jsonfeed.org/version/1.1", "title": "News", "items": []}'
_START = 1000
_WIDE = frozenset({"utf-16-le", "utf-16-be"})

_COMMON_ENCODINGS = frozenset(
    "ascii utf-8 utf-16 utf-16-le utf-16-be utf-32 "
    "iso8859-1 iso8859-2 iso8859-7 iso8859-15 cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 "
    "euc_jp shift_jis koi8-r gb18030 gbk big5 euc_kr gb2312".split()
)

_MISREAD = (
    (b"\xc2", re.compile(b"\xc2[\x80-\x9f]")),  # C1 controls
    # UTF-8 decoded as ISO-8859-1 or windows-1252 and encoded as UTF-8 again: letters, quotes
    (
        b"\xc3",
        re.compile(
            b"\xc3(?:[\x82\x83]\xc2[\x80-\xbf]|\x83(?:\xc5|\xcb|\xe2\x80)|\xa2\xe2\x82\xac)"
        ),
    ),
)
"""Patterns of bytes after the byte that they begin with: few documents contain it."""

_BAD_REFERENCE = re.compile(r"#(?:1(?:2[89]|[3-5]\d)|[xX]0*[89][0-9A-Fa-f]|65533|[xX]0*FFFD);")
"""Without the ampersand before it, which is &amp; in escaped HTML."""


@rule(
    "unknown-encoding",
    Severity.ERROR,
    form=Form.SOURCE,
    spec=f"{XML}#charencoding",
    bad=document('<?xml version="1.0" encoding="x-harbour"?><rss version="2.0"/>'),
    good=_GOOD,
)
def unknown_encoding(source: Source) -> SourceFaults:
    """The XML declaration names an unknown encoding.

    A feed reader that does not know the encoding cannot read the document at all. Use UTF-8, and
    declare it.
    """
    if source.readable and not source.codec:
        yield (1, 1), f"unknown encoding {source.declared!r}; use UTF-8"


@rule(
    "obscure-encoding",
    Severity.WARNING,
    form=Form.SOURCE,
    spec=f"{XML}#charencoding",
    bad=document('<?xml version="1.0" encoding="cp037"?><rss version="2.0"/>'),
    good=_GOOD,
)
def obscure_encoding(source: Source) -> SourceFaults:
    """The encoding is one that few feed readers support.

    XML parsers must support UTF-8 and UTF-16; many support only a few common encodings besides
    those. Use UTF-8.
    """
    if source.readable and source.codec and source.codec not in _COMMON_ENCODINGS:
        yield (1, 1), f"few feed readers support {source.declared or source.codec}; use UTF-8"


@rule(
    "nonstd-encoding",
    Severity.INFO,
    form=Form.SOURCE,
    spec=f"{XML}#charencoding",
    bad=document('<?xml version="1.0" encoding="iso-8859-1"?><rss version="2.0"/>'),
    good=_GOOD,
)
def nonstandard_encoding(source: Source) -> SourceFaults:
    """The encoding is neither UTF-8 nor UTF-16.

    These two are the only encodings that every XML parser must support. Use UTF-8.
    """
    if (
        source.readable
        and source.codec
        and not source.codec.startswith(("utf-8", "utf-16", "ascii"))
    ):
        yield (1, 1), f"XML parsers need not support {source.declared or source.codec}; use UTF-8"


@rule(
    "unicode-error",
    Severity.ERROR,
    form=Form.SOURCE,
    spec=f"{XML}#charencoding",
    bad=document(b"<rss version='2.0'><channel><title>Caf\xe9</title></channel></rss>"),
    good=document('<rss version="2.0"><channel><title>Café</title></channel></rss>'),
)
def undecodable(source: Source) -> SourceFaults:
    """The document contains bytes that are invalid in its encoding.

    XML parsers must stop here, and most feed readers show nothing of the feed. Write the whole
    document in one encoding, preferably UTF-8, and declare it.
    """
    if not source.readable:
        return
    text = source.text
    if source.bom and source.declared and not _agree(source):
        message = (
            f"the byte order mark is {source.bom}'s, but the declaration says {source.declared}"
        )
        yield (1, 1), message
    elif source.codec in _WIDE and source.declared and not _is_wide(source.declared):
        message = f"the document is in {source.codec}, but the declaration says {source.declared}"
        yield (1, 1), message
    error = source.decoding_error
    if error is not None:
        before = source.data[: error.start].decode(source.codec or "utf-8", "replace")
        place = source.position(min(len(before.removeprefix("\ufeff")), len(text)))
        byte = source.data[error.start]
        yield place, f"byte 0x{byte:02X} is invalid in {source.codec}: {error.reason}"


def _agree(source: Source) -> bool:
    declared = source.declared.lower().replace("_", "-")
    return declared.startswith(source.bom) or (source.bom == "utf-16" and _is_wide(declared))


def _is_wide(declared: str) -> bool:
    return "16" in declared or "ucs-2" in declared.lower().replace("_", "-")


@rule(
    "json-encoding",
    Severity.ERROR,
    form=Form.SOURCE,
    spec=f"{RFC8259}#section-8.1",
    bad=Example(lambda: ("FF FE 7B 00 22 00 76 00 ...", _JSON.encode("utf-16"))),
    good=document(_JSON),
)
def json_encoding(source: Source) -> SourceFaults:
    """A JSON document is not in UTF-8.

    JSON has no way to declare an encoding, so parsers expect UTF-8 and fail. Encode the document in
    UTF-8.
    """
    if source.bom not in {"", "utf-8"} and _is_json(source):
        yield (1, 1), f"the document is in {source.bom}; JSON must be in UTF-8"


@rule(
    "json-byte-order-mark",
    Severity.WARNING,
    form=Form.SOURCE,
    spec=f"{RFC8259}#section-8.1",
    bad=Example(lambda: ("EF BB BF 7B 22 76 65 72 ...", _JSON.encode("utf-8-sig"))),
    good=document(_JSON),
)
def json_byte_order_mark(source: Source) -> SourceFaults:
    """A JSON document begins with a byte order mark.

    RFC 8259 forbids it, and many parsers report a syntax error. Remove the mark.
    """
    if source.bom == "utf-8" and _is_json(source):
        yield (1, 1), "the document begins with a byte order mark; remove it"


def _is_json(source: Source) -> bool:
    return source.readable and source.text[:_START].lstrip()[:1] == "{"


@rule(
    "bad-characters",
    Severity.WARNING,
    form=Form.SOURCE,
    once=True,
    spec=f"{XML}#charsets",
    bad=item("<title>The harbour&#146;s crane</title>"),
    good=item("<title>The harbour&#8217;s crane</title>"),
)
def bad_characters(source: Source) -> SourceFaults:
    """Text was decoded with the wrong encoding before the feed was written.

    Readers see garbage such as Ã© for é, or boxes and U+FFFD in place of quotation marks and
    dashes. Decode the source text with its real encoding, usually UTF-8 or windows-1252.
    """
    if not source.readable or source.decoding_error is not None:
        return
    text = source.text
    for reference in _BAD_REFERENCE.finditer(text) if "#" in text else ():
        start = reference.start()
        if text.endswith(("&", "&amp;"), max(start - 5, 0), start):
            message = f"&{reference.group(0)} is not a text character; decode the source correctly"
            yield source.position(start), message
            break
    if text.isascii():
        return
    if "\ufffd" in text:
        message = "U+FFFD replaces a character that was lost in decoding; restore it"
        yield source.position(text.index("\ufffd")), message
    body = source.data if source.codec == "utf-8" and not source.bom else text.encode()
    for first, pattern in _MISREAD:
        if first in body and (found := pattern.search(body)):
            shown = found.group(0).decode("utf-8", "replace").encode("unicode_escape").decode()
            place = source.position(len(body[: found.start()].decode("utf-8", "replace")))
            yield place, f"{shown} is the result of wrong decoding; decode the source correctly"
            return


@rule(
    "missing-encoding",
    Severity.INFO,
    form=Form.SOURCE,
    spec=f"{XML}#charencoding",
    bad=document('<rss version="2.0"><channel><title>Café</title></channel></rss>'),
    good=document(
        '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel><title>Café</title>'
        "</channel></rss>"
    ),
)
def undeclared_encoding(source: Source) -> SourceFaults:
    """The document has non-ASCII characters but does not declare its encoding.

    XML parsers assume UTF-8, but some programs guess or use an encoding from elsewhere, such as an
    HTTP header. Begin the document with an XML declaration.
    """
    if source.root is None or source.declared or source.bom or source.text.isascii():
        return
    yield (1, 1), 'encoding is not declared; begin with <?xml version="1.0" encoding="utf-8"?>'
