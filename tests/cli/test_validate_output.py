"""What `validate` prints and ends with."""

import json

import pytest
from support.commands import newsroom, run


@pytest.fixture
def folder(tmp_path, monkeypatch):
    return newsroom(tmp_path, monkeypatch)


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


def test_validate_compares_self_links_with_the_base_url(folder, monkeypatch):
    run("build")
    monkeypatch.chdir(folder / "site")
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
