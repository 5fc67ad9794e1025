"""Constraints on when: each names what breaks it; whatever plans, this checks.

Nothing here is shared with the model that lays a plan: a rule that is wrong in one is found
by the other.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import timedelta
from itertools import pairwise

from psoas.evidence import Limits
from psoas.load.model import Light
from psoas.loop.exercise import Exercise
from psoas.programme.breach import Breach, Checked, Found, contents
from psoas.programme.contents import CONTENTS
from psoas.programme.cue_breaches import CUES
from psoas.programme.model import Brief, Plan, RunKind, SessionKind
from psoas.programme.things import things


def short_enough(checked: Checked) -> Found:
    """No session is longer than the cap, and no day's sessions together."""
    cap_min = checked.limits["session-cap"].value
    for day in checked.plan.days:
        minutes = sum(session.minutes for session in day.sessions)
        if minutes > cap_min:
            yield Breach(
                constraint="short_enough",
                sessions=tuple(session.id for session in day.sessions),
                because=f"{minutes:.0f} min on {day.on}, at most {cap_min:g}",
            )


def rest_between_strength(checked: Checked) -> Found:
    """Two strength sessions are far enough apart, and two heavy ones of any kind."""
    rest = timedelta(hours=checked.limits["heavy-gap"].value)
    tiring = [s for s in checked.plan.sessions if s.heavy or s.kind is SessionKind.RELOAD]
    for first, second in pairwise(tiring):
        if second.on - first.on < rest:
            yield Breach(
                constraint="rest_between_strength",
                sessions=(first.id, second.id),
                because=f"{(second.on - first.on).days} d apart, at least {rest.days} d are needed",
            )


def few_strength_sessions(checked: Checked) -> Found:
    """No week of the plan holds more strength sessions than the trials did."""
    most = checked.limits["heavy-per-week"].value
    by_week = Counter(
        (s.on - checked.plan.start_on).days // 7
        for s in checked.plan.sessions
        if s.kind is SessionKind.RELOAD
    )
    for week, n in sorted(by_week.items()):
        if n > most:
            yield Breach(
                constraint="few_strength_sessions",
                sessions=(),
                because=f"{n} strength sessions in week {week + 1}, at most {most:g}",
            )


def fresh_for_hard_runs(checked: Checked) -> Found:
    """Nothing heavy the day before a hard or long run or race."""
    for day, following in pairwise(checked.plan.days):
        for session in day.sessions:
            if session.heavy and following.run in (RunKind.HARD, RunKind.LONG, RunKind.RACE):
                yield Breach(
                    constraint="fresh_for_hard_runs",
                    sessions=(session.id,),
                    because=f"heavy on {day.on}, {following.run} on {following.on}",
                )


def only_mobility_on_long_days(checked: Checked) -> Found:
    """On the long run's day there is only mobility, and on race day nothing."""
    for day in checked.plan.days:
        for session in day.sessions:
            mobile = session.kind is SessionKind.RESET and all(
                "mobility" in checked.exercises[name].targets for name in contents(session)
            )
            if day.run is RunKind.RACE or (day.run is RunKind.LONG and not mobile):
                yield Breach(
                    constraint="only_mobility_on_long_days",
                    sessions=(session.id,),
                    because=f"{session.kind} on {day.on}, the day of the {day.run} run",
                )


def tapered(checked: Checked) -> Found:
    """Heavy work, any strength and drills end in time before the race."""
    gaps = (
        ("race-heavy-gap", lambda session: session.heavy),
        ("race-strength-gap", lambda session: session.kind is SessionKind.RELOAD),
        ("race-drills-gap", lambda session: session.kind is SessionKind.RETRAIN),
    )
    for session in checked.plan.sessions:
        ahead = checked.before_race(session)
        for limit, applies in gaps:
            if ahead is not None and ahead < checked.days(limit) and applies(session):
                yield Breach(
                    constraint="tapered",
                    sessions=(session.id,),
                    because=f"{session.kind} {ahead.days} d before the race ({limit})",
                )


def recovered(checked: Checked) -> Found:
    """After the race there is no strength for two weeks."""
    race_on = checked.plan.race_on
    for session in checked.plan.sessions:
        tiring = session.heavy or session.kind is SessionKind.RELOAD
        after = session.on - race_on if race_on is not None else timedelta(0)
        if tiring and timedelta(0) < after <= checked.days("after-race-gap"):
            yield Breach(
                constraint="recovered",
                sessions=(session.id,),
                because=f"strength {after.days} d after the race",
            )


