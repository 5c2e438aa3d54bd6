"""Entries in full as HTML, with absolute links."""

import html

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from support.samplefeed import BASE, BRIDGE, FERRY, texts

from feedsvc.entry import Media
from feedsvc.feeds import full_content
from feedsvc.feeds.entry_html import absolute_links, text_as_html

PAGE = "https://news.example.org/stories/ferry/"


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ('<a href="/a">x</a>', f'<a href="{BASE}/a">x</a>'),
        ('<a href="a">x</a>', f'<a href="{PAGE}a">x</a>'),
        ('<a href="../b/?c=1&amp;d=2#e">x</a>', f'<a href="{BASE}/stories/b/?c=1&amp;d=2#e">x</a>'),
        ('<a href="#note">x</a>', f'<a href="{PAGE}#note">x</a>'),
        ('<a href="//cdn.example.net/a">x</a>', '<a href="https://cdn.example.net/a">x</a>'),
        ('<img src="a.jpg" alt="">', f'<img src="{PAGE}a.jpg" alt="">'),
        ("<img src=a.jpg>", f'<img src="{PAGE}a.jpg">'),
        ("<IMG SRC = 'a.jpg'>", f'<img src="{PAGE}a.jpg">'),
        ('<video poster="/p.jpg"></video>', f'<video poster="{BASE}/p.jpg"></video>'),
        ('<q cite="/c">x</q>', f'<q cite="{BASE}/c">x</q>'),
        (
            '<img srcset="/a.jpg 1x, b.jpg 2x">',
            f'<img srcset="{BASE}/a.jpg 1x, {PAGE}b.jpg 2x">',
        ),
        (
            '<picture><source srcset="a.jpg, https://x.org/b,c.jpg 2x"><img src="/c"></picture>',
            (
                f'<picture><source srcset="{PAGE}a.jpg, https://x.org/b,c.jpg 2x">'
                f'<img src="{BASE}/c"></picture>'
            ),
        ),
    ],
)
def test_all_links_become_absolute(markup, expected):
    assert absolute_links(markup, PAGE) == expected


@pytest.mark.parametrize(
    "markup",
    [
        "",
        "plain & simple <text",
        '<p class="/a">x=y</p><br/><unknown>',
        '<a href="https://x.org/a" rel="noopener">x</a><img alt="a=b" src="http://x.org/i">',
        '<a href="mailto:a@x.org">x</a><a href="tel:+1">y</a>',
    ],
)
def test_html_without_relative_links_is_unchanged(markup):
    assert absolute_links(markup, PAGE) == markup


def test_text_around_a_changed_link_is_kept():
    markup = 'Brücke &amp; &lt;b&gt; 👩\u200d🚒 <b>שלום</b><br>tail <a href="/x">y</a> end'
    assert absolute_links(markup, PAGE) == markup.replace('"/x"', f'"{BASE}/x"')


def test_a_link_with_an_invalid_url_is_removed():
    assert absolute_links('<a href="//[x">y</a>', PAGE) == "<a>y</a>"
    assert absolute_links('<img srcset="//[x 1x, /b 2x">', PAGE) == (f'<img srcset="{BASE}/b 2x">')


def test_deeply_nested_html_is_not_truncated():
    markup = "<div>" * 400 + '<a href="/x">y</a>' + "</div>" * 400
    assert f'<a href="{BASE}/x">y</a>' in absolute_links(markup, PAGE)


def test_full_content_has_subtitle_bullets_image_content_and_correction_in_order():
    assert full_content(FERRY) == "\n".join(
        (
            "<p><strong>Repairs took the whole winter</strong></p>",
            "<ul><li>The ferry is back.</li><li>Tickets cost as before</li></ul>",
            (
                f'<figure><img src="{BASE}/ferry.jpg" alt="The ferry at the quay." width="1200"'
                ' height="800"><figcaption>The ferry at the quay. (Okafor)</figcaption></figure>'
            ),
            (
                '<p>PORT ELLIS: The ferry left at <a href="https://news.example.org/timetable">six</a>'
                " &amp; was full.</p>"
            ),
            f'<figure><audio src="{BASE}/ferry.mp3" controls></audio></figure>',
            "<p><em>An earlier version named another quay.</em></p>",
        )
    )


def test_a_plain_story_is_only_its_content():
    assert full_content(BRIDGE) == BRIDGE.content


def test_media_shown_by_the_content_are_not_repeated():
    content = '<p><img src="/quay.jpg?a=1&amp;b=2"></p>'
    media = (Media(url=f"{BASE}/quay.jpg?a=1&b=2", caption="Quay"),)
    entry = msgspec.structs.replace(BRIDGE, content=content, media=media)
    assert full_content(entry).count("<img") == 1


@pytest.mark.parametrize(
    ("media", "shown"),
    [
        (
            Media(url=f"{BASE}/a.mp4", width=640),
            f'<figure><video src="{BASE}/a.mp4" controls width="640"></video></figure>',
        ),
        (
            Media(url=f"{BASE}/a.pdf", caption="Plan & price"),
            f'<p><a href="{BASE}/a.pdf">Plan &amp; price</a></p>',
        ),
        (
            Media(url=f"{BASE}/a.png", credit="AFP"),
            f'<figure><img src="{BASE}/a.png" alt=""><figcaption>(AFP)</figcaption></figure>',
        ),
        (Media(caption="No image"), ""),
        (
            Media(url=f"{BASE}/a.png", caption="The sea", alt='Waves "high"'),
            (
                f'<figure><img src="{BASE}/a.png" alt="Waves &quot;high&quot;">'
                "<figcaption>The sea</figcaption></figure>"
            ),
        ),
    ],
)
def test_each_kind_of_media_has_its_element(media, shown):
    assert full_content(msgspec.structs.replace(BRIDGE, content=None, media=(media,))) == shown


@given(texts())
def test_text_as_html_displays_the_same_text(text):
    assert html.unescape(text_as_html(text)) == text
    assert "<b" not in text_as_html(text)


def test_text_as_html_escapes_only_what_html_would_misread():
    assert text_as_html("AT&T & 5 < 6 <3") == "AT&T & 5 < 6 <3"


@given(st.lists(st.sampled_from(["<p>", "</p>", '<a href="x">', "</a>", "&lt;", "<", "é", " "])))
def test_absolute_links_never_fail(pieces):
    etree.HTML(f"<div>{absolute_links(''.join(pieces), PAGE)}</div>")
