"""The whole loop, changed by one input at a time: what must change, and what must not.

Each test walks watch files, load, check, drivers, plan, today, retest and report once as
it is and once with one thing changed.
"""

from __future__ import annotations

from datetime import date, timedelta
from html import unescape
from pathlib import Path

import attrs
import numpy as np
import pytest

from psoas.app.battery.taking import Taking
from psoas.app.check.interview import finish
from psoas.app.files import deriving
from psoas.app.files.importing import import_files
from psoas.app.gait.measuring import gait, read_keypoints
from psoas.app.gait.told import answers_of
from psoas.app.load.guarding import check_ahead, planned_from
from psoas.app.plan.exercising import offer, one_exercise
from psoas.app.retest.told import retest_lines
from psoas.app.state import state_of
from psoas.diary import Outcome
from psoas.library import shelf as shipped
from psoas.loop.assess.worthwhile import points_of_100
from psoas.loop.equipment import ALWAYS_THERE
from psoas.programme import SessionKind
from psoas.quantity import Answer, Side
from psoas.render.report_page import report_page
from psoas.store import Logbook
from psoas.store.activities import load_of, run_facts
from tests.kit.gait import runner
from tests.kit.interview import ask_through
from tests.kit.loop import HIP_FLEXOR, NOW, eight_weeks, turn
from tests.kit.mannequin import runner_video
from tests.kit.models import models
from tests.kit.runs import run_file
from tests.kit.sheets import plain_runner


@pytest.fixture
def files(tmp_path_factory):
    return eight_weeks(tmp_path_factory.mktemp("runs"), until=NOW.date())


@pytest.fixture
def walk(tmp_path, files, shelf):
    """Walk the loop in a fresh logbook with something changed."""
    opened: list[Logbook] = []

    def walked(**changes):
        logbook = Logbook.open(tmp_path / f"{len(opened)}.db")
        opened.append(logbook)
        return turn(logbook, changes.pop("files", files), shelf, **changes)

    yield walked
    for logbook in opened:
        logbook.close()


def loads(found):
    return [(run.local_on, run.units) for run in found.state.runs]


def days(found):
    return [(day.on, day.run, day.sessions) for day in found.plan.days]


def ahead(found, km):
    """What is loud about a run of so many kilometres today, before it is run."""
    shelf = shipped()
    wanted = planned_from([f"{km}"], now=found.state.now)
    ((judged, flags),) = check_ahead(wanted, found.state, shelf=shelf)
    said = (*judged.verdicts, flags)
    return {each.rule: each.level for each in said if each.level in ("amber", "red")}


def page(found, shelf):
    return report_page(
        found.report,
        texts=shelf.texts,
        sources=shelf.sources,
        exercises=shelf.exercises,
        measures=shelf.measures,
        cues=shelf.cues,
    )


def test_as_it_is(walk, files, shelf):
    found = walk()
    assert found.imported_new == len(files)
    assert found.disposition == "PROGRAMME"
    assert found.drivers[0] == "hip_flexor_weakness"
    assert set(found.guard.values()) <= {"amber"}  # only where the season begins to build up
    assert found.plan is not None
    assert found.today.sessions
    assert found.today.light.level == "green"
    assert found.retested.in_the_run.level == "cannot-tell-yet"
    week = [session for day in found.plan.days[:7] for session in day.sessions]
    shown = {shelf.exercises[p.exercise].name for s in week for p in s.prescriptions}
    assert shown
    text = unescape(page(found, shelf))
    assert [name for name in shown if name not in text] == []


def test_a_load_spike(walk, tmp_path, shelf):
    """The last long run is 18 km instead of 12, and the answers say so."""
    spiked = eight_weeks(tmp_path / "spiked", until=NOW.date(), last_long_km=18.0)
    said = {"longest_run_last_14d_km": 18}
    plain, found = walk(), walk(files=spiked, answers=said)

    sunday = "2026-11-15"
    assert sunday not in plain.guard
    assert found.guard[sunday] == "amber"  # guard
    assert "load_spike" in found.drivers  # driver
    assert "load_spike" not in plain.drivers
    assert "1.5 times the longest" in page(found, shelf)  # report
    assert plain.today.guard.cap.text == "guard.cap"
    cap = found.today.guard.cap  # today: the check says to run less, so no more than the longest
    assert (cap.level, cap.text, cap.values["limit_ratio"]) == ("amber", "guard.cap-eased", 1.0)
    assert loads(found)[:-3] == loads(plain)[:-3]  # earlier runs keep their load
    assert found.disposition == plain.disposition  # and nobody is referred for it
    assert {d[:2] for d in days(found)} == {d[:2] for d in days(plain)}  # same days, same runs


UNSAID = {"longest_run_prior_30d_km": None, "longest_run_last_14d_km": None}


