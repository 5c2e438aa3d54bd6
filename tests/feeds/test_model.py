"""Feeds cut to a maximum document size."""

from datetime import timedelta

import msgspec
import pytest
from support.samplefeed import BRIDGE, FERRY, MORNING, sample_feed

from feedsvc.feeds import FORMATS, render_within

STORIES = tuple(
    msgspec.structs.replace(
        BRIDGE,
        id=f"urn:x:{number}",
        title=f"Day {number}",
        updated=MORNING - timedelta(days=number),
        content=f"<p>{'The ferry sails. ' * 20}</p>",
    )
    for number in range(20)
)
FORMS = pytest.mark.parametrize("form", FORMATS.values(), ids=list(FORMATS))


@FORMS
def test_a_feed_within_its_limit_is_unchanged(form):
    feed = sample_feed()
    assert render_within(feed, form, None) == (feed, form.render(feed))
    assert render_within(feed, form, 1_000_000) == (feed, form.render(feed))


@FORMS
def test_only_as_many_of_the_oldest_entries_as_necessary_are_dropped(form):
    feed, body = render_within(sample_feed(*STORIES), form, 10_000)
    count = len(feed.entries)
    assert 1 < count < 20
    assert feed.entries == STORIES[:count]
    assert body == form.render(feed)
    assert len(body) <= 10_000
    assert len(form.render(sample_feed(*STORIES[: count + 1]))) > 10_000


@FORMS
def test_one_entry_remains_whatever_its_size(form):
    feed, body = render_within(sample_feed(*STORIES), form, 10)
    assert feed.entries == STORIES[:1]
    assert len(body) > 10


@FORMS
def test_an_empty_feed_is_unchanged(form):
    feed = msgspec.structs.replace(sample_feed(), entries=())
    assert render_within(feed, form, 10) == (feed, form.render(feed))


def test_the_feeds_date_ignores_dropped_entries():
    changed_lately = msgspec.structs.replace(FERRY, updated=MORNING + timedelta(days=1))
    feed = sample_feed(STORIES[0], changed_lately, updated=changed_lately.updated)
    shorter, _ = render_within(feed, FORMATS["rss"], 10)
    assert shorter.updated == STORIES[0].updated
