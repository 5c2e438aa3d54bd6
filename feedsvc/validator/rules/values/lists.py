"""Values of closed lists that have no code of their own."""

import msgspec

from feedsvc.validator.examples import channel
from feedsvc.validator.finding import Severity
from feedsvc.validator.registry import Form, Rule, rule
from feedsvc.validator.rules.specs import RSS

_CLOUD = (
    '<cloud domain="rpc.news.example" port="80" path="/rpc" registerProcedure="pingMe" '
    'protocol="{}"/>'
)
_PROTOCOLS = ("xml-rpc", "soap", "http-post", "https-post")


@rule(
    "invalid-value",
    Severity.ERROR,
    form=Form.VALUE,
    spec=f"{RSS}#ltcloudgtSubelementOfLtchannelgt",
    bad=channel(_CLOUD.format("pigeon")),
    good=channel(_CLOUD.format("xml-rpc")),
)
def cloud_protocol(value: str) -> str | None:
    """A value is none of those that the specification lists.

    Programs that go by it do nothing, or take a default that was not meant.
    """
    return _fault(value, _PROTOCOLS) if value.strip() else None


def listed(*words: str, spec: str) -> Rule:
    """Make a rule for values that are one of some words, as the specification writes them."""

    def check(value: str) -> str | None:
        return _fault(value.strip(), words)

    return msgspec.structs.replace(cloud_protocol, check=check, spec=spec)


def _fault(value: str, words: tuple[str, ...]) -> str | None:
    return None if value in words else f"{value!r} is none of {', '.join(words)}"
