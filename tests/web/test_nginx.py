"""The guide's nginx configurations, serving a built folder and in front of granian."""

import contextlib
import gzip
import http.client
import re
import shutil
import subprocess
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import brotli
import pytest
from conftest import STORIES
from support.nginxserver import GUIDE, LIVE, STATIC, Nginx, Response
from support.servers import BIN, LONGEST_WAIT_SECONDS, Server
from zstandard import ZstdDecompressor

from feedsvc.cli.listening import free_port
from feedsvc.feeds.codings import CODINGS, SMALLEST
from feedsvc.feeds.media import TYPE_OF_SUFFIX
from feedsvc.publish import file_of, publish
from feedsvc.settings import Settings, load_settings
from feedsvc.site import Site
from feedsvc.web import create_app

pytestmark = [
    pytest.mark.skipif(not shutil.which("nginx"), reason="apt-get install nginx"),
    pytest.mark.skipif(not shutil.which("openssl"), reason="apt-get install openssl"),
]
DECODE = {
    "gzip": gzip.decompress,
    "br": brotli.decompress,
    "zstd": ZstdDecompressor().decompress,
    None: bytes,
}

SETTINGS = """\
title = "The Harbour Gazette"
base_url = "https://news.example.org"
archive_size = 1
feed_menu = true
gone = ["/drafts/*", "/ferry.php?page=3"]

[moved]
"/ferry.php" = "/stories/night-ferry/"
"/Old%20News/the ferry.htm" = "/stories/night-ferry/"
"/Old%20Blog/*" = "/stories/*"
"/blog/*" = "/stories/*"
"/?p=12" = "/stories/horn/"
"/Old%20News/story.php?id=a%20b" = "/stories/horn/?from=php"

[[feeds]]
name = "listen"
title = "To listen to"
podcast = true
"""
HORN = """\
---
title: The foghorn, in full
date: 2026-03-05T07:00:00Z
author: Mara Quill
audio: https://news.example.org/sound/horn.mp3
---
It sounds twice a minute.
"""
BESIDE = {
    "culture/horn.vtt": "WEBVTT\n\n00:00.000 --> 00:02.000\nA long low note.\n",
    "culture/horn.srt": "1\n00:00:00,000 --> 00:00:02,000\nA long low note.\n",
    "culture/horn.chapters.json": '{"version": "1.2.0", "chapters": [{"startTime": 0}]}',
}


def newsroom(folder):
    for name, text in {**STORIES, "culture/horn.md": HORN, **BESIDE}.items():
        file = folder / "stories" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    (folder / "feedsvc.toml").write_text(SETTINGS)
    return folder


