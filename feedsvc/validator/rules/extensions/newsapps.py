"""Namespaces of the makers of news apps: SmartNews's and Microsoft's, as far as they are known.

What a partner asks for besides is told by its profile.
"""

from feedsvc.validator import namespaces as ns
from feedsvc.validator.rules.places import RSS_HEADS, STORIES
from feedsvc.validator.rules.values.uris import URL
from feedsvc.validator.vocabulary import declare, many, optional

declare(RSS_HEADS, {"logo": optional()}, namespace=ns.SNF)
declare((f"{{{ns.SNF}}}logo",), {"url": optional(*URL)})
declare(STORIES, {"analytics": many()}, namespace=ns.SNF)
declare(STORIES, {"shortTitle": optional()}, namespace=ns.MI)
declare((f"{{{ns.MEDIA}}}content",), {"hasSyndicationRights": optional()}, namespace=ns.MI)
