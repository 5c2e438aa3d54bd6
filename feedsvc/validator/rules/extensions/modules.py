"""Small modules of RSS: syndication, slash, comments, licenses, events, links and others."""

from feedsvc.validator import namespaces as ns
from feedsvc.validator.document import Document, Element, Faults
from feedsvc.validator.examples import channel, item
from feedsvc.validator.finding import Severity
from feedsvc.validator.registry import Form, rule
from feedsvc.validator.rules.common import (
    ABOUT,
    ATOM_ENTRIES,
    FEEDS,
    ITEMS,
    RESOURCE,
    RSS1_FEEDS,
    RSS1_ITEMS,
    RSS1_PARTS,
    RSS_ITEMS,
)
from feedsvc.validator.rules.values.dates import event_date, iso8601_date, w3cdtf_date
from feedsvc.validator.rules.values.lists import unlisted, yes_or_no
from feedsvc.validator.rules.values.numbers import non_negative_integer, positive_integer
from feedsvc.validator.rules.values.texts import PLAIN, language, media_type, not_blank
from feedsvc.validator.rules.values.uris import FULL_IRI, IRI, URL
from feedsvc.validator.rules.xml.structure import no_text
from feedsvc.validator.values import text
from feedsvc.validator.vocabulary import declare, loose, many, may, need, optional

SYNDICATION = "http://web.resource.org/rss/1.0/modules/syndication/"
_PERIODS = ("hourly", "daily", "weekly", "monthly", "yearly")
_ROBOTS = frozenset({"index", "noindex", "follow", "nofollow", "all", "none"})


@rule(
    "invalid-update-period",
    Severity.ERROR,
    form=Form.VALUE,
    spec=SYNDICATION,
    bad=channel("<sy:updatePeriod>often</sy:updatePeriod>"),
    good=channel("<sy:updatePeriod>hourly</sy:updatePeriod>"),
)
def update_period(value: str) -> str | None:
    """The update period is not hourly, daily, weekly, monthly or yearly.

    Feed readers cannot know how often to poll the feed. Write one of the five.
    """
    # WordPress writes line breaks around the value
    return unlisted(value.strip(), _PERIODS)


@rule(
    "invalid-comma-separated-integers",
    Severity.ERROR,
    form=Form.VALUE,
    spec="http://web.resource.org/rss/1.0/modules/slash/",
    bad=item("<slash:hit_parade>9 7 5</slash:hit_parade>"),
    good=item("<slash:hit_parade>9,7,5</slash:hit_parade>"),
)
def integer_list(value: str) -> str | None:
    """A value is not a list of whole numbers separated by commas.

    Programs cannot parse the numbers. Separate them with commas only.
    """
    if all(text.is_integer(part.strip()) for part in value.split(",")):
        return None
    return f"{value!r} is not a list of whole numbers such as 9,7,5"


@rule(
    "invalid-access-restriction-rel",
    Severity.ERROR,
    form=Form.VALUE,
    spec="http://www.bloglines.com/about/specs/fac-1.0",
    bad=channel('<access:restriction relationship="maybe"/>'),
    good=channel('<access:restriction relationship="deny"/>'),
)
def restriction(value: str) -> str | None:
    """The relationship of a restriction is neither allow nor deny.

    Search engines may list a feed that you want to hide. Write allow or deny.
    """
    return unlisted(value, ("allow", "deny"))


@rule(
    "invalid-meta-name",
    Severity.ERROR,
    form=Form.VALUE,
    spec="https://www.rfc-editor.org/rfc/rfc4287#section-6.4",
    bad=channel('<xhtml:meta name="keywords" content="noindex"/>'),
    good=channel('<xhtml:meta name="robots" content="noindex"/>'),
)
def meta_name(value: str) -> str | None:
    """A meta element in a feed has a name other than robots.

    No other name has a meaning in feeds, so the element has no effect. Write robots, or remove it.
    """
    return None if value == "robots" else f"{value!r} has no meaning in feeds; write robots"


@rule(
    "invalid-meta-content",
    Severity.ERROR,
    form=Form.VALUE,
    spec="https://www.rfc-editor.org/rfc/rfc4287#section-6.4",
    bad=channel('<xhtml:meta name="robots" content="hide"/>'),
    good=channel('<xhtml:meta name="robots" content="noindex,nofollow"/>'),
)
def meta_content(value: str) -> str | None:
    """A robots meta element contains an unknown instruction.

    Search engines ignore it and index the feed. Write words such as noindex and nofollow, separated
    by commas.
    """
    words = {word.strip().lower() for word in value.split(",")}
    return None if words <= _ROBOTS else f"{value!r} is not a list such as noindex,nofollow"


@rule(
    "comment-rss",
    Severity.WARNING,
    on=(f"{{{ns.WFW}}}commentRSS",),
    spec="https://www.rssboard.org/comment-api",
    bad=item("<wfw:commentRSS>https://news.example/1/rss</wfw:commentRSS>"),
    good=item("<wfw:commentRss>https://news.example/1/rss</wfw:commentRss>"),
)
def comment_rss(element: Element, _doc: Document) -> Faults:
    """The name of wfw:commentRss is in the wrong case.

    Feed readers compare names exactly and find no comments. Write commentRss.
    """
    yield element, "misspelled wfw:commentRSS; write wfw:commentRss"


