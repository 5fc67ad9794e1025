"""What assessing says: how urgent, what drives it, what was asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from attrs import field, frozen
from attrs.validators import min_len

from psoas.evidence import Grade, SourceId, Verdict
from psoas.loop.condition import Answered, Condition

MOST_SHOWN = 6
"""No more reasons than a worried runner can read."""


class Disposition(StrEnum):
    """How soon a clinician is needed, most urgent first."""

    EMERGENCY = "EMERGENCY"
    URGENT = "URGENT"
    CLINICIAN = "CLINICIAN"
    PROGRAMME_MONITORED = "PROGRAMME_MONITORED"
    PROGRAMME = "PROGRAMME"

    @property
    def trains(self) -> bool:
        """Whether a runner with this disposition may be given exercises."""
        return self in (Disposition.PROGRAMME, Disposition.PROGRAMME_MONITORED)

    @property
    def holds_back(self) -> bool:
        """Whether a clinician comes before any exercise."""
        return not self.trains

    @property
    def urgency(self) -> int:
        """4 for an emergency down to 0 for a programme."""
        return len(Disposition) - 1 - list(Disposition).index(self)


class Running(StrEnum):
    """What to do about running meanwhile."""

    STOP = "stop"
    MODIFY = "modify"
    CONTINUE = "continue"


class Driver(StrEnum):
    """What may drive the tightness; ids as in the answer sheet's vocabulary."""

    LOAD_SPIKE = "load_spike"
    SPEED_OVERLOAD = "speed_overload"
    HIP_FLEXOR_WEAKNESS = "hip_flexor_weakness"
    GLUTE_GIRDLE_WEAKNESS = "glute_girdle_weakness"
    CORE_PELVIC_CONTROL = "core_pelvic_control"
    RESTRICTED_EXTENSION = "restricted_extension"
    OVERSTRIDE_LOW_CADENCE = "overstride_low_cadence"
    PROLONGED_SITTING = "prolonged_sitting"


class AnswerKind(StrEnum):
    """The form an answer takes."""

    YES_NO = "yes-no"
    NUMBER = "number"
    CHOICE = "choice"
    CHOICES = "choices"
    TEXT = "text"


@frozen(kw_only=True)
class Question:
    """One key of the answer sheet: how it is asked and what may be answered.

    ``essential`` marks the questions without which nobody gets a programme.
    ``open`` marks a choice whose listed values are not the only possible ones.
    """

    key: str
    kind: AnswerKind
    ask: str
    help: str = ""
    group: str
    low: float | None = None
    high: float | None = None
    unit: str = ""
    choices: tuple[str, ...] = ()
    open: bool = False
    essential: bool = False
    sided: bool = False
    """A test of each side: one number, or a pair of the sore side and the other."""
    only_for: str = ""
    """``female`` or ``male`` where the question concerns one sex only."""


class Teller(StrEnum):
    """Who tells a finding."""

    ANSWERS = "answers"
    TESTS = "tests"
    WATCH = "watch"
    CLIP = "clip"


@frozen(kw_only=True)
class Weight:
    """What one finding says for or against a driver, in log-odds."""

    id: str
    since: date
    until: date | None = None
    """From this day it no longer weighs; it is kept to be read."""
    driver: Driver
    when: tuple[Condition, ...] = field(validator=min_len(1))
    """All must hold."""
    log_odds: float
    told_by: Teller = Teller.ANSWERS
    family: str = ""
    """Findings of one family tell the same thing: of what agrees the strongest counts, once."""
    strand: str = ""
    """Within a family the weights of one strand add up; empty takes *told_by*."""
    shows: tuple[str, ...] = ()
    """Keys that its text shows beside those of *when*."""
    text: str
    sources: tuple[SourceId, ...] = field(validator=min_len(1))
    grade: Grade


@frozen(kw_only=True)
class RankedDriver:
    """A driver with the evidence for and against it."""

    driver: Driver
    log_odds: float
    confidence: str
    evidence: tuple[Verdict, ...]
    told_twice: tuple[str, ...] = ()
    """Weights that are shown and not counted: what they tell was told more strongly."""
    disagree: tuple[str, ...] = ()
    """Families of which one teller speaks for and another against; both count."""


@frozen(kw_only=True)
class Move:
    """How far a result would move a driver, in points of 100 (a scale of ours, no chance)."""

    driver: Driver
    before: int
    after: int


@frozen(kw_only=True)
class Outcome:
    """One result of a test: how often it is expected, and what it would change."""

    text: str
    """Key into the texts."""
    share_ratio: float
    moves: tuple[Move, ...] = ()
    """The largest first."""


@frozen(kw_only=True)
class Worth:
    """A probe that is worth its time now, and what each result would change."""

    probe: str
    minutes: float
    gain_bits: float
    outcomes: tuple[Outcome, ...]


@frozen(kw_only=True)
class Raised:
    """An answer raised by the runner's own words: from your own words, please confirm."""

    key: str
    value: Answered
    words: str
    """The words themselves, as written."""


@frozen(kw_only=True)
class Contradiction:
    """Answers that cannot both be true; the safer one is used and all are asked again."""

    keys: tuple[str, ...]
    text: str
    """Key into the texts."""
    safer: Mapping[str, Answered | None] = field(factory=dict)
    """What is used meanwhile; empty where the safer answer already decides."""


@frozen(kw_only=True)
class Assessment:
    """All that assessing says of one answer sheet."""

    disposition: Disposition
    running: Running
    reasons: tuple[Verdict, ...]
    """One for each rule that fired, most urgent first; ``level`` is the rule's disposition."""
    drivers: tuple[RankedDriver, ...]
    """At most three, best supported first; empty where there is not enough to say."""
    concerns: tuple[str, ...] = ()
    """Text keys of what the fired rules are about, most urgent first, few enough to read."""
    advice: tuple[str, ...] = ()
    """Text keys of what to do about it; only for who may train."""
    tightness: tuple[str, ...] = ()
    """Text keys: overworked, short, both or unclear; then the signs; then what is open."""
    notes: tuple[str, ...] = ()
    """Text keys of what is said at any disposition."""
    unknown: tuple[str, ...] = ()
    """Questions without whose answer nobody may train."""
    raised: tuple[Raised, ...] = ()
    """Answers taken from the free text, to be confirmed."""
    asked_again: tuple[Contradiction, ...] = ()
    """Answers that cannot both be true."""
    to_measure: tuple[str, ...] = ()
    """Measures worth taking next."""
    next_tests: tuple[Worth, ...] = ()
    """What would tell most for its minutes, best first; empty where nothing would."""

    @property
    def shown(self) -> tuple[Verdict, ...]:
        """The reasons to tell a runner: those at the disposition's own level, at most six."""
        own = (reason for reason in self.reasons if reason.level == self.disposition.value)
        return tuple(own)[:MOST_SHOWN]

    @property
    def unfinished(self) -> bool:
        """Whether nothing but missing answers holds the programme back."""
        urgent = any(Disposition(reason.level).holds_back for reason in self.reasons)
        return bool(self.unknown) and not urgent
