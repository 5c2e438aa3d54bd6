"""All settings of a site: the type, default, meaning and an example of each."""

import hashlib
import os
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Meta

from feedsvc.entry import LANGUAGE_TAG
from feedsvc.redirects import Redirects

MIB = 1024 * 1024


def about(meaning: str, *, example: Any = None, unset: str | None = None) -> Meta:  # noqa: ANN401 -- any TOML value
    """Describe a setting; `unset` says what applies if it has no default and is not set."""
    return Meta(
        description=meaning, examples=None if example is None else [example], extra={"unset": unset}
    )


Count = Annotated[int, Meta(ge=1)]
PathText = Annotated[str, Meta(title="path")]
DocumentBytes = Annotated[int, Meta(ge=10_000)]
URL = Annotated[str, Meta(title="URL", pattern=r"^https?://[^/\s?#]+[^\s?#]*$")]
URLOrPath = Annotated[
    str, Meta(title="URL or path", pattern=r"^(https?://[^/\s?#]+[^\s]*|/?[^\s:/][^\s:]*)$")
]
CloudURL = Annotated[
    str,
    Meta(
        title="URL with a path",
        pattern=r"^https?://[^/\s?#:@]+(:([1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d\d|655[0-2]\d|6553[0-5]))?/[^\s?#]*$",
    ),
]
Authority = Annotated[str, Meta(title="domain and date", pattern=r"^[^\s,:/]+,\d{4}(-\d\d){0,2}$")]
TimeZone = Annotated[str, Meta(title="time zone")]
LanguageTag = Annotated[str, Meta(title="language tag", pattern=f"^{LANGUAGE_TAG}$")]
FeedName = Annotated[
    str,
    Meta(title="name of lowercase letters, digits and hyphens", pattern=r"^[a-z0-9][a-z0-9-]*$"),
]
Color = Annotated[str, Meta(title="color of six hexadecimal digits", pattern=r"^#?[0-9A-Fa-f]{6}$")]
ArchiveFormat = Literal["rss", "atom", "json"]
ArchiveKind = Literal["main", "section", "tag", "author", "language"]
Content = Literal["full", "summary"]


class AuthorSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The table `[author]`."""

    name: Annotated[str, about("The author's name.", example="The Example Desk")]
    email: Annotated[
        Annotated[str, Meta(title="e-mail address")] | None,
        about("The author's e-mail address.", example="desk@example.org"),
    ] = None
    uri: Annotated[
        Annotated[str, Meta(title="URL")] | None,
        about("The author's web page.", example="https://news.example.org/about"),
    ] = None


class LimitSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The table `[limits]`."""

    story_bytes: Annotated[
        Count, about("The maximum size of a story file, in bytes. Larger files are refused.")
    ] = 5 * MIB
    document_bytes: Annotated[
        Count, about("The maximum size of a document that the validator checks, in bytes.")
    ] = 10 * MIB


class ReadingSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The table `[reading]`."""

    day_first: Annotated[
        bool | None,
        about(
            "Whether 03/04/2026 means April 3 (true) or March 4 (false).",
            example=True,
            unset="depends on the language and time zone",
        ),
    ] = None
    zones: Annotated[
        dict[str, TimeZone],
        about(
            "The time zones of abbreviations that several zones share, such as IST.",
            example={"ist": "Asia/Kolkata"},
        ),
    ] = {}
    noise: Annotated[
        tuple[str, ...],
        about(
            "Lines that appear on your pages but belong to no story. Case is ignored.",
            example=["Read our newsletter"],
        ),
    ] = ()
    repair: Annotated[bool, about("Whether to fix text that was saved in the wrong encoding.")] = (
        False
    )
    markdown: Annotated[
        bool,
        about(
            "Whether RSS includes the Markdown source of stories (`source:markdown`). A change "
            "takes effect when a story is next read. Markdown that contains HTML, comments, "
            "references or relative links is omitted."
        ),
    ] = False


class WebSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The table `[web]`."""

    checks_per_minute: Annotated[
        int, Meta(ge=0), about("How many feeds one client can validate per minute; 0 for no limit.")
    ] = 30
    desk_password: Annotated[
        Annotated[str, Meta(min_length=8)] | None,
        about(
            "The password for /desk and /metrics, with any user name. Prefer the environment "
            "variable, so that the password is not in the file.",
            example="a long and secret sentence",
            unset="none; those pages are only available on the machine itself",
        ),
    ] = None
    audience: Annotated[
        bool,
        about("Whether to count requests and subscribers of feeds; no IP addresses are stored."),
    ] = True
    fetch: Annotated[
        bool,
        about("Whether visitors of /validate can enter a feed's URL, which the server fetches."),
    ] = False


class FeedSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of `[[feeds]]`."""

    name: Annotated[FeedName, about("The feed's name in URLs.", example="long-reads")]
    title: Annotated[
        str | None,
        about("The feed's title.", example="Long reads", unset="the site's title and the name"),
    ] = None
    description: Annotated[
        str | None,
        about(
            "One sentence about the feed.",
            example="Stories that take an evening.",
            unset="the site's description",
        ),
    ] = None
    section: Annotated[
        str | None, about("Include only entries in this section.", example="science")
    ] = None
    tag: Annotated[str | None, about("Include only entries with this tag.", example="climate")] = (
        None
    )
    author: Annotated[
        str | None, about("Include only entries by this author.", example="Priya Raman")
    ] = None
    language: Annotated[
        LanguageTag | None, about("Include only entries in this language.", example="en")
    ] = None
    limit: Annotated[
        Count | None,
        about("The maximum number of entries.", example=20, unset="the site's `limit`"),
    ] = None
    max_age: Annotated[
        Count | None,
        about(
            "How many days an entry stays in the feed.", example=30, unset="the site's `max_age`"
        ),
    ] = None
    max_bytes: Annotated[
        DocumentBytes | None,
        about(
            "The maximum size of a document of the feed, in bytes.",
            example=500_000,
            unset="the site's `max_bytes`",
        ),
    ] = None
    content: Annotated[
        Content | None,
        about(
            "Whether the feed contains whole stories or only summaries.",
            example="summary",
            unset="the site's `content`",
        ),
    ] = None
    archive: Annotated[
        bool, about("Whether the feed has archive pages with all its older entries.")
    ] = True
    private: Annotated[
        bool,
        about(
            "Whether readers of the feed need a token (`feedsvc token add NAME`). A private feed "
            "is neither listed nor built, but its stories are as public as all others."
        ),
    ] = False
    podcast: Annotated[
        bool, about("Whether the feed is a podcast: it includes only entries with audio or video.")
    ] = False
    category: Annotated[
        str,
        about(
            "The podcast's category at Apple, optionally with a subcategory: `News > Daily News`."
        ),
    ] = "News"
    explicit: Annotated[bool, about("Whether the podcast is marked as explicit.")] = False
    image: Annotated[
        URLOrPath | None,
        about(
            "The podcast's cover: a square JPEG or PNG, 1400 to 3000 pixels wide. Podcast "
            "directories require one.",
            example="/podcast.jpg",
        ),
    ] = None
    locked: Annotated[
        bool, about("Whether to ask other platforms not to import the podcast (`podcast:locked`).")
    ] = True
    msn: Annotated[
        bool,
        about(
            "Whether the feed is for MSN: RSS then states when each story changed, and that you "
            "have the right to syndicate each image. Also set `max_age = 364`, because MSN rejects "
            "older stories, and `language` if the site has several."
        ),
    ] = False


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All settings of a site, each with a default that works."""

    title: Annotated[str, about("The name of the site and of its main feed.")] = "News"
    description: Annotated[str, about("One sentence about the site.")] = "The latest stories."
    base_url: Annotated[
        URL, about("The URL at which readers reach the site.", example="https://news.example.org")
    ] = "http://127.0.0.1:8000"
    id_authority: Annotated[
        Authority | None,
        about(
            "The owner of entry ids: a domain of yours, and a year or date when you owned it "
            "(RFC 4151). Set it once and never change it, because feed readers recognize "
            "an entry by its id.",
            example="news.example.org,2026",
            unset="the host of `base_url`, and 2026",
        ),
    ] = None
    author: Annotated[
        AuthorSettings | None, about("The author of stories that do not name one.")
    ] = None
    language: Annotated[
        LanguageTag | None,
        about("The language of stories that do not state one, as a language tag.", example="en"),
    ] = None
    timezone: Annotated[
        TimeZone, about("The time zone of times that do not state one, as an IANA name.")
    ] = "UTC"
    rights: Annotated[
        str | None, about("The copyright notice of all feeds.", example="© 2026 Example News")
    ] = None
    stories: Annotated[PathText, about("The folder that stories are read from.")] = "stories"
    output: Annotated[PathText, about("The folder that `feedsvc build` writes to.")] = "site"
    catalog: Annotated[
        Annotated[str, Meta(title="path or URL")],
        about(
            "The database of entry ids and first-seen dates: a file or an SQLAlchemy URL. Back it "
            "up: with it, you can move the site to another machine without losing a subscriber."
        ),
    ] = ".feedsvc/catalog.db"
    limit: Annotated[
        Count,
        about(
            "The maximum number of entries in a feed. New entries with early dates are added to it "
            "until an archive page contains them."
        ),
    ] = 50
    max_age: Annotated[
        Count | None,
        about("How many days an entry stays in the feeds.", example=90, unset="no limit"),
    ] = None
    max_bytes: Annotated[
        DocumentBytes | None,
        about(
            "The maximum size of a feed document, in bytes.", example=1_000_000, unset="no limit"
        ),
    ] = None
    content: Annotated[
        Content, about('Whether feeds contain whole stories ("full") or summaries ("summary").')
    ] = "full"
    archives: Annotated[
        tuple[ArchiveKind, ...],
        about(
            'Which feeds have an archive: "main", "section", "tag", "author" and "language" stand '
            "for all feeds of that kind. A feed in `[[feeds]]` has its own setting `archive`."
        ),
    ] = ("main", "section")
    archive_size: Annotated[
        int,
        Meta(ge=0),
        about(
            "How many entries an archive page has, at most the feed's `limit`; 0 for no archives. "
            "Do not change it later: all archive pages would change. A feed with `max_age` or "
            "`max_bytes` has no archive."
        ),
    ] = 100
    archive_formats: Annotated[
        tuple[ArchiveFormat, ...],
        about(
            'The formats of archive pages, besides HTML: "rss", "atom" or "json". Each one adds '
            "all stories of all archives to the output. RSS feeds link to archives in Atom if "
            "there are none in RSS."
        ),
    ] = ("atom",)
    tombstone_days: Annotated[
        int,
        Meta(ge=0, le=3650),
        about(
            "How many days Atom feeds list a withdrawn or expired story as deleted; 0 for never."
        ),
    ] = 30
    compress: Annotated[
        bool, about("Whether `feedsvc build` also writes .zst, .br and .gz files.")
    ] = False
    cache_seconds: Annotated[
        int, Meta(ge=0, le=86_400), about("How many seconds caches can keep a document.")
    ] = 300
    theme: Annotated[
        PathText | None,
        about(
            "A folder whose templates, style.css and script.js replace the built-in files of the "
            "same name. `feedsvc init --theme` creates one.",
            example="theme",
            unset="the built-in theme",
        ),
    ] = None
    icon: Annotated[
        URLOrPath | None,
        about(
            "The site's square icon, for feeds and pages: a URL, or a path below `base_url`.",
            example="/icon.png",
        ),
    ] = None
    logo: Annotated[
        URLOrPath | None,
        about("The site's wide logo, ideally an SVG.", example="/logo.svg", unset="the icon"),
    ] = None
    cover: Annotated[
        URLOrPath | None,
        about("A large image, for feed readers that show one (webfeeds).", example="/cover.jpg"),
    ] = None
    banner: Annotated[
        URLOrPath | None,
        about(
            "The site's logo for SmartNews, a PNG of 700 x 100 pixels.",
            example="/banner.png",
            unset="the logo, if it is a PNG",
        ),
    ] = None
    accent_color: Annotated[
        Color | None,
        about(
            "The color of links in feed readers that support it (webfeeds).",
            example="a8321c",
            unset="chosen by the feed reader",
        ),
    ] = None
    stylesheet: Annotated[
        URLOrPath | None,
        about("A CSS file for browsers that display RSS or Atom.", example="/feeds.css"),
    ] = None
    feed_menu: Annotated[
        bool, about("Whether to publish `/.well-known/feed-menu.json` (a draft of 2025).")
    ] = False
    hubs: Annotated[
        tuple[URL, ...],
        about("WebSub hubs to notify of every change.", example=["https://hub.example.net/"]),
    ] = ()
    cloud: Annotated[
        CloudURL | None,
        about(
            "The URL at which feed readers register with an rssCloud server. RSS names it in "
            "`<cloud>`, JSON Feed as a hub. feedsvc does not ping the server, which has to watch "
            "the feeds itself.",
            example="http://rpc.example.net:5337/pleaseNotify",
        ),
    ] = None
    gone: Annotated[
        tuple[PathText, ...],
        about(
            "Paths that were removed, served with status 410. A path that ends in `/*` includes "
            "everything below it.",
            example=["/drafts/*"],
        ),
    ] = ()
    moved: Annotated[
        dict[str, str],
        about(
            "Old paths, each with the path or URL it permanently redirects to. A path that ends in "
            "`/*` includes everything below it; a path with a query matches that query only.",
            example={
                "/old-page/": "/stories/new-page/",
                "/blog/*": "/stories/*",
                "/?p=12": "/stories/new-page/",
            },
        ),
    ] = {}
    limits: Annotated[LimitSettings, about("Size limits.")] = LimitSettings()
    reading: Annotated[ReadingSettings, about("How stories are read.")] = ReadingSettings()
    web: Annotated[WebSettings, about("What `feedsvc serve` and wsgi.py offer.")] = WebSettings()
    feeds: Annotated[
        tuple[FeedSettings, ...],
        about(
            "An additional feed at /feeds/NAME/. It includes the entries that match all of its "
            "filters (`section`, `tag`, `author`, `language`). Repeat the table for more feeds."
        ),
    ] = ()

    @property
    def zone(self) -> ZoneInfo:
        """The site's time zone."""
        return ZoneInfo(self.timezone)

    @property
    def authority(self) -> str:
        """The owner of entry ids: `id_authority`, or else the host of `base_url` (RFC 4151)."""
        return self.id_authority or f"{urlsplit(self.base_url).hostname},2026"

    @property
    def redirects(self) -> Redirects:
        """The redirects of old paths; raises SettingsError for an invalid one and for a loop."""
        return Redirects(self.moved, self.gone, self.base_url)

    @property
    def public_feeds(self) -> tuple[FeedSettings, ...]:
        """The feeds that need no token."""
        return tuple(feed for feed in self.feeds if not feed.private)

    @property
    def private_feeds(self) -> tuple[FeedSettings, ...]:
        """The feeds that need a token."""
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
        """Return the settings with those that a command's arguments override.

        A different folder of stories gets its own catalog, so that files of the two are never
        confused.
        """
        changed: dict[str, Any] = {
            "output": output,
            "base_url": base_url and base_url.rstrip("/"),
            "compress": compress or None,
            "reading": msgspec.structs.replace(self.reading, repair=True) if repair else None,
        }
        if stories is not None and os.path.realpath(stories) != os.path.realpath(self.stories):
            changed["stories"] = stories
            if "://" not in self.catalog:
                suffix = hashlib.sha256(os.path.realpath(stories).encode()).hexdigest()[:8]
                catalog = Path(self.catalog)
                changed["catalog"] = str(catalog.with_stem(f"{catalog.stem}-{suffix}"))
        changed = {key: value for key, value in changed.items() if value is not None}
        return msgspec.structs.replace(self, **changed)
