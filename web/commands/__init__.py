"""The command line: ``bontot``, one module for each command."""

from web.commands.entry import commands, main

__all__ = ["commands", "main"]
