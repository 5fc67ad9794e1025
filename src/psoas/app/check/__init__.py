"""The check: is a clinician needed, what drives it, and for how long that holds."""
