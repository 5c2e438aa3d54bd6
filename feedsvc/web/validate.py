"""The check of a feed: one of the site's own, or one that a visitor pastes, uploads or names."""

from http import HTTPStatus
from typing import NamedTuple, cast
from urllib.parse import urlencode

import msgspec
from flask import Blueprint, Response, current_app, request
from werkzeug.exceptions import RequestEntityTooLarge, TooManyRequests

from feedsvc.errors import TargetError
from feedsvc.validator import Report, validate
from feedsvc.validator.profiles import PROFILES
from feedsvc.web.excerpt import listing
from feedsvc.web.fetching import MOST_BYTES, SECONDS, BusyError, Fetcher
from feedsvc.web.findings import group, tally
from feedsvc.web.limiter import Limiter, client_of
from feedsvc.web.problems import problem
from feedsvc.web.responses import compress, current_site, page, wants_json
from feedsvc.web.site_documents import OwnDocuments
from feedsvc.web.submissions import (
    LONGEST_ADDRESS,
    Submission,
    asked_profiles,
    fault_of_profiles,
    submission,
)
from feedsvc.web.visible import short

blueprint = Blueprint("validate", __name__)
blueprint.after_request(compress)

LIMITER = "feedsvc.limiter"
"""The name under which the app keeps how often each client had something checked."""
FETCHER = "feedsvc.fetcher"
"""The name under which the app keeps what fetches feeds for visitors, if that is on."""
OWN = "feedsvc.own"
"""The name under which the app keeps which documents of the site can be checked."""

KEPT_TEXT = 100_000
"""Up to how many characters a pasted document is put back into its field."""


class Checked(NamedTuple):
    """A document that was checked; `path` is where it is in this site, empty for all others."""

    name: str
    data: bytes
    report: Report
    path: str = ""


@blueprint.get("/validate", strict_slashes=False)
def form() -> Response:
    """Show the form, or what is found in a document of the site: an address that can be shared."""
    asked = request.args.get("document", "").strip()
    given = Submission(profiles=asked_profiles())
    if not asked:
        return _form_page(given)
    _refuse_too_many()
    if fault := fault_of_profiles(given.profiles):
        return _refuse(given, fault)
    document = _own().find(asked)
    if document is None:
        fault = f"There is no feed and no list of feeds at “{short(asked)}” on this site."
        return _refuse(given, fault, HTTPStatus.NOT_FOUND)
    report = _own().report(document, given.profiles)
    return _answer(given, Checked(document.path, document.body, report, document.path))


@blueprint.post("/validate", strict_slashes=False)
def check() -> Response:
    """Check a document from the form, one that is the body of the request, or one to be fetched."""
    _refuse_too_many()
    sent = submission()
    if sent.fault:
        return _refuse(sent, sent.fault)
    return _fetched(sent) if sent.url else _answer(sent, _checked(sent))


def _checked(sent: Submission) -> Checked:
    limit = current_site().settings.limits.document_bytes
    if len(sent.data) > limit:
        raise RequestEntityTooLarge
    location = sent.location or None
    report = validate(sent.data, location=location, limit=limit, profiles=sent.profiles)
    return Checked(sent.name, sent.data, report)


def _fetched(sent: Submission) -> Response:
    fetcher = cast("Fetcher | None", current_app.extensions[FETCHER])
    if fetcher is None:
        fault = "No feed is fetched here by its address: paste it, or choose its file."
        return _refuse(sent, fault, HTTPStatus.FORBIDDEN)
    limit = current_site().settings.limits.document_bytes
    try:
        visited = fetcher.validate(sent.url, limit=limit, profiles=sent.profiles)
    except BusyError as error:
        refusal = _refuse(sent, str(error), HTTPStatus.SERVICE_UNAVAILABLE)
        refusal.headers["Retry-After"] = f"{SECONDS:.0f}"
        return refusal
    except TargetError as error:
        return _refuse(sent, short(str(error)), HTTPStatus.UNPROCESSABLE_ENTITY)
    return _answer(sent, Checked(sent.name, visited.data, visited.report))


def _refuse_too_many() -> None:
    limiter = cast("Limiter", current_app.extensions[LIMITER])
    forwarded = request.headers.get("X-Forwarded-For", "")
    seconds = limiter.wait(client_of(request.remote_addr or "", forwarded))
    if seconds:
        raise TooManyRequests(retry_after=seconds)


def _own() -> OwnDocuments:
    return cast("OwnDocuments", current_app.extensions[OWN])


def _refuse(sent: Submission, fault: str, status: HTTPStatus = HTTPStatus.BAD_REQUEST) -> Response:
    if wants_json():
        return problem(status, fault)
    return _form_page(sent, status, notice=fault)


def _answer(sent: Submission, checked: Checked) -> Response:
    """Return what was found, as JSON or on a page."""
    report = checked.report
    if wants_json():
        document = {"document": checked.name, "valid": report.valid}
        body = msgspec.json.encode(document | msgspec.to_builtins(report))
        return Response(body, mimetype="application/json")
    groups = group(report)
    notes = [note for each in groups for note in each.notes]
    return _form_page(
        sent,
        report=report,
        name=short(checked.name),
        document=checked.path,
        shared=_query(checked.path, sent.profiles),
        counts=tally(report),
        groups=groups,
        partners=[PROFILES[name] for name in sent.profiles],
        listing=listing(checked.data, notes),
    )


def _query(path: str, profiles: tuple[str, ...]) -> str:
    """Return the query of the address at which a document of the site is checked."""
    named = [("profile", name) for name in profiles]
    return urlencode([("document", path), *named], safe="/")


def _form_page(sent: Submission, status: int = HTTPStatus.OK, **values: object) -> Response:
    limit = current_site().settings.limits.document_bytes
    given = {
        "text": sent.text if len(sent.text) <= KEPT_TEXT else "",
        "url": sent.url[:LONGEST_ADDRESS],
        "location": sent.location[:LONGEST_ADDRESS],
        "chosen": sent.profiles,
        "profiles": PROFILES.values(),
        "own": _own().choices(),
        "fetches": current_app.extensions[FETCHER] is not None,
        "limit": limit,
        "fetch_limit": min(limit, MOST_BYTES),
    }
    empty = {"report": None, "notice": "", "document": ""}
    return page("validate.html", status, **empty | given | values)
