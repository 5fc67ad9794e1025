"""Key points come in by content, whatever wrote them; what is broken says what, where and how."""

from __future__ import annotations

import gzip

import numpy as np
import pytest

from psoas.errors import UnreadableFile
from psoas.intake.keypoint_json import read_keypoint_files
from psoas.intake.keypoint_names import ORDERS, track_name
from psoas.intake.keypoints import read_keypoints
from psoas.motion.gait import gait_of
from psoas.motion.keypoints import NAMES, SHOULDER, Length
from tests.kit.gait import LEG_M, THIGH, csv_of, curve, runner
from tests.kit.keypoints import dumped, mmpose, named_json, openpose
from tests.kit.legs import as_csv, running_motion

PX = runner(px_per_m=400, rate_hz=60.0, seconds=2.0)
METRES = runner(rate_hz=60.0, seconds=2.0)
WIDTH, HEIGHT = PX.picture_px
LETTERS = {"left": "L", "right": "R"}
MARKERS = {"hip": "Hip", "knee": "Knee", "ankle": "Ankle", "heel": "Heel", "toe": "BigToe"}


def same(found, expected, *, atol=1e-6):
    assert found.unit is expected.unit
    np.testing.assert_allclose(found.time_s, expected.time_s, atol=1e-6)
    assert set(found.tracks) == set(expected.tracks)
    for name, track in expected.tracks.items():
        np.testing.assert_allclose(found.tracks[name], track, atol=atol)


# ── one writer for each format, of the same runner ───────────────────────────────────


def _marker(name):
    if name == SHOULDER:
        return "Neck"
    side, _, joint = name.partition("_")
    return LETTERS[side] + MARKERS[joint]


def trc(points, *, unit="mm", factor=1000.0, up="y"):
    names = [_marker(name) for name in points.tracks]
    head = [
        "PathFileType\t4\t(X/Y/Z)\tx.trc",
        "DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits",
        f"60\t60\t{len(points.time_s)}\t{len(names)}\t{unit}",
        "Frame#\tTime\t" + "\t\t\t".join(names) + "\t\t",
        "\t\t" + "\t".join(f"X{k}\tY{k}\tZ{k}" for k in range(1, len(names) + 1)),
        "",
    ]
    for at, time_s in enumerate(points.time_s):
        cells = [str(at + 1), f"{time_s:.9f}"]
        for track in points.tracks.values():
            x, y = (track[at] * factor).tolist()
            place = {"y": (x, y, 0.0), "z": (0.0, -x, y), "down": (x, -y, 0.0)}[up]
            cells += [f"{each:.6f}" for each in place]
        head.append("\t".join(cells))
    return "\n".join(head).encode()


@pytest.mark.parametrize(
    ("data", "expected", "atol"),
    [
        (csv_of(PX), PX, 1e-6),
        (csv_of(METRES), METRES, 1e-6),
        (gzip.compress(csv_of(PX)), PX, 1e-6),
        (dumped(named_json(PX)), PX, 1e-6),
        (dumped(openpose(PX)), PX, 1e-6),
        (dumped(openpose(PX, 26)), PX, 1e-6),
        (dumped(mmpose(PX)), PX, 1e-6),
        (dumped(mmpose(PX, 133)), PX, 1e-6),
        (trc(METRES), METRES, 1e-5),
        (trc(METRES, unit="m", factor=1.0), METRES, 1e-5),
        (trc(PX, unit="m", factor=1.0), PX, 1e-5),
        (trc(PX, unit="px", factor=1.0, up="down"), PX, 1e-5),
    ],
    ids=[
        *("csv px", "csv m", "gzipped", "named frames", "OpenPose 25", "Halpe 26"),
        *("MMPose 26", "wholebody", "trc mm", "trc m", "trc that holds pixels", "trc y down"),
    ],
)
def test_every_format_gives_the_same_runner(data, expected, atol):
    same(read_keypoints(data, "x", capture_hz=60.0), expected, atol=atol)


def test_a_laboratorys_axes_are_told_by_the_body():
    """Up is z and forward is -y, as some laboratories have it."""
    found = read_keypoints(trc(METRES, up="z"), "x")

    assert gait_of(found).cadence_spm.central == pytest.approx(gait_of(METRES).cadence_spm.central)


def test_a_motion_table_of_ours_is_one_too():
    found = read_keypoints(as_csv(running_motion()), "x")

    assert (found.unit, len(found.tracks)) == (Length.METRES, 10)


def test_a_folder_has_one_frame_a_file():
    files = [(f"{at:04}.json", dumped(frame)) for at, frame in enumerate(openpose(PX))]

    same(read_keypoint_files(files, "x", capture_hz=60.0), PX)


