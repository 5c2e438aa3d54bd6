"""On which line each key of the items of a JSON Feed stands."""

import re
from typing import Final

_TOKEN: Final = re.compile(r'"(?P<text>(?:[^"\\]|\\.)*+)"(?P<key>\s*:)?|[{}\[\]]', re.DOTALL)
_IN_ITEM: Final = 3


def lines_of_items(text: str) -> list[dict[str, int]]:
    """Return the line of each key of each item, and under an empty key that of the item.

    `text` is JSON that was read without an error.
    """
    items: list[dict[str, int]] = []
    depth, line, seen, member = 0, 1, 0, ""
    for token in _TOKEN.finditer(text):
        line += text.count("\n", seen, token.start())
        seen = token.start()
        sign = token[0]
        if sign in ("{", "["):
            depth += 1
            if depth == _IN_ITEM and member == "items" and sign == "{":
                items.append({"": line})
        elif sign in ("}", "]"):
            depth -= 1
        elif token["key"] and depth == 1:
            member = token["text"]
        elif token["key"] and depth == _IN_ITEM and member == "items" and items:
            items[-1].setdefault(token["text"], line)
    return items
