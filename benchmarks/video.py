"""How many frames of a video are measured in a second, beside decoding alone and the model alone.

    python benchmarks/video.py ../shared/data/video/male_side.mp4
    python benchmarks/video.py CLIP --memory        # a made clip of 60 s, 1080p, 60 frames/s

Times are CPU milliseconds a frame of this process, in one run, stages in turn over the same
frames, so that a busy machine slows all alike; two threads reach 2000 by them in frames a
second on two cores. The floor is decoding (no RGB, no turning) and the network as it is used,
on a picture that is already there, in two threads at once as the whole runs: no crop, no heat
maps, no following, no overlap of parts.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path

import numpy as np

from psoas.pose import clip_of, detector, frames, landmarks
from psoas.pose.clip import Clip, opened
from psoas.pose.crop import cropped
from psoas.pose.network import network
from psoas.pose.points import MODELS, Mode, points_of
from psoas.pose.weights import content_of
from psoas.settings import read_settings

FULL_HD = (1920, 1080)
SECONDS, RATE_HZ = 60, 60
MODELS_AT = read_settings().models


def cpu_ms(work: Callable[[], object], n: int) -> float:
    begun_s = time.process_time()
    work()
    return 1000 * (time.process_time() - begun_s) / n


def twice(work: Callable[[], object], n: int) -> float:
    """The same in two threads at once, as clips are measured: cores that share slow each other."""

    def both() -> None:
        with ThreadPoolExecutor(2) as threads:
            for done in [threads.submit(work) for _ in range(2)]:
                done.result()

    return cpu_ms(both, 2 * n)


def decode_alone(clip: Clip, n: int) -> float:
    """Decode n frames and look at none."""

    def work() -> None:
        with opened(clip.path) as (container, stream):
            for _ in islice(container.decode(stream), n):
                pass

    return twice(work, n)


def model_alone(name: str, outputs: tuple[int, ...], n: int) -> float:
    """Run a network n times on a picture of noise."""
    picture = np.random.default_rng(1).random((1, 256, 256, 3), np.float32)
    free = [network(content_of(MODELS_AT, name), outputs=outputs) for _ in range(2)]
    for run in free:
        run(picture)

    def work() -> None:
        run = free.pop()
        for _ in range(n):
            run(picture)

    return twice(work, n)


def crop_alone(clip: Clip, n: int) -> float:
    """Crop n frames about the person in the first."""
    held = list(islice(frames(clip), min(n, 30)))
    found = detector.people_in(
        held[0],
        detector=network(content_of(MODELS_AT, "detector.tflite"), outputs=detector.OUTPUTS),
    )
    region = found[0].region
    return cpu_ms(lambda: [cropped(each, region, n=256, padded=False) for each in held], len(held))


def end_to_end(clip: Clip, mode: Mode, n: int) -> tuple[float, float]:
    """Return CPU milliseconds a frame and frames a second by the clock."""
    end_s = None if n >= clip.duration_s * clip.rate_hz else n / clip.rate_hz
    begun_s, n_found = time.monotonic(), 0

    def work() -> None:
        nonlocal n_found
        n_found = len(points_of(clip, models=MODELS_AT, mode=mode, end_s=end_s).time_s)

    total_ms = cpu_ms(work, 1)
    return total_ms / n_found, n_found / (time.monotonic() - begun_s)


def rows(clip: Clip, n: int) -> Iterator[str]:
    decode_ms = decode_alone(clip, n)
    yield f"| decode | {decode_ms:.1f} | |"
    yield f"| crop | {crop_alone(clip, n):.1f} | |"
    for mode, name in MODELS.items():
        whole_ms = model_alone(name, (0, 1, 2, 3, 4), n // 4)
        model_ms = model_alone(name, landmarks.OUTPUTS, n // 4)
        yield f"| {name}, as published | {whole_ms:.1f} | |"
        yield f"| {name}, without the outline | {model_ms:.1f} | |"
        all_ms, per_s = end_to_end(clip, mode, n)
        floor_ms = decode_ms + model_ms
        yield (
            f"| **end to end, {mode}** | **{all_ms:.1f}** | {2000 / all_ms:.0f} frames/s on two "
            f"cores, {floor_ms / all_ms:.0%} of the floor; by the clock {per_s:.1f} |"
        )


def made_clip(source: Clip, path: Path) -> None:
    """A minute of 1080p at 60 frames a second: the source again and again, each frame twice."""
    import av

    pictures = [
        each.decoded.reformat(width=FULL_HD[1], height=FULL_HD[0], format="yuv420p")
        for each in islice(frames(source), 120)
    ]
    with av.open(path, "w") as container:
        stream = container.add_stream("libx264", rate=RATE_HZ, options={"preset": "ultrafast"})
        stream.width, stream.height = FULL_HD[1], FULL_HD[0]
        for at in range(SECONDS * RATE_HZ):
            picture = pictures[(at // 2) % len(pictures)]
            picture.pts, picture.time_base = at, 1 / stream.average_rate
            container.mux(stream.encode(picture))
        container.mux(stream.encode())


PEAK = """
import sys
from pathlib import Path
from psoas.app.gait.clip import key_points_of_clip
found = key_points_of_clip(sys.argv[1], mode=sys.argv[2])
peak = [line for line in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in line]
print(len(found.time_s), int(peak[0].split()[1]) // 1024)
"""


def memory(source: Clip, mode: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "minute.mp4"
        made_clip(source, path)
        done = subprocess.run(
            [sys.executable, "-c", PEAK, path, mode], capture_output=True, text=True, check=True
        )
        n_frames, peak_mb = done.stdout.split()
        print(f"{clip_of(path).duration_s:.0f} s, {mode}: {n_frames} frames, peak {peak_mb} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("clip", type=Path)
    parser.add_argument("--frames", type=int, default=360)
    parser.add_argument("--memory", action="store_true")
    parser.add_argument("--mode", default="accurate", choices=[*Mode])
    said = parser.parse_args()
    clip = clip_of(said.clip)
    if said.memory:
        memory(clip, said.mode)
        return
    print(f"{clip.size_px[0]}x{clip.size_px[1]}, {clip.codec}, {said.frames} frames\n")
    print("| stage | CPU ms a frame | |\n|-|-|-|")
    for row in rows(clip, said.frames):
        print(row, flush=True)


if __name__ == "__main__":
    main()
