"""The news sitemap: the stories of the last two days, for Google News.

Source: https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta
from urllib.parse import urlsplit

from lxml import etree

from feedsvc.entry import Entry
from feedsvc.feeds.formatting import whole_second
from feedsvc.feeds.sanitize import as_uri, strip_illegal, strip_illegal_in
from feedsvc.feeds.summary import title_of

SITEMAP_TYPE = "application/xml; charset=utf-8"
NEWS_AGE = timedelta(days=2)
"""How long Google considers a story news."""

NEWS_LIMIT = 1000
"""The most stories in a news sitemap."""

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
_IN_PARENTHESES = re.compile(r"(?:\s*\([^()]*\))+\s*$")
_TRADITIONAL = re.compile(r"hant|tw|hk|mo")


def news_sitemap(name: str, entries: Sequence[Entry], base_url: str, language: str | None) -> bytes:
    """Return the news sitemap of entries, newest first, each with link and published.

    `name` is the publication's, `language` the default for entries. Stories that Google does
    not accept are omitted: those with pages on another host than `base_url`, and those of
    unknown language. `published` must be the time of first publication.
    """
    namespaces = {None: _SITEMAP, "news": _NEWS}
    root = etree.Element(
        f"{{{_SITEMAP}}}urlset",
        nsmap=namespaces,  # type: ignore[arg-type]  # missing in lxml's stubs
    )
    name = _IN_PARENTHESES.sub("", strip_illegal(name)) or strip_illegal(name)
    for location, entry, code in _listed(entries, urlsplit(base_url).netloc, language):
        url = etree.SubElement(root, f"{{{_SITEMAP}}}url")
        etree.SubElement(url, f"{{{_SITEMAP}}}loc").text = location
        news = etree.SubElement(url, f"{{{_NEWS}}}news")
        publication = etree.SubElement(news, f"{{{_NEWS}}}publication")
        etree.SubElement(publication, f"{{{_NEWS}}}name").text = name
        etree.SubElement(publication, f"{{{_NEWS}}}language").text = code
        if entry.published:
            date = whole_second(entry.published).isoformat()
            etree.SubElement(news, f"{{{_NEWS}}}publication_date").text = date
        etree.SubElement(news, f"{{{_NEWS}}}title").text = title_of(entry)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def news_language(tag: str | None) -> str | None:
    """Return a language as Google requires: ISO 639, or zh-cn and zh-tw; None if unknown."""
    first, *rest = (tag or "").lower().replace("_", "-").split("-")
    if first == "zh":
        traditional = any(_TRADITIONAL.fullmatch(part) for part in rest)
        return "zh-tw" if traditional else "zh-cn"
    return first if re.fullmatch("[a-z]{2,3}", first) and first != "und" else None


def _listed(
    entries: Sequence[Entry], host: str, language: str | None
) -> Iterator[tuple[str, Entry, str]]:
    """Yield each URL once, with its entry and language."""
    seen: set[str] = set()
    for entry in map(strip_illegal_in, entries):
        url = as_uri(entry.link or "")
        code = news_language(entry.language or language)
        if code and url not in seen and _is_on(host, url):
            seen.add(url)
            yield url, entry, code


def _is_on(host: str, url: str) -> bool:
    try:
        return urlsplit(url).netloc == host
    except ValueError:
        return False
