"""The documentation is true: its examples run, and it names everything there is."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path

import pytest
from attrs import fields

from psoas.cli.main import COMMANDS
from psoas.edges import converter
from psoas.evidence import Limit, Source
from psoas.library import shelf
from psoas.loop.assess.interview import Screen
from psoas.loop.assess.model import Disposition, Question, Weight
from psoas.loop.assess.probe import Probe
from psoas.loop.exercise import Exercise
from psoas.loop.measure import Measure
from psoas.loop.retrain.cue import Cue
from psoas.loop.rule import Rule
from psoas.settings import PREFIX, Settings
from tests.kit.gait import csv_of, runner
from tests.kit.legs import as_csv, running_motion
from tests.kit.runs import run_file
from tools import load_chart

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "docs").glob("*.md"))
FRONT = [ROOT / name for name in ("README.md", "GLOSSARY.md", "CONTRIBUTING.md", "CHANGELOG.md")]
ALL = [path for path in (*PAGES, *FRONT) if path.is_file()]
NAMED = [
    "calendar", "change", "check", "commands", "demo", "forecast", "gait", "gait-files", "guard",
    "hip-flexor-load", "how-it-works", "imports", "library", "limits", "load-vectors", "plan",
    "player", "privacy", "retest", "rooms", "settings", "signs", "tests", "workouts",
]  # fmt: skip
SHEET = ROOT / "src" / "psoas" / "app" / "sheets" / "may_train.json"
#: About two screens.
MOST_LINES = 110
#: The shelf's own manual, and what a tool prints of every rule.
LONGER = {"library.md": 218, "how-we-decide.md": 2500}
KINDS = {
    "source": Source,
    "limit": Limit,
    "question": Question,
    "rule": Rule[Disposition],
    "weight": Weight,
    "measure": Measure,
    "cue": Cue,
    "probe": Probe,
    "screen": Screen,
}


def text(name: str) -> str:
    return (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")


def blocks(path: Path, language: str) -> list[str]:
    pattern = rf"^```{language}\n(.*?)^```"
    found = re.findall(pattern, path.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    return [str(each) for each in found]


def with_blocks(language: str) -> list[Path]:
    return [path for path in ALL if blocks(path, language)]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that holds what the examples name."""
    run_file(tmp_path / "watch-files", date(2026, 11, 21)).rename(tmp_path / "run.fit")
    run_file(tmp_path / "watch-files", date(2026, 11, 20))
    (tmp_path / "motion.csv").write_bytes(as_csv(running_motion()))
    (tmp_path / "clip.csv").write_bytes(csv_of(runner(px_per_m=500)))
    shutil.copy(SHEET, tmp_path / "sheet.json")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PSOAS_DB", raising=False)
    return tmp_path


# ── it runs ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("path", with_blocks("python"), ids=lambda each: each.name)
def test_the_python_of_a_page_runs_from_top_to_bottom(path, folder, capsys):
    names: dict[str, object] = {"__name__": "example"}

    for number, block in enumerate(blocks(path, "python"), start=1):
        exec(compile(block, f"{path.name}, block {number}", "exec"), names)  # noqa: S102 - ours

    assert capsys.readouterr().out


def told() -> list[tuple[Path, str, str]]:
    """Return each block of Python that is followed by what it prints."""
    pattern = r"^```python\n(.*?)^```\n\n```text\n(.*?)^```"
    found = []
    for path in ALL:
        text = path.read_text(encoding="utf-8")
        for code, said in re.findall(pattern, text, re.MULTILINE | re.DOTALL):
            found.append((path, str(code).rpartition("```python\n")[2], str(said)))
    return found


@pytest.mark.parametrize(("path", "code", "said"), told())
def test_what_a_block_prints_is_what_the_page_says(path, code, said, folder, capsys):
    exec(compile(code, path.name, "exec"), {"__name__": "example"})  # noqa: S102 - ours

    assert capsys.readouterr().out == said


def test_the_load_page_tells_what_its_blocks_print():
    assert len([path for path, *_ in told() if path.name == "hip-flexor-load.md"]) == 3


def test_the_picture_of_the_load_is_of_the_chart_as_it_is():
    """Else: python -m tools.load_chart"""
    assert load_chart.mark() in load_chart.PICTURE.read_text(encoding="utf-8")


def examples() -> list[list[str]]:
    rows = re.findall(r"^\| `(\w+)` \|.*\| (`psoas .*`) \|$", text("commands"), re.MULTILINE)
    return [
        shlex.split(line)[1:] for _, cell in rows for line in re.findall(r"`(psoas [^`]+)`", cell)
    ]


def test_each_command_has_an_example():
    assert {example[0] for example in examples()} == set(COMMANDS)


