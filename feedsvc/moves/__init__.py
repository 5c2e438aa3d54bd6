"""Old paths: where what stood there is now, asked live or written for web servers."""

from feedsvc.moves.files import FILES, is_ours
from feedsvc.moves.table import GONE, Moves

__all__ = ["FILES", "GONE", "Moves", "is_ours"]
