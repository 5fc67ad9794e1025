"""What a check came to, as its pages show it: what now, then why."""

from __future__ import annotations

from functools import partial
from typing import Any

from psoas.library import Shelf
from psoas.loop.assess.model import Assessment
from psoas.render.assessment import heading, tightness_words
from psoas.render.worth import notes_on


def parts_of(assessment: Assessment, shelf: Shelf) -> dict[str, Any]:
    """Return what the templates of a result ask for."""
    texts, open_keys = shelf.texts, assessment.unknown if assessment.unfinished else ()
    return {
        "assessment": assessment,
        "heading": heading(assessment, texts=texts),
        "missing": [shelf.questions[key] for key in open_keys if key in shelf.questions],
        "tightness": tightness_words(assessment.tightness, texts=texts)
        if assessment.tightness
        else "",
        "notes": partial(notes_on, weights=shelf.weights, texts=texts),
        "texts": texts,
    }
