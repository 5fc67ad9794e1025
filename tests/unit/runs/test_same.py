import pytest
from hypothesis import given
from hypothesis import strategies as st

from psoas.runs.same import Interval, is_better, same_run, shared_ratio

START_S = 1_793_516_400.0


def interval(start_s: float, duration_s: float, name: str = "x", source: str = "fit") -> Interval:
    return Interval(
        id=name,
        begun_s=START_S + start_s,
        duration_s=duration_s,
        source=source,
    )


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (interval(0, 3600), True),
        (interval(0, 3593), True),  # a platform cuts a few seconds
        (interval(60, 3600), True),  # a second watch started a minute later
        (interval(400, 3600), False),
        (interval(3700, 1200), False),  # the cool-down
        (interval(0, 1800), False),  # the first half
        (interval(0, 0), False),
    ],
)
def test_one_run_from_two_sources(other, same):
    assert (same_run(interval(0, 3600), [other]) is other) is same


@given(a=st.floats(0, 1e4), b=st.floats(0, 1e4), c=st.floats(1, 1e4), d=st.floats(1, 1e4))
def test_sharing_is_mutual_and_a_ratio(a, b, c, d):
    one, other = interval(a, c), interval(b, d)
    assert shared_ratio(one, other) == pytest.approx(shared_ratio(other, one))
    assert 0 <= shared_ratio(one, other) <= 1
    assert shared_ratio(one, one) == pytest.approx(1)


def test_the_one_that_shares_most_is_meant():
    near, nearer = interval(30, 3600, "near"), interval(2, 3600, "nearer")
    assert same_run(interval(0, 3600), [near, nearer]) is nearer
    assert same_run(interval(0, 3600), []) is None


def test_fit_is_better_than_tcx_is_better_than_gpx():
    assert is_better("fit", "tcx")
    assert is_better("tcx", "gpx")
    assert not is_better("gpx", "fit")
    assert not is_better("fit", "fit")
