"""The newsroom's desk: access to it, and what it shows about stories, documents and hubs."""

import base64
from pathlib import Path
from urllib.parse import urljoin

import msgspec
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st
from support.brokenformats import with_broken_frame
from support.webpage import page_of, words

from feedsvc.settings import WebSettings
from feedsvc.site import BuildResult, paths
from feedsvc.site.newsdesk import PAGE_SIZE
from feedsvc.web import create_app
from feedsvc.web.desk_access import WRONG_PER_MINUTE

PASSWORD = "gulls at the pier"
PAGES = ["/desk", "/desk/stories", "/desk/story?file=world/bridge.txt", "/desk/audience"]
"""The pages of the desk, and /metrics, which has the same access rules."""


@pytest.fixture
def desk(open_desk):
    """A function that opens the desk with settings of `[web]` and other `changes`."""

    def client(*, local=True, changes=None, **web):
        return open_desk(local=local, web=WebSettings(**web), **(changes or {}))

    return client


@pytest.fixture
def local(desk):
    return desk()


def basic(password, user="editor"):
    return {"Authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()}


def section(page, name):
    """Return the text of a section of the desk."""
    [found] = page.xpath(f"//section[@aria-labelledby='{name}']")
    return words(found)


# Access


@pytest.mark.parametrize("path", [*PAGES, "/metrics"])
def test_the_desk_is_open_on_a_machine_that_serves_only_itself(local, path):
    response = local.get(path)
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", PAGES)
def test_desk_pages_are_kept_out_of_frames_caches_and_search_engines(local, path):
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
def test_other_clients_get_404_as_if_there_were_no_desk(local, environ, path):
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
def test_no_method_reveals_the_desk(local, method, path):
    response = local.open(path, method=method, environ_overrides={"REMOTE_ADDR": "192.0.2.7"})
    assert response.status_code == 404
    assert "Allow" not in response.headers


@pytest.mark.parametrize(
    ("local", "base_url"), [(False, "http://127.0.0.1:8000"), (True, "https://gazette.example.org")]
)
def test_a_public_site_has_no_desk_without_a_password(desk, local, base_url):
    client = desk(local=local, changes={"base_url": base_url})
    assert client.get("/desk").status_code == 404
    assert client.get("/metrics").status_code == 404


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:8000", "127.0.0.1", "[::1]:8000", "127.8.9.1"]
)
def test_any_loopback_name_of_this_machine_is_accepted(local, host):
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


def test_after_too_many_wrong_passwords_even_the_right_one_has_to_wait(desk):
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


def test_requests_with_the_right_password_are_not_limited(desk):
    client = desk(local=False, desk_password=PASSWORD)
    asked = [client.get("/metrics", headers=basic(PASSWORD)).status_code for _ in range(30)]
    assert set(asked) == {200}


def test_the_password_is_in_no_page_and_not_in_the_catalog(desk, settings):
    client = desk(local=False, desk_password=PASSWORD)
    site = client.site
    site.record_build(site.build_plan("x", site.now(), whole=True), BuildResult())
    for path in (*PAGES, "/metrics"):
        assert PASSWORD not in client.get(path, headers=basic(PASSWORD)).text
    assert PASSWORD.encode() not in Path(settings.catalog).read_bytes()


def test_a_new_password_does_not_trigger_a_build(desk):
    plans = []
    for password in (None, PASSWORD):
        site = desk(desk_password=password).site
        plan = site.build_plan("x", site.now(), whole=False)
        plans.append(plan.paths)
        site.record_build(plan, BuildResult(written=plan.paths))
    assert plans[0]
    assert plans[1] == ()


# Content


def test_the_desk_shows_the_last_scan(local, stories):
    page = page_of(local.get("/desk"))
    assert "4 story files" in section(page, "read")
    assert str(stories) in section(page, "read")
    assert "4 public entries" in section(page, "read")


def test_a_refused_story_is_shown_with_place_reason_and_fix(local, stories):
    (stories / "world" / "bad.md").write_text("---\ntitle: [\n---\nText.\n")
    local.site.sync()
    page = page_of(local.get("/desk"))
    text = section(page, "refused")
    [error] = local.site.last_report.refused
    assert error.name in text
    assert f"line {error.line}" in text
    assert error.reason in text
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
def test_scheduled_and_expiring_stories_show_their_time(local, stories, header, name, word):
    (stories / "world" / "seal.md").write_text(f"---\ntitle: A seal\n{header}\n---\nIt waved.\n")
    local.site.sync()
    text = section(page_of(local.get("/desk")), name)
    assert "A seal" in text
    assert "world/seal.md" in text
    assert word in text


def test_a_document_held_back_is_shown_with_its_findings(local, monkeypatch):
    assert "All stories and documents requested" in section(page_of(local.get("/desk")), "held")
    broken = with_broken_frame(paths.FILE_FORMATS["rss.xml"])
    monkeypatch.setitem(paths.FILE_FORMATS, "rss.xml", broken)
    local.get("/rss.xml")
    text = section(page_of(local.get("/desk")), "held")
    assert "/rss.xml" in text
    assert "not published until it is valid" in text
    assert "not-well-formed" in text


def test_the_audience_page_without_figures_says_how_to_get_them(desk):
    page = page_of(desk(audience=False).get("/desk/audience"))
    assert "set audience = true in [web]" in words(page)
    page = page_of(desk(audience=True).get("/desk/audience"))
    assert "once a feed has been fetched" in words(page)


