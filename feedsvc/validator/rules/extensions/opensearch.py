"""OpenSearch in feeds: the number of results, and the query that found them."""

import codecs
import re

from feedsvc.validator import namespaces as ns
from feedsvc.validator.document import Attr, Document, Element, Faults
from feedsvc.validator.examples import channel
from feedsvc.validator.finding import Severity
from feedsvc.validator.registry import Form, rule
from feedsvc.validator.rules.common import FEEDS
from feedsvc.validator.rules.values.lists import unlisted
from feedsvc.validator.rules.values.numbers import integer, non_negative_integer
from feedsvc.validator.rules.values.texts import longer_than
from feedsvc.validator.rules.xml.structure import no_text
from feedsvc.validator.vocabulary import declare, loose, many, may, need, optional

SPEC = "https://github.com/dewitt/opensearch/blob/master/opensearch-1-1-draft-6.md"
_ROLES = ("request", "example", "related", "correction", "subset", "superset")
_ENCODED = re.compile(r"(?:[A-Za-z0-9_.~!*'()+-]|%[0-9A-Fa-f]{2})*")
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
    """The role of a query is not defined by OpenSearch.

    Programs do not know what the query is for. Use an OpenSearch role; a role from another
    vocabulary needs a prefix.
    """
    return None if ":" in value else unlisted(value, _ROLES)


@rule(
    "undeclared-prefix",
    Severity.ERROR,
    on=(f"{{{ns.OPENSEARCH}}}Query",),
    spec=f"{SPEC}#role-extensibility",
    bad=channel('<opensearch:Query role="tide:low" searchTerms="crane"/>'),
    good=channel('<opensearch:Query role="t:low" xmlns:t="https://tide.example/ns"/>'),
)
def role_prefix(query: Element, _doc: Document) -> Faults:
    """The prefix of a query's role is not declared.

    Programs cannot know which vocabulary the role belongs to. Declare the prefix with xmlns.
    """
    prefix, colon, _ = query.get("role", "").partition(":")
    if colon and prefix not in query.nsmap:
        message = f"undeclared prefix {prefix!r} in opensearch:Query/@role; declare it with xmlns"
        yield Attr(query, "role"), message


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

    Programs insert them into a URL unchanged, and the URL is broken. Percent-encode them.
    """
    if _ENCODED.fullmatch(value):
        return None
    return f"{value!r} is not URL-encoded; write a space as %20"


@rule(
    "invalid-encoding",
    Severity.ERROR,
    form=Form.VALUE,
    spec=f"{SPEC}#the-query-element",
    bad=channel('<opensearch:Query role="request" inputEncoding="harbour"/>'),
    good=channel('<opensearch:Query role="request" inputEncoding="UTF-8"/>'),
)
def encoding(value: str) -> str | None:
    """A value is not the name of a character encoding.

    Programs cannot encode the query as the server expects. Write a name such as UTF-8.
    """
    try:
        codecs.lookup(value if value.isascii() else "")
    except (LookupError, ValueError):
        return f"{value!r} is not a character encoding such as UTF-8"
    return None


@rule(
    "too-long",
    form=Form.VALUE,
    spec=f"{SPEC}#the-query-element",
    bad=channel(f'<opensearch:Query role="request" title="{"crane " * 50}"/>'),
    good=channel('<opensearch:Query role="request" title="Cranes"/>'),
)
def query_title(value: str) -> str | None:
    """The title of a query is longer than 256 characters."""
    return longer_than(256, value)


declare(
    FEEDS,
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
