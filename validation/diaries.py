"""Forecasts and flares in real diaries, against what is simpler.

``python -m validation.diaries [--write]`` reads ``../shared/data/diaries`` (PMData, SoccerMon;
see its README), which is not shipped, and prints the tables of ``validation/diaries.md``.
Soreness of 1 to 5, low is sore, is turned into 0 to 10 and stays in its five classes.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from psoas.loop.retest.symptoms import CONFIRMED, has_long_waves
from psoas.stats.level import Days, grid_ahead, grid_asked, grid_far
from psoas.stats.level.chance import chance_of
from psoas.stats.level.pool import HORIZONS_D, foretold, ranked_score
from psoas.stats.level.say import factors, weights
from psoas.stats.level.track import responses, tracks
from validation import tell
from validation.drawn import said_and_true

DATA = Path(__file__).parents[2] / "shared/data/diaries"
RESULT = Path(__file__).with_suffix(".md")
FILES = (
    ("PMData", "pmdata_daily.csv", "pid", "srpe"),
    ("SoccerMon", "soccermon_daily.csv", "player_id", "daily_load"),
)
#: Between the five classes, each 2.5 points wide.
EDGES, CLASS_POINTS = (1.25, 3.75, 6.25, 8.75), 2.5
HALF_YEAR_D, LEAST_SCORES, LEAST_LOADED = 182, 60, 20
#: A flare: so far above the mean of 60 days (three quarters of a class).
FLARE_POINTS, BASE_D = 1.9, 60
FADES = 0.3
SEED = 20261126
FROM_D, TILL_D, BLOCK_D = 28, 126, 7


@dataclass(frozen=True)
class Diary:
    """Half a year of one athlete."""

    of: str
    athlete: str
    days: Days


def diaries() -> Iterator[Diary]:
    """Read each athlete's halves of a year that have 60 scores and 20 loaded days."""
    for of, file, who, load_of in FILES:
        rows: dict[str, list[dict[str, str]]] = defaultdict(list)
        with (DATA / file).open(encoding="utf-8") as lines:
            for row in csv.DictReader(lines):
                rows[row[who]].append(row)
        for athlete, mine in rows.items():
            mine.sort(key=lambda row: row["date"])
            raw = np.array([float(row["soreness"] or "nan") for row in mine])
            load = np.array([float(row[load_of] or 0) for row in mine])
            known = np.flatnonzero(~np.isnan(raw))
            if len(known) < LEAST_SCORES or (load > 0).sum() < LEAST_LOADED:
                continue
            whole = slice(known[0], known[-1] + 1)
            score, load = (5 - raw[whole]) * 2.5, load[whole] / np.median(load[load > 0])
            for begin in range(0, len(score), HALF_YEAR_D):
                part = slice(begin, begin + HALF_YEAR_D)
                n_scores = np.count_nonzero(~np.isnan(score[part]))
                spread = np.nanstd(score[part]) if n_scores else 0.0
                if (
                    n_scores >= LEAST_SCORES
                    and spread > 0
                    and (load[part] > 0).sum() >= LEAST_LOADED
                ):
                    yield Diary(of, athlete, Days(score=score[part], loads={"load": load[part]}))


# ── forecasts ────────────────────────────────────────────────────────────────────────


def _classes(score: np.ndarray) -> np.ndarray:
    return np.searchsorted(EDGES, score[~np.isnan(score)])


def _shares(counts: np.ndarray) -> np.ndarray:
    n = len(EDGES) + 1
    return (counts + 1 / n) / (counts.sum() + 1)


def last_value(past: np.ndarray, ahead_d: int) -> np.ndarray:
    """The last score, moved by every change that so many days brought before."""
    known = np.flatnonzero(~np.isnan(past))
    first, later = past[:-ahead_d], past[ahead_d:]
    both = ~np.isnan(first) & ~np.isnan(later)
    moves = np.append((later - first)[both], 0.0)
    came = np.clip(past[known[-1]] + moves, 0, 10)
    return _shares(np.bincount(np.searchsorted(EDGES, came), minlength=len(EDGES) + 1))


