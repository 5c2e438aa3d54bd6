"""Benchmark parsing of Markdown stories with front matter on one core.

python tests/benchmarks/bench_markdown.py
"""

import sys
import time

from feedsvc.parsers import Options, Source, parse

YAML = """---
layout: post
title: "Mayors agree: the ferry stays"
date: 2024-05-01 10:00:00 +0200
author: Ann Example
tags: [ferry, harbour]
categories: world
description: The crossing reopens after eleven weeks.
---
"""
TOML = """+++
title = "Mayors agree: the ferry stays"
date = 2024-05-01T10:00:00+02:00
authors = ["Ann Example"]
tags = ["ferry", "harbour"]
categories = ["world"]
description = "The crossing reopens after eleven weeks."
+++
"""
JSON = """{
  "title": "Mayors agree: the ferry stays",
  "date": "2024-05-01T10:00:00+02:00",
  "authors": ["Ann Example"],
  "tags": ["ferry", "harbour"],
  "categories": ["world"],
  "description": "The crossing reopens after eleven weeks."
}
"""
PARAGRAPH = """The crossing between the two towns reopened on Wednesday after eleven weeks, and
**three mayors** cut [one ribbon](https://example.org/ribbon) in three places, each on a bank
of the river that the other two had never seen. "It floats," said the first.

"""
SIZES = {"1 KB": 3, "3 KB": 10}
ROUNDS, STORIES = 20, 100


def seconds_per_story(source: Source) -> float:
    """Return the CPU time per story in seconds, the best of several rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.process_time()
        for _ in range(STORIES):
            parse(source)
        best = min(best, (time.process_time() - start) / STORIES)
    return best


def main() -> None:
    """Print the speed for each kind of header and size of body."""
    for kind, header in {"YAML": YAML, "TOML": TOML, "JSON": JSON}.items():
        for size, paragraphs in SIZES.items():
            data = (header + PARAGRAPH * paragraphs).encode()
            source = Source(name="world/a.md", data=data, options=Options(trace=False))
            seconds = seconds_per_story(source)
            sys.stdout.write(
                f"{kind}, {size}: {seconds * 1e6:.0f} µs per story, {1 / seconds:,.0f} per second\n"
            )


if __name__ == "__main__":
    main()
