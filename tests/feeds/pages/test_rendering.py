"""Themes: a site's own templates, stylesheet and script."""

import re
from contextlib import closing
from functools import partial

import msgspec
import pytest
from support.commands import newsroom, run

from feedsvc.cli.init import write_theme
from feedsvc.errors import SettingsError
from feedsvc.feeds.pages.rendering import Theme, bundled_files
from feedsvc.publish import file_of, publish
from feedsvc.settings import load_settings
from feedsvc.site import Site
from feedsvc.site.workers import Workers

PAGES = ("/", "/stories/", "/sections/world/", "/stories/night-ferry/")


@pytest.fixture
def theme(tmp_path):
    """The folder of a theme, still empty."""
    folder = tmp_path / "theme"
    folder.mkdir()
    return folder


@pytest.fixture
def open_themed(open_site, theme):
    """A function that opens the site with the current theme."""
    return partial(open_site, theme=str(theme))


def text_at(site, path):
    return site.document(path).body.decode()


def logged(caplog):
    return [record.getMessage() for record in caplog.records]


def test_an_empty_theme_changes_nothing(site, open_themed):
    themed = open_themed()
    for path in site.paths():
        assert themed.document(path).body == site.document(path).body, path


def test_a_file_of_the_theme_replaces_the_bundled_one(site, theme, open_themed):
    (theme / "_byline.html").write_text("<p class='byline'>By the Gazette</p>\n")
    (theme / "style.css").write_text("body { color: teal }")
    (theme / "script.js").write_text("'use strict';")
    themed = open_themed()
    assert "By the Gazette" in text_at(themed, "/stories/night-ferry/")
    assert "sails <strong>three times</strong>" in text_at(themed, "/stories/night-ferry/")
    assert text_at(themed, "/style.css") == "body { color: teal }"
    assert text_at(themed, "/script.js") == "'use strict';"
    assert themed.document("/rss.xml").body == site.document("/rss.xml").body
    assert themed.publication.theme.problems == ()


@pytest.mark.parametrize(
    ("template", "text", "shown"),
    [
        ("_metadata.html", "{{ tags[0].content }}", "article"),
        ("_metadata.html", "{{ article.headline }}", "Night ferry"),
        ("_autodiscovery.html", "<!-- {{ title }} -->", "<!-- The Harbour Gazette -->"),
        ("_entry.html", "<li>{{ root }}{{ entry | headline }}</li>", "<li>../Night ferry"),
        ("_stories.html", "<ul>{{ items }}</ul>", '<ul><li dir="ltr"'),
    ],
)
def test_a_template_that_others_include_can_be_replaced(theme, open_themed, template, text, shown):
    (theme / template).write_text(text)
    themed = open_themed()
    path = "/stories/" if template in ("_entry.html", "_stories.html") else "/stories/night-ferry/"
    assert shown in text_at(themed, path)
    assert themed.publication.theme.problems == ()


def test_a_template_can_override_one_block_of_a_bundled_one(theme, open_themed):
    (theme / "story.html").write_text(
        '{% extends "feedsvc/story.html" %}{% block foot %}<p>Harbour Street 1</p>{% endblock %}'
    )
    page = text_at(open_themed(), "/stories/night-ferry/")
    assert "<p>Harbour Street 1</p>" in page
    assert "The first crossing carried a grand piano" in page


def test_text_is_escaped_in_themes_too(theme, open_themed):
    (theme / "_byline.html").write_text("{{ '<b>' ~ entry.title }}")
    assert "&lt;b&gt;Night ferry" in text_at(open_themed(), "/stories/night-ferry/")


@pytest.mark.parametrize(
    "fault",
    [
        ("{# one #}\n{% if %}\n{% endif %}\n", 2, "Expected an expression"),
        ("\n\n{{ entry.headline }}", 3, "has no attribute 'headline'"),
        ("{{ nothing.at_all }}", 1, "'nothing' is undefined"),
        ("\n{{ 1 / 0 }}", 2, "division by zero"),
        ("{{ entry.title | shout }}", 1, "No filter named 'shout'"),
        ("{% include 'missing.html' %}", 1, "missing.html"),
        ("{% include 'story.html' %}", None, "recursion"),
    ],
)
def test_a_broken_template_is_logged_on_one_line_and_the_bundled_one_is_used(
    site, theme, open_themed, caplog, fault
):
    template, line, reason = fault
    (theme / "_byline.html").write_text(template)
    themed = open_themed()
    for path in ("/stories/night-ferry/", "/stories/bridge/", "/"):
        assert themed.document(path).body == site.document(path).body
    messages = logged(caplog)
    assert tuple(messages) == themed.publication.theme.problems
    assert len(messages) == 1
    place, _, rest = messages[0].partition(": ")
    assert re.fullmatch(rf"{re.escape(str(theme))}/_byline\.html:{line or '[0-9]+'}", place)
    assert reason in rest
    assert rest.endswith("; the bundled file is used instead")
    assert "\n" not in messages[0]


def test_a_template_that_is_not_text_is_logged_by_name(site, theme, open_themed, caplog):
    (theme / "index.html").write_bytes(b"\xff\xfe<h1>")
    assert open_themed().document("/").body == site.document("/").body
    (message,) = logged(caplog)
    assert message.startswith(f"{theme}/index.html: ")