def smoothed(past: np.ndarray, ahead_d: int) -> np.ndarray:
    """Exponential smoothing of the scores, with every miss that it made so far ahead."""
    level, levels = float(past[~np.isnan(past)][0]), []
    for each in past:
        level = level if np.isnan(each) else (1 - FADES) * level + FADES * each
        levels.append(level)
    misses = past[ahead_d:] - np.array(levels)[:-ahead_d]
    came = np.clip(level + np.append(misses[~np.isnan(misses)], 0.0), 0, 10)
    return _shares(np.bincount(np.searchsorted(EDGES, came), minlength=len(EDGES) + 1))


NAIVE: dict[str, Callable[[np.ndarray, int], np.ndarray]] = {
    "exponential smoothing (0.3)": smoothed,
    "last value": last_value,
}


@dataclass(frozen=True)
class Losses:
    """Ranked probability scores of one forecast, by who made it."""

    of: str
    athlete: str
    ahead_d: int
    by: dict[str, float]


def losses(diary: Diary) -> Iterator[Losses]:
    """Score every forecast of a diary, made daily from what was known then."""
    score = diary.days.score
    loads = foretold(grid_far(["load"], diary.days.n_days), diary.days, EDGES)
    bare = foretold(grid_far([], len(score)), Days(score=score, loads={}), EDGES)
    for told, plain in zip(loads, bare, strict=True):
        past = score[: told.made_on]
        by = {
            "usual range": told.usual,
            "models": told.model,
            "**pool of both**": told.pool,
            "models without load": plain.model,
            **{name: make(past, told.ahead_d) for name, make in NAIVE.items()},
        }
        scored = {name: ranked_score(each, told.came) for name, each in by.items()}
        yield Losses(diary.of, diary.athlete, told.ahead_d, scored)


def _gain(found: Sequence[Losses], name: str) -> float:
    usual = sum(each.by["usual range"] for each in found)
    return 1 - sum(each.by[name] for each in found) / usual


def _forecasts(found: Sequence[Losses]) -> Iterator[str]:
    yield "## Forecasts: ranked probability score against the own usual range"
    yield ""
    yield (
        "Positive is better. Forecasts are made on every day from the 14th score on, from what was "
        "known then; the load of the day that is foretold is known, as planned."
    )
    yield ""
    yield "| diaries | who foretells | " + " | ".join(f"{h} days ahead" for h in HORIZONS_D) + " |"
    yield "|---|---|" + "---|" * len(HORIZONS_D)
    for of, *_ in FILES:
        for name in found[0].by:
            if name == "usual range":
                continue
            cells = []
            for ahead_d in HORIZONS_D:
                part = [e for e in found if e.of == of and e.ahead_d == ahead_d]
                cells.append(f"{100 * _gain(part, name):+.1f} % ({len(part)})")
            yield f"| {of} | {name} | {' | '.join(cells)} |"
    yield ""
    yield "Athletes for whom the pool was better than their usual range:"
    yield ""
    for of, *_ in FILES:
        told = []
        for ahead_d in HORIZONS_D:
            mine: dict[str, list[Losses]] = defaultdict(list)
            for each in found:
                if each.of == of and each.ahead_d == ahead_d:
                    mine[each.athlete].append(each)
            better = sum(_gain(part, "**pool of both**") > 0 for part in mine.values())
            told.append(f"{better} of {len(mine)} {ahead_d} days ahead")
        yield f"- {of}: {', '.join(told)}"
    yield ""


# ── flares ───────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Morning:
    """A day that has a score: whether it was a flare, and what each measure said before it."""

    of: str
    athlete: str
    flared: bool
    said: dict[str, float]


def _faded(load: np.ndarray, days: int) -> np.ndarray:
    share, now, told = 2 / (days + 1), float(load[:days].mean()), []
    for each in load:
        now += share * (each - now)
        told.append(now)
    return np.array(told)


