import numpy as np
import pytest

from psoas.load import compared, hip_flexor_load
from psoas.load.claim import claimed
from psoas.load.curves import usual_cadence_spm
from tests.kit.runs import steady_stream, stream_of


def run(*parts):
    """A run of (metres, m/s) one after the other, at the usual cadence."""
    speed = np.concatenate([np.full(round(metres / mps), mps) for metres, mps in parts])
    return hip_flexor_load(stream_of(speed, cadence_spm=usual_cadence_spm(speed)))


EVEN = run((10_000, 3.0))
INTERVALS = run((2400, 6.0), (4000, 2.8), (1200, 2.5))
NOTHING = hip_flexor_load(steady_stream(speed_mps=1.0, cadence_spm=None))


@pytest.mark.parametrize(
    ("title", "one", "other", "answer", "agreed", "why"),
    [
        ("intervals against an even run", INTERVALS, EVEN, "yes", ((2, 4, 7), ()), None),
        ("the other way round", EVEN, INTERVALS, "no", ((), (2, 4, 7)), None),
        ("the same", EVEN, EVEN, "no", ((), ()), None),
        ("far and slow against short and quick", run((30_000, 2.5)), run((4_000, 4.5)),
         "unknown", ((2,), (7,)), None),
        ("the published curve disagrees at m = 2", run((9_000, 4.0)), run((14_500, 3.0)),
         "unknown", ((4, 7), ()), None),
        ("nothing was run", EVEN, NOTHING, "unknown", ((), ()), "claim.nothing-run"),
    ],
)  # fmt: skip
def test_claims(title, one, other, answer, agreed, why):
    claim = compared(one, other)

    assert (claim.answer, claim.why) == (answer, why)
    assert (claim.larger_at, claim.smaller_at) == agreed


def test_the_smaller_one_with_seconds_of_unknown_speed_may_be_the_larger():
    speed = np.full(600, 3.0)
    speed[:5] = np.nan
    holed = hip_flexor_load(stream_of(speed))
    more, less = run((3_000, 3.0)), run((1_000, 3.0))

    assert compared(more, holed).why == "claim.speed-unknown"
    assert compared(holed, more).answer == "unknown"
    assert compared(holed, less).answer == "yes"


def test_days_are_compared_as_sums():
    assert claimed([EVEN, EVEN], [EVEN]).answer == "yes"
    assert claimed([EVEN, EVEN], [EVEN]).ratio_by_m[4] == pytest.approx(2)
    assert claimed([EVEN], [EVEN, NOTHING]).answer == "no"
