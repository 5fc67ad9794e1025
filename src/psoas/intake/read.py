"""A file's bytes to a recording, whatever the format."""

from __future__ import annotations

from attrs import evolve

from psoas.intake.fit import read_fit
from psoas.intake.gpx import read_gpx
from psoas.intake.sniff import refusal, sniff
from psoas.intake.tcx import read_tcx
from psoas.intake.unpack import unpack_noting
from psoas.intake.xml import UTF8_BOM
from psoas.runs.model import Recording, Source

READERS = {Source.FIT: read_fit, Source.GPX: read_gpx, Source.TCX: read_tcx}


def read_recording(data: bytes, name: str) -> Recording:
    """Read one activity.

    Parameters
    ----------
    data
        The file as it is, compressed or not.
    name
        What to call it in errors; tells nothing of the format.

    Raises
    ------
    NotAnActivity
        Where the file is fine and holds no activity: skip it.
    UnreadableFile
        Where it cannot be read; the error says what to do.
    """
    unpacked, notes = unpack_noting(data, name)
    source = sniff(unpacked)
    if source is None:
        raise refusal(unpacked, name)
    content = unpacked.removeprefix(UTF8_BOM) if source is Source.FIT else unpacked
    recording = READERS[source](content, name=name)
    return evolve(recording, notes=(*notes, *recording.notes)) if notes else recording
