"""Errors of HTTP, on pages for people and as problem details for programs; who asks too often."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.webpage import page_of, words
from werkzeug.test import Client

from feedsvc.errors import CatalogError, SettingsError
from feedsvc.settings import LimitSettings, Settings, WebSettings, load_settings
from feedsvc.site import Site
from feedsvc.web import create_app
from feedsvc.web.limiter import MOST_CLIENTS, Limiter, client_of

PAGE = "text/html,application/xhtml+xml,*/*;q=0.8"
PROGRAM = ("application/json", "application/problem+json", "application/problem+json, */*;q=0.1")
FORM = "application/x-www-form-urlencoded"


class Faulty(Site):
    """A site that fails at one path with its catalog, at another with a fault of its own."""

    def document(self, path, at=None):
        if path == "/no-catalog":
            raise CatalogError("postgresql://user:secret@db: no answer")
        if path == "/fault":
            raise KeyError("secret")
        return super().document(path, at)


@pytest.fixture
def client(settings):
    site = Faulty.open(
        msgspec.structs.replace(
            settings,
            gone=("/closed/",),
            limits=LimitSettings(document_bytes=1000),
            web=WebSettings(checks_per_minute=1),
        )
    )
    site.sync()
    yield Client(create_app(site))
    site.close()


def spend(client):
    assert client.post("/validate", data={"text": "<rss/>"}).status_code == 200


REFUSALS = {
    400: {"method": "POST", "path": "/validate", "data": {"text": " "}},
    404: {"path": "/nothing"},
    405: {"method": "POST", "path": "/rss.xml", "content_type": FORM},
    410: {"path": "/closed/"},
    413: {"method": "POST", "path": "/validate", "data": {"text": "x" * 2000}},
    415: {"method": "POST", "path": "/validate", "data": b"x", "content_type": "image/png"},
    429: {"method": "POST", "path": "/validate", "data": {"text": "<rss/>"}},
    500: {"path": "/fault"},
    503: {"path": "/no-catalog"},
}


@pytest.mark.parametrize("accept", PROGRAM)
@pytest.mark.parametrize("status", REFUSALS)
def test_a_program_is_told_of_every_error_as_problem_details(client, status, accept):
    if status == 429:
        spend(client)
    told = client.open(**REFUSALS[status], headers={"Accept": accept})
    assert told.status_code == status
    assert told.content_type == "application/problem+json"
    assert told.headers["Cache-Control"] == "no-store"
    assert told.json.keys() >= {"type", "title", "status", "detail"}
    assert (told.json["type"], told.json["status"]) == ("about:blank", status)
    assert "secret" not in told.text


@pytest.mark.parametrize("status", REFUSALS)
def test_people_are_told_of_every_error_on_a_proper_page(client, status):
    if status == 429:
        spend(client)
    told = client.open(**REFUSALS[status], headers={"Accept": PAGE})
    assert told.status_code == status
    assert told.headers["Cache-Control"] == "no-store"
    assert words(page_of(told).find(".//h1"))
    assert "secret" not in told.text


def test_both_are_told_the_same(client):
    page = client.get("/closed/", headers={"Accept": PAGE})
    problem = client.get("/closed/", headers={"Accept": PROGRAM[0]})
    assert problem.json["detail"] in words(page_of(page))


@pytest.mark.parametrize("path", ["/healthz", "/sections/none/feed.json", "/validate"])
def test_a_path_for_programs_tells_a_program_without_being_asked(client, path):
    data = {"data": b"x", "content_type": "text/xml"} if path == "/validate" else {}
    told = client.open(path, method="DELETE" if path == "/healthz" else "PUT", **data)
    assert told.status_code in (404, 405)
    if path != "/validate":
        assert told.content_type == "application/problem+json"
    assert client.open(path, method="PUT", headers={"Accept": PAGE}).mimetype == "text/html"


@pytest.mark.parametrize("path", ["/rss.xml", "/", "/style.css"])
def test_what_may_be_done_instead_is_told_with_a_405(client, path):
    told = client.delete(path, headers={"Accept": PROGRAM[0]})
    assert (told.status_code, told.headers["Allow"]) == (405, "GET, HEAD")


def test_a_body_that_is_coded_is_refused(client):
    told = client.post(
        "/validate", data=b"x", headers={"Content-Encoding": "gzip", "Content-Type": "text/xml"}
    )
    assert told.status_code == 415
    assert "Content-Encoding" in told.json["detail"]


def test_only_checks_are_counted(client):
    for _ in range(5):
        assert client.get("/validate").status_code == 200
        assert client.get("/rules").status_code == 200
    spend(client)
    refused = client.post("/validate", data={"text": "<rss/>"})
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert client.get("/rss.xml").status_code == 200


def test_each_client_behind_a_proxy_has_an_account_of_its_own(client):
    def check(address):
        headers = {"X-Forwarded-For": f"198.51.100.1, {address}"}
        return client.post("/validate", data={"text": "<rss/>"}, headers=headers).status_code

    asked = [check(address) for address in ("192.0.2.1", "192.0.2.2", "192.0.2.1")]
    assert asked == [200, 200, 429]


def test_no_number_of_checks_is_too_much_where_settings_say_so(settings):
    site = Site.open(msgspec.structs.replace(settings, web=WebSettings(checks_per_minute=0)))
    client = create_app(site).test_client()
    answers = {client.post("/validate", data={"text": "<a/>"}).status_code for _ in range(40)}
    site.close()
    assert answers == {200}


def test_checks_are_thirty_a_minute_until_settings_say_otherwise(tmp_path):
    assert Settings().web.checks_per_minute == 30
    assert load_settings(environment={"FEEDSVC_WEB_CHECKS_PER_MINUTE": "5"}).web == WebSettings(
        checks_per_minute=5
    )
    file = tmp_path / "feedsvc.toml"
    file.write_text("[web]\nchecks_per_minute = -1")
    with pytest.raises(SettingsError, match=r"invalid web\.checks_per_minute: -1"):
        load_settings(file, {})


# The limiter


class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


@pytest.mark.parametrize("allowed", [1, 3, 7, 30])
def test_a_client_may_ask_so_often_at_once_and_then_at_that_pace(allowed):
    clock = Clock()
    limiter = Limiter(allowed, clock)
    assert [limiter.wait("192.0.2.1") for _ in range(allowed)] == [0] * allowed
    wait = limiter.wait("192.0.2.1")
    assert wait == pytest.approx(60 / allowed, abs=1)
    assert limiter.wait("192.0.2.2") == 0
    clock.now += wait
    assert limiter.wait("192.0.2.1") == 0
    assert limiter.wait("192.0.2.1") > 0


def test_refused_requests_do_not_make_the_wait_longer():
    limiter = Limiter(1, Clock())
    assert [limiter.wait("a") for _ in range(5)] == [0, 60, 60, 60, 60]


@given(st.lists(st.floats(0, 30), max_size=60), st.integers(1, 10))
def test_whoever_waits_as_long_as_told_is_let_in(steps, allowed):
    clock = Clock()
    limiter = Limiter(allowed, clock)
    for step in steps:
        clock.now += step
        wait = limiter.wait("192.0.2.1")
        if wait:
            clock.now += wait
            assert limiter.wait("192.0.2.1") == 0


def test_a_network_of_ipv6_is_one_client():
    limiter = Limiter(1, Clock())
    assert limiter.wait("2001:db8::1") == 0
    assert limiter.wait("2001:db8::ffff:2%eth0") > 0
    assert limiter.wait("2001:db8:0:1::1") == 0


def test_of_many_clients_only_so_many_are_remembered():
    limiter = Limiter(1, Clock())
    for number in range(MOST_CLIENTS + 1):
        assert limiter.wait(str(number)) == 0
    assert limiter.wait("0") == 0
    assert limiter.wait(str(MOST_CLIENTS)) > 0


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "192.0.2.1", "192.0.2.1"),
        ("::1", "10.0.0.1, 192.0.2.1", "192.0.2.1"),
        ("", "192.0.2.1", "192.0.2.1"),
        ("198.51.100.7", "192.0.2.1", "198.51.100.7"),
        ("odd", "192.0.2.1", "odd"),
    ],
)
def test_only_a_proxy_on_this_machine_is_believed(peer, forwarded, client):
    assert client_of(peer, forwarded) == client
