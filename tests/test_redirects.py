"""Redirects from old paths: settings, responses, and files for web servers."""

from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.errors import PublishError, SettingsError
from feedsvc.publish import publish
from feedsvc.redirects import GONE, Redirects
from feedsvc.settings import Settings, load_settings
from feedsvc.site import Site
from feedsvc.web import create_app

BASE = "https://gazette.example.org"
FILES = ("_redirects", "nginx-moved.map", "nginx-moved-queries.map")

MOVED = {
    "/old/": "/new/",
    "/new/": "/stories/bridge/",
    "/blog/*": "/stories/*",
    "/blog/about/": "https://about.example.net/who?from=blog",
    "/blog/2019/*": "/archive/",
    "/shop/*": "https://shop.example.net/*",
    "/caf%C3%A9/": "/stories/café/",
    "/Our%20News/front page.htm": "/",
    "/Our Sport/*": "/sections/sport/*",
    "/own/": f"{BASE}/stories/ferry/",
    "/left/": "/drafts/one/",
}
DROPPED = ("/drafts/*", "/contest/")


def redirects(moved=MOVED, gone=DROPPED, base=BASE):
    return Redirects(moved, gone, base)


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/old/", "/stories/bridge/"),
        ("/old", None),
        ("/old/x", None),
        ("/blog/night-ferry/", "/stories/night-ferry/"),
        ("/blog/", "/stories/"),
        ("/blog", "/stories/"),
        ("/blogs", None),
        ("/blog/about/", "https://about.example.net/who?from=blog"),
        ("/blog/2019/05/x/", "/archive/"),
        ("/blog/a b?c#d", "/stories/a%20b%3Fc%23d"),
        ("/blog/ä\r\nX-Odd: 1", "/stories/%C3%A4%0D%0AX-Odd%3A%201"),
        ("/blog//evil.example/", "/stories/evil.example/"),
        ("/shop//@evil.example", "https://shop.example.net/%40evil.example"),
        ("/café/", "/stories/caf%C3%A9/"),
        ("/Our News/front page.htm", "/"),
        ("/Our Sport/a b", "/sections/sport/a%20b"),
        ("/own/", "/stories/ferry/"),
        ("/drafts/2020/x/", GONE),
        ("/contest/", GONE),
        ("/left/", GONE),
        ("/", None),
        ("", None),
    ],
)
def test_paths_redirect_as_the_settings_say(path, place):
    assert redirects().find(path) == place


QUERIES = {
    "/?p=12": "/stories/bridge/",
    "/?p=13": "/?p=12",
    "/story.php?id=7": "https://other.example/7?from=php",
    "/story.php": "/stories/",
    "/blog/*": "/*",
    "/caf%C3%A9?q=%C3%A9&r=é": "/stories/café/",
}


@pytest.mark.parametrize(
    ("path", "query", "place"),
    [
        ("/", "p=12", "/stories/bridge/"),
        ("/", "p=13", "/stories/bridge/"),
        ("/", "p=12&preview=1", None),
        ("/", "p=1", None),
        ("/", "", None),
        ("/story.php", "id=7", "https://other.example/7?from=php"),
        ("/story.php", "id=8", "/stories/?id=8"),
        ("/story.php", "id=9", GONE),
        ("/blog/", "p=12", "/stories/bridge/"),
        ("/blog/story.php", "id=9", GONE),
        ("/café", "q=%C3%A9&r=%C3%A9", "/stories/caf%C3%A9/"),
    ],
)
def test_a_rule_with_a_query_matches_that_query_only(path, query, place):
    assert redirects(QUERIES, ("/story.php?id=9",)).find(path, query) == place


def test_a_whole_site_can_be_redirected():
    everything = redirects({"/*": "https://news.example.net/*"}, ())
    assert everything.find("/") == "https://news.example.net/"
    assert everything.find("/rss.xml") == "https://news.example.net/rss.xml"


def test_no_path_redirects_to_a_host_that_is_not_in_the_settings():
    found = redirects({"/blog/*": "/*"}, ()).find("/blog///evil.example/x")
    assert found == "/evil.example/x"


