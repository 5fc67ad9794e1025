"""What the runner reports: pain before, during, after, next morning; sitting; what was done."""

from psoas.diary.model import Done, Pain, Reading, Sitting, When

__all__ = ["Done", "Pain", "Reading", "Sitting", "When"]
