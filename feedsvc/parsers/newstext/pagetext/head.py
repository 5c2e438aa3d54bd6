"""Reads what stands above a story's text: headline, dates, bylines, captions, key points."""

import re
from collections import Counter

from feedsvc.parsers.newstext.bylines import BY_WORDS, Byline, is_job, read_house_byline, read_names
from feedsvc.parsers.newstext.credits import Caption
from feedsvc.parsers.newstext.datelines import is_agency
from feedsvc.parsers.newstext.found import Found
from feedsvc.parsers.newstext.lines import Line

_MOST_BEFORE_DATELINE, _HEADLINE_WORDS, _HEADLINE_LETTERS, _WIDE_HEADLINE = 3, 4, 25, 8
_MOST_SECTION_WORDS, _NEAR, _MOST_CAPTIONS = 4, 4, 20
_ENDS_IN_DATE = re.compile(r"\b[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4}\.?$")
# What a story has one of: the first line of its kind gives the field.
_SINGLE = {"link": "link", "source": "agency", "rights": "rights", "correction": "correction"}
_ANCHORS = frozenset(("date", "byline"))


def text_start(lines: list[Line]) -> int:
    """Return the index of the story's first paragraph; the number of lines where none is."""
    sentences = [at for at, line in enumerate(lines) if line.kind == "prose"]
    if not sentences:
        return len(lines)
    for at in sentences[:_MOST_BEFORE_DATELINE]:
        opening = lines[at].opening
        if opening and (opening.sure or at == sentences[0]):
            return at
    again = [at for at in sentences[1:4] if lines[at].text == lines[sentences[0]].text]
    if again and len(sentences) > sentences.index(again[-1]) + 1:
        return sentences[sentences.index(again[-1]) + 1]
    first, second = sentences[0], sentences[1] if len(sentences) > 1 else None
    between = lines[first + 1 : second] if second else []
    above = {line.key for line in lines[:first] if line.kind == "heading"}
    below_headline = above and any(
        line.kind in _ANCHORS
        or line.kind == "dateline"
        or (line.kind == "heading" and line.key in above)
        for line in between
    )
    return second if second and below_headline else first


def read_head(lines: list[Line], found: Found) -> None:
    """Read the lines above the text, setting on each the field that it gave."""
    title = _headline(lines)
    found.title = lines[title].text if title is not None else None
    key = lines[title].key if title is not None else None
    captions = [line.caption.text for line in lines if line.caption and line.caption.text]
    del captions[_MOST_CAPTIONS:]
    for at, line in enumerate(lines):
        below = title is not None and at > title
        if line.key == key and line.kind in ("heading", "bullet"):
            line.role, line.why = "title", "headline" if at == title else "the headline again"
        elif below and not line.gap and lines[at - 1].role == "authors" and is_job(line.text):
            line.why = "what the one above does"
        elif below and (house := _house_byline(lines, at)):
            found.take_byline(house, line)
            line.why = "name and agency below the headline"
        elif line.kind in ("heading", "prose"):
            _take_text(lines, at, found, below=below)
        elif line.kind == "highlight" or (line.kind == "bullet" and (below or key is None)):
            if line.text not in found.highlights and not _begins_as(line.text, captions):
                found.highlights[line.text] = None
                line.role = "highlights"
        elif line.kind == "bullet":
            _take_section(line, found)
        else:
            take_plain(line, found)


def take_plain(line: Line, found: Found) -> None:
    """Read a line whose kind alone says what it gives, above or below the text."""
    if line.kind == "date":
        found.take_dates(line)
    elif line.byline:
        found.take_byline(line.byline, line)
        found.signed = True
    elif line.kind in ("caption", "credit"):
        found.take_caption(line)
    elif line.kind == "dateline":
        line.role, found.opening = "dateline", line.opening
    elif line.embargo and line.embargo.until:
        found.take_embargo(line.embargo.until, line)
    elif line.kind == "topic":
        line.role = "categories"
        found.topics.update(dict.fromkeys(_terms(line)))
    elif line.kind in _SINGLE:
        line.role = _SINGLE[line.kind]
        if getattr(found, line.role) is None:
            setattr(found, line.role, line.value if line.kind == "source" else line.text)


def _headline(lines: list[Line]) -> int | None:
    """Choose the headline: what is repeated most, else the first long enough to be one."""
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


