"""What watches call exercises: the numbers behind the words of the FIT profile.

Only the words that the shelf of exercises uses; a test compares them with the profile.
"""

from __future__ import annotations

from psoas.loop.exercise import WatchName

#: By category: its number, and the numbers of its names.
WORDS: dict[str, tuple[int, dict[str, int]]] = {
    "banded_exercises": (37, {"clam_shells": 6, "lateral_band_walks": 24}),
    "calf_raise": (1, {"single_leg_standing_calf_raise": 15}),
    "chop": (4, {"half_kneeling_rotational_chop": 8}),
    "core": (5, {"cable_core_press": 6, "knee_folds": 56}),
    "deadlift": (8, {"romanian_deadlift": 23}),
    "hip_raise": (
        10,
        {"barbell_hip_thrust_with_bench": 1, "hip_raise": 11, "single_leg_hip_raise": 30},
    ),
    "hip_stability": (11, {"dead_bug": 1, "side_lying_leg_raise": 21}),
    "leg_raise": (
        16,
        {"hanging_knee_raise": 0, "leg_lowering_drill": 6, "lying_straight_leg_raise": 8},
    ),
    "lunge": (17, {"lunge_with_arm_reach": 34, "walking_lunge": 78}),
    "move": (35, {"belly_breathing": 4}),
    "plank": (
        19,
        {"bear_crawl": 4, "plank": 43, "side_plank": 66, "side_plank_with_knee_tuck": 78},
    ),
    "push_up": (22, {"push_up": 77}),
    "run": (32, {"run": 0, "sprint": 3}),
    "shoulder_press": (24, {"single_arm_dumbbell_shoulder_press": 18}),
    "sit_up": (27, {"sit_up": 37}),
    "squat": (28, {"single_leg_bench_squat": 57, "step_up": 66}),
    "warm_up": (
        31,
        {
            "cat_camel": 7,
            "forward_and_backward_leg_swings": 9,
            "marching_in_place": 88,
            "ninety_ninety_hip_switch": 74,
            "opposite_arm_and_leg_balance": 14,
            "stretch_cobra": 40,
            "stretch_hip_flexor_and_quad": 45,
            "stretch_lunge_with_spinal_twist": 48,
            "stretch_lunging_hip_flexor": 49,
            "walking_high_knees": 26,
        },
    ),
}


def watch_numbers(watch_name: WatchName | None) -> tuple[int, int] | None:
    """Return the numbers of category and name; None where the watch has no such word."""
    if watch_name is None or watch_name.category not in WORDS:
        return None
    category, names = WORDS[watch_name.category]
    found = names.get(watch_name.name)
    return None if found is None else (category, found)
