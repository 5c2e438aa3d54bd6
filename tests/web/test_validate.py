"""The validator's page: submissions, and reports as pages or JSON."""

import io
import re

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.replaying import Replay, conversation, sendable
from support.webpage import JSON, page_of, words

from feedsvc.feeds import FORMATS
from feedsvc.settings import FeedSettings, LimitSettings, Settings, WebSettings
from feedsvc.site import Site
from feedsvc.validator import Severity, validate
from feedsvc.validator.examples import first_get, response_head
from feedsvc.validator.http.public import PublicTransport
from feedsvc.validator.profiles import PROFILES
from feedsvc.web import create_app
from feedsvc.web.feed_fetcher import FeedFetcher
from feedsvc.web.printable import LONGEST, printable, shorten
from feedsvc.web.report_view import (
    PIECE,
    SHOWN,
    SHOWN_PER_RULE,
    WHOLE_BYTES,
    WHOLE_LINES,
    Note,
    group_findings,
    list_source,
)
from feedsvc.web.validate import FETCHER

GOOD = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
<title>Tides</title>
<link>https://tides.example.org/</link>
<description>High water and low.</description>
<language>en</language>
<atom:link rel="self" type="application/rss+xml" href="https://tides.example.org/rss.xml"/>
<item>
<title>Spring tide</title>
<link>https://tides.example.org/1</link>
<description>It is high.</description>
<guid isPermaLink="false">tag:tides.example.org,2026:1</guid>
<pubDate>Mon, 02 Mar 2026 09:30:00 GMT</pubDate>
</item>
</channel>
</rss>
"""
BROKEN = GOOD.replace("</item>", "</itme>").replace("Spring tide", "Spring & <b>tide")


ITEM = "<item><pubDate>yesterday</pubDate></item>"


def upload(client, data, name="feed.xml", **others):
    form = {"file": (io.BytesIO(data), name)}
    return client.post("/validate", data=form, **others)


def send(client, data):
    """Send a bare document and ask for a page."""
    return client.post(
        "/validate", data=data, content_type="text/xml", headers={"Accept": "text/html"}
    )


def with_items(count, between=""):
    return GOOD.replace("<item>", (ITEM + between) * count + "<item>", 1)


def shown(data):
    """Return the listing of a document with its findings."""
    return list_source(
        data, [note for each in group_findings(validate(data)) for note in each.notes]
    )


def text_of(listed):
    """Return the text of a listing, line by line."""
    return [
        "".join(segment.text for piece in line.pieces for segment in piece.segments)
        for stretch in listed.stretches
        for line in stretch.lines
    ]


def test_the_form_accepts_text_or_a_file(client):
    page = page_of(client.get("/validate"))
    names = {field.get("name") for field in page.xpath("//textarea | //input")}
    assert names == {"text", "file", "location", "profile"}


def test_a_good_feed_is_valid(client):
    page = page_of(client.post("/validate", data={"text": GOOD}))
    assert words(page.get_element_by_id("verdict")) == "Valid: pasted text"


def test_a_broken_feed_is_shown_with_the_line_of_each_finding(client):
    page = page_of(client.post("/validate", data={"text": BROKEN.replace("\n", "\r\n")}))
    assert words(page.get_element_by_id("verdict")) == "Not valid: pasted text"
    (place,) = page.xpath("//section[contains(@class, 'error')]//ul[@class='places']/li")
    line = page.get_element_by_id(place.find("a").get("href")[1:])
    assert words(line) == "<title>Spring & <b>tide</title>"
    assert not page.xpath("//mark/*")
    assert "1 error" in words(page.find(".//section"))


def test_the_pasted_text_is_in_its_field_again(client):
    page = page_of(client.post("/validate", data={"text": BROKEN}))
    assert page.get_element_by_id("text").text.strip() == BROKEN.strip()


def test_an_uploaded_file_is_validated_and_its_name_escaped(client):
    response = upload(client, BROKEN.encode(), name="<b>.xml")
    assert words(page_of(response).get_element_by_id("verdict")) == "Not valid: <b>.xml"


def test_json_is_returned_on_request(client):
    response = upload(client, BROKEN.encode(), name="tides.xml", headers=JSON)
    assert response.content_type == "application/json"
    document = response.json
    assert document.keys() == {"document", "format", "valid", "findings"}
    assert (document["document"], document["valid"]) == ("tides.xml", False)
    finding = document["findings"][0]
    assert {"code", "severity", "message", "line", "path"} <= finding.keys()
    assert finding["severity"] == "error"


def test_a_bare_document_gets_json(client):
    response = client.post("/validate", data=GOOD.encode(), content_type="application/rss+xml")
    assert response.json["valid"] is True
    assert response.json["document"] == "request body"


def test_a_bare_document_gets_a_page_on_request(client):
    response = send(client, GOOD)
    assert "Valid" in words(page_of(response))


def test_json_feed_can_be_validated(client, site):
    response = upload(client, site.document("/feed.json").body, name="feed.json", headers=JSON)
    assert response.json["valid"] is True


@pytest.mark.parametrize("encoding", ["iso-8859-1", "utf-16", "windows-1252", "no-such", "hex"])
def test_pasted_text_can_declare_the_encoding_of_its_file(client, encoding):
    text = GOOD.replace('encoding="utf-8"', f'encoding="{encoding}"').replace("Tides", "Marées 灯")
    response = client.post("/validate", data={"text": text}, headers=JSON)
    codes = {finding["code"] for finding in response.json["findings"]}
    assert "not-well-formed" not in codes or encoding in ("no-such", "hex")


@pytest.mark.parametrize("text", ["", "  \r\n"])
def test_an_empty_submission_is_an_error(client, text):
    response = client.post("/validate", data={"text": text})
    assert response.status_code == 400
    assert "nothing to validate" in words(page_of(response))
    asked = client.post("/validate", data={"text": text}, headers=JSON)
    assert asked.json["status"] == 400


@pytest.fixture
def limited(settings, site):
    """A client of the site with a limit of 1,000 bytes per document."""
    values = {name: getattr(settings, name) for name in Settings.__struct_fields__}
    site.settings = Settings(**values | {"limits": LimitSettings(document_bytes=1000)})
    return create_app(site).test_client()


@pytest.mark.parametrize("size", [1001, 200_000])
def test_a_document_over_the_limit_is_refused_with_a_page(limited, size):
    response = upload(limited, b"x" * size)
    assert response.status_code == 413
    assert "larger than the limit of 1,000 bytes" in words(page_of(response))


def test_a_document_over_the_limit_is_refused_with_json(limited):
    for headers in (JSON, {}):
        response = limited.post("/validate", data=b"x" * 200_000, headers=headers)
        assert (response.status_code, response.json["status"]) == (413, 413)


# Findings


def test_findings_are_grouped_by_rule_errors_first(client):
    text = GOOD.replace("<item>", "<item><author>me</author><foo/><foo/>")
    page = page_of(client.post("/validate", data={"text": text}))
    groups = page.xpath("//section[contains(@class, 'group')]")
    severities = [each.get("class").split()[1] for each in groups]
    assert severities == sorted(severities, key=["error", "warning", "info"].index)
    (foo,) = [each for each in groups if "undefined-element" in words(each)]
    assert len(foo.xpath(".//ul/li")) == 2
    assert "An element is not allowed where it appears. Feed readers ignore it" in words(foo)
    links = foo.xpath(".//p/a/@href")
    assert links[0] == "./rules/undefined-element"
    assert links[1].startswith("https://")
    assert client.get("/rules/undefined-element").status_code == 200


def test_each_finding_links_to_its_line_and_back(client):
    page = page_of(client.post("/validate", data={"text": with_items(5, "\n")}))
    places = page.xpath("//ul[@class='places']/li")
    assert len(places) > 5
    for place in places:
        (target,) = place.xpath("./a/@href")
        line = page.get_element_by_id(target[1:])
        number = re.match(r"Line (\d+)", words(place))[1]
        assert target == f"#line-{number}"
        back = line.xpath("./following-sibling::ul[1]/li/a/@href")
        assert f"#{place.get('id')}" in back


def test_the_source_is_shown_in_full_with_findings_marked(client):
    text = GOOD.replace("Mon, 02", "Tue, 02")
    page = page_of(client.post("/validate", data={"text": text}))
    lines = [code.text_content() for code in page.xpath("//ol[@class='source']/li/code")]
    assert lines == text.splitlines()
    assert [words(mark) for mark in page.xpath("//mark")] == ["<pubDate>"]
    assert page.xpath("//ol[@class='source']/@start") == ["1"]


def test_a_filter_is_shown_if_there_are_several_severities(client):
    page = page_of(client.post("/validate", data={"text": BROKEN}))
    assert not page.xpath("//input[@type='radio']")
    text = GOOD.replace("<item>", "<item><foo/>").replace("<guid", "<!--").replace("</guid>", "-->")
    page = page_of(client.post("/validate", data={"text": text}))
    choices = page.xpath("//fieldset[@class='filter']//input/@id")
    assert choices[:2] == ["show-all", "show-error"]
    style = client.get("/style.css").text
    assert all(f"#{choice}:checked" in style for choice in choices[1:])


def test_the_number_of_findings_shown_is_limited():
    data = with_items(200).encode()
    groups = {each.code.name: each for each in group_findings(validate(data))}
    dates = groups["invalid-rfc2822-date"]
    assert (len(dates.notes), dates.hidden) == (SHOWN_PER_RULE, dates.total - SHOWN_PER_RULE)
    assert dates.capped


def test_a_page_with_many_findings_says_how_many_are_hidden(client):
    kinds = "".join(f"<x{number}/><link>{number}</link>" for number in range(3))
    data = GOOD.replace("<item>", f"<item>{kinds}{ITEM}</item>" * 3000 + "<item>").encode()
    response = send(client, data)
    page = page_of(response)
    assert len(page.xpath("//li[starts-with(@id, 'finding-')]")) <= SHOWN
    assert "more not shown" in words(page)
    assert len(response.data) < 1_000_000


# The source


def test_a_large_document_is_shown_around_its_findings(client):
    filler = "<!-- calm -->\n" * WHOLE_LINES
    text = GOOD.replace("<item>", filler + "<item><foo/>").replace("</rss>", filler + "</rss>")
    response = send(client, text.encode())
    page = page_of(response)
    assert "too large to show in full" in words(page)
    gaps = [words(gap) for gap in page.xpath("//p[@class='gap']")]
    assert gaps == ["5,006 lines omitted", "5,006 lines omitted"]
    assert page.xpath("//ol[@class='source']/@start") == ["5007"]
    assert len(page.xpath("//ol[@class='source']/li")) == 5
    assert len(response.data) < 20_000


def test_omitted_and_shown_lines_add_up_to_the_whole():
    data = with_items(30, "\n" * 300).encode()
    listed = shown(data)
    lines = sum(len(stretch.lines) + stretch.skipped for stretch in listed.stretches)
    assert lines + listed.rest == listed.size == len(data.splitlines())
    assert not listed.whole


def test_a_long_line_is_split_into_pieces_with_findings_below_their_own():
    data = with_items(100).replace("\n", "").encode()
    listed = shown(data)
    assert text_of(listed) == [data.decode()]
    (line,) = listed.stretches[0].lines
    assert len(line.pieces) > 5
    for piece in line.pieces:
        text = "".join(segment.text for segment in piece.segments)
        assert len(text) <= PIECE or not piece.notes
        assert bool(piece.notes) == bool(piece.anchor)
    assert line.pieces[-1].skipped == line.rest == 0
    assert len(set(listed.anchors.values())) > 5


def test_a_huge_line_is_shown_only_around_its_findings():
    calm = "<!--" + "calm " * (WHOLE_BYTES // 5) + "-->"
    data = GOOD.replace("\n", "").replace("<item>", calm + "<item><foo/>" + calm).encode()
    (line,) = shown(data).stretches[0].lines
    seen = sum(len(segment.text) for piece in line.pieces for segment in piece.segments)
    skipped = sum(piece.skipped for piece in line.pieces)
    assert seen + skipped + line.rest == len(data)
    assert seen <= 6 * PIECE
    marks = [one.text for piece in line.pieces for one in piece.segments if one.severity]
    assert marks == ["<foo/>"]


def test_an_overlong_url_is_refused(client):
    form = {"text": GOOD, "location": "https://tides.example.org/" + "a" * 100_000}
    response = client.post("/validate", data=form)
    assert response.status_code == 400
    assert len(response.data) < 10_000


places = st.tuples(st.integers(0, 12), st.integers(0, 3 * PIECE))


@given(st.text(alphabet="a<é\u202e\n\r\x00 ", max_size=60), st.integers(1, 50), st.lists(places))
def test_a_listing_has_all_characters_and_all_findings_with_a_line(text, times, found):
    text = text * times + "."
    notes = [
        Note(number, "x", Severity.ERROR, "", line, column, "")
        for number, (line, column) in enumerate(found)
    ]
    listed = list_source(text.encode(), notes)
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    assert text_of(listed) == [printable(line) for line in lines]
    assert set(listed.anchors) == {note.number for note in notes if note.line}


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_ends_are_not_shown(end):
    assert text_of(shown(GOOD.replace("\n", end).encode())) == GOOD.splitlines()


def test_a_finding_beyond_the_end_is_shown_at_the_end():
    listed = shown(b"<rss version='2.0'>\n<channel>\n")
    assert set(listed.anchors.values()) == {"line-2"}


@pytest.mark.parametrize(
    "data",
    [
        "<?xml version='1.0' encoding='iso-8859-1'?>é".encode("latin-1"),
        "<?xml version='1.0' encoding='utf-16'?>é".encode("utf-16"),
        "<?xml version='1.0' encoding='klingon'?>é".encode(),
        "é".encode(),
    ],
)
def test_the_source_is_decoded_with_the_documents_encoding(data):
    (line,) = text_of(shown(data))
    assert line.endswith("é")


@pytest.mark.parametrize("data", [b"\x1f\x8b\x08", b"   "])
def test_a_document_that_is_not_text_has_no_lines(data):
    assert list_source(data, ()).size == 0


def test_a_compressed_document_is_reported_and_not_shown(client):
    page = page_of(upload(client, b"\x1f\x8b\x08rest"))
    assert "compressed-body" in words(page)
    assert "The source cannot be shown" in words(page)
    assert not page.xpath("//ol[@class='source']")


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("a\x00b\x1b[1m\x7f", "a␀b␛[1m␡"),
        ("\u202eneve\u2066", "⟨U+202E⟩neve⟨U+2066⟩"),
        ("\ud800\x85\ufeff", "⟨U+D800⟩⟨U+0085⟩⟨U+FEFF⟩"),
        ("\ttab, عربي, می\u200cخواهم", "\ttab, عربي, می\u200cخواهم"),  # noqa: RUF001 -- Arabic
    ],
)
def test_invisible_characters_get_a_symbol(text, seen):
    assert printable(text) == seen
    assert shorten(text) == seen


def test_long_messages_are_truncated():
    assert len(shorten("a" * 1000)) == LONGEST
    assert shorten("a\nb") == "a␊b"


def test_markup_in_the_source_is_escaped(client):
    text = GOOD.replace("<item>", "<item><x onload='a()'>\u202e<script>alert(1)</script>&lt;</x>")
    response = client.post("/validate", data={"text": text})
    page = page_of(response)
    (line,) = [code for code in page.xpath("//code") if "onload" in words(code)]
    assert "⟨U+202E⟩<script>alert(1)</script>&lt;" in line.text_content()


@pytest.mark.parametrize(
    "data",
    [
        ("<item><title>" + "&amp;\"'" * 20 + "</title></item>\n") * 4900,
        "<item><title>" + "harbour " * 120_000,
        "\u202e" * 330_000,
    ],
)
def test_the_page_of_a_large_document_has_a_limited_size(client, data):
    data = data.encode()[:WHOLE_BYTES]
    response = send(client, data)
    assert validate(data).findings
    assert len(response.data) < 8_000_000


# Location and profiles


def test_the_location_is_compared_with_the_self_link(client):
    for where, found in (("tides", False), ("gulls", True)):
        form = {"text": GOOD, "location": f"https://{where}.example.org/rss.xml"}
        findings = client.post("/validate", data=form, headers=JSON).json["findings"]
        assert ("self-doesnt-match-location" in {one["code"] for one in findings}) == found
    page = page_of(client.post("/validate", data=form))
    assert page.get_element_by_id("location").get("value") == form["location"]


@pytest.mark.parametrize("location", ["tides.example.org", "javascript:alert(1)", "http://[", "x"])
def test_an_invalid_location_is_an_error_with_a_fix(client, location):
    form = {"text": GOOD, "location": location}
    response = client.post("/validate", data=form)
    assert response.status_code == 400
    page = page_of(response)
    assert location in words(page.get_element_by_id("notice"))
    assert page.get_element_by_id("text").text.strip() == GOOD.strip()
    problem = client.post("/validate", data=form, headers=JSON)
    assert problem.content_type == "application/problem+json"
    assert "begins with https://" in problem.json["detail"]


def test_partner_rules_are_checked_on_request(client):
    form = {"text": GOOD, "profile": ["smartnews", "msn"]}
    page = page_of(client.post("/validate", data=form))
    chosen = page.xpath("//form[@id='check']//input[@type='checkbox'][@checked]/@value")
    assert sorted(chosen) == ["msn", "smartnews"]
    codes = [words(link) for link in page.xpath("//section[contains(@class, 'group')]//p/a[1]")]
    partners = [code for code in codes if code.startswith(("smartnews-", "msn-"))]
    assert partners
    assert client.get(f"/rules/{partners[0]}").status_code == 200
    assert PROFILES["msn"].title in words(page)


def test_programs_pass_location_and_profile_in_the_query(client):
    response = client.post(
        "/validate?profile=msn&location=https://gulls.example.org/",
        data=GOOD.encode(),
        content_type="application/rss+xml",
    )
    codes = {finding["code"] for finding in response.json["findings"]}
    assert "self-doesnt-match-location" in codes
    assert any(code.startswith("msn-") for code in codes)


def test_an_unknown_profile_is_an_error_that_lists_the_known_ones(client):
    response = client.post("/validate", data={"text": GOOD, "profile": "gulls"})
    assert response.status_code == 400
    assert "“gulls”; choose from feedly, " in words(page_of(response).get_element_by_id("notice"))


# Documents of the site

CITY = "/sections/world/rss.xml"


@pytest.mark.parametrize("page_path", ["/validate", "/validate/"])
def test_a_document_of_the_site_is_validated_at_a_url_that_can_be_shared(client, page_path):
    page = page_of(client.get(page_path, query_string={"document": CITY, "profile": "msn"}))
    assert words(page.get_element_by_id("verdict")).endswith(f": {CITY}")
    assert page.xpath("//form[@id='site-document']//option[@selected]/text()") == [CITY]
    assert PROFILES["msn"].title in words(page)
    root = "../" if page_path.endswith("/") else "./"
    (link,) = page.find_class("share")
    assert link.get("href") == f"{root}validate?document={CITY}&profile=msn"
    assert client.get(link.get("href").removeprefix(root).join(("/", ""))).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        *("/rss.xml", "/atom.xml", "/feed.json", "/opml.xml", "/news-sitemap.xml"),
        "/.well-known/feeds",
        "https://gazette.example.org/sections/culture/atom.xml",
        "languages/ja/rss.xml",
        "/tags/灯台/rss.xml",
    ],
)
def test_every_feed_and_list_of_feeds_can_be_validated(client, site, path):
    if "灯台" in path:
        path = next(feed.path for feed in site.feeds() if feed.title == "灯台") + "rss.xml"
    response = client.get("/validate", query_string={"document": path}, headers=JSON)
    assert response.json["valid"] is True
    assert response.json["document"] == "/" + path.removeprefix(site.settings.base_url).lstrip("/")
    assert response.json["format"] != "unknown" or path == "/news-sitemap.xml"


def test_the_self_link_of_a_document_of_the_site_is_compared_with_its_url(client):
    response = client.get("/validate", query_string={"document": CITY}, headers=JSON)
    codes = {finding["code"] for finding in response.json["findings"]}
    assert not codes & {"self-doesnt-match-location", "missing-atom-self-link"}


@pytest.mark.parametrize(
    "path",
    ["/nothing.xml", "/", "/sections/world/", "/style.css", "//", "https://other.example/", "\x00"],
)
def test_other_paths_respond_404_with_the_form(client, path):
    response = client.get("/validate", query_string={"document": path})
    assert response.status_code == 404
    page = page_of(response)
    assert "There is no feed" in words(page.get_element_by_id("notice"))
    assert page.get_element_by_id("text") is not None
    problem = client.get("/validate", query_string={"document": path}, headers=JSON)
    assert (problem.status_code, problem.json["status"]) == (404, 404)


def test_an_unknown_profile_is_an_error_for_documents_of_the_site_too(client):
    response = client.get("/validate", query_string={"document": CITY, "profile": "gulls"})
    assert response.status_code == 400
    assert "“gulls”" in words(page_of(response).get_element_by_id("notice"))


def test_the_documents_of_all_feeds_are_offered_by_feed(client, site):
    page = page_of(client.get("/validate"))
    groups = page.xpath("//form[@id='site-document']//optgroup")
    titles = [feed.title for feed in site.feeds()]
    assert [each.get("label") for each in groups] == [*titles, "Lists"]
    offered = page.xpath("//form[@id='site-document']//option/text()")
    assert len(offered) == len(set(offered)) == len(FORMATS) * len(site.feeds()) + 2
    assert all(site.document(path) for path in offered)


def test_with_very_many_feeds_the_first_are_offered_and_any_can_be_typed(client, monkeypatch):
    monkeypatch.setattr("feedsvc.web.site_documents.MOST_FEEDS", 2)
    page = page_of(client.get("/validate", query_string={"document": CITY}))
    assert not page.xpath("//select")
    field = page.get_element_by_id("document")
    assert field.get("value") == CITY
    assert len(page.xpath("//datalist[@id='documents']/option")) == 2 * len(FORMATS) + 2


def test_an_added_or_deleted_story_changes_the_choices(client, site, stories):
    def offered():
        return page_of(client.get("/validate")).xpath("//option/text()")

    assert "/tags/whales/rss.xml" not in offered()
    (stories / "whale.md").write_text("---\ntitle: A whale\ntags: [whales]\n---\nIt sang.\n")
    site.sync()
    assert "/tags/whales/rss.xml" in offered()
    (stories / "whale.md").unlink()
    site.sync()
    assert "/tags/whales/rss.xml" not in offered()


def test_the_report_on_a_document_of_the_site_is_cached(client, monkeypatch):
    checks = []

    def counted(*arguments, **options):
        checks.append(arguments)
        return validate(*arguments, **options)

    monkeypatch.setattr("feedsvc.web.site_documents.validate", counted)
    query = {"document": "/authors/mara-quill/atom.xml", "profile": ["msn", "feedly"]}
    pages = [client.get("/validate", query_string=query).data for _ in range(3)]
    assert len(set(pages)) == len(checks) == 1


def test_validating_documents_of_the_site_counts_towards_the_limit(settings, site):
    site.settings = msgspec.structs.replace(settings, web=WebSettings(checks_per_minute=1))
    client = create_app(site).test_client()
    assert client.get("/validate").status_code == 200
    assert client.get("/validate", query_string={"document": CITY}).status_code == 200
    response = client.get("/validate", query_string={"document": CITY})
    assert (response.status_code, client.get("/validate").status_code) == (429, 200)
    assert int(response.headers["Retry-After"]) > 0


def test_reports_are_not_indexed(client):
    robots = "//meta[@name='robots']/@content"
    response = page_of(client.get("/validate", query_string={"document": CITY}))
    assert response.xpath(robots) == ["noindex"]
    assert page_of(client.get("/validate")).xpath(robots) == []


def test_a_private_feed_is_neither_offered_nor_validated(settings):
    secret = FeedSettings(name="members", title="Members only", private=True)
    site = Site.open(msgspec.structs.replace(settings, feeds=(secret,)))
    site.sync()
    (url,) = site.private.add_token("ida", None, site.now())
    client = create_app(site).test_client()
    page = client.get("/validate").text
    assert "Members only" not in page
    assert "members" not in page
    path = url.removeprefix(settings.base_url)
    assert client.get(path).status_code == 200
    for each in (path, url, "/feeds/members/rss.xml", "/private/members/rss.xml"):
        assert client.get("/validate", query_string={"document": each}).status_code == 404
    site.close()


@pytest.mark.parametrize("coding", ["br", "zstd", "gzip"])
def test_pages_are_compressed_on_request(client, coding):
    plain = client.get("/validate")
    coded = client.get("/validate", headers={"Accept-Encoding": coding})
    assert coded.headers["Content-Encoding"] == coding
    assert "Accept-Encoding" in coded.headers["Vary"]
    assert len(coded.data) < len(plain.data) / 2
    assert int(coded.headers["Content-Length"]) == len(coded.data)
    assert "Content-Encoding" not in plain.headers


# Fetched feeds


def test_nothing_is_fetched_unless_enabled(client):
    assert not page_of(client.get("/validate")).xpath("//input[@name='url']")
    with Replay() as server:
        response = client.post("/validate", data={"url": server.url})
    assert response.status_code == 403
    assert "This server does not fetch feeds" in words(page_of(response))
    assert server.requests == []


@pytest.fixture
def fetching(settings, site):
    """The app of a site that fetches feeds for visitors."""
    site.settings = msgspec.structs.replace(settings, web=WebSettings(fetch=True))
    return create_app(site)


def test_feeds_on_this_machine_are_not_fetched(fetching):
    client = fetching.test_client()
    assert page_of(client.get("/validate")).xpath("//input[@name='url']")
    with Replay() as server:
        for url in (server.url, "http://localhost/rss.xml", "http://[::1]/"):
            response = client.post("/validate", data={"url": url})
            assert response.status_code == 422
            page = page_of(response)
            assert "cannot be fetched" in words(page.get_element_by_id("notice"))
            assert page.get_element_by_id("url").get("value") == url
    assert server.requests == []


@pytest.mark.parametrize(
    "url", ["tides.example", "file:///etc/hostname", "gopher://x/", "http://["]
)
def test_an_invalid_url_is_an_error(fetching, url):
    response = fetching.test_client().post("/validate", data={"url": url}, headers=JSON)
    assert response.status_code == 400
    assert "begins with https://" in response.json["detail"]


def on_this_machine():
    return PublicTransport(
        resolve=lambda _host: ["127.0.0.1"], allow=lambda _address: True, ports=range(65536)
    )


def test_a_fetched_feed_is_shown_with_findings_about_the_response(fetching):
    fetching.extensions[FETCHER] = FeedFetcher(on_this_machine)
    sent = conversation(first_get(response_head(Content_Type="text/html"), body=GOOD))
    with Replay(*sent, *sent) as server:
        url = server.url.replace("127.0.0.1", "tides.example.org")
        page = page_of(fetching.test_client().post("/validate", data={"url": url}))
        response = fetching.test_client().post("/validate", data={"url": url}, headers=JSON)
    assert words(page.get_element_by_id("verdict")) == f"Valid: {url}"
    assert "unexpected-content-type" in words(page)
    assert "self-doesnt-match-location" in words(page)
    assert "<title>Tides</title>" in text_of_page(page)
    assert response.json["document"] == url
    assert "unexpected-content-type" in {one["code"] for one in response.json["findings"]}


def text_of_page(page):
    return [code.text_content() for code in page.xpath("//ol[@class='source']/li/code")]


def test_a_response_without_a_feed_is_a_finding(fetching):
    fetching.extensions[FETCHER] = FeedFetcher(on_this_machine)
    with Replay(sendable(response_head("404 Not Found"))) as server:
        page = page_of(fetching.test_client().post("/validate", data={"url": server.url}))
    assert "http-error" in words(page)
    assert not page.xpath("//ol[@class='source']")


def test_too_many_simultaneous_fetches_get_a_retry_after(fetching):
    fetching.extensions[FETCHER] = FeedFetcher(on_this_machine, at_once=0)
    form = {"url": "http://tides.example.org/rss.xml"}
    response = fetching.test_client().post("/validate", data=form)
    assert response.status_code == 503
    assert int(response.headers["Retry-After"]) > 0
    assert "Too many feeds" in words(page_of(response).get_element_by_id("notice"))
