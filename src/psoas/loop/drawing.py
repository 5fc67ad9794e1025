"""How an exercise looks: the body at its start and at its end, as numbers.

All places are in percent of body height, x to the right and y up, the floor at 0. A body seen
from the side is always someone who faces right and is turned in the picture, never mirrored:
lying on the back the head is to the left. So the runner's right side is the near one. Seen
from the front and upright, the runner's right is on the picture's left.
"""

from __future__ import annotations

from enum import StrEnum

from attrs import field, frozen
from attrs.validators import ge, in_, le, min_len, optional

from psoas.quantity import Side

Place = tuple[float, float]


class View(StrEnum):
    """From where the body is seen."""

    SIDE = "side"
    FRONT = "front"


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
    upper_ratio, lower_ratio
        How much of its length a part shows where it points toward the viewer.
    turned
        The elbow points the other way, because the upper arm is turned.
    """

    end: Place | None = None
    toe: Place | None = None
    upper_deg: float | None = None
    lower_deg: float | None = None
    foot_deg: float = 0.0
    upper_ratio: float = field(default=1.0, validator=[ge(0.1), le(1.0)])
    lower_ratio: float = field(default=1.0, validator=[ge(0.1), le(1.0)])
    turned: bool = False

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
    head_deg
        Direction from shoulders to head; as the trunk where absent.
    touches
        What carries the body: a joint, and after a blank what it rests on (``floor`` where
        nothing is said), such as ``right_knee`` or ``left_hand wall``.
    """

    pelvis: Place
    trunk_deg: float
    head_deg: float | None = None
    right_leg: Limb
    left_leg: Limb
    right_arm: Limb
    left_arm: Limb
    touches: tuple[str, ...] = field(validator=min_len(1))

    @property
    def contacts(self) -> tuple[tuple[str, str], ...]:
        """Each joint that rests on something, and what on."""
        pairs = (each.partition(" ") for each in self.touches)
        return tuple((joint, on or "floor") for joint, _, on in pairs)


KINDS = ("box", "bench", "block", "wall", "roller", "band", "weight", "bar")


@frozen(kw_only=True)
class Prop:
    """A thing in the picture.

    A ``box``, ``bench``, ``block`` or ``wall`` stands at *place* (lower left) with *size*; a
    ``roller`` has its middle there and its radius as *size*; a ``band`` joins two of
    *joints*, or one and *place*; a ``weight`` and a ``bar`` are at their joint.
    """

    kind: str = field(validator=in_(KINDS))
    place: Place | None = None
    size: Place | None = None
    joints: tuple[str, ...] = ()


@frozen(kw_only=True)
class Drawing:
    """The picture of an exercise.

    Parameters
    ----------
    works
        The side that the picture, as it is given, shows at work; None where neither is.
    moves
        Joints whose way is drawn with an arrow.
    circles
        The joint round which something is led in a circle, such as the head.
    end
        Absent where a position is held.
    """

    id: str = field(validator=min_len(1))
    view: View = View.SIDE
    works: Side | None = field(default=None, validator=optional(in_(Side.BOTH.single)))
    start: Pose
    end: Pose | None = None
    props: tuple[Prop, ...] = ()
    moves: tuple[str, ...] = ()
    circles: str | None = None
