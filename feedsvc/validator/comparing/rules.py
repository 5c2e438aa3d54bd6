"""The rules of changes; importing this module fills the registry."""

import itertools
from collections.abc import Iterator
from datetime import datetime

from feedsvc.validator.comparing.change import Change, EntryVersion, Pair
from feedsvc.validator.examples import Example, feed
from feedsvc.validator.finding import Severity
from feedsvc.validator.namespaces import label
from feedsvc.validator.registry import Form, rule

RFC4287 = "https://www.rfc-editor.org/rfc/rfc4287"
RFC5005 = "https://www.rfc-editor.org/rfc/rfc5005"

Moves = Iterator[tuple[int | None, str]]
"""What rules of changes give: the index of an entry, or None for the feed, and a message."""


_APART = b"\n\0\n"
"""Between the two split_versions in an example's data; no XML holds it."""


def change(before: str, now: str) -> Example:
    """Show what changed in an Atom feed."""
    data = feed(before).data + _APART + feed(now).data
    return Example(f"before\n{before}\nnow\n{now}", data)


def entry(name: str, *, title: str = "", updated: str = "09:30", slug: str = "") -> str:
    """Write an entry of 3 March 2026, with an id, a title, a link and a time."""
    return f"""\
<entry>
  <id>tag:news.example,2026:{name}</id>
  <title>{title or name}</title>
  <link href="https://news.example/{slug or name}"/>
  <updated>2026-03-03T{updated}:00Z</updated>
</entry>
"""


def split_versions(example: Example) -> tuple[bytes, bytes]:
    """Return the earlier version of the feed of an example, and the later one."""
    before, now = example.data.split(_APART)
    return before, now


@rule(
    "id-changed",
    Severity.ERROR,
    form=Form.CHANGE,
    spec=f"{RFC4287}#section-4.2.6",
    bad=change(entry("crane"), entry("crane-2", title="crane", slug="crane")),
    good=change(entry("crane"), entry("crane", title="The crane is back")),
)
def id_changed(change: Change) -> Moves:
    """A story has another id than before.

    Readers go by the id: they show the story again, as new and unread.
    """
    for pair in change.renamed:
        yield pair.at, f"the id of this story was {pair.before.id!r} and is now {pair.now.id!r}"


@rule(
    "id-reused",
    Severity.WARNING,
    form=Form.CHANGE,
    spec=f"{RFC4287}#section-4.2.6",
    bad=change(entry("1", title="Crane lifted"), entry("1", title="Ferry late", slug="ferry")),
    good=change(entry("1", title="Crane lifted"), entry("1", title="Crane lifted again")),
)
def id_reused(change: Change) -> Moves:
    """The id of one story is now that of another.

    Readers take the new story for the old one: who has read that never sees this.
    """
    for pair in change.kept:
        if _is_other_story(pair):
            was, now = pair.before.title, pair.now.title
            yield pair.at, f"the id {pair.now.id!r} was that of {was!r} and is now that of {now!r}"


@rule(
    "updated-without-change",
    Severity.WARNING,
    form=Form.CHANGE,
    spec=f"{RFC4287}#section-4.2.15",
    bad=change(entry("crane"), entry("crane", updated="11:00")),
    good=change(entry("crane"), entry("crane", title="The crane is back", updated="11:00")),
)
def updated_without_change(change: Change) -> Moves:
    """A date moved, though nothing else changed.

    Readers sort old stories to the top, and partners stop taking in a feed that does so.
    """
    if not change.whole:
        return
    moved = [pair for pair in change.kept if pair.dates_moved and not pair.content_changed]
    for pair in moved:
        for name, told in _moved_dates(pair):
            yield pair.at, f"{name} moved {told}, but nothing else of the entry changed"
    before, now = change.before, change.now
    if before.dates != now.dates and before.header == now.header and before.entries == now.entries:
        yield None, "the feed's date moved, but nothing else changed"


