"""Drawings of exercises: bodies that could be, standing on what carries them."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from itertools import pairwise
from math import hypot

import attrs
import pytest

from psoas.library import shelf as shipped
from psoas.loop.drawing import Drawing, Limb, Pose, View
from psoas.quantity import Side
from psoas.render import figure
from psoas.render.exercise_frame import LABEL_PCT, frames
from psoas.render.exercise_picture import picture
from psoas.render.figure import direction_deg, joints
from psoas.render.pose_words import hip_bend_deg, hip_out_deg, knee_bend_deg, picture_words

SHELF = shipped()
DRAWINGS = list(SHELF.drawings.values())
POSES = [
    pytest.param(each, pose, id=f"{each.id}-{number}")
    for each in DRAWINGS
    for number, pose in enumerate((*each.poses, *((each.second,) if each.second else ())))
]
SIDE_POSES = [each for each in POSES if each.values[0].view is View.SIDE]
#: Seen from above nothing is higher or lower than anything else.
HIGH_POSES = [each for each in POSES if each.values[0].view is not View.ABOVE]
SIDES = ("right", "left")


def parsed(drawn: str) -> ET.Element:
    return ET.fromstring(drawn)  # noqa: S314  # our own picture


#: How far a contact may be from what it rests on, and a body under the floor, in percent of
#: body height: what the eye does not see.
NEAR_PCT = 1.5
#: What a healthy body can do in the plane of the picture, in degrees. The trunk is one line, so
#: that the hip's angle holds up to 30 degrees of what the low back bends or arches. A foot
#: that carries weight comes up to 40 degrees, and toes that are pointed lengthen it.
HIP_DEG, KNEE_DEG, FOOT_DEG, NECK_DEG = (-45, 160), (-1, 165), (-41, 75), 60
#: What the sources name and discourage: the picture is crossed out.
CROSSED = {"couch-stretch", "psoas-ball-release"}
#: How far the middle of a part is from its skin. [source:psoas-convention]
FLESH_PCT = {
    "pelvis": 4.0,
    "shoulders": 4.0,
    "back": 4.0,
    "knee": 2.5,
    "ankle": 2.0,
    "hand": 1.5,
    "elbow": 2.0,
    "heel": 0.0,
    "toe": 0.0,
    "head": 6.5,
    "hip": 4.0,
}
SVG = "{http://www.w3.org/2000/svg}"


def apart(first, second):
    return hypot(first[0] - second[0], first[1] - second[1])


def within(angle_deg):
    return (angle_deg + 180) % 360 - 180


def flesh_pct(joint: str) -> float:
    return FLESH_PCT[joint.removeprefix("right_").removeprefix("left_")]


def surface_gap(drawing: Drawing, joint: str, on: str, at) -> float:
    """How far a joint's skin is from what it rests on."""
    x, y = at[joint]
    if on == "floor":
        return abs(y - drawing.rise_pct / 100 * x - flesh_pct(joint))
    prop = next(each for each in drawing.props if each.kind == on)
    if on == "bar":
        return 0.0 if joint in ("right_hand", "left_hand") else 99.0
    left, bottom = prop.place
    wide, high = prop.size
    if on == "wall":
        return abs(left - x - flesh_pct(joint))
    assert left - 8 <= x <= left + wide + 8
    return abs(y - bottom - high - flesh_pct(joint))


def test_what_is_discouraged_is_crossed_out_and_nothing_that_is_given():
    assert {each.id for each in DRAWINGS if each.crossed} == CROSSED
    assert not any(SHELF.exercises[each].prescribable for each in CROSSED)
    words = picture_words(SHELF.drawings["couch-stretch"])
    assert "Crossed out: psoas does not give it." in words


@pytest.mark.parametrize(("drawing", "pose"), HIGH_POSES)
def test_what_carries_the_body_touches(drawing, pose):
    at = joints(pose, drawing.view)

    gaps = {(j, on): round(surface_gap(drawing, j, on, at), 1) for j, on in pose.contacts}
    assert {each: gap for each, gap in gaps.items() if gap > NEAR_PCT} == {}


@pytest.mark.parametrize(("drawing", "pose"), POSES)
def test_what_carries_the_body_is_there(drawing, pose):
    kinds = {"floor", *(each.kind for each in drawing.props)}

    assert {joint for joint, _ in pose.contacts} <= set(joints(pose, drawing.view))
    assert {on for _, on in pose.contacts} <= kinds


