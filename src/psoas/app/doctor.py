"""What is installed, where the data is, what leaves this machine."""

from __future__ import annotations

import platform
import shutil
import sqlite3
from importlib.metadata import version
from pathlib import Path
from typing import Any

from psoas.library import problems, shelf
from psoas.pose.weights import State, fetch, state_of
from psoas.settings import data_folder


def examine(models: Path) -> dict[str, Any]:
    """Return what a person or a helper wants to know first; *models* is where weights lie."""
    wrong = problems(shelf())
    return {
        "psoas": version("psoas"),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "data_folder": str(data_folder()),
        "leaves_this_machine": "nothing",
        "library": "whole" if not wrong else f"{len(wrong)} problems (psoas library check)",
        "models_folder": str(models),
        "pose_model": _pose_model(models),
        "npm_for_set_up": shutil.which("npm") or "not installed",
        "chromium_for_tests": shutil.which("chromium") or "not installed",
    }


def _pose_model(models: Path) -> str:
    """Whether the weights are there and whole, and what to do where not."""
    states = set(state_of(models).values())
    if states == {State.WHOLE}:
        return "whole"
    worst = State.DAMAGED if State.DAMAGED in states else State.MISSING
    return f"{worst.value} (psoas doctor --fix)"


def mend(models: Path) -> tuple[str, ...]:
    """Fetch what is missing for video; return the names of what was fetched.

    Raises
    ------
    MissingProgram, NotNow, UnreadableFile
        As ``psoas.pose.weights.fetch`` says.
    """
    return fetch(models)
