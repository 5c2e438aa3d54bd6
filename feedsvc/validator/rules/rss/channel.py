"""RSS 0.91 to 2.0: the channel, and what may stand in it."""

from feedsvc.validator import namespaces as ns
from feedsvc.validator.document import Document, Element, Spots
from feedsvc.validator.examples import channel
from feedsvc.validator.finding import Severity
from feedsvc.validator.plan import Children
from feedsvc.validator.registry import Form, rule
from feedsvc.validator.rules.rss.image import image_format, image_height, image_width
from feedsvc.validator.rules.rss.schedule import day, hour, midnight
from feedsvc.validator.rules.rss.services import form_name, port
from feedsvc.validator.rules.specs import PROFILE, RSS
from feedsvc.validator.rules.values.contacts import CONTACT
from feedsvc.validator.rules.values.dates import RFC822_PUBLISHED
from feedsvc.validator.rules.values.lists import cloud_protocol
from feedsvc.validator.rules.values.numbers import positive_integer
from feedsvc.validator.rules.values.texts import NON_BLANK, attribute_not_blank, language, not_blank
from feedsvc.validator.rules.values.uris import URL
from feedsvc.validator.rules.xml.strays import no_text
from feedsvc.validator.vocabulary import declare, many, may, need, one, optional, some


@rule(
    "misplaced-item",
    Severity.WARNING,
    form=Form.CHILDREN,
    on=("rss > channel",),
    spec=f"{PROFILE}#element-channel",
    bad=channel("<item><title>Crane stays</title></item><language>en</language>"),
    good=channel("<language>en</language><item><title>Crane stays</title></item>"),
)
def misplaced_item(_model: object, names: tuple[str, ...]) -> Children:
    """Items stand before other children of the channel.

    Readers that stream want to know the channel before its items.
    """
    if "item" not in names:
        return
    first = names.index("item")
    later = [index for index in range(first, len(names)) if names[index] != "item"]
    if later:
        yield first, f"an item stands before {names[later[0]].rpartition('}')[2]}"


@rule(
    "missing-dc-language",
    Severity.INFO,
    on=("rss > channel", f"{{{ns.RDF}}}RDF > {{{ns.RSS1}}}channel"),
    spec=f"{RSS}#optionalChannelElements",
    bad=channel(""),
    good=channel("<language>en</language>"),
)
def language_untold(head: Element, _doc: Document) -> Spots:
    """The channel does not tell its language.

    Readers use it to group feeds, and for fonts, voices and hyphenation.
    """
    if any(f"{{{ns.XML}}}lang" in element.attrib for element in (head, *head.iterancestors())):
        return
    if not any(head.find(tag) is not None for tag in _LANGUAGES):
        yield head, "the channel has no language"


_LANGUAGES = ("language", f"{{{ns.DC}}}language", f"{{{ns.DCTERMS}}}language")


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
