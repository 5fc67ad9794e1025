"""The one converter between values and text, rows and JSON.

Unknown keys are errors, and numbers, dates and lists are taken as they are: in the
shelf's TOML a date in quotes or a number in quotes is refused, not guessed.
"""

from psoas.edges.convert import complaints, converter, from_plain, to_json, to_plain

__all__ = ["complaints", "converter", "from_plain", "to_json", "to_plain"]
