# ruff: noqa: E501, PT017, RUF001 -- pages stand as they are sent, long lines and dashes included
"""Saved web pages: what they say of themselves, what they show, and what never gets out."""

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.pace import not_traced, takes_under_a_second

from feedsvc.entry import HOLD, AssumedZone, Category, Dateline, Media, Person
from feedsvc.errors import StoryError
from feedsvc.parsers import Options, Source, parse
from feedsvc.parsers.reading.loosejson import read_loose_json
from feedsvc.parsers.webpage import FORMAT, claims, maintext
from feedsvc.parsers.webpage.headline import headline_in, without_site
from feedsvc.parsers.webpage.roles import roles_in

URL = "https://harbourpost.example/news/ferry-stays"
PROSE = (
    "<p>The crossing between the two towns reopened on Wednesday after eleven weeks, and three"
    " mayors cut one ribbon in three places.</p>\n"
    "<p>“It floats,” said the first, who had bet against it, while the second looked on.</p>\n"
)
CEST = timezone(timedelta(hours=2))


@pytest.fixture(autouse=True)
def without_trafilatura(monkeypatch):
    """Read pages with our own extractor, whatever is installed; one test turns it on."""
    monkeypatch.setattr(maintext, "has_trafilatura", lambda: False)


def read(markup, name="world/a.html", **options):
    data = markup.encode() if isinstance(markup, str) else markup
    return FORMAT.parse(Source(name=name, data=data, options=Options(**options)))


def entry(markup, **options):
    (found,) = read(markup, **options).entries
    return found


def refusal(markup):
    with pytest.raises(StoryError) as caught:
        read(markup)
    assert "\n" not in str(caught.value)
    return caught.value


def page(head="", body=f"<article><h1>Ferry stays</h1>{PROSE}</article>", attributes=""):
    return (
        f"<!DOCTYPE html><html{attributes}><head><title>Ferry stays</title>\n{head}</head>\n"
        f"<body>{body}</body></html>"
    )


def linked_data(**fields):
    block = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Ferry stays"}
    return f'<script type="application/ld+json">{json.dumps(block | fields)}</script>'


def story(content, before="", after=""):
    return page(
        body=f"<main><article><h1>Ferry stays</h1>{before}"
        f'<div class="entry-content">{content}</div>{after}</article></main>'
    )


# Detection


@pytest.mark.parametrize(
    ("name", "data", "claimed"),
    [
        ("a.html", b"<p>x", True),
        ("a.htm", b"Only words", True),
        ("a.xhtml", b'<?xml version="1.0"?><!DOCTYPE html><html/>', True),
        ("a.xhtml", b'<?xml version="1.0"?>\n<html xmlns="x"/>', True),
        ("a.txt", b"<!DOCTYPE html>\n<p>x", True),
        ("a.txt", b"\xef\xbb\xbf<HTML><body>x", True),
        ("a.txt", b"<!-- saved -->\n<!doctype HTML PUBLIC 'x'>", True),
        ("a.txt", "<html>".encode("utf-16"), True),
        ("a.txt", b"Ferry stays", False),
        ("a.html", b'<?xml version="1.0"?><rss/>', False),
        ("a.html", b'{"title": "x"}', False),
        ("a.html", b"  \n", False),
        ("a.xml", b"<nitf/>", False),
    ],
)
def test_a_page_is_told_by_its_beginning_or_its_suffix(name, data, claimed):
    assert claims(Source(name=name, data=data)) is claimed


def test_a_page_with_front_matter_stays_markdowns():
    source = Source(name="a.html", data=b"---\ntitle: Low tide\n---\n<p>It is low.</p>\n")
    assert parse(source).entries[0].title == "Low tide"


def test_a_saved_page_among_stories_is_read():
    (found,) = parse(Source(name="a.html", data=page().encode())).entries
    assert found.title == "Ferry stays"


# JSON-LD


