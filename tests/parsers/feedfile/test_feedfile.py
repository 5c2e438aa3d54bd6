"""RSS, Atom and JSON Feed as story files: ids, texts, dates, people and media."""

import json
from contextlib import suppress
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.pace import not_traced, takes_under_a_second
from support.samplefeed import sample_feed

from feedsvc.entry import AssumedZone, Category, Media, Person, as_json
from feedsvc.errors import StoryError
from feedsvc.feeds import FORMATS
from feedsvc.feeds.entry_html import full_content
from feedsvc.feeds.summary import summary_of
from feedsvc.parsers import feedfile, parse
from feedsvc.parsers.feedfile.fields import feed_datetime, person_of
from feedsvc.parsers.feedfile.urls import with_absolute_links
from feedsvc.parsers.reading.html import safe_html
from feedsvc.parsers.source import Options, Source

NAMESPACES = """
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom"
 xmlns:dcterms="http://purl.org/dc/terms/" xmlns:georss="http://www.georss.org/georss"
 xmlns:geo="http://www.w3.org/2003/01/geo/wgs84_pos#" xmlns:gml="http://www.opengis.net/gml"
 xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"
 xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0" xmlns:x="urn:x"
"""
HEAD = "<title>Quay News</title><link>https://quay.example.org/</link><description/>"


def parsed(text, name="quay.xml", **options):
    data = text if isinstance(text, bytes) else text.encode()
    source = Source(name=name, data=data, options=Options(**options))
    assert feedfile.claims(source)
    return feedfile.parse(source)


def rss(*items, head=HEAD):
    inner = "".join(f"<item>{item}</item>" for item in items)
    return f'<rss version="2.0"{NAMESPACES}><channel>{head}{inner}</channel></rss>'


def item(inner, head=HEAD, **options):
    (entry,) = parsed(rss(f"<title>Tide</title>{inner}", head=head), **options).entries
    return entry


def atom(inner, head=""):
    return (
        f'<feed xmlns="http://www.w3.org/2005/Atom"{NAMESPACES} xmlns:app="http://www.w3.org/2007/app"'
        ' xmlns:at="http://purl.org/atompub/tombstones/1.0">'
        f'<id>urn:x:feed</id><title>Quay</title><link href="https://quay.example.org/"/>'
        f"{head}{inner}</feed>"
    )


def atom_entry(inner, head=""):
    (entry,) = parsed(atom(f"<entry><title>Tide</title>{inner}</entry>", head)).entries
    return entry


def json_item(feed=None, **values):
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Quay",
        "items": [{"id": "1", "title": "Tide"} | values],
    } | (feed or {})
    (entry,) = parsed(json.dumps(document), "quay.json").entries
    return entry


@pytest.mark.parametrize("name", FORMATS)
def test_published_feeds_are_read_back_unchanged(name):
    feed = sample_feed()
    found = parsed(FORMATS[name].render(feed)).entries
    assert len(found) == len(feed.entries)
    for entry, back in zip(feed.entries, found, strict=True):
        assert back.source_id == entry.id
        assert (back.title, back.link, back.published) == (
            entry.title,
            entry.link,
            entry.published,
        )
        assert (back.updated or back.published) == entry.updated
        assert summary_of(back) == summary_of(entry)
        assert full_content(back) == full_content(entry).replace(" controls>", ' controls="">')
        assert [media.url for media in back.media] == [m.url for m in entry.media if m.url]
        assert [media.length for media in back.media] == [m.length for m in entry.media if m.url]
        assert [c.label or c.term for c in back.categories] == [
            c.label or c.term for c in entry.categories
        ]
        assert back.language == entry.language
        if name != "json":
            assert back.rights == feed.rights
        if entry.authors:
            assert [person.name for person in back.authors] == [p.name for p in entry.authors]


def test_people_and_captions_are_read_back_from_atom():
    feed = sample_feed()
    found = parsed(FORMATS["atom"].render(feed)).entries[0]
    assert found.authors == feed.entries[0].authors
    assert found.categories == feed.entries[0].categories
    first = found.media[0]
    assert (first.caption, first.credit) == ("The ferry at the quay.", "Okafor")
    assert (first.width, first.height, first.length) == (1200, 800, 84_000)


