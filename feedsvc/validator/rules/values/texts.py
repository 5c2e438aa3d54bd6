"""Rules for plain text, language tags and media types."""

from feedsvc.validator.document import HEX_AMPERSANDS
from feedsvc.validator.examples import channel, entry, item
from feedsvc.validator.finding import Severity
from feedsvc.validator.registry import Form, rule
from feedsvc.validator.rules.common import PROFILE, RFC4287, RFC5646, RSS
from feedsvc.validator.values import text


@rule(
    "not-blank",
    Severity.WARNING,
    form=Form.VALUE,
    spec=f"{RSS}#requiredChannelElements",
    bad=entry("<title> </title>"),
    good=entry("<title>Crane stays</title>"),
)
def not_blank(value: str) -> str | None:
    """An element is empty.

    Feed readers show nothing, or a URL instead. Add the text, or omit the element if it is
    optional.
    """
    return None if value and not value.isspace() else "is empty"


@rule(
    "attr-not-blank",
    Severity.WARNING,
    form=Form.VALUE,
    spec=f"{RFC4287}#section-4.2.7",
    bad=entry('<link rel="" href="https://news.example/1"/>'),
    good=entry('<link rel="related" href="https://news.example/1"/>'),
)
def attribute_not_blank(value: str) -> str | None:
    """An attribute is empty.

    An empty attribute overrides the default that applies if you omit it. Add a value, or omit the
    attribute.
    """
    return None if value and not value.isspace() else "is empty; write a value or omit it"


@rule(
    "contains-html",
    Severity.WARNING,
    form=Form.VALUE,
    spec=f"{PROFILE}#data-types-characterdata",
    bad=item("<title>&lt;b&gt;Crane&lt;/b&gt; stays</title>"),
    good=item("<title>Crane stays</title>"),
)
def plain_text(value: str) -> str | None:
    """Plain text contains markup.

    Some feed readers show the tags, others remove or interpret them. Write the text without markup.
    """
    tag = text.markup(value)
    return f"must be plain text, but contains {tag!r}" if tag else None


@rule(
    "contains-html",
    form=Form.VALUE,
    unless=HEX_AMPERSANDS,
    spec=f"{PROFILE}#data-types-characterdata",
    bad=item("<title>Fish &amp;amp; chips</title>"),
    good=item("<title>The &#x26;amp; entity</title>"),
)
def reference_in_text(value: str) -> str | None:
    """Plain text contains an HTML character reference after the XML was decoded.

    References that are written with `&#x26;` for the ampersand, as the RSS profile recommends, are
    intended and not reported.
    """
    reference = text.entity(value)
    return f"must be plain text, but contains {reference!r} after decoding" if reference else None


@rule(
    "character-data",
    Severity.WARNING,
    form=Form.VALUE,
    spec=f"{PROFILE}#data-types-characterdata",
    bad=item("<title>Crane &lt;/ stays</title>"),
    good=item("<title>Crane stays</title>"),
)
def character_data(value: str) -> str | None:
    """Text contains characters that some feed readers mistake for markup.

    Feed readers that decode the text a second time drop what follows the < sign, or show a strange
    character. Rephrase the text, or write &#x26;lt; for the sign.
    """
    if "<" in value and not text.markup(value):
        at = value.index("<")
        if value[at + 1 : at + 2] in {"/", "!"}:
            return f"contains {value[at : at + 2]!r}, which some feed readers mistake for markup"
    return None


@rule(
    "contains-undeclared-html",
    Severity.WARNING,
    form=Form.VALUE,
    spec=f"{RFC4287}#section-3.1.1.1",
    bad=entry("<title>&lt;b&gt;Crane&lt;/b&gt; stays</title>"),
    good=entry('<title type="html">&lt;b&gt;Crane&lt;/b&gt; stays</title>'),
)
def undeclared_html(value: str) -> str | None:
    """Text declared as plain contains markup.

    Feed readers show the tags. If the text is HTML, write type="html".
    """
    tag = text.markup(value) or text.named_entity(value)
    return f'is declared as plain text, but contains {tag!r}; write type="html"' if tag else None


@rule(
    "invalid-language",
    Severity.ERROR,
    form=Form.VALUE,
    spec=f"{RFC5646}#section-2",
    bad=channel("<language>english</language>"),
    good=channel("<language>en-GB</language>"),
)
def language(value: str) -> str | None:
    """A language tag is not valid under BCP 47.

    Feed readers use it to choose fonts, voices and hyphenation, and directories to sort feeds by
    language. Write a tag such as en or pt-BR.
    """
    fault = text.language_fault(value.strip())
    return f"{value!r} is not a language tag: {fault}" if fault else None


@rule(
    "invalid-language",
    form=Form.VALUE,
    spec="https://www.w3.org/TR/xml/#sec-lang-tag",
    bad=entry('<title xml:lang="english">Crane stays</title>'),
    good=entry('<title xml:lang="">Crane stays</title>'),
)
def xml_language(value: str) -> str | None:
    """A language tag is not valid under BCP 47; an empty xml:lang means an unknown language."""
    fault = text.language_fault(value) if value else ""
    return f"{value!r} is not a language tag: {fault}" if fault else None


@rule(
    "invalid-mime-type",
    Severity.ERROR,
    form=Form.VALUE,
    spec=f"{RFC4287}#section-4.2.7.3",
    bad=entry('<link href="https://news.example/1" type="html"/>'),
    good=entry('<link href="https://news.example/1" type="text/html"/>'),
)
def media_type(value: str) -> str | None:
    """A media type is not of the form type/subtype.

    Feed readers use it to decide what to do with the file. Write a registered type such as
    text/html or audio/mpeg.
    """
    return None if text.is_media_type(value) else f"{value!r} is not a media type such as text/html"


@rule(
    "invalid-mime-attribute",
    Severity.ERROR,
    form=Form.VALUE,
    spec=f"{RSS}#ltenclosuregtSubelementOfLtitemgt",
    bad=item('<enclosure url="https://news.example/1.mp3" length="1" type="mp3"/>'),
    good=item('<enclosure url="https://news.example/1.mp3" length="1" type="audio/mpeg"/>'),
)
def mime_attribute(value: str) -> str | None:
    """A file's media type is not of the form type/subtype.

    Podcast apps use it to decide whether they can play the file. Write a registered type such as
    audio/mpeg or video/mp4.
    """
    if text.is_media_type(value):
        return None
    return f"{value!r} is not a media type such as audio/mpeg"


def longer_than(limit: int, value: str) -> str | None:
    """Return a message if a text has more characters than the limit."""
    return f"has {len(value):,} characters; the limit is {limit:,}" if len(value) > limit else None


PLAIN = (plain_text, reference_in_text, character_data)
NON_BLANK = (not_blank, *PLAIN)
