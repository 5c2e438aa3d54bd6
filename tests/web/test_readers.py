"""Real feed readers, subscribed to the live server as their users would subscribe them."""

import itertools
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.readers import READERS
from support.readers.newsroom import Newsroom
from support.readers.reader import Item, Reader


@dataclass(frozen=True)
class Story:
    """A story file, and what a feed reader must show of it."""

    text: str
    title: str
    published: datetime
    author: str
    first: str
    last: str


STORIES = {
    "world/night-ferry.md": Story(
        """\
---
title: Night ferry returns to the northern islands
date: 2026-03-02T09:30:00Z
author: Mara Quill
tags: [ferries, islands]
image: https://gazette.example.org/pictures/ferry.jpg
---
The night ferry left the old pier **four minutes early**, to the sound of a brass band.

- It carried a grand piano.
- It carried no goats.

It sails three times a week until April.
""",
        "Night ferry returns to the northern islands",
        datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
        "Mara Quill",
        "The night ferry left the old pier",
        "It sails three times a week until April.",
    ),
    "city/prices.md": Story(
        """\
---
title: 'Fish & chips < 5 crowns: "a miracle", says the mayor'
date: 2026-03-04T18:05:09+02:00
author: Ana Åkesson-Sjö
---
The mayor ate three portions & asked for more, if prices stay < 5 crowns.

<table><tr><th>Fish</th><th>Crowns</th></tr><tr><td>Cod</td><td>4</td></tr></table>

The guild of the fishwives will vote on Friday.
""",
        'Fish & chips < 5 crowns: "a miracle", says the mayor',
        datetime(2026, 3, 4, 16, 5, 9, tzinfo=UTC),
        "Ana Åkesson-Sjö",
        "The mayor ate three portions & asked for more, if prices stay < 5 crowns.",
        "The guild of the fishwives will vote on Friday.",
    ),
    "city/bridge.txt": Story(
        """\
Bridge at Tallow Sound opens to cyclists

By Jonas Reyk

4 March 2026

TALLOW SOUND: The long bridge at Tallow Sound opened to cyclists on Wednesday morning.

The first to cross was a baker with forty loaves on her back.
""",
        "Bridge at Tallow Sound opens to cyclists",
        datetime(2026, 3, 4, tzinfo=UTC),
        "Jonas Reyk",
        "The long bridge at Tallow Sound opened to cyclists on Wednesday morning.",
        "The first to cross was a baker with forty loaves on her back.",
    ),
    "culture/layali.md": Story(
        """\
---
title: فرقة الميناء تعزف على الرصيف القديم
date: 2026-03-03
author: ليلى حداد
language: ar
---
عزفت فرقة الميناء مساء الثلاثاء أمام جمهور كبير.

وتعود الفرقة يوم الجمعة.
""",
        "فرقة الميناء تعزف على الرصيف القديم",
        datetime(2026, 3, 3, tzinfo=UTC),
        "ليلى حداد",
        "عزفت فرقة الميناء مساء الثلاثاء أمام جمهور كبير.",
        "وتعود الفرقة يوم الجمعة.",
    ),
    "culture/toudai.md": Story(
        """\
---
title: 灯台守、最後の明かりをともす
date: 2026-03-01T06:00:00+09:00
author: 高橋めぐみ
language: ja
---
北の岬の灯台守は日曜の夜、最後の明かりをともした。

灯台は博物館になる。
""",
        "灯台守、最後の明かりをともす",
        datetime(2026, 2, 28, 21, tzinfo=UTC),
        "高橋めぐみ",
        "北の岬の灯台守は日曜の夜、最後の明かりをともした。",
        "灯台は博物館になる。",
    ),
}
NEW_TITLE = "Otters move into the old mill"
EDITED_TITLE = "Family of otters takes over the old mill"


@dataclass(frozen=True)
class Otters:
    """A new story, with a name and text that no earlier story had."""

    number: int

    @property
    def name(self) -> str:
        return f"mill/otters-{self.number}.md"

    def text(self, title: str = NEW_TITLE, day: str = "2026-03-05", status: str = "usable") -> str:
        return (
            f"---\ntitle: {title}\ndate: {day}T07:00:00Z\nauthor: Nell Okafor\n"
            f"status: {status}\n---\nThere are {self.number} otters on the wheel of the mill.\n"
        )


SUBSCRIPTIONS = [
    pytest.param(
        (reader, document),
        id=f"{reader.name}-{document}",
        marks=pytest.mark.skipif(
            not reader.is_installed(), reason=f"needs {reader.name}: {reader.install}"
        ),
    )
    for reader in READERS
    for document in reader.formats
]
each_reader = pytest.mark.parametrize("subscription", SUBSCRIPTIONS, indirect=True)


def open_newsroom(folder: Path) -> Newsroom:
    return Newsroom(folder, {name: story.text for name, story in STORIES.items()})


@pytest.fixture(scope="module")
def shared_newsroom(tmp_path_factory):
    newsroom = open_newsroom(tmp_path_factory.mktemp("newsroom"))
    yield newsroom
    newsroom.close()


@pytest.fixture
def newsroom(shared_newsroom):
    """A newsroom with only the stories above."""
    yield shared_newsroom
    shared_newsroom.reset()


