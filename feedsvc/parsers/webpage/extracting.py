"""The story of a page that marks nothing: by trafilatura where it is installed, else by our own.

`pip install 'feedsvc[html]'` installs trafilatura. It is looked for once, and imported when
the first such page comes, for it takes half a second. Whatever it raises, the page is read
without it, and a note says so.
"""

import importlib
import warnings
from functools import cache
from importlib.util import find_spec
from typing import Any, Final

from lxml import etree

from feedsvc.parsers.source import Note
from feedsvc.parsers.webpage.document import Page
from feedsvc.parsers.webpage.maintext import MainText, find_by_prose
from feedsvc.parsers.webpage.tree import text_size

INSTALL: Final = "pip install 'feedsvc[html]'"
"""The command that installs trafilatura."""

TRAFILATURA: Final = "trafilatura"
"""What the trace says of a text that it found."""

_FEW: Final = 100


def find_unmarked(page: Page) -> tuple[MainText | None, tuple[Note, ...]]:
    """Return the parts of the story of a page that marks none, and what there is to tell."""
    notes: tuple[Note, ...] = ()
    if has_trafilatura():
        try:
            found = _by_trafilatura(page)
        except Exception as error:  # noqa: BLE001 - a foreign extractor, fed with any page
            message = f"trafilatura failed ({type(error).__name__}), read without it"
            notes = (Note(message=message),)
        else:
            if found:
                return found, ()
    return find_by_prose(page.root), notes


@cache
def has_trafilatura() -> bool:
    """Tell whether trafilatura is installed."""
    return find_spec("trafilatura") is not None


def _by_trafilatura(page: Page) -> MainText | None:
    markup = etree.tostring(page.root, encoding="unicode", method="html")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Those of its own dependencies are no user's business.
        # An extra: imported by name, so that nobody needs it to run or to check feedsvc.
        trafilatura: Any = importlib.import_module("trafilatura")
        text = trafilatura.extract(
            markup,
            url=page.base or None,
            output_format="html",
            include_comments=False,
            include_images=True,
            include_links=True,
            include_formatting=True,
        )
    if not text:
        return None
    root = etree.fromstring(text, etree.HTMLParser(no_network=True))
    part = None if root is None else next(root.iter("body"), None)
    if part is None or text_size(part) < _FEW:
        return None
    return MainText(parts=(part,), why=TRAFILATURA, marked=False)
