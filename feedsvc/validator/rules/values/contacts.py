"""Rules for e-mail addresses, alone or with a name."""

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
    """A value is not an e-mail address, or contains more than the address.

    Feed readers turn it into a mailto: link, which then fails. Write the address alone; the name
    belongs in its own element.
    """
    if text.is_address(value):
        return None
    return f"{value.strip()!r} is not an e-mail address such as ida@news.example"


@rule(
    "invalid-contact",
    Severity.ERROR,
    form=Form.VALUE,
    spec=f"{PROFILE}#data-types-email",
    bad=item("<author>Ida Holm</author>"),
    good=item("<author>ida@news.example (Ida Holm)</author>"),
)
def contact(value: str) -> str | None:
    """An element for an e-mail address does not contain one.

    The element must contain an address; feed readers hide a name alone or turn it into a broken
    mailto: link. Add the address, or move the name to dc:creator.
    """
    stripped = value.strip()
    if text.is_address(stripped.removeprefix("mailto:")) or text.is_address_with_name(stripped):
        return None
    if _name_and_address(stripped):
        return None
    return f"{stripped!r} is not an e-mail address; write one such as ida@news.example (Ida Holm)"


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
    """An e-mail address and a name are in an unusual format.

    Few feed readers understand it. The recommended format is the address followed by the name in
    parentheses, as in ida@news.example (Ida Holm).
    """
    stripped = value.strip()
    alone = text.is_address(stripped.removeprefix("mailto:"))
    if _name_and_address(stripped) and not alone and not text.is_address_with_name(stripped):
        return f"{stripped!r} has an unusual format; write it as ida@news.example (Ida Holm)"
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
    """An e-mail address is not followed by a name.

    Feed readers then show the address as the author. Add the name in parentheses.
    """
    if text.is_address(value.strip().removeprefix("mailto:")):
        return f"{value.strip()!r} has no name; add it in parentheses after the address"
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
    """A name contains an e-mail address.

    Feed readers show the name to everyone, and spammers collect addresses from feeds. Write only
    the name here; an address that you want to publish belongs in the email element.
    """
    return "contains an e-mail address; move it to email" if text.has_address(value) else None


CONTACT = (contact, contact_order, real_name, *PLAIN)
