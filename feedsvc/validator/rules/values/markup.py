"""Rules of values: HTML in feeds, but for RSS 0.91, whose descriptions are plain text."""

from feedsvc.validator.examples import item
from feedsvc.validator.finding import Severity
from feedsvc.validator.registry import Form, rule
from feedsvc.validator.rules.common import PROFILE, RFC4287
from feedsvc.validator.values import html

HTML = "https://html.spec.whatwg.org/multipage"
_GOOD = item("<description>&lt;p&gt;The crane &lt;em&gt;stays&lt;/em&gt;.&lt;/p&gt;</description>")


@rule(
    "security-risk",
    Severity.WARNING,
    form=Form.VALUE,
    unless="rss 0.91",
    spec=f"{RFC4287}#section-8.1",
    bad=item("<description>&lt;script&gt;alert(1)&lt;/script&gt;</description>"),
    good=_GOOD,
)
def safe_elements(value: str) -> str | None:
    """Content has an element that readers strip, for it could attack whoever reads.

    What it was to show is lost, and some readers drop the entry.
    """
    risky = html.faults(value).risky_element if "<" in value else ""
    return f"holds {risky}, which readers strip" if risky else None


@rule(
    "security-risk-attr",
    Severity.WARNING,
    form=Form.VALUE,
    unless="rss 0.91",
    spec=f"{RFC4287}#section-8.1",
    bad=item("<description>&lt;p onclick='go()'&gt;The crane stays.&lt;/p&gt;</description>"),
    good=_GOOD,
)
def safe_attributes(value: str) -> str | None:
    """Content has an attribute that readers strip: a script, or one that HTML does not know.

    What it was to do does not happen.
    """
    risky = html.faults(value).risky_attribute if "<" in value else ""
    return f"holds the attribute {risky}, which readers strip" if risky else None


@rule(
    "dangerous-style-attr",
    Severity.WARNING,
    form=Form.VALUE,
    unless="rss 0.91",
    spec=f"{RFC4287}#section-8.1",
    bad=item("<description>&lt;p style='position: absolute'&gt;Crane&lt;/p&gt;</description>"),
    good=item("<description>&lt;p style='color: red'&gt;Crane&lt;/p&gt;</description>"),
)
def safe_style(value: str) -> str | None:
    """A style could cover the reader's own page, or load something.

    Readers strip it, so the content should be good to read without.
    """
    style = html.faults(value).style if "<" in value else ""
    return f"holds the style {style!r}, which readers strip" if style else None


@rule(
    "not-html",
    Severity.WARNING,
    form=Form.VALUE,
    unless="rss 0.91",
    spec=f"{HTML}/syntax.html",
    bad=item("<description>&lt;p&gt;The &lt;b&gt;crane stays.&lt;/p&gt;</description>"),
    good=_GOOD,
)
def valid_html(value: str) -> str | None:
    """Content is not correct HTML.

    Every reader mends it in its own way; an unclosed element can swallow the next story.
    """
    fault = html.faults(value).not_html if "<" in value else ""
    return f"is not correct HTML: {fault}" if fault else None


@rule(
    "contains-rel-ref",
    Severity.WARNING,
    form=Form.VALUE,
    unless="rss 0.91",
    spec=f"{PROFILE}#data-types-url",
    bad=item("<description>&lt;img src='/crane.jpg' alt=''&gt;</description>"),
    good=item("<description>&lt;img src='https://news.example/crane.jpg' alt=''&gt;</description>"),
)
def absolute_references(value: str) -> str | None:
    """Content has a relative reference, and RSS has no base for it.

    Images stay empty and links lead to the reader's own site.
    """
    relative = html.faults(value).relative if "<" in value else ""
    return f"holds the relative reference {relative!r}" if relative else None


SAFE_HTML = (safe_elements, safe_attributes, safe_style, valid_html)
"""HTML whose relative references have a base, as in Atom."""

HTML_WITHOUT_BASE = (*SAFE_HTML, absolute_references)
"""HTML in RSS and in JSON Feed."""
