"""The collection in ../shared: real stories, and what a careful reader finds in each."""

import importlib.util
import json
from pathlib import Path

import pytest

from feedsvc.entry import as_json
from feedsvc.parsers import Source

SHARED = Path(__file__).parents[3] / "shared"
STORIES = SHARED / "corpus" / "stories"

is_here = pytest.mark.skipif(not SHARED.is_dir(), reason="the collection ../shared is not here")


def fields_right(kind, parse, name):
    """Return which share of the fields of a kind of stories is right, and the files miscounted.

    `parse` reads each file under one name for all, so that no name helps.
    """
    check, results, miscounted = _check(), [], []
    for path in sorted((STORIES / kind).glob("*.json")):
        expected = json.loads(path.read_bytes())
        data = path.with_name(expected["file"]).read_bytes()
        found = [as_json(entry) for entry in parse(Source(name=name, data=data)).entries]
        if len(found) != len(expected["stories"]):
            miscounted.append(path.name)
        for number, story in enumerate(expected["stories"]):
            entry = found[number] if number < len(found) else {}
            results.extend(right for *_, right in check.field_checks(story, entry))
    return sum(results) / len(results), miscounted


def _check():
    spec = importlib.util.spec_from_file_location("check", SHARED / "check" / "stories.py")
    check = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(check)
    return check
