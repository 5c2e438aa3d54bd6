"""The lines of a press release and their labels."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain, pairwise
from typing import Final, Literal

import msgspec

from feedsvc.parsers.dates import DateLine, read_date_line
from feedsvc.parsers.newstext.embargoes import Embargo, read_embargo, read_release_time
from feedsvc.parsers.newstext.lexicon import Phrases, all_languages, any_of
from feedsvc.parsers.newstext.lines import Line, ends_sentence, is_continued, wrap_width
from feedsvc.parsers.source import Options

LabelKind = Literal[
    "",
    "kind",
    "issuer",
    "issuer below",
    "contact",
    "about",
    "note",
    "more",
    "image",
    "end",
    "date",
    "embargo",
    "link",
    "rights",
]
"""The kind of a line, by its phrase or sign; empty for a line of the story."""

REASONS: Final[dict[LabelKind, str]] = {
    "kind": "announces a press release",
    "issuer": "names the issuer",
    "issuer below": "above the issuer",
    "contact": "contact details",
    "about": "begins the description of the issuer",
    "note": "a note to editors",
    "more": "refers to further information",
    "image": "the URL of an image",
    "end": "ends the release",
    "date": "only a date",
    "embargo": "sets the time of release",
    "link": "a URL",
    "rights": "a copyright line",
}

_NEVER_CONTINUED: Final[frozenset[LabelKind]] = frozenset(
    ("kind", "issuer", "issuer below", "embargo", "end", "image", "link", "date")
)
"""The labels of lines that are never joined with the next line, often the headline."""

_SHORT, _MOST_CODE, _LONGEST_HEADING, _HEAD_ROWS, _MOST_BARS = 120, 30, 250, 20, 3
_AFTER_KIND = ":-|*\u2013\u2014"
_SIGNS = " \t*([{<-\u2013\u2014•#_"
_BULLET = re.compile(r"^(?:[•▪■●◦‣∙·*+]|--?(?=\s)|\u2013(?=\s)|\u2014(?=\s))\s*")
_CODE = re.compile(r"(?:no\.?|nr\.?|n°|#)?\s*[A-Z]{0,5}[-/ ]?\d[\w./-]{0,15}", re.IGNORECASE)
_AND_TEXT = re.compile(r"[^.:;]{2,80}(?::| [-\u2013\u2014]) \S")
_REACHES = re.compile(r"@|(?:\d[\s().-]*){7}|\b(?:contact|call|e-?mail)\b", re.IGNORECASE)
_URL = re.compile(r"https?://[^\s()<>\[\]\"]+")
_EMAIL = re.compile(r"[^\s@]@[^\s@]+\.[a-z]{2,}", re.IGNORECASE)
_PHONE = re.compile(
    r"\W{0,9}(?:\(?[A-Za-z]{1,12}\)?[.:]?\s{0,3}){0,3}\+?[\d(][\d\s().\-/]{6,20}"
    r"(?:\s?(?:ext|x)\.?\s?\d{1,6})?\W{0,9}$"
)
_RIGHTS = re.compile(r"©|\(c\) ?\d{4}|copyright (?:©|\(c\)|\d{4})", re.IGNORECASE)


class Label(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The kind of a line, and its value.

    `value` is the issuer, the code of the release or the URL of an image; `text` is the line
    without its label.
    """

    kind: LabelKind = ""
    value: str = ""
    text: str = ""
    embargo: Embargo | None = None
    dates: DateLine | None = None


class Row(msgspec.Struct, kw_only=True):
    """A line of a release and its label; `parts` are the wrapped lines it was joined from."""

    line: Line
    label: Label
    parts: list[str]

    @property
    def kind(self) -> LabelKind:
        """The kind of the label."""
        return self.label.kind


def read_rows(first: int, raw: list[str], options: Options) -> list[Row]:
    """Return the lines that are not blank, each with its label; wrapped lines are joined."""
    rows: list[Row] = []
    for row in _joined(first, raw, options):
        if len(row.parts) > 1:
            row.line.text = " ".join(row.parts)
            row.label = _read_label(row.line.text, options)
        rows.extend(_split_at_bars(row, options) if len(rows) < _HEAD_ROWS else (row,))
    for row, below in pairwise(rows):
        _end_embargo(row, below, options)
    for row in rows:
        row.line.text = row.label.text
        row.line.dates, row.line.embargo = row.label.dates, row.label.embargo
    return rows


