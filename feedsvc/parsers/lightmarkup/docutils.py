"""docutils, where it is installed: reStructuredText to HTML within limits of time and trust."""

import re
from importlib.util import find_spec
from typing import Any, Final

from feedsvc.parsers.source import Note

MOST_LINES: Final = 1000
LONGEST: Final = 64 * 1024
"""The lines that are not empty, and the characters, that docutils takes half a second for."""

SETTINGS: Final[dict[str, Any]] = {
    "_disable_config": True,
    "doctitle_xform": False,
    "docinfo_xform": False,
    "embed_stylesheet": False,
    "file_insertion_enabled": False,
    "halt_level": 5,
    "initial_header_level": 2,
    "math_output": "LaTeX",
    "raw_enabled": False,
    "report_level": 5,
    "section_self_link": False,
    "syntax_highlight": "none",
    "toc_backlinks": False,
}
"""No other file is read, no HTML passed through, no message written into the text."""

_SUBSTITUTION: Final = re.compile(
    r"^\.\.[ \t]+\|[^|\n]+\|[ \t]+replace::(.*(?:\n[ \t]+\S.*)*)", re.MULTILINE
)
_MOST_SUBSTITUTED: Final = 100_000
_MOST_NOTES: Final = 5


def rendered(body: str, first_line: int) -> tuple[str | None, tuple[Note, ...]]:
    """Return a body as HTML that is not safe yet, and what docutils could not read.

    None where docutils is not installed, or cannot read the body in a moment.
    """
    if not body.strip() or find_spec("docutils") is None:
        return None, ()
    if _is_heavy(body):
        note = Note(message="too long for docutils: shown as it is written", line=first_line)
        return None, (note,)
    return _by_docutils(body, first_line)


def _is_heavy(body: str) -> bool:
    """Tell a body that would take docutils more than a moment, or that grows as it is read."""
    lines = sum(1 for line in body.split("\n") if line.strip())
    if len(body) > LONGEST or lines > MOST_LINES:
        return True
    texts = [match[1] for match in _SUBSTITUTION.finditer(body)]
    grown = max(map(len, texts), default=0) * body.count("|")
    return grown > _MOST_SUBSTITUTED or any("|" in text for text in texts)


def _by_docutils(body: str, first_line: int) -> tuple[str | None, tuple[Note, ...]]:
    from docutils.core import publish_parts  # noqa: PLC0415 - an extra, and slow to import
    from docutils.parsers.rst import Parser  # noqa: PLC0415 - as above
    from docutils.readers.standalone import Reader  # noqa: PLC0415 - as above

    messages: list[Note] = []

    class ListeningReader(Reader):  # type: ignore[type-arg] # generic in the stubs alone
        def new_document(self) -> Any:  # noqa: ANN401 - docutils's own type
            document = super().new_document()
            document.reporter.attach_observer(self.listen)
            return document

        def listen(self, message: Any) -> None:  # noqa: ANN401 - docutils's own type
            if message["level"] > 1 and len(messages) < _MOST_NOTES:
                line = first_line + message.get("line", 1) - 1
                text = message[0].astext().partition("\n")[0]
                messages.append(Note(message=f"docutils: {text[:200]}", line=line))

    try:
        reader = ListeningReader(parser=Parser())
        parts = publish_parts(body, reader=reader, writer="html5", settings_overrides=SETTINGS)
    except Exception:  # noqa: BLE001 - docutils fails in many ways on odd input
        note = Note(message="docutils cannot read this: shown as it is written", line=first_line)
        return None, (note,)
    return parts["body"], tuple(messages)