def test_locations_on_the_site_include_the_path_of_its_url():
    below = redirects({"/a/": "/b/", "/c/": "https://e.org/news/d/"}, (), "https://e.org/news")
    assert (below.find("/a/"), below.find("/c/")) == ("/news/b/", "/news/d/")


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ('[moved]\n"/a/" = "/a/"', "moved: a loop or more than 20 redirects: /a/ -> /a/; make one"),
        ('[moved]\n"/a" = "/b"\n"/b" = "/c"\n"/c" = "/a"', "/a -> /b -> /c -> /a;"),
        ('[moved]\n"/a/*" = "/a/b/*"', "/a/* -> /a/b/* -> /a/b/b/* -> "),
        ('[moved]\n"/*" = "/new/*"', "moved: a loop"),
        ('[moved]\n"/a/*" = "/b/*"\n"/b/c/*" = "/a/c/*"', "/b/c/* -> /a/c/* -> /b/c/*;"),
        ('[moved]\n"/a/*" = "/b"\n"/b" = "/a/x"', "moved: a loop"),
        ('[moved]\n"/a/" = "http://127.0.0.1:8000/a/"', "/a/ -> /a/;"),
        ('[moved]\n"old" = "/new"', "moved: 'old': expected a path such as /old/"),
        ('[moved]\n"/a*" = "/b"', "moved: '/a*': a * is only allowed after the last slash"),
        ('[moved]\n"/a%3Fb=c" = "/b"', "moved: '/a%3Fb=c': a path cannot contain control"),
        ('[moved]\n"/a?" = "/b"', "moved: '/a?': expected a query after the ?"),
        ('[moved]\n"/a?b c" = "/b"', "moved: '/a?b c': in a query, write spaces"),
        ('[moved]\n"/a/*?b=c" = "/b"', "moved: '/a/*?b=c': a * is only allowed after"),
        ('[moved]\n"/a?b=1" = "/a?b=1"', "moved: a loop"),
        ('[moved]\n"/a" = "/b"\n"/b?c=1" = "/a?c=1"', "moved: a loop"),
        ('gone = ["/a?b=1"]\n[moved]\n"/a?b=1" = "/c"', "moved: '/a?b=1' is listed twice"),
        ('[moved]\n"/a%0A" = "/b"', "moved: '/a%0A': a path cannot contain control characters"),
        ('[moved]\n"/a" = "b"', "moved./a: 'b': expected a path such as /new/ or a URL"),
        ('[moved]\n"/a" = "//b.example/"', "moved./a: '//b.example/': expected a path"),
        ('[moved]\n"/a" = "javascript:alert(1)"', "expected a path such as /new/"),
        ('[moved]\n"/a" = "/b c"', "moved./a: '/b c': write spaces and backslashes as %20"),
        ('[moved]\n"/a" = "/b/*"', "moved./a: '/b/*': a * is only allowed at the end"),
        (
            '[moved]\n"/a/*" = "https://b.example*"',
            "moved./a/*: 'https://b.example*': a * must follow",
        ),
        ('[moved]\n"/a" = 1', "moved"),
        ('gone = ["/a"]\n[moved]\n"/a" = "/b"', "moved: '/a' is listed twice"),
        ('gone = ["/a", "/%61"]', "gone: '/%61' is listed twice"),
        ('gone = ["a"]', "gone: 'a': expected a path such as /old/"),
    ],
)
def test_an_invalid_redirect_is_a_one_line_error_of_the_settings(tmp_path, toml, message):
    file = tmp_path / "feedsvc.toml"
    file.write_text(toml)
    with pytest.raises(SettingsError) as caught:
        load_settings(file, {})
    assert str(caught.value).startswith(f"{file}:")
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("variable", ["FEEDSVC_MOVED", "FEEDSVC_GONE"])
def test_redirects_cannot_be_set_by_environment_variables(variable):
    with pytest.raises(SettingsError, match=f"{variable}: this can only be set in feedsvc.toml"):
        load_settings(environment={variable: "x"})


def test_redirects_that_only_look_like_a_loop_are_accepted():
    found = redirects({"/a/*": "/b/*", "/b/x": "/a/y"}, ())
    assert found.find("/b/x") == "/b/y"
    assert found.find("/a/x") == "/b/y"