def test_the_examples_of_the_commands_run_one_after_the_other(folder):
    """In one process: each example is a line that a reader would type, in the page's order."""
    monday = "2026-11-23"
    takes_now = {"import", "load", "log", "measure", "setup", "check", "plan", "today", "retest"}
    takes_now |= {"report", "recheck", "export", "done", "demo", "season", "ahead"}
    lines = [
        [*args, "--at", monday] if args[0] in takes_now else args
        for args in examples()
        if args[0] != "serve"  # it listens until it is stopped
    ]
    script = (
        "import json, sys\n"
        "from psoas.cli import main\n"
        "for args in json.loads(sys.argv[1]):\n"
        "    try:\n"
        "        main(args)\n"
        "    except SystemExit as end:\n"
        "        print(args[0], end.code or 0, file=sys.stderr)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script, json.dumps(lines)],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    codes = [line.split() for line in ended.stderr.splitlines() if re.fullmatch(r"\w+ \d", line)]

    assert [name for name, _ in codes] == [args[0] for args in lines]
    assert [name for name, code in codes if code != "0"] == [], ended.stderr


@pytest.mark.parametrize("block", blocks(ROOT / "docs" / "library.md", "toml"))
def test_an_example_of_the_shelf_loads_and_refers_to_what_is_there(block):
    raw = tomllib.loads(block)
    (table,) = raw if len(raw) == 1 else ["exercise"]

    entry = (
        converter().structure(raw, Exercise)
        if table == "exercise"
        else converter().structure(raw[table][0], KINDS[table])
    )

    assert set(getattr(entry, "sources", ())) <= set(shelf().sources)


def test_the_shelf_page_shows_every_kind():
    shown = {next(iter(tomllib.loads(b))) for b in blocks(ROOT / "docs" / "library.md", "toml")}

    assert set(KINDS) <= shown


# ── it is complete ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", NAMED)
def test_the_page_is_there(name):
    assert text(name).startswith("# ")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_told(name):
    assert f"| `{name}` |" in text("commands")


@pytest.mark.parametrize("name", [each.name for each in fields(Settings)])
def test_every_setting_is_told_with_its_environment_and_flag(name):
    assert f"| `{name}` | `{PREFIX}{name.upper()}` | `--{name}` |" in text("settings")


@pytest.mark.parametrize(
    "field",
    [each for each in fields(Settings) if each.default not in (None, ...)],
    ids=lambda each: each.name,
)
def test_every_default_is_told(field):
    if isinstance(field.default, str | int):
        row = next(r for r in text("settings").splitlines() if r.startswith(f"| `{field.name}`"))
        assert f"`{field.default}`" in row


def test_no_setting_is_told_that_is_not_there():
    told = set(re.findall(r"^\| `(\w+)` \|", text("settings"), re.MULTILINE))

    assert told == {each.name for each in fields(Settings)}


@pytest.mark.parametrize("measure", shelf().measures.values(), ids=lambda each: each.id)
def test_every_measure_is_told_with_its_side(measure):
    (row,) = [r for r in text("commands").splitlines() if r.startswith(f"| `{measure.id}` |")]

    assert row.endswith("| each |" if measure.sided else "| none |")


def test_the_sample_runner_is_told_as_it_is_made():
    from psoas.app import demo, sample_runner

    told = text("demo").replace("**", "")
    km = ", ".join(f"{each:g}" for each in sample_runner.LONG_KM)

    assert f"{km} km" in told
    for number, unit in (
        (sample_runner.EASY_KM, "km"),
        (sample_runner.EASY_MPS, "m/s"),
        (sample_runner.FAST_MPS, "m/s"),
        (sample_runner.JOG_MPS, "m/s"),
        (sample_runner.LONG_MPS, "m/s"),
        (sample_runner.REPEAT_S, "s"),
        (sample_runner.JOG_S, "s"),
        (sample_runner.WARM_UP_S // 60, "min"),
        (sample_runner.CADENCE_BELOW_USUAL_SPM, "steps"),
    ):
        assert f"{number:g} {unit}" in told
    for readings in demo.READINGS.values():
        assert all(re.search(rf"\b{value:g}\b", told) for _, value in readings)
    assert "made-up" in sample_runner.__doc__
    assert "measured from a person" in told


def test_the_windows_and_limits_that_are_told_are_those_of_the_shelf():
    glossary = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")

    assert f"{shelf().limits['screen-valid'].value:g} days" in glossary
    assert f"at most {shelf().limits['session-cap'].value:g} minutes" in glossary
    assert f"{shelf().limits['heavy-gap'].value:g} hours" in glossary
    assert shelf().limits["guard-window"].value == 30


# ── it is readable and it is ours ────────────────────────────────────────────────────


@pytest.mark.parametrize("path", PAGES, ids=lambda each: each.name)
def test_a_page_is_short(path):
    lines = path.read_text(encoding="utf-8").splitlines()

    assert len(lines) <= LONGER.get(path.name, MOST_LINES)


@pytest.mark.parametrize("path", ALL, ids=lambda each: each.name)
def test_a_link_to_a_page_leads_somewhere(path):
    targets = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))

    assert [each for each in targets if not (path.parent / each).exists()] == []


@pytest.mark.parametrize("path", ALL, ids=lambda each: each.name)
def test_a_folder_or_file_that_is_named_is_there(path):
    pattern = r"`((?:src|tests|tools|docs)/[\w./-]+)`"
    named = re.findall(pattern, path.read_text(encoding="utf-8"))

    assert [each for each in named if not (ROOT / each).exists()] == []


@pytest.mark.parametrize("path", ALL, ids=lambda each: each.name)
def test_no_page_names_a_machine(path):
    said = path.read_text(encoding="utf-8")

    assert re.findall(r"(?<![\w.])/(?:work|tmp|home|root|Users)/\S*", said) == []
