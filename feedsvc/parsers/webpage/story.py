"""One page read: each field from the best source that has it, the text from the page."""

import re
from typing import Final

import msgspec

from feedsvc.errors import StoryError
from feedsvc.parsers.draft import Draft, finish
from feedsvc.parsers.reading.html import paragraphs_html
from feedsvc.parsers.reading.xml import Element, line_of
from feedsvc.parsers.source import Note, Parsed, Source
from feedsvc.parsers.webpage.blocks import MOST_BLOCKS, read_blocks
from feedsvc.parsers.webpage.content import flat_blocks, story_html
from feedsvc.parsers.webpage.document import Page, open_page
from feedsvc.parsers.webpage.headline import Headlines
from feedsvc.parsers.webpage.images import ImageList, add_item_images, add_meta_images
from feedsvc.parsers.webpage.maintext import (
    TRAFILATURA,
    MainText,
    count_teasers,
    find_marked,
    find_unmarked,
)
from feedsvc.parsers.webpage.metadata import (
    MetaTags,
    fill_categories,
    fill_from_item,
    fill_from_meta,
    fill_language,
    fill_link,
    is_for_all,
    paid_selectors,
    text_paragraphs,
)
from feedsvc.parsers.webpage.schema_org import Graph, SchemaItem, read_graph, read_microdata
from feedsvc.parsers.webpage.survey import (
    drop_hidden,
    drop_never_shown,
    drop_selected,
    keep_lazy_images,
    survey_of,
)
from feedsvc.parsers.webpage.tree import remove_all
from feedsvc.parsers.webpage.visible import StoryRegion, fill_from_markup, fill_tags, region_of

LIST_NOTE: Final = "left out: the page lists stories, and is none itself"

PAID_NOTE: Final = (
    "the page says that the story is not free to read; make sure that it may be published"
)

_TAG: Final = re.compile(r"<[^<>]*>")

_SHORTEST: Final = 40


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


class Sources(msgspec.Struct, frozen=True, kw_only=True):
    """What a page has to say of its story, and the elements that hold the text."""

    page: Page
    head: MetaTags
    headlines: Headlines
    article: SchemaItem | None
    microdata: SchemaItem | None
    main: MainText | None = None


def parse(source: Source) -> Parsed:
    """Return the story of a page; none, with a note, where the page lists stories.

    Raises StoryError for an error page, for one without a story, and for what is no page.
    """
    page = open_page(source)
    draft = Draft(source.options)
    graph = read_graph(page)
    draft.notes += (*page.notes, *graph.notes)
    head = MetaTags(page)
    keep_lazy_images(page.root)
    drop_never_shown(page.root)
    survey = survey_of(page.root)
    later = drop_hidden(page.root, survey.hidden)
    microdata = read_microdata(survey.typed)
    remove_all(page.root, later)
    headlines = Headlines(page, head, graph)
    article = graph.story(headlines.addresses, headlines.shown)
    if not article and not microdata:
        _refuse_error(source, page, headlines)
        if is_list_page(page.root, head, graph):
            return Parsed(entries=(), notes=(*draft.notes, Note(message=LIST_NOTE)))
    shown = _drop_paid(draft, page, [thing for thing in (article, microdata) if thing])
    main = find_marked(page.root, survey) if shown else None
    if main is None and shown:
        main, notes = find_unmarked(page)
        draft.notes += notes
    sources = Sources(
        page=page,
        head=head,
        headlines=headlines,
        article=article,
        microdata=microdata,
        main=main,
    )
    _fill(draft, sources)
    _refuse_nothing(source, draft)
    return finish([draft])


