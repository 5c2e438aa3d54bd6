import socket
import time
from html import escape

import pytest
from support.collection import SHARED
from support.feeddocuments import ATOM, JSON, RSS

from feedsvc.validator import Severity, validate
from feedsvc.validator.registry import RULES


def codes(data, **options):
    if isinstance(data, str):
        data = data.encode()
    return {finding.code for finding in validate(data, **options).findings}


def only(data, code, **options):
    data = data.encode() if isinstance(data, str) else data
    found = [one for one in validate(data, **options).findings if one.code == code]
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("data", "location", "name"),
    [
        (RSS, "https://news.example/rss.xml", "rss 2.0"),
        (ATOM, "https://news.example/atom.xml", "atom 1.0"),
        (JSON, "https://news.example/feed.json", "json feed 1.1"),
    ],
)
def test_correct_feed_has_no_finding(data, location, name):
    report = validate(data.encode(), location=location)
    assert report.findings == ()
    assert report.format == name
    assert report.valid


def test_a_finding_has_the_line_column_and_path_of_an_element():
    found = only(RSS.replace("Sat, 16", "Fri, 16"), "incorrect-dow")
    assert (found.line, found.column) == (12, 5)
    assert found.path == "/rss/channel/item/pubDate"
    assert found.severity is Severity.ERROR
    assert "Sat" in found.message


def test_a_finding_can_point_at_an_attribute():
    found = only(RSS.replace('length="12345"', 'length="big"'), "invalid-integer-attribute")
    line = RSS.splitlines()[found.line - 1]
    assert line[found.column - 1 :].startswith("length=")
    assert found.path == "/rss/channel/item/enclosure/@length"


def test_path_numbers_elements_of_the_same_name():
    twice = RSS.replace("</item>", "</item><item><link>x</link></item>")
    assert only(twice, "invalid-full-link").path == "/rss/channel/item[2]/link"


def test_the_position_is_right_beyond_the_parsers_line_limit():
    far = RSS.replace("  <item>", "\n" * 70_000 + "  <item>").replace("Sat, 16", "Fri, 16")
    assert only(far, "incorrect-dow").line == 70_012


def test_positions_ignore_text_that_looks_like_tags():
    decoy = RSS.replace("  <item>", "<!-- <item> <b> -->\n<?pi <x> ?>\n  <item>")
    decoy = decoy.replace("&lt;p&gt;It was to go.&lt;/p&gt;", "<![CDATA[<p>It</p>]]>")
    assert (
        only(decoy.replace('length="12345"', 'length="big"'), "invalid-integer-attribute").line
        == 16
    )


def test_every_prefix_of_a_namespace_is_checked():
    prefixes = ("dc", "itunes", "media", "pingback", "slash", "thr")
    declared = " ".join(f'xmlns:{prefix}="http://www.w3.org/2005/Atom"' for prefix in prefixes)
    data = f'<rss version="2.0" {declared}><channel/></rss>'.encode()
    found = [one.message for one in validate(data).findings if one.code == "reserved-prefix"]
    assert len(found) == len(prefixes)


def test_entities_of_the_doctype_are_text():
    data = f'<!DOCTYPE rss [<!ENTITY ship "ship">]>{RSS.partition("?>")[2]}'
    data = data.replace("<title>The crane stays</title>", "<title>&ship;</title>")
    assert "not-blank" not in codes(data)


