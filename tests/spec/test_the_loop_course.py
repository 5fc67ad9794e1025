"""A course of cue runs, from the watch's files to the watch and back, changed by one input."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import attrs
import numpy as np
import pytest
from garmin_fit_sdk import Decoder, Stream

from psoas.app.check.checking import check, keep_check
from psoas.app.cue.kept import cue_kept
from psoas.app.diary.keeping import log_pain
from psoas.app.files.importing import import_files
from psoas.app.outgoing.feed import workouts_of
from psoas.app.plan.planning import current_plan, make_plan, refit_plan
from psoas.app.plan.todays import today
from psoas.app.plan.told import today_as_plain
from psoas.app.reporting import report_of
from psoas.app.state import state_of
from psoas.diary import When
from psoas.load.model import Light
from psoas.loop.retrain.course import check_run
from psoas.loop.retrain.timing import bouts_of
from psoas.programme.model import CueRunDone
from psoas.render.fit_file import activity_fit
from psoas.render.report_page import report_page
from psoas.render.told import plan_lines
from psoas.store import Logbook
from psoas.store.sheets import drop_plans, keep_plan
from tests.kit.loop import HIP_FLEXOR, eight_weeks, turn
from tests.kit.sheets import plain_runner

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)  # a Tuesday: the usual easy run
BEAT = "quiet-feet-cadence"
#: 166 steps a minute of the runner's own: 3 % more is 170.98, 5 % 174.3, 7.5 % 178.45.
LOW, SORE, CALM = 171, 174, 178
OVERSTRIDE = {"foot_lands_ahead": True, "cadence_spm": 166, "pain_run_0_10": 1}
#: A score after each of the last runs, and this morning's.
TOLD = tuple((days_ago, 1) for days_ago in range(1, 14))


@pytest.fixture
def walk(tmp_path, shelf):
    opened: list[Logbook] = []
    files = eight_weeks(tmp_path / "runs", until=NOW.date())

    def walked(**changes):
        logbook = Logbook.open(tmp_path / f"{len(opened)}.db")
        opened.append(logbook)
        said = {
            "now": NOW,
            "answers": OVERSTRIDE,
            "plan_days_ago": 24,
            "plan_cue": BEAT,
            "diary": TOLD,
        }
        found = turn(logbook, changes.pop("files", files), shelf, **said | changes)
        sheet = {"structured": plain_runner(**HIP_FLEXOR | OVERSTRIDE)}
        keep_check(logbook, check(sheet, shelf=shelf, now=NOW), now=NOW)  # the first is too old
        return logbook, as_of(found, logbook, shelf)

    yield walked
    for logbook in opened:
        logbook.close()


def as_of(found, logbook, shelf, *, now=NOW):
    state = state_of(logbook, shelf=shelf, now=now)
    return attrs.evolve(
        found, state=state, plan=current_plan(state), today=today(state, shelf=shelf)
    )


def spread(found):
    return [(day.on, day.run, day.sessions) for day in found.plan.days]


def by_watch(found, shelf):
    """Return the steps of today's run as the watch is given them; none where there is no cue."""
    files = {each.name: each.content for each in workouts_of(found.state, shelf=shelf)}
    content = files.get(f"{NOW.date()}-run.fit")
    if content is None:
        return None
    messages, _ = Decoder(Stream.from_bytes_io(io.BytesIO(content))).read()
    return messages["workout_step_mesgs"]


def test_a_course_begins_on_its_day(walk, shelf):
    _, found = walk()
    day, course = found.today.day, found.today.course

    assert found.today.cue_waits is None
    assert (day.cue, day.cue_run.number, day.cue_run.n_with_feedback) == (BEAT, 1, 4)
    assert course.target.baseline_spm == pytest.approx(166, abs=0.5)
    assert (course.target.low_spm, course.target.beat_spm, course.target.high_spm) == (
        LOW, SORE, CALM,
    )  # fmt: skip
    plain = today_as_plain(found.today, shelf=shelf)
    assert plain["cue_run"]["beat"].startswith(f"/beat?cadence={SORE}&minutes=7.0000&on=1.0000")
    assert "more hip-flexor moment" in plain["cue_run"]["trade_off"]["text"]
    warm_up, bout, easy, again, cool_down = by_watch(found, shelf)
    assert [step["duration_time"] for step in (warm_up, bout, easy, cool_down)] == [
        600, 60, 60, 300,
    ]  # fmt: skip
    assert again["repeat_steps"] == 4
    assert (bout["custom_target_cadence_low"], bout["custom_target_cadence_high"]) == (85, 89)
    words = "\n".join(
        plan_lines(found.plan, exercises=shelf.exercises, texts=shelf.texts, limits=shelf.limits)
    )
    assert f"4 times 60 s, 23 min in all. All 4 with the beat. {LOW} to {CALM}" in words
    helps = [each.cue_run.feedback_ratio for each in found.plan.days if each.cue_run]
    assert all(after <= before for before, after in pairwise(helps))


