"""The short recheck before a session: what is new since the check."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from attrs import frozen


class Felt(StrEnum):
    """Whether something of the list is there; not sure is never no."""

    NONE = "none"
    YES = "yes"
    NOT_SURE = "not-sure"


@frozen(kw_only=True)
class Recheck:
    """What was answered before a session. Only *none* lets it begin."""

    session: str
    felt: Felt
    answered_at: datetime

    def stands(self, checked_at: datetime | None) -> bool:
        """Return whether something was felt that no check since *checked_at* has asked about."""
        open_still = checked_at is None or self.answered_at >= checked_at
        return self.felt is not Felt.NONE and open_still
