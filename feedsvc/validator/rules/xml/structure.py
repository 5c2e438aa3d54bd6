"""Elements that are missing or repeated: rules for all formats, from the vocabulary's tables."""

from collections import Counter
from collections.abc import Iterator
from functools import cache

from feedsvc.validator import formats
from feedsvc.validator import namespaces as ns
from feedsvc.validator.document import At, Document, Element, Spots
from feedsvc.validator.examples import channel, document, entry, feed, item
from feedsvc.validator.finding import Severity
from feedsvc.validator.plan import Attributes, Children, Model
from feedsvc.validator.registry import Form, rule
from feedsvc.validator.rules.common import RFC4287, RSS
from feedsvc.validator.vocabulary import CONTAINER, VOCABULARY, Count

_OWN_CODE = frozenset({"title", "link", "description"})


_RSS_PARENTS = frozenset(
    {"channel", "item", "image", "textInput"}
    | {f"{{{ns.RSS1}}}{name}" for name in ("channel", "item", "image", "textinput")}
)


def _missing(model: Model, names: tuple[str, ...]) -> Iterator[str]:
    for tag in model.required:
        if tag not in names:
            yield tag


def _has_own_code(model: Model, tag: str) -> bool:
    """Whether RSS has a code of its own for the lack of this child."""
    return ns.split(tag)[1] in _OWN_CODE and model.tag in _RSS_PARENTS


def _missing_core(model: Model, names: tuple[str, ...], wanted: str) -> Children:
    for tag in _missing(model, names):
        if ns.split(tag)[1] == wanted and model.tag in _RSS_PARENTS:
            yield None, f"{model.label} has no {wanted}"


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
def missing_element(model: Model, names: tuple[str, ...]) -> Children:
    """An element that has to be there is missing.

    Readers need it to show, order or recognise what they got; some drop the entry or the feed.
    """
    for tag in _missing(model, names):
        if not _has_own_code(model, tag):
            yield None, f"{model.label} has no {ns.label(tag)}"


@rule(
    "missing-title",
    Severity.ERROR,
    form=Form.CHILDREN,
    spec=f"{RSS}#requiredChannelElements",
    bad=document('<rss version="2.0"><channel><link>https://news.example/</link></channel></rss>'),
    good=channel(""),
)
def missing_title(model: Model, names: tuple[str, ...]) -> Children:
    """A title is missing.

    It is the name under which readers list the feed or its image.
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
def missing_link(model: Model, names: tuple[str, ...]) -> Children:
    """A link is missing.

    Readers lead from the feed to its site by it.
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
def missing_description(model: Model, names: tuple[str, ...]) -> Children:
    """A description is missing.

    Directories show it to those who choose what to subscribe to.
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
def duplicate_element(model: Model, names: tuple[str, ...]) -> Children:
    """An element that may stand once stands twice.

    Some readers take the first, some the last, so people see different things.
    """
    if len(set(names)) == len(names):
        return
    counted = Counter(names)
    seen: set[str] = set()
    for index, tag in enumerate(names):
        child = model.children.get(tag)
        if child and counted[tag] > 1 and child.count in {Count.ONE, Count.OPTIONAL}:
            if tag in seen:
                yield index, f"{model.label} has {ns.label(tag)} more than once"
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
def missing_attribute(model: Model, names: tuple[str, ...]) -> Attributes:
    """An attribute that has to be there is missing.

    Without it readers cannot use the element, and most drop it.
    """
    for name, attribute in model.attributes.items():
        if attribute.required and name not in names and name != "href":
            yield None, f"{model.label} has no attribute {ns.label(name)}"


@rule(
    "missing-href",
    Severity.ERROR,
    form=Form.ATTRIBUTES,
    spec=f"{RFC4287}#section-4.2.7.1",
    bad=entry('<link rel="alternate"/>'),
    good=entry('<link rel="alternate" href="https://news.example/1"/>'),
)
def missing_href(model: Model, names: tuple[str, ...]) -> Attributes:
    """A link has no href.

    It leads nowhere, and readers leave it out.
    """
    attribute = model.attributes.get("href")
    if attribute and attribute.required and "href" not in names:
        yield None, f"{model.label} has no attribute href"


@rule(
    "unexpected-attribute",
    Severity.ERROR,
    form=Form.ATTRIBUTES,
    spec=f"{RSS}#extendingRss",
    bad=item('<guid isPermalink="false">tag:news.example,2024:1</guid>'),
    good=item('<guid isPermaLink="false">tag:news.example,2024:1</guid>'),
)
def unexpected_attribute(model: Model, names: tuple[str, ...]) -> Attributes:
    """An attribute stands where its format does not know it.

    Readers ignore it; often its name is misspelt, and what was meant does not happen.
    """
    for name in names:
        known = name in model.attributes or (name[:1] == "{" and not name.startswith(_RDF))
        if not known:
            near = [other for other in model.attributes if other.lower() == name.lower()]
            hint = f"; write {near[0]}" if near else ""
            yield name, f"{model.label} has no attribute {ns.label(name)}{hint}"


@rule(
    "undefined-element",
    Severity.ERROR,
    form=Form.CHILDREN,
    spec=f"{RSS}#extendingRss",
    bad=item("<title>Crane stays</title><summary>It was to go.</summary>"),
    good=item("<title>Crane stays</title><description>It was to go.</description>"),
)
def undefined_element(model: Model, names: tuple[str, ...]) -> Children:
    """An element stands where its format does not know it.

    Readers ignore it, so what it says is lost; often the name is misspelt or misplaced.
    """
    for index, tag in _unknown(model, names):
        namespace, local = ns.split(tag)
        if tag == "blink" or (namespace == ns.XHTML and not model.holds_text):
            continue
        if namespace in ns.GROWING and not _is_slip(namespace, local):
            continue
        if namespace in supported() or (not namespace and _knows_bare_names(model)):
            hint = _hint(model, tag)
            yield index, f"{model.label} has no child {ns.label(tag)}{hint}"


def _is_slip(namespace: str, local: str) -> bool:
    """Whether a name is a namespace's own in the wrong place, or one letter away from one."""
    name = local.lower()
    return any(_one_letter_apart(name, known) for known in _names(namespace, name[:1]))


