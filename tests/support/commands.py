"""Commands run in this process, and a working folder for them."""

from click.testing import CliRunner

from feedsvc.cli import main

GOOD = """---
title: Otters move into the old mill
date: 2026-11-02T09:00:00Z
author: Nell Okafor
tags: [river]
summary: Three otters were seen on the wheel.
---
Three otters were seen on the wheel of the old mill on Monday.

The miller has stopped it until spring.
"""
BAD = "---\ntitle: [never closed\n---\nText.\n"


def newsroom(folder, monkeypatch):
    """Make a folder with one valid story the working folder, and return it."""
    monkeypatch.chdir(folder)
    (folder / "stories" / "river").mkdir(parents=True)
    (folder / "stories" / "river" / "otters.md").write_text(GOOD)
    return folder


def run(*arguments, **options):
    """Run `feedsvc` with these arguments; `options` are those of click's test runner."""
    texts = [str(argument) for argument in arguments]
    return CliRunner().invoke(main, texts, prog_name="feedsvc", **options)