def test_json_ld_gives_every_field_that_it_says():
    block = linked_data(
        **{
            "@id": f"{URL}#article",
            "url": URL,
            "alternativeHeadline": "Eleven weeks end",
            "description": "The crossing reopens &amp; floats.",
            "datePublished": "2024-05-01T10:00:00+02:00",
            "dateModified": "2024-05-02T08:30:00.000Z",
            "expires": "2030-01-01",
            "author": [{"@type": "Person", "name": "Ann Lee", "url": "https://x.example/ann"}],
            "articleSection": ["News", "Local"],
            "keywords": "ferry, harbour",
            "inLanguage": "en-GB",
            "license": "https://creativecommons.org/licenses/by/4.0/",
            "contentLocation": {"geo": {"latitude": "53.55", "longitude": 9.99}},
            "dateline": "HAMBURG, Germany",
            "correction": "An earlier version named two mayors.",
            "image": {
                "@type": "ImageObject",
                "url": "/img/ferry.jpg",
                "width": "1600px",
                "height": {"@type": "QuantitativeValue", "value": 900},
                "caption": "The ferry at noon.",
                "creditText": "Bo Ek",
            },
        }
    )
    found = entry(page(block + f'<link rel="canonical" href="{URL}">'))
    assert found.source_id == f"{URL}#article"
    assert found.link == URL
    assert found.title == "Ferry stays"
    assert found.subtitle == "Eleven weeks end"
    assert found.summary == "The crossing reopens & floats."
    assert found.published == datetime(2024, 5, 1, 10, tzinfo=CEST)
    assert found.updated == datetime(2024, 5, 2, 8, 30, tzinfo=UTC)
    assert found.expires == datetime(2030, 1, 1, tzinfo=UTC)
    assert found.authors == (Person(name="Ann Lee", uri="https://x.example/ann"),)
    assert found.section == "News"
    assert [each.term for each in found.categories] == ["ferry", "harbour", "Local"]
    assert found.language == "en-GB"
    assert found.rights == "https://creativecommons.org/licenses/by/4.0/"
    assert found.location == (53.55, 9.99)
    assert found.dateline == Dateline(place="HAMBURG", country="Germany")
    assert found.correction == "An earlier version named two mayors."
    assert found.media == (
        Media(
            url="https://harbourpost.example/img/ferry.jpg",
            width=1600,
            height=900,
            caption="The ferry at noon.",
            credit="Bo Ek",
        ),
    )


def test_a_graph_is_put_together_by_its_ids():
    graph = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "WebSite", "@id": "#site", "name": "Harbour Post"},
            {"@type": ["Article"], "headline": "Ferry stays - Harbour Post",
             "author": {"@id": "#ann"}, "image": {"@id": "#pic"}},
            {"@type": "Person", "@id": "#ann", "name": "Ann Lee"},
            {"@type": "ImageObject", "@id": "#pic", "url": "https://x.example/a.jpg", "width": 8},
        ],
    }  # fmt: skip
    found = entry(page(f'<script type="application/ld+json">{json.dumps(graph)}</script>'))
    assert found.title == "Ferry stays"
    assert found.authors == (Person(name="Ann Lee"),)
    assert found.media == (Media(url="https://x.example/a.jpg", width=8),)


@pytest.mark.parametrize(
    "kind", ["Article", "ReportageNewsArticle", "BlogPosting", "http://schema.org/NewsArticle"]
)
def test_all_kinds_of_article_count(kind):
    assert entry(page(linked_data(**{"@type": kind, "description": "Yes."}))).summary == "Yes."


def test_of_several_blocks_the_one_of_the_page_counts():
    other = linked_data(headline="Bridge falls", url="https://harbourpost.example/news/bridge")
    own = linked_data(headline="Something else", url=f"{URL}/?utm_source=x", description="Own.")
    by_address = page(f'{other}{own}<link rel="canonical" href="{URL}">')
    assert entry(by_address).summary == "Own."
    named = linked_data(headline="Ferry stays", description="By name.")
    assert entry(page(other + named)).summary == "By name."


