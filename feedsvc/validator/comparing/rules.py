"""The rules for changes, with their examples; importing this module fills the registry."""

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

EntryFaults = Iterator[tuple[int | None, str]]
"""What rules of changes yield: the index of an entry, or None for the feed, and a message."""

_SEPARATOR = b"\n\0\n"
"""Separates the two versions in an example's data; XML cannot contain it."""


def change(before: str, now: str) -> Example:
    """Return an example of a change in an Atom feed."""
    return Example(
        lambda: (
            f"before\n{before}\nnow\n{now}",
            feed(before).data + _SEPARATOR + feed(now).data,
        )
    )


def entry(name: str, *, title: str = "", updated: str = "09:30", slug: str = "") -> str:
    """Return an entry of 3 March 2026 with an id, a title, a link and a time."""
    return f"""\
<entry>
  <id>tag:news.example,2026:{name}</id>
  <title>{title or name}</title>
  <link href="https://news.example/{slug or name}"/>
  <updated>2026-03-03T{updated}:00Z</updated>
</entry>
"""


def split_versions(example: Example) -> tuple[bytes, bytes]:
    """Return the earlier and the later version of the feed in an example."""
    before, now = example.data.split(_SEPARATOR)
    return before, now


@rule(
    "id-changed",
    Severity.ERROR,
    form=Form.CHANGE,
    spec=f"{RFC4287}#section-4.2.6",
    bad=change(entry("crane"), entry("crane-2", title="crane", slug="crane")),
    good=change(entry("crane"), entry("crane", title="The crane is back")),
)
def id_changed(change: Change) -> EntryFaults:
    """The id of a story changed.

    Feed readers identify stories by id: they show this one again, as new and unread. Restore the
    earlier id, and never derive ids from anything that changes.
    """
    for pair in change.renamed:
        yield (
            pair.index_now,
            f"the id of this story was {pair.before.id!r} and is now {pair.now.id!r}",
        )


@rule(
    "id-reused",
    Severity.WARNING,
    form=Form.CHANGE,
    spec=f"{RFC4287}#section-4.2.6",
    bad=change(entry("1", title="Crane lifted"), entry("1", title="Ferry late", slug="ferry")),
    good=change(entry("1", title="Crane lifted"), entry("1", title="Crane lifted again")),
)
def id_reused(change: Change) -> EntryFaults:
    """The id of one story now belongs to another.

    Feed readers take the new story for the old one, so people who have read the old one never see
    it. Give every story an id of its own.
    """
    for pair in change.same:
        if _is_other_story(pair):
            was, now = pair.before.title, pair.now.title
            yield (
                pair.index_now,
                f"the id {pair.now.id!r} belonged to {was!r} and now belongs to {now!r}",
            )


@rule(
    "updated-without-change",
    Severity.WARNING,
    form=Form.CHANGE,
    spec=f"{RFC4287}#section-4.2.15",
    bad=change(entry("crane"), entry("crane", updated="11:00")),
    good=change(entry("crane"), entry("crane", title="The crane is back", updated="11:00")),
)
def updated_without_change(change: Change) -> EntryFaults:
    """A date changed, although nothing else did.

    Feed readers move old stories to the top, and partners stop importing the feed. Change dates
    only when the content changes.
    """
    if not change.same_format:
        return
    redated = [pair for pair in change.same if pair.dates_changed and not pair.content_changed]
    for pair in redated:
        for name, how in _changed_dates(pair):
            yield pair.index_now, f"{name} changed {how}, but nothing else in the entry changed"
    before, now = change.before, change.now
    if before.dates != now.dates and before.header == now.header and before.entries == now.entries:
        yield None, "the feed's date changed, but nothing else did"


