"""Documents that keep to a size."""

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
def test_a_feed_within_its_limit_stays_as_it_was(form):
    feed = sample_feed()
    assert render_within(feed, form, None) == (feed, form.render(feed))
    assert render_within(feed, form, 1_000_000) == (feed, form.render(feed))


@FORMS
def test_the_oldest_entries_make_room_and_no_more_than_must(form):
    feed, body = render_within(sample_feed(*STORIES), form, 10_000)
    kept = len(feed.entries)
    assert 1 < kept < 20
    assert feed.entries == STORIES[:kept]
    assert body == form.render(feed)
    assert len(body) <= 10_000
    assert len(form.render(sample_feed(*STORIES[: kept + 1]))) > 10_000


@FORMS
def test_one_entry_stays_however_large_it_is(form):
    feed, body = render_within(sample_feed(*STORIES), form, 10)
    assert feed.entries == STORIES[:1]
    assert len(body) > 10


@FORMS
def test_an_empty_feed_is_never_too_large(form):
    feed = msgspec.structs.replace(sample_feed(), entries=())
    assert render_within(feed, form, 10) == (feed, form.render(feed))


def test_the_change_of_an_entry_that_was_dropped_does_not_date_the_feed():
    changed_lately = msgspec.structs.replace(FERRY, updated=MORNING + timedelta(days=1))
    feed = sample_feed(STORIES[0], changed_lately, updated=changed_lately.updated)
    shorter, _ = render_within(feed, FORMATS["rss"], 10)
    assert shorter.updated == STORIES[0].updated
