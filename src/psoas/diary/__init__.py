"""What the runner reports: pain before, during, after, next morning; sitting; what was done."""

from psoas.diary.attempt import Attempt, Outcome, Week
from psoas.diary.model import Done, Pain, Reading, Sitting, When
from psoas.diary.performed import Performed
from psoas.diary.recheck import Felt, Recheck

__all__ = [
    "Attempt",
    "Done",
    "Felt",
    "Outcome",
    "Pain",
    "Performed",
    "Reading",
    "Recheck",
    "Sitting",
    "Week",
    "When",
]