def test_a_story_inside_a_list_of_links_is_not_the_pages():
    items = [{"item": {"@type": "NewsArticle", "headline": "Bridge falls", "description": "No."}}]
    block = linked_data(**{"@type": "ItemList", "itemListElement": items})
    assert entry(page('<meta property="og:type" content="article">' + block)).summary is None


def test_a_headline_that_was_cut_is_taken_whole_from_the_page():
    whole = "Ferry stays after three mayors shake hands on both banks of the river at noon"
    block = linked_data(headline="Ferry stays after three mayors shake…")
    found = entry(page(block, body=f"<article><h1>{whole}</h1>{PROSE}</article>"))
    assert found.title == whole


def test_organisations_are_the_agency_and_persons_the_authors():
    authors = [
        {"@type": "Organization", "name": "Reuters"},
        {"@type": "Person", "name": "By Ann Lee and Bo Ek"},
        "admin",
        "https://facebook.com/ann",
    ]
    found = entry(page(linked_data(author=authors)))
    assert found.agency == "Reuters"
    assert [each.name for each in found.authors] == ["Ann Lee", "Bo Ek"]


def test_article_body_counts_only_where_the_page_has_no_text():
    block = linked_data(articleBody="First paragraph of it.\n\nSecond one <here>.")
    assert "First paragraph" not in entry(page(block)).content
    bare = entry(page(block, body='<div id="app"></div>'))
    assert bare.content == "<p>First paragraph of it.</p>\n<p>Second one &lt;here&gt;.</p>"


def test_updates_of_a_live_blog_are_its_text_where_the_page_has_none():
    updates = [{"@type": "BlogPosting", "headline": "10 a.m.", "articleBody": "It floats."}]
    block = linked_data(**{"@type": "LiveBlogPosting", "liveBlogUpdate": updates})
    found = entry(page(block, body=""))
    assert found.content == "<p>10 a.m.</p>\n<p>It floats.</p>"


@pytest.mark.parametrize(
    ("status", "expected"),
    [("Draft", "withheld"), ("Retracted", "canceled"), ("Published", "usable")],
)
def test_the_status_of_the_work_counts(status, expected):
    assert entry(page(linked_data(creativeWorkStatus=status))).status == expected


def test_an_id_that_is_the_sites_is_no_storys():
    head = f'<link rel="canonical" href="{URL}">'
    for shared in ("https://harbourpost.example/#article", "#article", "_:b0"):
        assert entry(page(head + linked_data(**{"@id": shared}))).source_id == URL
    assert entry(page(linked_data(**{"@id": "urn:post:7"}))).source_id == "urn:post:7"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a": "x\ny"}', {"a": "x\ny"}),
        ('{"a": 1,}', {"a": 1}),
        ('{/* note */ "a": "x", // more\n "b": true}', {"a": "x", "b": True}),
        ('//<![CDATA[\n{"a": 1.5}\n//]]>', {"a": 1.5}),
        ('<!-- {"a": "x"} -->;', {"a": "x"}),
        ('{"a": "He said "no" today", "b": "y"}', {"a": 'He said "no" today', "b": "y"}),
        ('{"a": "He said "no", he did", "b": "y"}', {"b": "y"}),
        ('{"a": "x", "b": {"c": "d"}, "e": "cut of', {"a": "x", "b": {"c": "d"}}),
        ('{"a": ["x", null, "y"] "b": 2}', {"a": ["x", "y"], "b": 2}),
        ('{"a": "x"}{"b": "y"}', [{"a": "x"}, {"b": "y"}]),
        ('{"a": "\\u00e9\\q"', {"a": "éq"}),
        ("{&quot;a&quot;: &quot;x&quot;}", {"a": "x"}),
        ("alert(1)", None),
        ("", None),
        ('{"a":' * 90 + "1" + "}" * 90 + ', "b": 2}', None),
    ],
)
def test_broken_json_gives_the_fields_that_are_certain(text, value):
    found = read_loose_json(text)[0]
    if value is None:
        assert not found or found.keys() == {"a"}
    else:
        assert found == value


