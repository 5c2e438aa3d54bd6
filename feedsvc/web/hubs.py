"""The Link header of feeds that hubs are told of: W3C WebSub, section 4."""

from feedsvc.feeds import FORMATS
from feedsvc.settings import Settings
from feedsvc.web.answer import Header

_FILE_NAMES = frozenset(format_.file_name for format_ in FORMATS.values())


def hub_links(settings: Settings, path: str) -> list[Header]:
    """Return the header that names a feed's own address and its hubs; none for other documents."""
    if not settings.hubs or path.rpartition("/")[2] not in _FILE_NAMES:
        return []
    links = [f'<{settings.base_url}{path}>; rel="self"']
    links += [f'<{hub}>; rel="hub"' for hub in settings.hubs]
    return [("Link", ", ".join(links))]
