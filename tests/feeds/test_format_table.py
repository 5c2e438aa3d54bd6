"""The guide's table of what each format contains, compared with documents that have everything."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from lxml import etree, html

from feedsvc.entry import Category, Dateline, Entry, Media, Person
from feedsvc.feeds import (
    FORMATS,
    Branding,
    Companion,
    Feed,
    FeedInfo,
    Podcast,
    Tombstone,
    news_sitemap,
    opml,
)
from feedsvc.feeds.pages.rendering import Publication
from feedsvc.feeds.pages.site_pages import feed_page, index_page, list_item, story_page

GUIDE = Path(__file__).parents[2] / "feedsvc" / "docs" / "feeds.md"
BASE = "https://gazette.example.org"
YES, NO = "yes", "no"

ENTRY = Entry(
    id="tag:gazette.example.org,2026:entry-id",
    source_id="source-id-00417",
    version="version-00023",
    slug="ferry",
    title="Title of the story",
    subtitle="Deck below the title",
    section="Section of it",
    link=f"{BASE}/stories/ferry/",
    published=datetime(2026, 3, 2, 6, 31, tzinfo=UTC),
    updated=datetime(2026, 3, 2, 7, 32, tzinfo=UTC),
    highlights=("Bullet before the text",),
    summary="Summary of the story",
    content="<p>Body in full</p>",
    markdown="*Body in full*",
    dateline=Dateline(place="PORT DATELINE", country="Ruritania", agency="DPX wire"),
    authors=(
        Person(name="Ada Author", email="mail@author.example", uri="https://author.example/"),
        Person(name="Only Mail", email="only@author.example"),
    ),
    agency="Agency of the story",
    media=(
        Media(
            url=f"{BASE}/picture.jpg",
            width=1357911,
            height=2468024,
            length=987654321,
            caption="Caption of it",
            alt="What it shows",
            credit="Credit of it",
        ),
        Media(url=f"{BASE}/square.png", width=1400, height=1400),
        Media(url=f"{BASE}/sound.mp3", length=123456789, duration=97531),
    ),
    categories=(
        Category(term="first-tag"),
        Category(term="04015001", scheme="https://scheme.example/", label="Label of it"),
    ),
    language="sl-rozaj",
    rights="Rights of the story",
    location=(12.345678, 23.456789),
    correction="Correction of it",
    embargo=datetime(2026, 1, 3, 4, 5, tzinfo=UTC),
    expires=datetime(2036, 1, 3, 4, 5, tzinfo=UTC),
)
"""An entry with every field."""

FEED = Feed(
    id="tag:gazette.example.org,2026:feed-id",
    path="/feeds/all/",
    base_url=BASE,
    title="Title of the feed",
    subtitle="Description of the feed",
    updated=datetime(2026, 3, 3, 8, 33, tzinfo=UTC),
    entries=(ENTRY,),
    author=Person(name="Desk of it"),
    language="de-CH-1901",
    rights="Rights of the feed",
    ttl=4711,
    branding=Branding(
        icon=f"{BASE}/icon.png",
        logo=f"{BASE}/logo.svg",
        cover=f"{BASE}/cover.jpg",
        banner=f"{BASE}/banner.png",
        accent_color="a1b2c3",
        stylesheet=f"{BASE}/feeds.css",
    ),
    tombstones=(
        Tombstone(id="tag:gazette.example.org,2026:gone", when=datetime(2026, 3, 3, tzinfo=UTC)),
    ),
    pages=4,
    hubs=("https://hub.example.net/",),
    cloud="http://cloud.example.net:5337/pleaseNotify",
)
SHOW = Podcast(
    guid="917393e3-1b1e-5cef-ace4-edaa54e1f810",
    author="Maker of the show",
    category="Arts > Design",
    image=f"{BASE}/show.jpg",
    email="owner@show.example",
    companions=(
        Companion(entry_id=ENTRY.id, url=f"{BASE}/talk.vtt", type="text/vtt"),
        Companion(
            entry_id=ENTRY.id, url=f"{BASE}/talk.chapters.json", type="application/json+chapters"
        ),
    ),
)
FEEDS = (
    FEED,
    msgspec.structs.replace(FEED, podcast=SHOW),
    msgspec.structs.replace(FEED, page=3, hubs=(), tombstones=()),
    msgspec.structs.replace(FEED, msn=True),
)
"""The feed itself, as a podcast, as an archive page, and for MSN."""


def pages():
    publication = Publication(
        title="The Gazette",
        description="About it",
        base_url=BASE,
        formats=tuple(FORMATS.values()),
        icon=FEED.branding.icon,
    )
    yield index_page(publication, [INFO], latest=[ENTRY])
    yield feed_page(publication, FEED, [list_item(publication, ENTRY)])
    yield story_page(publication, ENTRY)


INFO = FeedInfo(
    kind="custom",
    title=FEED.title,
    path=FEED.path,
    base_url=BASE,
    count=1,
    updated=FEED.updated,
    language=FEED.language,
    description=FEED.subtitle,
)
DOCUMENTS = {
    "RSS": [FORMATS["rss"].render(feed) for feed in FEEDS],
    "Atom": [FORMATS["atom"].render(feed) for feed in FEEDS],
    "JSON Feed": [FORMATS["json"].render(feed) for feed in FEEDS],
    "News sitemap": [news_sitemap("The Gazette", [ENTRY], BASE, None)],
    "OPML": [opml("The Gazette", [INFO], FEED.updated)],
    "Pages": list(pages()),
}


def dates(at):
    return (
        at.isoformat(),
        at.isoformat().replace("+00:00", "Z"),
        f"{at:%a, %d %b %Y %H:%M:%S +0000}",
    )


VALUES = {
    "id": [ENTRY.id],
    "title": [ENTRY.title],
    "subtitle": [ENTRY.subtitle],
    "link": [ENTRY.link],
    "published": dates(ENTRY.published),
    "updated": dates(ENTRY.updated),
    "authors: name": [ENTRY.authors[0].name],
    "authors: URL": [ENTRY.authors[0].uri],
    "authors: e-mail": [ENTRY.authors[1].email, f"mailto:{ENTRY.authors[1].email}"],
    "section": [ENTRY.section],
    "tags: term": [ENTRY.categories[0].term],
    "tags: label": [ENTRY.categories[1].label],
    "tags: scheme": [ENTRY.categories[1].scheme],
    "summary": [ENTRY.summary],
    "content": ["Body in full"],
    "Markdown source": [ENTRY.markdown],
    "highlights (bullets)": [ENTRY.highlights[0]],
    "correction": [ENTRY.correction],
    "image": [ENTRY.media[0].url, ENTRY.media[1].url],
    "audio": [ENTRY.media[2].url],
    "media: width and height": [str(ENTRY.media[0].width)],
    "media: size in bytes": [str(ENTRY.media[0].length), str(ENTRY.media[2].length)],
    "media: duration": [str(ENTRY.media[2].duration)],
    "media: caption": [ENTRY.media[0].caption],
    "media: alt text": [ENTRY.media[0].alt],
    "media: credit": [ENTRY.media[0].credit],
    "language": [ENTRY.language, "sl"],
    "rights": [ENTRY.rights],
    "location": ["12.345678 23.456789", "12.345678"],
    "dateline": [ENTRY.dateline.place],
    "agency": [ENTRY.agency],
    "embargo, expiry": [*dates(ENTRY.embargo), *dates(ENTRY.expires)],
    "id and version at the source": [ENTRY.source_id, ENTRY.version],
    "feed: id": [FEED.id],
    "feed: title": [FEED.title],
    "feed: description": [FEED.subtitle],
    "feed: page": [FEED.link],
    "feed: self link": [FEED.url(form.file_name) for form in FORMATS.values()],
    "feed: updated": dates(FEED.updated),
    "feed: author": [FEED.author.name],
    "feed: language": [FEED.language],
    "feed: rights": [FEED.rights],
    "feed: ttl": [str(FEED.ttl)],
    "feed: icon": [FEED.branding.icon],
    "feed: logo": [FEED.branding.logo],
    "feed: cover": [FEED.branding.cover],
    "feed: banner": [FEED.branding.banner],
    "feed: accent color": [FEED.branding.accent_color],
    "feed: stylesheet": [FEED.branding.stylesheet],
    "feed: hubs": list(FEED.hubs),
    "feed: cloud": [FEED.cloud, "cloud.example.net"],
    "feed: archive": [f"{FEED.link}archive/4/{form.file_name}" for form in FORMATS.values()],
    "feed: withdrawn entries": [FEED.tombstones[0].id],
    "podcast: guid": [SHOW.guid],
    "podcast: author": [SHOW.author],
    "podcast: owner": [SHOW.email],
    "podcast: category": ["Design"],
    "podcast: cover": [SHOW.image],
    "podcast: transcript": [SHOW.companions[0].url],
    "podcast: chapters": [SHOW.companions[1].url],
}
"""The rows of the table, and the values to look for in documents."""


def carriers(column, row):
    """Return the names of the elements or keys that contain a value, alone or in HTML."""
    found = set()
    for document in DOCUMENTS[column]:
        for name, text in texts(column, document):
            among = name == YES or "<" in text
            if any(value == text or (among and value in text) for value in VALUES[row]):
                found.add(name)
    return found


def texts(column, document):
    """Yield each text and attribute of a document, with the name of its element or key."""
    if column == "Pages":
        for element in html.fromstring(document).iter():
            yield from ((YES, text) for text in (element.text or "", *element.attrib.values()))
    elif column == "JSON Feed":
        yield from json_texts((), json.loads(document))
    else:
        root = etree.fromstring(document)
        for style in root.itersiblings(preceding=True):
            yield style.target, style.get("href")
        for element in root.iter():
            yield name_of(element), (element.text or "").strip()
            for attribute, text in element.attrib.items():
                yield "xml:lang" if attribute.endswith("}lang") else name_of(element), text


def json_texts(keys, value):
    if isinstance(value, dict):
        for key, each in value.items():
            yield from json_texts(keys if key == "items" else (*keys, key), each)
    elif isinstance(value, list):
        for each in value:
            yield from json_texts(keys, each)
    else:
        yield ".".join(keys), str(value)


def name_of(element):
    """Return an element's name, with its parent's if it is generic, and with its link relation."""
    local = etree.QName(element).localname
    name = f"{element.prefix}:{local}" if element.prefix else local
    if local in ("name", "email", "uri", "url"):
        name = f"{name_of(element.getparent())}/{name}"
    return f"{name} {element.get('rel')}" if element.get("rel") else name


def table():
    """Return the cells of the guide's table by row and column."""
    lines = (
        GUIDE.read_text("utf-8")
        .split("## What each format carries")[1]
        .split("\n## ")[0]
        .splitlines()
    )
    rows = [line.strip("|").split("|") for line in lines if line.startswith("|")]
    (_, *columns), _, *rest = ([cell.strip() for cell in row] for row in rows)
    return {name: dict(zip(columns, cells, strict=True)) for name, *cells in rest}


def test_the_table_has_every_row_and_every_format():
    cells = table()
    assert list(cells) == list(VALUES)
    assert all(list(row) == list(DOCUMENTS) for row in cells.values())


@pytest.mark.parametrize("row", VALUES)
def test_the_table_names_where_each_format_has_the_value(row):
    for column, cell in table()[row].items():
        said = {YES} if cell == YES else set(re.findall("`([^`]+)`", cell))
        assert said == carriers(column, row), column
        assert said or cell == NO, column