@pytest.mark.parametrize(
    ("data", "code", "line", "column"),
    [
        (b"", "not-well-formed", 0, 0),
        (b"  \n ", "not-well-formed", 0, 0),
        (b"hello", "not-well-formed", 1, 1),
        (b"\x00\x01\x02", "not-well-formed", 1, 1),
        (b"\x1f\x8b\x08\x00abc", "compressed-body", 1, 1),
        (RSS.encode()[:-40], "not-well-formed", 14, None),
        (b"<rss><channel></rss>", "not-well-formed", 1, None),
        (b"<rss><a:b/></rss>", "missing-namespace", 1, None),
        (b"<rss>\n<t>&nbsp;</t></rss>", "undefined-named-entity", 2, None),
        (b"<rss>\n<t>caf\xe9</t></rss>", "unicode-error", 2, 7),
        (b'<?xml version="1.0" encoding="x-none"?><rss/>', "unknown-encoding", 1, 1),
        (b'\n<?xml version="1.0"?><rss/>', "wp-blank-line", 1, 1),
        (b"<a>" * 1_000_000, "not-well-formed", 1, None),
        (b"<html><body></body></html>", "undefined-element", 1, 1),
        (b"<!doctype html>\n<html><body></body></html>", "undefined-element", 2, 1),
        (b'{"version": 1,\n "items": [}', "invalid-json", 2, 12),
        (b"[" * 100_000, "invalid-json", 1, None),
        (b"[]", "invalid-json", 1, 1),
    ],
)
def test_bad_input_is_a_finding(data, code, line, column):
    found = only(data, code)
    assert found.line == line
    assert column is None or found.column == column


def test_large_document_is_one_finding():
    report = validate(b"<rss>" + b" " * 2_000 + b"</rss>", limit=1_000)
    assert [one.code for one in report.findings] == ["document-too-large"]


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("utf-32", "UTF-32"),
        ("utf-8-sig", "UTF-8"),
    ],
)
def test_encodings_are_detected_by_the_first_bytes(encoding, declared):
    data = RSS.replace("UTF-8", declared).replace("quay", "quäy")
    assert validate(data.encode(encoding)).format == "rss 2.0"
    assert "unicode-error" not in codes(data.encode(encoding))


def test_declared_encoding_is_used():
    data = RSS.replace("UTF-8", "ISO-8859-1").replace("quay", "quäy").encode("iso-8859-1")
    assert codes(data) == {"nonstd-encoding"}


def test_byte_order_mark_and_declaration_must_agree():
    data = b"\xef\xbb\xbf" + RSS.replace("UTF-8", "US-ASCII").encode()
    assert "unicode-error" in codes(data)


def test_faults_after_an_invalid_byte_are_still_reported():
    data = RSS.replace("Sat, 16", "Fri, 16").encode().replace(b"quay", b"qu\xe4y")
    assert {"unicode-error", "incorrect-dow"} <= codes(data)


def test_entity_bomb_is_not_expanded():
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    bomb = (
        f'<!DOCTYPE rss [<!ENTITY e0 "boom">{entities}]>'
        '<rss version="2.0"><channel a="&e11;"><title>&e11;</title></channel></rss>'
    )
    start = time.perf_counter()
    report = validate(bomb.encode())
    assert time.perf_counter() - start < 1
    assert not report.valid


