"""The registry of feed formats, and what every format must provide."""

import pytest
from support.samplefeed import sample_feed

from feedsvc.feeds import FORMATS
from feedsvc.feeds.model import FEED_TYPES
from feedsvc.validator import validate

each_format = pytest.mark.parametrize("feed_format", FORMATS.values(), ids=FORMATS)


@each_format
def test_its_documents_are_validated_before_publication(feed_format):
    media_type = feed_format.media_type.partition(";")[0]
    assert media_type in FEED_TYPES, f"add {media_type} to FEED_TYPES in feedsvc/feeds/model.py"


@each_format
def test_the_validator_knows_it_and_finds_no_errors(feed_format):
    report = validate(feed_format.render(sample_feed()))
    assert report.format != "unknown", "add it to feedsvc/validator/formats.py, with rules"
    assert report.valid, report.findings


def test_file_names_are_unique():
    assert len({each.file_name for each in FORMATS.values()}) == len(FORMATS)