@pytest.fixture(scope="module")
def gazette(tmp_path_factory):
    """A built site, its folder, and its app."""
    folder = newsroom(tmp_path_factory.mktemp("gazette"))
    command = [BIN / "feedsvc", "build", "--compress", "--output", "site"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    with contextlib.closing(Site.open(load_settings(folder / "feedsvc.toml"))) as site:
        yield site, folder / "site", create_app(site).test_client()


@pytest.fixture(scope="module")
def static(gazette, tmp_path_factory):
    """nginx serving the built folder."""
    folder = tmp_path_factory.mktemp("nginx")
    with Nginx(folder, STATIC, {"/srv/www/news": str(gazette[1])}) as nginx:
        yield nginx


def test_nginx_accepts_the_configurations_without_warnings(tmp_path):
    for configuration, changed in (
        (STATIC, {"/srv/www/news": str(tmp_path)}),
        (LIVE, {}),
    ):
        said = Nginx(tmp_path, configuration, changed).check().splitlines()
        assert len(said) == 2, said
        assert said[0].endswith("syntax is ok")
        assert said[1].endswith("test is successful")


def test_files_get_the_same_response_as_live_documents(static, gazette):
    site, _, client = gazette
    for path in site.paths():
        built, live = static.ask(path), client.get(path)
        assert (built.status, built.body) == (200, live.data), path
        if site.document(path).is_dated:
            assert built.headers["Last-Modified"] == live.headers["Last-Modified"], path
        for name in (
            "Content-Type",
            "X-Content-Type-Options",
            "Content-Security-Policy",
            "Referrer-Policy",
            "Access-Control-Allow-Origin",
        ):
            assert built.headers[name] == live.headers.get(name), (path, name)


def test_attachments_have_the_media_type_that_feeds_declare(tmp_path):
    names = [f"the {suffix} of 50%.{suffix}" for suffix in (*TYPE_OF_SUFFIX, "WAV")]
    folder = tmp_path / "stories"
    folder.mkdir()
    for name in names:
        (folder / name).write_bytes(name.encode())
    links = "\n".join(f"[It]({quote(name)})" for name in names)
    (folder / "sounds.md").write_text(f"---\ntitle: All that is heard\n---\n{links}\n")
    settings = Settings(stories=str(folder), catalog=str(tmp_path / "catalog.db"))
    with contextlib.closing(Site.open(settings)) as site:
        site.sync()
        publish(site, tmp_path / "site")
        client = create_app(site).test_client()
        (tmp_path / "site" / "nginx-moved.map").touch()
        changed = {"/srv/www/news": str(tmp_path / "site")}
        with Nginx(part(tmp_path, "nginx"), STATIC, changed) as nginx:
            for name in names:
                path = f"/stories/sounds/{quote(name)}"
                built, live = nginx.ask(path), client.get(path, buffered=True)
                assert (built.status, built.body) == (200, name.encode()), path
                # Flask adds a charset to SVG; nginx leaves it to the file.
                said = live.headers["Content-Type"].removesuffix("; charset=utf-8")
                assert built.headers["Content-Type"] == said
                assert built.headers["Access-Control-Allow-Origin"] == "*"
                assert live.headers["Access-Control-Allow-Origin"] == "*"
                if name.endswith(".svg"):
                    policy = built.headers["Content-Security-Policy"]
                    assert policy == live.headers["Content-Security-Policy"]


def test_files_are_cached_as_long_as_documents_and_archives_for_a_day(static, gazette):
    site, _, client = gazette
    for path in site.paths():
        caching = static.ask(path).headers["Cache-Control"]
        if "/archive/" in path:
            assert caching == "public, max-age=86400, stale-while-revalidate=86400", path
        elif "listen" not in path and not path.startswith("/stories/horn/horn."):
            assert caching == client.get(path).headers["Cache-Control"], path


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br, zstd", "zstd"),
        ("gzip, br", "br"),
        ("zstd;q=0, BR;q=0.5", "br"),
        ("x;q=1,gzip;q=0.001", "gzip"),
        ("gzip;q=0", None),
        ("br;q=0.0, gzip;q=0.000", None),
        ("brotli", None),
        ("identity", None),
        ("", None),
    ],
)
@pytest.mark.parametrize("path", ["/rss.xml", "/feed.json", "/", "/.well-known/feeds"])
def test_the_best_coding_that_the_client_accepts_is_sent(static, path, accepted, coding):
    response = static.ask(path, accept_encoding=accepted)
    plain = static.ask(path)
    assert response.headers["Content-Encoding"] == coding
    assert DECODE[coding](response.body) == plain.body
    assert response.headers["Content-Type"] == plain.headers["Content-Type"]
    assert response.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"
    assert (response.headers["ETag"] == plain.headers["ETag"]) is (coding is None)


def test_each_coding_is_the_precompressed_file(static, gazette):
    _, output, _ = gazette
    for coding in CODINGS.values():
        response = static.ask("/atom.xml", accept_encoding=coding.token)
        assert response.body == (output / f"atom.xml{coding.suffix}").read_bytes()


def test_small_files_are_sent_uncompressed(static, gazette):
    _, output, _ = gazette
    path = "/stories/horn/horn.vtt"
    assert file_of(output, path).stat().st_size < SMALLEST
    response = static.ask(path, accept_encoding="zstd, br, gzip")
    assert response.headers["Content-Encoding"] is None
    assert response.body.startswith(b"WEBVTT")


