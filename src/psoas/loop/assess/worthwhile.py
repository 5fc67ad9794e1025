"""What to test next: the expected gain of information over the drivers for each minute.

Every driver is its own yes-or-no hypothesis, as the weights of evidence treat it: they add
up by driver and know nothing of the others. So the gain of a result is the sum over the
drivers of the Kullback-Leibler divergence, in bits, of the belief after it from the belief
before it (Lindley 1956), and the gain of a probe is its mean over the results.

A weight is a log likelihood ratio: after a result the log-odds are what ``rank_drivers``
would add up, families and all. How often a result comes is the mixture of the drivers'
beliefs over a base rate in those without any driver. Nobody measured base rates: of all
under which the weights are true likelihood ratios, the one nearest to *each result as often
as the other* is taken; for one driver and two results it is the only one there is. Where a
probe speaks of a driver in one direction only, no base rate makes its weights true ratios,
and it has no say in them [source:psoas-convention].
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from math import exp, log, log1p

from psoas.loop.assess.drivers import driver_log_odds
from psoas.loop.assess.findings import with_findings
from psoas.loop.assess.model import Driver, Move, Outcome, Weight, Worth
from psoas.loop.assess.probe import Probe, ProbeKind
from psoas.loop.condition import Sheet
from psoas.loop.equipment import Equipment
from psoas.quantity import Answer, any_of

LEAST_GAIN_BITS = 0.05
"""Below it nothing would change much: about what one hint tells. Our own convention."""

MOST_OFFERED = 3
"""So many are offered, the best first."""

MOST_MOVES = 2
"""So many drivers are told of a result."""

LEAST_MOVE = 1
"""Points of 100 below which a move is not told."""

Odds = Mapping[Driver, float]


def most_worth(
    sheet: Sheet,
    *,
    weights: Mapping[str, Weight],
    probes: Iterable[Probe],
    owned: frozenset[Equipment],
    tests_allowed: bool = True,
) -> tuple[Worth, ...]:
    """Return the probes that tell most for their minutes; none is *no more tests needed*.

    Parameters
    ----------
    sheet
        A believed sheet of a runner who may train, with what watch and clip show.
    weights
        By id.
    probes
        The shelf.
    owned
        What the runner has.
    tests_allowed
        Whether the body may be tested today; else only questions and imports are offered.

    Returns
    -------
    tuple of Worth
        At most three, by gain for each minute, then by id. One that was done, that is
        forbidden, or that nobody knows to be allowed, is not among them.
    """
    moves_body = (ProbeKind.TEST, ProbeKind.FILM)
    open_ = [
        probe
        for probe in probes
        if is_open(probe, sheet)
        and is_allowed(probe, sheet, owned)
        and (tests_allowed or probe.kind not in moves_body)
    ]
    found = [worth_of(probe, sheet, weights) for probe in open_]
    telling = [each for each in found if each.gain_bits >= LEAST_GAIN_BITS]
    best = sorted(telling, key=lambda each: (-each.gain_bits / each.minutes, each.probe))
    return tuple(best[:MOST_OFFERED])


def is_open(probe: Probe, sheet: Sheet) -> bool:
    """Say whether a probe was not done yet, or has to be done again."""
    if any(condition.holds(sheet) is Answer.YES for condition in probe.again_if):
        return True
    if any(sheet.get(key) is not None for key in probe.done_if):
        return False
    return any(sheet.get(key) is None for key in probe.keys)


def is_allowed(probe: Probe, sheet: Sheet, owned: frozenset[Equipment]) -> bool:
    """Say whether it may be done: unknown is no (hazard H-04), and what it needs is there."""
    forbidden = any_of(condition.holds(sheet) for condition in probe.never_if)
    allowed = not probe.never_if or forbidden is Answer.NO
    return allowed and set(probe.equipment) <= owned


def worth_of(probe: Probe, sheet: Sheet, weights: Mapping[str, Weight]) -> Worth:
    """Return what a probe would tell of a sheet, whether or not it may be done.

    Parameters
    ----------
    probe
        With its results.
    sheet
        A believed sheet.
    weights
        By id.

    Returns
    -------
    Worth
        The gain is 0 or more, in bits; 0 where no result moves any driver.
    """
    before = driver_log_odds(with_findings(sheet), weights)
    after = [
        driver_log_odds(with_findings({**sheet, **each.answers}), weights) for each in probe.results
    ]
    shares = shares_ratio(probe, before, weights)
    gains = [_gain_bits(before, each) for each in after]
    outcomes = [
        Outcome(text=result.text, share_ratio=share, moves=_moves(before, odds))
        for result, share, odds in zip(probe.results, shares, after, strict=True)
    ]
    return Worth(
        probe=probe.id,
        minutes=probe.minutes,
        gain_bits=sum(share * gain for share, gain in zip(shares, gains, strict=True)),
        outcomes=tuple(outcomes),
    )


def points_of_100(log_odds: float) -> int:
    """Return a sum of log-odds as points of 100: a scale of ours, and no chance of anything."""
    return round(100 * _belief_ratio(log_odds))


def shares_ratio(probe: Probe, prior_log_odds: Odds, weights: Mapping[str, Weight]) -> list[float]:
    """Return how often each result of a probe is expected; together 1.

    What a result says by itself, of nobody in particular, is mixed by the belief in each
    driver; that an answer told the same before makes a result no rarer.
    """
    nothing = driver_log_odds({}, weights)
    alone = [driver_log_odds(with_findings(each.answers), weights) for each in probe.results]
    ratios = {d: [odds[d] - nothing[d] for odds in alone] for d in nothing}
    mixed = list(base_ratio(tuple(tuple(each) for each in ratios.values())))
    for driver, of_it in ratios.items():
        belief = _belief_ratio(prior_log_odds[driver])
        mixed = [
            share * (1 - belief + belief * exp(ratio))
            for share, ratio in zip(mixed, of_it, strict=True)
        ]
    total = sum(mixed)
    return [share / total for share in mixed]


@cache
def base_ratio(log_odds: tuple[tuple[float, ...], ...]) -> tuple[float, ...]:
    """Return how often each result comes in runners without any of the drivers.

    Parameters
    ----------
    log_odds
        By driver, the log likelihood ratio of each result.

    Returns
    -------
    tuple of float
        Together 1. For every driver whose ratios speak both ways their mean under it is 1,
        as it must be of likelihood ratios; else all results are alike.
    """
    excess_ratio = [[exp(ratio) - 1 for ratio in of_it] for of_it in log_odds]
    both = [each for each in excess_ratio if min(each) < 0 < max(each)]
    tilt_factor = [0.0] * len(both)
    for _ in range(_SWEEPS if len(both) > 1 else 1):
        for n in range(len(both)):
            tilt_factor[n] = _balancing_factor(both, tilt_factor, n)
    return tuple(_tilted_ratio(both, tilt_factor, n_results=len(excess_ratio[0])))


def _balancing_factor(
    excess_ratio: Sequence[Sequence[float]], tilt_factor: Sequence[float], n: int
) -> float:
    """Return the tilt of one driver that makes its mean excess_ratio 0, the others' being held."""
    low, high = -_STEEPEST, _STEEPEST
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        rates = _tilted_ratio(
            excess_ratio,
            [*tilt_factor[:n], middle, *tilt_factor[n + 1 :]],
            n_results=len(excess_ratio[n]),
        )
        mean = sum(rate * each for rate, each in zip(rates, excess_ratio[n], strict=True))
        low, high = (middle, high) if mean > 0 else (low, middle)
    return (low + high) / 2


