"""Rules of the bytes: whether they are XML at all, entities, sizes."""

import html.entities
import re

from feedsvc.validator.examples import document, item
from feedsvc.validator.finding import Severity
from feedsvc.validator.registry import Form, rule
from feedsvc.validator.rules.common import XML, XMLNS
from feedsvc.validator.source import Places, Source
from feedsvc.validator.values import syntax

_GOOD = document('<rss version="2.0"><channel><title>News</title></channel></rss>')


_UNDECLARED, _BLANK_LINE, _UNBOUND_PREFIX = 26, 64, 201
"""Codes of libxml2's errors."""


_SYSTEM = re.compile(r"\s+(?:%\s+)?\S+\s+SYSTEM\s")
_LONGEST_NAME = 200
_ENTITY = re.compile(r"Entity '([^']+)'")


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
    "document-too-dense",
    Severity.ERROR,
    form=Form.SOURCE,
    spec="https://www.rssboard.org/rss-profile",
    bad=document(f"<rss version='2.0'><channel>{'<item/>' * 400_000}</channel></rss>"),
    good=_GOOD,
)
def too_dense(source: Source) -> Places:
    """A document is made of so many small pieces that a reader needs many times its size for it.

    An element takes a few hundred bytes of memory, be it as short as `<a/>`. No more is read
    than finds room in 6 times the document's size, or in 40 MB where that is more: what comes
    after it is not checked, and of JSON and of a DOCTYPE without end nothing is.
    """
    if not source.too_dense:
        return
    if source.cut is None:
        yield None, "what it holds takes more memory than any feed needs; nothing was checked"
    else:
        what = "only what stands before this place was checked"
        yield source.place(source.cut.offset), f"it has more elements than find room; {what}"


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
    if source.error is None or source.error_code != _UNDECLARED:
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
    "missing-namespace",
    Severity.ERROR,
    form=Form.SOURCE,
    spec=f"{XMLNS}#ns-qualnames",
    bad=document('<rss version="2.0"><channel><dc:date>2024-11-16</dc:date></channel></rss>'),
    good=item("<dc:date>2024-11-16</dc:date>"),
)
def unbound_prefix(source: Source) -> Places:
    """A prefix is used and stands for no namespace.

    Readers have to stop there: nobody can tell whose word it is.
    """
    if source.error is not None and source.error_code == _UNBOUND_PREFIX:
        message = syntax.fault(source.error.msg or "")
        yield _error_place(source), f"{message}: declare it with xmlns"


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
    if source.error_code == _UNBOUND_PREFIX:
        return
    if source.error_code == _BLANK_LINE and any(True for _ in blank_line.check(source)):
        return
    if source.text.lstrip()[:1] != "<":
        yield (1, 1), f"this is neither XML nor JSON: it begins with {source.text.lstrip()[:20]!r}"
        return
    yield _error_place(source), syntax.fault(error.msg or "")


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
    declarations = source.doctype.split("<!ENTITY")[1:] if source.readable else []
    if any(_SYSTEM.match(text[:_LONGEST_NAME]) for text in declarations):
        place = source.place(source.text.index("<!DOCTYPE"))
        yield place, "an external entity is declared; no reader loads it"
