"""reStructuredText: headers of docinfo, Pelican and Nikola; bodies with and without docutils."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.pace import not_traced, takes_under_a_second

from feedsvc.entry import Category, Person, as_json
from feedsvc.errors import StoryError
from feedsvc.parsers import is_story, parse
from feedsvc.parsers.lightmarkup import restructured
from feedsvc.parsers.lightmarkup.restructured import plain_inline
from feedsvc.parsers.source import Source

PELICAN = """
The ferry *stays*
#################

:date: 2024-05-01 10:20
:modified: 2024-05-02
:tags: sea, harbour
:category: travel
:slug: ferry-stays
:authors: Ann Lee, Bo Li
:summary: Three ``mayors`` met
    twice.

The `sea <https://sea.example/>`_ left.
"""
NIKOLA = """.. title: The ferry stays
.. slug: ferry-stays
.. date: 2024-05-01 10:20:00 UTC+02:00
.. tags: sea,harbour
.. category: travel
.. link: https://quay.example/1
.. description: Three mayors met
.. type: text

The sea left.

Ferries
=======

They came back.
"""
DOCINFO = """.. A comment of ours
   that goes on

=================
The ferry stays
=================

:Authors:
    - Ann Lee
    - Bo Li
:Date: 2024-05-01
:Version: 2
:Copyright: © Quay
:Contact: ann@quay.example
:Abstract: The mayors

    met twice.

