"""Helpers for tests of the web app: parsed pages, and the header that asks for JSON."""

import lxml.html

JSON = {"Accept": "application/json"}


def page_of(response):
    """Return a page's tree, after checking the headers and markup that every page must have."""
    assert response.content_type == "text/html; charset=utf-8"
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    page = lxml.html.document_fromstring(response.text)
    assert not page.xpath("//script[not(@src) and not(@type='application/ld+json')]")
    assert not page.xpath("//style | //@style | //@*[starts-with(name(), 'on')]")
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    return page


def words(element):
    """Return an element's text, with single spaces."""
    return " ".join(element.text_content().split())
