"""A file may tell several activities again; a run keeps its running dynamics."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

FLOAT: sa.types.TypeEngine[float] = sa.Double().with_variant(sa.REAL(), "sqlite")


def upgrade() -> None:
    op.add_column("activity", sa.Column("climb_m", FLOAT, nullable=True))
    op.add_column("activity", sa.Column("at_1hz_ratio", FLOAT, nullable=True))
    op.add_column("activity", sa.Column("cadence_sd_spm", FLOAT, nullable=True))
    op.add_column("activity", sa.Column("dynamics", sa.Text(), nullable=False, server_default="{}"))
    kept = op.get_bind().execute(sa.text("select original, activity from same_run")).all()
    op.drop_table("same_run")
    same_run = op.create_table(
        "same_run",
        sa.Column("original", sa.Text(), nullable=False),
        sa.Column("activity", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity"], ["activity.id"], name=op.f("fk_same_run_activity"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["original"], ["original.sha256"], name=op.f("fk_same_run_original"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("original", "activity", name=op.f("pk_same_run")),
        sqlite_strict=True,
    )
    op.bulk_insert(same_run, [{"original": row[0], "activity": row[1]} for row in kept])