def ranked(found, driver):
    """The driver with its evidence as the kept check has it now; None where it is not named."""
    drivers = found.state.sheet.assessment.drivers
    return next((each for each in drivers if each.driver == driver), None)


def offered(found):
    return [each.probe for each in found.state.sheet.assessment.next_tests]


def test_a_load_spike_that_only_the_watch_tells(walk, tmp_path, shelf):
    """The last long run is 18 km instead of 12, and nobody was asked about it."""
    spiked = eight_weeks(tmp_path / "spiked", until=NOW.date(), last_long_km=18.0)
    plain, found = walk(answers=UNSAID), walk(files=spiked, answers=UNSAID)
    no_runs = walk(files=[], answers=UNSAID)

    assert "load_spike" in found.drivers  # driver, with its reason and who told it
    (reason, *_) = [each for each in ranked(found, "load_spike").evidence if each.level == "for"]
    assert (reason.rule, reason.values["watch_longest_run_on"]) == (
        "watch-longest-run-jump",
        "15 Nov",
    )
    assert reason.values["watch_longest_run_ratio"] == pytest.approx(1.5, abs=0.01)
    assert "load_spike" not in plain.drivers
    assert "within 10 %" in found.checked.text  # what is advised
    assert found.checked.assessment.running == "modify"  # running is eased
    assert plain.checked.assessment.running == "continue"
    assert {m for s in found.plan.sessions for m in s.measures} > {
        m for s in plain.plan.sessions for m in s.measures
    }  # plan: the pain of runs is measured too
    assert found.today.guard != plain.today.guard  # today: the next run is capped by it
    assert "your runs: on 15 Nov you ran 1.5 times" in page(found, shelf)  # report
    assert "your runs: on" not in page(plain, shelf)

    assert "load_spike" not in no_runs.drivers  # without runs nobody knows
    assert not no_runs.state.observed
    assert "import-runs" in offered(no_runs)
    assert "import-runs" not in offered(plain) + offered(found)
    dispositions = {each.disposition for each in (plain, found, no_runs)}
    assert dispositions == {"PROGRAMME"}
    assert found.exercises >= plain.exercises  # the strength stays; the driver may ask for more
    assert {d[:2] for d in days(found)} == {d[:2] for d in days(plain)}  # so do days and runs


def test_runs_that_come_after_the_check_speak_too(walk, tmp_path, files, shelf):
    """The check first, the watch files after it: the kept check is weighed anew."""
    spiked = eight_weeks(tmp_path / "spiked", until=NOW.date(), last_long_km=18.0)
    with Logbook.open(tmp_path / "late.db") as logbook:
        before = turn(logbook, [], shelf, answers=UNSAID)
        import_files(logbook, spiked, now=NOW)
        after = state_of(logbook, shelf=shelf, now=NOW)

    assert "load_spike" not in before.drivers
    drivers = [each.driver for each in after.sheet.assessment.drivers]
    assert "load_spike" in drivers
    assert after.sheet.assessment.running == "modify"
    assert after.sheet.assessment.disposition == before.disposition
    assert "import-runs" not in [each.probe for each in after.sheet.assessment.next_tests]


def test_the_next_test_changes_once_it_was_done(walk, shelf):
    """What is offered first is done: it moves the driver it spoke of, and another is offered."""
    answers = {"resisted_hip_flexion": None, "hip_flexor_hold_s": None}
    plain = walk(answers=answers)
    first = offered(plain)[0]
    weak = walk(answers=answers | {"resisted_hip_flexion": "weak_painless"})
    strong = walk(answers=answers | {"resisted_hip_flexion": "strong_painless"})

    assert first == "resisted-lift"
    assert first not in offered(weak) + offered(strong)
    foreseen = plain.state.sheet.assessment.next_tests[0].outcomes
    moves = {
        each.text: move
        for each in foreseen
        for move in each.moves
        if move.driver == "hip_flexor_weakness"
    }
    assert moves["result.weak"].after == points_of_100(
        ranked(weak, "hip_flexor_weakness").log_odds
    )  # what was foreseen is what came
    assert moves["result.weak"].after > moves["result.weak"].before
    assert moves["result.strong"].after < moves["result.strong"].before
    assert "hip_flexor_weakness" not in strong.drivers
    assert "Knee lift against your hand" in page(plain, shelf)  # report
    assert "Knee lift against your hand" not in page(weak, shelf)
    assert {each.disposition for each in (plain, weak, strong)} == {"PROGRAMME"}


