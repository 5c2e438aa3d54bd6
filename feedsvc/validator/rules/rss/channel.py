"""RSS 0.91 to 2.0: the channel, its image, its text input and its hints for polling."""

from feedsvc.validator import namespaces as ns
from feedsvc.validator.document import Document, Element, Faults, child
from feedsvc.validator.examples import channel
from feedsvc.validator.finding import Severity
from feedsvc.validator.plan import ChildFaults
from feedsvc.validator.registry import Form, rule
from feedsvc.validator.rules.common import PROFILE, RSS
from feedsvc.validator.rules.values.contacts import CONTACT
from feedsvc.validator.rules.values.dates import RFC822_PUBLISHED
from feedsvc.validator.rules.values.lists import cloud_protocol
from feedsvc.validator.rules.values.numbers import integer_attribute, positive_integer
from feedsvc.validator.rules.values.texts import NON_BLANK, attribute_not_blank, language, not_blank
from feedsvc.validator.rules.values.uris import URL
from feedsvc.validator.rules.xml.structure import no_text
from feedsvc.validator.vocabulary import declare, many, may, need, one, optional, some

_IMAGE = "<url>https://news.example/q.png</url><link>https://news.example/</link>"
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_CLOUD = (
    '<cloud domain="rpc.news.example" port="80" path="/rpc" registerProcedure="pingMe" '
    'protocol="xml-rpc"/>'
)
_LANGUAGES = ("language", f"{{{ns.DC}}}language", f"{{{ns.DCTERMS}}}language")


@rule(
    "invalid-width",
    Severity.ERROR,
    form=Form.VALUE,
    spec=f"{RSS}#ltimagegtSubelementOfLtchannelgt",
    bad=channel(f"<image>{_IMAGE}<title>Harbour News</title><width>300</width></image>"),
    good=channel(f"<image>{_IMAGE}<title>Harbour News</title><width>144</width></image>"),
)
def image_width(value: str) -> str | None:
    """The width of the channel's image is not a whole number from 1 to 144.

    Feed readers that follow the specification cut off a wider image, or ignore the width. Use a
    smaller image, or omit the width.
    """
    stripped = value.strip()
    if stripped.isascii() and stripped.isdigit() and 1 <= int(stripped[:9]) <= 144:
        return None
    return f"{value!r} is not a whole number from 1 to 144"


@rule(
    "invalid-height",
    Severity.ERROR,
    form=Form.VALUE,
    spec=f"{RSS}#ltimagegtSubelementOfLtchannelgt",
    bad=channel(f"<image>{_IMAGE}<title>Harbour News</title><height>900</height></image>"),
    good=channel(f"<image>{_IMAGE}<title>Harbour News</title><height>400</height></image>"),
)
def image_height(value: str) -> str | None:
    """The height of the channel's image is not a whole number from 1 to 400.

    Feed readers that follow the specification cut off a taller image, or ignore the height. Use a
    smaller image, or omit the height.
    """
    stripped = value.strip()
    if stripped.isascii() and stripped.isdigit() and 1 <= int(stripped[:9]) <= 400:
        return None
    return f"{value!r} is not a whole number from 1 to 400"


@rule(
    "image-url-format",
    Severity.WARNING,
    form=Form.VALUE,
    spec=f"{PROFILE}#element-channel-image-url",
    bad=channel(f"<image>{_IMAGE.replace('png', 'tiff')}<title>Harbour News</title></image>"),
    good=channel(f"<image>{_IMAGE}<title>Harbour News</title></image>"),
)
def image_format(value: str) -> str | None:
    """The channel's image is not a GIF, JPEG or PNG, judging by its URL.

    These are the formats that every feed reader can show. Convert the image.
    """
    name = value.strip().lower().partition("?")[0].rpartition("/")[2]
    suffix = name.rpartition(".")[2] if "." in name else ""
    if suffix in {"tif", "tiff", "bmp", "ico", "svg", "webp", "avif", "psd", "pdf", "html"}:
        return f"{value.strip()!r} is not a GIF, JPEG or PNG image; convert it"
    return None