def test_an_rss_item_with_all_fields():
    entry = item(
        "<link>https://quay.example.org/tide</link>"
        '<guid isPermaLink="false">quay-17 </guid>'
        "<pubDate>Wed, 01 May 2024 10:00:00 +0200</pubDate>"
        "<dcterms:modified>2024-05-02T08:00:00Z</dcterms:modified>"
        "<description>A &amp;lt;low&amp;gt; tide &amp;amp; more</description>"
        "<content:encoded><![CDATA[<p onclick='x()'>The <b>sea</b> left.</p>]]></content:encoded>"
        "<dc:creator>Ann Lee</dc:creator><dc:creator>Bo Li</dc:creator>"
        '<category domain="https://quay.example.org/t">sea</category><category>Sea</category>'
        "<georss:point>52.5 13.4</georss:point><dc:rights>© Quay</dc:rights>"
    )
    assert entry.source_id == "quay-17"
    assert entry.link == "https://quay.example.org/tide"
    assert entry.summary == "A <low> tide & more"
    assert entry.content == "<p>The <b>sea</b> left.</p>"
    assert as_json(entry)["published"] == "2024-05-01T10:00:00+02:00"
    assert as_json(entry)["updated"] == "2024-05-02T08:00:00+00:00"
    assert entry.authors == (Person(name="Ann Lee"), Person(name="Bo Li"))
    assert entry.categories == (
        Category(term="sea", scheme="https://quay.example.org/t"),
        Category(term="Sea"),
    )
    assert (entry.location, entry.rights) == ((52.5, 13.4), "© Quay")


@pytest.mark.parametrize(
    ("inner", "field", "value"),
    [
        ("<guid>https://quay.example.org/1</guid>", "link", "https://quay.example.org/1"),
        ('<guid isPermaLink="false">https://quay.example.org/1</guid>', "link", None),
        ("<guid>quay-1</guid>", "link", None),
        ("<link>/tide</link>", "link", "https://quay.example.org/tide"),
        ('<link xml:base="https://b.example.org/a/">t</link>', "link", "https://b.example.org/a/t"),
        ("<link>javascript:alert(1)</link>", "link", None),
        ("<link>http://[x</link>", "link", None),
        ('<atom:link href="https://quay.example.org/2"/>', "link", "https://quay.example.org/2"),
        ('<atom:link rel="replies" href="https://quay.example.org/2"/>', "link", None),
        (
            (
                "<link>https://p.example.org/1</link>"
                "<feedburner:origLink>https://quay.example.org/o</feedburner:origLink>"
            ),
            "link",
            "https://quay.example.org/o",
        ),
        ("<link>https://quay.example.org/t</link>", "source_id", "https://quay.example.org/t"),
        ("<description>Short &amp;amp; plain.</description>", "summary", "Short & plain."),
        ("<description>Short &amp;amp; plain.</description>", "content", None),
        ("<description>&lt;p&gt;Whole.&lt;/p&gt;</description>", "content", "<p>Whole.</p>"),
        ("<description>&lt;p&gt;Whole.&lt;/p&gt;</description>", "summary", None),
        (
            "<description><p>Not <b>escaped</b></p></description>",
            "content",
            "<p>Not <b>escaped</b></p>",
        ),
        ("<itunes:summary>Short.</itunes:summary>", "summary", "Short."),
        (
            "<content:encoded>Plain &amp;amp; whole.</content:encoded>",
            "content",
            "<p>Plain &amp; whole.</p>",
        ),
        ("<content:encoded> </content:encoded>", "content", None),
        (
            "<author>ann@quay.example.org (Ann Lee)</author>",
            "authors",
            (Person(name="Ann Lee", email="ann@quay.example.org"),),
        ),
        ("<author>noreply@blogger.com (Ann Lee)</author>", "authors", (Person(name="Ann Lee"),)),
        ("<author>By Ann Lee</author>", "authors", (Person(name="Ann Lee"),)),
        ("<author/><itunes:author>Ann Lee</itunes:author>", "authors", (Person(name="Ann Lee"),)),
        ("<atom:author><atom:name>Ann</atom:name></atom:author>", "authors", (Person(name="Ann"),)),
        ("<dc:subject>sea</dc:subject>", "categories", (Category(term="sea"),)),
        (
            "<media:keywords>sea, tide</media:keywords>",
            "categories",
            (Category(term="sea"), Category(term="tide")),
        ),
        ("<category> </category>", "categories", ()),
        ("<geo:lat>52.5</geo:lat><geo:long>13.4</geo:long>", "location", (52.5, 13.4)),
        (
            "<geo:Point><geo:lat>52.5</geo:lat><geo:long>1</geo:long></geo:Point>",
            "location",
            (52.5, 1.0),
        ),
        (
            "<georss:where><gml:Point><gml:pos>52.5 13.4</gml:pos></gml:Point></georss:where>",
            "location",
            (52.5, 13.4),
        ),
        ("<georss:point>north</georss:point>", "location", None),
        ("<dc:language>de</dc:language>", "language", "de"),
        ('<media:status state="deleted"/>', "status", "canceled"),
        ('<media:status state="blocked"/>', "status", "withheld"),
        ('<media:status state="active"/>', "status", "usable"),
        ("<pubDate/>", "published", None),
    ],
)
def test_rss_fields(inner, field, value):
    assert getattr(item(inner), field) == value


