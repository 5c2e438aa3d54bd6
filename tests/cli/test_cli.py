"""All commands: help, exit codes and imports."""

import json
import os
import re
import subprocess
import sys
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
    """Return the exit code of a command and the modules that it imported."""
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
    return code, set(names)


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
    assert re.search(rf"Examples?:\n    feedsvc {name}", result.output)
    if name != "token":  # its subcommands print what was asked for
        assert "--quiet" in result.output


def test_help_takes_less_than_a_quarter_of_a_second():
    assert any(cpu_seconds_of_help() < 0.25 for _ in range(10))


def cpu_seconds_of_help():
    """Return CPU time, which does not depend on what else the machine is doing."""
    untraced = {key: value for key, value in os.environ.items() if not key.startswith("COV")}
    start = os.times()
    subprocess.run([FEEDSVC, "--help"], capture_output=True, check=True, env=untraced)
    end = os.times()
    return end.children_user - start.children_user + end.children_system - start.children_system


def test_help_imports_no_heavy_library():
    code, modules = modules_after("--help")
    assert code == 0
    assert not modules & {"flask", "sqlalchemy", "feedgen", "lxml", "rich", "granian"}


def test_validate_imports_neither_flask_nor_sqlalchemy_nor_feedgen(tmp_path):
    file = tmp_path / "feed.json"
    file.write_text("{}")
    code, modules = modules_after("validate", str(file))
    assert code == 1
    assert not modules & {"flask", "sqlalchemy", "feedgen", "granian"}


@pytest.mark.usefixtures("folder")
def test_a_build_without_changes_imports_no_library_that_reads_or_renders():
    run("build")
    code, modules = modules_after("build")
    assert code == 0
    assert not modules & {
        "nh3",
        "pyromark",
        "yaml12",
        "slugify",
        "imagesize",
        "feedgen",
        "jinja2",
        "langcodes",
    }
    assert not modules & {"flask", "httpx", "rich", "granian", "sqlalchemy.dialects.postgresql"}
    assert not modules & {"feedsvc.parsers.draft", "feedsvc.validator.rules"}


def test_version_is_that_of_the_package():
    result = run("--version")
    assert result.exit_code == 0
    assert result.output == f"feedsvc {feedsvc.__version__}\n"


def test_an_unknown_command_is_a_usage_error():
    result = run("publish")
    assert result.exit_code == 2
    assert "No such command 'publish'" in result.output


def test_an_invalid_setting_is_reported_in_one_line_with_exit_code_2(folder):
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
def test_ctrl_c_stops_a_command_silently(monkeypatch):
    monkeypatch.setattr("feedsvc.cli.build.publish", _interrupt)
    result = run("build")
    assert result.exit_code == 130
    assert "Abort" not in result.output
    assert "Traceback" not in result.output


def _interrupt(*_args, **_options):
    raise KeyboardInterrupt


def test_a_shell_completes_the_names_of_commands():
    completion = main.shell_complete(click.Context(main), "b")
    assert [(item.value, item.help) for item in completion] == [("build", COMMANDS["build"])]


UNREADABLE = Path("/proc/self/mem")  # everyone can open it, but not read its first bytes


@pytest.mark.skipif(not UNREADABLE.exists(), reason="needs Linux's /proc")
def test_an_unreadable_file_is_reported_in_one_line():
    refused = run("parse", UNREADABLE)
    assert refused.exit_code == 1
    assert refused.stderr == f"refused: {UNREADABLE}: cannot be read: Input/output error\n"
    failed = run("validate", UNREADABLE)
    assert failed.exit_code == 2
    assert failed.stderr == f"Error: {UNREADABLE}: cannot be read: Input/output error\n"


def test_an_internal_error_is_one_line_and_a_stack_trace_only_on_request(monkeypatch, tmp_path):
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