@rule(
    "image-title-doesnt-match",
    Severity.WARNING,
    on=("channel > image",),
    spec=f"{PROFILE}#element-channel-image-title",
    bad=channel(f"<image>{_IMAGE}<title>Our crane</title></image>"),
    good=channel(f"<image>{_IMAGE}<title>Harbour News</title></image>"),
)
def image_title(image: Element, doc: Document) -> Faults:
    """The title of the channel's image differs from the channel's title.

    The image's title is its alt text, and some feed readers show it in place of the channel's
    title. Use the same text for both.
    """
    yield from _differences(image, doc, "title")


@rule(
    "image-link-doesnt-match",
    Severity.WARNING,
    on=("channel > image",),
    spec=f"{PROFILE}#element-channel-image-link",
    bad=channel(f"<image>{_IMAGE.replace('example/<', 'example/q<')}<title>Q</title></image>"),
    good=channel(f"<image>{_IMAGE}<title>Harbour News</title></image>"),
)
def image_link(image: Element, doc: Document) -> Faults:
    """The link of the channel's image differs from the channel's link.

    Some feed readers use only one of the two, so people end up on different pages. Use the same URL
    for both.
    """
    yield from _differences(image, doc, "link")


def _differences(image: Element, doc: Document, name: str) -> Faults:
    of_image, of_channel = image.find(name), image.find(f"../{name}")
    if of_image is None or of_channel is None:
        return
    shown, expected = (" ".join(doc.text(found).split()) for found in (of_image, of_channel))
    if shown != expected and shown and expected:
        yield of_image, f"{name} {shown!r} differs from the channel's {name} {expected!r}"


@rule(
    "invalid-hour",
    Severity.ERROR,
    form=Form.VALUE,
    spec=f"{PROFILE}#element-channel-skiphours-hour",
    bad=channel("<skipHours><hour>25</hour></skipHours>"),
    good=channel("<skipHours><hour>23</hour></skipHours>"),
)
def hour(value: str) -> str | None:
    """An hour to skip is not a whole number from 0 to 23.

    Feed readers that support skipHours may ignore the whole list. Write hours in GMT, from 0 to 23.
    """
    stripped = value.strip()
    if stripped.isascii() and stripped.isdigit() and int(stripped[:9]) <= 24:
        return None
    return f"{value!r} is not an hour from 0 to 23"


@rule(
    "use-zero-for-midnight",
    Severity.WARNING,
    form=Form.VALUE,
    spec=f"{PROFILE}#element-channel-skiphours-hour",
    bad=channel("<skipHours><hour>24</hour></skipHours>"),
    good=channel("<skipHours><hour>0</hour></skipHours>"),
)
def midnight(value: str) -> str | None:
    """Midnight is written as 24.

    Early versions of RSS counted hours from 1 to 24; feed readers now expect 0 to 23. Write 0.
    """
    return "24 is obsolete; write 0 for midnight" if value.strip() == "24" else None


@rule(
    "invalid-day",
    Severity.ERROR,
    form=Form.VALUE,
    spec=f"{PROFILE}#element-channel-skipdays-day",
    bad=channel("<skipDays><day>Sun</day></skipDays>"),
    good=channel("<skipDays><day>Sunday</day></skipDays>"),
)
def day(value: str) -> str | None:
    """A day to skip is not an English weekday written in full.

    Feed readers that support skipDays may ignore the whole list. Write Monday, Tuesday and so on.
    """
    return None if value.strip() in _DAYS else f"{value!r} is not a weekday such as Monday"


