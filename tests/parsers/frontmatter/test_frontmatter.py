"""Front matter: its bounds, values, lines and errors."""

import contextlib
import time
from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.errors import StoryError
from feedsvc.parsers.frontmatter import MAX_LENGTH, has_front_matter, read_front_matter


def read(text):
    return read_front_matter("a.md", text)


def values(text):
    return {item.key: item.value for item in read(text).items}


def lines(text):
    return {item.key: item.line for item in read(text).items}


def refusal(text):
    with pytest.raises(StoryError) as caught:
        read(text)
    return caught.value


HEADERS = {
    "yaml": "---\ntitle: Low tide\ntags: [sea]\n---\nBody\n",
    "yaml ended by dots": "---\ntitle: Low tide\ntags: [sea]\n...\nBody\n",
    "named yaml": "---yaml\ntitle: Low tide\ntags: [sea]\n---\nBody\n",
    "toml": '+++\ntitle = "Low tide"\ntags = ["sea"]\n+++\nBody\n',
    "named toml": '---toml\ntitle = "Low tide"\ntags = ["sea"]\n---\nBody\n',
    "named json": '---json\n{"title": "Low tide",\n"tags": ["sea"]}\n---\nBody\n',
    "json": '{"title": "Low tide",\n"tags": ["sea"]}\nBody\n',
}


@pytest.mark.parametrize("text", HEADERS.values(), ids=HEADERS)
def test_every_format_of_header_is_split_from_the_body(text):
    assert values(text) == {"title": "Low tide", "tags": ["sea"]}
    assert read(text).body.strip() == "Body"


@pytest.mark.parametrize("text", HEADERS.values(), ids=HEADERS)
def test_keys_and_body_have_their_lines_in_the_file(text):
    written = text.split("\n")
    assert all(key in written[line - 1] for key, line in lines(text).items())
    header = read(text)
    assert (header.body.split("\n"))[written.index("Body") + 1 - header.body_line] == "Body"


def test_pelicans_plain_lines_are_a_header():
    text = "Title: Low tide\nDate: 2024-05-01 10:20\nSummary: One\n    two\nTags: a, b\n\nBody: x\n"
    header = read(text)
    assert header.kind == "lines"
    assert values(text) == {
        "Title": "Low tide",
        "Date": "2024-05-01 10:20",
        "Summary": "One\ntwo",
        "Tags": "a, b",
    }
    assert (header.body, header.body_line) == ("Body: x\n", 7)


@pytest.mark.parametrize(
    "text",
    [
        "Just text.\n",
        "---\n\nA rule opened this text.\n\n---\nAnd another.\n",
        "---\nA rule and no header, for no second one follows.\n",
        "Note: this is a sentence.\n\nTitle: so is this.\n",
        "Date: tomorrow\nand no title\n\nBody\n",
        "Title: a headline\nand a line that is no key\n\nBody\n",
        "{% include a.html %}\n",
        "{curly} words\n",
    ],
)
def test_text_without_a_header_is_only_body(text):
    header = read(text)
    assert (header.kind, header.items, header.body, header.body_line) == (None, (), text, 1)


def test_an_empty_header_has_no_keys():
    assert read("---\n---\nBody").items == ()
    assert read("---\n# nothing yet\n---\nBody").body == "Body"


def test_a_file_may_be_only_a_header():
    assert read("---\ntitle: x\n---").body == ""
    assert read("Title: x").body == ""


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("2024-05-01", "2024-05-01"),
        ("2024-05-01 10:00:00 +0200", "2024-05-01 10:00:00 +0200"),
        ("2024-05-01T10:00:00Z", "2024-05-01T10:00:00Z"),
        *((word, word) for word in ("yes", "no", "on", "off", "Yes", "NO")),
        ("true", "true"),
        ("False # for now", "False"),
        ("2024", "2024"),
        ("007", "007"),
        ("1.10", "1.10"),
        ("1e3", "1e3"),
        ("10:30", "10:30"),
        ("0x1F", "0x1F"),
        ("null", None),
        ("~", None),
        ("", None),
        ('"yes: really"', "yes: really"),
        ("'it''s'", "it's"),
        ("one # a remark", "one"),
        ("!ruby/object:Foo bar", "bar"),
    ],
)
def test_yaml_values_are_as_written(written, value):
    assert values(f"---\ntitle: {written}\nlayout: post\n---\n")["title"] == value


def test_yaml_blocks_and_nested_values():
    text = "---\nsummary: >\n  One\n  two\nimage:\n  src: a.jpg\n  size: 2\ntags:\n- a\n- b\n---\n"
    assert values(text) == {
        "summary": "One two\n",
        "image": {"src": "a.jpg", "size": 2},
        "tags": ["a", "b"],
    }
    assert lines(text) == {"summary": 2, "image": 5, "tags": 8}


def test_tabs_after_a_colon_count_as_spaces():
    assert values("---\ntitle:\tLow tide\ntags:\n  -\tsea\n---\n") == {
        "title": "Low tide",
        "tags": ["sea"],
    }


def test_toml_dates_are_dates():
    text = "+++\ndate = 2024-05-01T10:00:00+02:00\nday = 2024-05-01\n[params]\nx = 1\n+++\n"
    zone = timezone(timedelta(hours=2))
    assert values(text) == {
        "date": datetime(2024, 5, 1, 10, tzinfo=zone),
        "day": date(2024, 5, 1),
        "params": {"x": 1},
    }
    assert lines(text) == {"date": 2, "day": 3, "params": 4}


