"""Documents joined from parts and frames, compared with what feedgen writes for whole feeds."""

from itertools import pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.samplefeed import BRIDGE, FERRY, feeds, newest_publication, sample_feed

from feedsvc.feeds import (
    FORMATS,
    Podcast,
    count_within,
    needs_of,
    render_parts,
)

FORMS = pytest.mark.parametrize("form", FORMATS.values(), ids=list(FORMATS))


def of(feed, entries):
    """Return the feed of the same traits with other entries."""
    return msgspec.structs.replace(feed, entries=tuple(entries))


@FORMS
@given(feed=feeds())
def test_a_joined_document_equals_the_whole_one(form, feed):
    parts = form.parts(feed)
    assert len(parts) == len(feed.entries)
    joined = form.join(form.frame(feed, needs_of(parts)), [part.body for part in parts])
    assert joined == form.whole(feed)


@FORMS
def test_a_document_of_many_entries_equals_the_whole_one(form):
    entries = (msgspec.structs.replace(FERRY, id=f"urn:x:{number}") for number in range(300))
    feed = sample_feed(*entries)
    assert form.render(feed) == form.whole(feed)


@given(feed=feeds(), data=st.data())
def test_parts_are_the_same_in_every_batch(feed, data):
    places = st.sets(st.integers(0, len(feed.entries)))
    edges = sorted({0, *data.draw(places), len(feed.entries)})
    batches = [feed.entries[i:j] for i, j in pairwise(edges)]
    parts = [part for batch in batches for part in render_parts(of(feed, batch), FORMATS.values())]
    whole = [form.parts(feed) for form in FORMATS.values()]
    assert parts == [dict(zip(FORMATS, each, strict=True)) for each in zip(*whole, strict=True)]


@FORMS
@given(feed=feeds(), other=feeds())
def test_of_a_feed_only_its_traits_and_companions_show_in_parts(form, feed, other):
    podcast = feed.podcast and msgspec.structs.replace(
        other.podcast or Podcast(guid="", author=""),
        explicit=feed.podcast.explicit,
        companions=feed.podcast.companions,
    )
    like = msgspec.structs.replace(
        other,
        entries=feed.entries,
        language=feed.language,
        full=feed.full,
        msn=feed.msn,
        podcast=podcast,
    )
    assert like.traits == feed.traits
    assert form.parts(like) == form.parts(feed)


@FORMS
@given(feed=feeds(), needs=st.sets(st.sampled_from(["georss", "source"])))
def test_nothing_in_a_frame_depends_on_entries(form, feed, needs):
    assert form.frame(feed, needs) == form.frame(of(feed, ()), needs)


def test_a_part_needs_the_optional_namespaces_that_it_uses():
    entry = msgspec.structs.replace(BRIDGE, location=(1.0, 2.0), markdown="*Closed*")
    (parts,) = render_parts(sample_feed(entry), FORMATS.values())
    needs = {name: part.needs for name, part in parts.items()}
    assert needs == {"rss": ("georss", "source"), "atom": ("georss",), "json": ()}
    (short,) = FORMATS["rss"].parts(sample_feed(entry, full=False))
    assert short.needs == ("georss",)


@FORMS
@given(feed=feeds(), limit=st.integers(0, 12_000))
def test_as_many_of_the_first_entries_are_counted_as_fit(form, feed, limit):
    counts = range(1, len(feed.entries) + 1)
    fitting = [count for count in counts if len(form.whole(first(feed, count))) <= limit]
    assert count_that_fits(form, feed, limit) == max(fitting, default=1)


@FORMS
def test_no_more_entries_are_dropped_than_necessary(form):
    stories = (msgspec.structs.replace(BRIDGE, id=f"urn:x:{number}") for number in range(20))
    feed = sample_feed(*stories)
    size = len(form.render(feed))
    assert count_that_fits(form, feed, size) == 20
    assert count_that_fits(form, feed, size - 1) == 19
    assert count_that_fits(form, feed, 10) == 1


def count_that_fits(form, feed, limit):
    parts = form.parts(feed)

    def frame(count):
        return form.frame(first(feed, count), needs_of(parts[:count]))

    return count_within(limit, [part.body for part in parts], form, frame)


def first(feed, count):
    entries = feed.entries[:count]
    published = newest_publication(entries)
    return msgspec.structs.replace(feed, entries=entries, published=published)


def test_an_empty_json_feed_has_an_empty_list():
    assert FORMATS["json"].render(of(sample_feed(), ())).endswith(b'  "items": []\n}\n')


@pytest.mark.parametrize(
    ("changes", "traits"),
    [
        ({}, "en full"),
        ({"language": None}, "full"),
        ({"language": "de", "full": False, "msn": True}, "de summary msn"),
        ({"podcast": Podcast(guid="1", author="A")}, "en full podcast"),
        ({"podcast": Podcast(guid="2", author="B", explicit=True)}, "en full podcast explicit"),
        ({"private": True, "title": "Other", "page": 2}, "en full"),
    ],
)
def test_traits_name_what_shows_in_parts(changes, traits):
    assert sample_feed(**changes).traits == traits


def test_traits_differ_for_a_language_called_like_a_trait():
    assert sample_feed(language="msn").traits != sample_feed(language=None, msn=True).traits
