"""Removal of values that would make a document invalid."""

import re

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.samplefeed import BASE, BRIDGE, FERRY, entries, sample_feed

from feedsvc.entry import Category, Media, Person
from feedsvc.feeds.sanitize import as_uri, sanitize, strip_illegal, strip_illegal_in


def sanitized(**changes):
    return sanitize(sample_feed(msgspec.structs.replace(BRIDGE, **changes))).entries[0]


@given(st.text(st.characters()) | st.text("\x00\t\n\r\x1f \x7f\x85\ud800\udfff\ufffe\uffff𐀀"))
def test_exactly_the_characters_illegal_in_xml_are_removed(text):
    legal = "[\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
    assert strip_illegal(text) == "".join(re.findall(legal, text))


def test_a_valid_feed_is_unchanged():
    feed = sample_feed()
    assert sanitize(feed) == feed
    assert strip_illegal_in(feed) is feed


def test_nested_strings_are_cleaned():
    entry = sanitized(
        highlights=("Bell\x07", "Good"),
        media=(Media(url=f"{BASE}/a.jpg", caption="The\x00 quay"),),
    )
    assert entry.highlights == ("Bell", "Good")
    assert entry.media[0].caption == "The quay"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (f"{BASE}/a?b=1&c=%20#d", f"{BASE}/a?b=1&c=%20#d"),
        (f"{BASE}/über uns", f"{BASE}/%C3%BCber%20uns"),
        (f"{BASE}/100%", f"{BASE}/100%25"),
        (f'{BASE}/"<>`|', f"{BASE}/%22%3C%3E%60%7C"),
        ("https://bücher.example/ä", "https://xn--bcher-kva.example/%C3%A4"),
        ("http://[oops/ä", "http://[oops/%C3%A4"),
        ("tag:news.example.org,2026:1", "tag:news.example.org,2026:1"),
    ],
)
def test_urls_become_uris(url, expected):
    assert as_uri(url) == expected


def test_people_need_a_name_and_a_valid_e_mail_address():
    people = (
        Person(name=" Ana "),
        Person(name="\x00"),
        Person(name="Ben", email="ben at home", uri="@ben"),
        Person(name="Cleo", email="cleo@example.org", uri="https://example.org/ü"),
    )
    assert sanitized(authors=people).authors == (
        Person(name="Ana"),
        Person(name="Ben"),
        Person(name="Cleo", email="cleo@example.org", uri="https://example.org/%C3%BC"),
    )


def test_the_author_of_the_feed_is_sanitized_too():
    assert sanitize(sample_feed(author=Person(name=" "))).author is None
    assert sanitize(sample_feed(author=Person(name="Ana"))).author == Person(name="Ana")


def test_categories_need_a_term_and_their_schemes_must_be_absolute_urls():
    categories = (Category(term=" "), Category(term="a", scheme="subject", label="A"))
    assert sanitized(categories=categories).categories == (Category(term="a", label="A"),)


def test_media_lose_impossible_values():
    media = (Media(url="quay.jpg", width=0, height=-3, length=-1, caption="The quay"),)
    assert sanitized(media=media).media == (Media(caption="The quay"),)


@pytest.mark.parametrize(
    ("tag", "expected"), [("en", "en"), ("pt_BR", "pt-BR"), ("English (UK)", None), ("", None)]
)
def test_languages_become_valid_tags(tag, expected):
    assert sanitized(language=tag).language == expected
    assert sanitize(sample_feed(language=tag)).language == expected


@given(entries())
def test_sanitizing_twice_changes_nothing_more(entry):
    feed = sanitize(sample_feed(entry, FERRY))
    assert sanitize(feed) == feed