@pytest.mark.parametrize(("drawing", "pose"), HIGH_POSES)
def test_no_part_is_under_the_floor(drawing, pose):
    at = joints(pose, drawing.view)

    heights = {name: round(y - drawing.rise_pct / 100 * x, 1) for name, (x, y) in at.items()}
    under = {name: high for name, high in heights.items() if high < -NEAR_PCT}
    head_low = at["head"][1] - flesh_pct("head")
    assert under == {}
    assert head_low > -NEAR_PCT


@pytest.mark.parametrize(("drawing", "pose"), POSES)
def test_limbs_have_the_length_of_limbs(drawing, pose):
    at = joints(pose, drawing.view)
    for side in SIDES:
        leg, arm = getattr(pose, f"{side}_leg"), getattr(pose, f"{side}_arm")
        for first, second, length in (
            ("hip", "knee", figure.THIGH_PCT * leg.upper_ratio),
            ("knee", "ankle", figure.SHIN_PCT * leg.lower_ratio),
            ("shoulder", "elbow", figure.UPPER_ARM_PCT * arm.upper_ratio),
            ("elbow", "hand", figure.REACH_PCT * arm.lower_ratio),
        ):
            assert apart(at[f"{side}_{first}"], at[f"{side}_{second}"]) == pytest.approx(length)
        assert drawing.view is not View.SIDE or leg.upper_ratio == leg.lower_ratio == 1
    back = figure.spine(pose)
    steps = [apart(first, second) for first, second in pairwise(back)]
    assert sum(steps) == pytest.approx(figure.TRUNK_PCT * pose.trunk_ratio)
    assert back[-1] == at["shoulders"]
    wide = 0 if drawing.view is View.SIDE else 1
    assert apart(at["right_hip"], at["left_hip"]) == pytest.approx(wide * figure.HIP_JOINTS_PCT)
    across = apart(at["right_shoulder"], at["left_shoulder"])
    assert across == pytest.approx(wide * figure.SHOULDERS_PCT)


@pytest.mark.parametrize(("drawing", "pose"), SIDE_POSES)
def test_hips_knees_and_neck_bend_as_they_can(drawing, pose):
    at = joints(pose, drawing.view)
    for side in SIDES:
        assert HIP_DEG[0] <= hip_bend_deg(at, side) <= HIP_DEG[1]
        assert KNEE_DEG[0] <= knee_bend_deg(at, side) <= KNEE_DEG[1]
        if at[f"{side}_toe"] != at[f"{side}_heel"]:
            foot = direction_deg(at[f"{side}_heel"], at[f"{side}_toe"])
            shin = direction_deg(at[f"{side}_knee"], at[f"{side}_ankle"])
            assert FOOT_DEG[0] <= -within(foot - shin - 90) <= FOOT_DEG[1]  # below 0 it is drawn up
    head = direction_deg(at["shoulders"], at["head"])
    assert abs(within(head - pose.trunk_deg)) <= NECK_DEG


@pytest.mark.parametrize("drawing", DRAWINGS, ids=lambda each: each.id)
def test_what_moves_moves_and_what_works_is_a_side_of_the_exercise(drawing):
    bodies = [joints(pose, drawing.view) for pose in drawing.poses]
    for joint in drawing.moves:
        assert any(apart(first[joint], then[joint]) > 1 for first, then in pairwise(bodies))
    if drawing.works is not None:
        assert SHELF.exercises[drawing.id].side != "no-side"


@pytest.mark.parametrize("drawing", DRAWINGS, ids=lambda each: each.id)
def test_a_picture_is_whole_names_itself_and_has_only_the_page_s_colours(drawing):
    name = SHELF.exercises[drawing.id].name
    drawn = picture(drawing, side=Side.LEFT, name=name)
    root = parsed(drawn)

    inks = {e.get(k) for e in root.iter() for k in ("fill", "stroke")} - {None, "none"}
    assert root.get("role") == "img"
    assert name in root.get("aria-label")
    assert all(ink.startswith("var(--") for ink in inks)
    _, _, wide, high = (float(each) for each in root.get("viewBox").split())
    for circle in root.iter(f"{SVG}circle"):
        x, y, r = (float(circle.get(k)) for k in ("cx", "cy", "r"))
        assert min(x, y) - r >= -0.1
        assert (x + r <= wide + 0.1) and (y + r <= high + 0.1)
    for line in root.iter(f"{SVG}polyline"):
        for x, y in (each.split(",") for each in line.get("points").split()):
            assert (-0.1 <= float(x) <= wide + 0.1) and (-0.1 <= float(y) <= high + 0.1)


