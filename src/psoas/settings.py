"""Everything configurable, read once: defaults < ``psoas.toml`` < environment < flags."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import fields, frozen

from psoas.errors import InvalidAnswer

PREFIX = "PSOAS_"
FILE = "psoas.toml"


def data_folder() -> Path:
    """Return the folder for this user's data on this system."""
    from platformdirs import user_data_path

    return user_data_path("psoas", appauthor=False)


@frozen(kw_only=True)
class Settings:
    """What can be set. Each is also ``PSOAS_<NAME>`` in the environment.

    Parameters
    ----------
    db
        The logbook: a SQLite file. Default: ``logbook.db`` in the user's data folder.
    host
        Where the web app listens. Beyond localhost it refuses to start: it has no
        accounts yet.
    port
        Its port.
    models
        The folder of the pose model's weights. Default: ``models`` in the user's data folder.
    """

    db: Path
    models: Path
    host: str = "127.0.0.1"
    port: int = 8765


def _from_file(folder: Path) -> dict[str, Any]:
    path = folder / FILE
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise InvalidAnswer(
            f"the settings cannot be read ({error})",
            where=str(path),
            fix="Mend the file; docs/settings.md lists what can be set",
        ) from error


def read_settings(
    *,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
    **flags: Any,
) -> Settings:
    """Read the settings.

    Parameters
    ----------
    environment
        None takes this process's.
    folder
        Where ``psoas.toml`` may lie; None takes the working directory.
    **flags
        What was said on the command line; None counts as not said.

    Raises
    ------
    InvalidAnswer
        Naming the entry that is unknown or not what it should be.
    """
    said = os.environ if environment is None else environment
    names = {each.name for each in fields(Settings)}
    found = _from_file(Path.cwd() if folder is None else folder)
    found |= {
        key.removeprefix(PREFIX).lower(): value
        for key, value in said.items()
        if key.startswith(PREFIX)
    }
    found |= {key: value for key, value in flags.items() if value is not None}
    for key in sorted(set(found) - names):
        raise InvalidAnswer(
            f"there is no setting {key!r}",
            where="settings",
            fix=f"Known are: {', '.join(sorted(names))}",
        )
    try:
        port = int(found.get("port", 8765))
    except (TypeError, ValueError) as error:
        raise InvalidAnswer(
            f"the port must be a number, got {found['port']!r}", where="port", fix="Give a number"
        ) from error
    return Settings(
        db=_path("db", found, data_folder() / "logbook.db"),
        models=_path("models", found, data_folder() / "models"),
        host=str(found.get("host", "127.0.0.1")),
        port=port,
    )


#: What a setting that names a place is.
_PLACES = {"db": "logbook must be a file name", "models": "models must be a folder's name"}


def _path(name: str, found: Mapping[str, Any], default: Path) -> Path:
    said = found.get(name, default)
    if not isinstance(said, str | Path):
        raise InvalidAnswer(
            f"the {_PLACES[name]}, got {said!r}", where=name, fix="Write it in quotes"
        )
    return Path(said).expanduser()