def test_a_hold_that_was_read_after_the_check_speaks(walk):
    """A reading of the seated hold counts as the answer would, of the sore side."""
    answers = {"resisted_hip_flexion": None, "hip_flexor_hold_s": None}
    plain = walk(answers=answers)
    short = walk(answers=answers, readings=[*OLD, ("hip-flexor-hold", Side.RIGHT, 8.0)])
    other = walk(answers=answers, readings=[*OLD, ("hip-flexor-hold", Side.LEFT, 40.0)])

    assert ranked(plain, "hip_flexor_weakness") is None
    assert "short-hold" in {e.rule for e in ranked(short, "hip_flexor_weakness").evidence}
    assert ranked(other, "hip_flexor_weakness") is None
    assert "knee-lift-hold" not in offered(short) + offered(other)
    assert short.disposition == plain.disposition


#: Readings of weeks ago, so that the next one is of the last days.
OLD = [("pain-nrs-run", None, 3.0)] * 4


def test_a_break_of_sixteen_days(walk, tmp_path, shelf):
    """No run in the fifteen days before today, so that a run today ends a break."""
    broken = eight_weeks(tmp_path / "break", until=NOW.date(), without_days=range(16))
    plain, found = walk(), walk(files=broken)

    assert plain.today.guard.cap.text == "guard.cap"
    cap = found.today.guard.cap  # today: 60 % of the 11.99 km before the break
    assert (cap.text, cap.values["cap_km"], cap.values["gap_days"]) == ("guard.cap-gap", 7.1, 17)
    assert "7.1 km" in page(found, shelf)  # report
    assert "7.1 km" not in page(plain, shelf)
    assert ahead(found, 8.0) == {"G7": "amber"}  # a planned run
    assert ahead(found, 7.1) == {}
    assert ahead(plain, 8.0) == {}
    assert found.drivers == plain.drivers
    assert found.disposition == plain.disposition
    assert loads(found) == loads(plain)[: len(found.state.runs)]


def test_fast_runs_on_two_days_in_a_row(walk, tmp_path, shelf):
    """Two runs of 2 km at 5.5 m/s, on Friday and on Saturday, in weeks without a fast run."""
    fast = eight_weeks(tmp_path / "fast", until=NOW.date(), fast_days=(2, 1))
    plain, found = walk(), walk(files=fast)

    friday, saturday = "2026-11-20", "2026-11-21"
    assert {row for row in found.guard_rules if row[0] >= friday} == {
        (friday, "G2", "amber"),  # the first in three weeks
        (saturday, "G8", "amber"),  # 24 hours after the other
    }
    assert not {row for row in plain.guard_rules if row[0] >= friday}
    assert "24 hours after another hard run" in page(found, shelf)
    hold = [each for each in found.today.guard.todo if each.text == "guard.hold"]
    assert hold  # two ambers within seven days
    assert plain.today.guard.todo == ()
    assert found.today.guard.cap == plain.today.guard.cap  # how long is another matter
    assert found.guard == plain.guard
    assert found.disposition == plain.disposition
    assert [day[2] for day in days(found)] == [day[2] for day in days(plain)]  # same sessions


def test_red_pain(walk, shelf):
    """Today's pain is 7 of 10 instead of 1."""
    plain, found = walk(), walk(pain_nrs=7)

    assert found.today.light.level == "red"
    assert plain.today.sessions[0].prescriptions
    assert not any(session.prescriptions for session in found.today.sessions)  # today
    assert all(session.kind is SessionKind.REST for session in found.today.sessions)
    assert found.today.guard.rests  # no run for 48 hours
    assert not plain.today.guard.rests
    assert ahead(found, 5.0) == {"G5": "red"}  # a planned run
    assert ahead(plain, 5.0) == {}
    assert found.guard == plain.guard
    assert found.retested.decision.level == "go-back"  # retest
    assert "7 of 10" in page(found, shelf)  # report
    assert found.plan == plain.plan  # the plan stands: only today gives way
    assert found.drivers == plain.drivers
    assert loads(found) == loads(plain)


def test_a_plan_made_on_a_red_day_begins_with_rest(walk, tmp_path, files, shelf):
    from psoas.app.plan.planning import make_plan

    with Logbook.open(tmp_path / "red.db") as logbook:
        turn(logbook, files, shelf, pain_nrs=7)
        plan = make_plan(logbook, shelf=shelf, now=NOW).plan
    assert all(not session.heavy for day in plan.days[:2] for session in day.sessions)


def test_a_held_thomas_deficit(walk):
    """A pelvis-held Thomas test finds the thigh 10 degrees above horizontal."""
    stretches = {"half-kneeling-hip-flexor-stretch", "lunge-and-reach", "lizard-pose"}
    held = {"thomas_pelvis_held": True, "thomas_thigh_above_horizontal_deg": 10}
    loose = held | {"thomas_pelvis_held": False}
    plain, found, uncontrolled = walk(), walk(answers=held), walk(answers=loose)

    assert "restricted_extension" in found.drivers  # driver
    assert found.exercises & stretches  # plan
    assert "restricted_extension" not in uncontrolled.drivers  # the pelvis moved: no finding
    assert not uncontrolled.exercises & stretches
    assert not plain.exercises & stretches
    assert found.drivers[0] == plain.drivers[0]  # strength stays the first driver
    assert found.disposition == plain.disposition
    assert loads(found) == loads(plain)


