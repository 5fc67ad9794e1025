"""What a clip showed of a runner's gait is kept."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

BYTES: sa.types.TypeEngine[bytes] = sa.LargeBinary().with_variant(sa.BLOB(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "gait",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kept_at", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("original", BYTES, nullable=True),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gait")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_gait_kept_at"), "gait", ["kept_at"], unique=False)
