"""The headline of a page without the name of its site, which `title` elements carry."""

import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

_SIGN: Final = re.compile(
    r"\s+(?:[|·\u2022«»\u2039\u203a~]|::|//|-{1,3}|[\u2013\u2014])\s+|\s*\|\s*|:\s+"
)
_SURE_SIGNS: Final = frozenset(("|", "::", "«", "»", "\u2039", "\u203a", "·", "\u2022", "//"))
_NOT_WORDS: Final = re.compile(r"[\W_]+")
_FEW_WORDS, _SHORT = 4, 3


def without_site(title: str, names: Iterable[str]) -> str:
    """Return a headline without the site's name at its end or its beginning.

    A part is the site's where it is one of `names`, whatever signs stand in them.
    """
    wanted = {letters for name in names if (letters := _letters(name))}
    changed = True
    while changed and wanted:
        changed = False
        for sign in [*_SIGN.finditer(title)][::-1]:
            before, behind = title[: sign.start()].strip(), title[sign.end() :].strip()
            if before and _letters(behind) in wanted:
                title, changed = before, True
                break
            if behind and _letters(before) in wanted:
                title, changed = behind, True
                break
    return title


def headline_of(title: str, names: Iterable[str], shown: Iterable[str]) -> str:
    """Return the headline in the text of a `title` element.

    `shown` are the headings of the page: the one that the title begins or ends with is the
    headline. Else the site's names are taken off, and what stands behind `|` and its like.
    """
    for heading in shown:
        if len(heading) > _SHORT and _begins_or_ends(title, heading):
            return heading
    bare = without_site(title, names)
    if bare != title:
        return bare
    signs = [sign for sign in _SIGN.finditer(title) if sign[0].strip() in _SURE_SIGNS]
    if signs:
        first = title[: signs[0].start()].strip()
        behind = title[signs[0].end() :].strip()
        if len(first.split()) >= _SHORT and len(behind.split()) <= 2 * _FEW_WORDS:
            return first
    return bare


def names_of_host(address: str | None) -> list[str]:
    """Return what a site may be called by its address: `harbourpost` of harbourpost.example."""
    try:
        host = urlsplit(address or "").hostname or ""
    except ValueError:
        return []
    labels = host.removeprefix("www.").split(".")
    return [host, ".".join(labels), *(label for label in labels[:-1] if len(label) > _SHORT)]


def _begins_or_ends(title: str, heading: str) -> bool:
    folded, wanted = " ".join(title.split()).casefold(), heading.casefold()
    if folded == wanted:
        return True
    rest = None
    if folded.startswith(wanted):
        rest = folded[len(wanted) :]
    elif folded.endswith(wanted):
        rest = folded[: -len(wanted)][::-1]
    return rest is not None and bool(
        re.match(r"\s*(?:[|·\u2022«»\u2039\u203a~:-]|[\u2013\u2014]|//)", rest)
    )


def _letters(name: str) -> str:
    return _NOT_WORDS.sub("", name).casefold()
