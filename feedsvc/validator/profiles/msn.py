"""MSN's profile: stories of Microsoft's partners, with ids and dates that stand.

That an id stands once only is told by the general rules.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from feedsvc.validator import namespaces as ns
from feedsvc.validator.examples import channel, dated, document, item
from feedsvc.validator.finding import Severity
from feedsvc.validator.profiles.feed import ATOM, RSS, Feed, wrong_format, wrong_namespace
from feedsvc.validator.profiles.profile import Profile
from feedsvc.validator.profiles.story import (
    BODY,
    DATE,
    GUID,
    LINK,
    STORY,
    TITLE,
    depth,
    find,
    images,
    language,
    markup,
    missing,
    text,
    time_of,
)
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
        "Ids or dates that move on each poll stop the intake, and an update needs a changed date.",
        "An id stays the same: the option --previous compares with an earlier version of the feed.",
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
_REFUSED = re.compile(r"<(script|style|object|embed)\b", re.IGNORECASE)
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

    MSN reads nothing else of what is checked here, and its other rules are not checked.
    """
    yield from wrong_format(feed, MSN, "RSS 2.0 or Atom 1.0")


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
    """A story lacks what MSN asks for.

    MSN takes stories with id, title, date, link and text only.
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
    """A title has 20 characters or fewer, or more than 150.

    MSN refuses the story.
    """
    title = find(story, TITLE)
    length = len(text(title))
    if title is not None and not _SHORTEST_TITLE <= length <= _LONGEST_TITLE:
        yield (
            title,
            f"MSN takes titles of {_SHORTEST_TITLE} to {_LONGEST_TITLE} characters, not {length}",
        )


@MSN.rule(
    "msn-title-html",
    Severity.ERROR,
    on=STORY,
    bad=item("<title>The &lt;b&gt;crane&lt;/b&gt; on the quay stays</title>"),
    good=item(f"<title>{_GOOD_TITLE}</title>"),
)
def title_with_html(story: Element, _feed: Feed) -> Faults:
    """A title holds HTML.

    MSN asks for plain text; tags would be shown to its readers.
    """
    title = find(story, TITLE)
    found = values.markup(text(title)) or values.named_entity(text(title))
    if title is not None and found:
        yield title, f"the title holds {found}"


@MSN.rule(
    "msn-future",
    Severity.ERROR,
    on=STORY,
    bad=item("<pubDate>Sat, 01 Jan 2397 09:30:00 GMT</pubDate>"),
    good=item("<pubDate>Sat, 16 Nov 2024 09:30:00 GMT</pubDate>"),
)
def future_story(story: Element, feed: Feed) -> Faults:
    """A story is dated in the future.

    MSN refuses the story.
    """
    date = find(story, DATE)
    published = time_of(date)
    if date is not None and published and published > feed.now:
        yield date, f"the story is of the future: {text(date)}"


@MSN.rule(
    "msn-old-story",
    Severity.WARNING,
    on=STORY,
    bad=item("<pubDate>Sat, 16 Nov 2024 09:30:00 GMT</pubDate>"),
    good=dated(item, "<pubDate>{}</pubDate>", timedelta(days=1)),
    against={"podcast": "a podcast keeps all its episodes, so give MSN a feed of its own"},
)
def old_story(story: Element, feed: Feed) -> Faults:
    """A story is a year old or older.

    MSN does not take it.
    """
    date = find(story, DATE)
    published = time_of(date)
    if date is not None and published and feed.now - published >= _OLDEST:
        yield date, f"the story is {(feed.now - published).days} days old, MSN takes up to 364"


@MSN.rule(
    "msn-language",
    Severity.ERROR,
    on=STORY,
    bad=channel("<language>en</language><item><dc:language>da</dc:language></item>"),
    good=channel("<language>en</language><item><dc:language>en-GB</dc:language></item>"),
)
def other_language(story: Element, feed: Feed) -> Faults:
    """A story is in another language than the feed.

    MSN takes one language a feed, and shows each story to readers of that language.
    """
    told = language(story)
    if told and feed.language and _primary(told) != _primary(feed.language):
        yield story, f"the story is in {told}, the feed in {feed.language}"


@MSN.rule(
    "msn-namespace",
    Severity.ERROR,
    bad=item(f'<mi:shortTitle xmlns:mi="{MI[:-1]}">Crane</mi:shortTitle>'),
    good=item(f'<mi:shortTitle xmlns:mi="{MI}">Crane</mi:shortTitle>'),
    draft=True,
)
def misspelt_namespace(feed: Feed) -> Faults:
    """The namespace of Microsoft's own elements is misspelt.

    Elements in another namespace say nothing, and so neither the rights to pictures.
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

    MSN is told by it that a story has been changed.
    """
    if not text(story.find(f"{{{ns.DCTERMS}}}modified")):
        yield story, "the item has no dcterms:modified, by which MSN sees a changed story"


def _primary(tag: str) -> str:
    return tag.replace("_", "-").partition("-")[0].lower()


@MSN.rule(
    "msn-https",
    Severity.ERROR,
    on=STORY,
    bad=item("<link>http://news.example/crane</link>"),
    good=item("<link>https://news.example/crane</link>"),
    against={
        "newsbreak": "a guid that is the old address keeps it, only links and pictures change"
    },
)
def address_without_https(story: Element, _feed: Feed) -> Faults:
    """An address in a story is not https.

    MSN refuses the story.
    """
    for element, address in _addresses(story):
        if uris.scheme(address) == "http":
            yield element, f"{address!r} should be https"


@MSN.rule(
    "msn-credentials",
    Severity.ERROR,
    on=STORY,
    bad=item("<link>https://ida:secret@news.example/crane</link>"),
    good=item("<link>https://news.example/crane</link>"),
)
def address_with_credentials(story: Element, _feed: Feed) -> Faults:
    """An address in a story holds a user's name or password.

    MSN refuses the story, and everybody who reads the feed knows the password.
    """
    for element, address in _addresses(story):
        parts = uris.split(address)
        if parts and "@" in parts.netloc:
            yield element, f"the address on {parts.hostname} should hold no name and no password"


@MSN.rule(
    "msn-image-bytes",
    Severity.ERROR,
    on=STORY,
    bad=item(_IMAGE.format('fileSize="16000000"')),
    good=item(_IMAGE.format('fileSize="240000"')),
    against={"flipboard": "pictures in full size are asked for, 500 pixels and more"},
)
def heavy_image(story: Element, _feed: Feed) -> Faults:
    """A picture is said to have more than 15 MB.

    MSN sets that limit; the story may appear without its picture.
    """
    for image in images(story):
        if image.length > _LARGEST_IMAGE:
            yield image.element, f"the picture has {image.length:,} bytes, MSN takes 15 MB"


@MSN.rule(
    "msn-image-ratio",
    Severity.ERROR,
    on=STORY,
    bad=item(_IMAGE.format('width="1200" height="400"')),
    good=item(_IMAGE.format('width="1200" height="800"')),
)
def image_ratio(story: Element, _feed: Feed) -> Faults:
    """A picture is said to be too wide or too narrow.

    MSN takes pictures whose width is 0.5 to 1.89 times their height.
    """
    for image in images(story):
        ratio = image.width / image.height if image.width and image.height else 1.0
        if not _NARROWEST <= ratio <= _WIDEST:
            yield (
                image.element,
                (
                    f"the picture is {image.width} x {image.height}, a ratio of {ratio:.2f}; "
                    f"MSN takes {_NARROWEST} to {_WIDEST}"
                ),
            )


@MSN.rule(
    "msn-markup",
    Severity.ERROR,
    on=STORY,
    bad=item(_ENCODED.format("<p>It stays.</p><script>count()</script>")),
    good=item(_ENCODED.format("<p>It stays.</p>")),
)
def refused_markup(story: Element, _feed: Feed) -> Faults:
    """A text holds script, style, object or embed.

    MSN refuses the story.
    """
    body = find(story, BODY)
    found = _REFUSED.search(markup(body))
    if body is not None and found:
        yield body, f"the text holds <{found.group(1).lower()}>"


@MSN.rule(
    "msn-nesting",
    Severity.ERROR,
    on=STORY,
    bad=item(_ENCODED.format("<div>" * 10 + "It stays." + "</div>" * 10)),
    good=item(_ENCODED.format("<div>" * 9 + "It stays." + "</div>" * 9)),
)
def deep_markup(story: Element, _feed: Feed) -> Faults:
    """A text's markup is nested ten deep or deeper.

    MSN refuses the story.
    """
    body = find(story, BODY)
    if body is not None and depth(markup(body), _DEEPEST) >= _DEEPEST:
        yield body, f"the markup is nested {_DEEPEST} deep or deeper"


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
    """A picture does not say by mi:hasSyndicationRights that it may be passed on.

    MSN asks publishers to say so for each picture that it may show.
    """
    is_image = content.get("medium") == "image" or content.get("type", "").startswith("image/")
    if is_image and not text(content.find(f"{{{MI}}}hasSyndicationRights")):
        yield content, "the picture has no mi:hasSyndicationRights"


def _addresses(story: Element) -> Iterator[tuple[Element, str]]:
    """Give what a story links to and what is loaded with it; its id is no address."""
    link, body = find(story, LINK), find(story, BODY)
    if link is not None:
        yield link, text(link)
    for path in _LOADED:
        for element in story.iterfind(path):
            yield element, (element.get("url") or element.get("href") or "").strip()
    if body is not None:
        for address in _SOURCES.findall(markup(body)):
            yield body, address
