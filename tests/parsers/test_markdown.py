"""Markdown stories in the dialects of Jekyll, Hugo, Pelican and Eleventy."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html
from support.pace import not_traced, takes_under_a_second

from feedsvc.entry import HOLD, AssumedZone, Category, Dateline, Media, Person, as_json
from feedsvc.errors import StoryError
from feedsvc.parsers import markdown
from feedsvc.parsers.source import Options, Source

ZONE = AssumedZone(ZoneInfo("Europe/Berlin"))


def parsed(text, name="world/a.md"):
    data = text if isinstance(text, bytes) else text.encode()
    return markdown.parse(Source(name=name, data=data, options=Options(zone=ZONE)))


def entry(text, name="world/a.md"):
    (found,) = parsed(text, name).entries
    return found


def with_keys(*lines, body="Body.\n", name="world/a.md"):
    return entry("---\ntitle: A tide\n" + "\n".join(lines) + f"\n---\n{body}", name)


def refusal(*lines):
    with pytest.raises(StoryError) as caught:
        with_keys(*lines)
    return caught.value


def test_a_jekyll_post():
    story = entry(
        "---\n"
        "layout: post\n"
        'title: "Mayors agree: the ferry stays"\n'
        "date: 2024-05-01 10:00:00 +0200\n"
        "last_modified_at: 2024-05-02 08:30\n"
        "author: Ann Example\n"
        "categories: world transport\n"
        "tags: ferry harbour\n"
        "excerpt_separator: <!--more-->\n"
        "published: true\n"
        "---\n"
        "Three mayors met *once*.\n\n<!--more-->\n\nThey will meet again.\n",
        "_posts/2024-05-01-ferry-stays.md",
    )
    assert as_json(story) | {"content": ""} == as_json(story) | {
        "title": "Mayors agree: the ferry stays",
        "published": "2024-05-01T10:00:00+02:00",
        "updated": "2024-05-02T08:30:00",
        "date_precision": "second",
        "slug": "ferry-stays",
        "summary": "Three mayors met once.",
        "status": "usable",
        "content": "",
    }
    assert [category.term for category in story.categories] == [
        "ferry",
        "harbour",
        "world",
        "transport",
    ]
    assert story.content == (
        "<p>Three mayors met <em>once</em>.</p>\n\n<p>They will meet again.</p>"
    )


def test_a_hugo_page_bundle():
    story = entry(
        "+++\n"
        'title = "Mayors agree"\n'
        "date = 2024-05-01T10:00:00+02:00\n"
        "lastmod = 2024-05-02\n"
        "publishDate = 2024-05-01T12:00:00Z\n"
        "expiryDate = 2024-06-01\n"
        'authors = ["Ann Example", "Bo Muster"]\n'
        'tags = ["ferry", "new harbour"]\n'
        'categories = ["World"]\n'
        "draft = false\n"
        "[cover]\n"
        'image = "ferry.jpg"\n'
        'alt = "A ferry"\n'
        'caption = "The ferry at dusk"\n'
        "[params]\n"
        'license = "CC BY 4.0"\n'
        "+++\n"
        "Three mayors met.<!--more--> They meet again.\n",
        "content/world/mayors-agree/index.md",
    )
    assert story.slug == "mayors-agree"
    assert story.published == datetime(2024, 5, 1, 10, tzinfo=timezone(timedelta(hours=2)))
    assert as_json(story)["updated"] == "2024-05-02"
    assert story.embargo == datetime(2024, 5, 1, 12, tzinfo=UTC)
    assert as_json(story)["expires"] == "2024-06-01"
    assert story.authors == (Person(name="Ann Example"), Person(name="Bo Muster"))
    assert story.categories == tuple(
        Category(term=term) for term in ("ferry", "new harbour", "World")
    )
    assert story.media == (Media(url="ferry.jpg", caption="The ferry at dusk", alt="A ferry"),)
    assert story.rights == "CC BY 4.0"
    assert story.summary == "Three mayors met."
    assert story.status == "usable"


def test_a_pelican_article():
    story = entry(
        "Title: Mayors agree\n"
        "Date: 2010-12-03 10:20\n"
        "Modified: 2010-12-05 19:30\n"
        "Category: New Harbour\n"
        "Tags: ferry, public transport\n"
        "Slug: mayors-agree\n"
        "Authors: Ann Example, Bo Muster\n"
        "Summary: Three **mayors** met\n"
        "    and will meet again.\n"
        "Lang: de\n"
        "Status: draft\n"
        "\n"
        "Three mayors met.\n"
    )
    assert (story.title, story.slug, story.language) == ("Mayors agree", "mayors-agree", "de")
    assert as_json(story)["published"] == "2010-12-03T10:20:00"
    assert as_json(story)["date_precision"] == "minute"
    assert [category.term for category in story.categories] == [
        "ferry",
        "public transport",
        "New Harbour",
    ]
    assert [person.name for person in story.authors] == ["Ann Example", "Bo Muster"]
    assert story.summary == "Three mayors met and will meet again."
    assert story.status == "withheld"
    assert story.content == "<p>Three mayors met.</p>"


def test_an_eleventy_page():
    story = entry(
        '---json\n{\n  "title": "Mayors agree",\n  "date": "Last Modified",\n'
        '  "permalink": "/mayors/",\n  "tags": ["post", "ferry"],\n'
        '  "eleventyExcludeFromCollections": true\n}\n---\n<p>Three mayors met.</p>\n',
        "mayors.html",
    )
    assert (story.title, story.published, story.link) == ("Mayors agree", None, None)
    assert story.status == "withheld"
    assert story.content == "<p>Three mayors met.</p>"


def test_plain_text_has_only_the_fields_it_contains():
    story = entry("# Low tide\n\nThe sea went out.\n")
    fields = {key: value for key, value in as_json(story).items() if value}
    assert fields == {
        "title": "Low tide",
        "content": "<p>The sea went out.</p>",
        "status": "usable",
    }


@pytest.mark.parametrize(
    ("written", "time", "precision"),
    [
        ("2024-05-01", "2024-05-01", "day"),
        ("2024-5-1", "2024-05-01", "day"),
        ("2024/05/01", "2024-05-01", "day"),
        ("20240501", "2024-05-01", "day"),
        ("2024-05-01 10:20", "2024-05-01T10:20:00", "minute"),
        ("2024-05-01T10:20:30", "2024-05-01T10:20:30", "second"),
        ("2024-05-01T10:20:30.123Z", "2024-05-01T10:20:30+00:00", "second"),
        ("2024-05-01 10:20:30 +0200", "2024-05-01T10:20:30+02:00", "second"),
        ("2024-05-01 10:20:30 -03:30", "2024-05-01T10:20:30-03:30", "second"),
        ("2024-05-01 10:20 UTC", "2024-05-01T10:20:00+00:00", "minute"),
        ("1 May 2024", "2024-05-01", "day"),
        ("May 1, 2024", "2024-05-01", "day"),
        ('"Wed, 01 May 2024 10:20:30 +0200"', "2024-05-01T10:20:30+02:00", "second"),
        ("0001-01-01T00:00:00Z", None, None),
        ("", None, None),
        ('"  "', None, None),
        ("git Last Modified", None, None),
    ],
)
def test_dates_in_common_formats(written, time, precision):
    story = with_keys(f"date: {written}")
    assert (as_json(story)["published"], story.date_precision) == (time, precision)


def test_a_time_without_zone_is_in_the_sites_zone():
    story = with_keys("date: 2024-07-01 10:00")
    assert story.published == datetime(2024, 7, 1, 8, tzinfo=UTC)
    assert story.published.tzinfo is ZONE


@pytest.mark.parametrize("key", ["lastmod", "updated", "Modified", "last_modified_at", "lastMod"])
def test_the_updated_date_has_many_names(key):
    story = with_keys(f"{key}: 2024-05-02")
    assert (as_json(story)["updated"], story.date_precision) == ("2024-05-02", "day")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("date: tomorrow", "is not a date: 'tomorrow'"),
        ("date: 2024-13-45", "is not a date"),
        ("lastmod: [2024]", "is not a single value"),
        ("expiryDate: soon", "is not a date"),
        ("date: 9999-12-31T23:59:59-12:00", "is out of range"),
        ("date: 2024-05-01999999999999999999999", "is not a date"),
        ("id: [1, 2]", "is not a single value"),
    ],
)
def test_an_unreadable_date_or_id_rejects_the_file(line, reason):
    error = refusal(line)
    assert reason in error.reason
    assert error.line == 3


def test_a_title_of_template_code_is_rejected_with_a_cure():
    with pytest.raises(StoryError, match=r"a\.md:2: 'title' is not a single value.*quotes"):
        entry("---\ntitle: {{ page.title }}\n---\nBody\n", "a.md")


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (["author: Ann Example"], ["Ann Example"]),
        (["authors: [Ann Example, 'Muster, Bo']"], ["Ann Example", "Muster, Bo"]),
        (
            ["authors: Ann Example, Bo Muster and Cy Third"],
            ["Ann Example", "Bo Muster", "Cy Third"],
        ),
        (["authors: Ann Example, Bo Muster, and Cy"], ["Ann Example", "Bo Muster", "Cy"]),
        (["authors: Example, Ann; Muster, Bo"], ["Example, Ann", "Muster, Bo"]),
        (["author: Ann Example, Jr., Bo Muster, PhD"], ["Ann Example, Jr.", "Bo Muster, PhD"]),
        (["author: Desk of Science and Health"], ["Desk of Science and Health"]),
        (["byline: By Ann Example"], ["Ann Example"]),
        (["authors: [Ann, Ann, '']"], ["Ann"]),
        (
            ["authors:", "  ann: {name: Ann Example}", "  bo: {name: Bo Muster}"],
            ["Ann Example", "Bo Muster"],
        ),
        (["author: 佐藤 みなみ、田中 学"], ["佐藤 みなみ", "田中 学"]),
        (["author:"], []),
    ],
)
def test_authors_as_text_list_or_mapping(lines, names):
    assert [person.name for person in with_keys(*lines).authors] == names


def test_authors_have_email_and_url():
    story = with_keys(
        "authors:",
        "  - name: Ann Example",
        "    email: ann@example.org",
        "    url: https://example.org/ann",
        "  - Bo Muster <bo@example.org>",
        "  - {email: desk@example.org, url: not an address}",
        "  - {name: Cy, email: not mail}",
    )
    assert story.authors == (
        Person(name="Ann Example", email="ann@example.org", uri="https://example.org/ann"),
        Person(name="Bo Muster", email="bo@example.org"),
        Person(name="desk@example.org", email="desk@example.org"),
        Person(name="Cy"),
    )


@pytest.mark.parametrize(
    ("lines", "terms"),
    [
        (["tags: [sea, Sea, 2024, '#tide']"], ["sea", "2024", "tide"]),
        (["tags: sea tide"], ["sea", "tide"]),
        (["tags: sea, low tide"], ["sea", "low tide"]),
        (["tag: low tide"], ["low tide"]),
        (["category: North Sea", "tags: sea"], ["sea", "North Sea"]),
        (["categories:", "  - {name: North Sea}"], ["North Sea"]),
        (["keywords: sea; tide"], ["sea", "tide"]),
        (["tags: {sea: 1, tide: 2}"], ["sea", "tide"]),
        (["tags: [[sea]]", "keywords: tide"], ["tide"]),
        (["tags:"], []),
    ],
)
def test_tags_and_categories(lines, terms):
    assert [category.term for category in with_keys(*lines).categories] == terms


@pytest.mark.parametrize(
    ("lines", "media"),
    [
        (["image: /a.jpg"], Media(url="/a.jpg")),
        (["image: https://example.org/a.jpg"], Media(url="https://example.org/a.jpg")),
        (["images: [/a.jpg]", "cover: /b.jpg"], Media(url="/a.jpg")),
        (
            ["image: {src: a.jpg, alt: A sea, credit: Jo Lens, width: 800, height: '600'}"],
            Media(url="a.jpg", caption="A sea", credit="Jo Lens", width=800, height=600),
        ),
        (["header:", "  teaser: /a.jpg"], Media(url="/a.jpg")),
        (
            ["image: a.jpg", "image_caption: A sea", "image_credit: Jo"],
            Media(url="a.jpg", caption="A sea", credit="Jo"),
        ),
        (["image: {caption: A sea}"], Media(caption="A sea")),
        (
            ["image: {src: a.jpg, caption: A sea, alt: Waves}"],
            Media(url="a.jpg", caption="A sea", alt="Waves"),
        ),
        (["image: {src: a.jpg, alt: Waves}"], Media(url="a.jpg", caption="Waves")),
        (["image: {src: a.jpg, alt: Sea, caption: Sea}"], Media(url="a.jpg", caption="Sea")),
        (
            ["image: a.jpg", "image_caption: A sea", "image_alt: Waves"],
            Media(url="a.jpg", caption="A sea", alt="Waves"),
        ),
        (
            ["feature_image: /a.jpg", "feature_image_caption: A sea", "feature_image_alt: Waves"],
            Media(url="/a.jpg", caption="A sea", alt="Waves"),
        ),
        (["image: a.jpg", "image_alt: Waves"], Media(url="a.jpg", caption="Waves")),
        (["image: a.jpg", "cover_alt: ''"], Media(url="a.jpg")),
        (
            ["image: {src: a.jpg, caption: A sea}", "image_alt: Waves"],
            Media(url="a.jpg", caption="A sea", alt="Waves"),
        ),
        (
            ["enclosure: {url: /a.mp3, type: audio/mpeg, length: 1234}"],
            Media(url="/a.mp3", type="audio/mpeg", length=1234),
        ),
        (["audio: {src: talk.mp3, duration: 95}"], Media(url="talk.mp3", duration=95)),
        (
            ["enclosure: |", "  https://example.org/a.mp3", "  1234", "  audio/mpeg"],
            Media(url="https://example.org/a.mp3", type="audio/mpeg", length=1234),
        ),
    ],
)
def test_images_and_enclosures(lines, media):
    assert with_keys(*lines).media == (media,)


def test_a_written_excerpt_has_precedence_over_a_generated_one():
    assert with_keys("excerpt: The first words", "custom_excerpt: A sea").summary == "A sea"


def test_an_enclosure_is_added_to_the_image():
    story = with_keys("enclosure: /a.mp3", "image: [/a.jpg, /b.jpg]", "thumbnail: /small.jpg")
    assert [medium.url for medium in story.media] == ["/a.jpg", "/b.jpg", "/a.mp3"]


@pytest.mark.parametrize(
    "url", ["file:///a.jpg", "data:image/png;base64,AA", "javascript:x", "[1]"]
)
def test_an_image_without_a_usable_url_is_ignored(url):
    assert with_keys(f"image: {url}").media == ()


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("draft: true", "withheld"),
        ("draft: yes", "withheld"),
        ("draft: on", "withheld"),
        ("draft: 'no'", "usable"),
        ("draft: off", "usable"),
        ("draft:", "usable"),
        ("draft: perhaps", "withheld"),
        ("published: false", "withheld"),
        ("published: 2024-05-01", "usable"),
        ("published: yes", "usable"),
        ("permalink: false", "withheld"),
        ("status: published", "usable"),
        ("status: draft", "withheld"),
        ("status: hidden", "withheld"),
        ("status: in review", "withheld"),
        ("status: canceled", "canceled"),
        ("status: [a]", "withheld"),
        ("visibility: members", "withheld"),
        ("headless: true", "withheld"),
        ("build: {render: never}", "withheld"),
        ("build: {render: always}", "usable"),
        ("build: always", "usable"),
        ("hidden: false", "usable"),
    ],
)
def test_keys_that_withhold_a_story(line, status):
    assert with_keys(line).status == status


def test_the_strictest_status_counts():
    assert with_keys("draft: true", "status: published").status == "withheld"
    assert with_keys("draft: true", "status: killed").status == "canceled"


def test_a_file_in_the_drafts_folder_is_a_draft():
    assert with_keys("status: published", name="_drafts/a.md").status == "withheld"
    assert with_keys("status: killed", name="world/_drafts/a.md").status == "canceled"


@pytest.mark.parametrize(
    ("lines", "embargo"),
    [
        (["publishDate: 2030-01-01T00:00:00Z"], datetime(2030, 1, 1, tzinfo=UTC)),
        (["publishDate:"], None),
        (["publishDate: when it suits"], HOLD),
        (["embargo: 2030-01-01T00:00:00Z"], datetime(2030, 1, 1, tzinfo=UTC)),
        (["embargo:"], HOLD),
        (["embargo: until further notice"], HOLD),
        (["embargo: yes"], HOLD),
        (["embargo: no"], None),
        (["embargo: [1]"], HOLD),
        (["embargo: 9999-12-31T23:59:59-12:00"], HOLD),
        (
            ["embargo: 2030-01-01T00:00:00Z", "publishDate: 2029-01-01"],
            datetime(2030, 1, 1, tzinfo=UTC),
        ),
    ],
)
def test_unreadable_embargoes_hold_the_story(lines, embargo):
    assert with_keys(*lines).embargo == embargo


def test_the_publish_date_is_the_date_if_there_is_no_other():
    story = with_keys("publishDate: 2030-01-01")
    assert (story.published, story.date_precision) == (story.embargo, "day")
    assert with_keys("embargo: 2030-01-01").published is None
    assert with_keys("publishDate: 2030-01-01", "date: 2024-05-01").published.year == 2024


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("subtitle: The  sea", "subtitle", "The sea"),
        ("section: World", "section", "World"),
        ("description: A <em>low</em> tide &amp; more", "summary", "A low tide & more"),
        ("excerpt: See [the sea](https://example.org) `now`", "summary", "See the sea now"),
        ("slug: /2024/low-tide/", "slug", "low-tide"),
        ("url: https://example.org/a", "link", "https://example.org/a"),
        ("canonical_url: https://example.org/a", "link", "https://example.org/a"),
        ("permalink: /a/", "link", None),
        ("link: javascript:alert(1)", "link", None),
        ("guid: urn:x:1", "source_id", "urn:x:1"),
        ("uuid: 42", "source_id", "42"),
        ("version: 1.10", "version", "1.10"),
        ("lang: pt_BR.UTF-8", "language", "pt-BR"),
        ("language: English language", "language", None),
        ("copyright: © 2024 Example", "rights", "© 2024 Example"),
        ("license: {name: CC BY 4.0, url: https://example.org}", "rights", "CC BY 4.0"),
        ("rights: [a]", "rights", None),
        ("agency: EXA", "agency", "EXA"),
        ("dateline: KYIV", "dateline", Dateline(place="KYIV")),
        (
            "dateline: {place: KYIV, country: Ukraine}",
            "dateline",
            Dateline(place="KYIV", country="Ukraine"),
        ),
        ("dateline: {}", "dateline", None),
        ("location: {lat: 52.5, lon: 13.4}", "location", (52.5, 13.4)),
        ("geo: [52.5, 13.4]", "location", (52.5, 13.4)),
        ("geo: 52.5, -13.4", "location", (52.5, -13.4)),
        ("location: Berlin", "location", None),
        ("location: [91, 0]", "location", None),
        ("location: {lat: north, lon: 1}", "location", None),
        ("highlights: [One, Two]", "highlights", ("One", "Two")),
        ("highlights: '• One'", "highlights", ("One",)),
        ("correction: It was Tuesday.", "correction", "It was Tuesday."),
    ],
)
def test_the_other_fields(line, field, value):
    assert getattr(with_keys(line), field) == value


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("2024", "2024"),
        ("007", "007"),
        ("1.10", "1.10"),
        ("yes", "yes"),
        ("true", "true"),
        ("'One: two'", "One: two"),
        ("A <em>low</em> tide", "A low tide"),
        ("Tides < 3 m & > 1 m", "Tides < 3 m & > 1 m"),
        ("R&amp;D", "R&D"),
        ('"a\\u0000b"', "ab"),
    ],
)
def test_titles_are_plain_text_as_written(written, title):
    assert entry(f"---\ntitle: {written}\n---\nBody").title == title


def test_control_characters_in_json_are_removed():
    story = entry('{"title": "a\\u0001\\ud83d b", "x\\ud83d": 1}\nBody\n')
    assert story.title == "a b"


@pytest.mark.parametrize(
    ("body", "title", "content"),
    [
        ("# Low *tide*\n\nBody", "Low tide", "<p>Body</p>"),
        ("Low tide\n========\n\nBody", "Low tide", "<p>Body</p>"),
        ("## Low tide\n\nBody\n\n# Later", "Low tide", "<p>Body</p>\n<h1>Later</h1>"),
        (
            "![](a.jpg)\n\n# Low tide\n\nBody",
            "Low tide",
            '<p><img src="a.jpg" alt=""></p>\n\n<p>Body</p>',
        ),
        ("Body\n\n## Cross-head\n\nMore", None, "<p>Body</p>\n<h2>Cross-head</h2>\n<p>More</p>"),
        ("<!-- # no -->\n\nBody", None, "<p>Body</p>"),
        ("#\n\nBody", None, "<h1></h1>\n<p>Body</p>"),
        ("```\n# code\n```", None, "<pre><code># code\n</code></pre>"),
    ],
)
def test_the_first_heading_is_the_title_if_the_header_has_none(body, title, content):
    story = entry(body)
    assert (story.title, story.content) == (title, content)


def test_a_headline_that_repeats_the_title_is_removed():
    assert with_keys(body="# A tide\n\nBody").content == "<p>Body</p>"
    assert with_keys(body="# Another\n\nBody").content == "<h1>Another</h1>\n<p>Body</p>"


@pytest.mark.parametrize("marker", ["<!--more-->", "<!-- more -->", "<!--MORE-->"])
def test_the_text_before_more_is_the_summary(marker):
    story = entry(
        f"# Low tide\n\nThe [sea][1].\n\n{marker}\n\nLater.\n\n[1]: https://example.org\n"
    )
    assert story.summary == "The sea."
    assert story.content == '<p>The <a href="https://example.org">sea</a>.</p>\n\n<p>Later.</p>'


def test_an_excerpt_may_end_at_a_custom_separator():
    story = with_keys("excerpt_separator: <!--end-->", body="One.\n\n<!--end-->\n\nTwo.")
    assert story.summary == "One."
    story = with_keys("excerpt_separator: '~~~~~'", body="One.\n\n~~~~~\n\nTwo.")
    assert (story.summary, story.content) == ("One.", "<p>One.</p>\n\n<p>Two.</p>")


def test_a_summary_in_the_header_has_precedence_over_more():
    story = with_keys("summary: Short", body="One.\n\n<!--more-->\n\nTwo.")
    assert story.summary == "Short"


@pytest.mark.parametrize(
    ("name", "slug", "published"),
    [
        ("_posts/2024-05-01-low-tide.md", "low-tide", "2024-05-01"),
        ("2024-5-1-low-tide.markdown", "low-tide", "2024-05-01"),
        ("2024-99-01-low-tide.md", "low-tide", None),
        ("0001-01-01-low-tide.md", "low-tide", None),
        ("world/low-tide.md", None, None),
        ("world/low-tide/index.md", "low-tide", None),
        ("world/2024-05-01-low-tide/index.md", "low-tide", "2024-05-01"),
        ("index.md", None, None),
    ],
)
def test_the_file_name_sets_slug_and_day(name, slug, published):
    story = entry("Body", name)
    assert (story.slug, as_json(story)["published"]) == (slug, published)
    assert story.date_precision == ("day" if published else None)


def test_the_header_has_precedence_over_the_file_name():
    story = with_keys("date: 2024-05-02 10:00", "slug: ebb", name="2024-05-01-low-tide.md")
    assert (story.slug, as_json(story)["published"]) == ("ebb", "2024-05-02T10:00:00")
    assert story.date_precision == "minute"


def test_a_date_from_the_file_name_is_precise_to_the_day():
    story = with_keys("lastmod: 2024-05-02 10:00", name="2024-05-01-low-tide.md")
    assert story.date_precision == "day"


def test_a_translated_bundle_has_its_language():
    assert entry("Body", "low-tide/index.fr.md").language == "fr"


@pytest.mark.parametrize("name", ["_index.md", "world/_index.md", "_index.pt-br.md"])
def test_a_list_page_is_not_a_story(name):
    found = parsed("---\ntitle: One: broken\n---\n", name)
    assert found.entries == ()
    assert "list page" in found.notes[0].message


def test_markdown_as_newsrooms_use_it():
    content = with_keys(
        body=(
            "| Port | High |\n|:-----|-----:|\n| Sund | 4 m |\n\n"
            "~~old~~ and a note[^1].\n\n- [x] done\n- [ ] open\n\n"
            "## Times {#times}\n\nTerm\n: meaning\n\n[^1]: The note.\n"
        )
    ).content
    for part in (
        '<th align="left">Port</th><th align="right">High</th>',
        "<del>old</del>",
        '<sup><a href="#note-1">1</a></sup>',
        '<div id="note-1">',
        "<li>☑ \ndone</li>",
        "<li>☐ \nopen</li>",
        '<h2 id="times">Times</h2>',
        "<dt>Term</dt>\n<dd>meaning</dd>",
    ):
        assert part in content


@pytest.mark.parametrize(
    ("body", "content"),
    [
        ("A {% include map.html id='1' %} b", "<p>A  b</p>"),
        ('{{< figure src="a.jpg" >}}\n\nBody', "<p>Body</p>"),
        ("{{% note %}}Mind the tide.{{% /note %}}", "<p>Mind the tide.</p>"),
        ('![a]({{ "/a.jpg" | relative_url }})', '<p><img src="/a.jpg" alt="a"></p>'),
        ("![a]({{ site.baseurl }}/a.jpg)", '<p><img src="/a.jpg" alt="a"></p>'),
        ("[the story]({% post_url 2024-05-01-a %})", "<p>the story</p>"),
        ("{% comment %}secret{% endcomment %}Body", "<p>Body</p>"),
        ("{% comment %}secret, never closed", None),
        ("{{< comment >}}secret{{< /comment >}}Body", "<p>Body</p>"),
        ("{::comment}secret{:/comment}\nBody", "<p>Body</p>"),
        ("{# secret #}Body", "<p>Body</p>"),
        ("{% raw %}{{ page.x }}{% endraw %}", "<p>{{ page.x }}</p>"),
        ("{% raw %}never closed", "<p>never closed</p>"),
        ("{{</* figure */>}}", "<p>{{&lt; figure &gt;}}</p>"),
        ("Body\n{: .notice}", "<p>Body</p>"),
        ('[a](b){:target="_blank"}', '<p><a href="b">a</a></p>'),
        (
            "`{:a => 1}` and {{ x }} and {% open",
            "<p><code>{:a =&gt; 1}</code> and {{ x }} and {% open</p>",
        ),
    ],
)
def test_template_tags_are_removed_without_their_text(body, content):
    assert with_keys(body=body).content == content


def test_template_tags_are_reported_with_their_line():
    found = parsed("---\ntitle: x\n---\nOne\n\n{% a %}{% b %}{{< c >}}{{% d %}}{{ site.x }}\n")
    (note,) = found.notes
    assert note.line == 6
    assert note.message == ("template tags removed: {% a %}, {% b %}, {{< c >}} and 2 more kinds")


def test_the_trace_names_the_field_of_each_line():
    found = parsed(
        "---\nlayout: post\ntitle: A tide\nsummary: Short\ndescription: Long\ntags: [a, b]\n"
        "date:\nrights: [1]\n---\n# A tide\n\nBody\n",
        "2024-05-01-a-tide.md",
    )
    lines = [(trace.line, trace.role, trace.text, trace.why) for trace in found.trace]
    assert lines == [
        (1, "slug", "2024-05-01-a-tide.md", "file name"),
        (1, "published", "2024-05-01-a-tide.md", "file name"),
        (2, "omitted", "layout: post", "no field for this key"),
        (3, "title", "title: A tide", "header key"),
        (4, "summary", "summary: Short", "header key"),
        (5, "omitted", "description: Long", "'summary' has precedence"),
        (6, "categories", "tags: a, b", "header key"),
        (7, "omitted", "date: ", "no readable value"),
        (8, "omitted", "rights: ", "no readable value"),
        (10, "omitted", "A tide", "repeats the title"),
        (10, "content", "# A tide", "from this line on"),
    ]
    assert [(note.line, note.message[:17]) for note in found.notes] == [(8, "ignored: 'rights'")]


@pytest.mark.parametrize(
    ("name", "data", "claimed"),
    [
        ("a.md", b"", True),
        ("a.MARKDOWN", b"x", True),
        ("a.mdown", b"x", True),
        ("a.html", b"---\nlayout: post\n---\n<p>x", True),
        ("a.html", b"<p>x", False),
        ("a.txt", b"---\ntitle: x\n---\nBody", True),
        ("a.txt", b"Title: x\n\nBody", False),
    ],
)
def test_markdown_is_detected_by_suffix_or_header(name, data, claimed):
    assert markdown.claims(Source(name=name, data=data)) is claimed


def test_html_with_a_header_is_not_parsed_as_markdown():
    story = entry("---\ntitle: x\n---\n<p>* not *a* list</p><script>x</script>\n", "a.html")
    assert story.content == "<p>* not *a* list</p>"


@given(
    st.binary()
    | st.lists(
        st.sampled_from(
            [
                *(b"---\n", b"+++\n", b'{"', b"title: ", b"date: ", b"embargo: ", b"image: "),
                *(
                    b"tags: ",
                    b"author: ",
                    b"- ",
                    b"\n",
                    b": ",
                    b'"',
                    b"!x ",
                    b"&a ",
                    b"*a ",
                    b"2024",
                ),
                *(b"{% ", b" %}", b"{{", b"}}", b"<!--more-->", b"<script>", b"](javascript:x)"),
                *(b"\xff", b"\x00", b"# ", b"[", b"]", b"|", b"<a href=", b"&#1;", b"9" * 25),
            ]
        )
    ).map(b"".join),
    st.sampled_from(["a.md", "b.html", "_posts/2024-05-01-c.md", "d/index.md"]),
)
def test_arbitrary_bytes_raise_only_story_errors_and_result_in_safe_html(data, name):
    try:
        (story,) = parsed(data, name).entries
    except StoryError as error:
        assert "\n" not in str(error)  # noqa: PT017 - most inputs are not stories
        return
    for element in lxml_html.fragment_fromstring(story.content or "", create_parent="div").iter():
        assert element.tag not in ("script", "style", "iframe")
        assert not any(name.startswith("on") for name in element.attrib)
        assert not element.get("href", "").lower().startswith("javascript:")


@not_traced
@pytest.mark.parametrize(
    "unit",
    [
        *(
            "{% ",
            "{{ ",
            "{{< ",
            "{: ",
            "{# ",
            "{% raw %}",
            "{% comment %}",
            "{{ 'a' | ",
            "[a](",
            "[",
        ),
        *(
            ">",
            "- ",
            "*a ",
            "<b>",
            "<h1>",
            "<!--",
            "`a``",
            "|a",
            "[^1]",
            "[^1]: b\n",
            "# ",
            "&",
            "<!--more",
        ),
        *("a\n\n", "- a\n\n  b\n", "|a|b|\n|-|-|\n", "```\n", "_a_ ", "![a](b) ", "[a]: b\n"),
    ],
)
def test_a_megabyte_of_body_takes_under_a_second(unit):
    text = "---\ntitle: x\n---\n" + unit * (1_000_000 // len(unit))
    assert takes_under_a_second(lambda: parsed(text))