@pytest.mark.parametrize("drawing", DRAWINGS, ids=lambda each: each.id)
def test_each_pose_is_named_under_it_and_the_name_fits(drawing):
    placed, (wide, high) = frames(drawing, mirrored=False)
    root = parsed(picture(drawing))
    texts = list(root.iter(f"{SVG}text"))

    assert [each.text for each in texts] == list(drawing.labels)
    assert len(set(drawing.labels)) == len(drawing.labels) or drawing.between
    for each, frame in zip(texts, placed, strict=True):
        letters = float(each.get("font-size"))
        assert 0.6 * letters * len(each.text) <= frame.width + 0.5
        assert 0.76 * letters <= 0.78 * LABEL_PCT  # they stand under the floor
        assert letters * 289 / wide >= 11.5  # on a phone of 360 px it is 289 px wide, or
        assert letters * 272 / high >= 11.5  # in the player 272 px high


def test_the_other_side_is_the_same_picture_mirrored():
    drawing = SHELF.drawings["kettlebell-hip-march"]
    right, left = (parsed(picture(drawing, side=side)) for side in (Side.RIGHT, Side.LEFT))
    head = f"{SVG}circle"

    heads = [[float(c.get("cx")) for c in root.iter(head)] for root in (right, left)]
    assert heads[0] != heads[1]
    assert "right leg is the coloured one" in right.get("aria-label")
    assert "left leg is the coloured one" in left.get("aria-label")
    assert picture(drawing, side=Side.RIGHT) == picture(drawing)


def points_of(drawn: str):
    lines = parsed(drawn).iter(f"{SVG}polyline")
    return [[tuple(map(float, p.split(","))) for p in e.get("points").split()] for e in lines]


@pytest.mark.parametrize(
    "drawing", [each for each in DRAWINGS if each.works], ids=lambda each: each.id
)
def test_mirrored_every_line_of_every_view_is_as_far_from_the_other_edge(drawing):
    other = Side.LEFT if drawing.works is Side.RIGHT else Side.RIGHT
    placed, _ = frames(drawing, mirrored=False)
    given, turned = (points_of(picture(drawing, side=each)) for each in (drawing.works, other))

    assert len(given) == len(turned)
    for line, again in zip(given, turned, strict=True):
        for (x, y), (mirrored_x, mirrored_y) in zip(line, again, strict=True):
            sums = [2 * frame.at_x + frame.width for frame in placed]
            assert mirrored_y == y
            assert min(abs(x + mirrored_x - each) for each in sums) < 0.2


def test_the_words_are_read_off_the_numbers():
    said = picture_words(SHELF.drawings["kettlebell-hip-march"], name="Kettlebell hip march")

    assert said.startswith("Kettlebell hip march, seen from the side. The right leg is")
    assert "End: body upright; right leg: hip 90°, knee 90°; left leg: hip straight" in said
    raised = attrs.evolve(SHELF.drawings["kettlebell-hip-march"], end=None)
    assert "End:" not in picture_words(raised)


def test_a_body_facing_right_bends_its_knee_back_and_its_hip_forward():
    """The picture that fixes the signs: standing, the right thigh level, the shin hanging."""
    hanging = Limb(upper_deg=-90, lower_deg=-90)
    pose = Pose(
        pelvis=(0, 53),
        trunk_deg=90,
        right_leg=Limb(upper_deg=0, lower_deg=-90),
        left_leg=Limb(end=(0, 3.9)),
        right_arm=hanging,
        left_arm=hanging,
        touches=("left_toe",),
    )
    at = joints(pose, View.SIDE)

    assert hip_bend_deg(at, "right") == pytest.approx(90)
    assert knee_bend_deg(at, "right") == pytest.approx(90)
    assert at["right_knee"] == pytest.approx((24.5, 53))
    assert at["right_toe"][0] < at["right_knee"][0] + figure.TOE_PCT + 1


STANDING = Limb(upper_deg=-90, lower_deg=-90)
HANGING = Limb(upper_deg=-90, lower_deg=-90)


