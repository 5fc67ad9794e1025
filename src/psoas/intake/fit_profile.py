"""What of the FIT profile psoas reads: message kinds, fields, scales, base types.

Written for psoas from the public description of the protocol; about forty fields out
of several thousand. A field or kind that is not here is sized and skipped. To read
more, add a row: nothing else changes.
"""

from __future__ import annotations

from attrs import frozen

from psoas.runs.model import Sport


@frozen
class Field:
    """A field: its name, its type, and how its number becomes ``number / scale - offset``.

    ``code`` is NumPy's letter and size; S is text, V are bytes that stand for no number.
    """

    name: str
    code: str
    scale: float = 1.0
    offset: float = 0.0


TIMESTAMP = 253

#: Three bytes holding 12 bits of speed and 12 bits of distance, in one record field.
PACKED_SPEED_DISTANCE = "packed_speed_distance"

#: Message numbers to their names and their fields.
KINDS: dict[int, tuple[str, dict[int, Field]]] = {
    0: (
        "file_id",
        {
            0: Field("type", "u1"),
            1: Field("manufacturer", "u2"),
            2: Field("product", "u2"),
            4: Field("time_created", "u4"),
            8: Field("product_name", "S"),
        },
    ),
    12: ("sport", {0: Field("sport", "u1"), 1: Field("sub_sport", "u1")}),
    18: (
        "session",
        {
            TIMESTAMP: Field("timestamp", "u4"),
            2: Field("start_time", "u4"),
            5: Field("sport", "u1"),
            6: Field("sub_sport", "u1"),
            7: Field("elapsed_s", "u4", 1000),
            8: Field("timer_s", "u4", 1000),
            9: Field("distance_m", "u4", 100),
        },
    ),
    # its time may anchor compressed timestamps
    19: ("lap", {TIMESTAMP: Field("timestamp", "u4")}),
    20: (
        "record",
        {
            TIMESTAMP: Field("timestamp", "u4"),
            0: Field("latitude_deg", "i4", 2**31 / 180),  # "semicircles": 2^31 are half a turn
            1: Field("longitude_deg", "i4", 2**31 / 180),
            2: Field("altitude_m", "u2", 5, 500),
            3: Field("heart_bpm", "u1"),
            4: Field("cadence_per_min", "u1"),
            5: Field("distance_m", "u4", 100),
            6: Field("speed_mps", "u2", 1000),
            8: Field(PACKED_SPEED_DISTANCE, "V"),
            7: Field("power_w", "u2"),
            39: Field("oscillation_mm", "u2", 10),
            40: Field("contact_share_pct", "u2", 100),
            41: Field("contact_ms", "u2", 10),
            53: Field("fractional_cadence_per_min", "u1", 128),
            73: Field("enhanced_speed_mps", "u4", 1000),
            78: Field("enhanced_altitude_m", "u4", 5, 500),
            83: Field("oscillation_ratio_pct", "u2", 100),
            84: Field("contact_balance_left_pct", "u2", 100),
            85: Field("step_length_mm", "u2", 10),
        },
    ),
    21: (
        "event",
        {
            TIMESTAMP: Field("timestamp", "u4"),
            0: Field("event", "u1"),
            1: Field("event_type", "u1"),
        },
    ),
    23: (
        "device_info",
        {
            TIMESTAMP: Field("timestamp", "u4"),
            0: Field("device_index", "u1"),
            1: Field("device_type", "u1"),
            2: Field("manufacturer", "u2"),
            4: Field("product", "u2"),
            25: Field("source_type", "u1"),
            27: Field("product_name", "S"),
        },
    ),
    26: ("workout", {4: Field("sport", "u1"), 8: Field("name", "S")}),
    27: (
        "workout_step",
        {
            0: Field("name", "S"),
            1: Field("duration_type", "u1"),
            2: Field("duration_value", "u4"),
            3: Field("target_type", "u1"),
            4: Field("target_value", "u4"),
            5: Field("low", "u4"),
            6: Field("high", "u4"),
            254: Field("index", "u2"),
        },
    ),
    34: (
        "activity",
        {
            TIMESTAMP: Field("timestamp", "u4"),
            0: Field("timer_s", "u4", 1000),
            5: Field("local_timestamp", "u4"),
        },
    ),
    206: (
        "field_description",
        {
            0: Field("app", "u1"),
            1: Field("number", "u1"),
            2: Field("base_type", "u1"),
            3: Field("name", "S"),
            6: Field("scale", "u1"),
            7: Field("offset", "i1"),
            8: Field("units", "S"),
            14: Field("native_kind", "u2"),
            15: Field("native_number", "u1"),
        },
    ),
    207: (
        "developer_data_id",
        {1: Field("application_id", "V"), 2: Field("manufacturer", "u2"), 3: Field("app", "u1")},
    ),
}

