"""A first import by `feedsvc serve`: requests meanwhile, signals, and crashes."""

import json
import shutil
import signal
import urllib.request
from pathlib import Path

import pytest
from support.livesite import FILES
from support.servers import BIN, Server, serve

from feedsvc.catalog import Catalog
from feedsvc.cli.listening import free_port
from feedsvc.validator import validate

NUMBER = 2500
SECRET = "Nobody may know this yet"


@pytest.fixture
def folder(tmp_path):
    """A folder with many stories, of which some are embargoed and one cannot be read."""
    for number in range(NUMBER):
        file = tmp_path / "stories" / f"{2000 + number % 20}" / f"{number:04}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        embargoed = number % 5 == 4
        title = f"{SECRET} {number}" if embargoed else f"Tide {number}"
        opens = "publishDate: 2099-01-01\n" if embargoed else ""
        day = f"{2000 + number % 20}-06-01T{number % 24:02}:00:00Z"
        text = "The water rose and fell again. " * 20
        file.write_text(f"---\ntitle: {title}\ndate: {day}\n{opens}---\n{text}\n")
    (tmp_path / "stories" / "bad.md").write_text("---\ntitle: [\n---\nText.\n")
    return tmp_path


def fetch(server, path):
    with urllib.request.urlopen(server.url + path, timeout=30) as response:
        return response.read()


def wait_for_some(server):
    """Wait until a part of the stories has been imported."""
    while (health := server.health())["last_sync"] is None:
        if health.get("importing", {}).get("read"):
            return


def imported_files(folder: Path):
    with Catalog.open(str(folder / ".feedsvc" / "catalog.db"), "example.org,2026") as catalog:
        return catalog.files()


def test_feeds_are_valid_and_keep_embargoes_while_stories_are_imported(folder):
    checked = 0
    with serve(folder=folder, scanned=False) as server:
        last = False
        while not last:
            last = server.health()["last_sync"] is not None
            for name in FILES:
                body = fetch(server, f"/{name}")
                assert SECRET.encode() not in body
                assert not [each for each in validate(body).findings if each.severity == "error"]
                checked += 1
        assert server.health()["entries"] == NUMBER * 4 // 5
        assert "importing" not in server.health()
        assert f"{NUMBER:,} story files in stories" in server.until("Each feed is")
    assert checked >= 2 * len(FILES)
    assert len(json.loads(body)["items"]) == 50


def test_an_import_by_wsgi_ends_with_its_server(folder):
    shutil.copy(Path(__file__).parents[2] / "wsgi.py", folder)
    _, port = free_port("127.0.0.1", 0)
    granian = [BIN / "granian", "--interface", "wsgi", "wsgi:app", "--port", port]
    with Server(granian, port, folder, scanned=False) as server:
        wait_for_some(server)
        assert server.stop(signal.SIGTERM)[0] == 0


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_an_import_that_was_ended_goes_on_at_the_next_start(folder, how):
    with serve(folder=folder, scanned=False) as server:
        wait_for_some(server)
        code, output = server.stop(how)
    assert code == (-how if how == signal.SIGKILL else 0)
    assert "Traceback" not in output
    with serve(folder=folder) as server:
        assert server.health()["entries"] == NUMBER * 4 // 5
        feed = json.loads(fetch(server, "/feed.json"))
    assert [item["date_published"][:4] for item in feed["items"][:3]] == ["2018"] * 3
    assert len(imported_files(folder)) == NUMBER
