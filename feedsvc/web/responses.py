"""Responses of the Flask views: pages, JSON, problem details (RFC 9457) and their headers."""

from http import HTTPStatus

import msgspec
from flask import Response, request

from feedsvc.feeds.codings import SMALLEST, accepted_coding
from feedsvc.feeds.pages.rendering import HTML, render
from feedsvc.web.context import current_site
from feedsvc.web.document_response import NO_SNIFFING, PAGE_HEADERS

FORM_TYPES = ("multipart/form-data", "application/x-www-form-urlencoded")


def page(template: str, status: int = HTTPStatus.OK, **values: object) -> Response:
    """Return a page rendered for this request."""
    publication = current_site().publication
    body = render(template, path=request.path, publication=publication, **values)
    return Response(body, status, content_type=HTML)


def problem(status: HTTPStatus, detail: str, **members: object) -> Response:
    """Return problem details as JSON; `members` are added to the standard ones."""
    body = {"type": "about:blank", "title": status.phrase, "status": status, "detail": detail}
    return Response(
        msgspec.json.encode(body | members), status, mimetype="application/problem+json"
    )


def sends_document() -> bool:
    """Return whether the request's body is a document itself, not a form that contains one."""
    return request.method == "POST" and request.mimetype not in FORM_TYPES


def wants_json() -> bool:
    """Return whether the client asks for JSON rather than HTML.

    A client that accepts both equally, as curl does, gets JSON if it sends a bare document.
    """
    return _prefers_json(otherwise=sends_document())


def wants_problem() -> bool:
    """Return whether the client wants an error as problem details rather than a page.

    A client that accepts both equally gets them if it sends a bare document, or requests
    `/healthz` or a JSON Feed.
    """
    for_programs = request.path == "/healthz" or request.path.endswith(".json")
    return _prefers_json(otherwise=sends_document() or for_programs)


def _prefers_json(*, otherwise: bool) -> bool:
    accept = request.accept_mimetypes
    json = max(accept["application/json"], accept["application/problem+json"])
    html = accept["text/html"]
    return otherwise if json == html else json > html


def compress(response: Response) -> Response:
    """Compress a response that is the same for everyone; never use this where a page has a secret.

    The compressed size of a secret next to text chosen by an attacker reveals it (BREACH).
    """
    response.vary.add("Accept-Encoding")
    coding = accepted_coding(request.headers.get("Accept-Encoding", ""))
    body = response.get_data()
    if coding and len(body) >= SMALLEST:
        response.set_data(coding.encode(body, False))
        response.content_encoding = coding.token
    return response


def add_headers(response: Response) -> Response:
    """Add the security and cache headers that every view's response has."""
    response.headers.extend([NO_SNIFFING])
    response.headers.setdefault("Cache-Control", "no-store")
    if response.mimetype == "text/html":
        response.headers.extend(PAGE_HEADERS)
    return response