def test_external_entities_open_no_file_and_no_connection(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("the tide table")
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(0.2)
    port = listener.getsockname()[1]
    data = (
        f'<!DOCTYPE rss PUBLIC "x" "http://127.0.0.1:{port}/rss.dtd" '
        f'[<!ENTITY a SYSTEM "file://{secret}"><!ENTITY b SYSTEM "http://127.0.0.1:{port}/b">]>'
        '<rss version="2.0"><channel><title>&a;&b;</title></channel></rss>'
    )
    report = validate(data.encode())
    assert "contains-system-entity" in {one.code for one in report.findings}
    assert "tide table" not in str(report)
    with listener, pytest.raises(TimeoutError):
        listener.accept()


MANY = 20_000
HOSTILE = {
    "unclosed tags in text": "&lt;a " * MANY,
    "unclosed quotes": "&lt;a &quot;" * MANY,
    "unclosed comments": "&lt;!--" * MANY,
    "unclosed scripts": "&lt;script&gt;" * MANY,
    "stray end tags": "&lt;p&gt;&lt;b&gt;" * MANY + "&lt;/p&gt;" * MANY,
    "ampersands": "&amp;" * MANY,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_html_takes_linear_time(text):
    start = time.process_time()
    validate(RSS.replace("It was to go.", text).encode())
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    "data",
    [
        "<!---->" * MANY,
        "<!DOCTYPE" * MANY,
        "<!DOCTYPE a [" + "<!ENTITY " * MANY + "]><a/>",
        "<rss " + " ".join(f'a{number}=""' for number in range(MANY)) + "/>",
        f"<rss><channel>{''.join(f'<item><x{n}/></item>' for n in range(MANY))}</channel></rss>",
        f"<rss><channel><webMaster>a@{'a-' * MANY}</webMaster></channel></rss>",
        f"<rss><channel><ttl>{'9' * MANY}</ttl></channel></rss>",
        f'{{"items": [{{"id": {"9" * MANY}}}]}}',
    ],
    ids=[
        "comments",
        "doctypes",
        "entities",
        "attributes",
        "shapes",
        "address",
        "number",
        "json number",
    ],
)
def test_hostile_documents_take_linear_time(data):
    start = time.process_time()
    assert not validate(data.encode()).valid
    assert time.process_time() - start < 2


def test_many_similar_findings_are_limited():
    items = "<item><title>x</title><pubDate>never</pubDate></item>" * 500
    report = validate(f'<rss version="2.0"><channel>{items}</channel></rss>'.encode())
    assert sum(one.code == "invalid-rfc2822-date" for one in report.findings) == 100


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"<a>x & y</a>", "unescaped &; write &amp;"),
        (b'<a b="?a=1&c=2"/>', "a reference has no closing semicolon; write &amp; for a plain &"),
        (b"<a>&#x;</a>", "&# is not followed by a character's number"),
        (b"<a>&#27;</a>", "XML does not allow the character &#27;"),
        (b"<a>\x1b</a>", "XML does not allow the character U+001B"),
        (b"<a>\x00</a>", "XML does not allow the character U+0000"),
        (b'<a b="\x1b"/>', "this attribute contains a character that XML does not allow"),
        (b"<a>1 < 2</a>", "no element name follows <; write &lt; for a plain <"),
        (b"<a>\n<b></a>", "</a> comes before </b>, the end tag of <b> in line 2"),
        (b"<a>\n<b>", "the document ends before <b> in line 2 is closed"),
        (b"<a><b", "the tag <b is not closed by >"),
        (b"<a></a b>", "a tag is not closed by >"),
        (b'<a b="', "an attribute's value has no closing quote"),
        (b"<a b=1/>", "an attribute's value is not in quotes"),
        (b"<a b/>", "the attribute b has no value"),
        (b'<a b="1" b="2"/>', "the tag has the attribute b twice"),
        (b'<a b="<"/>', "unescaped < in an attribute; write &lt;"),
        (b'<a b="1"c="2"/>', "whitespace is missing before an attribute"),
        (b'<a b="1" <c/>', "an attribute's name is expected here"),
        (b"<a>]]></a>", "unescaped ]]> in text; write ]]&gt;"),
        (b"<a><![CDATA[x", "a CDATA section is not closed by ]]>"),
        (b"<a><!-- x", "a comment is not closed by -->"),
        (b"<a><!-- a -- b --></a>", "a comment contains --, which XML does not allow"),
        (b'<a><?xml version="1.0"?></a>', "<?xml is not at the very beginning of the document"),
        (b"<a/><b/>", "content follows the end of the root element"),
        (b"<a>" * 300, "elements are nested more than 256 levels deep"),
        (b"<" + b"a" * 60_000 + b"/>", "a name is longer than feed readers accept"),
        (b'<?xml encoding="utf-8"?><a/>', "Malformed declaration expecting version"),
    ],
)
def test_messages_of_the_parser_are_explained_with_a_fix(data, message):
    assert only(data, "not-well-formed").message == message


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_json_must_be_utf_8(encoding):
    json_feed = '{"version": "https://jsonfeed.org/version/1.1", "title": "Größe", "items": []}'
    found = only(f"\n {json_feed}".encode(encoding), "json-encoding")
    assert found.message == f"the document is in {encoding}; JSON must be in UTF-8"
    assert "json-encoding" not in codes(json_feed.encode("utf-8-sig"))
    assert "json-encoding" not in codes(
        '<?xml version="1.0" encoding="UTF-16"?><rss/>'.encode(encoding)
    )


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    ("declared", "wrong"), [("utf-8", True), ("UTF-16", False), ("utf-16", False)]
)
def test_a_declaration_that_contradicts_wide_bytes_is_an_error(codec, declared, wrong):
    data = f'<?xml version="1.0" encoding="{declared}"?><rss version="2.0"/>'.encode(codec)
    assert ("unicode-error" in codes(data)) is wrong


