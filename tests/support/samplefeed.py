"""A sample feed, and strategies for hostile ones, for the tests of feed formats."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import msgspec
from hypothesis import strategies as st

from feedsvc.entry import Category, Entry, Media, Person
from feedsvc.feeds import (
    COMPANION_TYPES,
    Branding,
    Companion,
    Feed,
    Podcast,
    Tombstone,
)

BASE = "https://news.example.org"
MORNING = datetime(2026, 3, 2, 6, 30, tzinfo=UTC)
NASTY = (
    "]]>",
    "&amp;amp;",
    "AT&T",
    "a <b> c",
    "\x00\x08\x1b\ufffe",
    "\ud800",
    "\u202e\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627",
    "👩\u200d🚒🇺🇦",
    "'\"",
    "\t\r\n",
    "&#0; &nbsp",
    "\n    <item>\n      <title>",
    "\n  <entry>\n",
    '\n  "items": [\n    {\n      "id": ',
)

FERRY = Entry(
    id="tag:news.example.org,2026:ferry",
    slug="ferry-sails-again",
    title="Ferry sails again",
    subtitle="Repairs took the whole winter",
    section="Harbour",
    link=f"{BASE}/stories/ferry-sails-again/",
    published=MORNING,
    updated=MORNING + timedelta(hours=2),
    highlights=("The ferry is back.", "Tickets cost as before"),
    content='<p>PORT ELLIS: The ferry left at <a href="/timetable">six</a> &amp; was full.</p>',
    authors=(
        Person(name="Mara Lindqvist", email="mara@news.example.org"),
        Person(name="Teo Okafor", uri="https://okafor.example.net/"),
    ),
    media=(
        Media(
            url=f"{BASE}/ferry.jpg",
            width=1200,
            height=800,
            length=84_000,
            caption="The ferry at the quay.",
            credit="Okafor",
        ),
        Media(url=f"{BASE}/ferry.mp3", type="audio/mp3"),
        Media(caption="A caption whose image is missing"),
    ),
    categories=(
        Category(term="harbour"),
        Category(term="04015001", scheme="http://cv.example.net/subject/", label="Shipping"),
    ),
    language="en",
    rights="© Harbour News",
    correction="An earlier version named another quay.",
)

BRIDGE = Entry(
    id="tag:news.example.org,2026:bruecke",
    slug="bruecke",
    title="Brücke gesperrt",
    link=f"{BASE}/stories/bruecke/",
    published=MORNING - timedelta(days=1),
    updated=MORNING - timedelta(days=1),
    content="<p>Die alte Brücke ist seit Sonntag zu.</p>",
    language="de",
)


def sample_feed(*entries: Entry, **changes: object) -> Feed:
    """Return a feed of these entries, by default the ferry and the bridge."""
    entries = entries or (FERRY, BRIDGE)
    feed = Feed(
        id="tag:news.example.org,2026:feed/",
        path="/",
        base_url=BASE,
        title="Harbour News",
        subtitle="From the quay.",
        updated=MORNING + timedelta(hours=2),
        published=newest_publication(entries),
        entries=entries,
        language="en",
        rights="© Harbour News",
        ttl=5,
    )
    return msgspec.structs.replace(feed, **changes)


def newest_publication(entries: Iterable[Entry]) -> datetime | None:
    """Return when the newest of some entries was published; None without entries."""
    return max((entry.published for entry in entries if entry.published), default=None)


def texts(min_size: int = 0) -> st.SearchStrategy[str]:
    """Any text: characters illegal in XML, markup, bidi controls, lone surrogates."""
    pieces = st.sampled_from(NASTY) | st.text(st.characters(), min_size=min_size, max_size=20)
    return st.lists(pieces, min_size=min(1, min_size), max_size=4).map("".join)


def times() -> st.SearchStrategy[datetime]:
    """Times between 1990 and 2099, in many zones."""
    first, last = (datetime(year, 6, 1, tzinfo=UTC).replace(tzinfo=None) for year in (1990, 2099))
    return st.datetimes(first, last, timezones=st.timezones(), allow_imaginary=False)


def entries() -> st.SearchStrategy[Entry]:
    """Complete entries with hostile text in every field."""
    text = texts()
    media = st.builds(
        Media,
        url=st.none() | st.sampled_from([f"{BASE}/ü b.png", f"{BASE}/a.mp3", "x y", ""]),
        type=st.none() | text,
        width=st.none() | st.integers(-1, 5000),
        length=st.none() | st.integers(-1, 10**9),
        caption=st.none() | text,
        credit=st.none() | text,
    )
    return st.builds(
        Entry,
        id=st.uuids().map(lambda number: f"urn:uuid:{number}"),
        slug=st.just("x"),
        title=st.none() | text,
        subtitle=st.none() | text,
        link=st.sampled_from([f"{BASE}/stories/x/", f"{BASE}/über uns?a=1&b=%"]),
        published=times(),
        updated=times(),
        highlights=st.lists(text, max_size=2).map(tuple),
        summary=st.none() | text,
        content=st.none() | text,
        markdown=st.none() | text,
        authors=st.lists(
            st.builds(Person, name=text, email=st.none() | text, uri=st.none() | text), max_size=2
        ).map(tuple),
        media=st.lists(media, max_size=2).map(tuple),
        categories=st.lists(
            st.builds(Category, term=text, scheme=st.none() | text, label=st.none() | text),
            max_size=2,
        ).map(tuple),
        language=st.none() | st.sampled_from(["en", "pt_BR", "??", "zh-Hant"]),
        rights=st.none() | text,
        location=st.none() | st.tuples(st.floats(-99, 99), st.floats(-199, 199)),
        correction=st.none() | text,
    )


def feeds(max_size: int = 4) -> st.SearchStrategy[Feed]:
    """Feeds of every kind, with hostile text and up to `max_size` entries."""
    text, number = texts(), st.integers(0, 3)
    url = st.sampled_from([f"{BASE}/a b.png", f"{BASE}/logo.svg", f"{BASE}/x.css?a=1&b=2"])
    tombstone = st.builds(Tombstone, id=text, when=times())
    feed = st.builds(
        Feed,
        id=st.just("tag:news.example.org,2026:feed/"),
        path=st.sampled_from(["/", "/tags/x/"]),
        base_url=st.just(BASE),
        title=text,
        subtitle=text,
        updated=times(),
        entries=st.lists(entries(), max_size=max_size).map(tuple),
        author=st.none() | st.builds(Person, name=text, email=st.none() | text),
        language=st.none() | st.sampled_from(["en", "pt_BR", "??"]),
        rights=st.none() | text,
        ttl=st.none() | number,
        full=st.booleans(),
        branding=st.builds(
            Branding,
            icon=st.none() | url,
            logo=st.none() | url,
            cover=st.none() | url,
            banner=st.none() | url,
            stylesheet=st.none() | url,
        ),
        tombstones=st.lists(tombstone, max_size=2).map(tuple),
        page=st.none() | number,
        pages=number,
        hubs=st.lists(st.just("https://hub.example.net/"), max_size=2).map(tuple),
        cloud=st.none() | st.just("http://cloud.example.net/notify"),
        private=st.booleans(),
        msn=st.booleans(),
    )
    return st.builds(_consistent, feed, st.none() | podcasts(), st.booleans())


def podcasts() -> st.SearchStrategy[Podcast]:
    """Podcasts without companions, with hostile text."""
    text = texts()
    return st.builds(
        Podcast,
        guid=text,
        author=text,
        category=text,
        explicit=st.booleans(),
        image=st.none() | st.just(f"{BASE}/cover.jpg"),
        email=st.none() | text,
        locked=st.booleans(),
    )


def _consistent(feed: Feed, podcast: Podcast | None, has_companions: bool) -> Feed:
    """Return a feed with the time of its newest publication, and with a podcast's companions."""
    companions = tuple(
        Companion(entry_id=entry.id or "", url=f"{BASE}/{entry.id}{suffix}", type=kind)
        for entry in (feed.entries if has_companions else ())
        for suffix, kind in COMPANION_TYPES.items()
    )
    return msgspec.structs.replace(
        feed,
        published=newest_publication(feed.entries),
        podcast=podcast and msgspec.structs.replace(podcast, companions=companions),
    )
