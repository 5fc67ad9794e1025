"""A pose as joints: where each point of the body is in the picture."""

from __future__ import annotations

from collections.abc import Mapping
from math import acos, atan2, cos, degrees, hypot, radians, sin

from psoas.loop.drawing import Limb, Place, Pose, View

#: Lengths of the parts of a body in percent of its height [source:drillis-contini-1966]. The
#: trunk is from hip to shoulder height; a hand is drawn as a fist, half its length.
THIGH_PCT, SHIN_PCT, ANKLE_HIGH_PCT, FOOT_PCT = 24.5, 24.6, 3.9, 15.2
TRUNK_PCT, UPPER_ARM_PCT, FOREARM_PCT, HAND_PCT = 28.8, 18.6, 14.6, 10.8
SHOULDER_TO_CROWN_PCT, CHIN_TO_CROWN_PCT = 18.2, 13.0
SHOULDERS_PCT, HIPS_PCT = 25.9, 19.1
HEAD_UP_PCT = SHOULDER_TO_CROWN_PCT - CHIN_TO_CROWN_PCT / 2
REACH_PCT = FOREARM_PCT + HAND_PCT / 2
#: Hip joints lie inside the hips' breadth, and the heel behind the ankle: our own convention.
HIP_JOINTS_PCT, HEEL_PCT = 0.7 * HIPS_PCT, 4.0
TOE_PCT = FOOT_PCT - HEEL_PCT
#: From the front half a foot is this wide, and behind a shin that points away it is not seen.
FOOT_WIDE_PCT, _HIDES_FOOT_RATIO = 3.0, 0.2
#: In how many straight parts a bent back is drawn.
_VERTEBRAE = 8

Joints = Mapping[str, Place]


class OutOfReach(ValueError):
    """A hand or foot is placed where its limb cannot come."""


def _step(start: Place, direction_deg: float, length: float) -> Place:
    angle = radians(direction_deg)
    return start[0] + length * cos(angle), start[1] + length * sin(angle)


def direction_deg(start: Place, end: Place) -> float:
    """Return the direction from one place to another, from the x axis, counter-clockwise."""
    return degrees(atan2(end[1] - start[1], end[0] - start[0]))


def _between(root: Place, end: Place, upper: float, lower: float, *, turn: int) -> Place:
    """Return the joint between: the one of the two places on the side *turn* says."""
    span = hypot(end[0] - root[0], end[1] - root[1])
    if not abs(upper - lower) <= span <= upper + lower + 1e-6:
        raise OutOfReach(f"{span:.1f} from its root, and the limb is {upper + lower:.1f} long")
    cosine = (upper**2 + span**2 - lower**2) / (2 * upper * span)
    return _step(root, direction_deg(root, end) + turn * degrees(acos(min(1.0, cosine))), upper)


def _bones(limb: Limb, root: Place, end: Place | None, lengths: Place, turn: int) -> list[Place]:
    upper, lower = lengths[0] * limb.upper_ratio, lengths[1] * limb.lower_ratio
    if end is not None:
        return [_between(root, end, upper, lower, turn=turn), end]
    middle = _step(root, limb.upper_deg or 0.0, upper)
    return [middle, _step(middle, limb.lower_deg or 0.0, lower)]


def _from_ankle(ankle: Place, foot_deg: float, along: float) -> Place:
    """Return a point of the sole: *along* the foot from below the ankle."""
    return _step(_step(ankle, foot_deg, along), foot_deg - 90, ANKLE_HIGH_PCT)


def _foot_from_the_front(knee: Place, ankle: Place, limb: Limb) -> tuple[Place, Place]:
    """Return both ends of a foot that points at the viewer; none where the shin does so too."""
    if limb.lower_ratio < _HIDES_FOOT_RATIO:
        return ankle, ankle
    along_deg = direction_deg(knee, ankle)
    sole = _step(ankle, along_deg, ANKLE_HIGH_PCT)
    return _step(sole, along_deg - 90, FOOT_WIDE_PCT), _step(sole, along_deg + 90, FOOT_WIDE_PCT)


def _leg(limb: Limb, hip: Place, side: str, view: View) -> dict[str, Place]:
    end = limb.end
    if limb.toe is not None:
        end = _step(_step(limb.toe, limb.foot_deg, -TOE_PCT), limb.foot_deg + 90, ANKLE_HIGH_PCT)
    knee, ankle = _bones(limb, hip, end, (THIGH_PCT, SHIN_PCT), 1)
    heel = _from_ankle(ankle, limb.foot_deg, -HEEL_PCT)
    toe = _from_ankle(ankle, limb.foot_deg, TOE_PCT)
    if view is View.FRONT:
        heel, toe = _foot_from_the_front(knee, ankle, limb)
    elif view is View.ABOVE:  # the sole is behind the ankle
        heel = _step(ankle, limb.foot_deg, -HEEL_PCT * limb.foot_ratio)
        toe = _step(ankle, limb.foot_deg, TOE_PCT * limb.foot_ratio)
    return {
        f"{side}_hip": hip,
        f"{side}_knee": knee,
        f"{side}_ankle": ankle,
        f"{side}_heel": heel,
        f"{side}_toe": toe,
    }


def _arm(limb: Limb, shoulder: Place, side: str) -> dict[str, Place]:
    turn = 1 if limb.turned else -1
    elbow, hand = _bones(limb, shoulder, limb.end, (UPPER_ARM_PCT, REACH_PCT), turn)
    return {f"{side}_shoulder": shoulder, f"{side}_elbow": elbow, f"{side}_hand": hand}


def spine(pose: Pose) -> tuple[Place, ...]:
    """Return the trunk as points from the pelvis to the shoulders; bent, it keeps its length."""
    part_pct = TRUNK_PCT * pose.trunk_ratio / _VERTEBRAE
    points = [pose.pelvis]
    for number in range(_VERTEBRAE):
        turned_deg = pose.back_deg * (0.5 - (number + 0.5) / _VERTEBRAE)
        points.append(_step(points[-1], pose.trunk_deg + turned_deg, part_pct))
    return tuple(points)


def joints(pose: Pose, view: View) -> Joints:
    """Return where each joint of a body is.

    Parameters
    ----------
    pose, view
        The body, and from where it is seen.

    Returns
    -------
    mapping of str to (float, float)
        In percent of body height, x right, y up. Knees and elbows bend as they can.

    Raises
    ------
    OutOfReach
        Where a hand or a foot is placed too far away.
    """
    shoulders = spine(pose)[-1]
    head_deg = pose.trunk_deg if pose.head_deg is None else pose.head_deg
    seen_wide = 0.0 if view is View.SIDE else 0.5
    to_right_deg = pose.trunk_deg + 90
    found: dict[str, Place] = {
        "pelvis": pose.pelvis,
        "shoulders": shoulders,
        "back": spine(pose)[_VERTEBRAE // 2],
        "head": _step(shoulders, head_deg, HEAD_UP_PCT * pose.trunk_ratio),
    }
    for side, sign in (("right", 1), ("left", -1)):
        out = sign * seen_wide
        hip = _step(pose.pelvis, to_right_deg + pose.hips_deg, out * HIP_JOINTS_PCT)
        shoulder = _step(shoulders, to_right_deg, out * SHOULDERS_PCT)
        leg, arm = (pose.right_leg, pose.right_arm) if sign == 1 else (pose.left_leg, pose.left_arm)
        found |= {**_leg(leg, hip, side, view), **_arm(arm, shoulder, side)}
    return found
