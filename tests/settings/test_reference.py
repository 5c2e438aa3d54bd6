"""The reference of all settings: the file of `init` and a page of the guide."""

from pathlib import Path

import msgspec
import pytest

import feedsvc
from feedsvc.errors import SettingsError
from feedsvc.settings import Settings, load_settings
from feedsvc.settings.reference import reference, reference_markdown, settings_file

PAGE = Path(feedsvc.__file__).parent / "docs" / "settings.md"
SETTINGS = [setting for table in reference() for setting in table.settings]


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: f"{setting.table}.{setting.key}")
def test_every_setting_has_a_meaning_and_a_value_to_show(setting):
    assert setting.meaning.endswith("."), "describe it with about() in feedsvc/settings/model.py"
    assert setting.shown is not None, "give it a default or an example in feedsvc/settings/model.py"


def test_every_table_has_a_meaning():
    assert all(table.meaning.endswith(".") for table in reference() if table.name)


def test_the_reference_has_every_setting():
    tables = {table.name for table in reference()} - {""}
    plain = {setting.key for setting in SETTINGS if not setting.table}
    assert plain | tables == set(Settings.__struct_fields__)
    assert tables == {"author", "limits", "reading", "web", "feeds"}


@pytest.mark.parametrize(
    "setting", [each for each in SETTINGS if each.variable], ids=lambda each: each.variable
)
def test_every_environment_variable_sets_its_setting(setting):
    value = setting.example if isinstance(setting.example, str) else setting.shown
    written = str(value).lower() if isinstance(value, (bool, int)) else value
    settings = load_settings(environment={setting.variable: written})
    table = getattr(settings, setting.table) if setting.table else settings
    assert getattr(table, setting.key) == value


def test_a_setting_without_an_environment_variable_cannot_be_set_by_one():
    for setting in SETTINGS:
        if setting.variable is None:
            variable = f"FEEDSVC_{setting.table}_{setting.key}".replace("__", "_").upper()
            with pytest.raises(
                SettingsError, match=f"{variable}: this can only be set in feedsvc.toml"
            ):
                load_settings(environment={variable: "x"})


def test_the_file_shows_the_defaults_or_examples(tmp_path):
    file = tmp_path / "feedsvc.toml"
    text = settings_file({})
    file.write_text(text, encoding="utf-8")
    assert load_settings(file, {}).title == "News"
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


def test_the_guide_has_the_reference():
    page = PAGE.read_text(encoding="utf-8")
    assert page.endswith("\n" + reference_markdown()), "run: python -m feedsvc.settings"