def folders(end):
    return st.lists(st.sampled_from("ab"), max_size=3).map(
        lambda parts: "/".join(["", *parts, end])
    )


PATHS = folders("")
TABLES = st.dictionaries(PATHS, PATHS, max_size=4)
FOLDERS = st.dictionaries(folders("*"), folders("*"), max_size=4)


@given(TABLES, FOLDERS, st.lists(st.sampled_from("ab"), max_size=8))
def test_accepted_settings_never_lead_to_a_loop(pages, below, parts):
    try:
        accepted = Redirects(pages | below, (), BASE)
    except SettingsError:
        return
    place = accepted.find("/".join(["", *parts, ""]))
    assert place is None or accepted.find(place) is None


@given(st.text())
def test_every_location_is_ascii_and_on_a_known_host(path):
    place = redirects({"/*": "/new/*"}, ("/new/*",)).find(path)
    assert place in (None, GONE)
    place = redirects({"/*": "https://e.org/*"}, ()).find("/" + path)
    assert place.startswith("https://e.org/")
    assert place.isascii()
    assert place.isprintable()


# Live


@pytest.fixture
def moved_settings(settings):
    return msgspec.structs.replace(settings, moved=MOVED, gone=DROPPED)


@pytest.fixture
def moved_site(moved_settings):
    site = Site.open(moved_settings)
    site.sync()
    yield site
    site.close()


@pytest.fixture
def visitor(moved_site):
    return create_app(moved_site).test_client()


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_an_old_path_redirects_permanently(visitor, method):
    response = visitor.open("/old/", method=method)
    assert response.status_code == 301
    assert response.headers["Location"] == "/stories/bridge/"
    assert response.headers["Cache-Control"] == "public, max-age=300"
    assert response.data == b""


@pytest.mark.parametrize(
    ("asked", "location"),
    [
        ("/blog/x/?utm=mail", "/stories/x/?utm=mail"),
        ("/blog/about/?utm=mail", "https://about.example.net/who?from=blog"),
        ("/caf%C3%A9/", "/stories/caf%C3%A9/"),
    ],
)
def test_the_query_is_passed_on_unless_the_target_has_one(visitor, asked, location):
    assert visitor.get(asked).headers["Location"] == location


def test_the_query_comes_before_the_fragment(settings):
    site = Site.open(msgspec.structs.replace(settings, moved={"/a": "/b#c"}))
    assert create_app(site).test_client().get("/a?d=e").headers["Location"] == "/b?d=e#c"
    site.close()


def test_a_redirect_for_one_query_is_not_cached_for_the_path(settings):
    site = Site.open(
        msgspec.structs.replace(settings, moved={"/?p=12": "/stories/bridge/"}, gone=("/?p=13",))
    )
    site.sync()
    client = create_app(site).test_client()
    found = client.get("/?p=12")
    assert (found.status_code, found.headers["Location"]) == (301, "/stories/bridge/")
    assert found.headers["Cache-Control"] == "no-store"
    assert client.get("/?p=13").status_code == 410
    assert (client.get("/?p=14").status_code, client.get("/").status_code) == (200, 200)
    site.close()


def test_a_redirect_takes_precedence_over_a_document_and_keeps_its_id(site, settings):
    entry = site.document("/atom.xml").entry_ids
    moved = Site.open(msgspec.structs.replace(settings, moved={"/rss.xml": "/atom.xml"}))
    visitor = create_app(moved).test_client()
    assert visitor.get("/rss.xml").headers["Location"] == "/atom.xml"
    assert moved.document("/atom.xml").entry_ids == entry
    moved.close()


def test_a_gone_path_responds_410_to_people_and_programs(visitor):
    page = visitor.get("/drafts/x/", headers={"Accept": "text/html"})
    assert page.status_code == 410
    assert "removed for good" in page.text
    response = visitor.get("/contest/", headers={"Accept": "application/json"})
    assert (response.status_code, response.json["title"]) == (410, "Gone")


