"""``check``: answer sheets in, what may be done out."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from psoas.cli import options
from psoas.errors import UnreadableFile

if TYPE_CHECKING:
    from psoas.app.check.checking import Checked

FIX = "Give a JSON object with the answers under 'structured'; psoas check --example prints one"


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a key that is given twice: the last one must not win (hazard H-05)."""
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"{key} is given twice")
        found[key] = value
    return found


def _parsed(raw: bytes, where: str) -> dict[str, Any]:
    try:
        found = json.loads(raw.decode("utf-8-sig"), object_pairs_hook=_once)
        json.dumps(found, ensure_ascii=False).encode()  # half a surrogate pair is no text
    except (ValueError, RecursionError) as error:
        raise UnreadableFile(f"this is not JSON ({error})", where=where, fix=FIX) from error
    if not isinstance(found, dict):
        raise UnreadableFile("this is not an answer sheet", where=where, fix=FIX)
    return found


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"cannot be read ({error})", where=str(file), fix=FIX) from error


def _lines(file: Path) -> Iterator[tuple[int, bytes]]:
    # only \n ends a line of JSONL: splitlines() of text would cut at U+2028 in an answer
    for number, line in enumerate(_read(file).split(b"\n"), start=1):
        if line.strip():
            yield number, line


def _batch(file: Path) -> None:
    """Print one line for each line, in order, never stopping at a bad one."""
    from psoas.app.check.checking import check
    from psoas.app.check.told import check_as_plain
    from psoas.edges import to_json
    from psoas.library import shelf

    for number, line in _lines(file):
        try:
            record = _parsed(line, f"line {number}")
            answer = check_as_plain(check(record, shelf=shelf()), shelf=shelf())
        except UnreadableFile as error:
            answer = _unread(error)
        click.echo(to_json(answer, indent=None))


def _unread(error: UnreadableFile) -> dict[str, Any]:
    from psoas.app.check.told import not_understood

    return not_understood(what=error.what, where=error.where, fix=error.fix)


def _write_clinician(checked: Checked, out: Path, *, now: datetime) -> None:
    from psoas.app.check.clinician import page_of_check, write_clinician
    from psoas.library import shelf

    write_clinician(page_of_check(checked, shelf=shelf(), now=now), out, shelf=shelf())


def _assessed(file: Path, db: Path | None, now: datetime) -> Checked:
    """Assess the sheet in a file; keep it where a logbook was named."""
    from psoas.app.check.checking import check as assess
    from psoas.app.check.checking import keep_check
    from psoas.app.check.checking_in import check_in
    from psoas.library import shelf

    record = _parsed(_read(file), str(file))
    if db is None:
        return assess(record, shelf=shelf())
    with options.open_logbook(db, must_exist=False) as logbook:
        checked = check_in(logbook, record, shelf=shelf(), now=now)
        if checked.assessment is not None:
            keep_check(logbook, checked, now=now)
    return checked


def _asked(db: Path | None, now: datetime) -> Checked:
    """Ask in the terminal; keep the answers where a logbook was named."""
    from psoas.cli.interview import run
    from psoas.library import shelf

    if db is None:
        return run(None, shelf=shelf(), now=now)
    with options.open_logbook(db, must_exist=False) as logbook:
        return run(logbook, shelf=shelf(), now=now)


@click.command("check")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--batch", is_flag=True, help="FILE has one answer sheet a line (JSONL).")
@click.option("--example", is_flag=True, help="Print an answer sheet to start from.")
@click.option("--ask", is_flag=True, help="Ask here, one question at a time, with --db resumable.")
@click.option(
    "--clinician",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Also write the page for a clinician: a file that ends in .html.",
)
@options.db
@options.as_json
@options.now
def check(
    file: Path | None,
    batch: bool,
    example: bool,
    ask: bool,
    clinician: Path | None,
    db: Path | None,
    as_json: bool,
    now: datetime,
) -> None:
    """Assess an answer sheet: is a clinician needed, what drives it, with the evidence.

    With --db the runs and tests of the logbook speak to the drivers too. The sheet is kept,
    and plan, today and report use it for 14 days.
    """
    if example:
        sheet = Path(__file__).parents[1] / "app" / "sheets" / "may_train.json"
        click.echo(sheet.read_text(encoding="utf-8"))
        return
    if file is None and not ask:
        raise click.UsageError("name the answer sheet, or say --ask or --example")
    if clinician is not None and clinician.suffix.lower() not in (".html", ".htm"):
        raise click.UsageError("the page for a clinician is written as .html")
    if file is not None and batch:
        _batch(file)
        return
    from psoas.app.check.told import check_as_plain
    from psoas.app.told import check_lines
    from psoas.library import shelf

    checked = _asked(db, now) if file is None else _assessed(file, db, now)
    if clinician is not None and checked.assessment is not None:
        _write_clinician(checked, clinician, now=now)
    answer = check_as_plain(checked, shelf=shelf())
    if as_json:
        options.print_json(answer)
    else:
        click.echo("\n".join(check_lines(checked, shelf=shelf())))
    if checked.assessment is None:
        sys.exit(1)


COMMANDS = {"check": check}
