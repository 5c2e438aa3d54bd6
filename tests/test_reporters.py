import json

from feedsvc.validator import validate
from feedsvc.validator.reporters import REPORTERS, Checked

BAD = b'<rss version="2.0">\n<channel>\n\t<ttl>soon</ttl>\n</channel></rss>'


def checked(data, name="rss.xml"):
    return Checked(name, data, validate(data))


def test_text_shows_place_line_mark_reason_and_link():
    lines = list(REPORTERS["text"]([checked(BAD)]))
    at = next(number for number, line in enumerate(lines) if "[invalid-positive-integer]" in line)
    assert lines[at].startswith("rss.xml:3:2: error: ttl 'soon'")
    assert lines[at + 1] == "     <ttl>soon</ttl>"
    assert lines[at + 2] == "     ^"
    assert "count" in lines[at + 3]
    assert lines[at + 4].strip().startswith("https://")


def test_text_counts_in_its_last_line():
    lines = list(REPORTERS["text"]([checked(BAD), checked(b"hello")]))
    assert lines[-1].startswith("2 documents: 5 errors, 1 warning")


def test_text_of_no_findings_is_one_line():
    assert list(REPORTERS["text"]([])) == ["0 documents: 0 errors, 0 warnings"]


def test_text_cuts_a_long_line_around_the_place():
    data = b'<rss version="2.0"><channel>' + b" " * 500 + b"<ttl>soon</ttl></channel></rss>"
    lines = list(REPORTERS["text"]([checked(data)]))
    at = next(number for number, line in enumerate(lines) if "[invalid-positive-integer]" in line)
    assert len(lines[at + 1]) < 120
    assert lines[at + 1][lines[at + 2].index("^") :].startswith("<ttl>")


def test_json_has_the_agreed_shape():
    text = "".join(REPORTERS["json"]([checked(BAD)]))
    document = json.loads(text)["documents"][0]
    assert document["document"] == "rss.xml"
    assert document["format"] == "rss 2.0"
    assert document["valid"] is False
    finding = next(one for one in document["findings"] if one["code"] == "missing-title")
    assert finding["severity"] == "error"
    assert {"message", "line", "column", "path", "spec"} <= finding.keys()
