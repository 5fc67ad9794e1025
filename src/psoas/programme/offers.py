"""What could be placed in a week: each exercise as it would be done then."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from attrs import frozen

from psoas.evidence import Limits
from psoas.load.model import Light
from psoas.loop.exercise import Exercise, Target, sides
from psoas.loop.prescription import Prescription, prescribe
from psoas.loop.reload import choose_strength
from psoas.loop.reset import RELIEF_LEVEL, choose_drills
from psoas.loop.retrain.drills import choose_form_drills
from psoas.programme.model import Brief, SessionKind
from psoas.programme.things import FIRST, NAMED_SETS, WHOLE, opening_order, thing
from psoas.programme.wish import WishKind

#: Of what has not been begun, the solver may choose among the next so many things: enough to
#: find two that fit, few enough to be quick. [source:psoas-convention]
NEXT_THINGS = 8
#: What counts in full and what counts half of an exercise's targets. [source:psoas-convention]
MAIN_RATIO, OTHER_RATIO = 1.0, 0.5
#: The documents whose exercises this program is built on.
NAMED_BY = frozenset(
    {
        "s0-whitt-circuit",
        "s1-whitt-mobility",
        "s2-lister-five-ways",
        "s3-clinician-process",
        "s4-coach-three-moves",
    }
)


@frozen(kw_only=True)
class Offer:
    """An exercise for a kind of session, as it would be done; a lower *rank* is better."""

    exercise: Exercise
    kind: SessionKind
    done: Prescription
    thing: str
    rank: int

    @property
    def id(self) -> str:
        """The exercise's id."""
        return str(self.exercise.id)

    def counted_sets(self, target: Target) -> float:
        """Return the sets that count for a target: whole for the first, half for the others."""
        if target not in self.exercise.targets:
            return 0.0
        return self.done.sets * (MAIN_RATIO if self.exercise.targets[0] is target else OTHER_RATIO)


@frozen(kw_only=True)
class Able:
    """What a runner may do at a level, in order of worth, by kind of session."""

    by_kind: Mapping[SessionKind, tuple[Exercise, ...]]
    level: int

    @property
    def at_level(self) -> frozenset[str]:
        """Ids of the strength exercises at the level, or at the highest below that there is."""
        strength = self.by_kind[SessionKind.RELOAD]
        highest = min(self.level, max((each.level[1] for each in strength), default=self.level))
        return frozenset(str(each.id) for each in strength if each.level[1] >= highest)

    def opening(self, met: Collection[str]) -> tuple[str, ...]:
        """Return the things not yet begun, in the order in which they are.

        Whoever has begun nothing begins with one of each kind: mobility first, then
        stability [source:s1-whitt-mobility].
        """
        by_level = sorted(
            self.by_kind[SessionKind.RELOAD], key=lambda each: max(0, self.level - each.level[1])
        )
        strength = [each.id for each in by_level]
        drills = [each.id for each in self.by_kind[SessionKind.RESET]]
        form = [each.id for each in self.by_kind[SessionKind.RETRAIN]]
        names = [each for each in opening_order(strength, drills, form) if each not in met]
        first = [each for each in names if each in FIRST]
        return tuple(first) if len(first) == len(FIRST) else tuple(names)


def _form(
    exercises: Sequence[Exercise], brief: Brief, *, level: int, week: int, limits: Limits
) -> tuple[Exercise, ...]:
    """Choose running drills: none before cues come in, and none while it hurts."""
    first = brief.programme.first_cue_week
    early = first is None or week < first
    if early or not brief.programme.drills or brief.light is not Light.GREEN:
        return ()
    found = choose_form_drills(
        exercises,
        sheet=brief.sheet,
        owned=brief.owned,
        level=level,
        week=week + 1,
        strength_done=brief.strength_done,
        worst_pain_nrs=brief.worst_pain_nrs,
        limits=limits,
    )
    return tuple(each for each in found.drills if not each.heavy)


def _named(exercise: Exercise) -> bool:
    """Say whether one of the five source documents names an exercise: those come first."""
    return any(source in NAMED_BY for source in exercise.sources)


def _waiting(exercises: Sequence[Exercise], brief: Brief, *, level: int) -> frozenset[str]:
    """Return the parts of a set that is done whole and whose other parts are still too hard.

    Where an answer or missing equipment keeps the set from ever being whole, its parts are
    exercises like others.
    """
    found: set[str] = set()
    for name in WHOLE:
        parts = [each for each in exercises if thing(each.id) == name]
        ever = all(
            each.possible_with(brief.owned) and not each.ruled_out_by(brief.sheet) for each in parts
        )
        if ever and any(each.level[0] > level for each in parts):
            found |= {each.id for each in parts if each.id not in brief.known}
    return frozenset(found)


def able(
    exercises: Sequence[Exercise], brief: Brief, *, level: int, week: int, limits: Limits
) -> Able:
    """Sort what a runner may do.

    Parameters
    ----------
    exercises
        The shelf.
    brief
        Answers, equipment, drivers, programme.
    level
        The highest level of this week.
    week
        From 0; cues and drills come later than strength.
    limits
        From when on running drills and strides come in.
    """
    strength = choose_strength(
        exercises, drivers=brief.drivers, sheet=brief.sheet, owned=brief.owned, level=level
    )
    favoured = brief.programme.favour
    waiting = _waiting(exercises, brief, level=level)
    first = sorted(
        (each for each in strength if each.id not in waiting),
        key=lambda each: (each.id not in favoured, not _named(each)),
    )
    drills = tuple(
        each
        for each in choose_drills(
            exercises,
            sheet=brief.sheet,
            owned=brief.owned,
            kept=brief.kept,
            dropped=brief.dropped,
            most_held=len(exercises),  # a row of the model takes one a session
        )
        if each.level[0] <= max(level, RELIEF_LEVEL) and not each.heavy
    )
    return Able(
        by_kind={
            SessionKind.RELOAD: tuple(first),
            SessionKind.RESET: drills,
            SessionKind.RETRAIN: _form(exercises, brief, level=level, week=week, limits=limits),
        },
        level=level,
    )


def _wished(brief: Brief) -> frozenset[str]:
    """Return the things that the runner wishes for: they need not wait for their turn."""
    names = [name for wish in brief.wishes if wish.kind is WishKind.WITH for name in wish.of]
    return frozenset(name if name in NAMED_SETS else thing(name) for name in names)


def offers(
    found: Able,
    brief: Brief,
    *,
    met: Collection[str],
    n_new: int,
    share_ratio: float,
    fewer_sets: int,
    limits: Limits,
) -> tuple[Offer, ...]:
    """Return what may be placed in a week.

    Parameters
    ----------
    found
        What the runner may do.
    met
        Things begun before.
    n_new
        How many new things the week may hold; with 0 only what is known is offered.
    share_ratio
        How far along their ranges the doses are.
    fewer_sets
        Sets taken from each strength exercise by pain, a deload or a taper.
    """
    opening = {*found.opening(met)[:NEXT_THINGS], *_wished(brief)} if n_new else set()
    offered = []
    for kind, exercises in found.by_kind.items():
        for rank, exercise in enumerate(exercises):
            name = thing(exercise.id)
            if name not in met and name not in opening:
                continue
            done = prescribe(
                exercise,
                sides=sides(exercise.side, brief.tight),
                progress_ratio=share_ratio if kind is SessionKind.RELOAD else 0.0,
                fewer_sets=fewer_sets if kind is SessionKind.RELOAD else 0,
                limits=limits,
            )
            offered.append(Offer(exercise=exercise, kind=kind, done=done, thing=name, rank=rank))
    return tuple(offered)
