"""The models that are weighed against each other: kernels of load, noises, ramps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from math import inf, log

from attrs import field, frozen

#: No older day is looked at: half a year says what there is to say. [source:psoas-convention]
HALF_YEAR_D = 182
#: A change that begins so much later is half as likely. [source:psoas-convention]
HALVES_D = 84.0
#: Days between possible beginnings of a ramp, and how long one takes. [source:psoas-stats-notes]
RAMP_EVERY_D, RAMP_LASTS_D = 14, (21, 56)
#: Heights of a ramp in points of a 0-to-10 score, and their weights. [source:psoas-stats-notes]
RAMP_POINTS = {1.0: 0.45, 2.0: 0.35, 3.5: 0.20}
#: Whether there is a change is asked with one higher ramp more: without it a fall of 4 to 6
#: points was taken for slow waves in half of made-up runners. [source:psoas-convention]
ASKED_POINTS = {1.0: 0.42, 2.0: 0.33, 3.5: 0.17, 6.0: 0.08}
#: Where scores moved by more than the highest, higher ones are asked too: else the range of the
#: change would end at 3.5 points and look sure. [source:psoas-convention]
HIGHER_POINTS = RAMP_POINTS | {4.5: 0.10, 5.5: 0.08, 6.5: 0.06, 7.5: 0.04, 9.0: 0.03}
#: Lags and decays of the response to load in days, with weights. [source:psoas-stats-notes]
LAGS_D = {0: 0.22, 1: 0.56, 2: 0.22}
DECAYS_D = {1.0: 0.45, 2.5: 0.35, 5.0: 0.20}
#: Prior weight of no response to load at all, and of no ramp. [source:psoas-stats-notes]
NO_RESPONSE, NO_RAMP = 0.10, 0.50


@frozen(kw_only=True)
class Noise:
    """How the score wanders where nothing happens, in units of its own noise's variance.

    Parameters
    ----------
    walk
        Variance that the level gains in a day.
    keeps
        What of a flare is left on the next day, 0 to 1.
    flares
        Variance of the flares.
    weight
        Prior weight.
    """

    walk: float
    keeps: float
    flares: float
    weight: float


#: For the level and for forecasts: fitted to 63 athletes' diaries by empirical Bayes.
#: [source:psoas-stats-notes]
FORECAST = tuple(
    Noise(walk=walk, keeps=keeps, flares=flares, weight=weight)
    for walk, keeps, flares, weight in (
        (0.0, 0.0, 0.0, 0.07),
        (5e-4, 0.0, 0.0, 0.12),
        (5e-4, 0.3, 1.0, 0.10),
        (5e-4, 0.6, 0.3, 0.16),
        (3e-3, 0.6, 1.0, 0.35),
        (3e-3, 0.8, 1.0, 0.08),
        (0.0, 0.9, 1.5, 0.07),
        (1.5e-2, 0.6, 1.0, 0.05),
    )
)
#: A level that stays wanders by no more than this in a day. [source:psoas-stats-notes]
STAYS_WALK = 5e-4


def _staying(noises: Sequence[Noise]) -> tuple[Noise, ...]:
    """Return the same flares, in the same weights, round a level that stays."""
    weight: dict[tuple[float, float, float], float] = {}
    for each in noises:
        kind = (min(each.walk, STAYS_WALK), each.keeps, each.flares)
        weight[kind] = weight.get(kind, 0.0) + each.weight
    return tuple(
        Noise(walk=walk, keeps=keeps, flares=flares, weight=round(share, 6))
        for (walk, keeps, flares), share in weight.items()
    )


#: For the question whether it changed, so that a wander is no change: the flares of the
#: diaries as they are, slow ones too. Fewer kinds of them called slow waves an improvement.
STEADY = _staying(FORECAST)


@frozen(kw_only=True)
class Kernel:
    """How the score answers to load: which load, after how many days, how long; or not at all."""

    channel: str
    lag_d: int = 0
    decay_d: float = 1.0
    weight: float


@frozen(kw_only=True)
class Ramp:
    """A change of the level: from a day, over some days, by some points; or none."""

    from_day: int = 0
    lasts_d: int = 1
    points: float = 0.0
    weight: float


@frozen(kw_only=True)
class Grid:
    """The product of all of them; the prior of the noise's size and of the first level.

    Parameters
    ----------
    prior_days
        How many days of score the prior of the noise is worth.
    prior_sd
        The noise's standard deviation in points, before a score is seen.
    level, level_sd
        Mean and standard deviation of the level before a score is seen.
    effect, effect_var
        Response to a typical session: mean in prior standard deviations of the noise, and
        variance in units of the noise's; it is never below 0.
    """

    kernels: tuple[Kernel, ...]
    noises: tuple[Noise, ...]
    ramps: tuple[Ramp, ...]
    prior_days: int = 4
    prior_sd: float = 0.9
    level: float = 4.0
    level_sd: float = 3.0
    effect: float = 0.4
    effect_var: float = 0.30
    help_sd: float = 1.5
    baseline_d: int = field(default=14)

    @property
    def log_prior(self) -> tuple[list[float], list[float], list[float]]:
        """Logarithms of the prior weights, kernel by kernel, noise by noise, ramp by ramp."""
        groups = (self.kernels, self.noises, self.ramps)
        kernels, noises, ramps = ([log(each.weight) for each in group] for group in groups)
        return kernels, noises, ramps


def kernels_of(channels: Sequence[str]) -> tuple[Kernel, ...]:
    """Return the kernels of some channels, and *no response*; channels weigh alike."""
    if not channels:
        return (Kernel(channel="", weight=1.0),)
    share = (1 - NO_RESPONSE) / len(channels)
    some = tuple(
        Kernel(channel=channel, lag_d=lag, decay_d=decay, weight=share * by_lag * by_decay)
        for channel, (lag, by_lag), (decay, by_decay) in product(
            channels, LAGS_D.items(), DECAYS_D.items()
        )
    )
    return (Kernel(channel="", weight=NO_RESPONSE), *some)


def ramps_of(
    n_days: int,
    *,
    every_d: int = RAMP_EVERY_D,
    halves_d: float = inf,
    heights: Mapping[float, float] = RAMP_POINTS,
) -> tuple[Ramp, ...]:
    """Return *no ramp* and every ramp that can have begun within so many days.

    One that begins *halves_d* later is half as likely.
    """
    begins = range(0, max(n_days, 1), every_d)
    likely = [0.5 ** (begin / halves_d) for begin in begins]
    each = (1 - NO_RAMP) / (2 * sum(likely) * len(RAMP_LASTS_D) * sum(heights.values()))
    some = tuple(
        Ramp(
            from_day=begin,
            lasts_d=lasts,
            points=sign * height,
            weight=each * share * by_height,
        )
        for (begin, share), lasts, (height, by_height), sign in product(
            zip(begins, likely, strict=True), RAMP_LASTS_D, heights.items(), (-1, 1)
        )
    )
    return (Ramp(weight=NO_RAMP), *some)


def grid_of(
    channels: Sequence[str],
    n_days: int,
    *,
    noises: Sequence[Noise],
    heights: Mapping[float, float] = RAMP_POINTS,
) -> Grid:
    """Return the grid for a 0-to-10 score over so many days."""
    ramps = ramps_of(n_days, heights=heights)
    return Grid(kernels=kernels_of(channels), noises=tuple(noises), ramps=ramps)


def grid_asked(channels: Sequence[str], n_days: int) -> Grid:
    """Return the grid for whether the level changed, the same on every day of half a year.

    Who begins a diary begins a training: a change early in it is likelier than a late one. A
    prior that grows with the diary breaks the bound of 1 in 19: each new ramp begins at 1.
    """
    ramps = ramps_of(max(n_days, HALF_YEAR_D), halves_d=HALVES_D, heights=ASKED_POINTS)
    return Grid(kernels=kernels_of(channels), noises=STEADY, ramps=ramps)


def grid_ahead(channels: Sequence[str]) -> Grid:
    """Return the grid for tomorrow and for what drives it: the level walks, without ramps."""
    return Grid(kernels=kernels_of(channels), noises=FORECAST, ramps=(Ramp(weight=1.0),))


def grid_far(channels: Sequence[str], n_days: int) -> Grid:
    """Return the grid for weeks ahead: a level that is on its way needs ramps, fewer than a retest.

    Without them a week four weeks ahead is told too high to runners who improve: by 0.7 and
    1.1 points after a fall of 2 and 3 (validation/weeks_ahead.md).
    """
    ramps = ramps_of(n_days, every_d=2 * RAMP_EVERY_D)
    return Grid(kernels=kernels_of(channels), noises=FORECAST, ramps=ramps)
