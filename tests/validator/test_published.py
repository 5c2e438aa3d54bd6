"""Feeds as publishing systems write them today, with invented content: no false positives."""

from pathlib import Path

import pytest

from feedsvc.validator import Severity, validate

FOLDER = Path(__file__).parents[1] / "data" / "published"
FAULTS = {
    "flickr.xml": {"undefined-element"},  # dc:date.Taken
    "gitlab.xml": {"undefined-element"},  # username
    "reddit.xml": {"invalid-full-link"},  # ids such as t3_1abc
    "soundcloud.xml": {"invalid-true-false"},  # itunes:explicit no
    "squarespace.xml": {"media-rss-namespace"},
    "youtube.xml": {"missing-element", "undefined-element", "media-group-without-alternatives"},
}
"""The faults of some of them, which the W3C validator also reports; the others are correct."""


@pytest.mark.parametrize("name", sorted(path.name for path in FOLDER.iterdir()))
def test_only_the_actual_errors_of_a_published_feed_are_reported(name):
    report = validate((FOLDER / name).read_bytes(), location=f"http://example.com/{name}")
    errors = {found.code for found in report.findings if found.severity is Severity.ERROR}
    assert errors == FAULTS.get(name, set())


@pytest.mark.parametrize(
    "name", ["bbc.xml", "eleventy.xml", "github.xml", "hugo.xml", "wpatom.xml"]
)
def test_a_correct_published_feed_has_no_findings(name):
    report = validate((FOLDER / name).read_bytes(), location=f"http://example.com/{name}")
    assert report.findings == ()


def test_namespaces_of_publishers_are_known():
    unknown = [
        (path.name, found.message)
        for path in FOLDER.iterdir()
        for found in validate(path.read_bytes()).findings
        if found.code == "unknown-namespace"
    ]
    assert unknown == []