def _thomas(**more):
    """The thigh on three photos, 10 degrees above the table's edge, the back held flat."""
    held = {"back-flat": Answer.YES, "touch-kept": Answer.YES}
    photos = ("800,400 1200,329.5 100,700 1500,700",) * 3
    taken = {"measure": "modified-thomas-held", "side": Side.RIGHT, "photos": photos}
    return Taking(**{**taken, "control": held} | more)


def _drivers_now(found):
    return [ranked.driver.value for ranked in found.state.sheet.assessment.drivers]


def test_a_thomas_taken_on_photos(walk, shelf):
    """The same deficit as a test that was taken: only a controlled one moves anything."""
    stretches = {"half-kneeling-hip-flexor-stretch", "lunge-and-reach", "lizard-pose"}
    loose = {"back-flat": Answer.YES, "touch-kept": Answer.UNKNOWN}
    hurt = _thomas(pain_nrs=7)
    within = ("800,400 1200,400 100,700 1500,700",) * 3  # level
    plain, found = walk(), walk(taken=[_thomas()])

    assert "restricted_extension" in _drivers_now(found)  # driver
    assert found.exercises & stretches  # plan
    assert any(each.measure == "modified-thomas-held" for each in found.state.readings)
    assert "10 degrees on" in page(found, shelf)  # report
    assert _drivers_now(found)[0] == _drivers_now(plain)[0]  # strength stays the first driver
    assert found.disposition == plain.disposition
    assert loads(found) == loads(plain)
    assert found.today.light == plain.today.light

    for other in (_thomas(control=loose), hurt, _thomas(said=Outcome.COULD_NOT)):
        refused = walk(taken=[other])
        assert refused.state.readings == plain.state.readings  # not controlled, or stopped
        assert _drivers_now(refused) == _drivers_now(plain)
        assert days(refused) == days(plain)
        assert refused.retested == plain.retested
        assert "scored" in page(refused, shelf)  # and the report says so
    level = walk(taken=[_thomas(photos=within)])
    assert "restricted_extension" not in _drivers_now(level)
    assert not level.exercises & stretches


def test_a_hold_that_was_timed(walk):
    """The check says 8 seconds; the clock then says 40: the newer, measured one speaks."""
    long = Taking(measure="hip-flexor-hold", side=Side.RIGHT, value=40)
    strong = Taking(measure="resisted-hip-flexion", side=Side.RIGHT, pain_nrs=0, seen=())
    other_side = attrs.evolve(long, side=Side.LEFT)
    plain, found, left = walk(), walk(taken=[long, strong]), walk(taken=[other_side])

    assert _drivers_now(plain)[0] == "hip_flexor_weakness"
    assert "hip_flexor_weakness" not in _drivers_now(found)  # driver
    assert found.disposition == plain.disposition
    assert loads(found) == loads(plain)
    assert _drivers_now(left) == _drivers_now(plain)  # the well side says nothing of the sore
    assert days(left) == days(plain)


def test_an_observed_overstride(walk):
    """The foot lands well ahead of the hip: the cue changes, the strength does not."""
    overstride = {"foot_lands_ahead": True, "cadence_spm": 152}
    plain, found = walk(), walk(answers=overstride)

    assert "overstride_low_cadence" in found.drivers
    assert {day.cue for day in plain.plan.days if day.cue} == {"run-long"}
    assert {day.cue for day in found.plan.days if day.cue} == {"land-softly-closer"}
    number_alone = walk(answers={"cadence_spm": 152})
    assert {day.cue for day in number_alone.plan.days if day.cue} == {"run-long"}
    assert found.disposition == plain.disposition


@pytest.mark.parametrize(
    ("reach_deg", "speed_mps", "drives", "cue"),
    [
        (30.0, 3.5, True, "land-softly-closer"),
        (0.0, 3.5, False, "run-long"),
        (30.0, None, False, "run-long"),  # far for which speed? it stays open
    ],
    ids=["far ahead", "as others", "far ahead at an unknown speed"],
)
def test_a_filmed_overstride(walk, reach_deg, speed_mps, drives, cue):
    """The same, seen in the key points of a clip instead of being said."""
    clip = runner(px_per_m=500, step_spm=152.0, reach_deg=reach_deg)
    answers = answers_of(gait(clip, speed_mps=speed_mps).gait)
    plain, found = walk(), walk(answers=answers)

    assert answers["cadence_spm"] == pytest.approx(152, abs=0.3)
    assert ("overstride_low_cadence" in found.drivers) == drives
    assert {day.cue for day in found.plan.days if day.cue} == {cue}
    assert found.drivers[0] == plain.drivers[0]
    assert found.disposition == plain.disposition