@pytest.mark.parametrize("accepted", ["identity", "br"])
def test_unchanged_files_get_304(static, accepted):
    first = static.ask("/rss.xml", accept_encoding=accepted)
    etag, modified = first.headers["ETag"], first.headers["Last-Modified"]
    for condition in (
        {"if_none_match": etag},
        {"if_none_match": f'"other", {etag}'},
        {"if_modified_since": modified},
        {"if_modified_since": "Wed, 01 Jul 2026 00:00:00 GMT"},
        {"if_none_match": etag, "if_modified_since": modified},
    ):
        response = static.ask("/rss.xml", accept_encoding=accepted, **condition)
        assert (response.status, response.body) == (304, b""), condition
        for name in ("ETag", "Vary", "Cache-Control"):
            assert response.headers[name] == first.headers[name]
    for condition in (
        {"if_none_match": '"other"'},
        {"if_modified_since": "Sun, 01 Mar 2026 00:00:00 GMT"},
        {"if_modified_since": "yesterday"},
        {"if_none_match": '"other"', "if_modified_since": modified},
    ):
        assert static.ask("/rss.xml", accept_encoding=accepted, **condition).status == 200


def test_an_edit_that_keeps_date_and_size_changes_the_etag(tmp_path):
    folder = newsroom(tmp_path)
    settings = load_settings(folder / "feedsvc.toml")
    page = "/stories/layali/"

    def build():
        with contextlib.closing(Site.open(settings)) as site:
            site.sync()
            publish(site, folder / "site")

    build()
    with Nginx(folder, STATIC, {"/srv/www/news": str(folder / "site")}) as nginx:
        before = nginx.ask(page)
        bridge = folder / "stories/world/bridge.txt"
        bridge.write_text(bridge.read_text().replace("opens to cyclists", "opens to baronets"))
        build()
        after = nginx.ask(page, if_none_match=before.headers["ETag"])
        assert (after.status, len(after.body)) == (200, len(before.body))
        since = {"if_modified_since": before.headers["Last-Modified"]}
        assert nginx.ask(page, **since).status == 200


def test_head_is_like_get_without_the_body(static):
    for path in ("/rss.xml", "/", "/nowhere"):
        got, head = static.ask(path), static.ask(path, "HEAD")
        assert (head.status, head.body) == (got.status, b"")
        for each in (got.headers, head.headers):
            del each["Date"]
        assert head.headers.items() == got.headers.items()


def test_ranges_are_parts_of_the_same_bytes(static):
    whole = static.ask("/rss.xml", accept_encoding="br").body
    part = static.ask("/rss.xml", accept_encoding="br", range="bytes=10-19")
    assert (part.status, part.body) == (206, whole[10:20])
    assert part.headers["Content-Encoding"] == "br"


@pytest.mark.parametrize(
    ("path", "status", "place"),
    [
        ("/ferry.php", 301, "/stories/night-ferry/"),
        ("/ferry.php?page=2", 301, "/stories/night-ferry/?page=2"),
        ("/ferry.php?page=3", 410, None),
        ("/?p=12", 301, "/stories/horn/"),
        ("/?p=13", 200, None),
        ("/Old%20News/story.php?id=a%20b", 301, "/stories/horn/?from=php"),
        ("/blog/horn/", 301, "/stories/horn/"),
        ("/Old%20News/the%20ferry.htm", 301, "/stories/night-ferry/"),
        ("/Old%20Blog/horn/", 301, "/stories/horn/"),
        ("/stories/horn", 301, "/stories/horn/"),
        ("/drafts/one/", 410, None),
        ("/stories/none/", 404, None),
        ("/nginx-moved.map", 404, None),
        ("/nginx-moved-queries.map", 404, None),
        ("/_redirects", 404, None),
    ],
)
def test_old_paths_redirect_and_gone_paths_respond_410(static, path, status, place):
    response = static.ask(path)
    assert (response.status, response.headers["Location"]) == (status, place)


