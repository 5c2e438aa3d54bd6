"""Roles of elements, such as byline or caption, by their class names and ids.

Extend the tables here. A class name is split into words at hyphens, underscores and
capitals: `article__byLine-2` is `article`, `by`, `line`. In the tables, spaces separate names
and hyphens separate the words of a name.
"""

import re
from functools import lru_cache
from typing import Final, Literal

from feedsvc.parsers.reading.xml import Element

Role = Literal[
    "body",
    "title",
    "subtitle",
    "section",
    "byline",
    "date",
    "updated",
    "dateline",
    "highlights",
    "caption",
    "credit",
    "media",
    "boilerplate",
    "hidden",
]
"""What an element of a page contains."""

NAMES: Final[dict[Role, str]] = {
    "body": (
        "article-body article-content article-text article-main-body articlebody articletext "
        "entry-content post-content post-body post-text post-entry story-body story-content "
        "story-text storybody storytext e-content gh-content single-content news-body news-text "
        "news-content field-name-body field-body body-text bodytext body-copy main-text "
        "content-body rich-text-body press-release-body release-body newstext artikeltext "
        "article-copy story-copy article-richtext text-formatted"
    ),
    "title": (
        "entry-title p-name article-title article-headline post-title story-title headline "
        "page-title news-title story-headline"
    ),
    "subtitle": (
        "deck dek standfirst subtitle sub-title subheadline sub-headline subhead sub-head "
        "article-intro article-lead-in chapo article-subtitle strapline post-subtitle"
    ),
    "section": "kicker eyebrow overline cat-links section-name article-section post-category",
    "byline": (
        "byline by-line author authors p-author post-author article-author vcard "
        "entry-author writer reporter-name author-name byline-name"
    ),
    "date": (
        "published dt-published entry-date post-date article-date publish-date pubdate "
        "pub-date date-published timestamp dateline-date publication-date posted-on date "
        "article-time post-time"
    ),
    "updated": (
        "updated dt-updated modified date-modified last-modified update-date last-updated "
        "updated-date modified-date"
    ),
    "dateline": "dateline article-dateline",
    "highlights": (
        "highlights key-points keypoints key-takeaways takeaways story-highlights "
        "bullet-summary at-a-glance article-highlights"
    ),
    "caption": (
        "caption caption-text wp-caption-text figcaption image-caption photo-caption "
        "article-caption img-caption legend media-caption"
    ),
    "credit": (
        "credit photo-credit image-credit copyright image-source photographer media-credit "
        "photo-by img-credit picture-credit"
    ),
    "media": "wp-caption image-wrapper image-block photo-block media-block photo-wrapper",
    "hidden": (
        "screen-reader-text sr-only visually-hidden visuallyhidden element-invisible "
        "a-hidden u-hidden is-hidden amp-access-hide"
    ),
}
"""The class names of each role, alone or at the end of a longer name (`c-article-body`)."""

BOILERPLATE: Final[dict[str, str]] = {
    "words": (
        "ad ads advert adverts advertisement advertising adsbygoogle adslot sponsored sponsor "
        "promo promos promotion outbrain taboola share sharing sharebar sharedaddy social "
        "addthis addtoany sharethis follow related relatedposts recirc recirculation recommended "
        "recommendation recommendations trending popular mostread newsletter newsletters signup "
        "subscribe subscription subscriptions paywall regwall piano comments comment commentlist "
        "respond disqus breadcrumb breadcrumbs nav navigation navbar navi menu sidebar footer "
        "cookie cookies consent gdpr toolbar tools pagination pager pagenav modal popup overlay "
        "lightbox banner masthead skip print noprint reactions rating ratings feedback poll "
        "teaser teasers readmore toc jumplinks donate donation bio biography authorbox promobox "
        "tags taglist topics playlist livechat jp yarpp widget widgets nocontent metered "
        "upsell registration login contextual"
    ),
    "names": (
        "about-author author-box author-bio author-info more-stories more-news more-from "
        "read-more read-next see-also also-read also-like up-next next-up latest-news "
        "most-read most-viewed most-popular editors-picks content-not-granted back-to-top "
        "post-meta entry-meta article-meta entry-footer post-footer article-footer "
        "post-navigation inline-story link-list call-to-action cta-box story-list card-list "
        "editor-note editors-note editor-notes editors-notes editorial-note internal-note "
        "internal-notes no-publish not-for-publication edit-link edit-section mw-editsection"
    ),
}
"""Words, and names of several words, that mark elements outside the story."""

HIDDEN_TOKENS: Final = frozenset(("hidden", "d-none", "hide", "invisible", "displaynone"))
"""Classes that hide an element, unless another class shows it on wider screens."""

NAMING: Final[frozenset[str | bytes]] = frozenset(("class", "id", "data-component", "data-testid"))
"""Attributes that contain class names or the like."""

_SHOWN_AGAIN: Final = re.compile(r"(?:sm|md|lg|xl|2xl):|d-(?:sm|md|lg|xl|xxl)-")
_WORD: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_MAX_LENGTH, _MAX_WORDS = 400, 4
_ROLE_BY_NAME: Final[dict[str, Role]] = {
    name: role for role, names in NAMES.items() for name in names.split()
}
_BOILERPLATE_WORDS: Final = frozenset(BOILERPLATE["words"].split())
_BOILERPLATE_NAMES: Final = frozenset(BOILERPLATE["names"].split())
_NO_ROLES: Final[frozenset[Role]] = frozenset()


def roles_of(element: Element) -> frozenset[Role]:
    """Return the roles of an element, by its class, id and component name."""
    roles = _NO_ROLES
    for name in element.keys():  # noqa: SIM118 - iterating over an element yields its children
        if name in NAMING:
            roles |= roles_in(element.get(name) or "")
    return roles


@lru_cache(maxsize=4096)
def roles_in(names: str) -> frozenset[Role]:
    """Return the roles that the value of a `class` or `id` attribute names."""
    roles: set[Role] = set()
    tokens = names[:_MAX_LENGTH].split()
    if not HIDDEN_TOKENS.isdisjoint(tokens) and not any(map(_SHOWN_AGAIN.match, tokens)):
        roles.add("hidden")
    for token in tokens:
        words = [word.lower() for word in _WORD.findall(token)]
        while words and words[-1].isdigit():
            words.pop()
        for size in range(1, min(len(words), _MAX_WORDS) + 1):
            role = _ROLE_BY_NAME.get("-".join(words[-size:]))
            if role:
                roles.add(role)
        if _is_boilerplate(words):
            roles.add("boilerplate")
    return frozenset(roles)


def _is_boilerplate(words: list[str]) -> bool:
    if not _BOILERPLATE_WORDS.isdisjoint(words):
        return True
    return any(
        "-".join(words[at : at + size]) in _BOILERPLATE_NAMES
        for size in (2, 3)
        for at in range(len(words) - size + 1)
    )
