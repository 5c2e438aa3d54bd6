"""The fields of an entry, from the classified lines above, in and below its text."""

import re
from collections import Counter
from typing import Final

from feedsvc.entry import Category
from feedsvc.parsers.newstext.bylines import (
    Byline,
    is_by_word,
    is_job,
    read_house_byline,
    read_names,
    read_signature,
)
from feedsvc.parsers.newstext.credits import Caption
from feedsvc.parsers.newstext.datelines import is_agency
from feedsvc.parsers.newstext.draft import TextDraft
from feedsvc.parsers.newstext.lines import ELEMENTS, Line, as_html

_MOST_BEFORE_DATELINE, _HEADLINE_WORDS, _HEADLINE_LETTERS, _WIDE_HEADLINE = 3, 4, 25, 8
_MOST_SECTION_WORDS, _NEAR, _MOST_CAPTIONS = 4, 4, 20
_SHORT_LAST: Final = 60
_ENDS_IN_DATE = re.compile(r"\b[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4}\.?$")
# The first line of each of these kinds fills the field.
_SINGLE = {"link": "link", "source": "agency", "rights": "rights", "correction": "correction"}
_ANCHORS = frozenset(("date", "byline", "dateline"))


def fill_draft(lines: list[Line], draft: TextDraft) -> None:
    """Fill a draft from the lines of a story; set each line's role, or why it has none."""
    start = _text_start(lines)
    _read_head(lines[:start], draft)
    draft.fill("content", _read_body(lines[start:], draft))
    if start < len(lines):
        draft.dateline = draft.dateline or lines[start].dateline
    if draft.dateline and draft.dateline.reporter and "authors" not in draft.values:
        draft.add_author(draft.dateline.reporter)


def _text_start(lines: list[Line]) -> int:
    """Return the index of the first paragraph; the number of lines if there is none."""
    sentences = [at for at, line in enumerate(lines) if line.kind == "prose"]
    if not sentences:
        return len(lines)
    for at in sentences[:_MOST_BEFORE_DATELINE]:
        dateline = lines[at].dateline
        if dateline and (dateline.sure or at == sentences[0]):
            return at
    again = [at for at in sentences[1:4] if lines[at].text == lines[sentences[0]].text]
    if again and len(sentences) > sentences.index(again[-1]) + 1:
        return sentences[sentences.index(again[-1]) + 1]
    first, second = sentences[0], sentences[1] if len(sentences) > 1 else None
    between = lines[first + 1 : second] if second else []
    above = {line.key for line in lines[:first] if line.kind == "heading"}
    below_headline = above and any(
        line.kind in _ANCHORS or (line.kind == "heading" and line.key in above) for line in between
    )
    return second if second and below_headline else first


def _read_head(lines: list[Line], draft: TextDraft) -> None:
    """Read the lines above the text: headline, dates, bylines, captions, key points."""
    title = _headline(lines)
    key = lines[title].key if title is not None else None
    if title is not None:
        draft.fill("title", lines[title].text)
    captions = [line.caption.text for line in lines if line.caption and line.caption.text]
    del captions[_MOST_CAPTIONS:]
    for at, line in enumerate(lines):
        below = title is not None and at > title
        if line.kind in ("heading", "bullet") and line.key == key:
            line.role, line.why = "title", "the headline" if at == title else "the headline again"
        elif below and not line.gap and lines[at - 1].role == "authors" and is_job(line.text):
            line.why = "the job of the person above"
        elif below and (house := _house_byline(lines, at)):
            draft.add_byline(house, line)
            line.why = "a name and an agency below the headline"
        elif line.kind in ("heading", "prose"):
            _read_plain(lines, at, draft, below=below)
        elif line.kind == "highlight" or (line.kind == "bullet" and (below or key is None)):
            _read_highlight(line, draft, captions)
        elif line.kind == "bullet":
            _read_section(line, draft)
        else:
            _read_certain(line, draft)


