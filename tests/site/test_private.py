"""Private feeds: they need a token, nothing public lists them, and no log contains a token."""

import hmac
import http.client
import json
import multiprocessing
import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import feedparser
import msgspec
import pytest
from lxml import etree
from support.brokenformats import with_broken_frame
from support.commands import newsroom, run
from support.hub import CountingHub, serving
from support.nginxserver import LIVE, Nginx
from support.servers import BIN, Server, serve

from feedsvc.catalog import Catalog, tokens
from feedsvc.cli.listening import free_port
from feedsvc.publish import publish
from feedsvc.settings import FeedSettings, load_settings
from feedsvc.site import Site
from feedsvc.site.paths import FILE_FORMATS
from feedsvc.validator import Severity, validate
from feedsvc.web import create_app
from feedsvc.websub import NotificationLog, notify

FILES = ("rss.xml", "atom.xml", "feed.json")
SECRET = "Letters to subscribers"
FEEDS = (
    FeedSettings(name="cellar", title=SECRET, private=True, content="full"),
    FeedSettings(name="attic", title="Wire for partners", section="world", private=True),
    FeedSettings(name="isles", title="The isles", tag="islands"),
)
ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
PODCAST = "{https://podcastindex.org/namespace/1.0}"


@pytest.fixture
def settings(settings):
    return msgspec.structs.replace(settings, feeds=FEEDS, content="summary", feed_menu=True)


@pytest.fixture
def token(site):
    return new_token(site)


def new_token(site, name="anna", feed=None):
    """Add a token, and return only the token."""
    url = site.private.add_token(name, feed, site.now())[0]
    return url.removeprefix(f"{site.settings.base_url}/private/").split("/")[0]


def path_of(token, feed="cellar", file="rss.xml"):
    return f"/private/{token}/{feed}/{file}"


def seen(response):
    """Return what could distinguish one refusal from another, except for its date."""
    headers = {name: value for name, value in response.headers if name != "Date"}
    return response.status_code, headers, response.data


# Access


@pytest.mark.parametrize("file", FILES)
def test_a_token_opens_the_feed_in_every_format(client, token, file):
    response = client.get(path_of(token, file=file))
    assert response.status_code == 200
    if file == "feed.json":
        titles = [item["title"] for item in json.loads(response.data)["items"]]
    else:
        titles = [entry.title for entry in feedparser.parse(response.data).entries]
    assert "Night ferry returns to the northern islands" in titles
    assert len(titles) == 4
    assert "brass band" in response.text


def test_a_private_feed_has_its_own_content(client, token):
    assert "three times" in re.sub("<[^>]*>", "", client.get(path_of(token, file="feed.json")).text)
    assert "three times" not in re.sub("<[^>]*>", "", client.get("/feed.json").text)


def test_a_token_opens_all_private_feeds_or_only_its_own(client, site):
    for_all, for_one = new_token(site, "anna"), new_token(site, "ben", "attic")
    requests = [(token, feed) for token in (for_all, for_one) for feed in ("cellar", "attic")]
    statuses = [client.get(path_of(*each)).status_code for each in requests]
    assert statuses == [200, 200, 404, 200]


