"""Strict structuring with cattrs: one converter for the shelf, one for JSON and rows."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any, TypeVar

import cattrs

from psoas.evidence import Scalar
from psoas.loop.condition import Answered

T = TypeVar("T")


def _number(value: object, _type: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"write a number without quotes, got {value!r}")
    return float(value)


def _whole(value: object, _type: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"write a whole number without quotes, got {value!r}")
    return value


def _text(value: object, _type: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"write text in quotes, got {value!r}")
    return value


def _truth(value: object, _type: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError(f"write true or false, got {value!r}")
    return value


def _day(value: object, _type: object) -> date:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise TypeError(f"write a date as 2026-01-31, without quotes, got {value!r}")
    return value


def _scalar(value: object, _type: object) -> Scalar:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise TypeError(f"expected text or a number, got {value!r}")
    return value


def _answered(value: object, _type: object) -> Answered:
    if isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, list | tuple) and all(isinstance(each, str) for each in value):
        return tuple(value)
    raise TypeError(f"an answer is true, false, a number, text or a list of texts, got {value!r}")


def _exactly(strict: cattrs.Converter, kind: Any, hook: Callable[[Any, Any], Any]) -> None:
    """Use *hook* for *kind* and not for its subclasses: a StrEnum is no mere str.

    cattrs asks its table of classes, subclasses included, before any predicate; so a class
    goes into that table, and a subclass is made by calling it.
    """
    if not isinstance(kind, type):
        strict.register_structure_hook_func(lambda asked: asked == kind, hook)
        return

    def exact(value: Any, asked: Any) -> Any:
        return hook(value, asked) if asked is kind else asked(value)

    strict.register_structure_hook(kind, exact)


def _strict() -> cattrs.Converter:
    strict = cattrs.Converter(forbid_extra_keys=True, detailed_validation=True)
    _exactly(strict, float, _number)
    _exactly(strict, int, _whole)
    _exactly(strict, str, _text)
    _exactly(strict, bool, _truth)
    _exactly(strict, date, _day)
    _exactly(strict, Answered, _answered)
    _exactly(strict, Scalar, _scalar)
    _exactly(
        strict,
        Answered | None,
        lambda value, kind: None if value is None else _answered(value, kind),
    )
    strict.register_unstructure_hook(Enum, lambda value: value.value)
    strict.register_unstructure_hook(date, lambda value: value.isoformat())
    strict.register_unstructure_hook(datetime, lambda value: value.isoformat())
    return strict


@cache
def converter() -> cattrs.Converter:
    """Return the converter for TOML, whose dates are dates."""
    return _strict()


@cache
def _json_converter() -> cattrs.Converter:
    strict = _strict()
    _exactly(strict, date, lambda value, _type: date.fromisoformat(value))
    _exactly(strict, datetime, lambda value, _type: datetime.fromisoformat(value))
    _exactly(strict, int, lambda value, _type: int(value))  # keys are text in JSON
    return strict


def complaints(error: Exception) -> list[str]:
    """Return what a strict read refused, one line each, naming the place."""
    return cattrs.transform_error(error, path="entry", format_exception=_said)


def _said(error: BaseException, kind: type | None) -> str:
    """Keep our own words; cattrs has none for them."""
    ours = isinstance(error, ValueError | TypeError) and bool(error.args)
    return str(error) if ours else str(cattrs.v.format_exception(error, kind))


_ATOMS = frozenset({float, int, str, bool, type(None)})


def to_plain(value: object) -> Any:
    """Return *value* as dicts, lists, texts and numbers that JSON can hold."""
    return _listed(_json_converter().unstructure(value))


def _listed(value: Any) -> Any:
    """Tuples and sets become lists, enum keys become texts."""
    if isinstance(value, dict):
        return {
            str(key): each if type(each) in _ATOMS else _listed(each) for key, each in value.items()
        }
    if isinstance(value, list | tuple):
        return [_listed(each) for each in value]
    if isinstance(value, set | frozenset):
        return sorted(_listed(each) for each in value)
    return value


def from_plain(value: Any, kind: type[T]) -> T:
    """Return the *kind* that ``to_plain`` wrote."""
    return _json_converter().structure(value, kind)


def to_json(value: object, *, indent: int | None = 2) -> str:
    """Return *value* as JSON text; attrs values become objects."""
    return json.dumps(to_plain(value), indent=indent, ensure_ascii=False, allow_nan=False)
