"""Podcasting 2.0: payments to people and feeds, and what else points at other feeds."""

from feedsvc.validator import namespaces as ns
from feedsvc.validator.rules.extensions.media_values import true_false
from feedsvc.validator.rules.extensions.podcast import REMOTE, SPEC, tag
from feedsvc.validator.rules.values.lists import listed
from feedsvc.validator.rules.values.numbers import decimal, non_negative_integer
from feedsvc.validator.rules.xml.strays import no_text
from feedsvc.validator.vocabulary import declare, many, may, need, one, optional, some

_RECIPIENT = {
    "type": need(),
    "address": need(),
    "split": need(non_negative_integer),
    "name": may(),
    "customKey": may(),
    "customValue": may(),
    "fee": may(true_false),
}
_SPAN = {
    "startTime": need(decimal),
    "duration": need(decimal),
    "remoteStartTime": may(decimal),
    "remotePercentage": may(decimal),
}

declare(
    (tag("value"),),
    {
        "valueRecipient": some(no_text, attributes=_RECIPIENT),
        "valueTimeSplit": many(attributes=_SPAN),
    },
    namespace=ns.PODCAST,
)
declare(
    (tag("valueTimeSplit"),),
    {
        "valueRecipient": many(no_text, attributes=_RECIPIENT),
        "remoteItem": optional(no_text, attributes=REMOTE),
    },
    namespace=ns.PODCAST,
)
_PUBLISHER = listed("publisher", spec=f"{SPEC}#publisher")
declare((tag("podroll"),), {"remoteItem": some(no_text, attributes=REMOTE)}, namespace=ns.PODCAST)
declare(
    (tag("publisher"),),
    {"remoteItem": one(no_text, attributes={**REMOTE, "medium": need(_PUBLISHER)})},
    namespace=ns.PODCAST,
)
