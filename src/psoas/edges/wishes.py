"""Reading wishes as people type them: ``minutes=12``, ``days=mon,thu``, ``dose=iliopsoas:6``."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import suppress

from psoas.errors import InvalidAnswer
from psoas.loop.exercise import Target
from psoas.programme.model import RunKind
from psoas.programme.things import NAMED_SETS
from psoas.programme.wish import WEEKDAYS, NotAWish, Wish, WishKind

EXAMPLES = {
    WishKind.DAYS: "days=mon,thu",
    WishKind.FREE: "free=hard or free=fri",
    WishKind.MINUTES: "minutes=12",
    WishKind.STRENGTH: "strength=3",
    WishKind.DOSE: "dose=iliopsoas:6",
    WishKind.WITH: "with=circuit:1",
    WishKind.WITHOUT: "without=side-plank",
    WishKind.REST: "rest=2",
}
COUNTED = (WishKind.MINUTES, WishKind.STRENGTH, WishKind.REST)
#: Said twice they would be two wishes: Monday alone and Tuesday alone leave no day.
ONCE = (WishKind.DAYS, *COUNTED)
#: Beyond these a number was mistyped. psoas-convention
MOST = 60.0
MOST_WISHES = 12


def _refuse(said: str, fix: str) -> InvalidAnswer:
    return InvalidAnswer(f"{said!r} is not a wish", where="wish", fix=fix)


def _amount(text: str, said: str, kind: WishKind) -> float:
    try:
        amount = float(text)
    except ValueError:
        amount = -1.0
    if not 1 <= amount <= MOST:
        raise _refuse(said, f"Give a number from 1 to {MOST:g}, as in {EXAMPLES[kind]}")
    return amount


def _known(kind: WishKind, exercises: Collection[str]) -> Collection[str]:
    match kind:
        case WishKind.DAYS:
            return WEEKDAYS
        case WishKind.FREE:
            return (*WEEKDAYS, *(each.value for each in RunKind))
        case WishKind.DOSE:
            return [each.value for each in Target]
        case _:
            return (*NAMED_SETS, *exercises)


def parse_wish(said: str, *, exercises: Collection[str]) -> Wish:
    """Read one wish.

    Raises
    ------
    InvalidAnswer
        Naming what is not understood and how it is written.
    """
    word, _, rest = said.strip().lower().partition("=")
    if word not in list(WishKind) or not rest:
        raise _refuse(said, f"Known are: {'; '.join(EXAMPLES.values())}")
    kind = WishKind(word)
    if kind in COUNTED:
        return Wish(kind=kind, amount=_amount(rest, said, kind))
    names, _, amount = rest.partition(":")
    of = tuple(each.strip() for each in names.split(",") if each.strip())
    known = _known(kind, exercises)
    unknown = [each for each in of if each not in known]
    if unknown or not of:
        raise _refuse(said, f"{', '.join(unknown) or 'nothing'} is not known: {EXAMPLES[kind]}")
    try:
        match kind:
            case WishKind.DOSE | WishKind.WITH:
                return Wish(kind=kind, amount=_amount(amount or "1", said, kind), of=of[:1])
            case _:
                return Wish(kind=kind, of=of)
    except NotAWish as error:
        raise _refuse(said, f"{error}: {EXAMPLES[kind]}") from error


def parse_wishes(said: Sequence[str], *, exercises: Collection[str]) -> tuple[Wish, ...]:
    """Read wishes; the same wish twice is one.

    Raises
    ------
    InvalidAnswer
        Where one is not understood, one that can be kept in one way only is said in two, or
        there are more than a plan can weigh.
    """
    found = {wish.id: wish for wish in (parse_wish(each, exercises=exercises) for each in said)}
    for kind in ONCE:
        twice = [each for each in found.values() if each.kind is kind]
        if len(twice) > 1:
            raise InvalidAnswer(
                f"{kind} is wished for in {len(twice)} ways",
                where="wish",
                fix=f"Say it once, as in {EXAMPLES[kind]}",
            )
    named = {kind: {o for w in found.values() if w.kind is kind for o in w.of} for kind in WishKind}
    both = named[WishKind.WITH] & named[WishKind.WITHOUT]
    if both:
        raise InvalidAnswer(
            f"{', '.join(sorted(both))} is wished for and wished away",
            where="wish",
            fix="Say one of the two",
        )
    if len(found) > MOST_WISHES:
        raise InvalidAnswer(
            f"{len(found)} wishes are too many", where="wish", fix=f"Give at most {MOST_WISHES}"
        )
    return tuple(found.values())


def still_wished(said: Sequence[str], *, exercises: Collection[str]) -> tuple[Wish, ...]:
    """Read the wishes of a kept plan; what this psoas does not know any more is left out."""
    found = []
    for each in said:
        with suppress(InvalidAnswer):
            found.append(parse_wish(each, exercises=exercises))
    return tuple(dict.fromkeys(found))
