# ruff: noqa: E501 -- markup on long lines
"""Fields of an entry from the visible markup of a page."""

from datetime import datetime, timedelta, timezone

import pytest
from support.savedpages import PROSE, URL, entry, page, story

from feedsvc.entry import Dateline, Person

CEST = timezone(timedelta(hours=2))


def test_wordpress_markup():
    body = f"""<article id="post-7" class="post type-post hentry"><header class="entry-header">
    <span class="cat-links"><span class="screen-reader-text">Posted in</span>
    <a href="/c/local" rel="category tag">Local</a></span>
    <h1 class="entry-title">Ferry stays</h1>
    <div class="entry-meta"><span class="posted-on">Posted on <a href="/x">
    <time class="entry-date published" datetime="2024-05-01T10:00:00+02:00">1 May</time>
    <time class="updated" datetime="2024-05-02T10:00:00+02:00">2 May</time></a></span>
    <span class="byline">by <span class="author vcard"><a class="url fn n" href="/author/ann">
    Ann Lee</a></span></span></div></header>
    <div class="entry-content">{PROSE}
    <div class="sharedaddy sd-sharing"><h3>Share this:</h3><ul><li><a href="#">X</a></li></ul></div>
    <div id="jp-relatedposts"><h3>Related</h3><p>Another story, with words enough in it.</p></div>
    </div><footer class="entry-footer"><span class="tags-links">
    <a href="/t/1" rel="tag">ferry</a>, <a href="/t/2" rel="tag">river</a></span></footer></article>
    <div id="comments"><p>A comment that goes on and on, and then on, and a bit more.</p></div>"""
    found = entry(page(f'<link rel="canonical" href="{URL}">', body))
    assert found.section == "Local"
    assert [each.term for each in found.categories] == ["ferry", "river"]
    assert found.authors == (Person(name="Ann Lee", uri="https://harbourpost.example/author/ann"),)
    assert found.published == datetime(2024, 5, 1, 10, tzinfo=CEST)
    assert found.updated == datetime(2024, 5, 2, 10, tzinfo=CEST)
    assert found.content == PROSE.strip()


def test_ghost_markup():
    body = f"""<main><article class="article post"><header class="article-header">
    <h1 class="article-title">Ferry stays</h1><p class="article-excerpt">Weeks end.</p>
    <a href="/author/ann" class="byline-name">Ann Lee</a></header>
    <section class="gh-content gh-canvas">{PROSE}</section></article></main>
    <section class="read-more"><article><a href="/b">Bridge</a></article></section>"""
    found = entry(page(body=body))
    assert found.authors[0].name == "Ann Lee"
    assert found.content == PROSE.strip()


def test_hugo_markup_without_classes():
    body = f"""<header><a href="/">Harbour Post</a></header><main><article><header>
    <h1>Ferry stays</h1><time datetime="2024-05-01">1 May 2024</time></header>{PROSE}</article>
    </main><footer>Made with Hugo, and a lot of patience in the long evenings.</footer>"""
    found = entry(page(body=body, attributes=' lang="en"'))
    assert (found.published.day, found.date_precision) == (1, "day")
    assert found.language == "en"
    assert found.content == PROSE.strip()


def test_amp_components_are_removed_and_images_kept():
    body = f"""<amp-sidebar id="m"><ul><li>Menu of things</li></ul></amp-sidebar>
    <article><h1>Ferry stays</h1><amp-img src="/img/f.jpg" width="800" height="450">
    <noscript><img src="/img/f.jpg"></noscript></amp-img>{PROSE}
    <amp-ad type="x"><p>Buy a boat now, they are cheap today, and tomorrow too.</p></amp-ad>
    <div subscriptions-section="content-not-granted"><p>Subscribe to read on.</p></div>
    <amp-social-share type="x"></amp-social-share></article>"""
    found = entry(page(f'<link rel="canonical" href="{URL}">', body, " amp"))
    assert found.content == (
        '<p><img src="https://harbourpost.example/img/f.jpg" width="800" height="450"></p>\n'
        + PROSE.strip()
    )


