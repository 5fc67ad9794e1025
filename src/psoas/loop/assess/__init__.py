"""Test: is it safe to train, what drives it, and what to test next.

``dispose`` comes first and is deterministic: rules as data, the most urgent wins,
unknown is never no. ``rank_drivers`` weighs the evidence for and against. ``assess``
does both for one answer sheet; the runner's own words can only raise an answer.
"""

from psoas.loop.assess.assess import assess
from psoas.loop.assess.believe import believe
from psoas.loop.assess.dispose import dispose
from psoas.loop.assess.drivers import rank_drivers
from psoas.loop.assess.findings import with_findings
from psoas.loop.assess.model import Assessment, Disposition, Driver, Running
from psoas.loop.assess.sheet import SheetErrors, check_sheet

__all__ = [
    "Assessment",
    "Disposition",
    "Driver",
    "Running",
    "SheetErrors",
    "assess",
    "believe",
    "check_sheet",
    "dispose",
    "rank_drivers",
    "with_findings",
]
