"""The newsroom's desk: who may see it, and what it tells of stories, gate, hubs and clock."""

import base64
from pathlib import Path
from urllib.parse import urljoin

import msgspec
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st
from support.webpage import page_of, words

from feedsvc.settings import WebSettings
from feedsvc.site import BuildResult, paths
from feedsvc.site.newsdesk import PAGE_SIZE
from feedsvc.web import create_app
from feedsvc.web.desk_access import WRONG_PER_MINUTE

PASSWORD = "gulls at the pier"
PAGES = ["/desk", "/desk/stories", "/desk/story?file=world/bridge.txt", "/desk/audience"]
"""The pages of the desk; /metrics has the same doors."""


@pytest.fixture
def desk(open_desk):
    """What opens the desk with settings of `[web]`, and with `changes` of others."""

    def client(*, local=True, changes=None, **web):
        return open_desk(local=local, web=WebSettings(**web), **(changes or {}))

    return client


@pytest.fixture
def local(desk):
    return desk()


def basic(password, user="editor"):
    return {"Authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()}


def section(page, name):
    """Return what stands below a heading of the desk."""
    [found] = page.xpath(f"//section[@aria-labelledby='{name}']")
    return words(found)


# Who may see it


@pytest.mark.parametrize("path", [*PAGES, "/metrics"])
def test_the_desk_is_open_on_the_machine_that_serves_nobody_else(local, path):
    response = local.get(path)
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", PAGES)
def test_pages_of_the_desk_are_kept_out_of_frames_caches_and_search(local, path):
    response = local.get(path)
    page_of(response)
    assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"


@pytest.mark.parametrize(
    "environ",
    [
        {"REMOTE_ADDR": "192.0.2.7"},
        {"REMOTE_ADDR": ""},
        {"HTTP_HOST": "gazette.example.org"},
        {"HTTP_HOST": "rebound.example.org:8000"},
        {"HTTP_HOST": "127.0.0.1.example.org"},
        {"HTTP_HOST": ""},
        {"HTTP_HOST": "[::1"},
        {"HTTP_FORWARDED": "for=192.0.2.7"},
        {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"HTTP_X_FORWARDED_HOST": "127.0.0.1"},
        {"HTTP_X_REAL_IP": "192.0.2.7"},
        {"HTTP_VIA": "1.1 proxy"},
        {"SERVER_PROTOCOL": "HTTP/1.0"},
        {"SERVER_PROTOCOL": "HTTP/1"},
    ],
)
@pytest.mark.parametrize("path", [*PAGES, "/metrics", "/desk/nothing"])
def test_nobody_else_learns_that_there_is_a_desk(local, environ, path):
    response = local.get(path, environ_overrides=environ)
    there_is_nothing = local.get("/nothing", environ_overrides=environ)
    assert response.status_code == 404
    assert response.text.replace("../", "./") == there_is_nothing.text
    names = {"Cache-Control", "Content-Type", "Content-Security-Policy"}
    assert {response.headers[name] for name in names} == {
        there_is_nothing.headers[name] for name in names
    }
    assert set(response.headers.keys()) == set(there_is_nothing.headers.keys())


@pytest.mark.parametrize("method", ["POST", "DELETE", "OPTIONS"])
@pytest.mark.parametrize("path", ["/desk", "/desk/sync", "/desk/stories", "/metrics"])
def test_no_method_tells_that_there_is_a_desk(local, method, path):
    response = local.open(path, method=method, environ_overrides={"REMOTE_ADDR": "192.0.2.7"})
    assert response.status_code == 404
    assert "Allow" not in response.headers


@pytest.mark.parametrize(
    ("local", "base_url"), [(False, "http://127.0.0.1:8000"), (True, "https://gazette.example.org")]
)
def test_a_site_for_others_has_no_desk_without_a_password(desk, local, base_url):
    client = desk(local=local, changes={"base_url": base_url})
    assert client.get("/desk").status_code == 404
    assert client.get("/metrics").status_code == 404


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:8000", "127.0.0.1", "[::1]:8000", "127.8.9.1"]
)
def test_a_browser_may_call_this_machine_by_any_of_its_names(local, host):
    assert local.get("/desk", environ_overrides={"HTTP_HOST": host}).status_code == 200


