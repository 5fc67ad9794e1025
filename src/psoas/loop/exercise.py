"""An exercise: what it trains, how much, on which side, for whom not."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, NewType

from attrs import Attribute, field, frozen
from attrs.validators import min_len, optional

from psoas.evidence import Grade, SourceId
from psoas.loop.condition import Condition, Sheet
from psoas.loop.equipment import ALWAYS_THERE, Equipment
from psoas.loop.scheme import Scheme
from psoas.quantity import Answer, Side

ExerciseId = NewType("ExerciseId", str)


class Stage(StrEnum):
    """What an exercise is for."""

    WARM_UP = "warm-up"
    RESET = "reset"
    RELOAD = "reload"
    RETRAIN = "retrain"


class Target(StrEnum):
    """What an exercise loads or frees."""

    ILIOPSOAS = "iliopsoas"
    RECTUS_FEMORIS = "rectus-femoris"
    GLUTE_MAX = "gluteus-maximus"
    GLUTE_MED = "gluteus-medius"
    HAMSTRINGS = "hamstrings"
    ADDUCTORS = "adductors"
    CALF = "calf"
    TRUNK = "trunk"
    UPPER_PUSH = "upper-push"
    MOBILITY = "mobility"
    RUNNING_FORM = "running-form"


class Plane(StrEnum):
    """The planes an exercise moves in."""

    SAGITTAL = "sagittal"
    FRONTAL = "frontal"
    TRANSVERSE = "transverse"


class SideRule(StrEnum):
    """On which side it is done."""

    TIGHT_ONLY = "tight-side-only"
    TIGHT_DOWN = "tight-side-down"
    """The tight side's knee is on the floor; the other side is done too, to compare."""
    BOTH = "both-sides"
    COMPARE = "both-sides-compared"
    NONE = "no-side"


def _rises(_instance: object, attribute: Attribute[Any], value: tuple[float, float]) -> None:
    low, high = value
    if not 0 < low <= high:
        raise ValueError(f"{attribute.name} must be above 0 and rise, got {low} to {high}")


Range = tuple[float, float]
"""Least and most; the same number twice where the source gives one."""


@frozen(kw_only=True)
class Dose:
    """How much, as its source says it; what the source leaves open is absent.

    Parameters
    ----------
    sets, reps, hold_s, distance_yd, duration_min
        Ranges. *reps* and *hold_s* are per side where the exercise has sides.
    each_way
        The reps are done clockwise and again counter-clockwise.
    reps_fall
        Reps go from the high to the low end while the load grows.
    to_fatigue
        Reps go on until the movement cannot be kept clean.
    sources
        Who says so.
    convention
        The parts that are our own default because no source gives them.
    """

    sets: Range = field(validator=_rises)
    reps: Range | None = field(default=None, validator=optional(_rises))
    hold_s: Range | None = field(default=None, validator=optional(_rises))
    distance_yd: Range | None = field(default=None, validator=optional(_rises))
    duration_min: Range | None = field(default=None, validator=optional(_rises))
    each_way: bool = False
    reps_fall: bool = False
    to_fatigue: bool = False
    sources: tuple[SourceId, ...] = field(validator=min_len(1))
    convention: tuple[str, ...] = ()


@frozen(kw_only=True)
class WatchName:
    """What a watch calls an exercise: category and name of the FIT profile's word lists."""

    category: str = field(validator=min_len(1))
    name: str = field(validator=min_len(1))


@frozen(kw_only=True)
class Avoidance:
    """An answer that rules an exercise out, and why."""

    when: Condition
    why: str


@frozen(kw_only=True)
class Exercise:
    """An entry of the exercise shelf.

    ``prescribable`` is false for what the sources name and discourage: such an entry
    can be recognised, and never comes into a plan; ``why_not`` says why.
    """

    id: ExerciseId
    code: str
    """The row of the exercise table it comes from, such as ``E01``."""
    name: str
    also_called: tuple[str, ...] = ()
    stages: tuple[Stage, ...] = field(validator=min_len(1))
    targets: tuple[Target, ...] = ()
    planes: tuple[Plane, ...] = ()
    level: Range = field(validator=_rises)
    """1 to 4."""
    equipment: tuple[Equipment, ...] = ()
    substitutes: tuple[Equipment, ...] = ()
    """What does instead of all of *equipment*."""
    side: SideRule
    dose: Dose
    progression_scheme: Scheme | None = None
    """How a trial raised its dose; absent where it goes by reps, then load."""
    tempo: str
    rep_s: float = field()
    """How long one repetition takes, from the tempo."""
    yard_s: float | None = None
    """How long a yard takes, where it is not crawled; our own convention."""
    watch_name: WatchName | None = None
    """Absent where the FIT profile has no word for it."""
    heavy: bool = False
    """Loads the hip flexors or glutes so that 48 h must pass before the next."""
    optional: bool = False
    """Kept only if it helps."""
    how: tuple[str, ...] = field(validator=min_len(1))
    fault: str
    regressions: tuple[str, ...] = ()
    progressions: tuple[str, ...] = ()
    easier: tuple[ExerciseId, ...] = ()
    harder: tuple[ExerciseId, ...] = ()
    avoid: tuple[Avoidance, ...] = ()
    stop_if: tuple[str, ...] = ()
    prescribable: bool = True
    why_not: str = ""
    grade: Grade
    sources: tuple[SourceId, ...] = field(validator=min_len(1))

    def __attrs_post_init__(self) -> None:
        """Refuse a discouraged exercise that does not say why."""
        if not self.prescribable and not self.why_not:
            raise ValueError(f"exercise {self.id}: not prescribable, so why_not must say why")

    def possible_with(self, owned: frozenset[Equipment]) -> bool:
        """Return whether the runner has what it needs."""
        has = owned | ALWAYS_THERE
        return set(self.equipment) <= has or (
            bool(self.substitutes) and not has.isdisjoint(self.substitutes)
        )

    def ruled_out_by(self, sheet: Sheet) -> tuple[Avoidance, ...]:
        """Return the avoidances that *sheet* answers with yes."""
        return tuple(each for each in self.avoid if each.when.holds(sheet) is Answer.YES)


def sides(rule: SideRule, tight: Side | None) -> tuple[Side, ...]:
    """Return the sides to work, in order, for a runner whose *tight* side is known or None.

    The less sore side comes first where both are done, except that the tight side is
    first where its knee is to be down. An unknown tight side is worked as both.
    """
    known = tight if tight in (Side.LEFT, Side.RIGHT) else None
    match rule:
        case SideRule.NONE:
            return ()
        case SideRule.TIGHT_ONLY:
            return (known,) if known else Side.BOTH.single
        case SideRule.TIGHT_DOWN:
            return (known, known.other) if known else Side.BOTH.single
        case SideRule.BOTH | SideRule.COMPARE:
            return (known.other, known) if known else Side.BOTH.single
