"""Sanitizing the HTML of stories, and converting it to and from plain text."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from feedsvc.parsers.reading.html import paragraphs_html, plain_text, safe_html, xml_text

KEPT = [
    (
        '<figure><img src="a.jpg" alt="A quay" width="800" height="600">'
        "<figcaption>The quay. <cite>Jo Lens</cite></figcaption></figure>"
    ),
    '<picture><source srcset="a.avif 1x, b.avif 2x" type="image/avif"><img src="a.jpg"></picture>',
    '<video src="a.mp4" controls="" poster="a.jpg"><track src="a.vtt" kind="captions"></video>',
    '<audio src="a.mp3" controls=""></audio>',
    (
        "<table><caption>Tides</caption><thead><tr>"
        '<th scope="col" align="right">High</th></tr></thead>'
        '<tbody><tr><td colspan="2">4 m</td></tr></tbody></table>'
    ),
    '<blockquote cite="https://example.org/speech"><p>We <em>will</em> sail.</p></blockquote>',
    '<p lang="ar" dir="rtl">مرحبا</p>',
    '<details open=""><summary>How</summary><p>So.</p></details>',
    '<p><abbr title="North Sea">NS</abbr> <time datetime="2026-05-01">May Day</time></p>',
    '<ol start="3"><li value="4">four</li></ol>',
    '<h2 id="tides">Tides</h2><p><a href="#tides" rel="nofollow">up</a></p>',
    '<p><a href="mailto:desk@example.org">desk</a> <a href="tel:+4930123">call</a></p>',
]

DROPPED = [
    ("<p>a<script>alert(1)</script>b</p>", "<p>ab</p>"),
    ('<p onclick="alert(1)">a</p>', "<p>a</p>"),
    ('<a href="javascript:alert(1)">a</a>', "<a>a</a>"),
    ('<a href="jav&#10;ascript:alert(1)">a</a>', "<a>a</a>"),
    ('<a href="java&#1;script:alert(1)">a</a>', "<a>a</a>"),
    ('<a href="java\x01script:alert(1)">a</a>', "<a>a</a>"),
    ('<img src="data:image/png;base64,AAAA">', "<img>"),
    ('<img src="a.jpg" srcset="data:image/png;base64,AAAA 1x">', '<img src="a.jpg">'),
    ('<img src="a.jpg" srcset="b.jpg 1x, javascript:alert(1) 2x">', '<img src="a.jpg">'),
    ('<p style="color:red" class="x">a</p>', "<p>a</p>"),
    ('<iframe src="https://example.org/film">film</iframe><p>a</p>', "<p>a</p>"),
    ("<svg><script>alert(1)</script></svg><p>a</p>", "<p>a</p>"),
    ("<form><input name=q>Search</form>", "Search"),
    ("<p>a<!-- not for readers --></p>", "<p>a</p>"),
    ("<p>open", "<p>open</p>"),
    ("<p>a&#1;b&#xFFFF;c\x07</p>", "<p>abc</p>"),
    ("<p>half a \ud83d character</p>", "<p>half a  character</p>"),
]


@pytest.mark.parametrize("markup", KEPT)
def test_elements_of_news_stories_stay(markup):
    assert safe_html(markup) == markup


@pytest.mark.parametrize(("markup", "safe"), DROPPED)
def test_scripts_and_styles_are_removed(markup, safe):
    assert safe_html(markup) == safe


@given(
    st.lists(
        st.sampled_from(
            [
                *("<script>", "</script>", "<img src=x", " onerror=alert(1)", ">", "<a href='"),
                *("java", "script:", "&#1;", "&#x0A;", "\x01", "\ufeff", "\t", "'", '"', "<svg>"),
                *("<style>", "<math>", "<!--", "-->", "<p", " srcset=", "data:", "<b", "/>", "&"),
            ]
        )
        | st.text(max_size=4)
    ).map("".join)
)
def test_safe_html_contains_nothing_active(markup):
    safe = safe_html(markup)
    assert xml_text(safe) == safe
    for element in lxml_html.fragment_fromstring(safe, create_parent="div").iter():
        assert element.tag not in ("script", "style", "iframe", "object", "svg", "math")
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            assert not value.lower().strip().startswith("javascript:") or name == "title"


@pytest.mark.parametrize(
    "unit",
    ["<div>", "<b></i>", "<p><b id=x>", "<div><b></div>", "<table>", "<p " + "a " * 2000 + ">"],
)
def test_heavy_markup_is_reduced_to_its_text(unit):
    assert safe_html(unit * 10_000 + "the &amp; text") == "<p>the &amp; text</p>"


def test_heavy_markup_stays_escaped():
    assert safe_html("<div>" * 2000 + "&lt;script&gt;") == "<p>&lt;script&gt;</p>"
    assert safe_html("<" * 30_000 + "&" * 6000).startswith("<p>&lt;&lt;")


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 200_000,
        "<" * 1_000_000,
        "<p " + " ".join(f"a{number}=1" for number in range(120_000)),
        '<img srcset="' + "," * 1_000_000,
        "<li>" * 250_000,
        "<!--" * 250_000,
        "a &amp; b " * 100_000,
        "&" * 1_000_000,
    ],
    ids=lambda markup: markup[:8],
)
def test_a_megabyte_of_markup_takes_under_a_second(markup):
    start = time.process_time()
    safe_html(markup)
    assert time.process_time() - start < 1


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("plain  text\nof two lines", "plain text of two lines"),
        ("<p>One.</p><p>Two &amp; three<br>four</p>", "One. Two & three four"),
        ("<p>in<b>side</b> a word</p>", "inside a word"),
        ("a < b & c &lt;d&gt;", "a < b & c <d>"),
        ("<style>p{}</style>A<script>x</script>", "A"),
        ("no&nbsp;break", "no break"),
        ("a&#1;b &amp;#1; \ud83d", "ab &#1;"),
    ],
)
def test_plain_text_of_html(markup, text):
    assert plain_text(markup) == text


def test_paragraphs_become_html_with_the_same_text():
    paragraphs = ['He said "5 < 6 & so on".', "مرحبا"]
    markup = paragraphs_html(paragraphs)
    assert markup == '<p>He said "5 &lt; 6 &amp; so on".</p>\n<p>مرحبا</p>'
    assert plain_text(markup) == " ".join(paragraphs)


@given(st.text())
def test_xml_text_removes_only_what_xml_does_not_allow(text):
    kept = [
        char
        for char in text
        if char in "\t\n\r"
        or " " <= char <= "\ud7ff"
        or "\ue000" <= char <= "\ufffd"
        or char > "\uffff"
    ]
    assert xml_text(text) == "".join(kept)