def test_a_password_opens_the_desk_from_anywhere(desk):
    client = desk(local=False, desk_password=PASSWORD)
    away = {"REMOTE_ADDR": "192.0.2.7", "HTTP_HOST": "gazette.example.org"}
    asked = client.get("/desk", environ_overrides=away)
    assert asked.status_code == 401
    assert asked.headers["WWW-Authenticate"] == 'Basic realm="The newsroom", charset=UTF-8'
    page_of(asked)
    for path in (*PAGES, "/metrics"):
        got = client.get(path, headers=basic(PASSWORD), environ_overrides=away)
        assert got.status_code == 200, path


@pytest.mark.parametrize(
    "headers",
    [
        basic("gulls"),
        basic(""),
        basic(PASSWORD.upper()),
        basic("gullß"),
        {"Authorization": "Basic"},
        {"Authorization": "Basic ////"},
        {"Authorization": f"Bearer {PASSWORD}"},
        {"Authorization": f"Digest {PASSWORD}"},
    ],
)
def test_anything_but_the_password_is_refused(desk, headers):
    client = desk(local=False, desk_password=PASSWORD)
    assert client.get("/desk", headers=headers).status_code == 401


def test_who_guesses_has_to_wait_and_the_right_password_does_not_help_then(desk):
    client = desk(local=False, desk_password=PASSWORD)
    away = {"REMOTE_ADDR": "192.0.2.7"}
    guesses = [
        client.get("/desk", headers=basic(f"guess {number}"), environ_overrides=away).status_code
        for number in range(WRONG_PER_MINUTE + 2)
    ]
    assert guesses == [401] * WRONG_PER_MINUTE + [429] * 2
    right = client.get("/desk", headers=basic(PASSWORD), environ_overrides=away)
    assert right.status_code == 429
    assert int(right.headers["Retry-After"]) > 0
    other = {"REMOTE_ADDR": "192.0.2.8"}
    assert client.get("/desk", headers=basic(PASSWORD), environ_overrides=other).status_code == 200


def test_who_knows_the_password_may_ask_as_often_as_they_like(desk):
    client = desk(local=False, desk_password=PASSWORD)
    asked = [client.get("/metrics", headers=basic(PASSWORD)).status_code for _ in range(30)]
    assert set(asked) == {200}


def test_the_password_stands_in_no_page_and_not_in_the_catalog(desk, settings):
    client = desk(local=False, desk_password=PASSWORD)
    site = client.site
    site.record_build(site.build_plan("x", site.now(), whole=True), BuildResult())
    for path in (*PAGES, "/metrics"):
        assert PASSWORD not in client.get(path, headers=basic(PASSWORD)).text
    assert PASSWORD.encode() not in Path(settings.catalog).read_bytes()


def test_another_password_makes_no_build_anew(desk):
    plans = []
    for password in (None, PASSWORD):
        site = desk(desk_password=password).site
        plan = site.build_plan("x", site.now(), whole=False)
        plans.append(plan.paths)
        site.record_build(plan, BuildResult(written=plan.paths))
    assert plans[0]
    assert plans[1] == ()


# What it tells


def test_the_desk_tells_what_was_read(local, stories):
    page = page_of(local.get("/desk"))
    assert "4 story files" in section(page, "read")
    assert str(stories) in section(page, "read")
    assert "4 public entries" in section(page, "read")


def test_a_refused_story_is_told_with_place_reason_and_cure(local, stories):
    (stories / "world" / "bad.md").write_text("---\ntitle: [\n---\nText.\n")
    local.site.sync()
    page = page_of(local.get("/desk"))
    told = section(page, "refused")
    [error] = local.site.last_report.refused
    assert error.name in told
    assert f"line {error.line}" in told
    assert error.reason in told
    [link] = page.xpath("//section[@aria-labelledby='refused']//a/@href")
    story = local.get(urljoin("/desk", link))
    assert error.reason in story.text
    assert "Refused at line" in story.text


@pytest.mark.parametrize(
    ("header", "name", "word"),
    [
        ("publishDate: 2030-01-05T08:00:00Z", "opening", "scheduled for 5 January 2030"),
        ("expiryDate: 2030-01-05T08:00:00Z", "closing", "public until 5 January 2030"),
        ("draft: true", "withheld", "withheld"),
    ],
)
def test_what_waits_is_told_with_its_moment(local, stories, header, name, word):
    (stories / "world" / "seal.md").write_text(f"---\ntitle: A seal\n{header}\n---\nIt waved.\n")
    local.site.sync()
    told = section(page_of(local.get("/desk")), name)
    assert "A seal" in told
    assert "world/seal.md" in told
    assert word in told


