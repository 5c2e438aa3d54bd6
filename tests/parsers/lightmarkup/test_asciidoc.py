"""AsciiDoc: title, authors, revision, attributes and conditions, and the body as shown."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.pace import not_traced, takes_under_a_second

from feedsvc.entry import Person, as_json
from feedsvc.errors import StoryError
from feedsvc.parsers import is_story, parse
from feedsvc.parsers.lightmarkup import asciidoc
from feedsvc.parsers.source import Source


def parsed(text, name="world/tide.adoc"):
    source = Source(name=name, data=text.encode() if isinstance(text, str) else text)
    assert asciidoc.claims(source)
    return parse(source)


def entry(text, name="world/tide.adoc"):
    (found,) = parsed(text, name).entries
    return found


def content(body):
    return entry(f"= Tide\n\n{body}").content


def test_a_document_with_everything():
    story = entry(
        "// secret\n:port: Sund\n\n= The ferry stays in {port}\nAnn Lee <ann_l@quay.example>; "
        "Bo_van Li\nv1.2, 2024-05-01: second draft\n:page-tags: sea, harbour\n:lang: en\n"
        ":description: Three mayors \\\n  met\n:toc:\n\nThe sea\nleft {port}.\n"
    )
    assert as_json(story) | {
        "title": "The ferry stays in Sund",
        "version": "1.2",
        "published": "2024-05-01",
        "language": "en",
        "summary": "Three mayors met",
        "content": "<p>The sea left Sund.</p>",
        "status": "usable",
    } == as_json(story)
    assert story.authors == (
        Person(name="Ann Lee", email="ann_l@quay.example"),
        Person(name="Bo van Li"),
    )
    assert [category.term for category in story.categories] == ["sea", "harbour"]
    assert "secret" not in str(story)


@pytest.mark.parametrize(
    ("lines", "version", "published"),
    [
        ("v1.0", "1.0", None),
        ("v1.0,", "1.0", None),
        ("v1.0, 2024-05-01", "1.0", "2024-05-01"),
        ("1.0, 2024-05-01: a remark", "1.0", "2024-05-01"),
        ("2024-05-01", None, "2024-05-01"),
        ("2024-05-01 10:20", None, "2024-05-01T10:20:00"),
        (":revdate: 2024-05-01\n:revnumber: 2", "2", "2024-05-01"),
        (":docdate: 2024-05-01", None, "2024-05-01"),
        (":page-date: 2024-05-01", None, "2024-05-01"),
        (":date: 2024-05-01\n:!date:", None, None),
        (":date: 2024-05-01\n:date!:", None, None),
    ],
)
@pytest.mark.parametrize("author", ["Ann Lee\n", ""])
def test_the_revision(author, lines, version, published):
    story = entry(f"= Tide\n{author}{lines}\n\nBody")
    assert (story.version, as_json(story)["published"]) == (version, published)
    assert story.authors == ((Person(name="Ann Lee"),) if author else ())
    assert story.content == "<p>Body</p>"


@pytest.mark.parametrize(
    ("text", "title", "shown"),
    [
        ("= Tide\n\nBody", "Tide", "<p>Body</p>"),
        ("= Tide =\n\nBody", "Tide", "<p>Body</p>"),
        ("# Tide\n\nBody", "Tide", "<p>Body</p>"),
        (":doctitle: Tide\n\nBody", "Tide", "<p>Body</p>"),
        ("Body alone.", None, "<p>Body alone.</p>"),
        ("== Part\n\nBody", None, "<h2>Part</h2>\n<p>Body</p>"),
        ("= Tide\n[abstract]\nBody", "Tide", "<p>Body</p>"),
        ("---\ntitle: Tide\n---\n\nBody", "Tide", "<p>Body</p>"),
    ],
)
def test_title_and_body(text, title, shown):
    story = entry(text)
    assert (story.title, story.content) == (title, shown)


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("One\ntwo & *three*.\n\nFour.", "<p>One two &amp; *three*.</p>\n<p>Four.</p>"),
        ("=== Part\n\nText", "<h2>Part</h2>\n<p>Text</p>"),
        ("* a\n* b\n\nText", "<pre>* a\n* b</pre>\n<p>Text</p>"),
        ("[source,python]\n----\na\n\n// b\n----\nText", "<pre>a\n\n// b</pre>\n<p>Text</p>"),
        ("|===\n|a |b\n|===", "<pre>|a |b</pre>"),
        ("```python\na\n```\n\nText", "<pre>a</pre>\n<p>Text</p>"),
        (".Figure\nText", "<p>Figure</p>\n<p>Text</p>"),
        ("[NOTE]\n====\nMind it.\n====", "<p>Mind it.</p>"),
        ("____\nQuoted.\n____", "<p>Quoted.</p>"),
        ("One\n// secret\ntwo", "<p>One two</p>"),
        ("////\nsecret\n////\nOne", "<p>One</p>"),
        ("/////\nsecret\n////\n/////\nOne", "<p>One</p>"),
        ("image::a.jpg[The sea]", "<pre>image::a.jpg[The sea]</pre>"),
        ("<script>x</script>", "<p>&lt;script&gt;x&lt;/script&gt;</p>"),
        ("See {nothing}.", "<p>See {nothing}.</p>"),
    ],
)
def test_the_body_is_shown_as_written(body, shown):
    assert content(body) == shown


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("ifdef::draft[]\nsecret\nendif::[]\nOne", "<p>One</p>"),
        ("ifdef::draft[secret]\nOne", "<p>One</p>"),
        ("ifndef::draft[]\nOne\nendif::draft[]", "<p>One</p>"),
        ("ifndef::draft[One]", "<p>One</p>"),
        (":web:\n\nifdef::web[]\nOne\nendif::[]", "<p>One</p>"),
        (":web:\n\nifdef::web,print[One]", "<p>One</p>"),
        (":web:\n\nifdef::web+print[secret]\nOne", "<p>One</p>"),
        ('ifeval::["{x}" == "y"]\nsecret\nendif::[]\nOne', "<p>One</p>"),
        ("ifdef::draft[]\nifndef::x[]\nsecret\nendif::[]\nsecret\nendif::[]\nOne", "<p>One</p>"),
        ("ifdef::draft[]\n////\nendif::[]\nOne", "<p>One</p>"),
        ("endif::[]\nOne", "<p>One</p>"),
    ],
)
def test_an_unmet_condition_hides_its_lines(body, shown):
    assert content(body) == shown


@pytest.mark.parametrize(
    "line", [":status: draft", ":page-draft: true", ":draft:", ":page-published: false", ":hidden:"]
)
def test_drafts_and_private_stories_are_withheld(line):
    assert entry(f"= Tide\n{line}\n\nBody").status == "withheld"
    assert entry("= Tide\n\nBody", "_drafts/tide.adoc").status == "withheld"


def test_an_include_is_reported_and_not_read():
    found = parsed("= Tide\n\nBody\n\ninclude::/etc/hostname[]\n")
    assert found.entries[0].content == "<p>Body</p>"
    assert found.notes[0].line == 5
    assert "file not included" in found.notes[0].message


def test_a_signature_is_not_a_story():
    found = parsed("-----BEGIN PGP SIGNATURE-----\n\nabc\n-----END PGP SIGNATURE-----\n", "a.asc")
    assert found.entries == ()
    assert "PGP" in found.notes[0].message


def test_the_trace_names_the_lines():
    found = parsed("\n= Tide\nAnn Lee\n2024-05-01\n:x: y\n\n// no\n\nBody\n")
    roles = {trace.role: trace.line for trace in found.trace}
    assert roles == {"title": 2, "authors": 3, "published": 4, "omitted": 5, "content": 8}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("= Tide\nAnn Lee\nv1, 99-99-99\n\nBody", 3),
        ("= Tide\n:date: next week\n\nBody", 2),
        ("---\ntitle: [x\n---\nBody", 3),
    ],
)
def test_an_unreadable_date_or_header_rejects_the_file(text, line):
    with pytest.raises(StoryError) as caught:
        parsed(text)
    assert caught.value.line == line


def test_the_format_is_detected_by_suffix():
    for name in ("a.adoc", "a.AsciiDoc", "a.asc"):
        assert is_story(name)
        assert asciidoc.claims(Source(name=name, data=b"= Tide"))
    assert not asciidoc.claims(Source(name="a.txt", data=b"= Tide"))


def test_a_file_with_too_many_lines_is_rejected():
    with pytest.raises(StoryError, match="too many lines: 100,001"):
        parsed("\n" * 100_001 + "x")


MEGABYTE = 1_000_000
WORST = {
    "attributes": ":a: b\n" * (MEGABYTE // 6),
    "many attributes": "".join(f":a{n}: b\n" for n in range(MEGABYTE // 12)),
    "continued": ":a: b \\\n" + "x \\\n" * (MEGABYTE // 4),
    "references": f"= Tide\n:a: {'b' * 1000}\n\n" + "{a}" * (MEGABYTE // 3),
    "braces": "= Tide\n\n" + "{" * MEGABYTE,
    "conditions": "ifdef::a[]\n" * (MEGABYTE // 11),
    "inline conditions": "ifndef::a[" * (MEGABYTE // 10) + "]",
    "comments": "////\n" * (MEGABYTE // 5),
    "blocks": "----\na goat walks in alone\n" * (MEGABYTE // 27),
    "paragraphs": "a goat walks in alone\n\n" * (MEGABYTE // 23),
    "titles": "= a\n" * (MEGABYTE // 4),
    "colons": ":" * MEGABYTE,
    "authors": "= a\n" + "a;" * (MEGABYTE // 2),
    "spaces": "= a\n\nx" + " " * MEGABYTE + "y",
    "attribute lines": "[a]\n" * (MEGABYTE // 4) + "x",
}


@not_traced
@pytest.mark.parametrize("name", WORST)
def test_a_megabyte_of_the_worst_input_takes_under_a_second(name):
    source = Source(name="a.adoc", data=WORST[name].encode())

    def read():
        with suppress(StoryError):
            asciidoc.parse(source)

    assert takes_under_a_second(read)


@given(st.text(st.sampled_from("=-:.|`*_[]#+/ \nab{}v1;")) | st.text() | st.binary())
def test_arbitrary_text_raises_only_story_errors(text):
    data = text if isinstance(text, bytes) else text.encode()
    try:
        asciidoc.parse(Source(name="a.adoc", data=data))
    except StoryError:
        return
