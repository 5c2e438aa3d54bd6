"""Counting of requests: what each response adds to the audience figures."""

from functools import lru_cache
from http import HTTPStatus
from wsgiref.types import WSGIEnvironment

from flask import Response

from feedsvc.audience import FEED, MAX_ADDRESS_LENGTH, MAX_AGENT_LENGTH, Tally
from feedsvc.feeds import Document
from feedsvc.site.paths import (
    ArchiveTarget,
    FeedPageTarget,
    FeedTarget,
    PageTarget,
    StoryTarget,
    target_of,
)
from feedsvc.web.context import current_services
from feedsvc.web.document_response import WsgiResponse, size_for
from feedsvc.web.limiter import client_of


def count_document(
    tally: Tally, environ: WSGIEnvironment, path: str, document: Document, response: WsgiResponse
) -> None:
    """Count the response to a request for a document; for a feed, also its client."""
    kind, feed, file = _target(path)
    agent = address = ""
    if kind == FEED:
        agent = environ.get("HTTP_USER_AGENT", "")[:MAX_AGENT_LENGTH]
        address = _address(environ)
    status = int(response.status[:3])
    unchanged = coded = known = 0
    sent = len(response.body)
    if status == HTTPStatus.NOT_MODIFIED:
        unchanged = size_for(document, environ.get("HTTP_ACCEPT_ENCODING", ""))
    elif status == HTTPStatus.IM_USED and sent:
        known = max(0, size_for(document, environ.get("HTTP_ACCEPT_ENCODING", "")) - sent)
    elif status == HTTPStatus.OK and sent:
        coded = len(document.body) - sent
    tally.add((kind, feed, file, status, agent, address), sent, unchanged, coded, known)


def count_response(tally: Tally, kind: str, response: WsgiResponse) -> None:
    """Count a redirect or a private feed's response, without its path and client."""
    tally.add((kind, "", "", int(response.status[:3]), "", ""), len(response.body))


def count_view(response: Response) -> Response:
    """Count the response of a Flask view, without its path and client."""
    tally = current_services().tally
    if tally is not None:
        size = response.calculate_content_length() or 0
        tally.add(("view", "", "", response.status_code, "", ""), size)
    return response


def _address(environ: WSGIEnvironment) -> str:
    peer = environ.get("REMOTE_ADDR", "")
    forwarded = environ.get("HTTP_X_FORWARDED_FOR", "")
    return (client_of(peer, forwarded) if forwarded else peer)[:MAX_ADDRESS_LENGTH]


@lru_cache(maxsize=4096)
def _target(path: str) -> tuple[str, str, str]:
    """Return the kind of document at a path and, for a feed, its folder and file name."""
    match target_of(path):
        case FeedTarget(key, form):
            return FEED, key.path, form.file_name
        case ArchiveTarget():
            return "archive", "", ""
        case StoryTarget():
            return "story", "", ""
        case FeedPageTarget():
            return "page", "", ""
        case PageTarget() if path.endswith(("/", ".html")):
            return "page", "", ""
    return "file", "", ""
