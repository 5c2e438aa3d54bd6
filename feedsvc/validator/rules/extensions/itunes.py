"""Apple's podcast tags (itunes), and Google Play's (googleplay).

Google Podcasts closed in 2024, but many feeds still contain its tags.
"""

from feedsvc.validator import namespaces as ns
from feedsvc.validator.document import Attr, Document, Element, Faults
from feedsvc.validator.examples import channel, document, item
from feedsvc.validator.finding import Severity
from feedsvc.validator.registry import Form, rule
from feedsvc.validator.rules.common import APPLE, RSS_ITEMS
from feedsvc.validator.rules.values.contacts import contact
from feedsvc.validator.rules.values.lists import true_false, unlisted, yes_or_no
from feedsvc.validator.rules.values.numbers import integer, positive_integer
from feedsvc.validator.rules.values.texts import PLAIN, longer_than, not_blank
from feedsvc.validator.rules.values.uris import URL, web_url
from feedsvc.validator.rules.xml.structure import no_text
from feedsvc.validator.values.media import category_state, is_duration
from feedsvc.validator.vocabulary import declare, loose, many, may, need, optional

_WORDS_OF_A_KEYWORD = 2
CATEGORIES = "https://podcasters.apple.com/support/1691-apple-podcasts-categories"
_EPISODE = (
    "<itunes:title>The crane</itunes:title>"
    '<enclosure url="https://news.example/1.{}" length="1" type="{}"/>'
)
_FORMATS = frozenset({"m4a", "mp3", "mov", "mp4", "m4v", "pdf", "epub"})
_EXPLICIT = "<itunes:explicit>false</itunes:explicit>"


@rule(
    "invalid-itunes-channel-type",
    Severity.ERROR,
    form=Form.VALUE,
    spec=APPLE,
    bad=channel("<itunes:type>random</itunes:type>"),
    good=channel("<itunes:type>serial</itunes:type>"),
)
def podcast_type(value: str) -> str | None:
    """The type of a podcast is neither episodic nor serial.

    Apple uses it to order episodes: newest first if episodic, oldest first if serial. Write one of
    the two.
    """
    return unlisted(value.strip(), ("episodic", "serial"))


@rule(
    "invalid-itunes-episode-type",
    Severity.ERROR,
    form=Form.VALUE,
    spec=APPLE,
    bad=item("<itunes:episodeType>extra</itunes:episodeType>"),
    good=item("<itunes:episodeType>bonus</itunes:episodeType>"),
)
def episode_type(value: str) -> str | None:
    """The type of an episode is not full, trailer or bonus.

    Apple shows trailers and bonus episodes separately. Write one of the three.
    """
    return unlisted(value.strip(), ("full", "trailer", "bonus"))


@rule(
    "invalid-yes-no-clean",
    Severity.ERROR,
    form=Form.VALUE,
    spec=APPLE,
    bad=item("<itunes:block/>"),
    good=item("<itunes:block>Yes</itunes:block>"),
)
def yes_no_clean(value: str) -> str | None:
    """A value is neither Yes nor No.

    Apple acts only on Yes and ignores any other value. Write Yes, or remove the element.
    """
    known = {"yes", "no", "clean"}
    return None if value.strip().lower() in known else f"{value!r} is neither Yes nor No"


@rule(
    "invalid-duration",
    Severity.ERROR,
    form=Form.VALUE,
    spec=APPLE,
    bad=item("<itunes:duration>00:62:10</itunes:duration>"),
    good=item("<itunes:duration>3730</itunes:duration>"),
)
def duration(value: str) -> str | None:
    """A duration is neither in seconds nor in hours, minutes and seconds.

    Podcast apps show a wrong duration or none. Write the number of seconds.
    """
    if is_duration(value.strip()):
        return None
    return f"{value!r} is not a duration such as 3730 or 1:02:10"


@rule(
    "invalid-keywords",
    Severity.WARNING,
    form=Form.VALUE,
    spec=APPLE,
    bad=item("<itunes:keywords>harbour crane ferry island</itunes:keywords>"),
    good=item("<itunes:keywords>harbour, crane, ferry</itunes:keywords>"),
)
def keywords(value: str) -> str | None:
    """Keywords are not separated by commas.

    Directories treat the whole text as one keyword, which no one searches for. Separate keywords
    with commas.
    """
    if "," in value or len(value.split()) <= _WORDS_OF_A_KEYWORD:
        return None
    return f"{value.strip()[:40]!r} is not one keyword; separate keywords with commas"