def test_broken_json_ld_is_told_of():
    broken = '<script type="application/ld+json">{"@type": "NewsArticle",\n"description": "A\nb",}'
    parsed = read(page(f'{broken}</script><script type="application/ld+json">nothing</script>'))
    assert parsed.entries[0].summary == "A b"
    assert [note.message for note in parsed.notes] == [
        "invalid JSON in JSON-LD: read in part",
        "invalid JSON in JSON-LD: ignored",
    ]


# meta


def test_opengraph_and_its_kin_fill_what_json_ld_leaves_open():
    head = f"""<meta property="og:title" content="Ferry stays | Harbour Post">
    <meta property="og:site_name" content="Harbour Post">
    <meta property="og:url" content="{URL}">
    <meta property="og:description" content="The crossing reopens.">
    <meta property="og:image" content="//img.example/ferry.jpg">
    <meta property="og:image:width" content="1200"><meta property="og:image:height" content="630">
    <meta property="og:image" content="//img.example/other.jpg">
    <meta property="og:image:width" content="5">
    <meta property="og:locale" content="de_AT">
    <meta property="article:published_time" content="2024-05-01T10:00:00+0200">
    <meta property="article:modified_time" content="2024-05-01 12:00">
    <meta property="article:expiration_time" content="2030-01-01">
    <meta property="article:author" content="https://facebook.com/ann">
    <meta name="author" content="Ann Lee">
    <meta property="article:section" content="News">
    <meta property="article:tag" content="ferry"><meta property="article:tag" content="river">
    <meta name="keywords" content="stuffed, words">
    <meta name="geo.position" content="53.55;9.99">
    <meta name="copyright" content="© 2024 Harbour Post">"""
    found = entry(page(head))
    assert found.title == "Ferry stays"
    assert (found.link, found.source_id) == (URL, URL)
    assert found.media == (Media(url="https://img.example/ferry.jpg", width=1200, height=630),)
    assert found.language == "de-AT"
    assert found.published == datetime(2024, 5, 1, 10, tzinfo=CEST)
    assert isinstance(found.updated.tzinfo, AssumedZone)
    assert found.expires.year == 2030
    assert found.authors == (Person(name="Ann Lee"),)
    assert found.section == "News"
    assert found.categories == (Category(term="ferry"), Category(term="river"))
    assert found.location == (53.55, 9.99)
    assert found.rights == "© 2024 Harbour Post"


@pytest.mark.parametrize(
    ("head", "field", "value"),
    [
        ('<meta name="DC.creator" content="Ann Lee">', "authors", (Person(name="Ann Lee"),)),
        ('<meta name="parsely-section" content="Sea">', "section", "Sea"),
        ('<meta name="sailthru.tags" content="a, b">', "categories",
         (Category(term="a"), Category(term="b"))),
        ('<meta name="citation_author" content="Lee, Ann">', "authors", (Person(name="Ann Lee"),)),
        ('<meta http-equiv="Content-Language" content="fr">', "language", "fr"),
        ('<meta name="robots" content="noindex">', "status", "usable"),
        ('<meta name="robots" content="unavailable_after: 25 Jun 2030 15:00:00 GMT">', "expires",
         datetime(2030, 6, 25, 15, tzinfo=UTC)),
    ],
)  # fmt: skip
def test_other_vocabularies_are_known(head, field, value):
    assert getattr(entry(page(head)), field) == value


def test_a_day_stays_a_day_in_the_sites_zone():
    zone = AssumedZone(CEST)
    found = entry(page('<meta name="date" content="2024-05-01">'), zone=zone)
    assert found.published == datetime(2024, 5, 1, tzinfo=zone)
    assert found.date_precision == "day"


def test_a_date_that_cannot_be_read_is_told_of():
    parsed = read(page('<meta name="date" content="yesterday">'))
    assert parsed.entries[0].published is None
    assert "'yesterday'" in parsed.notes[0].message


