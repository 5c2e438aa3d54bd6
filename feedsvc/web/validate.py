"""The validator's page: checks a feed of the site, or one that is pasted, uploaded or fetched."""

from http import HTTPStatus
from typing import NamedTuple, cast
from urllib.parse import urlencode, urlsplit

import msgspec
from flask import Blueprint, Response, current_app, request
from werkzeug.exceptions import RequestEntityTooLarge, TooManyRequests, UnsupportedMediaType

from feedsvc.errors import TargetError
from feedsvc.validator import Report, validate
from feedsvc.validator.profiles import PROFILES
from feedsvc.validator.source import Source
from feedsvc.web.context import current_site
from feedsvc.web.feed_fetcher import MOST_BYTES, SECONDS, BusyError, FeedFetcher
from feedsvc.web.limiter import Limiter, client_of
from feedsvc.web.printable import shorten
from feedsvc.web.report_view import count_findings, format_label, group_findings, list_source
from feedsvc.web.responses import compress, page, problem, sends_document, wants_json
from feedsvc.web.site_documents import SiteDocuments

blueprint = Blueprint("validate", __name__)
blueprint.after_request(compress)

LIMITER = "feedsvc.limiter"
"""The key in `app.extensions` of the rate limiter for validation."""
FETCHER = "feedsvc.fetcher"
"""The key in `app.extensions` of the FeedFetcher; None while fetching is off."""
SITE_DOCUMENTS = "feedsvc.site_documents"
"""The key in `app.extensions` of the SiteDocuments."""

LONGEST_URL = 2_000
LONGEST_TEXT = 100_000
"""The longest pasted document, in characters, that is put back into its field."""
NOT_FEEDS = ("audio", "font", "image", "video")
"""The main types of request bodies that cannot be feeds."""


class Submission(NamedTuple):
    """A document to validate, or the `url` to fetch it from; `text` is what was pasted.

    `location` is the URL where it is published, or empty; `profiles` are the names of the
    partners whose rules are checked as well.
    """

    name: str = ""
    data: bytes = b""
    text: str = ""
    url: str = ""
    location: str = ""
    profiles: tuple[str, ...] = ()

    @property
    def fault(self) -> str:
        """What is wrong with the submission itself and how to fix it, or an empty string."""
        if not self.url and not self.data.strip():
            return "There is nothing to validate: paste a feed or choose a file"
        for url, alternative in ((self.url, ""), (self.location, ", or leave the field empty")):
            if url and not _is_url(url):
                fix = f"enter one that begins with https:// or http://{alternative}"
                return f"“{shorten(url)}” is not the URL of a feed: {fix}"
        return fault_of_profiles(self.profiles)


class CheckedDocument(NamedTuple):
    """A validated document; `path` is its path on this site, empty for all others."""

    name: str
    data: bytes
    report: Report
    path: str = ""


@blueprint.get("/validate", strict_slashes=False)
def form() -> Response:
    """Show the form, or the report on a document of the site, at a URL that can be shared."""
    requested = request.args.get("document", "").strip()
    submission = Submission(profiles=requested_profiles())
    if not requested:
        return _form_page(submission)
    _limit_rate()
    if fault := fault_of_profiles(submission.profiles):
        return _refuse(submission, fault)
    document = _site_documents().find(requested)
    if document is None:
        fault = f"There is no feed or list of feeds at “{shorten(requested)}” on this site"
        return _refuse(submission, fault, HTTPStatus.NOT_FOUND)
    report = _site_documents().report(document, submission.profiles)
    return _report(submission, CheckedDocument(document.path, document.body, report, document.path))


@blueprint.post("/validate", strict_slashes=False)
def check() -> Response:
    """Validate a document sent by the form or as the request body, or one to be fetched."""
    _limit_rate()
    submission = read_submission()
    if submission.fault:
        return _refuse(submission, submission.fault)
    if submission.url:
        return _fetch(submission)
    return _report(submission, _validate(submission))


def read_submission() -> Submission:
    """Return what a POST sends; raises UnsupportedMediaType for what cannot be a feed."""
    coded = request.headers.get("Content-Encoding", "identity").lower() != "identity"
    if coded or request.mimetype.partition("/")[0] in NOT_FEEDS:
        raise UnsupportedMediaType
    submission = _from_body() if sends_document() else _from_form()
    location = request.values.get("location", "").strip()
    return submission._replace(location=location, profiles=requested_profiles())


def requested_profiles() -> tuple[str, ...]:
    """Return the names of the partners whose rules are requested, without duplicates."""
    return tuple(dict.fromkeys(request.values.getlist("profile")))


