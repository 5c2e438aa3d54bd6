"""HTML of stories: sanitizing it, and converting it to and from plain text."""

import html as entities
import re
from collections import Counter
from collections.abc import Iterable

import nh3

# The elements of a news story. No forms, frames and styles: feed readers remove them and
# validators warn about them. No classes: a page that shows the story may style them.
PHRASES = (
    *("a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "i", "ins"),
    *("kbd", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong"),
    *("sub", "sup", "time", "tt", "u", "var", "wbr"),
)
BLOCKS = (
    *("address", "article", "aside", "blockquote", "br", "caption", "center", "col"),
    *("colgroup", "dd", "details", "div", "dl", "dt", "figcaption", "figure", "footer"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "li", "main", "nav", "ol"),
    *("p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr"),
    "ul",
)
MEDIA = ("audio", "img", "picture", "source", "track", "video")
ATTRIBUTES = {
    "*": {"dir", "id", "lang", "title"},
    "a": {"href", "hreflang", "rel"},
    "audio": {"controls", "loop", "muted", "preload", "src"},
    "blockquote": {"cite"},
    "col": {"align", "span"},
    "colgroup": {"align", "span"},
    "data": {"value"},
    "del": {"cite", "datetime"},
    "details": {"open"},
    "img": {"alt", "height", "loading", "sizes", "src", "srcset", "width"},
    "ins": {"cite", "datetime"},
    "li": {"value"},
    "ol": {"reversed", "start", "type"},
    "q": {"cite"},
    "source": {"height", "media", "sizes", "src", "srcset", "type", "width"},
    "td": {"align", "colspan", "headers", "rowspan"},
    "th": {"abbr", "align", "colspan", "headers", "rowspan", "scope"},
    "time": {"datetime"},
    "track": {"default", "kind", "label", "src", "srclang"},
    "video": {"controls", "height", "loop", "muted", "poster", "preload", "src", "width"},
}
SCHEMES = {"http", "https", "mailto", "tel"}
DROPPED_WHOLE = {
    *("applet", "embed", "iframe", "math", "noembed", "noframes", "object", "script"),
    *("select", "style", "svg", "template", "textarea", "title", "xmp"),
}

_TAG = re.compile(r"<[^<>]*>")
NOT_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r"))
_FOREIGN_CANDIDATE = re.compile(r"(?:^|[\s,])(?!https?:)[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_CLEANER = nh3.Cleaner(
    tags={*PHRASES, *BLOCKS, *MEDIA},
    attributes=ATTRIBUTES,
    clean_content_tags=DROPPED_WHOLE,
    url_schemes=SCHEMES,
    link_rel=None,
)
_TO_TEXT = nh3.Cleaner(tags=set(BLOCKS), attributes={}, clean_content_tags=DROPPED_WHOLE)

MAX_DEPTH = 200
"""How deeply elements may be nested."""

MAX_REFERENCES = 5_000
"""The most `&` between two tags."""

MAX_TAGS = 150_000
"""The most tags; cleaning each takes a few microseconds."""

_FEW_TAGS = 1_000
_SHORT = 20_000
_THOUSAND_ATTRIBUTES = re.compile(r"<[A-Za-z](?:[^<>\s]*+\s++){1000}")
_NESTS = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
# Void elements, and those that end where the next of their kind begins.
_NEVER_NESTS = frozenset(
    (
        *("area", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta"),
        *("option", "p", "param", "source", "tbody", "td", "tfoot", "th", "thead", "tr"),
        *("track", "wbr"),
    )
)


def safe_html(markup: str) -> str:
    """Return sanitized HTML, without scripts, event handlers and URLs outside `SCHEMES`.

    Every element is closed. Characters that XML 1.0 does not allow are removed. Markup that
    would take too long to sanitize is reduced to its text.
    """
    if is_heavy(markup):
        return paragraphs_html([plain_text(markup)])
    try:
        safe = _clean(markup)
    except UnicodeEncodeError:  # A lone surrogate, which JSON can contain.
        safe = _clean(xml_text(markup))
    # Removing control characters turns `java\x01script:` into another scheme: clean it again.
    return safe if is_xml(safe) else _clean(xml_text(safe))


def plain_text(markup: str) -> str:
    """Return the text of HTML in one line, with spaces between blocks and at line breaks."""
    if "<" not in markup and "&" not in markup:
        return " ".join(xml_text(markup).split())
    blocks = markup if is_heavy(markup) else _TO_TEXT.clean(xml_text(markup))
    text = entities.unescape(_TAG.sub(" ", blocks))
    return " ".join(xml_text(text).split())


def paragraphs_html(paragraphs: Iterable[str]) -> str:
    """Return plain paragraphs as HTML, one `<p>` per line."""
    return "\n".join(f"<p>{entities.escape(text, quote=False)}</p>" for text in paragraphs)


def xml_text(text: str) -> str:
    """Return text without the characters that XML 1.0 does not allow (section 2.2)."""
    return text if is_xml(text) else NOT_XML.sub("", text)


def is_xml(text: str) -> bool:
    """Return whether XML allows all characters of a text, twenty times faster than `NOT_XML`."""
    if "\n" not in text and text.isprintable():
        return True
    try:
        raw = text.encode()
    except UnicodeEncodeError:
        return False
    return len(raw.translate(None, _CONTROLS)) == len(raw) and not (
        "\ufffe" in text or "\uffff" in text
    )


def is_heavy(markup: str) -> bool:
    """Return whether HTML would take too long to sanitize."""
    tags = markup.count("<")
    if tags > MAX_TAGS or (tags > _FEW_TAGS and _is_deep(markup)):
        return True
    if len(markup) < _SHORT:
        return False
    return bool(_THOUSAND_ATTRIBUTES.search(markup)) or (
        markup.count("&") > MAX_REFERENCES
        and any(text.count("&") > MAX_REFERENCES for text in markup.split("<"))
    )


def _clean(markup: str) -> str:
    safe = _CLEANER.clean(markup)
    return _WITH_SRCSET.clean(markup) if "srcset" in safe else safe


def _without_foreign_candidates(_tag: str, name: str, value: str) -> str | None:
    """Remove a `srcset` with a scheme other than HTTP and HTTPS, which nh3 does not check."""
    return None if name == "srcset" and _FOREIGN_CANDIDATE.search(value) else value


def _is_deep(markup: str) -> bool:
    """Return whether more than `MAX_DEPTH` elements are open at once, by counting tags."""
    opened: Counter[str] = Counter()
    depth = 0
    for match in _NESTS.finditer(markup):
        name = match[2].lower()
        if name in _NEVER_NESTS:
            continue
        if not match[1]:
            opened[name] += 1
            depth += 1
            if depth > MAX_DEPTH:
                return True
        elif opened[name]:
            opened[name] -= 1
            depth -= 1
    return False


# The filter runs for each attribute, which makes cleaning ten times slower.
_WITH_SRCSET = nh3.Cleaner(
    tags={*PHRASES, *BLOCKS, *MEDIA},
    attributes=ATTRIBUTES,
    attribute_filter=_without_foreign_candidates,
    clean_content_tags=DROPPED_WHOLE,
    url_schemes=SCHEMES,
    link_rel=None,
)
