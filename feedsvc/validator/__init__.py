"""The validator: bytes in, findings out; it knows nothing else of feedsvc."""

from collections.abc import Sequence

from feedsvc.validator.finding import Finding, Report, Severity

__all__ = ["DEFAULT_LIMIT", "Finding", "Report", "Severity", "validate"]

DEFAULT_LIMIT = 10 * 1024 * 1024
"""The largest document that is looked at, in bytes."""

_NEWS_SITEMAP = b"http://www.google.com/schemas/sitemap-news/"
_LOOKED_AT = 1000


def validate(
    data: bytes,
    *,
    location: str | None = None,
    limit: int = DEFAULT_LIMIT,
    profiles: Sequence[str] = (),
) -> Report:
    """Check a feed: RSS, Atom, JSON Feed or OPML, told from its content.

    A news sitemap is no feed; it is checked by Google's rules, as if its profile were named.

    `location` is the address where it is or will be published: the feed's link to itself is
    compared with it. A document of more than `limit` bytes is one finding. `profiles` names
    partners, or one, whose rules are checked as well, see
    `feedsvc.validator.profiles.PROFILES`; raises ValueError where there is none of that name.
    Whatever the bytes are, they raise nothing: bad input is a finding.
    """
    from feedsvc.validator import engine  # noqa: PLC0415 - `import feedsvc` loads no lxml

    if isinstance(profiles, str):
        profiles = (profiles,)
    if not profiles and _NEWS_SITEMAP in data[:_LOOKED_AT]:
        profiles = ("news-sitemap",)
    return engine.validate(data, location=location, limit=limit, profiles=profiles)
