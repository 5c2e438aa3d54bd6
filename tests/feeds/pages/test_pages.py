"""What pages show, and what they never contain."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import lxml.html
import pytest
from hypothesis import given
from support.samplefeed import entries, sample_feed

from feedsvc.entry import Category, Dateline, Entry, Media, Person
from feedsvc.feeds import FORMATS, Feed, FeedInfo, page_path
from feedsvc.feeds.pages.filters import direction
from feedsvc.feeds.pages.rendering import Publication
from feedsvc.feeds.pages.site_pages import (
    BRIEF_FROM,
    Topic,
    archive_page,
    feed_page,
    index_page,
    list_item,
    script,
    story_page,
    stylesheet,
)
from feedsvc.feeds.sanitize import sanitize

MORNING = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
PUBLICATION = Publication(
    title="The Harbour Gazette",
    description="News from the quays & the sea.",
    base_url="https://gazette.example.org",
    formats=tuple(FORMATS.values()),
    language="en",
    rights="© The Harbour Gazette",
    zone=ZoneInfo("Asia/Tokyo"),
)


def make_entry(**changes):
    values = {
        "id": "tag:gazette.example.org,2026:1",
        "slug": "night-ferry",
        "title": "Night ferry returns",
        "link": "https://gazette.example.org/stories/night-ferry/",
        "published": MORNING,
        "updated": MORNING,
        "content": "<p>It left early.</p>",
    }
    return Entry(**values | changes)


def make_feed(kind, title, path, count=3, **changes):
    return FeedInfo(
        kind=kind,
        title=title,
        path=path,
        base_url=PUBLICATION.base_url,
        count=count,
        **{"updated": MORNING, **changes},
    )


FEEDS = [
    make_feed("main", "The Harbour Gazette", "/", 12),
    make_feed("section", "World", "/sections/world/", 1),
    make_feed("tag", "ferries", "/tags/ferries/"),
]


def parse(page):
    return lxml.html.document_fromstring(page.decode())


def text(element):
    return " ".join(element.text_content().split())


def story(entry, **others):
    return parse(story_page(PUBLICATION, entry, **others))


def index(feeds=FEEDS, **others):
    return parse(index_page(PUBLICATION, feeds, **others))


def test_the_index_has_the_publications_title_and_description():
    page = index()
    assert text(page.find(".//h1")) == "The Harbour Gazette"
    assert "News from the quays & the sea." in text(page)


def test_the_index_links_to_all_formats_of_the_main_feed():
    links = index().xpath("//head/link[@rel='alternate']")
    assert [(link.get("type"), link.get("href")) for link in links] == [
        ("application/rss+xml", "https://gazette.example.org/rss.xml"),
        ("application/atom+xml", "https://gazette.example.org/atom.xml"),
        ("application/feed+json", "https://gazette.example.org/feed.json"),
    ]


def row_of(page, path):
    (link,) = page.xpath(f"//li[@class='feed']/h4/a[@href='.{page_path(path)}']")
    return link.getparent().getparent()


def test_the_index_lists_each_feed_with_its_size_newest_entry_and_urls():
    newest = make_entry(language="ar")
    feed = make_feed("section", "World", "/sections/world/", 1, newest=newest)
    row = row_of(index([feed]), feed.path)
    assert text(row.find("h4")) == "World"
    assert "1 story, newest: Night ferry returns, 2 March 2026 RSS" in text(row)
    link = row.find("p[@class='newest']/a")
    assert link.get("href") == "./stories/night-ferry/"
    assert (link.get("lang"), link.get("dir")) == ("ar", "rtl")
    assert [link.get("href") for link in row.iterfind("ul//a")] == [
        "./sections/world/rss.xml",
        "./sections/world/atom.xml",
        "./sections/world/feed.json",
    ]


def test_the_index_shows_groups_of_feeds_in_a_fixed_order():
    page = index(list(reversed(FEEDS)))
    assert page.xpath("//section[@id='feeds']//h3/text()") == ["All stories", "Sections", "Tags"]


def many_tags(number):
    return [
        make_feed("tag", f"tag {each}", f"/tags/{each}/", updated=MORNING + timedelta(hours=each))
        for each in range(number)
    ]


def titles(rows):
    return [text(title) for title in rows]


def test_the_index_shows_the_last_changed_feeds_of_a_large_group_and_folds_the_rest():
    page = index([*FEEDS[:2], *many_tags(30)])
    shown = titles(page.xpath("//h3[@id='tag-feeds']/following-sibling::ul/li/h4"))
    assert shown == [f"tag {each}" for each in range(29, 19, -1)]
    assert titles(page.xpath("//details//h4")) == [f"tag {each}" for each in range(20)]
    assert titles(page.xpath("//summary")) == ["20 more Tags"]


def test_the_index_shows_only_titles_and_sizes_of_very_many_folded_feeds():
    page = index([*FEEDS[:2], *many_tags(BRIEF_FROM + 11)])
    rows = page.xpath("//details//li[@class='feed']")
    assert len(rows) == BRIEF_FROM + 1
    assert text(rows[0]) == "tag 0 3"
    assert not page.xpath("//details//ul[@class='formats']")


def test_the_index_does_not_fold_a_rest_of_two_feeds():
    page = index([*FEEDS[:2], *many_tags(12)])
    assert not page.xpath("//details")
    assert titles(page.xpath("//h3[@id='tag-feeds']/following-sibling::ul/li/h4"))[0] == "tag 0"


@pytest.mark.parametrize(("number", "has"), [(18, False), (19, True)])
def test_the_index_of_more_than_twenty_feeds_has_a_search_and_links_to_groups(number, has):
    page = index([*FEEDS[:2], *many_tags(number)])
    assert bool(page.xpath("//div[@class='finder']")) == has
    targets = page.xpath("//nav[@aria-label='Groups of feeds']//a/@href")
    assert targets == (["#main-feeds", "#section-feeds", "#tag-feeds"] if has else [])
    assert set(targets) <= {f"#{name}" for name in page.xpath("//@id")}


def test_the_index_explains_feeds_and_how_to_subscribe():
    (how,) = index().xpath("//section[@id='how']")
    assert "A feed is a list of the newest stories" in text(how)
    assert (
        how.xpath(".//dl[@class='feed-urls']/dd/text()")[0] == "https://gazette.example.org/rss.xml"
    )


def test_every_page_links_to_the_validator():
    for page in (index(), story(make_entry())):
        assert page.xpath("//a[text()='Validate a feed']/@href")[0].endswith("./validate/")


def test_the_index_shows_the_latest_stories():
    page = index(latest=[make_entry(), make_entry(slug="b", title="Baker first", language="de")])
    items = page.xpath("//ol[@class='stories']/li")
    assert [text(item.find("h3")) for item in items] == ["Night ferry returns", "Baker first"]
    assert items[1].get("lang") == "de"


def test_the_index_of_an_empty_site_explains_how_to_add_a_story():
    page = index([make_feed("main", "The Harbour Gazette", "/", 0)])
    assert "No stories yet" in text(page)
    assert "first.md" in text(page)
    assert "0 stories" in text(row_of(page, "/"))


def test_a_story_page_shows_all_fields():
    entry = make_entry(
        subtitle="A piano was on board",
        section="World",
        authors=(Person(name="Mara Quill"), Person(name="Tom Oyelaran")),
        agency="Gazette Wire",
        dateline=Dateline(place="KIRKWALL", country="Scotland"),
        highlights=("Three sailings a week",),
        media=(
            Media(
                url="https://img.example/f.jpg",
                type="image/jpeg",
                width=800,
                height=600,
                caption="The ferry",
                credit="Ines Falk",
            ),
        ),
        categories=(Category(term="ferries"), Category(term="sea", label="The sea")),
        correction="There were nine dogs.",
        rights="© Wire",
        updated=MORNING + timedelta(hours=1),
    )
    page = story(entry)
    for words in (
        "A piano was on board",
        "World",
        "Mara Quill, Tom Oyelaran",
        "Gazette Wire",
        "KIRKWALL, Scotland",
        "2 March 2026, 18:30 JST",
        "Updated 2 March 2026, 19:30 JST",
        "Three sailings a week",
        "The ferry Ines Falk",
        "It left early.",
        "Correction There were nine dogs.",
        "ferries The sea",
        "© Wire",
    ):
        assert words in text(page.find(".//article"))
    image = page.find(".//article//img")
    assert dict(image.attrib) == {
        "src": "https://img.example/f.jpg",
        "alt": "The ferry",
        "width": "800",
        "height": "600",
    }
    assert page.find(".//article//div[@class='body']/p").text == "It left early."


def test_a_story_page_of_a_minimal_entry_has_no_empty_elements():
    article = story(make_entry()).find(".//article")
    assert {element.get("class") for element in article.iter() if element.get("class")} == {
        "byline",
        "body",
    }


def test_the_canonical_url_of_a_story_page_is_the_entrys_link():
    page = story(make_entry(link="https://paper.example/1"))
    assert page.xpath("string(//link[@rel='canonical']/@href)") == "https://paper.example/1"


def test_section_author_and_tags_link_to_their_feeds_if_they_have_one():
    topics = [
        Topic(kind="section", term="world", path="/sections/world/"),
        Topic(kind="tag", term="Ferries", path="/tags/ferries/"),
        Topic(kind="author", term="Mara Quill", path="/authors/mara-quill/"),
    ]
    entry = make_entry(
        section="World",
        authors=(Person(name="Mara Quill"),),
        categories=(Category(term="ferries"), Category(term="islands")),
    )
    links = story(entry, topics=topics).xpath("//article//a")
    assert [(link.text, link.get("href")) for link in links] == [
        ("World", "../../sections/world/"),
        ("Mara Quill", "../../authors/mara-quill/"),
        ("ferries", "../../tags/ferries/"),
    ]


def test_a_story_page_links_to_its_neighbours():
    page = story(make_entry(), older=make_entry(slug="old", title="Old"), newer=None)
    links = page.xpath("//nav//a")
    assert [(link.text, link.get("href")) for link in links] == [("Old", "../../stories/old/")]
    assert page.xpath("//head/link[@rel='next']/@href") == ["../../stories/old/"]
    assert not page.xpath("//head/link[@rel='prev']")


def test_a_date_without_a_time_is_shown_in_the_sites_zone():
    late = datetime(2026, 3, 1, 15, 0, tzinfo=UTC)
    page = story(make_entry(published=late, updated=late, date_precision="day"))
    (element,) = page.iterfind(".//time")
    assert (element.get("datetime"), element.text) == ("2026-03-02", "2 March 2026")


def test_a_dateline_at_the_start_of_the_content_is_not_repeated():
    dateline = Dateline(place="Kirkwall")
    page = story(make_entry(dateline=dateline, content="<p> <b>KIRKWALL:</b> It left.</p>"))
    assert text(page.find(".//article")).casefold().count("kirkwall") == 1


def test_an_agency_that_is_the_author_is_not_repeated():
    page = story(make_entry(agency="Wire", authors=(Person(name="Wire"),)))
    assert text(page.find(".//p[@class='byline']")).count("Wire") == 1


@pytest.mark.parametrize(
    ("medium", "element"),
    [
        (Media(url="https://x.example/a", type="image/png"), "img"),
        (Media(url="https://x.example/a"), "img"),
        (Media(url="https://x.example/a", type="audio/mpeg"), "audio"),
        (Media(url="https://x.example/a", type="video/mp4"), "video"),
    ],
)
def test_media_are_shown_by_type(medium, element):
    page = story(make_entry(media=(medium,)))
    assert page.find(f".//figure/{element}").get("src") == "https://x.example/a"


def test_alt_text_is_separate_from_the_caption():
    ferry = Media(url="https://x.example/a.jpg", caption="The ferry", alt="A white ship")
    page = story(make_entry(media=(ferry,)))
    assert page.find(".//figure/img").get("alt") == "A white ship"
    assert text(page.find(".//figcaption")) == "The ferry"


def test_a_caption_without_an_image_is_shown():
    page = story(make_entry(media=(Media(caption="The ferry", credit="Falk"),)))
    assert text(page.find(".//figure")) == "The ferry Falk"


def test_media_that_browsers_cannot_show_are_skipped():
    page = story(make_entry(media=(Media(url="https://x.example/a", type="application/pdf"),)))
    assert page.find(".//figure") is None


def test_a_story_page_without_content_shows_the_summary():
    page = story(make_entry(content=None, summary="In short."))
    assert text(page.find(".//div[@class='body']")) == "In short."


def test_a_story_page_without_a_title_uses_the_summary():
    assert text(story(make_entry(title=None, summary="In short.")).find(".//h1")) == "In short."


def test_text_of_entries_is_escaped():
    entry = make_entry(
        title="<script>x</script>",
        subtitle='"><b>',
        authors=(Person(name="<i>A</i>"),),
        media=(Media(url='https://x.example/"onerror="x', caption='"<b>'),),
        language='en"onclick="x',
    )
    page = story(entry, older=entry)
    assert not page.xpath("//body//script | //i | //b | //@onerror | //@onclick")


@pytest.mark.parametrize(
    ("language", "words", "expected"),
    [
        ("ar", "", "rtl"),
        ("he-IL", "", "rtl"),
        ("AR-eg", "", "rtl"),
        ("az-Arab", "", "rtl"),
        ("ar-Latn", "", "ltr"),
        ("en", "عودة", "ltr"),
        ("ja", "", "ltr"),
        (None, "24: عودة", "rtl"),
        (None, "24: שלום", "rtl"),
        (None, "Return of عودة", "ltr"),
        (None, "2026", "ltr"),
    ],
)
def test_direction_follows_the_script_else_the_first_letter(language, words, expected):
    assert direction(language, words) == expected


def test_a_story_page_declares_language_and_direction():
    article = story(make_entry(language="ar")).find(".//article")
    assert (article.get("lang"), article.get("dir")) == ("ar", "rtl")


def test_a_story_of_unknown_language_declares_none():
    assert "lang" not in story(make_entry()).find(".//article").attrib


@pytest.mark.parametrize(
    "page",
    [
        index_page(PUBLICATION, FEEDS, latest=[make_entry()]),
        story_page(PUBLICATION, make_entry(), older=make_entry(slug="b")),
    ],
)
def test_pages_have_no_external_resources_and_no_inline_styles_or_scripts(page):
    document = parse(page)
    assert not document.xpath("//style | //@style | //iframe | //@*[starts-with(name(), 'on')]")
    assert not document.xpath("//script[not(@src) and not(@type='application/ld+json')]")
    (source,) = document.xpath("//script/@src")
    assert source in ("./script.js", "../../script.js")
    assert [link.get("href") for link in document.xpath("//link[@rel='icon']")] == ["data:,"]
    (sheet,) = document.xpath("//link[@rel='stylesheet']/@href")
    assert sheet in ("./style.css", "../../style.css")


def test_rendering_a_page_twice_gives_the_same_bytes():
    entry = make_entry(categories=(Category(term="a"), Category(term="b")))
    assert story_page(PUBLICATION, entry) == story_page(PUBLICATION, entry)
    assert index_page(PUBLICATION, FEEDS) == index_page(PUBLICATION, FEEDS)


def test_the_stylesheet_is_small_and_has_no_external_resources():
    sheet = stylesheet(PUBLICATION)
    assert len(sheet) < 16_000
    assert b"url(" not in sheet
    assert b"@import" not in sheet
    assert b"prefers-color-scheme: dark" in sheet


def test_the_script_is_small_and_sends_no_requests():
    program = script(PUBLICATION)
    assert len(program) < 8_000
    for asking in (b"fetch(", b"XMLHttpRequest", b"import(", b"http:", b"https:", b"innerHTML"):
        assert asking not in program


def make_page(*entries, items=(), make=feed_page, path="/sections/world/", **changes):
    feed = Feed(
        id="tag:gazette.example.org,2026:feed/sections/world/",
        path=path,
        base_url="https://gazette.example.org",
        title="The Harbour Gazette: World",
        subtitle="News from the quays & the sea.",
        updated=datetime(2026, 3, 2, tzinfo=UTC),
        entries=(),
        **changes,
    )
    items = items or [list_item(PUBLICATION, entry) for entry in entries]
    return parse(make(PUBLICATION, feed, items))


def page_links_of(page):
    return [(text(link), link.get("href")) for link in page.xpath("//nav[@class='pagination']//a")]


def test_a_feed_page_shows_its_entries_and_urls():
    authors = (Person(name="Mara Quill"), Person(name="Tom Oyelaran"))
    first = make_entry(summary="It left early.", authors=authors)
    page = make_page(first, make_entry(slug="b", title="Second"))
    assert text(page.find(".//h1")) == "The Harbour Gazette: World"
    items = page.xpath("//ol[@class='stories']/li")
    assert [text(item.find("h3")) for item in items] == ["Night ferry returns", "Second"]
    assert text(items[0].find("p[@class='summary']")) == "It left early."
    assert "· Mara Quill, Tom Oyelaran" in text(items[0].find("p[@class='when']"))
    assert items[0].find("h3/a").get("href") == "../../stories/night-ferry/"
    urls = page.xpath("//dl[@class='feed-urls']/dd/text()")
    assert urls[0] == "https://gazette.example.org/sections/world/rss.xml"
    links = page.xpath("//head/link[@rel='alternate']/@href")
    assert links[2] == "https://gazette.example.org/sections/world/feed.json"


def test_a_list_item_shows_nothing_of_the_content_or_the_media():
    entry = make_entry(
        summary="In short.",
        content="<p>It left early.</p>",
        media=(Media(url="https://x.example/a.jpg", caption="The ferry"),),
    )
    item = list_item(PUBLICATION, entry)
    assert b"In short." in item
    for hidden in (b"early", b"a.jpg", b"The ferry"):
        assert hidden not in item


@given(entries())
def test_a_list_item_links_to_its_story_from_any_page(hostile):
    (entry,) = sanitize(sample_feed(hostile)).entries
    item = list_item(PUBLICATION, entry)
    page = make_page(path="/tags/ferries/", items=[item, item], make=archive_page, page=1, pages=2)
    first, second = page.xpath("//ol[@class='stories']/li")
    assert lxml.html.tostring(first) == lxml.html.tostring(second)
    assert first.xpath(".//@href") == [f"../../../../stories/{entry.slug}/"]


def test_a_feed_page_shows_when_it_was_updated_and_links_to_the_validator():
    page = make_page(make_entry())
    assert "Updated 2 March 2026, 09:00 JST" in text(page)
    links = page.xpath("//section[@class='subscribe']//a[starts-with(text(), 'Validate')]")
    assert [(link.text, link.get("href")) for link in links] == [
        ("Validate RSS", "../../validate/?document=/sections/world/rss.xml"),
        ("Validate Atom", "../../validate/?document=/sections/world/atom.xml"),
        ("Validate JSON Feed", "../../validate/?document=/sections/world/feed.json"),
    ]


def test_a_feed_page_without_entries_says_so():
    page = make_page()
    assert "This feed has no stories at the moment." in text(page)
    assert "Last changed" not in text(page)


def test_a_feed_page_without_an_archive_has_no_pagination():
    page = make_page(make_entry())
    assert page_links_of(page) == []
    assert not page.xpath("//link[@rel='next' or @rel='prev']")


@pytest.mark.parametrize(
    ("page", "expected", "head"),
    [
        (
            None,
            [("Older stories", "archive/3/"), ("Oldest stories", "archive/1/")],
            {"next": "archive/3/"},
        ),
        (
            3,
            [
                ("Newer stories", ""),
                ("Older stories", "archive/2/"),
                ("Oldest stories", "archive/1/"),
            ],
            {"prev": "", "next": "archive/2/"},
        ),
        (
            2,
            [
                ("Newer stories", "archive/3/"),
                ("Older stories", "archive/1/"),
                ("Newest stories", ""),
            ],
            {"prev": "archive/3/", "next": "archive/1/"},
        ),
        (
            1,
            [("Newer stories", "archive/2/"), ("Newest stories", "")],
            {"prev": "archive/2/"},
        ),
    ],
)
def test_the_pages_of_a_feed_link_to_each_other(page, expected, head):
    make = feed_page if page is None else archive_page
    tree = make_page(make_entry(), make=make, page=page, pages=3)
    root = "../../" if page is None else "../../../../"
    folder = f"{root}sections/world/"
    assert page_links_of(tree) == [(words, folder + place) for words, place in expected]
    links = tree.xpath("//head/link[@rel='next' or @rel='prev']")
    assert {link.get("rel"): link.get("href") for link in links} == {
        rel: folder + place for rel, place in head.items()
    }
    own = "" if page is None else f"archive/{page}/"
    canonical = tree.xpath("string(//link[@rel='canonical']/@href)")
    assert canonical == f"https://gazette.example.org/sections/world/{own}"


def test_the_page_of_the_main_feed_is_at_stories():
    page = make_page(make_entry(), path="/", pages=1)
    assert page.xpath("string(//link[@rel='canonical']/@href)").endswith("example.org/stories/")
    assert page_links_of(page) == [("Older stories", "../archive/1/")]
    assert page.xpath("//dl[@class='feed-urls']/dd/text()")[0].endswith("example.org/rss.xml")


def test_an_archive_page_shows_its_number_and_entries():
    page = make_page(make_entry(), make=archive_page, page=2, pages=2)
    assert text(page.find(".//p[@class='kicker']")) == "Archive, page 2"
    assert page.xpath("//ol[@class='stories']/li/h3/a/@href") == [
        "../../../../stories/night-ferry/"
    ]


def test_an_archive_page_whose_stories_were_withdrawn_says_so():
    page = make_page(make=archive_page, page=1, pages=2)
    assert "have been withdrawn" in text(page)