def test_sore_ten_days_ago_asks_for_fewer_steps_more_and_moves_nothing_else(walk, shelf):
    """One score of 4: the cap is 5 % and the beat is slower; sessions and drivers are the same."""
    calm_log, calm = walk()
    sore_log, sore = walk(diary=(*TOLD, (10, 4)))
    before, after = (refit_plan(log, shelf=shelf, now=NOW).plan for log in (calm_log, sore_log))

    assert before.course.target.high_spm == CALM
    assert (after.course.target.beat_spm, after.course.target.high_spm) == (LOW, SORE)
    assert after.course.target.baseline_spm == before.course.target.baseline_spm
    assert [(d.on, d.run, d.sessions, d.cue_run) for d in after.days] == [
        (d.on, d.run, d.sessions, d.cue_run) for d in before.days
    ]
    assert (sore.drivers, sore.disposition) == (calm.drivers, calm.disposition)
    assert [r.units for r in sore.state.runs] == [r.units for r in calm.state.runs]


def test_without_scores_of_pain_the_cue_waits_and_says_for_what(walk, shelf):
    _, told = walk()
    _, found = walk(diary=(), pain_nrs=None)
    plain = today_as_plain(found.today, shelf=shelf)

    assert (found.today.day.cue, found.today.day.cue_run) == (None, None)
    assert found.today.cue_waits.level == "wait"
    assert "green when its pain was told" in plain["cue_waits"]["text"]
    assert plain["cue_run"] is None
    assert by_watch(found, shelf) is None
    assert spread(found) == spread(told)
    later = [day for day in found.plan.days if day.on > NOW.date() and day.cue_run]
    assert later  # it is put off, not dropped


def test_without_strength_the_cue_waits_for_it(walk):
    _, found = walk(do_sessions=False)
    assert found.today.cue_waits.text == "course.strength-first"
    assert found.today.day.cue is None


def test_a_race_that_is_near_leaves_no_cue(walk, shelf):
    _, found = walk(race_on=NOW.date() + timedelta(days=20))
    assert not any(day.cue or day.cue_run for day in found.plan.days)
    assert by_watch(found, shelf) is None


def test_an_amber_day_is_run_plainly(walk, shelf):
    _, found = walk(pain_nrs=4)
    assert found.today.light.level == Light.AMBER
    assert found.today.day.cue_run is None
    assert found.today.cue_waits.text == "course.pain-first"
    assert by_watch(found, shelf) is None


def test_without_a_cadence_there_is_no_beat_and_the_plan_says_so(walk, shelf, tmp_path):
    """The same runs, two of them only: the own cadence is not known."""
    few = eight_weeks(tmp_path / "few", until=NOW.date())[-2:]
    _, found = walk(files=few)
    assert not any(day.cue_run for day in found.plan.days)
    assert [each.level for each in found.plan.left_out if each.rule == "course"] == [
        "needs-baseline"
    ]


def cued_run(path, on, *, run, limits, cadence_spm, own_spm=166.0, speed_mps=3.0):
    """A file of a run by the cue: the cadence asked for in each bout, one's own between."""
    spm = np.full(1500, own_spm)
    for bout in bouts_of(run, limits=limits):
        spm[bout.span.start : bout.span.end] = cadence_spm
    at = np.arange(len(spm), dtype=np.float64)
    path.write_bytes(
        activity_fit(
            started_at=datetime(on.year, on.month, on.day, 18, tzinfo=UTC),
            utc_offset_s=0,
            sport="running",
            t_s=at,
            distance_m=at * speed_mps,
            speed_mps=np.full(len(spm), speed_mps),
            cadence_spm=spm,
            heart_bpm=np.full(len(spm), 140.0),
        )
    )
    return path


