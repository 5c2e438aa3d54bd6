"""The README and the guide: they name every command, option, setting and format, and their
examples do what they show.

`UPDATE_DOCS=1 pytest tests/test_docs.py` writes the real output below each command.
"""

import doctest
import os
import re
import shutil
import subprocess
import sys
import tomllib
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import click
import pytest
from support.servers import serve

from feedsvc.cli import COMMANDS
from feedsvc.feeds import FORMATS as FEED_FORMATS
from feedsvc.parsers import FORMATS as STORY_FORMATS
from feedsvc.parsers import SUFFIXES
from feedsvc.site.paths import SINGLE_PATHS
from feedsvc.validator.profiles import PROFILES

ROOT = Path(__file__).parents[1]
GUIDE = ROOT / "feedsvc" / "docs"
README = ROOT / "README.md"
PAGES = {page.name: page for page in (README, *sorted(GUIDE.glob("*.md")))}
TEXTS = {name: page.read_text(encoding="utf-8") for name, page in PAGES.items()}
ALL = "\n".join(TEXTS.values())
BIN = Path(sys.executable).parent
SETUP = "python3 -m venv .venv && .venv/bin/pip install -q "

CONSOLE = re.compile(r"^```console\n(.*?)^```", re.DOTALL | re.MULTILINE)
PYTHON = re.compile(r"^```python\n(.*?)^```", re.DOTALL | re.MULTILINE)
TYPED = re.compile(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)


def options():
    for name in COMMANDS:
        command = import_module(f"feedsvc.cli.{name}").command
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                yield from (option for option in parameter.opts if option.startswith("--"))


def has(page, text):
    """Return whether a page contains a text; pytest would print the whole page on a failure."""
    return text in TEXTS[page]


def test_the_readme_has_two_commands_and_at_most_150_lines():
    assert has("README.md", f"    {SETUP}. && .venv/bin/feedsvc serve\n")
    assert has("README.md", f"    {SETUP}-e '.[test]' && .venv/bin/pytest\n")
    assert len(TEXTS["README.md"].splitlines()) <= 150


@pytest.mark.parametrize("page", [page for page in PAGES if page != "README.md"])
def test_the_readme_links_to_every_page_of_the_guide(page):
    assert has("README.md", f"(feedsvc/docs/{page})"), f"link to feedsvc/docs/{page} in README.md"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_the_readme_and_shown_at_work(name):
    assert has("README.md", f"| [`feedsvc {name}`]("), f"add a row for {name} to README's commands"
    used = any(
        re.search(rf"\bfeedsvc {name}\b", command)
        for session in CONSOLE.findall(ALL)
        for command, _ in TYPED.findall(session)
    )
    assert used, f"show '$ feedsvc {name}' with its output in a console block of the guide"


@pytest.mark.parametrize("option", sorted(set(options())))
def test_every_option_is_documented(option):
    there = option in ALL
    assert there, f"describe {option} in the guide, with its command"


def test_every_feed_format_is_documented():
    for format_ in FEED_FORMATS.values():
        row = f"| `/{format_.file_name}` | {format_.label}"
        assert has("feeds.md", row), f"begin a row of the table in feeds.md with {row}"


@pytest.mark.parametrize("path", SINGLE_PATHS)
def test_every_document_of_a_site_is_documented(path):
    row = f"`{path.removesuffix('index.html') or '/'}`"
    assert has("feeds.md", row), f"describe {row} in the table in feeds.md"


def test_every_page_of_the_app_is_documented(client):
    for rule in client.application.url_map.iter_rules():
        path = f"`/{rule.rule.split('/')[1]}"
        assert has("feeds.md", path), f"describe {rule.rule} in the table in feeds.md"


def test_every_story_format_is_documented():
    for format_ in STORY_FORMATS:
        if format_.module == "unsupported":
            continue
        row = f"| {format_.name} |".casefold()
        there = row in TEXTS["stories.md"].casefold()
        assert there, f"begin a row of the table in stories.md with {row}"


@pytest.mark.parametrize("suffix", sorted(SUFFIXES))
def test_every_suffix_of_a_story_file_is_documented(suffix):
    assert has("stories.md", f"`{suffix}`"), f"name `{suffix}` in the table in stories.md"


@pytest.mark.parametrize("profile", PROFILES)
def test_every_profile_is_documented(profile):
    row = f"| `{profile}` |"
    assert has("validator.md", row), f"begin a row of the profiles in validator.md with {row}"


def test_the_changelog_names_the_version():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert project["version"] == "0.1.0" or f"## [{project['version']}] - " in changelog


@pytest.mark.parametrize("page", PAGES)
def test_every_file_that_a_page_names_exists(page):
    for path in re.findall(r"`((?:feedsvc|tests)/[^`]*)`", TEXTS[page]):
        assert (ROOT / path).exists(), path


@pytest.mark.parametrize("page", PAGES)
def test_every_link_within_the_guide_leads_somewhere(page):
    prose = re.sub(r"```.*?```|`[^`\n]*`", "", TEXTS[page], flags=re.DOTALL)
    for target in re.findall(r"\]\((?!https?:)([^)]+)\)", prose):
        path, _, anchor = target.partition("#")
        file = PAGES[page].parent / path if path else PAGES[page]
        assert file.exists(), target
        headings = re.findall(r"^#+ (.*)$", file.read_text("utf-8"), re.MULTILINE) if anchor else ()
        assert not anchor or anchor in map(slug_of, headings), target


def slug_of(heading):
    """Return the anchor that GitHub gives a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize("page", [page for page, text in TEXTS.items() if CONSOLE.search(text)])
def test_the_output_shown_is_real(page, tmp_path):
    """The sessions of a page run in order in one folder; `...` stands for any text."""
    shutil.copytree(ROOT / "stories", tmp_path / "stories")
    text = CONSOLE.sub(lambda block: checked(block[1], tmp_path), TEXTS[page])
    if os.environ.get("UPDATE_DOCS"):
        PAGES[page].write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("page", "number", "code"),
    [
        (page, number, code)
        for page, text in TEXTS.items()
        for number, code in enumerate(PYTHON.findall(text), start=1)
    ],
)
def test_the_python_shown_runs(page, number, code, tmp_path):
    shutil.copytree(ROOT / "stories", tmp_path / "stories")
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"example {number} of {page}: {done.stderr}"


def checked(session, folder):
    """Return a console block with the real output, once that is what the block shows."""
    shown = ""
    for command, expected in TYPED.findall(session):
        output = real(command, folder)
        updating = bool(os.environ.get("UPDATE_DOCS"))
        same = doctest.OutputChecker().check_output(expected, output, doctest.ELLIPSIS)
        assert same or updating, (
            f"the guide shows another output; update it with UPDATE_DOCS=1:\n$ {command}\n{output}"
        )
        shown += f"$ {command}\n{expected if same else masked(output)}"
    return f"```console\n{shown}```"


def masked(output):
    """Return output with `...` for what differs each time: tokens, and the day it is."""
    output = re.sub(r"(?<=/private/)[\w-]{20,}", "...", output)
    return output.replace(datetime.now(UTC).date().isoformat(), "...")


def real(command, folder):
    if command == "feedsvc serve":
        with serve(folder=folder) as server:
            output = server.until("Each feed is").replace(str(server.port), "8000")
    else:
        output = typed(folder, command)
    # Two days long, a news sitemap changes by the clock: the guide names no day.
    lines = (line.rstrip() for line in output.strip().splitlines())
    return "".join(f"{line}\n" for line in lines if not line.startswith("Build again at"))


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


def environment():
    return {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "PYTHONUNBUFFERED": "1"}
