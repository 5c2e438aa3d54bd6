"""Choice of the format for a file, and files that no format reads."""

from importlib import import_module
from itertools import product

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.errors import BrokenParserError, StoryError
from feedsvc.parsers import FORMATS, SUFFIXES, Options, Source, is_story, parse

PAGE = "Ferry stays, say mayors\n\nKYIV: The ferry stays, three mayors said on Monday.\n"


def refusal(data, name="world/a.txt"):
    with pytest.raises(StoryError) as caught:
        parse(Source(name=name, data=data))
    return caught.value


@pytest.mark.parametrize(
    ("name", "text", "title"),
    [
        ("a.md", "# Low tide\n\nBody\n", "Low tide"),
        ("a.txt", "---\ntitle: Low tide\n---\nBody\n", "Low tide"),
        ("a.html", '+++\ntitle = "Low tide"\n+++\n<p>Body\n', "Low tide"),
        ("a.txt", PAGE, "Ferry stays, say mayors"),
        ("a", PAGE, "Ferry stays, say mayors"),
    ],
)
def test_suffix_and_content_choose_the_format(name, text, title):
    (entry,) = parse(Source(name=name, data=text.encode())).entries
    assert entry.title == title


@pytest.mark.parametrize(
    ("name", "data", "reason", "cure"),
    [
        ("a.html", b"<!DOCTYPE html><p>Body", "no story was found in the page", "save the page"),
        ("a.htm", b"Body", "no story was found in the page", "save the page"),
        ("a.txt", b"<html><body>Body", "no story was found in the page", "save the page"),
        ("a.txt", b"<?xml version='1.0'?><tides/>", "XML", ".txt"),
        ("a.txt", b'\xef\xbb\xbf{"uri": "urn:x"}', "JSON", ".txt"),
        ("a.txt", b"", "empty", "write"),
        ("a.html", b" \n", "empty", "save"),
        ("a.md", b"---\nlayout: post\n---\n", "neither title nor text", "write"),
        ("a.bin", b"\x00\x01\x02", "not readable text", "UTF-8"),
        ("a.txt", b"%PDF-1.7 \x00", "PDF", ""),
        ("a.md", b"\x00\x01\x02\x03" * 50, "not text", ""),
    ],
)
def test_files_that_no_format_reads_are_refused(name, data, reason, cure):
    error = refusal(data, name)
    assert error.name == name
    assert reason in error.reason
    assert cure in error.cure
    assert "\n" not in str(error)


def test_a_list_page_has_a_note_and_is_not_refused():
    parsed = parse(Source(name="world/_index.md", data=b"---\ntitle: World\n---\n"))
    assert parsed.entries == ()
    assert parsed.notes


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("a.md", True),
        ("world/A.MD", True),
        ("a.markdown", True),
        ("a.txt", True),
        ("a.html", True),
        ("_posts/2024-05-01-a.md", True),
        ("_drafts/a.md", True),
        ("a.jpg", False),
        ("a", False),
        (".a.md", False),
        (".git/a.md", False),
        ("_layouts/post.html", False),
        ("site/node_modules/x/readme.md", False),
        ("posts/item.json", True),
        ("posts/posts.json", False),
        ("posts/item.11tydata.json", False),
        ("talk.chapters.json", False),
        ("package.json", False),
    ],
)
def test_story_files_are_recognised_by_name(name, read):
    assert is_story(name) is read


def test_formats_have_unique_names_and_read_all_suffixes():
    assert len({story_format.name for story_format in FORMATS}) == len(FORMATS)
    for suffix in SUFFIXES:
        source = Source(name=f"a{suffix}", data=b"---\ntitle: x\n---\nBody\n")
        assert parse(source).entries[0].title == "x", f"{suffix}: read front matter"


def test_a_format_claims_no_file_without_its_suffix_and_first_byte():
    beginnings = (
        b"<rss>",
        b"<!doctype html>",
        b'{"a": 1}',
        b"[[1]]",
        b"---\ntitle: x\n---\n",
        b"A b.",
    )
    for suffix, data in product(("", *SUFFIXES), beginnings):
        source = Source(name=f"a{suffix}", data=data)
        for story_format in FORMATS:
            if not story_format.may_claim(suffix, data[:1]):
                assert not story_format.claims(source), story_format.name


def test_the_suffixes_by_which_a_module_claims_files_are_those_of_its_format():
    for story_format in FORMATS:
        module = import_module(f"feedsvc.parsers.{story_format.module}")
        suffixes = getattr(module, "SUFFIXES", story_format.suffixes)
        assert set(suffixes) == set(story_format.suffixes), story_format.name


@given(
    st.binary() | st.text().map(str.encode),
    st.sampled_from(["a", *(f"a{suffix}" for suffix in sorted(SUFFIXES))]),
)
def test_any_file_returns_entries_or_a_story_error(data, name):
    result = parsed_or_refused(Source(name=name, data=data))
    assert not isinstance(result, BrokenParserError)
    assert isinstance(result, StoryError) or result.entries or result.notes


def parsed_or_refused(source):
    try:
        return parse(source)
    except StoryError as error:
        return error


def test_a_bug_in_a_parser_affects_only_its_file(monkeypatch):
    broken = msgspec.structs.replace(FORMATS[0], module="source", begins=None)
    monkeypatch.setattr("feedsvc.parsers.FORMATS", (broken,))
    with pytest.raises(
        StoryError, match=r"a\.md: feedsvc failed to parse this file: AttributeError: .*report"
    ):
        parse(Source(name="a.md", data=b"Text."))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.md", "---\ntitle: Low tide\nmood: calm\n---\nBody\n"),
        ("a.txt", PAGE),
        ("b.txt", f"FOR IMMEDIATE RELEASE\n\n{PAGE}"),
        ("c.txt", "BC-TIDE\nA0001\nr i\n\nLow tide\n\nKYIV (AP) -- The ferry stays, they said.\n"),
    ],
)
def test_a_trace_that_is_not_asked_for_is_empty_and_changes_nothing_else(name, text):
    traced = parse(Source(name=name, data=text.encode()))
    untraced = parse(Source(name=name, data=text.encode(), options=Options(trace=False)))
    assert traced.trace
    assert untraced == msgspec.structs.replace(traced, trace=())
