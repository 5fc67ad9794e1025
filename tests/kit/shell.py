"""Running psoas as a person does: in this process, or in one of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from psoas.cli.main import psoas

AT = "2026-11-22T09:00"
SHEETS = Path(__file__).parents[2] / "src" / "psoas" / "app" / "sheets"


def said(*args: object, exit_code: int = 0) -> Result:
    """Run a command in this process; its errors are raised."""
    found = CliRunner().invoke(psoas, [str(arg) for arg in args], catch_exceptions=False)
    assert found.exit_code == exit_code, found.output
    return found


def told(*args: object, exit_code: int = 0) -> Any:
    """Return what a command prints with --json, parsed."""
    return json.loads(said(*args, "--json", exit_code=exit_code).stdout)


def command(*args: object) -> list[str]:
    return [sys.executable, "-m", "psoas", *(str(arg) for arg in args)]


def process(*args: object, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own, away from this user's settings."""
    return subprocess.run(
        command(*args), capture_output=True, text=True, timeout=120, env=quiet(), **options
    )


def python(code: str, *args: object) -> subprocess.CompletedProcess[str]:
    """Run Python code in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", code, *(str(arg) for arg in args)],
        capture_output=True,
        text=True,
        timeout=120,
        env=quiet(),
    )


def quiet() -> dict[str, str]:
    """Return this environment without what would change psoas or slow its start."""
    dropped = ("PSOAS_", "COVERAGE_", "COV_CORE_", "PYTHONWARNINGS")
    return {key: value for key, value in os.environ.items() if not key.startswith(dropped)}
