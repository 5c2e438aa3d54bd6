"""The settings as documentation: a section of the guide, and the file of `feedsvc init`."""

import json
import re
import textwrap
from collections.abc import Mapping
from functools import cache
from typing import Any

import msgspec
from msgspec import inspect

from feedsvc.settings.model import Settings

FILE_HEAD = """\
## The settings of this site.
##
## Settings that begin with "# " are switched off. They show the default value, or an example if
## the comment above names the default. To change a setting, remove the "# ". Paths are relative
## to this file.
##
## Environment variables override this file: FEEDSVC_TITLE sets title, and
## FEEDSVC_LIMITS_STORY_BYTES sets story_bytes in [limits].
"""

PAGE_HEADING = "## All settings"
"""Where the generated section of `docs/settings.md` begins; it is the last one."""

_WIDTH = 95


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """One setting: its type in words, meaning, default and environment variable.

    `default` is None if there is none; `unset` then says what applies instead. `item_type` is the
    type of an array's items. `variable` is None if a setting can only be set in the file.
    """

    table: str
    key: str
    type: str
    item_type: str
    meaning: str
    default: Any
    unset: str
    required: bool
    example: Any
    variable: str | None

    @property
    def shown(self) -> Any:  # noqa: ANN401 -- any TOML value
        """The value to show in a file: the default, or else the example."""
        return self.example if self.default is None else self.default


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """A table of the settings file with its settings; the first one has no name and no header."""

    name: str
    header: str
    meaning: str
    settings: tuple[Setting, ...]


@cache
def reference() -> tuple[Table, ...]:
    """Return all settings, table by table, in the order of the settings file."""
    root = inspect.type_info(Settings)
    assert isinstance(root, inspect.StructType)
    first, tables = [], []
    for field in root.fields:
        struct = _item(field.type)
        if not isinstance(struct, inspect.StructType):
            first.append(_setting(field, ""))
            continue
        is_array = isinstance(_plain(field.type), inspect.VarTupleType)
        tables.append(
            Table(
                name=field.name,
                header=f"[[{field.name}]]" if is_array else f"[{field.name}]",
                meaning=_schema(field)["description"],
                settings=tuple(_setting(each, field.name) for each in struct.fields),
            )
        )
    return (Table(name="", header="", meaning="", settings=tuple(first)), *tables)


def settings_file(chosen: Mapping[str, str]) -> str:
    """Return a settings file that explains all settings; only the chosen ones are switched on."""
    blocks = [FILE_HEAD]
    for table in reference():
        settings = [_file_lines(setting, chosen) for setting in table.settings]
        if table.name:
            settings = [f"{_comment(table.meaning)}# {table.header}\n{''.join(settings)}"]
        blocks += settings
    return "\n".join(blocks)


def reference_markdown() -> str:
    """Return the section "All settings" of the guide's page about settings."""
    blocks = [PAGE_HEADING]
    for table in reference():
        if table.name:
            blocks += [f"## `{table.header}`", _wrap(table.meaning)]
        blocks += [_markdown(setting) for setting in table.settings]
    return "\n\n".join(blocks) + "\n"


def toml(value: object) -> str:
    """Return a value as TOML, tables inline."""
    if not isinstance(value, Mapping):
        return json.dumps(value, ensure_ascii=False, default=str)
    keys = {key: key if re.fullmatch(r"[\w-]+", key, re.ASCII) else toml(key) for key in value}
    return "{ " + ", ".join(f"{keys[key]} = {toml(each)}" for key, each in value.items()) + " }"


def _setting(field: inspect.Field, table: str) -> Setting:
    schema, extra = _schema(field), getattr(field.type, "extra", None) or {}
    has_default = field.default not in (msgspec.NODEFAULT, None, ())
    return Setting(
        table=table,
        key=field.name,
        type=_words(field.type),
        item_type=_words(_item(field.type)),
        meaning=schema["description"],
        default=field.default if has_default else None,
        unset=extra.get("unset") or "none",
        required=field.required,
        example=next(iter(schema.get("examples", ())), None),
        variable=_variable(field, table),
    )


def _variable(field: inspect.Field, table: str) -> str | None:
    """Return the environment variable of a setting; arrays, tables and feeds have none."""
    if table == "author":
        return "FEEDSVC_AUTHOR" if field.name == "name" else None
    if table == "feeds" or _item(field.type) is not _plain(field.type):
        return None
    return f"FEEDSVC_{table}_{field.name}".replace("__", "_").upper()


def _schema(field: inspect.Field) -> dict[str, Any]:
    assert isinstance(field.type, inspect.Metadata)
    return field.type.extra_json_schema or {}


def _item(type_: inspect.Type) -> inspect.Type:
    """Return the type of an array's items or a table's values; otherwise the type itself."""
    plain = _plain(type_)
    if isinstance(plain, inspect.VarTupleType):
        return plain.item_type
    return plain.value_type if isinstance(plain, inspect.DictType) else plain


def _plain(type_: inspect.Type) -> inspect.Type:
    """Return a type without its description and without None; a title stays."""
    match type_:
        case inspect.Metadata(extra_json_schema={"title": _}):
            return type_
        case inspect.Metadata():
            return _plain(type_.type)
        case inspect.UnionType():
            return _plain(type_.types[0])
    return type_


def _words(type_: inspect.Type) -> str:  # noqa: PLR0911 -- one per type
    """Return a type in words, such as "integer of at least 1"."""
    plain = _plain(type_)
    match plain:
        case inspect.Metadata(extra_json_schema={"title": str(title)}):
            return title
        case inspect.IntType(le=None):
            return f"integer of at least {plain.ge:,}"
        case inspect.IntType():
            return f"integer from {plain.ge:,} to {plain.le:,}"
        case inspect.LiteralType():
            return " or ".join(toml(value) for value in plain.values)
        case inspect.StrType(min_length=int(length)):
            return f"string of at least {length} characters"
        case inspect.VarTupleType():
            return f"array of {_words(plain.item_type)}s"
        case inspect.DictType():
            return f"table of {_words(plain.value_type)}s"
        case inspect.StructType():
            return "table"
    return "boolean" if isinstance(plain, inspect.BoolType) else "string"


def _file_lines(setting: Setting, chosen: Mapping[str, str]) -> str:
    meaning = setting.meaning
    if setting.default is None and not setting.required:
        meaning += f" Default: {setting.unset}."
    if not setting.table and setting.key in chosen:
        return f"{_comment(meaning)}{setting.key} = {toml(chosen[setting.key])}\n"
    return f"{_comment(meaning)}# {setting.key} = {toml(setting.shown)}\n"


def _markdown(setting: Setting) -> str:
    default = setting.unset if setting.default is None else f"`{toml(setting.default)}`"
    facts = [f"- Type: {setting.type}", f"- Default: {'required' if setting.required else default}"]
    if setting.variable:
        facts.append(f"- Environment variable: `{setting.variable}`")
    blocks = [f"### `{setting.key}`", _wrap(setting.meaning), "\n".join(facts)]
    if setting.example is not None:
        blocks.append(f"```toml\n{setting.key} = {toml(setting.example)}\n```")
    return "\n\n".join(blocks)


def _comment(text: str) -> str:
    return _wrap(text, "## ") + "\n"


def _wrap(text: str, prefix: str = "") -> str:
    wrapper = textwrap.TextWrapper(_WIDTH, prefix, prefix)
    wrapper.break_long_words = wrapper.break_on_hyphens = False
    return wrapper.fill(text)