@rule(
    "duplicate-value",
    Severity.ERROR,
    on=("channel > skipHours", "channel > skipDays"),
    spec=f"{PROFILE}#element-channel-skiphours",
    bad=channel("<skipDays><day>Sunday</day><day>Sunday</day></skipDays>"),
    good=channel("<skipDays><day>Sunday</day><day>Monday</day></skipDays>"),
)
def repeated_value(element: Element, doc: Document) -> Faults:
    """A value that must be unique is used twice.

    Of two items with the same guid, feed readers show only one. Repeated hours or days have no
    effect. Give each item its own guid, and remove repeated values from lists.
    """
    seen: set[str] = set()
    for inner in element.iterchildren("*"):
        value = doc.text(inner).strip()
        if value in seen:
            yield inner, f"{value!r} is listed twice; remove one"
        seen.add(value)


@rule(
    "not-enough-hours-in-the-day",
    Severity.ERROR,
    form=Form.CHILDREN,
    on=("channel > skipHours",),
    spec=f"{PROFILE}#element-channel-skiphours",
    bad=channel("<skipHours>" + "<hour>1</hour>" * 25 + "</skipHours>"),
    good=channel("<skipHours><hour>1</hour></skipHours>"),
)
def too_many_hours(_model: object, names: tuple[str, ...]) -> ChildFaults:
    """The channel lists more than 24 hours to skip.

    Some of them must be repeated, and feed readers may ignore the whole list. List each hour once.
    """
    if names.count("hour") > 24:
        yield None, f"skipHours lists {names.count('hour')} hours; a day has 24"


@rule(
    "eight-days-a-week",
    Severity.ERROR,
    form=Form.CHILDREN,
    on=("channel > skipDays",),
    spec=f"{PROFILE}#element-channel-skipdays",
    bad=channel("<skipDays>" + "<day>Sunday</day>" * 8 + "</skipDays>"),
    good=channel("<skipDays><day>Sunday</day></skipDays>"),
)
def too_many_days(_model: object, names: tuple[str, ...]) -> ChildFaults:
    """The channel lists more than seven days to skip.

    Some of them must be repeated, and feed readers may ignore the whole list. List each day once.
    """
    if names.count("day") > 7:
        yield None, f"skipDays lists {names.count('day')} days; a week has 7"


@rule(
    "avoid-text-input",
    Severity.WARNING,
    on=("channel > textInput",),
    spec=f"{PROFILE}#element-channel-textinput",
    bad=channel("<textInput><title>Find</title></textInput>"),
    good=channel(""),
)
def avoid_text_input(element: Element, _doc: Document) -> Faults:
    """The channel has a text input.

    Hardly any feed reader shows it. Remove it.
    """
    yield element, "hardly any feed reader shows textInput; remove it"


@rule(
    "invalid-integer-attribute",
    form=Form.VALUE,
    spec=f"{RSS}#ltcloudgtSubelementOfLtchannelgt",
    bad=channel(_CLOUD.replace("80", "0")),
    good=channel(_CLOUD),
)
def port(value: str) -> str | None:
    """The port in a cloud element is not a whole number from 1 to 65535."""
    fault: str | None = integer_attribute.check(value)
    if fault or (len(value) < 9 and 0 < int(value) < 65536):
        return fault
    return f"{value!r} is not a port from 1 to 65535"


@rule(
    "attr-not-blank",
    on=("channel > cloud",),
    spec=f"{RSS}#ltcloudgtSubelementOfLtchannelgt",
    bad=channel(_CLOUD.replace("pingMe", "")),
    good=channel(_CLOUD.replace("pingMe", "").replace("xml-rpc", "http-post")),
)
def cloud_procedure(cloud: Element, _doc: Document) -> Faults:
    """The procedure in a cloud element is empty, which only the protocol http-post allows."""
    if cloud.get("registerProcedure") == "" and cloud.get("protocol") != "http-post":
        yield cloud, "cloud/@registerProcedure is empty; only http-post allows that"


@rule(
    "invalid-form-component-name",
    Severity.ERROR,
    form=Form.VALUE,
    spec=f"{PROFILE}#element-channel-textinput-name",
    bad=channel("<textInput><name>find it</name></textInput>"),
    good=channel("<textInput><name>q</name></textInput>"),
)
def form_name(value: str) -> str | None:
    """The name of a text input is not valid as the name of a form field.

    The website cannot receive what people type. Write a letter, followed by letters, digits or any
    of : . _ -
    """
    name = value.strip()
    rest = name[1:].translate(str.maketrans("", "", ":._-"))
    if (
        name[:1].isascii()
        and name[:1].isalpha()
        and (not rest or (rest.isascii() and rest.isalnum()))
    ):
        return None
    return f"{value!r} is not a valid name of a form field such as q"


