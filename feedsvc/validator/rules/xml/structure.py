"""Missing, repeated, unknown and misplaced elements, attributes and text, in any XML format.

The rules read the tables in `vocabulary.py`, so a new element needs only a declaration.
"""

from collections import Counter
from collections.abc import Iterator
from functools import cache

from feedsvc.validator import formats
from feedsvc.validator import namespaces as ns
from feedsvc.validator.document import Attr, Document, Element, Faults
from feedsvc.validator.examples import channel, document, entry, feed, item
from feedsvc.validator.finding import Severity
from feedsvc.validator.plan import AttributeFaults, ChildFaults, Model
from feedsvc.validator.registry import Form, rule
from feedsvc.validator.rules.common import RFC4287, RSS
from feedsvc.validator.vocabulary import CONTAINER, VOCABULARY, Count

_OWN_CODE = frozenset({"title", "link", "description"})

_RSS_PARENTS = frozenset(
    {"channel", "item", "image", "textInput"}
    | {f"{{{ns.RSS1}}}{name}" for name in ("channel", "item", "image", "textinput")}
)


def _missing(model: Model, names: tuple[str, ...]) -> list[str]:
    return [tag for tag in model.required if tag not in names]


def _has_own_code(model: Model, tag: str) -> bool:
    """Return whether a missing child of this name is reported under a code of its own."""
    return ns.split(tag)[1] in _OWN_CODE and model.tag in _RSS_PARENTS


def _missing_core(model: Model, names: tuple[str, ...], wanted: str) -> ChildFaults:
    for tag in _missing(model, names):
        if ns.split(tag)[1] == wanted and _has_own_code(model, tag):
            yield None, f"{model.label} has no {wanted}; add it"


@rule(
    "missing-element",
    Severity.ERROR,
    form=Form.CHILDREN,
    spec=f"{RFC4287}#section-4.1",
    bad=entry("<title>Crane stays</title><id>tag:news.example,2024:1</id>"),
    good=document(
        '<entry xmlns="http://www.w3.org/2005/Atom"><title>Crane stays</title>'
        "<id>tag:news.example,2024:1</id><updated>2024-11-16T09:30:00Z</updated>"
        '<author><name>Ida Holm</name></author><link href="https://news.example/1"/></entry>'
    ),
)
def missing_element(model: Model, names: tuple[str, ...]) -> ChildFaults:
    """A required element is missing.

    Feed readers need it to show, sort or recognize the feed or entry; some skip an entry without
    it. Add the element.
    """
    for tag in _missing(model, names):
        if not _has_own_code(model, tag):
            yield None, f"{model.label} has no {ns.label(tag)}; add it"


@rule(
    "missing-title",
    Severity.ERROR,
    form=Form.CHILDREN,
    spec=f"{RSS}#requiredChannelElements",
    bad=document('<rss version="2.0"><channel><link>https://news.example/</link></channel></rss>'),
    good=channel(""),
)
def missing_title(model: Model, names: tuple[str, ...]) -> ChildFaults:
    """A required title is missing.

    Feed readers list the feed under its title, and show an image's title as its alt text. Add the
    title.
    """
    return _missing_core(model, names, "title")


@rule(
    "missing-link",
    Severity.ERROR,
    form=Form.CHILDREN,
    spec=f"{RSS}#requiredChannelElements",
    bad=document('<rss version="2.0"><channel><title>Harbour News</title></channel></rss>'),
    good=channel(""),
)
def missing_link(model: Model, names: tuple[str, ...]) -> ChildFaults:
    """A required link is missing.

    Feed readers need it to open the website the feed belongs to. Add the URL of the website.
    """
    return _missing_core(model, names, "link")


@rule(
    "missing-description",
    Severity.ERROR,
    form=Form.CHILDREN,
    spec=f"{RSS}#requiredChannelElements",
    bad=document('<rss version="2.0"><channel><title>Harbour News</title></channel></rss>'),
    good=channel(""),
)
def missing_description(model: Model, names: tuple[str, ...]) -> ChildFaults:
    """A required description is missing.

    Feed directories show it to people who choose what to subscribe to. Add a sentence about the
    feed.
    """
    return _missing_core(model, names, "description")


@rule(
    "duplicate-element",
    Severity.ERROR,
    form=Form.CHILDREN,
    spec=f"{RSS}#requiredChannelElements",
    bad=item("<title>Crane stays</title><title>Crane goes</title>"),
    good=item("<title>Crane stays</title><category>Port</category><category>City</category>"),
)
def duplicate_element(model: Model, names: tuple[str, ...]) -> ChildFaults:
    """An element that is allowed only once appears more than once.

    Some feed readers use the first, others the last, so people see different things. Keep one.
    """
    if len(set(names)) == len(names):
        return
    counted = Counter(names)
    seen: set[str] = set()
    for index, tag in enumerate(names):
        child = model.children.get(tag)
        if child and counted[tag] > 1 and child.count in {Count.ONE, Count.OPTIONAL}:
            if tag in seen:
                yield index, f"{model.label} has more than one {ns.label(tag)}; keep one"
            seen.add(tag)


