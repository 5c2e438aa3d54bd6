"""The errors that feedsvc raises, each with a message of one line.

FeedsvcError
├── SettingsError    a key or value in feedsvc.toml or FEEDSVC_* is invalid
├── StoryError       a story file cannot be read; only that file is skipped
│   └── BrokenParserError  ... because of a bug in feedsvc
├── CatalogError     the catalog cannot be opened, read or written
├── TokenError       a token for private feeds cannot be issued or revoked
├── TargetError      a document to validate cannot be read
└── PublishError     a document cannot be written to the output folder
"""


class FeedsvcError(Exception):
    """The base class of all errors of feedsvc; the message says how to fix the problem."""


class SettingsError(FeedsvcError):
    """A setting is invalid; the message names the file, the key and the allowed values."""


class StoryError(FeedsvcError):
    """A story file cannot be read.

    `name` is the path of the file in the stories folder, `reason` says what is wrong, and `cure`
    how to fix it. `line` and `column` count from 1; they are None if the problem concerns the
    whole file.
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

    def __reduce__(self) -> tuple[object, ...]:
        """Let worker processes return the error."""
        return type(self), (self.name, self.reason), vars(self) | {"args": self.args}


class BrokenParserError(StoryError):
    """A story file cannot be read because of a bug in a parser."""


class CatalogError(FeedsvcError):
    """The catalog cannot be opened, read or written; the message names its database."""


class TokenError(FeedsvcError):
    """A token cannot be issued or revoked; the message says why and what to do."""


class TargetError(FeedsvcError):
    """A document to validate cannot be read; the message names it."""


class PublishError(FeedsvcError):
    """A document cannot be written; the message names the file and the system's error."""
