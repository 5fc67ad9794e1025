"""What readers still find in damaged files, by the kind of damage.

    python benchmarks/damage.py ../shared/data/runs [--cases 2000] [--seed 1]

A damage is one to eight flipped bits, or up to 256 bytes cut out, inserted, zeroed or
overwritten, or the end cut off; each case damages one real file anew. ``recovered`` is the
share of the original samples that come back equal in every field, ``untouched`` the share
whose bytes the damage left alone, ``wrong`` counts samples that were not there before.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.kit.damage import Tally, load, outcomes, samples

N_FIT = 40


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("runs", type=Path, help="the folder with season_a, season_b, formats")
    parser.add_argument("--cases", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    seasons = sorted(given.runs.glob("season_?/*.fit.gz"))
    formats = given.runs / "formats"
    files = {
        "fit": [*seasons[:: max(len(seasons) // N_FIT, 1)], *formats.glob("goldencheetah/*.fit")],
        "gpx": [given.runs / "nasty" / "wrap" / "01-gpx-named.fit"],
        "tcx": sorted(formats.glob("tcx*/**/*.tcx")),
    }
    for kind, paths in files.items():
        usable = [path for path in paths if sum(samples(load(path), kind).values()) > 60]
        n_cases = given.cases if kind == "fit" else given.cases // 10
        tally = Tally(list(outcomes(usable, kind, n_cases=n_cases, seed=given.seed)))
        print(f"\n{kind}: {len(usable)} files\n\n{tally}", flush=True)


if __name__ == "__main__":
    main()
