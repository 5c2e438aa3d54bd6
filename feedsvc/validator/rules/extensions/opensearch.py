"""OpenSearch in feeds: how many results there are, and the query that found them."""

import codecs
import re

from feedsvc.validator import namespaces as ns
from feedsvc.validator.document import At, Document, Element, Spots
from feedsvc.validator.examples import channel
from feedsvc.validator.finding import Severity
from feedsvc.validator.registry import Form, rule
from feedsvc.validator.rules.common import HEADS
from feedsvc.validator.rules.values.numbers import integer, non_negative_integer
from feedsvc.validator.rules.xml.structure import no_text
from feedsvc.validator.vocabulary import declare, loose, many, may, need, optional

SPEC = "https://github.com/dewitt/opensearch/blob/master/opensearch-1-1-draft-6.md"
_ROLES = frozenset({"request", "example", "related", "correction", "subset", "superset"})
_ENCODED = re.compile(r"(?:[A-Za-z0-9_.~!*'()+-]|%[0-9A-Fa-f]{2})*")
_LONGEST_TITLE = 256
_GOOD = channel('<opensearch:Query role="request" searchTerms="old%20crane"/>')


@rule(
    "invalid-local-role",
    Severity.ERROR,
    form=Form.VALUE,
    spec=f"{SPEC}#local-role-values",
    bad=channel('<opensearch:Query role="question" searchTerms="crane"/>'),
    good=_GOOD,
)
def role(value: str) -> str | None:
    """The role of a query is none of OpenSearch's own.

    Clients do not know what the query is for; a role of another vocabulary has a prefix.
    """
    if ":" in value or value in _ROLES:
        return None
    return f"{value!r} is none of {', '.join(sorted(_ROLES))}"


@rule(
    "undeclared-prefix",
    Severity.ERROR,
    on=(f"{{{ns.OPENSEARCH}}}Query",),
    spec=f"{SPEC}#role-extensibility",
    bad=channel('<opensearch:Query role="tide:low" searchTerms="crane"/>'),
    good=channel('<opensearch:Query role="t:low" xmlns:t="https://tide.example/ns"/>'),
)
def role_prefix(query: Element, _doc: Document) -> Spots:
    """The role of a query has a prefix that stands for no namespace.

    Nobody can tell whose role it is.
    """
    prefix, colon, _ = query.get("role", "").partition(":")
    if colon and prefix not in query.nsmap:
        yield At(query, "role"), f"the prefix {prefix!r} is not declared"


@rule(
    "not-url-encoded",
    Severity.ERROR,
    form=Form.VALUE,
    spec=f"{SPEC}#the-query-element",
    bad=channel('<opensearch:Query role="request" searchTerms="old crane"/>'),
    good=_GOOD,
)
def url_encoded(value: str) -> str | None:
    """Search terms are not URL-encoded.

    Clients put them into an address as they are.
    """
    return None if _ENCODED.fullmatch(value) else f"{value!r} is not URL-encoded"


@rule(
    "invalid-encoding",
    Severity.ERROR,
    form=Form.VALUE,
    spec=f"{SPEC}#the-query-element",
    bad=channel('<opensearch:Query role="request" inputEncoding="harbour"/>'),
    good=channel('<opensearch:Query role="request" inputEncoding="UTF-8"/>'),
)
def encoding(value: str) -> str | None:
    """A value should name a character encoding and names none.

    Clients cannot write the query so that it is understood.
    """
    try:
        codecs.lookup(value if value.isascii() else "")
    except (LookupError, ValueError):
        return f"{value!r} is no character encoding such as UTF-8"
    return None


@rule(
    "too-long",
    form=Form.VALUE,
    spec=f"{SPEC}#the-query-element",
    bad=channel(f'<opensearch:Query role="request" title="{"crane " * 50}"/>'),
    good=channel('<opensearch:Query role="request" title="Cranes"/>'),
)
def query_title(value: str) -> str | None:
    """The title of a query is longer than the 256 characters that it may have."""
    return f"has {len(value)} characters, 256 are read" if len(value) > _LONGEST_TITLE else None


declare(
    HEADS,
    {
        "totalResults": optional(non_negative_integer),
        "itemsPerPage": optional(non_negative_integer),
        "startIndex": optional(integer),
        "Query": many(
            no_text,
            attributes={
                "role": need(role),
                "title": may(query_title),
                "totalResults": may(non_negative_integer),
                "searchTerms": may(url_encoded),
                "count": may(non_negative_integer),
                "startIndex": may(integer),
                "startPage": may(integer),
                "language": may(),
                "inputEncoding": may(encoding),
                "outputEncoding": may(encoding),
            },
        ),
        "link": loose(),
    },
    namespace=ns.OPENSEARCH,
)