def test_a_frame_without_a_person_is_lost_and_no_other():
    frames = openpose(PX)
    frames[7] = {"people": []}
    found = read_keypoints(dumped(frames), "x", capture_hz=60.0)

    assert np.flatnonzero(np.isnan(found.tracks["left_hip"]).any(axis=1)).tolist() == [7]


def test_the_largest_person_is_taken_and_a_second_one_told():
    frames = openpose(PX)
    for frame in frames[:30]:
        flat = np.array(frame["people"][0]["pose_keypoints_2d"])
        flat[:75] = (flat.reshape(-1, 3) * [0.8, 0.8, 1]).ravel()
        frame["people"].insert(0, {"pose_keypoints_2d": flat.tolist()})
    found = read_keypoints(dumped(frames), "x", capture_hz=60.0)

    same(found, PX)
    assert found.n_crowded_frames == 30


def test_times_with_few_digits_are_those_of_the_frame_rate():
    raw = named_json(PX, timestamps=[round(float(t), 3) for t in PX.time_s])

    np.testing.assert_allclose(read_keypoints(dumped(raw), "x").time_s, PX.time_s, atol=1e-9)


def test_uneven_times_stay_uneven():
    times = (PX.time_s + np.where(np.arange(len(PX.time_s)) > 50, 0.2, 0)).tolist()
    found = read_keypoints(dumped(named_json(PX, timestamps=times)), "x")

    np.testing.assert_allclose(found.time_s, times)


def test_the_size_of_the_picture_is_kept():
    found = read_keypoints(dumped(named_json(PX, width=WIDTH, height=HEIGHT)), "x")

    assert found.picture_px == (WIDTH, HEIGHT)


# ── angles ───────────────────────────────────────────────────────────────────────────


def mot(*, degrees=True):
    time_s = np.arange(0, 6, 0.01)
    columns = {"time": time_s, "pelvis_tilt": -5 + 0 * time_s, "pelvis_ty": 0.93 + 0 * time_s}
    for letter, late in (("r", 0.0), ("l", 0.5)):
        phase = (time_s * 1.425 - late) % 1
        columns[f"hip_flexion_{letter}"] = curve(THIGH, phase) + 5
        columns[f"knee_angle_{letter}"] = -40 - 30 * np.sin(2 * np.pi * phase)
    turn = 1.0 if degrees else np.pi / 180
    columns = {n: v if n in ("time", "pelvis_ty") else v * turn for n, v in columns.items()}
    lines = ["Coordinates", f"inDegrees={'yes' if degrees else 'no'}", "endheader"]
    lines += ["\t".join(columns)]
    lines += ["\t".join(f"{x:.6f}" for x in row) for row in zip(*columns.values(), strict=True)]
    return "\n".join(lines).encode()


@pytest.mark.parametrize("degrees", [True, False])
def test_angles_become_a_chain_of_the_runners_height(degrees):
    found = read_keypoints(mot(degrees=degrees), "x", height_m=LEG_M / 0.491)
    thigh = found.tracks["right_knee"] - found.tracks["right_hip"]
    angle = np.degrees(np.arctan2(thigh[:, 0], -thigh[:, 1]))

    assert np.hypot(*thigh.T) == pytest.approx(LEG_M * 0.245 / 0.491, abs=1e-6)
    np.testing.assert_allclose(angle, curve(THIGH, found.time_s * 1.425 % 1), atol=0.01)
    assert (found.tracks["right_ankle"][:, 0] < found.tracks["right_knee"][:, 0] + 0.4).all()


def test_angles_without_a_height_have_no_length():
    with pytest.raises(UnreadableFile, match="--height"):
        read_keypoints(mot(), "x")


# ── hostile ──────────────────────────────────────────────────────────────────────────


def broken_json():
    ragged, odd = openpose(PX), openpose(PX)
    ragged[3]["people"][0]["pose_keypoints_2d"] = [1.0, 2.0]
    odd[3]["people"][0]["pose_keypoints_2d"] = [1.0] * 51
    crowd = openpose(PX)
    crowd[0]["people"] = crowd[0]["people"] * 1000
    return {
        "cut": b'{"people": [',
        "deep": b"[" * 100_000,
        "a number": b"[1, 2, 3]",
        "nothing": b"[]",
        "an empty object": b"{}",
        "long digits": b'[{"people": [{"pose_keypoints_2d": [' + b"9" * 5000 + b"]}]}]",
        "no threes": dumped(ragged),
        "two models": dumped(odd),
        "a thousand people": dumped(crowd),
        "no times": dumped(openpose(PX)),
        "names that are none": dumped(named_json(PX) | {"keypoint_names": 3}),
        "names too few": dumped(named_json(PX) | {"keypoint_names": ["left_hip"]}),
        "frames that are none": dumped(named_json(PX) | {"frames": {"a": 1}}),
        "words for numbers": dumped(named_json(PX) | {"frames": [["x"] * 11] * 20}),
        "fps of zero": dumped(named_json(PX, fps=0)),
        "fps that is true": dumped(named_json(PX, fps=True)),
        "huge fps": b'{"keypoint_names": [], "frames": [], "fps": 1' + b"0" * 400 + b"}",
        "infinite": dumped(named_json(PX))
        .replace(b"0.9", b"1e999", 1)
        .replace(b": [[[", b": [[[1e999, 1, 1], [", 1),
        "bytes": b'{"\xff\xfe": 1}',
    }


