"""NewsML 1.0 to 1.2 of the IPTC: a `NewsML` document with one or more `NewsItem` elements.

| NewsML 1.2 | field of the entry |
|---|---|
| `ProviderId`, `DateId`, `NewsItemId`, else `PublicIdentifier` without revision | source_id |
| `RevisionId` | version |
| `NewsLines/HeadLine`, the first | title |
| `NewsLines/SubHeadLine` | summary |
| `DataContent` of the text: HTML in CDATA, XHTML, NITF or plain lines | content |
| `FirstCreated`, `ThisRevisionCreated` | published, updated |
| `Status/@FormalName`; `Embargoed` holds until `StatusWillChange` | status, embargo |
| `StatusWillChange` to `Canceled` or `Withheld` | expires |
| `NewsLines/ByLine`, else a `Creator` who is a person | authors |
| `CreditLine`, else `Source`, `Provider` | agency |
| `DateLine`, else the city of `Location` or `Property` | dateline |
| `Location/Property` with latitude and longitude | location |
| `SubjectCode`, labeled by the file's `TopicSet` | categories |
| `CopyrightLine`, else `RightsMetadata` | rights |
| `ContentItem/@Href`, `Characteristics`; a component with the role of a caption | media |
| `DescriptiveMetadata/Language`, else `@xml:lang` | language |

A `NewsItem` that only lists other items has no entry; a note says so. `Comment` and
`Instruction` are for editors.
"""

from collections.abc import Iterator
from typing import Final

from feedsvc.entry import Category, Media
from feedsvc.errors import StoryError
from feedsvc.parsers.draft import Draft, check_item_count, finish
from feedsvc.parsers.iptc.blocks import Block, blocks_in
from feedsvc.parsers.iptc.codes import (
    category,
    iptc_category,
    language_tag,
    primary_language,
    set_status,
    unique,
)
from feedsvc.parsers.iptc.content import add_content
from feedsvc.parsers.iptc.media import MEDIA_TYPES, Rendition, media_of
from feedsvc.parsers.iptc.nitf import add_head, body_in, media_in
from feedsvc.parsers.iptc.people import authors_of, dateline_of
from feedsvc.parsers.reading.xml import (
    XML_LANG,
    Element,
    child,
    children,
    descendants,
    line_of,
    local_name,
    read_xml,
    root_name,
    text_in,
)
from feedsvc.parsers.source import Note, Parsed, Source
from feedsvc.parsers.values import location_of, text_of

ROOTS: Final = frozenset(("NewsML", "NewsItem"))

NEWS_LINES: Final = (
    ("title", "HeadLine"),
    ("summary", "SubHeadLine"),
    ("agency", "CreditLine"),
    ("rights", "CopyrightLine"),
    ("rights", "RightsLine"),
)

Topics = dict[str, dict[str, str]]
"""The labels of each code, by language."""

LEVELS: Final = ("Subject", "SubjectMatter", "SubjectDetail", "SubjectQualifier")
"""The levels of IPTC's Subject Codes, the broadest first."""

TEXT_ROLES: Final = frozenset(("", "main", "text", "maintext", "body", "article", "story", "news"))
"""Roles of components that hold the text of the story, not a caption or an abstract."""


def claims(source: Source) -> bool:
    """Return whether the root element is that of NewsML 1."""
    return root_name(source) in ROOTS


def parse(source: Source) -> Parsed:
    """Return an entry for each news item of a document, in order.

    Raises StoryError if the document is not well-formed or has no item.
    """
    root = read_xml(source)
    items = [root] if local_name(root) == "NewsItem" else list(descendants(root, "NewsItem"))
    if not items:
        raise StoryError(source.name, "the document has no NewsItem", cure="export it again")
    topics = _topics(root)
    check_item_count(source, len(items))
    drafts: list[Draft] = []
    notes: list[Note] = []
    for item in items:
        draft = Draft(source.options, len(drafts))
        _add_item(draft, item, topics)
        if _is_package(draft, item):
            message = "ignored: a NewsItem that only lists other items"
            notes.append(Note(message=message, line=line_of(item)))
        else:
            drafts.append(draft)
    return finish(drafts, notes)


def _is_package(draft: Draft, item: Element) -> bool:
    """Return whether an item refers to or contains other items and has no text itself."""
    lists = next(descendants(item, "NewsItemRef", "NewsItem"), None) is not None
    return lists and "content" not in draft.values and "media" not in draft.values


