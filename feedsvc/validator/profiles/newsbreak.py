"""NewsBreak's profile: full text, images, and guids that are permalinks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedsvc.validator.examples import channel, document, item
from feedsvc.validator.finding import Severity
from feedsvc.validator.profiles.feed import (
    FULL_TEXT,
    RSS,
    STORY,
    Feed,
    find,
    images,
    markup,
    text,
    wrong_namespace,
)
from feedsvc.validator.profiles.profile import Profile
from feedsvc.validator.values import uris

if TYPE_CHECKING:
    from feedsvc.validator.document import Element, Faults

NAMESPACE = "https://www.newsbreak.com/"

NEWSBREAK = Profile(
    name="newsbreak",
    title="NewsBreak",
    source="https://www.newsbreak.com/",
    date="2026-11-24",
    formats=(RSS,),
    namespaces=(NAMESPACE,),
    replaces=(("unknown-namespace", NAMESPACE),),
    notes=("The guid of a story must be the same in all feeds of a publisher.",),
)

_ENCODED = "<content:encoded>&lt;p&gt;It was to go.&lt;/p&gt;</content:encoded>"
_IMAGE = '<enclosure url="https://news.example/1.jpg" length="120000" type="image/jpeg"/>'


@NEWSBREAK.rule(
    "newsbreak-format",
    Severity.ERROR,
    bad=document('{"version": "https://jsonfeed.org/version/1.1", "title": "News", "items": []}'),
    good=channel(""),
)
def no_rss(feed: Feed) -> Faults:
    """The document is not an RSS feed.

    NewsBreak imports only RSS; its other rules are not checked. Submit an RSS feed.
    """
    yield from NEWSBREAK.wrong_format(feed, "RSS 2.0")


@NEWSBREAK.rule(
    "newsbreak-full-content",
    Severity.ERROR,
    on=STORY,
    bad=item("<description>It was to go.</description>"),
    good=item(_ENCODED),
)
def no_full_content(story: Element, _feed: Feed) -> Faults:
    """A story has no content:encoded.

    NewsBreak shows the full text from the feed. Add it in content:encoded.
    """
    if find(story, FULL_TEXT) is None:
        yield story, "the item has no content:encoded; add the full text there"


@NEWSBREAK.rule(
    "newsbreak-image",
    Severity.WARNING,
    on=STORY,
    bad=item(_ENCODED),
    good=item(_ENCODED + _IMAGE),
)
def no_image(story: Element, _feed: Feed) -> Faults:
    """A story has no image, neither in its text nor attached.

    NewsBreak expects images along with the full text. Add one to the text or as an enclosure.
    """
    if next(images(story), None) is None and "<img" not in markup(find(story, FULL_TEXT)).lower():
        yield story, "the item has no image; add one to the text or as an enclosure"


@NEWSBREAK.rule(
    "newsbreak-guid-permalink",
    Severity.ERROR,
    on=STORY,
    bad=item('<guid isPermaLink="false">tag:news.example,2024:crane</guid>'),
    good=item("<guid>https://news.example/crane</guid>"),
    against={
        "msn": "an id must never change; use a URL only if it is permanent",
        "podcast": "a guid must never change; use a URL only if it is permanent",
    },
)
def guid_no_permalink(story: Element, _feed: Feed) -> Faults:
    """A guid is not a permalink.

    NewsBreak uses it to recognize the same story in several feeds. Use permalinks for new
    stories only: if a guid changes, feed readers show the story again.
    """
    guid = story.find("guid")
    if guid is None:
        yield story, "the item has no guid; add the permalink of the story"
    elif guid.get("isPermaLink") == "false" or uris.scheme(text(guid)) not in {"http", "https"}:
        yield guid, f"the guid {text(guid)!r} should be the permalink of the story"


@NEWSBREAK.rule(
    "newsbreak-namespace",
    Severity.WARNING,
    bad=channel(f'<nb:scripts xmlns:nb="{NAMESPACE[:-1]}"/>'),
    good=channel(f'<nb:scripts xmlns:nb="{NAMESPACE}"/>'),
    draft=True,
)
def misspelled_namespace(feed: Feed) -> Faults:
    """NewsBreak's namespace is misspelled.

    NewsBreak ignores elements in other namespaces. Correct the declaration.
    """
    yield from wrong_namespace(feed, NAMESPACE)
