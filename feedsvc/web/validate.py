"""The check of a feed: one of the site's own, or one that a visitor pastes, uploads or names."""

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
from feedsvc.web.report_view import group, listing, tally
from feedsvc.web.responses import compress, page, problem, sends_document, wants_json
from feedsvc.web.site_documents import SiteDocuments

LONGEST_ADDRESS = 2_000
MEDIA = ("audio", "font", "image", "video")
"""The types of bodies that are no feeds, whatever follows the slash."""


class Submission(NamedTuple):
    """A document to check, or the `url` that it is to be fetched from; `text` is what was pasted.

    `location` is the address where it is published, or empty; `profiles` are the names of
    the partners whose rules it is to keep.
    """

    name: str = ""
    data: bytes = b""
    text: str = ""
    url: str = ""
    location: str = ""
    profiles: tuple[str, ...] = ()

    @property
    def fault(self) -> str:
        """What is wrong with it itself, and the cure; empty where nothing is."""
        if not self.url and not self.data.strip():
            return "There is nothing to check: paste a feed or choose a file."
        for address, cure in ((self.url, "."), (self.location, ", or leave the field empty.")):
            if address and not _is_address(address):
                told = "give one that begins with https:// or http://"
                return f"“{shorten(address)}” is no address of a feed: {told}{cure}"
        return fault_of_profiles(self.profiles)


def submission() -> Submission:
    """Return what a POST brings; raises UnsupportedMediaType for what can be no feed."""
    coded = request.headers.get("Content-Encoding", "identity").lower() != "identity"
    if coded or request.mimetype.partition("/")[0] in MEDIA:
        raise UnsupportedMediaType
    sent = _from_body() if sends_document() else _from_form()
    location = request.values.get("location", "").strip()
    return sent._replace(location=location, profiles=asked_profiles())


def asked_profiles() -> tuple[str, ...]:
    """Return the names of the partners whose rules are asked for, each once."""
    return tuple(dict.fromkeys(request.values.getlist("profile")))


def fault_of_profiles(names: tuple[str, ...]) -> str:
    """Return which of the partners is not known, and who is; empty where all are."""
    for name in names:
        if name not in PROFILES:
            return f"There is no profile “{shorten(name)}”; there are {', '.join(PROFILES)}."
    return ""


def _from_body() -> Submission:
    return Submission("request body", request.get_data())


def _from_form() -> Submission:
    """Read the form's fields: of a file, an address and a text, the first that is there counts."""
    file = request.files.get("file")
    if file and file.filename:
        return Submission(file.filename, file.read())
    url = request.form.get("url", "").strip()
    if url:
        return Submission(url, url=url)
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


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    sound = parts.scheme in ("http", "https") and bool(parts.netloc)
    return sound and len(text) <= LONGEST_ADDRESS


blueprint = Blueprint("validate", __name__)
blueprint.after_request(compress)

LIMITER = "feedsvc.limiter"
"""The name under which the app keeps how often each client had something checked."""
FETCHER = "feedsvc.fetcher"
"""The name under which the app keeps what fetches feeds for visitors, if that is on."""
SITE_DOCUMENTS = "feedsvc.site_documents"
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
        fault = f"There is no feed and no list of feeds at “{shorten(asked)}” on this site."
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
    fetcher = cast("FeedFetcher | None", current_app.extensions[FETCHER])
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
        return _refuse(sent, shorten(str(error)), HTTPStatus.UNPROCESSABLE_ENTITY)
    return _answer(sent, Checked(sent.name, visited.data, visited.report))


def _refuse_too_many() -> None:
    limiter = cast("Limiter", current_app.extensions[LIMITER])
    forwarded = request.headers.get("X-Forwarded-For", "")
    seconds = limiter.wait(client_of(request.remote_addr or "", forwarded))
    if seconds:
        raise TooManyRequests(retry_after=seconds)


def _own() -> SiteDocuments:
    return cast("SiteDocuments", current_app.extensions[SITE_DOCUMENTS])


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
        name=shorten(checked.name),
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
