"""The check of a feed that a visitor pastes, uploads or sends."""

from collections import Counter
from typing import NamedTuple

import msgspec
from flask import Blueprint, Response, request
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge

from feedsvc.validator import Report, Severity, validate
from feedsvc.validator.source import Source
from feedsvc.web.excerpt import Lines
from feedsvc.web.responses import current_site, page, sends_document, wants_json

blueprint = Blueprint("validate", __name__)

SHOWN_FINDINGS = 200
KEPT_TEXT = 100_000
"""Up to how many characters a pasted document is put back into its field."""


class Submission(NamedTuple):
    """A document to check; `text` is what was pasted, if it was."""

    name: str
    data: bytes
    text: str = ""


@blueprint.get("/validate")
def form() -> Response:
    """Show the form."""
    return _form_page()


@blueprint.post("/validate")
def check() -> Response:
    """Check a document from the form, or one that is the body of the request."""
    limit = current_site().settings.limits.document_bytes
    submission = _from_body() if sends_document() else _from_form()
    as_json = wants_json()
    if not submission.data.strip():
        if as_json:
            raise BadRequest
        return _form_page(400, notice="There is nothing to check: paste a feed or choose a file.")
    if len(submission.data) > limit:
        raise RequestEntityTooLarge
    report = validate(submission.data, limit=limit)
    return _as_json(submission, report) if as_json else _as_page(submission, report)


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


def _as_json(submission: Submission, report: Report) -> Response:
    document = {"document": submission.name, "valid": report.valid}
    body = msgspec.json.encode(document | msgspec.to_builtins(report))
    return Response(body, mimetype="application/json")


def _as_page(submission: Submission, report: Report) -> Response:
    lines = Lines(submission.data)
    findings = sorted(report.findings, key=lambda finding: list(Severity).index(finding.severity))
    shown = [(each, lines.around(each.line, each.column)) for each in findings[:SHOWN_FINDINGS]]
    counts = Counter(finding.severity for finding in findings)
    return _form_page(
        report=report,
        name=submission.name,
        shown=shown,
        counts=[(severity.value, counts[severity]) for severity in Severity if counts[severity]],
        hidden=len(findings) - len(shown),
        text=submission.text if len(submission.text) <= KEPT_TEXT else "",
    )


def _form_page(status: int = 200, **values: object) -> Response:
    limit = current_site().settings.limits.document_bytes
    defaults = {"report": None, "notice": "", "text": ""}
    return page("validate.html", status, limit=limit, **defaults | values)
