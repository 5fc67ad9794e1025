"""The shelf that clinicians edit, and its strict reader.

Sources, measures, rules, limits, weights, questions, exercises, cues and texts, as
TOML under ``shelf/``. ``shelf()`` reads it once; ``problems`` reads across the files.
"""

from psoas.library.check import problems
from psoas.library.model import Shelf
from psoas.library.read import read_shelf, shelf

__all__ = ["Shelf", "problems", "read_shelf", "shelf"]
