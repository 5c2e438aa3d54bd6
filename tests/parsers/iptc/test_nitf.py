"""NITF 3: fields and privacy."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from feedsvc.entry import HOLD, Category, Dateline, Media, as_json
from feedsvc.errors import StoryError
from feedsvc.parsers import Source, parse

SUBJECTS = "http://cv.iptc.org/newscodes/subjectcode/"

NOON = datetime(2026, 3, 12, 11, tzinfo=UTC)

STORY = """\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE nitf SYSTEM "nitf-3-6.dtd">
<nitf baselang="en-gb">
  <head>
    <title>HARBOUR-Seals</title>
    <tobject tobject.type="news">
      <tobject.subject tobject.subject.refnum="06006000" tobject.subject.matter="nature"/>
      <tobject.subject tobject.subject.code="FIN" tobject.subject.type="Finance"/>
    </tobject>
    <docdata management-status="usable">
      <doc-id id-string="urn:tide:4711" regsrc="TIDE"/>
      <du-key key="harbour-seals" version="3"/>
      <date.issue norm="20260312T101500+0100"/>
      <date.release norm="2026-03-12 11:00:00 +0100"/>
      <date.expire norm="20260401"/>
      <ed-msg info="Eds: call the desk on +44 20 7946 0000"/>
      <doc.copyright year="2026" holder="Tide Wire"/>
      <correction info="An earlier version miscounted the pups."/>
      <key-list><keyword key="harbour-seals"/></key-list>
    </docdata>
    <pubdata position.section="Nature" ex-ref="https://tide.example/seals"/>
  </head>
  <body>
    <body.head>
      <hedline><hl1>Seals take the <em>harbour</em> wall</hl1><hl2>Anglers move over</hl2></hedline>
      <byline>By <person>Mara Quill</person><byttl>Nature correspondent</byttl></byline>
      <byline class="normalized_byline">Quill, Mara</byline>
      <distributor><org>Tide Wire</org></distributor>
      <dateline><location><city>Saltmouth</city>, <country>Norland</country></location>
        <story.date norm="20260312">March 12</story.date></dateline>
      <abstract><p>Forty seals moved in.</p><p>None will move out.</p></abstract>
    </body.head>
    <body.content>
      <block>
        <p>Forty <person>grey seals</person> took the wall in <location>Saltmouth</location>.</p>
        <hl2>A busy night</hl2>
        <p>They sang until <chron norm="20260312">Thursday</chron>, said <a
           href="https://tide.example/q">the keeper</a>.</p>
        <p>_____</p>
        <bq><block><p>We like it here.</p></block></bq>
        <ul><li>Forty seals</li><li>Contact: desk@tide.example</li></ul>
        <table><tr><td>Pups</td><td>12</td></tr></table>
        <media media-type="image">
          <media-reference mime-type="image/jpeg" source="https://tide.example/seal.jpg"
            width="1200" height="800"/>
          <media-caption>A seal. </media-caption>
          <media-producer>Jo Lens/Tide, jo@tide.example</media-producer>
        </media>
        <note type="npa"><body.content><p>Hold the page.</p></body.content></note>
        <p>Media contact: Ann, ann@tide.example</p>
      </block>
    </body.content>
    <body.end><tagline><a href="mailto:mq@tide.example">mq@tide.example</a></tagline></body.end>
  </body>
