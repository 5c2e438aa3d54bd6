"""Benchmark parsing of saved web pages of 60 KB on one core.

python tests/benchmarks/bench_webpage.py
"""

import json
import sys
import time

from feedsvc.parsers import Source
from feedsvc.parsers.webpage import maintext, parse

PARAGRAPH = (
    "<p>The crossing between the two towns reopened on Wednesday after eleven weeks, and "
    '<b>three mayors</b> cut <a href="/ribbon">one ribbon</a> in three places, each on a bank of '
    'the river that the other two had never seen. "It floats," said the first.</p>\n'
)
FIGURE = (
    '<figure class="wp-block-image"><img src="data:image/gif;base64,R0" data-src="/img/{n}.jpg" '
    'width="800" height="450"><figcaption>The ferry at noon. (Bo Ek/AFP)</figcaption></figure>\n'
)
TEASER = (
    '<div class="card card--small"><a class="card__link" href="/news/{n}"><span class="label">'
    'Local</span><h3 class="card__title">Bridge that never was, part {n}</h3></a></div>\n'
)
ARTICLE = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "Ferry stays after three mayors shake hands",
    "datePublished": "2024-05-01T10:00:00+02:00",
    "dateModified": "2024-05-02T08:30:00+02:00",
    "author": {"@type": "Person", "name": "Ann Lee"},
    "image": ["https://harbourpost.example/img/1.jpg"],
    "keywords": ["ferry", "harbour"],
}
HEAD = (
    '<meta charset="utf-8"><title>Ferry stays after three mayors shake hands | Post</title>\n'
    '<link rel="canonical" href="https://harbourpost.example/news/ferry-stays">\n'
    '<meta property="og:site_name" content="Post"><meta property="og:type" content="article">\n'
    '<meta property="og:image" content="https://harbourpost.example/img/1.jpg">\n'
)
PROGRAM = "<script>" + "function f(a,b){for(var i=0;i<a.length;i++){b.push(a[i])}}\n" * 200
PAGE_SIZE = 60_000
ROUNDS, PAGES = 10, 20


def page(*, marked: bool) -> bytes:
    """Return a page of 60 KB, with or without structured data and a class for the text."""
    data = f'<script type="application/ld+json">{json.dumps(ARTICLE)}</script>'
    text = (PARAGRAPH * 6 + FIGURE.format(n=2)) * 5
    before = (
        f"<!DOCTYPE html><html lang=en><head>{HEAD}{data if marked else ''}{PROGRAM}</script>"
        "</head>"
        '<body class="single"><nav><ul><li><a href="/">Home</a></li></ul></nav>\n'
        f"<{'article' if marked else 'div'}><h1>Ferry stays after three mayors shake hands</h1>"
        f'<div class="{"entry-content" if marked else "x3"}">{text}</div>'
        f"</{'article' if marked else 'div'}><div>"
    )
    teasers = ""
    number = 0
    while len(before) + len(teasers) < PAGE_SIZE:
        number += 1
        teasers += TEASER.format(n=number)
    return f"{before}{teasers}</div></body></html>".encode()


def seconds_per_page(source: Source) -> float:
    """Return the CPU time per page in seconds, the best of several rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.process_time()
        for _ in range(PAGES):
            parse(source)
        best = min(best, (time.process_time() - start) / PAGES)
    return best


def main() -> None:
    """Print the speed for each kind of page, with trafilatura too if it is installed."""
    with_extra = maintext.has_trafilatura()
    maintext.has_trafilatura = lambda: False
    for kind, marked in {"structured data": True, "no helpful markup": False}.items():
        source = Source(name="a.html", data=page(marked=marked))
        report(kind, source)
    if with_extra:
        maintext.has_trafilatura = lambda: True
        report("no helpful markup, trafilatura", source)


def report(kind: str, source: Source) -> None:
    """Print the speed for one kind of page."""
    seconds = seconds_per_page(source)
    size = len(source.data) / 1000
    sys.stdout.write(
        f"{kind}, {size:.0f} KB: {seconds * 1e3:.2f} ms per page, {1 / seconds:,.0f} per second\n"
    )


if __name__ == "__main__":
    main()
