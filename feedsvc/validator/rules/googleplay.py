"""Google Play's podcast tags: the service closed in 2024, and feeds still carry them."""

from feedsvc.validator import namespaces as ns
from feedsvc.validator.rules.addresses import URL
from feedsvc.validator.rules.itunes import IMAGE
from feedsvc.validator.rules.itunes_values import yes_no
from feedsvc.validator.rules.modules import yes_or_no
from feedsvc.validator.rules.places import RSS_STORIES
from feedsvc.validator.rules.texts import PLAIN
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
