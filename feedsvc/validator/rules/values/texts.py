"""Rules of values: plain text, languages, media types."""

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

    Readers show nothing, or the address in its place.
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

    That is not the same as leaving it out, where the default holds.
    """
    return None if value and not value.isspace() else "is empty; leave it out instead"


@rule(
    "contains-html",
    Severity.WARNING,
    form=Form.VALUE,
    spec=f"{PROFILE}#data-types-characterdata",
    bad=item("<title>&lt;b&gt;Crane&lt;/b&gt; stays</title>"),
    good=item("<title>Crane stays</title>"),
)
def plain_text(value: str) -> str | None:
    """Markup stands where plain text is due.

    Some readers show the tags as text, some lose them, some obey them.
    """
    tag = text.markup(value)
    return f"is plain text, yet holds {tag!r}" if tag else None


@rule(
    "contains-html",
    form=Form.VALUE,
    unless=HEX_AMPERSANDS,
    spec=f"{PROFILE}#data-types-characterdata",
    bad=item("<title>Fish &amp;amp; chips</title>"),
    good=item("<title>The &#x26;amp; entity</title>"),
)
def reference_in_text(value: str) -> str | None:
    """A reference of HTML is left in plain text, after XML's were decoded.

    Who writes `&#x26;` for an ampersand, as the profile recommends, means what is left.
    """
    reference = text.entity(value)
    return f"is plain text, yet holds {reference!r} after decoding" if reference else None


@rule(
    "character-data",
    Severity.WARNING,
    form=Form.VALUE,
    spec=f"{PROFILE}#data-types-characterdata",
    bad=item("<title>Crane &lt;/ stays</title>"),
    good=item("<title>Crane stays</title>"),
)
def character_data(value: str) -> str | None:
    """A text may be taken for markup by readers that decode it once more.

    Such readers lose what follows the < or show a strange character.
    """
    if "<" in value and not text.markup(value):
        at = value.index("<")
        if value[at + 1 : at + 2] in {"/", "!"}:
            return f"holds {value[at : at + 2]!r}, which some readers take for markup"
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
    """Text that is said to be plain holds markup.

    Readers show the tags to people; say type="html" where it is HTML.
    """
    tag = text.markup(value) or text.named_entity(value)
    return f'is plain text, yet holds {tag!r}: say type="html"' if tag else None


@rule(
    "invalid-language",
    Severity.ERROR,
    form=Form.VALUE,
    spec=f"{RFC5646}#section-2",
    bad=channel("<language>english</language>"),
    good=channel("<language>en-GB</language>"),
)
def language(value: str) -> str | None:
    """A language tag is not of BCP 47.

    Readers choose fonts, voices and hyphenation by it, and directories file the feed by it.
    """
    fault = text.language_fault(value.strip())
    return f"{value!r} is no language tag: {fault}" if fault else None


@rule(
    "invalid-language",
    form=Form.VALUE,
    spec="https://www.w3.org/TR/xml/#sec-lang-tag",
    bad=entry('<title xml:lang="english">Crane stays</title>'),
    good=entry('<title xml:lang="">Crane stays</title>'),
)
def xml_language(value: str) -> str | None:
    """A language tag is not of BCP 47; an empty one means that the language is unknown."""
    fault = text.language_fault(value) if value else ""
    return f"{value!r} is no language tag: {fault}" if fault else None


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

    Readers choose by it what to do with the file.
    """
    return None if text.is_media_type(value) else f"{value!r} is no media type such as text/html"


@rule(
    "invalid-mime-attribute",
    Severity.ERROR,
    form=Form.VALUE,
    spec=f"{RSS}#ltenclosuregtSubelementOfLtitemgt",
    bad=item('<enclosure url="https://news.example/1.mp3" length="1" type="mp3"/>'),
    good=item('<enclosure url="https://news.example/1.mp3" length="1" type="audio/mpeg"/>'),
)
def mime_attribute(value: str) -> str | None:
    """The media type of a file is not of the form type/subtype.

    Players choose by it whether they can play the file.
    """
    return None if text.is_media_type(value) else f"{value!r} is no media type such as audio/mpeg"


PLAIN = (plain_text, reference_in_text, character_data)


NON_BLANK = (not_blank, *PLAIN)
