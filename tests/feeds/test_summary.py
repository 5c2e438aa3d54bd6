"""Summaries and titles of entries."""

import html

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.samplefeed import BRIDGE, texts

from feedsvc.feeds import summary_of
from feedsvc.feeds.summary import LIMIT, cut, join_bullets, plain_text, title_of

LONG = "The ferry left the quay at six & was full. " * 20


def story(**values):
    return msgspec.structs.replace(BRIDGE, content=None, **values)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"summary": " Own words. ", "highlights": ("A",)}, "Own words."),
        ({"summary": " ", "highlights": ("Fast", "Cheap"), "subtitle": "Deck"}, "Fast • Cheap"),
        ({"subtitle": "Deck"}, "Deck"),
        ({}, ""),
    ],
)
def test_the_best_available_text_becomes_the_summary(values, expected):
    assert summary_of(story(**values)) == expected


def test_a_summary_from_the_content_is_cut_between_words():
    entry = msgspec.structs.replace(BRIDGE, content=f"<p>{html.escape(LONG)}</p>")
    summary = summary_of(entry)
    assert len(summary) <= LIMIT
    assert summary.endswith("…")
    assert LONG.startswith(summary[:-1])
    assert LONG[len(summary) - 1] in " ."


@pytest.mark.parametrize(
    ("bullets", "line"),
    [
        (("One", "Two"), "One • Two"),
        (("One.", "Two!", "Three"), "One. Two! Three"),
        (
            ("“It sails,” he said", "“We wait.”", "So do we"),
            "“It sails,” he said • “We wait.” So do we",
        ),
        (("渡船复航。", "票价不变"), "渡船复航。 票价不变"),
        ((" wrapped\n line ", ""), "wrapped line"),
        ((), ""),
    ],
)
def test_sentences_are_joined_by_spaces_and_fragments_by_bullets(bullets, line):
    assert join_bullets(bullets) == line


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One</p><p>Two</p>", "One Two"),
        ("un<b>believ</b>able<br>yes", "unbelievable yes"),
        ("<figure><img src='a'><figcaption>Caption</figcaption></figure><p>Body</p>", "Body"),
        ("<p>Fish &amp; chips &lt;hot&gt;&nbsp;now</p>", "Fish & chips <hot> now"),
        ('<a title="x > y">link</a> <!-- <p>note</p> -->here', "link here"),
        ("<table><tr><td>1</td></tr></table>After", "After"),
        ("5 < 6", "5 < 6"),
        ("", ""),
    ],
)
def test_plain_text_omits_captions_and_tables(markup, text):
    assert plain_text(markup) == text


def test_reading_stops_after_enough_text():
    assert plain_text("<p>one</p><p>two</p><p>three</p>", 4) == "one two"


MARKUP = ["<p>", "</p>", "<b>", "</b>", "<br>", "<table>", "</table>", " \n", "&nbsp;", "one"]


@given(st.lists(st.sampled_from(MARKUP) | texts()).map("".join), st.integers(4, 40))
def test_where_reading_stops_does_not_change_a_cut_text(markup, limit):
    assert cut(plain_text(markup, limit + 1), limit) == cut(plain_text(markup), limit)


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("short", 10, "short"),
        ("one two three", 10, "one two…"),
        ("one, two three", 8, "one…"),
        ("渡船今天早上再次开航乘客很多", 8, "渡船今天早上再…"),
        ("ab 渡船今天早上再次开航乘客很多", 8, "ab 渡船今天…"),
        ("a" * 20, 10, "a" * 9 + "…"),
        ("hi " + "a" * 20, 10, "hi…"),
        ("abcdefghe\u0301" * 3, 10, "abcdefgh…"),
    ],
)
def test_text_is_cut_between_words(text, limit, expected):
    assert cut(text, limit) == expected


@given(texts(), st.integers(4, 40))
def test_cut_text_is_never_longer_than_the_limit(text, limit):
    shorter = cut(text, limit)
    assert len(shorter) <= limit
    assert text.startswith(shorter.removesuffix("…"))


@pytest.mark.parametrize(
    ("values", "title"),
    [
        ({"title": " Ferry "}, "Ferry"),
        ({"title": None, "summary": "It sails."}, "It sails."),
        ({"title": "", "slug": "ferry"}, "ferry"),
    ],
)
def test_there_is_always_a_title(values, title):
    assert title_of(story(**values)) == title