def broken_trc():
    good = trc(METRES)
    lines = good.split(b"\n")
    return {
        "header only": b"\n".join(lines[:5]),
        "no frames": b"\n".join(lines[:6]),
        "a word": good.replace(lines[20].split(b"\t")[5], b"none"),
        "other names": good.replace(b"Hip", b"Asis"),
        "no knee": good.replace(b"Knee", b"Patella"),
        "no text": b"PathFileType\t4\n\xff\xfe\n" * 5,
        "one point": b"\n".join([*lines[:6], b"\t".join([b"1", b"0"] + [b"0"] * 33)]),
    }


def broken_tables():
    return {
        "empty": b"",
        "blank": b" \n\n",
        "a name": b"hello",
        "no time": csv_of(PX).replace(b"time_s", b"t"),
        "both units": csv_of(PX).replace(b"left_hip_x_px", b"left_hip_x_m"),
        "no point": b"time_s\n0\n1\n",
        "a video": b"\x00\x00\x00\x18ftypmp42" + bytes(200),
        "zip": b"PK\x03\x04" + bytes(100),
        "noise": bytes(range(256)) * 20,
        "mot of forces": b"forces\nendheader\ntime\tvx\n0\t1\n1\t2\n",
        "mot uneven": b"x\nendheader\ntime\ta\n0\n",
        "mot of words": b"x\nendheader\ntime\thip_flexion_r\n0\tno\n1\t2\n",
    }


BROKEN = broken_json() | broken_trc() | broken_tables()


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN.keys())
@pytest.mark.timeout(10)
def test_what_is_broken_says_what_where_and_how_to_fix_it(data):
    with pytest.raises(UnreadableFile) as error:
        read_keypoints(data, "clip.json", height_m=1.8)

    assert (error.value.where, bool(error.value.fix)) == ("clip.json", True)
    assert len(str(error.value)) < 400


@pytest.mark.parametrize("data", [csv_of(PX), dumped(openpose(PX)), trc(METRES), mot()])
@pytest.mark.timeout(60)
def test_a_file_that_is_cut_anywhere_is_read_or_refused(data):
    for end in np.linspace(0, len(data), 25, dtype=int):
        try:
            read_keypoints(data[:end], "x", capture_hz=60.0, height_m=1.8)
        except UnreadableFile as error:
            assert error.fix


def test_names_of_laboratories_and_models_are_known():
    known = {"RHip": "right_hip", "left_foot_index": "left_toe", "l_big_toe": "left_toe"}
    known |= {"hip_r": "right_hip", "LKJC": "left_knee", "Neck": SHOULDER, "CHip": None}

    assert {name: track_name(name) for name in known} == known
    assert {track_name(n) for n in ORDERS[26]} >= {n for n in NAMES if n != SHOULDER}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda raw: raw | {"frames": _shares(raw["frames"])}, "shares of the picture"),
        (lambda raw: raw | {"timestamps": _ms(raw["timestamps"]), "fps": None}, "in seconds"),
    ],
    ids=["shares", "milliseconds"],
)
def test_units_that_are_no_pixels_and_seconds_are_told_as_such(change, said):
    """They were a runner of one pixel and a camera of no frames: nobody finds the way out."""
    raw = named_json(runner(px_per_m=500))
    raw.setdefault("timestamps", [at / 120 for at in range(len(raw["frames"]))])
    with pytest.raises(UnreadableFile, match=said):
        read_keypoints(dumped(change(raw)), "clip.json")


def _shares(frames):
    return [[[x / 1920, y / 1080, *more] for x, y, *more in frame] for frame in frames]


def _ms(times):
    return [1000 * each for each in times]


@pytest.mark.parametrize("head", [b"GIF89a", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n", b"MZ\0\0"])
def test_a_picture_is_said_to_be_neither(head):
    """They were told to have no time_s column."""
    with pytest.raises(UnreadableFile, match="neither a video that psoas reads nor key points"):
        read_keypoints(head + b"0123456789" * 20, "IMG_1.gif")
