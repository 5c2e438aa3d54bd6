"""Pages in Debian's Chromium, used as readers, editors and developers use them."""

import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from support.servers import serve

CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium: apt-get install chromium")

FEEDSVC = Path(sys.executable).with_name("feedsvc")
SAMPLES = Path(__file__).parents[2] / "stories"
SCREENSHOTS = SAMPLES.with_name("screenshots")
"""The folder of screenshots, which git ignores."""

LONGEST_WAIT_SECONDS = 60
FRONT_PAGE_BYTES = 30_000
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
"""Chromium runs as root in CI, and must not send requests to other hosts."""

EMBARGOED = """\
---
title: Harbour to be dredged
date: 2026-11-01
publishDate: 2099-01-01T06:00:00Z
---
Nobody may know this yet.
"""
CORRECTED = """\
---
title: Lighthouse counts its steps again
subtitle: There are more of them than in May
date: 2026-11-20T08:30:00Z
author: Nell Okafor
tags: [lighthouse, numbers]
correction: An earlier version said that the tower has 198 steps.
---
VIK: The lighthouse has **199 steps**, its keeper said on Friday.

| Floor | Steps |
|---|---|
| first | 100 |
| second | 99 |
"""
BROKEN_STORY = "---\ntitle: [never closed\n---\nText.\n"
BROKEN_FEED = """\
<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0">
<channel>
<title>Tides</title>
<link>https://tides.example.org/</link>
<description>High and low water.</description>
<item>
<title>Spring tide</title>
<pubDate>31 Febuary 2026</pubDate>
</item>
</channel>
</rss>
"""
PAGES = {
    "front": "/",
    "feed": "/sections/science/",
    "archive": "/archive/1/",
    "story": "/stories/lighthouse/",
    "arabic": "/languages/ar/",
    "validate": "/validate",
    "report": "/validate?document=/rss.xml",
    "rules": "/rules",
    "rule": "/rules/missing-link",
    "desk": "/desk",
    "audience": "/desk/audience",
    "missing": "/no/such/page",
}
MAIN_PAGES = ("front", "feed", "story", "report", "rules", "desk")
"""The pages with screenshots."""


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a server with the sample stories and some more."""
    folder = tmp_path_factory.mktemp("newsroom")
    shutil.copytree(SAMPLES, folder / "stories")
    (folder / "stories" / "lighthouse.md").write_text(CORRECTED)
    (folder / "stories" / "dredging.md").write_text(EMBARGOED)
    (folder / "stories" / "broken.md").write_text(BROKEN_STORY)
    (folder / "feedsvc.toml").write_text("archive_size = 5\nlimit = 10\n")
    with serve(folder=folder) as server:
        yield server.url


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)


class Visit:
    """A visitor's browser, with its requests and console messages."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        self.url, self.page = url, context.new_page()
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._hear)

    def go(self, path: str) -> Page:
        """Open a page."""
        self.page.goto(self.url + path)
        return self.page

    def _hear(self, message) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)