@pytest.mark.parametrize(
    ("cadence_spm", "kept"), [(174.0, "with-feedback"), (166.0, "not-held"), (0.0, "unknown")]
)
def test_the_next_file_says_whether_it_was_run(walk, shelf, tmp_path, cadence_spm, kept):
    logbook, found = walk()
    run = found.today.day.cue_run
    path = cued_run(
        tmp_path / "cued.fit",
        NOW.date(),
        run=run,
        limits=shelf.limits,
        cadence_spm=cadence_spm,
        own_spm=166.0 if cadence_spm else 0.0,  # the watch counted nothing at all
    )
    import_files(logbook, [path], now=NOW + timedelta(hours=12))
    after = NOW + timedelta(days=2)  # Thursday
    log_pain(logbook, pain_nrs=1, when=When.MORNING, side=None, felt_on=after.date(), now=after)
    state = state_of(logbook, shelf=shelf, now=after)
    (read,) = cue_kept(logbook, state, shelf=shelf)

    assert (read.asked.on, read.asked.run) == (NOW.date(), run)
    assert read.verdict.level == kept
    report = report_of(state, shelf=shelf, by_cue=(read,))
    said = next(each for each in report.sections if each.heading == "report.cue").statements
    assert [(each.about, each.verdict.rule) for each in said] == [
        ("", "cadence-trade-off"),
        (NOW.date().isoformat(), "adherence"),
    ]
    text = report_page(
        report,
        texts=shelf.texts,
        sources=shelf.sources,
        exercises=shelf.exercises,
        measures=shelf.measures,
        cues=shelf.cues,
    )
    assert "Cue run 2: 5 times 69 s, 5 of them with help." in text
    then = today(state, shelf=shelf)
    assert then.cue_waits is None
    assert then.day.cue_run.number == 2


def test_a_run_that_was_missed_is_not_counted_and_the_course_is_carried_over(walk, shelf, tmp_path):
    logbook, found = walk()
    run = found.today.day.cue_run
    after = NOW + timedelta(days=2)
    log_pain(logbook, pain_nrs=1, when=When.MORNING, side=None, felt_on=after.date(), now=after)
    missed = today(state_of(logbook, shelf=shelf, now=after), shelf=shelf)
    assert missed.day.cue_run.number == 1

    path = cued_run(
        tmp_path / "cued.fit", NOW.date(), run=run, limits=shelf.limits, cadence_spm=174.0
    )
    import_files(logbook, [path], now=after)
    for again in (refit_plan(logbook, shelf=shelf, now=after), None):
        kept = again or make_plan(logbook, shelf=shelf, now=after)
        assert [each.on for each in kept.plan.cue_runs_before] == [NOW.date()]
        assert kept.plan.course.cue == BEAT  # though nobody asked for it again
        first = next(day for day in kept.plan.days if day.on >= after.date() and day.cue_run)
        assert (first.on, first.cue_run.number) == (after.date(), 2)


def test_after_a_course_and_its_check_comes_the_next_cue(walk, shelf):
    """Not before: with eight runs done and no check, the cue that was begun stays."""
    logbook, found = walk(plan_cue=None)
    course = found.plan.course
    assert course.cue == "land-softly-closer"
    assert course.target is None
    runs = (*course.runs, check_run(course))
    done = tuple(
        CueRunDone(on=NOW.date() - timedelta(days=40 - 2 * n), run=run, target=None)
        for n, run in enumerate(runs)
    )
    cues = []
    for so_far in (done[:-1], done):
        kept = attrs.evolve(
            found.state.plan,
            id=f"plan-{len(so_far)}",
            planned_at=NOW,
            plan=attrs.evolve(found.plan, cue_runs_before=so_far),
        )
        with logbook.writing() as connection:
            drop_plans(connection)
            keep_plan(connection, kept)
        made = make_plan(logbook, shelf=shelf, now=NOW).plan
        cues.append((made.course.cue, made.cues_over, len(made.cue_runs_before)))
    assert cues == [
        ("land-softly-closer", (), 8),
        (BEAT, ("land-softly-closer",), 0),
    ]