def test_a_kept_clip(walk, shelf):
    """The same clip, kept in the logbook instead of being answered: cue and driver change."""
    clip = runner(px_per_m=500, step_spm=152.0, reach_deg=30.0)
    plain, found = walk(), walk(clip=gait(clip, speed_mps=3.5))

    assert found.state.observed["clip_overstride"] == "above"
    assert "clip_overstride" not in plain.state.observed
    kept = [each.driver.value for each in found.state.sheet.assessment.drivers]
    assert "overstride_low_cadence" in kept
    assert {day.cue for day in found.plan.days if day.cue} == {"land-softly-closer"}
    assert {day.cue for day in plain.plan.days if day.cue} == {"run-long"}
    assert kept[0] == plain.drivers[0]
    assert found.disposition == plain.disposition  # a clip refers nobody, and clears nobody
    assert found.state.sheet.assessment.disposition.value == plain.disposition
    assert "Overstride" in page(found, shelf) or "overstride" in page(found, shelf)
    said = walk(clip=gait(clip, speed_mps=3.5), answers={"foot_lands_ahead": False})
    assert {day.cue for day in said.plan.days if day.cue} == {"run-long"}  # the runner's word
    urgent = {"limp": True, "pain_walk_0_10": 4, "weight_bearing": "painful"}
    assert walk(clip=gait(clip, speed_mps=3.5), answers=urgent).disposition == "URGENT"


@pytest.mark.timeout(1800)  # a quarter of a minute on two quiet cores
def test_an_overstride_from_the_video_on(walk, tmp_path):
    """The same once more, drawn into a video: pose model, landings, norm, driver, cue."""
    path = tmp_path / "runner.mp4"
    runner_video(path, n_strides=9, stride_s=0.8, reach_deg=42.0, size=(420, 640))
    points = read_keypoints(path, models=models())
    answers, unsure = (
        answers_of(gait(points, speed_mps=speed_mps).gait) for speed_mps in (3.5, None)
    )
    found, open_still = walk(answers=answers), walk(answers=unsure)

    assert answers == {"cadence_spm": pytest.approx(150, abs=0.5), "foot_lands_ahead": True}
    assert "overstride_low_cadence" in found.drivers
    assert {day.cue for day in found.plan.days if day.cue} == {"land-softly-closer"}
    assert "foot_lands_ahead" not in unsure
    assert "overstride_low_cadence" not in open_still.drivers
    assert found.disposition == open_still.disposition


def test_missed_sessions(walk):
    """A plan of ten days ago whose sessions were not done does not progress."""
    done, missed = (walk(plan_days_ago=10, do_sessions=does, pain_nrs=1) for does in (True, False))
    assert done.plan == missed.plan  # what is planned stands
    assert done.state.exercises_done
    assert not missed.state.exercises_done
    assert done.today.sessions == missed.today.sessions
    assert done.today.done
    assert not missed.today.done
    assert done.drivers == missed.drivers


def test_a_bone_stress_pattern(walk, shelf):
    """It hurts to walk and the runner limps: no exercise anywhere, and why."""
    found = walk(answers={"limp": True, "pain_walk_0_10": 4, "weight_bearing": "painful"})

    assert found.disposition == "URGENT"
    assert found.plan is None
    assert not found.today.sessions
    assert found.exercises == set()
    assert found.today.guard.rests
    assert found.today.guard.flags.level == "red"
    assert ahead(found, 5.0)["G6"] == "red"
    text = page(found, shelf)
    assert "Stop: do not run" in text
    assert "limp" in text
    assert not any(exercise.name in text for exercise in shelf.exercises.values())
    assert "Load over time" in text  # what was measured stays


def test_an_answer_that_rules_an_exercise_out(walk, shelf):
    """It hurts in a deep bend: watched now, and no deep bend in check, plan, today or report."""
    plain = walk()
    found = walk(answers={"pattern": ["deep_flexion"]})
    deep = {
        name
        for name, each in shelf.exercises.items()
        if any(avoid.when.key == "deep_bend_hurts" for avoid in each.avoid)
    }
    names = {shelf.exercises[name].name for name in deep}

    assert plain.exercises & (deep | names)
    assert not found.exercises & (deep | names)
    assert found.disposition == "PROGRAMME_MONITORED"  # raised, and still a programme
    assert found.plan.sessions
    assert found.exercises
    assert "Keep out of deep bends" in found.checked.text
    assert loads(found) == loads(plain)  # what was run stays as it was
    assert found.guard == plain.guard


