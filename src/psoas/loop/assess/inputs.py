"""Which questions stand behind a finding."""

from __future__ import annotations

from collections.abc import Mapping

#: What to ask where a finding that an urgent rule looks at is unknown.
INPUTS: Mapping[str, tuple[str, ...]] = {
    "loading_pain_site": ("location",),
    "pain_loaded_0_10": ("pain_walk_0_10", "pain_run_0_10"),
    "bone_stress_marker": (
        "periods",
        "eating_or_weight_concern",
        "prior_bone_stress_injury",
        "osteoporosis",
        "long_term_steroids",
        "medicines",
    ),
    "longest_run_jump": ("longest_run_prior_30d_km", "longest_run_last_14d_km"),
    "belly_pain": ("abdominal_pain", "location"),
    "testicle_pain": ("testicular_pain", "location"),
    "numb_anywhere": ("numbness_area", "saddle_numbness"),
    "possible_pregnancy": ("pregnant", "periods", "late_period_or_possible_pregnancy"),
    "unconfirmed_pregnancy": ("periods", "late_period_or_possible_pregnancy"),
    "on_anticoagulant": ("anticoagulant", "medicines"),
    "on_steroids": ("long_term_steroids", "medicines"),
    "low_immunity": ("immunosuppressed_or_diabetes", "medicines"),
}
