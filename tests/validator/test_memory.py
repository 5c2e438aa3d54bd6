"""The memory that the validator takes for a document, measured in a separate process."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.validator import bounds, validate
from feedsvc.validator.comparing import change
from feedsvc.validator.positions import Lines

SIZE = 8_000_000
RSS = '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel><title>Tides</title>'
END = "</channel></rss>"
JSON = '{"version":"https://jsonfeed.org/version/1.1","title":"Tides","items":[{"id":"0"}'
BODY = "&lt;p>The ferry left early, to the sound of a brass band.&lt;/p>" * 30
ITEM = "<item><title>Ebb {0}</title><link>http://a.example/{0}</link><description>{1}</description></item>"

DOCUMENTS = {
    "stories": (RSS, lambda n: ITEM.format(n, BODY), END),
    "stories with an emoji": (
        f"{RSS}<link>\N{OCTOPUS}</link>",
        lambda n: ITEM.format(n, BODY),
        END,
    ),
    "headlines": (
        RSS,
        lambda n: f"<item>\n <title>Ebb {n}</title>\n <guid>{n}</guid>\n</item>\n",
        END,
    ),
    "excerpts": (RSS, lambda n: ITEM.format(n, BODY[:200]), END),
    "outlines": (
        '<opml version="2.0"><head/><body>',
        lambda n: f'<outline type="rss" text="Tide {n}" xmlUrl="http://a.example/{n}"/>\n',
        "</body></opml>",
    ),
    "elements": (RSS, lambda _: "<a/>", END),
    "elements of many names": (RSS, lambda n: f"<n{n}/>", END),
    "attributes": (f"{RSS}<a ", lambda n: f'a{n}="" ', f"/>{END}"),
    "elements with attributes": (RSS, lambda _: '<a b="c"/>', END),
    "namespaces": (RSS, lambda n: f'<a xmlns="u:{n}"/>', END),
    "elements without end": (RSS, lambda _: "<a/>", ""),
    "entities": (f'<!DOCTYPE rss [<!ENTITY x "y">]>{RSS[39:]}', lambda _: "&x;", END),
    "declared entities": ("<!DOCTYPE rss [", lambda n: f'<!ENTITY x{n} "y">', f"]>{RSS[39:]}{END}"),
    "CDATA": (f"{RSS}<link>", lambda _: "<![CDATA[a]]>b", f"</link>{END}"),
    "comments without end": (RSS, lambda _: "<!--", END),
    "lines": (RSS, lambda _: "\n", END),
    "items of JSON": (JSON, lambda n: f',{{"id":"{n}","content_html":"{BODY}"}}', "]}"),
    "headlines of JSON": (JSON, lambda n: f',{{"id":"{n}","title":"Ebb","url":"/"}}', "]}"),
    "objects": (JSON, lambda _: ",{}", "]}"),
    "lists in lists": (JSON, lambda _: ",[[[[[[]]]]]]", "]}"),
    "numbers": (JSON, lambda _: ",0.1", "]}"),
    "keys": ('{"a":0', lambda n: f',"k{n}":0', "}"),
    "strings without end": (JSON, lambda _: '"\\"', "]}"),
}

READ_WHOLE = {
    "stories",
    "stories with an emoji",
    "lines",
    "CDATA",
    "comments without end",
    "items of JSON",
}

MEASURED = """
import sys
from feedsvc.validator import validate

def peak():
    lines = open("/proc/self/status").read().splitlines()
    return 1024 * next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))