def test_a_long_plain_description_is_the_content():
    entry = item(f"<description>{'The sea left. ' * 40}\n\nIt came back.</description>")
    assert entry.content.endswith("<p>It came back.</p>")
    assert entry.summary is None


def test_titles_are_plain_text():
    (entry,) = parsed(rss("<title>A &lt;em&gt;low&lt;/em&gt; tide &amp;amp; more</title>")).entries
    assert entry.title == "A low tide & more"


def test_items_inherit_fields_of_the_channel():
    head = f"{HEAD}<language>en-gb</language><copyright>© Quay</copyright>"
    entry = item("<guid>1</guid>", head=head)
    assert (entry.language, entry.rights) == ("en-gb", "© Quay")
    assert item("<dc:language>de</dc:language>", head=head).language == "de"
    assert item("", head=f"{HEAD}<language>English, mostly</language>").language is None
    # A managing editor is responsible for the feed, not the author of its stories.
    assert item("", head=f"{HEAD}<managingEditor>a@x.org (A)</managingEditor>").authors == ()


def test_a_link_shared_by_items_is_not_an_id():
    link = "<title>Tide</title><link>https://quay.example.org/</link>"
    assert [entry.source_id for entry in parsed(rss(link, link)).entries] == [None, None]


def test_links_in_a_text_become_absolute():
    markup = '<p><a href="b?x=1&amp;y=2">x</a></p>'
    body = f"<content:encoded><![CDATA[{markup}]]></content:encoded>"
    link = "<link>https://quay.example.org/a/tide</link>"
    assert 'href="https://quay.example.org/a/b?x=1&amp;y=2"' in item(link + body).content
    assert 'href="https://quay.example.org/b?x=1&amp;y=2"' in item(body).content


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ('<a href="/b">x</a>', '<a href="https://a.example/b">x</a>'),
        ('<a href="#note">x</a>', '<a href="#note">x</a>'),
        ('<a href="mailto:a@b.example">x</a>', '<a href="mailto:a@b.example">x</a>'),
        ('<p>say href="/b"</p>', '<p>say href="/b"</p>'),
        (
            '<img src="a.jpg" srcset="a.jpg 1x, b.jpg 2x">',
            (
                '<img src="https://a.example/x/a.jpg" '
                'srcset="https://a.example/x/a.jpg 1x, https://a.example/x/b.jpg 2x">'
            ),
        ),
        ('<a href="//[">x</a>', '<a href="">x</a>'),
    ],
)
def test_all_kinds_of_relative_links_become_absolute(markup, expected):
    assert with_absolute_links(safe_html(markup), "https://a.example/x/y") == expected
    assert with_absolute_links(safe_html(markup), "") == safe_html(markup)


