"""Rules of structure: attributes that are missing or unknown."""

from feedsvc.validator import namespaces as ns
from feedsvc.validator.examples import entry, item
from feedsvc.validator.finding import Severity
from feedsvc.validator.plan import Attributes, Model
from feedsvc.validator.registry import Form, rule
from feedsvc.validator.rules.specs import RFC4287, RSS

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
