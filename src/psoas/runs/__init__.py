"""What a run is: samples on a one-second grid, its clocks, its speed mix.

``Recording`` is what a device wrote, past the gate. ``to_stream`` puts it on the
grid, ``summarise`` says what it amounts to.
"""

from psoas.runs.model import Recording, RunStream, RunSummary, Sport

__all__ = ["Recording", "RunStream", "RunSummary", "Sport"]
