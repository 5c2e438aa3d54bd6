"""MSN's profile: stories of Microsoft's partners, with ids and dates that stand.

That an id stands once only is told by the general rules.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from feedsvc.validator import namespaces as ns
from feedsvc.validator.examples import channel, document, item
from feedsvc.validator.finding import Severity
from feedsvc.validator.profiles.feed import ATOM, RSS, Feed, wrong_format, wrong_namespace
from feedsvc.validator.profiles.parts import (
    BODY,
    DATE,
    GUID,
    LINK,
    STORY,
    TITLE,
    find,
    language,
    missing,
    moment,
    text,
)
from feedsvc.validator.profiles.profile import Profile
from feedsvc.validator.profiles.samples import recent
from feedsvc.validator.values import text as values

if TYPE_CHECKING:
    from feedsvc.validator.document import Element, Spots

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


@MSN.rule(
    "msn-format",
    Severity.ERROR,
    bad=document('{"version": "https://jsonfeed.org/version/1.1", "title": "News", "items": []}'),
    good=channel(""),
)
def no_feed(feed: Feed) -> Spots:
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
def missing_element(story: Element, _feed: Feed) -> Spots:
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
def title_length(story: Element, _feed: Feed) -> Spots:
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
def title_with_html(story: Element, _feed: Feed) -> Spots:
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
def future_story(story: Element, feed: Feed) -> Spots:
    """A story is dated in the future.

    MSN refuses the story.
    """
    date = find(story, DATE)
    published = moment(date)
    if date is not None and published and published > feed.now:
        yield date, f"the story is of the future: {text(date)}"


@MSN.rule(
    "msn-old-story",
    Severity.WARNING,
    on=STORY,
    bad=item("<pubDate>Sat, 16 Nov 2024 09:30:00 GMT</pubDate>"),
    good=recent(item, "<pubDate>{}</pubDate>", timedelta(days=1)),
    against={"podcast": "a podcast keeps all its episodes, so give MSN a feed of its own"},
)
def old_story(story: Element, feed: Feed) -> Spots:
    """A story is a year old or older.

    MSN does not take it.
    """
    date = find(story, DATE)
    published = moment(date)
    if date is not None and published and feed.now - published >= _OLDEST:
        yield date, f"the story is {(feed.now - published).days} days old, MSN takes up to 364"


@MSN.rule(
    "msn-language",
    Severity.ERROR,
    on=STORY,
    bad=channel("<language>en</language><item><dc:language>da</dc:language></item>"),
    good=channel("<language>en</language><item><dc:language>en-GB</dc:language></item>"),
)
def other_language(story: Element, feed: Feed) -> Spots:
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
def misspelt_namespace(feed: Feed) -> Spots:
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
def no_modified(story: Element, _feed: Feed) -> Spots:
    """A story has no dcterms:modified.

    MSN is told by it that a story has been changed.
    """
    if not text(story.find(f"{{{ns.DCTERMS}}}modified")):
        yield story, "the item has no dcterms:modified, by which MSN sees a changed story"


def _primary(tag: str) -> str:
    return tag.replace("_", "-").partition("-")[0].lower()
