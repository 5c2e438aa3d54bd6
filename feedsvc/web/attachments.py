"""Pictures, sounds and films that lie beside stories, whole or in ranges."""

from functools import lru_cache
from hashlib import blake2b, file_digest
from pathlib import Path

from flask import Blueprint, Response, abort, request, send_file

from feedsvc.web.context import current_site
from feedsvc.web.document_response import FOR_ALL_ORIGINS

blueprint = Blueprint("attachments", __name__)

LOCKED = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
"""The policy of a file that is opened by itself: an SVG may hold scripts of anyone."""


@blueprint.get("/stories/<_slug>/<path:_name>")
def attachment(_slug: str, _name: str) -> Response:
    """Answer with a file while its story is public.

    Players ask for ranges of it (RFC 9110 section 14).
    """
    site = current_site()
    found = site.attachment(request.path)
    if found is None:
        abort(404)
    try:
        stat = found.file.stat()
        etag = _digest(found.file, stat.st_size, stat.st_mtime_ns)
        # Flask takes a relative path to be one below its package.
        response = send_file(found.file.absolute(), found.media_type, etag=etag, conditional=True)
    except OSError:  # It went since.
        abort(404)
    fresh, stale = site.caching()
    response.headers["Cache-Control"] = f"public, max-age={fresh}, stale-while-revalidate={stale}"
    response.headers["Content-Security-Policy"] = LOCKED
    response.headers.extend([FOR_ALL_ORIGINS])
    return response


@lru_cache(maxsize=4096)
def _digest(file: Path, _size: int, _mtime_ns: int) -> str:
    """Return what is the same for the same bytes; read once for each size and time of a file."""
    with file.open("rb") as data:
        return file_digest(data, lambda: blake2b(digest_size=8)).hexdigest()
