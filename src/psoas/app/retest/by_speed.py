"""Runs by watch and band of speed, as they are compared with each other."""

from __future__ import annotations

from collections.abc import Iterable

from psoas.runs.matched import BySpeed, by_speed
from psoas.store import Logbook
from psoas.store.activities import devices_of, stream_of


def speeds_of(logbook: Logbook, run_ids: Iterable[str]) -> list[BySpeed]:
    """Read runs by the watch that counted and the band of speed, in the order asked.

    Parameters
    ----------
    logbook
        The runner's.
    run_ids
        Of runs; one whose samples are not kept has no bands.
    """
    found: list[BySpeed] = []
    with logbook.reading() as connection:
        devices = devices_of(connection)
        for run_id in run_ids:
            stream = stream_of(connection, run_id)
            bands = {} if stream is None else by_speed(stream)
            found.append({(devices.get(run_id), band): each for band, each in bands.items()})
    return found