def fault_of_profiles(names: tuple[str, ...]) -> str:
    """Return a message about the first unknown profile, or an empty string."""
    for name in names:
        if name not in PROFILES:
            return f"There is no profile “{shorten(name)}”; choose from {', '.join(PROFILES)}"
    return ""


def _validate(submission: Submission) -> CheckedDocument:
    limit = current_site().settings.limits.document_bytes
    if len(submission.data) > limit:
        raise RequestEntityTooLarge
    report = validate(
        submission.data,
        location=submission.location or None,
        limit=limit,
        profiles=submission.profiles,
    )
    return CheckedDocument(submission.name, submission.data, report)


def _fetch(submission: Submission) -> Response:
    fetcher = cast("FeedFetcher | None", current_app.extensions[FETCHER])
    if fetcher is None:
        fault = "This server does not fetch feeds: paste the feed or choose a file"
        return _refuse(submission, fault, HTTPStatus.FORBIDDEN)
    limit = current_site().settings.limits.document_bytes
    try:
        fetched = fetcher.validate(submission.url, limit=limit, profiles=submission.profiles)
    except BusyError as error:
        response = _refuse(submission, str(error), HTTPStatus.SERVICE_UNAVAILABLE)
        response.headers["Retry-After"] = f"{SECONDS:.0f}"
        return response
    except TargetError as error:
        return _refuse(submission, shorten(str(error)), HTTPStatus.UNPROCESSABLE_ENTITY)
    return _report(submission, CheckedDocument(submission.name, fetched.data, fetched.report))


def _limit_rate() -> None:
    limiter = cast("Limiter", current_app.extensions[LIMITER])
    forwarded = request.headers.get("X-Forwarded-For", "")
    seconds = limiter.wait(client_of(request.remote_addr or "", forwarded))
    if seconds:
        raise TooManyRequests(retry_after=seconds)


def _site_documents() -> SiteDocuments:
    return cast("SiteDocuments", current_app.extensions[SITE_DOCUMENTS])


def _refuse(
    submission: Submission, fault: str, status: HTTPStatus = HTTPStatus.BAD_REQUEST
) -> Response:
    if wants_json():
        return problem(status, fault)
    return _form_page(submission, status, notice=fault)


def _report(submission: Submission, checked: CheckedDocument) -> Response:
    report = checked.report
    if wants_json():
        document = {"document": checked.name, "valid": report.valid}
        body = msgspec.json.encode(document | msgspec.to_builtins(report))
        return Response(body, mimetype="application/json")
    groups = group_findings(report)
    notes = [note for group in groups for note in group.notes]
    return _form_page(
        submission,
        report=report,
        name=shorten(checked.name),
        document=checked.path,
        shared=_query(checked.path, submission.profiles),
        format=format_label(report),
        counts=count_findings(report),
        groups=groups,
        partners=[PROFILES[name] for name in submission.profiles],
        listing=list_source(checked.data, notes),
    )


def _query(path: str, profiles: tuple[str, ...]) -> str:
    """Return the query of the URL of the report on a document of the site."""
    named = [("profile", name) for name in profiles]
    return urlencode([("document", path), *named], safe="/")


def _form_page(submission: Submission, status: int = HTTPStatus.OK, **values: object) -> Response:
    limit = current_site().settings.limits.document_bytes
    fields = {
        "text": submission.text if len(submission.text) <= LONGEST_TEXT else "",
        "url": submission.url[:LONGEST_URL],
        "location": submission.location[:LONGEST_URL],
        "chosen": submission.profiles,
        "profiles": PROFILES.values(),
        "site_documents": _site_documents().choices(),
        "fetches": current_app.extensions[FETCHER] is not None,
        "limit": limit,
        "fetch_limit": min(limit, MOST_BYTES),
    }
    empty = {"report": None, "notice": "", "document": ""}
    return page("validate.html", status, **empty | fields | values)


def _from_body() -> Submission:
    return Submission("request body", request.get_data())


def _from_form() -> Submission:
    """Read the form's fields: the file, else the URL, else the pasted text."""
    file = request.files.get("file")
    if file and file.filename:
        return Submission(file.filename, file.read())
    url = request.form.get("url", "").strip()
    if url:
        return Submission(url, url=url)
    # Browsers send every line end of a text field as CR LF.
    text = request.form.get("text", "").replace("\r\n", "\n")
    return Submission("pasted text", _encode(text), text)


def _encode(text: str) -> bytes:
    """Return pasted text in the encoding that it declares, as its file was encoded."""
    plain = text.encode(errors="replace")
    try:
        return text.encode(Source(plain, limit=len(plain)).codec, "xmlcharrefreplace")
    except (LookupError, UnicodeError):
        return plain


def _is_url(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc) and len(text) <= LONGEST_URL
