"""The tree keeps its shape: names, sizes, and what no module may do."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import psoas

SRC = Path(psoas.__file__).parent
MOST_LINES = 300

#: Python files that are longer than 300 lines, with their length. May only shrink.
LONGER: dict[str, int] = {}
#: What a name may not be: nobody knows what belongs in such a module.
NO_ROOMS = {"utils", "util", "helpers", "helper", "common", "manager", "base", "service", "misc"}
#: What runs text or bytes as code.
RUNS_CODE = {"eval", "exec", "compile", "__import__"}
UNSAFE_MODULES = {"pickle", "cPickle", "dill", "shelve", "marshal", "joblib", "jsonpickle"}
#: What may catch everything: the loader adds the name of file and entry and raises again, the
#: logbook closes its file and raises again, the web's edge makes a page of what nobody foresaw,
#: and its import job, which nobody waits for, ends with that as its error.
CATCH_ALL = {"library/read.py", "store/logbook.py", "web/errors.py", "web/jobs.py"}
PYTEST_NAME = re.compile(r"[Tt]est|test_|.*_test$")


@cache
def modules() -> tuple[tuple[str, ast.Module], ...]:
    return tuple(
        (path.relative_to(SRC).as_posix(), ast.parse(path.read_text(encoding="utf-8")))
        for path in sorted(SRC.rglob("*.py"))
    )


def nodes() -> Iterator[tuple[str, ast.AST]]:
    for where, tree in modules():
        yield from ((where, node) for node in ast.walk(tree))


def test_there_are_modules_to_look_at():
    assert len(modules()) > 100


def test_no_module_or_folder_is_named_as_pytest_names_tests():
    paths = [path.relative_to(SRC) for path in SRC.rglob("*.py")]
    parts = {part for path in paths for part in path.with_suffix("").parts}

    assert sorted(part for part in parts if PYTEST_NAME.match(part)) == []


def test_no_function_or_class_is_named_as_pytest_names_tests():
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    found = [
        f"{where}: {node.name}"
        for where, node in nodes()
        if isinstance(node, kinds) and PYTEST_NAME.match(node.name)
    ]

    assert found == []


def test_no_name_that_a_module_binds_or_imports_is_one_either():
    found = []
    for where, tree in modules():
        for node in tree.body:
            if isinstance(node, ast.Import | ast.ImportFrom):
                bound = [each.asname or each.name for each in node.names]
            elif isinstance(node, ast.Assign):
                bound = [each.id for each in node.targets if isinstance(each, ast.Name)]
            else:
                continue
            found += [f"{where}: {name}" for name in bound if PYTEST_NAME.match(name)]

    assert found == []


def test_no_module_is_longer_than_a_reader_keeps_in_mind():
    lengths = {
        path.relative_to(SRC).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in SRC.rglob("*.py")
    }
    longer = {name: n for name, n in lengths.items() if n > MOST_LINES}

    assert {name: n for name, n in longer.items() if n > LONGER.get(name, MOST_LINES)} == {}
    assert set(LONGER) <= set(longer), "it has shrunk: take it off the list"


def test_no_room_is_named_for_nothing():
    parts = {part for path in SRC.rglob("*.py") for part in path.relative_to(SRC).parts}

    assert sorted(part for part in parts if part.removesuffix(".py") in NO_ROOMS) == []


def test_nothing_is_checked_with_assert():
    assert [where for where, node in nodes() if isinstance(node, ast.Assert)] == []


def test_nothing_runs_text_as_code():
    found = [
        f"{where}: {node.func.id}"
        for where, node in nodes()
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in RUNS_CODE
    ]

    assert found == []


def test_nothing_reads_a_format_that_runs_code():
    imported = [
        (where, name.split(".")[0])
        for where, node in nodes()
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [each.name for each in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
        )
    ]

    assert [pair for pair in imported if pair[1] in UNSAFE_MODULES] == []


def test_nothing_swallows_every_error():
    bare = [
        where
        for where, node in nodes()
        if isinstance(node, ast.ExceptHandler) and node.type is None
    ]

    assert bare == []


def test_what_catches_everything_is_named_here():
    broad = {
        where
        for where, node in nodes()
        if isinstance(node, ast.ExceptHandler)
        and isinstance(node.type, ast.Name)
        and node.type.id in ("Exception", "BaseException")
    }

    assert broad <= CATCH_ALL


def test_every_module_says_what_it_is_for():
    silent = [
        where
        for where, tree in modules()
        if not ast.get_docstring(tree) and "migrations" not in where
    ]

    assert silent == []
