"""The web app: documents by a thin layer, everything else by Flask views."""

from flask import Flask

from feedsvc.site import Site
from feedsvc.web import attachments, errors, health, private, rules, validate
from feedsvc.web.fetching import Fetcher
from feedsvc.web.layer import DocumentLayer
from feedsvc.web.limiter import Limiter
from feedsvc.web.own import OwnDocuments
from feedsvc.web.responses import EXTENSION, add_headers

FORM_OVERHEAD = 64 * 1024
"""How many bytes a form may have beside the document in it."""


def create_app(site: Site) -> Flask:
    """Return the app that serves a site; whoever opened the site closes it."""
    app = Flask(__name__, static_folder=None, template_folder=None)
    limit = site.settings.limits.document_bytes
    app.config["MAX_CONTENT_LENGTH"] = limit + FORM_OVERHEAD
    app.config["MAX_FORM_MEMORY_SIZE"] = limit + FORM_OVERHEAD
    app.extensions[EXTENSION] = site
    app.extensions[validate.LIMITER] = Limiter(site.settings.web.checks_per_minute)
    app.extensions[validate.FETCHER] = Fetcher() if site.settings.web.fetch else None
    app.extensions[validate.OWN] = OwnDocuments(site)
    for module in (errors, health, private, attachments, validate, rules):
        app.register_blueprint(module.blueprint)
    app.after_request(add_headers)
    app.wsgi_app = DocumentLayer(site, app.wsgi_app)  # type: ignore[method-assign] # as Flask documents it
    return app
