"""What a file is, by what it holds; its name is never trusted."""

from __future__ import annotations

import re
from enum import Enum, auto

from psoas.errors import NotAnActivity, PsoasError, UnreadableFile
from psoas.intake.fit import is_fit
from psoas.intake.unpack import MAGIC
from psoas.intake.xml import UTF8_BOM, UTF16_BOMS
from psoas.runs.model import Source

#: With this begins the document of a workout that ``psoas.intake.apple_export`` cuts out.
HEAD = b'<HealthData workouts="1">\n'

_HEAD_BYTES = 8192
_XML_ROOT = re.compile(
    r"<(?:[\w.-]+:)?(gpx|TrainingCenterDatabase|HealthData|html)[\s>/]", re.IGNORECASE
)
_HEALTH = re.compile(r"<!DOCTYPE\s+HealthData\b")
_APPLE_DOUBLE = (b"\x00\x05\x16\x07", b"\x00\x05\x16\x00")
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
#: Of other archives: tar (at its place), 7z, RAR, xz, bzip2.
_TAR, _TAR_AT = b"ustar", 257
_OTHER_ARCHIVES = (b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"\xfd7zXZ\x00", b"BZh")
_PICKLE = re.compile(rb"\A\x80[\x02-\x05]")

_UNPACK = "Unpack it first, then import the folder."
_AGAIN = "Download or export the activity again, logged in."


class Kind(Enum):
    """What a file is to whoever walks through an export."""

    ACTIVITY = auto()
    WORKOUT = auto()  # one of an Apple Health export, cut out by psoas
    HEALTH = auto()  # an Apple Health export
    ZIP = auto()
    GZIP = auto()
    BESIDE = auto()  # what macOS keeps beside another file
    OTHER = auto()


def kind_of(head: bytes) -> Kind:
    """Return what a file is.

    Parameters
    ----------
    head
        Its beginning, 8 KB or all of it.
    """
    if head.startswith(HEAD):
        return Kind.WORKOUT
    if sniff(head) is not None:
        return Kind.ACTIVITY
    if head.startswith(_ZIP):
        return Kind.ZIP
    if head.startswith(MAGIC):
        return Kind.GZIP
    if head.startswith(_APPLE_DOUBLE):
        return Kind.BESIDE
    return Kind.HEALTH if _root(head) == "healthdata" else Kind.OTHER


def sniff(data: bytes) -> Source | None:
    """Return which format a file is in, None where psoas reads none like it.

    Parameters
    ----------
    data
        The file, unpacked. A byte-order mark before it does not matter.
    """
    if is_fit(data.removeprefix(UTF8_BOM)):
        return Source.FIT
    match _root(data):
        case "gpx":
            return Source.GPX
        case "trainingcenterdatabase":
            return Source.TCX
        case _:
            return None


def _root(data: bytes) -> str | None:
    """Return the first element that tells an XML format, in lower case."""
    head = data[:_HEAD_BYTES]
    encoding = "utf-16" if head.startswith(UTF16_BOMS) else "utf-8"
    text = head.decode(encoding, "replace").lstrip("\ufeff \t\r\n\0")
    if not text.startswith("<"):
        return None
    if _HEALTH.search(text):  # its description of itself may be longer than what is looked at
        return "healthdata"
    found = _XML_ROOT.search(text)
    return found[1].lower() if found else None


def refusal(data: bytes, name: str) -> PsoasError:
    """Return the error that says what a file is which psoas does not read.

    Parameters
    ----------
    data
        The file, unpacked; ``sniff`` gave None.
    name
        What to call it in the error.
    """
    if data.startswith(_APPLE_DOUBLE):
        return NotAnActivity(
            "The file is what macOS keeps beside another, without its content",
            where=name,
            fix="Nothing needs to be done; the activity is in the file without '._'.",
        )
    what, fix = _kind(data)
    return UnreadableFile(what, where=name, fix=fix)


def _kind(data: bytes) -> tuple[str, str]:
    text = data[:_HEAD_BYTES].removeprefix(UTF8_BOM).strip().lower()
    root = _root(data)
    if not data.strip(b"\0 \t\r\n"):
        return "The file is empty", "Copy or export it again."
    if data.startswith(_ZIP):
        return "The file is a zip archive, not one activity", "Import it, with 'psoas import'."
    if data.startswith(_OTHER_ARCHIVES) or data[_TAR_AT:].startswith(_TAR):
        return "The file is an archive of a kind that psoas does not read", _UNPACK
    if _PICKLE.match(data):
        return (
            "The file is a Python pickle, which can run programs and is never opened",
            "Export the activity as FIT, TCX or GPX.",
        )
    if root == "html" or text.startswith(b"<!doctype html"):
        return "The file is a web page, perhaps a login page, and no activity", _AGAIN
    if text.startswith((b"{", b"[")):
        return "The file is an answer of a web service, perhaps an error, and no activity", _AGAIN
    if root == "healthdata":
        return (
            "The file is an Apple Health export, not one activity",
            "Import it, with 'psoas import'.",
        )
    return (
        "The file is in no format that psoas reads",
        "Export the activity as FIT, TCX or GPX.",
    )
