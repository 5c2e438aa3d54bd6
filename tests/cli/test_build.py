"""`feedsvc build`: files, output and exit codes."""

import pytest
from support.brokenformats import with_broken_frame
from support.commands import BAD, GOOD, newsroom, run

from feedsvc.site.paths import FILE_FORMATS


@pytest.fixture
def folder(tmp_path, monkeypatch):
    return newsroom(tmp_path, monkeypatch)


def test_build_writes_every_document_then_only_what_changed(folder):
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


def test_build_prints_that_ids_depend_on_the_host_until_the_authority_is_set(folder):
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


def test_build_prints_documents_that_are_held_back_and_exits_with_1(folder, monkeypatch):
    broken = with_broken_frame(FILE_FORMATS["rss.xml"])
    monkeypatch.setitem(FILE_FORMATS, "rss.xml", broken)
    result = run("build")
    assert result.exit_code == 1
    assert "held back: /rss.xml (not published)\n  " in result.stderr
    assert not (folder / "site" / "rss.xml").exists()
    assert (folder / "site" / "atom.xml").exists()


def test_build_prints_the_first_notes_of_the_parsers(folder):
    for number in range(12):
        text = GOOD.replace("Three", f"Story {number} thr\x07ee")
        (folder / "stories" / f"fixed-{number:02}.md").write_text(text)
    result = run("build")
    assert result.exit_code == 0
    notes = result.stderr.splitlines()
    assert notes[0].startswith("note: fixed-00.md:")
    assert len(notes) == 11
    assert notes[-1].startswith("note: and ")


@pytest.mark.usefixtures("folder")
def test_quiet_build_without_problems_prints_nothing():
    result = run("build", "--quiet")
    assert result.exit_code == 0
    assert result.output == ""


def test_build_prints_when_to_build_again(folder):
    text = GOOD.replace("tags: [river]", "publishDate: 2099-03-01T06:00:00Z")
    (folder / "stories" / "later.md").write_text(text)
    assert "Build again at 2099-03-01 06:00:00 UTC" in run("build").stdout


def test_build_names_a_missing_folder_of_stories(folder):
    result = run("build", folder / "nowhere")
    assert result.exit_code == 2
    assert "nowhere: no such folder" in result.stderr
    assert result.stderr.count("\n") == 1


def test_build_names_an_output_that_cannot_be_written(folder):
    (folder / "site").write_text("a file in the way")
    result = run("build")
    assert result.exit_code == 2
    assert "cannot be written" in result.stderr
    assert result.stderr.count("\n") == 1
