"""What a leg weighs and where: segment tables, and the leg of one runner."""

from __future__ import annotations

from attrs import frozen


@frozen(kw_only=True)
class Segment:
    """A segment as shares of the body and of its own length.

    Parameters
    ----------
    mass_ratio
        Of body mass.
    centre_ratio
        Where its centre of mass lies, from the proximal joint to the distal one; in the
        foot from heel to toe.
    gyration_ratio
        Radius of gyration about the centre, across the plane of running, of its length.
    """

    mass_ratio: float
    centre_ratio: float
    gyration_ratio: float


@frozen(kw_only=True)
class SegmentTable:
    """Thigh, shank and foot, and how far the foot's centre lies below the line heel to toe."""

    thigh: Segment
    shank: Segment
    foot: Segment
    foot_below_ratio: float


#: The running model [source:hamner-2010]; [source:rajagopal-2016] carries the same masses
#: within 0.3 %. Shares of 72.84 kg; thigh 0.432 m and shank 0.478 m between joint centres. The
#: foot is talus, calcaneus and toes, seen from the model's own heel and toe markers.
RUNNING_MODEL = SegmentTable(
    thigh=Segment(mass_ratio=0.12375, centre_ratio=0.4295, gyration_ratio=0.311),
    shank=Segment(mass_ratio=0.04933, centre_ratio=0.4342, gyration_ratio=0.273),
    foot=Segment(mass_ratio=0.02084, centre_ratio=0.630, gyration_ratio=0.27),
    foot_below_ratio=0.097,
)
#: Scanned young men [source:de-leva-1996], table 4, ankle joint as the end of the
#: shank, bare feet from heel to tip of toe.
DE_LEVA_MALE = SegmentTable(
    thigh=Segment(mass_ratio=0.1416, centre_ratio=0.4095, gyration_ratio=0.329),
    shank=Segment(mass_ratio=0.0433, centre_ratio=0.4395, gyration_ratio=0.251),
    foot=Segment(mass_ratio=0.0137, centre_ratio=0.4415, gyration_ratio=0.257),
    foot_below_ratio=0.0,
)


@frozen(kw_only=True)
class Body:
    """One runner's leg: what inverse dynamics needs to know of it.

    Parameters
    ----------
    mass_kg
        Of the whole runner.
    shoe_kg
        Added to the foot of the table.
    table
        Shares of mass and length.
    """

    mass_kg: float
    shoe_kg: float = 0.0
    table: SegmentTable = RUNNING_MODEL

    @property
    def thigh_kg(self) -> float:
        """Mass of the thigh."""
        return self.mass_kg * self.table.thigh.mass_ratio

    @property
    def shank_kg(self) -> float:
        """Mass of the shank."""
        return self.mass_kg * self.table.shank.mass_ratio

    @property
    def foot_kg(self) -> float:
        """Mass of the foot with its shoe."""
        return self.mass_kg * self.table.foot.mass_ratio + self.shoe_kg
