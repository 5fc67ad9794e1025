"""Each set is kept as it was done: repetitions, what was left, and pain."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

FLOAT: sa.types.TypeEngine[float] = sa.Double().with_variant(sa.REAL(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "performed",
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("session", sa.Text(), nullable=False),
        sa.Column("exercise", sa.Text(), nullable=False),
        sa.Column("instead_of", sa.Text(), nullable=True),
        sa.Column("side", sa.Text(), nullable=True),
        sa.Column("set_number", sa.Integer(), nullable=False),
        sa.Column("reps", sa.Integer(), nullable=True),
        sa.Column("hold_s", FLOAT, nullable=True),
        sa.Column("load_kg", FLOAT, nullable=True),
        sa.Column("in_reserve", sa.Integer(), nullable=True),
        sa.Column("pain_nrs", sa.Integer(), nullable=True),
        sa.Column("done_at", sa.Text(), nullable=False),
        sa.CheckConstraint("pain_nrs between 0 and 10", name=op.f("ck_performed_pain_nrs")),
        sa.PrimaryKeyConstraint("record", "id", name=op.f("pk_performed")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_performed_done_at"), "performed", ["done_at"])
