"""``library``: what is on the shelf, and whether it is whole."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from psoas.cli import options

KINDS = (
    "sources",
    "measures",
    "rules",
    "limits",
    "weights",
    "questions",
    "exercises",
    "cues",
    "probes",
)


@click.group("library")
def library() -> None:
    """Look at the shelf of exercises, rules and sources."""


@library.command("check")
@click.option("--folder", type=click.Path(path_type=Path, exists=True), default=None)
@options.as_json
def check(folder: Path | None, as_json: bool) -> None:
    """Prove that the shelf is complete and cross-linked."""
    from psoas.library import problems, read_shelf, shelf

    found = read_shelf(folder) if folder else shelf()
    wrong = problems(found)
    counts = {kind: len(getattr(found, kind)) for kind in (*KINDS, "drawings", "texts")}
    if as_json:
        options.print_json({"counts": counts, "problems": wrong})
    else:
        click.echo(", ".join(f"{n} {kind}" for kind, n in counts.items()))
        for line in wrong:
            click.echo(f"  {line}")
        click.echo("The shelf is whole." if not wrong else f"{len(wrong)} problems.")
    if wrong:
        sys.exit(1)


@library.command("list")
@click.argument("kind", type=click.Choice(KINDS))
@options.as_json
def list_(kind: str, as_json: bool) -> None:
    """List the entries of a kind."""
    from psoas.library import shelf

    entries = getattr(shelf(), kind)
    if as_json:
        options.print_json(list(entries.values()))
        return
    for name, entry in entries.items():
        title = next(
            (
                getattr(entry, key)
                for key in ("name", "title", "says", "say", "ask")
                if hasattr(entry, key)
            ),
            "",
        )
        click.echo(f"{name}: {title if isinstance(title, str) else ', '.join(title)}")


COMMANDS = {"library": library}