def standing(**changes):
    whole = {
        "pelvis": (0, 53),
        "trunk_deg": 90,
        "right_leg": STANDING,
        "left_leg": STANDING,
        "right_arm": HANGING,
        "left_arm": HANGING,
        "touches": ("right_toe", "left_toe"),
    }
    return Pose(**{**whole, **changes})


def test_from_the_front_the_runner_s_right_is_on_the_picture_s_left():
    at = joints(standing(hips_deg=10), View.FRONT)

    assert at["right_shoulder"][0] < 0 < at["left_shoulder"][0]
    assert at["right_hip"][1] < 53 < at["left_hip"][1]  # above 0 the left hip is the higher one


def test_from_above_who_leans_back_faces_up_the_picture_and_right_is_right():
    out = Limb(upper_deg=50, lower_deg=140, foot_deg=100, foot_ratio=0.5)
    at = joints(standing(trunk_deg=-90, trunk_ratio=0.3, right_leg=out), View.ABOVE)

    assert at["left_shoulder"][0] < 0 < at["right_shoulder"][0]
    assert at["head"][1] < at["shoulders"][1] < at["pelvis"][1]
    assert hip_out_deg(at, "right") == pytest.approx(40)
    assert apart(at["right_heel"], at["right_toe"]) == pytest.approx(figure.FOOT_PCT / 2)
    assert apart(at["right_ankle"], at["right_heel"]) == pytest.approx(figure.HEEL_PCT / 2)


@pytest.mark.parametrize(("back_deg", "bulge"), [(60, 1), (0, 0), (-60, -1)])
def test_a_round_back_bulges_backward_and_a_hollow_one_forward(back_deg, bulge):
    pose = standing(back_deg=back_deg)
    at = joints(pose, View.SIDE)

    assert at["shoulders"][0] == pytest.approx(0)
    assert round(at["back"][0]) == -4 * bulge
    assert at["shoulders"][1] - 53 <= figure.TRUNK_PCT + 1e-9


def test_the_words_of_a_view_from_above_say_where_the_knees_go():
    said = picture_words(SHELF.drawings["shin-box"], name="Shin box")

    assert said.startswith("Shin box, seen from above. Start: sitting; both legs: thigh")
    to_right, to_left = (said.index(f"To the {way}: sitting; ") for way in ("right", "left"))
    assert "right leg: thigh 70° out to the side, knee 90°" in said[to_right:to_left]
    assert "left leg: thigh 70° out to the side, knee 90°" in said[to_left:]


def test_the_words_name_what_pulls_and_which_side_hangs():
    hike, walk = SHELF.drawings["pelvic-drop-hike"], SHELF.drawings["band-side-walk"]

    assert "Sink: body upright; left side of the pelvis lower; " in picture_words(hike)
    assert "right side of the pelvis lower" in picture_words(hike, side=Side.LEFT)
    assert "A band round the right knee and the left knee." in picture_words(walk)
    assert "thigh partly to the front, knee bent" in picture_words(walk)


def test_the_arm_that_carries_is_the_coloured_one_and_the_other_one_when_mirrored():
    drawing = SHELF.drawings["suitcase-carry"]

    assert "The right arm is the coloured one." in picture_words(drawing)
    assert "The left arm is the coloured one." in picture_words(drawing, side=Side.LEFT)


def test_more_poses_are_set_where_they_come_out_largest():
    tall, flat = SHELF.drawings["a-march"], SHELF.drawings["single-leg-bridge"]

    (beside, _), (over, _) = frames(tall, mirrored=False), frames(flat, mirrored=False)
    assert beside[0].at_y == beside[1].at_y
    assert over[0].at_x == over[1].at_x


def test_a_foot_out_of_reach_is_refused():
    far = Limb(end=(0, 0))
    pose = attrs.evolve(SHELF.drawings["a-march"].start, pelvis=(0, 80), left_leg=far)

    with pytest.raises(figure.OutOfReach, match="long"):
        joints(pose, View.SIDE)


def test_what_lies_between_needs_an_end():
    drawing = SHELF.drawings["shin-box"]

    with pytest.raises(ValueError, match="needs an end"):
        attrs.evolve(drawing, end=None)


def test_a_limb_is_placed_in_one_way():
    with pytest.raises(ValueError, match="one of the three"):
        Limb(end=(0, 0), toe=(1, 1))
