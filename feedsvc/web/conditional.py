"""Whether a client's copy is the document as it is: RFC 9110 sections 8.8 and 13."""

import time
from collections.abc import Mapping
from datetime import UTC
from email.utils import formatdate, parsedate_to_datetime
from functools import lru_cache
from typing import NamedTuple

from feedsvc.feeds import Document
from feedsvc.feeds.codings import CODINGS, Coding


class Validators(NamedTuple):
    """What tells whether a client's copy is the document as it is.

    `etags` are those of all codings, `modified` the seconds that `last_modified` says.
    """

    etags: tuple[str, ...]
    modified: int
    last_modified: str


@lru_cache(maxsize=512)
def validators_of(document: Document) -> Validators:
    """Return the validators of a document, made once and not at each request."""
    modified = int(document.modified.timestamp())
    etags = tuple(etag_in(document, coding) for coding in (None, *CODINGS.values()))
    return Validators(etags, modified, formatdate(modified, usegmt=True))


def etag_in(document: Document, coding: Coding | None) -> str:
    """Return the strong validator of the document in a coding: other bytes, another one."""
    return f'{document.etag[:-1]}-{coding.token}"' if coding else document.etag


def plain_tag(tag: str) -> str:
    """Return the tag, without its quotes, that a version has in no coding."""
    stem, _, token = tag.rpartition("-")
    return stem if token in CODINGS else tag


def known_etag(document: Document, headers: Mapping[str, str]) -> str | None:
    """Return the ETag of the client's copy where that is the document: RFC 9110 section 13.2.2.

    A copy in another coding than this request would get is as good. Dates are believed of
    feeds alone (`Document.is_dated`). Names of `headers` have small letters.
    """
    validators = validators_of(document)
    tags = headers.get("if-none-match")
    if tags is not None:
        # An ETag is quoted letters and digits: it stands in a list, after W/ or not, or it
        # is not there.
        known = next((etag for etag in validators.etags if etag in tags), None)
        return known or (validators.etags[0] if tags.strip() == "*" else None)
    since = headers.get("if-modified-since")
    if since is None or not document.is_dated:
        return None
    unchanged = since == validators.last_modified or validators.modified <= _seconds(since)
    return validators.etags[0] if unchanged else None


def _seconds(date: str) -> float:
    """Return an HTTP date in seconds; minus infinity for nonsense and for a moment to come.

    A client whose clock runs ahead would otherwise be told that nothing is new until then.
    """
    try:
        moment = parsedate_to_datetime(date)
        seconds = moment.replace(tzinfo=moment.tzinfo or UTC).timestamp()
    except (ValueError, OverflowError):
        return float("-inf")
    return seconds if seconds <= time.time() else float("-inf")