#: The low five bits of a base type byte to NumPy's letter and the number that means "none".
#: Floats are invalid as NaN; infinite ones are dropped as well.
BASE_TYPES: dict[int, tuple[str, int | None]] = {
    0: ("u1", 0xFF),
    1: ("i1", 0x7F),
    2: ("u1", 0xFF),
    3: ("i2", 0x7FFF),
    4: ("u2", 0xFFFF),
    5: ("i4", 0x7FFFFFFF),
    6: ("u4", 0xFFFFFFFF),
    8: ("f4", None),
    9: ("f8", None),
    10: ("u1", 0),
    11: ("u2", 0),
    12: ("u4", 0),
    13: ("u1", 0xFF),
    14: ("i8", 0x7FFFFFFFFFFFFFFF),
    15: ("u8", 0xFFFFFFFFFFFFFFFF),
    16: ("u8", 0),
}

FILE_ACTIVITY = 4

#: What the other kinds of FIT file hold, by the number in ``file_id``.
FILE_KINDS = {
    1: "device description",
    2: "settings",
    3: "sport settings",
    5: "workout",
    6: "course",
    7: "schedule",
    9: "body weight",
    10: "totals",
    11: "goals",
    14: "blood pressure",
    15: "monitoring",
    20: "activity summary",
    28: "monitoring",
    32: "monitoring",
    34: "segment",
    35: "segment list",
}

EVENT_TIMER = 0
TIMER_STARTS = (0,)
TIMER_STOPS = (1, 4, 8, 9)  # stop, stop all, disable, disable all: files.md C1

SPORT_NAMES = {
    0: "generic",
    1: "running",
    2: "cycling",
    3: "transition",
    4: "fitness equipment",
    5: "swimming",
    10: "training",
    11: "walking",
    12: "cross-country skiing",
    13: "alpine skiing",
    14: "snowboarding",
    15: "rowing",
    16: "mountaineering",
    17: "hiking",
    18: "multisport",
    19: "paddling",
    21: "e-biking",
    30: "inline skating",
    33: "ice skating",
    35: "snowshoeing",
    37: "stand-up paddling",
}

SPORTS = {
    1: Sport.RUN,
    2: Sport.RIDE,
    4: Sport.MACHINE,
    5: Sport.SWIM,
    11: Sport.WALK,
    12: Sport.SKI,
    13: Sport.SKI,
    14: Sport.SKI,
    17: Sport.WALK,
    21: Sport.RIDE,
}

SOURCE_LOCAL = 5  # a sensor of the device itself
DEVICE_BAROMETER = 4

SPORT_MULTISPORT = 18
SPORT_FITNESS_EQUIPMENT = 4

SUB_SPORT_TREADMILL = 1
SUB_SPORTS_INDOOR = frozenset({SUB_SPORT_TREADMILL, 5, 6, 14, 15, 16, 25, 27, 45})

MANUFACTURERS = {
    1: "Garmin",
    13: "Dynastream",
    15: "Dynastream",
    16: "Timex",
    23: "Suunto",
    32: "Wahoo",
    70: "Sigma",
    95: "Stryd",
    123: "Polar",
    260: "Zwift",
    265: "Strava",
    267: "Bryton",
    289: "Hammerhead",
    294: "COROS",
    310: "Decathlon",
}
