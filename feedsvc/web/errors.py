"""Errors as pages or as problem details in JSON (RFC 9457), never as a stack trace."""

from http import HTTPStatus

from flask import Blueprint, Response, current_app, request
from werkzeug.exceptions import HTTPException, ServiceUnavailable

from feedsvc.errors import FeedsvcError
from feedsvc.web.context import current_site
from feedsvc.web.middleware import FAILURE
from feedsvc.web.responses import page, problem, wants_problem

blueprint = Blueprint("errors", __name__)

_DETAILS = {
    400: "The server could not understand the request.",
    401: "This page is for the newsroom. Sign in with any user name and the desk_password.",
    404: "There is no page or feed at this URL.",
    405: "This URL does not support the request method.",
    410: "The page or feed at this URL has been removed for good.",
    413: "The document is larger than the limit of {limit:,} bytes.",
    415: "Send a feed without Content-Encoding. Images, audio, video and fonts are not feeds.",
    416: "The file is shorter than the requested range; see Content-Range for its length.",
    429: "Too many requests. Try again in a minute, or after the seconds given in Retry-After.",
    500: "Something went wrong. The error has been logged.",
    503: "The stories cannot be read at the moment. Try again in a minute.",
}


@blueprint.before_app_request
def raise_failure() -> None:
    """Raise an error of the middleware, so that it is logged and shown like any other."""
    if failure := request.environ.get(FAILURE):
        raise failure


@blueprint.app_errorhandler(FeedsvcError)
def unavailable(error: FeedsvcError) -> Response:
    """Respond 503 if the site cannot be read; the reason is only logged."""
    current_app.logger.error("%s", error)
    return http_error(ServiceUnavailable(retry_after=60))


@blueprint.app_errorhandler(HTTPException)
def http_error(error: HTTPException) -> Response:
    """Respond to an HTTP error; Flask logs any other error and turns it into a 500."""
    status = HTTPStatus(error.code or HTTPStatus.INTERNAL_SERVER_ERROR)
    limit = current_site().settings.limits.document_bytes
    detail = _DETAILS.get(status, status.description).format(limit=limit)
    if wants_problem():
        response = problem(status, detail)
    else:
        response = page("error.html", status, title=status.phrase.capitalize(), detail=detail)
    for name, value in error.get_headers(request.environ):
        if name in ("Allow", "Content-Range", "Retry-After", "WWW-Authenticate"):
            response.headers[name] = value
    return response
