"""Dublin Core: its fifteen elements (dc) and its terms (dcterms)."""

from feedsvc.validator import namespaces as ns
from feedsvc.validator.examples import item
from feedsvc.validator.registry import Form, rule
from feedsvc.validator.rules.common import (
    ATOM_ENTRIES,
    ATOM_FEEDS,
    FEEDS,
    ITEMS,
    RESOURCE,
    RSS1_FEEDS,
    RSS1_ITEMS,
    RSS1_PARTS,
    RSS_FEEDS,
    RSS_ITEMS,
    RSS_PARTS,
)
from feedsvc.validator.rules.values.dates import W3CDTF_PUBLISHED, w3cdtf_date
from feedsvc.validator.rules.values.texts import PLAIN, language
from feedsvc.validator.vocabulary import declare, loose, many, may, optional


@rule(
    "invalid-w3cdtf-date",
    form=Form.VALUE,
    spec="https://www.dublincore.org/specifications/dublin-core/dcmi-period/",
    bad=item("<dcterms:valid>in spring</dcterms:valid>"),
    good=item("<dcterms:valid>start=2024-03-01; end=2024-05-31; scheme=W3C-DTF</dcterms:valid>"),
)
def date_or_period(value: str) -> str | None:
    """A date is neither in W3C-DTF format nor a Dublin Core period."""
    parts = dict(part.strip().partition("=")[::2] for part in value.split(";") if "=" in part)
    if not parts.keys() & {"start", "end"}:
        fault: str | None = w3cdtf_date.check(value)
        return fault
    wrong = [w3cdtf_date.check(parts[name]) for name in ("start", "end") if name in parts]
    return next((fault for fault in wrong if fault), None)


_REPEATABLE = (
    "creator",
    "contributor",
    "publisher",
    "subject",
    "identifier",
    "relation",
    "coverage",
)
_SINGLE = ("title", "description", "type", "format", "source", "rights")
_DATES = ("created", "issued", "modified", "dateAccepted", "dateCopyrighted", "dateSubmitted")
_TEXTS = (
    *("abstract", "alternative", "audience", "mediator", "extent", "bibliographicCitation"),
    *("tableOfContents", "conformsTo", "hasFormat", "hasPart", "hasVersion", "isFormatOf"),
    *("isPartOf", "isReferencedBy", "isReplacedBy", "isRequiredBy", "isVersionOf"),
    *("references", "replaces", "requires", "spatial", "temporal"),
    *("accessRights", "accrualMethod", "accrualPeriodicity", "accrualPolicy", "medium"),
    *("educationLevel", "instructionalMethod", "license", "provenance", "rightsHolder"),
    *_REPEATABLE,
    *_SINGLE,
)
_RDF = (*RSS1_FEEDS, *RSS1_ITEMS, *RSS1_PARTS)
_PLAIN_XML = (*RSS_FEEDS, *RSS_ITEMS, *RSS_PARTS, *ATOM_FEEDS, *ATOM_ENTRIES)
_ALL = (*FEEDS, *ITEMS, *RSS_PARTS, *RSS1_PARTS)
_FEEDS_AND_PARTS = (*FEEDS, *RSS_PARTS, *RSS1_PARTS)

# in RDF, an element may describe a person instead of containing a name
declare(_RDF, {name: loose(*PLAIN) for name in _REPEATABLE}, namespace=ns.DC)
declare(_PLAIN_XML, {name: many(*PLAIN) for name in _REPEATABLE}, namespace=ns.DC)
declare(_ALL, {name: optional(*PLAIN) for name in _SINGLE}, namespace=ns.DC)
declare(_ALL, {"language": optional(language)}, namespace=ns.DC)
declare(_FEEDS_AND_PARTS, {"date": optional(*W3CDTF_PUBLISHED)}, namespace=ns.DC)
declare(ITEMS, {"date": many(*W3CDTF_PUBLISHED)}, namespace=ns.DC)

_LINKED = {RESOURCE: may()}
declare(_ALL, {name: loose() for name in _TEXTS}, namespace=ns.DCTERMS)
declare(
    _ALL, {name: optional(w3cdtf_date, attributes=_LINKED) for name in _DATES}, namespace=ns.DCTERMS
)
declare(
    _ALL, {name: optional(date_or_period) for name in ("available", "valid")}, namespace=ns.DCTERMS
)
declare(_ALL, {"language": optional(language), "date": many(w3cdtf_date)}, namespace=ns.DCTERMS)
