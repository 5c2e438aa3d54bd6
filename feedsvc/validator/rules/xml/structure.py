"""Elements that are missing or repeated: rules for all formats, from the vocabulary's tables."""

from collections import Counter
from collections.abc import Iterator

from feedsvc.validator import namespaces as ns
from feedsvc.validator.examples import channel, document, entry, item
from feedsvc.validator.finding import Severity
from feedsvc.validator.plan import Children, Model
from feedsvc.validator.registry import Form, rule
from feedsvc.validator.rules.specs import RFC4287, RSS
from feedsvc.validator.vocabulary import Count

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