# Microdata and RDFa


def test_microdata_is_read_as_json_ld_is():
    body = f"""<div itemscope itemtype="https://schema.org/NewsArticle" itemid="urn:x:1">
    <h1 itemprop="headline">Ferry <i>stays</i></h1>
    <span itemprop="author" itemscope itemtype="https://schema.org/Person">
    <a itemprop="url" href="/ann"><span itemprop="name">Ann Lee</span></a></span>
    <time itemprop="datePublished" datetime="2024-05-01T10:00+02:00">May</time>
    <meta itemprop="dateModified" content="2024-05-02T10:00+02:00">
    <div itemprop="image" itemscope itemtype="https://schema.org/ImageObject" style="display:none">
    <meta itemprop="url" content="https://x.example/a.jpg"><meta itemprop="width" content="800">
    </div><div itemprop="articleBody">{PROSE}</div>
    <div class="related"><p>Not this one, which is elsewhere.</p></div></div>"""
    found = entry(page(f'<link rel="canonical" href="{URL}">', body))
    assert found.source_id == "urn:x:1"
    assert found.title == "Ferry stays"
    assert found.authors == (Person(name="Ann Lee", uri="https://harbourpost.example/ann"),)
    assert found.published == datetime(2024, 5, 1, 10, tzinfo=CEST)
    assert found.updated == datetime(2024, 5, 2, 10, tzinfo=CEST)
    assert found.media == (Media(url="https://x.example/a.jpg", width=800),)
    assert found.content.startswith("<p>The crossing")
    assert "Not this" not in found.content


def test_rdfa_of_drupal_is_read_too():
    body = f"""<article typeof="schema:NewsArticle" about="/x">
    <h1 property="schema:headline">Ferry stays</h1>
    <span property="schema:dateCreated" content="2024-05-01T08:00:00+00:00">May</span>
    <div class="field field--name-body" property="schema:text">{PROSE}</div></article>"""
    found = entry(page(body=body))
    assert found.published == datetime(2024, 5, 1, 8, tzinfo=UTC)
    assert found.content.count("<p>") == 2


# What the page shows


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


def test_google_news_style_markup_and_amp():
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


def test_a_page_without_any_marks_gives_its_main_text():
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
def test_bylines_as_pages_show_them(before, names):
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
def test_dates_as_pages_show_them(before, published, updated):
    found = entry(page(body=f"<article><h1>Ferry stays</h1>{before}{PROSE}</article>"))
    assert (found.published and found.published.day) == published
    assert (found.updated and found.updated.day) == updated
    assert found.content == PROSE.strip()


def test_pages_of_long_ago_have_their_paragraphs_parted():
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


def test_what_stands_in_the_same_place_is_told_apart_by_what_is_around_it():
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


# The text


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
def test_what_is_no_text_is_left_out(noise):
    first, second = PROSE.strip().split("\n")
    found = entry(story(f"{first}\n{noise}\n{second}"))
    assert found.content == PROSE.strip()


def test_what_follows_the_end_of_a_story_is_left_out():
    tail = "<h3>Most read</h3><p>The bridge that never was, and never will be, they say.</p>"
    parsed = read(story(PROSE + tail))
    assert parsed.entries[0].content == PROSE.strip()
    assert [line.why for line in parsed.trace if line.role == "omitted"] == [
        "heading of text outside the story",
        "below that heading",
    ]


def test_furniture_that_holds_most_of_the_text_is_the_text():
    found = entry(
        page(body=f'<article><h1>Ferry stays</h1><div class="widget">{PROSE}</div></article>')
    )
    assert found.content == PROSE.strip()


def test_a_dialog_hides_no_story_from_us():
    body = f'<div aria-hidden="true"><article><h1>Ferry stays</h1>{PROSE}</article></div>'
    assert entry(page(body=body)).content == PROSE.strip()


def test_classes_that_show_an_element_on_wide_screens_hide_nothing():
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


