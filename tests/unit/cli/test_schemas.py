"""What ``--json`` prints has the shape that its schema says, for every command."""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # has no stubs
from referencing import Registry, Resource

import psoas.cli
from psoas.app.diary.weekly import STEPS
from psoas.app.retest.symptoms import ALL_CHANNELS
from psoas.cli.main import COMMANDS
from psoas.cli.shelf import KINDS
from psoas.diary import Outcome, When
from psoas.errors import InvalidAnswer
from psoas.evidence import Grade
from psoas.load import Change, Heavier
from psoas.load.before_onset import THINGS
from psoas.load.guard import RULES
from psoas.load.model import EXPONENTS, Light
from psoas.load.watch import BANDS_MPS
from psoas.loop.assess.model import Disposition, Driver, Running
from psoas.loop.equipment import Equipment
from psoas.loop.measure import Kind
from psoas.loop.retest import Decision, Direction
from psoas.loop.retest.drivers import Found
from psoas.motion.events import EventKind
from psoas.motion.heading import Ground
from psoas.motion.keypoints import Length
from psoas.motion.measures import Standing, Why
from psoas.motion.norms import KINDS as KINDS_OF_GAIT
from psoas.motion.quality import Cause
from psoas.programme import RunKind, SessionKind
from psoas.quantity import Answer, Side
from psoas.runs import Sport
from psoas.store.archive import table_names
from tests.kit.gait import csv_of, runner
from tests.kit.runs import run_file
from tests.kit.sheets import plain_runner
from tests.kit.shell import AT, SHEETS, process, said, told

FOLDER = Path(psoas.cli.__file__).parent / "schemas"
SCHEMAS: dict[str, Any] = {
    path.name: json.loads(path.read_text(encoding="utf-8")) for path in FOLDER.glob("*.json")
}
REGISTRY: Registry[Any] = Registry().with_resources(
    (name, Resource.from_contents(schema)) for name, schema in SCHEMAS.items()
)
#: Commands that print no result, and what a group of commands prints.
WITHOUT = {"serve"}
GROUPS = {
    "library": ("library-check", "library-list"),
    "ahead": ("ahead-import", "ahead-add", "ahead-list", "ahead-drop"),
}
SHARED = {"error", "value", "verdict", "session", "cue-run"}
TODAY = date(2026, 11, 22)


def fits(name: str, value: Any) -> Any:
    """Fail with every breach of the schema; return *value*."""
    check = Draft202012Validator(
        SCHEMAS[f"{name}.json"],
        registry=REGISTRY,
        format_checker=Draft202012Validator.FORMAT_CHECKER,
    )
    assert [f"{e.json_path}: {e.message}" for e in check.iter_errors(value)] == []
    return value


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("files")
    for days_ago in (3, 5, 8, 10, 12, 15, 17, 19):
        run_file(folder, TODAY - timedelta(days=days_ago), km=3.2)
    run_file(folder, TODAY - timedelta(days=1), km=6.0)  # beyond what the guard likes
    run_file(folder, TODAY - timedelta(days=2), sport="walking", speed_mps=1.4, km=0.5)
    return folder


