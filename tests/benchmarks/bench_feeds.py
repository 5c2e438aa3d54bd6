"""Rendering time of a feed with 50 full stories in each format, compared with plain feedgen.

Run by hand: `.venv/bin/python tests/benchmarks/bench_feeds.py`.
"""

import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from feedgen.feed import FeedGenerator

from feedsvc.entry import Category, Entry, Media, Person
from feedsvc.feeds import FORMATS, Feed, full_content, render_parts, summary_of

BASE = "https://news.example.org"
BEGIN = datetime(2026, 3, 1, 6, tzinfo=UTC)
ABSOLUTE = (
    '<p>The harbour ferry ran again on <a href="https://example.org/ferry" '
    'rel="noopener noreferrer">Monday</a>, after &amp; despite a winter of repairs that '
    "cost the town twice what its council had been told to expect.</p>\n"
)
STORIES = {
    "absolute links": ABSOLUTE * 30,
    "three relative links": ABSOLUTE * 27 + ABSOLUTE.replace("https://example.org", "") * 3,
}


def main() -> None:
    """Print the median of each measurement, in milliseconds of processor time."""
    for name, content in STORIES.items():
        feed = sample_feed(content)
        sys.stdout.write(f"50 stories of {len(content)} characters, {name}\n")
        for form in FORMATS.values():
            report(form.label, lambda form=form, feed=feed: form.render(feed))
        report("parts of all formats", lambda feed=feed: render_parts(feed, FORMATS.values()))
        report("content only", lambda feed=feed: [full_content(entry) for entry in feed.entries])
        report("summaries only", lambda feed=feed: [summary_of(entry) for entry in feed.entries])
    feed = sample_feed(STORIES["absolute links"])
    report("plain feedgen, RSS", lambda: plain_feedgen(feed).rss_str(pretty=True))
    report("plain feedgen, Atom", lambda: plain_feedgen(feed).atom_str(pretty=True))


def sample_feed(content: str) -> Feed:
    """Return a feed of 50 complete entries."""
    entries = tuple(
        Entry(
            id=f"tag:news.example.org,2026:{number}",
            slug=f"ferry-{number}",
            title=f"Ferry sails again, day {number}",
            link=f"{BASE}/stories/ferry-{number}/",
            published=BEGIN - timedelta(hours=number),
            updated=BEGIN - timedelta(minutes=50 * number),
            content=content,
            authors=(Person(name="Mara Lindqvist"), Person(name="Teo Okafor")),
            categories=(Category(term="harbour"), Category(term="transport")),
            media=(Media(url=f"{BASE}/ferry-{number}.jpg", caption="The ferry", credit="Okafor"),),
        )
        for number in range(50)
    )
    return Feed(
        id="tag:news.example.org,2026:feed/",
        path="/",
        base_url=BASE,
        title="Harbour News",
        subtitle="From the quay.",
        updated=BEGIN,
        entries=entries,
    )


def plain_feedgen(feed: Feed) -> FeedGenerator:
    """Return a feedgen feed of the same entries, made as in its documentation."""
    generator = FeedGenerator()
    generator.load_extension("dc")
    generator.load_extension("media")
    generator.id(feed.id)
    generator.title(feed.title)
    generator.subtitle(feed.subtitle)
    generator.link(href=feed.link, rel="alternate")
    generator.updated(feed.updated)
    for entry in feed.entries:
        item = generator.add_entry(order="append")
        item.id(entry.id)
        item.title(entry.title)
        item.link(href=entry.link)
        item.summary("A ferry sails.")
        item.content(entry.content, type="html")
        item.published(entry.published)
        item.updated(entry.updated)
        item.author([{"name": author.name} for author in entry.authors])
        item.dc.dc_creator([author.name for author in entry.authors])
        item.category([{"term": category.term} for category in entry.categories])
        item.media.content({"url": entry.media[0].url, "type": "image/jpeg"})
    return generator


def report(label: str, run: Callable[[], object], times: int = 25) -> None:
    """Print the median time of a call."""
    times_taken = []
    for _ in range(times):
        start = time.process_time()
        run()
        times_taken.append(time.process_time() - start)
    sys.stdout.write(f"  {label:20} {statistics.median(times_taken) * 1000:7.2f} ms\n")


if __name__ == "__main__":
    main()