@pytest.mark.parametrize(
    "path",
    [
        "/feeds/cellar/",
        "/feeds/cellar/rss.xml",
        "/feeds/cellar/archive/1/rss.xml",
        "/private/",
        "/private/cellar/",
        "/private/cellar/rss.xml",
        "/private/{token}/",
        "/private/{token}/cellar/",
        "/private/{token}/cellar/index.html",
        "/private/{token}/cellar/archive/1/rss.xml",
        "/private/{token}/isles/rss.xml",
        "/private/{token}/main/rss.xml",
        "/private/{token}/none/rss.xml",
        "/private/{token}/rss.xml",
        "/private//cellar/rss.xml",
        "/private/{other}/cellar/rss.xml",
        "/private/{token}x/cellar/rss.xml",
        "/private/{token} /cellar/rss.xml",
        "/private/é/cellar/rss.xml",
        "/private/%ff/cellar/rss.xml",
        "/private/{long}/cellar/rss.xml",
    ],
)
def test_no_other_path_opens_a_private_feed(client, token, path):
    assert client.get(path_of(token)).status_code == 200  # so it is in the cache
    other = token[:-1] + ("A" if token[-1] != "A" else "B")
    response = client.get(path.format(token=token, other=other, long="a" * 4000))
    assert response.status_code == 404
    assert SECRET not in response.text


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
@pytest.mark.parametrize("file", FILES)
def test_a_wrong_token_a_revoked_one_and_an_unknown_feed_get_the_same_response(
    client, site, token, file, accept
):
    site.private.add_token("ben", "attic", site.now())
    revoked = new_token(site, "zoe")
    site.private.revoke_token("zoe")
    wanted = {"headers": {"Accept": accept}}
    responses = [
        seen(client.get(path, **wanted))
        for path in (
            path_of("no-such-token", file=file),
            path_of(revoked, file=file),
            path_of(token, "none", file),
            path_of("no-such-token", "none", file),
        )
    ]
    assert responses[0][0] == 404
    assert all(each == responses[0] for each in responses)


def test_a_refusal_has_problem_details_for_programs_and_contains_no_path(client, token):
    response = client.get(path_of(token, "none", "feed.json"))
    assert response.content_type == "application/problem+json"
    assert response.json.keys() == {"type", "title", "status", "detail"}
    assert token not in response.text


def test_a_revoked_token_is_refused_at_once(client, site, token):
    ben = new_token(site, "ben")
    assert client.get(path_of(token)).status_code == 200
    site.private.revoke_token("anna")
    assert client.get(path_of(token)).status_code == 404
    assert client.get(path_of(ben)).status_code == 200


def revoke(settings):
    with Catalog.open(settings.catalog, settings.authority) as catalog:
        catalog.tokens.revoke("anna")


def add(settings, sent):
    with Catalog.open(settings.catalog, settings.authority) as catalog:
        sent.put(catalog.tokens.add("zoe", None, Site.open(settings).now()))


def elsewhere(work, *arguments):
    """Do something in another process, and wait until it ends."""
    process = multiprocessing.get_context("spawn").Process(target=work, args=arguments)
    process.start()
    process.join()
    assert process.exitcode == 0


def test_another_process_can_add_and_revoke_tokens_at_once(client, settings, token):
    assert client.get(path_of(token)).status_code == 200
    elsewhere(revoke, settings)
    assert client.get(path_of(token)).status_code == 404
    sent = multiprocessing.get_context("spawn").Queue()
    elsewhere(add, settings, sent)
    assert client.get(path_of(sent.get())).status_code == 200


def test_a_post_is_405_with_a_token_and_404_without_one(client, token):
    response = client.post(path_of(token))
    assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD")
    assert client.post(path_of("no-such-token")).status_code == 404


# Storage


def test_only_hashes_are_stored(site, token, client, tmp_path):
    client.get(path_of(token))
    client.get(path_of(token, "none"))
    publish(site, tmp_path / "site")
    site.close()
    for file in tmp_path.rglob("*"):
        assert not file.is_file() or token.encode() not in file.read_bytes(), file


def test_hashes_are_compared_in_constant_time(site, token, monkeypatch):
    compared, compare_digest = [], hmac.compare_digest

    def compare(known, digest):
        compared.append((known, digest))
        return compare_digest(known, digest)

    monkeypatch.setattr(tokens.hmac, "compare_digest", compare)
    paths = [path_of(token), path_of("no-such-token"), path_of("é"), path_of("")]
    assert [site.private.target_for(path) is not None for path in paths] == [
        True,
        False,
        False,
        False,
    ]
    assert len(compared) == 3  # without a token in the path, there is nothing to compare
    for pair in compared:
        assert [len(each) for each in pair] == [32, 32]
        assert token.encode() not in pair


