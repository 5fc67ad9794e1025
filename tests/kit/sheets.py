"""Answer sheets for tests: a plain runner, complete, whom nothing holds back."""

from __future__ import annotations

from typing import Any

_PLAIN: dict[str, Any] = {
    "age_years": 35,
    "sex": "male",
    "height_cm": 178,
    "weight_kg": 70,
    "pregnant": False,
    "onset": "gradual",
    "side": "right",
    "location": ["front_of_hip"],
    "character": ["tight"],
    "pain_rest_0_10": 0,
    "pain_walk_0_10": 0,
    "pain_run_0_10": 2,
    "pain_night_0_10": 0,
    "duration_weeks": 3,
    "trend": "stable",
    "pattern": [],
    "trauma": "none",
    "weight_bearing": "normal",
    "hop_pain": "not_tested",
    "temperature_c": 36.8,
    "numbness_area": "none",
    "groin_lump": "none",
    "testicular_pain": False,
    "late_period_or_possible_pregnancy": False,
    "vaginal_bleeding": False,
    "periods": "not_applicable",
    "anticoagulant": "none",
    "medicines": [],
    "surgery": "none",
    "inflammatory_features": [],
    "morning_stiffness_min": 0,
    "alcohol_units_week": 4,
    "clicking": "none",
    "running_years": 4,
    "weekly_km_usual": 35,
    "weekly_km_last_week": 35,
    "longest_run_prior_30d_km": 16,
    "longest_run_last_14d_km": 16,
    "speed_sessions_week_usual": 1,
    "speed_sessions_week_recent": 1,
    "strength_sessions_week": 1,
    "sitting_h_day": 6,
    "rehab_without_gain_weeks": 0,
    **dict.fromkeys(
        (
            "pop_felt", "bruising", "limp", "single_leg_stand_pain", "cannot_lift_leg",
            "leg_turned_out_or_short", "feels_feverish_or_unwell", "night_pain_wakes",
            "night_sweats", "unexplained_weight_loss", "cancer_history",
            "recent_infection_or_procedure", "back_pain", "saddle_numbness",
            "bladder_bowel_change", "leg_weakness", "both_legs_symptoms", "leg_swelling",
            "chest_pain_or_breathless", "cold_or_pale_leg_with_exercise", "abdominal_pain",
            "nausea_vomiting", "lump_elsewhere", "cough_sneeze_pain", "urinary_symptoms",
            "blood_in_urine", "dark_urine", "eating_or_weight_concern", "fainting",
            "prior_bone_stress_injury", "osteoporosis", "long_term_steroids",
            "immunosuppressed_or_diabetes", "childhood_hip_problem", "joint_hypermobility",
            "locking_catching", "hills_recent_increase", "thoughts_of_ending_life",
        ),
        False,
    ),
}  # fmt: skip


def plain_runner(**changes: Any) -> dict[str, Any]:
    """Return a complete answer sheet that yields PROGRAMME, with *changes*."""
    return {**_PLAIN, **changes}


def without(sheet: dict[str, Any], *keys: str) -> dict[str, Any]:
    """Return *sheet* without the answers to *keys*."""
    return {key: value for key, value in sheet.items() if key not in keys}
