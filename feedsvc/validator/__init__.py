"""The validator: from bytes to findings, independent of the rest of feedsvc."""

from collections.abc import Sequence

from feedsvc.validator.finding import Finding, Report, Severity

__all__ = ["DEFAULT_LIMIT", "Finding", "Report", "Severity", "validate"]

DEFAULT_LIMIT = 10 * 1024 * 1024
"""The size of the largest document that is checked, in bytes."""

_NEWS_SITEMAP = b"http://www.google.com/schemas/sitemap-news/"
_PREFIX = 1000
"""How many bytes are searched for the namespace of news sitemaps."""


def validate(
    data: bytes,
    *,
    location: str | None = None,
    limit: int = DEFAULT_LIMIT,
    profiles: Sequence[str] = (),
) -> Report:
    """Check a feed: RSS, Atom, JSON Feed or OPML, detected from its content.

    If no profile is named, a news sitemap is checked with the profile `news-sitemap`.

    `location` is the URL where the feed is or will be published: the feed's link to itself
    is compared with it. For a document of more than `limit` bytes, its size is the only
    finding. `profiles` names the partners whose rules are checked as well (the keys of
    `feedsvc.validator.profiles.PROFILES`). Raises ValueError for an unknown profile, and nothing
    else: bad input is a finding.
    """
    from feedsvc.validator import engine  # noqa: PLC0415 - `import feedsvc` loads no lxml

    if isinstance(profiles, str):
        profiles = (profiles,)
    if not profiles and _NEWS_SITEMAP in data[:_PREFIX]:
        profiles = ("news-sitemap",)
    return engine.validate(data, location=location, limit=limit, profiles=profiles)
