# ruff: noqa: E501, PT017 -- markup on long lines; an assertion on errors that may or may not occur
"""Arbitrary and hostile bytes: only story errors, and never slow."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.pace import not_traced, takes_under_a_second
from support.savedpages import PROSE, linked_data, page

from feedsvc.errors import StoryError
from feedsvc.parsers import Source, webpage
from feedsvc.parsers.webpage import claims

SEED = page(
    linked_data(author={"@type": "Person", "name": "Ann"}, image=["/a.jpg"])
    + '<meta property="og:image" content="/b.jpg">',
    '<article itemscope itemtype="http://schema.org/NewsArticle"><h1 itemprop="headline">F</h1>'
    '<time datetime="2024-05-01">x</time><figure><img srcset="/a 1w, /b 2x"><figcaption>c'
    f"</figcaption></figure><div class='entry-content'>{PROSE}<ul><li>x<br><br>y</ul></div></article>",
).encode()


def read_or_refuse(data):
    source = Source(name="a.html", data=data)
    if not claims(source):
        return
    try:
        webpage.parse(source)
    except StoryError as error:
        assert "\n" not in str(error)


@given(st.binary(max_size=300))
def test_arbitrary_bytes_raise_only_story_errors(data):
    read_or_refuse(data)


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, len(SEED)), st.integers(0, 40), st.one_of(st.binary(max_size=8),
            st.sampled_from([b"<p>", b"</div>", b"<figure>", b'"', b"{", b"<li>", b" itemscope ", b"<table>",
                             b"\\ud800", b"<!--", b'" hidden x="', b"</script>", b"<a rel=tag>", b"<time>"])),
        ),
        max_size=6,
    )
)  # fmt: skip
def test_mutated_pages_raise_only_story_errors(cuts):
    data = SEED
    for at, length, new in cuts:
        data = data[:at] + new + data[at + length :]
    read_or_refuse(data)


MEGABYTE = 1_000_000
ARTICLE = f"<article><h1>T</h1>{PROSE}"
WORST = {
    "nested": "<div>" * (MEGABYTE // 5),
    "unclosed": "<p>" * (MEGABYTE // 3),
    "attributes of one tag": "<p " + " ".join(f"a{n}=1" for n in range(120_000)) + ">x",
    "attributes of many tags": ("<p " + " ".join(f"a{n}" for n in range(30)) + ">x") * 8_000,
    "words": f"{ARTICLE}<p>" + "x " * (MEGABYTE // 2),
    "references": f"{ARTICLE}<p>" + "&amp;" * (MEGABYTE // 5),
    "brackets": "<" * MEGABYTE,
    "comments": "<!-- " * (MEGABYTE // 5),
    "scripts": "<script " * (MEGABYTE // 8),
    "paragraphs": ARTICLE + "<p>a b c d e, f g h i and more of that kind of text" * 15_000,
    "as many paragraphs as are read": ARTICLE
    + "".join(f"<p>By Ann Lee, {'a, b ' * 20} {n}" for n in range(7_900)),
    "as many dates as are read": ARTICLE + '<p class="date">1 May 2024' * 7_900,
    "classes": ARTICLE + '<p class="entry-content related share">a, b' * 15_000,
    "one huge class": ARTICLE + f'<p class="{"a-b " * (MEGABYTE // 4)}">a, b',
    "bylines in bylines": ARTICLE + "<div class=byline>" * 200
    + "<span class=byline>a b</span>" * 9_000,
    "links in bylines": ARTICLE + "<div class=byline>" * 190
    + f"<a href=/>a b</a>{'x y, ' * 7}" * 15_000,
    "bylines as text": ARTICLE + "<p>By Ann Lee" * 15_800,
    "dates in dates": ARTICLE + "<div class=date>" * 190 + "<time>1 May 2024</time>" * 15_700,
    "text in dates": ARTICLE + "<div class=updated>" * 190 + f"<a>b</a>{'x y, ' * 9}" * 15_000,
    "dates as text": ARTICLE + '<p class="date">1 May 2024' * 15_800,
    "headings": ARTICLE + "<div class=date>" * 20 + f"<h1>a b</h1>{'x y, ' * 9}" * 15_000,
    "articles in frames": "<picture>" * 190 + "<article><p>a b c, d</article>" * 7_900,
    "articles in articles": "<article>" * 190 + "<p>a b c, d" * 15_700,
    "quotes in quotes": ARTICLE + "<blockquote>" * 190 + f"<a>b</a>{'x y, ' * 9}" * 15_000,
    "lists in lists": ARTICLE + "<ul><li>" * 95 + "<li>a, b" * 15_700,
    "texts of articles": "<main>" * 190 + "<div itemprop=articleBody>a b</div>" * 15_700,
    "hidden properties": ARTICLE + f"<b hidden itemprop=name>x</b>{'x y, ' * 6}" * 15_800,
    "hidden in hidden": ARTICLE + "<div hidden><b itemprop=name>x</b>" * 190
    + "<p hidden>x" * 15_000,
    "properties in properties": (
        '<div itemscope itemtype="http://schema.org/NewsArticle"><i itemprop=author itemscope>'
    ) * 100 + "<b itemprop=name>x</b>" * 15_000,
    "phrases in one paragraph": ARTICLE + f"<b itemprop=name>x</b>{'x y, ' * 6}" * 15_800,
    "breaks": ARTICLE + "<div>text" + "a<br><br>" * 7_000,
    "breaks in a paragraph": ARTICLE + "<p>text" + "a<br>" * 15_000,
    # The image makes the search for images real: lxml skips it for names that it has never seen.
    "figures in figures": ARTICLE + "<img src=/a>" + "<figure>" * 100 + "<p>a b, c" * 15_700,
    "captions": ARTICLE
    + "<figure><img src=http://a.example/a><figcaption>c</figcaption></figure>" * 5_200,
    "captions of one figure": f"{ARTICLE}<figure>" + "<figcaption>c</figcaption>" * 15_000,
    "pictures": ARTICLE + f"<img src=/a.jpg>{'x y, ' * 9}" * 15_000,
    "JSON-LD that is nested": '<script type="application/ld+json">' + "[" * MEGABYTE,
    "JSON-LD that is broken": '<script type="application/ld+json">{"a":"' + '" ' * (MEGABYTE // 2),
    "blocks of JSON-LD": linked_data() * 7_000,
    "a title": "<title>" + " - x" * (MEGABYTE // 4) + "</title>",
    "srcset": ARTICLE + '<img srcset="' + "a 1w, " * (MEGABYTE // 6) + '">',
    "style": '<p style="' + "display:" * (MEGABYTE // 8) + '">x',
}  # fmt: skip


@not_traced
@pytest.mark.parametrize("name", WORST)
def test_a_megabyte_of_the_worst_input_takes_under_a_second(name):
    data = WORST[name].encode()[:MEGABYTE]
    assert takes_under_a_second(lambda: read_or_refuse(data))
