"""What RSS has for services that are mostly gone: textInput and cloud."""

from feedsvc.validator.document import Document, Element, Spots
from feedsvc.validator.examples import channel
from feedsvc.validator.finding import Severity
from feedsvc.validator.registry import Form, rule
from feedsvc.validator.rules.specs import PROFILE, RSS
from feedsvc.validator.rules.values.numbers import integer_attribute

_CLOUD = (
    '<cloud domain="rpc.news.example" port="80" path="/rpc" registerProcedure="pingMe" '
    'protocol="xml-rpc"/>'
)


@rule(
    "avoid-text-input",
    Severity.WARNING,
    on=("channel > textInput",),
    spec=f"{PROFILE}#element-channel-textinput",
    bad=channel("<textInput><title>Find</title></textInput>"),
    good=channel(""),
)
def avoid_text_input(element: Element, _doc: Document) -> Spots:
    """The channel has a text input.

    Nearly no reader shows it, and nobody remembers what for.
    """
    yield element, "textInput is shown by nearly no reader; leave it out"


@rule(
    "invalid-integer-attribute",
    form=Form.VALUE,
    spec=f"{RSS}#ltcloudgtSubelementOfLtchannelgt",
    bad=channel(_CLOUD.replace("80", "0")),
    good=channel(_CLOUD),
)
def port(value: str) -> str | None:
    """The port of a cloud is no whole number from 1 to 65535."""
    fault: str | None = integer_attribute.check(value)
    if fault or (len(value) < 9 and 0 < int(value) < 65536):
        return fault
    return f"{value!r} is no port from 1 to 65535"


@rule(
    "attr-not-blank",
    on=("channel > cloud",),
    spec=f"{RSS}#ltcloudgtSubelementOfLtchannelgt",
    bad=channel(_CLOUD.replace("pingMe", "")),
    good=channel(_CLOUD.replace("pingMe", "").replace("xml-rpc", "http-post")),
)
def cloud_procedure(cloud: Element, _doc: Document) -> Spots:
    """The procedure to register with is empty, which only http-post can do without."""
    if cloud.get("registerProcedure") == "" and cloud.get("protocol") != "http-post":
        yield cloud, "cloud/@registerProcedure is empty; only http-post can do without"


@rule(
    "invalid-form-component-name",
    Severity.ERROR,
    form=Form.VALUE,
    spec=f"{PROFILE}#element-channel-textinput-name",
    bad=channel("<textInput><name>find it</name></textInput>"),
    good=channel("<textInput><name>q</name></textInput>"),
)
def form_name(value: str) -> str | None:
    """The name of a text input cannot be that of a form field.

    A letter comes first, then letters, digits and : . _ - may follow.
    """
    name = value.strip()
    rest = name[1:].translate(str.maketrans("", "", ":._-"))
    if (
        name[:1].isascii()
        and name[:1].isalpha()
        and (not rest or (rest.isascii() and rest.isalnum()))
    ):
        return None
    return f"{value!r} is no name of a form field"
