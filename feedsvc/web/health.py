"""The page for a watchdog: whether the site can be read, and how fresh it is."""

import msgspec
from flask import Blueprint, Response, current_app

from feedsvc.errors import FeedsvcError
from feedsvc.web.responses import current_site, wants_json

blueprint = Blueprint("health", __name__)
