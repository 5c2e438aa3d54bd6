"""The settings as documentation: a section of the guide, and the file of `feedsvc init`.

Both are rendered from the definitions in `feedsvc.settings.model`.
"""

import json
import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
import msgspec.inspect

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

_COMMENT_WIDTH = 92


@dataclass(frozen=True, kw_only=True)
class Setting:
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


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table of the settings file with its settings; the first one has no name and no header."""

    name: str
    header: str
    meaning: str
    settings: tuple[Setting, ...]


def reference() -> list[Table]:
    """Return all settings, table by table, in the order of the settings file."""
    root = msgspec.inspect.type_info(Settings)
    assert isinstance(root, msgspec.inspect.StructType)
    tables = {field.name: (field, found) for field in root.fields if (found := _struct(field))}
    plain = [field for field in root.fields if field.name not in tables]
    first = Table(
        name="", header="", meaning="", settings=tuple(_setting(field, "") for field in plain)
    )
    return [first, *(_table(field, struct) for field, struct in tables.values())]


def settings_file(chosen: Mapping[str, str]) -> str:
    """Return a settings file that explains all settings; only the chosen ones are switched on."""
    blocks = [FILE_HEAD]
    for table in reference():
        lines = [_file_lines(setting, chosen) for setting in table.settings]
        if table.name:
            head = f"{_comment(table.meaning)}# {table.header}\n"
            blocks.append(head + "".join(lines))
        else:
            blocks += lines
    return "\n".join(blocks)


def reference_markdown() -> str:
    """Return the section "All settings" of the guide's page about settings."""
    blocks = [f"{PAGE_HEADING}\n"]
    for table in reference():
        if table.name:
            blocks += [f"### `{table.header}`\n", _wrap(table.meaning)]
        blocks += [_markdown(setting) for setting in table.settings]
    return "\n".join(blocks)


def toml(value: object) -> str:
    """Return a value as TOML, tables inline."""
    if isinstance(value, Mapping):
        pairs = (f"{_toml_key(key)} = {toml(each)}" for key, each in value.items())
        return "{ " + ", ".join(pairs) + " }"
    return json.dumps(value, ensure_ascii=False, default=str)


def _table(field: msgspec.inspect.Field, struct: msgspec.inspect.StructType) -> Table:
    is_array = _words(field.type) == "array of tables"
    return Table(
        name=field.name,
        header=f"[[{field.name}]]" if is_array else f"[{field.name}]",
        meaning=_schema(field)["description"],
        settings=tuple(_setting(each, field.name) for each in struct.fields),
    )


def _setting(field: msgspec.inspect.Field, table: str) -> Setting:
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


def _variable(field: msgspec.inspect.Field, table: str) -> str | None:
    """Return the environment variable of a setting; arrays, tables and feeds have none."""
    if table == "author":
        return "FEEDSVC_AUTHOR" if field.name == "name" else None
    if table == "feeds" or _words(field.type).startswith(("array", "table")):
        return None
    return f"FEEDSVC_{table}_{field.name}".replace("__", "_").upper()


def _schema(field: msgspec.inspect.Field) -> dict[str, Any]:
    assert isinstance(field.type, msgspec.inspect.Metadata)
    return field.type.extra_json_schema or {}


def _struct(field: msgspec.inspect.Field) -> msgspec.inspect.StructType | None:
    """Return the struct of a field that is a table or an array of tables, or else None."""
    inner = _item(field.type)
    return inner if isinstance(inner, msgspec.inspect.StructType) else None


def _item(type_: msgspec.inspect.Type) -> msgspec.inspect.Type:
    """Return the type of an array's items or a table's values; otherwise the type itself."""
    plain = _without_none(type_)
    if isinstance(plain, msgspec.inspect.VarTupleType):
        return plain.item_type
    return plain.value_type if isinstance(plain, msgspec.inspect.DictType) else plain


def _without_none(type_: msgspec.inspect.Type) -> msgspec.inspect.Type:
    """Return a type without its description and without None."""
    if isinstance(type_, msgspec.inspect.Metadata) and "title" not in (
        type_.extra_json_schema or {}
    ):
        return _without_none(type_.type)
    if isinstance(type_, msgspec.inspect.UnionType):
        return _without_none(type_.types[0])
    return type_


def _words(type_: msgspec.inspect.Type) -> str:
    """Return a type in words, such as "integer of at least 1"."""
    plain = _without_none(type_)
    match plain:
        case msgspec.inspect.Metadata():
            words = str((plain.extra_json_schema or {})["title"])
        case msgspec.inspect.IntType(le=None):
            words = f"integer of at least {plain.ge:,}"
        case msgspec.inspect.IntType():
            words = f"integer from {plain.ge:,} to {plain.le:,}"
        case msgspec.inspect.LiteralType():
            words = " or ".join(toml(value) for value in plain.values)
        case msgspec.inspect.StrType(min_length=int(length)):
            words = f"string of at least {length} characters"
        case msgspec.inspect.BoolType():
            words = "boolean"
        case msgspec.inspect.VarTupleType():
            words = f"array of {_words(plain.item_type)}s"
        case msgspec.inspect.DictType():
            words = "table of strings"
        case msgspec.inspect.StructType():
            words = "table"
        case _:
            words = "string"
    return words


def _file_lines(setting: Setting, chosen: Mapping[str, str]) -> str:
    meaning = setting.meaning
    if setting.default is None and not setting.required:
        meaning += f" Default: {setting.unset}."
    if not setting.table and setting.key in chosen:
        return f"{_comment(meaning)}{setting.key} = {toml(chosen[setting.key])}\n"
    return f"{_comment(meaning)}# {setting.key} = {toml(setting.shown)}\n"


def _comment(text: str) -> str:
    lines = textwrap.wrap(text, _COMMENT_WIDTH, break_long_words=False, break_on_hyphens=False)
    return "".join(f"## {line}\n" for line in lines)


def _markdown(setting: Setting) -> str:
    default = setting.unset if setting.default is None else f"`{toml(setting.default)}`"
    facts = [f"- Type: {setting.type}", f"- Default: {'required' if setting.required else default}"]
    if setting.variable:
        facts.append(f"- Environment variable: `{setting.variable}`")
    block = "\n".join([f"#### `{setting.key}`\n", _wrap(setting.meaning), *facts, ""])
    if setting.example is not None:
        block += f"\n```toml\n{setting.key} = {toml(setting.example)}\n```\n"
    return block


def _wrap(text: str) -> str:
    return "\n".join(textwrap.wrap(text, 100, break_long_words=False)) + "\n"


def _toml_key(key: str) -> str:
    return key if re.fullmatch(r"[\w-]+", key, re.ASCII) else json.dumps(key)