BROKEN = [
    (
        "---\ntitle: One: two\n---\n",
        2,
        "contains a colon but is not in quotes",
        'title: "One: two"',
    ),
    ("---\na: 1\ntitle: One: two\n---\n", 3, "colon", "quotes"),
    ("---\ntitle: a\n date: b\n---\n", 3, "unexpected colon", "indent"),
    ("---\ntitle: a\n\ttags: b\n---\n", 3, "a tab", "indent with spaces"),
    ("---\ntags:\n\t- b\n---\n", 3, "a tab", "indent with spaces"),
    ("---\ntitle: @desk\n---\n", 2, "a character that YAML reserves", "quotes"),
    ("---\ntitle: *star\n---\n", 2, "begins with *", "quotes"),
    ('---\ntitle: "open\n---\n', 2, "never closed", "close it"),
    ("---\ntitle: 'it's'\n---\n", 2, "text follows a closing quote", "''"),
    ("---\ntags: [a, b\n---\n", 3, "is not closed", "close it"),
    ("---\ntags: [a\ndate: b\n---\n", 3, "is not closed", "close it"),
    ('---\ntitle: "a \\q b"\n---\n', 2, "unknown escape", "single quotes"),
    ("---\ntitle: a\ntags\nslug: b\n---\n", 3, "no colon", "key: value"),
    ("---\ntitle: - a\n---\n", 2, "begins with '- '", "line of its own"),
    ("---\ntags:\n  - a\n - b\n---\n", 4, "not indented like the one above", "align"),
    ("---\ntitle: |x\n a\n---\n", 2, "text follows |", "next line"),
    (
        "---\ntitle: a\ndate: b\ntitle: c\n---\n",
        4,
        "'title' appears twice, first on line 2",
        "one",
    ),
    ("---\ntitle Foo\n---\n", 2, "no keys", "colon"),
    ("---\ntitle: !!int x\n---\n", 2, "not valid YAML", ""),
    ("---\na: " + "[" * 300 + "\n---\n", 2, "nested too deep", "flatten"),
    ("---\na: " + "- " * 2000 + "\n---\n", 2, "nested too deep", "flatten"),
    ("---\na: &a [x]\nb: [" + "*a, " * 11 + "]\n---\n", 2, "aliases", "write the values out"),
    ("---\na: " + "x" * MAX_LENGTH + "\n---\n", 2, "characters", "body"),
    ("---\ntitle: never ended\n\nBody\n", 1, "has no end", "---"),
    ('+++\ntitle = "never ended"\n\nBody\n', 1, "has no end", "+++"),
    ('+++\ntitle = "a"\ntags = [\n+++\n', 3, "not valid TOML", "quotes"),
    ("+++\ntitle = Low tide\n+++\n", 2, "not valid TOML", "quotes"),
    ('+++\ntitle = "a"\ntitle = "b"\n+++\n', 3, "not valid TOML", "once"),
    ("+++\na = " + "[" * 5000 + "\n+++\n", 2, "not valid TOML", ""),
    ("+++\na = " + "9" * 5000 + "\n+++\n", 2, "not valid TOML", ""),
    ('{"title": "a",\n "date" "b"}\nBody\n', 2, "not valid JSON", "commas"),
    ('{"title": "a",}\nBody\n', 1, "not valid JSON", "remove a trailing comma"),
    ('{"title": "a",\n"title": "b"}\nBody\n', 1, "'title' appears twice", "remove one"),
    ('{"title": ' + "[" * 100_000, 1, "nested too deep", "shorten"),
    ('{"title": ' + "9" * 5000 + "}", 1, "too long", "shorten"),
]


@pytest.mark.parametrize(("text", "line", "reason", "cure"), BROKEN)
def test_an_invalid_header_is_rejected_with_line_reason_and_cure(text, line, reason, cure):
    error = refusal(text)
    assert error.line == line
    assert reason in error.reason
    assert cure in error.cure
    assert "\n" not in str(error)


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"---\ntitle: a\n---\n", True),
        (b"\xef\xbb\xbf---\r\n# remark\r\nlayout: post\r\n---\r\n", True),
        (b'+++\ntitle = "a"\n+++\n', True),
        (b'---json\n{"title": "a"}\n---\n', True),
        (b"---\ntitle: a\n", False),
        (b"---\n\nA rule.\n\n---\n", False),
        (b"___\nTitle: a\n", False),
        (b"Title: a\n\nBody\n", False),
        (b"", False),
        (b"\x00\xff", False),
    ],
)
def test_a_header_is_detected_in_the_bytes_of_any_file(data, found):
    assert has_front_matter(data) is found


@given(
    st.sampled_from(["---\n", "+++\n", '{"', "Title: ", "---json\n", ""]),
    st.text(alphabet=st.sampled_from("ab: -\"'{}[]#&*!|>\n\t=.,1é\\")),
    st.sampled_from(["\n---\n", "\n+++\n", "}", "\n\n", ""]),
)
def test_arbitrary_text_raises_only_story_errors(before, text, after):
    try:
        header = read(before + text + after)
    except StoryError:
        return
    assert (before + text + after).endswith(header.body)


@pytest.mark.parametrize(
    "unit", ["a:  ", "- ", "a: b\n", '"a', "? ", "a: &b *c\n", "\t", "# \n", "a" * 9 + " ", "---\n"]
)
@pytest.mark.parametrize("fence", ["---\n", "+++\n", '{"a": ', "Title: "])
def test_a_megabyte_of_header_takes_under_a_second(fence, unit):
    text = fence + unit * (1_000_000 // len(unit)) + "\n" + fence
    start = time.process_time()
    with contextlib.suppress(StoryError):
        read(text)
    has_front_matter(text.encode())
    assert time.process_time() - start < 1
