"""``tests``, ``measure`` and ``feel``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from psoas.cli import options

if TYPE_CHECKING:
    from psoas.app.battery.taking import Taking

OUTCOMES = ("stopped-by-pain", "could-not", "not-tried")
STEPS = click.Choice(["none", "little", "much", "all"])
NRS = click.IntRange(0, 10)


@click.command("tests")
@options.db
@options.as_json
@options.now
def list_tests(db: Path | None, as_json: bool, now: datetime) -> None:
    """List the tests: which may be taken today, why not, what was last read, how far it errs."""
    from psoas.app.battery.entries import battery_of
    from psoas.app.battery.told import battery_as_plain, entry_lines
    from psoas.app.state import state_of
    from psoas.library import shelf

    library = shelf()
    with options.open_logbook(db, must_exist=False) as logbook:
        found = battery_of(state_of(logbook, shelf=library, now=now), shelf=library)
    if as_json:
        options.print_json(battery_as_plain(found, shelf=library))
        return
    for entry in found:
        for line in entry_lines(entry, shelf=library):
            click.echo(line)


def _seen(said: str | None) -> tuple[str, ...] | None:
    if said is None:
        return None
    return tuple(each.strip() for each in said.split(",") if each.strip() not in ("", "none"))


def _taking(
    measure_id: str,
    value: float | None,
    side: str | None,
    *,
    pain: int | None,
    seen: str | None,
    controlled: str,
    outcome: str | None,
    points: tuple[str, ...],
) -> Taking:
    from psoas.app.battery.taking import Taking, measure_named
    from psoas.diary import Outcome
    from psoas.library import shelf
    from psoas.quantity import Answer, Side

    answer = {"yes": Answer.YES, "no": Answer.NO}.get(controlled, Answer.UNKNOWN)
    asked = measure_named(measure_id, shelf=shelf()).control
    return Taking(
        measure=measure_id,
        side=Side(side) if side else None,
        value=value,
        said=Outcome(outcome) if outcome else Outcome.SCORED,
        pain_nrs=pain,
        seen=_seen(seen),
        control=dict.fromkeys(asked, answer),
        photos=points,
    )


def _undo(db: Path | None, *, as_json: bool) -> None:
    from psoas.app.battery.taking import undo_attempt
    from psoas.app.battery.told import attempt_as_plain

    with options.open_logbook(db) as logbook:
        gone = undo_attempt(logbook)
    if as_json:
        options.print_json({"undone": attempt_as_plain(gone)})
    else:
        value = "" if gone.value is None else f" {gone.value:g}"
        click.echo(f"Taken back: {gone.measure}{value}")


@click.command("measure")
@click.argument("measure_id", metavar="ID", required=False)
@click.argument("value", type=float, required=False)
@click.option("--side", type=click.Choice(["left", "right"]), default=None)
@click.option("--pain", type=NRS, default=None, help="Worst pain meanwhile, 0 to 10.")
@click.option("--seen", default=None, help="What was seen, such as back-arches; or none.")
@click.option(
    "--controlled",
    type=click.Choice(["yes", "no", "not-sure"]),
    default="not-sure",
    show_default=True,
    help="Was it done as told, such as the back held flat?",
)
@click.option("--outcome", type=click.Choice(OUTCOMES), default=None, help="What stopped it.")
@click.option(
    "--points",
    multiple=True,
    metavar="'X,Y X,Y [X,Y X,Y]'",
    help="Hip and knee on a photo in pixels, and two points of a level line. Once a photo.",
)
@click.option("--undo", is_flag=True, help="Take the last value back.")
@options.db
@options.as_json
@options.now
def measure(
    measure_id: str | None,
    value: float | None,
    side: str | None,
    pain: int | None,
    seen: str | None,
    controlled: str,
    outcome: str | None,
    points: tuple[str, ...],
    undo: bool,
    db: Path | None,
    as_json: bool,
    now: datetime,
) -> None:
    """Write down a test: ID as in ``psoas tests``."""
    from psoas.app.battery.entries import entry_of
    from psoas.app.battery.taking import measure_named, take
    from psoas.app.battery.told import taken_as_plain, taken_lines
    from psoas.app.check.measured import DAY_SCORES
    from psoas.app.state import state_of
    from psoas.library import shelf
    from psoas.render.words import worded

    if undo:
        _undo(db, as_json=as_json)
        return
    if measure_id is None:
        raise click.UsageError("say which test: psoas tests lists them")
    taking = _taking(
        measure_id,
        value,
        side,
        pain=pain,
        seen=seen,
        controlled=controlled,
        outcome=outcome,
        points=points,
    )
    library = shelf()
    with options.open_logbook(db, must_exist=False) as logbook:
        known = measure_named(measure_id, shelf=library)
        gate = entry_of(known, state_of(logbook, shelf=library, now=now), shelf=library).gate
        taken = take(logbook, taking, shelf=library, now=now)
        scored = measure_id in DAY_SCORES
        light = options.light_said(logbook, now=now) if scored else None
    if not gate.is_open:
        click.echo(worded(gate.verdict, texts=library.texts), err=True)
    if as_json:
        options.print_json(taken_as_plain(taken, shelf=library))
        return
    for line in (*taken_lines(taken, shelf=library), *([light] if light else ())):
        click.echo(line)


def _activities(said: tuple[str, ...]) -> dict[str, int | None]:
    found: dict[str, int | None] = {}
    for each in said:
        name, _, score = each.rpartition("=")
        if not name or not (score.isdecimal() or score == "skip"):
            raise click.UsageError(f"write an activity as 'hills=6' or 'hills=skip', got {each!r}")
        found[name] = None if score == "skip" else int(score)
    return found


@click.command("feel")
@click.option("--pain-now", type=NRS, default=None)
@click.option("--pain-worst", type=NRS, default=None, help="The worst of the last 7 days.")
@click.option("--pain-run", type=NRS, default=None, help="The worst while running.")
@click.option("--pain-morning", type=NRS, default=None, help="On getting up.")
@click.option("--days-lost", type=click.IntRange(0, 7), default=None)
@click.option("--activity", multiple=True, help="One of your own, such as 'hills=6'.")
@click.option("--took-part", type=STEPS, default=None, help="Kept from running as meant.")
@click.option("--cut-back", type=STEPS, default=None, help="Running cut back or changed.")
@click.option("--ran-worse", type=STEPS, default=None)
@click.option("--hurt", type=STEPS, default=None)
@click.option("--undo", is_flag=True, help="Take the last week's answers back.")
@options.db
@options.as_json
@options.now
def feel(
    db: Path | None,
    as_json: bool,
    now: datetime,
    undo: bool,
    activity: tuple[str, ...],
    **said: int | str | None,
) -> None:
    """Answer the questions of the week; what you leave out is skipped."""
    from psoas.app.diary.weekly import keep_answers, undo_week, week_verdicts
    from psoas.app.told import verdict_as_plain
    from psoas.library import shelf
    from psoas.render.words import worded
    from psoas.store.attempts import weeks

    with options.open_logbook(db, must_exist=False) as logbook:
        if undo:
            undo_week(logbook)
        else:
            answers = {
                f"pain-nrs-{key.removeprefix('pain_')}"
                if key.startswith("pain_")
                else key.replace("_", "-"): value
                for key, value in said.items()
            }
            keep_answers(logbook, {**answers, "activities": _activities(activity)}, now=now)
        with logbook.reading() as connection:
            kept = weeks(connection)
        scored = any(said[key] is not None for key in ("pain_now", "pain_run", "pain_morning"))
        light = options.light_said(logbook, now=now) if scored and not undo else None
    found = week_verdicts(kept, on=now.date(), shelf=shelf())
    if as_json:
        newest = dict(kept[-1].answers) if kept else {}
        plain = [verdict_as_plain(each, shelf=shelf()) for each in found]
        options.print_json({"week": newest, "said": plain})
        return
    for each in found:
        click.echo(worded(each, texts=shelf().texts))
    if light:
        click.echo(light)


COMMANDS = {"tests": list_tests, "measure": measure, "feel": feel}
