"""The points of a well-formed GPX or TCX file at once, without a call for each element.

Most of reading such a file by elements goes into calls, not into parsing. Here expat checks
the file without calling anything, NumPy finds where the values stand, and only what lies
around the points is streamed. What is not plain - comments, references, attributes on a
value, numbers with exponents - is left to the stream, which gives the same points: the tests
compare both on every file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.parsers import expat

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from psoas.intake.points import AT, CHANNELS, LATITUDE, LONGITUDE

Places = NDArray[np.int64]
Letters = NDArray[np.uint8]
Flags = NDArray[np.bool_]
Samples = NDArray[np.float64]

#: Fewer points are not worth it.
LEAST_POINTS = 16
DEEPEST = 200
LONGEST_NAME = 32
MOST_NAMES = 100
LONGEST_NUMBER = 24
LONGEST_TIME = 32
#: What 64 bits hold. Up to 15 digits a number is as ``float`` reads it, above within two
#: units in its last place: a thousandth of a micrometre on the ground.
MOST_DIGITS = 18

_LT, _GT, _SLASH, _QUOTE, _DOT, _MINUS, _ZERO = b'<>/".-0'
#: Masks for the first so many of eight bytes, and what mixes them to tell names apart.
_FIRST_BYTES = np.frombuffer(
    b"".join(b"\xff" * n + bytes(8 - n) for n in range(9)), dtype=np.uint64
)
_MIX = np.uint64(0x9E3779B97F4A7C15)
_ENDS_A_NAME = np.zeros(256, dtype=bool)
_ENDS_A_NAME[list(b" \t\r\n/>")] = True
_ENCODING = re.compile(rb"\s*<\?xml[^>]*encoding\s*=\s*[\"']([\w-]+)")
_TIME = -1
_NOTHING = -2


class NotPlain(Exception):
    """The file holds something that only the stream reads."""


@frozen(kw_only=True, eq=False)
class Bulk:
    """What was found: the points in columns, and the file without them.

    ``channels`` has shape (n, n_channels), ``times`` the letters of each time, (n, longest),
    with zeros behind its end; ``segments`` the number of the stretch each is in.
    """

    channels: Samples
    times: Letters
    segments: Places
    around: bytes


def bulk(data: bytes, point: str, stretch: str, fields: Mapping[str, str]) -> Bulk:
    """Find all points of a file.

    Parameters
    ----------
    data
        The file from its first tag on, well-formed or not.
    point, stretch, fields
        As in ``psoas.intake.xml.Reader``.

    Raises
    ------
    NotPlain
        Where the file has to be streamed.
    """
    _refuse_what_is_not_plain(data)
    letters = np.frombuffer(data + bytes(LONGEST_NAME), np.uint8)
    tags = np.flatnonzero(letters == _LT)
    second = letters[tags + 1]
    is_end = second == _SLASH
    if (second == ord("!")).any() or (second[1:] == ord("?")).any():
        raise NotPlain
    begins, ends = _points(data, letters, tags, point)
    stretches = _opened(data, letters, tags, stretch)
    over = _tag_ends(letters, tags)
    _refuse_depth(letters, tags, over, is_end)
    _refuse_ill_formed(data)
    is_leaf = np.append(~is_end[:-1] & is_end[1:], False)
    owner = np.searchsorted(begins, tags, side="right") - 1
    leaf = np.flatnonzero(is_leaf & (tags > begins[owner]) & (tags < ends[owner]) & (owner >= 0))
    owner, closed = owner[leaf], tags[leaf + 1]
    codes = _codes(letters, tags[leaf], over[leaf], fields)
    values_at = over[leaf] + 1
    channels = _located(data, letters, begins, point)
    is_value = codes >= 0
    values = _numbers(data, letters, values_at[is_value], closed[is_value])
    cells = owner[is_value] * len(CHANNELS) + codes[is_value]
    free = ~np.isnan(values) & np.isnan(channels.ravel()[cells])
    cells, first = np.unique(cells[free], return_index=True)  # what a point holds twice
    channels.ravel()[cells] = values[free][first]
    is_time = codes == _TIME
    times = _times(letters, values_at[is_time], closed[is_time], owner[is_time], len(begins))
    return Bulk(
        channels=channels,
        times=times,
        segments=np.searchsorted(stretches, begins),
        around=_around(data, tags, begins, ends + len(point) + len("</>")),
    )


def _refuse_what_is_not_plain(data: bytes) -> None:
    encoding = _ENCODING.match(data)
    if encoding is not None and encoding[1].lower() not in {b"utf-8", b"us-ascii", b"ascii"}:
        raise NotPlain
    if b"\0" in data or not data.startswith(b"<"):
        raise NotPlain


def _opened(data: bytes, letters: Letters, tags: Places, name: str) -> Places:
    """Return where elements of a name begin; they have no prefix."""
    word = name.encode()
    if data.count(b":" + word):
        raise NotPlain
    found = tags
    for place, letter in enumerate(word, start=1):
        found = found[letters[found + place] == letter]
    opened: Places = found[_ENDS_A_NAME[letters[found + 1 + len(word)]]]
    return opened


def _points(data: bytes, letters: Letters, tags: Places, point: str) -> tuple[Places, Places]:
    """Return where points begin and where their end tags do, in turn."""
    begins = _opened(data, letters, tags, point)
    ends = _opened(data, letters, tags, "/" + point)
    if len(begins) < LEAST_POINTS or len(begins) != len(ends):
        raise NotPlain
    if (begins >= ends).any() or (ends[:-1] >= begins[1:]).any():
        raise NotPlain
    return begins, ends


def _refuse_depth(letters: Letters, tags: Places, over: Places, is_end: Flags) -> None:
    """Leave files to the stream that would fill expat's memory by nesting."""
    is_empty = letters[over - 1] == _SLASH
    step = np.where(is_end, -1, np.where(is_empty, 0, 1))
    depth = np.cumsum(step[1:] if letters[tags[0] + 1] == ord("?") else step)
    if depth[-1] != 0 or depth.max() > DEEPEST:
        raise NotPlain