@pytest.mark.parametrize(
    ("inner", "media"),
    [
        (
            '<enclosure url="https://m.example/a.mp3" length="1234" type="audio/mpeg"/>',
            [Media(url="https://m.example/a.mp3", length=1234, type="audio/mpeg")],
        ),
        (
            '<enclosure url="/a.mp3" length="0" type="mp3"/>',
            [Media(url="https://quay.example.org/a.mp3")],
        ),
        ('<enclosure url="file:///a.mp3"/><enclosure url="urn:x:1"/><enclosure/>', []),
        (
            (
                '<media:content url="https://m.example/a.jpg" type="image/jpeg" width="800"'
                ' height="600" fileSize="99" medium="image">'
                "<media:description>The sea.</media:description>"
                "<media:credit>Ann Lee</media:credit>"
                '<media:thumbnail url="https://m.example/t.jpg"/></media:content>'
                '<enclosure url="https://m.example/a.jpg" length="100" type="image/jpeg"/>'
            ),
            [
                Media(
                    url="https://m.example/a.jpg",
                    type="image/jpeg",
                    width=800,
                    height=600,
                    length=99,
                    caption="The sea.",
                    credit="Ann Lee",
                )
            ],
        ),
        (
            (
                "<media:group><media:title>Film</media:title>"
                '<media:content url="https://m.example/s.mp4" type="video/mp4" width="320"/>'
                '<media:content url="https://m.example/l.mp4" type="video/mp4" width="640"/>'
                '<media:thumbnail url="https://m.example/t.jpg"/></media:group>'
            ),
            [
                Media(url="https://m.example/l.mp4", type="video/mp4", width=640, caption="Film"),
                Media(url="https://m.example/t.jpg"),
            ],
        ),
        (
            (
                '<media:group><media:content url="https://m.example/s.mp4" isDefault="true"/>'
                '<media:content url="https://m.example/l.mp4" width="640"/></media:group>'
            ),
            [Media(url="https://m.example/s.mp4")],
        ),
        (
            (
                '<media:content url="https://m.example/a" medium="image"/><media:description>Sea.'
                "</media:description><media:credit>Ann</media:credit>"
            ),
            [Media(url="https://m.example/a", caption="Sea.", credit="Ann")],
        ),
        (
            '<media:thumbnail url="https://m.example/t.jpg"/>',
            [Media(url="https://m.example/t.jpg")],
        ),
        ('<itunes:image href="https://m.example/t.jpg"/>', [Media(url="https://m.example/t.jpg")]),
        ("<media:content><media:title>No address</media:title></media:content>", []),
    ],
)
def test_media(inner, media):
    assert item(inner).media == tuple(media)


def test_rss_1_0_and_0_90():
    rdf = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="{}" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Quay</title>'
        "<link>https://quay.example.org/</link><dc:language>en</dc:language></channel>"
        '<item rdf:about="urn:x:1"><title>Tide</title><link>https://quay.example.org/1</link>'
        "<dc:date>2024-05-01T10:00+02:00</dc:date></item></rdf:RDF>"
    )
    for namespace in ("http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/"):
        (entry,) = parsed(rdf.format(namespace), "quay.rdf").entries
        assert (entry.source_id, entry.title, entry.language) == ("urn:x:1", "Tide", "en")
        assert as_json(entry)["published"] == "2024-05-01T10:00:00+02:00"


def test_rss_0_91_with_its_doctype():
    (entry,) = parsed(
        '<?xml version="1.0"?>\n<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN"'
        ' "http://my.netscape.com/publish/formats/rss-0.91.dtd">\n<rss version="0.91"><channel>'
        "<item><title>Caf&#233; by the sea</title></item></channel></rss>"
    ).entries
    assert entry.title == "Café by the sea"


@pytest.mark.parametrize(
    ("inner", "field", "value"),
    [
        ("<id> tag:quay,2024:1 </id>", "source_id", "tag:quay,2024:1"),
        ('<link href="/1"/>', "link", "https://quay.example.org/1"),
        ('<link rel="related" href="https://x.example/"/>', "link", None),
        (
            (
                '<link type="application/json" href="https://x.example/j"/>'
                '<link type="text/html" href="https://x.example/h"/>'
            ),
            "link",
            "https://x.example/h",
        ),
        (
            "<content>Plain &lt; text\n\nTwo</content>",
            "content",
            "<p>Plain &lt; text</p>\n<p>Two</p>",
        ),
        ('<content type="html">&lt;p&gt;Body&lt;/p&gt;</content>', "content", "<p>Body</p>"),
        (
            (
                '<content type="xhtml"><x:div xmlns:x="http://www.w3.org/1999/xhtml"><x:p>A <x:br/>'
                "<x:b>b</x:b></x:p></x:div></content>"
            ),
            "content",
            "<p>A <br><b>b</b></p>",
        ),
        ('<content type="text/plain">Plain</content>', "content", "<p>Plain</p>"),
        (
            '<content type="image/svg+xml"><svg xmlns="http://www.w3.org/2000/svg"/></content>',
            "content",
            None,
        ),
        ('<content type="application/pdf">JVBERi0=</content>', "content", None),
        (
            '<content src="https://m.example/a.mp3" type="audio/mpeg"/>',
            "media",
            (Media(url="https://m.example/a.mp3", type="audio/mpeg"),),
        ),
        ("<summary>Short.</summary>", "summary", "Short."),
        ('<summary type="html">A &lt;b&gt;low&lt;/b&gt; tide</summary>', "summary", "A low tide"),
        ('<summary type="html">&lt;p&gt;Whole.&lt;/p&gt;</summary>', "content", "<p>Whole.</p>"),
        (
            '<category term="1" scheme="urn:s" label="Sea"/>',
            "categories",
            (Category(term="1", scheme="urn:s", label="Sea"),),
        ),
        ("<category/>", "categories", ()),
        ("<rights>© Quay</rights>", "rights", "© Quay"),
        (
            "<author><name>Ann</name><uri>https://a.example/</uri><email>a@a.example</email></author>",
            "authors",
            (Person(name="Ann", uri="https://a.example/", email="a@a.example"),),
        ),
        (
            "<author><name>Ann</name><email>noreply@blogger.com</email></author>",
            "authors",
            (Person(name="Ann"),),
        ),
        (
            "<author><email>a@a.example</email></author>",
            "authors",
            (Person(name="a@a.example", email="a@a.example"),),
        ),
        (
            "<source><author><name>Bo</name></author><rights>© Bo</rights></source>",
            "rights",
            "© Bo",
        ),
        (
            '<link rel="enclosure" href="a.jpg" length="7" type="image/jpeg" title="Sea"/>',
            "media",
            (
                Media(
                    url="https://quay.example.org/a.jpg", length=7, type="image/jpeg", caption="Sea"
                ),
            ),
        ),
        ("<app:control><app:draft>yes</app:draft></app:control>", "status", "withheld"),
        ("<app:control><app:draft>no</app:draft></app:control>", "status", "usable"),
        ("<georss:point>52.5 13.4</georss:point>", "location", (52.5, 13.4)),
    ],
)
def test_atom_fields(inner, field, value):
    assert getattr(atom_entry(inner), field) == value


