"""The README: it names every command, option, setting and format, and shows what really happens."""

import doctest
import os
import re
import shutil
import signal
import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path

import click
import pytest

from feedsvc.cli import COMMANDS
from feedsvc.cli.listening import free_port
from feedsvc.feeds import FORMATS as FEED_FORMATS
from feedsvc.parsers import FORMATS as STORY_FORMATS
from feedsvc.parsers import SUFFIXES, foreign
from feedsvc.settings import (
    AuthorSettings,
    FeedSettings,
    LimitSettings,
    ReadingSettings,
    Settings,
    WebSettings,
)

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BIN = Path(sys.executable).parent
SETUP = "python3 -m venv .venv && .venv/bin/pip install -q "

PROSE = re.sub(r"```.*?```", "", README, flags=re.DOTALL)
SESSIONS = re.findall(r"```console\n(.*?)```", README, flags=re.DOTALL)


def shown():
    """Return each command of the README's sessions with the output that stands below it."""
    text = "".join(SESSIONS)
    return re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", text, flags=re.MULTILINE)


def options():
    for name in COMMANDS:
        command = import_module(f"feedsvc.cli.{name}").command
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                yield from (option for option in parameter.opts if option.startswith("--"))


def has(text):
    """Tell whether the README has a text: pytest would print all of it where that failed."""
    return text in README


def section_of(title):
    return PROSE.split(f"\n## {title}\n")[1].split("\n## ")[0]


def test_the_two_first_commands_are_those_that_were_promised():
    assert f"    {SETUP}. && .venv/bin/feedsvc serve\n" in README
    assert f"    {SETUP}-e '.[test]' && .venv/bin/pytest\n" in README


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_a_place_in_the_tour(name):
    assert has(f"\n### {name}: "), f"begin a section '### {name}: ...' in the tour of the README"
    used = any(f"feedsvc {name}" in command for command, _ in shown())
    assert used, f"show '$ feedsvc {name}' with its output in a console block of the README"


@pytest.mark.parametrize("option", sorted(set(options())))
def test_every_option_is_in_the_readme(option):
    assert has(option), f"tell of {option} in the README, below its command"


@pytest.mark.parametrize("key", Settings.__struct_fields__)
def test_every_setting_is_in_the_table_with_its_default(key):
    rows = re.findall(
        rf"^\| `(?:\[\[?)?{key}(?:\]\]?)?` \|.*", section_of("Settings"), re.MULTILINE
    )
    assert rows, f"give `{key}` a row in the table of settings in the README"
    default = getattr(Settings(), key)
    if isinstance(default, (str, int)):
        cell = f'"{default}"' if isinstance(default, str) else str(default).lower()
        assert f"| `{cell}` |" in rows[0], f"its default is `{cell}`"


@pytest.mark.parametrize(
    "table", [AuthorSettings, LimitSettings, ReadingSettings, WebSettings, FeedSettings]
)
def test_every_setting_of_a_table_is_in_the_readme(table):
    for key in table.__struct_fields__:
        there = f"`{key}`" in section_of("Settings")
        assert there, f"tell of `{key}` in the section 'Settings' of the README"


def test_every_feed_format_is_in_the_readme():
    for format_ in FEED_FORMATS.values():
        row = f"| `/{format_.file_name}` | {format_.label}"
        assert has(row), f"begin a row of the table of feeds in the README with {row}"


def test_every_story_format_is_in_the_readme():
    for format_ in set(STORY_FORMATS) - {foreign.FORMAT}:
        row = f"| {format_.name} |"
        there = row.casefold() in section_of("Stories").casefold()
        assert there, f"begin a row of the table of stories in the README with {row}"


@pytest.mark.parametrize("suffix", sorted(SUFFIXES))
def test_every_suffix_of_a_story_file_is_in_the_readme(suffix):
    there = f"`{suffix}`" in section_of("Stories")
    assert there, f"name `{suffix}` in the table of stories in the README"


def test_the_changelog_names_the_version():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert f"## {project['version']} " in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_every_file_that_the_readme_names_is_there():
    for path in re.findall(
        r"`((?:feedsvc|tests|parsers|feeds|validator|web|templates)/[^`]*)`", README
    ):
        assert (ROOT / path).exists() or (ROOT / "feedsvc" / path).exists(), path


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory):
    """What a newcomer has after the first command: the sample stories and feedsvc on the path."""
    folder = tmp_path_factory.mktemp("newsroom")
    shutil.copytree(ROOT / "stories", folder / "stories")
    return folder


def test_the_output_in_the_readme_is_real(newsroom):
    """The sessions run in order in one folder; `...` in the README stands for what is left out."""
    _, port = free_port("127.0.0.1", 0)
    for command, expected in shown():
        if command == "feedsvc serve":
            output = served(newsroom, port).replace(str(port), "8000")
        else:
            output = typed(newsroom, command)
        assert_same(command, expected, output)


def typed(folder, command):
    """Return what a terminal would show after a command."""
    return subprocess.run(
        command,
        shell=True,
        cwd=folder,
        env=environment(),
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    ).stdout


def served(folder, port):
    """Return what `serve` prints until it serves."""
    command = [BIN / "feedsvc", "serve", "--port", str(port)]
    with subprocess.Popen(
        command, cwd=folder, env=environment(), text=True, stdout=subprocess.PIPE
    ) as process:
        lines = []
        for line in process.stdout:
            lines.append(line)
            if line.startswith("Stop"):
                process.send_signal(signal.SIGINT)
        assert process.wait(timeout=10) == 0
    return "".join(lines)


def environment():
    return {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "PYTHONUNBUFFERED": "1"}


def assert_same(command, expected, output):
    lines = (line.rstrip() for line in output.strip().splitlines())
    # Two days long, a news sitemap changes by the clock: the README knows no day.
    trimmed = "".join(f"{line}\n" for line in lines if not line.startswith("Build again at"))
    same = doctest.OutputChecker().check_output(expected, trimmed, doctest.ELLIPSIS)
    assert same, f"the README shows another output than this one:\n$ {command}\n{trimmed}"
