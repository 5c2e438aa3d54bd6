"""Time the catalog: python tests/benchmarks/bench_catalog.py."""

import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from feedsvc.catalog import Catalog, FileState, PreparedFile, Selection, Story, prepare
from feedsvc.entry import Category, Entry, Person

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
WORDS = ("harbour", "council", "bridge", "storm", "vote", "harvest", "ferry", "museum", "river")
BATCH = 100


class Read(msgspec.Struct):
    """What was read at a time, as a sync takes it."""

    stories: list[PreparedFile]
    touched: dict[str, FileState]


def main() -> None:
    """Print a table with a row for each number of entries and a column for each operation."""
    write = sys.stdout.write
    write(
        "entries  import a story  one change ms  again ms  newest 50 ms  section 50 ms  terms ms\n"
    )
    for size in (1_000, 10_000, 20_000):
        with tempfile.TemporaryDirectory() as folder:
            location = str(Path(folder, "catalog.db"))
            with Catalog.open(location, "example.org,2026") as catalog:
                row = "".join(f"{figure:14.2f}" for figure in figures(catalog, size))
                write(f"{size:7}{row}\n")


def figures(catalog: Catalog, size: int) -> list[float]:
    """Return how long each operation takes with a number of entries, in the table's order."""
    chance = random.Random(size)
    batches = [
        read(*(story(number, chance) for number in range(start, start + BATCH)))
        for start in range(0, size, BATCH)
    ]
    first = seconds(lambda: catalog.sync(batches, (), NOW), 1)
    changes = iter([read(story(size // 2, chance)) for _ in range(40)])
    again = read(story(7, chance))
    return [
        1000 * first / size,
        1000 * seconds(lambda: catalog.sync([next(changes)], (), NOW), 40),
        1000 * seconds(lambda: catalog.sync([again], (), NOW), 40),
        1000 * seconds(lambda: catalog.entries(Selection(limit=50), NOW), 20),
        1000 * seconds(lambda: catalog.entries(Selection(section="World", limit=50), NOW), 20),
        1000 * seconds(lambda: catalog.terms(NOW), 20),
    ]


def read(*stories: Story) -> Read:
    """Return stories as a worker process returns them."""
    return Read([prepare(each) for each in stories], {})


def story(number: int, chance: random.Random) -> Story:
    """Return a story of about 2,500 characters, with a section, four tags and an author."""
    title = " ".join(chance.choices(WORDS, k=6))
    paragraph = " ".join(chance.choices(WORDS, k=60))
    entry = Entry(
        title=title,
        content=f"<p>{paragraph}</p>" * 6,
        published=NOW - timedelta(minutes=number),
        authors=(Person(name=f"Reporter {number % 40}"),),
        categories=tuple(Category(term=f"tag {chance.randrange(400)}") for _ in range(4)),
        language="en",
    )
    folder = ("world", "sport", "business", "city")[number % 4]
    state = FileState(size=2500, mtime_ns=chance.randrange(10**18), digest=str(chance.random()))
    return Story(name=f"{folder}/story-{number}.md", state=state, entries=(entry,))


def seconds(operation: Callable[[], object], times: int) -> float:
    """Return the mean duration of an operation."""
    start = time.perf_counter()
    for _ in range(times):
        operation()
    return (time.perf_counter() - start) / times


if __name__ == "__main__":
    main()