def test_self_link_is_compared_with_the_location():
    assert "self-doesnt-match-location" in codes(RSS, location="https://other.example/rss.xml")
    assert "self-doesnt-match-location" not in codes(RSS)


@pytest.mark.parametrize("format_name", ["rss", "json"])
@pytest.mark.parametrize(
    ("link", "location", "differs"),
    [
        ("https://Gull.example:443/%7Eann/a#top", "https://gull.example/~ann/a", False),
        ("https://gull.example/größe?q=ü", "https://gull.example/gr%C3%B6%c3%9Fe?q=%C3%BC", False),
        ("https://bücher.example/a", "https://xn--bcher-kva.example/a", False),
        ("https://xn--.example/a", "https://xn--.example/a", False),
        ("https://xn--\u00fc.example/a", "https://xn--99999999.example/a", True),
        ("https://gull.example/ü", "https://gull.example/u", True),
        ("http://gull.example/a", "https://gull.example/a", True),
        ("https://gull.example/a/", "https://gull.example/a", True),
    ],
)
def test_a_self_link_may_be_an_equivalent_of_the_location(format_name, link, location, differs):
    rss = (
        '<rss version="2.0"><channel><atom:link xmlns:atom="http://www.w3.org/2005/Atom" '
        f'rel="self" href="{link}"/></channel></rss>'
    )
    json_feed = f'{{"version": "https://jsonfeed.org/version/1.1", "feed_url": "{link}"}}'
    document = {"rss": rss, "json": json_feed}[format_name]
    assert ("self-doesnt-match-location" in codes(document, location=location)) is differs


@pytest.mark.shared
def test_documents_of_the_w3c_validators_collection_raise_nothing():
    for path in (SHARED / "corpus" / "validator" / "cases").rglob("*.xml"):
        validate(path.read_bytes(), location="http://www.example.org/feed")


def test_a_report_does_not_depend_on_documents_checked_before():
    examples = [each for rule in RULES for each in (rule.bad, rule.good)]
    documents = [each.data for each in examples if each.data and len(each.data) < 100_000]
    reports = [validate(data) for data in documents]
    assert [validate(data) for data in reversed(documents)] == reports[::-1]


@pytest.mark.parametrize("encoding", ["utf-7", "unicode_escape", "raw_unicode_escape"])
@pytest.mark.parametrize("half", [b"+2AA-", b"\\ud800"])
def test_lone_surrogates_are_findings(encoding, half):
    data = f"<?xml version='1.0' encoding='{encoding}'?><rss>".encode() + half + b"</rss>"
    assert validate(data).findings


@pytest.mark.parametrize("text", ["<a" * 50_000, "<" + "a" * 50_000 + " src" + " " * 50_000])
def test_unclosed_tags_take_linear_time(text):
    data = RSS.replace("It was to go.", escape(text)).encode()
    start = time.process_time()
    assert validate(data).findings
    assert time.process_time() - start < 5