@rule(
    "too-long",
    Severity.ERROR,
    form=Form.VALUE,
    spec=APPLE,
    bad=item("<itunes:subtitle>" + "The crane stays. " * 20 + "</itunes:subtitle>"),
    good=item("<itunes:subtitle>The crane stays.</itunes:subtitle>"),
)
def short_text(value: str) -> str | None:
    """A text is longer than allowed.

    Programs may cut it off, even in the middle of a word. Shorten the text.
    """
    return longer_than(255, value)


@rule(
    "too-long",
    form=Form.VALUE,
    spec=APPLE,
    bad=item("<itunes:summary>" + "The crane stays. " * 250 + "</itunes:summary>"),
    good=item("<itunes:summary>The crane stays.</itunes:summary>"),
)
def long_text(value: str) -> str | None:
    """A summary is longer than 4,000 characters."""
    return longer_than(4000, value)


def _tag(name: str) -> str:
    return f"{{{ns.ITUNES}}}{name}"


def _is_podcast(channel_element: Element) -> bool:
    """Return whether a channel has Apple tags other than itunes:block, which only hides a feed."""
    return any(each.tag != _tag("block") for each in channel_element.iter(f"{{{ns.ITUNES}}}*"))


@rule(
    "missing-itunes-element",
    Severity.WARNING,
    on=("rss > channel",),
    spec=APPLE,
    bad=channel(_EXPLICIT),
    good=channel(
        '<language>en</language><itunes:category text="News"/>'
        '<itunes:image href="https://news.example/cover.jpg"/>' + _EXPLICIT
    ),
)
def missing_element(channel_element: Element, doc: Document) -> Faults:
    """A podcast lacks an element that Apple requires.

    Apple lists a podcast only if it has a language, category, image and explicit rating. Add the
    element.
    """
    if not doc.declares(ns.ITUNES) or not _is_podcast(channel_element):
        return
    needed = ("language", _tag("category"), _tag("explicit"), _tag("image"))
    for name in needed:
        if channel_element.find(name) is None:
            yield channel_element, f"podcast has no {ns.label(name)}, which Apple requires; add it"


@rule(
    "missing-itunes-email",
    Severity.WARNING,
    on=("rss > channel",),
    spec=APPLE,
    bad=channel(_EXPLICIT),
    good=channel("<itunes:owner><itunes:email>ida@news.example</itunes:email></itunes:owner>"),
)
def missing_email(channel_element: Element, doc: Document) -> Faults:
    """A podcast has no itunes:owner with an e-mail address.

    Directories send a message to that address to verify that the podcast is yours. Add one, at
    least while you submit the podcast.
    """
    if not doc.declares(ns.ITUNES) or not _is_podcast(channel_element):
        return
    if channel_element.find(f"{_tag('owner')}/{_tag('email')}") is None:
        yield channel_element, "podcast has no itunes:owner with an itunes:email; add one"


@rule(
    "not-utf8",
    Severity.WARNING,
    form=Form.DOCUMENT,
    spec=APPLE,
    bad=document(
        '<?xml version="1.0" encoding="iso-8859-1"?><rss version="2.0" '
        f'xmlns:itunes="{ns.ITUNES}"><channel>{_EXPLICIT}</channel></rss>'
    ),
    good=document(
        f'<rss version="2.0" xmlns:itunes="{ns.ITUNES}"><channel>{_EXPLICIT}</channel></rss>'
    ),
)
def not_utf8(doc: Document) -> Faults:
    """A podcast is not in UTF-8.

    Apple requires UTF-8 and may show other characters wrongly. Encode the feed in UTF-8.
    """
    if doc.declares(ns.ITUNES) and doc.source.codec not in {"utf-8", "ascii"}:
        yield doc.root, f"podcast is in {doc.source.codec}; encode it in UTF-8, as Apple requires"


