"""Profiles: what partners require of a feed beyond the specifications, one module a partner.

A profile is chosen by name (`validate(data, profiles=["msn"])`, `--profile msn`). Its rules
run after the general ones, and cost nothing unless it is chosen. Importing this package
does not load lxml.

To add a profile, create a module with a `Profile`, decorate its checks with `Profile.rule`,
and list it in `PROFILES` below. In a check's docstring, the first sentence says what is
wrong; the second paragraph, why that matters to the partner and how to fix it. `bad` and `good`
are its tests. Mark a requirement as `draft` if only a secondary source states it, and name in
`against` the profiles that require something else.
"""

from collections.abc import Iterable

from feedsvc.validator.profiles.feedly import FEEDLY
from feedsvc.validator.profiles.flipboard import FLIPBOARD
from feedsvc.validator.profiles.msn import MSN
from feedsvc.validator.profiles.news_sitemap import NEWS_SITEMAP
from feedsvc.validator.profiles.newsbreak import NEWSBREAK
from feedsvc.validator.profiles.podcast import PODCAST
from feedsvc.validator.profiles.profile import Profile, ProfileCode
from feedsvc.validator.profiles.smartnews import SMARTNEWS

__all__ = ["PROFILES", "Profile", "ProfileCode", "chosen_profiles", "profile_codes"]

PROFILES: dict[str, Profile] = {
    "feedly": FEEDLY,
    "flipboard": FLIPBOARD,
    "msn": MSN,
    "news-sitemap": NEWS_SITEMAP,
    "newsbreak": NEWSBREAK,
    "podcast": PODCAST,
    "smartnews": SMARTNEWS,
}
"""The profiles by the names that `--profile` accepts."""


def chosen_profiles(names: Iterable[str]) -> list[Profile]:
    """Return profiles by name, each once; raises ValueError for an unknown name."""
    chosen = list(dict.fromkeys(names))
    for name in chosen:
        if name not in PROFILES:
            raise ValueError(f"unknown profile {name!r}; choose from {', '.join(PROFILES)}")
    return [PROFILES[name] for name in chosen]


def profile_codes() -> dict[str, ProfileCode]:
    """Return the documentation of every code of every profile, by code."""
    return {code: doc for one in PROFILES.values() for code, doc in one.codes().items()}
