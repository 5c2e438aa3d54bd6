"""Whole runs with the files of a newcomer, a blogger, an editor and a careless colleague."""

import json
import sys
import time
import urllib.request
from pathlib import Path

import feedparser
import lxml.html
import pytest
from click.testing import CliRunner
from support.collection import STORIES
from support.servers import serve

from feedsvc.cli import main

FEEDSVC = Path(sys.executable).with_name("feedsvc")

JEKYLL_POSTS = [
    ("2026-01-04-hello", "Hello, harbour", "author: Iva Brandt\ntags: [meta]"),
    ("2026-02-11-ice", "Ice in the basin", "author: Iva Brandt\ntags: weather harbour"),
    ("2026-03-02-crane", "The crane that would not turn", "categories: [machines]"),
    ("2026-04-19-swans", "Swans: eleven, no, twelve", "tags:\n  - birds\n  - harbour"),
    ("2026-05-01-parade", 'A "quiet" parade', "excerpt: Forty drums & not a word."),
    ("2026-06-21-light", "The longest day", "date: 2026-06-21 05:02:00 +0200"),
    ("2026-07-30-regatta", "Regatta: wind < 2 knots", "layout: post\npublished: true"),
    ("2026-08-15-rats", "Rats, and what they left", "tags: [animals]\nauthor: M. Sól"),
    ("2026-09-09-mist", "Nine days of mist", "last_modified_at: 2026-09-12"),
    ("2026-10-31-lantern", "Ein Licht für den Pier", "lang: de\ntags: [licht]"),
]

HUGO_POSTS = {
    "news/ferry-fares.md": (
        'title = "Ferry fares fall by a third"\ndate = 2026-09-14T08:00:00+02:00\n'
        'lastmod = 2026-09-15T10:30:00+02:00\nauthors = ["Pia Lund", "Tor Berg"]\n'
        'tags = ["ferries", "money"]\ndescription = "From October, a crossing costs two coins."'
    ),
    "news/whale.md": 'title = "A whale in the basin"\ndate = 2026-10-03\ntags = ["animals"]',
    "essays/on-rain/index.md": (
        'title = "On rain"\ndate = 2026-08-20T12:00:00Z\nsummary = "It is never the same."'
    ),
    "essays/unfinished.md": 'title = "Unfinished"\ndate = 2026-08-21T12:00:00Z\ndraft = true',
    "news/next-year.md": 'title = "Next year"\ndate = 2126-01-01T00:00:00Z',
}

PAGE_DUMPS = """\
Lighthouse keeper retires after 41 years and one shipwreck

Keeper Olaf Sund polishes the lamp for the last time on May 29, 2026. (Photo: Greta Holm)
Short Url
Updated 30 May 2026
Follow

Lighthouse keeper retires after 41 years and one shipwreck

  • The lamp will be tended by a sensor
  • Sund is to keep the key

BERGEN: The last keeper of the northern light came down its 212 steps for good on Friday.
“The sensor does not drink coffee,” he said. “I asked.”
The only ship that was lost in his time carried oranges. Nobody was hurt.


Beach town bans whistling before noon, then apologizes

Updated 2 June 2026
Follow

Beach town bans whistling before noon, then apologizes

  • Rule was meant for the lifeguards alone

RIMINI: A town council took back a rule on Tuesday that forbade whistling before noon.
A comma had gone missing in print, a spokeswoman said.
Bathers had answered the ban with kazoos.

Goats hired to mow airport get a uniform

A goat stands guard beside the runway on June 4, 2026. (AFP)
Short Url
Updated 5 June 2026
Follow

Goats hired to mow airport get a uniform

  • Forty goats cover nine hectares
  • Vests can be seen from the tower

CORK: The goats that keep the grass short at the airport were given yellow vests on Thursday.
Pilots had reported them as a small cloud.
The vests have been chewed, but hold.
"""


