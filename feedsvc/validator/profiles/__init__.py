"""Profiles: what partners ask of a feed beyond the specifications, each in its own module.

A profile is chosen by name (`validate(data, profiles=["msn"])`, `--profile msn`); its rules
run after the general ones, and cost nothing where none is chosen. Importing this package
loads no lxml.

To add one: make a module with a `Profile`, decorate its checks with `Profile.rule`, and add
it to `PROFILES` below; rules that would make it too long go to a second one, into
`MORE_RULES`. The first sentence of a check's docstring says what is wrong, the second
paragraph why that matters to the partner; `bad` and `good` are its tests. Mark as `draft`
what only a secondary source says, and tell by `against` which other profile asks otherwise.
"""

from collections.abc import Iterable

from feedsvc.validator.profiles import (
    msn_content,
    news_sitemap_stories,
    podcast_episodes,
    podcasting2,
    smartnews_stories,
)
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
"""The profiles by the names that `--profile` takes."""

MORE_RULES = (
    msn_content,
    news_sitemap_stories,
    podcast_episodes,
    podcasting2,
    smartnews_stories,
)
"""Modules that add rules to a profile of another module; importing them is all it takes."""


def chosen_profiles(names: Iterable[str]) -> list[Profile]:
    """Give profiles by name, each once; raises ValueError where there is none of that name."""
    chosen = list(dict.fromkeys(names))
    for name in chosen:
        if name not in PROFILES:
            raise ValueError(f"there is no profile {name!r}; there are {', '.join(PROFILES)}")
    return [PROFILES[name] for name in chosen]


def profile_codes() -> dict[str, ProfileCode]:
    """Give what is told about every code of every profile, by code."""
    return {code: told for one in PROFILES.values() for code, told in one.codes().items()}