_RESOURCE = {RESOURCE: need(*FULL_IRI)}
_ALL = (*FEEDS, *ITEMS)

declare(
    FEEDS,
    {
        "updatePeriod": optional(update_period),
        "updateFrequency": optional(not_blank, positive_integer),
        "updateBase": optional(w3cdtf_date),
    },
    namespace=ns.SY,
)
declare(
    ITEMS,
    {
        "section": optional(*PLAIN),
        "department": optional(*PLAIN),
        "comments": optional(non_negative_integer),
        "hit_parade": optional(integer_list),
    },
    namespace=ns.SLASH,
)
declare(
    ITEMS,
    {"comment": optional(*URL), "commentRss": optional(*URL), "commentRSS": optional(*URL)},
    namespace=ns.WFW,
)
declare(_ALL, {"license": many(*URL)}, namespace=ns.CREATIVE_COMMONS)
declare((*_ALL, *RSS1_PARTS), {"license": many(no_text, attributes=_RESOURCE)}, namespace=ns.CC)
declare(_ALL, {"license": loose()}, namespace=ns.CC_NS)
declare(
    FEEDS,
    {
        "generatorAgent": optional(no_text, attributes=_RESOURCE),
        "errorReportsTo": optional(no_text, attributes=_RESOURCE),
    },
    namespace=ns.ADMIN,
)
declare(
    FEEDS,
    {name: optional(*URL) for name in ("blogRoll", "mySubscriptions", "blink", "changes")},
    namespace=ns.BLOG_CHANNEL,
)
declare(
    (*RSS_ITEMS, *ATOM_ENTRIES),
    {"ping": optional(*URL), "about": many(*URL)},
    namespace=ns.TRACKBACK,
)
declare(
    RSS1_ITEMS,
    {"ping": optional(attributes=_RESOURCE), "about": many(attributes=_RESOURCE)},
    namespace=ns.TRACKBACK,
)
declare(
    _ALL,
    {"server": optional(*URL), "target": optional(*URL), "to": optional(*URL)},
    namespace=ns.PINGBACK,
)
declare(
    ("rss", *FEEDS),
    {"restriction": optional(no_text, attributes={"relationship": need(restriction)})},
    namespace=ns.ACCESS,
)
declare(
    FEEDS,
    {
        "meta": optional(
            no_text, attributes={"name": need(meta_name), "content": need(meta_content)}
        )
    },
    namespace=ns.XHTML,
)
declare(FEEDS, {"index": optional(yes_or_no)}, namespace=ns.INDEXING)

_RDF = f"{{{ns.RDF}}}RDF"
_POINTS = many(no_text, attributes={RESOURCE: need(*FULL_IRI)})

declare(
    ITEMS,
    {
        "startdate": optional(event_date),
        "enddate": optional(event_date),
        **{name: loose(once=True) for name in ("location", "organizer", "type")},
    },
    namespace=ns.EV,
)
declare(FEEDS, {"server": _POINTS}, namespace=ns.CP)
declare(
    ITEMS,
    {"reference": optional(no_text, attributes={RESOURCE: need(*FULL_IRI)})},
    namespace=ns.ANNOTATE,
)
declare(_ALL, {"topics": loose()}, namespace=ns.TAXO)
declare((_RDF,), {"topic": loose()}, namespace=ns.TAXO)

_LINK = {
    RESOURCE: may(*IRI),
    f"{{{ns.LINK}}}type": may(media_type),
    f"{{{ns.LINK}}}title": may(),
    f"{{{ns.LINK}}}lang": may(language),
}
declare(
    _ALL,
    {
        "link": many(attributes={**_LINK, f"{{{ns.LINK}}}rel": need()}),
        "permalink": many(attributes={**_LINK, RESOURCE: need(*IRI)}),
    },
    namespace=ns.LINK,
)
declare(
    ITEMS,
    {
        "source": optional(*PLAIN),
        "sourceURL": optional(*URL),
        "timestamp": optional(iso8601_date),
    },
    namespace=ns.AGGREGATION,
)
declare((*RSS1_FEEDS, *RSS1_ITEMS), {"type": loose(), "value": loose()}, namespace=ns.RDF)
declare(_ALL, {"seeAlso": loose(), "label": loose()}, namespace=ns.RDFS)
declare(_ALL, {"maker": loose(), "primaryTopic": loose(), "topic": loose()}, namespace=ns.FOAF)
declare(
    (f"{{{ns.ATOM}}}author", f"{{{ns.ATOM}}}contributor"),
    {name: loose() for name in ("homepage", "weblog", "workplaceHomepage", "plan", "firstName")},
    namespace=ns.FOAF,
)

_LICENSE = f"{{{ns.CC}}}License"
declare((_RDF,), {"License": many(attributes={ABOUT: may(*IRI)})}, namespace=ns.CC)
declare(
    (_LICENSE,),
    {
        **dict.fromkeys(("permits", "requires", "prohibits", "jurisdiction"), _POINTS),
        **{
            name: loose()
            for name in (
                *("morePermissions", "attributionName", "attributionURL"),
                *("useGuidelines", "legalcode", "deprecatedOn"),
            )
        },
    },
    namespace=ns.CC,
)
declare(
    (_LICENSE,),
    {name: loose() for name in ("title", "description", "creator", "rights", "date", "source")},
    namespace=ns.DC,
)
