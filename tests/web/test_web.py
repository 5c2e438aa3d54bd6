"""The web app, used by readers, editors and programs."""

import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urljoin

import pytest
from support.webpage import JSON, page_of, words
from werkzeug.test import Client

from feedsvc.errors import CatalogError
from feedsvc.site import Site
from feedsvc.web import create_app

ROOT = Path(__file__).parents[2]


class Faulty(Site):
    """A site whose catalog or code fails after it was opened."""

    error = None

    def document(self, path, at=None):  # noqa: ARG002 -- the site's signature
        raise self.error

    def count(self, at=None):  # noqa: ARG002 -- the site's signature
        raise self.error


@pytest.fixture
def faulty(settings):
    """A function that returns a client of a site that fails with an error."""
    site = Faulty.open(settings)

    def client_for(error):
        site.error = error
        return Client(create_app(site))

    yield client_for
    site.close()


# Documents


def test_every_document_is_served_with_its_bytes(client, site):
    paths = site.paths()
    assert {"/", "/rss.xml", "/sections/world/atom.xml", "/style.css", "/opml.xml"} <= set(paths)
    for path in paths:
        document, response = site.document(path), client.get(path)
        assert response.status_code == 200
        assert response.data == document.body
        assert response.content_type == document.media_type
        assert response.headers["ETag"] == document.etag


@pytest.mark.parametrize(
    ("path", "validators"),
    [
        ("/rss.xml", ("ETag", "Last-Modified")),
        ("/opml.xml", ("ETag", "Last-Modified")),
        ("/", ("ETag",)),
        ("/style.css", ("ETag",)),
    ],
)
def test_a_document_is_sent_once_and_then_gets_304(client, path, validators):
    first = client.get(path)
    conditions = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}
    assert tuple(name for name in conditions if name in first.headers) == validators
    for name in validators:
        again = client.get(path, headers={conditions[name]: first.headers[name]})
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == first.headers["ETag"]
        assert again.headers["Cache-Control"] == first.headers["Cache-Control"]


def test_documents_are_cached_as_long_as_the_site_allows(client, site):
    fresh, stale = site.freshness(site.now())
    caching = client.get("/rss.xml").headers["Cache-Control"]
    assert caching == f"public, max-age={fresh}, stale-while-revalidate={stale}"


def test_head_has_the_length_and_no_body(client):
    head, get = client.head("/atom.xml"), client.get("/atom.xml")
    assert head.data == b""
    assert head.headers["Content-Length"] == str(len(get.data))


def test_a_saved_story_is_in_the_next_response(client, site, stories):
    before = client.get("/rss.xml")
    (stories / "world" / "new.md").write_text("---\ntitle: A seal\n---\nIt waved.\n")
    site.sync()
    after = client.get("/rss.xml", headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert "A seal" in after.text


def test_a_page_without_its_trailing_slash_redirects(client, site):
    path = next(path for path in site.paths() if path.startswith("/stories/"))
    response = client.get(path.rstrip("/"))
    assert response.status_code == 301
    target = urljoin(path.rstrip("/"), response.headers["Location"])
    assert client.get(target).data == site.document(path).body


def test_the_redirect_to_a_page_is_right_behind_a_proxy_that_strips_a_prefix(client, site):
    path = next(path for path in site.paths() if path.startswith("/stories/")).rstrip("/")
    assert client.get(path).headers["Location"] == f"./{path.rpartition('/')[2]}/"
    mounted = client.get("", base_url="https://example.org/news")
    assert mounted.headers["Location"] == "./news/"


@pytest.mark.parametrize("path", ["/rss", "/tags", "/stories/none", "/archive/"])
def test_missing_pages_do_not_redirect(client, path):
    assert client.get(path).status_code == 404


def test_no_path_redirects_to_another_host(client):
    response = client.get("/", environ_overrides={"PATH_INFO": "//example.org"})
    assert response.status_code == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "get"])
def test_documents_allow_only_get_and_head(client, method):
    environ = {"REQUEST_METHOD": method}
    response = client.open("/rss.xml", data="x", environ_overrides=environ)
    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD"


@pytest.mark.parametrize(
    "path", ["/%ff", "/%00", "/" + "a" * 5000, "/stories/%2e%2e/", "/é/rss.xml"]
)
def test_unusual_paths_are_not_found(client, path):
    assert client.get(path).status_code == 404


def test_a_path_that_is_not_utf8_is_not_found(client):
    assert client.get("/", environ_overrides={"PATH_INFO": "/\xff"}).status_code == 404


def test_pages_contain_the_stories(client):
    index = page_of(client.get("/"))
    for story in index.xpath("//ol[@class='stories']//a"):
        page = page_of(client.get("/" + story.get("href").removeprefix("./")))
        assert words(page.find(".//article//h1")) == words(story)


# Errors


def test_a_missing_page_gets_an_error_page_with_working_links(client):
    response = client.get("/a/b/c")
    assert response.status_code == 404
    page = page_of(response)
    assert words(page.find(".//h1")) == "Not found"
    assert page.xpath("//link[@rel='stylesheet']/@href") == ["../../style.css"]
    assert "../../validate" in page.xpath("//a/@href")


def test_a_missing_page_gets_problem_details_on_request(client):
    response = client.get("/nothing", headers=JSON)
    assert response.content_type == "application/problem+json"
    assert response.json == {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "detail": "There is no page or feed at this URL.",
    }


def test_a_405_of_a_view_lists_the_allowed_methods(client):
    response = client.delete("/validate")
    assert response.status_code == 405
    assert "POST" in response.headers["Allow"]
    page_of(response)


@pytest.mark.parametrize("path", ["/", "/healthz"])
def test_an_unreadable_catalog_is_reported_without_details(faulty, path, caplog):
    error = CatalogError("postgresql://user:secret@db: no answer")
    response = faulty(error).get(path)
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "60"
    assert "secret" not in response.text
    assert "no answer" in caplog.text


def test_an_exception_is_logged_and_never_shown(faulty, caplog):
    response = faulty(KeyError("secret")).get("/rss.xml")
    assert response.status_code == 500
    assert "secret" not in response.text
    assert "Traceback" not in response.text
    assert "KeyError: 'secret'" in caplog.text
    assert words(page_of(response).find(".//h1")) == "Internal server error"


# Health


def test_health_is_available_as_text_and_json(client, site):
    assert client.get("/healthz").text.splitlines()[0] == "ok"
    health = client.get("/healthz", headers=JSON).json
    assert health["status"] == "ok"
    assert health["entries"] == site.feeds()[0].count


# wsgi.py


def run_wsgi(folder, code, **environment):
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_wsgi_serves_the_settings_of_the_working_folder(stories):
    folder = stories.parent
    (folder / "feedsvc.toml").write_text('title = "Gulls"\nstories = "stories"\n')
    code = (
        "import wsgi, json, time\n"
        "while not wsgi.service.site.last_sync: time.sleep(0.01)\n"
        "response = wsgi.app.test_client().get('/feed.json')\n"
        "feed = response.json\n"
        "print(json.dumps([response.status_code, feed['title'], len(feed['items'])]))"
    )
    done = run_wsgi(folder, code, FEEDSVC_LIMIT="2")
    assert json.loads(done.stdout) == [200, "Gulls", 2], done.stderr


def test_wsgi_stops_with_a_one_line_error_for_a_wrong_setting(stories):
    (stories.parent / "feedsvc.toml").write_text("titel = 'Gulls'\n")
    done = run_wsgi(stories.parent, "import wsgi")
    assert done.returncode != 0
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith('feedsvc: feedsvc.toml:1: unknown setting "titel"')
