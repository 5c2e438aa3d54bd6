"""The check of a feed that a visitor pastes, uploads or sends."""

from http import HTTPStatus
from typing import NamedTuple, cast
from urllib.parse import urlsplit

import msgspec
from flask import Blueprint, Response, current_app, request
from werkzeug.exceptions import (
    RequestEntityTooLarge,
    TooManyRequests,
    UnsupportedMediaType,
)

from feedsvc.validator import Report, validate
from feedsvc.validator.profiles import PROFILES
from feedsvc.validator.source import Source
from feedsvc.web.excerpt import listing
from feedsvc.web.findings import group, tally
from feedsvc.web.limiter import Limiter, client_of
from feedsvc.web.problems import problem
from feedsvc.web.responses import current_site, page, sends_document, wants_json
from feedsvc.web.visible import short

blueprint = Blueprint("validate", __name__)

LIMITER = "feedsvc.limiter"
"""The name under which the app keeps how often each client had something checked."""

LONGEST_ADDRESS = 2_000
MEDIA = ("audio", "font", "image", "video")
"""The types of bodies that are no feeds, whatever follows the slash."""
KEPT_TEXT = 100_000
"""Up to how many characters a pasted document is put back into its field."""


class Submission(NamedTuple):
    """A document to check; `text` is what was pasted, if it was.

    `location` is the address where it is published, or empty; `profiles` are the names of
    the partners whose rules it is to keep.
    """

    name: str
    data: bytes
    text: str = ""
    location: str = ""
    profiles: tuple[str, ...] = ()


@blueprint.get("/validate")
def form() -> Response:
    """Show the form."""
    return _form_page(Submission("", b""))


@blueprint.post("/validate")
def check() -> Response:
    """Check a document from the form, or one that is the body of the request."""
    _refuse_too_many()
    _refuse_types()
    limit = current_site().settings.limits.document_bytes
    submission = _from_body() if sends_document() else _from_form()
    submission = submission._replace(
        location=request.values.get("location", "").strip(),
        profiles=tuple(dict.fromkeys(request.values.getlist("profile"))),
    )
    fault = _fault(submission)
    if fault:
        return _refuse(submission, fault)
    if len(submission.data) > limit:
        raise RequestEntityTooLarge
    report = validate(
        submission.data,
        location=submission.location or None,
        limit=limit,
        profiles=submission.profiles,
    )
    return _as_json(submission, report) if wants_json() else _as_page(submission, report)


def _refuse_too_many() -> None:
    limiter = cast("Limiter", current_app.extensions[LIMITER])
    forwarded = request.headers.get("X-Forwarded-For", "")
    seconds = limiter.wait(client_of(request.remote_addr or "", forwarded))
    if seconds:
        raise TooManyRequests(retry_after=seconds)


def _refuse_types() -> None:
    """Refuse what can be no feed: a medium, or a body that was coded for its way here."""
    coded = request.headers.get("Content-Encoding", "identity").lower() != "identity"
    if coded or request.mimetype.partition("/")[0] in MEDIA:
        raise UnsupportedMediaType


def _from_body() -> Submission:
    return Submission("request body", request.get_data())


def _from_form() -> Submission:
    file = request.files.get("file")
    if file and file.filename:
        return Submission(file.filename, file.read())
    # A browser writes every line end of a text field as CR LF.
    text = request.form.get("text", "").replace("\r\n", "\n")
    return Submission("pasted text", _encode(text), text)


def _encode(text: str) -> bytes:
    """Return pasted text in the encoding that it declares, which its file had."""
    plain = text.encode(errors="replace")
    try:
        return text.encode(Source(plain, limit=len(plain)).codec, "xmlcharrefreplace")
    except (LookupError, UnicodeError):
        return plain


def _fault(submission: Submission) -> str:
    """Return what is wrong with a submission itself, and its cure; empty where nothing is."""
    if not submission.data.strip():
        return "There is nothing to check: paste a feed or choose a file."
    if submission.location and not _is_address(submission.location):
        return (
            f"“{short(submission.location)}” is no address of a feed: "
            "give one that begins with https:// or http://, or leave the field empty."
        )
    for name in submission.profiles:
        if name not in PROFILES:
            return f"There is no profile “{short(name)}”; there are {', '.join(PROFILES)}."
    return ""


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    sound = parts.scheme in ("http", "https") and bool(parts.netloc)
    return sound and len(text) <= LONGEST_ADDRESS


def _refuse(submission: Submission, fault: str) -> Response:
    if wants_json():
        return problem(HTTPStatus.BAD_REQUEST, fault)
    return _form_page(submission, HTTPStatus.BAD_REQUEST, notice=fault)


def _as_json(submission: Submission, report: Report) -> Response:
    document = {"document": submission.name, "valid": report.valid}
    body = msgspec.json.encode(document | msgspec.to_builtins(report))
    return Response(body, mimetype="application/json")


def _as_page(submission: Submission, report: Report) -> Response:
    groups = group(report)
    notes = [note for each in groups for note in each.notes]
    return _form_page(
        submission,
        report=report,
        name=short(submission.name),
        counts=tally(report),
        groups=groups,
        partners=[PROFILES[name] for name in submission.profiles],
        listing=listing(submission.data, notes),
    )


def _form_page(submission: Submission, status: int = HTTPStatus.OK, **values: object) -> Response:
    limit = current_site().settings.limits.document_bytes
    text = submission.text if len(submission.text) <= KEPT_TEXT else ""
    given = {
        "text": text,
        "location": submission.location[:LONGEST_ADDRESS],
        "chosen": submission.profiles,
        "profiles": PROFILES.values(),
        "limit": limit,
    }
    return page("validate.html", status, **{"report": None, "notice": ""} | given | values)