def test_atom_entries_inherit_fields_of_the_feed():
    head = "<author><name>Ann</name></author><rights>© Quay</rights>"
    entry = atom_entry("<id>1</id>", head)
    assert (entry.authors, entry.rights) == ((Person(name="Ann"),), "© Quay")
    own = atom_entry("<author><name>Bo</name></author>", head)
    assert own.authors == (Person(name="Bo"),)
    sourced = atom_entry("<source><author><name>Cy</name></author></source>", head)
    assert sourced.authors == (Person(name="Cy"),)


def test_xml_base_and_xml_lang_apply_to_all_descendants():
    document = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://b.example/x/" xml:lang="en">'
        '<entry xml:base="y/" xml:lang="pt_BR"><title>Tide</title><link href="t"/>'
        '<content type="html" xml:base="z/">&lt;img src="s.jpg"&gt;</content></entry></feed>'
    )
    (entry,) = parsed(document).entries
    assert (entry.link, entry.language) == ("https://b.example/x/y/t", "pt-BR")
    assert entry.content == '<img src="https://b.example/x/y/z/s.jpg">'


def test_atom_0_3_and_a_root_entry():
    (entry,) = parsed(
        '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title>Tide</title>'
        "<issued>2024-05-01T10:00:00Z</issued><modified>2024-05-02T10:00:00Z</modified>"
        '<content type="text/html" mode="escaped">&lt;p&gt;Body&lt;/p&gt;</content></entry></feed>'
    ).entries
    assert (entry.published.day, entry.updated.day, entry.content) == (1, 2, "<p>Body</p>")
    (entry,) = parsed(
        '<entry xmlns="http://www.w3.org/2005/Atom"><id>urn:x:1</id><title>Tide</title></entry>'
    ).entries
    assert entry.source_id == "urn:x:1"


def test_a_tombstone_withdraws_its_entry():
    text = atom(
        "<entry><id>urn:x:2</id><title>Tide</title></entry>"
        '<at:deleted-entry ref="urn:x:1" when="2024-05-01T10:00:00Z"/>'
    )
    first, gone = parse(Source(name="quay.atom", data=text.encode())).entries
    assert (first.status, first.source_id) == ("usable", "urn:x:2")
    assert (gone.status, gone.source_id) == ("canceled", "urn:x:1")
    assert gone.updated == datetime(2024, 5, 1, 10, tzinfo=UTC)


def test_only_posts_in_a_blogger_export_are_stories():
    kind = '<category scheme="http://schemas.google.com/g/2005#kind" term="http://k/2008/kind#{}"/>'
    found = parsed(
        atom(
            "".join(
                f"<entry><title>{name}</title>{kind.format(name)}</entry>"
                for name in ("settings", "post", "comment")
            )
        )
    )
    assert [(entry.title, entry.categories) for entry in found.entries] == [("post", ())]
    assert "2 items of a kind other than post" in found.notes[0].message


