"""Taking files from the browser: each straight to disk, however large it is.

Litestar would hold each file of up to 1 MB in memory, thousands at a time, and put larger
ones where the system keeps temporary files, which may be memory too.
"""

from __future__ import annotations

import errno
import shutil
from collections.abc import AsyncIterator
from hmac import compare_digest
from pathlib import Path
from typing import IO, Any

from anyio import to_thread
from attrs import Factory, define
from litestar import Request
from litestar.datastructures import FormMultiDict
from litestar.enums import RequestEncodingType
from litestar.exceptions import ClientException, PermissionDeniedException
from litestar.middleware.csrf import CSRF_SECRET_LENGTH, generate_csrf_hash
from litestar.types import Scope
from multipart import MultipartError, MultipartSegment, ParserLimitReached, PushMultipartParser

from psoas.errors import InvalidAnswer, NotNow

#: A whole export of many years, photos included.
LIMIT_BYTES = 8 * 1024**3
#: Files in one upload: the loose files of many years.
MOST_PARTS = 20_000
#: A field of a form that is not a file.
FIELD_BYTES = 16 * 1024
#: A file's name; file systems take up to 255.
NAME_BYTES = 150
#: Written at once.
BLOCK_BYTES = 1024 * 1024
#: What stays free on the disk for everything else.
LEFT_FREE_BYTES = 256 * 1024 * 1024
#: On a handler's ``opt``: its files go to disk.
TO_DISK = "files_to_disk"
_KEY = "psoas_upload"


