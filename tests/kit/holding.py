"""Imports that wait, so that a test can look at one that is under way."""

from __future__ import annotations

import threading

import pytest

from psoas.app.files import importing


def held_before(nth: int, monkeypatch: pytest.MonkeyPatch, *, within_s: float) -> threading.Event:
    """Let imports wait before their *nth* file until the event that is returned is set."""
    go_on = threading.Event()
    whole = importing._offers

    def slowly(*args, **kwargs):
        for number, each in enumerate(whole(*args, **kwargs), start=1):
            if number == nth:
                assert go_on.wait(within_s)
            yield each

    monkeypatch.setattr(importing, "_offers", slowly)
    return go_on