# Responses


@pytest.mark.parametrize("file", FILES)
def test_no_cache_may_store_and_no_search_engine_may_index_a_private_feed(client, token, file):
    response = client.get(path_of(token, file=file))
    assert response.headers.getlist("Cache-Control") == ["private, no-store"]
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert response.headers.getlist("Referrer-Policy") == ["no-referrer"]
    assert "A-IM" not in response.headers["Vary"]
    assert "Link" not in response.headers
    assert "Access-Control-Allow-Origin" not in response.headers


def test_an_error_page_reveals_no_url_to_the_next_page(client, token):
    response = client.get(path_of(token, "none"), headers={"Accept": "text/html"})
    assert response.headers.getlist("Referrer-Policy") == ["no-referrer"]
    assert response.headers.getlist("Cache-Control") == ["private, no-store"]
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("file", FILES)
def test_head_and_conditional_requests_work_as_for_other_feeds(client, token, file):
    whole = client.get(path_of(token, file=file))
    head = client.head(path_of(token, file=file))
    assert (head.data, head.headers["Content-Length"]) == (b"", str(len(whole.data)))
    known = client.get(path_of(token, file=file), headers={"If-None-Match": whole.headers["ETag"]})
    assert (known.status_code, known.data) == (304, b"")
    assert known.headers["Cache-Control"] == "private, no-store"
    asks = {"If-None-Match": '"old"', "A-IM": "feed", "Accept-Encoding": "gzip"}
    changed = client.get(path_of(token, file=file), headers=asks)
    assert changed.status_code == 200
    assert changed.headers["Content-Encoding"] == "gzip"


def test_a_new_story_and_a_withdrawal_take_effect_at_once(client, site, stories, token):
    assert "brass band" in client.get(path_of(token)).text
    (stories / "world" / "seals.md").write_text("---\ntitle: Seals return\n---\nNine of them.\n")
    (stories / "world" / "night-ferry.md").unlink()
    site.sync()
    text = client.get(path_of(token)).text
    assert "Seals return" in text
    assert "brass band" not in text


# Documents


def documents(site, token):
    for feed in ("cellar", "attic"):
        for file in FILES:
            yield file, site.private_document(path_of(token, feed, file))


def test_private_documents_are_valid_and_contain_no_url_of_their_own(site, token):
    allowed = {"missing-atom-self-link", "missing-self", "missing-recommended-key"}
    for _, document in documents(site, token):
        report = validate(document.body, location="https://gazette.example.org/private/x.xml")
        assert {finding.code for finding in report.findings} <= allowed
        assert all(finding.severity is not Severity.ERROR for finding in report.findings)
        assert b"/private/" not in re.sub(rb"tag:[^<\"]*", b"", document.body)
        assert b"/feeds/" not in document.body
        assert token.encode() not in document.body


def test_all_tokens_open_the_same_bytes(client, site, token):
    assert client.get(path_of(token)).data == client.get(path_of(new_token(site, "ben"))).data


def test_rss_says_that_no_directory_may_list_a_private_feed(client, token):
    channel = etree.fromstring(client.get(path_of(token)).data)[0]
    assert [each.text for each in channel.findall(f"{ITUNES}block")] == ["Yes"]
    public = etree.fromstring(client.get("/rss.xml").data)[0]
    assert public.find(f"{ITUNES}block") is None


def test_a_private_feed_links_to_the_front_page(site, token):
    home = "https://gazette.example.org/"
    for file, document in documents(site, token):
        if file == "feed.json":
            assert json.loads(document.body)["home_page_url"] == home
        else:
            assert feedparser.parse(document.body).feed.link == home


