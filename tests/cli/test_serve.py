"""`feedsvc serve` as a process: output, signals and the desk."""

import http.client
import json
import signal
import socket
import time
import urllib.request
from datetime import UTC, datetime

import pytest
from support.commands import BAD, GOOD, newsroom, run
from support.servers import serve

from feedsvc.catalog import Catalog


@pytest.fixture
def folder(tmp_path, monkeypatch):
    return newsroom(tmp_path, monkeypatch)


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_serve_prints_urls_and_stops_on_a_signal(how):
    with serve() as server:
        text = server.until("Each feed is")
        code, rest = server.stop(how)
    assert "1 story file in stories, 1 entry\n" in text
    assert f"{server.url}/sections/river/rss.xml" in text
    assert f"{server.url}/validate" in text
    assert code == 0
    assert rest.strip() == ""


def test_serve_prints_a_refused_story_once_per_save(folder):
    bad = folder / "stories" / "bad.md"
    bad.write_text(BAD)
    with serve() as server:
        text = server.until("Each feed is")
        assert "\nrefused: bad.md:" in text
        assert "1 story file in stories, 1 entry, 1 refused\n" in text
        bad.write_text(BAD.replace("Text", "Text again"))
        assert "  refused: bad.md:" in server.until("refused")
        (folder / "stories" / "other.md").write_text(GOOD)
        assert server.until("added").endswith("1 added; now 2 entries\n")
        bad.unlink()
        (folder / "stories" / "other.md").unlink()
        assert "refused" not in server.until("removed")


def test_a_port_in_use_is_reported_in_one_line_with_exit_code_2(folder):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        result = run("serve", "--port", port)
    assert result.exit_code == 2
    line = f"Error: port {port} on 127.0.0.1 is in use; choose another, such as --port {port + 1}\n"
    assert result.stderr == line
    assert result.stdout == ""
    assert not (folder / ".feedsvc").exists()


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("host", ["no-such-host.invalid", "192.0.2.1"])
def test_an_unknown_host_is_reported_in_one_line_with_exit_code_2(host):
    result = run("serve", "--host", host, "--port", 0)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"Error: --host {host}: ")
    assert result.stderr.count("\n") == 1


def test_serve_uses_the_base_url_of_the_settings(folder):
    (folder / "feedsvc.toml").write_text('base_url = "https://news.example.org"\n')
    with serve("--host", "0.0.0.0") as server:
        assert "https://news.example.org/rss.xml" in server.until("Each feed is")


@pytest.mark.usefixtures("folder")
def test_serve_on_all_addresses_prints_a_url_that_a_browser_can_open():
    with serve("--host", "0.0.0.0") as server:
        assert server.url in server.until("Stop")


def test_quiet_serve_prints_refused_stories_only(folder):
    (folder / "stories" / "bad.md").write_text(BAD)
    with serve("--quiet") as server:
        assert server.until("refused").startswith("refused: bad.md:")
        (folder / "stories" / "other.md").write_text(GOOD)
        wait_until(lambda: len(json.loads(fetch(server.port, "/feed.json"))["items"]) == 2)
        assert server.stop() == (0, "")


def fetch(port, path):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as response:
        return response.read()


def status_of(port, path="/desk", **headers):
    """Return the status of a response; the standard library sends HTTP/1.1, as browsers do."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    if "protocol" in headers:
        connection._http_vsn_str = headers.pop("protocol")  # noqa: SLF001 -- as old proxies send it
    connection.request("GET", path, headers={k.replace("_", "-"): v for k, v in headers.items()})
    status = connection.getresponse().status
    connection.close()
    return status


@pytest.mark.usefixtures("folder")
def test_the_desk_is_open_to_this_machine_only():
    with serve() as server:
        assert f"{server.url}/desk" in server.until("Stop")
        assert status_of(server.port) == 200
        assert status_of(server.port, "/metrics") == 200
        assert status_of(server.port, Host="news.example.org") == 404
        assert status_of(server.port, X_Forwarded_For="127.0.0.1") == 404
        assert status_of(server.port, protocol="HTTP/1.0") == 404


@pytest.mark.usefixtures("folder")
def test_on_all_addresses_there_is_no_desk_without_a_password():
    with serve("--host", "0.0.0.0") as server:
        assert "/desk" not in server.until("Stop")
        assert status_of(server.port) == 404


def test_serve_stores_audience_figures_when_it_stops(folder):
    with serve() as server:
        assert status_of(server.port, "/rss.xml", User_Agent="Feedly/1.0 (42 subscribers)") == 200
    with Catalog.open(str(folder / ".feedsvc" / "catalog.db"), "example.org,2026") as catalog:
        [program] = catalog.audience.programs(datetime.now(UTC).date())
    assert (program.name, program.subscribers) == ("Feedly", 42)


def wait_until(condition, seconds=60):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)
