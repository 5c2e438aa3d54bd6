"""One page read: each field from the best source that has it, the text from the page."""

import re
from typing import Final

import msgspec

from feedsvc.errors import StoryError
from feedsvc.parsers.draft import Draft, finish
from feedsvc.parsers.reading.html import paragraphs_html
from feedsvc.parsers.reading.xml import line_of
from feedsvc.parsers.source import Note, Parsed, Source
from feedsvc.parsers.webpage.article import (
    is_for_all,
    paid_selectors,
    take_article,
    take_language,
    text_paragraphs,
)
from feedsvc.parsers.webpage.blocks import MOST_BLOCKS, read_blocks
from feedsvc.parsers.webpage.body import flat_blocks, story_html
from feedsvc.parsers.webpage.document import Page, open_page
from feedsvc.parsers.webpage.extracting import TRAFILATURA, find_unmarked
from feedsvc.parsers.webpage.heads import Headlines, take_addresses, take_categories
from feedsvc.parsers.webpage.hiding import (
    drop_hidden,
    drop_never_shown,
    drop_selected,
    keep_lazy_images,
)
from feedsvc.parsers.webpage.images import Pictures, add_of_head, add_of_thing
from feedsvc.parsers.webpage.jsonld import read_graph
from feedsvc.parsers.webpage.kinds import is_error, is_list
from feedsvc.parsers.webpage.maintext import MainText, find_marked
from feedsvc.parsers.webpage.metatags import Head, take_head
from feedsvc.parsers.webpage.microdata import read_microdata
from feedsvc.parsers.webpage.schema_org import Thing
from feedsvc.parsers.webpage.surroundings import Zone, zone_of
from feedsvc.parsers.webpage.survey import survey_of
from feedsvc.parsers.webpage.tree import remove_all
from feedsvc.parsers.webpage.visible import take_tags, take_visible

LIST_NOTE: Final = "left out: the page lists stories, and is none itself"
PAID_NOTE: Final = (
    "the page says that the story is not free to read; make sure that it may be published"
)

_TAG: Final = re.compile(r"<[^<>]*>")
_SHORTEST: Final = 40


class Sources(msgspec.Struct, frozen=True, kw_only=True):
    """What a page has to say of its story, and the elements that hold the text."""

    page: Page
    head: Head
    headlines: Headlines
    article: Thing | None
    microdata: Thing | None
    main: MainText | None = None


def parse(source: Source) -> Parsed:
    """Return the story of a page; none, with a note, where the page lists stories.

    Raises StoryError for an error page, for one without a story, and for what is no page.
    """
    page = open_page(source)
    draft = Draft(source.options)
    graph = read_graph(page)
    draft.notes += (*page.notes, *graph.notes)
    head = Head(page)
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
        if is_list(page.root, head, graph):
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
    zone = zone_of(main.parts[0]) if main and own else Zone(page.root)
    sources.headlines.take(draft, article, microdata, zone.headings())
    take_addresses(draft, page, head, article, microdata)
    pictures = Pictures(page)
    if article:
        take_article(draft, page, article)
        add_of_thing(pictures, article)
    take_head(draft, head)
    add_of_head(pictures, head)
    if microdata:
        take_article(draft, page, microdata)
        add_of_thing(pictures, microdata)
    take_categories(draft, head, tagged=True)
    take_visible(draft, page, zone, main.parts if main else ())
    take_tags(draft, zone)
    take_categories(draft, head, tagged=False)
    _take_languages(draft, page, head, main)
    _take_text(draft, sources, pictures)
    draft.fill("media", pictures.found(), pictures.line or 1, "pictures")


def _take_text(draft: Draft, sources: Sources, pictures: Pictures) -> None:
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


def _take_languages(draft: Draft, page: Page, head: Head, main: MainText | None) -> None:
    """Take the language of the text's element, of the elements around it, of `meta`."""
    parts = main.parts[:1] if main else ()
    for part in (*parts, page.root):
        for element in (part, *part.iterancestors()):
            written = element.get("lang") or element.get("xml:lang")
            if written:
                take_language(draft, written, line_of(element), "lang")
    for tag in head.all("language"):
        take_language(draft, tag.content, tag.line, f"meta {tag.name}")


def _drop_paid(draft: Draft, page: Page, things: list[Thing]) -> bool:
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
    if is_error(headlines.title or "", next(page.root.iter("body"), None)):
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