def few_new_things(checked: Checked) -> Found:
    """At most so many new things in a week, and none shortly before the race."""
    met = set(things(checked.brief.known))
    most = checked.limits["new-per-week"].value
    new_by_week: dict[int, set[str]] = defaultdict(set)
    for session in checked.plan.sessions:
        new = set(things(contents(session))) - met
        met |= new
        new_by_week[(session.on - checked.plan.start_on).days // 7] |= new
        ahead = checked.before_race(session)
        if new and ahead is not None and ahead < checked.days("race-new-gap"):
            yield Breach(
                constraint="few_new_things",
                sessions=(session.id,),
                because=f"{', '.join(sorted(new))} is new, the race is {checked.plan.race_on}",
            )
    for week, new in sorted(new_by_week.items()):
        if len(new) > most:
            yield Breach(
                constraint="few_new_things",
                sessions=(),
                because=f"{len(new)} new things in week {week + 1}, at most {most:g}",
            )


#: Which sessions may share a day.
TOGETHER = (
    (SessionKind.RELOAD, SessionKind.RETRAIN),
    (SessionKind.RESET, SessionKind.RETRAIN),
)


def on_possible_days(checked: Checked) -> Found:
    """Sessions are only on weekdays on which the runner can train, one main one a day.

    Running drills go with strength; relief goes with drills; tests stand alone.
    """
    for day in checked.plan.days:
        ids = tuple(session.id for session in day.sessions)
        if day.sessions and day.on.weekday() not in checked.brief.days:
            because = f"{day.on} is not a day the runner has"
            yield Breach(constraint="on_possible_days", sessions=ids, because=because)
        kinds = [session.kind for session in day.sessions]
        if len(kinds) > 1 and tuple(sorted(kinds)) not in TOGETHER:
            because = f"{', '.join(kinds)} on {day.on}"
            yield Breach(constraint="on_possible_days", sessions=ids, because=because)


def rest_after_red(checked: Checked) -> Found:
    """After a red day there are 48 h without strength."""
    until = checked.plan.start_on + timedelta(days=2)
    for session in checked.plan.sessions:
        tiring = session.heavy or session.kind in (SessionKind.RELOAD, SessionKind.RETRAIN)
        if checked.brief.light is Light.RED and tiring and session.on < until:
            yield Breach(
                constraint="rest_after_red",
                sessions=(session.id,),
                because=f"{session.kind} on {session.on}, within 48 h of a red day",
            )


def measured_in_time(checked: Checked) -> Found:
    """Tests are three weeks apart, and not on the day after heavy work."""
    measured = [s for s in checked.plan.sessions if s.kind is SessionKind.RETEST]
    heavy = {s.on for s in checked.plan.sessions if s.heavy}
    for session in measured:
        if session.on - timedelta(days=1) in heavy:
            because = f"tests on {session.on}, heavy the day before"
            yield Breach(constraint="measured_in_time", sessions=(session.id,), because=because)
    weeks = [(s.on - checked.plan.start_on).days // 7 for s in measured]
    for first, second in pairwise(weeks):
        if 7 * (second - first) < checked.limits["retest-gap"].value:
            because = f"tests in weeks {first + 1} and {second + 1}"
            yield Breach(constraint="measured_in_time", sessions=(), because=because)


def reasoned(checked: Checked) -> Found:
    """Every day says why it is as it is, every session too."""
    for day in checked.plan.days:
        if len(day.why) < 2 or any(not session.why for session in day.sessions):
            yield Breach(
                constraint="reasoned",
                sessions=tuple(session.id for session in day.sessions),
                because=f"{day.on} does not say why",
                on=day.on,
            )


CONSTRAINTS = (
    short_enough,
    rest_between_strength,
    few_strength_sessions,
    fresh_for_hard_runs,
    only_mobility_on_long_days,
    tapered,
    recovered,
    few_new_things,
    on_possible_days,
    rest_after_red,
    measured_in_time,
    reasoned,
    *CUES,
    *CONTENTS,
)


def breaches(
    plan: Plan, brief: Brief, exercises: Mapping[str, Exercise], *, limits: Limits
) -> tuple[Breach, ...]:
    """Return everything that *plan* breaks of what *brief* asks; empty is a good plan."""
    checked = Checked(plan=plan, brief=brief, exercises=exercises, limits=limits)
    return tuple(breach for constraint in CONSTRAINTS for breach in constraint(checked))