def test_a_private_podcast_says_so_in_both_namespaces(settings):
    show = FeedSettings(name="show", title="Behind the door", private=True, podcast=True)
    episode = "---\ntitle: First\ndate: 2026-03-01\naudio: https://example.org/1.mp3\n---\nHear.\n"
    Path(settings.stories, "first.md").write_text(episode)
    site = Site.open(msgspec.structs.replace(settings, feeds=(show,)))
    site.sync()
    channel = etree.fromstring(site.private_document(path_of(new_token(site), "show")).body)[0]
    site.close()
    assert [each.text for each in channel.findall(f"{ITUNES}block")] == ["Yes"]
    assert [each.text for each in channel.findall(f"{PODCAST}block")] == ["yes"]
    assert channel.findtext(f"{PODCAST}guid")
    assert channel.find("{http://www.w3.org/2005/Atom}link") is None


def test_hubs_are_neither_linked_nor_notified(settings, tmp_path):
    hub = CountingHub()
    with serving(hub) as hub_url:
        site = Site.open(msgspec.structs.replace(settings, hubs=(hub_url,)))
        site.sync()
        token = new_token(site)
        notify(site, NotificationLog(tmp_path / "websub.db"), site.settings.hubs, everything=True)
        bodies = [document.body for _, document in documents(site, token)]
        site.close()
    assert hub.topics
    assert not [topic for topic in hub.topics if "cellar" in topic or "private" in topic]
    assert not [body for body in bodies if hub_url.encode() in body]


# Public documents


def test_no_public_document_contains_a_private_feed_or_a_token(client, site, token):
    for _, document in documents(site, token):
        assert document is not None
    paths = [*site.paths(), "/validate", "/rules", "/healthz", "/none"]
    assert "/feeds/isles/rss.xml" in paths
    for path in paths:
        response = client.get(path)
        for word in (SECRET, "Wire for partners", "cellar", "attic", token, "/private/"):
            assert word not in response.text, (path, word)
        assert not any(token in value for value in response.headers.values())


def test_private_feeds_are_not_built(site, tmp_path):
    publish(site, tmp_path / "site")
    names = {str(file.relative_to(tmp_path / "site")) for file in (tmp_path / "site").rglob("*")}
    assert "feeds/isles/rss.xml" in names
    assert not [name for name in names if "cellar" in name or "private" in name]


def test_a_feed_that_becomes_private_leaves_the_built_folder(settings, tmp_path):
    feed = msgspec.structs.replace(FEEDS[0], private=False)
    for feeds, exists in (((feed,), True), ((FEEDS[0],), False)):
        site = Site.open(msgspec.structs.replace(settings, feeds=feeds))
        site.sync()
        publish(site, tmp_path / "site")
        assert (site.document("/feeds/cellar/rss.xml") is not None) is exists
        site.close()
        assert (tmp_path / "site/feeds/cellar/rss.xml").exists() is exists


def test_a_broken_document_is_held_back_and_reported_without_a_token(
    client, site, stories, token, monkeypatch
):
    client.get(path_of(token))
    broken = with_broken_frame(FILE_FORMATS["rss.xml"])
    monkeypatch.setitem(FILE_FORMATS, "rss.xml", broken)
    (stories / "world" / "seals.md").write_text("---\ntitle: Seals return\n---\nNine of them.\n")
    site.sync()
    assert b"Seals return" in client.get(path_of(token)).data
    [held] = site.held_back()
    assert str(held).startswith("/private/cellar/rss.xml: held back, the last good version stays")


def test_redirects_do_not_affect_private_feeds(settings):
    everything = {"/*": "https://new.example.org/*"}
    site = Site.open(msgspec.structs.replace(settings, moved=everything))
    site.sync()
    client = create_app(site).test_client()
    token = new_token(site)
    assert client.get("/rss.xml").location == "https://new.example.org/rss.xml"
    assert client.get(path_of(token)).status_code == 200
    site.close()


# Logs


TOML = """\
base_url = "https://news.example.org"

[[feeds]]
name = "cellar"
private = true
"""


def ask(port, path, method="GET"):
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request(method, path, headers={"Host": "news.example.org"})
    response = connection.getresponse()
    response.read()
    connection.close()
    return response.status


