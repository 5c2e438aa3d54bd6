"""`feedsvc init`."""

import pytest
from support.commands import run

from feedsvc.settings import load_settings


def test_init_sets_the_url_and_the_authority_derived_from_it(tmp_path):
    result = run("init", tmp_path / "newsroom", "--base-url", "https://news.example.org/")
    assert result.exit_code == 0
    file = tmp_path / "newsroom" / "feedsvc.toml"
    settings = load_settings(file, {})
    assert settings.base_url == "https://news.example.org"
    assert settings.id_authority == "news.example.org,2026"
    assert str(file) in result.output
    assert "news.example.org,2026" in result.output


def test_init_sets_the_authority_that_is_given(tmp_path):
    result = run("init", tmp_path, "--id-authority", "example.org,2019-05")
    assert result.exit_code == 0
    assert load_settings(tmp_path / "feedsvc.toml", {}).authority == "example.org,2019-05"


def test_init_never_overwrites_a_file(tmp_path):
    (tmp_path / "feedsvc.toml").write_text("title = 'Mine'\n")
    result = run("init", tmp_path)
    assert result.exit_code == 2
    assert "already exists" in result.stderr
    assert (tmp_path / "feedsvc.toml").read_text() == "title = 'Mine'\n"


@pytest.mark.parametrize(
    ("option", "value"), [("--base-url", "news.example.org"), ("--id-authority", "example.org")]
)
def test_init_refuses_values_that_are_invalid_as_settings(tmp_path, option, value):
    result = run("init", tmp_path, option, value)
    assert result.exit_code == 2
    assert result.stderr.startswith(
        f"Error: invalid {option}: '{value}'; expected a value such as "
    )
    assert not (tmp_path / "feedsvc.toml").exists()


def test_init_prints_what_to_set_next_unless_quiet(tmp_path):
    assert "Set base_url and id_authority" in run("init", tmp_path / "a").output
    assert run("init", "--quiet", tmp_path / "b").output == ""


def test_init_names_a_folder_it_cannot_write_to(tmp_path):
    (tmp_path / "file").write_text("in the way")
    result = run("init", tmp_path / "file" / "newsroom")
    assert result.exit_code == 2
    assert "feedsvc.toml: cannot be written: Not a directory" in result.stderr