def test_links_start_from_base_and_lead_nowhere_without_one():
    link = '<p>Some <a href="sub/x.html">words of a link</a> in a sentence of some length.</p>'
    based = page('<base href="https://b.example/dir/">', f"<article><h1>A</h1>{link}</article>")
    assert 'href="https://b.example/dir/sub/x.html"' in entry(based).content
    assert "href" not in entry(page(body=f"<article><h1>A</h1>{link}</article>")).content


def test_rights_topics_sources_and_corrections_are_fields_and_no_text():
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
def test_an_embargo_on_the_page_holds(line, until):
    found = entry(story(f"<p>{line}</p>{PROSE}"))
    assert found.embargo == until
    assert line not in found.content


# Pictures


@pytest.mark.parametrize(
    ("markup", "url"),
    [
        ('<img src="data:image/gif;base64,R0" data-src="/a.jpg">', "/a.jpg"),
        ('<img src="/blank.gif" data-lazy-src="/a.jpg">', "/a.jpg"),
        ('<img src="/a.jpg" srcset="/b.jpg 2x">', "/a.jpg"),
        ('<img data-srcset="/s.jpg 400w, /l.jpg 1600w, /xl.jpg 4000w">', "/l.jpg"),
        ('<picture><source srcset="/p.webp 800w"><img alt="x"></picture>', "/p.webp"),
        ('<img src="/placeholder.png"><noscript><img src="/a.jpg"></noscript>', "/a.jpg"),
        ('<img src="//cdn.example/a.jpg">', "https://cdn.example/a.jpg"),
    ],
)
def test_lazy_pictures_are_found(markup, url):
    text = story(f"<figure>{markup}<figcaption>Caption.</figcaption></figure>{PROSE}")
    found = entry(text.replace("<head>", f'<head><link rel="canonical" href="{URL}">'))
    wanted = url if url.startswith("https") else f"https://harbourpost.example{url}"
    assert f'src="{wanted}"' in found.content
    assert "srcset" not in found.content
    assert "Caption" not in found.content
    assert found.media == (Media(url=wanted, caption="Caption."),)


@pytest.mark.parametrize(
    ("caption", "text", "credit"),
    [
        ('The ferry. <span class="credit">Photo: Bo Ek</span>', "The ferry.", "Bo Ek"),
        ("The ferry at noon. (Bo Ek/AFP)", "The ferry at noon.", "Bo Ek/AFP"),
        ("The ferry at noon. Foto: Bo Ek", "The ferry at noon.", "Bo Ek"),
        ("Photo: Bo Ek", None, "Bo Ek"),
        ("The ferry at noon", "The ferry at noon", None),
    ],
)
def test_captions_and_credits(caption, text, credit):
    figure = (
        f'<figure><img src="https://x.example/a.jpg"><figcaption>{caption}</figcaption></figure>'
    )
    (media,) = entry(story(figure + PROSE)).media
    assert (media.caption, media.credit) == (text, credit)


@pytest.mark.parametrize(
    ("captions", "whole", "expected"),
    [
        (("First.", "Second."), "", [("a", "First."), ("b", "Second.")]),
        (("First.", ""), "", [("a", "First."), ("b", None)]),
        (("", ""), "All of it.", [("a", "All of it."), ("b", None)]),
        (("", "Second."), "All of it.", [("a", "All of it."), ("b", "Second.")]),
        (("First.", ""), "All of it.", [("a", "First."), ("b", None), (None, "All of it.")]),
    ],
)
def test_each_picture_of_a_gallery_has_its_own_caption(captions, whole, expected):
    inside = "".join(
        f'<figure><img src="https://x.example/{name}.jpg">'
        f"{caption and f'<figcaption>{caption}</figcaption>'}</figure>"
        for name, caption in zip("ab", captions, strict=True)
    )
    gallery = f"<figure>{inside}{whole and f'<figcaption>{whole}</figcaption>'}</figure>"
    found = entry(story(gallery + PROSE))
    assert [(media.url and media.url[-5], media.caption) for media in found.media] == expected
    assert not any(text and text in found.content for text in (*captions, whole))


