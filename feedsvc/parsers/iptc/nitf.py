"""NITF 3, the News Industry Text Format of the IPTC, as a file or inside NewsML.

| NITF | field of the entry |
|---|---|
| `doc-id/@id-string`, else `du-key/@key` | source_id |
| `du-key/@version` | version |
| `hedline/hl1`, else `head/title` | title |
| `abstract`, else `hedline/hl2` | summary; `hl2` is the subtitle if there is an `abstract` |
| `body.content` | content |
| `date.release`, else `date.issue`, `story.date`, `pubdata/@date.publication` | published |
| `date.issue` | updated |
| `date.expire` | expires |
| `date.release` if `@management-status` is `embargoed` or an `ed-msg` says so | embargo |
| `docdata/@management-status` | status |
| `byline`, its `person` elements | authors |
| `dateline`: `location`, `city`, `country`, or its text | dateline |
| `distributor`, else `doc-id/@regsrc`, `from-src/@src-name` | agency |
| `tobject.subject/@tobject.subject.refnum` | categories, in IPTC's Subject Codes |
| `doc.copyright/@year` and `@holder` | rights |
| `media/media-reference`, `media-caption`, `media-producer` | media |
| `correction/@info` | correction |
| `pubdata/@position.section`, `pubdata/@ex-ref` | section; link |
| `@baselang`, `@xml:lang` | language |

`ed-msg`, `tagline` and notes of type `npa` are for editors. `doc-id` takes precedence because
it identifies a document permanently; `du-key` is a slug that is unique only for a day.
Keywords are ignored because agencies put such slugs there, too.
"""

from collections.abc import Iterable
from itertools import islice
from typing import Final

from feedsvc.entry import HOLD, Category, Dateline, Media
from feedsvc.parsers.draft import Draft, finish
from feedsvc.parsers.iptc.blocks import Body, blocks_in
from feedsvc.parsers.iptc.codes import category, iptc_category, language_tag, set_status, unique
from feedsvc.parsers.iptc.content import add_content
from feedsvc.parsers.iptc.media import Rendition, media_of
from feedsvc.parsers.iptc.people import authors_of, dateline_of, persons
from feedsvc.parsers.newstext.editorial import mentions_embargo
from feedsvc.parsers.reading.xml import (
    XML_LANG,
    Element,
    child,
    children,
    descendants,
    line_of,
    read_xml,
    root_name,
    text_in,
)
from feedsvc.parsers.source import Parsed, Source
from feedsvc.parsers.values import text_of, url_of

_MAX_BYLINES: Final = 100


def claims(source: Source) -> bool:
    """Return whether the root element is that of NITF."""
    return root_name(source) == "nitf"


def parse(source: Source) -> Parsed:
    """Return the entry of an NITF document; raise StoryError if it is not well-formed."""
    root = read_xml(source)
    draft = Draft(source.options)
    _add_management(draft, root)
    _add_dates(draft, root)
    add_head(draft, root)
    found = body_in(root)
    draft.fill("media", media_in(found.media), line_of(root), "media-reference")
    add_content(draft, found.blocks)
    return finish([draft])


def add_head(draft: Draft, root: Element) -> None:
    """Fill empty fields from a `nitf` element, except its text, status, ids and dates.

    Inside NewsML, the item states those.
    """
    _add_headlines(draft, root)
    _add_credits(draft, root)
    _add_subjects(draft, root)
    for element in descendants(root, "tagline"):
        draft.omit(text_in(element), line_of(element), "for editors")


def body_in(root: Element) -> Body:
    """Return the text of a `nitf` element, and its `media` elements."""
    content = next(descendants(root, "body.content"), None)
    if content is None:
        content = child(root, "body")
    return Body([], []) if content is None else blocks_in(content)


def media_in(elements: Iterable[Element]) -> tuple[Media, ...]:
    """Return the media of `media` elements, with captions and credits."""
    found: list[Media] = []
    for element in elements:
        renditions = [
            Rendition(
                reference=each.get("source") or each.get("data-location") or "",
                name=each.get("name") or "",
                type=each.get("mime-type") or "",
                width=each.get("width"),
                height=each.get("height"),
            )
            for each in children(element, "media-reference")
        ]
        caption = " ".join(text_in(each) for each in children(element, "media-caption"))
        credit = " ".join(text_in(each) for each in children(element, "media-producer"))
        found += media_of(renditions, text_of(caption), credit)
    return tuple(found)


def _add_management(draft: Draft, root: Element) -> None:
    """Fill ids, status, language, correction, rights, section and link."""
    docdata = child(root, "head", "docdata")
    draft.fill("language", _language(root), line_of(root), "baselang")
    if docdata is None:
        return
    line = line_of(docdata)
    for name, key in (("doc-id", "id-string"), ("du-key", "key")):
        for element in children(docdata, name):
            draft.fill_text("source_id", element.get(key), line_of(element), f"{name}/@{key}")
    for element in children(docdata, "du-key"):
        draft.fill_text("version", element.get("version"), line_of(element), "du-key/@version")
    set_status(draft, docdata.get("management-status", ""), line, "management-status")
    for element in children(docdata, "correction"):
        draft.fill_text("correction", element.get("info"), line_of(element), "correction")
    for element in children(docdata, "doc.copyright"):
        draft.fill_text("rights", _copyright(element), line_of(element), "doc.copyright")
    for element in descendants(root, "pubdata"):
        draft.fill_text("section", element.get("position.section"), line_of(element), "pubdata")
        draft.fill("link", url_of(element.get("ex-ref")), line_of(element), "pubdata/@ex-ref")


