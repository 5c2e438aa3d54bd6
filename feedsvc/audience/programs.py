"""The programs that fetch feeds, and for how many people, by what they say in User-Agent.

No standard says how. Services that fetch a feed once for all who follow it write `42 subscribers`
somewhere, and most of them a name of their own for the feed, `feed-id=1234`.
"""

import re
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

import msgspec

OTHER = "Other"
"""The name of all programs that are not known."""

MOST_SUBSCRIBERS = 100_000_000
"""More people than this follow no feed: a greater number is a jest."""

LONGEST_ID = 64


class Role(StrEnum):
    """What it means that a program fetches a feed.

    A `READER` is one that people read with: it says for how many it fetches, or each client
    stands for one person. A `VISITOR`, such as a browser or a robot, follows nothing.
    """

    READER = "reader"
    VISITOR = "visitor"


class Program(msgspec.Struct, frozen=True):
    """A program: its name as its makers write it, and what only its User-Agent holds.

    `marks` are in small letters; one of them is enough.
    """

    name: str
    marks: tuple[str, ...]
    role: Role = Role.READER


class Seen(NamedTuple):
    """What a User-Agent says; `subscribers` is None where it gives no number."""

    program: str
    role: Role
    subscribers: int | None = None
    feed_id: str = ""


SERVICES = (
    Program("Feedly", ("feedly",)),
    Program("Inoreader", ("inoreader",)),
    Program("NewsBlur", ("newsblur",)),
    Program("The Old Reader", ("theoldreader", "the old reader")),
    Program("Feedbin", ("feedbin",)),
    Program("BazQux Reader", ("bazqux",)),
    Program("Feeder.co", ("feeder.co",)),
    Program("Feedspot", ("feedspot",)),
    Program("Feed Wrangler", ("feedwrangler", "feed wrangler")),
    Program("FeedHQ", ("feedhq",)),
    Program("CommaFeed", ("commafeed",)),
    Program("Netvibes", ("netvibes",)),
    Program("NewsGator", ("newsgator",)),
    Program("Bloglines", ("bloglines",)),
    Program("Digg Reader", ("digg feed fetcher", "diggreader")),
    Program("Aol Reader", ("aolreader",)),
    Program("G2Reader", ("g2reader",)),
    Program("Superfeedr", ("superfeedr",)),
    Program("Flipboard", ("flipboard",)),
    Program("Readwise Reader", ("readwise",)),
    Program("Slack", ("slackbot", "slack-rss")),
    Program("Google", ("feedfetcher-google",)),
)
"""Services that fetch a feed once for all who follow it there.

Some say that they are like another, which therefore stands after them.
"""

PODCAST_APPS = (
    Program("Overcast", ("overcast/",)),
    Program("Pocket Casts", ("pocket casts", "pocketcasts")),
    Program("AntennaPod", ("antennapod",)),
    Program("Apple Podcasts", ("itms", "applepodcasts", "podcasts/", "applecoremedia")),
    Program("Podcast Addict", ("podcastaddict", "podcast addict")),
    Program("Castbox", ("castbox",)),
    Program("Castro", ("castro",)),
    Program("Player FM", ("playerfm", "player fm", "player.fm")),
    Program("gPodder", ("gpodder",)),
    Program("Spotify", ("spotify",)),
    Program("Podcast Index", ("podcastindex",)),
    Program("Downcast", ("downcast",)),
)
"""Apps for podcasts, of which some fetch for all their users as services do."""

APPS = (
    Program("NetNewsWire", ("netnewswire",)),
    Program("Reeder", ("reeder/",)),
    Program("FreshRSS", ("freshrss",)),
    Program("Miniflux", ("miniflux",)),
    Program("Tiny Tiny RSS", ("tiny tiny rss", "tt-rss")),
    Program("Nextcloud News", ("nextcloud-news", "nextcloud news")),
    Program("selfoss", ("selfoss",)),
    Program("Yarr", ("yarr/",)),
    Program("Newsboat", ("newsboat", "newsbeuter")),
    Program("Thunderbird", ("thunderbird",)),
    Program("Akregator", ("akregator",)),
    Program("Liferea", ("liferea",)),
    Program("NewsFlash", ("newsflash", "news-flash")),
    Program("RSS Guard", ("rssguard", "rss guard")),
    Program("QuiteRSS", ("quiterss",)),
    Program("Vienna", ("vienna/",)),
    Program("ReadKit", ("readkit",)),
    Program("Unread", ("unread/", "unread rss")),
    Program("lire", ("lire/",)),
    Program("Feedbro", ("feedbro",)),
    Program("Fluent Reader", ("fluent reader", "fluentreader")),
    Program("Read You", ("readyou", "read you")),
    Program("Feeder", ("feeder/", "com.nononsenseapps.feeder")),
    Program("RSSOwl", ("rssowl",)),
    Program("FeedDemon", ("feeddemon",)),
    Program("Windows RSS", ("windows-rss-platform", "msfeedssync")),
    Program("rss2email", ("rss2email",)),
    Program("Elfeed", ("elfeed",)),
    Program("reader for Python", ("python-reader/",)),
    Program("feedparser", ("feedparser",)),
)
"""Programs that fetch for the one who runs them."""

VISITORS = (
    Program("Robots", ("bot", "crawl", "spider", "slurp", "archiver"), Role.VISITOR),
    Program("Validators and watchdogs", ("valid", "monitor", "uptime", "check"), Role.VISITOR),
    Program(
        "Tools",
        ("curl/", "wget/", "python-", "libwww", "go-http-client", "okhttp", "java/", "httpie"),
        Role.VISITOR,
    ),
    Program("Web browsers", ("mozilla/", "opera/"), Role.VISITOR),
)
"""What follows no feed. Nearly everything says that it is Mozilla, which therefore comes last."""

PROGRAMS: tuple[Program, ...] = (*SERVICES, *PODCAST_APPS, *APPS, *VISITORS)
"""All programs that are known: the first whose mark a User-Agent holds is taken."""

_NUMBER = re.compile(
    r"\b(?P<before>\d[\d,]{0,11}) (?:subscribers?|readers|followers)\b"
    r"|\bsubscribers[:=] ?(?P<after>\d[\d,]{0,11})\b"
)
_FEED_ID = re.compile(r"\bfeed-?_?id[=:] ?([\w-]+)", re.ASCII)


@lru_cache(maxsize=2048)
def recognise(user_agent: str) -> Seen:
    """Return which program a User-Agent names, and for how many people it says to fetch.

    Whoever says a number reads for others, known or not. Any text will do.
    """
    text = user_agent.lower()
    subscribers = _subscribers(text)
    program = _program(text)
    if program is None or (subscribers is not None and program.role is Role.VISITOR):
        program = Program(OTHER, ())
    found = _FEED_ID.search(text)
    return Seen(program.name, program.role, subscribers, found[1][:LONGEST_ID] if found else "")


def _program(text: str) -> Program | None:
    return next(
        (program for program in PROGRAMS if any(mark in text for mark in program.marks)), None
    )


def _subscribers(text: str) -> int | None:
    found = _NUMBER.search(text)
    digits = (found["before"] or found["after"]).replace(",", "") if found else ""
    number = int(digits) if digits else None
    return number if number is not None and number <= MOST_SUBSCRIBERS else None
