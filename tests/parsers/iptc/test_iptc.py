"""IPTC formats: codes, media, and robustness against any input."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.collection import SHARED
from support.pace import not_traced, takes_under_a_second

from feedsvc.entry import Category, as_json
from feedsvc.errors import StoryError
from feedsvc.parsers import Source, is_story, parse
from feedsvc.parsers.iptc.codes import category, iptc_category, language_tag, status_of, unique
from feedsvc.parsers.iptc.media import mime_type, whole_number

NEWSCODES = "http://cv.iptc.org/newscodes/"


@pytest.mark.parametrize(
    ("code", "wanted"),
    [
        ("subj:02003003", Category(term="02003003", scheme=f"{NEWSCODES}subjectcode/")),
        ("medtop:20000001", Category(term="20000001", scheme=f"{NEWSCODES}mediatopic/")),
        (f"{NEWSCODES}genre/Obituary", Category(term="Obituary", scheme=f"{NEWSCODES}genre/")),
        (
            "https://cv.iptc.org/newscodes/mediatopic/1",
            Category(term="1", scheme=f"{NEWSCODES}mediatopic/"),
        ),
        ("products:001:2", Category(term="products:001:2")),
        ("13010000", Category(term="13010000")),
        (" Harbours ", Category(term="Harbours")),
        ("", None),
    ],
)
def test_iptc_codes_lose_their_prefix_and_others_keep_it(code, wanted):
    assert category(code) == wanted


def test_the_digits_of_a_code_without_a_scheme_decide_its_scheme():
    assert iptc_category("15039001").scheme.endswith("subjectcode/")
    assert iptc_category("20000001").scheme.endswith("mediatopic/")
    assert iptc_category("", "Sport") == Category(term="Sport", label="Sport")


def test_each_subject_is_returned_once_with_its_label():
    bare, named = Category(term="a"), Category(term="a", label="A")
    assert unique([bare, None, named, Category(term="b")]) == (named, Category(term="b"))


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("EN", "en"),
        ("nb_no", "nb-NO"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("es-419", "es-419"),
        ("x-default", None),
        ("und", None),
        ("English language", None),
        (None, None),
    ],
)
def test_languages_become_tags(text, tag):
    assert language_tag(text) == tag


@pytest.mark.parametrize(
    ("text", "status"),
    [("stat:usable", "usable"), ("Embargoed", "usable"), ("x/canceled/", "canceled"), ("x", None)],
)
def test_a_status_is_read_from_its_last_word(text, status):
    assert status_of(text) == status


def test_invalid_sizes_and_types_are_none():
    assert [whole_number(v) for v in (5, "5", "5.0", "5px", 0, -5, True, None, "x", 1e400)] == [
        *(5, 5, 5, 5),
        *(None, None, None, None, None, None),
    ]
    assert mime_type("image/JPG; q=1") == "image/jpeg"
    assert mime_type("JPEG") is None


@pytest.mark.parametrize("name", ["a.xml", "a.nitf", "a.newsml", "a.json", "a.ninjs"])
def test_files_with_the_suffixes_of_iptc_formats_are_stories(name):
    assert is_story(name)


NITF = (
    '<?xml version="1.0" encoding="iso-8859-1"?><nitf><head><title>Tides</title><docdata '
    'management-status="embargoed"><doc-id id-string="u"/><date.release norm="20260312T0800Z"/>'
    '<ed-msg info="Eds: x"/></docdata></head><body><body.head><byline>By Ann Lee</byline>'
    "<dateline>SALTMOUTH</dateline></body.head><body.content><p>Seals <em>came</em>.</p>"
    "<media><media-reference source='https://t.example/a.jpg' width='5'/></media>"
    "<hl2>Then</hl2><ul><li>a</li></ul></body.content></body></nitf>"
)
G2 = (
    '<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet><newsItem guid="u" '
    'version="1" xml:lang="en"><itemMeta><pubStatus qcode="stat:usable"/><embargoed/></itemMeta>'
    "<contentMeta><headline>Tides</headline><by>Ann Lee</by><located><geoAreaDetails>"
    '<position latitude="1" longitude="2"/></geoAreaDetails></located><subject qcode="subj:1"/>'
    '</contentMeta><contentSet><inlineXML><p>Seals.</p></inlineXML><remoteContent href="a.jpg"/>'
    '</contentSet></newsItem><packageItem guid="p"/></itemSet></newsMessage>'
)
NEWSML1 = (
    "<NewsML><NewsItem><Identification><NewsIdentifier><ProviderId>a</ProviderId><DateId>b"
    "</DateId><NewsItemId>c</NewsItemId><RevisionId>1</RevisionId></NewsIdentifier>"
    '</Identification><NewsManagement><Status FormalName="Embargoed"/></NewsManagement>'
    "<NewsComponent><NewsLines><HeadLine>Tides</HeadLine></NewsLines><ContentItem><DataContent>"
    "<![CDATA[<P>Seals.</P>]]></DataContent></ContentItem></NewsComponent></NewsItem></NewsML>"
)
NINJS = json.dumps(
    {
        "uri": "u",
        "pubstatus": "usable",
        "headlines": [{"role": "main", "value": "Tides"}],
        "body_html": "<p>Seals.</p>",
        "embargoed": "2026-03-12",
        "by": "Ann Lee",
        "subject": [{"code": "1", "scheme": "x"}],
        "place": [{"geometry_geojson": {"type": "Point", "coordinates": [1, 2]}}],
        "associations": {"a": {"type": "picture", "renditions": {"o": {"href": "a.jpg"}}}},
    }
)
SAMPLES = [text.encode() for text in (NITF, G2, NEWSML1, NINJS)]


def read(data, name="a.xml"):
    """Return what a file holds, None if it is refused; assert that its content is safe."""
    try:
        result = parse(Source(name=name, data=data))
    except StoryError:
        return None
    json.dumps([as_json(entry) for entry in result.entries])
    return result


@pytest.mark.parametrize("data", SAMPLES)
def test_the_samples_are_stories(data):
    assert read(data).entries[0].title == "Tides"


@given(st.sampled_from(SAMPLES), st.data())
def test_mutated_files_return_entries_or_a_story_error(sample, data):
    changed = bytearray(sample)
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(changed)))
        cut = data.draw(st.integers(0, 20))
        changed[at : at + cut] = data.draw(st.binary(max_size=8) | st.sampled_from(PIECES))
    read(bytes(changed))


PIECES = (b"<p>", b"</p>", b"&amp;", b"&x;", b"]]>", b"<!--", b'"', b"{}", b"[", b"null", b"\xff")


@given(
    st.sampled_from([b"<nitf>", b"<newsItem>", b"<NewsML>", b'{"uri":"u","pubstatus":']),
    st.binary(),
)
def test_arbitrary_bytes_return_entries_or_a_story_error(start, data):
    read(start + data)


VALUES = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["value", "role", "name", "href", "type", "renditions", "coordinates"])
            | st.text(max_size=5),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)


@settings(max_examples=200)
@given(st.dictionaries(st.sampled_from([*json.loads(NINJS), "place", "authors", "bodies"]), VALUES))
def test_any_value_of_a_key_returns_an_entry_or_a_story_error(values):
    read(json.dumps({**values, "uri": "u", "pubstatus": "usable"}).encode(), "a.json")


@given(st.text())
def test_any_text_is_accepted_as_a_body(text):
    value = {"uri": "u", "pubstatus": "usable", "headline": "Tides", "body_html": f"<p>{text}</p>"}
    assert read(json.dumps(value).encode(), "a.json") is not None


MEGABYTE = 1_000_000


def nitf_with(body):
    return f"<nitf><head><title>Tides</title></head><body>{body}</body></nitf>"


PICTURE = '<ContentItem Href="a.jpg"><MediaType FormalName="Photo"/></ContentItem>'
TEXT = "<ContentItem><DataContent>a b</DataContent></ContentItem>"


def newsml_with(content):
    """Return a NewsML 1.2 document with one component that has some content."""
    return (
        "<NewsML><NewsItem><Identification><NewsIdentifier>"
        "<PublicIdentifier>urn:q:1</PublicIdentifier></NewsIdentifier></Identification>"
        '<NewsManagement><Status FormalName="Usable"/></NewsManagement><NewsComponent>'
        f"<NewsLines><HeadLine>Tides</HeadLine></NewsLines>{content}</NewsComponent>"
        "</NewsItem></NewsML>"
    )


def nested(name, depth, content):
    return f"<{name}>" * depth + content + f"</{name}>" * depth


def bomb(use):
    names = "".join(f'<!ENTITY a{n} "{("&a" + str(n - 1) + ";") * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE nitf [<!ENTITY a0 "aaaaaaaaaa">{names}]><nitf {use}</nitf>'


def filled(unit, size=MEGABYTE):
    return unit * (size // len(unit))


WORST = {
    "an entity bomb in text": bomb("><head><title>&a9;</title></head>"),
    "an entity bomb in an attribute": bomb('baselang="&a9;"><head><title>x</title></head>'),
    "paragraphs": nitf_with(filled("<p>a</p>", 310_000)),
    "list items": nitf_with(f"<ul>{filled('<li>a</li>', 390_000)}</ul>"),
    "nested lists": nitf_with(filled("<ul><li>" * 30 + "a" * 100 + "</li></ul>" * 30)),
    "blocks deep in words": nitf_with(
        filled("<q>" * 31 + "<em/>" * 1000 + "<p/>" + "</q>" * 31, 240_000)
    ),
    "more elements than a story has": nitf_with(filled("<p/>")),
    "empty lines": nitf_with("\n" * MEGABYTE + "x"),
    "one word": nitf_with("a" * MEGABYTE),
    "addresses": nitf_with(f"<p>{filled('a@')}</p>"),
    "numbers": nitf_with(f"<p>{filled('+1 ')}</p>"),
    "escaped tags": nitf_with(f"<![CDATA[</p>{filled('<b>')}]]>"),
    "escaped paragraphs": nitf_with(f"<![CDATA[{filled('<p>a')}]]>"),
    "escaped signs": nitf_with(f"<![CDATA[</p>{filled('<', 600_000)}]]>"),
    "bylines": f"<nitf><body>{filled('<byline>By Ann Lee</byline>')}</body></nitf>",
    "an open comment": "<!--" + "-" * MEGABYTE,
    "declarations": "<!DOCTYPE nitf [" + filled('<!ENTITY a "b">') + "]><nitf/>",
    "items": f"<newsMessage><itemSet>{filled('<newsItem/>')}</itemSet></newsMessage>",
    "components in components": newsml_with(nested("NewsComponent", 200, "")),
    "pictures deep in components": newsml_with(nested("NewsComponent", 200, filled(PICTURE))),
    "pictures at all depths": newsml_with(
        f"<NewsComponent>{PICTURE}" * 200 + filled(TEXT, 900_000) + "</NewsComponent>" * 200
    ),
    "texts": newsml_with(filled(TEXT)),
    "subjects": newsml_with(
        nested(
            "DescriptiveMetadata", 1, filled('<SubjectCode><Subject FormalName="1"/></SubjectCode>')
        )
    ),
    "open brackets": '{"uri":"u","headline":' + "[" * MEGABYTE,
    "open objects": '{"uri":"u","pubstatus":' + filled('{"a":'),
    "an open string": '{"uri":"u","pubstatus":"' + "a" * MEGABYTE,
    "escapes": '{"uri":"u","pubstatus":"' + filled('\\"') + '"}',
    "keys": '{"uri":"u","pubstatus":"usable",' + filled('"a":1,', 600_000) + '"a":1}',
    "spaces": "{" + " " * MEGABYTE,
    "an embargo": json.dumps({"uri": "u", "embargoed": "2026-01-01" + " " * MEGABYTE + "x"}),
    "names": json.dumps({"uri": "u", "byline": filled("a,"), "headline": "x"}),
    "a file's name": json.dumps(
        {"uri": "u", "headline": "x", "renditions": [{"href": filled("../")}]}
    ),
}


@not_traced
@pytest.mark.parametrize("name", WORST)
def test_a_megabyte_of_the_worst_input_is_read_within_a_second(name):
    data = WORST[name].encode()
    assert takes_under_a_second(lambda: read(data))


@pytest.mark.shared
@pytest.mark.parametrize("folder", ["nitf", "newsml-g2", "newsml-1.2", "ninjs"])
def test_real_documents_match_their_expectations(folder):
    for path in sorted((SHARED / "corpus" / "industry" / folder).glob("*.json")):
        try:
            wanted = json.loads(path.read_bytes())
        except ValueError:
            continue
        if "stories" not in wanted:
            continue
        found = read((path.parent / wanted["file"]).read_bytes(), wanted["file"])
        if wanted["error"]:
            assert found is None
            continue
        assert len(found.entries) == len(wanted["stories"])
        for entry, story in zip(found.entries, wanted["stories"], strict=True):
            assert entry.source_id == story["id"]
            assert entry.status == story["status"]
            if story["title"]:
                assert entry.title == story["title"]
            for secret in story.get("must_not_contain", ()):
                assert secret not in json.dumps(as_json(entry), ensure_ascii=False)


def test_the_time_of_a_story_has_a_zone():
    assert read(SAMPLES[0]).entries[0].published == datetime(2026, 3, 12, 8, tzinfo=UTC)