@pytest.fixture
def subscription(request, newsroom, tmp_path):
    """A feed reader that has not fetched its feed yet."""
    reader, document = request.param
    subscription = reader(tmp_path / "reader", f"{newsroom.proxy.url}/{document}")
    yield subscription
    subscription.close()


def catch_up(subscription: Reader) -> None:
    """Fetch everything, until the reader sends a validator."""
    for _ in range(subscription.fetches_before_304):
        subscription.fetch()


NUMBERS = itertools.count(2)


@pytest.fixture
def otters():
    return Otters(next(NUMBERS))


def titles(items: list[Item]) -> list[str]:
    return sorted(item.title for item in items)


def ids(items: list[Item]) -> list[str]:
    return sorted(item.id for item in items)


@each_reader
def test_the_first_fetch_shows_all_entries_in_full(newsroom, subscription):
    found = {item.title: item for item in subscription.fetch()}
    assert sorted(found) == sorted(story.title for story in STORIES.values())
    for story in STORIES.values():
        item = found[story.title]
        assert (item.published, item.author) == (story.published, story.author)
        assert item.link.startswith(f"{newsroom.proxy.url}/stories/")
        assert 0 <= item.text.find(story.first) < item.text.find(story.last)
    assert ids(subscription.items()) == ids(found.values())


@each_reader
def test_a_fetch_without_new_stories_gets_304(newsroom, subscription):
    catch_up(subscription)
    before = subscription.items()
    newsroom.proxy.statuses.clear()
    assert subscription.fetch() == []
    assert newsroom.proxy.statuses == [304]
    assert subscription.items() == before


@each_reader
@pytest.mark.parametrize("day", ["2026-03-05", "2026-03-01"], ids=["newest", "dated-earlier"])
def test_a_new_story_appears_once(newsroom, subscription, otters, day):
    catch_up(subscription)
    newsroom.write(otters.name, otters.text(day=day))
    assert titles(subscription.fetch()) == [NEW_TITLE]
    assert subscription.fetch() == []
    assert len(set(ids(subscription.items()))) == len(subscription.items()) == len(STORIES) + 1


@each_reader
def test_an_edited_headline_is_not_a_new_item(newsroom, subscription, otters):
    newsroom.write(otters.name, otters.text())
    catch_up(subscription)
    before = subscription.items()
    newsroom.write(otters.name, otters.text(EDITED_TITLE))
    assert subscription.fetch() == []
    assert ids(subscription.items()) == ids(before)
    edited = EDITED_TITLE in titles(subscription.items())
    assert edited == subscription.shows_edits


@each_reader
def test_a_moved_file_is_not_a_new_item(newsroom, subscription, otters):
    newsroom.write(otters.name, otters.text())
    catch_up(subscription)
    before = subscription.items()
    newsroom.move(otters.name, "archive/2026/wheel.md")
    assert subscription.fetch() == []
    assert ids(subscription.items()) == ids(before)
    assert {item.link for item in subscription.items()} == {item.link for item in before}


@each_reader
@pytest.mark.parametrize("how", ["removed", "canceled"])
def test_a_withdrawn_story_disappears(newsroom, subscription, otters, how):
    newsroom.write(otters.name, otters.text())
    catch_up(subscription)
    before = subscription.items()
    if how == "removed":
        newsroom.withdraw(otters.name)
    else:
        newsroom.write(otters.name, otters.text(status="canceled"))
    newsroom.proxy.statuses.clear()
    assert subscription.fetch() == []
    assert newsroom.proxy.statuses in ([200], [226])
    if subscription.keeps_old:
        assert subscription.items() == before
    else:
        assert titles(subscription.items()) == sorted(story.title for story in STORIES.values())


@pytest.fixture(scope="module")
def moved(tmp_path_factory):
    """A newsroom whose domain changed, and earlier subscriptions by reader and document."""
    newsroom = open_newsroom(tmp_path_factory.mktemp("moved"))
    subscribers = {}
    for reader, document in [p.values[0] for p in SUBSCRIPTIONS]:
        if reader.is_installed():
            folder = tmp_path_factory.mktemp("reader") / "reader"
            subscriber = reader(folder, f"{newsroom.proxy.url}/{document}")
            catch_up(subscriber)
            subscribers[reader, document] = subscriber
    newsroom.change_domain("localhost")
    yield newsroom, subscribers
    for subscriber in subscribers.values():
        subscriber.close()
    newsroom.close()


@pytest.mark.parametrize("subscribed", SUBSCRIPTIONS)
def test_a_changed_domain_causes_no_duplicates(moved, subscribed, otters):
    newsroom, subscribers = moved
    subscriber = subscribers[subscribed]
    before = subscriber.items()
    assert subscriber.fetch() == []
    assert newsroom.proxy.statuses.pop() in (200, 226)
    assert ids(subscriber.items()) == ids(before)
    if not subscriber.keeps_old:
        assert all(item.link.startswith(newsroom.proxy.url) for item in subscriber.items())
    newsroom.write(otters.name, otters.text())
    [item] = subscriber.fetch()
    assert item.link.startswith(newsroom.proxy.url)
    newsroom.reset()