def _read_body(lines: list[Line], draft: TextDraft) -> str:
    """Read the lines from the first paragraph on; return the text as HTML.

    Headings and bullets between sentences are part of the text. Below a heading such as
    `Most popular`, nothing is.
    """
    end = next((at for at, line in enumerate(lines) if line.kind == "end"), len(lines))
    title = draft.values.get("title")
    text = [line for line in lines[:end] if _is_text(line, title, draft)]
    while text and _is_below_text(text[-1]):
        text.pop().why = "a short line below the text"
    numbers = {line.number for line in text}
    for line in lines[:end]:
        if line.number in numbers:
            line.role = "content"
        elif line.kind == "date" and draft.dated:
            line.why = "a date inside or below the text"
        else:
            _read_certain(line, draft)
    for line in lines[end:]:
        if line.kind in ("rights", "topic", "correction"):
            _read_certain(line, draft)
        else:
            line.why = line.why or f"below {lines[end].text[:30]!r}"
    if text and "authors" not in draft.values:
        for name in read_signature(text[-1].text):
            draft.add_author(name)
    return as_html(text)


def _read_certain(line: Line, draft: TextDraft) -> None:
    """Read a line, above or below the text, whose kind alone decides its field."""
    if line.kind == "date":
        draft.add_dates(line)
    elif line.byline:
        draft.add_byline(line.byline, line)
        draft.signed = True
    elif line.kind in ("caption", "credit"):
        draft.add_caption(line)
    elif line.kind == "dateline":
        line.role, draft.dateline = "dateline", line.dateline
    elif line.embargo and line.embargo.until:
        draft.add_embargo(line)
    elif line.kind == "topic":
        line.role = "categories"
        draft.extend("categories", [Category(term=term) for term in _terms(line)])
    elif line.kind in _SINGLE:
        line.role = _SINGLE[line.kind]
        draft.fill(line.role, line.value if line.kind == "source" else line.text)


def _headline(lines: list[Line]) -> int | None:
    """Return the index of the headline: the most repeated heading, else the first long one."""
    candidates = [
        at for at, line in enumerate(lines) if line.kind == "heading" and not is_agency(line.text)
    ]
    counts = Counter(line.key for line in lines if line.kind in ("heading", "bullet"))
    repeated = [at for at in candidates if counts[lines[at].key] > 1]
    repeated = [at for at in repeated if _is_long(lines[at].text)] or repeated
    if repeated:
        return max(repeated, key=lambda at: (counts[lines[at].key], len(lines[at].text)))
    for place, at in enumerate(candidates):
        below = candidates[place + 1 : place + 1 + _NEAR]
        path = any(lines[at].key.endswith(lines[other].key) for other in below)
        if _is_long(lines[at].text) and not path:
            return at
    return candidates[0] if candidates else None


def _is_long(text: str) -> bool:
    if len(text.split()) >= _HEADLINE_WORDS or len(text) >= _HEADLINE_LETTERS:
        return True
    return len(text) >= _WIDE_HEADLINE and not text.isascii() and text.upper() == text.lower()


def _read_plain(lines: list[Line], at: int, draft: TextDraft, *, below: bool) -> None:
    """Read a heading or sentence above the text by its position: section, name or subtitle."""
    line = lines[at]
    names = read_names(line.text) if line.kind == "heading" else None
    if line.text == draft.values.get("subtitle"):
        line.role, line.why = "subtitle", "the line below the headline again"
    elif names and (_is_below_date(lines, at) or (below and _is_byline(lines, at, names))):
        if draft.signed and names.names:
            # The author is known, so a bare name below the byline is the publisher.
            names = Byline(agency=line.text)
        draft.add_byline(names, line)
        line.why = "a name without `By`"
    elif not below:
        _read_section(line, draft)
    elif line.kind == "prose" and _ENDS_IN_DATE.search(line.text):
        line.caption = Caption(text=line.text, credit=None)
        draft.add_caption(line)
        line.why = "a caption: ends in a date"
    elif is_by_word(line.key.rstrip(":")):
        line.why = "introduces the byline below"
    elif "subtitle" not in draft.values and not line.text.isupper() and not _is_word(line.text):
        draft.fill("subtitle", line.text)
        line.role, line.why = "subtitle", "the line below the headline"
    else:
        line.why = "an unrecognized line above the text"


