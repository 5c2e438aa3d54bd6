"""Syncs of single paths: the result is that of a scan of the whole folder."""

import shutil
import tempfile
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from feedsvc.settings import Settings
from feedsvc.site import Site

STORY = "---\ntitle: {0}\ndate: 2026-11-01\n---\nThe harbor master said {0} on Sunday.\n"


def write(folder, name, text="calm"):
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(STORY.format(text) if name.endswith(".md") else f"{text}\n\nHe said {text}.\n")


def ids(site):
    feed = site.document("/atom.xml").body.decode()
    return {part.partition("</id>")[0] for part in feed.split("<id>")[2:]}


def test_only_the_given_paths_are_read(site, stories):
    write(stories, "world/fog.md")
    write(stories, "world/rain.md")
    report = site.sync(paths=["world/fog.md"])
    assert (report.read, report.added, report.unchanged, report.total) == (1, 1, 4, 5)
    assert site.sync(paths=["world/fog.md"]).unchanged == 5
    assert site.sync().added == 1


def test_a_renamed_story_keeps_its_id(site, stories):
    before = ids(site)
    (stories / "world" / "night-ferry.md").rename(stories / "culture" / "ferry.md")
    report = site.sync(paths=["world/night-ferry.md", "culture/ferry.md"])
    assert (report.moved, report.added, report.removed) == (1, 0, 0)
    assert ids(site) == before


def test_stories_in_a_renamed_folder_keep_their_ids(site, stories):
    before = ids(site)
    (stories / "world").rename(stories / "abroad")
    report = site.sync(paths=["world", "abroad"])
    assert (report.moved, report.added, report.removed) == (2, 0, 0)
    assert ids(site) == before


def test_stories_in_a_deleted_folder_are_removed(site, stories):
    shutil.rmtree(stories / "world")
    assert site.sync(paths=["world"]).removed == 2


def test_a_folder_whose_name_begins_the_same_stays(site, stories):
    write(stories, "world_/fog.md")
    site.sync()
    shutil.rmtree(stories / "world")
    assert (site.sync(paths=["world"]).removed, site.sync().removed) == (2, 0)


@pytest.mark.parametrize(
    "path",
    ["_layouts/post.html", "node_modules/x/readme.md", ".git/a.md", "site/index.html", "style.css"],
)
def test_what_a_scan_skips_is_skipped(open_site, stories, path):
    site = open_site(output=str(stories / "site"))
    write(stories, path)
    for paths in ([path], [path.partition("/")[0]]):
        assert site.sync(paths=paths).total == 4


def test_files_behind_a_link_to_a_folder_are_skipped(site, stories, tmp_path):
    write(tmp_path / "elsewhere", "fog.md")
    (stories / "link").symlink_to(tmp_path / "elsewhere")
    assert site.sync(paths=["link/fog.md", "link"]).total == 4
    assert site.sync().total == 4


def test_a_saved_text_has_the_image_of_the_same_name(site, stories):
    (stories / "world" / "bridge.jpg").write_bytes(b"no image")
    write(stories, "world/bridge.txt", "The bridge is open again")
    assert site.sync(paths=["world/bridge.txt"]).changed == 1
    assert b"/bridge.jpg" in site.document("/rss.xml").body
    assert site.sync().unchanged == 4


def test_an_attachment_changes_all_stories_that_have_it(site, stories):
    (stories / "world" / "bridge.jpg").write_bytes(b"no image")
    assert site.sync(paths=["world/bridge.jpg"]).changed == 1
    assert b"/bridge.jpg" in site.document("/rss.xml").body


def test_refused_files_stay_reported_until_they_are_looked_at(site, stories):
    write(stories, "world/bad.md", ": [")
    write(stories, "sport/bad.md", ": [")
    site.sync()

    def refused(*paths):
        return [error.name for error in site.sync(paths=paths).refused]

    assert refused("world/fog.md") == ["sport/bad.md", "world/bad.md"]
    write(stories, "world/bad.md", "good")
    assert refused("world/bad.md") == ["sport/bad.md"]
    shutil.rmtree(stories / "sport")
    assert refused("sport") == []


NAMES = st.sampled_from(["a.md", "b.md", "b.txt", "x/a.md", "x/c.txt", "x/y/d.md", "z.md/e.md"])
FOLDERS = st.sampled_from(["x", "x/y", "z.md", "w", "w/y"])
CHANGES = st.lists(
    st.one_of(
        st.tuples(st.just("write"), NAMES, st.sampled_from(["calm", "storm", ": ["])),
        st.tuples(st.just("delete"), st.one_of(NAMES, FOLDERS)),
        st.tuples(st.just("rename"), st.one_of(NAMES, FOLDERS), st.one_of(NAMES, FOLDERS)),
    ),
    max_size=8,
)


def change(folder, kind, path, target=None):
    """Change the folder; return the paths that the system would report."""
    file, new = folder / path, folder / (target or "")
    blocked = any(each.is_file() for each in (*file.parents, *new.parents))
    if blocked:
        return set()
    if kind == "write" and not file.is_dir():
        write(folder, path, target)
    elif kind == "delete" and file.is_dir():
        shutil.rmtree(file)
    elif kind == "delete":
        file.unlink(missing_ok=True)
    elif kind == "rename" and file.exists() and not new.exists() and file not in new.parents:
        new.parent.mkdir(parents=True, exist_ok=True)
        file.rename(new)
        return {path, target}
    return {path}


@given(CHANGES, CHANGES)
@example([("write", "z.md/e.md", "calm")], [("delete", "z.md")])
@example([("write", "x/y/d.md", "calm")], [("rename", "x", "w"), ("rename", "w/y", "x")])
@settings(max_examples=40)
def test_a_scan_finds_nothing_after_the_changed_paths_were_synced(first, second):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "stories"
        folder.mkdir()
        with closing(Site.open(Settings(stories=str(folder), catalog=f"{name}/c.db"))) as site:
            site.sync()
            for changes in (first, second):
                paths = set().union(*(change(folder, *each) for each in changes))
                synced = site.sync(paths=paths)
                scanned = site.sync()
                assert (scanned.added, scanned.changed, scanned.moved, scanned.removed) == (0,) * 4
                assert [str(each) for each in synced.refused] == [
                    str(each) for each in scanned.refused
                ]
                assert synced.read + synced.unchanged == scanned.read + scanned.unchanged
                assert synced.total == scanned.total
