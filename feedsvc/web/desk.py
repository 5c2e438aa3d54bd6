"""The newsroom's desk: what was read and refused, what waits, and how a story was understood."""

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
from feedsvc.site import Filed
from feedsvc.site.understanding import described, traced
from feedsvc.web.context import current_services, current_site
from feedsvc.web.printable import shorten
from feedsvc.web.responses import page
from feedsvc.websub import Record

blueprint = Blueprint("desk", __name__, url_prefix="/desk")

LONGEST_SEARCH = 100
TOKEN = "token"  # noqa: S105 -- the name of a form's field

_STALE = "That form was too old, so nothing was done. Here is a new one."


class State(NamedTuple):
    """Whether an entry can be seen, in a word or two, and since or until when."""

    word: str
    moment: datetime | None = None


class Hub(NamedTuple):
    """A hub, of how many feeds' documents it was told, and what failed last."""

    address: str
    told: int
    failures: tuple[str, ...]


@blueprint.get("")
def desk() -> Response:
    """Show how the site is."""
    return _desk_page([str(message) for message in get_flashed_messages()])


@blueprint.post("/sync")
def sync() -> Response:
    """Look at the stories folder now."""
    return _do(_sync)


@blueprint.post("/ping")
def ping() -> Response:
    """Have the hubs told of what changed now."""
    return _do(_ping)


@blueprint.get("/stories")
def stories() -> Response:
    """Show the stories, what came last first, or those that a search finds."""
    site = current_site()
    search = request.args.get("q", "").strip()[:LONGEST_SEARCH]
    before = request.args.get("before", type=int)
    return page(
        "desk_stories.html",
        search=shorten(search),
        before=before,
        searched=site.newsdesk.searched,
        shelf=site.newsdesk.arrived(search, before),
        state=partial(_state, at=site.now()),
    )


@blueprint.get("/story")
def story() -> Response:
    """Show how a story's file is understood, line by line, and what became of it."""
    site, name = current_site(), request.args.get("file", "")
    parsed, refused = None, None
    try:
        parsed = site.newsdesk.understood(name)
        if parsed is None:
            raise NotFound
    except StoryError as error:
        refused = error
    return page(
        "desk_story.html",
        name=name,
        refused=refused,
        fields=[described(entry) for entry in parsed.entries] if parsed else [],
        trace=traced(parsed) if parsed else [],
        notes=parsed.notes if parsed else (),
        shelf=site.newsdesk.entries_of(name),
        state=partial(_state, at=site.now()),
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
        opening=newsdesk.opening(at),
        closing=newsdesk.closing(at),
        withheld=newsdesk.withheld(),
        held=site.held_back(),
        hubs=_hubs(),
        can_ping=current_services().teller is not None,
        counted=current_services().tally is not None,
        latest=_latest(),
        state=partial(_state, at=at),
    )


def _do(work: Callable[[], str]) -> Response:
    """Do what a form asks for and show the desk again, which says what was done."""
    known, given = session.get(TOKEN, ""), request.form.get(TOKEN, "")
    if not known or not hmac.compare_digest(known.encode(), given.encode()):
        return _desk_page([_STALE], HTTPStatus.BAD_REQUEST)
    try:
        flash(work())
    except FeedsvcError as error:
        flash(str(error))
    return Response(status=HTTPStatus.SEE_OTHER, headers={"Location": "../desk"})


def _sync() -> str:
    report = current_site().sync()
    current_services().on_sync(report)
    words = ("added", "changed", "moved", "removed")
    changes = [f"{number} {word}" for word in words if (number := getattr(report, word))]
    return f"The folder was looked at: {', '.join(changes) or 'nothing is new'}."


def _ping() -> str:
    teller = current_services().teller
    if teller is None:
        return "Nobody tells hubs here."
    teller.wake()
    return "The hubs are being told of what changed."


def _token() -> str:
    """Return what a form of this newsroom proves itself with: no other page can know it."""
    token: str = session.setdefault(TOKEN, secrets.token_urlsafe(16))
    return token


def _hubs() -> list[Hub]:
    settings, teller = current_site().settings, current_services().teller
    record = Record.beside(settings)
    failures = teller.last.failures if teller else ()
    return [
        Hub(hub, len(record.told(hub)), tuple(str(each) for each in failures if each.hub == hub))
        for hub in settings.hubs
    ]


def _latest() -> DayFigures | None:
    """Return the figures of the last day that is complete, or of today."""
    newsroom = current_services()
    if newsroom.audience is None or newsroom.tally is None:
        return None
    return next(iter(newsroom.audience.store.days(newsroom.audience.settled())), None)


def _state(filed: Filed, at: datetime) -> State:
    """Return whether an entry can be seen at a moment."""
    entry = filed.entry
    if not filed.present:
        return State("gone from its file")
    if filed.opens is None:
        held = entry.embargo == HOLD
        return State("held: its embargo cannot be read" if held else _never(entry.status))
    if filed.opens > at:
        return State("opens", filed.opens)
    if filed.closes is None:
        return State("public")
    return State("expired" if filed.closes <= at else "public until", filed.closes)


def _never(status: str) -> str:
    return "expires before it opens" if status == "usable" else status
