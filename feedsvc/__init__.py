"""feedsvc turns a folder of news stories into feeds, serves them, and checks feeds.

`feedsvc.validate(data)` checks any feed; see `feedsvc.validator`. Importing this package
loads none of the libraries that its parts need.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from feedsvc.validator import validate

__all__ = ["__version__", "validate"]

__version__: str


def __getattr__(name: str) -> object:
    """Give what is loaded only when it is asked for (PEP 562)."""
    if name == "__version__":
        from importlib.metadata import version  # noqa: PLC0415 - takes longer than all else here

        return version("feedsvc")
    if name == "validate":
        from feedsvc.validator import validate  # noqa: PLC0415 - loads the validator

        return validate
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
