"""The newsroom's desk: the last scan, refused and scheduled stories, and how a file was read."""

import hmac
import secrets
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from http import HTTPStatus
from typing import NamedTuple

from flask import Blueprint, Response, flash, get_flashed_messages, request, session
from werkzeug.exceptions import NotFound

from feedsvc.audience import DayFigures
from feedsvc.entry import HOLD
from feedsvc.errors import FeedsvcError, StoryError
from feedsvc.site import DeskEntry
from feedsvc.site.newsdesk import describe, sorted_trace
from feedsvc.web.context import current_services, current_site
from feedsvc.web.printable import shorten
from feedsvc.web.responses import page
from feedsvc.websub import NotificationLog

blueprint = Blueprint("desk", __name__, url_prefix="/desk")

LONGEST_SEARCH = 100
TOKEN = "token"  # noqa: S105 -- the name of a form field

_STALE = "The form had expired, so nothing was done. Please try again."


class Visibility(NamedTuple):
    """Whether an entry is public, in a few words, and since or until when."""

    label: str
    at: datetime | None = None


class Hub(NamedTuple):
    """A hub, how many documents it has been notified of, and the last failures."""

    url: str
    notified: int
    failures: tuple[str, ...]


@blueprint.get("")
def desk() -> Response:
    """Show the state of the site."""
    return _desk_page([str(message) for message in get_flashed_messages()])


@blueprint.post("/sync")
def sync() -> Response:
    """Scan the stories folder now."""
    return _run_action(_sync)


@blueprint.post("/ping")
def ping() -> Response:
    """Notify the hubs of changes now."""
    return _run_action(_ping)


@blueprint.get("/stories")
def stories() -> Response:
    """List the stories that match a search, or all of them, newest first."""
    site = current_site()
    search = request.args.get("q", "").strip()[:LONGEST_SEARCH]
    before = request.args.get("before", type=int)
    return page(
        "desk_stories.html",
        search=shorten(search),
        before=before,
        searched=site.newsdesk.searched,
        shelf=site.newsdesk.latest(search, before),
        state=partial(_visibility, at=site.now()),
    )


@blueprint.get("/story")
def story() -> Response:
    """Show how a story file was read, line by line, and the entries made from it."""
    site, name = current_site(), request.args.get("file", "")
    parsed, refused = None, None
    try:
        parsed = site.newsdesk.parse(name)
        if parsed is None:
            raise NotFound
    except StoryError as error:
        refused = error
    return page(
        "desk_story.html",
        name=name,
        refused=refused,
        fields=[describe(entry) for entry in parsed.entries] if parsed else [],
        trace=sorted_trace(parsed) if parsed else [],
        notes=parsed.notes if parsed else (),
        shelf=site.newsdesk.entries_of(name),
        state=partial(_visibility, at=site.now()),
    )


def _desk_page(messages: Sequence[str], status: int = HTTPStatus.OK) -> Response:
    site, at = current_site(), current_site().now()
    newsdesk = site.newsdesk
    return page(
        "desk.html",
        status,
        messages=messages,
        token=_token(),
        at=at,
        count=site.count(at),
        last_sync=site.last_sync,
        report=site.last_report,
        folder=site.settings.stories,
        opening=newsdesk.upcoming(at),
        closing=newsdesk.expiring(at),
        withheld=newsdesk.withheld(),
        held=site.held_back(),
        hubs=_hubs(),
        can_ping=current_services().notifier is not None,
        counted=current_services().tally is not None,
        latest=_latest(),
        state=partial(_visibility, at=at),
    )


def _run_action(action: Callable[[], str]) -> Response:
    """Run a form's action, then redirect to the desk, which shows the message it returned."""
    expected, given = session.get(TOKEN, ""), request.form.get(TOKEN, "")
    if not expected or not hmac.compare_digest(expected.encode(), given.encode()):
        return _desk_page([_STALE], HTTPStatus.BAD_REQUEST)
    try:
        flash(action())
    except FeedsvcError as error:
        flash(str(error))
    return Response(status=HTTPStatus.SEE_OTHER, headers={"Location": "../desk"})


def _sync() -> str:
    progress = current_site().importing
    if progress:
        return f"The first import is running: {progress.read:,} of {progress.total:,} files read."
    report = current_site().sync()
    current_services().on_sync(report)
    kinds = ("added", "changed", "moved", "removed")
    changes = [f"{number} {kind}" for kind in kinds if (number := getattr(report, kind))]
    return f"Folder scanned: {', '.join(changes) or 'no changes'}."


def _ping() -> str:
    notifier = current_services().notifier
    if notifier is None:
        return "This server does not notify hubs."
    notifier.wake()
    return "Notifying the hubs of changes."


def _token() -> str:
    """Return the session's CSRF token, which no other site can know."""
    token: str = session.setdefault(TOKEN, secrets.token_urlsafe(16))
    return token


def _hubs() -> list[Hub]:
    settings, notifier = current_site().settings, current_services().notifier
    record = NotificationLog.for_site(settings)
    failures = notifier.last.failures if notifier else ()
    return [
        Hub(
            hub, len(record.notified(hub)), tuple(str(each) for each in failures if each.hub == hub)
        )
        for hub in settings.hubs
    ]


def _latest() -> DayFigures | None:
    """Return the figures of the last complete day, else of today."""
    services = current_services()
    if services.audience is None or services.tally is None:
        return None
    return next(iter(services.audience.store.days(services.audience.last_complete_day())), None)


def _visibility(filed: DeskEntry, at: datetime) -> Visibility:
    entry = filed.entry
    if not filed.present:
        return Visibility("removed from its file")
    if filed.opens is None:
        unreadable = entry.embargo == HOLD
        return Visibility("unreadable embargo" if unreadable else _never(entry.status))
    if filed.opens > at:
        return Visibility("scheduled for", filed.opens)
    if filed.closes is None:
        return Visibility("public")
    return Visibility("expired" if filed.closes <= at else "public until", filed.closes)


def _never(status: str) -> str:
    return "expires before it is published" if status == "usable" else status
