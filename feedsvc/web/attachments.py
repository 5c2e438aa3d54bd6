"""Attachments of stories: images, audio, video and other files, in full or in ranges."""

from functools import lru_cache
from hashlib import blake2b, file_digest
from pathlib import Path

from flask import Blueprint, Response, abort, request, send_file

from feedsvc.web.context import current_site
from feedsvc.web.document_response import FOR_ALL_ORIGINS

blueprint = Blueprint("attachments", __name__)

LOCKED = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
"""The security policy of attachments: an SVG opened on its own may contain anyone's scripts."""


@blueprint.get("/stories/<_slug>/<path:_name>")
def attachment(_slug: str, _name: str) -> Response:
    """Serve a file as long as its story is public, or the range that a player asks for.

    Source: RFC 9110 section 14.
    """
    site = current_site()
    found = site.attachment(request.path)
    if found is None:
        abort(404)
    try:
        stat = found.file.stat()
        etag = _digest(found.file, stat.st_size, stat.st_mtime_ns)
        # Flask resolves relative paths against its package.
        response = send_file(found.file.absolute(), found.media_type, etag=etag, conditional=True)
    except OSError:  # The file was deleted meanwhile.
        abort(404)
    fresh, stale = site.freshness()
    response.headers["Cache-Control"] = f"public, max-age={fresh}, stale-while-revalidate={stale}"
    response.headers["Content-Security-Policy"] = LOCKED
    response.headers.extend([FOR_ALL_ORIGINS])
    return response


@lru_cache(maxsize=4096)
def _digest(file: Path, _size: int, _mtime_ns: int) -> str:
    """Return a hash of the file's bytes, computed once per size and modification time."""
    with file.open("rb") as data:
        return file_digest(data, lambda: blake2b(digest_size=8)).hexdigest()
