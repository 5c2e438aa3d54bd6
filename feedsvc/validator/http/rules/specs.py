"""What rules of answers share: specifications, their type of result, and how dates are read."""

from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime

RFC9110 = "https://www.rfc-editor.org/rfc/rfc9110"
RFC9111 = "https://www.rfc-editor.org/rfc/rfc9111"
RFC7303 = "https://www.rfc-editor.org/rfc/rfc7303"
HTML = "https://html.spec.whatwg.org/multipage"

Messages = Iterator[str]
"""What rules of answers give: what is wrong, of the answers as a whole."""


def moment_of(told: str) -> datetime | None:
    """Read a date of HTTP (RFC 9110 section 5.6.7); None where it is none."""
    try:
        moment = parsedate_to_datetime(told)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None and told.endswith("GMT") else None
