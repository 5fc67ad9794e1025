"""Export, restore, forget: what is kept belongs to the runner."""

from __future__ import annotations

import base64
import json
import os
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from psoas.app.writing import check_place
from psoas.errors import Conflict, NotFound, NotNow, UnreadableFile
from psoas.store import Logbook
from psoas.store.archive import HEAD, delete_all, dump, is_empty, load, table_names

FORMAT = 1
#: The first schema; all from it on can be restored.
FIRST = "0001"
MANIFEST = "manifest.json"
FIX = "Give a file that psoas export wrote"
#: What reading a zip raises where it is cut or damaged, or holds rows that fit no table.
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)


def _encoded(value: Any) -> Any:
    return {"base64": base64.b64encode(value).decode()} if isinstance(value, bytes) else value


def _decoded(value: Any) -> Any:
    is_bytes = isinstance(value, dict) and set(value) == {"base64"}
    return base64.b64decode(value["base64"], validate=True) if is_bytes else value


def _write(logbook: Logbook, file: IO[bytes], *, now: datetime) -> dict[str, int]:
    counts: dict[str, int] = {}
    with (
        logbook.reading() as connection,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for table in table_names():
            lines = []
            for row in dump(connection, table):
                if table == "original":
                    archive.writestr(f"originals/{row['sha256']}", row.pop("bytes"))
                lines.append(json.dumps({k: _encoded(v) for k, v in row.items()}))
            archive.writestr(f"{table}.jsonl", "\n".join(lines))
            counts[table] = len(lines)
        manifest = {
            "format": FORMAT,
            "schema": HEAD,
            "exported_at": now.isoformat(),
            "rows": counts,
        }
        archive.writestr(MANIFEST, json.dumps(manifest, indent=2))
    return counts


def export_logbook(logbook: Logbook, out: Path, *, now: datetime) -> dict[str, int]:
    """Write everything into a zip: a manifest, and one JSON line for each entry.

    Originals lie in ``originals/`` under their own hash, byte for byte.

    Parameters
    ----------
    logbook
        What is exported, as of one moment.
    out
        The zip; it is complete or not there.
    now
        Written into the manifest.

    Returns
    -------
    dict
        Entries by table.

    Raises
    ------
    Conflict
        Where the file is a logbook, or no file.
    NotNow
        Where the file cannot be written.
    """
    if out.resolve() in (path.resolve() for path in logbook.files):
        raise Conflict(
            "the export would replace the logbook itself", where=str(out), fix="Name another file"
        )
    check_place(out)
    part = out.with_name(out.name + ".part")
    try:
        with part.open("wb") as file:
            counts = _write(logbook, file, now=now)
            file.flush()
            os.fsync(file.fileno())
        part.replace(out)
    except OSError as error:
        raise NotNow(
            f"the export cannot be written ({error.strerror})",
            where=str(out),
            fix="Choose a folder you may write to, with space left",
        ) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return counts


def _rows(archive: zipfile.ZipFile, table: str) -> Iterator[dict[str, Any]]:
    for line in archive.read(f"{table}.jsonl").decode().splitlines():
        row = {key: _decoded(value) for key, value in json.loads(line).items()}
        if table == "original":
            row["bytes"] = archive.read(f"originals/{row['sha256']}")
            if sha256(row["bytes"]).hexdigest() != row["sha256"]:
                raise ValueError(f"the original {row['name']} is not what it was")
        yield row


def restore_logbook(logbook: Logbook, file: Path) -> dict[str, int]:
    """Read an export into an empty logbook: all of it, or nothing.

    Raises
    ------
    Conflict
        Where the logbook holds something already, or a newer psoas wrote the export.
    NotFound, UnreadableFile
        Where the file is not there or is no export.
    """
    if not file.is_file():
        raise NotFound("there is no such file", where=str(file), fix=FIX)
    counts: dict[str, int] = {}
    try:
        with zipfile.ZipFile(file) as archive, logbook.writing() as connection:
            manifest = json.loads(archive.read(MANIFEST))
            schema = manifest["schema"]
            if manifest["format"] != FORMAT or not FIRST <= schema <= HEAD:
                raise Conflict(
                    f"the export is of schema {schema}, this psoas has {HEAD}",
                    where=str(file),
                    fix="Use the version of psoas that wrote it",
                )
            if not is_empty(connection):
                raise Conflict(
                    "the logbook is not empty",
                    where=str(logbook.path),
                    fix="Name a new file with --db",
                )
            for table in table_names():
                if schema != HEAD and table not in manifest["rows"]:
                    counts[table] = 0  # a table that this export is older than
                    continue
                counts[table] = load(connection, table, _rows(archive, table), schema=schema)
                if counts[table] != manifest["rows"][table]:
                    raise ValueError(f"{table} has {counts[table]} entries")
    except DAMAGED as error:
        raise UnreadableFile(
            f"this is not a whole export ({error})", where=str(file), fix=FIX
        ) from error
    return counts


def forget_logbook(logbook: Logbook) -> tuple[Path, ...]:
    """Delete all rows, overwrite their pages, and remove the files.

    Returns
    -------
    tuple of Path
        The files that were removed. The logbook is closed.
    """
    delete_all(logbook)
    logbook.close()
    removed = tuple(path for path in logbook.files if path.exists())
    for path in removed:
        path.unlink()
    return removed
