"""The Markdown of a story as others may have it: only where it hides nothing and leads nowhere."""

import re
from typing import Final

# Raw HTML and comments, but not addresses in angle brackets; references, which may be comments
# too; links that are relative, or of a scheme that runs something.
_NOT_FOR_OTHERS: Final = re.compile(
    r"<(?!https?://|mailto:)[A-Za-z!/?]|^ {0,3}\[[^\]\n]+\]:|\]\(\s*<?(?!https?://|mailto:)",
    re.MULTILINE | re.IGNORECASE,
)
_MORE: Final = re.compile(r"(?<![ \t])[ \t]*<!--[ \t]*more[ \t]*-->[ \t]*\n?", re.IGNORECASE)
_FIRST_HEADING: Final = re.compile(r"\s*#{1,6}[ \t][^\n]*\n*")


def markdown_for_others(body: str, *, with_headline: bool) -> str | None:
    """Return a Markdown body as text that says what its safe HTML does; None where it cannot.

    HTML is made safe, and its links absolute; Markdown as it was written may hold comments,
    scripts and relative links. `with_headline` says that the body begins with the headline,
    which goes.
    """
    text = _MORE.sub("", body)
    if with_headline:
        heading = _FIRST_HEADING.match(text)
        if heading is None:
            return None
        text = text[heading.end() :]
    if _NOT_FOR_OTHERS.search(text):
        return None
    return text.strip() or None