_RDF = f"{{{ns.RDF}}}"


@rule(
    "missing-attribute",
    Severity.ERROR,
    form=Form.ATTRIBUTES,
    spec=f"{RSS}#ltenclosuregtSubelementOfLtitemgt",
    bad=item('<enclosure url="https://news.example/1.mp3" type="audio/mpeg"/>'),
    good=item('<enclosure url="https://news.example/1.mp3" type="audio/mpeg" length="12345"/>'),
)
def missing_attribute(model: Model, names: tuple[str, ...]) -> AttributeFaults:
    """A required attribute is missing.

    Without it, feed readers cannot use the element, and most ignore it. Add the attribute.
    """
    for name, attribute in model.attributes.items():
        if attribute.required and name not in names and name != "href":
            yield None, f"{model.label} has no attribute {ns.label(name)}; add it"


@rule(
    "missing-href",
    Severity.ERROR,
    form=Form.ATTRIBUTES,
    spec=f"{RFC4287}#section-4.2.7.1",
    bad=entry('<link rel="alternate"/>'),
    good=entry('<link rel="alternate" href="https://news.example/1"/>'),
)
def missing_href(model: Model, names: tuple[str, ...]) -> AttributeFaults:
    """A link has no href attribute.

    The link leads nowhere, and feed readers ignore it. Write its URL in href.
    """
    attribute = model.attributes.get("href")
    if attribute and attribute.required and "href" not in names:
        yield None, f"{model.label} has no attribute href; add it, with the URL"


@rule(
    "unexpected-attribute",
    Severity.ERROR,
    form=Form.ATTRIBUTES,
    spec=f"{RSS}#extendingRss",
    bad=item('<guid isPermalink="false">tag:news.example,2024:1</guid>'),
    good=item('<guid isPermaLink="false">tag:news.example,2024:1</guid>'),
)
def unexpected_attribute(model: Model, names: tuple[str, ...]) -> AttributeFaults:
    """An element has an unknown attribute.

    Feed readers ignore it, so it has no effect. Check its spelling and case.
    """
    for name in names:
        known = name in model.attributes or (name[:1] == "{" and not name.startswith(_RDF))
        if not known:
            near = [other for other in model.attributes if other.lower() == name.lower()]
            hint = f"; did you mean {near[0]}?" if near else ""
            yield name, f"unknown attribute {ns.label(name)} on {model.label}{hint}"


@rule(
    "undefined-element",
    Severity.ERROR,
    form=Form.CHILDREN,
    spec=f"{RSS}#extendingRss",
    bad=item("<title>Crane stays</title><summary>It was to go.</summary>"),
    good=item("<title>Crane stays</title><description>It was to go.</description>"),
)
def undefined_element(model: Model, names: tuple[str, ...]) -> ChildFaults:
    """An element is not allowed where it appears.

    Feed readers ignore it, so its content is lost. Check its spelling, or move it to the element it
    belongs in.
    """
    for index, tag in _unknown(model, names):
        namespace, local = ns.split(tag)
        if tag == "blink" or (namespace == ns.XHTML and not model.holds_text):
            continue
        if namespace in ns.GROWING and not _is_misspelled(namespace, local):
            continue
        if namespace in supported() or (not namespace and _knows_bare_names(model)):
            hint = _hint(model, tag)
            yield index, f"unknown element {ns.label(tag)} in {model.label}{hint}"


def _is_misspelled(namespace: str, local: str) -> bool:
    """Return whether a name differs from one in the namespace by at most one character."""
    name = local.lower()
    return any(_one_edit_apart(name, known) for known in _names(namespace, name[:1]))


def _one_edit_apart(name: str, other: str) -> bool:
    start = 0
    while name[start : start + 1] == other[start : start + 1] != "":
        start += 1
    rest, left = name[start:], other[start:]
    return rest in {left, left[1:]} or left == rest[1:] or rest[1:] == left[1:]


@cache
def _names(namespace: str, first: str) -> tuple[str, ...]:
    """Return the names in a namespace that begin with `first`, in lowercase."""
    found = {name.lower() for uri, name in map(ns.split, _tags()) if uri == namespace}
    return tuple(name for name in found if name[:1] == first)


@cache
def _tags() -> frozenset[str]:
    return frozenset(tag for children in VOCABULARY.values() for tag in children)