def _take_text(lines: list[Line], at: int, found: Found, *, below: bool) -> None:
    """Read a line without marks by its place: section, name or line below the headline."""
    line = lines[at]
    names = read_names(line.text) if line.kind == "heading" else None
    if line.text == found.subtitle:
        line.role, line.why = "subtitle", "the line below the headline again"
    elif names and (_signs_below_date(lines, at) or (below and _signs(lines, at, names))):
        if found.signed and names.names:
            # Whoever wrote it has been named: a bare name below is that of the house.
            names = Byline(agency=line.text)
        found.take_byline(names, line)
        line.why = "a name beside the date"
    elif not below:
        _take_section(line, found)
    elif line.kind == "prose" and _ENDS_IN_DATE.search(line.text):
        line.caption = Caption(text=line.text, credit=None)
        found.take_caption(line)
        line.why = "ends in a date, above the dateline"
    elif line.key.rstrip(":") in BY_WORDS:
        line.why = "leads the byline below"
    elif found.subtitle is None and not line.text.isupper() and not _is_one_word(line.text):
        line.role, found.subtitle = "subtitle", line.text
        line.why = "the line below the headline"
    else:
        line.why = "above the text, and no field's"


def _house_byline(lines: list[Line], at: int) -> Byline | None:
    """Read `Ann Lee | AFP`; below a caption, such a line is the credit of its picture."""
    line = lines[at]
    if line.kind not in ("heading", "caption", "credit"):
        return None
    if at and lines[at - 1].kind in ("caption", "prose") and not line.gap:
        return None
    return read_house_byline(line.text)


def _signs(lines: list[Line], at: int, names: Byline) -> bool:
    """Tell a name below the headline: an agency's, one with initials, one beside the date.

    So is a name below a line that says `By` and nothing else, or above one that is a job.
    """
    led = at > 0 and lines[at - 1].key.rstrip(":") in BY_WORDS
    led = led or (at + 1 < len(lines) and not lines[at + 1].gap and is_job(lines[at + 1].text))
    return led or bool(names.agency) or "." in lines[at].text or _beside_date(lines, at)


def _signs_below_date(lines: list[Line], at: int) -> bool:
    """Tell a name that stands right below a date and apart from what follows."""
    apart = at + 1 == len(lines) or lines[at + 1].gap > 0
    return at > 0 and lines[at - 1].kind == "date" and not lines[at].gap and apart


def _beside_date(lines: list[Line], at: int) -> bool:
    """Tell whether the nearest line above or below, but page furniture, is a date."""
    nearest_above, nearest_below = (
        lines[max(0, at - _NEAR) : at][::-1],
        lines[at + 1 : at + 1 + _NEAR],
    )
    above = next((line for line in nearest_above if line.kind != "furniture"), None)
    below = next((line for line in nearest_below if line.kind != "furniture"), None)
    return any(line is not None and line.kind == "date" for line in (above, below))


def _is_one_word(text: str) -> bool:
    """Tell a lone word, such as a place beside the date, in a script that parts words."""
    return " " not in text and text.upper() != text.lower()


def _begins_as(text: str, captions: list[str]) -> bool:
    """Tell whether a bullet of a gallery repeats a caption, shortened or not."""
    return any(text.startswith(caption[:60]) for caption in captions)


def _take_section(line: Line, found: Found) -> None:
    """Take a short line above the headline for the section, the last of them."""
    if len(line.text.split()) <= _MOST_SECTION_WORDS and not _is_path(line.text):
        line.role, found.section = "section", line.text
        line.why = "a short line above the headline"
    elif line.kind == "prose":
        line.caption = Caption(text=line.text, credit=None)
        found.take_caption(line)
        line.why = "a sentence above the dateline"
    else:
        line.why = "above the headline"


def _is_path(text: str) -> bool:
    """Tell a path or an account from a section's name."""
    return any(sign in text for sign in "@/|") or not any(char.isalpha() for char in text)


def _terms(line: Line) -> list[str]:
    """Part topics at commas; at the change of capitals where spaces alone part them."""
    text = line.value or line.text
    if line.label:
        return [text]
    if re.search("[,،、;|]", text):
        return [term.strip() for term in re.split("[,،、;|]", text) if term.strip()]
    runs = re.findall(r"(?:[^\Wa-zà-ÿ]\S*\s*)+|(?:[^\WA-ZÀ-Þ]\S*\s*)+", text)
    return [run.strip() for run in runs if run.strip()] or [text]
