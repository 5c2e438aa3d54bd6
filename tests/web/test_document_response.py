"""Responses to requests for documents, header by header."""

import gzip
from datetime import UTC, datetime, timedelta, timezone

import brotli
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from zstandard import ZstdDecompressor

from feedsvc.feeds import Document
from feedsvc.web.document_response import Freshness, document_response

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
    return document_response(document, method, named, Freshness(300, 60))


def test_get_returns_the_document_with_cache_headers():
    found = ask()
    assert found.status == "200 OK"
    assert found.body == FEED.body
    assert dict(found.headers) == {
        "Content-Type": "application/rss+xml; charset=utf-8",
        "Content-Length": "20",
        "ETag": FEED.etag,
        "Last-Modified": "Mon, 02 Mar 2026 09:30:15 GMT",
        "Vary": "Accept-Encoding",
        "X-Content-Type-Options": "nosniff",
        "Access-Control-Allow-Origin": "*",
        "Cache-Control": "public, max-age=300, stale-while-revalidate=60",
    }


def test_last_modified_is_in_gmt_whatever_the_zone():
    zone = timezone(timedelta(hours=9))
    document = msgspec.structs.replace(FEED, modified=MODIFIED.astimezone(zone))
    assert dict(ask(document).headers)["Last-Modified"] == "Mon, 02 Mar 2026 09:30:15 GMT"


def test_head_is_like_get_without_the_body():
    get, head = ask(), ask(method="HEAD")
    assert (head.status, head.headers, head.body) == (get.status, get.headers, b"")


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
def test_a_known_etag_gets_304(tags, method):
    found = ask(method=method, if_none_match=tags)
    assert (found.status, found.body) == ("304 Not Modified", b"")
    assert dict(found.headers) == {
        "ETag": FEED.etag,
        "Cache-Control": "public, max-age=300, stale-while-revalidate=60",
        "Vary": "Accept-Encoding",
    }


@pytest.mark.parametrize("tags", ["", STALE, FEED.etag.strip('"'), '"', "**", f"{FEED.etag[:-2]}"])
def test_an_unknown_etag_gets_the_document(tags):
    assert ask(if_none_match=tags).status == "200 OK"


@pytest.mark.parametrize(("tags", "status"), [(STALE, "200 OK"), (FEED.etag, "304 Not Modified")])
@pytest.mark.parametrize(
    "since", ["Mon, 02 Mar 2026 09:30:15 GMT", "Thu, 01 Jan 1970 00:00:00 GMT"]
)
def test_if_none_match_takes_precedence(tags, status, since):
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
def test_a_date_not_before_the_change_gets_304(since):
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
def test_an_older_invalid_or_future_date_gets_the_document(since):
    assert ask(if_modified_since=since).status == "200 OK"


def test_a_page_has_no_date_because_it_depends_on_more_than_its_entries():
    assert "Last-Modified" not in dict(ask(PAGE).headers)
    assert ask(PAGE, if_modified_since="Mon, 02 Mar 2026 09:30:15 GMT").status == "200 OK"
    assert ask(PAGE, if_none_match=PAGE.etag).status == "304 Not Modified"


@given(st.text(), st.text())
def test_any_header_gets_a_response(tags, since):
    assert ask(if_none_match=tags).status in ("200 OK", "304 Not Modified")
    assert ask(if_modified_since=since).status in ("200 OK", "304 Not Modified")


def test_pages_have_a_strict_security_policy():
    headers = dict(ask(PAGE).headers)
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert "Access-Control-Allow-Origin" not in headers


def test_another_body_has_another_etag():
    other = Document(
        path=FEED.path, media_type=FEED.media_type, body=b"<rss/>", modified=FEED.modified
    )
    assert dict(ask(other).headers)["ETag"] != dict(ask(FEED).headers)["ETag"]


LONG = Document(
    path="/atom.xml",
    media_type="application/atom+xml; charset=utf-8",
    body=b"<feed>" + b"<entry/>" * 200 + b"</feed>",
    modified=MODIFIED,
)
DECODE = {"gzip": gzip.decompress, "br": brotli.decompress, "zstd": ZstdDecompressor().decompress}


@pytest.mark.parametrize(
    ("accept", "coding"),
    [
        ("gzip", "gzip"),
        ("gzip, deflate", "gzip"),
        ("gzip, deflate, br", "br"),
        ("gzip, deflate, br, zstd", "zstd"),
        ("zstd;q=0.5, br;q=0.8, gzip;q=0.9", "gzip"),
        ("GZIP", "gzip"),
        ("x-gzip", "gzip"),
        ("*", "zstd"),
        ("br;q=0, *", "zstd"),
        ("zstd;q=0, br;q=0, *;q=0.1", "gzip"),
        ("identity;q=0.5, gzip;q=0.4", None),
        ("gzip;q=0", None),
        ("gzip;q=nonsense", None),
        ("deflate", None),
        ("identity", None),
        ("", None),
        (",;=,", None),
    ],
)
def test_a_document_is_compressed_as_the_client_prefers(accept, coding):
    found = ask(LONG, accept_encoding=accept)
    headers = dict(found.headers)
    assert headers.get("Content-Encoding") == coding
    assert headers["Vary"] == "Accept-Encoding"
    assert headers["Content-Length"] == str(len(found.body))
    assert DECODE.get(coding, bytes)(found.body) == LONG.body
    assert ask(LONG, "HEAD", accept_encoding=accept).headers == found.headers


def test_each_coding_has_its_own_etag():
    tags = {dict(ask(LONG, accept_encoding=name).headers)["ETag"] for name in ("", *DECODE)}
    assert len(tags) == 4
    for tag in tags:
        for name in ("", *DECODE):
            found = ask(LONG, accept_encoding=name, if_none_match=f'"x", W/{tag}')
            assert (found.status, dict(found.headers)["ETag"]) == ("304 Not Modified", tag)


def test_small_documents_are_not_compressed():
    assert "Content-Encoding" not in dict(ask(FEED, accept_encoding="gzip").headers)


@given(st.text(max_size=60))
def test_any_accept_encoding_gets_a_response(accept):
    assert ask(LONG, accept_encoding=accept).status == "200 OK"
