"""`feedsvc serve` as a process: output, signals and the desk."""

import http.client
import json
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.commands import BAD, GOOD, newsroom, run

from feedsvc.catalog import Catalog
from feedsvc.cli.listening import free_port

FEEDSVC = Path(sys.executable).with_name("feedsvc")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    return newsroom(tmp_path, monkeypatch)


class Served:
    """`feedsvc serve` as a process."""

    def __init__(self, *arguments):
        command = [FEEDSVC, "serve", *(str(argument) for argument in arguments)]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )

    def until(self, text):
        """Return the output up to the line that contains a text."""
        lines = []
        for line in self.process.stdout:
            lines.append(line)
            if text in line:
                break
        return "".join(lines)

    def stop(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        rest = self.process.stdout.read()
        self.process.stdout.close()
        return self.process.wait(timeout=60), rest


@pytest.fixture
def serve():
    started = []

    def start(*arguments):
        started.append(Served(*arguments))
        return started[-1]

    yield start
    for served in started:
        if served.process.poll() is None:
            served.stop()
        served.process.stdout.close()


def a_free_port():
    return free_port("127.0.0.1", 0)[1]


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_serve_prints_urls_and_stops_on_a_signal(serve, how):
    port = a_free_port()
    served = serve("--port", port)
    text = served.until("Stop")
    assert "1 story file in stories, 1 entry\n" in text
    assert f"http://127.0.0.1:{port}/sections/river/rss.xml" in text
    assert f"http://127.0.0.1:{port}/validate" in text
    code, rest = served.stop(how)
    assert code == 0
    assert rest.strip() == ""


def test_serve_prints_a_refused_story_once_per_save(folder, serve):
    bad = folder / "stories" / "bad.md"
    bad.write_text(BAD)
    served = serve("--port", a_free_port())
    text = served.until("Stop")
    assert text.startswith("refused: bad.md:")
    assert "1 story file in stories, 1 entry, 1 refused\n" in text
    bad.write_text(BAD.replace("Text", "Text again"))
    assert "  refused: bad.md:" in served.until("refused")
    (folder / "stories" / "other.md").write_text(GOOD)
    assert served.until("added").endswith("1 added; now 2 entries\n")
    bad.unlink()
    (folder / "stories" / "other.md").unlink()
    assert "refused" not in served.until("removed")


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


def test_serve_uses_the_base_url_of_the_settings(folder, serve):
    (folder / "feedsvc.toml").write_text('base_url = "https://news.example.org"\n')
    served = serve("--host", "0.0.0.0", "--port", 0)
    assert "https://news.example.org/rss.xml" in served.until("Stop")


@pytest.mark.usefixtures("folder")
def test_serve_on_all_addresses_prints_a_url_that_a_browser_can_open(serve):
    assert "http://127.0.0.1:" in serve("--host", "0.0.0.0", "--port", 0).until("Stop")


def test_quiet_serve_prints_refused_stories_only(folder, serve):
    (folder / "stories" / "bad.md").write_text(BAD)
    port = a_free_port()
    served = serve("--quiet", "--port", port)
    assert served.until("refused").startswith("refused: bad.md:")
    (folder / "stories" / "other.md").write_text(GOOD)
    wait_for_port(port)
    wait_until(lambda: len(json.loads(fetch(port, "/feed.json"))["items"]) == 2)
    code, rest = served.stop()
    assert code == 0
    assert rest == ""


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
def test_the_desk_is_open_to_this_machine_only(serve):
    port = a_free_port()
    served = serve("--port", port)
    assert f"http://127.0.0.1:{port}/desk" in served.until("Stop")
    wait_for_port(port)
    assert status_of(port) == 200
    assert status_of(port, "/metrics") == 200
    assert status_of(port, Host="news.example.org") == 404
    assert status_of(port, X_Forwarded_For="127.0.0.1") == 404
    assert status_of(port, protocol="HTTP/1.0") == 404


@pytest.mark.usefixtures("folder")
def test_on_all_addresses_there_is_no_desk_without_a_password(serve):
    port = a_free_port()
    served = serve("--host", "0.0.0.0", "--port", port)
    assert "/desk" not in served.until("Stop")
    wait_for_port(port)
    assert status_of(port) == 404


def test_serve_stores_audience_figures_when_it_stops(folder, serve):
    port = a_free_port()
    served = serve("--port", port)
    served.until("Stop")
    wait_for_port(port)
    assert status_of(port, "/rss.xml", User_Agent="Feedly/1.0 (42 subscribers)") == 200
    served.stop()
    with Catalog.open(str(folder / ".feedsvc" / "catalog.db"), "example.org,2026") as catalog:
        [program] = catalog.audience.programs(datetime.now(UTC).date())
    assert (program.name, program.subscribers) == ("Feedly", 42)


def wait_for_port(port):
    wait_until(lambda: accepts_connections(port))


def accepts_connections(port):
    try:
        socket.create_connection(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True


def wait_until(condition, seconds=60):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)
