"""What the runner reports: pain before, during, after, next morning; sitting; what was done."""

from psoas.diary.model import Done, Pain, Reading, Sitting, When
from psoas.diary.recheck import Felt, Recheck

__all__ = ["Done", "Felt", "Pain", "Reading", "Recheck", "Sitting", "When"]