def _add_dates(draft: Draft, root: Element) -> None:
    """Fill the dates of release, issue and expiry, and the embargo."""
    dates = (
        ("published", "date.release", "norm"),
        ("published", "date.issue", "norm"),
        ("updated", "date.issue", "norm"),
        ("expires", "date.expire", "norm"),
        ("published", "story.date", "norm"),
        ("published", "pubdata", "date.publication"),
    )
    for field, name, key in dates:
        for element in descendants(root, name):
            if element.get(key):
                draft.fill_datetime(field, element.get(key), line_of(element), name)
    _add_embargo(draft, root)


def _add_embargo(draft: Draft, root: Element) -> None:
    """Hold the entry until its release if its status or a message to editors says so."""
    docdata = child(root, "head", "docdata")
    if docdata is None:
        return
    embargoed = docdata.get("management-status", "").strip().lower() == "embargoed"
    line = line_of(docdata)
    for element in children(docdata, "ed-msg"):
        message = element.get("info") or text_in(element)
        if message.strip():
            draft.omit(message, line_of(element), "for editors")
        if mentions_embargo(message):
            embargoed, line = True, line_of(element)
    if embargoed:
        release = child(docdata, "date.release")
        end = None if release is None else release.get("norm")
        draft.set_embargo(end, line if release is None else line_of(release), "date.release")
        if draft.values["embargo"] == HOLD:
            draft.note("embargoed without a readable date.release; the story is held", line)


def _add_headlines(draft: Draft, root: Element) -> None:
    for hedline in descendants(root, "hedline", "headline"):
        for element in children(hedline, "hl1"):
            draft.fill_text("title", text_in(element), line_of(element), "hl1")
    for element in descendants(root, "abstract"):
        draft.fill_text("summary", text_in(element), line_of(element), "abstract")
    title = child(root, "head", "title")
    if title is not None:
        draft.fill_text("title", text_in(title), line_of(title), "head/title")
    for hedline in descendants(root, "hedline", "headline"):
        for element in children(hedline, "hl2"):
            text = text_of(text_in(element)) or ""
            if text.casefold() != str(draft.values.get("title")).casefold():
                field = "subtitle" if "summary" in draft.values else "summary"
                draft.fill_text(field, text, line_of(element), "hl2")


def _add_credits(draft: Draft, root: Element) -> None:
    """Fill agency, authors and dateline from the body, or else from the head."""
    for element in descendants(root, "distributor"):
        draft.fill_text("agency", text_in(element), line_of(element), "distributor")
    for name, key in (("doc-id", "regsrc"), ("from-src", "src-name")):
        for element in descendants(root, name):
            draft.fill_text("agency", element.get(key), line_of(element), f"{name}/@{key}")
    agency = draft.values.get("agency")
    for element in islice(descendants(root, "byline"), _MAX_BYLINES):
        if "normalized" not in element.get("class", ""):
            named = [text_in(person) for person in descendants(element, "person")]
            text = text_in(element, without=("byttl",))
            authors = persons(named) or authors_of(text, agency)
            draft.extend("authors", authors, line_of(element), "byline")
    for element in descendants(root, "dateline"):
        draft.fill("dateline", _dateline(element), line_of(element), "dateline")


def _add_subjects(draft: Draft, root: Element) -> None:
    subjects = list(descendants(root, "tobject.subject"))
    if subjects:
        found = unique(map(_subject, subjects))
        draft.fill("categories", found, line_of(subjects[0]), "tobject.subject")


def _subject(element: Element) -> Category | None:
    given = {str(key).rpartition(".")[2]: str(value) for key, value in element.attrib.items()}
    label = given.get("detail") or given.get("matter") or given.get("type")
    if given.get("refnum"):
        return iptc_category(given["refnum"], label)
    return category(given.get("code", ""), label)


def _copyright(element: Element) -> str:
    year, holder = element.get("year", "").strip(), element.get("holder", "").strip()
    return f"© {year} {holder}" if year and holder else holder


def _dateline(element: Element) -> Dateline | None:
    """Return the dateline from its marked-up city and country, or else from its text."""
    city = next(descendants(element, "city"), None)
    country = text_in(next(descendants(element, "country"), None)) or None
    if city is not None and text_in(city):
        return Dateline(place=text_in(city), country=country)
    location = next(descendants(element, "location"), None)
    text = text_in(location) if location is not None else text_in(element, without=("story.date",))
    return dateline_of(text, country)


def _language(root: Element) -> str | None:
    body = child(root, "body")
    places = [root] if body is None else [root, body]
    given = (each.get(key) for each in places for key in ("baselang", XML_LANG, "lang"))
    return next(filter(None, map(language_tag, given)), None)
