"""The text of a story: clean HTML without boilerplate, hidden and paid text."""

from datetime import UTC, datetime

import pytest
from support.savedpages import PROSE, URL, entry, linked_data, page, read, story

from feedsvc.entry import HOLD
from feedsvc.parsers.webpage.roles import roles_in


@pytest.mark.parametrize(
    "noise",
    [
        '<div class="share-bar"><p>Share this with your friends and family.</p></div>',
        "<p>Advertisement</p>",
        '<p>Read more: <a href="/b">The bridge that never was</a></p>',
        '<h3>Related stories</h3><ul><li><a href="/b">Bridge</a></li></ul>',
        "<aside><p>Ten more things to know about ferries.</p></aside>",
        '<div class="newsletter-signup"><p>Sign up for the morning letter.</p></div>',
        "<form><p>Your e-mail address, please.</p></form>",
        '<div role="navigation"><p>Up, down, left and right.</p></div>',
        "<p hidden>INTERNAL the quote is not checked</p>",
        '<p style="color:red; DISPLAY : none">INTERNAL</p>',
        '<p aria-hidden="true">INTERNAL</p>',
        '<p class="sr-only">INTERNAL</p>',
        '<p class="d-none">INTERNAL</p>',
        "<template><p>INTERNAL</p></template><!-- INTERNAL -->",
        "<noscript><p>Turn on scripts to see INTERNAL things.</p></noscript>",
        "<script>var internal = '<p>INTERNAL</p>'</script><style>p {}</style>",
        '<div class="editors-note"><p>Desk: hold the third paragraph.</p></div>',
        "<p>Editors: call Ann before you print.</p>",
        '<button>Play</button><input value="x"><select><option>One</option></select>',
        '<iframe src="https://x.example/"></iframe>',
        "<p></p><p> <br> </p><div></div>",
        '<img src="https://x.example/count.gif" width="1" height="1">',
        "<h1>Ferry stays</h1>",
    ],
)
def test_noise_is_not_part_of_the_text(noise):
    first, second = PROSE.strip().split("\n")
    found = entry(story(f"{first}\n{noise}\n{second}"))
    assert found.content == PROSE.strip()


def test_text_after_the_end_of_a_story_is_omitted():
    tail = "<h3>Most read</h3><p>The bridge that never was, and never will be, they say.</p>"
    parsed = read(story(PROSE + tail))
    assert parsed.entries[0].content == PROSE.strip()
    assert [line.why for line in parsed.trace if line.role == "omitted"] == [
        "heading of text outside the story",
        "below that heading",
    ]


def test_boilerplate_with_most_of_the_text_is_kept():
    found = entry(
        page(body=f'<article><h1>Ferry stays</h1><div class="widget">{PROSE}</div></article>')
    )
    assert found.content == PROSE.strip()


def test_a_story_behind_an_open_dialog_is_not_hidden():
    body = f'<div aria-hidden="true"><article><h1>Ferry stays</h1>{PROSE}</article></div>'
    assert entry(page(body=body)).content == PROSE.strip()


def test_an_element_shown_on_wide_screens_is_not_hidden():
    assert "hidden" in roles_in("hidden x")
    assert "hidden" not in roles_in("hidden md:block")


def test_markup_of_the_text_is_flat_and_safe():
    text = """<div><div>Loose text, <b>bold</b> &amp; more.</div><section><h2 id="x">Head</h2>
    <p onclick="x()">One <a href="/y#z" class="c">link</a>, <a href="javascript:x()">none</a>.</p>
    </section></div><blockquote><p>Quote</p></blockquote><ul><li>Item</li></ul>
    <p><a href="#n">note</a></p><p id="n">The note that it leads to, in a few words.</p>"""
    found = entry(story(text).replace("<head>", f'<head><link rel="canonical" href="{URL}">'))
    lines = found.content.split("\n")
    assert lines[0] == "<p>Loose text, <b>bold</b> &amp; more.</p>"
    assert lines[1] == "<h2>Head</h2>"
    assert '<a href="https://harbourpost.example/y#z">link</a>, <a>none</a>' in found.content
    assert '<p><a href="#n">note</a></p>' in found.content
    assert '<p id="n">' in found.content
    assert "onclick" not in found.content
    assert "<div>" not in found.content


def test_relative_links_need_a_base():
    link = '<p>Some <a href="sub/x.html">words of a link</a> in a sentence of some length.</p>'
    based = page('<base href="https://b.example/dir/">', f"<article><h1>A</h1>{link}</article>")
    assert 'href="https://b.example/dir/sub/x.html"' in entry(based).content
    assert "href" not in entry(page(body=f"<article><h1>A</h1>{link}</article>")).content


def test_rights_topics_and_corrections_are_fields_and_not_text():
    tail = (
        "<p>Correction: An earlier version named two mayors.</p><p>Topics: ferry, river</p>"
        "<p>© 2024 Harbour Post. All rights reserved.</p>"
    )
    found = entry(story(PROSE + tail))
    assert found.correction == "Correction: An earlier version named two mayors."
    assert found.rights == "© 2024 Harbour Post. All rights reserved."
    assert [each.term for each in found.categories] == ["ferry", "river"]
    assert found.content == PROSE.strip()


@pytest.mark.parametrize(
    ("line", "until"),
    [
        ("EMBARGOED UNTIL 1 May 2030 10:00 UTC", datetime(2030, 5, 1, 10, tzinfo=UTC)),
        ("Embargoed until noon or so", HOLD),
        ("FOR IMMEDIATE RELEASE", None),
    ],
)
def test_an_embargo_line_holds_the_story(line, until):
    found = entry(story(f"<p>{line}</p>{PROSE}"))
    assert found.embargo == until
    assert line not in found.content


def test_text_behind_a_paywall_is_never_published():
    block = linked_data(
        isAccessibleForFree="False",
        hasPart={"isAccessibleForFree": False, "cssSelector": ".paid, #more"},
        articleBody="The SECRET part.",
    )
    text = f'{PROSE}<div class="x paid"><p>The SECRET part.</p></div><p id="more">SECRET too.</p>'
    body = f'<article><h1>Ferry stays</h1><div class="entry-content">{text}</div></article>'
    parsed = read(page(block, body))
    assert "SECRET" not in repr(parsed.entries)
    assert [note.message for note in parsed.notes] == [
        "the page says that the story is not free to read; make sure that you may publish it",
        "text for subscribers omitted",
    ]


def test_a_free_story_has_no_note():
    assert read(page(linked_data(isAccessibleForFree=True))).notes == ()


def test_hidden_parts_of_a_headline_are_removed():
    body = (
        '<article itemscope itemtype="http://schema.org/NewsArticle"><h1 itemprop="headline">'
        f"Ferry stays<span hidden> SECRET</span></h1>{PROSE}</article>"
    )
    assert entry(page(body=body)).title == "Ferry stays"


def test_the_trace_names_the_source_of_each_field():
    parsed = read(page(linked_data(description="Floats.")))
    roles = {line.role: (line.line, line.why) for line in parsed.trace}
    assert roles["title"] == (2, "JSON-LD headline")
    assert roles["summary"] == (2, "JSON-LD description")
    assert roles["content"] == (3, "<article>")