</nitf>
"""


def parsed(text, name="a.xml"):
    return parse(Source(name=name, data=text if isinstance(text, bytes) else text.encode()))


def only(text, name="a.xml"):
    (entry,) = parsed(text, name).entries
    return entry


def docdata(inside="", status="", body="<p>Text.</p>"):
    management = f' management-status="{status}"' if status else ""
    return (
        f"<nitf><head><title>Tides</title><docdata{management}>{inside}</docdata></head>"
        f"<body><body.content>{body}</body.content></body></nitf>"
    )


def test_each_element_fills_its_field():
    entry = only(STORY)
    hour = timezone(timedelta(hours=1))
    assert entry.source_id == "urn:tide:4711"
    assert entry.version == "3"
    assert entry.title == "Seals take the harbour wall"
    assert entry.subtitle == "Anglers move over"
    assert entry.summary == "Forty seals moved in. None will move out."
    assert entry.section == "Nature"
    assert entry.link == "https://tide.example/seals"
    assert entry.published == datetime(2026, 3, 12, 11, tzinfo=hour)
    assert entry.updated == datetime(2026, 3, 12, 10, 15, tzinfo=hour)
    assert as_json(entry)["expires"] == "2026-04-01"
    assert entry.embargo is None
    assert entry.status == "usable"
    assert [author.name for author in entry.authors] == ["Mara Quill"]
    assert entry.agency == "Tide Wire"
    assert entry.dateline == Dateline(place="Saltmouth", country="Norland")
    assert entry.language == "en-GB"
    assert entry.rights == "© 2026 Tide Wire"
    assert entry.correction == "An earlier version miscounted the pups."
    assert entry.categories == (
        Category(term="06006000", scheme=SUBJECTS, label="nature"),
        Category(term="FIN", label="Finance"),
    )
    assert entry.media == (
        Media(
            url="https://tide.example/seal.jpg",
            type="image/jpeg",
            width=1200,
            height=800,
            caption="A seal.",
            credit="Jo Lens/Tide",
        ),
    )


def test_the_body_becomes_html():
    assert only(STORY).content == (
        "<p>Forty grey seals took the wall in Saltmouth.</p>\n"
        "<h2>A busy night</h2>\n"
        '<p>They sang until Thursday, said <a href="https://tide.example/q">the keeper</a>.</p>\n'
        "<hr>\n"
        "<blockquote><p>We like it here.</p></blockquote>\n"
        "<ul><li>Forty seals</li></ul>\n"
        "<table><tbody><tr><td>Pups</td><td>12</td></tr></tbody></table>"
    )


def test_text_for_editors_is_in_the_trace_but_not_published():
    result = parsed(STORY)
    published = str(as_json(result.entries[0]))
    for secret in ("Hold the page", "@tide.example", "7946", "Media contact", "harbour-seals"):
        assert secret not in published
    left_out = [line.text for line in result.trace if line.role == "omitted"]
    assert any("call the desk" in text for text in left_out)
    assert any("Media contact" in text for text in left_out)


def test_the_trace_names_the_line_of_each_field():
    lines = {line.role: line.line for line in parsed(STORY).trace}
    numbers = dict(enumerate(STORY.split("\n"), 1))
    assert "<doc.copyright" in numbers[lines["rights"]]
    assert "<hl1>" in numbers[lines["title"]]
    assert "<distributor>" in numbers[lines["agency"]]


@pytest.mark.parametrize(
    ("inside", "status", "embargo"),
    [
        ('<date.release norm="20260312T110000Z"/>', "embargoed", NOON),
        ('<date.release norm="20260312T110000Z"/>', "usable", None),
        ('<date.release norm="Monday noon"/>', "embargoed", HOLD),
        ("", "Embargoed", HOLD),
        ('<ed-msg info="Embargoed to 0001 Friday"/>', "usable", HOLD),
        ('<ed-msg info="Adds the arms embargo debate"/>', "usable", None),
        ('<ed-msg info="The embargo has been lifted"/>', "usable", None),
        (
            '<date.release norm="20260312T110000Z"/><ed-msg info="STRICT EMBARGO till noon"/>',
            "usable",
            NOON,
        ),
    ],
)
def test_an_embargo_is_read_or_holds_the_story(inside, status, embargo):
    entry = only(docdata(inside, status))
    assert entry.embargo == embargo
    assert entry.status == "usable"


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("usable", "usable"),
        ("Withheld", "withheld"),
        ("canceled", "canceled"),
        ("cancelled", "canceled"),
        ("pending", "withheld"),
        ("", "usable"),
    ],
)
def test_the_status_is_the_management_status(word, status):
    assert only(docdata(status=word)).status == status


def test_a_kill_notice_has_a_headline_and_needs_no_text():
    entry = only(docdata(status="canceled", body=""))
    assert (entry.title, entry.content, entry.status) == ("Tides", None, "canceled")


@pytest.mark.parametrize(
    ("source", "url"),
    [
        ("https://tide.example/a.jpg", "https://tide.example/a.jpg"),
        ("pictures/a.jpg", "pictures/a.jpg"),
        ("PZ4711x", None),
        ("file:///mnt/photo/a.jpg", None),
        ("/mnt/photo/a.jpg", None),
        ("cid:a@b", None),
        ("https:///a.jpg", None),
        ("http://[a.jpg", None),
        ("", None),
    ],
)
def test_only_public_references_become_enclosures(source, url):
    media = (
        f'<media><media-reference source="{source}" mime-type="image/jpg"/>'
        "<media-caption>The quay</media-caption></media>"
    )
    (medium,) = only(docdata(body=f"<p>Text.</p>{media}")).media
    assert (medium.url, medium.caption) == (url, "The quay")
    assert medium.type == ("image/jpeg" if url else None)


@pytest.mark.parametrize(
    ("inside", "place", "country"),
    [
        ("Saltmouth", "Saltmouth", None),
        ("<location>SALTMOUTH, Norland</location>", "SALTMOUTH", "Norland"),
        ("SALTMOUTH, Mass. (AP) -", "SALTMOUTH, Mass.", None),
        ("SALTMOUTH, 12 March", "SALTMOUTH", None),
        ("TIDE - SALTMOUTH, 12 MAR -", "SALTMOUTH", None),
    ],
)
def test_datelines_are_read_in_many_forms(inside, place, country):
    text = docdata().replace(
        "<body>", f"<body><body.head><dateline>{inside}</dateline></body.head>"
    )
    dateline = only(text).dateline
    assert (dateline.place, dateline.country) == (place, country)


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("By Mara Quill", ["Mara Quill"]),
        ("By Mara Quill, Press Association Nature Correspondent", ["Mara Quill"]),
        ("By MARA QUILL and Bo Ek, Tide Wire", ["Mara Quill", "Bo Ek"]),
        ("Mara Quill, mara@tide.example", ["Mara Quill"]),
        ("NTB-AFP-DPA", []),
        ("Reuters", []),
        ("", []),
    ],
)
def test_only_people_in_bylines_are_authors(byline, names):
    head = f"<body.head><byline>{byline}</byline><distributor>Tide Wire</distributor></body.head>"
    entry = only(docdata().replace("<body>", f"<body>{head}"))
    assert [author.name for author in entry.authors] == names


def test_a_byline_is_removed_from_the_text():
    entry = only(docdata(body="<p>By Mara Quill</p><p>SALTMOUTH (AP) - Seals came.</p>"))
    assert [author.name for author in entry.authors] == ["Mara Quill"]
    assert entry.content == "<p>SALTMOUTH (AP) - Seals came.</p>"
    assert entry.dateline == Dateline(place="SALTMOUTH", agency="AP")


def test_preformatted_text_keeps_its_lines():
    entry = only(docdata(body="<pre>Tide 2\nSeals 1\n</pre>"))
    assert entry.content == "<pre>Tide 2\nSeals 1\n</pre>"


def test_a_repeated_paragraph_is_omitted():
    lead = "Forty seals took the harbour wall of Saltmouth on Thursday and will not leave it."
    blocks = f"<block><p>{lead}</p></block><block><p>{lead}</p><p>More.</p></block>"
    assert only(docdata(body=blocks)).content == f"<p>{lead}</p>\n<p>More.</p>"


def test_text_below_a_heading_for_editors_is_omitted():
    body = "<p>Seals came.</p><hl2>Notes to editors</hl2><p>Ann Lee</p><p>Third floor.</p>"
    assert only(docdata(body=body)).content == "<p>Seals came.</p>"


def test_the_title_in_the_head_is_the_fallback():
    assert only(docdata()).title == "Tides"


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("iso-8859-1", "utf-8"),
        ("iso-8859-1", "iso-8859-1"),
        ("windows-1252", "cp1252"),
        ("utf8", "utf-8"),
        ("UTF-8", "utf-8-sig"),
        ("UTF-16", "utf-16"),
        ("iso-8859-15", "iso-8859-15"),
    ],
)
def test_the_encoding_is_detected_even_if_declared_wrongly(declared, encoding):
    text = f'<?xml version="1.0" encoding="{declared}"?>' + docdata(
        body="<p>£5 für Käse</p>".replace("£", "é")
    )
    assert only(text.encode(encoding)).content == "<p>é5 für Käse</p>"


@pytest.mark.parametrize(
    ("text", "reason", "line"),
    [
        ("<nitf>\n<head><title>a & b</title></head></nitf>", "bare &", 2),
        ("<nitf>\n<head>\n<title>a", "truncated", 3),
        ("<nitf>\n<head></nitf>", "mismatch", 2),
        (b"<nitf>\n<head><title>\xff</title></head></nitf>", "0xFF is not utf-8", 2),
        (b'<?xml version="1.0" encoding="hex"?><nitf/>', "unknown encoding: 'hex'", 1),
        (
            '<!DOCTYPE nitf [<!ENTITY x "y">]>\n<nitf><head><title>&x;</title></head></nitf>',
            "entity 'x'",
            2,
        ),
        (
            '<!DOCTYPE nitf [<!ENTITY x SYSTEM "file:///etc/hostname">]>\n<nitf>&x;</nitf>',
            "entity 'x'",
            2,
        ),
        ("<nitf>" + "<p>" * 400 + "</p>" * 400 + "</nitf>", "too deep", 1),
    ],
)
def test_broken_xml_is_refused_whole_with_its_place(text, reason, line):
    with pytest.raises(StoryError) as caught:
        parsed(text)
    assert reason in caught.value.reason
    assert caught.value.line == line
    assert "\n" not in str(caught.value)


def test_html_entities_are_read():
    text = '<!DOCTYPE nitf SYSTEM "nitf.dtd">' + docdata(
        body="<p>caf&eacute;&nbsp;<em>a</em>&mdash;b</p>"
    )
    assert only(text).content == "<p>café\u00a0<em>a</em>—b</p>".replace("\u00a0", "&nbsp;")


@pytest.mark.parametrize("name", ["a.txt", "a.nitf", "a", "a.html", "a.md"])
def test_nitf_is_recognised_by_content_not_by_name(name):
    assert only(docdata(), name).title == "Tides"


def test_private_lines_in_a_list_are_omitted_and_others_kept():
    body = '<ol><li>One</li><li>Press office: <a href="tel:1">+44 20 1234567</a></li></ol>'
    assert only(docdata(body=body)).content == "<ol><li>One</li></ol>"
