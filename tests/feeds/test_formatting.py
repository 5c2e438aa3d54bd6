"""How documents write dates and attributes."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from feedsvc.entry import AssumedZone
from feedsvc.feeds.formatting import non_empty, rfc822

EAST = timezone(timedelta(hours=1))
EVENING = datetime(2026, 3, 1, 22, 5, 7, 999_999, tzinfo=timezone(timedelta(hours=-3)))


@pytest.mark.parametrize(
    ("at", "text"),
    [
        (EVENING, "Mon, 02 Mar 2026 01:05:07 +0000"),
        (datetime(1999, 12, 31, tzinfo=UTC), "Fri, 31 Dec 1999 00:00:00 +0000"),
        (datetime(1, 1, 1, tzinfo=EAST), "Mon, 01 Jan 0001 00:00:00 +0000"),
        (datetime(2024, 2, 29, 12, tzinfo=AssumedZone()), "Thu, 29 Feb 2024 12:00:00 +0000"),
    ],
)
def test_rss_dates_have_four_digit_years_and_are_in_utc(at, text):
    assert rfc822(at) == text


def test_empty_attributes_are_omitted():
    assert non_empty(url="x", width=3, height=0, type=None, title="") == {"url": "x", "width": "3"}
