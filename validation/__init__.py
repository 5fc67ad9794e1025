"""Claims against published data; results are committed with each release."""

import sys
from collections.abc import Iterable
from pathlib import Path


def tell(report: Iterable[str], *, result: Path) -> None:
    """Print a report line by line, and write it into *result* with ``--write``."""
    lines = []
    for line in report:
        print(line, flush=True)
        lines.append(line)
    if "--write" in sys.argv:
        result.write_text("\n".join(lines) + "\n")
