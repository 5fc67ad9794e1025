"""``log`` and ``setup``."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from psoas.cli import options

SIDES = click.Choice(["left", "right", "both"])


@click.command("log")
@click.option("--pain", type=click.IntRange(0, 10), default=None, help="0 none to 10 worst.")
@click.option(
    "--when",
    type=click.Choice(["before", "during", "after", "morning"]),
    default=None,
    help="When the pain was felt, about a run or a session.",
)
@click.option("--side", type=SIDES, default=None)
@click.option("--sitting", type=click.FloatRange(0, 24), default=None, help="Hours sat that day.")
@click.option("--undo", is_flag=True, help="Take back the pain score that was entered last today.")
@options.db
@options.as_json
@options.now
def log(
    undo: bool,
    pain: int | None,
    when: str | None,
    side: str | None,
    sitting: float | None,
    db: Path | None,
    as_json: bool,
    now: datetime,
) -> None:
    """Write down pain and sitting hours; --at says of which day."""
    from psoas.app.diary.keeping import log_pain, log_sitting, undo_pain
    from psoas.diary import When
    from psoas.quantity import Side

    if undo:
        if pain is not None or sitting is not None:
            raise click.UsageError("say --undo alone: it takes back, and writes nothing")
        with options.open_logbook(db) as logbook:
            back = undo_pain(logbook, now=now)
        if as_json:
            options.print_json({"undone": back})
        else:
            click.echo(f"Taken back: {back.pain_nrs} of 10, {back.when}, {back.felt_on}")
        return
    if pain is None and sitting is None:
        raise click.UsageError("say --pain with --when, or --sitting, or both")
    if pain is not None and when is None:
        raise click.UsageError("say --when the pain was felt: before, during, after or morning")
    kept: dict[str, object] = {}
    with options.open_logbook(db, must_exist=False) as logbook:
        if pain is not None and when is not None:
            kept["pain"] = log_pain(
                logbook,
                pain_nrs=pain,
                when=When(when),
                side=Side(side) if side else None,
                felt_on=now.date(),
                now=now,
            )
        if sitting is not None:
            kept["sitting"] = log_sitting(logbook, sitting_h=sitting, on=now.date(), now=now)
        light = options.light_said(logbook, now=now) if pain is not None and not as_json else ""
    if as_json:
        options.print_json({"kept": kept})
    else:
        click.echo(f"Kept: {', '.join(kept)} of {now.date()}")
    if light:
        click.echo(light)


@click.command("setup")
@click.option("--equipment", default=None, help="What you have, such as band,kettlebell.")
@click.option("--days", default=None, help="Weekdays you can train, Monday 0, such as 0,2,4.")
@click.option("--race", type=click.DateTime(["%Y-%m-%d"]), default=None, help="Race day.")
@click.option("--side", type=SIDES, default=None, help="The sore or tight side.")
@click.option(
    "--seen-on",
    type=click.DateTime(["%Y-%m-%d"]),
    default=None,
    help="The day a clinician looked at it: then the check is asked again.",
)
@options.db
@options.as_json
@options.now
def setup(
    equipment: str | None,
    days: str | None,
    race: datetime | None,
    side: str | None,
    seen_on: datetime | None,
    db: Path | None,
    as_json: bool,
    now: datetime,
) -> None:
    """Say what you have: equipment, days, race, sore side, a clinician's visit."""
    from psoas.app.diary.keeping import set_up

    said: dict[str, object] = {}
    if equipment is not None:
        said["equipment"] = [each.strip() for each in equipment.split(",") if each.strip()]
    if days is not None:
        said["days"] = [int(each) if each.strip().isdigit() else each for each in days.split(",")]
    if race is not None:
        said["race_on"] = date.isoformat(race.date())
    if side is not None:
        said["tight_side"] = side
    if seen_on is not None:
        said["seen_on"] = date.isoformat(seen_on.date())
    with options.open_logbook(db, must_exist=False) as logbook:
        set_up(logbook, said, now=now)
    if as_json:
        options.print_json({"kept": said})
    else:
        click.echo(f"Kept: {', '.join(said) or 'nothing'}")


COMMANDS = {"log": log, "setup": setup}
