"""The logbook."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

FLOAT: sa.types.TypeEngine[float] = sa.Double().with_variant(sa.REAL(), "sqlite")
BYTES: sa.types.TypeEngine[bytes] = sa.LargeBinary().with_variant(sa.BLOB(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "batch",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("started_at", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("finished", sa.Integer(), nullable=False),
        sa.Column("undone", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch")),
        sqlite_strict=True,
    )
    op.create_table(
        "done",
        sa.Column("session", sa.Text(), nullable=False),
        sa.Column("finished_at", sa.Text(), nullable=False),
        sa.Column("share_done_ratio", FLOAT, nullable=False),
        sa.Column("pain_nrs", sa.Integer(), nullable=True),
        sa.Column("before_nrs", sa.Integer(), nullable=True),
        sa.Column("after_nrs", sa.Integer(), nullable=True),
        sa.Column("exercises", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("session", name=op.f("pk_done")),
        sqlite_strict=True,
    )
    op.create_table(
        "pain",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("felt_on", sa.Text(), nullable=False),
        sa.Column("moment", sa.Text(), nullable=False),
        sa.Column("side", sa.Text(), nullable=True),
        sa.Column("pain_nrs", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.Text(), nullable=False),
        sa.CheckConstraint("pain_nrs between 0 and 10", name=op.f("ck_pain_pain_nrs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pain")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_pain_felt_on"), "pain", ["felt_on"], unique=False)
    op.create_table(
        "plan",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("planned_at", sa.Text(), nullable=False),
        sa.Column("wishes", sa.Text(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_plan_planned_at"), "plan", ["planned_at"], unique=False)
    op.create_table(
        "profile",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("set_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_profile")),
        sqlite_strict=True,
    )
    op.create_table(
        "reading",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("side", sa.Text(), nullable=True),
        sa.Column("value", FLOAT, nullable=False),
        sa.Column("taken_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_reading_measure_taken_at"), "reading", ["measure", "taken_at"], unique=False
    )
    op.create_table(
        "sheet",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.Text(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("assessment", sa.Text(), nullable=False),
        sa.Column("disposition", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_sheet_answered_at"), "sheet", ["answered_at"], unique=False)
    op.create_table(
        "sitting",
        sa.Column("on_day", sa.Text(), nullable=False),
        sa.Column("sitting_h", FLOAT, nullable=False),
        sa.Column("entered_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("on_day", name=op.f("pk_sitting")),
        sqlite_strict=True,
    )
    op.create_table(
        "original",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("content_sha256", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("bytes", BYTES, nullable=False),
        sa.Column("kept_at", sa.Text(), nullable=False),
        sa.Column("batch", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["batch"], ["batch.id"], name=op.f("fk_original_batch"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_original")),
        sa.UniqueConstraint("content_sha256", name=op.f("uq_original_content_sha256")),
        sqlite_strict=True,
    )
    op.create_table(
        "activity",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("original", sa.Text(), nullable=False),
        sa.Column("sport", sa.Text(), nullable=False),
        sa.Column("sport_name", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("device", sa.Text(), nullable=True),
        sa.Column("indoor", sa.Integer(), nullable=True),
        sa.Column("started_at", sa.Text(), nullable=False),
        sa.Column("utc_offset_s", sa.Integer(), nullable=True),
        sa.Column("local_on", sa.Text(), nullable=False),
        sa.Column("distance_m", FLOAT, nullable=True),
        sa.Column("duration_s", FLOAT, nullable=False),
        sa.Column("timer_s", FLOAT, nullable=True),
        sa.Column("moving_s", FLOAT, nullable=False),
        sa.Column("steps", FLOAT, nullable=True),
        sa.Column("cadence_spm", FLOAT, nullable=True),
        sa.Column("speed_mps", FLOAT, nullable=True),
        sa.Column("has", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["original"], ["original.sha256"], name=op.f("fk_activity_original"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_activity_started_at"), "activity", ["started_at"], unique=False)
    op.create_table(
        "intake",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("fix", sa.Text(), nullable=True),
        sa.Column("original", sa.Text(), nullable=True),
        sa.Column("batch", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "outcome in ('new', 'duplicate', 'skipped', 'failed')", name=op.f("ck_intake_outcome")
        ),
        sa.ForeignKeyConstraint(
            ["batch"], ["batch.id"], name=op.f("fk_intake_batch"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["original"], ["original.sha256"], name=op.f("fk_intake_original"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intake")),
        sqlite_strict=True,
    )
    op.create_table(
        "run_load",
        sa.Column("activity", sa.Text(), nullable=False),
        sa.Column("load", sa.Text(), nullable=False),
        sa.Column("fast_m", FLOAT, nullable=False),
        sa.Column("units_m4", FLOAT, nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity"], ["activity.id"], name=op.f("fk_run_load_activity"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("activity", name=op.f("pk_run_load")),
        sqlite_strict=True,
    )
    op.create_table(
        "same_run",
        sa.Column("original", sa.Text(), nullable=False),
        sa.Column("activity", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity"], ["activity.id"], name=op.f("fk_same_run_activity"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["original"], ["original.sha256"], name=op.f("fk_same_run_original"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("original", name=op.f("pk_same_run")),
        sqlite_strict=True,
    )
    op.create_table(
        "stream",
        sa.Column("activity", sa.Text(), nullable=False),
        sa.Column("packed", BYTES, nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity"], ["activity.id"], name=op.f("fk_stream_activity"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("activity", name=op.f("pk_stream")),
        sqlite_strict=True,
    )


def downgrade() -> None:
    for table in (
        "stream",
        "same_run",
        "run_load",
        "intake",
        "activity",
        "original",
        "sitting",
        "sheet",
        "reading",
        "profile",
        "plan",
        "pain",
        "done",
        "batch",
    ):
        op.drop_table(table)
