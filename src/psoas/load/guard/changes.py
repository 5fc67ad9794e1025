"""G4: change one thing. Two changes within seven days [source:psoas-convention].

A pair is said once: at the run that is the newest of the changes, or that follows one.
"""

from __future__ import annotations

from collections.abc import Iterable

from psoas.evidence import Limits, Verdict
from psoas.load.guard.model import Change, ChangeKind, Exposure, Told, ruled
from psoas.load.guard.past import Before
from psoas.load.model import Light
from psoas.quantity import Answer

#: In the order in which they are named.
KINDS = tuple(ChangeKind)
#: Which rule shows which change of the run itself.
SHOWN_BY = {"G1": ChangeKind.LONGEST, "G2": ChangeKind.FAST}


def changes_of(verdicts: Iterable[Verdict]) -> tuple[ChangeKind, ...]:
    """Return the changes that a run is by itself."""
    return tuple(
        SHOWN_BY[each.rule]
        for each in verdicts
        if each.rule in SHOWN_BY and each.answer is Answer.YES
    )


def one_thing(
    run: Exposure, before: Before, verdicts: Iterable[Verdict], *, told: Told, limits: Limits
) -> Verdict:
    """Judge whether too much changed at once.

    Parameters
    ----------
    run
        Done or planned.
    before
        What came before it.
    verdicts
        What G1 and G2 say of the run.
    told
        Changes that no run shows. A kind that is not known is not counted.
    limits
        Days within which changes count, and how many are too many.

    Returns
    -------
    Verdict
        Amber where two or more changes are within 7 days and the newest came with this
        run or since the one before it; unknown where the run's own part is not known
        and would decide.
    """
    said = tuple(verdicts)
    window_days = int(limits["guard-change-window"].value)
    limit_n = int(limits["guard-change-count"].value)
    own = set(changes_of(said))
    ran = {k for k, on in before.changed.items() if (run.local_on - on).days < window_days}
    recent = [
        each
        for each in told.changes
        if each.at < run.started_at and (run.started_at - each.at).days < window_days
    ]
    counted = own | ran | {each.kind for each in recent}
    unsure = {
        SHOWN_BY[v.rule] for v in said if v.rule in SHOWN_BY and v.answer is Answer.UNKNOWN
    } - counted
    fresh = bool(own) or any(_since_last(each, before) for each in recent)
    level, text = Light.GREEN, "guard.changes-few"
    if len(counted) >= limit_n:
        level, text = Light.AMBER, "guard.changes-many"
        if not fresh:
            level, text = Light.GREEN, "guard.changes-earlier"
    if level is Light.GREEN and unsure and len(counted | unsure) >= limit_n:
        level, text = Light.UNKNOWN, "guard.changes-unknown"
    kinds = [kind for kind in KINDS if kind in counted]
    not_told = {ChangeKind.STRENGTH, ChangeKind.CADENCE} - told.known
    unknown = [k for k in KINDS if k in unsure or k in not_told]
    return ruled(
        "G4",
        level,
        text,
        limits=limits,
        limit="guard-change-count",
        n=len(counted),
        limit_n=limit_n,
        window_days=window_days,
        changed=", ".join(kinds) or "nothing",
        not_known=", ".join(unknown) or "nothing",
    )


def _since_last(change: Change, before: Before) -> bool:
    return before.last is None or change.at >= before.last.started_at
