"""The settings of a site: what there is to set, each with a default that works."""

import hashlib
import os
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Meta

from feedsvc.redirects import Moves

MIB = 1024 * 1024

Count = Annotated[int, Meta(ge=1)]
Name = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9-]*$")]
WebAddress = Annotated[str, Meta(pattern=r"^https?://[^/\s?#]+[^\s?#]*$")]
Authority = Annotated[str, Meta(pattern=r"^[^\s,:/]+,\d{4}(-\d\d){0,2}$")]
LanguageTag = Annotated[str, Meta(pattern=r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$")]
CloudAddress = Annotated[
    str,
    Meta(
        pattern=r"^https?://[^/\s?#:@]+(:([1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d\d|655[0-2]\d|6553[0-5]))?/[^\s?#]*$"
    ),
]
Place = Annotated[str, Meta(pattern=r"^(https?://[^/\s?#]+[^\s]*|/?[^\s:/][^\s:]*)$")]
Colour = Annotated[str, Meta(pattern=r"^#?[0-9A-Fa-f]{6}$")]


class AuthorSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who writes where a story names nobody."""

    name: str
    email: str | None = None
    uri: str | None = None


class LimitSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is too large: a story file and a document to check, in bytes."""

    story_bytes: Count = 5 * MIB
    document_bytes: Count = 10 * MIB


class ReadingSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What stories leave open, and what in them is no story.

    `day_first` says whether 03/04/2026 is in April; unset, the language and the zone do.
    `zones` names the zone that letters mean which several share (`ist = "Asia/Kolkata"`).
    `noise` are lines that the newsroom's pages carry and no story holds. `repair` mends
    UTF-8 that was read in another encoding and saved again. `markdown` keeps the text of
    stories in Markdown, for RSS.
    """

    day_first: bool | None = None
    zones: dict[str, str] = {}
    noise: tuple[str, ...] = ()
    repair: bool = False
    markdown: bool = False


class WebSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the web app allows: checks of feeds for one client in a minute, 0 for any number.

    With `fetch`, a visitor may name the address of a feed that is then fetched from here.
    `desk_password` opens the newsroom's pages where they are not open by themselves;
    `audience` counts fetches and subscribers of feeds.
    """

    checks_per_minute: Annotated[int, Meta(ge=0)] = 30
    desk_password: Annotated[str, Meta(min_length=8)] | None = None
    audience: bool = True
    fetch: bool = False


class FeedSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A feed that the site adds to those it makes itself; filters that are given all hold.

    `limit` is a number of entries, `max_age` days, `max_bytes` bytes of each document. With
    `podcast`, it has the entries that bring sound or film, and what directories ask of a show:
    `category` is Apple's (`News > Daily News`), `image` its cover; `locked` keeps other
    platforms from taking the show over. With `msn`, its RSS has what MSN asks for besides. One
    that is `private` is served to those who have a token, and is neither listed nor built; its
    stories are as public as all others.
    """

    name: Name
    title: str | None = None
    description: str | None = None
    section: str | None = None
    tag: str | None = None
    author: str | None = None
    language: LanguageTag | None = None
    limit: Count | None = None
    max_age: Count | None = None
    max_bytes: Annotated[int, Meta(ge=10_000)] | None = None
    content: Literal["full", "summary"] | None = None
    private: bool = False
    podcast: bool = False
    category: str = "News"
    explicit: bool = False
    image: Place | None = None
    locked: bool = True
    msn: bool = False


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All settings of a site, each with a default that works.

    `limit`, `max_age` (days), `max_bytes` and `content` are those of every feed that sets
    none of its own. `archive_size` is how many entries a page of an archive has, `tombstone_days`
    for how long feeds tell of an entry that went; 0 is never. `cache_seconds` is how long a cache
    may keep a document. `compress` puts compressed files beside those that are built. `icon`,
    `logo`, `cover`, `banner` and `stylesheet` are addresses, or paths below `base_url`;
    `accent_color` is six hexadecimal digits. `gone` are paths where nothing is any more, `moved`
    says of others where they lead; both may end in `/*`. `hubs` are told of feeds that changed
    (WebSub); `cloud` is where readers register with an rssCloud server. `theme` is a folder of
    templates that stand in place of feedsvc's own.
    """

    title: str = "News"
    description: str = "The latest stories."
    base_url: WebAddress = "http://127.0.0.1:8000"
    id_authority: Authority | None = None
    author: AuthorSettings | None = None
    language: LanguageTag | None = None
    timezone: str = "UTC"
    rights: str | None = None
    stories: str = "stories"
    output: str = "site"
    catalog: str = ".feedsvc/catalog.db"
    limit: Count = 50
    max_age: Count | None = None
    max_bytes: Annotated[int, Meta(ge=10_000)] | None = None
    content: Literal["full", "summary"] = "full"
    archive_size: Annotated[int, Meta(ge=0)] = 100
    tombstone_days: Annotated[int, Meta(ge=0, le=3650)] = 30
    compress: bool = False
    cache_seconds: Annotated[int, Meta(ge=0, le=86_400)] = 300
    theme: str | None = None
    icon: Place | None = None
    logo: Place | None = None
    cover: Place | None = None
    banner: Place | None = None
    accent_color: Colour | None = None
    stylesheet: Place | None = None
    feed_menu: bool = False
    hubs: tuple[WebAddress, ...] = ()
    cloud: CloudAddress | None = None
    gone: tuple[str, ...] = ()
    moved: dict[str, str] = {}
    limits: LimitSettings = LimitSettings()
    reading: ReadingSettings = ReadingSettings()
    web: WebSettings = WebSettings()
    feeds: tuple[FeedSettings, ...] = ()

    @property
    def zone(self) -> ZoneInfo:
        """The site's time zone."""
        return ZoneInfo(self.timezone)

    @property
    def authority(self) -> str:
        """Whom ids belong to: `id_authority`, else the host of `base_url` (RFC 4151)."""
        return self.id_authority or f"{urlsplit(self.base_url).hostname},2026"

    @property
    def moves(self) -> Moves:
        """What old paths lead to; raises SettingsError where one cannot be, or goes in a loop."""
        return Moves(self.moved, self.gone, self.base_url)

    @property
    def public_feeds(self) -> tuple[FeedSettings, ...]:
        """The feeds that everybody may read."""
        return tuple(feed for feed in self.feeds if not feed.private)

    @property
    def private_feeds(self) -> tuple[FeedSettings, ...]:
        """The feeds that only a token opens."""
        return tuple(feed for feed in self.feeds if feed.private)

    def with_overrides(
        self,
        *,
        stories: str | None = None,
        output: str | None = None,
        base_url: str | None = None,
        repair: bool = False,
        compress: bool = False,
    ) -> "Settings":
        """Return the settings as a command's arguments change them.

        Another folder of stories gets a catalog of its own, so that the files of one never
        pass for those of the other.
        """
        changed: dict[str, Any] = {}
        if stories is not None and os.path.realpath(stories) != os.path.realpath(self.stories):
            mark = hashlib.sha256(os.path.realpath(stories).encode()).hexdigest()[:8]
            catalog = Path(self.catalog)
            changed["stories"] = stories
            if "://" not in self.catalog:
                changed["catalog"] = str(catalog.with_stem(f"{catalog.stem}-{mark}"))
        if output is not None:
            changed["output"] = output
        if base_url is not None:
            changed["base_url"] = base_url.rstrip("/")
        if compress:
            changed["compress"] = True
        if repair:
            changed["reading"] = msgspec.structs.replace(self.reading, repair=True)
        return msgspec.structs.replace(self, **changed)


TABLES: dict[str, type[msgspec.Struct]] = {
    "author": AuthorSettings,
    "limits": LimitSettings,
    "reading": ReadingSettings,
    "web": WebSettings,
}
"""The tables of the file by their keys, but for `[[feeds]]`."""
