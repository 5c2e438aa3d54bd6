"""The settings file that `init` writes."""

import msgspec
import pytest
from support.commands import run

from feedsvc.cli.meanings import MEANINGS
from feedsvc.settings import TABLES, FeedSettings, Settings, load_settings

KEYS = [
    prefix + key
    for prefix, table in {
        "": Settings,
        "feeds.": FeedSettings,
        **{f"{name}.": table for name, table in TABLES.items()},
    }.items()
    for key in table.__struct_fields__
]


@pytest.mark.parametrize("key", KEYS)
def test_every_setting_has_a_meaning(key):
    assert key in MEANINGS, f"say what {key} means in feedsvc/cli/meanings.py"


def test_every_meaning_is_that_of_a_setting():
    assert MEANINGS.keys() <= set(KEYS)


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
            "gone",
            "hubs",
            "moved",
            "reading",
            "stories",
            "output",
            "catalog",
            "web",
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
