"""Examples of changes: what stood in a feed, and what stands there now."""

from feedsvc.validator.examples import Example, feed

_APART = b"\n\0\n"
"""Between the two versions in an example's data; no XML holds it."""


def change(before: str, now: str) -> Example:
    """Show what changed in an Atom feed."""
    data = feed(before).data + _APART + feed(now).data
    return Example(f"before\n{before}\nnow\n{now}", data)


def versions(example: Example) -> tuple[bytes, bytes]:
    """Return the earlier version of the feed of an example, and the later one."""
    before, now = example.data.split(_APART)
    return before, now


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
