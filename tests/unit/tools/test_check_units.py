"""The unit lint finds a number without its unit, and leaves everything else alone."""

from pathlib import Path

import pytest

from tools.check_units import ALLOWED, TO_RENAME, check, ends_in_unit, findings_in

FOUND = [
    ("a parameter", "def f(speed: float) -> None: ...", ["speed"]),
    ("a parameter that may be missing", "def f(speed: float | None) -> None: ...", ["speed"]),
    ("a keyword-only parameter", "def f(*, rate: float) -> None: ...", ["rate"]),
    ("one of many", "def f(*speeds: float) -> None: ...", ["speeds"]),
    ("what a function returns", "def speed(t_s: float) -> float: ...", ["speed"]),
    ("what a property returns", "class A:\n    def speed(self) -> float: ...", ["speed"]),
    ("a field", "class A:\n    speed: float", ["speed"]),
    ("a field that is a band", "class A:\n    force: Band | None = None", ["force"]),
    ("an array", "def f(speed: NDArray[np.float64]) -> None: ...", ["speed"]),
    ("an array in quotes", "def f(speed: 'NDArray[np.float64]') -> None: ...", ["speed"]),
    ("an alias", "X = Annotated[NDArray[np.float64], 'n']\ndef f(a: X) -> None: ...", ["a"]),
    ("an alias of an alias", "X = NDArray[np.float64]\nY = list[X]\nclass A:\n    a: Y", ["a"]),
    ("a range", "class A:\n    plausible: tuple[float, float]", ["plausible"]),
    ("a list that is returned", "def speeds() -> tuple[float, ...]: ...", ["speeds"]),
    ("a function inside", "def f() -> None:\n    def g(a: float) -> None: ...", ["a"]),
    ("a value without a unit beside it", "class A:\n    value: float", ["value"]),
    ("only the bare name", "def f(value: float, after_s: float) -> None: ...", ["value"]),
    ("a unit that is not last", "class A:\n    s_moving: float", ["s_moving"]),
    ("a table by number", "class A:\n    damage: Mapping[int, float]", ["damage"]),
    ("a constant", "PACE: float = 3.0", ["PACE"]),
]

LEFT_ALONE = [
    ("a unit at the end", "def f(speed_mps: float, *, rate_hz: float) -> None: ..."),
    ("a unit of several words", "class A:\n    moment_nm_per_kg: Band"),
    ("nothing but the unit", "class A:\n    minutes: float"),
    ("a function named for its result", "def angle_deg() -> float: ..."),
    ("a private one", "def _moment_nm_per_kg() -> float: ..."),
    ("a constant", "FAST_MPS: float = 5.0"),
    ("a value beside its unit", "class A:\n    value: float\n    unit: str"),
    ("a value beside its unit, as parameters", "def f(value: float, unit: str) -> None: ..."),
    (
        "a value beside a thing with a unit",
        "class Q:\n    unit: str\ndef f(q: Q, value: float) -> None: ...",
    ),
    ("a validator", "def f(_i: object, a: Attribute[float], value: float) -> None: ..."),
    ("a count", "def f(n_samples: int) -> int: ..."),
    ("a truth", "def f(known: NDArray[np.bool_]) -> bool: ..."),
    ("text or number", "class A:\n    said: str | int | float"),
    ("a function as a parameter", "def f(compare: Callable[[float], float]) -> None: ..."),
    ("a table whose keys carry the unit", "def f(columns: dict[str, NDArray[np.float64]]): ..."),
    ("values by name", "def f(**values: float) -> None: ..."),
    ("a pair, named in the docstring", "def both() -> tuple[float, float]: ..."),
    ("the unit before what it is sorted by", "class A:\n    seconds_by_band: Mapping[B, float]"),
    ("a magic method", "class A:\n    def __float__(self) -> float: ..."),
    ("a name inside a function", "def f() -> None:\n    a: float = 1.0"),
]


def names(source: str) -> list[str]:
    return [finding.name for finding in findings_in(source)]


@pytest.mark.parametrize(("title", "source", "expected"), FOUND, ids=lambda each: str(each)[:40])
def test_it_finds(title, source, expected):
    assert names(source) == expected


@pytest.mark.parametrize(("title", "source"), LEFT_ALONE, ids=lambda each: str(each)[:40])
def test_it_leaves_alone(title, source):
    assert names(source) == []


def test_a_finding_says_where_and_what():
    (finding,) = findings_in("x = 1\n\n\ndef f(speed: float) -> None: ...", file="a.py")

    assert str(finding) == "a.py:4: speed: ends in no unit"
    assert finding.place == "m:f.speed"


def test_a_value_says_what_is_missing():
    (finding,) = findings_in("class A:\n    value: float", file="a.py")

    assert str(finding) == "a.py:2: value: needs a 'unit' beside it"


@pytest.mark.parametrize("name", ["t_s", "SPEED_MPS", "_work_s", "impulse_bw_s", "pain_nrs"])
def test_a_name_may_end_in_a_unit(name):
    assert ends_in_unit(name)


@pytest.mark.parametrize("name", ["speed", "s_moving", "moments", "mps_limit", "goals"])
def test_or_in_none(name):
    assert not ends_in_unit(name)


def test_an_allowed_place_is_hidden_and_one_that_hides_nothing_is_told(tmp_path: Path):
    package = tmp_path / "src" / "p"
    package.mkdir(parents=True)
    (package / "a.py").write_text("class A:\n    speed: float\n    force: Band\n")

    kept = check(package, allowed=("p.a:A.speed", "p.a:B.*"))

    assert [(finding.name, finding.reason) for finding in kept] == [
        ("force", "ends in no unit"),
        ("p.a:B.*", "is allowed and hides nothing: remove it"),
    ]


def test_an_alias_and_a_unit_hold_across_modules(tmp_path: Path):
    package = tmp_path / "src" / "p"
    package.mkdir(parents=True)
    (package / "a.py").write_text("X = NDArray[np.float64]\nclass Q:\n    unit: str\n")
    (package / "b.py").write_text("def f(q: Q, value: float, speed: X) -> None: ...\n")

    assert [finding.name for finding in check(package)] == ["speed"]


@pytest.mark.parametrize("entries", [ALLOWED, TO_RENAME])
def test_every_exception_has_its_reason(entries):
    assert all(reason.strip() for reason in entries.values())
