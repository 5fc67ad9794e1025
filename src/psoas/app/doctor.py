"""What is installed, where the data is, what leaves this machine."""

from __future__ import annotations

import platform
import shutil
import sqlite3
from importlib.metadata import version
from typing import Any

from psoas.library import problems, shelf
from psoas.settings import data_folder


def examine() -> dict[str, Any]:
    """Return what a person or a helper wants to know first."""
    wrong = problems(shelf())
    return {
        "psoas": version("psoas"),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "data_folder": str(data_folder()),
        "leaves_this_machine": "nothing",
        "library": "whole" if not wrong else f"{len(wrong)} problems (psoas library check)",
        "chromium_for_tests": shutil.which("chromium") or "not installed",
    }
