"""The architecture: which package can import which, and where each library is used."""

import ast
import re
import sys
import tomllib
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from feedsvc.cli import COMMANDS
from feedsvc.parsers import FORMATS
from feedsvc.validator import rules

PACKAGE = Path(__file__).parents[1] / "feedsvc"
EVERYTHING = {"*"}

MAY_IMPORT = {
    "__init__": {"validator"},
    "errors": set(),
    "entry": set(),
    "redirects": set(),
    "settings": {"entry", "redirects"},
    "parsers": {"entry"},
    "catalog": {"entry"},
    "feeds": {"entry"},
    "validator": set(),
    "site": {"entry", "parsers", "catalog", "feeds", "validator", "settings"},
    "publish": {"site", "feeds", "redirects"},
    "watching": {"site"},
    "websub": {"site", "feeds", "settings"},
    "audience": {"catalog", "settings"},
    "web": {
        "entry",
        "site",
        "feeds",
        "validator",
        "settings",
        "redirects",
        "audience",
        "websub",
    },
    "service": {"site", "watching", "websub", "audience", "web", "settings"},
    "cli": EVERYTHING,
}
"""What each package or module can import, besides itself and `errors`."""

HOMES = {
    "flask": {"web", "service"},
    "werkzeug": {"web"},
    "click": {"cli"},
    "rich": {"cli"},
    "granian": {"cli"},
    "feedgen": {"feeds"},
    "sqlalchemy": {"catalog"},
    "lxml": {"validator", "parsers", "feeds"},
    "httpx": {"validator", "websub"},
    "prometheus_client": {"web"},
    "watchfiles": {"watching"},
    "brotli": {"feeds"},
    "chardet": {"parsers"},
    "cssselect": {"parsers"},
    "docutils": {"parsers"},
    "ftfy": {"parsers"},
    "imagesize": {"site"},
    "jinja2": {"feeds"},
    "langcodes": {"validator"},
    "nh3": {"parsers"},
    "pyromark": {"parsers"},
    "slugify": {"catalog"},
    "tinytag": {"site"},
    "yaml12": {"parsers"},
}
"""The packages that can import a library; a library not listed can be imported anywhere."""

FILES = sorted(PACKAGE.rglob("*.py"))


def package_of(file):
    first = file.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def module_name(file):
    parts = ("feedsvc", *file.relative_to(PACKAGE).with_suffix("").parts)
    return ".".join(parts).removesuffix(".__init__")


def imported(file):
    """Yield the full names of modules and their contents that a file imports anywhere."""
    package = ("feedsvc", *file.relative_to(PACKAGE).parts[:-1])
    for node in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join([*base, *([node.module] if node.module else [])])
            yield from (f"{module}.{name.name}" for name in node.names)


def packages_imported(file):
    return {name.split(".")[1] for name in imported(file) if name.startswith("feedsvc.")}


def libraries_imported(file):
    return {name.split(".")[0] for name in imported(file)} - {"feedsvc"} - sys.stdlib_module_names


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_a_module_imports_only_what_its_package_can(file):
    allowed = MAY_IMPORT[package_of(file)]
    if allowed is not EVERYTHING:
        strays = packages_imported(file) - allowed - {package_of(file), "errors"}
        assert not strays, f"{package_of(file)} cannot import {strays}: see MAY_IMPORT in this file"


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_libraries_are_used_in_their_packages_only(file):
    strays = {
        library
        for library in libraries_imported(file)
        if library in HOMES and package_of(file) not in HOMES[library]
    }
    assert not strays, f"{strays} belongs to other packages: see HOMES in this file"


def test_every_package_is_listed():
    unlisted = {package_of(file) for file in FILES} - set(MAY_IMPORT)
    assert not unlisted, f"add {unlisted} to MAY_IMPORT in this file"


def test_every_package_is_described_in_the_guide():
    guide = (PACKAGE / "docs" / "develop.md").read_text(encoding="utf-8")
    described = set(re.findall(r"`feedsvc/(\w+)(?:/|\.py)`", guide))
    missing = set(MAY_IMPORT) - {"__init__"} - described
    assert not missing, f"add {missing} to the table in feedsvc/docs/develop.md"


def test_packages_do_not_import_each_other_in_a_circle():
    packages = {name: allowed for name, allowed in MAY_IMPORT.items() if allowed is not EVERYTHING}
    TopologicalSorter(packages).prepare()  # raises CycleError


def test_modules_do_not_import_each_other_in_a_circle():
    modules = {module_name(file): file for file in FILES}

    def needed(file):
        for name in imported(file):
            module = name if name in modules else name.rpartition(".")[0]
            if module in modules and modules[module] != file:
                yield module

    TopologicalSorter({name: set(needed(file)) for name, file in modules.items()}).prepare()


def test_every_module_is_imported():
    """A module that is not is missing in the registry of its package, such as that of formats."""
    reached = {name for file in FILES for name in imported(file)}
    reached |= {name.rpartition(".")[0] for name in reached}
    reached |= {f"feedsvc.cli.{name}" for name in COMMANDS}  # imported by their names
    reached |= {f"feedsvc.parsers.{story_format.module}" for story_format in FORMATS}
    reached |= {f"{rules.__name__}.{name}" for names in rules.FAMILIES.values() for name in names}
    modules = {module_name(file) for file in FILES if file.stem not in ("__init__", "__main__")}
    unreached = sorted(modules - reached)
    assert not unreached, f"add {unreached} to the registry of its package: docs/develop.md"


def test_errors_imports_nothing():
    assert list(imported(PACKAGE / "errors.py")) == []


def test_every_library_is_declared_and_every_declared_one_is_used():
    project = tomllib.loads((PACKAGE.parent / "pyproject.toml").read_text())["project"]
    modules = {
        "python-slugify": "slugify",
        "py-yaml12": "yaml12",
        "tzdata": None,
    }

    def declared(lines):
        names = (line.split(";")[0].split(">")[0].split("[")[0].strip() for line in lines)
        return {modules.get(name, name.replace("-", "_")) for name in names} - {None}

    extras = project["optional-dependencies"]
    offered = [line for name in extras.keys() - {"test", "dev"} for line in extras[name]]
    newer_python = {"compression"}
    used = set().union(*(libraries_imported(file) for file in FILES)) - newer_python
    installed_with_others = {"werkzeug", "markupsafe"}  # parts of Flask and Jinja
    assert used <= declared(project["dependencies"]) | declared(offered) | installed_with_others
    assert declared(project["dependencies"]) <= used


def test_a_forbidden_import_is_detected(tmp_path, monkeypatch):
    file = tmp_path / "feedsvc" / "parsers" / "x.py"
    file.parent.mkdir(parents=True)
    file.write_text("def f():\n    from ..catalog import Catalog\n    import sqlalchemy.orm\n")
    monkeypatch.setattr(sys.modules[__name__], "PACKAGE", tmp_path / "feedsvc")
    assert packages_imported(file) == {"catalog"}
    assert libraries_imported(file) == {"sqlalchemy"}
