"""One run without a logbook: what it is and what it loads."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from attrs import frozen

from psoas.edges import to_plain
from psoas.errors import NotFound, UnreadableFile
from psoas.intake import read_recording
from psoas.load import RunLoad, hip_flexor_load
from psoas.runs import Recording, RunStream, RunSummary, Sport
from psoas.runs.stream import to_stream
from psoas.runs.summary import notes_on, summarise


@frozen(kw_only=True, eq=False)
class Run:
    """A recording with all that is derived from it; ``load`` is None where it is no run."""

    recording: Recording
    stream: RunStream
    summary: RunSummary
    load: RunLoad | None

    @property
    def started_at(self) -> datetime:
        """The first moment, in UTC."""
        return self.recording.started_at


def read_run(path: str | Path) -> Run:
    """Read one activity from a FIT, GPX or TCX file, gzipped or not.

    Parameters
    ----------
    path
        The file; what it is is told from its content.

    Returns
    -------
    Run
        With the hip-flexor load where it is a run.

    Raises
    ------
    NotFound
        Where there is no such file, or it is a folder.
    UnreadableFile, NotAnActivity
        Where it cannot be read as an activity.
    """
    where = Path(path)
    if where.is_dir():
        raise NotFound(
            "this is a folder",
            where=str(path),
            fix="Name one file, or bring the folder in with psoas import",
        )
    if not where.is_file():
        raise NotFound("there is no such file", where=str(path), fix="Check the name")
    try:
        content = where.read_bytes()
    except OSError as error:
        raise UnreadableFile(
            f"the file cannot be opened ({error.strerror})",
            where=str(path),
            fix="Check that you may read it",
        ) from error
    recording = read_recording(content, where.name)
    stream = to_stream(recording)
    return Run(
        recording=recording,
        stream=stream,
        summary=summarise(recording, stream),
        load=hip_flexor_load(stream) if recording.sport is Sport.RUN else None,
    )


def load_as_plain(load: RunLoad) -> dict[str, Any]:
    """Return a load in the shape that ``psoas run`` prints."""
    return {
        "moment_nm_per_kg": {
            "median": to_plain(load.moment_median_nm_per_kg),
            "p95": to_plain(load.moment_p95_nm_per_kg),
        },
        "force_bw": {"median": to_plain(load.force_median_bw), "p95": to_plain(load.force_p95_bw)},
        "strides": round(load.strides),
        "impulse_bw_s": to_plain(load.impulse_bw_s),
        "units": {f"m{m}": units for m, units in load.units.items()},
        "units_band": {f"m{m}": to_plain(band) for m, band in load.units_band.items()},
        "units_published": {f"m{m}": units for m, units in load.published_units.items()},
        "fast_m": load.fast_m,
        "seconds_by_band": to_plain(load.seconds_by_band),
        "surging_s": load.surging_s,
        "steep_s": load.steep_s,
        "unknown_s": load.unknown_s,
    }


def as_plain(run: Run) -> dict[str, Any]:
    """Return a run in the shape that ``psoas run`` prints."""
    summary, recording = run.summary, run.recording
    loaded = run.load.notes if run.load else ()
    notes = (*recording.notes, *notes_on(run.stream), *loaded)
    return {
        "sport": recording.sport.value,
        "start_at": recording.started_at.isoformat(),
        "distance_m": summary.distance_m,
        "duration_s": summary.duration_s,
        "moving_s": summary.moving_s,
        "steps": summary.steps,
        "cadence_spm": summary.cadence_spm,
        "speed_mps": summary.speed_mps,
        "climb_m": summary.climb_m,
        "at_1hz_ratio": summary.at_1hz_ratio,
        "cadence_sd_spm": summary.cadence_sd_spm,
        "dynamics": dict(summary.dynamics),
        "has": dict(summary.has),
        "load": load_as_plain(run.load) if run.load else None,
        "notes": [{"note": note.text, **note.values} for note in notes],
    }
