"""The web app: documents by a thin layer, everything else by Flask views."""

from flask import Flask

from feedsvc.site import Site
from feedsvc.web import (
    attachments,
    audience,
    desk,
    errors,
    health,
    metrics,
    private,
    rules,
    validate,
)
from feedsvc.web.fetching import Fetcher
from feedsvc.web.limiter import Limiter
from feedsvc.web.middleware import DocumentLayer
from feedsvc.web.newsroom import EXTENSION as NEWSROOM
from feedsvc.web.newsroom import LIMITER, WRONG_PER_MINUTE, Newsroom, guard, session_key, unlist
from feedsvc.web.responses import EXTENSION, add_headers
from feedsvc.web.site_documents import OwnDocuments
from feedsvc.web.visits import count_view

FORM_OVERHEAD = 64 * 1024
"""How many bytes a form may have beside the document in it."""

VIEWS = (errors, health, private, attachments, validate, rules, desk, audience, metrics)
"""The modules of views, each with its blueprint."""


def create_app(site: Site, newsroom: Newsroom | None = None) -> Flask:
    """Return the app that serves a site; whoever opened the site closes it.

    `newsroom` says who counts and who may see the desk; without it, nothing is counted.
    """
    newsroom = newsroom or Newsroom()
    app = Flask(__name__, static_folder=None, template_folder=None)
    limit = site.settings.limits.document_bytes
    app.config["MAX_CONTENT_LENGTH"] = limit + FORM_OVERHEAD
    app.config["MAX_FORM_MEMORY_SIZE"] = limit + FORM_OVERHEAD
    app.extensions[EXTENSION] = site
    app.extensions[validate.LIMITER] = Limiter(site.settings.web.checks_per_minute)
    app.extensions[validate.FETCHER] = Fetcher() if site.settings.web.fetch else None
    app.extensions[validate.OWN] = OwnDocuments(site)
    app.extensions[NEWSROOM] = newsroom
    app.extensions[LIMITER] = Limiter(WRONG_PER_MINUTE)
    app.config["SESSION_COOKIE_SAMESITE"] = "Strict"
    app.secret_key = session_key(site.settings)
    app.before_request(guard)
    for module in VIEWS:
        app.register_blueprint(module.blueprint)
    app.after_request(add_headers)
    app.after_request(unlist)
    app.after_request(count_view)
    app.wsgi_app = DocumentLayer(site, app.wsgi_app, newsroom.tally)  # type: ignore[method-assign] # as Flask documents it
    return app