@pytest.fixture
def folder(tmp_path, monkeypatch):
    folder = newsroom(tmp_path, monkeypatch)
    (folder / "feedsvc.toml").write_text(TOML)
    return folder


@pytest.mark.parametrize("name", ["serve", "granian"])
def test_no_server_writes_a_token_to_its_log(folder, monkeypatch, name):
    monkeypatch.setenv("FEEDSVC_DEBUG", "1")
    shutil.copy(Path(__file__).parents[2] / "wsgi.py", folder)
    token = run("token", "add", "anna").stdout.split("/")[4]
    _, port = free_port("127.0.0.1", 0)
    granian = [BIN / "granian", "--interface", "wsgi", "wsgi:app", "--port", port]
    with serve(folder=folder) if name == "serve" else Server(granian, port, folder) as server:
        statuses = [
            ask(server.port, path_of(token)),
            ask(server.port, path_of(token), "DELETE"),
            ask(server.port, path_of(token, "none")),
            ask(server.port, f"//private/{token}/cellar/rss.xml"),
            ask(server.port, f"/%70rivate/{token}/cellar/rss.xml"),
        ]
        _, output = server.stop()
    assert statuses == [200, 405, 404, 404, 200]
    assert token not in output


def test_an_exception_is_logged_without_the_token(app, site, token, caplog, monkeypatch):
    def fail(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(site, "private_document", fail)
    response = app.test_client().get(path_of(token, file="feed.json"))
    assert response.status_code == 500
    assert "ZeroDivisionError" in caplog.text
    assert token not in caplog.text
    assert token not in response.text


def test_an_unreadable_catalog_is_logged_without_the_token(app, site, token, caplog):
    with closing(sqlite3.connect(site.settings.catalog)) as connection:
        connection.execute("DROP TABLE tokens")
    response = app.test_client().get(path_of(token))
    assert response.status_code == 503
    assert "catalog.db" in caplog.text
    assert token not in caplog.text


@pytest.mark.skipif(not shutil.which("nginx"), reason="apt-get install nginx")
def test_nginx_as_documented_logs_no_token(folder):
    token = run("token", "add", "anna").stdout.split("/")[4]
    (folder / "nginx").mkdir()
    server = serve(folder=folder)
    log = folder / "nginx" / "access.log"
    logs = f"access_log {log};\n    error_log {folder}/nginx/error.log;\n    client_max_body_size"
    changed = {"127.0.0.1:8000": f"127.0.0.1:{server.port}", "client_max_body_size": logs}
    with Nginx(folder / "nginx", LIVE, changed) as nginx:
        with server:
            response = nginx.ask(path_of(token))
            assert (response.status, response.headers["Cache-Control"]) == (
                200,
                "private, no-store",
            )
            assert nginx.ask(path_of(token, "none")).status == 404
            assert nginx.ask("/rss.xml").status == 200
        assert nginx.ask(path_of(token)).status == 502  # which nginx logs with the request
        assert nginx.ask("/rss.xml").status == 502
    assert "GET /rss.xml" in log.read_text()
    assert "GET /rss.xml" in (folder / "nginx" / "error.log").read_text()
    for file in (folder / "nginx").rglob("*"):
        assert not file.is_file() or token.encode() not in file.read_bytes(), file


# Commands


@pytest.mark.usefixtures("folder")
def test_build_prints_which_feeds_are_private():
    built = run("build")
    assert built.exit_code == 0
    line = "Private feeds are not built: cellar; static files cannot check tokens\n"
    assert line in built.stdout
    assert "Private" not in run("build", "--quiet").output
    assert load_settings().private_feeds[0].name == "cellar"


def test_serve_lists_private_feeds_without_a_url(folder):
    with serve(folder=folder) as server:
        ask(server.port, "/")
        text = server.stop()[1]
    assert "Private feeds: cellar; 'feedsvc token add NAME' prints their URLs\n" in text
    assert "feeds/cellar" not in text
