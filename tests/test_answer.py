"""What is answered to a request for a document, header by header."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.feeds import Document
from feedsvc.web.answer import answer

MODIFIED = datetime(2026, 3, 2, 9, 30, 15, 500_000, tzinfo=UTC)
FEED = Document(
    path="/rss.xml",
    media_type="application/rss+xml; charset=utf-8",
    body=b"<rss version='2.0'/>",
    modified=MODIFIED,
)
PAGE = Document(
    path="/", media_type="text/html; charset=utf-8", body=b"<!doctype html>", modified=MODIFIED
)
STALE = '"0123456789abcdef"'


def ask(document=FEED, method="GET", **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return answer(document, method, named, max_age=300)


def test_get_answers_with_the_document_and_what_caches_need():
    found = ask()
    assert found.status == "200 OK"
    assert found.body == FEED.body
    assert dict(found.headers) == {
        "Content-Type": "application/rss+xml; charset=utf-8",
        "Content-Length": "20",
        "ETag": FEED.etag,
        "Last-Modified": "Mon, 02 Mar 2026 09:30:15 GMT",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "public, max-age=300",
    }


def test_last_modified_is_in_gmt_whatever_the_zone():
    zone = timezone(timedelta(hours=9))
    document = Document(
        path="/", media_type="text/css", body=b"x", modified=MODIFIED.astimezone(zone)
    )
    assert dict(ask(document).headers)["Last-Modified"] == "Mon, 02 Mar 2026 09:30:15 GMT"


def test_head_answers_as_get_without_the_body():
    get, head = ask(), ask(method="HEAD")
    assert (head.status, head.headers, head.body) == (get.status, get.headers, b"")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "get"])
def test_other_methods_are_told_which_are_allowed(method):
    found = ask(method=method)
    assert found.status == "405 Method Not Allowed"
    assert dict(found.headers)["Allow"] == "GET, HEAD"


@pytest.mark.parametrize(
    "tags",
    [
        FEED.etag,
        f"W/{FEED.etag}",
        f"{STALE}, {FEED.etag}",
        f"{STALE},W/{FEED.etag} , {STALE}",
        "*",
        " * ",
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_known_etag_is_answered_with_304(tags, method):
    found = ask(method=method, if_none_match=tags)
    assert (found.status, found.body) == ("304 Not Modified", b"")
    assert found.headers == [("ETag", FEED.etag), ("Cache-Control", "public, max-age=300")]


@pytest.mark.parametrize("tags", ["", STALE, FEED.etag.strip('"'), '"', "**", f"{FEED.etag[:-2]}"])
def test_another_etag_is_answered_with_the_document(tags):
    assert ask(if_none_match=tags).status == "200 OK"


@pytest.mark.parametrize(("tags", "status"), [(STALE, "200 OK"), (FEED.etag, "304 Not Modified")])
@pytest.mark.parametrize(
    "since", ["Mon, 02 Mar 2026 09:30:15 GMT", "Thu, 01 Jan 1970 00:00:00 GMT"]
)
def test_if_none_match_wins(tags, status, since):
    assert ask(if_none_match=tags, if_modified_since=since).status == status


@pytest.mark.parametrize(
    "since",
    [
        "Mon, 02 Mar 2026 09:30:15 GMT",
        "Mon, 02 Mar 2026 09:30:16 GMT",
        "Monday, 02-Mar-26 09:30:15 GMT",
        "Mon Mar  2 09:30:15 2026",
        "Mon, 02 Mar 2026 10:30:15 +0100",
    ],
)
def test_a_date_not_before_the_change_is_answered_with_304(since):
    assert ask(if_modified_since=since).status == "304 Not Modified"


@pytest.mark.parametrize(
    "since",
    [
        "Mon, 02 Mar 2026 09:30:14 GMT",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "Tue, 01 Jan 2097 00:00:00 GMT",
        "Mon, 32 Mar 2026 09:30:15 GMT",
        "yesterday",
        "0",
        "",
    ],
)
def test_an_older_odd_or_future_date_is_answered_with_the_document(since):
    assert ask(if_modified_since=since).status == "200 OK"


@given(st.text(), st.text())
def test_no_header_is_too_odd_to_answer(tags, since):
    assert ask(if_none_match=tags).status in ("200 OK", "304 Not Modified")
    assert ask(if_modified_since=since).status in ("200 OK", "304 Not Modified")


def test_pages_carry_a_strict_policy():
    headers = dict(ask(PAGE).headers)
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"


def test_another_body_has_another_etag():
    other = Document(
        path=FEED.path, media_type=FEED.media_type, body=b"<rss/>", modified=FEED.modified
    )
    assert dict(ask(other).headers)["ETag"] != dict(ask(FEED).headers)["ETag"]