@rule(
    "unsupported-itunes-format",
    Severity.WARNING,
    on=("item > enclosure",),
    spec=APPLE,
    bad=item(_EPISODE.format("wmv", "video/x-ms-wmv")),
    good=item(_EPISODE.format("mp3", "audio/mpeg")),
)
def unsupported_format(enclosure: Element, doc: Document) -> Faults:
    """An enclosure is in a format that Apple does not support.

    The episode does not appear in Apple Podcasts. Convert the file, for example to MP3.
    """
    if not doc.declares(ns.ITUNES):
        return
    path = enclosure.get("url", "").partition("?")[0].partition("#")[0]
    _, dot, suffix = path.rpartition("/")[2].rpartition(".")
    if dot and suffix.lower() not in _FORMATS and len(suffix) <= 4 and suffix.isalnum():
        parent = enclosure.getparent()
        if parent is not None and any(child.tag.startswith(f"{{{ns.ITUNES}}}") for child in parent):
            message = f"Apple does not support {suffix} files, only {', '.join(sorted(_FORMATS))}"
            yield Attr(enclosure, "url"), message


@rule(
    "invalid-itunes-category",
    Severity.ERROR,
    on=(_tag("category"),),
    spec=CATEGORIES,
    bad=channel('<itunes:category text="Harbours"/>'),
    good=channel(
        '<itunes:category text="News"><itunes:category text="Politics"/></itunes:category>'
    ),
)
def unknown_category(element: Element, _doc: Document) -> Faults:
    """A category is not one of Apple's.

    Apple does not list the podcast. Use a category and subcategory from Apple's list, spelled
    exactly as there.
    """
    if _state(element) == "unknown":
        message = f"Apple has no category {element.get('text')!r}; use one from its list"
        yield Attr(element, "text"), message


@rule(
    "obsolete-itunes-category",
    Severity.WARNING,
    on=(_tag("category"),),
    spec=CATEGORIES,
    bad=channel('<itunes:category text="Talk Radio"/>'),
    good=channel('<itunes:category text="News"/>'),
)
def obsolete_category(element: Element, _doc: Document) -> Faults:
    """A category is one that Apple removed in 2019.

    Apple lists the podcast in another category or in none. Use one from the current list.
    """
    if _state(element) == "retired":
        message = f"Apple removed {element.get('text')!r} in 2019; use a current category"
        yield Attr(element, "text"), message


def _state(element: Element) -> str:
    parent = element.getparent()
    above = parent.get("text") if parent is not None and parent.tag == element.tag else None
    if "text" not in element.attrib or (above and category_state(above) == "unknown"):
        return ""
    return category_state(element.get("text", "").strip(), above)


_IMAGE = optional(no_text, attributes={"href": need(web_url)})

_BOTH = {
    "author": optional(*PLAIN, short_text),
    "title": optional(*PLAIN, short_text),
    "block": optional(yes_no_clean),
    "explicit": optional(true_false),
    "image": _IMAGE,
    "keywords": optional(*PLAIN, short_text, keywords),
    "subtitle": optional(*PLAIN, short_text),
    "summary": optional(*PLAIN, long_text),
    "pubDate": loose(),
    "provider": loose(),
}

_CATEGORY = many(attributes={"text": need(not_blank)})

declare(
    ("channel",),
    {
        **_BOTH,
        "category": _CATEGORY,
        "complete": optional(yes_or_no),
        "new-feed-url": optional(*URL),
        "owner": optional(),
        "type": optional(podcast_type),
        "applepodcastsverify": optional(not_blank),
    },
    namespace=ns.ITUNES,
)

declare(
    RSS_ITEMS,
    {
        **_BOTH,
        "category": _CATEGORY,
        "duration": optional(duration),
        "episode": optional(positive_integer),
        "season": optional(positive_integer),
        "episodeType": optional(episode_type),
        "order": optional(integer),
        "isClosedCaptioned": optional(yes_or_no),
    },
    namespace=ns.ITUNES,
)

declare((_tag("category"),), {"category": _CATEGORY}, namespace=ns.ITUNES)

declare(
    (_tag("owner"),), {"name": optional(*PLAIN), "email": optional(contact)}, namespace=ns.ITUNES
)

_GOOGLE_BOTH = {
    "author": optional(*PLAIN),
    "description": optional(),
    "image": _IMAGE,
    "explicit": optional(yes_no_clean),
    "block": optional(yes_or_no),
}

declare(RSS_ITEMS, _GOOGLE_BOTH, namespace=ns.GOOGLEPLAY)
declare(
    ("channel",),
    {
        **_GOOGLE_BOTH,
        "category": many(attributes={"text": may()}),
        "email": optional(),
        "owner": optional(),
        "new-feed-url": optional(*URL),
    },
    namespace=ns.GOOGLEPLAY,
)
