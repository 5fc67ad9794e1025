"""Error of measurement and detectable change."""

from psoas.stats.detectable import mdc95, sem

__all__ = ["mdc95", "sem"]