def run(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture(autouse=True)
def _workplace(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def built(folder, *, exit_code=0):
    """Build a folder, validate all documents, and return the main feed as feedparser reads it."""
    result = run("build", folder, "--output", "out")
    assert result.exit_code == exit_code, result.output
    documents = [path for path in Path("out").rglob("*.*") if path.suffix in (".xml", ".json")]
    checked = run("validate", "--format", "json", *documents)
    findings = [
        (document["document"], finding["code"])
        for document in json.loads(checked.stdout)["documents"]
        for finding in document["findings"]
        if finding["severity"] != "info"
    ]
    assert findings == []
    feed = feedparser.parse(Path("out/rss.xml").read_bytes())
    assert not feed.bozo
    return feed


def test_ten_jekyll_posts():
    posts = Path("_posts")
    posts.mkdir()
    for name, title, header in JEKYLL_POSTS:
        text = f"---\ntitle: {json.dumps(title, ensure_ascii=False)}\n{header}\n---\n"
        (posts / f"{name}.md").write_text(text + f"This is about **{name}**.\n", encoding="utf-8")
    feed = built(posts)
    assert [entry.title for entry in feed.entries] == [
        title for _, title, _ in reversed(JEKYLL_POSTS)
    ]
    assert [entry.published_parsed[:3] for entry in feed.entries] == [
        tuple(int(part) for part in name.split("-")[:3]) for name, _, _ in reversed(JEKYLL_POSTS)
    ]
    assert "This is about <strong>2026-01-04-hello</strong>." in feed.entries[-1].content[0].value
    assert Path("out/tags/harbour/rss.xml").exists()
    assert Path("out/languages/de/atom.xml").exists()


def test_a_hugo_content_folder_with_toml_front_matter():
    for name, header in HUGO_POSTS.items():
        file = Path("content") / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"+++\n{header}\n+++\n\nIt was *said* on the pier.\n", encoding="utf-8")
    Path("content/news/_index.md").write_text('+++\ntitle = "All the news"\n+++\n')
    feed = built("content")
    assert [entry.title for entry in feed.entries] == [
        "A whale in the basin",
        "Ferry fares fall by a third",
        "On rain",
    ]
    fares = feed.entries[1]
    assert fares.summary == "From October, a crossing costs two coins."
    assert {author.name for author in fares.authors} == {"Pia Lund", "Tor Berg"}
    assert {"ferries", "money"} <= {tag.term for tag in fares.tags}
    sections = {path.name for path in Path("out/sections").iterdir()}
    assert {"news", "essays"} <= sections
    everything = "".join(
        path.read_text(encoding="utf-8") for path in Path("out").rglob("*") if path.is_file()
    )
    assert "Unfinished" not in everything
    assert "All the news" not in everything
    assert "Next year" not in everything


def test_one_text_file_with_the_text_of_three_pages():
    Path("dumps").mkdir()
    Path("dumps/june.txt").write_text(PAGE_DUMPS, encoding="utf-8")
    feed = built("dumps")
    assert [entry.title for entry in feed.entries] == [
        "Goats hired to mow airport get a uniform",
        "Beach town bans whistling before noon, then apologizes",
        "Lighthouse keeper retires after 41 years and one shipwreck",
    ]
    keeper = feed.entries[2]
    assert "The lamp will be tended by a sensor" in keeper.summary
    body = keeper.content[0].value
    assert "<p>BERGEN: The last keeper" in body
    for boilerplate in ("Short Url", "Follow", "Updated", "Greta Holm", "Goats"):
        assert boilerplate not in body


def test_a_story_with_invalid_front_matter_among_valid_ones():
    Path("mixed").mkdir()
    Path("mixed/good.md").write_text("---\ntitle: Good\ndate: 2026-05-05\n---\nText.\n")
    Path("mixed/bad.md").write_text("---\ntitle: Bad\ntags: [never, closed\n---\nText.\n")
    Path("mixed/also-good.md").write_text("---\ntitle: Also good\ndate: 2026-05-06\n---\nText.\n")
    result = run("build", "mixed", "--output", "out")
    assert result.exit_code == 1
    assert "refused: bad.md:" in result.stderr
    assert "1 refused" in result.stdout
    feed = built("mixed", exit_code=1)
    assert [entry.title for entry in feed.entries] == ["Also good", "Good"]


def test_an_empty_folder_has_a_valid_empty_feed_and_a_hint():
    Path("empty").mkdir()
    assert built("empty").entries == []
    assert json.loads(Path("out/feed.json").read_text())["items"] == []
    assert "There are no stories yet" in run("build", "empty", "--output", "out").output
    with serve("empty") as server:
        assert "There are no stories yet" in server.until("Each feed is")
        assert feedparser.parse(fetch(server.url + "/atom.xml")).entries == []
        assert b"no stories yet" in fetch(server.url + "/").lower()
        assert server.stop()[0] == 0


def test_a_story_edited_while_serve_runs_is_updated_in_the_feed():
    Path("desk").mkdir()
    story = Path("desk/tide.md")
    story.write_text("---\ntitle: High tide\ndate: 2026-07-01\n---\nThe water rose.\n")
    with serve("desk") as server:
        before = feedparser.parse(fetch(server.url + "/rss.xml")).entries[0]
        story.write_text("---\ntitle: Highest tide yet\ndate: 2026-07-01\n---\nIt rose again.\n")
        wait_for(lambda: b"Highest tide yet" in fetch(server.url + "/rss.xml"))
        after = feedparser.parse(fetch(server.url + "/rss.xml")).entries[0]
        assert after.id == before.id
        assert after.published == before.published
        assert b"It rose again" in fetch(server.url + "/feed.json")
        assert server.stop()[0] == 0


def fetch(url):
    with urllib.request.urlopen(url, timeout=30) as response:
        return response.read()


def wait_for(condition, seconds=60):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


MULTI = STORIES / "multi" / "03.txt"


@pytest.mark.shared
def test_a_real_page_with_two_stories_is_the_same_in_every_format(tmp_path):
    (tmp_path / "stories").mkdir()
    (tmp_path / "stories" / "03.txt").write_bytes(MULTI.read_bytes())
    built(tmp_path / "stories")
    site = Path("out")
    expected = {
        story["title"]: story
        for story in json.loads(MULTI.with_suffix(".json").read_text())["stories"]
    }
    items = json.loads((site / "feed.json").read_text())["items"]
    rows_of = {
        "json": [(i["title"], i["date_published"], i["summary"], i["content_html"]) for i in items]
    }
    for name, file in {"rss": "rss.xml", "atom": "atom.xml"}.items():
        entries = feedparser.parse((site / file).read_bytes()).entries
        rows_of[name] = [
            (
                entry.title,
                time.strftime("%Y-%m-%d", entry.published_parsed),
                entry.summary,
                entry.content[0].value,
            )
            for entry in entries
        ]
    for rows in rows_of.values():
        assert {row[0] for row in rows} == set(expected)
        for title, updated, summary, content in rows:
            story = expected[title]
            assert updated[:10] == story["updated"]
            assert all(bullet in summary for bullet in story["summary"])
            body = lxml.html.fragment_fromstring(content, create_parent="div")
            paragraphs = [" ".join(p.text_content().split()) for p in body.iter("p")]
            assert story["first_paragraph"] in paragraphs
            assert paragraphs[-1] == story["last_paragraph"]
            assert not any(caption["text"] in content for caption in story["captions"])
            assert not any(line in content for line in ("Short Url", "Follow"))
