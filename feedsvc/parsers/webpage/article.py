"""The fields of an entry that an article of schema.org says, in JSON-LD or microdata."""

from typing import Final

from feedsvc.entry import Category
from feedsvc.parsers.draft import Draft
from feedsvc.parsers.iptc.people import dateline_of
from feedsvc.parsers.values import language_of, location_of, terms_of
from feedsvc.parsers.webpage.document import Page
from feedsvc.parsers.webpage.people import take_authors_of
from feedsvc.parsers.webpage.schema_org import Thing

STATUSES: Final = {
    **dict.fromkeys(("draft", "incomplete", "pending", "unpublished", "private"), "withheld"),
    **dict.fromkeys(("withdrawn", "retracted", "canceled", "cancelled", "deleted"), "canceled"),
}
"""What `creativeWorkStatus` says of a story that is not to be published."""

_MOMENTS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("published", ("datePublished", "dateCreated", "uploadDate")),
    ("updated", ("dateModified",)),
    ("expires", ("expires",)),
)
_TEXTS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("subtitle", ("alternativeHeadline",)),
    ("summary", ("description", "abstract")),
    ("section", ("articleSection",)),
    ("rights", ("copyrightNotice", "license")),
    ("correction", ("correction",)),
)


def take_article(draft: Draft, page: Page, thing: Thing) -> None:
    """Give a draft what an article says of itself, but for its text and its pictures."""
    for field, names in _TEXTS:
        for name in names:
            draft.fill_text(field, thing.text(name), thing.line(name), f"{thing.label} {name}")
    for field, names in _MOMENTS:
        for name in names:
            if field not in draft.values:
                why = f"{thing.label} {name}"
                draft.fill_datetime(field, thing.text(name), thing.line(name), why)
    take_authors_of(draft, thing, page.web)
    _take_categories(draft, thing)
    _take_place(draft, thing)
    _take_rights(draft, thing)
    for written in thing.texts("inLanguage"):
        take_language(draft, written, thing.line("inLanguage"), f"{thing.label} inLanguage")
    status = (thing.text("creativeWorkStatus") or "").lower()
    draft.fill("status", STATUSES.get(status), thing.line("creativeWorkStatus"), "its status")


def take_language(draft: Draft, written: str, line: int, why: str) -> None:
    """Give a draft a language; what is no tag gives nothing."""
    try:
        draft.fill("language", language_of(written), line, why)
    except ValueError:
        return


def is_for_all(thing: Thing) -> bool:
    """Tell whether an article may be read by everyone."""
    free = next(iter(thing.values("isAccessibleForFree", "isAccessibleForFreeValue")), True)
    return str(free).rpartition("/")[2].strip().lower() not in ("false", "no", "0")


def paid_selectors(thing: Thing) -> list[str]:
    """Return the CSS selectors of the parts of an article that are not for everyone."""
    return [
        selector
        for part in thing.things("hasPart")
        if not is_for_all(part)
        for selector in part.texts("cssSelector", "xpath")
    ]


def text_paragraphs(thing: Thing) -> list[str]:
    """Return the text that an article says it has, and that of the updates of a live blog."""
    paragraphs = _lines(thing)
    for update in thing.things("liveBlogUpdate") if not paragraphs else ():
        paragraphs += [update.text("headline") or "", *_lines(update)]
    return [text for text in paragraphs if text]


def _lines(thing: Thing) -> list[str]:
    written = [value for value in thing.values("articleBody", "text") if isinstance(value, str)]
    return [line.strip() for text in written for line in text.split("\n") if line.strip()]


def _take_categories(draft: Draft, thing: Thing) -> None:
    """Take the keywords, and the sections but for the first."""
    terms: dict[str, Category] = {}
    named = [term for text in thing.texts("keywords") for term in terms_of(text, by_space=False)]
    for term in (*named, *thing.texts("articleSection")[1:]):
        terms.setdefault(term.casefold(), Category(term=term))
    draft.fill(
        "categories", tuple(terms.values()), thing.line("keywords"), f"{thing.label} keywords"
    )


def _take_place(draft: Draft, thing: Thing) -> None:
    why = f"{thing.label} contentLocation"
    for place in thing.things("contentLocation", "locationCreated", "spatialCoverage"):
        for geo in (*place.things("geo"), place):
            pair = {
                "lat": next(iter(geo.values("latitude")), None),
                "lon": next(iter(geo.values("longitude")), None),
            }
            draft.fill("location", location_of(pair), thing.line("contentLocation"), why)
    written = thing.text("dateline")
    if written:
        draft.fill("dateline", dateline_of(written), thing.line("dateline"), "its dateline")


def _take_rights(draft: Draft, thing: Thing) -> None:
    """Say who holds the rights where nothing says it in words."""
    holder, year = thing.text("copyrightHolder"), thing.text("copyrightYear")
    if holder:
        text = " ".join(filter(None, ("©", year, holder)))
        draft.fill_text("rights", text, thing.line("copyrightHolder"), "its copyrightHolder")