@pytest.fixture(scope="module")
def lived_in(files: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a logbook with something of everything."""
    db = tmp_path_factory.mktemp("lived-in") / "logbook.db"
    told("import", files, "--db", db, "--at", AT)
    told("setup", "--equipment", "band,kettlebell", "--side", "right", "--db", db, "--at", AT)
    told("log", "--pain", 2, "--when", "during", "--sitting", 8, "--db", db, "--at", AT)
    held = {"10-11": 12, "10-18": 14, "10-25": 15, "11-01": 26, "11-08": 32, "11-20": 31}
    for day, value in held.items():
        reading = ("hip-flexor-hold", value, "--side", "right")
        told("measure", *reading, "--db", db, "--at", f"2026-{day}")
    told("measure", "pain-nrs-run", 3, "--db", db, "--at", "2026-11-01")
    told("check", SHEETS / "may_train.json", "--db", db, "--at", AT)
    told("plan", "--weeks", 2, "--db", db, "--at", AT)
    return db


@pytest.fixture
def db(lived_in: Path, tmp_path: Path) -> Path:
    """Return a copy of it that a test may change."""
    return Path(shutil.copy(lived_in, tmp_path / "logbook.db"))


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    db = tmp_path / "empty.db"
    told("log", "--sitting", 1, "--db", db, "--at", AT)
    return db


def test_every_command_that_prints_a_result_has_a_schema() -> None:
    expected = {
        f"{name}.json"
        for command in set(COMMANDS) - WITHOUT
        for name in GROUPS.get(command, (command,))
    }

    assert set(SCHEMAS) == expected | {f"{name}.json" for name in SHARED}


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_a_schema_is_one(name: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[name])


def _objects(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        if schema.get("type") == "object" and "properties" in schema:
            yield schema
        for each in schema.values():
            yield from _objects(each)
    elif isinstance(schema, list):
        for each in schema:
            yield from _objects(each)


def _closed(schema: dict[str, Any]) -> bool:
    return "additionalProperties" in schema


@pytest.mark.parametrize("name", sorted(set(SCHEMAS) - {"library-list.json", "session.json"}))
def test_no_object_takes_unknown_keys(name: str) -> None:
    # 'if' and 'then' repeat parts of an object that is closed already
    described = [each for each in _objects(SCHEMAS[name]) if "required" in each]

    assert described
    assert all(map(_closed, described))


def test_a_session_is_closed_by_those_who_use_it() -> None:
    for user in ("plan.json", "today.json"):
        text = json.dumps(SCHEMAS[user])
        assert text.count('"session.json"') == text.count('"unevaluatedProperties": false') == 1


def _at(schema: str, path: str) -> Any:
    found: Any = SCHEMAS[f"{schema}.json"]
    for step in path.split("/"):
        found = found[int(step) if step.isdigit() else step]
    return found


@pytest.mark.parametrize(
    ("schema", "path", "words"),
    [
        ("check", "properties/disposition/enum", [*Disposition, None]),
        ("check", "properties/drivers/items/enum", [*Driver]),
        ("check", "properties/running/enum", [*Running]),
        ("verdict", "properties/grade/enum", [*Grade]),
        ("load", "properties/guard/items/properties/grade/enum", [*Grade]),
        ("load", "properties/guard/items/properties/level/enum", [*Light]),
        ("load", "properties/guard_counts/required", [*Light]),
        ("season", "properties/changed/items/properties/change/enum", [*Change]),
        (
            "season",
            "properties/changed/items/properties/what/enum",
            [*THINGS, "units", "cadence", "return"],
        ),
        ("weeks", "properties/verdict/properties/level/enum", [*Heavier]),
        ("load", "properties/guard_counts_by_rule/required", [*RULES]),
        ("load", "$defs/verdict_on_run/properties/rule/enum", [*RULES, "G6", "diary", "check"]),
        ("today", "properties/light/properties/level/enum", [*Light]),
        ("run", "properties/sport/enum", [*Sport]),
        ("import", "properties/by_sport/propertyNames/enum", [*Sport]),
        (
            "run",
            "properties/load/anyOf/0/properties/units/required",
            [f"m{m}" for m in EXPONENTS],
        ),
        (
            "run",
            "properties/load/anyOf/0/properties/seconds_by_band/required",
            ["walk", *BANDS_MPS],
        ),
        ("log", "properties/kept/properties/pain/properties/when/enum", [*When]),
        ("setup", "properties/kept/properties/tight_side/enum", [*Side]),
        ("setup", "properties/kept/properties/equipment/items/enum", [*Equipment]),
        ("plan", "properties/days/items/properties/run/enum", [*RunKind]),
        ("ahead-add", "properties/kept/properties/kind/enum", [*RunKind, None]),
        ("ahead-list", "properties/runs/items/properties/level/enum", [*Light, None]),
        ("session", "properties/kind/enum", [*SessionKind]),
        ("retest", "properties/changes/items/properties/direction/enum", [*Direction]),
        ("retest", "properties/decision/properties/level/enum", [*Decision]),
        ("forecast", "properties/drivers/anyOf/0/properties/found/enum", [*Found]),
        (
            "forecast",
            "properties/drivers/anyOf/0/properties/likeliest/enum",
            [*ALL_CHANNELS, "sitting"],
        ),
        ("measure", "properties/attempt/properties/outcome/enum", [*Outcome]),
        ("measure", "properties/attempt/properties/controlled/enum", [*Answer]),
        ("tests", "properties/tests/items/properties/kind/enum", [*Kind]),
        ("tests", "properties/tests/items/properties/allowed/enum", [*Answer]),
        ("feel", "properties/week/properties/hurt/enum", [*STEPS]),
        ("export", "properties/rows/required", table_names()),
        ("restore", "properties/rows/required", table_names()),
        ("library-check", "properties/counts/required", [*KINDS, "drawings", "texts"]),
        (
            "gait",
            "properties/measures/propertyNames/enum",
            [*KINDS_OF_GAIT, "swing_moment", "iliopsoas_force"],
        ),
        ("gait", "properties/refused/items/properties/reason/enum", [*Why]),
        ("gait", "properties/events/items/properties/event/enum", [*EventKind]),
        ("gait", "properties/quality/properties/ground/enum", [*Ground]),
        ("gait", "properties/quality/properties/unit/enum", [*Length]),
        (
            "gait",
            "properties/quality/properties/warnings/items/properties/cause/enum",
            [*Cause],
        ),
        (
            "gait",
            "properties/measures/additionalProperties/properties/verdict/enum",
            [*Standing],
        ),
        (
            "gait",
            "properties/measures/additionalProperties/properties/why/enum",
            [*Why, None],
        ),
    ],
)
def test_a_closed_list_is_the_programs_own(
    schema: str, path: str, words: list[StrEnum | str | None]
) -> None:
    assert set(_at(schema, path)) == set(words)


def test_import(files: Path, tmp_path: Path) -> None:
    folder = tmp_path / "new"
    run = run_file(folder, TODAY, km=0.5)
    (folder / "again.fit.gz").write_bytes(gzip.compress(run.read_bytes()))
    (folder / "._beside.fit").write_bytes(b"\x00\x05\x16\x07" + bytes(40))
    (folder / "login.fit").write_text("<!doctype html><html><body>Log in</body></html>")

    found = fits("import", told("import", folder, "--db", tmp_path / "new.db", "--at", AT))

    assert {key: found[key] for key in ("new", "runs", "duplicate")} == {
        "new": 1,
        "runs": 1,
        "duplicate": 1,
    }
    assert [Path(each["file"]).name for each in found["skipped"]] == ["._beside.fit"]
    assert [Path(each["file"]).name for each in found["failed"]] == ["login.fit"]


def test_import_of_nothing_readable_exits_1(tmp_path: Path) -> None:
    (tmp_path / "login.fit").write_text("<!doctype html><html><body>Log in</body></html>")

    found = told("import", tmp_path, "--db", tmp_path / "x.db", "--at", AT, exit_code=1)

    assert len(fits("import", found)["failed"]) == 1


def test_run(files: Path) -> None:
    found = fits("run", told("run", files / "2026-11-21-running.fit"))

    assert found["sport"] == "run"
    assert found["load"]["moment_nm_per_kg"]["median"]["central"] > 0


def test_run_of_a_walk_has_no_load(files: Path) -> None:
    found = fits("run", told("run", files / "2026-11-20-walking.fit"))

    assert (found["sport"], found["load"]) == ("walk", None)


@pytest.mark.parametrize("how", [{}, {"px_per_m": 500.0}, {"seconds": 5.0, "rate_hz": 30.0}])
@pytest.mark.parametrize("args", [(), ("--height", 1.75, "--speed", 3.5, "--side", "left")])
def test_gait(tmp_path: Path, how: dict[str, float], args: tuple[object, ...]) -> None:
    file = tmp_path / "clip.csv"
    file.write_bytes(csv_of(runner(**how)))  # type: ignore[arg-type]  # its own keywords

    assert fits("gait", told("gait", file, *args))["events"]


def test_load(db: Path) -> None:
    found = fits("load", told("load", "--db", db, "--at", AT))

    assert found["max_30d"]["runs"] == 9
    assert sum(found["guard_counts"].values()) == 9
    assert found["guard"][-1]["level"] == "amber"


def test_load_with_planned_runs(db: Path) -> None:
    plans = ("--planned", 5, "--planned", "10:400@2026-11-24T18:00")
    found = fits("load", told("load", "--db", db, *plans, "--at", AT))

    assert [each["distance_m"] for each in found["planned"]] == [5000, 10000]
    assert [each["fast_m"] for each in found["planned"]] == [None, 400]
    assert [each["level"] for each in found["planned"]] == ["green", "amber"]
    rules = [each["rule"] for each in found["planned"][1]["guard"]]
    assert rules == ["G1", "G2", "G3", "G4", "G5", "G7", "G8", "check", "G6"]
    assert found["guard_counts"] == found["guard_counts_by_rule"]["G1"]
    assert all(len(each["rules"]) == 7 for each in found["guard"])


def test_metronome(tmp_path: Path) -> None:
    out = tmp_path / "beats" / "beat.wav"
    asked = ("--cadence", 170, "--minutes", 0.1, "--on", 1, "--off", 1, "--out", out)
    found = fits("metronome", told("metronome", *asked))

    assert out.stat().st_size == found["bytes"]
    assert out.read_bytes()[8:12] == b"WAVE"


def test_a_beat_that_nobody_can_run_to_is_refused(tmp_path: Path) -> None:
    out = tmp_path / "beat.wav"
    with pytest.raises(InvalidAnswer, match="100 to 240"):
        told("metronome", "--cadence", 400, "--out", out)

    assert not out.exists()


def test_a_plan_is_written_out(db: Path, tmp_path: Path) -> None:
    ways = {"ics": "plan.ics", "text": "plan.txt", "page": "plan.html", "fit": "watch"}
    args = [part for way, name in ways.items() for part in (f"--{way}", tmp_path / name)]
    found = fits("plan", told("plan", *args, "--db", db, "--at", AT))
    again = told("plan", *args, "--db", db, "--at", AT)

    wrote = [Path(each) for each in found["wrote"]]
    assert [path.name for path in wrote[:3]] == ["plan.ics", "plan.txt", "plan.html"]
    assert {path.suffix for path in wrote[3:]} == {".fit"}
    assert all(path.stat().st_size > 100 for path in wrote)
    assert again == found  # the plan that is there is written out, not a new one
    assert told("plan", "--db", db, "--at", AT)["wrote"] == []


def test_ahead(db: Path, tmp_path: Path) -> None:
    table = tmp_path / "plan.csv"
    table.write_text("date,title,distance_km\n2026-11-24,Long,14\n2026-11-25,Easy,x\n")
    brought = fits("ahead-import", told("ahead", "import", table, "--db", db, "--at", AT))
    again = told("ahead", "import", table, "--db", db, "--at", AT)
    typed = ("2026-11-26", "Track", "--parts", "2km@6:00 + 6x400m@3:15")
    kept = fits("ahead-add", told("ahead", "add", *typed, "--db", db, "--at", AT))["kept"]
    runs = fits("ahead-list", told("ahead", "list", "--db", db, "--at", AT))["runs"]

    assert (brought["new"], len(brought["failed"]), again["duplicate"]) == (1, 1, 1)
    assert brought["failed"][0]["where"] == "plan.csv, line 3"
    assert kept["distance_m"] == 4400
    assert [(each["kind"], each["level"]) for each in runs] == [("long", "red"), ("hard", "amber")]
    assert "This run would be" in runs[0]["says"][0]["text"]
    assert [each["run"] for each in told("load", "--db", db, "--at", AT)["planned"]] == [
        f"planned-{each['id']}" for each in runs
    ]
    gone = fits("ahead-drop", told("ahead", "drop", kept["id"][:6], "--db", db))["dropped"]
    assert [each["id"] for each in gone] == [kept["id"]]
    assert len(told("ahead", "drop", "--from", "plan.csv", "--db", db)["dropped"]) == 1


def test_ahead_of_nothing_readable_exits_1(db: Path, tmp_path: Path) -> None:
    page = tmp_path / "login.csv"
    page.write_text("<!doctype html><html>Log in</html>")

    found = told("ahead", "import", page, "--db", db, "--at", AT, exit_code=1)

    assert len(fits("ahead-import", found)["failed"]) == 1


def test_load_of_the_last_days(db: Path) -> None:
    assert len(fits("load", told("load", "--db", db, "--days", 4, "--at", AT))["guard"]) == 2


def test_a_date_that_cannot_be_true_counts_in_no_load_and_is_told(db: Path, tmp_path: Path) -> None:
    def seen() -> tuple[Any, Any, Any]:
        load = fits("load", told("load", "--db", db, "--at", AT))
        season = told("season", "--db", db, "--at", AT)
        return load, season, told("today", "--db", db, "--at", AT)["guard"]

    load, season, guard = seen()
    for day in (date(1989, 12, 31), date(2036, 2, 7)):
        run_file(tmp_path / "odd", day, km=30)
    assert told("import", tmp_path / "odd", "--db", db, "--at", AT)["runs"] == 2
    odd_load, odd_season, odd_guard = seen()

    assert (load.pop("undated"), odd_load.pop("undated")) == ([], ["1989-12-31", "2036-02-07"])
    assert (odd_load, odd_season, odd_guard) == (load, season, guard)
    for command in ("load", "season"):
        text = said(command, "--db", db, "--at", AT).stdout
        assert "2 recordings lie before 2000 or after today (1989-12-31 to 2036-02-07)" in text
    # nothing is lost: when its day has come it counts
    assert told("load", "--db", db, "--at", "2036-02-07T20:00")["days"][-1]["on"] == "2036-02-07"


def test_load_of_a_logbook_without_runs(empty: Path) -> None:
    assert fits("load", told("load", "--db", empty, "--at", AT))["days"] == []


def test_season(db: Path) -> None:
    found = fits("season", told("season", "--db", db, "--at", AT))

    assert (found["covered"]["first"], len(found["days"])) == ("2026-11-03", 19)
    assert found["days"][-1]["max_30d"]["longest_m"] == pytest.approx(6000, rel=0.01)
    assert found["onset"]["on"] == "2026-10-25"
    assert {each["change"] for each in found["changed"]} == {"cannot-tell"}


def test_forecast_with_too_few_scores(db: Path) -> None:
    found = fits("forecast", told("forecast", "--db", db, "--at", AT))

    assert found["withheld"]["values"] == {"n": 1, "missing": 27}
    assert found["week"] is found["tomorrow"] is found["drivers"] is None


@pytest.mark.parametrize("race", [(), ("--race", "2026-12-20")])
def test_forecast(db: Path, race: tuple[object, ...]) -> None:
    for day in range(1, 31):
        at = f"2026-10-{day:02d}T08:00"
        told("log", "--pain", 2 + day % 3, "--when", "morning", "--db", db, "--at", at)
        told("log", "--sitting", 5 + day % 4, "--db", db, "--at", at)
    if race:
        told("setup", *race, "--db", db, "--at", AT)
    found = fits("forecast", told("forecast", "--running", 50, "--db", db, "--at", AT))

    assert sum(found["week"]["chance_by_score"]) == pytest.approx(1, abs=0.001)
    assert found["week"]["before_race"] == bool(race)
    assert found["week"]["first_on"] == ("2026-12-13" if race else "2026-12-14")
    assert found["week"]["other_plan"]["running_pct"] == 50
    assert found["tomorrow"]["chance"]["low"] <= found["tomorrow"]["chance"]["high"]
    assert set(found["drivers"]["chance_by_load"]) >= {"distance", "sitting"}
    assert found["exercise"]["why"]["level"] == "studies"


def test_season_of_the_last_days(db: Path) -> None:
    found = fits("season", told("season", "--db", db, "--days", 4, "--at", AT))

    assert [each["on"] for each in found["days"]] == ["2026-11-19", "2026-11-20", "2026-11-21"]
    assert found["days"][-1]["sum_7d"]["distance_m"] > 0


def test_season_of_a_logbook_without_runs(empty: Path) -> None:
    found = fits("season", told("season", "--db", empty, "--at", AT))

    assert (found["covered"], found["days"], found["changed"]) == (None, [], [])


@pytest.mark.parametrize(
    ("a", "b", "level"),
    [
        ("tue 8km@5:30", "tue 8km@5:30, thu 6x400m@3:15", "b-more"),
        ("rest", "REST", "same"),
        ("sat 5mi@8:50/mi", "sat 90min@12km/h", "b-more"),
    ],
)
def test_weeks(a: str, b: str, level: str) -> None:
    assert fits("weeks", told("weeks", a, b))["verdict"]["level"] == level


def test_weeks_that_are_not_understood() -> None:
    found = process("weeks", "rest", "tue 8km", "--json")

    assert found.returncode == 1
    assert "week B, run 1" in fits("error", json.loads(found.stdout))["error"]["where"]


@pytest.mark.parametrize(
    ("args", "kept"),
    [
        (("--pain", 3, "--when", "morning"), {"pain"}),
        (("--pain", 0, "--when", "after", "--side", "both"), {"pain"}),
        (("--sitting", 7.5), {"sitting"}),
        (("--pain", 10, "--when", "before", "--side", "left", "--sitting", 0), {"pain", "sitting"}),
    ],
)
def test_log(db: Path, args: tuple[object, ...], kept: set[str]) -> None:
    assert set(fits("log", told("log", *args, "--db", db, "--at", AT))["kept"]) == kept


def test_log_takes_back_what_was_entered_last_today_and_nothing_older(db: Path) -> None:
    told("log", "--pain", 3, "--when", "morning", "--db", db, "--at", "2026-11-21T08:00")
    told("log", "--pain", 9, "--when", "after", "--db", db, "--at", AT)
    back = fits("log", told("log", "--undo", "--db", db, "--at", AT))["undone"]

    assert (back["pain_nrs"], back["when"]) == (9, "after")
    again = process("log", "--undo", "--json", "--db", db, "--at", "2026-11-30T08:00")
    assert again.returncode == 1
    assert "today" in fits("error", json.loads(again.stdout))["error"]["what"]


@pytest.mark.parametrize("args", [("side-plank", 40, "--side", "left"), ("running-cadence", 168)])
def test_measure(db: Path, args: tuple[object, ...]) -> None:
    assert fits("measure", told("measure", *args, "--db", db))["kept"]["value"] == args[1]


@pytest.mark.parametrize(
    "args",
    [
        ("dead-bug", "--side", "left", "--seen", "none"),
        ("dead-bug", "--side", "left", "--seen", "back-arches,ribs-flare", "--pain", 2),
        ("side-plank", 20, "--side", "left", "--pain", 7),
        ("side-plank", "--side", "left", "--outcome", "could-not"),
        ("modified-thomas-held", 4, "--side", "right"),
        ("modified-thomas-held", 4, "--side", "right", "--controlled", "yes"),
        (
            "modified-thomas-held", "--side", "right", "--controlled", "yes",
            *("--points", "800,400 1200,329 100,700 1500,700") * 3,
        ),
    ],
)  # fmt: skip
def test_measure_of_every_kind(db: Path, args: tuple[object, ...]) -> None:
    said = fits("measure", told("measure", *args, "--db", db))
    kept = said["attempt"]["outcome"] == "scored"
    assert (said["kept"] is not None) == kept
    undone = fits("measure", told("measure", "--undo", "--db", db))["undone"]
    assert undone == said["attempt"]


def test_tests(db: Path, empty: Path) -> None:
    found = fits("tests", told("tests", "--db", db, "--at", AT))["tests"]
    hold = {each["id"]: each for each in found}["hip-flexor-hold"]
    assert any(each["value"] is not None for each in hold["last"])
    unchecked = fits("tests", told("tests", "--db", empty, "--at", AT))["tests"]
    assert {each["allowed"] for each in unchecked} == {"yes", "unknown"}


def test_feel(db: Path) -> None:
    own = [arg for name in ("hills", "desk", "stairs") for arg in ("--activity", f"{name}=4")]
    said = ("feel", "--pain-now", 2, *own, "--cut-back", "much", "--db", db)
    found = fits("feel", told(*said))
    assert found["week"]["pain-nrs-now"] == 2
    assert {each["text"][:4] for each in found["said"]} >= {"Pain", "This"}
    assert fits("feel", told("feel", "--undo", "--db", db))["week"] == {}


@pytest.mark.parametrize(
    "args",
    [
        (),
        ("--equipment", ""),
        ("--equipment", "band, box", "--days", "0,2,4", "--race", "2027-04-11", "--side", "left"),
    ],
)
def test_setup(db: Path, args: tuple[object, ...]) -> None:
    fits("setup", told("setup", *args, "--db", db))


def test_check_of_a_runner_who_may_train(db: Path) -> None:
    found = fits("check", told("check", SHEETS / "may_train.json", "--db", db))

    assert found["disposition"] in ("PROGRAMME", "PROGRAMME_MONITORED")
    assert found["exercises"]


def test_check_of_a_runner_for_a_clinician(db: Path) -> None:
    found = fits("check", told("check", SHEETS / "needs_clinician.json", "--db", db))

    assert (found["exercises"], found["error"]) == ([], None)


def test_check_of_an_answer_that_cannot_be_true(tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.json"
    sheet.write_text(json.dumps({"id": "x", "structured": plain_runner(pain_run_0_10=11)}))

    found = fits("check", told("check", sheet, exit_code=1))

    assert (found["id"], found["disposition"]) == ("x", None)
    assert found["error"]["where"] == "pain_run_0_10"


def test_check_schema_refuses_exercises_for_one_who_is_referred() -> None:
    found = told("check", SHEETS / "needs_clinician.json")
    found["exercises"] = ["Shin box"]

    with pytest.raises(AssertionError, match=r"\$\.exercises"):
        fits("check", found)


@pytest.mark.parametrize("args", [("--weeks", 1), ("--race", "2026-12-20")])
def test_plan(db: Path, args: tuple[object, ...]) -> None:
    assert fits("plan", told("plan", *args, "--db", db, "--at", AT))["days"]


def test_today(db: Path) -> None:
    found = fits("today", told("today", "--db", db, "--at", "2026-11-23T08:00"))

    assert (found["screening"], found["run"] is None) == (None, False)


def test_today_over_a_plan_has_sessions(db: Path) -> None:
    days = [f"2026-11-{day}T08:00" for day in range(22, 29)]
    found = [fits("today", told("today", "--db", db, "--at", day)) for day in days]

    assert any(each["sessions"] for each in found)


def test_today_after_the_screen_has_expired(db: Path) -> None:
    found = fits("today", told("today", "--db", db, "--at", "2026-12-06T09:00"))

    assert found["screening"] is not None


def test_today_without_a_check(empty: Path) -> None:
    assert fits("today", told("today", "--db", empty, "--at", AT))["screening"] is not None


def test_done(db: Path) -> None:
    days = told("plan", "--db", db, "--at", AT)["days"]
    session = next(each for day in days for each in day["sessions"])
    pains = ("--before", 1, "--pain", 2, "--after", 0)

    found = fits("done", told("done", session["id"], *pains, "--db", db, "--at", AT))

    assert found["done"]["session"] == session["id"]
    assert found["exercises"] == len(session["exercises"])
    assert found["sets"] == []
    assert found["recheck"][0].startswith("Since your check")

    two = ("--set", "dead-bug:left:8:reserve=2:pain=1", "--set", "side-plank:right:20s")
    found = fits("done", told("done", session["id"], *two, "--db", db, "--at", AT))
    assert [each["reps"] for each in found["sets"]] == [8, None]
    assert found["done"]["pain_nrs"] == 1

    file = db.parent / "record.json"
    file.write_text(json.dumps({"record": "r", "session": session["id"], "sets": []}))
    found = fits("done", told("done", "--record", file, "--db", db, "--at", AT))
    assert found == {"done": None, "exercises": 0, "sets": [], "recheck": []}


@pytest.mark.parametrize("answer", ["yes", "not-sure"])
def test_a_recheck_that_is_not_none_ends_the_sessions_until_the_check(
    db: Path, answer: str
) -> None:
    found = fits("recheck", told("recheck", f"--{answer}", "--db", db, "--at", AT))
    assert (found["felt"], found["screening"]["level"]) == (answer, "not-screened")

    now = fits("today", told("today", "--db", db, "--at", AT))
    assert (now["screening"]["text"], now["sessions"]) == (found["screening"]["text"], [])
    again = process("recheck", "--none", "--json", "--db", db, "--at", AT)
    assert again.returncode == 1
    assert found["screening"]["text"] in json.loads(again.stdout)["error"]["what"]

    later = "2026-11-22T10:00"
    told("check", SHEETS / "may_train.json", "--db", db, "--at", later)
    assert told("today", "--db", db, "--at", later)["screening"] is None


def test_a_recheck_is_asked_once_a_session_and_a_day(db: Path) -> None:
    days = told("plan", "--db", db, "--at", AT)["days"]
    at, session = next((day["on"] + "T08:00", s["id"]) for day in days for s in day["sessions"])
    asked = fits("recheck", told("recheck", "--db", db, "--at", at))
    assert (asked["session"], asked["felt"], asked["answered_at"]) == (session, None, None)
    assert told("today", "--db", db, "--at", at)["recheck"] == asked["ask"]

    found = fits("recheck", told("recheck", "--none", "--db", db, "--at", at))
    assert (found["session"], found["felt"], found["screening"]) == (session, "none", None)
    assert found["answered_at"].startswith(at)
    assert fits("recheck", told("recheck", "--db", db, "--at", at)) == found
    assert told("today", "--db", db, "--at", at)["recheck"] == []
    assert told("done", "--db", db, "--at", at)["recheck"] == []


def test_a_recheck_of_before_the_check_is_not_told_as_kept(db: Path) -> None:
    found = process("recheck", "--yes", "--db", db, "--at", "2026-11-22T08:00")
    assert found.returncode == 1
    assert "without --at" in found.stderr


def test_retest(db: Path) -> None:
    found = fits("retest", told("retest", "--db", db, "--at", AT))

    assert {each["direction"] for each in found["changes"]} == {"better", "cannot-tell-yet"}


def test_retest_without_readings(empty: Path) -> None:
    assert fits("retest", told("retest", "--db", empty, "--at", AT))["changes"] == []


def test_report(db: Path, tmp_path: Path) -> None:
    out = tmp_path / "report.html"

    fits("report", told("report", "--out", out, "--db", db, "--at", AT))

    assert out.stat().st_size > 1000


def test_export_restore_and_forget(db: Path, tmp_path: Path) -> None:
    out, other = tmp_path / "all.zip", tmp_path / "other.db"

    written = fits("export", told("export", out, "--db", db, "--at", AT))
    read = fits("restore", told("restore", out, "--db", other))
    removed = fits("forget", told("forget", "--yes", "--db", db))

    assert read["rows"] == written["rows"]
    assert (str(db) in removed["removed"], db.exists(), other.exists()) == (True, False, True)


def test_rederive(lived_in: Path) -> None:
    assert fits("rederive", told("rederive", "--all", "--db", lived_in))["activities"] > 5


def test_library_check() -> None:
    assert fits("library-check", told("library", "check"))["problems"] == []


@pytest.mark.parametrize("kind", KINDS)
def test_library_list(kind: str) -> None:
    fits("library-list", told("library", "list", kind))


def test_demo(tmp_path: Path) -> None:
    found = fits("demo", told("demo", "--db", tmp_path / "demo.db", "--at", AT))

    assert found["runs"] > 40


def test_doctor() -> None:
    fits("doctor", told("doctor"))


def test_an_error_goes_to_stdout_as_json_and_exits_1(tmp_path: Path) -> None:
    garbage = tmp_path / "garbage.fit"
    garbage.write_bytes(bytes(range(256)) * 4)

    for file in (tmp_path / "missing.fit", garbage):
        found = process("run", file, "--json")

        assert found.returncode == 1
        assert fits("error", json.loads(found.stdout))["error"]["fix"]
        assert "Traceback" not in found.stderr


@pytest.mark.parametrize(
    "args",
    [
        ("no-such-command",),
        ("run",),
        ("run", "a.fit", "--no-such-option"),
        ("log", "--pain", "11", "--when", "after"),
        ("log", "--pain", "3"),
        ("log", "--undo", "--sitting", "3"),
        ("check", "sheet.json", "--clinician", "page.pdf"),
        ("measure", "side-plank", "long"),
        ("recheck", "--none", "--not-sure"),
        ("check",),
        ("plan", "--weeks", "0"),
        ("report", "--out", "report.docx"),
        ("retest", "--since", "2026-11-23", "--at", "2026-11-22"),
    ],
)
def test_wrong_usage_exits_2(args: tuple[str, ...]) -> None:
    from click.testing import CliRunner

    from psoas.cli.main import psoas as group

    assert CliRunner().invoke(group, args).exit_code == 2


def _sheet(name: str, **answers: Any) -> bytes:
    record = {"id": name, "structured": plain_runner(**answers)}
    return json.dumps(record, ensure_ascii=False).encode()


def test_a_batch_answers_each_line_in_order(tmp_path: Path) -> None:
    lines = [
        _sheet("good"),
        b'{"id": "cut", "structured": {',
        _sheet("impossible", pain_run_0_10=11),
        _sheet("unknown-key", favourite_shoe="red"),
        b"[1, 2]",
        b'{"id": "half a letter", "free_text": "\\ud800", "structured": {}}',
        b'{"id": "not utf-8 \xff", "structured": {}}',
        b'{"id": "long", "age": ' + b"9" * 5000 + b', "structured": {}}',
        b'{"id": "deep", "structured": ' + b"[" * 2000 + b"]" * 2000 + b"}",
        b'{"id": "not a number", "structured": {"pain_run_0_10": NaN}}',
        '{"id": "a\u2028line", "structured": {}}'.encode(),
        b'{"id": null, "structured": {}}',
        _sheet("referred", weight_bearing="unable"),
    ]
    file = tmp_path / "cases.jsonl"
    file.write_bytes(b"\xef\xbb\xbf" + b"\r\n".join(lines) + b"\n\n")

    found = process("check", file, "--batch")
    answers = [fits("check", json.loads(line)) for line in found.stdout.split("\n") if line]

    assert found.returncode == 0, found.stderr
    assert [(each["id"], each["disposition"]) for each in answers] == [
        ("good", "PROGRAMME"),
        ("", None),
        ("impossible", None),
        ("unknown-key", None),
        ("", None),
        ("", None),
        ("", None),
        ("", None),
        ("", None),
        ("not a number", None),
        ("a\u2028line", "CLINICIAN"),
        ("", "CLINICIAN"),
        ("referred", "EMERGENCY"),
    ]
