"""The errors that feedsvc raises; every one is a single clear line.

FeedsvcError
├── SettingsError    a key or value in feedsvc.toml or FEEDSVC_* is wrong
├── StoryError       a story file cannot be read; it alone is left out
│   └── BrokenParserError  ... because of a fault in feedsvc
├── CatalogError     the catalog cannot be opened, read or written
├── TokenError       a token for private feeds cannot be given or taken back
├── TargetError      a document to check cannot be read
└── PublishError     a document cannot be written to the output folder
"""


class FeedsvcError(Exception):
    """Any error of feedsvc; its text is one line that a user can act on."""


class SettingsError(FeedsvcError):
    """A setting is wrong; the text names file, key and what is allowed."""


class StoryError(FeedsvcError):
    """A story file cannot be read.

    `name` is its path below the stories folder, `line` and `column` count from 1 (None
    where the fault is the whole file's), `reason` says what is wrong and `cure` what to do.
    """

    def __init__(
        self,
        name: str,
        reason: str,
        *,
        cure: str = "",
        line: int | None = None,
        column: int | None = None,
    ) -> None:
        self.name, self.reason, self.cure = name, reason, cure
        self.line, self.column = line, column
        place = ":".join(str(part) for part in (name, line, column) if part is not None)
        super().__init__(f"{place}: {reason}" + (f"; {cure}" if cure else ""))


class BrokenParserError(StoryError):
    """A story file cannot be read because a parser failed on it: a fault in feedsvc."""


class CatalogError(FeedsvcError):
    """The catalog cannot be opened, read or written; the text names its address."""


class TokenError(FeedsvcError):
    """A token cannot be given or taken back; the text says why, and what to do instead."""


class TargetError(FeedsvcError):
    """A document that was to be checked cannot be read; the text names it."""


class PublishError(FeedsvcError):
    """A document cannot be written; the text names the file and the system's reason."""
