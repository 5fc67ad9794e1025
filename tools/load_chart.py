"""Draw the curves of the load for the docs: ``python -m tools.load_chart``."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

from psoas.render.curve_chart import curve_chart, curve_chart_spec

PICTURE = Path(__file__).parents[1] / "docs" / "hip-flexor-load.svg"
WIDTH_PX = 720
#: The page's own colours, by day and by night; a picture in a page has none to inherit.
DAY = "--ink:#1c2733;--muted:#4d5863;--line:#dfd6c5;--accent:#1f4b7a;--accent-2:#b34a25"
NIGHT = "--ink:#eae6dd;--muted:#adb6bf;--line:#313c48;--accent:#8fbdea;--accent-2:#e8835c"
STYLE = f"<style>svg{{{DAY}}}@media (prefers-color-scheme:dark){{svg{{{NIGHT}}}}}</style>"


def mark() -> str:
    """Return what tells whether the picture is of the chart as it is now."""
    spec = curve_chart_spec(width_px=WIDTH_PX).to_dict()
    spec = {key: spec[key] for key in ("layer", "datasets", "width", "height") if key in spec}
    return f"<!-- {sha256(json.dumps(spec, sort_keys=True).encode()).hexdigest()} -->"


def picture() -> str:
    """Return the picture."""
    drawn = curve_chart(width_px=WIDTH_PX)
    head, _, rest = drawn.partition(">")
    return f"{head}>{mark()}{STYLE}{rest}\n"


if __name__ == "__main__":
    PICTURE.write_text(picture(), encoding="utf-8")