def _read_highlight(line: Line, draft: TextDraft, captions: list[str]) -> None:
    """Read a key point, unless it repeats a caption, as the bullets of a gallery do."""
    repeats = any(line.text.startswith(caption[:60]) for caption in captions)
    if line.text not in draft.values.get("highlights", ()) and not repeats:
        draft.extend("highlights", (line.text,))
        line.role = "highlights"


def _read_section(line: Line, draft: TextDraft) -> None:
    """Read a line above the headline as section or caption; the last section counts."""
    if len(line.text.split()) <= _MOST_SECTION_WORDS and not _is_path(line.text):
        line.role, draft.values["section"] = "section", line.text
        line.why = "a short line above the headline"
    elif line.kind == "prose":
        line.caption = Caption(text=line.text, credit=None)
        draft.add_caption(line)
        line.why = "a caption: a sentence above the headline"
    else:
        line.why = "an unrecognized line above the headline"


def _house_byline(lines: list[Line], at: int) -> Byline | None:
    """Read `Ann Lee | AFP`, unless a caption right above makes it the credit of an image."""
    line = lines[at]
    if line.kind not in ("heading", "caption", "credit"):
        return None
    if at and lines[at - 1].kind in ("caption", "prose") and not line.gap:
        return None
    return read_house_byline(line.text)


def _is_byline(lines: list[Line], at: int, names: Byline) -> bool:
    """Return whether a name below the headline is a byline.

    It is the name of an agency, has initials, is next to the date, below `By` or above a job.
    """
    introduced = at > 0 and is_by_word(lines[at - 1].key.rstrip(":"))
    has_job = at + 1 < len(lines) and not lines[at + 1].gap and is_job(lines[at + 1].text)
    marked = introduced or has_job or bool(names.agency) or "." in lines[at].text
    return marked or _is_next_to_date(lines, at)


def _is_below_date(lines: list[Line], at: int) -> bool:
    """Return whether a name is right below a date, and above a blank line."""
    apart = at + 1 == len(lines) or lines[at + 1].gap > 0
    return at > 0 and lines[at - 1].kind == "date" and not lines[at].gap and apart


def _is_next_to_date(lines: list[Line], at: int) -> bool:
    """Return whether the nearest line above or below, ignoring boilerplate, is a date."""
    for nearest in (lines[max(0, at - _NEAR) : at][::-1], lines[at + 1 : at + 1 + _NEAR]):
        line = next((line for line in nearest if line.kind != "boilerplate"), None)
        if line is not None and line.kind == "date":
            return True
    return False


def _is_word(text: str) -> bool:
    """Return whether a text is a single word, such as a place, in a script with upper case."""
    return " " not in text and text.upper() != text.lower()


def _is_path(text: str) -> bool:
    """Return whether a text is a path or an account rather than the name of a section."""
    return any(sign in text for sign in "@/|") or not any(map(str.isalpha, text))


def _is_text(line: Line, title: str | None, draft: TextDraft) -> bool:
    """Return whether a line below the head is part of the text."""
    caption = line.caption if line.kind == "caption" else None
    if caption and not caption.sure and not draft.has_caption(caption):
        # In the text, a sentence that ends in a name in brackets is not a caption.
        line.kind, line.caption = "prose", None
    if line.kind in ("prose", "heading") and line.text == title:
        line.why = "the headline again"
        return False
    return line.kind in ELEMENTS


def _is_below_text(line: Line) -> bool:
    if line.kind == "bullet":
        return True
    return line.kind == "heading" and not line.loud and len(line.text) < _SHORT_LAST


def _terms(line: Line) -> list[str]:
    """Split topics at commas and similar signs; without any, where words change case."""
    text = line.value or line.text
    if line.label:
        return [text]
    if re.search("[,،、;|]", text):
        return [term.strip() for term in re.split("[,،、;|]", text) if term.strip()]
    runs = re.findall(r"(?:[^\Wa-zà-ÿ]\S*\s*)+|(?:[^\WA-ZÀ-Þ]\S*\s*)+", text)
    return [run.strip() for run in runs if run.strip()] or [text]
