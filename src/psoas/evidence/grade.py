"""How strong the ground under a statement is."""

from __future__ import annotations

from enum import StrEnum


class Grade(StrEnum):
    """The kind of evidence behind a number, a rule or an exercise, strongest first."""

    TRIAL_INJURY = "trial-injury"
    """A randomised trial with injury as outcome."""
    TRIAL_STRENGTH = "trial-strength"
    """A randomised trial or review with strength or range as outcome."""
    COHORT = "cohort"
    """A cohort of runners, observed."""
    MEASURED = "measured"
    """Measured in a laboratory or computed from measured data."""
    GUIDELINE = "guideline"
    """A guideline, a review of cases, or what clinicians agree on in print."""
    EXPERT = "expert"
    """An expert's word: the five source documents, a textbook."""
    OWN_CONVENTION = "own-convention"
    """Our own choice, because no source was found."""
