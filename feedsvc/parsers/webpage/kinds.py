"""What a page without a story is: a list of stories, an error, a wall in front of one."""

import re
from typing import Final

from feedsvc.parsers.webpage.jsonld import Graph
from feedsvc.parsers.webpage.maintext import teasers
from feedsvc.parsers.webpage.metatags import Head
from feedsvc.parsers.webpage.tree import Element

ERROR_TITLES: Final[dict[str, str]] = {
    "en": (
        "page not found|not found|404|access denied|forbidden|403|bad gateway|502|503|500|"
        "service unavailable|internal server error|server error|error|just a moment|"
        "attention required|are you a robot|checking your browser|verify you are human|"
        "security check|request blocked|too many requests|gateway timeout|this page isn't working|"
        "page unavailable|site maintenance|privacy error|problem loading page"
    ),
    "de": "seite nicht gefunden|zugriff verweigert|fehler|wartungsarbeiten",
    "fr": "page introuvable|page non trouvée|accès refusé|erreur",
    "es": "página no encontrada|acceso denegado|error",
    "it": "pagina non trovata|accesso negato|errore",
    "pt": "página não encontrada|acesso negado|erro",
    "nl": "pagina niet gevonden|toegang geweigerd",
}
"""How the titles of pages begin that a server sends instead of a story, in small letters."""

LIST_CLASSES: Final = frozenset(
    ("archive", "blog", "search", "search-results", "category", "tag", "author", "taxonomy", "home")
)
"""Classes of `body` on lists of stories, as WordPress, Drupal and Ghost write them."""

STORY_CLASSES: Final = frozenset(
    ("single", "single-post", "page", "post-template", "node-type-article", "singular", "article")
)

_ERRORS: Final = tuple(each for titles in ERROR_TITLES.values() for each in titles.split("|"))
_BEHIND: Final = re.compile(r"\s*(?:$|[|:!.\u2026\u2013\u2014-]|error|not found|page|\d{3})")
_NUMBER_FIRST: Final = re.compile(r"(?:error\s*:?\s*)?(?:http\s*)?[45]\d\d\b\W*")
_MANY: Final = 3


def is_error(title: str, body: Element | None) -> bool:
    """Tell a page that a server sent instead of a story."""
    if body is not None and "error404" in (body.get("class") or "").split():
        return True
    folded = " ".join(title.casefold().replace("\u2019", "'").split())
    numbered = _NUMBER_FIRST.match(folded)
    folded = folded[numbered.end() :] if numbered else folded
    if numbered and not folded:
        return True
    start = next((each for each in _ERRORS if folded.startswith(each)), None)
    return start is not None and bool(_BEHIND.match(folded, len(start)))


def is_list(root: Element, head: Head, graph: Graph) -> bool:
    """Tell a page that lists stories: by what it says of itself, or by its teasers."""
    body = next(root.iter("body"), None)
    classes = (
        frozenset((body.get("class") or "").lower().split()) if body is not None else frozenset()
    )
    if any(tag.content.lower() == "article" for tag in head.named("og:type")):
        return False
    if classes & STORY_CLASSES:
        return False
    if classes & LIST_CLASSES or graph.lists:
        return True
    return teasers(root) >= _MANY