def _tag_ends(letters: Letters, tags: Places) -> Places:
    """Return where each tag ends; a file with that sign in a value fails the count of depth."""
    signs = np.flatnonzero(letters == _GT)
    at = np.searchsorted(signs, tags)
    if not len(at) or at[-1] >= len(signs):
        raise NotPlain
    ends: Places = signs[at]
    return ends


def _refuse_ill_formed(data: bytes) -> None:
    try:
        expat.ParserCreate().Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise NotPlain from error


def _codes(letters: Letters, opened: Places, over: Places, fields: Mapping[str, str]) -> Places:
    """Return what each element holds, by its name, which few are."""
    length = over - opened - 1
    words = _cells(letters, opened + 1, LONGEST_NAME).view(np.uint64)
    mixed = np.zeros(len(opened), dtype=np.uint64)
    for column in range(words.shape[1]):
        words[:, column] &= _FIRST_BYTES[np.clip(length - 8 * column, 0, 8)]
        mixed = mixed * _MIX + words[:, column]
    _, kinds, kind = np.unique(mixed, return_index=True, return_inverse=True)
    if len(kinds) > MOST_NAMES:
        raise NotPlain
    for column in range(words.shape[1]):
        if (words[:, column] != words[kinds[kind], column]).any():
            raise NotPlain
    codes = [_code(words[i].tobytes(), int(length[i]), fields) for i in kinds]
    return np.array(codes, dtype=np.int64)[kind]


def _code(tag: bytes, length: int, fields: Mapping[str, str]) -> int:
    """Return what an element holds, from what stands in its tag."""
    name = tag.rstrip(b"\0").split(b"/")[0].split(maxsplit=1)[0]
    if length > LONGEST_NAME and len(name) == LONGEST_NAME:
        raise NotPlain
    word = name.decode("utf-8", "replace").rpartition(":")[2].lower()
    if word != "time" and word not in fields:
        return _NOTHING
    if len(name) != length:  # it has attributes, or is empty
        raise NotPlain
    return _TIME if word == "time" else AT[fields[word]]


