"""Error of measurement and detectable change."""

from psoas.stats.detectable import Z95, sem_of

__all__ = ["Z95", "sem_of"]