@rule(
    "changed-without-updated",
    Severity.INFO,
    form=Form.CHANGE,
    spec=f"{RFC4287}#section-4.2.15",
    bad=change(entry("crane"), entry("crane", title="The crane is back")),
    good=change(entry("crane"), entry("crane", title="The crane is back", updated="11:00")),
)
def changed_without_updated(change: Change) -> EntryFaults:
    """An entry changed, but its modification date did not.

    Many feed readers show the old text until that date changes. That is fine if you fixed a typo;
    otherwise, update the date.
    """
    for pair in change.same if change.same_format else ():
        name = pair.now.changed
        if (
            name
            and pair.content_changed
            and pair.before.dates.get(name) == pair.now.dates[name]
            and not _is_other_story(pair)
        ):
            yield pair.index_now, f"the entry changed, but its {label(name)} did not"


@rule(
    "entry-vanished",
    Severity.WARNING,
    form=Form.CHANGE,
    spec=f"{RFC5005}#section-1",
    bad=change(entry("crane", updated="10:00") + entry("ferry"), entry("ferry")),
    good=change(entry("crane") + entry("ferry", updated="08:00"), entry("quay") + entry("crane")),
)
def entry_vanished(change: Change) -> EntryFaults:
    """An entry disappeared, although older ones are still in the feed.

    Feed readers that did not poll in between never show it, and the others keep showing it. Keep
    an entry until newer ones displace it. To withdraw it, use at:deleted-entry in Atom (RFC 6721).
    """
    lost = list(_lost_too_early(change))
    if lost and not change.now.entries:
        yield None, f"all {len(lost)} entries disappeared"
        return
    for entry in lost:
        yield None, f"the entry {_named(entry)} disappeared, but older ones are still in the feed"


@rule(
    "order-changed",
    Severity.INFO,
    form=Form.CHANGE,
    spec=f"{RFC4287}#section-4.1.1",
    bad=change(entry("crane") + entry("ferry"), entry("ferry") + entry("crane")),
    good=change(entry("crane") + entry("ferry"), entry("quay") + entry("crane") + entry("ferry")),
)
def order_changed(change: Change) -> EntryFaults:
    """The order of entries changed, although their dates did not.

    Feed readers that keep the feed's order rearrange their lists at every poll. Sort entries by
    date, and those of the same time by id.
    """
    unchanged = [pair for pair in change.same if not pair.dates_changed]
    unchanged.sort(key=lambda pair: pair.index_before)
    for first, second in itertools.pairwise(unchanged):
        if first.index_now > second.index_now:
            yield first.index_now, f"this entry was before {_named(second.now)} and is now after it"
            return


def _is_other_story(pair: Pair) -> bool:
    """Whether link, headline and publication date all differ, not the headline alone.

    Without publication dates, the headlines must share less than a third of their words.
    """
    was, now = pair.before, pair.now
    if not (was.title and now.title) or was.title == now.title or was.link == now.link:
        return False
    if was.published and now.published:
        return was.published != now.published
    return not was.is_titled_like(now)


def _changed_dates(pair: Pair) -> Iterator[tuple[str, str]]:
    for name in sorted(pair.before.dates.keys() | pair.now.dates.keys()):
        was, now = pair.before.dates.get(name), pair.now.dates.get(name)
        if was != now:
            yield label(name), f"from {_shown(was)} to {_shown(now)}"


def _shown(date: datetime | str | None) -> str:
    if date is None:
        return "nothing"
    return date.isoformat() if isinstance(date, datetime) else repr(date)


def _lost_too_early(change: Change) -> Iterator[EntryVersion]:
    """Yield lost entries that did not drop off the end of the feed.

    Such an entry is newer than the oldest remaining one by every date that all entries have; or
    without dates, an entry that came after it remains.
    """
    remaining = change.now.entries
    oldest = {
        kind: min(times)
        for kind in ("published", "updated")
        if (times := [getattr(entry, kind) for entry in remaining]) and None not in times
    }
    last = max((pair.index_before for pair in change.same), default=-1)
    for index in change.lost:
        entry = change.before.entries[index]
        own = {kind: getattr(entry, kind) for kind in oldest}
        newer = [time > oldest[kind] for kind, time in own.items() if time is not None]
        if not remaining or (all(newer) if newer else index < last):
            yield entry


def _named(entry: EntryVersion) -> str:
    return f"{entry.title!r} ({entry.id})" if entry.title else entry.id
