"""Reload: strength for hip flexors, glutes and trunk; side-specific, stepped by response.

Only what the shelf's check reads is re-exported: what reads pain and runs is loaded by its
own name (``step``, ``gates``, ``deload``, ``sided``, ``leave``).
"""

from psoas.loop.reload.choose import choose_strength, level_after, level_allowed, progress_ratio

__all__ = ["choose_strength", "level_after", "level_allowed", "progress_ratio"]
