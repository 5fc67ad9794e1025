"""Reload: strength for hip flexors, glutes and trunk; side-specific, stepped by response."""

from psoas.loop.reload.choose import choose_strength, level_allowed, progress_ratio

__all__ = ["choose_strength", "level_allowed", "progress_ratio"]
