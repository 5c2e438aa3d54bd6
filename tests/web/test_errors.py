"""HTTP errors, as pages and as problem details; rate limits."""

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
    """A site whose catalog fails at one path, and whose code fails at another."""

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
def test_programs_get_problem_details_for_every_error(client, status, accept):
    if status == 429:
        spend(client)
    response = client.open(**REFUSALS[status], headers={"Accept": accept})
    assert response.status_code == status
    assert response.content_type == "application/problem+json"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.json.keys() >= {"type", "title", "status", "detail"}
    assert (response.json["type"], response.json["status"]) == ("about:blank", status)
    assert "secret" not in response.text


@pytest.mark.parametrize("status", REFUSALS)
def test_people_get_a_page_for_every_error(client, status):
    if status == 429:
        spend(client)
    response = client.open(**REFUSALS[status], headers={"Accept": PAGE})
    assert response.status_code == status
    assert response.headers["Cache-Control"] == "no-store"
    assert words(page_of(response).find(".//h1"))
    assert "secret" not in response.text


def test_pages_and_problem_details_have_the_same_text(client):
    page = client.get("/closed/", headers={"Accept": PAGE})
    problem = client.get("/closed/", headers={"Accept": PROGRAM[0]})
    assert problem.json["detail"] in words(page_of(page))


@pytest.mark.parametrize("path", ["/healthz", "/sections/none/feed.json", "/validate"])
def test_paths_for_programs_respond_with_problem_details_by_default(client, path):
    data = {"data": b"x", "content_type": "text/xml"} if path == "/validate" else {}
    response = client.open(path, method="DELETE" if path == "/healthz" else "PUT", **data)
    assert response.status_code in (404, 405)
    if path != "/validate":
        assert response.content_type == "application/problem+json"
    assert client.open(path, method="PUT", headers={"Accept": PAGE}).mimetype == "text/html"


@pytest.mark.parametrize("path", ["/rss.xml", "/", "/style.css"])
def test_a_405_lists_the_allowed_methods(client, path):
    response = client.delete(path, headers={"Accept": PROGRAM[0]})
    assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD")


def test_a_compressed_request_body_is_refused(client):
    response = client.post(
        "/validate", data=b"x", headers={"Content-Encoding": "gzip", "Content-Type": "text/xml"}
    )
    assert response.status_code == 415
    assert "Content-Encoding" in response.json["detail"]


def test_only_validations_count_towards_the_limit(client):
    for _ in range(5):
        assert client.get("/validate").status_code == 200
        assert client.get("/rules").status_code == 200
    spend(client)
    refused = client.post("/validate", data={"text": "<rss/>"})
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert client.get("/rss.xml").status_code == 200


def test_each_client_behind_a_proxy_has_its_own_limit(client):
    def check(client_address):
        headers = {"X-Forwarded-For": f"198.51.100.1, {client_address}"}
        return client.post("/validate", data={"text": "<rss/>"}, headers=headers).status_code

    asked = [check(address) for address in ("192.0.2.1", "192.0.2.2", "192.0.2.1")]
    assert asked == [200, 200, 429]


def test_the_limit_can_be_turned_off(settings):
    site = Site.open(msgspec.structs.replace(settings, web=WebSettings(checks_per_minute=0)))
    client = create_app(site).test_client()
    statuses = {client.post("/validate", data={"text": "<a/>"}).status_code for _ in range(40)}
    site.close()
    assert statuses == {200}


def test_the_default_limit_is_thirty_per_minute(tmp_path):
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
def test_a_client_can_make_all_requests_at_once_and_then_one_per_interval(allowed):
    clock = Clock()
    limiter = Limiter(allowed, clock)
    assert [limiter.wait("192.0.2.1") for _ in range(allowed)] == [0] * allowed
    wait = limiter.wait("192.0.2.1")
    assert wait == pytest.approx(60 / allowed, abs=1)
    assert limiter.wait("192.0.2.2") == 0
    clock.now += wait
    assert limiter.wait("192.0.2.1") == 0
    assert limiter.wait("192.0.2.1") > 0


def test_refused_requests_do_not_extend_the_wait():
    limiter = Limiter(1, Clock())
    assert [limiter.wait("a") for _ in range(5)] == [0, 60, 60, 60, 60]


@given(st.lists(st.floats(0, 30), max_size=60), st.integers(1, 10))
def test_a_client_that_waits_as_long_as_required_is_allowed(steps, allowed):
    clock = Clock()
    limiter = Limiter(allowed, clock)
    for step in steps:
        clock.now += step
        wait = limiter.wait("192.0.2.1")
        if wait:
            clock.now += wait
            assert limiter.wait("192.0.2.1") == 0


def test_an_ipv6_network_is_one_client():
    limiter = Limiter(1, Clock())
    assert limiter.wait("2001:db8::1") == 0
    assert limiter.wait("2001:db8::ffff:2%eth0") > 0
    assert limiter.wait("2001:db8:0:1::1") == 0


def test_the_number_of_tracked_clients_is_limited():
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
def test_only_a_proxy_on_this_machine_is_trusted(peer, forwarded, client):
    assert client_of(peer, forwarded) == client
