"""Mistakes made on purpose in the code that disposes, and whether the tests notice.

``python -m tools.mutants [FILE…]`` makes one small mistake at a time in a file of
``loop/assess`` (a comparison flipped, *and* for *or*, a number moved by one, a condition
negated), runs the tests that cover it, and prints how many mistakes they noticed. What no
test can notice stands in ``tools/mutants_equal.toml`` with the proof. Exit 1 where a
mistake passes that does not stand there.
"""

from __future__ import annotations

import ast
import copy
import importlib.abc
import importlib.machinery
import os
import signal
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "src" / "psoas" / "loop" / "assess"
FILES = ("dispose.py", "findings.py", "contradictions.py", "sheet.py")
EQUAL = Path(__file__).with_name("mutants_equal.toml")
#: Asked in this order after the written cases, until one fails.
KILLERS = (
    "tests/unit/assess",
    "tests/spec/test_disposition_rules.py",
)
MOST_S = 120

_COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_COUNTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
}
_NAMES = {"any_of": "all_of", "all_of": "any_of", "any": "all", "all": "any", "max": "min"}
_NAMES |= {"min": "max"}


class Mistake(NamedTuple):
    """One mistake in a file: where, what, and the whole file with it."""

    line: int
    text: str
    """The line as it is, without its indent."""
    what: str
    tree: ast.Module


def mistakes(source: str) -> Iterator[Mistake]:
    """Yield every mistake that is made in *source*, one at a time."""
    tree, lines = ast.parse(source), source.splitlines()
    skipped = _unmutated(tree)
    for number, node in enumerate(ast.walk(tree)):
        if number in skipped:
            continue
        for what, change in _changes(node):
            wrong = copy.deepcopy(tree)
            _apply(wrong, number, change)
            line = getattr(node, "lineno", 0)
            yield Mistake(line, lines[line - 1].strip(), what, ast.fix_missing_locations(wrong))


def _unmutated(tree: ast.Module) -> set[int]:
    """Return the nodes that say nothing at run time: annotations and subscripts of types."""
    silent: set[int] = set()
    for node in ast.walk(tree):
        for name in ("annotation", "returns"):
            part = getattr(node, name, None)
            silent |= {id(each) for each in ast.walk(part)} if part is not None else set()
    return {number for number, node in enumerate(ast.walk(tree)) if id(node) in silent}


