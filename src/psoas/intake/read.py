"""A file's bytes to recordings, whatever the format."""

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
    """Read one activity: of several in a file the longest run, or without any the longest.

    Parameters
    ----------
    data
        The file as it is, compressed or not.
    name
        What to call it in errors; tells nothing of the format.
    facts, notes
        As in ``read_all``.

    Raises
    ------
    NotAnActivity
        Where the file is fine and holds no activity: skip it.
    UnreadableFile
        Where it cannot be read; the error says what to do.
    """
    unpacked, own = unpack_noting(data, name)
    found = read_all(unpacked, name, facts=facts, notes=(*notes, *own))
    chosen = max(found, key=lambda one: (one.sport is Sport.RUN, one.elapsed_s))
    if len(found) == 1:
        return chosen
    note = Note(text="note.several-activities", values={"activities": len(found)})
    return evolve(chosen, notes=(*chosen.notes, note))


def read_all(
    data: bytes, name: str, *, facts: Facts | None = None, notes: tuple[Note, ...] = ()
) -> tuple[Recording, ...]:
    """Read every activity in a file that is unpacked already.

    Parameters
    ----------
    data
        The file.
    name
        What to call it in errors; tells nothing of the format.
    facts
        What the export that it comes from says of it. Only its sport is used, and only for a
        file that names none.
    notes
        What was odd about it before it came here.

    Returns
    -------
    tuple of Recording
        At least one.

    Raises
    ------
    NotAnActivity, UnreadableFile
        As ``read_recording`` does.
    """
    found = _read(data, name, _sport_word(facts))
    if not notes:
        return found
    return tuple(evolve(one, notes=(*notes, *one.notes)) for one in found)


def _read(data: bytes, name: str, told: str | None) -> tuple[Recording, ...]:
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