def test_other_equipment(walk, shelf):
    """With no equipment, then with a full room: the work stays, what it is done with changes."""
    room = ("band", "kettlebell", "dumbbell", "box", "bench", "ankle-weight", "roller")
    bare = walk(equipment=(), answers={"pattern": ["deep_flexion"]})
    full = walk(equipment=room, answers={"pattern": ["deep_flexion"]})

    def strength(found):
        named = [
            shelf.exercises[p.exercise]
            for session in found.plan.sessions
            for p in session.prescriptions
            if "reload" in shelf.exercises[p.exercise].stages
        ]
        return {each.id: each for each in named}

    without, with_all = strength(bare), strength(full)
    nothing = ALWAYS_THERE
    assert all(each.possible_with(nothing) for each in without.values())
    assert not all(each.possible_with(nothing) for each in with_all.values())
    targets = [{t for each in plan.values() for t in each.targets} for plan in (without, with_all)]
    assert all({"iliopsoas", "trunk", "gluteus-maximus"} <= each for each in targets)
    for found in (bare, full):  # and a hip that hurts in a deep bend is bent deeply in neither
        sheet = offer(found.state, shelf=shelf).brief.sheet
        planned = {p.exercise for s in found.plan.sessions for p in s.prescriptions}
        assert [name for name in planned if shelf.exercises[name].ruled_out_by(sheet)] == []
    for each in with_all.values():  # what needs more has a swap that is possible bare-handed
        if not each.possible_with(nothing):
            shown = one_exercise(offer(bare.state, shelf=shelf), each.id, shelf=shelf)
            assert shown.instead
            assert all(other.possible_with(nothing) for other in shown.instead)
            assert not any(other.ruled_out_by(sheet) for other in shown.instead)
    assert loads(bare) == loads(full)
    assert bare.drivers == full.drivers
    assert bare.guard == full.guard
    assert bare.disposition == full.disposition


def test_the_same_runner_asked_screen_by_screen(walk, shelf):
    """The interview and the sheet come to the same; one sign more on a screen, and to none."""
    runner = plain_runner(**HIP_FLEXOR)
    ticks = frozenset({"pain_run_0_10"})
    plain = walk(answers=dict.fromkeys(("resisted_hip_flexion", "hip_flexor_hold_s")))
    asked = walk(checked=finish(ask_through(runner, shelf=shelf, ticks=ticks)[0], shelf=shelf))
    assert asked.disposition == plain.disposition == "PROGRAMME"
    assert asked.drivers == plain.drivers
    assert days(asked) == days(plain)

    draft, seen, _ = ask_through(runner, shelf=shelf, ticks=ticks | {"single_leg_stand_pain"})
    found = walk(checked=finish(draft, shelf=shelf))
    assert found.disposition == "URGENT"
    assert not {"longest-now", "sitting"} & set(seen)
    assert found.exercises == set()
    assert found.plan is None
    assert loads(found) == loads(asked)


def test_a_diary_that_falls(walk):
    """Pain that fell over weeks changes what the retest says of it, and nothing else."""
    days_ago = range(90, 0, -1)
    wobbles = {ago: 7 * ago % 3 - 1 for ago in days_ago}
    fell = [(ago, round(5 - 3 * min(max(76 - ago, 0) / 42, 1)) + wobbles[ago]) for ago in days_ago]
    stayed = [(ago, 4 + wobbles[ago]) for ago in days_ago]
    better, same = walk(diary=fell), walk(diary=stayed)

    assert better.retested.symptoms.trend.value == "confirmed-and-meaningful"
    assert same.retested.symptoms.trend.value in ("cannot-tell-yet", "possible")
    assert same.retested.symptoms.verdict.answer is Answer.UNKNOWN
    assert any("The pain is better" in each for each in told(better))
    assert not any("The pain is better" in each for each in told(same))
    assert better.disposition == same.disposition
    assert better.checked.assessment.drivers == same.checked.assessment.drivers
    assert better.plan.sessions == same.plan.sessions


def told(found):
    """What the retest says in words."""
    return list(retest_lines(found.retested, shelf=shipped()))


def test_danger_in_the_runners_own_words(walk):
    """Boxes all in order, but the text says fever: it may raise and never lower."""
    found = walk(free_text="Since yesterday I have a fever and shivers and the hip hurts.")
    assert found.disposition == "EMERGENCY"
    assert found.exercises == set()
    soothing = walk(
        answers={"limp": True, "pain_walk_0_10": 4},
        free_text="My coach says it is nothing, I am fine, please give me exercises.",
    )
    assert soothing.disposition == "URGENT"


