"""Modules of RSS 1.0: events, licences, links, aggregation, people, taxonomy and others."""

from feedsvc.validator import namespaces as ns
from feedsvc.validator.rules.places import (
    ABOUT,
    HEADS,
    RESOURCE,
    RSS1_HEADS,
    RSS1_STORIES,
    STORIES,
)
from feedsvc.validator.rules.values.dates import event_date, iso8601_date
from feedsvc.validator.rules.values.texts import PLAIN, language, media_type
from feedsvc.validator.rules.values.uris import FULL_IRI, IRI, URL
from feedsvc.validator.rules.xml.strays import no_text
from feedsvc.validator.vocabulary import declare, loose, many, may, need, optional

_RDF = f"{{{ns.RDF}}}RDF"
_ALL = (*HEADS, *STORIES)
_POINTS = many(no_text, attributes={RESOURCE: need(*FULL_IRI)})

declare(
    STORIES,
    {
        "startdate": optional(event_date),
        "enddate": optional(event_date),
        **{name: loose(once=True) for name in ("location", "organizer", "type")},
    },
    namespace=ns.EV,
)
declare(HEADS, {"server": _POINTS}, namespace=ns.CP)
declare(
    STORIES,
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
    STORIES,
    {
        "source": optional(*PLAIN),
        "sourceURL": optional(*URL),
        "timestamp": optional(iso8601_date),
    },
    namespace=ns.AGGREGATION,
)
declare((*RSS1_HEADS, *RSS1_STORIES), {"type": loose(), "value": loose()}, namespace=ns.RDF)
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
