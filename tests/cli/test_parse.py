"""`feedsvc parse`: text, JSON and the trace of lines."""

import json

import pytest
from support.commands import BAD, newsroom, run


@pytest.fixture
def folder(tmp_path, monkeypatch):
    return newsroom(tmp_path, monkeypatch)


@pytest.mark.usefixtures("folder")
def test_parse_prints_the_fields_and_the_beginning_of_the_text():
    result = run("parse", "stories/river/otters.md")
    assert result.exit_code == 0
    assert result.stdout.startswith("stories/river/otters.md\n\nOtters move into the old mill\n")
    assert "  authors         Nell Okafor\n" in result.stdout
    assert "  content         <p>Three otters" in result.stdout


@pytest.mark.usefixtures("folder")
def test_parse_why_prints_the_field_of_each_line():
    result = run("parse", "--why", "stories/river/otters.md")
    rows = [line.split() for line in result.stdout.splitlines()]
    assert ["2", "title"] in [row[:2] for row in rows]
    assert ["3", "published"] in [row[:2] for row in rows]


def test_parse_prints_json_with_file_names_as_given(folder):
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


def test_parse_why_prints_the_story_that_a_line_belongs_to(folder):
    page = "{0}\n\nUpdated {1} May 2026\n\n{0}\n\n  • One point\n\nOSLO: It rained {1} times.\n\n\n"
    text = page.format("Rain falls upward in Oslo", 3) + page.format("Umbrellas are sold out", 4)
    (folder / "two.txt").write_text(text)
    result = run("parse", "--why", "two.txt")
    rows = [line.split()[:3] for line in result.stdout.splitlines()]
    assert ["1", "1", "title"] in rows
    assert ["12", "2", "title"] in rows


@pytest.mark.usefixtures("folder")
def test_quiet_parse_without_problems_prints_nothing():
    assert run("parse", "--quiet", "stories/river/otters.md").output == ""


@pytest.mark.parametrize("command", ["parse", "validate"])
def test_a_missing_file_is_a_usage_error(command):
    result = run(command, "nowhere.txt")
    assert result.exit_code == 2
    assert "'nowhere.txt' does not exist" in result.stderr
