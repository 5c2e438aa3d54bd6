"""Dates: `published` is fixed, `updated` follows the content, and embargo and expiry hold."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import create_engine, select
from support.catalogfolder import NOON, SERVERS, fresh_folder, story

from feedsvc.catalog import Selection
from feedsvc.catalog.schema import entries, from_micros
from feedsvc.entry import HOLD, AssumedZone, Category, Entry, Media, Person

HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)
MICROSECOND = timedelta(microseconds=1)
AMSTERDAM = ZoneInfo("Europe/Amsterdam")  # in 1900 the offset was 19 minutes and 32 seconds


@pytest.fixture(params=SERVERS)
def folder(request, tmp_path):
    with fresh_folder(request.param, tmp_path) as fresh:
        yield fresh


@pytest.mark.parametrize(
    ("published", "updated", "mtime", "expected"),
    [
        (NOON - 9 * HOUR, None, NOON - HOUR, (NOON - 9 * HOUR, NOON - 9 * HOUR)),
        (NOON - 9 * HOUR, NOON - HOUR, NOON, (NOON - 9 * HOUR, NOON - HOUR)),
        (NOON - HOUR, NOON - 9 * HOUR, NOON, (NOON - HOUR, NOON - HOUR)),
        (None, None, NOON - HOUR, (NOON - HOUR, NOON - HOUR)),
        (None, NOON - 9 * HOUR, NOON - HOUR, (NOON - 9 * HOUR, NOON - 9 * HOUR)),
        (None, NOON - HOUR, NOON - 9 * HOUR, (NOON - 9 * HOUR, NOON - HOUR)),
        (None, None, NOON + HOUR, (NOON, NOON)),
        (NOON - HOUR, NOON + HOUR, NOON, (NOON - HOUR, NOON - HOUR)),
        (datetime(1969, 7, 20, tzinfo=UTC), None, NOON, (datetime(1969, 7, 20, tzinfo=UTC),) * 2),
    ],
)
def test_dates_of_a_new_story(folder, published, updated, mtime, expected):
    folder.write("a.txt", story(published=published, updated=updated), mtime=mtime)
    folder.sync()
    [entry] = folder.entries()
    assert (entry.published, entry.updated) == expected


def test_a_first_seen_date_never_changes(folder):
    folder.write("a.txt", story(), mtime=NOON - HOUR)
    folder.sync()
    folder.write("a.txt", story(body="Edited."), mtime=NOON + 2 * HOUR)
    folder.sync(3 * HOUR)
    [entry] = folder.entries()
    assert (entry.published, entry.updated) == (NOON - HOUR, NOON + 2 * HOUR)


@pytest.mark.parametrize("moved", [-HOUR, 2 * HOUR])
def test_a_date_in_the_text_is_used(folder, moved):
    folder.write("a.txt", story(published=NOON - 5 * HOUR))
    folder.sync()
    folder.write("a.txt", story(published=NOON - 5 * HOUR + moved))
    folder.sync(HOUR)
    [entry] = folder.entries()
    assert entry.published == NOON - 5 * HOUR + moved
    assert entry.updated == max(NOON - 5 * HOUR, entry.published)


def test_a_story_moved_up_has_no_update_in_the_future(folder):
    folder.write("a.txt", story(published=NOON + 9 * HOUR))
    folder.sync()
    folder.write("a.txt", story(published=NOON))
    folder.sync(HOUR)
    assert folder.entries()[0].updated == NOON + HOUR
    folder.write("a.txt", story(published=NOON, body="Edited."))
    folder.sync(HOUR)
    assert folder.entries()[0].updated == NOON + 2 * HOUR


def test_a_kill_notice_does_not_change_the_date(folder):
    folder.write("a.xml", story(published=NOON - HOUR, id="urn:a"))
    folder.sync()
    folder.write("a.xml", Entry(title="Kill", id="urn:a", published=NOON, status="canceled"))
    folder.sync(HOUR)
    assert folder.entries() == []
    folder.write("a.xml", story(id="urn:a"))
    folder.sync(HOUR)
    assert folder.entries()[0].published == NOON - HOUR


def test_a_new_file_time_alone_changes_nothing(folder):
    folder.write("a.txt", story())
    folder.sync()
    before = folder.entries(), folder.catalog.generation()
    folder.write("a.txt", story(), mtime=NOON + HOUR)
    folder.sync(2 * HOUR)
    assert (folder.entries(), folder.catalog.generation()) == before
    assert folder.catalog.files()["a.txt"] == folder.files["a.txt"].state


@pytest.mark.parametrize(
    ("mtime", "expected"),
    [
        (NOON + HOUR, NOON + HOUR),
        (NOON - HOUR, NOON + 3 * HOUR),
        (NOON, NOON + 3 * HOUR),
        (NOON + 9 * HOUR, NOON + 3 * HOUR),
    ],
)
def test_a_change_has_the_file_time_if_that_is_plausible(folder, mtime, expected):
    folder.write("a.txt", story(published=NOON))
    folder.sync()
    folder.write("a.txt", story(body="Edited.", published=NOON), mtime=mtime)
    folder.sync(3 * HOUR)
    assert folder.entries()[0].updated == expected


@pytest.mark.parametrize(
    ("stated", "edited", "expected"),
    [
        (NOON + HOUR, True, NOON + HOUR),  # new in the text, with a change of content
        (NOON - HOUR, True, NOON + 2 * HOUR),  # not new: the file's time counts
        (NOON + HOUR, False, NOON - HOUR),  # nothing changed
        (NOON - 2 * HOUR, False, NOON - 2 * HOUR),  # corrected to an earlier time
        (NOON - 9 * HOUR, False, NOON - 3 * HOUR),  # but not before publication
        (NOON + 9 * HOUR, True, NOON + 2 * HOUR),  # a time in the future is ignored
    ],
)
def test_an_update_time_in_the_text_counts_when_it_is_new(folder, stated, edited, expected):
    def text(updated, body):
        return story(body=body, published=NOON - 3 * HOUR, updated=updated)

    folder.write("a.txt", text(NOON - HOUR, "As it was."))
    folder.sync()
    body = "Edited." if edited else "As it was."
    folder.write("a.txt", text(stated, body), mtime=NOON + 2 * HOUR)
    folder.sync(3 * HOUR)
    assert folder.entries()[0].updated == expected
    folder.write("b.txt", story("Another"))
    folder.move("a.txt", "moved.txt")
    folder.sync(HOUR)
    assert folder.entry("Ferry runs again").updated == expected


@pytest.mark.parametrize(
    ("change", "seen"),
    [
        ({"title": "Else"}, True),
        ({"subtitle": "Else"}, True),
        ({"summary": "Else"}, True),
        ({"highlights": ("Else",)}, True),
        ({"media": (Media(url="a.jpg", alt="Else"),)}, True),
        ({"content": "<p>Else</p>"}, True),
        ({"authors": (Person(name="Ada Hale"),)}, True),
        ({"media": (Media(caption="A boat"),)}, True),
        ({"categories": (Category(term="boats"),)}, True),
        ({"correction": "It was two boats."}, True),
        ({"link": "https://example.org/ferry"}, True),
        ({"section": "Else"}, True),
        ({"status": "usable", "version": "2"}, False),
        ({"date_precision": "day"}, False),
        ({"expires": NOON + 99 * HOUR}, False),
        ({"embargo": NOON}, False),
    ],
)
def test_only_visible_changes_change_updated(folder, change, seen):
    fields = {"title": "Ferry", "content": "<p>It runs.</p>", "id": "urn:a", "published": NOON}
    folder.write("a.txt", Entry(**fields))
    folder.sync()
    folder.write("a.txt", Entry(**(fields | change)))
    outcome = folder.sync(HOUR)
    assert folder.entries()[0].updated == NOON + HOUR * seen
    assert outcome.changed == 1


def test_a_slug_set_later_changes_nothing(folder):
    folder.write("a.txt", story())
    folder.sync()
    before = folder.entries()
    folder.write("a.txt", story(slug="else"))
    assert folder.sync(HOUR).changed == 0
    assert folder.entries() == before


def test_a_move_to_another_section_does_not_change_the_content(folder):
    folder.write("world/a.txt", story())
    folder.sync()
    folder.move("world/a.txt", "sport/a.txt")
    outcome = folder.sync(HOUR)
    [entry] = folder.entries()
    assert (entry.section, entry.updated) == ("Sport", NOON)
    assert (outcome.moved, outcome.changed, outcome.generation) == (1, 1, 2)


def test_times_keep_the_offset_in_the_text(folder):
    zone = AssumedZone(ZoneInfo("Asia/Tokyo"))
    folder.write("a.txt", story(published=datetime(2026, 11, 24, tzinfo=zone)))
    folder.write("b.txt", story("Old", published=datetime(1900, 1, 1, tzinfo=AMSTERDAM)))
    folder.sync()
    today, long_ago = folder.entries()
    assert today.published.isoformat() == "2026-11-24T00:00:00+09:00"
    assert long_ago.published == datetime(1900, 1, 1, tzinfo=AMSTERDAM)


@pytest.mark.parametrize(
    "zone",
    ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu", "America/New_York"],
)
@pytest.mark.parametrize("hour", [0, 12, 23])
def test_a_story_dated_today_is_public_in_every_zone(folder, zone, hour):
    place = ZoneInfo(zone)
    folder.now = datetime(2026, 11, 24, hour, 0, 1, tzinfo=place)
    day = datetime(2026, 11, 24, tzinfo=AssumedZone(place))
    folder.write("today.txt", story("Today", published=day, date_precision="day"))
    folder.write(
        "tomorrow.txt",
        story("Tomorrow", published=day + timedelta(days=1), date_precision="day"),
    )
    folder.sync()
    assert [entry.title for entry in folder.entries()] == ["Today"]
    midnight = datetime(2026, 11, 25, tzinfo=place)
    assert folder.catalog.next_change(folder.now) == midnight
    assert [entry.title for entry in folder.entries(midnight)] == ["Tomorrow", "Today"]
    assert folder.entries(midnight)[0].published.date() == midnight.date()


def test_a_day_without_midnight_opens_when_it_begins(folder):
    # Clocks in Cairo were set from 0:00 to 1:00 on 26 April 2024 (22:00 UTC on the day before).
    day = datetime(2024, 4, 26, tzinfo=AssumedZone(ZoneInfo("Africa/Cairo")))
    folder.write("a.txt", story(published=day, date_precision="day"))
    folder.sync()
    opens = datetime(2024, 4, 25, 22, tzinfo=UTC)
    assert (folder.entries(opens - MICROSECOND), len(folder.entries(opens))) == ([], 1)


@pytest.mark.parametrize(
    ("fields", "opens", "closes"),
    [
        ({"published": NOON + HOUR}, NOON + HOUR, None),
        ({"published": NOON - HOUR, "embargo": NOON + HOUR}, NOON + HOUR, None),
        ({"published": NOON + HOUR, "embargo": NOON - HOUR}, NOON + HOUR, None),
        ({"published": NOON, "expires": NOON + HOUR}, NOON, NOON + HOUR),
        ({"published": NOON, "embargo": HOLD}, None, None),
        ({"published": NOON, "status": "withheld"}, None, None),
        ({"published": NOON, "status": "canceled"}, None, None),
        ({"published": NOON + HOUR, "expires": NOON}, None, None),
        ({"published": NOON + HOUR, "expires": NOON + HOUR}, None, None),
        (
            {"published": NOON, "embargo": datetime(2026, 11, 25, tzinfo=timezone(13 * HOUR))},
            NOON,
            None,
        ),
    ],
)
def test_an_entry_is_public_from_its_opening_until_its_expiry(folder, fields, opens, closes):
    folder.write("news/a.txt", story(authors=(Person(name="Ada"),), **fields))
    folder.sync()
    edges = [opens or NOON, closes or NOON + 100 * HOUR, HOLD]
    for at in [edge + step for edge in edges for step in (-MICROSECOND, 0 * HOUR)]:
        expected = opens is not None and opens <= at and (closes is None or at < closes)
        catalog = folder.catalog
        assert [
            bool(folder.entries(at)),
            bool(folder.entries(at, section="News")),
            bool(catalog.story("a", at)),
            bool(catalog.slugs(at)),
            bool(catalog.terms(at)),
            bool(catalog.places(Selection(), at)),
        ] == [expected] * 6, at


@pytest.mark.parametrize(
    "zone", [ZoneInfo("Europe/Berlin"), AssumedZone(ZoneInfo("Europe/Berlin"))]
)
def test_in_a_repeated_hour_a_story_opens_late_and_expires_early(folder, zone):
    wall = datetime(2026, 10, 25, 2, 30, tzinfo=zone)
    first, second = (datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1))
    folder.write("held.txt", story("Held", published=first - 9 * HOUR, embargo=wall))
    folder.write("ending.txt", story("Ending", published=first - 9 * HOUR, expires=wall))
    folder.sync()
    public = {
        at: {entry.title for entry in folder.entries(at)}
        for edge in (first, second)
        for at in (edge - MICROSECOND, edge)
    }
    assert list(public.values()) == [{"Ending"}, set(), set(), {"Held"}]


def test_the_next_change_is_the_next_opening_or_expiry(folder):
    folder.write("a.txt", story("A", published=NOON, expires=NOON + 3 * HOUR))
    folder.write("b.txt", story("B", published=NOON + 2 * HOUR))
    folder.write("c.txt", story("C", published=NOON, embargo=HOLD))
    folder.write("d.txt", story("D", published=NOON + HOUR, status="withheld"))
    folder.sync()
    times = []
    at = NOON - SECOND
    while (at := folder.catalog.next_change(at)) is not None:
        times.append(at)
    assert times == [NOON, NOON + 2 * HOUR, NOON + 3 * HOUR]


def test_the_time_of_a_withdrawal_is_stored(folder):
    folder.write("a.txt", story("A"))
    folder.write("b.txt", story("B"))
    folder.write("c.txt", story("C", published=NOON + 9 * HOUR))
    folder.write("d.txt", story("D", embargo=HOLD))
    folder.sync()
    for name in "acd":
        folder.remove(f"{name}.txt")
    folder.write("b.txt", story("B", status="canceled"))
    folder.sync(HOUR)
    folder.sync(HOUR)
    assert remembered(folder) == {
        "a": (NOON, NOON + HOUR),
        "b": (NOON, NOON + HOUR),
        "c": (None, NOON + HOUR),
        "d": (None, NOON + HOUR),
    }
    folder.write("a.txt", story("A"))
    folder.sync(HOUR)
    assert remembered(folder)["a"] == (NOON, None)


def test_the_time_of_first_publication_is_fixed_once_it_has_come(folder):
    folder.write("old.txt", story("Old", published=NOON - 9 * HOUR))
    folder.write("soon.txt", story("Soon", published=NOON + HOUR))
    folder.sync()
    folder.write("soon.txt", story("Soon", published=NOON + 2 * HOUR))
    folder.sync()
    folder.write("old.txt", story("Old", published=NOON - 8 * HOUR))
    folder.sync(HOUR)
    assert remembered(folder) == {"old": (NOON, None), "soon": (NOON + 2 * HOUR, None)}


def remembered(folder):
    """Return the columns for archives and tombstones, by slug."""
    columns = entries.c.slug, entries.c.first_public, entries.c.gone
    engine = create_engine(folder.url)
    with engine.connect() as connection:
        rows = connection.execute(select(*columns)).all()
    engine.dispose()
    return {
        slug: tuple(None if value is None else from_micros(value) for value in values)
        for slug, *values in rows
    }
