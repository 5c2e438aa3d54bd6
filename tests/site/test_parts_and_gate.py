"""A batch of entries, validated as one document, has the errors of each entry alone."""

from collections.abc import Sequence

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.samplefeed import BASE, BRIDGE, FERRY, entries, sample_feed

from feedsvc.entry import Category, Entry, Media, Person
from feedsvc.feeds import FORMATS, Feed, FeedFormat, Podcast, podcast_guid
from feedsvc.validator import Severity, validate
from feedsvc.validator.collector import MOST_PER_CODE
from feedsvc.validator.registry import CODES, RULES

FEEDS = {
    "full": sample_feed(),
    "summaries": sample_feed(full=False),
    "without a language": sample_feed(language=None, author=Person(name="Mara")),
    "msn": sample_feed(msn=True),
    "podcast": sample_feed(podcast=Podcast(guid=podcast_guid(BASE), author="Mara")),
}

# Values that parsers or settings may let through, and that no format corrects.
FAULTS: dict[str, dict[str, object]] = {
    "an id without a scheme": {"id": "ferry"},
    "an id with a space": {"id": f"{BASE}/a ferry"},
    "an id with whitespace around it": {"id": " tag:news.example.org,2026:ferry"},
    "an id whose host is wrong": {"id": "https://news..example/1"},
    "a tag URI without a date": {"id": "tag:news.example.org:ferry"},
    "a URN without a namespace": {"id": "urn:ferry"},
    "a UUID that is none": {"id": "urn:uuid:ferry"},
    "a relative link": {"link": "/stories/ferry/"},
    "a link without a host": {"link": "https:///ferry"},
    "a link whose port is no number": {"link": "https://news.example:x/"},
    "a link with brackets": {"link": f"{BASE}/[ferry]"},
    "a link with two fragments": {"link": f"{BASE}/#a#b"},
    "an author's page without a host": {"authors": (Person(name="Mara", uri="https://"),)},
    "an author's page with brackets": {"authors": (Person(name="Mara", uri=f"{BASE}/[m]"),)},
    "an e-mail address with a wrong domain": {
        "authors": (Person(name="Mara", email="mara@news_room.example"),)
    },
    "a scheme of categories without a host": {
        "categories": (Category(term="ferry", scheme="https://"),)
    },
    "a language that is not registered": {"language": "english"},
    "an image without a host": {"media": (Media(url="https://", type="image/png"),)},
    "an image in a URL": {"media": (Media(url="data:image/png;base64,AA==", type="image/png"),)},
    "audio with brackets in its URL": {"media": (Media(url=f"{BASE}/[ferry].mp3"),)},
    "audio of negative length": {"media": (Media(url=f"{BASE}/ferry.mp3", duration=-1),)},
}


def errors(feed: Feed, form: FeedFormat, shown: Sequence[Entry]) -> set[int | None]:
    """Return the items of a feed's document that have errors, None for the feed itself."""
    document = form.render(msgspec.structs.replace(feed, entries=tuple(shown)))
    report = validate(document, location=feed.url(form.file_name))
    return {one.item for one in report.findings if one.severity is Severity.ERROR}


def errors_alone(feed: Feed, form: FeedFormat, shown: Sequence[Entry]) -> set[int | None]:
    found: set[int | None] = set()
    for number, entry in enumerate(shown):
        found |= {number if one == 0 else one for one in errors(feed, form, [entry])}
    return found


def changed(entry: Entry, *faults: str) -> Entry:
    for fault in faults:
        entry = msgspec.structs.replace(entry, **FAULTS[fault])
    return entry


some_faults = st.lists(st.sampled_from([*FAULTS]), max_size=2)
batches = st.lists(
    st.builds(lambda entry, faults: changed(entry, *faults), entries(), some_faults),
    min_size=1,
    max_size=6,
    unique_by=lambda entry: entry.id.strip(),
)


@settings(max_examples=40)
@given(batches, st.sampled_from([*FEEDS]))
def test_a_batch_has_errors_in_the_entries_that_have_errors_alone(batch, kind):
    for form in FORMATS.values():
        assert errors(FEEDS[kind], form, batch) == errors_alone(FEEDS[kind], form, batch)


@pytest.mark.parametrize("fault", FAULTS)
def test_only_the_entry_with_a_fault_has_errors(fault):
    batch = (FERRY, changed(msgspec.structs.replace(BRIDGE, id="urn:isbn:1"), fault), BRIDGE)
    found = [errors(FEEDS["full"], form, batch) for form in FORMATS.values()]
    assert set().union(*found) == {1}


@pytest.mark.parametrize("fault", ["a relative link", "an id without a scheme"])
def test_a_batch_has_errors_however_many_entries_have_the_same(fault):
    # of one code, only so many findings are stored: the other entries are not named
    bad = changed(BRIDGE, fault)
    batch = [
        msgspec.structs.replace(bad, id=f"{bad.id}-{number}")
        for number in range(MOST_PER_CODE + 20)
    ]
    for form in FORMATS.values():
        expected = errors_alone(FEEDS["full"], form, batch[:1]) and set(range(MOST_PER_CODE))
        assert errors(FEEDS["full"], form, batch) == expected


def test_no_error_depends_on_other_entries():
    # a trait of a document can exempt all of it, and one finding can be about several entries
    assert not [
        rule.name
        for rule in RULES
        if CODES[rule.code].severity is Severity.ERROR and (rule.once or rule.unless)
    ]
