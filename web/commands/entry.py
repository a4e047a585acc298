"""The one entry point: finds the command, and words whatever goes wrong as one sentence."""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import entry_points
from typing import Any

import click
from sqlalchemy.exc import DBAPIError, OperationalError

from tenants.settings import MissingSettingError, Settings, settings

COMMANDS = (
    "serve", "worker", "schedule", "init", "migrate", "tenant", "invite", "onboard",
    "flows", "routes", "audit", "outbox", "export", "erase", "doctor",
)  # fmt: skip
# Rooms above this one enter theirs in the project's own list: they are not known here.
FROM_ABOVE = "bontot.commands"
ITS_SERVERS = "bontot.servers"

# What works on a laptop's own servers where none is named.
ON_A_DATABASE = frozenset({"tenant", "invite", "onboard", "audit", "outbox", "export", "erase"})


class Commands(click.Group):
    """Imports a command's module only when the command is asked for."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """List the commands in the order in which an installation meets them."""
        return [*entry_points(group=FROM_ABOVE).names, *COMMANDS]

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        """Return the command of this name: ``command`` in the module called like it."""
        if name in COMMANDS:
            command: click.Command = import_module(f"web.commands.{name}").command
            return command
        for entry in entry_points(group=FROM_ABOVE, name=name):
            entered: click.Command = entry.load()
            return entered
        return None

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; an error is one sentence on stderr and the exit code 1."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            if ctx.params["traceback"]:
                raise
            raise click.ClickException(sentence_of(error)) from error


@click.command(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help="Bốn Tốt: danh hiệu «Chi bộ 4 tốt», từ đăng ký đến công nhận.\n\n"
    "The title «Chi bộ 4 tốt», from registration to recognition.",
)
@click.option("--traceback", is_flag=True, help="In đầy đủ khi có lỗi · Show where an error arose.")
@click.version_option(package_name="bontot", message="%(version)s")
@click.pass_context
def commands(ctx: click.Context, traceback: bool) -> None:  # noqa: FBT001  # click passes flags by name
    """Give every command the settings of this installation."""
    del traceback
    if ctx.obj is None:
        ctx.obj = settings()
        if ctx.invoked_subcommand in ON_A_DATABASE and _names_no_server(ctx.obj):
            for entry in entry_points(group=ITS_SERVERS):
                ctx.obj = ctx.with_resource(entry.load()(ctx.obj))


def _names_no_server(found: Settings) -> bool:
    addresses = (found.database_url, found.database_owner_url, found.database_platform_url)
    return not found.production and not any(addresses)


def main() -> None:
    """Run ``bontot`` with the words of the command line."""
    commands(prog_name="bontot")


def sentence_of(error: Exception) -> str:
    """Return one sentence on what went wrong and, where it is known, what to do."""
    if isinstance(error, OperationalError):
        return f"The database does not answer ({_first_line(error.orig)}); is its address right?"
    if isinstance(error, DBAPIError):
        return f"The database refuses ({_first_line(error.orig)}); has `bontot migrate` been run?"
    if isinstance(error, MissingSettingError):
        return _first_line(error)
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename} cannot be used: {error.strerror}."
    return _first_line(error) or f"Something went wrong ({type(error).__name__})."


def _first_line(error: object) -> str:
    lines = str(error).strip().splitlines()
    return lines[0].strip() if lines else ""
