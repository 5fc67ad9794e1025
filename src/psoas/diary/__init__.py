"""What the runner reports: pain before, during, after, next morning; sitting; what was done."""

from psoas.diary.attempt import Attempt, Outcome, Week
from psoas.diary.model import Done, Pain, Reading, Sitting, When

__all__ = ["Attempt", "Done", "Outcome", "Pain", "Reading", "Sitting", "Week", "When"]