def _knows_bare_names(model: Model) -> bool:
    """Return whether elements without a namespace belong to the format here."""
    return model.tag[:1] != "{" or model.holds_text or any(tag[:1] != "{" for tag in model.children)


def _hint(model: Model, tag: str) -> str:
    known = model.spellings.get(tag.lower())
    return f"; did you mean {ns.label(known)}?" if known else ""


def _unknown(model: Model, names: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    known = model.children
    for index, tag in enumerate(names):
        if tag not in known:
            yield index, tag


@cache
def supported() -> frozenset[str]:
    """Return the namespaces that have elements in the vocabulary."""
    return frozenset(ns.split(tag)[0] for tag in _tags()) - {""}


@rule(
    "no-blink",
    Severity.ERROR,
    form=Form.CHILDREN,
    spec=f"{RSS}#extendingRss",
    bad=channel("<blink>https://tide.example/</blink>"),
    good=channel("<blogChannel:blink>https://tide.example/</blogChannel:blink>"),
)
def no_blink(_model: object, names: tuple[str, ...]) -> ChildFaults:
    """RSS has no element named blink.

    The element belongs to the blogChannel module, and feed readers ignore it without that module's
    namespace. Declare the namespace and write blogChannel:blink.
    """
    for index, tag in enumerate(names):
        if tag == "blink":
            yield index, "unknown element blink; did you mean blogChannel:blink?"


@rule(
    "undeterminable-vocabulary",
    Severity.WARNING,
    form=Form.CHILDREN,
    spec=f"{RFC4287}#section-6.3",
    bad=feed('<title>Harbour News</title><mood xmlns="">calm</mood>'),
    good=feed('<title>Harbour News</title><mood xmlns="https://mood.example/">calm</mood>'),
)
def without_namespace(model: Model, names: tuple[str, ...]) -> ChildFaults:
    """An element without a namespace is among elements that have one.

    No program can know which vocabulary the element belongs to. Give extension elements a namespace
    of your own.
    """
    if _knows_bare_names(model):
        return
    for index, tag in _unknown(model, names):
        if tag[:1] != "{":
            yield index, f"{tag} has no namespace; declare one with xmlns"


@rule(
    "unexpected-text",
    Severity.ERROR,
    on=(CONTAINER,),
    spec=f"{RSS}#whatIsRss",
    bad=channel("The crane stays."),
    good=channel("<item><title>The crane stays</title></item>"),
)
def unexpected_text(element: Element, _document: Document) -> Faults:
    """Text appears where only elements are allowed.

    Feed readers ignore the text. Put it in the element it belongs in, or remove it.
    """
    if text := _stray_text(element).strip():
        yield element, f"{ns.label(element.tag)} must not contain text: {text[:40]!r}"


def _stray_text(element: Element) -> str:
    text = element.text
    if text and not text.isspace():
        return text
    for child in element:
        tail = child.tail
        if tail and not tail.isspace():
            return tail
    return ""


@rule(
    "unexpected-text",
    form=Form.VALUE,
    spec=f"{RSS}#ltenclosuregtSubelementOfLtitemgt",
    bad=item(
        '<enclosure url="https://news.example/1.mp3" length="1" type="audio/mpeg">Hear!</enclosure>'
    ),
    good=item('<enclosure url="https://news.example/1.mp3" length="1" type="audio/mpeg"/>'),
)
def no_text(value: str) -> str | None:
    """An element that has only attributes contains text, which feed readers ignore."""
    text = value.strip()
    return f"must not contain text: {text[:40]!r}" if text else None


@rule(
    "use-of-extension-attr",
    Severity.WARNING,
    form=Form.DOCUMENT,
    once=True,
    spec=f"{RSS}#extendingRss",
    bad=document(
        '<rss version="2.0" xmlns:tide="https://tide.example/ns"><channel><item tide:level="3"/>'
        "</channel></rss>"
    ),
    good=document('<rss version="2.0"><channel><item/></channel></rss>'),
)
def extension_attribute(doc: Document) -> Faults:
    """An RSS element has an attribute of an extension.

    The RSS 2.0 specification allows extension elements only, so some programs reject the attribute.
    The RSS Advisory Board's edition allows it: if you follow it, write its URL in docs.
    """
    if doc.format.version != "2.0" or doc.format.family != formats.RSS or not doc.unknown:
        return
    if "rssboard.org" in (doc.root.findtext("channel/docs") or ""):
        return
    unknown = set(doc.unknown)
    for element in doc.root.iter("{}*"):
        for name in map(str, element.attrib):
            if ns.split(name)[0] in unknown:
                label = ns.label(element.tag)
                message = f"{label} has an attribute that RSS 2.0 does not allow: {ns.label(name)}"
                yield Attr(element, name), message