def test_only_get_and_head_are_redirected(visitor):
    assert visitor.post("/old/").status_code == 404
    assert visitor.post("/contest/").status_code == 410


# Offline


def build(settings):
    site = Site.open(settings)
    site.sync()
    try:
        return publish(site, Path(settings.output))
    finally:
        site.close()


def test_a_build_writes_files_for_web_servers(moved_settings, tmp_path):
    build(moved_settings)
    assert (tmp_path / "site" / "_redirects").read_text().splitlines()[1:] == [
        "/Our%20News/front%20page.htm / 301",
        "/blog/about/ https://about.example.net/who?from=blog 301",
        "/caf%C3%A9/ /stories/caf%C3%A9/ 301",
        "/contest/ / 410",
        "/left/ / 410",
        "/new/ /stories/bridge/ 301",
        "/old/ /stories/bridge/ 301",
        "/own/ /stories/ferry/ 301",
        "/Our%20Sport/* /sections/sport/:splat 301",
        "/blog/2019/* /archive/ 301",
        "/drafts/* / 410",
        "/blog/* /stories/:splat 301",
        "/shop/* https://shop.example.net/:splat 301",
    ]
    lines = (tmp_path / "site" / "nginx-moved.map").read_text().splitlines()
    assert '"/old/" "/stories/bridge/";' in lines
    assert '"/contest/" "gone";' in lines
    assert '"/café/" "/stories/caf%C3%A9/";' in lines
    assert r'"~^/blog(?:/++(?<feedsvc_rest>[!-~]*))?$" "/stories/$feedsvc_rest";' in lines


def test_rules_for_queries_are_in_a_separate_map(settings, tmp_path):
    build(msgspec.structs.replace(settings, moved=QUERIES, gone=("/story.php?id=9",)))
    lines = (tmp_path / "site" / "nginx-moved-queries.map").read_text().splitlines()
    assert lines[1:] == [
        '"/?p=12" "/stories/bridge/";',
        '"/?p=13" "/stories/bridge/";',
        '"/café?q=%C3%A9&r=%C3%A9" "/stories/caf%C3%A9/";',
        '"/story.php?id=7" "https://other.example/7?from=php";',
        '"/story.php?id=9" "gone";',
    ]
    assert "?" not in (tmp_path / "site" / "nginx-moved.map").read_text().partition("~")[0]
    redirects = (tmp_path / "site" / "_redirects").read_text().splitlines()
    assert sum(line.startswith("# Omitted") for line in redirects) == 5
    assert "/story.php /stories/ 301" in redirects


def test_the_files_are_written_once_and_removed_with_the_last_redirect(moved_settings, tmp_path):
    first = build(moved_settings)
    again = build(moved_settings)
    assert (again.written, again.removed) == (0, 0)
    assert again.unchanged >= len(FILES)
    last = build(msgspec.structs.replace(moved_settings, moved={}, gone=()))
    assert last.removed == len(FILES)
    assert first.written == last.unchanged + len(FILES)
    assert not any((tmp_path / "site" / name).exists() for name in FILES)


def test_a_foreign_file_is_neither_overwritten_nor_removed(moved_settings, tmp_path):
    theirs = tmp_path / "site" / "_redirects"
    theirs.parent.mkdir()
    theirs.write_text("/a /b 302\n")
    with pytest.raises(PublishError, match=r"_redirects: not written by feedsvc, which"):
        build(moved_settings)
    build(msgspec.structs.replace(moved_settings, moved={}, gone=()))
    assert theirs.read_text() == "/a /b 302\n"


def test_nginx_syntax_in_paths_is_escaped(settings, tmp_path):
    build(msgspec.structs.replace(settings, moved={'/a"$b/': "/c$d/", '/e".f/*': "/g/*"}))
    lines = (tmp_path / "site" / "nginx-moved.map").read_text().splitlines()[1:]
    assert lines[0] == r'"/a\"$b/" "/c%24d/";'
    assert lines[1].startswith(r'"~^/e\"\.f(?:')


def test_a_site_without_redirects_has_no_such_files(settings, tmp_path):
    assert not Settings().redirects
    build(settings)
    assert not any((tmp_path / "site" / name).exists() for name in FILES)
