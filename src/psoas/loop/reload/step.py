"""The next step of an exercise on a side: up, hold or down, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import evolve

from psoas.diary.performed import Performed
from psoas.evidence import Limits, Scalar, Verdict
from psoas.load.model import Light
from psoas.loop.exercise import Exercise
from psoas.loop.reload.effort import Bout, Counted, bouts, counted, short, short_twice
from psoas.loop.reload.light import session_light
from psoas.loop.reload.model import Felt, Load, Move, Step
from psoas.loop.reload.schemes import falling_maximum, last_set_to_failure
from psoas.loop.reload.wanted import Aim, Wanted, told
from psoas.loop.scheme import SchemeKind
from psoas.quantity import Side


def next_step(
    exercise: Exercise,
    *,
    side: Side | None,
    history: Sequence[Performed],
    felt: Mapping[str, Felt],
    limits: Limits,
) -> Step:
    """Say how an exercise goes on, on one side.

    Parameters
    ----------
    exercise
        An entry of the shelf.
    side
        Left or right; None for an exercise without sides.
    history
        Sets as they were done, of any exercise, in any order. The reserve of a hold is told in
        steps of its own: how many times 5 s more.
    felt
        What was felt round each session, by its id; one that is missing is not known.
    limits
        Bounds of pain, and the steps.

    Returns
    -------
    Step
        The lower of what pain allows and what the sets allow. Red goes down, amber holds
        with a set less, what was not told holds. Without a scheme of its own an exercise goes
        first by repetitions (or seconds) within its dose, then by load.

    Notes
    -----
    More pain never gives more, and what is unknown never goes up. The one thing that need not
    be told is the reserve of a set that went on to failure: its count tells it.
    """
    found = bouts(history, exercise=exercise.id, side=side)
    if not found:
        return _first(exercise, side, limits)
    lights = [
        session_light(each.sets, felt.get(each.session, Felt()), limits=limits) for each in found
    ]
    wanted = _wanted(exercise, found, lights, limits)
    return _as_pain_allowed(
        Step(
            exercise=exercise.id,
            side=side,
            move=wanted.move,
            fewer_sets=0,
            reps=wanted.aim.reps,
            hold_s=wanted.aim.hold_s,
            load=wanted.load,
            verdicts=(wanted.verdict,),
        ),
        wanted=wanted,
        lights=lights,
        limits=limits,
    )


def _first(exercise: Exercise, side: Side | None, limits: Limits) -> Step:
    scheme, dose = exercise.progression_scheme, exercise.dose
    reps = dose.reps[0] if dose.reps else None
    if scheme is not None and scheme.maximum_reps:
        reps = scheme.maximum_reps[0]
    return Step(
        exercise=exercise.id,
        side=side,
        move=Move.UNKNOWN,
        fewer_sets=0,
        reps=None if reps is None else round(reps),
        hold_s=None if dose.hold_s is None else round(dose.hold_s[0]),
        load=Load.SAME,
        verdicts=(told(limits, Move.UNKNOWN, "step.first"),),
    )


def _as_pain_allowed(
    step: Step, *, wanted: Wanted, lights: Sequence[Verdict], limits: Limits
) -> Step:
    """Take back what the traffic lights do not allow: the last one, and a red before it."""
    light = lights[-1]
    verdicts = (light, *step.verdicts)
    match Light(light.level):
        case Light.RED:
            back = wanted.back
            return evolve(
                step,
                move=Move.DOWN,
                fewer_sets=1,
                reps=back.reps,
                hold_s=back.hold_s,
                load=Load.LESS,
                verdicts=verdicts,
            )
        case Light.AMBER:
            return evolve(_held(step, wanted), fewer_sets=1, verdicts=verdicts)
        case Light.UNKNOWN:
            return evolve(_held(step, wanted), verdicts=verdicts)
        case Light.GREEN:
            needed = int(limits["guard-greens"].value)
            n_green = _green_since_red(lights, needed=needed)
            if step.move is not Move.UP or n_green is None:
                return evolve(step, verdicts=(*step.verdicts, light))
            wait = told(limits, Move.HOLD, "step.after-red", done=n_green, needed=needed)
            return evolve(_held(step, wanted), verdicts=(wait, *verdicts))


def _held(step: Step, wanted: Wanted) -> Step:
    """Return a step that would go up as one that stays; all others as they are."""
    if step.move is not Move.UP:
        return step
    stay = wanted.stay
    return evolve(step, move=Move.HOLD, reps=stay.reps, hold_s=stay.hold_s, load=Load.SAME)


def _green_since_red(lights: Sequence[Verdict], *, needed: int) -> int | None:
    """Return the green sessions in a row up to now, where they are too few since a red.

    None where there was no red, or *needed* in a row have followed it (science.md 2.5).
    """
    levels = [each.level for each in lights]
    if Light.RED not in levels:
        return None
    since = levels[len(levels) - levels[::-1].index(Light.RED) :]
    n = 0
    for level in since:
        n = n + 1 if level == Light.GREEN else 0
        if n >= needed:
            return None
    return n


def _wanted(
    exercise: Exercise, found: Sequence[Bout], lights: Sequence[Verdict], limits: Limits
) -> Wanted:
    scheme = exercise.progression_scheme
    if scheme is not None and scheme.kind is SchemeKind.FALLING_MAXIMUM:
        return falling_maximum(scheme, found, lights, limits=limits)
    if scheme is not None:
        least = exercise.dose.reps[0] if exercise.dose.reps else 0.0
        return last_set_to_failure(
            scheme, found, least_reps=least, n_sets=round(exercise.dose.sets[0]), limits=limits
        )
    return _double_progression(exercise, found, lights, limits)


def _double_progression(
    exercise: Exercise, found: Sequence[Bout], lights: Sequence[Verdict], limits: Limits
) -> Wanted:
    """Repetitions first, up to the top of the dose; then load, back at its low end."""
    what = counted(
        exercise.dose,
        step_reps=limits["step-reps"].value,
        step_hold_s=limits["step-hold"].value,
    )
    if what is None:
        return _uncounted(exercise, found, limits)
    last, (low, high) = found[-1], what.bounds
    done = last.fewest(what.counts)
    bottom, top = (Aim.of(each, unit=what.unit) for each in what.bounds)
    here = Aim.of(low if done is None else min(max(done, low), high), unit=what.unit)

    def wanted(move: Move, aim: Aim, load: Load, text: str, **values: Scalar) -> Wanted:
        return Wanted(
            move=move,
            load=load,
            aim=aim,
            stay=here,
            back=bottom,
            verdict=told(limits, move, text, **values),
        )

    if short_twice(found, what.counts, least=low):
        return wanted(Move.DOWN, bottom, Load.LESS, "step.short-twice", least=round(low))
    if len(found) > 1 and all(each.reserve == 0 for each in found[-2:]):
        return wanted(Move.DOWN, bottom, Load.LESS, "step.reserve-none")
    if short(last, what.counts, least=low):
        return wanted(Move.HOLD, bottom, Load.SAME, "step.short", least=round(low))
    if done is None:
        return wanted(Move.HOLD, here, Load.SAME, "step.count-untold")
    held = _held_by_reserve(last, limits)
    if held is not None:
        return wanted(Move.HOLD, here, Load.SAME, held.text, **held.values)
    if done < high:
        more = Aim.of(min(high, done + what.step), unit=what.unit)
        return wanted(Move.UP, more, Load.SAME, "step.more-count", done=round(done))
    n_top = _n_at_top(found, lights, what, limits)
    needed = int(limits["step-top-sessions"].value)
    if n_top < needed:
        return wanted(Move.HOLD, top, Load.SAME, "step.top", done=n_top, needed=needed)
    return wanted(Move.UP, bottom, Load.MORE, "step.more-load", done=n_top, top=round(high))


def _held_by_reserve(last: Bout, limits: Limits) -> Verdict | None:
    """Return why the reserve of the last session holds the dose; None where it does not."""
    ground = limits["step-reserve"]
    if last.reserve is None:
        return told(limits, Move.HOLD, "step.reserve-untold")
    if last.reserve < ground.value:
        return told(
            limits,
            Move.HOLD,
            "step.reserve-low",
            reserve=last.reserve,
            needed=int(ground.value),
        )
    return None


def _n_at_top(
    found: Sequence[Bout], lights: Sequence[Verdict], what: Counted, limits: Limits
) -> int:
    """Count the newest sessions in a row at the top, with a reserve; those before green."""
    n = 0
    for bout, light in zip(reversed(found), reversed(lights), strict=True):
        done = bout.fewest(what.counts)
        at_top = done is not None and done >= what.bounds[1]
        green = n == 0 or light.level == Light.GREEN  # the last one's light is judged apart
        if not (at_top and green and _held_by_reserve(bout, limits) is None):
            break
        n += 1
    return n


def _uncounted(exercise: Exercise, found: Sequence[Bout], limits: Limits) -> Wanted:
    """Hold what is a way or a time; a set to fatigue beyond its count takes more load."""
    most = int(limits["fatigue-reps"].value)
    fewest = found[-1].fewest("reps")

    def wanted(move: Move, load: Load, text: str, **values: Scalar) -> Wanted:
        return Wanted(move=move, load=load, verdict=told(limits, move, text, **values))

    if not exercise.dose.to_fatigue:
        return wanted(Move.HOLD, Load.SAME, "step.one-dose")
    if fewest is None:
        return wanted(Move.HOLD, Load.SAME, "step.count-untold")
    if fewest > most:
        return wanted(Move.UP, Load.MORE, "step.fatigue-more", most=most)
    return wanted(Move.HOLD, Load.SAME, "step.fatigue-hold", most=most)
