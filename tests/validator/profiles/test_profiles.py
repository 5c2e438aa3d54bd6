import re
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedsvc.validator import Severity, validate
from feedsvc.validator.examples import channel, item
from feedsvc.validator.profiles import PROFILES, chosen_profiles, profile_codes
from feedsvc.validator.profiles.profile import SECONDARY
from feedsvc.validator.registry import CODES

RULES = [(name, tested) for name, profile in PROFILES.items() for tested in profile.rules]
JSON = b'{"version": "https://jsonfeed.org/version/1.1", "title": "Harbour News", "items": []}'
SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
OLD_STORY = f"""<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="{SITEMAPS}" xmlns:news="{NEWS}">
  <url>
    <loc>https://news.example/crane</loc>
    <news:news>
      <news:publication>
        <news:name>Harbour News</news:name>
        <news:language>en</news:language>
      </news:publication>
      <news:publication_date>2024-11-16T09:30:00Z</news:publication_date>
      <news:title>The crane stays</news:title>
    </news:news>
  </url>
</urlset>
"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Harbour News</title>
<subtitle>News of the quay</subtitle><link href="https://news.example/"/>
<link rel="self" href="https://news.example/atom.xml"/>
<id>tag:news.example,2024:feed</id><updated>2024-11-16T09:30:00Z</updated>
<entry><title>The crane on the quay stays</title><id>tag:news.example,2024:1</id>
<updated>2024-11-16T09:30:00Z</updated><author><name>Ida Holm</name></author>
<link rel="enclosure" type="image/jpeg" href="https://news.example/1.jpg" length="16000000"/>
<link href="https://news.example/crane"/>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>It was to go.</p></div></content>
</entry></feed>
"""


def findings_of(data, *names, location=None):
    data = data.encode() if isinstance(data, str) else data
    return validate(data, location=location, profiles=names).findings


def codes_of(data, *names, location=None):
    return {finding.code for finding in findings_of(data, *names, location=location)}


def message_of(code, data, *names):
    return next(one.message for one in findings_of(data, *names) if one.code == code)


@pytest.mark.parametrize(("name", "tested"), RULES, ids=lambda one: getattr(one, "code", None))
def test_the_bad_example_has_the_code_and_the_good_one_does_not(name, tested):
    assert tested.code in codes_of(tested.bad.data, name)
    assert tested.code not in codes_of(tested.good.data, name)


@pytest.mark.parametrize(("name", "tested"), RULES, ids=lambda one: getattr(one, "code", None))
def test_rule_has_date_source_and_reason(name, tested):
    code = profile_codes()[tested.code]
    assert re.fullmatch(r"\d{4}-\d\d(-\d\d)?", code.date)
    assert code.source.startswith("https://") or (tested.draft and code.source == SECONDARY)
    assert code.spec.startswith("https://")
    assert code.summary.endswith(".")
    assert len(code.why) > 10
    assert code.severity is tested.severity
    assert code.profile == name
    assert set(tested.against) <= set(PROFILES) - {name}


@pytest.mark.parametrize("name", PROFILES)
def test_profile_is_documented(name):
    profile = PROFILES[name]
    module = sys.modules[profile.rules[0].check.__module__]
    assert profile.name == name
    assert profile.title in (module.__doc__ or "") or profile.title.split()[0] in module.__doc__
    assert profile.source.startswith("https://")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", profile.date)
    assert profile.formats
    assert {tested.code for tested in profile.rules} == set(profile.codes())


def test_profile_codes_differ_from_general_ones():
    assert not CODES.keys() & profile_codes().keys()


def test_profiles_are_listed_without_lxml():
    program = (
        "import sys; from feedsvc.validator.profiles import profile_codes;"
        "assert profile_codes(); assert 'lxml' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_profiles_are_not_loaded_unless_chosen():
    program = (
        "import sys; from feedsvc.validator import validate; validate(b'<rss/>');"
        "assert 'feedsvc.validator.profiles' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_profile_rules_do_not_run_unless_chosen():
    assert not codes_of(channel("").data) & profile_codes().keys()


def test_the_error_for_an_unknown_profile_lists_the_known_ones():
    with pytest.raises(ValueError, match=r"unknown profile 'bing'.*feedly, flipboard, msn"):
        findings_of(channel("").data, "bing")


def test_profile_chosen_twice_runs_once():
    assert [one.name for one in chosen_profiles(["msn", "feedly", "msn"])] == ["msn", "feedly"]
    assert findings_of(item("").data, "msn", "msn") == findings_of(item("").data, "msn")


@pytest.mark.parametrize("name", PROFILES)
@pytest.mark.parametrize(
    "data",
    [
        JSON,
        b"[1]",
        b"",
        b"<rss",
        b"<rss/>",
        b"<rss version='2.0'><channel/></rss>",
        b"<urlset/>",
        b"<opml version='2.0'/>",
        b"\x1f\x8b",
        ATOM.encode(),
        b'<!DOCTYPE rss [<!ENTITY e "x">]><rss><channel><item><title>&e;</title></item></channel>',
        b'<!DOCTYPE rss [<!ENTITY e "x">]><rss><channel><title>&e;</title></channel></rss>',
        b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><link/><content/></entry></feed>",
        item("<link>http://[::1</link><enclosure url='http://[' type='image/png'/><guid/>").data,
    ],
    ids=range(14),
)
def test_bad_input_is_a_finding_and_never_an_exception(name, data):
    assert isinstance(findings_of(data, name), tuple)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(RULES), st.data())
def test_mutated_examples_raise_nothing(rule, data):
    whole = rule[1].bad.data[:4000]
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, min(len(whole), start + 40)))
    inserted = data.draw(st.sampled_from([b"", b"<item>", b"<!-- -->", b'="', b"&lt;p", b"9" * 30]))
    assert isinstance(findings_of(whole[:start] + inserted + whole[end:], *PROFILES), tuple)


