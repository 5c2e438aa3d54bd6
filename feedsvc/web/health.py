"""The page for a watchdog: whether the site can be read, and how fresh it is."""

import msgspec
from flask import Blueprint, Response

from feedsvc.web.responses import current_site, wants_json

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz() -> Response:
    """Answer `ok` where the catalog can be read; where it cannot, the page of errors says 503."""
    site = current_site()
    facts = {
        "generation": site.generation(),
        "entries": site.count(),
        "last_sync": site.last_sync and site.last_sync.isoformat(timespec="seconds"),
    }
    if wants_json():
        return Response(msgspec.json.encode({"status": "ok"} | facts), mimetype="application/json")
    lines = ["ok", *(f"{name} {value}" for name, value in facts.items())]
    return Response("\n".join(lines) + "\n", mimetype="text/plain")
