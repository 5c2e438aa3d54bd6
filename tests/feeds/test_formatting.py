"""How documents write dates and media types."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from feedsvc.entry import AssumedZone, Entry, Media
from feedsvc.feeds.formatting import non_empty, rfc822
from feedsvc.feeds.media import attachments, enclosure, media_type, medium

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


@pytest.mark.parametrize(
    ("media", "type_", "kind"),
    [
        (Media(url="https://x.org/a.JPG?w=1#top"), "image/jpeg", "image"),
        (Media(url="https://x.org/a.jpg", type="image/webp"), "image/webp", "image"),
        (Media(url="https://x.org/a", type="IMAGE/JPG; q=1"), "image/jpeg", "image"),
        (Media(url="https://x.org/a.mp3", type="sound"), "audio/mpeg", "audio"),
        (Media(url="https://x.org/a.mp4"), "video/mp4", "video"),
        (Media(url="https://x.org/a.pdf"), "application/pdf", "document"),
        (Media(url="https://x.org/a"), None, "image"),
        (Media(url="https://[x.org/a.jpg"), None, "image"),
        (Media(caption="No URL"), None, "image"),
    ],
)
def test_media_types_are_given_corrected_or_derived_from_the_suffix(media, type_, kind):
    assert media_type(media) == type_
    assert medium(media) == kind


def test_the_enclosure_is_audio_or_video_rather_than_an_image():
    image, video, document = (
        Media(url=f"https://x.org/a.{suffix}") for suffix in ("png", "mp4", "pdf")
    )
    nameless = Media(url="https://x.org/a")
    entry = Entry(media=(nameless, document, image, video))
    assert attachments(entry) == [document, image, video]
    assert enclosure(entry) == video
    assert enclosure(Entry(media=(document, image))) == image
    assert enclosure(Entry(media=(document, nameless))) is None


def test_empty_attributes_are_omitted():
    assert non_empty(url="x", width=3, height=0, type=None, title="") == {"url": "x", "width": "3"}
