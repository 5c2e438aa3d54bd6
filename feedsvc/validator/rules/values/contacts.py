"""Rules of values: e-mail addresses, alone or with a name."""

import re

from feedsvc.validator.examples import channel, feed, item
from feedsvc.validator.finding import Severity
from feedsvc.validator.registry import Form, rule
from feedsvc.validator.rules.common import PROFILE, RFC4287
from feedsvc.validator.rules.values.texts import PLAIN
from feedsvc.validator.values import text

_COMMENT = re.compile(r"\([^()]*\)")


@rule(
    "invalid-addr-spec",
    Severity.ERROR,
    form=Form.VALUE,
    spec=f"{RFC4287}#section-3.2.3",
    bad=feed("<author><name>Ida Holm</name><email>Ida Holm</email></author>"),
    good=feed("<author><name>Ida Holm</name><email>ida@news.example</email></author>"),
)
def addr_spec(value: str) -> str | None:
    """An e-mail address is none, or has more than the address in it.

    Readers make a mailto: link of it.
    """
    if text.is_address(value):
        return None
    return f"{value.strip()!r} is no e-mail address: write ida@news.example and nothing else"


@rule(
    "invalid-contact",
    Severity.ERROR,
    form=Form.VALUE,
    spec=f"{PROFILE}#data-types-email",
    bad=item("<author>Ida Holm</author>"),
    good=item("<author>ida@news.example (Ida Holm)</author>"),
)
def contact(value: str) -> str | None:
    """An element that is to hold an e-mail address holds none.

    RSS has no field for a bare name: readers hide it, or make a broken mailto: link. A name
    without an address belongs in dc:creator.
    """
    stripped = value.strip()
    if text.is_address(stripped.removeprefix("mailto:")) or text.is_address_with_name(stripped):
        return None
    if _name_and_address(stripped):
        return None
    return f"{stripped!r} is no e-mail address: write ida@news.example (Ida Holm)"


def _name_and_address(value: str) -> bool:
    outside = _COMMENT.sub("", value)
    return text.has_address(outside) and value.count("@") == 1


@rule(
    "email-format",
    Severity.WARNING,
    form=Form.VALUE,
    spec=f"{PROFILE}#data-types-email",
    bad=item("<author>Ida Holm &lt;ida@news.example&gt;</author>"),
    good=item("<author>ida@news.example (Ida Holm)</author>"),
)
def contact_order(value: str) -> str | None:
    """An e-mail address and a name are in an order that few readers know.

    The form that both people and readers understand is ida@news.example (Ida Holm).
    """
    stripped = value.strip()
    alone = text.is_address(stripped.removeprefix("mailto:"))
    if _name_and_address(stripped) and not alone and not text.is_address_with_name(stripped):
        return f"{stripped!r} would better be ida@news.example (Ida Holm)"
    return None


@rule(
    "missing-real-name",
    Severity.WARNING,
    form=Form.VALUE,
    spec=f"{PROFILE}#data-types-email",
    bad=channel("<webMaster>ida@news.example</webMaster>"),
    good=channel("<webMaster>ida@news.example (Ida Holm)</webMaster>"),
)
def real_name(value: str) -> str | None:
    """An e-mail address stands without a name.

    Readers then show the address as the author.
    """
    if text.is_address(value.strip().removeprefix("mailto:")):
        return f"{value.strip()!r} has no name after it: write it in parentheses"
    return None


@rule(
    "contains-email",
    Severity.WARNING,
    form=Form.VALUE,
    spec=f"{RFC4287}#section-3.2.1",
    bad=feed("<author><name>ida@news.example</name></author>"),
    good=feed("<author><name>Ida Holm</name><email>ida@news.example</email></author>"),
)
def no_address(value: str) -> str | None:
    """An e-mail address stands where a name is due.

    Readers show it to everybody, and programs that collect addresses find it.
    """
    return "holds an e-mail address; write it in email" if text.has_address(value) else None


CONTACT = (contact, contact_order, real_name, *PLAIN)