def _simple(load: np.ndarray) -> dict[str, np.ndarray]:
    """What is known of the load up to and with each day."""
    faded7, faded28 = _faded(load, 7), _faded(load, 28)
    sums = np.concatenate([[0.0], np.cumsum(load)])
    at = np.arange(len(load))
    mean = lambda n: (sums[at + 1] - sums[np.maximum(at + 1 - n, 0)]) / n  # noqa: E731
    longest = np.array([load[max(day - 30, 0) : day].max(initial=0.0) for day in at])
    return {
        "load of the day before": load,
        "spike (day / longest of 30)": load / np.maximum(longest, 1e-9) * (longest > 0),
        "ACWR, 7 over 28 days": mean(7) / np.maximum(mean(28), 1e-9),
        "ACWR, faded": faded7 / np.maximum(faded28, 1e-9),
        "EWMA of 7 days": faded7,
        "damage, load to the 4th": _faded(load**4, 7),
    }


def mornings(diary: Diary) -> Iterator[Morning]:
    """Say on each day how likely a flare is on the next, by the models and by simple measures."""
    days = diary.days
    grid = grid_ahead(["load"])
    told = responses(grid, days)
    simple = _simple(days.loads["load"])
    last = np.nan
    for day, found in enumerate(tracks(grid, days)):
        if day > 0 and not np.isnan(days.score[day - 1]):
            last = days.score[day - 1]
        if day < BASE_D // 2 or day >= days.n_days or np.isnan(days.score[day]):
            continue
        base = float(np.nanmean(days.score[max(day - BASE_D, 0) : day]))
        bound = base + FLARE_POINTS
        least = CLASS_POINTS * np.ceil(bound / CLASS_POINTS)
        if least > 10:
            continue
        chance = chance_of(
            found, weights(found), told[:, day : day + 1], at_least=least - CLASS_POINTS / 2 + 0.5
        )
        said = {name: float(values[day - 1]) for name, values in simple.items()}
        said = {"**chance of a flare**": chance.central, **said, "last score": float(last) - base}
        yield Morning(diary.of, diary.athlete, bool(days.score[day] >= bound), said)


