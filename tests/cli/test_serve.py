"""`serve` as a process: what it prints, and how it ends."""

import http.client
import signal
import socket
import subprocess
import sys
import time
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
    """`feedsvc serve` as a process; its lines are read until one begins with a word."""

    def __init__(self, *arguments):
        command = [FEEDSVC, "serve", *(str(argument) for argument in arguments)]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )

    def until(self, word):
        lines = []
        for line in self.process.stdout:
            lines.append(line)
            if word in line:
                break
        return "".join(lines)

    def stop(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        rest = self.process.stdout.read()
        self.process.stdout.close()
        return self.process.wait(timeout=10), rest


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
def test_serve_prints_where_the_feeds_are_and_ends_well(serve, how):
    port = a_free_port()
    served = serve("--port", port)
    text = served.until("Stop")
    assert "1 story file in stories, 1 entry\n" in text
    assert f"http://127.0.0.1:{port}/sections/river/rss.xml" in text
    assert f"http://127.0.0.1:{port}/validate" in text
    code, rest = served.stop(how)
    assert code == 0
    assert rest.strip() == ""


def test_serve_prints_a_refused_story_again_when_it_is_saved_again(folder, serve):
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


def test_serve_on_a_port_that_is_in_use_is_one_line_and_exit_2(folder):
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
def test_serve_on_a_host_that_is_not_here_is_one_line_and_exit_2(host):
    result = run("serve", "--host", host, "--port", 0)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"Error: --host {host}: ")
    assert result.stderr.count("\n") == 1


def test_serve_keeps_a_base_url_that_is_set(folder, serve):
    (folder / "feedsvc.toml").write_text('base_url = "https://news.example.org"\n')
    served = serve("--host", "0.0.0.0", "--port", 0)
    assert "https://news.example.org/rss.xml" in served.until("Stop")


@pytest.mark.usefixtures("folder")
def test_serve_on_all_addresses_names_one_that_a_browser_can_open(serve):
    assert "http://127.0.0.1:" in serve("--host", "0.0.0.0", "--port", 0).until("Stop")


def test_serve_quietly_prints_refused_stories_only(folder, serve):
    (folder / "stories" / "bad.md").write_text(BAD)
    served = serve("--quiet", "--port", a_free_port())
    assert served.until("refused").startswith("refused: bad.md:")
    (folder / "stories" / "other.md").write_text(GOOD)
    time.sleep(1)
    code, rest = served.stop()
    assert code == 0
    assert rest == ""


def ask(port, path="/desk", **headers):
    """Return the status of an answer; the standard library speaks HTTP/1.1 as browsers do."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    if "protocol" in headers:
        connection._http_vsn_str = headers.pop("protocol")  # noqa: SLF001 -- to speak as old proxies
    connection.request("GET", path, headers={k.replace("_", "-"): v for k, v in headers.items()})
    status = connection.getresponse().status
    connection.close()
    return status


@pytest.mark.usefixtures("folder")
def test_serve_opens_the_desk_to_this_machine_alone(serve):
    port = a_free_port()
    served = serve("--port", port)
    assert f"http://127.0.0.1:{port}/desk" in served.until("Stop")
    wait_for_port(port)
    assert ask(port) == 200
    assert ask(port, "/metrics") == 200
    assert ask(port, Host="news.example.org") == 404
    assert ask(port, X_Forwarded_For="127.0.0.1") == 404
    assert ask(port, protocol="HTTP/1.0") == 404


@pytest.mark.usefixtures("folder")
def test_serve_on_all_addresses_has_no_desk_without_a_password(serve):
    port = a_free_port()
    served = serve("--host", "0.0.0.0", "--port", port)
    assert "/desk" not in served.until("Stop")
    wait_for_port(port)
    assert ask(port) == 404


def test_serve_keeps_what_it_counted_when_it_ends(folder, serve):
    port = a_free_port()
    served = serve("--port", port)
    served.until("Stop")
    wait_for_port(port)
    assert ask(port, "/rss.xml", User_Agent="Feedly/1.0 (42 subscribers)") == 200
    served.stop()
    with Catalog.open(str(folder / ".feedsvc" / "catalog.db"), "example.org,2026") as catalog:
        [program] = catalog.audience.programs(datetime.now(UTC).date())
    assert (program.name, program.subscribers) == ("Feedly", 42)


def wait_for_port(port):
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