@pytest.fixture
def visit(browser: Browser, url: str, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """A new visitor, with the options for Playwright's `new_context` that a test sets."""
    options = getattr(request, "param", {})
    context = browser.new_context(**options)
    yield Visit(context, url)
    context.close()


def visitor(**options: object) -> pytest.MarkDecorator:
    """Set the options of a test's visitor."""
    return pytest.mark.parametrize("visit", [options], indirect=True, ids=[next(iter(options))])


each_page = pytest.mark.parametrize("name", PAGES)
NARROW = {"width": 320, "height": 640}


@visitor(permissions=["clipboard-read", "clipboard-write"])
def test_a_newcomer_finds_a_feed_and_copies_its_url(visit):
    page = visit.go("/")
    page.get_by_role("searchbox").fill("sport")
    feeds = page.locator("#feeds li.feed:visible")
    expect(feeds).to_have_count(1)
    feeds.get_by_role("button", name=re.compile("copy.*RSS", re.IGNORECASE)).click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{visit.url}/sections/sport/rss.xml"
    expect(page.get_by_role("status")).to_contain_text(re.compile("copied", re.IGNORECASE))


def test_a_pasted_feed_shows_each_finding_at_its_line(visit):
    page = visit.go("/validate")
    page.get_by_label("Paste a feed").fill(BROKEN_FEED)
    page.get_by_role("button", name="Validate", exact=True).click()
    expect(page.get_by_role("heading", name=re.compile("Not valid"))).to_be_visible()
    page.get_by_role("link", name=re.compile("Line 9")).first.click()
    line = page.locator(":target")
    expect(line).to_contain_text("31 Febuary 2026")
    expect(line).to_be_in_viewport()


def test_a_document_of_the_site_is_validated_at_a_url_that_can_be_shared(visit):
    page = visit.go("/sections/science/")
    page.get_by_role("link", name=re.compile("^Validate RSS")).first.click()
    expect(page.get_by_role("heading", name=re.compile("^Valid"))).to_be_visible()
    assert "document=" in page.url


def test_a_reader_goes_from_the_newest_story_to_the_archive(visit):
    page = visit.go("/")
    first = page.locator(".stories a").first
    headline = first.inner_text()
    first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(headline)
    page = visit.go("/archive/1/")
    assert page.locator(".stories li").count() == 5


def test_an_editor_sees_refused_and_scheduled_stories(visit):
    page = visit.go("/desk")
    expect(page.get_by_text("broken.md").first).to_be_visible()
    expect(page.get_by_text("Harbour to be dredged").first).to_be_visible()


def test_everything_is_reachable_by_keyboard_with_visible_focus(visit):
    page = visit.go("/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to content")
    wanted = page.locator("a:visible, button:visible, input:visible, summary:visible").count()
    reached = 1
    while reached < wanted + 1:
        page.keyboard.press("Tab")
        if page.locator(":focus").count() == 0:
            break
        reached += 1
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", page.evaluate("document.activeElement.outerHTML")
    assert reached >= wanted


@visitor(java_script_enabled=False)
def test_pages_work_without_javascript(visit):
    page = visit.go("/")
    assert page.locator("#feeds li.feed").count() > 20
    assert page.locator('a[href$="sections/sport/rss.xml"]').count() == 1
    assert page.locator("button:visible").count() == 0
    page = visit.go("/validate")
    page.get_by_label("Paste a feed").fill(BROKEN_FEED)
    page.get_by_role("button", name="Validate", exact=True).click()
    expect(page.get_by_role("heading", name=re.compile("Not valid"))).to_be_visible()
    page.get_by_role("radio", name=re.compile("^Warnings")).check()
    assert page.locator(".group.error:visible").count() == 0


@each_page
@visitor(viewport=NARROW)
def test_nothing_overflows_at_320_pixels(visit, name):
    page = visit.go(PAGES[name])
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


@each_page
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_accessibility_issues(browser, url, name, scheme):
    context = browser.new_context(color_scheme=scheme)
    page = Visit(context, url).go(PAGES[name])
    found = Axe().run(page)
    context.close()
    assert found.violations_count == 0, found.generate_report()


@each_page
def test_no_page_logs_errors_or_requests_other_hosts(visit, name):
    visit.go(PAGES[name])
    visit.page.wait_for_load_state("networkidle")
    expected = ["Failed to load resource: the server responded with a status of 404 (Not Found)"]
    assert visit.complaints == (expected if name == "missing" else [])
    assert [each for each in visit.requests if not each.startswith(visit.url)] == []


@visitor(color_scheme="dark")
def test_dark_mode_is_dark(visit):
    page = visit.go("/")
    paint = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert max(int(part) for part in re.findall(r"\d+", paint)[:3]) < 60


def test_an_arabic_story_is_right_to_left_among_english_text(visit):
    page = visit.go("/languages/ar/")
    page.locator(".stories a").first.click()
    article = page.locator("article")
    expect(article).to_have_attribute("lang", re.compile("^ar"))
    expect(article).to_have_attribute("dir", "rtl")
    assert article.evaluate("each => getComputedStyle(each).direction") == "rtl"
    assert page.locator("body").evaluate("each => getComputedStyle(each).direction") == "ltr"


@each_page
def test_the_layout_does_not_shift_while_a_page_loads(visit, name):
    page = visit.go(PAGES[name])
    page.wait_for_load_state("networkidle")
    shift = page.evaluate(
        """() => new Promise(resolve => {
            let sum = 0;
            new PerformanceObserver(list => {
                for (const entry of list.getEntries()) sum += entry.value;
            }).observe({type: "layout-shift", buffered: true});
            setTimeout(() => resolve(sum), 100);
        })"""
    )
    assert shift < 0.01


def test_the_front_page_and_its_resources_are_small(visit):
    page = visit.go("/")
    page.wait_for_load_state("networkidle")
    size = page.evaluate(
        """() => ["navigation", "resource"].flatMap(kind => performance.getEntriesByType(kind))
            .reduce((sum, entry) => sum + entry.transferSize, 0)"""
    )
    assert 1_000 < size < FRONT_PAGE_BYTES


@pytest.mark.parametrize("name", MAIN_PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_screenshots_of_the_main_pages(browser, url, name, scheme):
    context = browser.new_context(color_scheme=scheme, viewport={"width": 1100, "height": 800})
    page = Visit(context, url).go(PAGES[name])
    SCREENSHOTS.mkdir(exist_ok=True)
    file = SCREENSHOTS / f"{name}-{scheme}.png"
    page.screenshot(path=file)
    context.close()
    assert file.stat().st_size > 5_000
