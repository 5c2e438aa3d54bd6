"""Turn a folder of news stories into feeds, serve them, and validate feeds.

`feedsvc.validate(data)` validates any feed; see `feedsvc.validator`. Importing this package
imports no other library.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from feedsvc.validator import validate

__all__ = ["__version__", "validate"]

__version__: str


def __getattr__(name: str) -> object:
    """Import an attribute when it is first used (PEP 562)."""
    if name == "__version__":
        from importlib.metadata import version  # noqa: PLC0415 - slow

        return version("feedsvc")
    if name == "validate":
        from feedsvc.validator import validate  # noqa: PLC0415 - imports the validator

        return validate
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