def classify(line: Line) -> None:
    """Set the kind of a line without a label: sentence, bullet or heading."""
    bullet = _BULLET.match(line.text)
    if bullet and bullet.end() < len(line.text):
        line.kind, line.text = "bullet", line.text[bullet.end() :]
    elif len(line.text) <= _LONGEST_HEADING and not ends_sentence(line.text):
        line.kind = "heading"


def announces_release(text: str) -> bool:
    """Return whether a line announces a press release."""
    bare = text.lstrip(_SIGNS)
    return _words().kinds.start(bare.casefold()) is not None and _label_kind(text, bare) is not None


def is_contact_detail(text: str) -> bool:
    """Return whether a line holds only a telephone number or an e-mail address."""
    return len(text) <= _SHORT and bool(_PHONE.match(text) or ("@" in text and _EMAIL.search(text)))


class _Words:
    """The words of press releases in all languages."""

    def __init__(self) -> None:
        words = all_languages().press
        self.kinds, self.contacts = Phrases(words.kinds), Phrases(words.contacts)
        self.issuers = Phrases((*words.sources, *words.issuers))
        self.images, self.notes = Phrases(words.images), Phrases(words.notes)
        self.about, self.statements = Phrases(words.about), Phrases(words.statements)
        self.more, self.articles = Phrases(words.more), frozenset(words.articles)
        self.ends, self.above_issuer = frozenset(words.ends), frozenset(words.above_issuer)
        self.kind = re.compile(
            rf"(?:{any_of(words.kinds)})\b\s*(?P<rest>.*)", re.IGNORECASE | re.DOTALL
        )
        self.issuer = re.compile(
            rf"(?:{any_of(words.sources)}|{any_of(words.issuers)})\s*[:\uff1a]\s*(?P<name>.+)",
            re.IGNORECASE,
        )
        self.capital_issuer = re.compile(rf"(?:{any_of(words.sources).upper()})\s+(?P<name>\S.*)")
        self.contact = re.compile(
            rf"(?:{any_of(words.contacts)})(?:[\s(/\w]{{0,30}}[:\uff1a]|\s*\W*$)",
            re.IGNORECASE,
        )
        self.image = re.compile(
            rf"(?:{any_of(words.images)})(?:\s*\d{{1,2}})?\s*(?:[-:\u2013\u2014]|available|$)",
            re.IGNORECASE,
        )
        self.note = re.compile(rf"(?:{any_of(words.notes)})\s*(?:$|[:(*\d])", re.IGNORECASE)
        # Two characters reject most lines before any phrase is compared.
        phrases = chain.from_iterable(getattr(words, key) for key in words.__struct_fields__)
        self.letters = frozenset(phrase[:2] for phrase in phrases)


_words = cache(_Words)


def _joined(first: int, raw: list[str], options: Options) -> Iterator[Row]:
    """Yield a row for each paragraph: its lines as parts, and the label of the first line."""
    width, gap, above = wrap_width(raw), 0, ""
    row: Row | None = None
    known: dict[str, Label] = {}
    for number, text in enumerate(raw, first):
        bare = text.strip()
        if not bare:
            gap, above = gap + 1, ""
            continue
        if row and not gap and _belongs(row, above, text, width):
            row.parts.append(bare)
        else:
            if row:
                yield row
            label = known[bare] = known.get(bare) or _read_label(bare, options)
            row = Row(line=Line(text=bare, number=number, gap=gap), label=label, parts=[bare])
        gap, above = 0, text
    if row:
        yield row


def _belongs(row: Row, above: str, text: str, width: int) -> bool:
    """Return whether a line continues the row above: it is wrapped, or an image's URL."""
    if row.kind == "image" and not row.label.value:
        return len(row.parts) == 1 and _URL.match(text.strip()) is not None
    return width > 0 and row.kind not in _NEVER_CONTINUED and is_continued(above, text, width)


def _split_at_bars(row: Row, options: Options) -> Iterator[Row]:
    """Split `March 3, 2026 08:00 ET | Source: Acme`."""
    text = row.line.text
    if row.kind or len(text) > _SHORT or not 0 < text.count("|") <= _MOST_BARS:
        yield row
        return
    labels = [_read_label(part.strip(), options) for part in text.split("|") if part.strip()]
    if not any(label.kind == "date" for label in labels):
        yield row
        return
    for label in labels:
        line = Line(text=label.text, number=row.line.number, gap=row.line.gap)
        yield Row(line=line, label=label, parts=[label.text])


