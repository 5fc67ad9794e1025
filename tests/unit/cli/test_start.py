"""Starting costs little, does nothing by the way, and every error has an exit code."""

from __future__ import annotations

import resource
import subprocess
import sys

import pytest

from psoas import errors
from psoas.cli.main import COMMANDS, EXIT_CODES
from tests.kit.shell import command, process, python, quiet

#: What takes long to load, and is loaded by the command that needs it.
HEAVY = (
    "alembic",
    "altair",
    "cattrs",
    "jinja2",
    "litestar",
    "numpy",
    "polars",
    "scipy",
    "sqlalchemy",
    "uvicorn",
)
BUDGET_S = 0.3
TRIES = 5

IMPORT = [sys.executable, "-c", "import psoas"]
HELP = command("--help")

HELPING = """
import sys
from psoas.cli import main
sys.argv = ["psoas", "--help"]
try:
    main()
finally:
    print(*sorted(name for name in sys.modules if "." not in name), file=sys.stderr)
"""

IMPORTING_ALL = """
import logging, pkgutil, socket, sys
import psoas

def watch(event, args):
    if event.startswith("socket.") and event not in ("socket.__new__", "socket.gethostname"):
        sys.stderr.write(f"{event} {args}")
        raise RuntimeError(event)

sys.addaudithook(watch)
n = 0
for found in pkgutil.walk_packages(psoas.__path__, "psoas."):
    if "__main__" not in found.name and "migrations" not in found.name:
        __import__(found.name)
        n += 1
assert n > 50, n
assert not logging.getLogger().handlers
"""


def _seconds(args: list[str]) -> float:
    """Return the processor's time that a process took, which a busy machine stretches little."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(args, check=True, capture_output=True, env=quiet())
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def test_importing_psoas_loads_nothing_heavy() -> None:
    code = "import psoas, sys; print(*sys.modules)"

    assert set(python(code).stdout.split()).isdisjoint(HEAVY)


def test_help_loads_nothing_heavy() -> None:
    found = python(HELPING)

    assert "Usage" in found.stdout
    assert "click" in found.stderr.split()
    assert set(found.stderr.split()).isdisjoint(HEAVY)


@pytest.mark.parametrize("args", [IMPORT, HELP], ids=["import", "help"])
def test_starting_is_quick(args: list[str]) -> None:
    """The best of several tries: a busy machine slows some, a heavy import slows all."""
    assert min(_seconds(args) for _ in range(TRIES)) <= BUDGET_S


def test_help_names_every_command() -> None:
    found = process("--help").stdout

    assert [name for name in COMMANDS if f"\n  {name} " not in found] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name: str) -> None:
    from click.testing import CliRunner

    from psoas.cli.main import psoas

    found = CliRunner().invoke(psoas, [name, "--help"])

    assert (found.exit_code, found.stdout.startswith("Usage")) == (0, True)


def _kinds(kind: type[errors.PsoasError]) -> set[type[errors.PsoasError]]:
    return {kind}.union(*map(_kinds, kind.__subclasses__()))


def test_every_error_has_an_exit_code() -> None:
    assert set(EXIT_CODES) == _kinds(errors.PsoasError) - {errors.PsoasError}
    assert set(EXIT_CODES.values()) == {1}


def test_importing_every_module_says_nothing_and_opens_no_connection() -> None:
    found = python(IMPORTING_ALL)

    assert (found.returncode, found.stdout, found.stderr) == (0, "", "")