#: Bounds, halvings and sweeps of the search; far beyond what any weight on the shelf needs.
_STEEPEST, _HALVINGS, _SWEEPS = 50.0, 40, 6


def _tilted_ratio(
    excess_ratio: Sequence[Sequence[float]], tilt_factor: Sequence[float], *, n_results: int
) -> list[float]:
    """Return the rates nearest to *all alike* under the tilts of the drivers."""
    raised = [
        -sum(tilt * of_it[r] for tilt, of_it in zip(tilt_factor, excess_ratio, strict=True))
        for r in range(n_results)
    ]
    most = max(raised)
    raw = [exp(each - most) for each in raised]
    total = sum(raw)
    return [each / total for each in raw]


def _belief_ratio(log_odds: float) -> float:
    return 1 / (1 + exp(-log_odds))


def _gain_bits(prior_log_odds: Odds, posterior_log_odds: Odds) -> float:
    nats = sum(
        _divergence_nats(posterior_log_odds[driver], prior_log_odds[driver])
        for driver in prior_log_odds
    )
    return max(0.0, nats) / log(2)


def _divergence_nats(posterior_log_odds: float, prior_log_odds: float) -> float:
    """Return the divergence of one yes-or-no belief from another, in nats, by log-odds."""
    if posterior_log_odds == prior_log_odds:
        return 0.0
    belief = _belief_ratio(posterior_log_odds)
    moved = posterior_log_odds - prior_log_odds
    return belief * moved + log1p(exp(prior_log_odds)) - log1p(exp(posterior_log_odds))


def _moves(prior_log_odds: Odds, posterior_log_odds: Odds) -> tuple[Move, ...]:
    moves = (
        Move(
            driver=d,
            before=points_of_100(prior_log_odds[d]),
            after=points_of_100(posterior_log_odds[d]),
        )
        for d in prior_log_odds
    )
    told = [each for each in moves if abs(each.after - each.before) >= LEAST_MOVE]
    return tuple(sorted(told, key=lambda each: -abs(each.after - each.before))[:MOST_MOVES])