@pytest.mark.parametrize(
    ("values", "field", "value"),
    [
        ({"id": 17}, "source_id", "17"),
        ({"url": "https://quay.example.org/1"}, "link", "https://quay.example.org/1"),
        ({"external_url": "https://x.example/1"}, "link", "https://x.example/1"),
        ({"content_html": "<p>Body</p>"}, "content", "<p>Body</p>"),
        ({"content_text": "One < two\n\nThree"}, "content", "<p>One &lt; two</p>\n<p>Three</p>"),
        ({"summary": "Short."}, "summary", "Short."),
        ({"date_published": "2024-05-01T10:00:00-05:00"}, "date_precision", "second"),
        ({"author": {"name": "Ann"}}, "authors", (Person(name="Ann"),)),
        (
            {"authors": [{"url": "mailto:a@a.example"}, 5]},
            "authors",
            (Person(name="a@a.example", email="a@a.example"),),
        ),
        (
            {"authors": [{"name": "Ann", "url": "https://a.example/"}]},
            "authors",
            (Person(name="Ann", uri="https://a.example/"),),
        ),
        (
            {"tags": ["sea", "", "sea", None, "tide"]},
            "categories",
            (Category(term="sea"), Category(term="tide")),
        ),
        ({"tags": "sea"}, "categories", ()),
        ({"language": "pt_BR"}, "language", "pt-BR"),
        (
            {"image": "https://m.example/a.jpg", "banner_image": "https://m.example/b.jpg"},
            "media",
            (Media(url="https://m.example/a.jpg"),),
        ),
        (
            {"banner_image": "https://m.example/b.jpg"},
            "media",
            (Media(url="https://m.example/b.jpg"),),
        ),
        (
            {
                "attachments": [
                    {
                        "url": "https://m.example/a.mp3",
                        "mime_type": "audio/mpeg",
                        "size_in_bytes": 12,
                        "title": "Waves",
                    },
                    "x",
                ]
            },
            "media",
            (Media(url="https://m.example/a.mp3", type="audio/mpeg", length=12, caption="Waves"),),
        ),
        ({"title": True}, "title", None),
        ({"title": None, "summary": "a\ud83db"}, "summary", "ab"),
    ],
)
def test_json_feed_fields(values, field, value):
    assert (
        getattr(
            json_item(**{"content_text": "x"} | values)
            if field != "content"
            else json_item(**values),
            field,
        )
        == value
    )


def test_json_feed_items_inherit_fields_of_the_feed():
    feed = {"authors": [{"name": "Quay"}], "language": "en", "home_page_url": "https://q.example/"}
    entry = json_item(feed, content_html='<a href="/x">x</a>')
    assert (entry.authors, entry.language) == ((Person(name="Quay"),), "en")
    assert 'href="https://q.example/x"' in entry.content
    assert json_item({"author": {"name": "Ann"}}).authors == (Person(name="Ann"),)


def test_the_trace_has_lines_and_omissions():
    text = rss("\n<title>Tide</title>\n<guid>1</guid>\n<x:y>Nobody</x:y>")
    lines = {(trace.line, trace.role, trace.why) for trace in parsed(text).trace}
    assert {(9, "title", "title"), (10, "source_id", "guid")} <= lines
    assert (11, "omitted", "no field for this element") in lines
    document = {
        "version": "https://jsonfeed.org/version/1",
        "items": [{"id": "1", "title": "T", "x": [{"title": 1}]}],
    }
    roles = {
        trace.role: trace.line for trace in parsed(json.dumps(document, indent=1), "a.json").trace
    }
    assert roles == {"source_id": 5, "title": 6, "omitted": 7}


def test_an_empty_item_is_ignored_with_a_note():
    found = parsed(rss("<guid>1</guid>", "<title>Tide</title>", "<guid>2</guid>"))
    assert [entry.title for entry in found.entries] == ["Tide"]
    assert {trace.entry for trace in found.trace} == {0}
    assert found.notes[0].message == "ignored: 2 items without title, text or media"