def test_missing_paths_get_the_sites_own_404_page(static, gazette):
    _, output, _ = gazette
    response = static.ask("/no/such/page.xml", accept_encoding="br")
    assert response.status == 404
    assert brotli.decompress(response.body) == (output / "404.html").read_bytes()
    assert b'href="/style.css"' in (output / "404.html").read_bytes()
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["Cache-Control"] is None


def test_other_files_in_the_folder_have_their_own_media_types(static, gazette):
    _, output, _ = gazette
    (output / "icon.png").write_bytes(b"picture")
    assert static.ask("/icon.png").headers["Content-Type"] == "image/png"


CACHE = """
proxy_cache_path {cache} keys_zone=news:1m;
server {{
    listen 443 ssl;
    ssl_certificate     /etc/ssl/news.example.org.pem;
    ssl_certificate_key /etc/ssl/news.example.org.key;
    location / {{
        proxy_pass https://127.0.0.1:{port};
        proxy_set_header Host $host;
        proxy_cache news;
        proxy_cache_key $uri;
        proxy_cache_revalidate on;
        proxy_cache_background_update on;
        add_header Cache-Status $upstream_cache_status;
    }}
}}
"""
"""A substitute for a CDN: it obeys the origin's headers and ignores queries in its keys."""

FRESH_SECONDS = 3
EMBARGO_SECONDS = 10
EMBARGOED = """---
title: The crane has been sold
publishDate: {}
---
It goes to a museum.
"""


class Served(NamedTuple):
    """granian behind nginx behind a cache; a story is published at `opens`."""

    folder: Path
    port: int
    nginx: Nginx
    cache: Nginx
    opens: datetime


@pytest.fixture(scope="module")
def live(tmp_path_factory):
    """The guide's server, started as its unit does, behind the guide's nginx and a cache."""
    folder = newsroom(tmp_path_factory.mktemp("live"))
    (folder / "feedsvc.toml").write_text(f"cache_seconds = {FRESH_SECONDS}\n{SETTINGS}")
    shutil.copy(Path(__file__).parents[2] / "wsgi.py", folder)
    at = (datetime.now(UTC) + timedelta(seconds=EMBARGO_SECONDS)).replace(microsecond=0)
    (folder / "stories/crane.md").write_text(EMBARGOED.format(at.isoformat()))
    _, port = free_port("127.0.0.1", 0)
    _, *arguments = re.search(r"^ExecStart=(.*)$", GUIDE.read_text(), re.MULTILINE)[1].split()
    command = [BIN / "granian", *arguments, "--port", port]
    with Server(command, port, folder), contextlib.ExitStack() as stack:
        changed = {"127.0.0.1:8000": f"127.0.0.1:{port}"}
        nginx = stack.enter_context(Nginx(part(folder, "nginx"), LIVE, changed))
        before = CACHE.format(cache=folder / "cached", port=nginx.port)
        cache = stack.enter_context(Nginx(part(folder, "cache"), before, {}))
        yield Served(folder, port, nginx, cache, at)


def part(folder, name):
    (folder / name).mkdir()
    return folder / name


def wait_until(at):
    time.sleep(max(0.0, (at - datetime.now(UTC)).total_seconds()))


def seconds(response, name):
    return int(re.search(rf"{name}=(\d+)", response.headers["Cache-Control"])[1])


def test_no_cache_keeps_a_feed_beyond_the_end_of_an_embargo(live):
    asked, before = datetime.now(UTC), live.cache.ask("/rss.xml")
    if datetime.now(UTC) < live.opens:  # unless this machine is very busy
        assert b"crane" not in before.body
        longest = seconds(before, "max-age") + seconds(before, "stale-while-revalidate")
        assert asked + timedelta(seconds=longest) <= live.opens
    wait_until(live.opens + timedelta(seconds=1))  # caches count whole seconds
    assert b"The crane has been sold" in live.cache.ask("/rss.xml").body