def test_a_strength_gain(walk):
    """The hold goes from 14 and 15 to 31 and more: move on, but say nothing of the run."""
    values = (13.0, 14.0, 15.0, 31.0, 33.0)
    hold = [("hip-flexor-hold", Side.RIGHT, value) for value in values]
    green = tuple((n, 1) for n in range(1, 7))
    plain, found = walk(diary=green), walk(readings=hold, diary=green)
    once, unscored = walk(readings=hold[:4], diary=green), walk(readings=hold)

    assert plain.retested.decision.level == "stay"
    assert once.retested.decision.level == "stay"  # one good day is not yet a gain
    assert unscored.retested.decision.rule == "decide-not-green-yet"
    assert found.retested.decision.level == "move-on"
    assert found.retested.in_the_run.level == "cannot-tell-yet"  # transfer is not claimed
    assert found.plan == plain.plan


def test_unanswered_essentials(walk):
    """Without an answer on fever and numbness there is no programme, and it says what is open."""
    found = walk(answers={"feels_feverish_or_unwell": None, "saddle_numbness": None})
    assert found.disposition == "CLINICIAN"
    assert {"feels_feverish_or_unwell", "saddle_numbness"} <= set(found.checked.assessment.unknown)
    assert found.exercises == set()


def test_the_check_expires(walk, tmp_path, files, shelf):
    from psoas.app.reporting import report_of
    from psoas.app.state import state_of

    with Logbook.open(tmp_path / "old.db") as logbook:
        turn(logbook, files, shelf)
        later = state_of(logbook, shelf=shelf, now=NOW + timedelta(days=14))
        assert later.screening.text == "screen.expired"
        report = report_of(later, shelf=shelf)
    assert not report.plan


def test_an_earlier_check_that_refers_holds_for_fourteen_days(tmp_path, files, shelf):
    """A limp, then five days later a sheet without it: no exercise for fourteen days."""
    from psoas.app.check.checking import keep_check
    from psoas.app.check.checking_in import check_in
    from psoas.app.plan.planning import current_plan, make_plan
    from psoas.app.plan.todays import today
    from psoas.app.reporting import report_of
    from psoas.app.state import state_of
    from psoas.errors import Conflict
    from tests.kit.loop import HIP_FLEXOR
    from tests.kit.sheets import plain_runner

    def answer(logbook, days, **answers):
        now = NOW + timedelta(days=days)
        record = {"structured": plain_runner(**(HIP_FLEXOR | answers))}
        checked = check_in(logbook, record, shelf=shelf, now=now)
        keep_check(logbook, checked, now=now)
        return checked, state_of(logbook, shelf=shelf, now=now)

    with Logbook.open(tmp_path / "shopping.db") as logbook:
        turn(logbook, files, shelf, pain_nrs=None)
        assert current_plan(state_of(logbook, shelf=shelf, now=NOW)) is not None
        limping, _ = answer(logbook, 0.01, limp=True)
        held = {days: answer(logbook, days) for days in (5, 13, 14)}
        report = {days: report_of(state, shelf=shelf) for days, (_, state) in held.items()}
        for days, (checked, state) in held.items():
            assert checked.assessment.disposition == "URGENT"
            assert checked.exercises == ()
            assert current_plan(state) is None  # the plan of before is gone
            assert state.plan is None
            assert not today(state, shelf=shelf).sessions
            assert not report[days].plan
            assert "up to and including Sun 6 Dec 2026" in checked.text
            with pytest.raises(Conflict):
                make_plan(logbook, shelf=shelf, now=state.now)
        text = report_page(
            report[5],
            texts=shelf.texts,
            sources=shelf.sources,
            exercises=shelf.exercises,
            measures=shelf.measures,
            cues=shelf.cues,
        )
        new, state = answer(logbook, 15)
        planned = make_plan(logbook, shelf=shelf, now=state.now)

    assert limping.assessment.disposition == "URGENT"
    why = "an earlier check, or the course of the last weeks, called for a clinician"
    assert why in text  # report: why
    assert "up to and including Sun 6 Dec 2026" in text  # and until when
    assert new.assessment.disposition == "PROGRAMME"  # the checks that were only held hold nothing
    assert "earlier" not in new.text
    assert new.exercises
    assert planned.plan.sessions
    assert loads_of(state) == loads_of(held[5][1])  # what was run stays as it was


def loads_of(state):
    return [(run.local_on, run.units) for run in state.runs]


