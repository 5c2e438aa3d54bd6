"""The commands: their help, what they print, and their exit codes."""

import json
import subprocess
import sys
import time
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

from feedsvc.cli import COMMANDS, main
from feedsvc.settings import Settings, load_settings

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
    return CliRunner().invoke(main, [str(argument) for argument in arguments], **options)


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
    took = []
    for _ in range(3):
        start = time.perf_counter()
        subprocess.run([FEEDSVC, "--help"], capture_output=True, check=True)
        took.append(time.perf_counter() - start)
    assert min(took) < 0.25


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
    assert result.output == "feedsvc 0.1.0\n" or result.output.startswith("main ")


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
