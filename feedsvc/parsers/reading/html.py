"""HTML of stories: made safe, made plain text, and made from plain text."""

import html as entities
import re
from collections import Counter
from collections.abc import Iterable

import nh3

# What a news story is made of. No form, frame or style: readers drop them and validators
# warn of them. No class: it would meet the style sheet of the page that shows the story.
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
_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r"))
_FOREIGN_CANDIDATE = re.compile(r"(?:^|[\s,])(?!https?:)[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def safe_html(markup: str) -> str:
    """Return HTML with nothing in it that acts: no script, event handler or foreign scheme.

    Every element is closed. Characters that XML 1.0 cannot hold are dropped. Markup that
    would take too long to clean keeps its text and loses its tags.
    """
    if is_heavy(markup):
        return paragraphs_html([plain_text(markup)])
    cleaner = _WITH_SRCSET if "srcset" in markup.lower() else _CLEANER
    try:
        safe = cleaner.clean(markup)
    except UnicodeEncodeError:  # Half a character, which JSON can write.
        safe = cleaner.clean(xml_text(markup))
    # Without its control characters, `java\x01script:` is another scheme: clean it again.
    return safe if _is_xml(safe) else cleaner.clean(xml_text(safe))


def plain_text(markup: str) -> str:
    """Return the text of HTML in one line, with a space where a block or a line ends."""
    if "<" not in markup and "&" not in markup:
        return " ".join(xml_text(markup).split())
    blocks = markup if is_heavy(markup) else _TO_TEXT.clean(xml_text(markup))
    text = entities.unescape(_TAG.sub(" ", blocks))
    return " ".join(xml_text(text).split())


def paragraphs_html(paragraphs: Iterable[str]) -> str:
    """Return plain paragraphs as HTML, one `<p>` a line."""
    return "\n".join(f"<p>{entities.escape(text, quote=False)}</p>" for text in paragraphs)


def xml_text(text: str) -> str:
    """Return text without the characters that XML 1.0 cannot hold (section 2.2)."""
    return text if _is_xml(text) else _NOT_XML.sub("", text)


def _is_xml(text: str) -> bool:
    """Tell whether XML can hold a text, in a twentieth of the time that a pattern takes."""
    if text.isprintable():
        return True
    try:
        raw = text.encode()
    except UnicodeEncodeError:
        return False
    return len(raw.translate(None, _CONTROLS)) == len(raw) and not (
        "\ufffe" in text or "\uffff" in text
    )


def _without_foreign_candidates(_tag: str, name: str, value: str) -> str | None:
    """Drop a srcset with a scheme that a picture cannot have; nh3 does not look into it."""
    return None if name == "srcset" and _FOREIGN_CANDIDATE.search(value) else value


_CLEANER = nh3.Cleaner(
    tags={*PHRASES, *BLOCKS, *MEDIA},
    attributes=ATTRIBUTES,
    clean_content_tags=DROPPED_WHOLE,
    url_schemes=SCHEMES,
    link_rel=None,
)
# The filter is called for each attribute, at ten times the cost of the rest.
_WITH_SRCSET = nh3.Cleaner(
    tags={*PHRASES, *BLOCKS, *MEDIA},
    attributes=ATTRIBUTES,
    attribute_filter=_without_foreign_candidates,
    clean_content_tags=DROPPED_WHOLE,
    url_schemes=SCHEMES,
    link_rel=None,
)
_TO_TEXT = nh3.Cleaner(tags=set(BLOCKS), attributes={}, clean_content_tags=DROPPED_WHOLE)


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
