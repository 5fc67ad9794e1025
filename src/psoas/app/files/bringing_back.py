"""What kept files tell, once the activity that stood for it is gone."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection

from psoas.app.files.deriving import derive, offered_again
from psoas.app.files.sameness import place
from psoas.store.activities import known_ids
from psoas.store.originals import original_of


def bring_back(connection: Connection, files: Collection[str], *, at: datetime) -> frozenset[str]:
    """Derive kept files again and keep of their activities those that no file tells now."""
    again = [
        kept
        for sha256 in sorted(files)
        if (original := original_of(connection, sha256)) is not None
        for kept in derive(offered_again(original), at=at).kept
    ]
    known = known_ids(connection, [kept.activity.id for kept in again])
    return place(connection, [kept for kept in again if kept.activity.id not in known])