def test_a_caption_of_a_classic_wordpress_block():
    block = (
        '<div class="wp-caption"><img src="https://x.example/a.jpg">'
        '<p class="wp-caption-text">The ferry.</p></div>'
    )
    found = entry(story(block + PROSE))
    assert found.media == (Media(url="https://x.example/a.jpg", caption="The ferry."),)
    assert "The ferry." not in found.content


def test_forms_of_one_picture_are_one():
    images = [f"https://x.example/{size}/ferry.jpg" for size in ("1x1", "4x3", "16x9")]
    figure = '<figure><img src="https://x.example/ferry-800x600.jpg"><figcaption>Cap.</figcaption></figure>'
    found = entry(page(linked_data(image=images), f"<article><h1>F</h1>{figure}{PROSE}</article>"))
    assert found.media == (Media(url=images[0], caption="Cap."),)


def test_pictures_that_a_browser_saved_beside_the_page_are_none_for_readers():
    saved = f"<!DOCTYPE html>\n<!-- saved from url=(0044){URL} -->\n"
    figure = '<figure><img src="./Ferry_files/a.jpg"><figcaption>Cap.</figcaption></figure>'
    found = entry(saved + story(figure + PROSE).removeprefix("<!DOCTYPE html>"))
    assert (found.link, found.source_id) == (URL, URL)
    assert "<img" not in found.content
    assert found.media == (Media(caption="Cap."),)


# Titles


@pytest.mark.parametrize(
    ("title", "names", "bare"),
    [
        ("Ferry stays | Harbour Post", ["Harbour Post"], "Ferry stays"),
        ("Harbour Post: Ferry stays", ["harbour post"], "Ferry stays"),
        ("Ferry stays - News - Harbour Post", ["Harbour Post", "News"], "Ferry stays"),
        ("Harbour Post", ["Harbour Post"], "Harbour Post"),
        ("Ferry - what we know", ["Harbour Post"], "Ferry - what we know"),
        ("Ferry stays – HarbourPost.example", ["harbourpost.example"], "Ferry stays"),
        ("Ferry stays", [], "Ferry stays"),
    ],
)
def test_the_sites_name_is_taken_off(title, names, bare):
    assert without_site(title, names) == bare


@pytest.mark.parametrize(
    ("title", "shown", "headline"),
    [
        ("Ferry stays - Local - The Post", ["Ferry stays"], "Ferry stays"),
        ("The Post » Ferry stays", ["Ferry stays"], "Ferry stays"),
        ("Ferry stays on river | The Post", [], "Ferry stays on river"),
        ("Ferry | The Post of the harbour", [], "Ferry | The Post of the harbour"),
    ],
)
def test_the_headline_in_a_title(title, shown, headline):
    assert headline_in(title, [], shown) == headline


# Encodings


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ('<meta charset="windows-1251">', "windows-1251"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=ISO-8859-1">', "cp1252"),
        ('<meta charset="iso-8859-1">', "utf-8"),
        ('<meta charset="utf-8">', "utf-16"),
        ('<meta charset="no-such">', "utf-8"),
        ('<meta charset="gb2312">', "gb18030"),
        ("", "utf-8-sig"),
    ],
)
def test_the_encoding_is_the_one_that_fits(declared, encoding):
    words = {"windows-1251": "Паром остаётся", "gb18030": "渡轮继续运行"}.get(
        encoding, "Fähre “bleibt”"
    )
    text = page(declared, f"<article><h1>{words}</h1>{PROSE}</article>")
    text = text if encoding != "windows-1251" else text.replace("“", "«").replace("”", "»")
    assert entry(text.encode(encoding)).title == words


# No story


