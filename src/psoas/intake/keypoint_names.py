"""What pose models and laboratories call the points of a runner."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from psoas.motion.keypoints import SHOULDER, key
from psoas.quantity import Side

Track = Annotated[NDArray[np.float64], "(n_frames, 2)"]

_JOINTS = {
    "hip": ("hip", "hjc", "hipjoint", "hipjointcenter", "hipjointcentre"),
    "knee": ("knee", "kjc", "kneejoint", "kneejointcenter", "kneejointcentre"),
    "ankle": ("ankle", "ajc", "anklejoint", "anklejointcenter", "anklejointcentre"),
    "heel": ("heel", "calc", "calcaneus"),
    "toe": ("bigtoe", "toe", "footindex", "hallux", "toetip"),
    "shoulder": ("shoulder", "acromion", "acromium"),
    "eye": ("eye",),
    "ear": ("ear",),
}
_SIDES = {Side.LEFT: ("left", "l"), Side.RIGHT: ("right", "r")}
_MIDDLE = ("midshoulder", "shouldermid", "neck")


def _spellings() -> Iterator[tuple[str, str]]:
    for side, words in _SIDES.items():
        for joint, names in _JOINTS.items():
            for word in words:
                for name in names:
                    yield word + name, key(side, joint)
                    yield name + word, key(side, joint)
    for name in _MIDDLE:
        yield name, SHOULDER
    yield "nose", "nose"


#: From a name in lower case, letters and digits only, to a track of ours.
SPELLINGS: Mapping[str, str] = dict(_spellings())

# Orders of pose models whose files hold no names.
_COCO_17 = (
    *("nose", "leye", "reye", "lear", "rear", "lshoulder", "rshoulder", "lelbow", "relbow"),
    *("lwrist", "rwrist", "lhip", "rhip", "lknee", "rknee", "lankle", "rankle"),
)
_HALPE_26 = (
    *_COCO_17,
    *("head", "neck", "midhip", "lbigtoe", "rbigtoe", "lsmalltoe", "rsmalltoe", "lheel", "rheel"),
)
_BODY_25 = (
    *("nose", "neck", "rshoulder", "relbow", "rwrist", "lshoulder", "lelbow", "lwrist", "midhip"),
    *("rhip", "rknee", "rankle", "lhip", "lknee", "lankle", "reye", "leye", "rear", "lear"),
    *("lbigtoe", "lsmalltoe", "lheel", "rbigtoe", "rsmalltoe", "rheel"),
)
_WHOLE_FEET = ("lbigtoe", "lsmalltoe", "lheel", "rbigtoe", "rsmalltoe", "rheel")
_BLAZE_33 = (
    *("nose", "leyeinner", "leye", "leyeouter", "reyeinner", "reye", "reyeouter", "lear", "rear"),
    *("mouthl", "mouthr", "lshoulder", "rshoulder", "lelbow", "relbow", "lwrist", "rwrist"),
    *("lpinky", "rpinky", "lindex", "rindex", "lthumb", "rthumb", "lhip", "rhip", "lknee"),
    *("rknee", "lankle", "rankle", "lheel", "rheel", "lfootindex", "rfootindex"),
)
_WHOLE_133 = (*_COCO_17, *_WHOLE_FEET, *(f"other{n}" for n in range(110)))

#: By how many points a person has.
ORDERS: Mapping[int, tuple[str, ...]] = {
    len(order): order for order in (_COCO_17, _BODY_25, _HALPE_26, _BLAZE_33, _WHOLE_133)
}


def track_name(name: str) -> str | None:
    """Return which track of ours a point is; None where it is none."""
    return SPELLINGS.get("".join(each for each in name.lower() if each.isalnum()))


def tracks_named(names: Sequence[str], tracks: Sequence[Track]) -> dict[str, Track]:
    """Return the tracks that are used, by our names; both shoulders give their middle.

    Parameters
    ----------
    names
        What the file calls its points.
    tracks
        One for each name, or its confidence with one column.
    """
    found: dict[str, Track] = {}
    for name, track in zip(names, tracks, strict=True):
        ours = track_name(name)
        if ours is not None and ours not in found:
            found[ours] = track
    shoulders = [found.pop(key(side, "shoulder"), None) for side in _SIDES]
    seen = [each for each in shoulders if each is not None]
    if len(seen) == len(_SIDES):
        found[SHOULDER] = np.mean(seen, axis=0)
    return found