def test_fast_running_before_the_onset(walk, tmp_path):
    """Three runs with fast parts in the two weeks before it began: the season says so."""
    plain = eight_weeks(tmp_path / "plain", until=NOW.date(), weeks=14)
    onset = NOW.date() - timedelta(weeks=3)  # the answers say three weeks
    fast = [
        run_file(tmp_path / "fast", onset - timedelta(days=n), km=1.5, speed_mps=5.6)
        for n in (2, 6, 9)
    ]
    after = [run_file(tmp_path / "after", onset + timedelta(days=2), km=4.0, speed_mps=5.6)]
    as_it_is, found, later = walk(files=plain), walk(files=plain + fast), walk(files=plain + after)

    def said(turn):
        return {each.what for each in turn.season.changed if each.change in ("more", "less")}

    assert found.season.onset.on == onset
    assert {"fast", "units"} <= said(found)
    assert said(as_it_is) == set()
    assert said(later) == set()  # what was run afterwards was not before
    assert found.disposition == as_it_is.disposition
    assert found.drivers == [*as_it_is.drivers, "speed_overload"]  # the runs speak to the drivers
    assert later.drivers == as_it_is.drivers
    assert found.today.light == as_it_is.today.light
    assert found.exercises >= as_it_is.exercises
    assert set(map(str, loads(as_it_is))) < set(map(str, loads(found)))  # each run keeps its load


def test_with_too_few_weeks_before_the_onset_nothing_is_said(walk):
    """Eight weeks of files, three of them after the onset: three are no usual."""
    changed = walk().season.changed

    assert changed
    assert {each.change for each in changed if each.what != "return"} == {"cannot-tell"}


def test_without_an_onset_the_season_compares_nothing(walk):
    season = walk(answers={"duration_weeks": None}).season

    assert season.onset.on is None
    assert season.changed == ()
    assert season.season is not None  # what was run stays


def test_a_second_import_changes_nothing(walk, tmp_path, files, shelf):
    with Logbook.open(tmp_path / "twice.db") as logbook:
        first = turn(logbook, files, shelf)
        second = turn(logbook, [*files, Path(files[0])], shelf)
    assert second.imported_new == 0
    assert loads(first) == loads(second)


def test_the_same_history_as_an_export_of_a_platform(walk, tmp_path, files):
    """A folder of files or one archive with an index: the same runs, load and plan."""
    import gzip

    from tests.kit.archives import ENGLISH, row, zipped

    inside = {f"activities/{file.name}.gz": gzip.compress(file.read_bytes()) for file in files}
    rows = [row(number, name) for number, name in enumerate(inside, start=1)]
    index = "\n".join([ENGLISH, *rows, ""]).encode()
    archive = tmp_path / "export.zip"
    archive.write_bytes(zipped({"activities.csv": index, **inside}))
    plain, found = walk(), walk(files=[archive])

    assert found.imported_new == plain.imported_new == len(files)
    assert loads(found) == loads(plain)
    assert found.guard == plain.guard
    assert found.plan == plain.plan


def test_the_same_history_in_one_file_that_lost_a_byte(walk, tmp_path, files):
    """Files in a row, as old devices write them, the last without its last byte."""
    chained = tmp_path / "history.fit"
    chained.write_bytes(b"".join(file.read_bytes() for file in files)[:-1])
    plain, found = walk(), walk(files=[chained])

    assert found.imported_new == len(files)
    assert loads(found) == loads(plain)
    assert found.guard == plain.guard
    assert found.drivers == plain.drivers
    assert found.plan == plain.plan


def test_a_wall_on_the_way(walk, tmp_path, monkeypatch):
    """A barometer sees the last Sunday climb by 20 % for five minutes instead of staying level.

    The grade is put on the stream itself: this is about load, not about reading barometers.
    """
    sunday = date(2026, 11, 15)
    as_read = deriving.to_stream

    def climbing(pct):
        def to_stream(recording):
            stream = as_read(recording)
            if recording.started_at.date() != sunday:
                return stream
            second = np.arange(len(stream))
            grade_pct = np.where((second >= 600) & (second < 900), pct, 0.0)
            return attrs.evolve(stream, grade_pct=grade_pct)

        return to_stream

    monkeypatch.setattr(deriving, "to_stream", climbing(0.0))
    plain = walk()
    monkeypatch.setattr(deriving, "to_stream", climbing(20.0))
    found = walk()

    level, wall = (load_on(tmp_path / f"{n}.db", sunday) for n in (0, 1))
    assert (level.steep_s, wall.steep_s) == (0, 300)
    assert "note.gradient-steep" in {note.text for note in wall.notes}  # told as unknown
    assert level.units[4] < wall.units[4]  # counted as the steepest the model knows
    narrow, wide = (load.units_band[4].high / load.units[4] for load in (level, wall))
    assert wide > narrow
    assert wall.seconds_by_band == level.seconds_by_band
    assert found.guard == plain.guard  # it was no jump in distance
    assert found.drivers == plain.drivers
    assert days(found) == days(plain)
    assert [load for load in loads(found) if load[0] != sunday] == [
        load for load in loads(plain) if load[0] != sunday
    ]


def load_on(path, day):
    with Logbook.open(path) as logbook, logbook.reading() as connection:
        (run,) = [run for run in run_facts(connection) if run.local_on == day]
        return load_of(connection, run.id)
