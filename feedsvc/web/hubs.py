"""The Link header of feeds that hubs are told of: W3C WebSub, section 4."""

from feedsvc.settings import Settings
from feedsvc.site.naming import FeedTarget, target_of
from feedsvc.web.answer import Header


def hub_links(settings: Settings, path: str) -> list[Header]:
    """Return the header that names a feed's own address and its hubs; none for other documents.

    A page of an archive is none that a hub is told of.
    """
    if not settings.hubs or not isinstance(target_of(path), FeedTarget):
        return []
    links = [f'<{settings.base_url}{path}>; rel="self"']
    links += [f'<{hub}>; rel="hub"' for hub in settings.hubs]
    return [("Link", ", ".join(links))]
