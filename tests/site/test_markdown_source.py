"""The Markdown source of stories in RSS: as written, unless part of it must stay hidden."""

import contextlib

import feedparser
import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from feedsvc.parsers import Options, Source, parse
from feedsvc.settings import ReadingSettings, load_settings
from feedsvc.site import Site
from feedsvc.validator import validate

MARKDOWN = "{http://source.scripting.com/}markdown"
ON = Options(markdown=True)


def markdown_of(body, name="a.md", options=ON, header="title: Horn"):
    data = f"---\n{header}\n---\n{body}".encode()
    (entry,) = parse(Source(name=name, data=data, options=options)).entries
    return entry.markdown


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("It *sounds*.\n\n- once\n- twice\n", "It *sounds*.\n\n- once\n- twice"),
        ("# Horn\n\nIt sounds.\n", "It sounds."),
        ("It sounds.\n\n<!-- more -->\n\nTwice.\n", "It sounds.\n\n\nTwice."),
        ("[a](https://x.example/) <https://y.example/>", None),
        ("1 < 2 & 3 > 2", None),
        ("{% include horn.html %}It sounds.", "It sounds."),
    ],
)
def test_a_body_is_kept_as_written_except_for_headline_and_template_tags(body, expected):
    assert markdown_of(body) == (expected or body)


@pytest.mark.parametrize(
    "body",
    [
        "It sounds. <!-- ask Ann whether it does -->",
        "It sounds.\n\n[//]: # (ask Ann)\n",
        "It <b>sounds</b>.",
        "<script>alert(1)</script> It sounds.",
        "It [sounds](/horn/).",
        "![It](horn.jpg) sounds.",
        "It [sounds](javascript:alert(1)).",
        "It [sounds]( <javascript:alert(1)>).",
        "It [sounds][1].\n\n  [1]: /horn/\n",
        "Horn\n====\n\nIt sounds.",
        "   \n",
    ],
)
def test_a_body_that_hides_text_or_has_broken_links_is_omitted(body):
    assert markdown_of(body) is None


@example("It sounds. <!-- x -->")
@given(st.text("ab <>!-[]():/#*\n", max_size=60))
def test_no_comment_or_tag_gets_through(body):
    expected = markdown_of(f"Text.\n\n{body}") or ""
    assert "<!--" not in expected
    assert "<a" not in expected
    assert "](/" not in expected


def test_a_source_is_stored_only_for_markdown_and_only_if_enabled():
    assert markdown_of("It sounds.", options=Options()) is None
    assert markdown_of("It sounds.", name="a.html") is None


@pytest.fixture
def with_markdown(settings):
    changed = msgspec.structs.replace(settings, reading=ReadingSettings(markdown=True))
    with contextlib.closing(Site.open(changed)) as site:
        site.sync()
        yield site


def test_rss_has_the_markdown_and_is_valid(with_markdown):
    document = with_markdown.document("/rss.xml").body
    texts = [each.text for each in etree.fromstring(document).iter(MARKDOWN)]
    assert any("It sails **three times** a week until April." in text for text in texts)
    assert len(texts) == 3  # the fourth story is page text
    location = f"{with_markdown.settings.base_url}/rss.xml"
    report = validate(document, location=location)
    assert [finding for finding in report.findings if finding.severity != "info"] == []
    assert not feedparser.parse(document).bozo
    assert b"markdown" not in with_markdown.document("/atom.xml").body


def test_a_feed_of_summaries_has_no_markdown(with_markdown):
    changed = msgspec.structs.replace(with_markdown.settings, content="summary")
    with contextlib.closing(Site.open(changed)) as site:
        assert b"source.scripting.com" not in site.document("/rss.xml").body


def test_keeping_markdown_does_not_change_a_story(site, settings, stories):
    atom = site.document("/atom.xml").body
    for file in stories.rglob("*.md"):
        file.write_bytes(file.read_bytes() + b"\n")
    changed = msgspec.structs.replace(settings, reading=ReadingSettings(markdown=True))
    with contextlib.closing(Site.open(changed)) as again:
        assert again.sync().read == 3
        assert b"<source:markdown>" in again.document("/rss.xml").body
        assert again.document("/atom.xml").body == atom


def test_the_setting_is_read_from_the_file(tmp_path):
    file = tmp_path / "feedsvc.toml"
    file.write_text("[reading]\nmarkdown = true\n")
    assert load_settings(file, {}).reading.markdown
