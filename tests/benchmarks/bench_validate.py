"""How long a feed of 50 stories in full takes, as a multiple of lxml's parsing alone.

.venv/bin/python tests/benchmarks/bench_validate.py
"""

import statistics
import time

from lxml import etree

from feedsvc.validator import validate

PARAGRAPH = (
    '<p>The <a href="https://news.example/board/{0}">harbour board</a> said on <em>Tuesday</em> '
    "that the old crane at berth {0} stays, for now, and that the ferry to the far islands "
    "runs again from spring; fishers had asked for it ever since the storm took the small pier. "
    "Nobody in the hall objected, though the caf\u00e9 owner wondered who pays for paint.</p>\n"
)
FIGURE = (
    '<figure><img src="https://news.example/img/{0}.jpg" alt="The crane" width="640" '
    'height="360"/><figcaption>The crane &amp; the quay at dusk</figcaption></figure>\n'
)
BULLETS = "<ul><li>One berth stays open</li><li>Two close until May</li></ul>\n"


def story(number: int) -> str:
    """One item of about 3.7 KB."""
    body = (
        FIGURE.format(number)
        + BULLETS
        + "".join(PARAGRAPH.format(number * 10 + part) for part in range(8))
    )
    return (
        f"<item>\n<title>Harbour story {number}: the crane stays</title>\n"
        f"<link>https://news.example/stories/{number}/</link>\n"
        f'<guid isPermaLink="false">tag:news.example,2024:story-{number}</guid>\n'
        f"<pubDate>{1 + number % 28:02d} Oct 2024 10:{number:02d}:00 +0000</pubDate>\n"
        "<dc:creator>Ida Holm</dc:creator>\n<category>World</category>\n"
        f"<description>A short summary of story {number}, in one line.</description>\n"
        f"<content:encoded><![CDATA[{body}]]></content:encoded>\n"
        f'<enclosure url="https://news.example/audio/{number}.mp3" length="1234567" '
        'type="audio/mpeg"/>\n</item>\n'
    )


def rss() -> bytes:
    """A correct feed of 50 stories, about 190 KB."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/">\n<channel>\n'
        "<title>Harbour News</title>\n<link>https://news.example/</link>\n"
        "<description>News of the quay</description>\n<language>en</language>\n"
        '<atom:link rel="self" type="application/rss+xml" href="https://news.example/rss.xml"/>\n'
        + "".join(story(number) for number in range(50))
        + "</channel>\n</rss>\n"
    ).encode()


def medians(*actions, rounds: int = 101) -> list[float]:
    """Milliseconds of processor time each, taken in turns: others share the machine."""
    taken = [[] for _ in actions]
    for _ in range(rounds):
        for times, action in zip(taken, actions, strict=True):
            start = time.process_time_ns()
            action()
            times.append(time.process_time_ns() - start)
    return [statistics.median(times) / 1e6 for times in taken]


def main() -> None:
    """Print the figures."""
    data = rss()
    faulty = data.replace(b"+0000</pubDate>", b"</pubDate>")
    location = "https://news.example/rss.xml"
    assert not validate(data, location=location).findings
    parsing, correct, wrong = medians(
        lambda: etree.fromstring(data),
        lambda: validate(data, location=location),
        lambda: validate(faulty, location=location),
    )
    print(f"{len(data):,} bytes, lxml.etree.fromstring {parsing:.2f} ms")
    for name, taken in (("correct", correct), ("50 faults", wrong)):
        print(f"{name:10} {taken:6.2f} ms, {taken / parsing:.1f} x lxml")


if __name__ == "__main__":
    main()
