"""The pages of the validator's rules: list, search, one rule, and unknown rules."""

import pytest
from support.webpage import JSON, page_of, words

from feedsvc.validator.examples import LONGEST_SHOWN
from feedsvc.validator.profiles import PROFILES, profile_codes
from feedsvc.validator.rulebook import codes
from feedsvc.validator.rules import FAMILIES
from feedsvc.web.rules import close_to, guides, search


def listed(page):
    return [words(link) for link in page.xpath("//ul[@class='rules']/li/a")]


def test_every_rule_is_listed_once_with_its_severity_and_first_sentence(client):
    page = page_of(client.get("/rules"))
    assert sorted(listed(page)) == sorted(codes())
    for item in page.xpath("//ul[@class='rules']/li"):
        code = codes()[words(item.find("a"))]
        assert words(item) == f"{code.name} {code.severity} {code.summary}"
        assert item.find("a").get("href") == f"./rules/{code.name}"


def test_rules_are_grouped_and_each_group_is_linked(client):
    page = page_of(client.get("/rules"))
    headings = [words(heading) for heading in page.xpath("//h2")]
    assert headings[: len(FAMILIES)] == list(FAMILIES)
    assert headings[-len(PROFILES) :] == [f"For {one.title}" for one in PROFILES.values()]
    targets = [link[1:] for link in page.xpath("//nav//a/@href")]
    assert targets == [heading.get("id") for heading in page.xpath("//h2")]


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("duplicate-ids", "duplicate-ids"),
        ("DuplicateIds", "duplicate-ids"),
        ("entries SAME", "duplicate-ids"),
        ("json numeric", "numeric-id"),
    ],
)
def test_a_search_finds_every_word_in_name_heading_and_documentation(client, query, name):
    page = page_of(client.get("/rules", query_string={"q": query}))
    assert name in listed(page)
    assert len(listed(page)) < len(codes()) / 4
    assert page.get_element_by_id("q").get("value") == query


def test_an_empty_search_finds_everything_and_a_failed_one_says_so(client):
    assert len(search("  ")) == len(codes())
    page = page_of(client.get("/rules?q=%3Cb%3E%E2%80%AE"))
    assert not listed(page)
    assert "0 rules matching “<b>⟨U+202E⟩”" in words(page)


@pytest.mark.parametrize("name", sorted(codes()))
def test_each_rule_has_its_page(client, name):
    code = codes()[name]
    page = page_of(client.get(f"/rules/{name}"))
    text = words(page)
    assert words(page.find(".//h1")) == name
    assert code.summary in text
    assert code.why in text
    assert code.severity in text
    assert code.spec in page.xpath("//main//a/@href")
    examples = page.xpath("//section[@class='example']")
    assert len(examples) == len(guides()[name].rules)
    for example in examples:
        assert len([pre for pre in example.xpath("./pre") if words(pre)]) == 2
        assert all(len(pre.text_content()) < LONGEST_SHOWN + 100 for pre in example.xpath("pre"))
    assert "../rules" in page.xpath("//a/@href")


def test_examples_are_shown_literally(client):
    guide = guides()["numeric-id"]
    page = page_of(client.get("/rules/numeric-id"))
    bad, good = page.xpath("//section[1]/pre")
    assert bad.text_content() == guide.rules[0].bad.fragment
    assert good.text_content() == guide.rules[0].good.fragment


def test_a_partners_rule_shows_its_date_contradictions_and_other_requirements(client):
    text = words(page_of(client.get("/rules/flipboard-few-items")))
    assert f"As of {profile_codes()['flipboard-few-items'].date}." in text
    assert "SmartNews contradicts: the document must not exceed 1 MB." in text
    assert PROFILES["flipboard"].notes[0] in text
    draft = words(page_of(client.get("/rules/feedly-missing-element")))
    assert "a draft from a secondary source." in draft


@pytest.mark.parametrize(
    ("name", "match"),
    [
        ("duplicate-id", "duplicate-ids"),
        ("DuplicateIds", "duplicate-ids"),
        ("MISSING_GUID", "missing-guid"),
    ],
)
def test_an_unknown_rule_is_shown_with_similar_ones(client, name, match):
    response = client.get(f"/rules/{name}")
    assert response.status_code == 404
    page = page_of(response)
    assert match in listed(page)
    assert f"../rules/{match}" in page.xpath("//a/@href")
    problem = client.get(f"/rules/{name}", headers=JSON)
    assert problem.status_code == 404
    assert problem.content_type == "application/problem+json"
    assert match in problem.json["close_matches"]


@pytest.mark.parametrize("name", ["%3Cscript%3E", "%E2%80%AE", "x" * 5000, "%ff"])
def test_a_hostile_name_is_not_found_and_shown_safely(client, name):
    response = client.get(f"/rules/{name}")
    assert response.status_code == 404
    page_of(response)
    assert len(response.data) < 5000


def test_a_name_unlike_any_other_has_no_matches():
    assert close_to("qqqqqq") == []


def test_rules_are_available_as_json(client):
    rules = client.get("/rules", headers=JSON).json["rules"]
    assert {rule["code"] for rule in rules} == set(codes())
    assert len(client.get("/rules?q=duplicate", headers=JSON).json["rules"]) < len(rules) / 4
    rule = client.get("/rules/duplicate-ids", headers=JSON).json
    assert (rule["severity"], rule["group"]) == ("error", "Atom")
    assert {"summary", "spec", "bad", "good"} == rule["examples"][0].keys()


def test_the_list_of_all_rules_is_compressed(client):
    coded = client.get("/rules", headers={"Accept-Encoding": "br"})
    assert coded.headers["Content-Encoding"] == "br"
    assert len(coded.data) < len(client.get("/rules").data) / 4


def test_pages_of_rules_are_not_stored_in_caches(client):
    assert client.get("/rules").headers["Cache-Control"] == "no-store"
    assert client.head("/rules/duplicate-ids").status_code == 200
    assert client.post("/rules").status_code == 405