def _end_embargo(row: Row, below: Row, options: Options) -> None:
    """Read the end of an embargo on the line below its label."""
    embargo = row.label.embargo
    if embargo and embargo.open_end and below.kind == "date":
        until = read_release_time(below.label.text, options)
        row.label = msgspec.structs.replace(row.label, embargo=Embargo(until=until))
        below.label = Label(kind="embargo", text=below.label.text)


def _read_label(text: str, options: Options) -> Label:
    """Return the label of a line; its kind is empty if it has none."""
    words = _words()
    bare = text.lstrip(_SIGNS)
    folded = bare.casefold()
    embargo = read_embargo(text, options)
    if text.casefold() in words.ends:
        return Label(kind="end", text=text)
    if embargo:
        return Label(kind="embargo", text=text, embargo=embargo)
    label = _label_by_words(text, bare, folded) if folded[:2] in words.letters else None
    return label or _label_by_signs(text, options) or Label(text=text)


def _label_by_words(text: str, bare: str, folded: str) -> Label | None:
    """Label a line by the words it begins with."""
    words = _words()
    if words.kinds.start(folded) and (label := _label_kind(text, bare)):
        return label
    if words.images.start(folded) and (label := _label_image(text, bare)):
        return label
    if len(text) <= _SHORT and (label := _label_people(text, bare, folded)):
        return label
    kind: LabelKind = ""
    if _is_about(bare, folded):
        kind = "about"
    elif words.notes.start(folded) and words.note.match(bare):
        kind = "note"
    elif words.more.start(folded) and (not text.endswith(".") or _REACHES.search(text)):
        kind = "more"
    return Label(kind=kind, text=text) if kind else None


def _label_kind(text: str, bare: str) -> Label | None:
    """Read `MEDIA RELEASE`, and a code, a date or the headline after it."""
    kind = _words().kind.match(bare)
    if not kind:
        return None
    rest = kind["rest"].strip(" \t" + _AFTER_KIND)
    date = read_date_line(rest) if rest else None
    if date and date.stamps:
        return Label(kind="kind", text=text, dates=date)
    if not rest or _CODE.fullmatch(rest):
        return Label(kind="kind", text=text, value=rest)
    labeled = kind["rest"].lstrip().startswith(":")
    return Label(text=rest) if labeled else None


def _label_image(text: str, bare: str) -> Label | None:
    """Read the URL of an image; it can be on the next line."""
    url = _URL.search(text)
    if not _words().image.match(bare) or not (url or len(text) < _MOST_CODE):
        return None
    return Label(kind="image", text=text, value=url[0].rstrip(".,;)") if url else "")


def _label_people(text: str, bare: str, folded: str) -> Label | None:
    """Label a line that names the issuer or contacts."""
    words = _words()
    if folded.strip(" :") in words.above_issuer:
        return Label(kind="issuer below", text=text)
    if words.issuers.start(folded):
        issuer = words.issuer.match(bare) or words.capital_issuer.match(bare)
        if issuer:
            return Label(kind="issuer", text=text, value=issuer["name"].strip())
    if words.contacts.start(folded) and words.contact.match(bare):
        return Label(kind="contact", text=text)
    return None


def _label_by_signs(text: str, options: Options) -> Label | None:
    """Label a copyright line, a URL, a date or contact details by their form."""
    if _RIGHTS.match(text):
        return Label(kind="rights", text=text)
    if text.startswith("http") and _URL.fullmatch(text):
        return Label(kind="link", text=text)
    name, _, rest = text.partition(":")
    date = rest.strip() if name.casefold() in ("date", "release date", "datum") else text
    dates = read_date_line(date, month_first=options.month_first, zones=options.zones)
    if dates:
        return Label(kind="date", text=text, dates=dates)
    return Label(kind="contact", text=text) if is_contact_detail(text) else None


def _is_about(bare: str, folded: str) -> bool:
    """Return whether a line begins the description of the issuer, or legal notices.

    `About Half Full Ltd` does; `About half of the crew` does not.
    """
    words = _words()
    heading = len(bare) <= _SHORT and not bare.endswith((".", "?"))
    if words.statements.start(folded):
        return heading
    about = words.about.start(folded)
    name = bare[len(about) :].strip() if about else ""
    if not name or (name[0].islower() and name.casefold().split()[0] not in words.articles):
        return False
    return heading or _AND_TEXT.match(name) is not None
