"""A site with a clock that tests set, requested over HTTP."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from lxml import etree
from werkzeug.test import Client

from feedsvc.site import Site
from feedsvc.web import create_app

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
FILES = ("rss.xml", "atom.xml", "feed.json")
FEEDS = {"rss": "/rss.xml", "atom": "/atom.xml", "json": "/feed.json"}
ATOM = "{http://www.w3.org/2005/Atom}"
DELETED = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"


class LiveSite:
    """A folder of stories, the site that publishes it, and a client of its app."""

    def __init__(self, settings, now=NOON):
        self.settings, self.now = settings, now
        self.folder = Path(settings.stories)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.open()

    def open(self):
        self.site = Site.open(self.settings, clock=lambda: self.now)
        self.client = Client(create_app(self.site))

    def close(self):
        self.site.close()

    def reopen(self, settings=None):
        self.close()
        self.settings = settings or self.settings
        self.open()

    def write(self, name, title=None, *, date=NOON - timedelta(days=1), body=None, **header):
        title = title or name
        lines = {"title": title, "date": f"{date:%Y-%m-%dT%H:%M:%SZ}"}
        lines |= {key: _written(value) for key, value in header.items()}
        head = "".join(f"{key}: {value}\n" for key, value in lines.items() if value)
        file = self.folder / f"{name}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"---\n{head}---\n{body or f'What there is to say of {title}.'}\n")

    def remove(self, name):
        (self.folder / f"{name}.md").unlink(missing_ok=True)

    def sync(self, after=timedelta(0)):
        self.now += after
        return self.site.sync()

    def get(self, path, method="GET", **headers):
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.open(path, method=method, headers=named)

    def read(self, path):
        response = self.get(path)
        assert response.status_code == 200, path
        return response.data

    def ids(self, path):
        return ids_in(self.read(path))


def id_of(name):
    """Return the id of the story in a file, with the authority of the tests."""
    return f"tag:gazette.example.org,2026:{name}"


def _written(value):
    return f"{value:%Y-%m-%dT%H:%M:%SZ}" if isinstance(value, datetime) else value


def ids_in(body):
    """Return the ids of a feed's entries in the order of the document."""
    return list(entries_in(body))


def entries_in(body):
    """Return each entry of a feed, by its id."""
    if body.startswith(b"{"):
        return {item["id"]: item for item in json.loads(body)["items"]}
    root = etree.fromstring(body)
    if root.tag == "rss":
        return {item.findtext("guid"): _text(item) for item in root.iter("item")}
    return {each.findtext(f"{ATOM}id"): _text(each) for each in root.findall(f"{ATOM}entry")}


def _text(element):
    return etree.tostring(element, method="c14n", exclusive=True, with_tail=False)


def tombstones_in(body):
    """Return the time of each tombstone, by the entry's id."""
    root = etree.fromstring(body)
    return {element.get("ref"): element.get("when") for element in root.iter(DELETED)}


def links_in(body):
    """Return the URLs of a feed's links by relation; for JSON Feed, that of the next page."""
    if body.startswith(b"{"):
        url = json.loads(body).get("next_url")
        return {"prev-archive": url} if url else {}
    root = etree.fromstring(body)
    feed = root if root.tag == f"{ATOM}feed" else root[0]
    return {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
