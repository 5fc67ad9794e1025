"""Values that mean what they say: sides, spans, bands, answers, units.

A number carries its unit in its name, or stands beside a ``unit``. A value with an
error is a ``Band``. A question has three answers, and *unknown* is one of them.
"""

from psoas.quantity.answer import Answer, all_of, any_of
from psoas.quantity.band import Band
from psoas.quantity.side import Side
from psoas.quantity.span import Span
from psoas.quantity.unit import UnitUnknown, check_unit

__all__ = [
    "Answer",
    "Band",
    "Side",
    "Span",
    "UnitUnknown",
    "all_of",
    "any_of",
    "check_unit",
]
