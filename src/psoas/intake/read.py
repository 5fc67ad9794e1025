"""A file's bytes to a recording, whatever the format."""

from __future__ import annotations

from attrs import evolve

from psoas.intake.apple import read_workout
from psoas.intake.facts import Facts
from psoas.intake.fit import read_fit
from psoas.intake.gpx import read_gpx
from psoas.intake.sniff import Kind, kind_of, refusal, sniff
from psoas.intake.sport import sport_of_word
from psoas.intake.tcx import read_tcx
from psoas.intake.unpack import unpack_noting
from psoas.intake.xml import UTF8_BOM
from psoas.runs.model import Note, Recording, Source, Sport


def read_recording(
    data: bytes, name: str, *, facts: Facts | None = None, notes: tuple[Note, ...] = ()
) -> Recording:
    """Read one activity.

    Parameters
    ----------
    data
        The file as it is, compressed or not.
    name
        What to call it in errors; tells nothing of the format.
    facts
        What the export that it comes from says of it. Only its sport is used, and only for a
        file that names none.
    notes
        What was odd about it before it came here.

    Raises
    ------
    NotAnActivity
        Where the file is fine and holds no activity: skip it.
    UnreadableFile
        Where it cannot be read; the error says what to do.
    """
    unpacked, own = unpack_noting(data, name)
    return read_unpacked(unpacked, name, facts=facts, notes=(*notes, *own))


def read_unpacked(
    data: bytes, name: str, *, facts: Facts | None = None, notes: tuple[Note, ...] = ()
) -> Recording:
    """Read one activity as ``read_recording`` does, from a file that is unpacked already."""
    recording = _read(data, name, _sport_word(facts))
    return evolve(recording, notes=(*notes, *recording.notes)) if notes else recording


def _read(data: bytes, name: str, told: str | None) -> Recording:
    if kind_of(data) is Kind.WORKOUT:
        return read_workout(data, name=name)
    match sniff(data):
        case Source.FIT:
            return read_fit(data.removeprefix(UTF8_BOM), name=name)
        case Source.GPX:
            return read_gpx(data, name=name, told=told)
        case Source.TCX:
            return read_tcx(data, name=name, told=told)
        case None:
            raise refusal(data, name)


def _sport_word(facts: Facts | None) -> str | None:
    """Return an index's word for the sport if psoas knows it; it may be in any language."""
    if facts is None or not facts.sport_name:
        return None
    return None if sport_of_word(facts.sport_name) is Sport.OTHER else facts.sport_name
