"""Reset: five minutes for an immediate, felt change; kept only if it helps."""

from psoas.loop.reset.choose import choose_drills, is_held

__all__ = ["choose_drills", "is_held"]