def test_a_form_scans_the_folder_only_with_its_token(local, stories):
    (stories / "world" / "seal.md").write_text("---\ntitle: A seal\n---\nIt waved.\n")
    token = page_of(local.get("/desk")).xpath("//input[@name='token']/@value")[0]
    done = local.post("/desk/sync", data={"token": token})
    assert done.status_code == 303
    target = urljoin("/desk/sync", done.headers["Location"])
    assert target == "/desk"
    assert "1 added" in words(page_of(local.get(target)))
    assert "1 added" not in words(page_of(local.get(target)))
    assert local.site.count() == 5


def test_a_first_import_is_not_interrupted_by_a_scan(open_desk):
    client = open_desk(synced=False)
    token = page_of(client.get("/desk")).xpath("//input[@name='token']/@value")[0]
    said = []

    def press(*_):
        client.post("/desk/sync", data={"token": token})
        said.append(words(page_of(client.get("/desk"))))

    client.site.sync(press)
    assert "The first import is running: 0 of 4 files read." in said[0]


def test_each_sync_started_by_the_desk_is_reported(desk, stories):
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
def test_a_form_without_the_right_token_does_nothing(local, stories, token, path):
    (stories / "world" / "seal.md").write_text("---\ntitle: A seal\n---\nIt waved.\n")
    response = local.post(path, data={} if token is None else {"token": token})
    assert response.status_code == 400
    assert "nothing was done" in response.text
    assert local.site.count() == 4


def test_the_desks_cookie_is_same_site_strict(local):
    cookie = local.get("/desk").headers["Set-Cookie"]
    assert "SameSite=Strict" in cookie
    assert "HttpOnly" in cookie


def test_a_form_from_one_process_is_valid_in_another(desk):
    first, second = (desk(local=False, desk_password=PASSWORD) for _ in range(2))
    page = first.get("/desk", headers=basic(PASSWORD))
    token = page_of(page).xpath("//input[@name='token']/@value")[0]
    name, _, value = page.headers["Set-Cookie"].partition(";")[0].partition("=")
    second.set_cookie(name, value)
    done = second.post("/desk/sync", data={"token": token}, headers=basic(PASSWORD))
    assert done.status_code == 303


def test_documents_set_no_cookies(local):
    for path in ("/", "/rss.xml", "/validate", "/nothing"):
        assert "Set-Cookie" not in local.get(path).headers


def test_a_missing_folder_is_reported_instead_of_an_error_page(local, stories):
    token = page_of(local.get("/desk")).xpath("//input[@name='token']/@value")[0]
    stories.rename(stories.with_name("away"))
    local.post("/desk/sync", data={"token": token})
    assert "no such folder" in local.get("/desk").text


def test_hubs_are_shown_with_failures_and_can_be_notified_again(desk):
    hub = "http://127.0.0.1:9/"
    client = desk(changes={"hubs": (hub,)})
    page = page_of(client.get("/desk"))
    assert "notified of 0 documents" in section(page, "hubs")
    token = page.xpath("//input[@name='token']/@value")[0]
    client.post("/desk/ping", data={"token": token})
    assert "Notifying the hubs" in client.get("/desk").text
    client.services.notifier._round()  # noqa: SLF001 -- what its thread does when woken
    text = section(page_of(client.get("/desk")), "hubs")
    assert "could not notify hub" in text


# Stories


def test_stories_are_listed_newest_first(local, stories):
    (stories / "world" / "seal.md").write_text("---\ntitle: A seal\n---\nIt waved.\n")
    local.site.sync()
    page = page_of(local.get("/desk/stories"))
    titles = [words(link) for link in page.xpath("//ul[@class='shelf']//a")]
    assert titles[0] == "A seal"
    assert len(titles) == 5


def test_a_story_whose_file_was_deleted_stays_listed(local, stories):
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
def test_stories_are_found_by_words_in_titles_and_by_file_names(local, search, found):
    page = page_of(local.get("/desk/stories", query_string={"q": search}))
    assert len(page.xpath("//ul[@class='shelf']/li")) == found


def test_many_stories_are_split_into_pages_without_repetition(local, stories):
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
def test_any_search_gets_a_response(local, search, before):
    response = local.get("/desk/stories", query_string={"q": search, "before": before})
    assert response.status_code == 200


# Story files


def test_a_story_file_is_shown_line_by_line(local):
    page = page_of(local.get("/desk/story?file=world/bridge.txt"))
    rows = [[words(cell) for cell in row.xpath("th|td")] for row in page.xpath("//tbody/tr")]
    assert ["1", "title", "the headline", "Bridge at Tallow Sound opens to cyclists"] in rows
    fields = dict(
        zip(map(words, page.xpath("//dl/dt")), map(words, page.xpath("//dl/dd")), strict=True)
    )
    assert fields["title"] == "Bridge at Tallow Sound opens to cyclists"
    assert "TALLOW SOUND" in fields["dateline"]
    assert "public" in section(page, "entries")
    [link] = page.xpath("//section[@aria-labelledby='entries']//a/@href")
    assert local.get(urljoin("/desk/story", link)).status_code == 200


def test_html_in_a_story_is_escaped(local, stories):
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
def test_only_story_files_in_the_folder_are_shown(local, stories, name):
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
def test_any_file_name_gets_a_response(local, name):
    assert local.get("/desk/story", query_string={"file": name}).status_code in (200, 404)
