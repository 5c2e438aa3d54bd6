"""One story from a saved page: each field from the best source that has it."""

import re
from typing import Final

import msgspec

from feedsvc.errors import StoryError
from feedsvc.parsers.draft import Draft, finish
from feedsvc.parsers.reading.html import paragraphs_html
from feedsvc.parsers.reading.xml import Element, line_of
from feedsvc.parsers.source import Note, Parsed, Source
from feedsvc.parsers.webpage.blocks import MAX_BLOCKS, read_blocks
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
    article_paragraphs,
    fill_categories,
    fill_from_item,
    fill_from_meta,
    fill_language,
    fill_link,
    is_free,
    paid_selectors,
)
from feedsvc.parsers.webpage.schema_org import Graph, SchemaItem, read_graph, read_microdata
from feedsvc.parsers.webpage.tree import (
    remove_all,
    remove_hidden,
    remove_never_shown,
    remove_selected,
    restore_lazy_images,
    survey_page,
)
from feedsvc.parsers.webpage.visible import StoryRegion, fill_from_markup, fill_tags, region_of

LIST_NOTE: Final = "page omitted: it lists stories and is not a story itself"
PAID_NOTE: Final = (
    "the page says that the story is not free to read; make sure that you may publish it"
)

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
"""Beginnings of the titles of error pages, in lower case."""

LIST_CLASSES: Final = frozenset(
    ("archive", "blog", "search", "search-results", "category", "tag", "author", "taxonomy", "home")
)
"""Classes that WordPress, Drupal and Ghost give the `body` of lists of stories."""

STORY_CLASSES: Final = frozenset(
    ("single", "single-post", "page", "post-template", "node-type-article", "singular", "article")
)

_TAG: Final = re.compile(r"<[^<>]*>")
_MIN_TEXT: Final = 40
_MIN_TEASERS: Final = 3
_ERRORS: Final = tuple(each for titles in ERROR_TITLES.values() for each in titles.split("|"))
_AFTER_ERROR: Final = re.compile(r"\s*(?:$|[|:!.\u2026\u2013\u2014-]|error|not found|page|\d{3})")
_STATUS_CODE: Final = re.compile(r"(?:error\s*:?\s*)?(?:http\s*)?[45]\d\d\b\W*")


class Sources(msgspec.Struct, frozen=True, kw_only=True):
    """A parsed page, and the parts of it that the fields of its story come from."""

    page: Page
    meta: MetaTags
    headlines: Headlines
    article: SchemaItem | None
    microdata: SchemaItem | None
    main: MainText | None = None

    @property
    def items(self) -> list[SchemaItem]:
        """The schema.org items of the story."""
        return [item for item in (self.article, self.microdata) if item]


def parse(source: Source) -> Parsed:
    """Return the story of a page; a note but no story if the page lists stories.

    Raises StoryError if the file is not HTML, is an error page, or contains no story.
    """
    page = open_page(source)
    draft = Draft(source.options)
    graph = read_graph(page)
    draft.notes += (*page.notes, *graph.notes)
    meta = MetaTags(page)
    restore_lazy_images(page.root)
    remove_never_shown(page.root)
    survey = survey_page(page.root)
    hidden = remove_hidden(page.root, survey.hidden)
    microdata = read_microdata(survey.typed)
    remove_all(page.root, hidden)
    headlines = Headlines(page, meta, graph)
    article = graph.story(headlines.urls, headlines.texts)
    sources = Sources(
        page=page, meta=meta, headlines=headlines, article=article, microdata=microdata
    )
    if not sources.items:
        _reject_error_page(page, headlines)
        if is_list_page(page.root, meta, graph):
            return Parsed(entries=(), notes=(*draft.notes, Note(message=LIST_NOTE)))
    if _remove_paid(draft, page, sources.items):
        main = find_marked(page.root, survey)
        if main is None:
            main, notes = find_unmarked(page)
            draft.notes += notes
        sources = msgspec.structs.replace(sources, main=main)
    _fill(draft, sources)
    _reject_without_story(source, draft)
    return finish([draft])


def _fill(draft: Draft, sources: Sources) -> None:
    """Fill all fields, from the most trusted source to the least."""
    page, meta, main = sources.page, sources.meta, sources.main
    article, microdata = sources.article, sources.microdata
    in_page = main is not None and main.why != TRAFILATURA
    region = region_of(main.parts[0]) if main and in_page else StoryRegion(page.root)
    sources.headlines.fill(draft, article, microdata, region.headings())
    fill_link(draft, page, meta, sources.items)
    images = ImageList(page)
    if article:
        fill_from_item(draft, page, article)
        add_item_images(images, article)
    fill_from_meta(draft, meta)
    add_meta_images(images, meta)
    if microdata:
        fill_from_item(draft, page, microdata)
        add_item_images(images, microdata)
    fill_categories(draft, meta, "tags")
    fill_from_markup(draft, page, region, main.parts if main else ())
    fill_tags(draft, region)
    fill_categories(draft, meta, "categories")
    _fill_languages(draft, page, meta, main)
    _fill_content(draft, sources, images)
    draft.fill("media", images.media(), images.line or 1, "images")


