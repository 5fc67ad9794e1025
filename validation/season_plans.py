"""Briefs of a real season: three sets of equipment, two levels of pain, a race in 12 weeks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path

from psoas.app.files.importing import import_files
from psoas.library import Shelf
from psoas.load.model import Light
from psoas.loop.equipment import ALWAYS_THERE, Equipment
from psoas.programme import Brief, Plan, lay_out, usual_week
from psoas.quantity import Side
from psoas.store import Logbook
from psoas.store.activities import run_facts

WEEKS = 12
NOW = datetime(2026, 11, 26, tzinfo=UTC)
EQUIPMENT = {
    "none": ALWAYS_THERE,
    "band": ALWAYS_THERE | {Equipment.BAND},
    "all": frozenset(Equipment) - {Equipment.THERAPIST},
}
PAIN = {1: Light.GREEN, 5: Light.AMBER}


def briefs(season: Path, folder: Path, *, on: Shelf) -> Iterator[tuple[str, Brief]]:
    """Import a season and ask for plans that begin on the day after its last run."""
    with Logbook.open(folder / "season.db") as logbook:
        import_files(logbook, sorted(season.glob("*.gz")), now=NOW)
        with logbook.reading() as connection:
            runs = run_facts(connection)
    start_on = max(run.local_on for run in runs) + timedelta(days=1)
    for (owns, owned), (pain_nrs, light) in product(EQUIPMENT.items(), PAIN.items()):
        yield (
            f"{owns}, pain {pain_nrs}",
            Brief(
                start_on=start_on,
                weeks=WEEKS,
                race_on=start_on + timedelta(days=7 * WEEKS - 1),
                usual_runs=usual_week(runs, on=start_on),
                owned=owned,
                tight=Side.RIGHT,
                drivers=("hip_flexor_weakness", "load_spike"),
                sheet={"pain_run_0_10": pain_nrs},
                light=light,
                worst_pain_nrs=pain_nrs,
                programme=on.programmes["general"],
                done=(),
            ),
        )


def planned(brief: Brief, *, on: Shelf) -> Plan:
    """Lay a plan from the shelf."""
    return lay_out(brief, shelves=on.for_plans)
