"""A refusal in JSON that says what is wrong and how to mend it: RFC 9457."""

from http import HTTPStatus

import msgspec
from flask import Response


def problem(status: HTTPStatus, detail: str, **members: object) -> Response:
    """Return problem details; `members` are those that this kind of problem has beside."""
    body = {"type": "about:blank", "title": status.phrase, "status": status, "detail": detail}
    return Response(
        msgspec.json.encode(body | members), status, mimetype="application/problem+json"
    )
