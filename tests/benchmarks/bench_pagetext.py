"""Benchmark of page text: stories of 3 KB parsed per second on one core.

Run it with `.venv/bin/python tests/benchmarks/bench_pagetext.py`.
"""

import time

from feedsvc.parsers.newstext.pagetext import parse
from feedsvc.parsers.source import Source

HEAD = """Ferry captains vote to end strike after nine days at sea wall

A ferry waits at the sea wall of the old port on March {day}, 2026. (AFP)
Short Url
Updated {day} March 2026
AFP

Ferry captains vote to end strike after nine days at sea wall

  • First boats leave at dawn, harbour office says
  • Owners promise a fourth engineer on night crossings

TALLINN: Ferry captains voted on Monday to end a strike of nine days.
"""
PARAGRAPH = (
    "“We leave at {hour}, and we leave with a full crew,” said Marta Kask, who has steered the "
    "night boat for {hour} years, as the first cars rolled over the ramp in the rain.\n"
)
STORIES, ROUNDS = 1000, 5
SIZE = 3000


def main() -> None:
    """Parse generated stories of 3 KB and print how many were parsed per second."""
    sources = [
        Source(name=f"{number}.txt", data=_story(number).encode()) for number in range(STORIES)
    ]
    size = sum(len(source.data) for source in sources) / STORIES
    seconds = min(_seconds(sources) for _ in range(ROUNDS))
    print(
        f"{STORIES / seconds:,.0f} stories of {size:,.0f} bytes per second, best of {ROUNDS} rounds"
    )


def _seconds(sources: list[Source]) -> float:
    """Return the CPU time, which other processes do not affect."""
    start = time.process_time()
    for source in sources:
        parse(source)
    return time.process_time() - start


def _story(number: int) -> str:
    story = HEAD.format(day=number % 28 + 1)
    hour = 0
    while len(story.encode()) < SIZE:
        hour += 1  # Repeated paragraphs would be parsed only once.
        story += PARAGRAPH.format(hour=hour)
    return story


if __name__ == "__main__":
    main()
