"""The index of a Strava export: what Strava says of each activity beside its file.

Headers are in the runner's language and some occur twice, so columns are known by their
place and by what they hold. Activity names are people's own words and are dropped.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from io import StringIO
from itertools import islice

from attrs import field, frozen

from psoas.intake.archive import MOST_ENTRIES
from psoas.intake.facts import Facts, amount
from psoas.intake.item import Broken, Item, Refused, TooLarge, content_of
from psoas.intake.member import Member, inside

INDEX = "activities.csv"

#: Ten thousand activities take some 10 MB. [source:psoas-convention]
MOST_BYTES = 16 * 1024 * 1024

_BY_HAND = Refused(reason="Strava has no file of this activity: it was entered by hand")
_ABSENT = Refused(
    reason="The export lists this activity, and its file is not in it",
    fix="Request the export from Strava again, or download the single activity there.",
)

# Column 0 is the number, 3 the sport, 5 and 6 elapsed time and distance as shown. Behind
# the file name come two weights, then the same two again in seconds and metres under the
# same headers, with the moving time between them. Exports of 2018 end with the file name
# and have seconds and metres in 5 and 6. (Headers of English, German and Czech exports.)
_ID, _SPORT, _ELAPSED, _DISTANCE = 0, 3, 5, 6
_ELAPSED_BEHIND, _MOVING_BEHIND, _DISTANCE_BEHIND = 3, 4, 5
_FILE = re.compile(r"^activities/\S+$")


@frozen(kw_only=True, eq=False)
class Index:
    """What an index says: by the name of the file, and of activities without one.

    ``item`` is the index itself, None where there is none.
    """

    item: Item | None = None
    where: str = ""
    by_file: dict[str, Facts] = field(factory=dict)
    unfiled: tuple[Facts, ...] = ()
    absent: tuple[str, ...] = ()

    def __contains__(self, name: str) -> bool:
        """Return whether the index names a file."""
        return name in self.by_file

    def facts_of(self, name: str) -> Facts | None:
        """Return what the index says of a file."""
        return self.by_file.get(name)

    def without_file(self, done_ratio: float) -> Iterator[Member]:
        """Yield the activities that have no file."""
        for facts in self.unfiled:
            name = inside(self.where, f"{INDEX}: {facts.id}")
            yield Member(name=name, refused=_BY_HAND, facts=facts, done_ratio=done_ratio)

    def without_member(self, done_ratio: float) -> Iterator[Member]:
        """Yield the activities whose file is not there."""
        for name in self.absent:
            yield Member(
                name=inside(self.where, name),
                refused=_ABSENT,
                facts=self.by_file[name],
                done_ratio=done_ratio,
            )


def index_in(items: Sequence[Item], where: str) -> Index:
    """Return the index among files, an empty one where there is none."""
    for item in items:
        folder, _, name = item.name.rpartition("/")
        if name.lower() != INDEX or item.refused is not None or item.size_bytes > MOST_BYTES:
            continue
        try:
            chunks = item.chunks()
            content, _ = content_of(next(chunks, b""), chunks)
        except (Broken, TooLarge):
            continue
        rows = read_index(content)
        if rows is None:
            continue
        by_file = {f"{folder}/{file}" if folder else file: facts for file, facts in rows if file}
        there = {item.name for item in items}
        return Index(
            item=item,
            where=where,
            by_file=by_file,
            unfiled=tuple(facts for file, facts in rows if not file),
            absent=tuple(file for file in by_file if file not in there),
        )
    return Index()


def read_index(content: bytes) -> list[tuple[str, Facts]] | None:
    """Read ``activities.csv``: the name of each activity's file, empty without one, and facts.

    Returns
    -------
    list of tuple
        None where the content is not Strava's index or cannot be read.
    """
    text = content.decode("utf-8-sig", "replace").replace("\0", "")
    try:
        header, *rows = islice(csv.reader(StringIO(text, newline="")), MOST_ENTRIES)
    except (csv.Error, ValueError):
        return None
    rows = [row for row in rows if row and row[_ID].strip().isdigit()]
    at = _file_column(header, rows)
    if at is None:
        return None
    return [(_cell(row, at), _facts(header, row, at)) for row in rows]


def _file_column(header: Sequence[str], rows: Sequence[Sequence[str]]) -> int | None:
    """Return which column names files: the one that most often does."""
    found = Counter(i for row in rows for i, cell in enumerate(row) if _FILE.match(cell.strip()))
    if found:
        return found.most_common(1)[0][0]
    words = [word.strip().lower() for word in header]
    return words.index("filename") if "filename" in words else None


def _facts(header: Sequence[str], row: Sequence[str], at: int) -> Facts:
    is_twice = (
        len(header) > at + _DISTANCE_BEHIND
        and header[at + _ELAPSED_BEHIND] == header[_ELAPSED]
        and header[at + _DISTANCE_BEHIND] == header[_DISTANCE]
    )
    is_old = at == len(header) - 1
    return Facts(
        id=_cell(row, _ID),
        sport_name=_cell(row, _SPORT) or None,
        elapsed_s=amount(_cell(row, at + _ELAPSED_BEHIND if is_twice else _ELAPSED)),
        moving_s=amount(_cell(row, at + _MOVING_BEHIND)) if is_twice else None,
        distance_m=amount(_cell(row, at + _DISTANCE_BEHIND))
        if is_twice
        else amount(_cell(row, _DISTANCE))
        if is_old
        else None,  # kilometres or miles, nobody says which
    )


def _cell(row: Sequence[str], at: int) -> str:
    return row[at].strip() if at < len(row) else ""