def test_the_main_text_is_found_without_helpful_markup():
    body = f"""<div class="top"><a href="/">Home</a> <a href="/b">Sport</a></div>
    <div class="x1"><div class="x2"><h1>Ferry stays</h1><div class="x3">{PROSE}{PROSE}</div></div>
    <div class="x4"><ul><li><a href="/1">A story about a bridge that is not this one</a></li>
    <li><a href="/2">Another story with a long name, and commas, to be read</a></li></ul></div></div>
    <div class="x5">© 2024 Harbour Post. All rights reserved.</div>"""
    found = entry(page(body=body))
    assert found.title == "Ferry stays"
    assert found.content == (PROSE + PROSE).strip()


@pytest.mark.parametrize(
    ("before", "names"),
    [
        ('<p class="byline">By <b>ANN LEE</b> and Bo Ek</p>', ["Ann Lee", "Bo Ek"]),
        ('<a rel="author" href="/x">Ann Lee</a>', ["Ann Lee"]),
        ('<div class="author"><img src="/a.jpg"><a href="/author/a">Ann Lee</a></div>', ["Ann Lee"]),
        (
            ('<div class="article__byline"><span class="author-name">Ann Lee</span>'
            '<span class="job">Ferries editor</span></div>'),
            ["Ann Lee"],
        ),
        ("<p>By Ann Lee</p>", ["Ann Lee"]),
        ('<div class="byline">Von Ann Lee | <time datetime="2024-05-01">1.5.</time></div>',
         ["Ann Lee"]),
    ],
)  # fmt: skip
def test_bylines_in_various_markup(before, names):
    found = entry(page(body=f"<article><h1>Ferry stays</h1>{before}{PROSE}</article>"))
    assert [each.name for each in found.authors] == names
    assert found.content == PROSE.strip()


@pytest.mark.parametrize(
    ("before", "published", "updated"),
    [
        ('<time datetime="2024-05-01T10:00:00Z">1 May</time>', 1, None),
        ('<p>Updated <time datetime="2024-05-02T10:00:00Z">2 May</time></p>', None, 2),
        (('<p>Published <time datetime="2024-05-01">1 May</time>, updated '
         '<time datetime="2024-05-02">2 May</time></p>'), 1, 2),
        ('<span class="date">1 May 2024</span>', 1, None),
        ("<p>Aktualisiert: 2. Mai 2024, 10.00 Uhr</p>", None, 2),
        ("<time>1 May 2024</time>", 1, None),
    ],
)  # fmt: skip
def test_dates_in_various_markup(before, published, updated):
    found = entry(page(body=f"<article><h1>Ferry stays</h1>{before}{PROSE}</article>"))
    assert (found.published and found.published.day) == published
    assert (found.updated and found.updated.day) == updated
    assert found.content == PROSE.strip()


def test_double_line_breaks_of_old_pages_separate_paragraphs():
    body = (
        "<table><tr><td><a href='/'>Home</a></td><td><font size=5><b>Ferry stays</b></font><br>"
        "By Ann Lee<br><br>The crossing reopened on Wednesday, after eleven weeks of silence.<br>"
        "<br>It floats, said the first mayor, who had bet against it, and went home.</td></tr>"
        "</table>"
    )
    found = entry(page(body=body))
    assert found.authors == (Person(name="Ann Lee"),)
    assert found.content == (
        "<p>The crossing reopened on Wednesday, after eleven weeks of silence.</p>\n"
        "<p>It floats, said the first mayor, who had bet against it, and went home.</p>"
    )


def test_dates_and_headings_in_asides_are_ignored():
    aside = '<aside><time datetime="2020-01-01">old</time><h1>Most read</h1></aside>'
    body = f'<article>{aside}<h1>Ferry stays</h1><time datetime="2024-05-01">x</time>{PROSE}'
    found = entry(page(body=f"{body}</article>"))
    assert (found.title, found.published.year) == ("Ferry stays", 2024)


def test_deck_kicker_key_points_and_dateline():
    before = '<p class="kicker">Local</p><p class="standfirst">Weeks of silence end.</p>'
    points = '<div class="key-points"><ul><li>It floats</li><li>It stays</li></ul></div>'
    text = f"{points}<p>HAMBURG, Germany (AP) — The ferry stays, three mayors said.</p>{PROSE}"
    found = entry(story(text, before))
    assert found.section == "Local"
    assert found.subtitle == "Weeks of silence end."
    assert found.highlights == ("It floats", "It stays")
    assert found.dateline == Dateline(place="HAMBURG", country="Germany", agency="AP")
    assert found.agency == "AP"
    assert found.content.startswith("<p>HAMBURG, Germany (AP) — The ferry")
