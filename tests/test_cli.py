"""The commands: their help, what they print, and their exit codes."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import click
import msgspec
import pytest
from click.testing import CliRunner

import feedsvc
from feedsvc.cli import COMMANDS, main
from feedsvc.cli.listening import free_port
from feedsvc.cli.progress import Bar
from feedsvc.settings import Settings, load_settings
from feedsvc.site.naming import FILE_FORMATS

FEEDSVC = Path(sys.executable).with_name("feedsvc")

GOOD = """---
title: Otters move into the old mill
date: 2026-11-02T09:00:00Z
author: Nell Okafor
tags: [river]
summary: Three otters were seen on the wheel.
---
Three otters were seen on the wheel of the old mill on Monday.

The miller has stopped it until spring.
"""
BAD = "---\ntitle: [never closed\n---\nText.\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A working folder with one good story."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "stories" / "river").mkdir(parents=True)
    (tmp_path / "stories" / "river" / "otters.md").write_text(GOOD)
    return tmp_path


def run(*arguments, **options):
    words = [str(argument) for argument in arguments]
    return CliRunner().invoke(main, words, prog_name="feedsvc", **options)


def modules_after(*arguments):
    """Return the modules that a command has loaded when it ends, and its exit code."""
    code = (
        "import json, sys\n"
        "from feedsvc.cli import main\n"
        "try:\n    main()\n"
        "except SystemExit as end:\n    code = end.code\n"
        "print(json.dumps([code, sorted(sys.modules)]), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True
    )
    code, names = json.loads(done.stderr.splitlines()[-1])
    return code, {name.split(".")[0] for name in names}


# --- all commands ---------------------------------------------------------------------------


def test_help_lists_every_command():
    result = run("--help")
    assert result.exit_code == 0
    for name, purpose in COMMANDS.items():
        assert name in result.output
        assert purpose in result.output


@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_a_command_has_its_purpose_an_example_and_quiet(name):
    result = run(name, "--help")
    assert result.exit_code == 0
    assert COMMANDS[name] in result.output
    assert f"Example:\n    feedsvc {name}" in result.output
    assert "--quiet" in result.output


def test_help_answers_in_a_quarter_of_a_second():
    assert any(seconds_of_help() < 0.25 for _ in range(10))  # the machine may do other things too


def seconds_of_help():
    unmeasured = {key: value for key, value in os.environ.items() if not key.startswith("COV")}
    start = time.perf_counter()
    subprocess.run([FEEDSVC, "--help"], capture_output=True, check=True, env=unmeasured)
    return time.perf_counter() - start


def test_help_loads_no_heavy_library():
    code, modules = modules_after("--help")
    assert code == 0
    assert not modules & {"flask", "sqlalchemy", "feedgen", "lxml", "rich", "granian"}


def test_validate_loads_neither_flask_nor_sqlalchemy_nor_feedgen(tmp_path):
    file = tmp_path / "feed.json"
    file.write_text("{}")
    code, modules = modules_after("validate", str(file))
    assert code == 1
    assert not modules & {"flask", "sqlalchemy", "feedgen", "granian"}


def test_version_is_the_packages():
    result = run("--version")
    assert result.exit_code == 0
    assert result.output == f"feedsvc {feedsvc.__version__}\n"


def test_an_unknown_command_is_wrong_use():
    result = run("publish")
    assert result.exit_code == 2
    assert "No such command 'publish'" in result.output


def test_wrong_settings_are_one_line_and_exit_2(folder):
    (folder / "feedsvc.toml").write_text("tilte = 'x'\n")
    for command in (["build"], ["parse", "stories/river/otters.md"], ["serve", "--port", "0"]):
        result = run(*command)
        assert result.exit_code == 2
        assert result.stdout == ""
        assert result.stderr.startswith("Error: feedsvc.toml: tilte: no such key; allowed are ")
        assert result.stderr.count("\n") == 1


@pytest.mark.usefixtures("folder")
def test_ctrl_c_ends_a_command_quietly(monkeypatch):
    monkeypatch.setattr("feedsvc.cli.build.publish", _interrupted)
    result = run("build")
    assert result.exit_code == 130
    assert "Abort" not in result.output
    assert "Traceback" not in result.output


def _interrupted(*_args, **_options):
    raise KeyboardInterrupt


def test_a_shell_completes_the_names_of_commands():
    completion = main.shell_complete(click.Context(main), "b")
    assert [(item.value, item.help) for item in completion] == [("build", COMMANDS["build"])]


UNREADABLE = Path("/proc/self/mem")  # there for all to see, and not to be read at its beginning


@pytest.mark.skipif(not UNREADABLE.exists(), reason="needs Linux's /proc")
def test_a_file_that_cannot_be_read_is_one_line():
    refused = run("parse", UNREADABLE)
    assert refused.exit_code == 1
    assert refused.stderr == f"refused: {UNREADABLE}: cannot be read: Input/output error\n"
    failed = run("validate", UNREADABLE)
    assert failed.exit_code == 2
    assert failed.stderr == f"Error: {UNREADABLE}: cannot be read: Input/output error\n"


# --- init -----------------------------------------------------------------------------------


def test_init_writes_every_setting_and_the_authority(tmp_path):
    result = run("init", tmp_path / "newsroom", "--base-url", "https://news.example.org/")
    assert result.exit_code == 0
    file = tmp_path / "newsroom" / "feedsvc.toml"
    settings = load_settings(file, {})
    assert settings.base_url == "https://news.example.org"
    assert settings.id_authority == "news.example.org,2026"
    assert str(file) in result.output
    assert "news.example.org,2026" in result.output


def test_init_shows_defaults_that_are_the_defaults(tmp_path):
    run("init", tmp_path)
    file = tmp_path / "feedsvc.toml"
    assert load_settings(file, {}).title == "News"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("\n# ", "\n"), encoding="utf-8")
    every = load_settings(file, {})
    for field in msgspec.structs.fields(Settings):
        if field.default is not None and field.name not in (
            "feeds",
            "reading",
            "stories",
            "output",
            "catalog",
        ):
            assert getattr(every, field.name) == field.default
        else:
            assert getattr(every, field.name)
    assert all(
        getattr(every.feeds[0], name) is not None for name in every.feeds[0].__struct_fields__
    )


def test_init_takes_an_authority_of_its_own(tmp_path):
    result = run("init", tmp_path, "--id-authority", "example.org,2019-05")
    assert result.exit_code == 0
    assert load_settings(tmp_path / "feedsvc.toml", {}).authority == "example.org,2019-05"


def test_init_never_overwrites(tmp_path):
    (tmp_path / "feedsvc.toml").write_text("title = 'Mine'\n")
    result = run("init", tmp_path)
    assert result.exit_code == 2
    assert "is already there" in result.stderr
    assert (tmp_path / "feedsvc.toml").read_text() == "title = 'Mine'\n"


@pytest.mark.parametrize(
    ("option", "value"), [("--base-url", "news.example.org"), ("--id-authority", "example.org")]
)
def test_init_refuses_what_the_settings_would(tmp_path, option, value):
    result = run("init", tmp_path, option, value)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"Error: {option}: '{value}' is not such as ")
    assert not (tmp_path / "feedsvc.toml").exists()


def test_init_says_what_is_still_to_be_set_unless_quiet(tmp_path):
    assert "Set base_url and id_authority" in run("init", tmp_path / "a").output
    assert run("init", "--quiet", tmp_path / "b").output == ""


def test_init_names_a_folder_it_cannot_write_to(tmp_path):
    (tmp_path / "file").write_text("in the way")
    result = run("init", tmp_path / "file" / "newsroom")
    assert result.exit_code == 2
    assert "feedsvc.toml: cannot be written: Not a directory" in result.stderr


# --- build ----------------------------------------------------------------------------------


def test_build_writes_every_document_then_only_what_differs(folder):
    first = run("build", "--output", "site")
    assert first.exit_code == 0, first.output
    assert "1 story file in stories, 1 entry\n" in first.stdout
    assert "0 unchanged, 0 removed" in first.stdout
    for name in ("index.html", "rss.xml", "atom.xml", "feed.json", "opml.xml", "style.css"):
        assert (folder / "site" / name).exists()
    assert (folder / "site" / "sections" / "river" / "rss.xml").exists()
    again = run("build", "--output", "site")
    assert "site: 0 files written" in again.stdout
    (folder / "stories" / "river" / "otters.md").unlink()
    emptied = run("build", "--output", "site")
    assert emptied.exit_code == 0
    assert "There are no stories yet" in emptied.stdout
    assert not (folder / "site" / "sections").exists()


def test_build_says_in_one_line_that_ids_hang_on_the_host_until_the_authority_is_set(folder):
    hint = [line for line in run("build").stdout.splitlines() if "id_authority" in line]
    assert len(hint) == 1
    assert "127.0.0.1,2026" in hint[0]
    (folder / "feedsvc.toml").write_text('id_authority = "news.example.org,2026"\n')
    assert "id_authority" not in run("build").stdout


def test_build_prints_refused_stories_and_publishes_the_others(folder):
    (folder / "stories" / "bad.md").write_text(BAD)
    result = run("build")
    assert result.exit_code == 1
    assert result.stderr.startswith("refused: bad.md:")
    assert ", 1 refused" in result.stdout
    assert "Otters move" in (folder / "site" / "rss.xml").read_text()


def test_build_prints_what_is_held_back_and_ends_with_1(folder, monkeypatch):
    broken = msgspec.structs.replace(FILE_FORMATS["rss.xml"], render=lambda _: b"<rss/>")
    monkeypatch.setitem(FILE_FORMATS, "rss.xml", broken)
    result = run("build")
    assert result.exit_code == 1
    assert "held back: /rss.xml (none is published)\n  line 1: " in result.stderr
    assert not (folder / "site" / "rss.xml").exists()
    assert (folder / "site" / "atom.xml").exists()


def test_build_prints_the_first_of_what_was_mended(folder):
    for number in range(12):
        text = GOOD.replace("Three", f"Story {number} thr\x07ee")
        (folder / "stories" / f"mended-{number:02}.md").write_text(text)
    result = run("build")
    assert result.exit_code == 0
    notes = result.stderr.splitlines()
    assert notes[0].startswith("note: mended-00.md:")
    assert len(notes) == 11
    assert notes[-1].startswith("note: and ")


@pytest.mark.usefixtures("folder")
def test_build_is_silent_when_it_is_told_to_and_all_is_well():
    result = run("build", "--quiet")
    assert result.exit_code == 0
    assert result.output == ""


def test_build_says_when_to_build_again(folder):
    text = GOOD.replace("tags: [river]", "publishDate: 2099-03-01T06:00:00Z")
    (folder / "stories" / "later.md").write_text(text)
    assert "Build again at 2099-03-01 06:00:00 UTC" in run("build").stdout


def test_build_names_a_folder_of_stories_that_is_not_there(folder):
    result = run("build", folder / "nowhere")
    assert result.exit_code == 2
    assert "nowhere: no such folder of stories" in result.stderr
    assert result.stderr.count("\n") == 1


def test_build_names_an_output_that_cannot_be_written(folder):
    (folder / "site").write_text("a file in the way")
    result = run("build")
    assert result.exit_code == 2
    assert "cannot be written" in result.stderr
    assert result.stderr.count("\n") == 1


# --- parse ----------------------------------------------------------------------------------


@pytest.mark.usefixtures("folder")
def test_parse_prints_the_fields_and_the_beginning_of_the_text():
    result = run("parse", "stories/river/otters.md")
    assert result.exit_code == 0
    assert result.stdout.startswith("stories/river/otters.md\n\nOtters move into the old mill\n")
    assert "  authors         Nell Okafor\n" in result.stdout
    assert "  content         <p>Three otters" in result.stdout


@pytest.mark.usefixtures("folder")
def test_parse_says_why_line_by_line():
    result = run("parse", "--why", "stories/river/otters.md")
    rows = [line.split() for line in result.stdout.splitlines()]
    assert ["2", "title"] in [row[:2] for row in rows]
    assert ["3", "published"] in [row[:2] for row in rows]


def test_parse_prints_json_with_the_names_as_given(folder):
    (folder / "bad.md").write_text(BAD)
    result = run("parse", "--format", "json", "stories/river/otters.md", "bad.md")
    assert result.exit_code == 1
    good, bad = json.loads(result.stdout)["documents"]
    assert good["document"] == "stories/river/otters.md"
    assert good["error"] is None
    assert good["entries"][0]["title"] == "Otters move into the old mill"
    assert good["entries"][0]["published"] == "2026-11-02T09:00:00+00:00"
    assert good["entries"][0]["section"] is None
    assert bad["document"] == "bad.md"
    assert bad["error"].startswith("bad.md:")
    assert bad["entries"] == []


def test_parse_refuses_a_file_that_is_too_large(folder):
    (folder / "feedsvc.toml").write_text("[limits]\nstory_bytes = 20\n")
    result = run("parse", "stories/river/otters.md")
    assert result.exit_code == 1
    assert "refused: stories/river/otters.md: " in result.stderr
    assert "20" in result.stderr


def test_parse_shows_which_story_of_a_file_a_line_belongs_to(folder):
    page = "{0}\n\nUpdated {1} May 2026\n\n{0}\n\n  • One point\n\nOSLO: It rained {1} times.\n\n\n"
    text = page.format("Rain falls upward in Oslo", 3) + page.format("Umbrellas are sold out", 4)
    (folder / "two.txt").write_text(text)
    result = run("parse", "--why", "two.txt")
    rows = [line.split()[:3] for line in result.stdout.splitlines()]
    assert ["1", "1", "title"] in rows
    assert ["12", "2", "title"] in rows


@pytest.mark.usefixtures("folder")
def test_parse_is_silent_when_it_is_told_to_and_all_is_well():
    assert run("parse", "--quiet", "stories/river/otters.md").output == ""


@pytest.mark.parametrize("command", ["parse", "validate"])
def test_a_file_that_is_not_there_is_wrong_use(command):
    result = run(command, "nowhere.txt")
    assert result.exit_code == 2
    assert "'nowhere.txt' does not exist" in result.stderr


# --- validate -------------------------------------------------------------------------------

EMPTY_RSS = '<rss version="2.0"><channel><title>Tides</title></channel></rss>'


@pytest.mark.usefixtures("folder")
def test_validate_finds_nothing_wrong_with_what_build_wrote():
    run("build")
    result = run("validate", "site/rss.xml", "site/atom.xml", "site/feed.json", "site/opml.xml")
    assert result.exit_code == 0
    assert "4 documents: 0 errors, 0 warnings" in result.stdout


def test_validate_reads_standard_input():
    result = run("validate", "-", input=EMPTY_RSS)
    assert result.exit_code == 1
    assert "missing-link" in result.stdout


@pytest.mark.usefixtures("folder")
def test_validate_prints_json_with_the_names_as_given():
    run("build")
    result = run("validate", "--format", "json", "site/atom.xml", "-", input=EMPTY_RSS)
    assert result.exit_code == 1
    atom, rss = json.loads(result.stdout)["documents"]
    assert (atom["document"], atom["valid"]) == ("site/atom.xml", True)
    assert (rss["document"], rss["valid"]) == ("-", False)
    assert "missing-link" in {finding["code"] for finding in rss["findings"]}


def test_validate_compares_self_links_with_the_base_url(folder):
    run("build")
    os.chdir(folder / "site")
    here = run("validate", "--base-url", "http://127.0.0.1:8000", "sections/river/atom.xml")
    away = run("validate", "--base-url", "https://other.example/", "sections/river/atom.xml")
    assert "self-doesnt-match-location" not in here.stdout
    assert "self-doesnt-match-location" in away.stdout


def test_validate_quietly_prints_invalid_documents_only(folder):
    run("build")
    (folder / "bad.xml").write_text(EMPTY_RSS)
    assert run("validate", "--quiet", "site/atom.xml").output == ""
    result = run("validate", "--quiet", "site/atom.xml", "bad.xml")
    assert result.exit_code == 1
    assert "1 document: " in result.stdout


# --- serve ----------------------------------------------------------------------------------


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


# --- progress -------------------------------------------------------------------------------


def on_a_terminal(code):
    """Return what a program writes to standard error when that is a terminal."""
    master, slave = os.openpty()
    with subprocess.Popen([sys.executable, "-c", code], stderr=slave) as process:
        os.close(slave)
        written = b""
        with contextlib.suppress(OSError):  # Linux: the other end is closed
            while part := os.read(master, 4096):
                written += part
        os.close(master)
    assert process.returncode == 0
    return written.decode()


BAR = """
import time
from feedsvc.cli import progress
progress.PATIENCE = {patience}
with progress.Bar("Reading stories", quiet={quiet}) as bar:
    for done in range(4):
        bar(done, 4)
        time.sleep(0.05)
"""


def test_a_bar_is_shown_on_a_terminal_when_the_work_is_long():
    written = on_a_terminal(BAR.format(patience=0, quiet=False))
    assert "Reading stories" in written
    assert "3/4" in written


@pytest.mark.parametrize(("patience", "quiet"), [(60, False), (0, True)])
def test_no_bar_is_shown_for_short_work_or_when_quiet(patience, quiet):
    assert on_a_terminal(BAR.format(patience=patience, quiet=quiet)) == ""


def test_no_bar_is_shown_where_there_is_no_terminal(capsys, monkeypatch):
    monkeypatch.setattr("feedsvc.cli.progress.PATIENCE", 0)
    with Bar("Reading stories") as bar:
        bar(1, 2)
    assert capsys.readouterr().err == ""