@define(eq=False)
class Upload:
    """What a form with files sent: its fields, and its files in a folder of their own."""

    folder: Path
    fields: dict[str, str] = Factory(dict)
    paths: list[Path] = Factory(list)

    def remove(self) -> None:
        """Remove its files."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def place(self, filename: str) -> Path:
        """Return where the next file goes, under its own name: names may repeat."""
        path = self.folder / str(len(self.paths)) / _short(filename)
        path.parent.mkdir()
        self.paths.append(path)
        return path


def _short(filename: str) -> str:
    """Return the end of a path as a name that every file system takes, with its suffix."""
    name = filename.replace("\\", "/").replace("\0", "").rpartition("/")[2]
    raw = name.encode("utf-8", "replace")
    name = raw[-NAME_BYTES:].decode("utf-8", "ignore")  # a cut character goes as a whole
    return "file" if name in ("", ".", "..") else name


class PsoasRequest(Request[Any, Any, Any]):
    """A request whose files go to disk where its handler says so."""

    async def form(self) -> FormMultiDict:
        """Return the form; its files are in ``upload_of``."""
        kind, options = self.content_type
        if kind != RequestEncodingType.MULTI_PART or not self.route_handler.opt.get(TO_DISK):
            return await super().form()
        if upload_of(self.scope) is None:
            await _receive(self, str(options.get("boundary", "")))
        upload = upload_of(self.scope)
        return FormMultiDict(list(upload.fields.items()) if upload else [])


def upload_of(scope: Scope, *, take: bool = False) -> Upload | None:
    """Return what the request sent; who takes it removes it."""
    found = scope["state"].get(_KEY)
    if take:
        scope["state"].pop(_KEY, None)
    return found if isinstance(found, Upload) else None


async def remove_upload(_error: Exception, scope: Scope) -> None:
    """Remove the files of a request that failed, unless somebody took them."""
    if (upload := upload_of(scope, take=True)) is not None:
        await to_thread.run_sync(upload.remove)


async def _receive(request: PsoasRequest, boundary: str) -> None:
    upload = Upload(folder=await to_thread.run_sync(request.app.state["desk"].incoming.new))
    request.scope["state"][_KEY] = upload  # from here on it is removed if anything fails
    body = request.stream()
    try:
        _check_room(upload.folder, request.content_length or 0)
        await _parse(request, body, boundary, upload)
    except ParserLimitReached as error:
        raise InvalidAnswer(
            f"these are more than {MOST_PARTS:,} files, so nothing was kept",
            where="upload",
            fix="Zip the folder and send the one file, or use psoas import",
        ) from error
    except MultipartError as error:
        raise ClientException("not a form with files") from error
    except (NotNow, PermissionDeniedException):
        if request.cookies:  # our own page: a browser shows the answer once all is sent
            async for _ in body:
                pass
        raise


def _check_room(folder: Path, coming_bytes: int) -> None:
    free_bytes = shutil.disk_usage(folder).free
    if coming_bytes + LEFT_FREE_BYTES > free_bytes:
        raise _disk_full(f"it needs {_gb(coming_bytes)}, {_gb(free_bytes)} is free")


def _gb(n_bytes: int) -> str:
    return f"{n_bytes / 1e9:.1f} GB"


def _disk_full(said: str) -> NotNow:
    return NotNow(
        f"the disk has no room for this upload ({said}), so nothing was kept",
        where="upload",
        fix="Free some space and send it again, or unzip it elsewhere and use psoas import",
    )


async def _parse(
    request: PsoasRequest, body: AsyncIterator[bytes], boundary: str, upload: Upload
) -> None:
    """Take the parts in their order: our token comes before the first file."""
    part: _Part | None = None
    with PushMultipartParser(boundary, max_segment_count=MOST_PARTS) as parser:
        try:
            async for chunk in body:
                for event in () if parser.closed else parser.parse(chunk):
                    if isinstance(event, MultipartSegment):
                        part = _part_of(event, request, upload)
                    elif part is not None:
                        await part.take(event)
        finally:
            if part is not None:
                part.close()


def _part_of(segment: MultipartSegment, request: PsoasRequest, upload: Upload) -> _Part:
    name = segment.name or ""
    if not segment.filename:
        return _Part(name=name, upload=upload)
    if not _is_ours(request, upload.fields.get("_csrf_token", "")):
        raise PermissionDeniedException("the token does not come before the files")
    path = upload.place(segment.filename)
    return _Part(name=name, upload=upload, file=path.open("wb", buffering=0))


def _is_ours(request: PsoasRequest, token: str) -> bool:
    """Whether the form is of a page of ours: asked before its files are taken, and again after."""
    config = request.app.csrf_config
    if config is None:
        return False
    digest = generate_csrf_hash(token=token[:CSRF_SECRET_LENGTH], secret=config.secret)
    cookie = request.cookies.get(config.cookie_name, "")
    ours = compare_digest(token[CSRF_SECRET_LENGTH:].encode(), digest.encode())
    return ours and compare_digest(token.encode(), cookie.encode())


@define(eq=False)
class _Part:
    """A part of the form on its way: a file to disk, a field to memory."""

    name: str
    upload: Upload
    file: IO[bytes] | None = None
    held: bytearray = Factory(bytearray)

    async def take(self, data: bytes | None) -> None:
        """Take some of it; None is its end."""
        self.held += data or b""
        if self.file is None:
            if len(self.held) > FIELD_BYTES:
                raise ClientException("a field is too long")
            if data is None:
                self.upload.fields[self.name] = self.held.decode("utf-8", "replace")
        elif data is None or len(self.held) >= BLOCK_BYTES:
            await self._write(self.file)
            if data is None:
                self.close()

    async def _write(self, file: IO[bytes]) -> None:
        block, self.held = bytes(self.held), bytearray()
        try:
            await to_thread.run_sync(_write_all, file, block)
        except OSError as error:
            if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
                raise
            raise _disk_full(error.strerror or "full") from error

    def close(self) -> None:
        """Close its file."""
        if self.file is not None:
            self.file.close()


def _write_all(file: IO[bytes], block: bytes) -> None:
    """Write a block; an unbuffered file may take it in pieces."""
    left = memoryview(block)
    while left:
        left = left[file.write(left) :]
