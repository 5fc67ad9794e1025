"""The tables. A migration says the same again; a test asserts that they agree."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, MetaData, Table, Text
from sqlalchemy.schema import SchemaItem

from psoas.store.columns import Bytes, Day, Float, Json, Moment

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _table(name: str, *items: SchemaItem) -> Table:
    return Table(name, metadata, *items, sqlite_strict=True)


# Imports as a whole, so that one can be taken back.
batch = _table(
    "batch",
    Column("id", Text, primary_key=True),
    Column("started_at", Moment, nullable=False),
    Column("label", Text, nullable=False),
    Column("finished", Integer, nullable=False),
    Column("undone", Integer, nullable=False),
)

# Files as they came, under the hash of their bytes; ``content_sha256`` is that of the
# unpacked content, so that run.fit and run.fit.gz are one. ``sport_word`` is the platform's.
original = _table(
    "original",
    Column("sha256", Text, primary_key=True),
    Column("content_sha256", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("bytes", Bytes, nullable=False),
    Column("kept_at", Moment, nullable=False),
    Column("batch", Text, ForeignKey("batch.id", ondelete="SET NULL")),
    Column("sport_word", Text),
)

# What became of each file that was offered, for the import log.
intake = _table(
    "intake",
    Column("id", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("name", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("reason", Text),
    Column("fix", Text),
    Column("original", Text, ForeignKey("original.sha256", ondelete="SET NULL")),
    Column("batch", Text, ForeignKey("batch.id", ondelete="SET NULL")),
    CheckConstraint("outcome in ('new', 'duplicate', 'skipped', 'failed')", name="outcome"),
)

activity = _table(
    "activity",
    Column("id", Text, primary_key=True),
    Column("original", Text, ForeignKey("original.sha256", ondelete="CASCADE"), nullable=False),
    Column("sport", Text, nullable=False),
    Column("sport_name", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("device", Text),
    Column("indoor", Integer),
    Column("started_at", Moment, nullable=False),
    Column("utc_offset_s", Integer),
    Column("local_on", Day, nullable=False),
    Column("distance_m", Float),
    Column("duration_s", Float, nullable=False),
    Column("timer_s", Float),
    Column("moving_s", Float, nullable=False),
    Column("steps", Float),
    Column("cadence_spm", Float),
    Column("speed_mps", Float),
    Column("has", Json, nullable=False),
    Column("notes", Json, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("made_version", Integer, nullable=False),
    Column("climb_m", Float),
    Column("at_1hz_ratio", Float),
    Column("cadence_sd_spm", Float),
    Column("dynamics", Json, nullable=False, server_default="{}"),
    Index(None, "started_at"),
)

# A file that tells an activity again which is known from another file.
same_run = _table(
    "same_run",
    Column(
        "original",
        Text,
        ForeignKey("original.sha256", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("activity", Text, ForeignKey("activity.id", ondelete="CASCADE"), primary_key=True),
)

# A run's samples on the one-second grid, packed; a cache of the original.
stream = _table(
    "stream",
    Column("activity", Text, ForeignKey("activity.id", ondelete="CASCADE"), primary_key=True),
    Column("packed", Bytes, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("made_version", Integer, nullable=False),
)

run_load = _table(
    "run_load",
    Column("activity", Text, ForeignKey("activity.id", ondelete="CASCADE"), primary_key=True),
    Column("load", Json, nullable=False),
    Column("fast_m", Float, nullable=False),
    Column("units_m4", Float, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("made_version", Integer, nullable=False),
)

pain = _table(
    "pain",
    Column("id", Text, primary_key=True),
    Column("felt_on", Day, nullable=False),
    Column("moment", Text, nullable=False),
    Column("side", Text),
    Column("pain_nrs", Integer, nullable=False),
    Column("entered_at", Moment, nullable=False),
    CheckConstraint("pain_nrs between 0 and 10", name="pain_nrs"),
    Index(None, "felt_on"),
)

sitting = _table(
    "sitting",
    Column("on_day", Day, primary_key=True),
    Column("sitting_h", Float, nullable=False),
    Column("entered_at", Moment, nullable=False),
)

reading = _table(
    "reading",
    Column("id", Text, primary_key=True),
    Column("measure", Text, nullable=False),
    Column("side", Text),
    Column("value", Float, nullable=False),
    Column("taken_at", Moment, nullable=False),
    Index(None, "measure", "taken_at"),
)

# Each time that a measure was taken, scored or not; a scored one points to its reading.
attempt = _table(
    "attempt",
    Column("id", Text, primary_key=True),
    Column("measure", Text, nullable=False),
    Column("side", Text),
    Column("outcome", Text, nullable=False),
    Column("value", Float),
    Column("pain_nrs", Integer),
    Column("seen", Json),
    Column("controlled", Text, nullable=False),
    Column("detail", Json, nullable=False),
    Column("taken_at", Moment, nullable=False),
    Column("reading", Text, ForeignKey("reading.id", ondelete="CASCADE")),
    CheckConstraint("pain_nrs between 0 and 10", name="pain_nrs"),
    CheckConstraint("(outcome = 'scored') = (reading is not null)", name="scored"),
    Index(None, "taken_at"),
)

# The questions of the week, one row for each day on which they were answered.
week = _table(
    "week",
    Column("id", Text, primary_key=True),
    Column("on_day", Day, nullable=False, unique=True),
    Column("answers", Json, nullable=False),
    Column("answered_at", Moment, nullable=False),
)

# Answer sheets as given, with what was said of them; the newest counts.
sheet = _table(
    "sheet",
    Column("id", Text, primary_key=True),
    Column("answered_at", Moment, nullable=False),
    Column("answers", Json, nullable=False),
    Column("assessment", Json, nullable=False),
    Column("disposition", Text, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("made_version", Integer, nullable=False),
    Index(None, "answered_at"),
)

plan = _table(
    "plan",
    Column("id", Text, primary_key=True),
    Column("planned_at", Moment, nullable=False),
    Column("wishes", Json, nullable=False),
    Column("plan", Json, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("made_version", Integer, nullable=False),
    Index(None, "planned_at"),
)

done = _table(
    "done",
    Column("session", Text, primary_key=True),
    Column("finished_at", Moment, nullable=False),
    Column("share_done_ratio", Float, nullable=False),
    Column("pain_nrs", Integer),
    Column("before_nrs", Integer),
    Column("after_nrs", Integer),
    Column("exercises", Json, nullable=False),
)

# A set as it was done. ``record`` and ``id`` were made where it was written down, so that what
# is sent twice is kept once; what nobody said is null.
performed = _table(
    "performed",
    Column("record", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("session", Text, nullable=False),
    Column("exercise", Text, nullable=False),
    Column("instead_of", Text),
    Column("side", Text),
    Column("set_number", Integer, nullable=False),
    Column("reps", Integer),
    Column("hold_s", Float),
    Column("load_kg", Float),
    Column("in_reserve", Integer),
    Column("pain_nrs", Integer),
    Column("done_at", Moment, nullable=False),
    CheckConstraint("pain_nrs between 0 and 10", name="pain_nrs"),
    Index(None, "done_at"),
)

# What a clip showed; ``answers`` are those of the answer sheet that it gives, ``original`` is the
# file of key points or the clip, only where the runner asked for it.
gait = _table(
    "gait",
    Column("id", Text, primary_key=True),
    Column("kept_at", Moment, nullable=False),
    Column("name", Text, nullable=False),
    Column("told", Json, nullable=False),
    Column("answers", Json, nullable=False),
    Column("original", Bytes),
    Column("made_by", Text, nullable=False),
    Column("made_version", Integer, nullable=False),
    Index(None, "kept_at"),
)

# What the runner set once: equipment, days, race, sore side, name.
profile = _table(
    "profile",
    Column("key", Text, primary_key=True),
    Column("value", Json, nullable=False),
    Column("set_at", Moment, nullable=False),
)

# A check that is not finished: what was answered so far, so that it can be gone on with.
draft = _table(
    "draft",
    Column("id", Text, primary_key=True),
    Column("draft", Json, nullable=False),
    Column("changed_at", Moment, nullable=False),
)

# That the runner agreed to answers being kept, to which wording, and until when.
consent = _table(
    "consent",
    Column("id", Text, primary_key=True),
    Column("given_at", Moment, nullable=False),
    Column("wording", Text, nullable=False),
    Column("withdrawn_at", Moment),
)

# The calendar that goes out: the name its events are told apart by, the hash of the token in
# its address (none: it was taken back), whether it tells details, and from when on a day.
feed = _table(
    "feed",
    Column("id", Text, primary_key=True),
    Column("token_sha256", Text),
    Column("made_at", Moment, nullable=False),
    Column("details", Integer, nullable=False),
    Column("at_time", Text),
)

# Runs that are planned elsewhere, or by hand; ``came_from`` names the file.
planned_run = _table(
    "planned_run",
    Column("id", Text, primary_key=True),
    Column("on_day", Day, nullable=False),
    Column("kind", Text),
    Column("title", Text, nullable=False),
    Column("distance_m", Float),
    Column("duration_s", Float),
    Column("parts", Json, nullable=False),
    Column("came_from", Text, nullable=False),
    Column("kept_at", Moment, nullable=False),
    Index(None, "on_day"),
)
