"""How an exercise looks: the body at its start and at its end, as numbers.

All places are in percent of body height, x to the right and y up, the floor at 0. A body seen
from the side is always someone who faces right and is turned in the picture, never mirrored:
lying on the back the head is to the left. So the runner's right side is the near one. Seen
from the front and upright, the runner's right is on the picture's left. Seen from above, y is
along the floor: who sits and leans back faces up the picture, and right is on its right.
"""

from __future__ import annotations

from enum import StrEnum

from attrs import field, frozen
from attrs.validators import ge, in_, le, min_len, optional

from psoas.quantity import Side

Place = tuple[float, float]
#: What a drawing can name of a body.
JOINTS = frozenset(
    {
        *("pelvis", "back", "shoulders", "head"),
        *(
            f"{side}_{part}"
            for side in ("right", "left")
            for part in ("hip", "knee", "ankle", "heel", "toe", "shoulder", "elbow", "hand")
        ),
    }
)


def _are_joints(_: object, __: object, names: tuple[str, ...] | None) -> None:
    """Refuse what is no joint; what comes after a blank is what it rests on."""
    unknown = {name.partition(" ")[0] for name in names or ()} - JOINTS
    if unknown:
        raise ValueError(f"no joint of a body: {', '.join(sorted(unknown))}")


class View(StrEnum):
    """From where the body is seen."""

    SIDE = "side"
    FRONT = "front"
    ABOVE = "above"


@frozen(kw_only=True)
class Limb:
    """A leg or an arm: where its end is, or the directions of its two parts.

    Parameters
    ----------
    end
        The ankle or the hand; the joint between bends as a knee or an elbow can.
    toe
        For a leg instead of *end*: the tip of the foot.
    upper_deg, lower_deg
        Instead of *end*: directions of thigh and shin, or upper arm and forearm, from the
        x axis, counter-clockwise.
    foot_deg
        Direction of the toes from the heel; 0 is a foot flat on the floor.
    upper_ratio, lower_ratio, foot_ratio
        How much of its length a part shows where it points toward the viewer or away; that of a
        foot is for the view from above.
    turned
        The elbow points the other way, because the upper arm is turned.
    hidden
        An arm that is behind something: seen from the side the near leg, from the front the head.
    """

    end: Place | None = None
    toe: Place | None = None
    upper_deg: float | None = None
    lower_deg: float | None = None
    foot_deg: float = 0.0
    upper_ratio: float = field(default=1.0, validator=[ge(0.1), le(1.0)])
    lower_ratio: float = field(default=1.0, validator=[ge(0.1), le(1.0)])
    foot_ratio: float = field(default=1.0, validator=[ge(0.1), le(1.0)])
    turned: bool = False
    hidden: bool = False

    def __attrs_post_init__(self) -> None:
        """Refuse a limb that is placed in no way, or in two."""
        by_angle = self.upper_deg is not None and self.lower_deg is not None
        if [self.end is not None, self.toe is not None, by_angle].count(True) != 1:
            raise ValueError("a limb has an end, a toe, or two directions: one of the three")


