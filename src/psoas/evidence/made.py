"""By which method a derived value was made."""

from __future__ import annotations

from attrs import frozen


@frozen(kw_only=True)
class Made:
    """Provenance of a derived value; it holds no clock.

    Parameters
    ----------
    by
        The method's id, such as ``load/watch``.
    version
        The method's version: it rises when results move.
    """

    by: str
    version: int