def test_deep_nesting_is_not_followed():
    deep = "<channel><item>" * 80 + "<title>a</title>" + "</item></channel>" * 80
    assert len(findings_of(f'<rss version="2.0">{deep}</rss>', "msn")) < 60


def test_a_format_that_the_partner_does_not_accept_is_the_only_finding():
    found = [one for one in findings_of(JSON, "smartnews") if one.code in profile_codes()]
    assert [one.code for one in found] == ["smartnews-format"]
    assert found[0].message == "this is a JSON Feed; SmartNews requires RSS 2.0 or Atom 1.0"


def test_findings_of_profiles_have_positions_and_are_in_order():
    findings = findings_of(OLD_STORY, "news-sitemap")
    assert [(one.code, one.line, one.column) for one in findings] == [
        ("news-sitemap-old-story", 10, 7)
    ]
    assert findings[0].path == "/urlset/url/news/publication_date"
    assert findings[0].severity is Severity.ERROR


def test_finding_at_an_attribute_points_at_it():
    data = item('<enclosure url="" type="audio/ogg"/>').data.decode()
    found = next(
        one for one in findings_of(data, "podcast") if one.code == "podcast-enclosure-type"
    )
    assert found.path == "/rss/channel/item/enclosure/@type"
    assert found.column == data.index("type=") + 1


def test_a_news_sitemap_is_a_separate_format():
    empty = f'<urlset xmlns="{SITEMAPS}" xmlns:news="{NEWS}"/>'.encode()
    report = validate(empty, profiles=["news-sitemap"])
    assert report.format == "news sitemap"
    assert report.findings == ()
    assert "undefined-element" in codes_of(empty, "msn")


def test_a_sitemap_with_misspelled_namespaces_is_checked():
    data = OLD_STORY.replace("http://www.google", "https://www.google")
    assert {"news-sitemap-namespace", "news-sitemap-old-story"} <= codes_of(data, "news-sitemap")
    assert "news-sitemap-one-news" not in codes_of(data, "news-sitemap")


def test_a_sitemap_without_a_namespace_is_reported():
    assert "news-sitemap-namespace" in codes_of("<urlset><url/></urlset>", "news-sitemap")


@pytest.mark.parametrize(
    ("language", "is_right"),
    [
        ("en", True),
        ("nds", True),
        ("zh-cn", True),
        ("zh-TW", True),
        ("en-GB", False),
        ("qq", False),
    ],
)
def test_language_of_a_sitemap(language, is_right):
    data = OLD_STORY.replace(">en<", f">{language}<")
    assert ("news-sitemap-language" not in codes_of(data, "news-sitemap")) is is_right


def test_a_partners_elements_are_not_reported_by_general_rules():
    logo = '<snf:logo xmlns:snf="http://www.smartnews.be/snf"><url>https://a.example/l.png</url></snf:logo>'
    general = {"not-in-a-namespace", "unknown-namespace"}
    assert not codes_of(channel(logo).data, "smartnews") & general


@pytest.mark.parametrize("profile", [(), ("flipboard",)])
def test_elements_of_partners_are_known_with_any_profile(profile):
    logo = '<snf:logo xmlns:snf="http://www.smartnews.be/snf"><url>{}</url></snf:logo>'
    partners = {"unknown-namespace", "not-in-a-namespace", "undefined-element", "invalid-full-link"}
    assert not codes_of(channel(logo.format("https://a.example/l.png")).data, *profile) & partners
    assert "invalid-full-link" in codes_of(channel(logo.format("l.png")).data, *profile)


