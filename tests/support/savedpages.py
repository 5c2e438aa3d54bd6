"""Building and parsing saved web pages in tests."""

import json

import pytest

from feedsvc.errors import StoryError
from feedsvc.parsers import Options, Source, webpage

URL = "https://harbourpost.example/news/ferry-stays"
PROSE = (
    "<p>The crossing between the two towns reopened on Wednesday after eleven weeks, and three"
    " mayors cut one ribbon in three places.</p>\n"
    "<p>“It floats,” said the first, who had bet against it, while the second looked on.</p>\n"
)


def read(markup, name="world/a.html", **options):
    data = markup.encode() if isinstance(markup, str) else markup
    return webpage.parse(Source(name=name, data=data, options=Options(**options)))


def entry(markup, **options):
    (found,) = read(markup, **options).entries
    return found


def refusal(markup):
    with pytest.raises(StoryError) as caught:
        read(markup)
    assert "\n" not in str(caught.value)
    return caught.value


def page(head="", body=f"<article><h1>Ferry stays</h1>{PROSE}</article>", attributes=""):
    return (
        f"<!DOCTYPE html><html{attributes}><head><title>Ferry stays</title>\n{head}</head>\n"
        f"<body>{body}</body></html>"
    )


def linked_data(**fields):
    block = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Ferry stays"}
    return f'<script type="application/ld+json">{json.dumps(block | fields)}</script>'


def story(content, before="", after=""):
    return page(
        body=f"<main><article><h1>Ferry stays</h1>{before}"
        f'<div class="entry-content">{content}</div>{after}</article></main>'
    )
