"""Rules of structure, the same for all formats: they read the vocabulary's tables."""

from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import cast

from lxml import etree

from feedsvc.validator import namespaces as ns
from feedsvc.validator.document import Document, Element, Spots
from feedsvc.validator.examples import channel, document, entry, feed, item
from feedsvc.validator.finding import Severity
from feedsvc.validator.plan import Children, Model
from feedsvc.validator.registry import Form, rule
from feedsvc.validator.rules.specs import RFC4287, RSS
from feedsvc.validator.vocabulary import CONTAINER, VOCABULARY, Count

_OWN_CODE = frozenset({"title", "link", "description"})


_RSS_PARENTS = frozenset(
    {"channel", "item", "image", "textInput"}
    | {f"{{{ns.RSS1}}}{name}" for name in ("channel", "item", "image", "textinput")}
)


_STRAY_TEXT = etree.XPath("text()[normalize-space()][1]", smart_strings=False)


def _missing(model: Model, names: tuple[str, ...]) -> Iterator[str]:
    for tag, child in model.children.items():
        if child.count in {Count.ONE, Count.AT_LEAST_ONE} and tag not in names:
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
        if namespace == ns.XHTML:
            continue
        if namespace in supported() or (not namespace and model.tag[:1] != "{"):
            yield (
                index,
                f"{model.label} has no child {ns.label(tag)}{_hint(model, namespace, local)}",
            )


def _hint(model: Model, namespace: str, local: str) -> str:
    for known in model.children:
        other, name = ns.split(known)
        if other == namespace and name.lower() == local.lower():
            return f"; write {ns.label(known)}"
    return ""


def _unknown(model: Model, names: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    known = model.children
    for index, tag in enumerate(names):
        if tag not in known:
            yield index, tag


@cache
def supported() -> frozenset[str]:
    """Give the namespaces whose elements the vocabulary knows."""
    tags = {tag for children in VOCABULARY.values() for tag in children}
    return frozenset(ns.split(tag)[0] for tag in tags) - {""}


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
    if model.tag[:1] != "{":
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
    found = cast("list[str]", _STRAY_TEXT(element))
    if found:
        name = ns.label(element.tag)
        yield element, f"{name} may hold no text, here {found[0].strip()[:40]!r}"
