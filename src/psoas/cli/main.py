"""The ``psoas`` command and its two tables: commands and exit codes."""

# ruff: noqa: ARG002 - the context is part of click's signature

from __future__ import annotations

import json
import sys
from errno import ENOSPC
from importlib import import_module
from typing import Any

import click

from psoas import errors

#: Each command with its module and its line in ``--help``: the modules load when called.
COMMANDS = {
    "import": ("psoas.cli.runs", "Bring watch files and folders into the logbook."),
    "run": ("psoas.cli.runs", "Read one activity without a logbook."),
    "moment": ("psoas.cli.moment", "Show hip-flexion moments of a motion file."),
    "gait": ("psoas.cli.gait", "Measure running gait from a video or key points of a side view."),
    "load": ("psoas.cli.runs", "Show load over time and what the guard says."),
    "season": ("psoas.cli.season", "Show the season, and what changed before the symptoms."),
    "weeks": ("psoas.cli.season", "Compare two planned weeks."),
    "log": ("psoas.cli.diary", "Write down pain and sitting hours."),
    "tests": ("psoas.cli.battery", "List the tests: may I, what was last read."),
    "measure": ("psoas.cli.battery", "Write down a physical test."),
    "feel": ("psoas.cli.battery", "Answer the questions of the week."),
    "setup": ("psoas.cli.diary", "Say what you have: equipment, days, race, sore side."),
    "check": ("psoas.cli.check", "Answer sheet in: is it for a clinician, what drives it."),
    "plan": ("psoas.cli.plan", "Lay a plan round your runs."),
    "ahead": ("psoas.cli.ahead", "Planned runs: bring them in, list them with the guard's word."),
    "metronome": ("psoas.cli.metronome", "Write a beat to run by as a sound file."),
    "today": ("psoas.cli.plan", "Show what to do today."),
    "recheck": ("psoas.cli.recheck", "Before a session: is anything new or worse?"),
    "done": ("psoas.cli.done", "Mark a session as done."),
    "retest": ("psoas.cli.plan", "Did it really change?"),
    "forecast": ("psoas.cli.forecast", "What is to come: tomorrow, the week before the race."),
    "report": ("psoas.cli.report", "Write the report as one HTML file."),
    "export": ("psoas.cli.keep", "Write all that is kept into one file."),
    "restore": ("psoas.cli.keep", "Read an export into a new logbook."),
    "forget": ("psoas.cli.keep", "Delete the logbook."),
    "rederive": ("psoas.cli.keep", "Derive again what an older psoas derived."),
    "library": ("psoas.cli.shelf", "The shelf of exercises, rules and sources."),
    "demo": ("psoas.cli.serve", "Make a sample runner and open the app."),
    "serve": ("psoas.cli.serve", "Open the app in the browser."),
    "doctor": ("psoas.cli.serve", "What is installed, and what leaves this machine."),
}

#: What each kind of error exits with. A test asserts that it is complete.
EXIT_CODES: dict[type[errors.PsoasError], int] = {
    errors.UnreadableFile: 1,
    errors.NotAnActivity: 1,
    errors.InvalidAnswer: 1,
    errors.LibraryError: 1,
    errors.NotMeasurable: 1,
    errors.NotFound: 1,
    errors.Conflict: 1,
    errors.NotNow: 1,
    errors.MissingProgram: 1,
}


class _Lazy(click.Group):
    """A group that loads a command's module when the command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load and return a command."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(COMMANDS[cmd_name][0])
        command: click.Command = module.COMMANDS[cmd_name]
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without loading one."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="psoas")
def psoas() -> None:
    """Hip-flexor load, assessment and rehab for runners.

    The loop: test, reset, reload, retrain, retest. Everything stays on this machine.
    """


def _print_error(error: errors.PsoasError) -> None:
    said = {"what": error.what, "where": error.where, "fix": error.fix}
    if "--json" in sys.argv:
        print(json.dumps({"error": said}, ensure_ascii=False))
    click.secho(f"{error.where}: {error.what}", err=True, fg="red")
    click.echo(error.fix, err=True)


def main(*args: Any, **kwargs: Any) -> None:
    """Run the command line; the process edge."""
    try:
        psoas(*args, **kwargs)
    except errors.PsoasError as error:
        _print_error(error)
        sys.exit(EXIT_CODES[type(error)])
    except OSError as error:
        if error.errno != ENOSPC:
            raise
        click.secho("the output: the disk is full, so it is not whole", err=True, fg="red")
        click.echo("Free some space and do it again", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