@rule(
    "misplaced-item",
    Severity.WARNING,
    form=Form.CHILDREN,
    on=("rss > channel",),
    spec=f"{PROFILE}#element-channel",
    bad=channel("<item><title>Crane stays</title></item><language>en</language>"),
    good=channel("<language>en</language><item><title>Crane stays</title></item>"),
)
def misplaced_item(_model: object, names: tuple[str, ...]) -> ChildFaults:
    """Items come before other elements of the channel.

    Feed readers that parse a feed as it arrives show the first items before they know the channel.
    Move the items to the end.
    """
    if "item" not in names:
        return
    first = names.index("item")
    later = [index for index in range(first, len(names)) if names[index] != "item"]
    if later:
        message = f"item comes before {names[later[0]].rpartition('}')[2]}; move items to the end"
        yield first, message


@rule(
    "missing-dc-language",
    Severity.INFO,
    on=("rss > channel", f"{{{ns.RDF}}}RDF > {{{ns.RSS1}}}channel"),
    spec=f"{RSS}#optionalChannelElements",
    bad=channel(""),
    good=channel("<language>en</language>"),
)
def missing_language(channel_element: Element, _doc: Document) -> Faults:
    """The channel does not declare its language.

    Feed readers use the language to choose fonts, voices and hyphenation, and directories to sort
    feeds. Add a language element; in RSS 1.0, add dc:language.
    """
    if any(
        f"{{{ns.XML}}}lang" in element.attrib
        for element in (channel_element, *channel_element.iterancestors())
    ):
        return
    if child(channel_element, *_LANGUAGES) is None:
        name = "language" if channel_element.tag == "channel" else "dc:language"
        yield channel_element, f"channel has no language; add one such as <{name}>en</{name}>"


declare(("",), {"rss": one(attributes={"version": need()})})

declare(("rss",), {"channel": one()})

declare(
    ("channel",),
    {
        "title": one(*NON_BLANK),
        "link": one(not_blank, *URL),
        "description": one(*NON_BLANK),
        "language": optional(language),
        "copyright": optional(*NON_BLANK),
        "managingEditor": optional(*CONTACT),
        "webMaster": optional(*CONTACT),
        "pubDate": optional(*RFC822_PUBLISHED),
        "lastBuildDate": optional(*RFC822_PUBLISHED),
        "category": many(*NON_BLANK, attributes={"domain": may()}),
        "generator": optional(*NON_BLANK),
        "docs": optional(not_blank, *URL),
        "cloud": optional(
            no_text,
            attributes={
                "domain": need(attribute_not_blank),
                "port": need(attribute_not_blank, port),
                "path": need(attribute_not_blank),
                "registerProcedure": need(),
                "protocol": need(attribute_not_blank, cloud_protocol),
            },
        ),
        "ttl": optional(not_blank, positive_integer),
        "image": optional(),
        "rating": optional(not_blank),
        "textInput": optional(),
        "skipHours": optional(),
        "skipDays": optional(),
        "item": many(),
    },
)

declare(
    ("image",),
    {
        "url": one(not_blank, *URL, image_format),
        "title": one(*NON_BLANK),
        "link": one(not_blank, *URL),
        "width": optional(image_width),
        "height": optional(image_height),
        "description": optional(*NON_BLANK),
    },
)

declare(
    ("textInput",),
    {
        "title": one(*NON_BLANK),
        "description": one(*NON_BLANK),
        "name": one(form_name),
        "link": one(not_blank, *URL),
    },
)

declare(("skipHours",), {"hour": some(hour, midnight)})

declare(("skipDays",), {"day": some(day)})
