"""Planned runs come in, and a calendar goes out under an address that can be taken back."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

FLOAT: sa.types.TypeEngine[float] = sa.Double().with_variant(sa.REAL(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "feed",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("token_sha256", sa.Text(), nullable=True),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.Column("details", sa.Integer(), nullable=False),
        sa.Column("at_time", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed")),
        sqlite_strict=True,
    )
    op.create_table(
        "planned_run",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("on_day", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("distance_m", FLOAT, nullable=True),
        sa.Column("duration_s", FLOAT, nullable=True),
        sa.Column("parts", sa.Text(), nullable=False),
        sa.Column("came_from", sa.Text(), nullable=False),
        sa.Column("kept_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planned_run")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_planned_run_on_day"), "planned_run", ["on_day"])
