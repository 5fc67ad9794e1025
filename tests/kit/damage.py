"""Damage to real files, by chance but repeatable, and what a reader still finds in them."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import cycle, islice
from pathlib import Path

import numpy as np
from attrs import Factory, define, frozen

from psoas.errors import PsoasError
from psoas.intake.fit import decode
from psoas.intake.fit_profile import KINDS
from tests.kit.reading import one_gpx, one_tcx

RECORD_FIELDS = [field.name for field in KINDS[20][1].values()]
CHANNELS = ("distance_m", "speed_mps", "cadence_spm", "altitude_m", "heart_bpm")

Random = np.random.Generator
Sample = tuple[float, ...]
Damaged = tuple[bytes, list[tuple[int, int]]]  # the file, and which bytes of it were touched


def flipped(data: bytes, rng: Random) -> Damaged:
    """One to eight bits, anywhere."""
    found = bytearray(data)
    places = rng.integers(0, len(data), rng.integers(1, 9)).tolist()
    for at in places:
        found[at] ^= 1 << int(rng.integers(0, 8))
    return bytes(found), [(at, at + 1) for at in places]


def zeroed(data: bytes, rng: Random) -> Damaged:
    at, n_bytes = _stretch(data, rng)
    return data[:at] + bytes(n_bytes) + data[at + n_bytes :], [(at, at + n_bytes)]


def overwritten(data: bytes, rng: Random) -> Damaged:
    at, n_bytes = _stretch(data, rng)
    noise = rng.bytes(len(data[at : at + n_bytes]))
    return data[:at] + noise + data[at + n_bytes :], [(at, at + n_bytes)]


def cut_out(data: bytes, rng: Random) -> Damaged:
    at, n_bytes = _stretch(data, rng)
    return data[:at] + data[at + n_bytes :], [(at, at + n_bytes)]


def inserted(data: bytes, rng: Random) -> Damaged:
    at, n_bytes = _stretch(data, rng)
    return data[:at] + rng.bytes(n_bytes) + data[at:], [(at - 1, at + 1)]


def cut_off(data: bytes, rng: Random) -> Damaged:
    at = int(rng.integers(0, len(data)))
    return data[:at], [(at, len(data))]


def _stretch(data: bytes, rng: Random) -> tuple[int, int]:
    """Where, and how many bytes: one to 256, short ones more often."""
    return int(rng.integers(1, len(data))), int(2 ** rng.uniform(0, 8))


DAMAGES: tuple[Callable[[bytes, Random], Damaged], ...] = (
    flipped,
    cut_out,
    inserted,
    cut_off,
    zeroed,
    overwritten,
)


def samples(data: bytes, kind: str) -> Counter[Sample]:
    """All that a reader makes of each sample; what is unknown is -1e9."""
    if kind == "fit":
        messages = decode(data)
        rows = [messages.numbers("record", name) for name in RECORD_FIELDS]
    else:
        recording = one_gpx(data) if kind == "gpx" else one_tcx(data)
        derived = {note.text for note in recording.notes} & {"note.distance-from-positions"}
        channels = CHANNELS[1:] if derived else CHANNELS
        at_s = recording.t_s + recording.started_at.timestamp()
        rows = [at_s, *(getattr(recording, name) for name in channels)]
    table = np.nan_to_num(np.array(rows), nan=-1e9).T
    return Counter(map(tuple, table.round(6).tolist()))


def spans(data: bytes, kind: str) -> list[tuple[int, int]]:
    """The bytes of each sample of a whole file."""
    if kind == "fit":
        blocks = [block for block, _ in decode(data).blocks.get("record", ())]
        return [(at, at + block.plan.size) for block in blocks for at in block.starts().tolist()]
    tag = b"trkpt" if kind == "gpx" else b"Trackpoint"
    return [match.span() for match in re.finditer(b"<%b.*?</%b>" % (tag, tag), data, re.DOTALL)]


def untouched(all_spans: list[tuple[int, int]], touched: list[tuple[int, int]]) -> int:
    """How many samples the damage did not touch."""
    return sum(
        all(to <= begin or end <= from_ for begin, end in touched) for from_, to in all_spans
    )


@frozen
class Outcome:
    """What one damage cost: shares of the samples, and samples that were not there before."""

    file: str
    damage: str
    recovered: float
    possible: float
    wrong: int
    refused: bool


@define
class Tally:
    """Outcomes, summed."""

    outcomes: list[Outcome] = Factory(list)

    def row(self, outcomes: list[Outcome]) -> tuple[int, float, float, float, int]:
        """Cases, mean share recovered, mean share possible, mean wrong, refused."""
        n_cases = len(outcomes)
        return (
            n_cases,
            sum(one.recovered for one in outcomes) / n_cases,
            sum(one.possible for one in outcomes) / n_cases,
            sum(one.wrong for one in outcomes) / n_cases,
            sum(one.refused for one in outcomes),
        )

    def __str__(self) -> str:
        """Return a table by damage."""
        lines = [
            "| damage | cases | recovered | untouched | wrong a case | refused |",
            "|-|-|-|-|-|-|",
        ]
        groups = {"all": self.outcomes}
        for one in self.outcomes:
            groups.setdefault(one.damage, []).append(one)
        for name, own in groups.items():
            n_cases, recovered, possible, wrong, refused = self.row(own)
            shares = f"{recovered:.4f} | {possible:.4f} | {wrong:.3f}"
            lines.append(f"| {name} | {n_cases} | {shares} | {refused} |")
        return "\n".join(lines)


def load(path: Path) -> bytes:
    data = path.read_bytes()
    return gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data


def outcomes(paths: list[Path], kind: str, *, n_cases: int, seed: int) -> Iterator[Outcome]:
    """Damage files in turn, each time anew, and read them."""
    rng = np.random.default_rng(seed)
    whole = {}
    damages = cycle(DAMAGES)
    for path in islice(cycle(paths), n_cases):
        if path not in whole:
            data = load(path)
            whole[path] = data, samples(data, kind), spans(data, kind)
        data, before, all_spans = whole[path]
        damage = next(damages)
        broken, touched = damage(data, rng)
        refused = False
        try:
            after = samples(broken, kind)
        except (PsoasError, ValueError) as error:
            if isinstance(error, ValueError) and "header" not in str(error):
                raise
            after, refused = Counter(), True
        n_before = before.total()
        yield Outcome(
            path.name,
            damage.__name__,
            (before & after).total() / n_before,
            untouched(all_spans, touched) / n_before,
            (after - before).total(),
            refused,
        )
