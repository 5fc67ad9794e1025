"""What of running is compared from run to run, and how much it may change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import frozen

from psoas.runs.matched import AtSpeed

#: A change is told at this Bayes factor: looked at after every run, at most 1 in 19 runners
#: who run as before ever comes to it, if the models hold. [source:psoas-stats-notes]
CONFIRMED = 19.0


@frozen(kw_only=True)
class Trait:
    """A thing that watches measure each second.

    Parameters
    ----------
    steps
        By how much it may have changed, with weights, in its unit.
    prior_sd
        How much one run differs from the next at the same speed, before it is known.
    factor
        The Bayes factor from which a change is told. Cadence, on which cues work, is asked
        first and by itself; those asked beside it share one error between them.
    """

    id: str
    unit: str
    steps: Mapping[float, float]
    prior_sd: float
    factor: float

    def values(self, each: AtSpeed) -> Iterator[tuple[str, float]]:
        """Yield it as each sensor tells it, with the sensor's name."""
        for name, value in each.dynamics.items():
            sensor, _, what = name.partition(":")
            if what == f"{self.id}_{self.unit}":
                yield sensor, value


class _Cadence(Trait):
    def values(self, each: AtSpeed) -> Iterator[tuple[str, float]]:
        yield "", each.cadence_spm


#: What programmes ask for is 5 to 10 %, what is felt as a cue is less.
#: [source:psoas-convention]
CADENCE = _Cadence(
    id="cadence", unit="spm", steps={2.0: 0.4, 4.0: 0.4, 8.0: 0.2}, prior_sd=2.0, factor=CONFIRMED
)
#: The middle step is what one recording can tell of a watch. [source:psoas-convention]
CONTACT = Trait(
    id="contact",
    unit="ms",
    steps={5.0: 0.4, 10.0: 0.4, 20.0: 0.2},
    prior_sd=5.0,
    factor=2 * CONFIRMED,
)
OSCILLATION = Trait(
    id="oscillation",
    unit="mm",
    steps={3.0: 0.4, 6.0: 0.4, 12.0: 0.2},
    prior_sd=3.0,
    factor=2 * CONFIRMED,
)
TRAITS = (CADENCE, CONTACT, OSCILLATION)