def discrimination(said: np.ndarray, flared: np.ndarray) -> float:
    """Return the area under the ROC curve; ties count half."""
    ranks = np.empty(len(said))
    _, where, counts = np.unique(said, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[where]
    n_flared = flared.sum()
    return float(
        (ranks[flared].sum() - n_flared * (n_flared + 1) / 2) / (n_flared * (~flared).sum())
    )


def _within(found: Sequence[Morning], name: str) -> tuple[float, float, float]:
    """Return the mean discrimination within athletes, and its 95 % range by resampling them."""
    mine: dict[str, list[Morning]] = defaultdict(list)
    for each in found:
        mine[each.athlete].append(each)
    areas, n_flares = [], []
    for part in mine.values():
        flared = np.array([each.flared for each in part])
        if 3 <= flared.sum() < len(flared):
            areas.append(discrimination(np.array([each.said[name] for each in part]), flared))
            n_flares.append(int(flared.sum()))
    area, n = np.array(areas), np.array(n_flares, dtype=float)
    random = np.random.default_rng(SEED)
    drawn = [random.integers(0, len(area), len(area)) for _ in range(1000)]
    means = [float(np.average(area[each], weights=n[each])) for each in drawn]
    low, high = np.quantile(means, [0.025, 0.975])
    return float(np.average(area, weights=n)), float(low), float(high)


def _flares(found: Sequence[Morning]) -> Iterator[str]:
    yield "## Tomorrow's flare: discrimination within an athlete"
    yield ""
    yield (
        f"A flare is a score {FLARE_POINTS} points above the mean of 60 days. Area under the ROC "
        "curve within athletes with at least three flares, weighed by flares; 95 % range by "
        "drawing athletes anew."
    )
    yield ""
    names = list(found[0].said)
    counts = {of: [e for e in found if e.of == of] for of, *_ in FILES}
    heads = [f"{of} ({sum(e.flared for e in part)} flares)" for of, part in counts.items()]
    yield "| what is asked | " + " | ".join(heads) + " |"
    yield "|---|" + "---|" * len(heads)
    for name in names:
        cells = ["{:.3f} ({:.3f} to {:.3f})".format(*_within(e, name)) for e in counts.values()]
        yield f"| {name} | {' | '.join(cells)} |"
    yield ""
    yield "| said chance | days | said | came |"
    yield "|---|---|---|---|"
    for said, came, n in _bins(found):
        yield f"| {_bin_name(said)} | {n} | {said:.2f} | {came:.2f} |"
    yield ""
    yield "![said and true](diaries_flares.svg)"
    yield ""


BINS = (0.0, 0.05, 0.1, 0.2, 0.35, 0.5, 1.01)


def _bin_name(said: float) -> str:
    at = int(np.searchsorted(BINS, said, side="right"))
    return f"{BINS[at - 1]:g} to {min(BINS[at], 1):g}"


def _bins(found: Sequence[Morning]) -> list[tuple[float, float, int]]:
    said = np.array([each.said["**chance of a flare**"] for each in found])
    came = np.array([each.flared for each in found])
    which = np.digitize(said, BINS) - 1
    return [
        (float(said[which == k].mean()), float(came[which == k].mean()), int((which == k).sum()))
        for k in range(len(BINS) - 1)
        if (which == k).any()
    ]


# ── permuted diaries ─────────────────────────────────────────────────────────────────


def alarm(diary: Diary, random: np.random.Generator) -> tuple[bool, bool]:
    """Put a diary's weeks in another order; say whether a fall, or a rise, was confirmed."""
    score = diary.days.score
    whole = len(score) // BLOCK_D * BLOCK_D
    weeks = random.permutation(score[:whole].reshape(-1, BLOCK_D))
    days = Days(score=weeks.reshape(-1)[:TILL_D], loads={})
    fell = rose = False
    for day, found in enumerate(tracks(grid_asked([], days.n_days), days)):
        if day >= FROM_D:
            told = factors(found)
            rose |= told.rise >= CONFIRMED
            fell |= told.fall >= CONFIRMED and not has_long_waves(found)
    return fell, rose


def _alarms(found: Sequence[Diary], times: int) -> Iterator[str]:
    random = np.random.default_rng(SEED)
    yield "## Diaries whose weeks were put in another order: nothing changed"
    yield ""
    long = [each for each in found if each.days.n_days >= TILL_D]
    said = [alarm(each, random) for each in long for _ in range(times)]
    fell, rose = (100 * float(np.mean([each[k] for each in said])) for k in (0, 1))
    yield (
        f"{len(said)} series of {len(long)} half years, looked at every day from day {FROM_D} to "
        f"{TILL_D}: {fell:.1f} % were told to improve, {rose:.1f} % to flare or worsen."
    )
    yield ""


def lines(times: int) -> Iterator[str]:
    """Return the page."""
    found = list(diaries())
    athletes = len({(each.of, each.athlete) for each in found})
    yield "# Real diaries: forecasts, flares, false alarms"
    yield ""
    yield (
        f"Made by `python -m validation.diaries --write`: {len(found)} half years of {athletes} "
        "athletes, 8 of PMData's and half of SoccerMon's (general soreness of 1 to 5, turned into "
        "0 to 10 in five classes; the load is session RPE times minutes). Our priors of noise "
        "and response were fitted to athletes of the same two studies."
    )
    yield ""
    yield from _forecasts([each for diary in found for each in losses(diary)])
    mornings_ = [each for diary in found for each in mornings(diary)]
    if "--write" in sys.argv:
        picture = RESULT.with_name("diaries_flares.svg")
        said_and_true(_bins(mornings_), to=picture, what="a flare tomorrow, real diaries")
    yield from _flares(mornings_)
    yield from _alarms(found, times)


def main() -> None:
    """Print or write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="Write validation/diaries.md.")
    parser.add_argument("--times", type=int, default=6, help="Permutations of each diary.")
    tell(lines(parser.parse_args().times), result=RESULT)


if __name__ == "__main__":
    sys.exit(main())
