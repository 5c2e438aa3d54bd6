"""Rules of the bytes: the encoding, and characters that went through a wrong one."""

import re

from feedsvc.validator.examples import Example, document, item
from feedsvc.validator.finding import Severity
from feedsvc.validator.registry import Form, rule
from feedsvc.validator.rules.common import RFC8259, XML
from feedsvc.validator.source import Places, Source

_GOOD = document('<rss version="2.0"><channel><title>News</title></channel></rss>')


_JSON = '{"version": "https://jsonfeed.org/version/1.1", "title": "News", "items": []}'
_LOOKED_AT = 1000
_WIDE = frozenset({"utf-16-le", "utf-16-be"})


_COMMON_ENCODINGS = frozenset(
    "ascii utf-8 utf-16 utf-16-le utf-16-be utf-32 "
    "iso8859-1 iso8859-2 iso8859-7 iso8859-15 cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 "
    "euc_jp shift_jis koi8-r gb18030 gbk big5 euc_kr gb2312".split()
)


_MISREAD = (
    re.compile(b"\xc2[\x80-\x9f]"),  # C1 controls
    # UTF-8 read as ISO-8859-1 or windows-1252 and written as UTF-8 again: letters, quotes
    re.compile(b"\xc3(?:[\x82\x83]\xc2[\x80-\xbf]|\x83(?:\xc5|\xcb|\xe2\x80)|\xa2\xe2\x82\xac)"),
)
"""Searched in the bytes: a pattern that begins with a literal goes through them at once."""


_BAD_REFERENCE = re.compile(r"#(?:1(?:2[89]|[3-5]\d)|[xX]0*[89][0-9A-Fa-f]|65533|[xX]0*FFFD);")
"""Searched without the & before it, which is &amp; in HTML that is escaped."""


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
    bad=document('<?xml version="1.0" encoding="cp037"?><rss version="2.0"/>'),
    good=_GOOD,
)
def obscure_encoding(source: Source) -> Places:
    """An encoding is known to few readers.

    XML obliges readers to know UTF-8 and UTF-16; beyond that many know only the common ones.
    """
    if source.readable and source.codec and source.codec not in _COMMON_ENCODINGS:
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
    if (
        source.readable
        and source.codec
        and not source.codec.startswith(("utf-8", "utf-16", "ascii"))
    ):
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
    elif source.codec in _WIDE and source.declared and not _is_wide(source.declared):
        yield (1, 1), f"the bytes are {source.codec}, the declaration says {source.declared}"
    error = source.decoding_error
    if error is not None:
        before = source.data[: error.start].decode(source.codec or "utf-8", "replace")
        place = source.place(min(len(before.removeprefix("\ufeff")), len(text)))
        byte = source.data[error.start]
        yield place, f"byte 0x{byte:02X} is no part of {source.codec}: {error.reason}"


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
    bad=Example("FF FE 7B 00 22 00 76 00 ...", _JSON.encode("utf-16")),
    good=document(_JSON),
)
def json_encoding(source: Source) -> Places:
    """JSON is in another encoding than UTF-8.

    JSON has no other, and no place to tell one: most readers see no JSON in it.
    """
    if source.bom not in {"", "utf-8"} and _is_json(source):
        yield (1, 1), f"the document is in {source.bom}; JSON has to be UTF-8"


@rule(
    "json-byte-order-mark",
    Severity.WARNING,
    form=Form.SOURCE,
    spec=f"{RFC8259}#section-8.1",
    bad=Example("EF BB BF 7B 22 76 65 72 ...", _JSON.encode("utf-8-sig")),
    good=document(_JSON),
)
def json_byte_order_mark(source: Source) -> Places:
    """JSON begins with a byte-order mark.

    It may not be sent, and readers that do not expect it see no JSON.
    """
    if source.bom == "utf-8" and _is_json(source):
        yield (1, 1), "a byte-order mark stands before the JSON; leave it out"


def _is_json(source: Source) -> bool:
    return source.readable and source.text[:_LOOKED_AT].lstrip()[:1] == "{"


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
    for reference in _BAD_REFERENCE.finditer(text) if "#" in text else ():
        start = reference.start()
        if text.endswith(("&", "&amp;"), max(start - 5, 0), start):
            yield source.place(start), f"&{reference.group(0)} is no character of text"
            break
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
