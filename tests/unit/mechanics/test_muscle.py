import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from psoas.load.curves import FORCE_PER_MOMENT as ON_THE_WATCH
from psoas.mechanics.dynamics import JointMoments
from psoas.mechanics.force import FORCE_PER_MOMENT, force_band_bw, muscle_forces
from psoas.mechanics.muscle import Geometry, strength_n
from psoas.mechanics.muscle_table import MUSCLES

GEOMETRY = Geometry(MUSCLES)
NAMES = [muscle.name for muscle in MUSCLES]
angle = st.floats(-0.5, 1.6)


def arm_cm(name, *, hip_deg=0.0, knee_deg=0.0, ankle_deg=0.0):
    _, arms = GEOMETRY.shape_m(np.radians([[hip_deg, knee_deg, ankle_deg]]))
    return 100 * arms[0, :, NAMES.index(name)]


@given(hip=angle, knee=angle, ankle=st.floats(-0.6, 0.5), joint=st.integers(0, 2))
def test_an_arm_is_minus_the_derivative_of_the_length(hip, knee, ankle, joint):
    pose = np.array([[hip, knee, ankle]])
    step = np.zeros((1, 3))
    step[0, joint] = 1e-6
    ahead, behind = GEOMETRY.shape_m(pose + step)[0], GEOMETRY.shape_m(pose - step)[0]

    np.testing.assert_allclose(
        GEOMETRY.shape_m(pose)[1][:, joint], (behind - ahead) / 2e-6, atol=1e-7
    )


@pytest.mark.parametrize("hip_deg", [-25, -15, 10])
def test_iliacus_and_psoas_have_the_arms_of_their_model(hip_deg):
    """Within the spread of published models, 2.4 to 5.1 cm (mechanics.md A), and not MyoLeg's."""
    for name in ("iliacus", "psoas"):
        assert 2.4 < arm_cm(name, hip_deg=hip_deg)[0] < 5.1


@pytest.mark.parametrize(
    ("name", "joint", "sign"),
    [
        ("iliacus", 0, 1),
        ("rectus-femoris", 0, 1),
        ("rectus-femoris", 1, -1),
        ("gluteus-maximus-middle", 0, -1),
        ("semimembranosus", 0, -1),
        ("semimembranosus", 1, 1),
        ("biceps-femoris-short", 1, 1),
        ("vastus-lateralis", 1, -1),
        ("soleus", 2, -1),
        ("tibialis-anterior", 2, 1),
    ],
)
def test_the_picture_of_who_does_what(name, joint, sign):
    assert np.sign(arm_cm(name, hip_deg=10, knee_deg=40)[joint]) == sign


def test_the_fit_is_close():
    for muscle in MUSCLES:
        assert muscle.length_error_mm < 0.5, muscle.name
        assert muscle.arm_error_mm < 1.0, muscle.name
        assert muscle.arm_error_max_mm < 4.0, muscle.name


def test_strength_peaks_at_optimal_length_at_rest_and_falls_with_shortening():
    (soleus,) = [muscle for muscle in MUSCLES if muscle.name == "soleus"]
    best_m = soleus.tendon_m + soleus.fibre_m * np.cos(np.radians(soleus.pennation_deg))
    length = np.array([[best_m]] * 4)
    fast = np.array([[0.0], [-0.1], [0.1], [-10 * soleus.fibre_m]])

    rest, shorter, longer, fastest = strength_n([soleus], length, fast)[:, 0]

    assert rest == pytest.approx(
        soleus.max_force_n * np.cos(np.radians(soleus.pennation_deg)), rel=1e-6
    )
    assert fastest < shorter < rest < longer < 1.4 * rest


def hold(hip_nm):
    n = 20
    pose = np.tile(np.radians([10.0, 40.0, 0.0]), (n, 1))
    moments = JointMoments(hip_nm=np.full(n, hip_nm), knee_nm=np.zeros(n), ankle_nm=np.zeros(n))
    return muscle_forces(pose, moments, mass_kg=70.0, leg_m=0.9, rate_hz=100.0)


def test_a_flexion_moment_is_carried_by_the_flexors():
    found = hold(60.0)

    assert (found.iliopsoas_bw > 1).all()
    assert (found.force_bw["gluteus-maximus-middle"] < 0.05).all()
    assert not found.fell_back.any()


def test_an_extension_moment_needs_no_iliopsoas():
    assert (hold(-60.0).iliopsoas_bw < 0.05).all()


def test_a_moment_beyond_all_strength_says_so():
    assert hold(2000.0).fell_back.all()


def test_the_band_is_that_of_the_watch():
    assert FORCE_PER_MOMENT == ON_THE_WATCH


@pytest.mark.parametrize(
    ("moment", "published_bw"),
    [(0.86, (1.7, 1.95)), (1.24, (2.5, 2.8)), (1.72, (3.4, 4.2)), (2.23, (4.5, 5.0))],
)
def test_the_band_holds_what_is_published(moment, published_bw):
    band = force_band_bw(moment, error_ratio=0.10)

    assert all(value in band for value in published_bw)
    assert band.high / band.low <= 2.2


def test_a_noisier_moment_has_a_wider_band():
    sharp, blurred = (force_band_bw(1.5, error_ratio=each) for each in (0.0, 0.3))

    assert sharp.low == pytest.approx(1.5 * 1.4)
    assert sharp.high == pytest.approx(1.5 * 2.8)
    assert blurred.low < sharp.low < sharp.high < blurred.high