def test_contradictions_are_reported_only_if_both_profiles_are_chosen():
    ttl = channel("<ttl>60</ttl>").data
    assert "contradicts" not in message_of("smartnews-ttl", ttl, "smartnews")
    assert "; Flipboard contradicts: there is no such limit" in message_of(
        "smartnews-ttl", ttl, "smartnews", "flipboard"
    )


@pytest.mark.parametrize(
    ("code", "fragment", "names"),
    [
        ("newsbreak-guid-permalink", '<guid isPermaLink="false">1</guid>', ("newsbreak", "msn")),
        ("msn-https", "<link>http://news.example/1</link>", ("msn", "newsbreak")),
        ("flipboard-image", "<title>A</title>", ("flipboard", "podcast")),
        (
            "flipboard-image-size",
            '<media:content url="https://a.example/1.jpg" width="300" height="200"/>',
            ("smartnews", "flipboard"),
        ),
    ],
)
def test_contradictions_of_partners(code, fragment, names):
    assert " contradicts: " in message_of(code, item(fragment).data, *names)


def test_drafts_are_marked_in_the_message():
    message = message_of("feedly-missing-element", channel("").data, "feedly")
    assert message.endswith("(a draft, from a secondary source)")


def test_atom_is_checked_like_rss():
    codes = codes_of(ATOM, "msn", "smartnews")
    assert {"msn-image-bytes", "msn-old-story", "smartnews-missing-element"} <= codes
    assert not codes & {"msn-missing-element", "smartnews-full-content", "smartnews-https"}
    assert [one.message for one in findings_of(ATOM, "smartnews") if "missing" in one.code] == [
        "the feed has no snf:logo; add one with the URL of a PNG"
    ]


@pytest.mark.parametrize(
    ("location", "link", "is_same"),
    [
        ("https://news.example/rss.xml", "https://www.news.example/1", True),
        ("https://feeds.news.example/rss.xml", "https://www.news.example/1", True),
        ("https://feeds.quay.co.uk/rss", "https://sport.quay.co.uk/1", True),
        ("https://quay.co.uk/rss", "https://harbour.co.uk/1", False),
        ("https://news.example/rss.xml", "https://quay.example/1", False),
        (None, "https://quay.example/1", False),
    ],
)
def test_links_must_be_on_the_feeds_domain(location, link, is_same):
    data = item(f"<link>{link}</link>").data
    codes = codes_of(data, "flipboard", location=location)
    assert ("flipboard-link-domain" not in codes) is is_same


@pytest.mark.parametrize(
    ("length", "is_right"), [(20, False), (21, True), (150, True), (151, False)]
)
def test_title_length_of_msn(length, is_right):
    data = item(f"<title>{'x' * length}</title>").data
    assert ("msn-title-length" not in codes_of(data, "msn")) is is_right


def test_an_image_in_the_text_is_enough_for_newsbreak():
    body = '<content:encoded>&lt;img src="https://a.example/1.jpg"&gt;</content:encoded>'
    assert "newsbreak-image" not in codes_of(item(body).data, "newsbreak")


def test_images_in_the_text_must_be_https_for_msn():
    body = '<content:encoded>&lt;img src="http://a.example/1.jpg"&gt;</content:encoded>'
    assert "msn-https" in codes_of(item(body).data, "msn")


def test_paragraphs_without_end_tags_do_not_nest():
    body = f"<content:encoded>{'&lt;p&gt;It stays.&lt;br&gt;' * 30}</content:encoded>"
    assert "msn-nesting" not in codes_of(item(body).data, "msn")


def test_deleted_story_needs_no_text():
    codes = codes_of(item('<media:status state="deleted"/>').data, "smartnews")
    assert "smartnews-deleted" in codes
    assert "smartnews-full-content" not in codes


def test_the_podcast_guid_is_derived_from_the_feeds_url():
    data = channel("<podcast:guid>917393e3-1b1e-5cef-ace4-edaa54e1f810</podcast:guid>").data
    right = "https://mp3s.nashownotes.com/pc20rss.xml/"
    assert "podcast-guid-of-feed" not in codes_of(data, "podcast", location=right)
    assert "podcast-guid-of-feed" in codes_of(data, "podcast", location="https://news.example/")


def declared(on=("item",), code="msn-new", check=None):
    def documented(*_args):
        """What is wrong.

        Why it matters.
        """

    example = item("")
    PROFILES["msn"].rule(code, Severity.INFO, on=on, bad=example, good=example)(check or documented)


def undocumented(*_args):
    pass


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"code": "new-code"}, "does not begin with"),
        ({"code": "msn-https"}, "declared twice"),
        ({"check": undocumented}, "does not say why"),
    ],
)
def test_a_profile_rejects_an_incomplete_rule(arguments, message):
    with pytest.raises(ValueError, match=message):
        declared(**arguments)
