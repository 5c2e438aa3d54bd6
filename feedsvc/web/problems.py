"""A refusal in JSON that says what is wrong and how to mend it: RFC 9457."""

from http import HTTPStatus

import msgspec
from flask import Response, request

from feedsvc.web.responses import prefers_json, sends_document


def wants_problem() -> bool:
    """Tell whether an error is for a program.

    Of clients that take JSON as gladly as a page, those are programs that send a document, ask
    how the site is, or look for a JSON Feed.
    """
    for_programs = request.path == "/healthz" or request.path.endswith(".json")
    return prefers_json(otherwise=sends_document() or for_programs)


def problem(status: HTTPStatus, detail: str, **members: object) -> Response:
    """Return problem details; `members` are those that this kind of problem has beside."""
    body = {"type": "about:blank", "title": status.phrase, "status": status, "detail": detail}
    return Response(
        msgspec.json.encode(body | members), status, mimetype="application/problem+json"
    )