def _one_letter_apart(name: str, other: str) -> bool:
    start = 0
    while name[start : start + 1] == other[start : start + 1] != "":
        start += 1
    rest, left = name[start:], other[start:]
    return rest in {left, left[1:]} or left == rest[1:] or rest[1:] == left[1:]


@cache
def _names(namespace: str, first: str) -> tuple[str, ...]:
    """Give a namespace's names in lower case that begin with a letter."""
    found = {name.lower() for uri, name in map(ns.split, _tags()) if uri == namespace}
    return tuple(name for name in found if name[:1] == first)


@cache
def _tags() -> frozenset[str]:
    return frozenset(tag for children in VOCABULARY.values() for tag in children)


def _knows_bare_names(model: Model) -> bool:
    """Whether an element without a namespace is a word of the format here, or a wrong one."""
    return model.tag[:1] != "{" or model.holds_text or any(tag[:1] != "{" for tag in model.children)


def _hint(model: Model, tag: str) -> str:
    known = model.spellings.get(tag.lower())
    return f"; write {ns.label(known)}" if known else ""


def _unknown(model: Model, names: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    known = model.children
    for index, tag in enumerate(names):
        if tag not in known:
            yield index, tag


@cache
def supported() -> frozenset[str]:
    """Give the namespaces whose elements the vocabulary knows."""
    return frozenset(ns.split(tag)[0] for tag in _tags()) - {""}


@rule(
    "no-blink",
    Severity.ERROR,
    form=Form.CHILDREN,
    spec=f"{RSS}#extendingRss",
    bad=channel("<blink>https://tide.example/</blink>"),
    good=channel("<blogChannel:blink>https://tide.example/</blogChannel:blink>"),
)
def no_blink(_model: object, names: tuple[str, ...]) -> Children:
    """RSS has no element blink.

    The module blogChannel has one, in its own namespace; readers ignore this one.
    """
    for index, tag in enumerate(names):
        if tag == "blink":
            yield index, "there is no element blink; write blogChannel:blink"


@rule(
    "undeterminable-vocabulary",
    Severity.WARNING,
    form=Form.CHILDREN,
    spec=f"{RFC4287}#section-6.3",
    bad=feed('<title>Harbour News</title><mood xmlns="">calm</mood>'),
    good=feed('<title>Harbour News</title><mood xmlns="https://mood.example/">calm</mood>'),
)
def without_namespace(model: Model, names: tuple[str, ...]) -> Children:
    """An element without a namespace stands among elements that have one.

    Nobody can tell whose word it is; an extension needs a namespace of its own.
    """
    if _knows_bare_names(model):
        return
    for index, tag in _unknown(model, names):
        if tag[:1] != "{":
            yield index, f"{tag} has no namespace"


@rule(
    "unexpected-text",
    Severity.ERROR,
    on=(CONTAINER,),
    spec=f"{RSS}#whatIsRss",
    bad=channel("The crane stays."),
    good=channel("<item><title>The crane stays</title></item>"),
)
def unexpected_text(element: Element, _document: Document) -> Spots:
    """Text stands beside elements, where only elements may be.

    Readers ignore it, so what it says is lost.
    """
    found = _stray_text(element)
    if found:
        yield element, f"{ns.label(element.tag)} may hold no text, here {found.strip()[:40]!r}"


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
    """Text stands in an element that has attributes only, and readers ignore it."""
    text = value.strip()
    return f"may hold no text, here {text[:40]!r}" if text else None


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
def extension_attribute(doc: Document) -> Spots:
    """An element of RSS has an attribute of an extension.

    The specification speaks of elements in namespaces only. The edition of the RSS Advisory
    Board allows attributes too: name it in docs.
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
                yield At(element, name), f"{label} has the attribute {ns.label(name)}"
