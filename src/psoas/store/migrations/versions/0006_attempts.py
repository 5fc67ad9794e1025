"""Every time a measure was taken is kept, scored or not; so are the questions of the week."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

FLOAT: sa.types.TypeEngine[float] = sa.Double().with_variant(sa.REAL(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "attempt",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("side", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("value", FLOAT, nullable=True),
        sa.Column("pain_nrs", sa.Integer(), nullable=True),
        sa.Column("seen", sa.Text(), nullable=True),
        sa.Column("controlled", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("taken_at", sa.Text(), nullable=False),
        sa.Column("reading", sa.Text(), nullable=True),
        sa.CheckConstraint("pain_nrs between 0 and 10", name=op.f("ck_attempt_pain_nrs")),
        sa.CheckConstraint(
            "(outcome = 'scored') = (reading is not null)", name=op.f("ck_attempt_scored")
        ),
        sa.ForeignKeyConstraint(
            ["reading"], ["reading.id"], name=op.f("fk_attempt_reading"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_attempt_taken_at"), "attempt", ["taken_at"])
    op.create_table(
        "week",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("on_day", sa.Text(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_week")),
        sa.UniqueConstraint("on_day", name=op.f("uq_week_on_day")),
        sqlite_strict=True,
    )
