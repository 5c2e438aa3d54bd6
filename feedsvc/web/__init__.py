"""The web app: middleware that serves documents, and Flask views for everything else."""

from flask import Flask

from feedsvc.site import Site
from feedsvc.web import attachments, audience, desk, errors, monitoring, private, rules, validate
from feedsvc.web.context import AppServices, set_context
from feedsvc.web.desk_access import LIMITER, WRONG_PER_MINUTE, guard, session_key, unlist
from feedsvc.web.feed_fetcher import FeedFetcher
from feedsvc.web.limiter import Limiter
from feedsvc.web.middleware import DocumentMiddleware
from feedsvc.web.request_counts import count_view
from feedsvc.web.responses import add_headers
from feedsvc.web.site_documents import SiteDocuments

FORM_OVERHEAD = 64 * 1024
"""How many bytes a form may have in addition to the document in it."""

VIEWS = (errors, private, attachments, validate, rules, desk, audience, monitoring)
"""The modules of views, each with its blueprint."""


def create_app(site: Site, services: AppServices | None = None) -> Flask:
    """Return the app that serves a site; the caller closes the site.

    Without `services`, no requests are counted and the desk cannot notify hubs.
    """
    services = services or AppServices()
    app = Flask(__name__, static_folder=None, template_folder=None)
    set_context(app, site, services)
    limit = site.settings.limits.document_bytes
    app.config["MAX_CONTENT_LENGTH"] = limit + FORM_OVERHEAD
    app.config["MAX_FORM_MEMORY_SIZE"] = limit + FORM_OVERHEAD
    app.config["SESSION_COOKIE_SAMESITE"] = "Strict"
    app.secret_key = session_key(site.settings)
    app.extensions[LIMITER] = Limiter(WRONG_PER_MINUTE)
    app.extensions[validate.LIMITER] = Limiter(site.settings.web.checks_per_minute)
    app.extensions[validate.FETCHER] = FeedFetcher() if site.settings.web.fetch else None
    app.extensions[validate.SITE_DOCUMENTS] = SiteDocuments(site)
    app.before_request(guard)
    for module in VIEWS:
        app.register_blueprint(module.blueprint)
    app.after_request(add_headers)
    app.after_request(unlist)
    app.after_request(count_view)
    app.wsgi_app = DocumentMiddleware(site, app.wsgi_app, services.tally)  # type: ignore[method-assign] # as Flask documents it
    return app
