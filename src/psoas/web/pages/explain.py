"""Where the numbers of the load come from, and how wide the truth is."""

from __future__ import annotations

from litestar import get
from litestar.response import Template

from psoas.app.load.explaining import explained
from psoas.render.curve_chart import curve_chart
from psoas.web.desk import AnyRequest, Look, page
from psoas.web.threads import threaded

#: One picture for a wide page and one for a phone, from the same definition.
WIDE_PX, NARROW_PX = 720, 300


@get("/explain")
@threaded
def show_explanation(request: AnyRequest) -> Template:
    """Show the curves behind a force, the exponent, and what quicker steps cost."""
    system = Look.of(request).system
    return page(
        request,
        "explain.html",
        found=explained(),
        wide=curve_chart(width_px=WIDE_PX, system=system),
        narrow=curve_chart(width_px=NARROW_PX, system=system),
    )


HANDLERS = (show_explanation,)