def _fill_content(draft: Draft, sources: Sources, images: ImageList) -> None:
    """Fill the content from the visible text, else from the article body in the metadata."""
    page, main = sources.page, sources.main
    if main:
        line = line_of(main.parts[0])
        blocks = flat_blocks(page, main.parts, images)
        _reject_too_long(page.source, len(blocks))
        markup = story_html(page, read_blocks(draft, blocks, page.source.options))
        if markup and _TAG.sub("", markup).strip():
            draft.fill("content", markup, line, main.why)
    item = next(iter(sources.items), None)
    if item and is_free(item):
        paragraphs = paragraphs_html(article_paragraphs(item))
        line = item.line("articleBody")
        draft.fill("content", paragraphs, line, f"{item.label} articleBody")


def _fill_languages(draft: Draft, page: Page, meta: MetaTags, main: MainText | None) -> None:
    """Fill the language from `lang` of the text or the elements around it, else from `meta`."""
    parts = main.parts[:1] if main else ()
    for part in (*parts, page.root):
        for element in (part, *part.iterancestors()):
            tag = element.get("lang") or element.get("xml:lang")
            if tag:
                fill_language(draft, tag, line_of(element), "lang")
    for meta_tag in meta.all("language"):
        fill_language(draft, meta_tag.content, meta_tag.line, f"meta {meta_tag.name}")


def _remove_paid(draft: Draft, page: Page, items: list[SchemaItem]) -> bool:
    """Remove the parts of the text that only subscribers may read.

    Return False if the page does not say clearly which these are: then no text may be published.
    """
    paid = [item for item in items if not is_free(item)]
    selectors = [selector for item in items for selector in paid_selectors(item)]
    if paid:
        draft.note(PAID_NOTE, paid[0].line("isAccessibleForFree"))
    if not selectors:
        return True
    if remove_selected(page.root, selectors):
        draft.note("text for subscribers omitted")
        return True
    draft.note("text omitted: the page does not say clearly which parts are for subscribers")
    return False


def _reject_error_page(page: Page, headlines: Headlines) -> None:
    if is_error_page(headlines.title or "", next(page.root.iter("body"), None)):
        title = (headlines.title or "404")[:100]
        reason = f"this is an error page: {title!r}"
        raise StoryError(page.source.name, reason, cure="save the page of the story again")


def _reject_too_long(source: Source, blocks: int) -> None:
    if blocks > MAX_BLOCKS:
        reason = f"too many paragraphs: {blocks:,}, but at most {MAX_BLOCKS:,} are allowed"
        raise StoryError(source.name, reason, cure="save the story alone, or its text as .txt")


def _reject_without_story(source: Source, draft: Draft) -> None:
    values = draft.values
    text = _TAG.sub(" ", values.get("content") or "").strip()
    if text and (values.get("title") or len(text) >= _MIN_TEXT):
        return
    if values.get("title") and (values.get("summary") or values.get("media")):
        return
    cure = "save the page once its text is shown, or save the text as .txt"
    raise StoryError(source.name, "no story was found in the page", cure=cure)


def is_error_page(title: str, body: Element | None) -> bool:
    """Return whether a page is a server's error message."""
    if body is not None and "error404" in (body.get("class") or "").split():
        return True
    folded = " ".join(title.casefold().replace("\u2019", "'").split())
    code = _STATUS_CODE.match(folded)
    folded = folded[code.end() :] if code else folded
    if code and not folded:
        return True
    start = next((each for each in _ERRORS if folded.startswith(each)), None)
    return start is not None and bool(_AFTER_ERROR.match(folded, len(start)))


def is_list_page(root: Element, meta: MetaTags, graph: Graph) -> bool:
    """Return whether a page lists stories, by its metadata or its teasers."""
    body = next(root.iter("body"), None)
    classes = frozenset((body.get("class") or "").lower().split() if body is not None else ())
    if any(tag.content.lower() == "article" for tag in meta.named("og:type")):
        return False
    if classes & STORY_CLASSES:
        return False
    if classes & LIST_CLASSES or graph.lists:
        return True
    return count_teasers(root) >= _MIN_TEASERS
