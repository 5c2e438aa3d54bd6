"""Rules of the bytes: encoding, XML itself, entities, characters."""

import html.entities
import re
from collections.abc import Iterator

from feedsvc.validator.examples import document, item
from feedsvc.validator.finding import Severity
from feedsvc.validator.registry import Form, rule
from feedsvc.validator.source import Source

XML = "https://www.w3.org/TR/xml/"
_GOOD = document('<rss version="2.0"><channel><title>News</title></channel></rss>')
_COMMON_ENCODINGS = frozenset(
    """
    ascii utf-8 utf-16 utf-16-le utf-16-be iso8859-1 iso8859-2 iso8859-7 iso8859-15 cp1250 cp1251
    cp1252 cp1253 cp1254 cp1255 cp1256 euc_jp shift_jis koi8-r gb18030 gbk big5 euc_kr gb2312
    """.split()
)
_UNDECLARED, _BLANK_LINE = 26, 64
_ENTITY = re.compile(r"Entity '([^']+)'")
_MISREAD = (
    re.compile(b"\xc2[\x80-\x9f]"),  # C1 controls
    # UTF-8 read as ISO-8859-1 or windows-1252 and written as UTF-8 again: letters, quotes
    re.compile(b"\xc3(?:[\x82\x83]\xc2[\x80-\xbf]|\x83(?:\xc5|\xcb|\xe2\x80)|\xa2\xe2\x82\xac)"),
)
"""Searched in the bytes: a pattern that begins with a literal goes through them at once."""

_BAD_REFERENCE = re.compile(r"&#(?:1(?:2[89]|[3-5]\d)|[xX]0*[89][0-9A-Fa-f]|65533|[xX]0*FFFD);")

Places = Iterator[tuple[tuple[int, int] | None, str]]


@rule(
    "document-too-large",
    Severity.ERROR,
    form=Form.SOURCE,
    spec="https://www.rssboard.org/rss-profile",
    bad=document("<rss>" + " " * 10_485_760 + "</rss>"),
    good=_GOOD,
)
def too_large(source: Source) -> Places:
    """A document is larger than the limit.

    Readers give up on a feed of many megabytes, and every poll fetches all of it.
    """
    if source.too_large:
        yield None, f"{len(source.data):,} bytes are more than the limit of {source.limit:,}"


@rule(
    "compressed-body",
    Severity.ERROR,
    form=Form.SOURCE,
    spec="https://www.rfc-editor.org/rfc/rfc9110#section-8.4",
    bad=document(b"\x1f\x8b\x08\x00\x00\x00\x00\x00"),
    good=_GOOD,
)
def compressed(source: Source) -> Places:
    """A document is a gzip file, not a feed.

    A body that is compressed has to be sent with Content-Encoding: gzip, else readers see noise.
    """
    if source.compressed:
        yield (1, 1), "this is gzip: decompress it, or send it with Content-Encoding: gzip"


@rule(
    "unknown-encoding",
    Severity.ERROR,
    form=Form.SOURCE,
    spec=f"{XML}#charencoding",
    bad=document('<?xml version="1.0" encoding="x-harbour"?><rss version="2.0"/>'),
    good=_GOOD,
)
def unknown_encoding(source: Source) -> Places:
    """The XML declaration names an encoding that does not exist.

    A reader that does not know the encoding has to refuse the document.
    """
    if source.readable and not source.codec:
        yield (1, 1), f"the encoding {source.declared!r} is unknown; use UTF-8"


@rule(
    "obscure-encoding",
    Severity.WARNING,
    form=Form.SOURCE,
    spec=f"{XML}#charencoding",
    bad=document('<?xml version="1.0" encoding="cp037"?><rss version="2.0"/>'.encode()),
    good=_GOOD,
)
def obscure_encoding(source: Source) -> Places:
    """An encoding is known to few readers.

    XML obliges readers to know UTF-8 and UTF-16; beyond that many know only the common ones.
    """
    if source.readable and source.codec and source.codec not in _COMMON_ENCODINGS | {"utf-32"}:
        yield (1, 1), f"few readers know the encoding {source.declared or source.codec}; use UTF-8"


@rule(
    "nonstd-encoding",
    Severity.INFO,
    form=Form.SOURCE,
    spec=f"{XML}#charencoding",
    bad=document('<?xml version="1.0" encoding="iso-8859-1"?><rss version="2.0"/>'),
    good=_GOOD,
)
def other_encoding(source: Source) -> Places:
    """An encoding is one that readers need not know.

    XML obliges readers to know UTF-8 and UTF-16 alone.
    """
    if source.readable and source.codec and not source.codec.startswith(("utf-8", "utf-16", "ascii")):
        yield (1, 1), f"readers need not know {source.declared or source.codec}; use UTF-8"


@rule(
    "unicode-error",
    Severity.ERROR,
    form=Form.SOURCE,
    spec=f"{XML}#charencoding",
    bad=document(b"<rss version='2.0'><channel><title>Caf\xe9</title></channel></rss>"),
    good=document('<rss version="2.0"><channel><title>Café</title></channel></rss>'),
)
def undecodable(source: Source) -> Places:
    """A byte is not part of the encoding that the document is said to be in.

    XML makes this fatal: most readers show nothing of the feed.
    """
    if not source.readable:
        return
    text = source.text
    if source.bom and source.declared and not _agree(source):
        message = f"the byte-order mark says {source.bom}, the declaration {source.declared}"
        yield (1, 1), message
    error = source.decoding_error
    if error is not None:
        before = source.data[: error.start].decode(source.codec or "utf-8", "replace")
        place = source.place(min(len(before.removeprefix("\ufeff")), len(text)))
        byte = source.data[error.start]
        yield place, f"byte 0x{byte:02X} is no part of {source.codec}: {error.reason}"


