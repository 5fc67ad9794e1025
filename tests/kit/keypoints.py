"""Key points as pose models write them."""

from __future__ import annotations

import json

import numpy as np

from psoas.intake.keypoint_names import ORDERS, track_name
from psoas.motion.keypoints import SHOULDER


def named_json(points, **more):
    names = [("neck" if n == SHOULDER else n.replace("toe", "big_toe")) for n in points.tracks]
    frames = np.stack([[*(t * [1, -1]).T, np.ones(len(t))] for t in points.tracks.values()])
    return {
        "keypoint_names": names,
        "frames": frames.transpose(2, 0, 1).tolist(),
        "fps": points.rate_hz,
        **more,
    }


def ordered(points, n):
    """Frames of (n, 3) in the order of a model; what it does not follow is 0 with confidence 0."""
    table = np.zeros((len(points.time_s), n, 3))
    for at, name in enumerate(ORDERS[n]):
        track = track_name(name)
        track = SHOULDER if track and track.endswith("shoulder") else track
        if track in points.tracks:
            table[:, at, :2] = points.tracks[track] * [1, -1]
            table[:, at, 2] = 0.9
    return table


def openpose(points, n=25):
    return [
        {"people": [{"pose_keypoints_2d": frame.ravel().tolist()}]} for frame in ordered(points, n)
    ]


def mmpose(points, n=26):
    return {
        "instance_info": [
            {
                "instances": [
                    {
                        "keypoints": frame[:, :2].tolist(),
                        "keypoint_scores": frame[:, 2].tolist(),
                    }
                ]
            }
            for frame in ordered(points, n)
        ]
    }


def dumped(value):
    return json.dumps(value).encode()
