"""What the load must say, as a table: each row with its expectation, tolerance and source.

``test_load_vectors.py`` asks every row; ``tools/load_vectors.py`` prints them into the docs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import numpy as np
from attrs import field, frozen

from psoas.library import shelf
from psoas.load import hip_flexor_load
from psoas.load.curves import (
    IMPULSE_AT_1_MPS,
    IMPULSE_SPEED_EXPONENT,
    force_band_bw,
    gradient_factor,
    moment_nm_per_kg,
    usual_cadence_spm,
)
from psoas.load.explain import EVEN_RUN, FAST_LAPS, cadence_trade, lenhart_point, load_of_parts
from psoas.load.published import (
    DORN_RISES,
    GRAVITY_N_PER_KG,
    LIEBERMAN_FOOT_AHEAD_RATIO,
    LIEBERMAN_STRIDES_PER_MIN,
    contact_s,
    duty_ratio,
    lenhart_factor,
    published_force_bw,
    reach_of,
    recomputed_force_bw,
    recomputed_moment_nm_per_kg,
)
from tests.kit.guard import judge_run
from tests.kit.runs import fact, steady_stream, stream_of

COMPUTED, ANCHORS = "psoas-computed-load", "s3-clinician-process, dorn-2012"


@frozen(kw_only=True)
class Vector:
    """A row whose expectation is numbers, or whose expectation is that something holds."""

    id: str
    title: str
    source: str
    expected: Sequence[float] | str
    found: Callable[[], Sequence[float] | bool]
    within: float = 0.0
    relative: bool = False
    digits: int = 2
    fails: str = ""
    """Why it does not hold; such a row must not hold, or the reason is stale."""
    also: Callable[[], str] = field(default=lambda: "")

    def holds(self) -> bool:
        found = self.found()
        if isinstance(found, bool):
            return found
        close = np.isclose(
            found,
            np.asarray(self.expected, dtype=float),
            atol=0 if self.relative else self.within + 1e-12,
            rtol=self.within if self.relative else 0,
            equal_nan=True,
        )
        return bool(close.all())

    def tolerance(self) -> str:
        if isinstance(self.expected, str) or not self.within:
            return "exact"
        return f"±{100 * self.within:g} %" if self.relative else f"±{self.within:g}"

    def numbers(self, values: Sequence[float]) -> str:
        return " / ".join("unknown" if np.isnan(v) else f"{v:.{self.digits}f}" for v in values)


def at(curve: Callable, *speeds: float) -> list[float]:
    return np.asarray(curve(np.array(speeds, dtype=float))).tolist()


def at_usual(curve: Callable, *speeds: float) -> list[float]:
    speed = np.array(speeds, dtype=float)
    return np.asarray(curve(speed, usual_cadence_spm(speed))).tolist()


def moments(*speed_and_cadence: tuple[float, float]) -> list[float]:
    speed, cadence = np.array(speed_and_cadence).T
    return moment_nm_per_kg(speed, cadence).tolist()


def band(mps: float, spm: float | None = None):
    return force_band_bw(mps, spm or float(usual_cadence_spm(np.array([mps]))[0]))


def holds_range(mps: float, low: float, high: float) -> bool:
    found = band(mps)
    return low in found and high in found


def high_over_low(mps: float) -> float:
    found = band(mps)
    return found.high / found.low


def rise_everywhere() -> bool:
    speed = np.linspace(2, 9.5, 751)
    one, other = published_force_bw(speed), recomputed_force_bw(speed)
    below = (one < other)[speed <= 9]
    return bool((np.diff(one) > 0).all() and (np.diff(other) > 0).all() and below.all())


def never_lowers() -> bool:
    loads = [
        [load_of_parts(((1000.0, mps),), cadence_factor=factor) for factor in (0.9, 1.0, 1.05, 1.2)]
        for mps in (2.0, 3.0, 5.0, 8.0)
    ]
    return all(
        one.units[m] < other.units[m] and one.published_units[m] < other.published_units[m]
        for row in loads
        for one, other in pairwise(row)
        for m in one.units
    )


def laps(units: str) -> list[float]:
    even, fast = (getattr(load_of_parts(parts), units) for parts in (EVEN_RUN, FAST_LAPS))
    return [value for m in (1, 2, 4, 7) for value in (even[m], fast[m])]


def impulse_of_a_kilometre(speed: np.ndarray) -> np.ndarray:
    strides = 1000 / speed * usual_cadence_spm(speed) / 120
    return IMPULSE_AT_1_MPS * speed**IMPULSE_SPEED_EXPONENT * strides


def spike(ratio: float) -> str:
    today = date(2026, 11, 22)
    history = [fact(today - timedelta(days=n), 10.0) for n in (5, 10, 15)]
    verdict = judge_run(
        distance_m=10_000 * ratio,
        at=datetime(2026, 11, 22, 8, tzinfo=UTC),
        history=history,
        limits=shelf().limits,
    )
    return verdict.text.removeprefix("guard.spike-")


def window() -> bool:
    today = date(2026, 11, 22)
    at_today = datetime(2026, 11, 22, 7, tzinfo=UTC)

    def judged(history):
        return judge_run(
            distance_m=9_000, at=at_today, history=history, limits=shelf().limits
        ).level

    old = [fact(today - timedelta(days=n), 9.0) for n in (31, 35, 40)]
    recent = [fact(today - timedelta(days=n), 9.0) for n in (5, 10, 15)]
    itself = fact(today, 90.0)
    return (judged([]), judged(old), judged([*recent, itself])) == ("unknown", "unknown", "green")


def no_acute_to_chronic() -> bool:
    """A week of five long runs after three weeks of next to nothing is judged by each run."""
    today = date(2026, 11, 22)
    history = [fact(today - timedelta(days=n), 10.0) for n in (1, 2, 3, 4, 28)]
    verdict = judge_run(
        distance_m=10_000,
        at=datetime(2026, 11, 22, 8, tzinfo=UTC),
        history=history,
        limits=shelf().limits,
    )
    spoken = re.compile(r"acwr|acute.to.chronic", re.IGNORECASE)
    return verdict.level == "green" and not any(map(spoken.search, shelf().texts.values()))


def sprint_is_told() -> bool:
    speed = np.full(60, 9.0)
    load = hip_flexor_load(stream_of(speed, cadence_spm=np.full(60, 260.4)))
    told = {note.text for note in load.notes}
    return "note.extrapolated" in told and 9.0 in band(9.0, 260.4)


def frandsen() -> bool:
    says = shelf().sources["frandsen-2025"].says
    return all(each in says for each in ("1.64 (1.31 to 2.05)", "1.52 (1.16 to 2.00)", "2.28"))


def vectors() -> Iterator[Vector]:
    yield from _published()
    yield from _ours()
    yield from _runs()


def _published() -> Iterator[Vector]:
    yield Vector(
        id="T01", title="published force at 3.5, 5.2 and 9.0 m/s, BW", source=ANCHORS,
        expected=(2.0, 3.5, 9.0), within=0.02,
        found=lambda: at(published_force_bw, 3.5, 5.2, 9.0),
    )  # fmt: skip
    yield Vector(
        id="T02", title="published force at 7.0 m/s, BW", source=ANCHORS,
        expected=(5.7,), within=0.1, found=lambda: at(published_force_bw, 7.0),
    )  # fmt: skip
    yield Vector(
        id="T02", title="… and it is told as interpolated, 3.0 m/s as extrapolated", source=ANCHORS,
        expected="told",
        found=lambda: (reach_of(7.0), reach_of(3.0)) == ("interpolated", "extrapolated"),
    )  # fmt: skip
    yield Vector(
        id="T03", title="published and recomputed force rise from 2 to 9.5 m/s, and published "
        "stays below recomputed up to 9", source=COMPUTED, expected="always", found=rise_everywhere,
    )  # fmt: skip
    yield Vector(
        id="T05", title="recomputed force at 2, 3, 4, 5 m/s, BW", source=COMPUTED,
        expected=(1.66, 2.52, 3.67, 5.01), within=0.15,
        found=lambda: at(recomputed_force_bw, 2, 3, 4, 5),
    )  # fmt: skip
    yield Vector(
        id="T06", title="moment by speed alone at 2, 3, 4, 5, 3.59, 9.47 m/s, Nm/kg",
        source=COMPUTED, expected=(0.86, 1.23, 1.67, 2.21, 1.38, 5.20), within=0.10,
        found=lambda: at(recomputed_moment_nm_per_kg, 2, 3, 4, 5, 3.59, 9.47),
    )  # fmt: skip
    yield Vector(
        id="T07", title="psoas and iliacus at preferred cadence, N/kg and BW",
        source="lenhart-2014", expected=(32.48, 3.31), within=0.01,
        found=lambda: [lenhart_point()[1] * GRAVITY_N_PER_KG, lenhart_point()[1]],
    )  # fmt: skip
    yield Vector(
        id="T08", title="cadence at 110 %: psoas with iliacus, iliacus, rectus femoris in swing, "
        "psoas; at 90 %: psoas with iliacus", source="lenhart-2014",
        expected=(1.040, 1.059, 1.139, 1.013, 0.936), within=0.005, digits=3,
        found=lambda: [
            lenhart_factor("psoas", "iliacus", cadence_ratio=1.1),
            lenhart_factor("iliacus", cadence_ratio=1.1),
            lenhart_factor("rectus femoris, swing", cadence_ratio=1.1),
            lenhart_factor("psoas", cadence_ratio=1.1),
            lenhart_factor("psoas", "iliacus", cadence_ratio=0.9),
        ],
    )  # fmt: skip
    yield Vector(
        id="T09", title="85 to 90 strides/min: moment by our model, foot ahead of the hip as given",
        source="lieberman-2015", expected=(1.058, 0.941), within=0.005, digits=3,
        found=lambda: [
            moments((3.0, 2 * LIEBERMAN_STRIDES_PER_MIN[1]))[0]
            / moments((3.0, 2 * LIEBERMAN_STRIDES_PER_MIN[0]))[0],
            LIEBERMAN_FOOT_AHEAD_RATIO,
        ],
    )  # fmt: skip
    yield Vector(
        id="T12", title="step length times frequency from 3.5 to 5.2 to 7.0 to 9.0 m/s",
        source="dorn-2012", expected=(1.452, 1.310, 1.288), within=0.01, digits=3,
        found=lambda: [length * frequency for length, frequency in DORN_RISES],
    )  # fmt: skip
    yield Vector(
        id="T13", title="usual cadence at 2.5, 3.0, 3.5, 4.5 m/s, steps/min", source=COMPUTED,
        expected=(162, 165.8, 171, 184), within=5, digits=1,
        found=lambda: at(usual_cadence_spm, 2.5, 3.0, 3.5, 4.5),
    )  # fmt: skip
    yield Vector(
        id="T14", title="contact at 2.5, 3.5, 4.5, then 2, 3, 4, 5, then 9.47 m/s, ms",
        source=COMPUTED, expected=(287, 237, 212, 333, 271, 236, 211, 118), within=15, digits=0,
        found=lambda: [1000 * s for s in at(contact_s, 2.5, 3.5, 4.5, 2, 3, 4, 5, 9.47)],
    )  # fmt: skip
    yield Vector(
        id="T15", title="share of a stride on the ground at 2.5, 3.5, 4.5 m/s", source=COMPUTED,
        expected=(0.385, 0.337, 0.322), within=0.02, digits=3,
        found=lambda: at_usual(duty_ratio, 2.5, 3.5, 4.5),
    )  # fmt: skip
    yield Vector(
        id="T15", title="… at 2.75 m/s", source=COMPUTED, expected=(0.39,), within=0.04,
        found=lambda: at_usual(duty_ratio, 2.75),
    )  # fmt: skip
    yield Vector(
        id="T44", title="impulse of a kilometre at 2, 3, 4, 5 m/s, BW s", source=COMPUTED,
        expected=(197, 192, 199, 217), within=0.05, relative=True, digits=0,
        found=lambda: at(impulse_of_a_kilometre, 2, 3, 4, 5),
    )  # fmt: skip


def _ours() -> Iterator[Vector]:
    yield Vector(
        id="T04", title="the band at 3.0 m/s holds 1.65 (published, to two places), 2.52 "
        "(recomputed), 3.3 BW (Lenhart)", expected="holds",
        source=f"{ANCHORS}, {COMPUTED}, lenhart-2014",
        found=lambda: all(round(band(3.0).low, 2) <= bw <= band(3.0).high
                          for bw in (1.65, 2.52, 3.3)),
    )  # fmt: skip
    yield Vector(
        id="T06", title="moment by our model at 2, 3, 4, 5, 3.59, 9.47 m/s and the cadence of "
        "those runners, Nm/kg", source=COMPUTED,
        expected=(0.86, 1.23, 1.67, 2.21, 1.38, 5.20), within=0.10,
        found=lambda: moments((2, 158), (3, 167), (4, 177), (5, 194), (3.59, 160), (9.47, 260)),
    )  # fmt: skip
    for mps, low, high in ((2, 1.7, 1.95), (3, 2.5, 2.8), (4, 3.4, 4.2), (5, 4.5, 5.0)):
        found = band(mps)
        yield Vector(
            id="W1", title=f"the band at {mps} m/s and usual cadence holds {low} to {high} BW",
            source=COMPUTED, expected="holds",
            found=lambda mps=mps, low=low, high=high: holds_range(mps, low, high),
            also=lambda found=found: f"{found.low:.2f} to {found.high:.2f}",
        )  # fmt: skip
    for mps in (2, 3, 4, 5):
        reason = (
            "the band reaches down to the published curve, which is a continuation below 3.5 m/s"
        )
        yield Vector(
            id="W2", title=f"high over low of the band at {mps} m/s is at most 2.20",
            source="psoas-convention", expected="at most 2.20",
            found=lambda mps=mps: high_over_low(mps) <= 2.2,
            fails=reason if mps == 2 else "",
            also=lambda mps=mps: f"{high_over_low(mps):.2f}",
        )  # fmt: skip
    yield Vector(
        id="W3", title="9.0 m/s at 2.17 strides/s: the band holds 9 BW and is told as extrapolated",
        source=ANCHORS, expected="holds, told", found=sprint_is_told,
        also=lambda: f"{band(9.0, 260.4).low:.1f} to {band(9.0, 260.4).high:.1f}",
    )  # fmt: skip
    yield Vector(
        id="T10", title="raising cadence never lowers the units of a kilometre",
        source="lenhart-2014, lieberman-2015", expected="never", found=never_lowers,
    )  # fmt: skip
    yield Vector(
        id="T10", title="cadence +10 %: units of a kilometre, m = 4, by the published curve",
        source="lenhart-2014", expected=(1.29,), within=0.05,
        found=lambda: [cadence_trade(1.1).published_units_factor],
    )  # fmt: skip
    yield Vector(
        id="T10", title="… by our model, whose moment follows Lieberman", source="lieberman-2015",
        expected=(1.59,), within=0.05, found=lambda: [cadence_trade(1.1).units_factor],
    )  # fmt: skip
    yield Vector(
        id="T11", title="gradient of -15, -7, 0, 7 %: factor on the moment", source="telhan-2010",
        expected=(1, 1, 1, 1), found=lambda: at(gradient_factor, -15, -7, 0, 7),
    )  # fmt: skip
    yield Vector(
        id="T11", title="gradient of 11 and 15 %", source=COMPUTED, expected=(1.075, 1.15),
        within=1e-9, digits=3, found=lambda: at(gradient_factor, 11, 15),
    )  # fmt: skip
    yield Vector(
        id="T11", title="gradient of -15.1, 15.1 % and none", source=COMPUTED,
        expected=(np.nan,) * 3, found=lambda: at(gradient_factor, -15.1, 15.1, np.nan),
    )  # fmt: skip


def _runs() -> Iterator[Vector]:
    yield Vector(
        id="T43", title="10 km at 3.0 against 6 × 400 m at 6.0 m/s with 4 km at 2.8 and 1.2 km at "
        "2.5, published curve: units for m = 1, 2, 4, 7", source=COMPUTED,
        expected=(10, 8.9, 10, 14.8, 10, 76, 10, 1365), within=0.03, relative=True, digits=1,
        found=lambda: laps("published_units"),
    )  # fmt: skip
    yield Vector(
        id="T43", title="… by our model", source=COMPUTED,
        expected=(10, 8.9, 10, 14.8, 10, 76, 10, 1365), within=0.03, relative=True, digits=1,
        found=lambda: laps("units"),
        fails="our force rises with a lower power of speed; the sign is the same for m = 2 to 7",
    )  # fmt: skip
    yield Vector(
        id="T45", title="a mile in 9:00 at 165 steps/min: steps", source="s2-lister-five-ways",
        expected=(1485,), within=0.01, relative=True, digits=0,
        found=lambda: [
            2 * hip_flexor_load(
                steady_stream(speed_mps=1609.344 / 540, cadence_spm=165.0, seconds=540)
            ).strides
        ],
    )  # fmt: skip
    classes = {1.10: "none", 1.11: "small", 1.30: "small", 1.31: "moderate", 2.00: "moderate"}
    for ratio, named in {**classes, 2.01: "large"}.items():
        yield Vector(
            id="T27", title=f"a run {ratio:.2f} times the longest of 30 days", expected=named,
            source="frandsen-2025", found=lambda ratio=ratio, named=named: spike(ratio) == named,
        )  # fmt: skip
    yield Vector(
        id="T28", title="the hazards of a spike as the cohort gives them", source="frandsen-2025",
        expected="1.64, 1.52, 2.28", found=frandsen,
    )  # fmt: skip
    yield Vector(
        id="T29", title="the 30 days leave the run itself out; without runs there is no baseline",
        source="frandsen-2025", expected="unknown, unknown, green", found=window,
    )  # fmt: skip
    yield Vector(
        id="T30", title="an acute-to-chronic ratio never warns and is never named",
        source="psoas-convention", expected="never", found=no_acute_to_chronic,
    )  # fmt: skip


def found_text(vector: Vector) -> str:
    """Return what was found, as the docs print it."""
    found = vector.found()
    if not isinstance(found, bool):
        return vector.numbers(found)
    return vector.also() or (str(vector.expected) if found else "not so")