def test_a_document_that_is_held_back_is_told_with_its_findings(local, monkeypatch):
    assert "All documents requested" in section(page_of(local.get("/desk")), "held")
    form = paths.FILE_FORMATS["rss.xml"]
    broken = msgspec.structs.replace(form, render=lambda _feed: b"<rss")
    monkeypatch.setitem(paths.FILE_FORMATS, "rss.xml", broken)
    local.get("/rss.xml")
    told = section(page_of(local.get("/desk")), "held")
    assert "/rss.xml" in told
    assert "nothing is published instead" in told
    assert "not-well-formed" in told


def test_a_form_looks_at_the_folder_once_it_proves_whose_it_is(local, stories):
    (stories / "world" / "seal.md").write_text("---\ntitle: A seal\n---\nIt waved.\n")
    token = page_of(local.get("/desk")).xpath("//input[@name='token']/@value")[0]
    done = local.post("/desk/sync", data={"token": token})
    assert done.status_code == 303
    target = urljoin("/desk/sync", done.headers["Location"])
    assert target == "/desk"
    assert "1 added" in words(page_of(local.get(target)))
    assert "1 added" not in words(page_of(local.get(target)))
    assert local.site.count() == 5


def test_each_sync_of_the_desk_is_told_to_whoever_follows(desk, stories):
    reports = []
    client = desk()
    services = msgspec.structs.replace(client.services, on_sync=reports.append)
    other = create_app(client.site, services).test_client()
    other.environ_base |= client.environ_base
    token = page_of(other.get("/desk")).xpath("//input[@name='token']/@value")[0]
    (stories / "world" / "seal.md").write_text("---\ntitle: A seal\n---\nIt waved.\n")
    other.post("/desk/sync", data={"token": token})
    assert [report.added for report in reports] == [1]


@pytest.mark.parametrize("token", [None, "", "guess", "ß"])
@pytest.mark.parametrize("path", ["/desk/sync", "/desk/ping"])
def test_a_form_of_another_page_does_nothing(local, stories, token, path):
    (stories / "world" / "seal.md").write_text("---\ntitle: A seal\n---\nIt waved.\n")
    response = local.post(path, data={} if token is None else {"token": token})
    assert response.status_code == 400
    assert "nothing was done" in response.text
    assert local.site.count() == 4


def test_the_cookie_of_the_desk_is_sent_from_its_own_pages_alone(local):
    cookie = local.get("/desk").headers["Set-Cookie"]
    assert "SameSite=Strict" in cookie
    assert "HttpOnly" in cookie


def test_a_form_of_one_process_is_good_for_another(desk):
    first, second = (desk(local=False, desk_password=PASSWORD) for _ in range(2))
    page = first.get("/desk", headers=basic(PASSWORD))
    token = page_of(page).xpath("//input[@name='token']/@value")[0]
    name, _, value = page.headers["Set-Cookie"].partition(";")[0].partition("=")
    second.set_cookie(name, value)
    done = second.post("/desk/sync", data={"token": token}, headers=basic(PASSWORD))
    assert done.status_code == 303


def test_visitors_of_documents_get_no_cookie(local):
    for path in ("/", "/rss.xml", "/validate", "/nothing"):
        assert "Set-Cookie" not in local.get(path).headers


def test_a_folder_that_is_gone_is_told_in_place_of_an_error(local, stories):
    token = page_of(local.get("/desk")).xpath("//input[@name='token']/@value")[0]
    stories.rename(stories.with_name("away"))
    local.post("/desk/sync", data={"token": token})
    assert "no such folder" in local.get("/desk").text


def test_hubs_are_told_with_what_failed_and_can_be_told_again(desk):
    hub = "http://127.0.0.1:9/"
    client = desk(changes={"hubs": (hub,)})
    page = page_of(client.get("/desk"))
    assert "notified of 0 documents" in section(page, "hubs")
    token = page.xpath("//input[@name='token']/@value")[0]
    client.post("/desk/ping", data={"token": token})
    assert "Notifying the hubs" in client.get("/desk").text
    client.services.notifier._round()  # noqa: SLF001 -- what its thread does when woken
    told = section(page_of(client.get("/desk")), "hubs")
    assert "could not notify hub" in told


# Stories


def test_stories_are_listed_what_came_last_first(local, stories):
    (stories / "world" / "seal.md").write_text("---\ntitle: A seal\n---\nIt waved.\n")
    local.site.sync()
    page = page_of(local.get("/desk/stories"))
    titles = [words(link) for link in page.xpath("//ul[@class='shelf']//a")]
    assert titles[0] == "A seal"
    assert len(titles) == 5


