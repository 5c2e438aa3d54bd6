"""Date lines in many forms and languages, and lines that are not date lines."""

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.parsers.dates import read_date_line


def stamps(text, **options):
    line = read_date_line(text, **options)
    assert line is not None
    return [(stamp.field, stamp.time.isoformat(), stamp.precision) for stamp in line.stamps]


@pytest.mark.parametrize(
    ("text", "field", "time", "precision"),
    [
        ("Updated 3 March 2026", "updated", "2026-03-03T00:00:00", "day"),
        ("3 March 2026", "published", "2026-03-03T00:00:00", "day"),
        ("March 3rd, 2026 at 9:45 pm", "published", "2026-03-03T21:45:00", "minute"),
        ("Mar. 3, 2026 12:05 a.m.", "published", "2026-03-03T00:05:00", "minute"),
        ("7 p.m. ET, Nov. 3, 2026", "published", "2026-11-03T19:00:00-05:00", "minute"),
        ("Tue 3 Mar 2026 18.54 GMT", "published", "2026-03-03T18:54:00+00:00", "minute"),
        ("Updated 5:27 am CST, March 3, 2026", "updated", "2026-03-03T05:27:00", "minute"),
        ("3 March 2026 10:15 UTC+2", "published", "2026-03-03T10:15:00+02:00", "minute"),
        ("3 March 2026 10:15:09 -0500", "published", "2026-03-03T10:15:09-05:00", "second"),
        ("2026-03-03T10:15:09+01:00", "published", "2026-03-03T10:15:09+01:00", "second"),
        ("2026-03-03T10:15:09Z", "published", "2026-03-03T10:15:09+00:00", "second"),
        ("3/25/26 6:38 AM", "published", "2026-03-25T06:38:00", "minute"),
        ("25/3/98", "published", "1998-03-25T00:00:00", "day"),
        ("03.04.2026", "published", "2026-04-03T00:00:00", "day"),
        ("Mis à jour le 3 mars 2026 à 18h54", "updated", "2026-03-03T18:54:00", "minute"),
        ("1er août 2026", "published", "2026-08-01T00:00:00", "day"),
        ("Actualizado 5 ago 2026 10:00", "updated", "2026-08-05T10:00:00", "minute"),
        ("martes, 3 de marzo de 2026 · 23:57", "published", "2026-03-03T23:57:00", "minute"),
        ("Stand: 03.03.2026, 18.30 Uhr", "updated", "2026-03-03T18:30:00", "minute"),
        ("Aktualisiert am 03.03.2026 - 17:45 Uhr", "updated", "2026-03-03T17:45:00", "minute"),
        ("Publié le 04/03/2026 à 18h30", "published", "2026-03-04T18:30:00", "minute"),
        ("3. marts 2026 kl. 18.30", "published", "2026-03-03T18:30:00", "minute"),
        ("Oppdatert 3. desember 2026 kl. 18:30", "updated", "2026-12-03T18:30:00", "minute"),
        ("Uppdaterad 3 augusti 2026", "updated", "2026-08-03T00:00:00", "day"),
        ("Julkaistu 3. maaliskuuta 2026 klo 18.30", "published", "2026-03-03T18:30:00", "minute"),
        ("3 marca 2026, godz. 18:30", "published", "2026-03-03T18:30:00", "minute"),
        ("3. března 2026 18:30", "published", "2026-03-03T18:30:00", "minute"),
        ("Güncelleme: 3 Mart 2026 - 18:30", "updated", "2026-03-03T18:30:00", "minute"),
        ("3 березня 2026, 18:30", "published", "2026-03-03T18:30:00", "minute"),
        ("2026年3月3日星期二", "published", "2026-03-03T00:00:00", "day"),
        ("Release date: March 3, 2026", "published", "2026-03-03T00:00:00", "day"),
        ("5 maart 2026 om 10:15", "published", "2026-03-05T10:15:00", "minute"),
        ("20 ноября 2026 в 15:30", "published", "2026-11-20T15:30:00", "minute"),
        ("٢٠ نوفمبر ٢٠٢٦", "published", "2026-11-20T00:00:00", "day"),
        ("2026年3月3日(火) 午後3:30", "published", "2026-03-03T15:30:00", "minute"),
        ("2026年3月3日 15時30分 更新", "updated", "2026-03-03T15:30:00", "minute"),
        ("2026년 3월 3일", "published", "2026-03-03T00:00:00", "day"),
        ("입력 2026.03.03 오후 3:15", "published", "2026-03-03T15:15:00", "minute"),
    ],
)
def test_dates_are_recognized_in_many_forms(text, field, time, precision):
    assert stamps(text) == [(field, time, precision)]


@pytest.mark.parametrize(
    "text",
    [
        "3 March 2026 10:15 Updated 4 March 2026 11:00",
        "Published Tue, Mar 3 202610:15Updated Mar 4 2026, 11:00",
        "입력 2026.03.03 오전 10:15 수정 2026.03.04 오전 11:00",
    ],
)
def test_a_line_can_have_both_dates(text):
    assert stamps(text) == [
        ("published", "2026-03-03T10:15:00", "minute"),
        ("updated", "2026-03-04T11:00:00", "minute"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Updated 8 sec ago",
        "Updated 1 min 13 sec ago",
        "hace 5 minutos",
        "il y a 2 heures",
        "vor 3 Stunden",
        "today 14:05",
        "November 20",
        "15:23 2026",
        "Updated: 14:05",
        "31 February 2026",
        "3 March 2026 25:15",
        "03/04/2026",
        "12/11/10 10:00",
        "2026-03-04999999999999999999999",
        "3 March 0001",
    ],
)
def test_a_relative_incomplete_or_ambiguous_date_is_unknown(text):
    line = read_date_line(text)
    assert line is not None
    assert (line.stamps, line.unknown) == ((), True)


@pytest.mark.parametrize(("first", "day"), [(True, "2026-03-04"), (False, "2026-04-03")])
def test_month_first_decides_ambiguous_dates_with_slashes(first, day):
    assert stamps("03/04/2026", month_first=first)[0][1].startswith(day)
    assert stamps("03.04.2026", month_first=first)[0][1].startswith("2026-04-03")
    assert stamps("2026/03/04", month_first=first)[0][1].startswith("2026-03-04")


def test_zones_resolve_ambiguous_abbreviations():
    text = "3 March 2026 10:15 IST"
    assert stamps(text) == [("published", "2026-03-03T10:15:00", "minute")]
    zones = {"ist": ZoneInfo("Asia/Kolkata")}
    assert stamps(text, zones=zones) == [("published", "2026-03-03T10:15:00+05:30", "minute")]


@pytest.mark.parametrize(
    "text",
    [
        *("", "0", "2026", "May", "12 rooms restored", "1 of 4", "2-1 (1-0)", "Q3 2026", "Sunday"),
        *("²", "3 March 2026 was a quiet day at the harbour.", "9" * 119, "3 " * 70),
    ],
)
def test_other_lines_are_not_dates(text):
    assert read_date_line(text) is None


@given(st.text(alphabet="0123456789:.-/+ apmGTZ年月日時MarchUpdated", max_size=60))
def test_any_text_is_accepted(text):
    read_date_line(text)


def test_a_clear_date_on_the_line_decides_the_order_of_the_others():
    assert stamps("Posted 04/03/2026 09:00, updated 13/03/2026") == [
        ("published", "2026-03-04T09:00:00", "minute"),
        ("updated", "2026-03-13T00:00:00", "day"),
    ]
