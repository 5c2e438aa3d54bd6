"""What all views share: the site, whether a client wants JSON, and pages with their headers."""

from typing import cast

from flask import Response, current_app, request

from feedsvc.feeds.codings import SMALLEST, accepted_coding
from feedsvc.feeds.pages.rendering import HTML, render
from feedsvc.site import Site
from feedsvc.web.answer import NO_SNIFFING, PAGE_HEADERS

EXTENSION = "feedsvc"
FORM_TYPES = ("multipart/form-data", "application/x-www-form-urlencoded")


def current_site() -> Site:
    """Return the site that the app serves."""
    return cast("Site", current_app.extensions[EXTENSION])


def sends_document() -> bool:
    """Tell whether the body of the request is a document itself, not a form that holds one."""
    return request.method == "POST" and request.mimetype not in FORM_TYPES


def wants_json() -> bool:
    """Tell whether the client asks for JSON rather than HTML.

    Of those that take both, as curl does, who sends a document by itself is a program.
    """
    return prefers_json(otherwise=sends_document())


def prefers_json(*, otherwise: bool) -> bool:
    """Tell whether the Accept header puts JSON before HTML; `otherwise` where both are equal."""
    accept = request.accept_mimetypes
    json = max(accept["application/json"], accept["application/problem+json"])
    html = accept["text/html"]
    return otherwise if json == html else json > html


def page(template: str, status: int = 200, **values: object) -> Response:
    """Return a page that is made for this request."""
    publication = current_site().publication
    body = render(template, path=request.path, publication=publication, **values)
    return Response(body, status, content_type=HTML)


def compress(response: Response) -> Response:
    """Compress what is the same for all who ask for it; a page with a secret in it stays as it is.

    How small text that a stranger chose becomes beside a secret gives that away (BREACH).
    """
    response.vary.add("Accept-Encoding")
    coding = accepted_coding(request.headers.get("Accept-Encoding", ""))
    body = response.get_data()
    if coding and len(body) >= SMALLEST:
        response.set_data(coding.encode(body, False))
        response.content_encoding = coding.token
    return response


def add_headers(response: Response) -> Response:
    """Add what every answer of a view says to browsers and caches."""
    response.headers.extend([NO_SNIFFING])
    response.headers.setdefault("Cache-Control", "no-store")
    if response.mimetype == "text/html":
        response.headers.extend(PAGE_HEADERS)
    return response