def _agree(source: Source) -> bool:
    declared = source.declared.lower().replace("_", "-")
    return declared.startswith(source.bom) or (source.bom == "utf-16" and "ucs-2" in declared)


@rule(
    "undefined-named-entity",
    Severity.ERROR,
    form=Form.SOURCE,
    spec=f"{XML}#sec-references",
    bad=item("<title>Fish&nbsp;market</title>"),
    good=item("<title>Fish&#160;market</title>"),
)
def named_entity(source: Source) -> Places:
    """A named entity of HTML stands in XML.

    XML knows only amp, lt, gt, quot and apos; anything else stops the reader at that place.
    """
    if source.error is None or source.error.code != _UNDECLARED:
        return
    found = _ENTITY.search(source.error.msg or "")
    name = found.group(1) if found else ""
    if name in html.entities.name2codepoint:
        number = html.entities.name2codepoint[name]
        yield _error_place(source), f"&{name}; is not known in XML; write &#{number};"


@rule(
    "wp-blank-line",
    Severity.ERROR,
    form=Form.SOURCE,
    spec=f"{XML}#sec-prolog-dtd",
    bad=document('\n<?xml version="1.0"?><rss version="2.0"/>'),
    good=document('<?xml version="1.0"?><rss version="2.0"/>'),
)
def blank_line(source: Source) -> Places:
    """White space stands before the XML declaration.

    The declaration counts only at the very start; a plug-in or template that prints a
    blank line first makes the whole feed unreadable.
    """
    if source.readable and source.text[:1].isspace() and source.text.lstrip()[:5] == "<?xml":
        yield (1, 1), "nothing may stand before <?xml, not even a blank line"


@rule(
    "not-well-formed",
    Severity.ERROR,
    form=Form.SOURCE,
    spec=f"{XML}#sec-well-formed",
    bad=document("<rss version='2.0'><channel><title>Fish & chips</title></channel></rss>"),
    good=document("<rss version='2.0'><channel><title>Fish &amp; chips</title></channel></rss>"),
)
def not_well_formed(source: Source) -> Places:
    """The document is not well-formed XML.

    Readers have to stop at the first such fault, and most show nothing at all.
    """
    if not source.data.strip():
        yield None, "the document is empty"
        return
    error = source.error
    if error is None or any(True for _ in named_entity.check(source)):
        return
    if error.code == _BLANK_LINE and any(True for _ in blank_line.check(source)):
        return
    if source.text.lstrip()[:1] != "<":
        yield (1, 1), f"this is neither XML nor JSON: it begins with {source.text.lstrip()[:20]!r}"
        return
    message = re.sub(r", line \d+, column \d+$", "", error.msg or "not well-formed")
    yield _error_place(source), message


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
def xml_version(source: Source) -> Places:
    """The XML declaration names another version than 1.0.

    Feed readers are made for XML 1.0 and refuse others.
    """
    if source.version not in {"", "1.0"}:
        yield (1, 1), f"the XML version is {source.version!r}, only 1.0 is read everywhere"


@rule(
    "bad-characters",
    Severity.WARNING,
    form=Form.SOURCE,
    once=True,
    spec=f"{XML}#charsets",
    bad=item("<title>The harbour&#146;s crane</title>"),
    good=item("<title>The harbour&#8217;s crane</title>"),
)
def bad_characters(source: Source) -> Places:
    """Characters were decoded wrongly before the feed was made.

    Controls from U+0080 to U+009F are windows-1252 text taken for ISO-8859-1, pairs such as
    Ã© are UTF-8 taken for windows-1252, and U+FFFD is what was lost: readers show rubbish.
    """
    if not source.readable or source.decoding_error is not None:
        return
    text = source.text
    if reference := _BAD_REFERENCE.search(text):
        yield source.place(reference.start()), f"{reference.group(0)} is no character of text"
    if text.isascii():
        return
    if "\ufffd" in text:
        yield source.place(text.index("\ufffd")), "U+FFFD stands for what was lost in decoding"
    body = source.data if source.codec == "utf-8" and not source.bom else text.encode()
    for pattern in _MISREAD:
        if found := pattern.search(body):
            shown = found.group(0).decode("utf-8", "replace").encode("unicode_escape").decode()
            place = source.place(len(body[: found.start()].decode("utf-8", "replace")))
            yield place, f"{shown} is text that was decoded wrongly"
            return


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
def system_entity(source: Source) -> Places:
    """The DOCTYPE declares an external entity.

    Readers do not fetch it, for it could show them files of the machine they run on.
    """
    if source.readable and re.search(r"<!ENTITY[^>]*\sSYSTEM\s", source.doctype):
        place = source.place(source.text.index("<!DOCTYPE"))
        yield place, "an external entity is declared; no reader loads it"


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
def encoding_untold(source: Source) -> Places:
    """The document has characters beyond ASCII and does not tell its encoding.

    UTF-8 is the default, but some readers take the encoding from elsewhere.
    """
    if source.root is None or source.declared or source.bom or source.text.isascii():
        return
    yield (1, 1), 'tell the encoding: <?xml version="1.0" encoding="utf-8"?>'