def _located(data: bytes, letters: Letters, begins: Places, point: str) -> Samples:
    """Return empty channels, with the positions that stand in the tags of points."""
    channels = np.full((len(begins), len(CHANNELS)), np.nan)
    after = begins + 1 + len(point)
    if (letters[after] == _GT).all():
        return channels
    quotes = np.flatnonzero(letters == _QUOTE)
    at = np.searchsorted(quotes, after)
    if len(at) == 0 or at[-1] + 3 >= len(quotes):
        raise NotPlain
    marks = [quotes[at + i] for i in range(4)]
    is_latitude = _says(letters, marks[0], b" lat=") & _says(letters, marks[2], b" lon=")
    is_longitude = _says(letters, marks[0], b" lon=") & _says(letters, marks[2], b" lat=")
    starts_here = (marks[0] == after + 5) & (marks[2] == marks[1] + 6)
    if not (starts_here & (is_latitude | is_longitude) & (letters[marks[3] + 1] == _GT)).all():
        raise NotPlain
    first = _numbers(data, letters, marks[0] + 1, marks[1])
    second = _numbers(data, letters, marks[2] + 1, marks[3])
    channels[:, LATITUDE] = np.where(is_latitude, first, second)
    channels[:, LONGITUDE] = np.where(is_latitude, second, first)
    return channels


def _cells(letters: Letters, at: Places, width: int) -> Letters:
    """Return so many letters from each place on, shape (n, width)."""
    return np.lib.stride_tricks.sliding_window_view(letters, width)[at]


def _says(letters: Letters, marks: Places, word: bytes) -> Flags:
    """Return before which places a word stands."""
    says = np.ones(len(marks), dtype=bool)
    for place, letter in enumerate(reversed(word), start=1):
        says &= letters[marks - place] == letter
    return says


def _numbers(data: bytes, letters: Letters, begins: Places, ends: Places) -> Samples:
    """Return decimal numbers, NaN where there is none; unusual ones are read one by one."""
    n = len(begins)
    length = ends - begins
    whole, n_digits, behind = (np.zeros(n, dtype=np.int64) for _ in range(3))
    n_dots = np.zeros(n, dtype=np.int64)
    is_minus = letters[begins] == _MINUS
    is_plain = length <= LONGEST_NUMBER
    for place in range(min(int(length.max(initial=0)), LONGEST_NUMBER)):
        letter = letters[begins + place]
        is_in = place < length
        is_digit = (letter - _ZERO <= 9) & is_in  # below zero it wraps round
        is_dot = (letter == _DOT) & is_in
        is_plain &= is_digit | is_dot | ~is_in | (is_minus & (place == 0))
        whole = np.where(is_digit, whole * 10 + (letter - _ZERO), whole)
        n_digits += is_digit
        behind += is_digit & (n_dots > 0)
        n_dots += is_dot
    is_plain &= (n_digits > 0) & (n_digits <= MOST_DIGITS) & (n_dots <= 1)
    values: Samples = whole / 10.0 ** np.minimum(behind, MOST_DIGITS)
    values = np.where(is_plain, np.where(is_minus, -values, values), np.nan)
    for i in np.flatnonzero(~is_plain).tolist():
        text = data[begins[i] : ends[i]]
        if b"&" in text:
            raise NotPlain
        try:
            values[i] = float(text.decode())
        except ValueError:
            continue
    return values


def _times(letters: Letters, begins: Places, ends: Places, owner: Places, n_points: int) -> Letters:
    """Return the letters of the first time in each point."""
    length = ends - begins
    longest = int(length.max(initial=0))
    if longest > LONGEST_TIME:
        raise NotPlain
    found = np.zeros((n_points, max(longest, 1)), dtype=np.uint8)
    is_first = np.diff(owner, prepend=-1) > 0
    first = _cells(letters, begins[is_first], found.shape[1])
    first[np.arange(found.shape[1]) >= length[is_first, None]] = 0
    found[owner[is_first]] = first
    return found


def _around(data: bytes, tags: Places, begins: Places, ends: Places) -> bytes:
    """Return a file without its points, and without what stands between two without a tag."""
    starts = np.concatenate(([0], ends))
    stops = np.concatenate((begins, [len(data)]))
    has_tag = np.searchsorted(tags, stops) > np.searchsorted(tags, starts)
    kept = zip(starts[has_tag].tolist(), stops[has_tag].tolist(), strict=True)
    return b"".join(data[start:stop] for start, stop in kept)