The sea left.
"""


@pytest.fixture
def without_docutils(monkeypatch):
    monkeypatch.setattr(restructured, "find_spec", lambda _name: None)


def parsed(text, name="world/tide.rst"):
    source = Source(name=name, data=text.encode() if isinstance(text, str) else text)
    assert restructured.claims(source)
    return parse(source)


def entry(text, name="world/tide.rst"):
    (found,) = parsed(text, name).entries
    return found


def test_a_pelican_article():
    story = entry(PELICAN)
    assert as_json(story) | {
        "title": "The ferry stays",
        "published": "2024-05-01T10:20:00",
        "updated": "2024-05-02",
        "slug": "ferry-stays",
        "summary": "Three mayors met twice.",
        "content": '<p>The <a href="https://sea.example/">sea</a> left.</p>',
        "status": "usable",
    } == as_json(story)
    assert story.authors == (Person(name="Ann Lee"), Person(name="Bo Li"))
    assert [category.term for category in story.categories] == ["sea", "harbour", "travel"]


def test_a_nikola_post():
    story = entry(NIKOLA)
    assert as_json(story) | {
        "title": "The ferry stays",
        "published": "2024-05-01T10:20:00+02:00",
        "link": "https://quay.example/1",
        "summary": "Three mayors met",
        "slug": "ferry-stays",
    } == as_json(story)
    assert "<h2>Ferries</h2>\n<p>They came back.</p>" in story.content


def test_docinfo_below_a_title_between_two_lines():
    story = entry(DOCINFO)
    assert story.title == "The ferry stays"
    assert story.authors == (Person(name="Ann Lee"), Person(name="Bo Li"))
    assert (story.version, story.rights, story.summary) == ("2", "© Quay", "The mayors met twice.")
    assert story.content == "<p>The sea left.</p>"
    assert "ann@" not in str(story)


@pytest.mark.parametrize(
    ("text", "title", "content"),
    [
        ("Tide\n====\n\nBody", "Tide", "<p>Body</p>"),
        ("====\nTide\n====\n\nBody", "Tide", "<p>Body</p>"),
        ("=======\n Tide\n=======\n\nBody", "Tide", "<p>Body</p>"),
        (":date: 2024-05-01\n\nTide\n====\n\nBody", "Tide", "<p>Body</p>"),
        (".. title: Tide\n\nTide\n====\n\nBody", "Tide", "<p>Body</p>"),
        ("Body alone, no title.", None, "<p>Body alone, no title.</p>"),
        ("====\n\nBody", None, None),
        (" Tide\n ====\n", None, None),
    ],
)
def test_the_title_is_detected_by_its_lines(text, title, content):
    story = entry(text)
    assert story.title == title
    if content:
        assert story.content == content


@pytest.mark.parametrize(
    "lines",
    [
        ":status: draft",
        ":status: hidden",
        ".. status: private",
        ".. tags: sea, draft",
        ".. tags: private",
        ":draft:",
        ":Status: Work in progress",
        ":published: false",
    ],
)
def test_drafts_and_private_stories_are_withheld(lines):
    assert entry(f"{lines}\n\nTide\n====\n\nBody").status == "withheld"
    assert entry("Tide\n====\n\nBody", "_drafts/tide.rst").status == "withheld"


def test_the_file_name_sets_day_and_slug():
    story = entry("Tide\n====\n\nBody", "2024-05-01-low-tide.rst")
    assert (as_json(story)["published"], story.slug) == ("2024-05-01", "low-tide")


def test_front_matter_of_hugo_comes_before_the_fields():
    story = entry("---\ntitle: Tide\ndate: 2024-05-01\n---\n\nThe *sea* left.\n\nMore\n====\n\nx")
    assert (story.title, as_json(story)["published"]) == ("Tide", "2024-05-01")
    assert story.content.startswith("<p>The <em>sea</em> left.</p>")
    assert "<h2>More</h2>" in story.content


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("A *low* **tide** ``x`` `y`_", "A low tide x y"),
        ("`The sea <https://a.example>`__ left", "The sea left"),
        (":doc:`the sea`", "the sea"),
        ("2 * 3 * 4", "2 * 3 * 4"),
    ],
)
def test_inline_markup_is_removed_from_titles_and_fields(text, plain):
    assert plain_inline(text) == plain


def test_docutils_includes_no_file_and_passes_no_html_through(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("secret\n\nsecret")
    story = entry(
        "Tide\n====\n\nBody\n\n"
        f".. include:: {secret}\n\n.. raw:: html\n\n   <b>raw</b>\n\n"
        f".. csv-table::\n   :file: {secret}\n\n"
        f".. raw:: html\n   :file: {secret}\n\n"
        f".. literalinclude:: {secret}\n\n"
        ".. image:: file:///etc/hostname\n\n`x <javascript:alert(1)>`_"
    )
    assert "secret" not in story.content.replace(str(secret), "")
    assert "raw" not in story.content.replace("raw::", "")
    assert "file:///etc" not in story.content.replace('alt="file:///etc/hostname"', "")
    assert "javascript" not in story.content


def test_errors_of_docutils_are_reported_with_their_line():
    found = parsed("Tide\n====\n\nBody\n\n.. youtube:: abc\n")
    assert found.entries[0].content == "<p>Body</p>"
    (note,) = found.notes
    assert (note.line, note.message) == (6, 'docutils: Unknown directive type "youtube".')


@pytest.mark.usefixtures("without_docutils")
@pytest.mark.parametrize(
    ("body", "content"),
    [
        ("One\ntwo *x* & y.\n\nThree.", "<p>One two *x* &amp; y.</p>\n<p>Three.</p>"),
        ("- a\n- b\n\n- c\n\nText.", "<pre>- a\n- b\n\n- c</pre>\n<p>Text.</p>"),
        ("Part\n----\n\nText.", "<h2>Part</h2>\n<p>Text.</p>"),
        ("====\nPart\n====\n\nText.", "<h2>Part</h2>\n<p>Text.</p>"),
        ("See::\n\n    code\n\nText.", "<p>See::</p>\n<pre>    code</pre>\n<p>Text.</p>"),
        (".. a comment\n   of ours\n\nText.", "<p>Text.</p>"),
        ("..\n   a comment\n\nText.", "<p>Text.</p>"),
        (".. _target:\n\nText.", "<p>Text.</p>"),
        (".. note:: Mind it.\n\nText.", "<pre>.. note:: Mind it.</pre>\n<p>Text.</p>"),
        ("== ==\na  b\n== ==\n\nText.", "<pre>== ==\na  b\n== ==</pre>\n<p>Text.</p>"),
        ("<script>x</script>", "<p>&lt;script&gt;x&lt;/script&gt;</p>"),
    ],
)
def test_without_docutils_the_body_is_shown_as_written(body, content):
    assert entry(f"Tide\n====\n\n{body}").content == content


@pytest.mark.parametrize(
    "body",
    [
        "a\n\n" * 1001,
        "word " * 20_000,
        ".. |a| replace:: b\n.. |c| replace:: |a| |a|\n\n|c|",
        f".. |a| replace:: {'word ' * 100}\n\n" + "|a| " * 300,
    ],
)
def test_text_too_long_for_docutils_is_shown_as_written(body):
    found = parsed(f"Tide\n====\n\n{body}")
    assert found.entries[0].content
    assert found.notes[0].message == "text too long for docutils: shown as written"


def test_text_that_docutils_fails_to_read_is_shown_as_written():
    found = parsed("Tide\n====\n\n" + "\n\n".join(" " * depth + "a" for depth in range(340)))
    assert found.entries[0].content.startswith("<p>a</p>")
    assert found.notes[0].message == "docutils cannot read the text: shown as written"


def test_the_trace_names_the_lines():
    roles = {trace.role: trace.line for trace in parsed(PELICAN).trace}
    assert roles["title"] == 2
    assert roles["published"] == 5
    assert roles["content"] == 14


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (":date: next week\n\nTide\n====\n", 1),
        ("Tide\n====\n\n:date: 2024-99-01\n\nBody", 4),
        ("---\ntitle: [x\n---\nBody", 3),
    ],
)
def test_an_unreadable_date_or_header_rejects_the_file(text, line):
    with pytest.raises(StoryError) as caught:
        parsed(text)
    assert caught.value.line == line


def test_the_format_is_detected_by_suffix():
    assert is_story("a.rst")
    assert is_story("A.REST")
    assert not restructured.claims(Source(name="a.txt", data=PELICAN.encode()))


def test_a_file_with_too_many_lines_is_rejected():
    with pytest.raises(StoryError, match="too many lines: 100,001"):
        parsed("\n" * 100_001 + "x")


MEGABYTE = 1_000_000
WORST = {
    "fields": ":a: b\n" * (MEGABYTE // 6),
    "continued": ":a: b\n" + "  x\n" * (MEGABYTE // 4),
    "comments": ".. a\n" * (MEGABYTE // 5),
    "adornments": "===\n" * (MEGABYTE // 4),
    "one adornment": "=" * MEGABYTE,
    "ticks": "Tide\n====\n\n:summary: " + "`a <" * (MEGABYTE // 4),
    "roles": ":summary: " + ":a" * (MEGABYTE // 2),
    "stars": ":summary: " + "*a " * (MEGABYTE // 3),
    "empty lines": "a\n" + " \n" * (MEGABYTE // 2),
    "lists": "- a\n" * (MEGABYTE // 4),
    "paragraphs": "a goat walks in alone\n\n" * (MEGABYTE // 23),
    "substitutions": ".. |a| replace:: b\n" * (MEGABYTE // 19),
    "one substitution": ".. |a| replace:: b\n" + "   b\n" * (MEGABYTE // 5),
    "headings": "ab\n---\n\n" * (MEGABYTE // 8),
    "thousand targets": "Tide\n====\n\n" + "".join(f".. _a{n}:\n" for n in range(1000)) + "\nx",
    "thousand fields": "Tide\n====\n\nx\n\n" + ":a: b\n" * 990,
    "thousand references": "Tide\n====\n\n"
    + "".join(f".. [#] a\n\n{'[#]_ ' * 9}\n\n" for _ in range(450)),
}


@not_traced
@pytest.mark.parametrize("name", WORST)
def test_a_megabyte_of_the_worst_input_takes_under_a_second(name):
    source = Source(name="a.rst", data=WORST[name].encode())
    entry("Tide\n====\n\nLet docutils be imported.")

    def read():
        with suppress(StoryError):
            restructured.parse(source)

    assert takes_under_a_second(read)


@given(st.text(st.sampled_from("=-:.|`*_[]#+ \nab")) | st.text() | st.binary())
def test_arbitrary_text_raises_only_story_errors(text):
    data = text if isinstance(text, bytes) else text.encode()
    try:
        restructured.parse(Source(name="a.rst", data=data))
    except StoryError:
        return


def test_tags_are_terms():
    assert entry(".. tags: the sea, tide\n\nBody").categories == (
        Category(term="the sea"),
        Category(term="tide"),
    )
