"""The command `feedsvc`: one module for each subcommand, loaded when it is called."""

import os
from importlib import import_module
from typing import Any

import click

from feedsvc.cli.console import examples, print_anything
from feedsvc.errors import FeedsvcError

COMMANDS = {
    "serve": "Serve a folder of stories from this machine.",
    "build": "Write every document of the site to a folder.",
    "ping": "Tell hubs of the feeds that changed.",
    "token": "Say who may read private feeds.",
    "parse": "Show how story files are understood.",
    "validate": "Check RSS, Atom and JSON feeds.",
    "init": "Write a feedsvc.toml that explains every setting.",
}
"""The subcommands and what each is for; `serve` is `command` in `feedsvc.cli.serve`."""

DEBUG = "FEEDSVC_DEBUG"
"""The variable that lets a fault of feedsvc print its stack trace."""

CANNOT_RUN = 2
INTERRUPTED = 130


class _Failure(click.ClickException):
    """An error of feedsvc as one line on standard error; nothing was done."""

    exit_code = CANNOT_RUN


class _Commands(click.Group):
    """Knows its subcommands by name, so that none is loaded but the one that is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's signature
        """Return the names in the order in which a newcomer meets them."""
        return [*COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 -- click's signature
        """Load a subcommand; None where there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"feedsvc.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 -- click's signature
        """Write the list in the help text, without loading a command for it."""
        with formatter.section("Commands"):
            formatter.write_dl([*COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 -- click's signature
        """Run the subcommand; an error is one line and a Ctrl-C none, never a stack trace."""
        try:
            return super().invoke(ctx)
        except FeedsvcError as error:
            raise _Failure(str(error)) from error
        except KeyboardInterrupt:
            ctx.exit(INTERRUPTED)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except BrokenPipeError:  # who reads the output has enough: click ends without a word
            raise
        except Exception as error:
            if DEBUG in os.environ:
                raise
            raise _Failure(
                f"feedsvc has a fault: {type(error).__name__}: {error}; please report it with "
                f"what {DEBUG}=1 makes this command print"
            ) from error


@click.command(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=examples(
        "feedsvc serve                   publish the folder 'stories' on port 8000",
        "feedsvc build --output site     write the same documents as files",
    ),
)
@click.version_option(package_name="feedsvc", message="%(prog)s %(version)s")
def main() -> None:
    """Turn a folder of news stories into RSS, Atom and JSON feeds.

    Settings are read from feedsvc.toml in the working folder, and from FEEDSVC_*.

    Exit codes: 0 fine, 1 problems found, 2 wrong use or not possible.
    """
    print_anything()
