"""Update the section "All settings" of the guide: run `python -m feedsvc.settings`."""

from pathlib import Path

from feedsvc.settings.reference import PAGE_HEADING, reference_markdown

PAGE = Path(__file__).parents[1] / "docs" / "settings.md"

prose, _, _ = PAGE.read_text(encoding="utf-8").partition(f"{PAGE_HEADING}\n")
PAGE.write_text(prose + reference_markdown(), encoding="utf-8")
