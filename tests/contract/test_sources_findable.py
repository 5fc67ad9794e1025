"""Every fact of the five source documents can be found in the program, at the place named here.

A row is the document, the fact, where it is found, and what stands there. A place is an entry
of the shelf (``kind:id``), a text (``text:key``), or a file of the repository (``file:path``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum
from pathlib import Path

import attrs
import pytest

from psoas.library import shelf as shipped

SHELF = shipped()
ROOT = Path(__file__).parents[2]

S0, S1 = "sources:s0-whitt-circuit", "sources:s1-whitt-mobility"
S2, S3 = "sources:s2-lister-five-ways", "sources:s3-clinician-process"
S4 = "sources:s4-coach-three-moves"
WALL_PUSH, HALO = "exercises:wall-push-hip-flexor-pump", "exercises:half-kneeling-halo"
CRAWL, PUMP = "exercises:banded-bear-crawl", "exercises:side-plank-hip-flexor-pump"
MARCH, KNEELING = "exercises:kettlebell-hip-march", "exercises:kneeling-leg-lift"
LIZARD = "exercises:lizard-pose"
HOW = "file:docs/how-it-works.md"

CLAIM = [
    (
        "tight is a signal of fatigue, load and control, not a short muscle",
        HOW,
        ["fatigue, load and control", "not a short muscle"],
    ),
    ("feeling tight is not being short", "text:evidence.tight_not_short", ["not the same"]),
    (
        "relief for minutes",
        "text:stretch_policy.stretch_answer",
        ["some minutes", "never the whole plan"],
    ),
    ("range gained does not show up in the run", "text:evidence.mettler", ["ran just as before"]),
    (
        "what lasts: capacity, control, load, movement",
        HOW,
        ["capacity", "control of the pelvis", "load and speed", "the way the runner moves"],
    ),
    ("check again in the run itself", S3, ["retest in the running itself"]),
]

STRENGTH = [
    ("vague tightness, stride changed", S0, ["vague tightness with a changed stride"]),
    ("locks up after speed sessions", S0, ["locks up after speed sessions"]),
    ("after speed it counts as evidence", "weights:sore-after-speed", ["speed_overload"]),
    ("three weeks before the race: stretch or rest", S0, ["three weeks before a race"]),
    ("nothing new in those three weeks", "limits:race-new-gap", ["value: 21", "unit: day"]),
    ("locked after sitting", S0, ["locked after sitting"]),
    ("locked after sitting counts", "weights:heavy-after-sitting", ["hip_flexor_weakness"]),
    ("above all the day after a long run", S0, ["the day after a long run"]),
    ("the day after a long run counts", "weights:sore-after-long-run", ["day_after_long_run"]),
    ("deep dull ache that eases with warming up", S0, ["deep dull ache", "eases with warming up"]),
    ("easing after the first strides counts", "weights:eases-after-strides", ["first_strides"]),
    ("relief of about five minutes", S0, ["about five minutes"]),
    ("relief of minutes counts", "weights:relief-for-minutes", ["stretch_relief"]),
    (
        "three fixers that belong together",
        S0,
        [
            "three things belong together",
            "glute activation",
            "hip-girdle stability",
            "core control",
        ],
    ),
    ("done steadily through training", S0, ["steadily through marathon training"]),
    ("3 sets, medium to heavy band", S0, ["3 sets", "medium to heavy band"]),
    ("wall push: 3 to fatigue", WALL_PUSH, ["dose.sets: 3 to 3", "dose.to_fatigue: True"]),
    (
        "wall push: tight side only, kept only if it helps",
        WALL_PUSH,
        ["side: tight-side-only", "optional: True"],
    ),
    ("halo: 6 clockwise, 6 counter-clockwise", S0, ["6 clockwise and 6 counter-clockwise"]),
    ("halo: its dose", HALO, ["dose.sets: 3 to 3", "dose.reps: 6 to 6", "dose.each_way: True"]),
    ("halo: tight knee down, both sides to compare", HALO, ["side: tight-side-down"]),
    (
        "bear crawl: forward, 5 yards",
        CRAWL,
        ["crawl forward", "dose.distance_yd: 5 to 5", "dose.sets: 3 to 3"],
    ),
    ("bear crawl: push, core and hip flexor", CRAWL, ["upper-push", "trunk", "iliopsoas"]),
    (
        "side plank pump: 8 to 12, both sides",
        PUMP,
        ["dose.sets: 3 to 3", "dose.reps: 8 to 12", "side: both-sides"],
    ),
    ("side plank pump: easier without the band", PUMP, ["regressions: no band"]),
    ("side plank pump: or an ankle weight", PUMP, ["ankle weight at the knee or thigh"]),
    (
        "Leppänen 2024",
        "sources:leppanen-2024",
        ["58:722", "novice", "24 weeks", "static stretching", "52 % fewer", "no effect on overuse"],
    ),
    (
        "52 % told as it was found",
        "text:evidence.fifty_two",
        ["52 %", "new runners", "0.27 to 0.90"],
    ),
    (
        "halo drawn: the knee of the side at work is the one on the floor",
        "drawings:half-kneeling-halo",
        ["works: right", "right_knee, left_toe, left_heel", "circles: head"],
    ),
    (
        "bear crawl drawn: knees off the floor",
        "drawings:banded-bear-crawl",
        ["touches: right_toe, left_toe, right_hand, left_hand"],
    ),
    (
        "side plank pump drawn: the upper leg is at work",
        "drawings:side-plank-hip-flexor-pump",
        ["works: right", "moves: right_knee", "left_elbow, left_ankle"],
    ),
    (
        "wall push drawn: hands on the wall, the other foot on the floor",
        "drawings:wall-push-hip-flexor-pump",
        ["left_toe, left_heel, right_hand wall"],
    ),
    ("glute activation has exercises at home", "exercises:banded-clam", ["gluteus-medius", "band"]),
    ("hip-girdle stability has exercises", "exercises:single-leg-squat-box", ["gluteus-medius"]),
    ("core control has exercises", "exercises:bird-dog", ["trunk", "s0-whitt-circuit"]),
    ("Silva 2018", "sources:silva-2018", ["6:e5219", "hip-extensor", "running economy"]),
]

MOBILITY = [
    (
        "six self-check signs",
        S1,
        [
            "any of six signs",
            "vaguely sore, aching or tight",
            "stay tight",
            "achy low back, the same spot",
            "knee pain or a past patellar tendinopathy",
            "patellofemoral pain",
            "recurring iliotibial band trouble",
        ],
    ),
    ("where it is felt need not be where it comes from", S1, ["need not be where it comes from"]),
    ("iliopsoas spans from the low spine to the femur", S1, ["low spine to the femur"]),
    ("rectus femoris works over two joints", S1, ["over hip and knee at once"]),
    (
        "glutes, abductors, outward rotators can be the driver",
        S1,
        ["weak glutes, abductors and outward rotators"],
    ),
    ("glute weakness is one of the drivers", "text:driver_name.glute_girdle_weakness", ["glute"]),
    ("mobility first, then stability", S1, ["first give mobility back, then build stability"]),
    (
        "couch stretch is discouraged",
        "exercises:couch-stretch",
        ["prescribable: False", "full bend"],
    ),
    (
        "hip hook and ball release are discouraged",
        "exercises:psoas-ball-release",
        ["prescribable: False", "hip hook"],
    ),
    ("about 5 minutes in all", "limits:reset-cap", ["value: 5", "unit: min"]),
    (
        "right and left compared: shin box",
        "exercises:shin-box",
        ["side: both-sides-compared", "planes: frontal, transverse"],
    ),
    (
        "right and left compared: world's greatest stretch",
        "exercises:worlds-greatest-stretch",
        ["side: both-sides-compared", "sagittal", "push"],
    ),
    (
        "right and left compared: crawl to squat",
        "exercises:crawl-to-squat",
        ["side: both-sides-compared", "sagittal, frontal, transverse", "only as deep"],
    ),
    ("lunge and reach, after Hiser", "exercises:lunge-and-reach", ["hiser-2020"]),
    (
        "Mettler 2019",
        "sources:mettler-2019",
        [
            "33:3338",
            "passive hip extension rose (p < 0.001)",
            "did not change (p at least 0.05)",
            "unrelated",
            "below top speed",
        ],
    ),
    ("Konrad 2021", "sources:konrad-2021", ["meta-analysis"]),
    ("Hiser 2020", "sources:hiser-2020", ["healthy young adults", "Thomas test (p = 0.01)"]),
    ("Mellinger and Neurohr 2019, and the rivals", S1, ["Mellinger and Neurohr 2019", "rivals"]),
]

FIVE_WAYS = [
    (
        "gradual overuse, not the strain of kicking and skating",
        S2,
        ["overloads slowly", "kicking and skating"],
    ),
    ("1,500 steps a mile, 41 for the fastest 100 m", S2, ["1,500 steps a mile", "41"]),
    (
        "main hip flexors and their helpers",
        S2,
        ["iliopsoas and rectus femoris", "adductors, sartorius and tensor fasciae latae"],
    ),
    ("stance and swing; hip flexors drive swing", S2, ["drive the swing"]),
    ("stance and swing have their words", "file:GLOSSARY.md", ["stance", "swing"]),
    ("sitting up to 8 h a day", S2, ["up to 8 hours a day"]),
    ("8 h of sitting counts", "weights:sits-long", ["sitting_h_day", "value: 8"]),
    ("lordosis and a pelvis pulled forward", S2, ["lordosis", "pelvis forward"]),
    ("lever 1: core with hip flexors", "exercises:sit-up", ["s2-lister-five-ways"]),
    ("lever 1: leg raise", "exercises:leg-raise", ["s2-lister-five-ways"]),
    ("lever 2: dynamic before, passive after", S2, ["movement before a run and held after"]),
    ("lever 2, as told", "text:stretch_policy.stretch_s2", ["moving before a run, held after"]),
    ("lever 2: before a run", "exercises:walking-lunge-reach", ["stages: warm-up", "behm-2016"]),
    ("lever 4: glutes with load", "exercises:hip-thrust", ["s2-lister-five-ways"]),
    ("lever 3: form, above all stride length", S2, ["stride length"]),
    (
        "lever 3: overstriding is one of the drivers",
        "text:driver_name.overstride_low_cadence",
        ["overstriding"],
    ),
    ("lever 4: glutes", "exercises:glute-strengthening", ["s2-lister-five-ways"]),
    ("lever 5: less intensity, creep the mileage back", S2, ["creep the distance back"]),
    ("lever 5: speed first", "text:running.modify", ["fast running goes first"]),
    ("sessions of at most 30 minutes", "limits:session-cap", ["value: 30", "unit: min"]),
    ("a 6-week programme", S2, ["takes 6 weeks"]),
    (
        "six weeks are the plan's length",
        "file:src/psoas/library/shelf/programmes.toml",
        ["weeks = 6", "s2-lister-five-ways"],
    ),
]

PROCESS = [
    ("iliopsoas steadies the spine", S3, ["steadies the spine", "ties the trunk to the pelvis"]),
    (
        "tilt, late glute, overstriding, load",
        S3,
        ["pelvis tipped forward", "gluteus maximus late or weak", "overstriding"],
    ),
    ("mobility alone does not transfer", S3, ["mobility alone does not transfer"]),
    (
        "2, 3.5 and 9 body weights",
        S3,
        [
            "about 2 body weights at an easy pace",
            "about 3.5 as speed rises",
            "up to 9 in sprinting",
        ],
    ),
    (
        "2, 3.5 and 9 are anchors of the curve",
        "file:src/psoas/load/published.py",
        ["2, 3.5 and 9 BW"],
    ),
    (
        "speed from steps: first longer, then quicker",
        S3,
        ["longer steps and the calf", "quicker steps"],
    ),
    ("the same, measured", "sources:dorn-2012", ["longer strides (calf muscles)", "iliopsoas"]),
    ("several sources of symptoms", S3, ["several sources"]),
    ("the Thomas test misleads without pelvic control", S3, ["Thomas test misleads"]),
    (
        "the Thomas test asks for the pelvis",
        "text:measure_ui.thomas_needs_pelvis",
        ["says nothing"],
    ),
    ("the Thomas test, measured", "sources:vigotsky-2016", ["31.8 %", "57.1 %"]),
    (
        "test, reset, reload, retrain, retest",
        "file:src/psoas/loop/__init__.py",
        ["test, reset, reload, retrain, retest"],
    ),
    ("reset: manual therapy or a targeted stretch", S3, ["manual therapy or a targeted stretch"]),
    ("manual therapy is left to a therapist", "exercises:manual-therapy", ["prescribable: False"]),
    (
        "reload: posterior chain, hip flexors, trunk",
        S3,
        ["posterior chain, the hip flexors themselves and the trunk"],
    ),
    ("run long", "cues:run-long", ["say: Run long", "stand tall", "over-arches the low back"]),
    ("run long, as an exercise", "exercises:run-long-cue", ["run long", "up and forward"]),
    ("reload: the posterior chain", "exercises:romanian-deadlift", ["hamstrings", "reload"]),
    ("drills", "exercises:a-skip", ["stages: retrain", "running-form"]),
    ("drills, feedback kept up", S3, ["drills, and feedback kept up over time"]),
    ("retest in the run, not only on the table", S3, ["retest in the running itself"]),
]

THREE_MOVES = [
    ("hip flexors to know", S4, ["psoas, iliacus, rectus femoris"]),
    (
        "signs of weakness",
        S4,
        [
            "hips work where another muscle should",
            "pinching or over-active hips",
            "pain or tightness",
            "low-back pain",
        ],
    ),
    (
        "sitting and running add to it; others need them too",
        S4,
        ["sitting jobs and running", "footballers, sprinters and long jumpers"],
    ),
    ("march: 8 to 12, 3 to 4 sets", MARCH, ["dose.sets: 3 to 4", "dose.reps: 8 to 12"]),
    (
        "march: light kettlebell over the foot, or a band",
        MARCH,
        ["light kettlebell", "substitutes: band"],
    ),
    ("march: hip height, pause at 90 degrees", MARCH, ["hip height", "right angle"]),
    ("march: pause at 90 degrees, as said", S4, ["pause at 90 degrees"]),
    ("march: no lean, no arched back", MARCH, ["leaning back or to a side, or arching the back"]),
    ("kneeling lift: 8 to 12, 3 to 4 sets", KNEELING, ["dose.sets: 3 to 4", "dose.reps: 8 to 12"]),
    (
        "kneeling lift: hold, step over and back",
        KNEELING,
        ["hold it in the air", "over the block", "a book", "step it back"],
    ),
    ("kneeling lift: gluteus medius", KNEELING, ["gluteus-medius", "frontal, transverse"]),
    ("kneeling lift: slow, no swing, hold on", KNEELING, ["slowly, without a swing", "hold on"]),
    ("kneeling lift: easier without the block", KNEELING, ["No block: lift, stop, lower"]),
    ("lizard: 60 to 90 s a side", LIZARD, ["dose.hold_s: 60 to 90", "side: both-sides"]),
    (
        "lizard: low lunge, hands inside, spine long",
        LIZARD,
        ["low lunge", "back knee on a mat", "inside the front foot", "spine long"],
    ),
    ("lizard: knee forward, heel down", LIZARD, ["front knee come forward", "heel down"]),
    (
        "lizard: deeper only with a straight back",
        LIZARD,
        ["only while the back stays straight", "forearms", "blocks"],
    ),
    (
        "lizard drawn: hands and the back knee on the floor",
        "drawings:lizard-pose",
        ["works: left", "left_knee, right_toe, right_heel, right_hand, left_hand"],
    ),
    (
        "march drawn: the weight is on the foot",
        "drawings:kettlebell-hip-march",
        ["kind: kettlebell", "joints: right_toe"],
    ),
    ("lizard: back heel to the seat, for the thigh", LIZARD, ["Bend the back knee for the thigh"]),
    ("foam rolling as relief", "exercises:foam-rolling-thigh-glute", ["stages: reset"]),
    ("in-and-outs", "exercises:in-and-outs", ["iliopsoas", "trunk"]),
    ("leg raises", "exercises:leg-raise", ["iliopsoas", "trunk"]),
]

DISAGREE = (
    [
        ("should I stretch: five answers and ours", f"text:stretch_policy.stretch_{each}", [said])
        for each, said in (
            ("s0", "will not save you"),
            ("s1", "not first"),
            ("s2", "before a run"),
            ("s3", "reset"),
            ("s4", "one of three"),
            ("answer", "truly short"),
        )
    ]
    + [
        ("what comes first: five answers and ours", f"text:stretch_policy.first_{each}", [said])
        for each, said in (
            ("s0", "strength and stability"),
            ("s1", "mobility, then stability"),
            ("s2", "five"),
            ("s3", "test first"),
            ("s4", "three moves"),
            ("answer", "we test first"),
        )
    ]
    + [
        ("should I rest: five answers and ours", f"text:stretch_policy.rest_{each}", [said])
        for each, said in (
            ("s0", "no panic"),
            ("s1", "nothing"),
            ("s2", "less hard"),
            ("s3", "prepare for load"),
            ("s4", "nothing"),
            ("answer", "speed first"),
        )
    ]
)

FACTS = [
    *(("claim", *row) for row in CLAIM),
    *(("S0", *row) for row in STRENGTH),
    *(("S1", *row) for row in MOBILITY),
    *(("S2", *row) for row in FIVE_WAYS),
    *(("S3", *row) for row in PROCESS),
    *(("S4", *row) for row in THREE_MOVES),
    *(("between", *row) for row in DISAGREE),
]

#: Facts that the shelf knows and the program does not act on yet, with what they wait for.
MISSING = {
    "S0: a complete plan for marathoners, performance and strength together up to race day": (
        "running plan: today only strength is laid round the runs that are usual"
    ),
    "S1: the six signs as a self-check that the runner can tick": (
        "the check asks where it hurts; past patellar and band trouble are no answers yet"
    ),
    "S2: dynamic stretches before, held ones after the run, laid into the day": (
        "the session: a day does not know what comes before and after its run"
    ),
    "S2: hundreds of routines": "the shelf: 72 exercises, sessions are made of them",
    "S2: form assessed by its stride length": "gait from video",
    "S2: creep the mileage back after a flare-up": "the guard: rules beyond the single-run jump",
    "S3: feedback over time, then less often": "retrain: feedback is not faded yet",
    "S3: retest in the movement of running": "retest: runs at matched speed are not compared yet",
}


def _lines(value: object, at: str = "") -> Iterator[str]:
    match value:
        case Enum():
            yield f"{at}: {value.value}"
        case dict():
            for key, each in value.items():
                yield from _lines(each, f"{at}.{key}" if at else str(key))
        case list() | tuple() if value and all(type(each) in (int, float) for each in value):
            yield f"{at}: " + " to ".join(f"{each:g}" for each in value)
        case list() | tuple() if value and all(isinstance(each, str) for each in value):
            yield f"{at}: " + ", ".join(str(getattr(each, "value", each)) for each in value)
        case list() | tuple():
            for each in value:
                yield from _lines(each, at)
        case bool() | str():
            yield f"{at}: {value}"
        case int() | float():
            yield f"{at}: {value:g}"


def said_at(place: str) -> str:
    kind, _, name = place.partition(":")
    if kind == "text":
        return SHELF.texts[name]
    if kind == "file":
        path = ROOT / name
        return path.read_text(encoding="utf-8") if path.is_file() else ""
    entries: Mapping[str, attrs.AttrsInstance] = getattr(SHELF, kind)
    return "\n".join(_lines(attrs.asdict(entries[name])))


@pytest.mark.parametrize(
    ("fact", "place", "phrases"),
    [pytest.param(*row, id=f"{document}: {row[0]} ({row[1]})") for document, *row in FACTS],
)
def test_a_fact_is_found_where_this_table_says(fact, place, phrases):
    said = " ".join(said_at(place).lower().split())

    assert [phrase for phrase in phrases if phrase.lower() not in said] == []


@pytest.mark.parametrize("document", ["S0", "S1", "S2", "S3", "S4"])
def test_each_document_has_many_facts(document):
    assert len([row for row in FACTS if row[0] == document]) >= 15


def test_what_is_missing_says_what_it_waits_for():
    assert all(waits.strip() for waits in MISSING.values())
