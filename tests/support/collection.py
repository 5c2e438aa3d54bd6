"""The collection in `../shared`: real stories, and what a careful reader finds in each.

Mark a test that needs it with `@pytest.mark.shared`.
"""

import importlib.util
import json
from pathlib import Path

from feedsvc.entry import as_json
from feedsvc.parsers import Source

SHARED = Path(__file__).parents[3] / "shared"
STORIES = SHARED / "corpus" / "stories"


def score_fields(kind, parse, name):
    """Return the share of correct fields, and the files with a wrong number of stories.

    `kind` is a folder of the collection. `parse` gets the same name for every file, so that no
    name helps it.
    """
    check, results, miscounted = _check(), [], []
    for path in sorted((STORIES / kind).glob("*.json")):
        expected = json.loads(path.read_bytes())
        data = path.with_name(expected["file"]).read_bytes()
        entries = [as_json(entry) for entry in parse(Source(name=name, data=data)).entries]
        if len(entries) != len(expected["stories"]):
            miscounted.append(path.name)
        for number, story in enumerate(expected["stories"]):
            entry = entries[number] if number < len(entries) else {}
            results.extend(right for *_, right in check.field_checks(story, entry))
    return sum(results) / len(results), miscounted


def _check():
    spec = importlib.util.spec_from_file_location("check", SHARED / "check" / "stories.py")
    check = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(check)
    return check
