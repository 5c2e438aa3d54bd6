"""Fields of an entry from JSON-LD, microdata, RDFa and `meta` elements."""

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from support.savedpages import PROSE, URL, entry, linked_data, page, read

from feedsvc.entry import AssumedZone, Category, Dateline, Media, Person
from feedsvc.parsers.reading.json import read_loose_json

CEST = timezone(timedelta(hours=2))


def test_json_ld_fills_every_field_it_has():
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


def test_references_in_a_graph_are_resolved_by_id():
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
def test_all_types_of_article_are_recognized(kind):
    assert entry(page(linked_data(**{"@type": kind, "description": "Yes."}))).summary == "Yes."


def test_the_block_with_the_url_or_headline_of_the_page_is_used():
    other = linked_data(headline="Bridge falls", url="https://harbourpost.example/news/bridge")
    own = linked_data(headline="Something else", url=f"{URL}/?utm_source=x", description="By URL.")
    head = f'{other}{own}<link rel="canonical" href="{URL}">'
    assert entry(page(head)).summary == "By URL."
    named = linked_data(headline="Ferry stays", description="By headline.")
    assert entry(page(other + named)).summary == "By headline."


def test_a_story_in_a_list_of_links_is_ignored():
    items = [{"item": {"@type": "NewsArticle", "headline": "Bridge falls", "description": "No."}}]
    block = linked_data(**{"@type": "ItemList", "itemListElement": items})
    assert entry(page('<meta property="og:type" content="article">' + block)).summary is None


def test_a_truncated_headline_is_completed_from_the_page():
    whole = "Ferry stays after three mayors shake hands on both banks of the river at noon"
    block = linked_data(headline="Ferry stays after three mayors shake…")
    found = entry(page(block, body=f"<article><h1>{whole}</h1>{PROSE}</article>"))
    assert found.title == whole


def test_organizations_are_the_agency_and_persons_the_authors():
    authors = [
        {"@type": "Organization", "name": "Reuters"},
        {"@type": "Person", "name": "By Ann Lee and Bo Ek"},
        "admin",
        "https://facebook.com/ann",
    ]
    found = entry(page(linked_data(author=authors)))
    assert found.agency == "Reuters"
    assert [each.name for each in found.authors] == ["Ann Lee", "Bo Ek"]


def test_article_body_is_used_only_if_the_page_shows_no_text():
    block = linked_data(articleBody="First paragraph of it.\n\nSecond one <here>.")
    assert "First paragraph" not in entry(page(block)).content
    bare = entry(page(block, body='<div id="app"></div>'))
    assert bare.content == "<p>First paragraph of it.</p>\n<p>Second one &lt;here&gt;.</p>"


def test_live_blog_updates_are_the_text_if_the_page_shows_none():
    updates = [{"@type": "BlogPosting", "headline": "10 a.m.", "articleBody": "It floats."}]
    block = linked_data(**{"@type": "LiveBlogPosting", "liveBlogUpdate": updates})
    found = entry(page(block, body=""))
    assert found.content == "<p>10 a.m.</p>\n<p>It floats.</p>"


@pytest.mark.parametrize(
    ("status", "expected"),
    [("Draft", "withheld"), ("Retracted", "canceled"), ("Published", "usable")],
)
def test_creative_work_status_sets_the_status(status, expected):
    assert entry(page(linked_data(creativeWorkStatus=status))).status == expected


def test_an_id_of_the_whole_site_is_ignored():
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
def test_only_the_clear_fields_of_invalid_json_are_read(text, value):
    found = read_loose_json(text)[0]
    if value is None:
        assert not found or found.keys() == {"a"}
    else:
        assert found == value


def test_invalid_json_ld_is_reported():
    broken = '<script type="application/ld+json">{"@type": "NewsArticle",\n"description": "A\nb",}'
    parsed = read(page(f'{broken}</script><script type="application/ld+json">nothing</script>'))
    assert parsed.entries[0].summary == "A b"
    assert [note.message for note in parsed.notes] == [
        "invalid JSON in JSON-LD: read in part",
        "invalid JSON in JSON-LD: ignored",
    ]


def test_opengraph_and_other_meta_elements_fill_fields():
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
def test_other_vocabularies_are_recognized(head, field, value):
    assert getattr(entry(page(head)), field) == value


def test_a_date_without_a_time_is_a_day_in_the_sites_zone():
    zone = AssumedZone(CEST)
    found = entry(page('<meta name="date" content="2024-05-01">'), zone=zone)
    assert found.published == datetime(2024, 5, 1, tzinfo=zone)
    assert found.date_precision == "day"


def test_an_unreadable_date_is_reported():
    parsed = read(page('<meta name="date" content="yesterday">'))
    assert parsed.entries[0].published is None
    assert "'yesterday'" in parsed.notes[0].message


def test_microdata_fills_the_same_fields_as_json_ld():
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


def test_rdfa_of_drupal_fills_fields():
    body = f"""<article typeof="schema:NewsArticle" about="/x">
    <h1 property="schema:headline">Ferry stays</h1>
    <span property="schema:dateCreated" content="2024-05-01T08:00:00+00:00">May</span>
    <div class="field field--name-body" property="schema:text">{PROSE}</div></article>"""
    found = entry(page(body=body))
    assert found.published == datetime(2024, 5, 1, 8, tzinfo=UTC)
    assert found.content.count("<p>") == 2