@pytest.mark.parametrize(
    "markup",
    [
        page(body="".join(f'<article><h2><a href="/{n}">Story {n}</a></h2><p>Some words of it.</p>'
                          "</article>" for n in range(5))),
        page(body=f'<div class="entry-content">{PROSE}</div>').replace("<body", '<body class="blog"'),
        page(linked_data(**{"@type": "CollectionPage"}), f"<main>{PROSE}</main>"),
    ],
)  # fmt: skip
def test_a_list_of_stories_gives_a_note_and_no_entry(markup):
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
def test_a_page_without_a_story_is_refused(markup, reason):
    assert reason in refusal(markup).reason


@pytest.mark.parametrize(
    "title", ["404 dead in flood of 1953", "Errors of the past", "503 days at sea"]
)
def test_headlines_that_begin_as_errors_do_are_no_errors(title):
    assert entry(page(body=f"<article><h1>{title}</h1>{PROSE}</article>").replace(
        "<title>Ferry stays", f"<title>{title}")).title == title  # fmt: skip


def test_programs_with_many_comparisons_are_no_attributes():
    program = "<script>" + "if (i<n && a b c d e f g h i j k l m n o p q r s t u v w) x();\n" * 400
    assert entry(page(f"{program}</script>")).title == "Ferry stays"


# What must not get out


def test_the_paid_part_of_a_story_stays_inside():
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


def test_a_free_story_gets_no_note():
    assert read(page(linked_data(isAccessibleForFree=True))).notes == ()


def test_hidden_parts_of_a_headline_stay_hidden():
    body = (
        '<article itemscope itemtype="http://schema.org/NewsArticle"><h1 itemprop="headline">'
        f"Ferry stays<span hidden> SECRET</span></h1>{PROSE}</article>"
    )
    assert entry(page(body=body)).title == "Ferry stays"


def test_the_trace_tells_which_block_gave_which_field():
    parsed = read(page(linked_data(description="Floats.")))
    roles = {line.role: (line.line, line.why) for line in parsed.trace}
    assert roles["title"] == (2, "JSON-LD headline")
    assert roles["summary"] == (2, "JSON-LD description")
    assert roles["content"] == (3, "<article>")


# trafilatura


def test_trafilatura_reads_the_pages_that_mark_nothing(monkeypatch):
    pytest.importorskip("trafilatura", reason=f"needs trafilatura: {maintext.INSTALL}")
    monkeypatch.setattr(maintext, "has_trafilatura", lambda: True)
    body = f'<div class="x1"><div class="x3">{PROSE * 4}</div></div>'
    parsed = read(page(body=body))
    assert "It floats" in parsed.entries[0].content
    assert "trafilatura" in {line.why for line in parsed.trace}


def test_without_trafilatura_the_same_page_is_read():
    parsed = read(page(body=f'<div class="x1"><div class="x3">{PROSE * 4}</div></div>'))
    assert "It floats" in parsed.entries[0].content
    assert "the most prose" in {line.why for line in parsed.trace}


def test_a_failing_trafilatura_costs_a_note_and_no_story(monkeypatch):
    def fail(name):
        raise RuntimeError(name)

    monkeypatch.setattr(maintext, "has_trafilatura", lambda: True)
    monkeypatch.setattr(maintext.importlib, "import_module", fail)
    parsed = read(page(body=f"<div><div>{PROSE}</div></div>"))
    assert "It floats" in parsed.entries[0].content
    assert parsed.notes[0].message == "trafilatura failed with RuntimeError: page read without it"


# Any bytes


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
        FORMAT.parse(source)
    except StoryError as error:
        assert "\n" not in str(error)


@given(st.binary(max_size=300))
def test_arbitrary_bytes_raise_nothing_but_story_errors(data):
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
def test_mutated_pages_raise_nothing_but_story_errors(cuts):
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
    "figures in figures": ARTICLE + "<figure>" * 100 + "<p>a b, c" * 15_700,
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
def test_a_megabyte_of_the_worst_takes_less_than_a_second(name):
    data = WORST[name].encode()[:MEGABYTE]
    assert takes_under_a_second(lambda: read_or_refuse(data))
