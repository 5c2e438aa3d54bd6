# ruff: noqa: E501, RUF001 -- markup on long lines, and dashes in titles
"""Pages without a story, and main text that a page does not mark."""

import pytest
from support.savedpages import PROSE, entry, linked_data, page, read, refusal

from feedsvc.parsers.webpage import maintext


@pytest.mark.parametrize(
    "markup",
    [
        page(body="".join(f'<article><h2><a href="/{n}">Story {n}</a></h2><p>Some words of it.</p>'
                          "</article>" for n in range(5))),
        page(body=f'<div class="entry-content">{PROSE}</div>').replace("<body", '<body class="blog"'),
        page(linked_data(**{"@type": "CollectionPage"}), f"<main>{PROSE}</main>"),
    ],
)  # fmt: skip
def test_a_list_of_stories_has_a_note_and_no_entry(markup):
    parsed = read(markup)
    assert parsed.entries == ()
    assert [note.message for note in parsed.notes] == [
        "page omitted: it lists stories and is not a story itself"
    ]


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        (
            "<title>404 Not Found</title><h1>Not Found</h1><p>The URL was not found.</p>",
            "error page",
        ),
        ("<title>Seite nicht gefunden – Post</title><p>Hier ist nichts, leider.</p>", "error page"),
        ("<title>Just a moment...</title><p>Checking your browser, please wait.</p>", "error page"),
        ('<body class="error404"><p>Nothing to see here, move along, please.</p>', "error page"),
        ("<title>Ferry stays</title><body></body>", "no story"),
        ("<p>Body", "no story"),
        ("<!-- -->", "no HTML"),
        ("<div>" * 300, "too deep"),
        ("<p>x" * 20_000, "elements"),
        ("<article><h1>Ferry stays</h1>" + "<p>x" * 9_000, "paragraphs"),
        ("<p " + " ".join(f"a{n}" for n in range(5000)) + ">", "attributes"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
    ],
)
def test_a_page_without_a_story_is_rejected(markup, reason):
    assert reason in refusal(markup).reason


@pytest.mark.parametrize(
    "title", ["404 dead in flood of 1953", "Errors of the past", "503 days at sea"]
)
def test_headlines_may_begin_like_error_messages(title):
    assert entry(page(body=f"<article><h1>{title}</h1>{PROSE}</article>").replace(
        "<title>Ferry stays", f"<title>{title}")).title == title  # fmt: skip


def test_comparisons_in_scripts_are_not_counted_as_attributes():
    program = "<script>" + "if (i<n && a b c d e f g h i j k l m n o p q r s t u v w) x();\n" * 400
    assert entry(page(f"{program}</script>")).title == "Ferry stays"


def test_trafilatura_extracts_unmarked_text(monkeypatch):
    pytest.importorskip("trafilatura", reason="needs trafilatura: pip install 'feedsvc[html]'")
    monkeypatch.setattr(maintext, "has_trafilatura", lambda: True)
    body = f'<div class="x1"><div class="x3">{PROSE * 4}</div></div>'
    parsed = read(page(body=body))
    assert "It floats" in parsed.entries[0].content
    assert "trafilatura" in {line.why for line in parsed.trace}


def test_unmarked_text_is_found_without_trafilatura():
    parsed = read(page(body=f'<div class="x1"><div class="x3">{PROSE * 4}</div></div>'))
    assert "It floats" in parsed.entries[0].content
    assert "the most prose" in {line.why for line in parsed.trace}


def test_a_failure_of_trafilatura_is_only_a_note(monkeypatch):
    def fail(name):
        raise RuntimeError(name)

    monkeypatch.setattr(maintext, "has_trafilatura", lambda: True)
    monkeypatch.setattr(maintext.importlib, "import_module", fail)
    parsed = read(page(body=f"<div><div>{PROSE}</div></div>"))
    assert "It floats" in parsed.entries[0].content
    assert parsed.notes[0].message == "trafilatura failed with RuntimeError: page read without it"
