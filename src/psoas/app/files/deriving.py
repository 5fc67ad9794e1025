"""From a file's bytes to all that is kept of it; pure work, so that it can run beside others."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from uuid import NAMESPACE_URL, uuid5

from attrs import evolve, frozen

from psoas.errors import NotAnActivity, PsoasError
from psoas.evidence import Made
from psoas.intake.facts import Facts
from psoas.intake.member import Member
from psoas.intake.read import read_all
from psoas.intake.unpack import unpack_noting
from psoas.load import hip_flexor_load
from psoas.runs import Recording, RunStream, Sport
from psoas.runs.model import Note
from psoas.runs.stream import to_stream
from psoas.runs.summary import notes_on, summarise
from psoas.store.activities import Activity, Kept
from psoas.store.originals import LogLine, Original
from psoas.store.pack import pack

METHOD = Made(by="app/deriving", version=2)


@frozen(kw_only=True)
class Offered:
    """A file that is worth reading: what it holds is not known yet."""

    member: Member
    unpacked: bytes
    notes: tuple[Note, ...]
    """What was odd about it up to here."""
    content_sha256: str
    """Of what is unpacked: run.fit and run.fit.gz are one."""
    sha256: str
    """Of the file as it came."""


@frozen(kw_only=True)
class Derived:
    """What became of a file; *original* and *kept* only where it is new.

    *unread* is the hash of a file that was looked into and holds nothing that can be kept.
    """

    line: LogLine
    unread: str | None = None
    original: Original | None = None
    kept: tuple[Kept, ...] = ()


def refused(member: Member, *, at: datetime) -> Derived:
    """Return a file that is not read: failed where there is something to do, else skipped."""
    said = member.refused
    reason, fix = (said.reason, said.fix) if said else ("It is empty", None)
    outcome = "failed" if fix else "skipped"
    fix = fix.rstrip(".") if fix else None  # whoever shows it ends the sentence
    return Derived(line=LogLine(at=at, name=member.name, outcome=outcome, reason=reason, fix=fix))


def offered(member: Member, *, at: datetime) -> Offered | Derived:
    """Unpack a file and say what it is known by, or why it cannot be unpacked."""
    if member.content is None:
        return refused(member, at=at)
    try:
        unpacked, odd = unpack_noting(member.content, member.name)
    except PsoasError as error:
        return _failed(member.name, error, at=at)
    return Offered(
        member=member,
        unpacked=unpacked,
        notes=(*member.notes, *odd),
        content_sha256=sha256(unpacked).hexdigest(),
        sha256=sha256(member.content).hexdigest(),
    )


def offered_again(original: Original, *, else_word: str | None = None) -> Offered:
    """Return a file that is kept, to be read again.

    Parameters
    ----------
    original
        The file.
    else_word
        For its sport, where no platform's word is kept with it.
    """
    facts = Facts(sport_name=original.sport_word or else_word)
    unpacked, odd = unpack_noting(original.content, original.name)
    return Offered(
        member=Member(name=original.name, content=original.content, facts=facts),
        unpacked=unpacked,
        notes=odd,
        content_sha256=original.content_sha256,
        sha256=original.sha256,
    )


def _failed(name: str, error: PsoasError, *, at: datetime) -> Derived:
    outcome = "skipped" if isinstance(error, NotAnActivity) else "failed"
    fix = None if outcome == "skipped" else error.fix.rstrip(".")
    return Derived(line=LogLine(at=at, name=name, outcome=outcome, reason=error.what, fix=fix))


def activity_of(recording: Recording, stream: RunStream, *, original: str, part: int) -> Activity:
    """Return what is kept of a recording, the *part*-th of its file.

    Its id follows from the file, so that made again it is the same.
    """
    offset_s = recording.utc_offset_s or 0
    return Activity(
        id=str(uuid5(NAMESPACE_URL, f"psoas:{original}:{part}")),
        original=original,
        sport=recording.sport,
        sport_name=recording.sport_name,
        source=recording.source,
        device=recording.device,
        indoor=recording.indoor,
        started_at=recording.started_at,
        utc_offset_s=recording.utc_offset_s,
        local_on=(recording.started_at + timedelta(seconds=offset_s)).date(),
        summary=summarise(recording, stream),
        notes=(*recording.notes, *notes_on(stream)),
        made=METHOD,
    )


def kept_of(recording: Recording, *, original: str, part: int) -> Kept:
    """Return a recording with its stream and load, ready to be kept."""
    stream = to_stream(recording)
    return Kept(
        activity=activity_of(recording, stream, original=original, part=part),
        packed=pack(stream),
        load=hip_flexor_load(stream) if recording.sport is Sport.RUN else None,
    )


def derive(each: Offered, *, at: datetime) -> Derived:
    """Read a file and derive all that is kept of it."""
    member = each.member
    try:
        found = read_all(each.unpacked, member.name, facts=member.facts, notes=each.notes)
    except PsoasError as error:
        return evolve(_failed(member.name, error, at=at), unread=each.sha256)
    original = Original(
        sha256=each.sha256,
        content_sha256=each.content_sha256,
        name=member.name,
        content=member.content or b"",
        sport_word=member.facts.sport_name if member.facts else None,
    )
    return Derived(
        line=LogLine(at=at, name=member.name, outcome="new", original=original.sha256),
        original=original,
        kept=tuple(
            kept_of(one, original=original.sha256, part=part) for part, one in enumerate(found)
        ),
    )
