"""MSN's profile: stories of Microsoft's partners, with stable ids and dates.

The general rules report duplicate ids.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from feedsvc.validator import namespaces as ns
from feedsvc.validator.examples import channel, dated, document, item
from feedsvc.validator.finding import Severity
from feedsvc.validator.profiles.feed import (
    ATOM,
    BODY,
    DATE,
    GUID,
    LINK,
    RSS,
    STORY,
    TITLE,
    Feed,
    depth,
    find,
    images,
    language,
    markup,
    missing,
    text,
    time_of,
    wrong_namespace,
)
from feedsvc.validator.profiles.profile import Profile
from feedsvc.validator.values import text as values
from feedsvc.validator.values import uris

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedsvc.validator.document import Element, Faults

MI = ns.MI

MSN = Profile(
    name="msn",
    title="MSN",
    source="https://helpcenter.microsoftnews.com/",
    date="2026-11-24",
    formats=(RSS, ATOM),
    namespaces=(MI,),
    replaces=(("unknown-namespace", MI),),
    notes=(
        "MSN stops the import if ids or dates change at every poll.",
        "MSN imports a change to a story only if its date changes as well.",
        "An id must never change: use --previous to compare the feed with an earlier version.",
    ),
)

_SHORTEST_TITLE, _LONGEST_TITLE = 21, 150
_OLDEST = timedelta(days=365)
_GOOD_TITLE = "The crane on the quay stays"
_LARGEST_IMAGE, _NARROWEST, _WIDEST = 15_000_000, 0.5, 1.89
_DEEPEST = 10
_LOADED = (
    "enclosure",
    f"{{{ns.ATOM}}}link[@rel='enclosure']",
    *(f"{{{ns.MEDIA}}}{name}" for name in ("content", "thumbnail", "group/*", "content/*")),
)
_REJECTED = re.compile(r"<(script|style|object|embed)\b", re.IGNORECASE)
_SOURCES = re.compile(r"""\ssrc\s*=\s*["']?([^\s"'<>]+)""", re.IGNORECASE)
_IMAGE = '<media:content url="https://news.example/1.jpg" medium="image" {}/>'
_ENCODED = "<content:encoded><![CDATA[{}]]></content:encoded>"


@MSN.rule(
    "msn-format",
    Severity.ERROR,
    bad=document('{"version": "https://jsonfeed.org/version/1.1", "title": "News", "items": []}'),
    good=channel(""),
)
def no_feed(feed: Feed) -> Faults:
    """The document is neither RSS nor Atom.

    MSN's other rules can be checked only in RSS and Atom. Validate the feed that you submit to
    MSN.
    """
    yield from MSN.wrong_format(feed, "RSS 2.0 or Atom 1.0")


@MSN.rule(
    "msn-missing-element",
    Severity.ERROR,
    on=STORY,
    bad=item("<title>The crane on the quay stays</title>"),
    good=item(
        f"<title>{_GOOD_TITLE}</title><link>https://news.example/crane</link>"
        "<description>It was to go.</description><guid>https://news.example/crane</guid>"
        "<pubDate>Sat, 16 Nov 2024 09:30:00 GMT</pubDate>"
    ),
)
def missing_element(story: Element, _feed: Feed) -> Faults:
    """A story lacks an element that MSN requires.

    MSN imports only stories with an id, a title, a date, a link and a text. Add the element.
    """
    yield from missing(story, (GUID, TITLE, DATE, LINK, BODY))


@MSN.rule(
    "msn-title-length",
    Severity.ERROR,
    on=STORY,
    bad=item("<title>The crane stays</title>"),
    good=item(f"<title>{_GOOD_TITLE}</title>"),
)
def title_length(story: Element, _feed: Feed) -> Faults:
    """A title is shorter than 21 or longer than 150 characters.

    MSN rejects the story. Write a title within these limits.
    """
    title = find(story, TITLE)
    length = len(text(title))
    if title is not None and not _SHORTEST_TITLE <= length <= _LONGEST_TITLE:
        yield (
            title,
            f"the title has {length} characters; MSN accepts {_SHORTEST_TITLE} to {_LONGEST_TITLE}",
        )


@MSN.rule(
    "msn-title-html",
    Severity.ERROR,
    on=STORY,
    bad=item("<title>The &lt;b&gt;crane&lt;/b&gt; on the quay stays</title>"),
    good=item(f"<title>{_GOOD_TITLE}</title>"),
)
def title_with_html(story: Element, _feed: Feed) -> Faults:
    """A title contains HTML.

    MSN requires plain text; its readers would see the tags. Remove them.
    """
    title = find(story, TITLE)
    found = values.markup(text(title)) or values.named_entity(text(title))
    if title is not None and found:
        yield title, f"the title contains {found}; write plain text"


@MSN.rule(
    "msn-future",
    Severity.ERROR,
    on=STORY,
    bad=item("<pubDate>Sat, 01 Jan 2397 09:30:00 GMT</pubDate>"),
    good=item("<pubDate>Sat, 16 Nov 2024 09:30:00 GMT</pubDate>"),
)
def future_story(story: Element, feed: Feed) -> Faults:
    """A story is dated in the future.

    MSN rejects the story. Correct the date, or publish the story when it is due.
    """
    date = find(story, DATE)
    published = time_of(date)
    if date is not None and published and published > feed.now:
        yield date, f"the story is dated in the future: {text(date)}"


@MSN.rule(
    "msn-old-story",
    Severity.WARNING,
    on=STORY,
    bad=item("<pubDate>Sat, 16 Nov 2024 09:30:00 GMT</pubDate>"),
    good=dated(item, "<pubDate>{}</pubDate>", timedelta(days=1)),
    against={"podcast": "a podcast keeps all its episodes; provide a separate feed for MSN"},
)
def old_story(story: Element, feed: Feed) -> Faults:
    """A story is at least a year old.

    MSN does not import it. You can remove it from the feed for MSN.
    """
    date = find(story, DATE)
    published = time_of(date)
    if date is not None and published and feed.now - published >= _OLDEST:
        yield date, f"the story is {(feed.now - published).days} days old; MSN accepts up to 364"


@MSN.rule(
    "msn-language",
    Severity.ERROR,
    on=STORY,
    bad=channel("<language>en</language><item><dc:language>da</dc:language></item>"),
    good=channel("<language>en</language><item><dc:language>en-GB</dc:language></item>"),
)
def other_language(story: Element, feed: Feed) -> Faults:
    """A story is in a different language than the feed.

    MSN expects one language per feed, and shows its stories to readers of that language.
    Publish a feed for each language.
    """
    own = language(story)
    if own and feed.language and _primary(own) != _primary(feed.language):
        yield story, f"the story is in {own}, the feed in {feed.language}"


@MSN.rule(
    "msn-namespace",
    Severity.ERROR,
    bad=item(f'<mi:shortTitle xmlns:mi="{MI[:-1]}">Crane</mi:shortTitle>'),
    good=item(f'<mi:shortTitle xmlns:mi="{MI}">Crane</mi:shortTitle>'),
    draft=True,
)
def misspelled_namespace(feed: Feed) -> Faults:
    """The namespace of Microsoft's own elements is misspelled.

    MSN ignores elements in other namespaces, including those with the rights to images. Correct
    the declaration.
    """
    yield from wrong_namespace(feed, MI)


@MSN.rule(
    "msn-modified",
    Severity.INFO,
    on=("channel > item",),
    bad=item(f"<title>{_GOOD_TITLE}</title>"),
    good=item("<dcterms:modified>2024-11-16T09:30:00Z</dcterms:modified>"),
    draft=True,
)
def no_modified(story: Element, _feed: Feed) -> Faults:
    """A story has no dcterms:modified.

    MSN uses it to detect that a story has changed. Add it, and update it with every change.
    """
    if not text(story.find(f"{{{ns.DCTERMS}}}modified")):
        yield story, "the item has no dcterms:modified; add the time of the last change"


@MSN.rule(
    "msn-https",
    Severity.ERROR,
    on=STORY,
    bad=item("<link>http://news.example/crane</link>"),
    good=item("<link>https://news.example/crane</link>"),
    against={
        "newsbreak": "a guid that is a permalink must not change; change only links and images"
    },
)
def url_without_https(story: Element, _feed: Feed) -> Faults:
    """A URL in a story begins with http.

    MSN rejects the story. Publish pages and media over https.
    """
    for element, url in _urls(story):
        if uris.scheme(url) == "http":
            yield element, f"{url!r} should be https"


@MSN.rule(
    "msn-credentials",
    Severity.ERROR,
    on=STORY,
    bad=item("<link>https://ida:secret@news.example/crane</link>"),
    good=item("<link>https://news.example/crane</link>"),
)
def url_with_credentials(story: Element, _feed: Feed) -> Faults:
    """A URL in a story contains a user name or password.

    MSN rejects the story, and everyone who reads the feed learns the password. Remove it from the
    URL, and change it.
    """
    for element, url in _urls(story):
        parts = uris.split(url)
        if parts and "@" in parts.netloc:
            yield (
                element,
                f"the URL on {parts.hostname} contains a user name or password; remove it",
            )


@MSN.rule(
    "msn-image-bytes",
    Severity.ERROR,
    on=STORY,
    bad=item(_IMAGE.format('fileSize="16000000"')),
    good=item(_IMAGE.format('fileSize="240000"')),
    against={"flipboard": "images must be in full size, at least 500 pixels"},
)
def heavy_image(story: Element, _feed: Feed) -> Faults:
    """According to the feed, an image is larger than 15 MB.

    MSN does not import it, and may show the story without an image. Provide a smaller file.
    """
    for image in images(story):
        if image.length > _LARGEST_IMAGE:
            yield image.element, f"the image has {image.length:,} bytes; MSN accepts up to 15 MB"


@MSN.rule(
    "msn-image-ratio",
    Severity.ERROR,
    on=STORY,
    bad=item(_IMAGE.format('width="1200" height="400"')),
    good=item(_IMAGE.format('width="1200" height="800"')),
)
def image_ratio(story: Element, _feed: Feed) -> Faults:
    """According to the feed, an image is too wide or too narrow.

    MSN accepts only images whose width is 0.5 to 1.89 times their height. Crop the image.
    """
    for image in images(story):
        ratio = image.width / image.height if image.width and image.height else 1.0
        if not _NARROWEST <= ratio <= _WIDEST:
            size = f"{image.width} x {image.height}, a ratio of {ratio:.2f}"
            yield image.element, f"the image is {size}; MSN accepts {_NARROWEST} to {_WIDEST}"


@MSN.rule(
    "msn-markup",
    Severity.ERROR,
    on=STORY,
    bad=item(_ENCODED.format("<p>It stays.</p><script>count()</script>")),
    good=item(_ENCODED.format("<p>It stays.</p>")),
)
def rejected_markup(story: Element, _feed: Feed) -> Faults:
    """The text of a story contains script, style, object or embed.

    MSN rejects the story. Remove these elements.
    """
    body = find(story, BODY)
    found = _REJECTED.search(markup(body))
    if body is not None and found:
        yield body, f"the text contains <{found.group(1).lower()}>; remove it"


@MSN.rule(
    "msn-nesting",
    Severity.ERROR,
    on=STORY,
    bad=item(_ENCODED.format("<div>" * 10 + "It stays." + "</div>" * 10)),
    good=item(_ENCODED.format("<div>" * 9 + "It stays." + "</div>" * 9)),
)
def deep_markup(story: Element, _feed: Feed) -> Faults:
    """The HTML of a story is nested at least ten levels deep.

    MSN rejects the story. Remove needless elements, such as div within div.
    """
    body = find(story, BODY)
    if body is not None and depth(markup(body), _DEEPEST) >= _DEEPEST:
        yield (
            body,
            f"the markup is nested {_DEEPEST} or more levels deep; MSN accepts {_DEEPEST - 1}",
        )


@MSN.rule(
    "msn-syndication-rights",
    Severity.INFO,
    on=(f"{{{ns.MEDIA}}}content",),
    bad=item(_IMAGE.format("")),
    good=item(
        _IMAGE.format("").replace("/>", ">")
        + f'<mi:hasSyndicationRights xmlns:mi="{MI}">1</mi:hasSyndicationRights></media:content>'
    ),
    draft=True,
)
def no_rights(content: Element, _feed: Feed) -> Faults:
    """An image has no mi:hasSyndicationRights, which permits redistribution.

    MSN requires it for each image that it may show. Add it to images that MSN may use.
    """
    is_image = content.get("medium") == "image" or content.get("type", "").startswith("image/")
    if is_image and not text(content.find(f"{{{MI}}}hasSyndicationRights")):
        yield content, "the image has no mi:hasSyndicationRights"


def _urls(story: Element) -> Iterator[tuple[Element, str]]:
    """Yield the URLs of a story's page and of everything loaded with it."""
    link, body = find(story, LINK), find(story, BODY)
    if link is not None:
        yield link, text(link)
    for path in _LOADED:
        for element in story.iterfind(path):
            yield element, (element.get("url") or element.get("href") or "").strip()
    if body is not None:
        for url in _SOURCES.findall(markup(body)):
            yield body, url


def _primary(tag: str) -> str:
    return tag.replace("_", "-").partition("-")[0].lower()
