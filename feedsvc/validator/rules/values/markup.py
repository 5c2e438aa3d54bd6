"""Rules for HTML in feeds, except in RSS 0.91, where descriptions are plain text."""

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
    """Content contains an element that feed readers remove for security.

    Scripts, forms and the like can be used to attack readers. Feed readers remove the element, and
    some drop the whole entry. Remove it, and link to the page instead.
    """
    risky = html.faults(value).risky_element if "<" in value else ""
    return f"contains {risky}, which feed readers remove" if risky else None


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
    """Content contains an attribute that feed readers remove: a script or an unknown attribute.

    Feed readers allow only attributes they know to be safe, so this one has no effect. Remove it.
    """
    risky = html.faults(value).risky_attribute if "<" in value else ""
    return f"contains the attribute {risky}, which feed readers remove" if risky else None


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
    """A style could cover the interface of a feed reader or load external content.

    Feed readers remove such styles. Remove the style, and make sure that the content reads well
    without it.
    """
    style = html.faults(value).style if "<" in value else ""
    return f"contains the style {style!r}, which feed readers remove" if style else None


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
    """Content is not valid HTML.

    Each feed reader repairs it in its own way, and an unclosed element can swallow the next item.
    Close and nest elements correctly.
    """
    fault = html.faults(value).not_html if "<" in value else ""
    return f"is not valid HTML: {fault}" if fault else None


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
    """Content contains a relative URL, which has no base in RSS or JSON Feed.

    Images do not load, and links lead to the website of the feed reader. Write URLs in full.
    """
    relative = html.faults(value).relative if "<" in value else ""
    return f"contains the relative URL {relative!r}; write it in full" if relative else None


HTML_WITHOUT_BASE = (safe_elements, safe_attributes, safe_style, valid_html, absolute_references)
"""HTML in RSS and in JSON Feed."""
