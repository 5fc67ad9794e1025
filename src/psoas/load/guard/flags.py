"""G6: a red flag of the newest check stops the next run.

The check itself stands above this room; what it found comes as plain values.
"""

from __future__ import annotations

from psoas.evidence import Grade, Limits, SourceId, Verdict
from psoas.load.model import Light
from psoas.quantity import Answer


def red_flags(
    *,
    flags: int | None,
    stops: bool,
    open_questions: int = 0,
    sources: tuple[SourceId, ...] = (),
    limits: Limits,
) -> Verdict:
    """Say what the newest check means for the next run.

    Parameters
    ----------
    flags
        Answers that call for a clinician first; None where there is no valid check.
    stops
        Whether the check says not to run at all.
    open_questions
        Questions without which the check is not finished.
    sources
        Where the rules that fired come from.
    limits
        For the ground of a check that is not there.

    Returns
    -------
    Verdict
        Red where the check stops running, amber where a clinician comes first and easy
        running may go on, green without a red flag, unknown without a finished check.
    """
    limit, valid = 0, limits["screen-valid"]
    level, text = Light.GREEN, "guard.flags-none"
    if flags is None:
        level, text = Light.UNKNOWN, "guard.flags-unknown"
    elif flags > limit:
        level = Light.RED if stops else Light.AMBER
        text = "guard.flags-stop" if stops else "guard.flags-ease"
    elif open_questions:
        level, text = Light.UNKNOWN, "guard.flags-open"
    return Verdict(
        rule="G6",
        answer=Answer.UNKNOWN if level is Light.UNKNOWN else Answer.of(level is not Light.GREEN),
        level=level,
        text=text,
        values={
            "flags": flags or 0,
            "limit_flags": limit,
            "open": open_questions,
            "valid_days": int(valid.value),
        },
        sources=tuple(dict.fromkeys(sources)) or valid.sources,
        grade=Grade.GUIDELINE if sources else valid.grade,
    )