def _add_item(draft: Draft, item: Element, topics: Topics) -> None:
    _add_identity(draft, item)
    draft.fill("language", _item_language(item), line_of(item), "Language")
    _add_release(draft, item)
    _add_metadata(draft, item, topics)
    _add_text_and_media(draft, item)


def _add_identity(draft: Draft, item: Element) -> None:
    """Fill id and version; the last part of a `PublicIdentifier` is the revision."""
    identifier = child(item, "Identification", "NewsIdentifier")
    if identifier is None:
        return
    names = ("ProviderId", "DateId", "NewsItemId", "RevisionId", "PublicIdentifier")
    provider, date, number, revision, public = (text_in(child(identifier, n)) for n in names)
    line = line_of(identifier)
    if provider and date and number:
        whole = number.startswith("urn:newsml:")
        name = number if whole else f"urn:newsml:{provider}:{date}:{number}"
        draft.fill_text("source_id", name, line, "NewsIdentifier")
    if revision and public.startswith("urn:newsml:"):
        head, _, last = public.rpartition(":")
        public = head if last.startswith(revision) else public
    draft.fill_text("source_id", public, line, "PublicIdentifier")
    draft.fill_text("version", revision, line, "RevisionId")


def _item_language(item: Element) -> str | None:
    tags = [
        each.get("FormalName")
        for meta in descendants(item, "DescriptiveMetadata")
        for each in descendants(meta, "Language")
    ]
    texts = descendants(item, "NewsComponent", "HeadLine", "DataContent", "ContentItem")
    tags += [each.get(XML_LANG) for each in (item, *texts)]
    return next(filter(None, map(language_tag, tags)), None)


def _add_release(draft: Draft, item: Element) -> None:
    """Fill dates, status, expiry and embargo."""
    management = child(item, "NewsManagement")
    if management is None:
        return
    for field, name in (("published", "FirstCreated"), ("updated", "ThisRevisionCreated")):
        for element in descendants(management, name):
            draft.fill_datetime(field, text_in(element), line_of(element), name)
    word = ""
    for element in descendants(management, "Status"):
        word = (element.get("FormalName") or "").strip()
        set_status(draft, word, line_of(element), "Status")
    changes = list(descendants(management, "StatusWillChange"))
    if word.lower() == "embargoed":
        _add_embargo(draft, changes, line_of(management))
        return
    for change in changes:
        if _future_status(change) in ("canceled", "cancelled", "withheld"):
            when = text_in(child(change, "DateAndTime"))
            draft.fill_datetime("expires", when, line_of(change), "StatusWillChange")


def _add_embargo(draft: Draft, changes: list[Element], line: int) -> None:
    """Hold the entry until its status becomes usable; indefinitely without a readable date."""
    for change in changes:
        if _future_status(change) in ("usable", ""):
            when = text_in(child(change, "DateAndTime"))
            draft.set_embargo(when, line_of(change), "StatusWillChange")
    if "embargo" not in draft.values:
        draft.note("embargoed without a StatusWillChange; the story is held", line)
        draft.set_embargo("", line, "Status")


def _future_status(change: Element) -> str:
    status = child(change, "FutureStatus")
    return "" if status is None else (status.get("FormalName") or "").strip().lower()


def _add_metadata(draft: Draft, item: Element, topics: Topics) -> None:
    """Fill the fields that are not in the content of components."""
    lines = list(descendants(item, "NewsLines"))
    for field, name in NEWS_LINES:
        for element in _children_of_all(lines, name):
            draft.fill_text(field, text_in(element), line_of(element), name)
    _add_parties(draft, item)
    for element in _children_of_all(lines, "ByLine"):
        authors = authors_of(text_in(element), draft.values.get("agency"))
        draft.fill("authors", authors, line_of(element), "ByLine")
    for creator in descendants(item, "Creator"):
        for party in children(creator, "Party"):
            name = party.get("FormalName") or ""
            found = authors_of(name, draft.values.get("agency")) if " " in name.strip() else ()
            draft.fill("authors", found, line_of(party), "Creator")
    _add_places(draft, item, lines)
    _add_rights(draft, item)
    _add_subjects(draft, item, topics)
    for name in ("Comment", "Instruction"):
        for element in descendants(item, name):
            draft.omit_editors_note(text_in(element), line_of(element), name)


def _topics(root: Element) -> Topics:
    """Return the labels that the topics of a document define for codes."""
    topics: Topics = {}
    for topic in descendants(root, "Topic"):
        names = {
            primary_language(each.get(XML_LANG)): text_in(each)
            for each in reversed(list(children(topic, "Description")))
            if (each.get("Variant") or "Name").lower() == "name"
        }
        for code in children(topic, "FormalName"):
            topics.setdefault(text_in(code), names)
    return topics