def test_a_story_whose_file_went_stays_listed(local, stories):
    (stories / "world" / "bridge.txt").unlink()
    local.site.sync()
    assert "removed from its file" in words(page_of(local.get("/desk/stories")))


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("bridge", 1),
        ("BRIDGE cyclists", 1),
        ("world/", 2),
        ("灯台守", 1),
        ("bridge nothing", 0),
        ("100%", 0),
        ("_", 0),
        ("'; DROP TABLE entries", 0),
        (" ", 4),
    ],
)
def test_stories_are_found_by_words_of_titles_and_names(local, search, found):
    page = page_of(local.get("/desk/stories", query_string={"q": search}))
    assert len(page.xpath("//ul[@class='shelf']/li")) == found


def test_many_stories_come_in_pages_and_each_once(local, stories):
    for number in range(PAGE_SIZE + 9):
        text = f"---\ntitle: Seal {number}\n---\nIt waved.\n"
        (stories / "world" / f"seal{number}.md").write_text(text)
    local.site.sync()
    path, seen, pages = "/desk/stories?q=seal", [], 0
    while path:
        page = page_of(local.get(path))
        seen += [words(link) for link in page.xpath("//ul[@class='shelf']//a")]
        path = next((urljoin(path, link) for link in page.xpath("//a[@rel='next']/@href")), None)
        pages += 1
    assert pages == 2
    assert sorted(seen) == sorted({f"Seal {number}" for number in range(PAGE_SIZE + 9)})


@effort(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(search=st.text(max_size=200), before=st.text(max_size=5))
def test_any_search_is_answered(local, search, before):
    response = local.get("/desk/stories", query_string={"q": search, "before": before})
    assert response.status_code == 200


# A story


def test_a_story_is_told_line_by_line(local):
    page = page_of(local.get("/desk/story?file=world/bridge.txt"))
    rows = [[words(cell) for cell in row.xpath("th|td")] for row in page.xpath("//tbody/tr")]
    assert ["1", "title", "headline", "Bridge at Tallow Sound opens to cyclists"] in rows
    fields = dict(
        zip(map(words, page.xpath("//dl/dt")), map(words, page.xpath("//dl/dd")), strict=True)
    )
    assert fields["title"] == "Bridge at Tallow Sound opens to cyclists"
    assert "TALLOW SOUND" in fields["dateline"]
    assert "public" in section(page, "kept")
    [link] = page.xpath("//section[@aria-labelledby='kept']//a/@href")
    assert local.get(urljoin("/desk/story", link)).status_code == 200


def test_no_html_of_a_story_is_shown_as_html(local, stories):
    (stories / "world" / "seal.md").write_text(
        "---\ntitle: <script>alert(1)</script>\n---\nIt <b onclick=x>waved</b>.\n"
    )
    local.site.sync()
    for path in ("/desk", "/desk/stories", "/desk/story?file=world/seal.md"):
        page_of(local.get(path))


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".",
        "..",
        "world",
        "world/none.txt",
        "../secret.txt",
        "world/../../secret.txt",
        "world/../world/bridge.txt",
        "/etc/passwd",
        "{folder}/world/bridge.txt",
        "world/.hidden.txt",
        ".git/note.txt",
        "world/bridge.txt\0",
        "world/bridge.txt/",
        "linked.txt",
        "linked/secret.txt",
        "back.txt",
        "world/run.py",
        "a" * 5000 + ".txt",
        "~/secret.txt",
        "..\\secret.txt",
    ],
)
def test_only_stories_of_the_folder_are_shown(local, stories, name):
    outside = stories.parent / "outside"
    outside.mkdir()
    (stories.parent / "secret.txt").write_text("Secret\n\nNobody may read it.\n")
    (outside / "secret.txt").write_text("Secret\n\nNobody may read it.\n")
    (stories / "world" / ".hidden.txt").write_text("Secret\n\nNobody may read it.\n")
    (stories / ".git").mkdir()
    (stories / ".git" / "note.txt").write_text("Secret\n\nNobody may read it.\n")
    (stories / "world" / "run.py").write_text("secret\n")
    (stories / "linked.txt").symlink_to(outside / "secret.txt")
    (stories / "linked").symlink_to(outside)
    (stories / "back.txt").symlink_to(stories / ".git" / "note.txt")
    path = name.replace("{folder}", str(stories))
    response = local.get("/desk/story", query_string={"file": path})
    assert response.status_code == 404
    assert "Nobody may read it" not in response.text


@effort(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(name=st.text(max_size=60))
def test_any_name_of_a_story_is_answered(local, name):
    assert local.get("/desk/story", query_string={"file": name}).status_code in (200, 404)
