"""Compiled templates are stored where Python stores its own bytecode."""

import os
import subprocess
import sys

RENDER = """
from feedsvc.feeds import FORMATS
from feedsvc.feeds.pages.rendering import Publication
from feedsvc.feeds.pages.site_pages import not_found_page
publication = Publication(
    title="T", description="D", base_url="https://x.example", formats=tuple(FORMATS.values())
)
print(not_found_page(publication).decode())
"""


def rendered(tmp_path, **environment):
    """Return a page rendered by another process, whose bytecode goes to a folder of its own."""
    names = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    names |= {"PYTHONPYCACHEPREFIX": str(tmp_path), **environment}
    command = [sys.executable, "-c", RENDER]
    return subprocess.run(command, env=names, capture_output=True, text=True, check=True).stdout


def cached(tmp_path):
    return sorted(file.name for file in tmp_path.rglob("__jinja2_*"))


def test_templates_are_compiled_once_for_all_processes(tmp_path):
    first = rendered(tmp_path)
    files = cached(tmp_path)
    assert "<!doctype html>" in first
    assert files
    assert rendered(tmp_path) == first
    assert cached(tmp_path) == files


def test_a_broken_cache_is_replaced(tmp_path):
    first = rendered(tmp_path)
    for file in tmp_path.rglob("__jinja2_*"):
        file.write_bytes(b"not bytecode")
    assert rendered(tmp_path) == first


def test_nothing_is_stored_where_python_stores_nothing(tmp_path):
    assert "<!doctype html>" in rendered(tmp_path, PYTHONDONTWRITEBYTECODE="1")
    assert cached(tmp_path) == []