def _properties(element: Element) -> dict[str, str]:
    """Return the values of `Property` children by their names in lower case."""
    return {
        (each.get("FormalName") or "").lower(): (each.get("Value") or text_in(each)).strip()
        for each in reversed(list(children(element, "Property")))
    }


def _children_of_all(elements: list[Element], name: str) -> Iterator[Element]:
    return (each for element in elements for each in children(element, name))


def _add_parties(draft: Draft, item: Element) -> None:
    """Fill the agency from source and provider, if no line credits one."""
    for name in ("Source", "Provider"):
        for meta in descendants(item, "AdministrativeMetadata"):
            for party in (
                each for part in children(meta, name) for each in children(part, "Party")
            ):
                draft.fill_text("agency", party.get("FormalName"), line_of(party), name)
    provider = child(item, "Identification", "NewsIdentifier", "ProviderId")
    if provider is not None:
        draft.fill_text("agency", text_in(provider), line_of(provider), "ProviderId")


def _add_places(draft: Draft, item: Element, lines: list[Element]) -> None:
    """Fill the dateline, or else the city of origin; and the location."""
    for element in _children_of_all(lines, "DateLine"):
        draft.fill("dateline", dateline_of(text_in(element)), line_of(element), "DateLine")
    metas = list(descendants(item, "DescriptiveMetadata"))
    locations = list(_children_of_all(metas, "Location"))
    origin = [each for each in locations if "origin" in (each.get("HowPresent") or "").lower()]
    for element in (*origin, *locations, *metas):
        properties = _properties(element)
        place = dateline_of(properties.get("city", ""))
        draft.fill("dateline", place, line_of(element), "City")
        longitude = properties.get("longitude") or properties.get("long")
        pair = [properties.get("latitude") or properties.get("lat"), longitude]
        draft.fill("location", location_of(pair), line_of(element), "Location")


def _add_rights(draft: Draft, item: Element) -> None:
    for rights in descendants(item, "RightsMetadata"):
        for element in children(rights, "Copyright"):
            holder = text_in(child(element, "CopyrightHolder"))
            year = text_in(child(element, "CopyrightDate"))
            text = f"© {year} {holder}" if holder and year else holder
            draft.fill_text("rights", text, line_of(element), "Copyright")


def _add_subjects(draft: Draft, item: Element, topics: Topics) -> None:
    wanted = primary_language(draft.values.get("language") or "en")
    codes = list(descendants(item, "SubjectCode"))
    found = [
        _subject(element, topics, wanted)
        for code in codes
        for level in LEVELS
        for element in children(code, level)
    ]
    if codes:
        draft.fill("categories", unique(found), line_of(codes[0]), "SubjectCode")


def _subject(element: Element, topics: Topics, wanted: str) -> Category | None:
    """Return a subject; a numeric code without a vocabulary is one of IPTC's."""
    code = (element.get("FormalName") or "").strip()
    scheme = f"{element.get('Scheme') or ''}{element.get('Vocabulary') or ''}".lower()
    names = topics.get(code, {})
    label = names.get(wanted) or next(reversed(names.values()), None)
    if "iptc" in scheme or (not scheme and code.isdigit()):
        return iptc_category(code, label)
    return category(code, label)


def _add_text_and_media(draft: Draft, item: Element) -> None:
    """Fill the text, the media, and fields that only the components state.

    Only the first of several equivalent components is used.
    """
    blocks: list[Block] = []
    media: list[Media] = []
    for component in _components(item):
        role = _role(component)
        for content in children(component, "ContentItem"):
            data = child(content, "DataContent")
            if data is None or _is_encoded(content):
                continue
            if role in TEXT_ROLES and _media_type(content) not in MEDIA_TYPES:
                if not (blocks and _are_equivalents(component)):
                    found = _text_and_media(draft, data)
                    blocks += found[0]
                    media += found[1]
            elif role in ("abstract", "summary"):
                draft.fill_text("summary", text_in(data), line_of(data), role)
    media += _media(item)
    draft.fill("media", tuple(media), line_of(item), "ContentItem")
    add_content(draft, blocks)


def _components(item: Element) -> Iterator[Element]:
    """Yield the components of an item, without those of nested items."""
    for component in descendants(item, "NewsComponent"):
        inside = next(component.iterancestors("{*}NewsItem"), None)
        if inside is None or inside is item:
            yield component


