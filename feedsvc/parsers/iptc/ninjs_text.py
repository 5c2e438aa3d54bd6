"""Titles, summary and text of a ninjs item, chosen by their roles and types."""

from typing import Final

from feedsvc.parsers.draft import Draft
from feedsvc.parsers.iptc.body import blocks_of
from feedsvc.parsers.iptc.media import MEDIA_WORDS
from feedsvc.parsers.iptc.ninjs_item import Item
from feedsvc.parsers.iptc.text import take_body
from feedsvc.parsers.reading.html import plain_text

TITLE_ROLES: Final = ("main", "headline", "title", "")
SUBTITLE_ROLES: Final = ("sub", "subheadline", "subtitle", "subhead", "deck", "secondary")
SUMMARY_ROLES: Final = ("summary", "abstract", "main", "text", "description", "", "html", "caption")
BODY_ROLES: Final = ("main", "body", "article", "xhtml", "html", "text", "")
"""Roles of each field, the best first; any other role is as good as none but is never first."""

NOT_FOR_READERS: Final = (
    *("writer", "author", "credit", "byline", "contact", "note", "ednote", "edit", "internal"),
    *("instruction", "source", "usage", "rights", "kicker", "slug", "alttext", "script"),
)
"""How roles begin that give neither title nor summary nor text."""

BODY_KEYS: Final = ("bodyxhtml", "bodyhtml", "bodyhtml5", "body", "bodytext")


def take_titles(draft: Draft, item: Item) -> None:
    """Give a draft title, subtitle and summary of an item."""
    for each in _by_role(item.objects("headlines"), TITLE_ROLES):
        if each.role not in SUBTITLE_ROLES:
            draft.fill_text(
                "title", each.text("value", "name"), item.line("headlines"), "headlines"
            )
    for name in ("headline", "headlinemain", "title", "name"):
        draft.fill_text("title", item.text(name), item.line(name), name)
    for each in item.objects("headlines"):
        text = each.text("value")
        if each.role in SUBTITLE_ROLES and text.casefold() != _title(draft):
            draft.fill_text("subtitle", text, item.line("headlines"), "headlines")
    for name in ("subheadline", "headlinesub", "subtitle"):
        draft.fill_text("subtitle", item.text(name), item.line(name), name)
    draft.fill_text("summary", description_of(item), item.line(*_DESCRIPTIONS), "description")


def take_content(draft: Draft, item: Item) -> None:
    """Give a draft the text of an item, and what only the text says.

    The bodies are forms of one text: where one of a picture's is its caption, there is none.
    """
    bodies = [(each.text("contenttype", "mimetype", "role"), each) for each in _bodies(item)]
    values = [(kind, each.get("value")) for kind, each in bodies]
    values += [(name, item.get(name)) for name in BODY_KEYS]
    texts = [(kind, value) for kind, value in values if isinstance(value, str) and value.strip()]
    caption = description_of(item)
    if is_medium(item) and any(plain_text(value) == caption for _, value in texts):
        return
    for kind, value in texts:
        is_html = True if "html" in kind else False if "plain" in kind else None
        line = item.line("bodies", *BODY_KEYS)
        # A text in JSON stands on one line of the file.
        blocks = [each._replace(line=line) for each in blocks_of(value, line, is_html=is_html)]
        take_body(draft, blocks)
        if "content" in draft.values:
            return


def description_of(item: Item) -> str:
    """Return the description of an item in one line; a picture's is its caption."""
    described = _by_role(item.objects("descriptions"), SUMMARY_ROLES)
    texts = (each.text("value") for each in described)
    return next(filter(None, texts), "") or item.text(*_DESCRIPTIONS[1:])


def is_medium(item: Item) -> bool:
    """Tell an item whose content is a picture, a sound or a film."""
    return item.text("type").lower() in MEDIA_WORDS


_DESCRIPTIONS: Final = (
    "descriptions",
    "descriptiontext",
    "descriptionsummary",
    "descriptioncaption",
    "descriptionhtml",
    "description",
    "summary",
    "abstract",
)


def _title(draft: Draft) -> str:
    return str(draft.values.get("title")).casefold()


def _by_role(items: list[Item], roles: tuple[str, ...]) -> list[Item]:
    """Return the texts that may be meant, the best role first."""

    def order(item: Item) -> int:
        return roles.index(item.role) if item.role in roles else len(roles)

    return sorted((each for each in items if not each.role.startswith(NOT_FOR_READERS)), key=order)


def _bodies(item: Item) -> list[Item]:
    """Return the bodies, the main one first, and HTML before plain text."""

    def order(body: Item) -> tuple[int, int]:
        unknown = 0 if body.role in BODY_ROLES else 1
        kind = body.text("contenttype", "mimetype") or body.role
        return unknown, 0 if "html" in kind else 1

    return sorted(_by_role(item.objects("bodies"), BODY_ROLES), key=order)
