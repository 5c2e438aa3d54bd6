"""WordPress exports: posts with status, people, texts and images."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.collection import SHARED
from support.pace import not_traced, takes_under_a_second

from feedsvc.entry import HOLD, AssumedZone, Category, Media, Person, as_json
from feedsvc.errors import StoryError
from feedsvc.parsers import parse
from feedsvc.parsers.exports import wordpress
from feedsvc.parsers.exports.wordpress.markup import with_paragraphs, without_shortcodes
from feedsvc.parsers.source import Options, Source

AUTHORS = (
    ("ann", "ann@quay.example", "Ann Lee", "Ann", "Lee"),
    ("bo", "bo@quay.example", "bo@quay.example", "Bo", "Li"),
    ("cy@quay.example", "cy@quay.example", "cy@quay.example", "", ""),
    ("dee", "dee@quay.example", "dee@quay.example", "", ""),
)
GOOD = {
    "title": "Tide",
    "guid": "https://quay.example/?p=7",
    "wp:post_id": "7",
    "wp:post_type": "post",
    "wp:status": "publish",
    "wp:post_date": "2024-05-01 12:00:00",
    "wp:post_date_gmt": "2024-05-01 10:00:00",
}


def item(*extra, **values):
    fields = GOOD | {key.replace("__", ":"): value for key, value in values.items()}
    inner = "".join(
        f"<{key}><![CDATA[{value}]]></{key}>" for key, value in fields.items() if value is not None
    )
    return f"<item>{inner}{''.join(extra)}</item>"


def attachment(number, url, parent="0", *extra, **values):
    numbers = {"wp__post_id": number, "wp__post_parent": parent, "wp__attachment_url": url}
    return item(*extra, wp__post_type="attachment", wp__status="inherit", **numbers, **values)


def meta(key, value):
    return (
        f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key>"
        f"<wp:meta_value><![CDATA[{value}]]></wp:meta_value></wp:postmeta>"
    )


def export(*items, version="1.2"):
    authors = "".join(
        f"<wp:author><wp:author_login>{login}</wp:author_login><wp:author_email>{email}"
        f"</wp:author_email><wp:author_display_name>{shown}</wp:author_display_name>"
        f"<wp:author_first_name>{first}</wp:author_first_name>"
        f"<wp:author_last_name>{last}</wp:author_last_name></wp:author>"
        for login, email, shown, first, last in AUTHORS
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" '
        f'xmlns:excerpt="http://wordpress.org/export/{version}/excerpt/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" '
        f'xmlns:wp="http://wordpress.org/export/{version}/">\n'
        f"<channel><title>Quay</title><language>en-GB</language>{authors}"
        f"{''.join(items)}</channel></rss>"
    )


def parsed(*items, **options):
    source = Source(name="quay.xml", data=export(*items).encode(), options=Options(**options))
    assert wordpress.claims(source)
    return parse(source)


def post(*extra, **values):
    (entry,) = parsed(item(*extra, **values)).entries
    return entry


def body(text):
    return post(content__encoded=text).content


def test_a_post_with_all_fields():
    entry = post(
        '<category domain="category" nicename="sea"><![CDATA[The Sea]]></category>',
        '<category domain="post_tag" nicename="tide">tide</category>',
        '<category domain="post_tag" nicename="%e6%b5%b7">\u6d77</category>',
        '<category domain="category" nicename="uncategorized">Uncategorized</category>',
        '<category domain="nav_menu" nicename="x">x</category>',
        link="https://quay.example/tide/",
        wp__post_name="low-t%C3%AFde%00",
        wp__post_modified_gmt="2024-05-02 10:00:00",
        dc__creator="ann",
        excerpt__encoded="A <b>low</b> tide",
        content__encoded='<p>The <a href="/sea">sea</a> left.</p>',
    )
    assert as_json(entry) | {
        "source_id": "https://quay.example/?p=7",
        "title": "Tide",
        "link": "https://quay.example/tide/",
        "slug": "low-tïde",
        "published": "2024-05-01T10:00:00+00:00",
        "updated": "2024-05-02T10:00:00+00:00",
        "date_precision": "second",
        "summary": "A low tide",
        "content": '<p>The <a href="https://quay.example/sea">sea</a> left.</p>',
        "language": "en-GB",
        "status": "usable",
        "embargo": None,
    } == as_json(entry)
    assert entry.authors == (Person(name="Ann Lee"),)
    assert entry.categories == (
        Category(term="sea", label="The Sea"),
        Category(term="tide"),
        Category(term="\u6d77"),
    )


@pytest.mark.parametrize(
    ("status", "found"),
    [
        ("publish", "usable"),
        ("future", "usable"),
        ("trash", "canceled"),
        ("draft", "withheld"),
        ("auto-draft", "withheld"),
        ("pending", "withheld"),
        ("private", "withheld"),
        ("inherit", "withheld"),
        ("in-review", "withheld"),
        ("", "withheld"),
        (None, "withheld"),
    ],
)
def test_an_unknown_status_withholds(status, found):
    assert post(wp__status=status).status == found


def test_an_unknown_status_is_noted():
    (note,) = parsed(item(wp__status="in-review")).notes
    assert "unknown status: 'in-review'; the story is withheld" in note.message


def test_a_scheduled_post_is_held_until_its_date():
    assert post(wp__status="future").embargo == datetime(2024, 5, 1, 10, tzinfo=UTC)
    found = parsed(
        item(wp__status="future", wp__post_date="0000-00-00 00:00:00", wp__post_date_gmt=None)
    )
    assert found.entries[0].embargo == HOLD
    assert "the story is held" in found.notes[0].message


@pytest.mark.parametrize(("status", "found"), [("publish", "withheld"), ("trash", "canceled")])
def test_the_text_behind_a_password_is_never_read(status, found):
    entry = post(
        wp__post_password="s3same",
        wp__status=status,
        content__encoded="The secret text.",
        excerpt__encoded="A secret.",
    )
    assert entry.status == found
    assert "secret" not in str(entry)
    assert "s3same" not in str(parsed(item(wp__post_password="s3same")))


@pytest.mark.parametrize(
    ("values", "published"),
    [
        ({}, "2024-05-01T10:00:00+00:00"),
        ({"wp__post_date_gmt": "0000-00-00 00:00:00"}, "2024-05-01T12:00:00"),
        ({"wp__post_date_gmt": None}, "2024-05-01T12:00:00"),
        (
            {
                "wp__post_date_gmt": "0000-00-00 00:00:00",
                "wp__post_date": "0000-00-00 00:00:00",
                "pubDate": "Thu, 02 May 2024 10:00:00 +0000",
            },
            "2024-05-02T10:00:00+00:00",
        ),
        (
            {
                "wp__post_date_gmt": None,
                "wp__post_date": None,
                "pubDate": "Mon, 30 Nov -0001 00:00:00 +0000",
            },
            None,
        ),
        ({"wp__post_date_gmt": "3013-07-07 15:06:01"}, "3013-07-07T15:06:01+00:00"),
        ({"wp__post_date_gmt": "2024-13-01 10:00:00"}, "2024-05-01T12:00:00"),
    ],
)
def test_the_date_in_gmt_takes_precedence(values, published):
    zone = AssumedZone(ZoneInfo("Europe/Berlin"))
    (entry,) = parsed(item(**values), zone=zone).entries
    assert as_json(entry)["published"] == published


def test_an_update_before_publication_is_ignored():
    assert post(wp__post_modified_gmt="2024-04-01 10:00:00").updated is None


@pytest.mark.parametrize(
    ("creator", "names"),
    [
        ("ann", ["Ann Lee"]),
        ("bo", ["Bo Li"]),
        ("cy@quay.example", []),
        ("dee", ["dee"]),
        ("eve", ["eve"]),
        ("eve@quay.example", []),
        ("", []),
    ],
)
def test_authors_have_names_and_never_e_mail_addresses(creator, names):
    found = parsed(item(dc__creator=creator))
    assert [person.name for person in found.entries[0].authors] == names
    assert "@quay" not in str(found.entries)


def test_co_authors_take_precedence_over_the_creator():
    entry = post(
        '<category domain="author" nicename="cap-ann">ann</category>',
        '<category domain="author" nicename="cap-guest">Guest Writer</category>',
        dc__creator="bo",
    )
    assert [person.name for person in entry.authors] == ["Ann Lee", "Guest Writer"]


def test_only_posts_are_stories():
    found = parsed(
        item(wp__post_type="page"),
        item(),
        item(wp__post_type="page"),
        item(wp__post_type="nav_menu_item"),
        item(wp__post_type=None),
        item(title="", guid="2"),
        attachment("9", "https://quay.example/a.jpg"),
    )
    assert [entry.title for entry in found.entries] == ["Tide"]
    assert [note.message for note in found.notes] == [
        "ignored: 2 items of type 'page'",
        "ignored: 1 item of type 'nav_menu_item'",
        "ignored: 1 item of type 'none'",
        "ignored: 1 item without title, text or media",
    ]
    assert parsed(item(wp__post_type="page")).entries == ()


def test_comments_leave_no_trace():
    found = parsed(
        item(
            "<wp:comment><wp:comment_author_email>eve@x.example</wp:comment_author_email></wp:comment>"
        )
    )
    assert "eve@" not in str(found)


def test_the_featured_image_comes_before_attachments():
    featured = attachment(
        "9",
        "https://quay.example/f.jpg",
        "0",
        meta("_wp_attachment_metadata", 'a:2:{s:5:"width";i:800;s:6:"height";i:600;}'),
        excerpt__encoded="The <i>sea</i>.",
    )
    attached = attachment(
        "10", "https://quay.example/b.png", "7", meta("_wp_attachment_image_alt", "A boat")
    )
    entries = parsed(attached, item(meta("_thumbnail_id", "9")), featured).entries
    assert entries[0].media == (
        Media(url="https://quay.example/f.jpg", width=800, height=600, caption="The sea."),
        Media(url="https://quay.example/b.png", caption="A boat"),
    )


@pytest.mark.parametrize(
    ("shown", "medium"),
    [
        (
            "https://quay.example/b-300x200.jpg",
            Media(url="https://quay.example/b-300x200.jpg", width=300, height=200),
        ),
        ("https://quay.example/b.jpg", Media(url="https://quay.example/b.jpg")),
        ("https://quay.example/b-300x200.png", Media(url="https://quay.example/b.jpg")),
        ("https://quay.example/other.jpg", Media(url="https://quay.example/b.jpg")),
    ],
)
def test_an_image_in_another_size_is_not_repeated(shown, medium):
    text = f'<p>Sea</p><img src="{shown}">'
    picture = attachment("9", "https://quay.example/b.jpg", "7")
    (entry,) = parsed(picture, item(content__encoded=text)).entries
    assert entry.media == (medium,)


def test_gallery_enclosure_and_location():
    found = parsed(
        attachment("9", "https://quay.example/a.jpg"),
        attachment("10", "file:///a.jpg"),
        item(
            meta("enclosure", "https://quay.example/a.mp3\n1234\naudio/mpeg\n"),
            meta("geo_latitude", "52.5"),
            meta("geo_longitude", "13.4"),
            content__encoded='Sea\n\n[gallery ids="9,10,11"]',
        ),
    )
    (entry,) = found.entries
    assert [medium.url for medium in entry.media] == [
        "https://quay.example/a.jpg",
        "https://quay.example/a.mp3",
    ]
    assert (entry.media[1].length, entry.media[1].type) == (1234, "audio/mpeg")
    assert (entry.location, entry.content) == ((52.5, 13.4), "<p>Sea</p>")
    assert found.notes[0].message == "shortcodes removed: [gallery]"


def test_a_private_location_is_not_read():
    place = (meta("geo_latitude", "52.5"), meta("geo_longitude", "13.4"), meta("geo_public", "0"))
    assert post(*place).location is None


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("One\ntwo\n\nThree\r\n\r\nFour", "<p>One<br>\ntwo</p>\n<p>Three</p>\n<p>Four</p>"),
        ("<p>One\ntwo</p>", "<p>One\ntwo</p>"),
        ("One\n<hr>\nTwo", "<p>One</p><hr><p>Two</p>"),
        ("<h2>Head</h2>\nOne <b>b</b>\n\nTwo", "<h2>Head</h2><p>One <b>b</b></p>\n<p>Two</p>"),
        ("<blockquote>One\n\nTwo</blockquote>", "<blockquote><p>One</p>\n<p>Two</p></blockquote>"),
        ("<blockquote>One</blockquote>", "<blockquote><p>One</p></blockquote>"),
        ("<div>One</div>", "<div>One</div>"),
        ("<div>One\n\nTwo</div>", "<div><p>One</p>\n<p>Two</p></div>"),
        ("<ul>\n<li>a\n\nb</li>\n</ul>", "<ul>\n<li>a\n\nb</li>\n</ul>"),
        ("<pre>a\n\nb</pre>", "<pre>a\n\nb</pre>"),
        ("One</div>\n\nTwo", "<p>One</p><p>Two</p>"),
        ("<ul><li>a</ul>\n\nTwo", "<ul><li>a</li></ul><p>Two</p>"),
        (
            "See\n\nhttps://video.example/v?1\n\nnow",
            (
                '<p>See</p>\n<p><a href="https://video.example/v?1">https://video.example/v?1</a></p>'
                "\n<p>now</p>"
            ),
        ),
        ("One<!-- secret --> two", "<p>One two</p>"),
        ("One\n<!--nextpage-->\nTwo", "<p>One</p>\n<p>Two</p>"),
        (
            (
                "<!-- wp:paragraph -->\n<p>One</p>\n<!-- /wp:paragraph -->\n\n"
                '<!-- wp:image {"id":9} -->\n<figure class="x"><img src="https://q.example/a.jpg"/>'
                "</figure>\n<!-- /wp:image -->"
            ),
            '<p>One</p>\n\n\n\n<figure><img src="https://q.example/a.jpg"></figure>',
        ),
        ("<script>x()</script>One", "<p>One</p>"),
        ("", None),
    ],
)
def test_paragraphs_match_those_of_wordpress(text, content):
    assert body(text) == content


@pytest.mark.parametrize(
    ("text", "content"),
    [
        (
            '[caption id="a" width="300"]<img src="https://q.example/a.jpg" /> The sea.[/caption]',
            '<figure><img src="https://q.example/a.jpg"><figcaption>The sea.</figcaption></figure>',
        ),
        (
            ("One\n\n[caption width=“300” caption='The sea']<a href=\"https://q.example/\">"
            '<img src="https://q.example/a.jpg"></a>[/caption]\n\nTwo'),
            ('<p>One</p><figure><a href="https://q.example/"><img src="https://q.example/a.jpg"></a>'
            "<figcaption>The sea</figcaption></figure><p>Two</p>"),
        ),
        (
            "[embed]https://v.example/1[/embed]",
            '<p><a href="https://v.example/1">https://v.example/1</a></p>',
        ),
        (
            '[audio mp3="https://q.example/a.mp3"][/audio]',
            '<audio src="https://q.example/a.mp3" controls=""></audio>',
        ),
        ("[su_box title='x']Text[/su_box]", "<p>Text</p>"),
        ("[contact-form-7 id=4]One", "<p>One</p>"),
        ("One [sic] and [1] and [laughs]", "<p>One [sic] and [1] and [laughs]</p>"),
        ("[[gallery]] shows pictures", "<p>[gallery] shows pictures</p>"),
        ("([toc])", "<p>()</p>"),
        ("[caption]<img src='https://q.example/a.jpg'>", '<p><img src="https://q.example/a.jpg"></p>'),
        ("[caption][caption]a[/caption]", "<figure><figcaption>a</figcaption></figure>"),
        ("[url=https://x.example]x[/url]", "<p>[url=https://x.example]x[/url]</p>"),
        ("[video]", None),
        ("[/gallery]", None),
    ],
)  # fmt: skip
def test_shortcodes(text, content):
    assert body(text) == content


def test_removed_shortcodes_are_named_once():
    found = parsed(item(content__encoded='[a x="1"]One[/a] [b y="2"][b y="3"]'))
    assert found.notes[0].message == "shortcodes removed: [a], [b]"


@pytest.mark.parametrize(
    ("text", "summary"),
    [
        ("One\n\n<!--more-->\n\nTwo", "One"),
        ("One\n\n<!--more Read on-->Two", "One"),
        ("<!-- wp:more --><!--more--><!-- /wp:more -->Two", None),
        ("One", None),
    ],
)
def test_the_text_before_more_is_the_summary(text, summary):
    assert post(content__encoded=text).summary == summary
    assert post(content__encoded=text, excerpt__encoded="Short").summary == "Short"


def test_older_versions_are_read():
    for version in ("1.0", "1.1", "1.2", "1.3"):
        source = Source(name="q.xml", data=export(item(), version=version).encode())
        assert wordpress.claims(source)
        assert wordpress.parse(source).entries[0].status == "usable"


def test_the_trace_names_each_line():
    lines = [item().replace("><", ">\n<")]
    found = parsed(*lines)
    roles = {trace.role: trace.text for trace in found.trace}
    assert roles["title"] == "Tide"
    assert len({trace.line for trace in found.trace}) > 4


def test_a_truncated_export_is_refused():
    data = export(item(), item())[:-40].encode()
    with pytest.raises(StoryError) as caught:
        parse(Source(name="q.xml", data=data))
    assert caught.value.line == 3
    assert caught.value.column > 1


@pytest.mark.shared
def test_posts_of_real_exports_are_read():
    for path in (SHARED / "corpus" / "industry" / "wxr").glob("*.xml"):
        found = parse(Source(name=path.name, data=path.read_bytes()))
        assert len(found.entries) == 5
        assert {entry.language for entry in found.entries} == {"en-US"}


MEGABYTE = 1_000_000


def mega(unit):
    return unit * (MEGABYTE // len(unit))


WORST = {
    "brackets": mega("["),
    "codes": mega("[a b=c]"),
    "open and closed": "".join(f"[n{n} a=b]" for n in range(50_000))
    + "".join(f"[/n{n}]" for n in range(30_000)),
    "attributes": mega("[a " + "x" * 1900 + "]"),
    "captions": mega("[caption]<img src=a>[/caption]"),
    "comments": mega("<!--"),
    "more": mega("<!--more "),
    "lines": mega("a\n"),
    "paragraphs": mega("a\n\n"),
    "spaces": "a\n" + mega(" "),
    "blocks": mega("<div>"),
    "open and close": mega("<p>a</p>"),
    "strays": mega("</div>a"),
    "addresses": mega("https://a.example/\n"),
    "pictures": mega('<img src="https://q.example/b-3x2.jpg">'),
}


@not_traced
@pytest.mark.parametrize("name", WORST)
def test_a_megabyte_of_the_worst_input_takes_under_a_second(name):
    data = export(item(content__encoded=WORST[name])).encode()
    source = Source(name="q.xml", data=data)
    assert takes_under_a_second(lambda: wordpress.parse(source))


@not_traced
def test_a_megabyte_of_attachments_takes_under_a_second():
    items = [attachment(str(n), f"https://q.example/{n}.jpg", "7") for n in range(1200)]
    data = export(*items, item(content__encoded=mega("<p>a</p>")[:500_000])).encode()
    source = Source(name="q.xml", data=data)
    assert takes_under_a_second(lambda: wordpress.parse(source))
    assert len(wordpress.parse(source).entries[0].media) == 1200


@given(st.text(st.sampled_from("[]/\"'=<>!- \nabp")) | st.text())
def test_any_text_is_accepted(text):
    assert isinstance(with_paragraphs(without_shortcodes(text).markup), str)


@given(st.data())
def test_damaged_exports_raise_nothing_but_a_story_error(data):
    raw = bytearray(
        export(
            item(meta("_thumbnail_id", "9"), content__encoded="[caption]a[/caption]\n\nb"),
            attachment("9", "https://q.example/a.jpg"),
        ).encode()
    )
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(raw) - 1))
        raw[at : at + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=6))
    try:
        found = wordpress.parse(Source(name="q.xml", data=bytes(raw)))
    except StoryError:
        return
    assert found.entries or found.notes
