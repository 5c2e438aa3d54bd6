"""Feeds as publishing systems write them today, with invented content: no fault is made up."""

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
"""What is wrong with some of them, as the W3C validator finds too; the others are correct."""


@pytest.mark.parametrize("name", sorted(path.name for path in FOLDER.iterdir()))
def test_published_feed_has_no_error_but_its_own(name):
    report = validate((FOLDER / name).read_bytes(), location=f"http://example.com/{name}")
    errors = {found.code for found in report.findings if found.severity is Severity.ERROR}
    assert errors == FAULTS.get(name, set())


@pytest.mark.parametrize(
    "name", ["bbc.xml", "eleventy.xml", "github.xml", "hugo.xml", "wpatom.xml"]
)
def test_published_feed_that_is_well_made_passes_in_silence(name):
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