@pytest.mark.parametrize("text", [rss(), atom(""), '{"version": "https://jsonfeed.org/version/1"}'])
def test_a_feed_without_entries_has_a_note(text):
    found = parsed(text)
    assert found.entries == ()
    assert found.notes[0].message == "no stories in the file"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Wed, 01 May 2024 10:00:00 +0200", "2024-05-01T10:00:00+02:00"),
        ("Fri, 01 May 2024 10:00:00 +0200", "2024-05-01T10:00:00+02:00"),
        ("1 May 2024 10:00 EST", "2024-05-01T10:00:00-05:00"),
        ("1 May 24 10:00:00 GMT", "2024-05-01T10:00:00+00:00"),
        ("01-May-99 10:00:00 Z", "1999-05-01T10:00:00+00:00"),
        ("01 May 124 10:00:00 UT", "2024-05-01T10:00:00+00:00"),
        ("Wed, 01 May 2024 10:00:00 -0000", "2024-05-01T10:00:00+00:00"),
        ("Wed, 01 May 2024 10:00:00 GMT+2:00", "2024-05-01T10:00:00+02:00"),
        ("Wed, 01 May 2024 10:00:00 +0200 (CEST)", "2024-05-01T10:00:00+02:00"),
        ("Wednesday, 01 September 2024 10:00:60 CST", "2024-09-01T10:00:59-06:00"),
        ("Wed, 01 May 2024 10:00:00 CEST", "2024-05-01T10:00:00+02:00"),
        ("Wed, 01 May 2024 10:00:00 IST", "2024-05-01T10:00:00"),
        ("Wed, 01 May 2024 10:00:00 XYZ", "2024-05-01T10:00:00"),
        ("Wed, 01 May 2024 10:00:00", "2024-05-01T10:00:00"),
        ("Wed, 01 May 2024", "2024-05-01"),
        ("2024-05-01T10:00:00.123Z", "2024-05-01T10:00:00+00:00"),
        ("2024-05-01 10:00:00 +0000", "2024-05-01T10:00:00+00:00"),
        ("Sun, 07 Jul 3013 15:06:01 +0000", "3013-07-07T15:06:01+00:00"),
        ("May 1, 2024 10:00", "2024-05-01T10:00:00"),
        ("", None),
    ],
)
def test_dates_are_read_in_all_forms(text, expected):
    zone = AssumedZone(ZoneInfo("Europe/Berlin"))
    found = feed_datetime(text, Options(zone=zone))
    entry = item(f"<pubDate>{text}</pubDate>", zone=zone)
    assert as_json(entry)["published"] == expected
    assert (found and found[0]) == entry.published


def test_settings_decide_ambiguous_zone_abbreviations():
    options = Options(zones={"ist": ZoneInfo("Asia/Kolkata")})
    moment, _ = feed_datetime("Wed, 01 May 2024 10:00:00 IST", options)
    assert moment.utcoffset().total_seconds() == 5.5 * 3600


@pytest.mark.parametrize(
    "text",
    [
        "Wed, 31 Feb 2024 10:00:00 GMT",
        "Wed, 01 May 2024 25:00:00 GMT",
        "Wed, 01 May 2024 10:00:00 +9900",
        "Fri, 31 Dec 9999 23:59:59 -1200",
        "yesterday evening",
    ],
)
def test_an_invalid_date_is_ignored_with_a_note(text):
    found = parsed(rss(f"<title>Tide</title><pubDate>{text}</pubDate>"))
    assert found.entries[0].published is None
    assert "pubDate is" in found.notes[0].message


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("ann@a.example (Ann Lee)", Person(name="Ann Lee", email="ann@a.example")),
        ("mailto:ann@a.example (Ann Lee)", Person(name="Ann Lee", email="ann@a.example")),
        ("Ann Lee <ann@a.example>", Person(name="Ann Lee", email="ann@a.example")),
        ('"Lee, Ann" <ann@a.example>', Person(name="Lee, Ann", email="ann@a.example")),
        ("Ann Lee (ann@a.example)", Person(name="Ann Lee", email="ann@a.example")),
        ("ann@a.example", Person(name="ann@a.example", email="ann@a.example")),
        ("do-not-reply@a.example (Ann)", Person(name="Ann")),
        ("noreply@a.example", None),
        ("no_reply@a.example", None),
        ("by Ann &amp; Bo", Person(name="Ann & Bo")),
        ("Byron", Person(name="Byron")),
        ("", None),
    ],
)
def test_names_and_addresses_of_people_are_separated(text, person):
    assert person_of(text) == person


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("<rss><channel>\n<item></channel></rss>", 2, "not well-formed"),
        (rss("<title>Tide</title>")[:-20], 8, "not well-formed"),
        ('<feed xmlns="urn:x">\n<entry/></feed>', 1, "not Atom's"),
        ('{"version": "https://jsonfeed.org/version/1",\n "items": [}', 2, "invalid JSON"),
        ('{"version": "https://jsonfeed.org/version/1", "items": 5}', 1, "not a list"),
        ('{"version": "https://jsonfeed.org/version/1", "items": [5]}', 1, "not a list"),
        ('{"version": "https://jsonfeed.org/version/1", "x": ' + "9" * 5000 + "}", 1, "too long"),
        ('{"version": "https://jsonfeed.org/version/1", "x": ' + "[" * 5000, 1, "too deep"),
    ],
)
def test_malformed_feeds_are_refused(text, line, reason):
    with pytest.raises(StoryError) as caught:
        parsed(text)
    assert reason in caught.value.reason
    assert caught.value.line == line


