"""Errors as proper pages, or as problem details in JSON (RFC 9457); never a stack trace."""

from http import HTTPStatus

from flask import Blueprint, Response, current_app, request
from werkzeug.exceptions import HTTPException, ServiceUnavailable

from feedsvc.errors import FeedsvcError
from feedsvc.web.context import current_site
from feedsvc.web.middleware import FAILURE
from feedsvc.web.responses import page, problem, wants_problem

blueprint = Blueprint("errors", __name__)

_DETAILS = {
    400: "The request cannot be understood.",
    401: "This page is for the newsroom: it asks for the password of the settings.",
    404: "There is no page and no feed at this address.",
    405: "This address does not take such a request.",
    410: "What stood at this address is gone for good.",
    413: "The document is larger than the {limit:,} bytes that are checked here.",
    415: "A feed to check is sent as it is: no picture, sound or film, no Content-Encoding.",
    416: "What is here is shorter: Content-Range says how long it is.",
    429: "Too many in a minute. Ask again when the seconds in Retry-After are over.",
    500: "Something went wrong here. It has been logged.",
    503: "The stories cannot be read at the moment. Try again in a minute.",
}


@blueprint.before_app_request
def raise_failure() -> None:
    """Raise an error of the layer around the app, so that it is logged and shown as all others."""
    if failure := request.environ.get(FAILURE):
        raise failure


@blueprint.app_errorhandler(FeedsvcError)
def unavailable(error: FeedsvcError) -> Response:
    """Answer for a site that cannot be read; what is wrong with it is for the log alone."""
    current_app.logger.error("%s", error)
    return refusal(ServiceUnavailable(retry_after=60))


@blueprint.app_errorhandler(HTTPException)
def refusal(error: HTTPException) -> Response:
    """Answer for an error of HTTP, and for any other, which Flask logs and makes a 500."""
    status = HTTPStatus(error.code or HTTPStatus.INTERNAL_SERVER_ERROR)
    limit = current_site().settings.limits.document_bytes
    detail = _DETAILS.get(status, status.description).format(limit=limit)
    if wants_problem():
        response = problem(status, detail)
    else:
        response = page("error.html", status, title=status.phrase, detail=detail)
    for name, value in error.get_headers(request.environ):
        if name in ("Allow", "Content-Range", "Retry-After", "WWW-Authenticate"):
            response.headers[name] = value
    return response
