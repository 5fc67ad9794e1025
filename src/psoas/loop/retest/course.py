"""The course of the last weeks: what in it calls for a clinician (science.md section 9.4)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from statistics import fmean

from attrs import frozen

from psoas.diary import Pain
from psoas.evidence import Limit, Limits, Scalar, Verdict
from psoas.load import Light, pain_light
from psoas.quantity import Answer

REFER = "refer"
_WEEK = timedelta(days=7)


@frozen(kw_only=True)
class Course:
    """What is known of the weeks since a training began.

    Parameters
    ----------
    since
        The day of the first session, or of the first after a clinician looked; None where
        nothing was done.
    pains
        All scores; those up to *on* count.
    reds_after
        Reds up to this day are done with: a clinician has looked. None: all count.
    psfs_nrs
        Means of one's own activities by day, 10 is as before the trouble.
    psfs_detectable_nrs
        The smallest change of that mean beyond its error.
    is_held_back_twice
        Whether two weeks in a row were held back much.
    """

    on: date
    since: date | None
    pains: tuple[Pain, ...]
    reds_after: date | None = None
    psfs_nrs: Mapping[date, float]
    psfs_detectable_nrs: float
    is_held_back_twice: bool


def _verdict(ground: Limit, rule: str, **values: Scalar) -> Verdict:
    return Verdict(
        rule=rule,
        answer=Answer.YES,
        level=REFER,
        text=f"refer.{rule}",
        values=values,
        sources=ground.sources,
        grade=ground.grade,
    )


def referrals(course: Course, *, limits: Limits) -> tuple[Verdict, ...]:
    """Return what calls for a clinician, each with its rule; what is not known calls for none.

    Parameters
    ----------
    course
        What was reported.
    limits
        The numbers of each rule, and where they are from.

    Returns
    -------
    tuple of Verdict
        Of level *refer*: while one stands there is no exercise.
    """
    return tuple(_referrals(course, limits))


def _referrals(course: Course, limits: Limits) -> Iterator[Verdict]:
    reds = red_days(course.pains, on=course.on, after=course.reds_after, limits=limits)
    ground = limits["refer-reds"]
    if len(reds) >= ground.value:
        within = int(limits["refer-reds-within"].value)
        yield _verdict(ground, "two-reds", reds=len(reds), days=within)
    if course.is_held_back_twice:
        yield _verdict(limits["refer-held-back"], "held-back")
    yield from _worse(course, limits)
    yield from _without_gain(course, limits)


def red_days(
    pains: Sequence[Pain], *, on: date, after: date | None = None, limits: Limits
) -> tuple[date, ...]:
    """Return the days of the last two weeks with a red of their own, newest first.

    The light stays red on the day after a strong pain: that is the same red. A weekly mean
    that rises is one red, however many days it lasts, and none beside a red day of the same
    week, which may have lifted it.
    """
    found, rising = [], None
    for n in range(int(limits["refer-reds-within"].value)):
        day = on - timedelta(days=n)
        own = [pain.pain_nrs for pain in pains if pain.felt_on == day]
        if not own or (after is not None and day <= after):
            continue
        light = pain_light(pains, on=day, limits=limits)
        if light.level != Light.RED:
            continue
        if light.text == "pain.red" and max(own) < limits["pain-red"].value:
            continue
        if light.text == "pain.rising":
            rising = rising or day
            continue
        found.append(day)
    if rising is not None and not any(abs(day - rising) < _WEEK for day in found):
        found.append(rising)
    return tuple(sorted(found, reverse=True))


def is_green_two_weeks(pains: Sequence[Pain], *, on: date, limits: Limits) -> Answer:
    """Return whether two weeks were green; with too few days of scores it is not known."""
    first = on - 2 * _WEEK
    days = {pain.felt_on for pain in pains if first < pain.felt_on <= on}
    worst = max((p.pain_nrs for p in pains if first < p.felt_on <= on), default=0)
    if worst >= limits["pain-amber"].value or red_days(pains, on=on, limits=limits):
        return Answer.NO
    needed = 2 * limits["pain-week-entries"].value
    return Answer.YES if len(days) >= needed else Answer.UNKNOWN


def week_nrs(pains: Sequence[Pain], *, first: date, last: date, limits: Limits) -> float | None:
    """Return the mean of the days' strongest pains; None with fewer days than a mean needs."""
    worst: dict[date, int] = {}
    for pain in pains:
        if first <= pain.felt_on <= last:
            worst[pain.felt_on] = max(pain.pain_nrs, worst.get(pain.felt_on, 0))
    return fmean(worst.values()) if len(worst) >= limits["pain-week-entries"].value else None


def _pain_nrs(course: Course, limits: Limits) -> tuple[float, float] | None:
    """Return the mean pain round the beginning and in the last week; None where not known."""
    if course.since is None or course.on - course.since < 2 * _WEEK:
        return None
    first = week_nrs(
        course.pains, first=course.since - _WEEK, last=course.since + _WEEK, limits=limits
    )
    now = week_nrs(
        course.pains,
        first=course.on - _WEEK + timedelta(days=1),
        last=course.on,
        limits=limits,
    )
    return None if first is None or now is None else (first, now)


def _psfs_nrs(course: Course) -> tuple[float, float] | None:
    """Return the activities' mean round the beginning and of the last two weeks."""
    if course.since is None:
        return None
    days = sorted(day for day in course.psfs_nrs if day <= course.on)
    first = [day for day in days if abs(day - course.since) <= 2 * _WEEK]
    now = [day for day in days if course.on - day < 2 * _WEEK]
    if not first or not now or now[-1] <= first[0]:
        return None
    return course.psfs_nrs[first[0]], course.psfs_nrs[now[-1]]


def _worse(course: Course, limits: Limits) -> Iterator[Verdict]:
    ground = limits["refer-worse"]
    if (pain := _pain_nrs(course, limits)) is not None and pain[1] - pain[0] > ground.value:
        yield _verdict(ground, "worse", before=round(pain[0], 1), now=round(pain[1], 1))
    psfs = _psfs_nrs(course)
    if psfs is not None and psfs[0] - psfs[1] > course.psfs_detectable_nrs:
        yield _verdict(
            limits["refer-gain"],
            "worse-activities",
            before=round(psfs[0], 1),
            now=round(psfs[1], 1),
        )


def _without_gain(course: Course, limits: Limits) -> Iterator[Verdict]:
    """Say that weeks brought no gain: of what was measured and had room for one."""
    ground, share = limits["refer-gain"], limits["refer-gain-share"]
    if course.since is None:
        return
    weeks = (course.on - course.since).days // 7
    if weeks < limits["refer-gain-week"].value:
        return
    pain, psfs = _pain_nrs(course, limits), _psfs_nrs(course)
    gains = []
    if pain is not None and pain[0] >= ground.value:
        gains.append((pain[0] - pain[1], pain[0]))
    if psfs is not None and 10 - psfs[0] >= ground.value:
        gains.append((psfs[1] - psfs[0], 10 - psfs[0]))
    if not gains:
        return
    if any(gain >= ground.value or gain >= share.value * room for gain, room in gains):
        return
    none = max(gain for gain, _ in gains) <= 0 and weeks >= limits["refer-none-week"].value
    yield _verdict(ground, "no-gain-at-all" if none else "no-gain", weeks=weeks)