def test_other_files_are_not_claimed():
    for text in ("A tide\n\nText <b>here</b>", "<nitf/>", '{"uri": "x"}', "", "<html/>"):
        assert not feedfile.claims(Source(name="a.xml", data=text.encode()))


BOMB = (
    '<!DOCTYPE rss [<!ENTITY a0 "ha">'
    + "".join('<!ENTITY a{} "{}">'.format(n, f"&a{n - 1};" * 10) for n in range(1, 10))
    + "]>"
)
MEGABYTE = 1_000_000
WORST = {
    "entity bomb": f"{BOMB}<rss><channel><item><title>&a9;</title></item></channel></rss>",
    "entity bomb in an attribute": f'{BOMB}<rss x="&a9;"><channel/></rss>',
    "outside entity": '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]><rss>&x;</rss>',
    "items": rss(*["<title>a</title>"] * (MEGABYTE // 250)),
    "empty items": rss(*[""] * (MEGABYTE // 60)),
    "tags": rss(f"<title>{'&lt;b&gt;' * (MEGABYTE // 8)}</title>"),
    "relative links": rss(f"<description>{'&lt;a href=/&gt;' * (MEGABYTE // 16)}</description>"),
    "srcset": rss(f"<description>&lt;img srcset='{'a,' * (MEGABYTE // 2)}'&gt;</description>"),
    "author": rss(f"<title>a</title><author>{'a@' * (MEGABYTE // 2)}</author>"),
    "date": rss(f"<title>a</title><pubDate>{'1 ' * (MEGABYTE // 2)}</pubDate>"),
    "categories": rss(f"<title>a</title>{'<category>a</category>' * (MEGABYTE // 22)}"),
    "media": rss("<title>a</title>" + '<media:content url="http://a/"/>' * (MEGABYTE // 32)),
    "keywords": rss(f"<media:keywords>{'a,' * (MEGABYTE // 2)}</media:keywords>"),
    "deep": "<rss>" + "<a>" * (MEGABYTE // 3),
    "json strings": '{"version": "https://jsonfeed.org/version/1", "items": [{"id": "'
    + '\\"' * (MEGABYTE // 2)
    + '"}]}',
    "json keys": '{"version": "https://jsonfeed.org/version/1", "items": [{'
    + '"a": 1,' * (MEGABYTE // 7)
    + '"id": 1}]}',
    "versions": '{"version":' * (MEGABYTE // 11),
}


@not_traced
@pytest.mark.parametrize("name", WORST)
def test_a_megabyte_of_the_worst_input_takes_under_a_second(name):
    source = Source(name="a.xml", data=WORST[name].encode())

    def read():
        with suppress(StoryError):
            if feedfile.claims(source):
                feedfile.parse(source)

    assert takes_under_a_second(read)


GOOD = (
    rss(
        "<title>Tide</title><guid>1</guid><pubDate>Wed, 01 May 2024 10:00:00 GMT</pubDate>"
        "<content:encoded>&lt;p&gt;a&lt;/p&gt;</content:encoded><author>a@b.example (A)</author>"
        '<media:content url="http://m.example/a.jpg" width="8"/>'
    ),
    atom(
        '<entry><id>1</id><title type="html">T</title><content type="xhtml"><div>x</div></content>'
        '<updated>2024-05-01T10:00:00Z</updated></entry><at:deleted-entry ref="1" when="x"/>'
    ),
    FORMATS["json"].render(sample_feed()).decode(),
)


@given(st.sampled_from(GOOD), st.data())
def test_damaged_feeds_raise_nothing_but_a_story_error(text, data):
    raw = bytearray(text.encode())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(raw) - 1))
        raw[at : at + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=6))
    source = Source(name="a.xml", data=bytes(raw))
    try:
        found = feedfile.parse(source)
    except StoryError:
        return
    assert found.entries or found.notes


@given(st.binary() | st.text().map(str.encode))
def test_any_bytes_raise_nothing_but_a_story_error(data):
    source = Source(name="a.rss", data=data)
    feedfile.claims(source)
    try:
        feedfile.parse(source)
    except StoryError:
        return
