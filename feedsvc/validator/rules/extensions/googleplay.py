"""Google Play's podcast tags: the service closed in 2024, and feeds still carry them."""

from feedsvc.validator import namespaces as ns
from feedsvc.validator.rules.extensions.itunes import IMAGE
from feedsvc.validator.rules.extensions.itunes_values import yes_no
from feedsvc.validator.rules.extensions.modules import yes_or_no
from feedsvc.validator.rules.places import RSS_STORIES
from feedsvc.validator.rules.values.texts import PLAIN
from feedsvc.validator.rules.values.uris import URL
from feedsvc.validator.vocabulary import declare, many, may, optional

_BOTH = {
    "author": optional(*PLAIN),
    "description": optional(),
    "image": IMAGE,
    "explicit": optional(yes_no),
    "block": optional(yes_or_no),
}

declare(RSS_STORIES, _BOTH, namespace=ns.GOOGLEPLAY)
declare(
    ("channel",),
    {
        **_BOTH,
        "category": many(attributes={"text": may()}),
        "email": optional(),
        "owner": optional(),
        "new-feed-url": optional(*URL),
    },
    namespace=ns.GOOGLEPLAY,
)
