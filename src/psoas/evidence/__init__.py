"""Where a number comes from, and what a verdict rests on.

A ``Source`` is a paper, a guideline, one of our five source documents, or our own
convention. A ``Verdict`` is a statement with its reasons; ``render`` words it.
``Made`` says by which method and version a derived value was made.
"""

from psoas.evidence.grade import Grade
from psoas.evidence.limit import Limit, LimitId, Limits
from psoas.evidence.made import Made
from psoas.evidence.source import Read, Source, SourceId
from psoas.evidence.verdict import Scalar, Verdict

__all__ = [
    "Grade",
    "Limit",
    "LimitId",
    "Limits",
    "Made",
    "Read",
    "Scalar",
    "Source",
    "SourceId",
    "Verdict",
]
