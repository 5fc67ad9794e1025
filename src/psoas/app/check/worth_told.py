"""Who told a piece of evidence, and what a next test is worth, in the shape that is printed."""

from __future__ import annotations

from typing import Any

from psoas.library import Shelf
from psoas.loop.assess.model import Worth


def told_by(rule: str, *, shelf: Shelf) -> dict[str, str]:
    """Say who told a weight of evidence; a rule of the disposition has only the answers."""
    weight = shelf.weights.get(rule)
    return {} if weight is None else {"told_by": weight.told_by.value}


def worth_plain(worth: Worth, *, shelf: Shelf) -> dict[str, Any]:
    """Return a next test: its gain, and what each result would change."""
    probe = shelf.probes[worth.probe]
    return {
        "id": probe.id,
        "name": probe.name,
        "kind": probe.kind.value,
        "minutes": probe.minutes,
        "measure": probe.measure or None,
        "gain_bits": round(worth.gain_bits, 4),
        "results": [
            {
                "text": shelf.texts[each.text],
                "share": round(each.share_ratio, 3),
                "drivers": [
                    {"driver": m.driver.value, "before": m.before, "after": m.after}
                    for m in each.moves
                ],
            }
            for each in worth.outcomes
        ],
    }