def _changes(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """Yield what *node* could be by mistake."""
    match node:
        case ast.Compare():
            yield from _compared(node)
        case ast.Constant(value=int() | float()):
            yield from _counted(node)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _COUNTED:
            other = _COUNTED[type(op)]
            yield other.__name__, ast.BinOp(left=left, op=other(), right=right)
        case ast.Name(id=name) if name in _NAMES:
            yield _NAMES[name], ast.Name(id=_NAMES[name], ctx=ast.Load())
        case _:
            yield from _decided(node)


def _compared(node: ast.Compare) -> Iterator[tuple[str, ast.AST]]:
    for place, op in enumerate(node.ops):
        for wrong in _COMPARED[type(op)]:
            ops: list[ast.cmpop] = [*node.ops[:place], wrong(), *node.ops[place + 1 :]]
            said = f"{type(op).__name__} as {wrong.__name__}"
            yield said, ast.Compare(left=node.left, ops=ops, comparators=node.comparators)


def _counted(node: ast.Constant) -> Iterator[tuple[str, ast.AST]]:
    value = node.value
    if isinstance(value, bool):
        yield f"{not value}", ast.Constant(value=not value)
    elif isinstance(value, int | float):
        for step in (-1, 1):
            yield f"{value + step:g} for {value:g}", ast.Constant(value=value + step)


def _decided(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    match node:
        case ast.BoolOp(op=op, values=values):
            other = ast.Or() if isinstance(op, ast.And) else ast.And()
            yield "and for or", ast.BoolOp(op=other, values=values)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield "not left out", operand
        case ast.IfExp(test=asked, body=body, orelse=rest):
            yield "branches swapped", ast.IfExp(test=asked, body=rest, orelse=body)
        case ast.If(test=asked, body=body, orelse=lines) if not isinstance(asked, ast.Compare):
            negated = ast.UnaryOp(op=ast.Not(), operand=asked)
            yield "negated", ast.If(test=negated, body=body, orelse=lines)
        case _:
            return


def _apply(tree: ast.Module, number: int, change: ast.AST) -> None:
    """Put *change* in place of the node that is *number* in the order of the walk."""
    target = list(ast.walk(tree))[number]
    for parent in ast.walk(tree):
        for name, value in ast.iter_fields(parent):
            if value is target:
                setattr(parent, name, change)
                return
            if isinstance(value, list) and any(each is target for each in value):
                setattr(parent, name, [change if each is target else each for each in value])
                return


class _Wrong(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Loads one module from a tree with a mistake, whatever the file says."""

    def __init__(self, name: str, path: Path, tree: ast.Module) -> None:
        self.name, self.path, self.tree = name, path, tree

    def find_spec(self, fullname: str, *_: object) -> importlib.machinery.ModuleSpec | None:
        """Find the one module that is meant."""
        if fullname != self.name:
            return None
        return importlib.machinery.ModuleSpec(fullname, self, origin=str(self.path))

    def exec_module(self, module: ModuleType) -> None:
        """Run the tree."""
        exec(compile(self.tree, str(self.path), "exec"), module.__dict__)  # noqa: S102 - ours


def is_noticed(file: str, mistake: Mistake) -> bool:
    """Return whether a test fails with *mistake* in *file*; a test that hangs has noticed it."""
    child = os.fork()
    if child == 0:
        _try(file, mistake)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) != 0


def _try(file: str, mistake: Mistake) -> None:
    """Run the tests on the mistake in this process, and end it: 0 where none fails."""
    signal.alarm(MOST_S)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    import pytest

    name = f"psoas.loop.assess.{file.removesuffix('.py')}"
    sys.meta_path.insert(0, _Wrong(name, FOLDER / file, mistake.tree))
    sys.dont_write_bytecode = True
    ended = 1
    try:
        if _breaks_a_written_case():
            os._exit(1)
        for killer in KILLERS:
            ended = int(pytest.main(["-x", "-q", "-p", "no:randomly", "-p", "no:xdist", killer]))
            if ended:
                break
    finally:
        os._exit(ended)


def _breaks_a_written_case() -> bool:
    from psoas.library import shelf
    from tests.kit.rule_cases import breaks, written_cases

    return any(
        breaks(case, shelf().rules[rule])
        for rule, cases in written_cases().items()
        for case in cases
    )


def known_equal() -> dict[tuple[str, str, str], str]:
    """Return the mistakes that no test can notice, with the proof."""
    entries = tomllib.loads(EQUAL.read_text(encoding="utf-8"))["equal"]
    return {(each["file"], each["line"], each["what"]): each["because"] for each in entries}


def main(files: tuple[str, ...]) -> int:
    """Print the score of each file and return how many mistakes passed unnoticed."""
    equal, passed = known_equal(), 0
    for file in files:
        found = list(mistakes((FOLDER / file).read_text(encoding="utf-8")))
        alive = [each for each in found if not is_noticed(file, each)]
        same = [each for each in alive if (file, each.text, each.what) in equal]
        loud = [each for each in alive if each not in same]
        for each in loud:
            print(f"  passes: {file}:{each.line}: {each.what}: {each.text}", flush=True)
        real = len(found) - len(same)
        print(
            f"{file}: {real - len(loud)} of {real} noticed "
            f"({100 * (real - len(loud)) / real:.1f} %), {len(same)} that change nothing",
            flush=True,
        )
        passed += len(loud)
    return passed


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    import attrs  # noqa: F401 - loaded once, before each child is forked
    import pytest  # noqa: F401

    sys.exit(1 if main(tuple(sys.argv[1:]) or FILES) else 0)
