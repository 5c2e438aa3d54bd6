"""Ids from sources: URIs are kept, and anything else never makes a feed invalid."""

from xml.sax.saxutils import escape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from feedsvc.catalog.sync.naming import MAX_ID_LENGTH, identifier
from feedsvc.validator import Severity, validate
from feedsvc.validator.examples import entry

AUTHORITY = "gazette.example.org,2026"
SCHEMES = ("urn:", "urn:uuid:", "tag:", "tag:a.example,2026:", "http://", "https://[", "news:", "")


@pytest.mark.parametrize(
    "uri",
    [
        "tag:news.example,2026:crane",
        "tag:desk@news.example,2026-02-28:crane",
        "urn:newsml:wire.example:20260101:crane",
        "urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a",
        "https://news.example/crane?page=2#top",
        "http://news.example:8080/",
        "http://[2001:db8::1]/crane",
        "http://local_host/",
        "news:crane",
    ],
)
def test_a_uri_is_kept_as_it_is(uri):
    assert identifier(uri, AUTHORITY) == uri


@pytest.mark.parametrize(
    ("given", "rest"),
    [
        ("crane", "crane"),
        ("urn:crane", "urn%3Acrane"),
        ("urn:uuid:crane", "urn%3Auuid%3Acrane"),
        ("tag:news.example:crane", "tag%3Anews.example%3Acrane"),
        ("tag:news.example,2026-02-30:crane", "tag%3Anews.example%2C2026-02-30%3Acrane"),
        ("http://-/crane", "http%3A//-/crane"),
        ("http://news.example:port/", "http%3A//news.example%3Aport/"),
        ("http://[::1/crane", "http%3A//%5B%3A%3A1/crane"),
        ("http://[crane]/", "http%3A//%5Bcrane%5D/"),
        ("news desk:crane", "news%20desk%3Acrane"),
    ],
)
def test_other_text_becomes_a_tag_uri_of_the_site(given, rest):
    assert identifier(given, AUTHORITY) == f"tag:{AUTHORITY}:{rest}"


def test_an_id_that_is_too_long_is_replaced_by_its_digest():
    ids = {identifier("crane" * 1000 + end, AUTHORITY) for end in "ab"}
    ids |= {identifier("https://news.example/" + "crane" * 1000 + end, AUTHORITY) for end in "ab"}
    assert len(ids) == 4
    assert all(len(id_) <= MAX_ID_LENGTH and id_.startswith(f"tag:{AUTHORITY}:") for id_ in ids)


@given(st.sampled_from(SCHEMES), st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
@example("https://[", "::1]:99999/")
@example("http://", "a..b")
@example("", "%")
def test_no_id_makes_a_feed_invalid(scheme, rest):
    id_ = identifier(scheme + rest, AUTHORITY)
    assert identifier(id_, AUTHORITY) == id_
    report = validate(entry(f"<id>{escape(id_)}</id>").data)
    about_id = (each for each in report.findings if each.path.endswith("id"))
    assert not [each for each in about_id if each.severity is Severity.ERROR]
