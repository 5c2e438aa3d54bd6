"""Drafts: values, dates, embargoes and the trace of an entry under construction."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from feedsvc.entry import HOLD, AssumedZone, Person, as_json
from feedsvc.parsers.draft import Draft
from feedsvc.parsers.source import OMITTED, Options


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("20131020T192700+1100", "second"),
        ("20131020T192700+11:00", "second"),
        ("2013-10-20T19:27:00+1100", "second"),
        ("2013-10-20 19:27:00.999+11", "second"),
        (" 2013-10-20T19:27+11:00\n ", "minute"),
    ],
)
def test_dates_are_read_in_many_forms(text, precision):
    draft = Draft(Options())
    draft.fill_datetime("published", text, 1, "x")
    entry = draft.entry()
    assert entry.published == datetime(2013, 10, 20, 8, 27, tzinfo=UTC)
    assert entry.published.utcoffset() == timedelta(hours=11)
    assert entry.date_precision == precision


@pytest.mark.parametrize("order", [1, -1])
def test_the_later_of_two_embargoes_counts(order):
    draft = Draft(Options())
    for text in ["2026-03-12T00:00:00Z", "2026-03-13T00:00:00Z"][::order]:
        draft.set_embargo(text, 1, "x")
    assert draft.entry().embargo == datetime(2026, 3, 13, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("20131020T192751", "2013-10-20T19:27:51"),
        ("20131020", "2013-10-20"),
        ("2013-10-20T19:27:51Z", "2013-10-20T19:27:51+00:00"),
    ],
)
def test_a_time_without_a_zone_is_in_the_zone_of_the_site(text, shown):
    zone = AssumedZone(timezone(timedelta(hours=2)))
    draft = Draft(Options(zone=zone))
    draft.fill_datetime("updated", text, 1, "x")
    assert as_json(draft.entry())["updated"] == shown


@pytest.mark.parametrize("text", ["soon", "2013-13-45", "99991231T235959-1400", "2013"])
def test_an_unreadable_date_is_ignored_with_a_note(text):
    draft = Draft(Options())
    draft.fill_datetime("expires", text, 3, "date.expire")
    assert draft.entry().expires is None
    assert [note.line for note in draft.notes] == [3]


def test_the_first_value_of_a_field_counts():
    draft = Draft(Options())
    for text in ("", "First", "Second"):
        draft.fill_text("title", text, 1, "x")
    assert draft.entry().title == "First"
    assert [line.text for line in draft.trace] == ["First"]


def test_extend_adds_each_value_once():
    ann, ben = Person(name="Ann"), Person(name="Ben")
    draft = Draft(Options())
    draft.fill("authors", (ann,), 1, "x")
    draft.extend("authors", (ben, ann, ben), 2, "x")
    draft.extend("authors", (ann,), 3, "x")
    assert draft.entry().authors == (ann, ben)
    assert [(line.line, line.text) for line in draft.trace] == [(1, "Ann"), (2, "Ben")]


def test_a_value_without_a_line_is_not_in_the_trace():
    draft = Draft(Options())
    draft.fill("title", "Ferry stays")
    draft.extend("highlights", ["Three mayors agree"])
    draft.hold_until(HOLD)
    assert draft.trace == []
    assert draft.entry().embargo == HOLD


def test_notes_to_editors_are_omitted_and_an_embargo_in_them_holds():
    draft = Draft(Options())
    draft.omit_editors_note("Embargoed until the mayors have met", 4, "edNote")
    assert draft.entry().embargo == HOLD
    assert [(line.line, line.role) for line in draft.trace] == [(4, OMITTED), (4, "embargo")]
    assert [note.line for note in draft.notes] == [4]
