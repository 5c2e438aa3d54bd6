"""Documents designed to exhaust memory or time: they are reported within fixed limits."""

import json

import pytest

from feedsvc.validator import namespaces as ns
from feedsvc.validator import validate
from feedsvc.validator.collector import LONGEST_MESSAGE, MOST_PER_CODE
from feedsvc.validator.examples import channel, item
from feedsvc.validator.positions import JsonPositions, duplicate_keys
from feedsvc.validator.values import LONGEST_CACHED, cached, html

VERSION = '"version": "https://jsonfeed.org/version/1.1", "title": "Tides"'


def findings(text):
    return validate(text if isinstance(text, bytes) else text.encode()).findings


def codes(text):
    return {finding.code for finding in findings(text)}


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (channel(f"<language>{'a-' * 50_000}</language>").data, "invalid-language"),
        (item(f"<pubDate>{'1' * 50_000}</pubDate>").data, "invalid-rfc2822-date"),
        (item(f"<link>https://a.example/{' ' * 50_000}x</link>").data, "invalid-uri-char"),
        ("<" * 50_000, "not-well-formed"),
        (f"<{'a' * 50_000}/>", "undefined-element"),
    ],
)
def test_a_long_value_is_shortened_in_messages(document, code):
    found = findings(document)
    assert code in {finding.code for finding in found}
    assert all(len(finding.message) <= LONGEST_MESSAGE + 3 for finding in found)


def test_equal_long_messages_of_a_rule_are_reported_once():
    declared = "".join(f' xmlns:{"a" * 2000}{n}="urn:{"b" * 2000}"' for n in range(3))
    used = "".join(f"<{'a' * 2000}{n}:c/>" for n in range(3))
    document = f'<rss version="2.0"{declared}><channel>{used}</channel></rss>'
    assert [finding.code for finding in findings(document)].count("unknown-namespace") == 1


def test_any_number_of_namespaces_is_handled_in_one_pass():
    many = "".join(f'<a{n}:b xmlns:a{n}="urn:{n}"/>' for n in range(3000))
    found = [one for one in findings(channel(many).data) if one.code == "unknown-namespace"]
    assert len(found) == MOST_PER_CODE


def test_any_number_of_spellings_of_a_namespace_is_handled_in_one_pass():
    spellings = [f"http://purl.org/dc/terms{'/' * (n + 2)}" for n in range(1000)]
    many = "".join(f'<t:created xmlns:t="{uri}">no</t:created>' for uri in spellings)
    found = findings(channel(many).data)
    assert "invalid-w3cdtf-date" in {finding.code for finding in found}


def test_the_namespace_of_an_attribute_is_in_use():
    document = '<rss version="2.0" xmlns:tide="urn:tide"><channel tide:level="3"/></rss>'
    assert "unknown-namespace" in codes(document)
    assert "unknown-namespace" not in codes(document.replace("tide:level", "level"))


def test_the_namespace_of_an_attribute_can_be_declared_on_its_element():
    document = '<rss version="2.0"><channel xmlns:tide="urn:tide" tide:level="3"/></rss>'
    assert {"unknown-namespace", "use-of-extension-attr"} <= codes(document)


def test_only_as_many_namespaces_of_attributes_are_read_as_are_reported():
    many = "".join(f'<item xmlns:a{n}="urn:{n}" a{n}:b="c"/>' for n in range(3000))
    found = [one for one in findings(channel(many).data) if one.code == "unknown-namespace"]
    assert len(found) == MOST_PER_CODE


def test_children_at_any_place_are_found():
    many = "<a/>" * 3000 + "<title>Tides</title><title>Ebb</title>"
    found = [one for one in findings(channel(many).data) if one.code == "duplicate-element"]
    assert found[-1].path == "/rss/channel/title[3]"


def test_the_caches_of_names_are_bounded():
    for name in (ns.label, ns.intended):
        assert name.cache_info().maxsize is not None


def test_long_values_are_not_cached():
    calls = []

    @cached(10)
    def length(value):
        """Return the length."""
        calls.append(len(value))
        return len(value)

    for value in ("a", "a", "b" * (LONGEST_CACHED + 1), "b" * (LONGEST_CACHED + 1)):
        assert length(value) == len(value)
    assert calls == [1, LONGEST_CACHED + 1, LONGEST_CACHED + 1]


@pytest.mark.parametrize("unit", ["<p>Tides</p>", "<script>"])
def test_only_the_first_million_characters_of_a_text_are_checked(unit):
    text = unit * (1_200_000 // len(unit))
    found = html.faults(text + "<script>")
    assert bool(found.risky_element) is (unit == "<script>")
    assert not found.not_html


def test_a_very_long_text_can_begin_without_a_tag():
    assert html.faults("a" * 1_200_000 + "<script>") == html.HtmlFaults()


def test_items_after_null_are_checked():
    text = f'{{{VERSION}, "items": [null, {{"x": 1}}, 3, {{"id": "1", "content_text": "Ebb"}}]}}'
    found = {(finding.code, finding.path) for finding in findings(text)}
    assert {("invalid-json-type", "/items/0"), ("undefined-key", "/items/1/x")} <= found
    assert ("invalid-json-type", "/items/2") in found


def test_the_first_of_many_faults_are_reported():
    items = ", ".join(['{"content_text": "Ebb"}'] * 500)
    found = [one for one in findings(f'{{{VERSION}, "items": [{items}]}}') if one.line]
    paths = [one.path for one in found if one.code == "missing-key"]
    assert paths == [f"/items/{n}" for n in range(MOST_PER_CODE)]


@pytest.mark.parametrize("key", ["title", "items", "authors", "_tide"])
@pytest.mark.parametrize("depth", range(900, 1000, 7))
def test_deep_json_is_checked_or_rejected(key, depth):
    deep = "[" * depth + "]" * depth
    text = f'{{"version": "https://jsonfeed.org/version/1.1", "{key}": {deep}}}'
    assert codes(text) & {"invalid-json", "missing-key"}


def test_only_requested_positions_of_deep_json_take_memory():
    deep = ", ".join(["[" * 400 + "]" * 400] * 500)
    text = f'{{"_a": [{deep}], "b": {{"c~d/e": 1, "f": [true, 2]}}}}'
    positions = JsonPositions(text, ["/b/c~0d~1e", "/b/f/1", "/b/none"])
    assert text[positions.position("/b/c~0d~1e")[1] - 1 :].startswith('"c~d/e"')
    assert text[positions.position("/b/f/1")[1] - 1 :].startswith("2]")
    assert positions.position("/b/none") == positions.position("/b")
    assert positions.position("/elsewhere") == (1, 1)


@pytest.mark.parametrize(
    ("value", "pointers"),
    [
        ({"a": 1, "b": [{"a": 1}, {"a": 1}]}, ()),
        ('{"a": 1, "b": {"a": 1}, "a": 2}', ("/a",)),
        ('{"b": [{"a": 1, "a": 1}, [{"a": 1}, {"c": 1, "\\u0063": 2}]]}', ("/b/0/a", "/b/1/1/c")),
        ('[["0", "0"], {"0": 1, "0": 2}]', ("/1/0",)),
    ],
)
def test_duplicate_keys(value, pointers):
    text = value if isinstance(value, str) else json.dumps(value)
    assert duplicate_keys(text) == pointers


def test_only_as_many_duplicate_keys_are_returned_as_are_reported():
    assert len(duplicate_keys("{" + ", ".join(['"a": 1'] * 500) + "}")) == MOST_PER_CODE
