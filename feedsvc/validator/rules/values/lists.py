"""Rules for closed lists of values: booleans, and lists that have no code of their own."""

from collections.abc import Sequence

import msgspec

from feedsvc.validator.examples import channel, entry, item
from feedsvc.validator.finding import Severity
from feedsvc.validator.registry import Form, Rule, rule
from feedsvc.validator.rules.common import MEDIA, RSS

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
    """A value is not in the specification's list.

    Programs that use the value ignore it or assume a default you did not mean. Write one of the
    listed values.
    """
    return unlisted(value, _PROTOCOLS) if value.strip() else None


def listed(*words: str, spec: str) -> Rule:
    """Return a rule for values that must be one of the given words, exactly as written."""

    def check(value: str) -> str | None:
        return unlisted(value.strip(), words)

    return msgspec.structs.replace(cloud_protocol, check=check, spec=spec)


def unlisted(value: str, words: Sequence[str]) -> str | None:
    """Return a message if a value is not one of the given words."""
    if value in words:
        return None
    if len(words) == 2:
        return f"{value!r} is neither {words[0]} nor {words[1]}"
    return f"{value!r} is not one of {', '.join(words)}"


@rule(
    "invalid-true-false",
    Severity.ERROR,
    form=Form.VALUE,
    spec=f"{MEDIA}#media-content",
    bad=item('<media:content url="https://news.example/1.mp4" isDefault="yes"/>'),
    good=item('<media:content url="https://news.example/1.mp4" isDefault="true"/>'),
)
def true_false(value: str) -> str | None:
    """A value is neither true nor false.

    Programs then use the default, which may be the opposite of what you mean. Write true or false
    in lowercase.
    """
    return unlisted(value, ("true", "false"))


@rule(
    "invalid-yes-no",
    Severity.ERROR,
    form=Form.VALUE,
    spec="https://www.rfc-editor.org/rfc/rfc5023#section-13.1.1",
    bad=channel("<indexing:index>maybe</indexing:index>"),
    good=channel("<indexing:index>no</indexing:index>"),
)
def yes_or_no(value: str) -> str | None:
    """A value is neither yes nor no.

    Programs then use the default, which may be the opposite of what you mean. Write yes or no.
    """
    return unlisted(value.strip().lower(), ("yes", "no"))


@rule(
    "invalid-yes-no",
    form=Form.VALUE,
    spec="https://www.rfc-editor.org/rfc/rfc5023#section-13.1.1",
    bad=entry("<app:control><app:draft>Yes</app:draft></app:control>"),
    good=entry("<app:control><app:draft>yes</app:draft></app:control>"),
)
def exact_yes_or_no(value: str) -> str | None:
    """A value is not exactly yes or no: in lowercase, without whitespace around it."""
    return unlisted(value, ("yes", "no"))