def _fill(draft: Draft, sources: Sources) -> None:
    """Give a draft all its fields, source by source in the order of their trust."""
    page, head, main = sources.page, sources.head, sources.main
    article, microdata = sources.article, sources.microdata
    own = main is not None and main.why != TRAFILATURA
    zone = region_of(main.parts[0]) if main and own else StoryRegion(page.root)
    sources.headlines.take(draft, article, microdata, zone.headings())
    fill_link(draft, page, head, article, microdata)
    pictures = ImageList(page)
    if article:
        fill_from_item(draft, page, article)
        add_item_images(pictures, article)
    fill_from_meta(draft, head)
    add_meta_images(pictures, head)
    if microdata:
        fill_from_item(draft, page, microdata)
        add_item_images(pictures, microdata)
    fill_categories(draft, head, tagged=True)
    fill_from_markup(draft, page, zone, main.parts if main else ())
    fill_tags(draft, zone)
    fill_categories(draft, head, tagged=False)
    _take_languages(draft, page, head, main)
    _take_text(draft, sources, pictures)
    draft.fill("media", pictures.found(), pictures.line or 1, "pictures")


def _take_text(draft: Draft, sources: Sources, pictures: ImageList) -> None:
    """Take the text that the page shows, else the one that its data has."""
    page, main = sources.page, sources.main
    if main:
        line = line_of(main.parts[0])
        blocks = flat_blocks(page, main.parts, pictures)
        _refuse_endless(page.source, len(blocks))
        markup = story_html(page, read_blocks(draft, blocks, page.source.options))
        if markup and _TAG.sub("", markup).strip():
            draft.fill("content", markup, line, main.why)
    thing = sources.article or sources.microdata
    if thing and is_for_all(thing):
        paragraphs = paragraphs_html(text_paragraphs(thing))
        why = f"{thing.label} articleBody"
        draft.fill("content", paragraphs, thing.line("articleBody"), why)


def _take_languages(draft: Draft, page: Page, head: MetaTags, main: MainText | None) -> None:
    """Take the language of the text's element, of the elements around it, of `meta`."""
    parts = main.parts[:1] if main else ()
    for part in (*parts, page.root):
        for element in (part, *part.iterancestors()):
            written = element.get("lang") or element.get("xml:lang")
            if written:
                fill_language(draft, written, line_of(element), "lang")
    for tag in head.all("language"):
        fill_language(draft, tag.content, tag.line, f"meta {tag.name}")


def _drop_paid(draft: Draft, page: Page, things: list[SchemaItem]) -> bool:
    """Take out the parts of the text that are only for those who pay, and tell of it.

    False where it cannot be told which they are: then nothing of the text may be taken.
    """
    paid = [thing for thing in things if not is_for_all(thing)]
    selectors = [selector for thing in things for selector in paid_selectors(thing)]
    if paid:
        draft.note(PAID_NOTE, paid[0].line("isAccessibleForFree"))
    if not selectors:
        return True
    readable = drop_selected(page.root, selectors)
    part = "part of the text that only" if readable else "text, for it is not clear what"
    draft.note(f"left out: the {part} subscribers may read")
    return readable


def _refuse_error(source: Source, page: Page, headlines: Headlines) -> None:
    """Refuse what a server sent instead of a story."""
    if is_error_page(headlines.title or "", next(page.root.iter("body"), None)):
        shown = (headlines.title or "404")[:100]
        reason = f"this is an error page, {shown!r}"
        raise StoryError(source.name, reason, cure="save the page of the story again")


def _refuse_endless(source: Source, blocks: int) -> None:
    """Refuse a text that would take long to read, and is none of a story."""
    if blocks > MOST_BLOCKS:
        reason = f"its text has {blocks:,} paragraphs, more than the {MOST_BLOCKS:,} of a story"
        raise StoryError(source.name, reason, cure="save the story alone, or its text as .txt")


def _refuse_nothing(source: Source, draft: Draft) -> None:
    """Refuse a page in which no story was found."""
    values = draft.values
    text = _TAG.sub(" ", values.get("content") or "").strip()
    if text and (values.get("title") or len(text) >= _SHORTEST):
        return
    if values.get("title") and (values.get("summary") or values.get("media")):
        return
    reason = "no story was found in the page"
    cure = "save the page once its text is shown, or save the text as .txt"
    raise StoryError(source.name, reason, cure=cure)


def is_error_page(title: str, body: Element | None) -> bool:
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


def is_list_page(root: Element, head: MetaTags, graph: Graph) -> bool:
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
    return count_teasers(root) >= _MANY
