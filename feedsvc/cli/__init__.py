"""The command `feedsvc`: one module per subcommand, imported when it is called."""

import gc
import os
from importlib import import_module
from typing import Any

import click

from feedsvc.cli.console import examples, replace_unencodable
from feedsvc.errors import FeedsvcError

COMMANDS = {
    "serve": "Serve a folder of stories from this machine.",
    "build": "Write every document of the site to a folder.",
    "ping": "Notify hubs of feeds that changed.",
    "token": "Manage access to private feeds.",
    "parse": "Show how story files are parsed.",
    "validate": "Check RSS, Atom and JSON feeds.",
    "init": "Write a feedsvc.toml that explains every setting.",
}
"""The subcommands with their purpose; `serve` is `command` in `feedsvc.cli.serve`."""

DEBUG = "FEEDSVC_DEBUG"
"""The environment variable that makes an internal error print its stack trace."""

CANNOT_RUN = 2
INTERRUPTED = 130


class _Failure(click.ClickException):
    """An error of feedsvc, printed as one line on standard error."""

    exit_code = CANNOT_RUN


class _Commands(click.Group):
    """A group that imports only the subcommand that is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's signature
        """Return the names in the order in which a newcomer needs them."""
        return [*COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 -- click's signature
        """Import a subcommand and return it, or None if there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        # Nothing that is imported becomes garbage, and looking for it takes a tenth of the time.
        gc.disable()
        command: click.Command = import_module(f"feedsvc.cli.{cmd_name}").command
        gc.freeze()
        gc.enable()
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 -- click's signature
        """Write the list for the help text without importing any subcommand."""
        with formatter.section("Commands"):
            formatter.write_dl([*COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 -- click's signature
        """Run the subcommand; print an error as one line, and nothing for Ctrl-C."""
        try:
            return super().invoke(ctx)
        except FeedsvcError as error:
            raise _Failure(str(error)) from error
        except KeyboardInterrupt:
            ctx.exit(INTERRUPTED)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except BrokenPipeError:  # The reader of a pipe has enough: click exits silently.
            raise
        except Exception as error:
            if DEBUG in os.environ:
                raise
            raise _Failure(
                f"internal error: {type(error).__name__}: {error}; please report it with the "
                f"stack trace that {DEBUG}=1 prints"
            ) from error


@click.command(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=examples(
        "feedsvc serve                   serve the folder 'stories' on port 8000",
        "feedsvc build --output site     write the same documents as files",
    ),
)
@click.version_option(package_name="feedsvc", message="%(prog)s %(version)s")
def main() -> None:
    """Turn a folder of news stories into RSS, Atom and JSON feeds.

    Settings are read from feedsvc.toml in the working folder, and from environment variables
    that begin with FEEDSVC_.

    Exit codes: 0 success, 1 problems found, 2 usage error or failure.
    """
    replace_unencodable()
