"""FeedSync 1.0 (sx): items that several programs edit and keep synchronized."""

from feedsvc.validator import namespaces as ns
from feedsvc.validator.document import Document, Element, Faults
from feedsvc.validator.examples import channel, item
from feedsvc.validator.finding import Severity
from feedsvc.validator.registry import Form, rule
from feedsvc.validator.rules.common import ATOM_ENTRIES, FEEDS, RSS_ITEMS
from feedsvc.validator.rules.values.dates import rfc3339_date
from feedsvc.validator.rules.values.lists import listed, true_false
from feedsvc.validator.rules.values.numbers import positive_integer
from feedsvc.validator.rules.values.texts import attribute_not_blank
from feedsvc.validator.rules.values.uris import IRI
from feedsvc.validator.values import text
from feedsvc.validator.values.dates import rfc3339
from feedsvc.validator.vocabulary import declare, loose, many, may, need, optional, some

SPEC = "https://feedsync.org/"
_MOST = 2**31 - 1


def _tag(name: str) -> str:
    return f"{{{ns.SX}}}{name}"


def _sync(history: str) -> str:
    return f'<sx:sync id="crane" updates="1">{history}</sx:sync>'


_GOOD = item(_sync('<sx:history sequence="1" by="ida"/>'))


@rule(
    "since-after-until",
    Severity.ERROR,
    on=(_tag("sharing"),),
    spec=SPEC,
    bad=channel('<sx:sharing since="2024-11-16T09:30:00Z" until="2024-11-15T09:30:00Z"/>'),
    good=channel('<sx:sharing since="2024-11-15T09:30:00Z" until="2024-11-16T09:30:00Z"/>'),
)
def since_after_until(element: Element, _doc: Document) -> Faults:
    """The time span of a shared feed ends before it begins.

    The span is empty, so no item is synchronized. Swap or correct the two times.
    """
    since, until = (rfc3339(element.get(name, "")).time for name in ("since", "until"))
    if since and until and since > until:
        message = f"since {element.get('since')} is later than until {element.get('until')}"
        yield element, message


@rule(
    "missing-by-and-when-attrs",
    Severity.ERROR,
    on=(_tag("history"),),
    spec=SPEC,
    bad=item(_sync('<sx:history sequence="1"/>')),
    good=_GOOD,
)
def neither_by_nor_when(element: Element, _doc: Document) -> Faults:
    """A change states neither its author nor its time.

    Programs cannot decide which of two conflicting changes wins. Add by, when or both.
    """
    if "by" not in element.attrib and "when" not in element.attrib:
        yield element, "sx:history has neither by nor when; add at least one"


@rule(
    "integer-overflow",
    Severity.ERROR,
    form=Form.VALUE,
    spec=SPEC,
    bad=item('<sx:sync id="crane" updates="4294967296"/>'),
    good=_GOOD,
)
def no_overflow(value: str) -> str | None:
    """A number is greater than 2,147,483,647.

    Programs that store it in 32 bits read a wrong number. Use a smaller one.
    """
    if text.sign(value) == 1 and (len(value) > len(str(_MOST)) or int(value) > _MOST):
        return f"{value!r} is greater than {_MOST:,}"
    return None


_NUMBER = need(positive_integer, no_overflow)

declare(
    FEEDS,
    {
        "sharing": optional(
            attributes={
                "since": may(rfc3339_date),
                "until": may(rfc3339_date),
                "expires": may(rfc3339_date),
            }
        )
    },
    namespace=ns.SX,
)
declare(
    (_tag("sharing"),),
    {
        "related": many(
            attributes={
                "link": need(*IRI),
                "title": may(),
                "type": need(listed("complete", "aggregated", spec=SPEC)),
            }
        )
    },
    namespace=ns.SX,
)
declare(
    (*RSS_ITEMS, *ATOM_ENTRIES),
    {
        "sync": optional(
            attributes={
                "id": need(attribute_not_blank),
                "updates": _NUMBER,
                "deleted": may(true_false),
                "noconflicts": may(true_false),
            }
        )
    },
    namespace=ns.SX,
)
declare(
    (_tag("sync"),),
    {
        "history": some(attributes={"sequence": _NUMBER, "when": may(rfc3339_date), "by": may()}),
        "conflicts": loose(once=True),
    },
    namespace=ns.SX,
)