@rule(
    "changed-without-updated",
    Severity.INFO,
    form=Form.CHANGE,
    spec=f"{RFC4287}#section-4.2.15",
    bad=change(entry("crane"), entry("crane", title="The crane is back")),
    good=change(entry("crane"), entry("crane", title="The crane is back", updated="11:00")),
)
def changed_without_updated(change: Change) -> Moves:
    """An entry changed, but its date of change did not.

    Many readers keep what they have until that date moves; a mere typo may stay so.
    """
    for pair in change.kept if change.whole else ():
        name = pair.now.changed
        if (
            name
            and pair.content_changed
            and pair.before.dates.get(name) == pair.now.dates[name]
            and not _is_other_story(pair)
        ):
            yield pair.at, f"the entry changed, but its {label(name)} did not"


@rule(
    "entry-vanished",
    Severity.WARNING,
    form=Form.CHANGE,
    spec=f"{RFC5005}#section-1",
    bad=change(entry("crane", updated="10:00") + entry("ferry"), entry("ferry")),
    good=change(entry("crane") + entry("ferry", updated="08:00"), entry("quay") + entry("crane")),
)
def entry_vanished(change: Change) -> Moves:
    """An entry is gone, though it is newer than others that are there.

    Readers that did not poll in between never see it, and no reader learns that it is gone:
    a story that is withdrawn is better told so, in Atom by at:deleted-entry (RFC 6721).
    """
    lost = list(_lost_early(change))
    if lost and not change.now.entries:
        yield None, f"all entries are gone ({len(lost)})"
        return
    for gone in lost:
        yield None, f"the entry {_named(gone)} is gone, and others as old are still there"


@rule(
    "order-changed",
    Severity.INFO,
    form=Form.CHANGE,
    spec=f"{RFC4287}#section-4.1.1",
    bad=change(entry("crane") + entry("ferry"), entry("ferry") + entry("crane")),
    good=change(entry("crane") + entry("ferry"), entry("quay") + entry("crane") + entry("ferry")),
)
def order_changed(change: Change) -> Moves:
    """Entries whose dates did not change stand in another order.

    Readers that keep the feed's order show a list that jumps at each poll.
    """
    still = sorted((pair for pair in change.kept if not pair.dates_moved), key=_was_at)
    for first, second in itertools.pairwise(still):
        if first.at > second.at:
            yield first.at, f"this entry stood before {_named(second.now)} and now stands after it"
            return


def _was_at(pair: Pair) -> int:
    return pair.was_at


def _is_other_story(pair: Pair) -> bool:
    """Whether link, headline and date of publication are all others: a headline may change.

    Without such a date, whether the headlines share less than a third of their words.
    """
    was, now = pair.before, pair.now
    if not (was.title and now.title) or was.title == now.title or was.link == now.link:
        return False
    if was.published and now.published:
        return was.published != now.published
    return not was.is_titled_like(now)


def _moved_dates(pair: Pair) -> Iterator[tuple[str, str]]:
    for name in sorted(pair.before.dates.keys() | pair.now.dates.keys()):
        was, now = pair.before.dates.get(name), pair.now.dates.get(name)
        if was != now:
            yield label(name), f"from {_shown(was)} to {_shown(now)}"


def _shown(date: datetime | str | None) -> str:
    if date is None:
        return "nothing"
    return date.isoformat() if isinstance(date, datetime) else repr(date)


def _lost_early(change: Change) -> Iterator[EntryVersion]:
    """Give entries that are gone and had not come to the feed's end.

    They are newer than the oldest that is there, by each date that all entries have. Without
    dates, one that stood after them is still there.
    """
    here = change.now.entries
    oldest = {
        kind: min(moments)
        for kind in ("published", "updated")
        if (moments := [getattr(entry, kind) for entry in here]) and None not in moments
    }
    last = max((pair.was_at for pair in change.kept), default=-1)
    for index in change.lost:
        gone = change.before.entries[index]
        own = {kind: getattr(gone, kind) for kind in oldest}
        newer = [moment > oldest[kind] for kind, moment in own.items() if moment is not None]
        if not here or (all(newer) if newer else index < last):
            yield gone


def _named(entry: EntryVersion) -> str:
    return f"{entry.title!r} ({entry.id})" if entry.title else entry.id
