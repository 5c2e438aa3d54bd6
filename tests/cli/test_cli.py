"""All commands: their help, their exit codes, and what they load."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from support.commands import newsroom, run

import feedsvc
from feedsvc.cli import COMMANDS, main

FEEDSVC = Path(sys.executable).with_name("feedsvc")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    return newsroom(tmp_path, monkeypatch)


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
    if name != "token":  # whose own commands print what was asked for
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
        assert result.stderr.startswith(
            'Error: feedsvc.toml:1: unknown setting "tilte"; did you mean "title"?'
        )
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


def test_a_fault_of_feedsvc_is_one_line_and_a_trace_only_where_asked_for(monkeypatch, tmp_path):
    monkeypatch.setattr("feedsvc.cli.parse.load_settings", lambda: 1 / 0)
    file = tmp_path / "a.md"
    file.write_text("Text.")
    result = CliRunner().invoke(main, ["parse", str(file)])
    assert result.exit_code == 2
    assert "internal error: ZeroDivisionError" in result.output
    assert len(result.output.strip().splitlines()) == 1
    monkeypatch.setenv("FEEDSVC_DEBUG", "1")
    result = CliRunner().invoke(main, ["parse", str(file)])
    assert isinstance(result.exception, ZeroDivisionError)