@frozen(kw_only=True)
class Pose:
    """A body at one moment.

    Parameters
    ----------
    pelvis
        The middle between the hips.
    trunk_deg
        Direction from hips to shoulders; 90 is upright.
    trunk_ratio
        How much of its length the trunk shows, as for a limb.
    back_deg
        How far the back is bent from the pelvis to the shoulders, in the side view: above 0 it
        is round, below 0 hollow. It keeps its length.
    hips_deg
        How far the line of the hips is turned against that of the shoulders, counter-clockwise:
        seen from the front, above 0 the left hip is the higher one.
    head_deg
        Direction from shoulders to head; as the trunk where absent.
    moves
        Joints whose way to this pose is drawn with an arrow; as for the drawing where absent.
    label
        A word or two under the picture, where "start" and "end" do not say it.
    touches
        What carries the body: a joint, and after a blank what it rests on (``floor`` where
        nothing is said), such as ``right_knee`` or ``left_hand wall``.
    """

    pelvis: Place
    trunk_deg: float
    trunk_ratio: float = field(default=1.0, validator=[ge(0.1), le(1.0)])
    back_deg: float = field(default=0.0, validator=[ge(-90.0), le(90.0)])
    hips_deg: float = field(default=0.0, validator=[ge(-60.0), le(60.0)])
    head_deg: float | None = None
    moves: tuple[str, ...] | None = field(default=None, validator=_are_joints)
    label: str | None = None
    right_leg: Limb
    left_leg: Limb
    right_arm: Limb
    left_arm: Limb
    touches: tuple[str, ...] = field(validator=[min_len(1), _are_joints])

    @property
    def contacts(self) -> tuple[tuple[str, str], ...]:
        """Each joint that rests on something, and what on."""
        pairs = (each.partition(" ") for each in self.touches)
        return tuple((joint, on or "floor") for joint, _, on in pairs)


KINDS = (
    *("box", "bench", "block", "wall", "mat", "roller", "ball"),
    *("band", "weight", "kettlebell", "bar", "plumb", "line"),
)


@frozen(kw_only=True)
class Prop:
    """A thing in the picture.

    A ``box``, ``bench``, ``block``, ``wall`` or ``mat`` is at *place* (lower left) with *size*;
    a ``roller`` or ``ball`` has its middle there and its radius as *size*; a ``band`` joins two
    of *joints*, or one and *place*; a ``weight`` and a ``bar`` are at their joint, and a
    ``kettlebell`` hangs from it. A ``plumb`` line falls from its joint to the floor, and a
    ``line`` goes through its joints, to show what is straight.
    """

    kind: str = field(validator=in_(KINDS))
    place: Place | None = None
    size: Place | None = None
    joints: tuple[str, ...] = field(default=(), validator=_are_joints)


class Part(StrEnum):
    """What is coloured on the side at work."""

    LEG = "leg"
    ARM = "arm"


@frozen(kw_only=True)
class Drawing:
    """The picture of an exercise.

    Parameters
    ----------
    works, part
        The side that the picture, as it is given, shows at work, and what of it is coloured;
        None where neither is.
    between
        What lies between start and end, in order.
    end
        Absent where a position is held.
    second
        Somebody who lends a hand, in the background.
    moves
        Joints whose way from pose to pose is drawn with an arrow.
    circles
        The joint round which something is led in a circle, such as the head.
    rise_pct
        How far the ground rises in 100.
    crossed
        The picture is crossed out: it shows what psoas does not give.
    """

    id: str = field(validator=min_len(1))
    view: View = View.SIDE
    works: Side | None = field(default=None, validator=optional(in_(Side.BOTH.single)))
    part: Part = Part.LEG
    start: Pose
    between: tuple[Pose, ...] = ()
    end: Pose | None = None
    second: Pose | None = None
    props: tuple[Prop, ...] = ()
    moves: tuple[str, ...] = field(default=(), validator=_are_joints)
    circles: str | None = field(default=None, validator=optional(in_(JOINTS)))
    rise_pct: float = field(default=0.0, validator=[ge(0.0), le(20.0)])
    crossed: bool = False

    def __attrs_post_init__(self) -> None:
        """Refuse a sequence without an end."""
        if self.between and self.end is None:
            raise ValueError("what lies between start and end needs an end")

    @property
    def poses(self) -> tuple[Pose, ...]:
        """All that is drawn, in order."""
        return (self.start, *self.between, *((self.end,) if self.end else ()))

    @property
    def labels(self) -> tuple[str, ...]:
        """What each pose is called."""
        called = ("start", *("then" for _ in self.between), "end") if self.end else ("hold",)
        return tuple(pose.label or word for pose, word in zip(self.poses, called, strict=True))
