"""``serve``, ``demo`` and ``doctor``."""

from __future__ import annotations

import os
import threading
import webbrowser
from datetime import datetime
from pathlib import Path

import click

from psoas.cli import options
from psoas.errors import InvalidAnswer

LOCAL = ("127.0.0.1", "localhost", "::1")


def _serve(db: Path, *, host: str, port: int, browse: bool, page: str = "/") -> None:
    if host not in LOCAL:
        raise InvalidAnswer(
            f"psoas has no accounts yet, so it does not listen on {host}",
            where="--host",
            fix=f"Use one of {', '.join(LOCAL)}",
        )
    import uvicorn

    url = f"http://{host}:{port}{page}"
    os.environ["PSOAS_DB"] = str(db)
    click.echo(f"psoas is at {url} (stop with Ctrl+C); the logbook is {db}")
    if browse:
        opener = threading.Timer(1.0, webbrowser.open, [url])
        opener.daemon = True
        opener.start()
    uvicorn.run(
        "psoas.web:from_environment", factory=True, host=host, port=port, log_level="warning"
    )


host = click.option("--host", default=None, help="Where to listen; only this machine.")
port = click.option("--port", type=click.IntRange(1, 65535), default=None)
browse = click.option("--browser/--no-browser", default=True, help="Open the browser.")


@click.command("serve")
@options.db
@host
@port
@browse
def serve(db: Path | None, host: str | None, port: int | None, browser: bool) -> None:
    """Open the app in the browser; only this machine can reach it."""
    from psoas.settings import read_settings

    settings = read_settings(db=db, host=host, port=port)
    _serve(settings.db, host=settings.host, port=settings.port, browse=browser)


@click.command("demo")
@options.db
@click.option("--serve/--no-serve", "serves", default=True, help="Open the app afterwards.")
@click.option(
    "--files",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    help="Also write the sample runner's FIT files into this folder.",
)
@port
@browse
@options.as_json
@options.now
def demo(
    db: Path | None,
    serves: bool,
    files: Path | None,
    port: int | None,
    browser: bool,
    as_json: bool,
    now: datetime,
) -> None:
    """Make a sample runner with twelve weeks of runs and open the app.

    The runner is made up by a documented generator; docs/demo.md says how.
    """
    from psoas.app.demo import fill_demo
    from psoas.settings import data_folder, read_settings

    where = db or data_folder() / "demo.db"
    with options.open_logbook(where, must_exist=False) as logbook:
        counts = fill_demo(logbook, now=now, files=files)
    if as_json:
        options.print_json({"db": str(where), **counts})
    else:
        click.echo(f"A sample runner with {counts['runs']} runs is in {where}")
    if serves and not as_json:
        settings = read_settings(db=where, port=port)
        _serve(where, host=settings.host, port=settings.port, browse=browser)


@click.command("doctor")
@click.option(
    "--fix", "mends", is_flag=True, help="Fetch the pose model with npm (41 MB), if it is missing."
)
@options.models
@options.as_json
def doctor(mends: bool, models: Path | None, as_json: bool) -> None:
    """Say what is installed, where the data is, and what leaves this machine: nothing.

    With --fix, and only then, psoas fetches something: the weights of the pose model, which gait
    from video needs.
    """
    from psoas.app.doctor import examine, mend
    from psoas.settings import read_settings

    folder = read_settings(models=models).models
    fetched = mend(folder) if mends else ()
    found = examine(folder)
    if as_json:
        options.print_json(found)
        return
    for name in fetched:
        click.echo(f"fetched {name}")
    for key, value in found.items():
        click.echo(f"{key.replace('_', ' ')}: {value}")


COMMANDS = {"serve": serve, "demo": demo, "doctor": doctor}
