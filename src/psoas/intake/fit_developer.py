"""Fields that an app added to the records of a FIT file, under names of their own.

A file describes them itself. Their key is ``dev:<app>:<name>``: an app that calls its
field "speed" never writes over the device's own (files.md B2).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from psoas.intake.fit_columns import Messages, Numbers, rows_of, write_values
from psoas.intake.fit_plan import Column, DeveloperColumn, Plan, column_of
from psoas.intake.fit_profile import BASE_TYPES, MANUFACTURERS, Field
from psoas.intake.fit_walk import Block

STRYD = "stryd"
#: Stryd's apps come under several ids (files.md A), and only Stryd has a "form power".
STRYD_FIELDS = frozenset({"form power", "leg spring stiffness"})


@frozen
class Description:
    """What a file says of one developer field."""

    start: int  # where it stands in the file
    app: str
    name: str
    units: str
    base_type: int
    scale: float
    offset: float

    @property
    def key(self) -> str:
        """Its name that no other field has."""
        return f"dev:{self.app}:{self.name}"


def described(messages: Messages) -> dict[tuple[int, int], list[Description]]:
    """Return the developer fields that a file describes, by app and number, in its order."""
    kind = messages.kind("field_description")
    apps = messages.numbers("field_description", "app")
    numbers = messages.numbers("field_description", "number")
    types = messages.numbers("field_description", "base_type")
    scales = messages.numbers("field_description", "scale")
    offsets = np.nan_to_num(messages.numbers("field_description", "offset"))
    names = messages.texts("field_description", "name")
    units = messages.texts("field_description", "units")
    app_names = _app_names(messages)
    found: dict[tuple[int, int], list[Description]] = {}
    for at, start in enumerate(kind.starts.tolist()):
        if np.isnan(apps[at]) or np.isnan(numbers[at]) or np.isnan(types[at]):
            continue
        app = int(apps[at])
        one = Description(
            start,
            app_names.get(app, f"app{app}"),
            names[at] or f"field {int(numbers[at])}",
            units[at],
            int(types[at]),
            scales[at] if scales[at] > 0 else 1.0,
            offsets[at],
        )
        found.setdefault((app, int(numbers[at])), []).append(one)
    return found


def every(_description: Description) -> bool:
    """Want every field."""
    return True


def developer_columns(
    messages: Messages, *, wanted: Callable[[Description], bool] = every
) -> dict[Description, Numbers]:
    """Return the developer fields of the records that are *wanted*.

    Returns
    -------
    dict of Description to numpy.ndarray
        Each of the length of the records, NaN where it has no value; in the app's own unit.
    """
    blocks = [block for block, _ in messages.blocks.get("record", ()) if block.plan.developer]
    if not blocks:
        return {}
    by_number = described(messages)
    starts = messages.starts("record")
    found: dict[str, tuple[Description, Numbers]] = {}
    for block in blocks:
        own_starts = block.starts()
        rows = rows_of(messages.data, own_starts, block.plan.size)
        places = np.searchsorted(starts, own_starts)
        for field in block.plan.developer:
            told = by_number.get((field.app, field.number), ())
            before = [one for one in told if one.start < own_starts[0]]
            for description in before[-1:] or told[:1]:
                values = _values(rows, block, field, description) if wanted(description) else None
                if values is None:
                    continue
                _, column = found.setdefault(
                    description.key, (description, np.full(len(starts), np.nan))
                )
                column[places] = np.where(np.isnan(values), column[places], values)
    return dict(found.values())


def _values(
    rows: NDArray[np.void], block: Block, field: DeveloperColumn, told: Description
) -> Numbers | None:
    """Return one field of a block, None where it is text, or several numbers at once."""
    column = _column(block.plan, field, told)
    if column is None:
        return None
    values = np.empty(len(block))
    own = np.ndarray(values.shape, column.dtype, rows, column.start, (block.plan.size,))
    write_values(own, column, values)
    return values


def _column(plan: Plan, field: DeveloperColumn, told: Description) -> Column | None:
    code, _ = BASE_TYPES.get(told.base_type & 0x1F, (None, None))
    if code is None:
        return None
    scaled = Field(told.name, code, told.scale, told.offset)
    return column_of(scaled, told.base_type, field.n_bytes, field.start, plan.order)


def _app_names(messages: Messages) -> dict[int, str]:
    """Return a short name of each app: its maker's, or else the beginning of its id."""
    names: dict[int, str] = {}
    apps = messages.numbers("developer_data_id", "app")
    makers = messages.numbers("developer_data_id", "manufacturer")
    ids = messages.texts("developer_data_id", "application_id")
    for app, maker, own_id in zip(apps.tolist(), makers.tolist(), ids, strict=True):
        if np.isnan(app):
            continue
        if maker in MANUFACTURERS:
            names[int(app)] = MANUFACTURERS[int(maker)].lower()
        elif own_id.strip("0f"):
            names.setdefault(int(app), own_id[:8])
    told = messages.texts("field_description", "name")
    for app, name in zip(messages.numbers("field_description", "app"), told, strict=True):
        if name.lower() in STRYD_FIELDS and not np.isnan(app):
            own = names.get(int(app), "")
            if own not in {maker.lower() for maker in MANUFACTURERS.values()}:
                names[int(app)] = STRYD
    return names
