"""What a visitor sends to be checked: a document, a form that holds one, or an address."""

from typing import NamedTuple
from urllib.parse import urlsplit

from flask import request
from werkzeug.exceptions import UnsupportedMediaType

from feedsvc.validator.profiles import PROFILES
from feedsvc.validator.source import Source
from feedsvc.web.responses import sends_document
from feedsvc.web.visible import short

LONGEST_ADDRESS = 2_000
MEDIA = ("audio", "font", "image", "video")
"""The types of bodies that are no feeds, whatever follows the slash."""


class Submission(NamedTuple):
    """A document to check, or the `url` that it is to be fetched from; `text` is what was pasted.

    `location` is the address where it is published, or empty; `profiles` are the names of
    the partners whose rules it is to keep.
    """

    name: str = ""
    data: bytes = b""
    text: str = ""
    url: str = ""
    location: str = ""
    profiles: tuple[str, ...] = ()

    @property
    def fault(self) -> str:
        """What is wrong with it itself, and the cure; empty where nothing is."""
        if not self.url and not self.data.strip():
            return "There is nothing to check: paste a feed or choose a file."
        for address, cure in ((self.url, "."), (self.location, ", or leave the field empty.")):
            if address and not _is_address(address):
                told = "give one that begins with https:// or http://"
                return f"“{short(address)}” is no address of a feed: {told}{cure}"
        return fault_of_profiles(self.profiles)


def submission() -> Submission:
    """Return what a POST brings; raises UnsupportedMediaType for what can be no feed."""
    coded = request.headers.get("Content-Encoding", "identity").lower() != "identity"
    if coded or request.mimetype.partition("/")[0] in MEDIA:
        raise UnsupportedMediaType
    sent = _from_body() if sends_document() else _from_form()
    location = request.values.get("location", "").strip()
    return sent._replace(location=location, profiles=asked_profiles())


def asked_profiles() -> tuple[str, ...]:
    """Return the names of the partners whose rules are asked for, each once."""
    return tuple(dict.fromkeys(request.values.getlist("profile")))


def fault_of_profiles(names: tuple[str, ...]) -> str:
    """Return which of the partners is not known, and who is; empty where all are."""
    for name in names:
        if name not in PROFILES:
            return f"There is no profile “{short(name)}”; there are {', '.join(PROFILES)}."
    return ""


def _from_body() -> Submission:
    return Submission("request body", request.get_data())


def _from_form() -> Submission:
    """Read the form's fields: of a file, an address and a text, the first that is there counts."""
    file = request.files.get("file")
    if file and file.filename:
        return Submission(file.filename, file.read())
    url = request.form.get("url", "").strip()
    if url:
        return Submission(url, url=url)
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


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    sound = parts.scheme in ("http", "https") and bool(parts.netloc)
    return sound and len(text) <= LONGEST_ADDRESS