def test_stale_responses_are_served_while_the_cache_revalidates(live):
    wait_until(live.opens + timedelta(seconds=1))
    first = live.cache.ask("/atom.xml")
    assert seconds(first, "max-age") == seconds(first, "stale-while-revalidate") == FRESH_SECONDS
    wait_until(datetime.now(UTC) + timedelta(seconds=FRESH_SECONDS + 1))
    stale = live.cache.ask("/atom.xml")
    assert (stale.headers["Cache-Status"], stale.body) == ("STALE", first.body)
    deadline = datetime.now(UTC) + timedelta(seconds=LONGEST_WAIT_SECONDS)
    while live.cache.ask("/atom.xml").headers["Cache-Status"] != "HIT":
        assert datetime.now(UTC) < deadline


def test_the_proxy_passes_on_the_servers_headers(live):
    for path in ("/atom.xml", "/stories/horn/", "/nowhere", "/ferry.php", "/healthz"):
        through, direct = live.nginx.ask(path, accept_encoding="br"), ask_server(live, path)
        assert (through.status, through.body) == (direct.status, direct.body), path
        for name in {name.lower() for name in direct.headers} - {"date", "server"}:
            assert through.headers[name] == direct.headers[name], (path, name)


def ask_server(live, path):
    connection = http.client.HTTPConnection("127.0.0.1", live.port)
    with contextlib.closing(connection):
        connection.request("GET", path, headers={"Accept-Encoding": "br"})
        response = connection.getresponse()
        return Response(response.status, response.headers, response.read())


def test_a_cache_stores_one_response_per_coding_and_ignores_the_query(live):
    path = "/sections/world/rss.xml"
    etags = set()
    for coding in ("zstd", "br", "gzip", "identity"):
        first = live.cache.ask(path, accept_encoding=coding)
        again = live.cache.ask(f"{path}?utm_source=mail", accept_encoding=coding)
        assert (first.headers["Cache-Status"], again.headers["Cache-Status"]) == ("MISS", "HIT")
        assert again.headers["Content-Encoding"] == (None if coding == "identity" else coding)
        assert again.headers["ETag"] == first.headers["ETag"]
        etags.add(again.headers["ETag"])
    assert len(etags) == 4


def test_the_cache_responds_304(live):
    etag = live.cache.ask("/feed.json", accept_encoding="br").headers["ETag"]
    response = live.cache.ask("/feed.json", accept_encoding="br", if_none_match=etag)
    assert (response.status, response.headers["ETag"]) == (304, etag)
    direct = live.nginx.ask("/feed.json", accept_encoding="br", if_none_match=etag)
    assert (direct.status, direct.headers["ETag"]) == (304, etag)


def test_pages_that_depend_on_the_query_are_not_cached(live):
    for _ in range(2):
        assert live.cache.ask("/rules?q=guid").headers["Cache-Status"] == "MISS"


def test_the_proxy_passes_on_deltas_and_the_cache_does_not_store_them(live):
    path, known = "/sections/sport/atom.xml", None
    (live.folder / "stories/sport").mkdir()
    for number in (1, 2):
        known = wait_for_change(live, path, known, number)
    first, latest = known
    asks = {"a_im": "feed", "if_none_match": first}
    delta = live.nginx.ask(path, **asks)
    assert (delta.status, delta.headers["IM"]) == (226, "feed")
    assert b"Goal 2" in delta.body
    assert b"Goal 1" not in delta.body
    for _ in range(2):
        assert live.cache.ask(path, **asks).status == 200
    assert live.cache.ask(path, a_im="feed", if_none_match=latest).status == 304


def wait_for_change(live, path, known, number):
    """Publish one more story, and return the last two ETags of a feed."""
    story = live.folder / f"stories/sport/{number}.md"
    story.write_text(f"---\ntitle: Goal {number}\ndate: 2026-03-0{number}\n---\nGoal.\n")
    deadline = time.monotonic() + LONGEST_WAIT_SECONDS
    last = known[1] if known else None
    while time.monotonic() < deadline:
        response = live.nginx.ask(path)
        if response.status == 200 and response.headers["ETag"] != last:
            return last, response.headers["ETag"]
        time.sleep(0.05)
    raise AssertionError(f"{path} does not change")