validate(b"<rss version='2.0'><channel><item><title>a</title></item></channel></rss>")
validate(b'{"version": "https://jsonfeed.org/version/1.1", "items": [{}]}')
open("/proc/self/clear_refs", "w").write("5")
before = peak()
data = sys.stdin.buffer.read()
findings = validate(data).findings
print((peak() - before) / len(data), *{finding.code for finding in findings})
"""


def of(kind, size=SIZE):
    head, piece, tail = DOCUMENTS[kind]
    parts, length, number = [head], len(head) + len(tail), 0
    while length < size:
        parts.append(piece(number))
        length += len(parts[-1])
        number += 1
    return "".join([*parts, tail]).encode()


@pytest.mark.skipif(sys.platform != "linux", reason="the peak is read from Linux's /proc")
@pytest.mark.parametrize("kind", DOCUMENTS)
def test_memory_stays_under_six_times_the_documents_size(kind):
    done = subprocess.run(
        [sys.executable, "-c", MEASURED], input=of(kind), capture_output=True, check=True
    )
    times, *codes = done.stdout.decode().split()
    assert float(times) < bounds.TIMES
    assert ("document-too-dense" in codes) != (kind in READ_WHOLE)


@pytest.mark.parametrize("kind", ["headlines", "excerpts", "outlines", "headlines of JSON"])
def test_feeds_of_the_largest_sites_are_checked_whole(kind):
    assert "document-too-dense" not in codes(of(kind, 1_500_000))


def codes(data):
    return [finding.code for finding in validate(data).findings]


def test_the_beginning_of_a_too_dense_document_is_checked():
    data = of("headlines").replace(b"<guid>7</guid>", b"<guid>6</guid>")
    findings = validate(data).findings
    assert any(one.path == "/rss/channel/item[8]/guid" for one in findings)
    end = next(one for one in findings if one.code == "document-too-dense")
    lines = data.decode().splitlines()
    assert lines[end.line - 1][end.column - 1] == "<"
    assert max(one.line for one in findings) == end.line


def test_elements_that_may_follow_a_cut_are_not_reported_as_missing():
    # the channel has neither link nor description before the cut, but may have them after it
    assert {"missing-link", "missing-description"} & set(codes(of("headlines", 20_000)))
    assert not {"missing-link", "missing-description"} & set(codes(of("headlines")))


def test_profiles_are_not_checked_on_a_part_of_a_document():
    assert validate(of("headlines"), profiles=["flipboard"]).findings == (
        validate(of("headlines")).findings
    )


def test_too_dense_versions_are_not_compared():
    assert change.read(of("headlines"), SIZE * 2) is None


def test_a_doctype_can_contain_its_own_closing_delimiter():
    subset = """<!-- ]> ' --> <?a ]>?> <!ENTITY tide "]>"> """
    data = f"<!DOCTYPE rss [{subset}]><rss version='2.0'><channel><tide/></channel></rss>"
    place = next(
        (one.line, one.column) for one in validate(data.encode()).findings if "tide" in one.message
    )
    assert place == (1, data.index("<tide") + 1)


def test_a_character_beyond_the_bmp_shifts_no_position_and_remains_in_messages():
    data = f"<rss version='2.0'><channel><link>\N{OCTOPUS}</link>{' ' * 1_200_000}<tide/>".encode()
    found = validate(data + b"</channel></rss>").findings
    tide = next(one for one in found if one.path == "/rss/channel/tide")
    assert tide.column == data.decode().index("<tide") + 1
    assert any("\N{OCTOPUS}" in one.message for one in found)


def test_an_invalid_byte_after_a_character_beyond_the_bmp_is_reported_at_its_position():
    head = f"<rss version='2.0'><channel><link>\N{OCTOPUS}</link>{' ' * 1_200_000}"
    found = validate(head.encode() + b"<title>Caf\xe9</title></channel></rss>").findings
    fault = next(one for one in found if one.code == "unicode-error")
    assert (fault.line, fault.column) == (1, len(head) + len("<title>Caf") + 1)


@given(st.text(alphabet="ab\n", max_size=60), st.integers(1, 9))
def test_positions_are_lines_and_columns(text, repeats):
    text *= 1000 * repeats
    lines = Lines(text)
    for offset in {0, len(text) // 3, len(text) // 2, max(len(text) - 1, 0)}:
        before = text[:offset].split("\n")
        assert lines.position(offset) == (len(before), len(before[-1]) + 1)