def _text_and_media(draft: Draft, data: Element) -> tuple[list[Block], list[Media]]:
    nitf = next(descendants(data, "nitf"), None)
    if nitf is not None:
        add_head(draft, nitf)
        found = body_in(nitf)
    else:
        body = next(descendants(data, "body.content", "body"), None)
        found = blocks_in(data if body is None else body)
    return found.blocks, list(media_in(found.media))


def _media(item: Element) -> list[Media]:
    """Return the media of an item; all renditions in a component are of one media object."""
    found: dict[Element, list[Rendition]] = {}
    media_only: dict[Element, bool] = {}
    roles = {each: _role(each) for each in descendants(item, "NewsComponent")}
    for component in _components(item):
        contents = [
            each
            for each in children(component, "ContentItem")
            if each.get("Href") and _is_media(each)
        ]
        if contents:
            holder = _media_component(component, item, media_only, roles)
            role = roles[component]
            found.setdefault(holder, []).extend(_rendition(each, role) for each in contents)
    media: list[Media] = []
    for component, renditions in found.items():
        caption = _caption_or_credit(component, "caption", roles) or None
        credit = _caption_or_credit(component, "credit", roles)
        media += media_of(renditions, text_of(caption), credit)
    return media


def _media_component(
    component: Element, item: Element, media_only: dict[Element, bool], roles: dict[Element, str]
) -> Element:
    """Return the component that holds all renditions of a media object and its caption.

    That is the parent if it holds nothing but media and captions; `media_only` caches this.
    """
    parent = component.getparent()
    if parent is None or parent is item or parent.tag != component.tag:
        return component
    if parent not in media_only:
        media_only[parent] = not any(
            _has_story_text(each, roles) for each in children(parent, "NewsComponent")
        )
    return parent if media_only[parent] else component


def _has_story_text(component: Element, roles: dict[Element, str]) -> bool:
    return any(
        child(content, "DataContent") is not None and _media_type(content) not in MEDIA_TYPES
        for each in (component, *descendants(component, "NewsComponent"))
        if roles[each] in TEXT_ROLES
        for content in children(each, "ContentItem")
    )


def _caption_or_credit(component: Element, what: str, roles: dict[Element, str]) -> str:
    """Return the caption or the credit of a media object, from a component or a news line."""
    for each in descendants(component, "NewsComponent"):
        if what in roles[each]:
            data = next(descendants(each, "DataContent"), None)
            if data is not None:
                return text_in(data)
    names = {"caption": ("Caption", "CaptionLine"), "credit": ("CreditLine", "ByLine")}[what]
    for lines in descendants(component, "NewsLines"):
        for name in names:
            for element in children(lines, name):
                return text_in(element)
        for line in children(lines, "NewsLine"):
            kind = child(line, "NewsLineType")
            if kind is not None and what in (kind.get("FormalName") or "").lower():
                return text_in(child(line, "NewsLineText"))
    return ""


def _rendition(content: Element, role: str) -> Rendition:
    characteristics = child(content, "Characteristics")
    properties: dict[str, str] = {} if characteristics is None else _properties(characteristics)
    size = child(content, "Characteristics", "SizeInBytes")
    return Rendition(
        reference=content.get("Href") or "",
        name=role,
        type=_formal_name(content, "MimeType"),
        width=properties.get("width") or properties.get("pixelwidth"),
        height=properties.get("height") or properties.get("pixelheight"),
        length=text_in(size) if size is not None else properties.get("sizeinbytes"),
    )


def _is_media(content: Element) -> bool:
    kind = _media_type(content)
    mime = _formal_name(content, "MimeType").partition("/")[0].lower()
    return kind in MEDIA_TYPES or (not kind and mime in ("image", "video", "audio"))


def _media_type(content: Element) -> str:
    return _formal_name(content, "MediaType").lower()


def _is_encoded(content: Element) -> bool:
    return next(descendants(content, "Encoding"), None) is not None


def _are_equivalents(component: Element) -> bool:
    parent = component.getparent()
    both = [component] if parent is None else [component, parent]
    return any((each.get("EquivalentsList") or "").lower() == "yes" for each in both)


def _role(component: Element | None) -> str:
    return "" if component is None else _formal_name(component, "Role").lower().replace(" ", "")


def _formal_name(element: Element, name: str) -> str:
    inner = child(element, name)
    return "" if inner is None else (inner.get("FormalName") or "").strip()
