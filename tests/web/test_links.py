"""Links of all pages, served and built: none is broken."""

from urllib.parse import unquote, urljoin, urlsplit

import lxml.html
import msgspec
import pytest

from feedsvc.publish import file_of, publish
from feedsvc.settings import WebSettings
from feedsvc.site import Site
from feedsvc.web import create_app

BASE = "https://gazette.example.org"


@pytest.fixture
def archived(settings):
    """The site with archive pages of one story each."""
    web = WebSettings(checks_per_minute=0)
    site = Site.open(msgspec.structs.replace(settings, archive_size=1, limit=2, web=web))
    site.sync()
    yield site
    site.close()


def pages_of(site):
    """Return the pages of a site by path, as trees."""
    paths = [path for path in site.paths() if path.endswith(("/", ".html"))]
    return {path: lxml.html.document_fromstring(site.document(path).body) for path in paths}


def links_of(site, kinds="//a/@href | //head/link/@href | //script/@src"):
    """Return the URLs of the site that its pages link to, each with one such page."""
    places = {}
    for path, page in pages_of(site).items():
        for link in page.xpath(kinds):
            place = urlsplit(urljoin(BASE + path, link))
            if place.hostname == "gazette.example.org" and place.path != path:
                places.setdefault((unquote(place.path), place.query), path)
    return places


def test_every_page_is_linked_from_another(archived):
    linked = {path for path, _ in links_of(archived, "//a/@href")}
    alone = {"/404.html", "/validate/index.html"}
    assert set(pages_of(archived)) - linked == alone, "link to the page, or add it to `alone`"


def test_no_link_of_a_served_page_is_broken(archived):
    client = create_app(archived).test_client()
    for (path, query), page in links_of(archived).items():
        assert client.get(path, query_string=query).status_code == 200, (page, path)


def test_no_link_of_a_built_page_is_broken(archived, tmp_path):
    publish(archived, tmp_path / "site")
    for (path, _), page in links_of(archived).items():
        assert file_of(tmp_path / "site", path).is_file(), (page, path)


def test_fragments_of_links_exist_in_their_pages(archived):
    pages = pages_of(archived)
    for path, page in pages.items():
        for link in page.xpath("//a/@href[contains(., '#')]"):
            place = urlsplit(urljoin(BASE + path, link))
            assert place.fragment in pages[place.path].xpath("//@id"), (path, link)


def test_every_page_has_one_h1_and_unique_ids(archived):
    for path, page in pages_of(archived).items():
        assert len(page.xpath("//h1")) == 1, path
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids)), path
