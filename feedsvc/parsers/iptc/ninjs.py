"""ninjs 1, 2 and 3, News in JSON of IPTC: one item in a file, or a list of them.

Keys are compared without case and underscores, for the versions differ in nothing else:
`versioncreated` and `versionCreated`, `body_html` and `bodyHtml`.

| ninjs | field of the entry |
|---|---|
| `uri`, else `guid` | source_id |
| `version` | version |
| `headlines[]` by role, else `headline`, `title` | title, subtitle |
| `descriptions[]` by role, else `description_text`, `description_html` | summary |
| `bodies[]` by role and type, else `body_xhtml`, `body_html`, `body_text` | content |
| `firstcreated`; `versioncreated` | published; updated |
| `embargoed`, `embargoedUntil`; one that cannot be read: for ever | embargo |
| `pubstatus`, `expires` | status, expires |
| `authors[]` by role, else `byline`, `by`, `people[]` who wrote | authors |
| `source`, `infosources[]`, else the house of `by`, `copyrightholder` | agency |
| `located`, else a dateline in the text | dateline |
| `place[]`, `places[]` with `geometry_geojson`: longitude, then latitude | location |
| `subject[]`, `subjects[]`, `keywords[]`, `section` | categories, section |
| `copyrightnotice`, else `copyrightholder`, `usageterms` | rights |
| `renditions` and `associations`, as objects or lists | media |
| `language` | language |

`ednote` and all keys that no row names stay unread. Where a description is a picture's, it is its
caption. An associated item that is canceled, withheld or embargoed gives no media.
"""

import re
from typing import Final

from feedsvc.errors import StoryError
from feedsvc.parsers.draft import Draft, check_item_count, finish
from feedsvc.parsers.iptc.codes import set_status
from feedsvc.parsers.iptc.ninjs_item import Item
from feedsvc.parsers.iptc.ninjs_media import take_media
from feedsvc.parsers.iptc.ninjs_meta import take_meta
from feedsvc.parsers.iptc.ninjs_text import take_content, take_titles
from feedsvc.parsers.reading.json import lines_of_keys, read_json
from feedsvc.parsers.source import Format, Parsed, Source

SUFFIXES: Final = frozenset((".ninjs", ".json"))

MOMENTS: Final = (
    ("published", "firstcreated"),
    ("published", "contentcreated"),
    ("updated", "versioncreated"),
    ("updated", "contentmodified"),
    ("expires", "expires"),
)

_HEAD: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,500}(?:\[\s{0,100})?\{")
_IDS: Final = re.compile(rb'"(?:uri|guid)"\s*:')
_KEYS: Final = re.compile(
    rb'"(?:version_?created|first_?created|pub_?status|embargoed(?:until)?|bodies|headlines|'
    rb"body_?(?:text|html|xhtml)|description_?(?:text|html)|descriptions|by_?line|"
    rb'copyright_?(?:holder|notice)|representation_?type|renditions|associations)"\s*:',
    re.IGNORECASE,
)


def claims(source: Source) -> bool:
    """Tell ninjs by an id and a key that only ninjs has; JSON named `.ninjs` always is."""
    if not _HEAD.match(source.data[:1000]):
        return False
    if source.name.lower().endswith(".ninjs"):
        return True
    return bool(_IDS.search(source.data) and _KEYS.search(source.data))


def parse(source: Source) -> Parsed:
    """Return the entry of each item of a file; raises StoryError for what is no ninjs."""
    value, text = read_json(source)
    values = value if isinstance(value, list) else [value]
    if not values or not all(isinstance(each, dict) for each in values):
        reason = "this is no ninjs: it is neither an object nor a list of objects"
        raise StoryError(source.name, reason, cure="save each story as one JSON object")
    check_item_count(source, len(values))
    lines = lines_of_keys(text)
    return finish(_draft(source, n, Item(each, lines[n])) for n, each in enumerate(values))


FORMAT: Final = Format(name="ninjs", claims=claims, parse=parse, suffixes=SUFFIXES)


def _draft(source: Source, number: int, item: Item) -> Draft:
    draft = Draft(source.options, number)
    for name in ("uri", "guid"):
        draft.fill_text("source_id", item.text(name), item.line(name), name)
    draft.fill_text("version", item.text("version"), item.line("version"), "version")
    _take_release(draft, item)
    take_meta(draft, item)
    take_titles(draft, item)
    take_content(draft, item)
    take_media(draft, item)
    return draft


def _take_release(draft: Draft, item: Item) -> None:
    """Take status, embargo and the moments of an item."""
    for field, name in MOMENTS:
        draft.fill_datetime(field, item.get(name), item.line(name), name)
    set_status(draft, item.text("pubstatus"), item.line("pubstatus"), "pubstatus")
    for name in ("embargoed", "embargoeduntil", "embargo"):
        if item.has(name) and item.get(name) is not False:
            draft.set_embargo(item.get(name), item.line(name), name)
    for name in ("embargoedtext", "embargoedreason"):
        if item.text(name) and "embargo" not in draft.values:
            draft.note(f"{name} tells of an embargo without an end: the story is held")
            draft.set_embargo("", item.line(name), name)
    for name in ("ednote", "ednotes"):
        notes = [each.text("value", "name") for each in item.objects(name)]
        draft.omit_editors_note(" ".join(notes), item.line(name), name)