def test_an_error_outside_the_theme_is_logged_with_the_requested_template(
    site, theme, open_themed, caplog
):
    (theme / "story.html").write_text('{% extends "feedsvc/base.html" %}{% set publication = 1 %}')
    assert open_themed().document("/stories/bridge/").body == site.document("/stories/bridge/").body
    (message,) = logged(caplog)
    assert message.startswith(f"{theme}/story.html")


def test_an_unreadable_file_is_logged_and_the_bundled_one_is_used(tmp_path):
    gone = tmp_path / "theme" / "style.css"
    gone.parent.mkdir()
    gone.symlink_to(gone)
    theme = Theme(gone.parent)
    assert theme.asset("style.css") == bundled_files()["style.css"]
    (problem,) = theme.problems
    assert problem.startswith(f"{gone}: Too many levels of symbolic links; ")
    assert theme.digest() == Theme().digest()


def test_built_pages_equal_served_pages(theme, open_themed, tmp_path):
    (theme / "_entry.html").write_text("<li>{{ entry | headline }}</li>\n")
    themed = open_themed()
    publish(themed, tmp_path / "site")
    for path in PAGES:
        built = file_of(tmp_path / "site", path).read_bytes()
        assert built == themed.document(path).body, path


def test_a_build_after_a_change_to_the_theme_rewrites_all_pages(theme, open_themed, tmp_path):
    output = tmp_path / "site"
    first = publish(open_themed(), output)
    assert first.written > len(PAGES)
    assert publish(open_themed(), output).written == 0
    (theme / "base.html").write_text(
        bundled_files()["base.html"].decode().replace("Skip to", "Go to")
    )
    second = publish(open_themed(), output)
    for path in PAGES:
        assert "Go to content" in file_of(output, path).read_text(), path
    assert second.written < first.written
    assert publish(open_themed(), output).written == 0


def test_a_theme_that_is_not_a_folder_is_an_error(settings, tmp_path):
    wrong = msgspec.structs.replace(settings, theme=str(tmp_path / "none"))
    with pytest.raises(SettingsError, match=r"theme: no such folder: .*none; .* init --theme"):
        Site.open(wrong)


def test_a_theme_path_is_relative_to_the_settings_file(tmp_path):
    (tmp_path / "feedsvc.toml").write_text('theme = "looks"\n')
    assert load_settings(tmp_path / "feedsvc.toml", {}).theme == str(tmp_path / "looks")


def test_init_copies_all_bundled_files_and_enables_the_theme(tmp_path):
    result = run("init", tmp_path / "news", "--theme", "--base-url", "https://news.example.org")
    assert result.exit_code == 0
    folder = tmp_path / "news" / "theme"
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == bundled_files()
    assert {"base.html", "story.html", "style.css", "script.js"} <= bundled_files().keys()
    assert load_settings(tmp_path / "news" / "feedsvc.toml", {}).theme == str(folder)
    assert f"Wrote {len(bundled_files())} files to {folder}" in result.output


def test_init_adds_a_theme_to_an_existing_site_without_changing_its_settings(tmp_path):
    (tmp_path / "feedsvc.toml").write_text("title = 'Mine'\n")
    result = run("init", tmp_path, "--theme")
    assert result.exit_code == 0
    assert (tmp_path / "feedsvc.toml").read_text() == "title = 'Mine'\n"
    assert (tmp_path / "theme" / "story.html").exists()
    assert 'set theme = "theme"' in result.output


def test_init_never_overwrites_an_existing_theme(tmp_path):
    (tmp_path / "theme").mkdir()
    result = run("init", tmp_path, "--theme")
    assert result.exit_code == 2
    assert "theme: already exists" in result.stderr
    assert list((tmp_path / "theme").iterdir()) == []


def test_init_explains_why_a_theme_cannot_be_written(tmp_path):
    (tmp_path / "news").write_text("a file")
    result = run("init", tmp_path / "news", "--theme")
    assert result.exit_code == 2
    assert "cannot be written" in result.stderr
    with pytest.raises(SettingsError, match=r"news/theme: cannot be written: Not a directory"):
        write_theme(tmp_path / "news" / "theme")


def test_a_template_that_fails_in_workers_is_logged_once(settings, theme, tmp_path, caplog):
    (theme / "feed.html").write_text("{{ nothing.at_all }}")
    themed = msgspec.structs.replace(settings, theme=str(theme))
    with Workers(2, patience=0) as workers, closing(Site.open(themed, workers=workers)) as site:
        site.sync()
        publish(site, tmp_path / "site")
    (message,) = logged(caplog)
    assert "'nothing' is undefined" in message
    assert site.publication.theme.problems == (message,)


def test_a_build_with_a_broken_template_writes_everything_and_exits_with_1(tmp_path, monkeypatch):
    newsroom(tmp_path, monkeypatch)
    (tmp_path / "feedsvc.toml").write_text('theme = "theme"\n')
    (tmp_path / "theme").mkdir()
    (tmp_path / "theme" / "story.html").write_text("{% oops %}")
    result = run("build")
    assert result.exit_code == 1
    assert "Otters move" in (tmp_path / "site/stories/otters/index.html").read_text()
    (tmp_path / "theme" / "story.html").unlink()
    assert run("build").exit_code == 0
