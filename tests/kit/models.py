"""Where the pose model's weights are for tests; nothing here fetches them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from psoas.pose.weights import State, state_of
from psoas.settings import read_settings


def models() -> Path:
    """Return the folder of the weights: whole wherever npm, which fetches them, is installed.

    ``make test`` fetches them. Without npm the test that asks is left out.
    """
    folder = read_settings().models
    if set(state_of(folder).values()) != {State.WHOLE}:
        if shutil.which("npm"):
            pytest.fail("the pose model is not there: make weights-dev (psoas doctor --fix)")
        pytest.skip("npm, which fetches the pose model, is not installed")
    return folder
